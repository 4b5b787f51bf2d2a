from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from lienmach.base.actor import Actor
from lienmach.calc.criteria import read_criteria
from lienmach.calc.refusal import Refused
from lienmach.indicators.actions import recount_marked
from lienmach.indicators.models import ReportedValue
from lienmach.indicators.registry import Asked, frozen, indicators
from lienmach.reporting.actions import score_talk as talk
from lienmach.reporting.actions.scores import Entry, Outcome, lock_all, take_step, write
from lienmach.reporting.models import (
    FrozenScore,
    Score,
    Scorecard,
    ScoreSnapshot,
    Stage,
)
from lienmach.reporting.queries import scores
from lienmach.reporting.tests.make_scores import (
    ABOVE,
    BELOW,
    CRITERIA,
    Scene,
    appraise,
    card_of,
    count_since,
    fill,
    handed_in,
    make_scene,
    officer,
    say,
    use_criteria,
    year_of,
)
from lienmach.reporting.views.score_lines import lines_of, rule_said
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()
AFTER = MONDAY + timedelta(days=60)  # nobody may object any more


@pytest.fixture
def scene(settings: Any, tmp_path: Path) -> Scene:
    return make_scene(settings, tmp_path)


def test_a_card_is_a_case_due_on_the_last_day_of_scoring(scene: Scene) -> None:
    case = scene.card().case

    assert case.kind == "scorecard"
    assert case.promised_at is not None
    assert f"{case.promised_at:%d/%m}" == "15/01"
    assert (case.unit_id, case.received_unit_id) == (scene.units[0].pk, scene.owner.pk)


def test_points_follow_from_answers_and_stand_on_the_card(scene: Scene) -> None:
    tried = say(scene.card(), scene.hands[0], r1_1="1", r1_2="95,9", r1_3="2", r2_2="2")
    card = scene.card()

    assert {one.outcome for one in tried} == {Outcome.SAVED}
    points = dict(card.scores.values_list("code", "points"))
    assert points == {
        "1.1": Decimal(2),
        "1.2": Decimal("3.84"),
        "1.3": Decimal(1),
        "2.2": Decimal(2),
    }
    # No dossier at all: the criterion that is counted is worth everything («full»).
    assert card.own_points == Decimal("14.84")
    assert card.most == 20


@pytest.mark.parametrize(
    ("code", "text", "said"),
    [
        ("1.2", "nhiều", "số"),
        ("1.2", "101", "không quá 100"),
        ("1.2", "1,118", "có thể là"),
        ("1.2", "không phát sinh", "cần một số"),
        ("1.3", "1,5", "phần lẻ"),
        ("2.2", "3", "Chọn một mức"),
        ("1.1", "5", "Chọn có hoặc không"),
        ("3.1", "90", "không ghi ở đây"),
        ("9.9", "1", "không ghi ở đây"),
    ],
)
def test_an_answer_that_cannot_be_is_told_and_nothing_is_written(
    scene: Scene, code: str, text: str, said: str
) -> None:
    entries = [Entry(code, text), Entry("1.1", "1")]
    wrong, right = write(
        scene.card(), Stage.OWN, entries, actor=scene.hands[0], at=MONDAY
    )

    assert said in wrong.trouble
    assert not Score.objects.filter(code=code).exclude(code="1.1").exists()
    assert right.outcome in (Outcome.SAVED, Outcome.STALE)


def test_two_editors_are_told_of_each_other_and_nothing_is_lost(scene: Scene) -> None:
    card, first = scene.card(), scene.hands[0]
    _, second = officer(scene.units[0], BELOW, name="Chị Hai")
    entry = [Entry("1.2", "80", seen=0)]
    write(card, Stage.OWN, entry, actor=second, at=MONDAY)

    late = [Entry("1.2", "70", seen=0), Entry("1.1", "1", seen=0)]
    stale, other = write(card, Stage.OWN, late, actor=first, at=MONDAY)

    assert stale.outcome is Outcome.STALE
    assert "Chị Hai vừa ghi «80»" in stale.trouble
    assert other.outcome is Outcome.SAVED
    assert card.scores.get(code="1.2").answer == 80
    again = [Entry("1.2", "70", seen=1)]
    write(card, Stage.OWN, again, actor=first, at=MONDAY)
    assert card.changes.filter(code="1.2").count() == 2


def test_a_card_with_open_criteria_is_not_handed_in(scene: Scene) -> None:
    say(scene.card(), scene.hands[0], r1_1="1")

    with pytest.raises(Refused, match=r"còn 3 tiêu chí chưa chấm \(1\.2, 1\.3, 2\.2\)"):
        take_step(scene.card(), "submit", actor=scene.hands[0], at=MONDAY)

    assert not ScoreSnapshot.objects.exists()


def test_missing_evidence_is_told_and_withdrawn_evidence_does_not_count(
    scene: Scene,
) -> None:
    actor = scene.hands[0]
    fill(scene.card(), actor)

    def bare() -> list[str]:
        return [row.code for row in scores.read(scene.card(), today=TODAY).unproven()]

    assert bare() == ["1.1", "2.2"]
    proof = talk.Proof("Kế hoạch 05/KH-UBND (mô phỏng)")
    (made,) = talk.add_evidence(scene.card(), [("1.1", proof)], actor=actor, at=MONDAY)
    assert bare() == ["2.2"]
    made.card = scene.card()
    talk.withdraw_evidence(made, actor=actor, at=MONDAY)
    assert bare() == ["1.1", "2.2"]


def test_evidence_that_is_no_file_of_pages_is_refused(scene: Scene) -> None:
    proof = talk.Proof("", "virus.exe", b"MZ...")

    with pytest.raises(Refused):
        talk.add_evidence(
            scene.card(), [("1.1", proof)], actor=scene.hands[0], at=MONDAY
        )


def test_each_step_is_frozen_with_who_and_when(scene: Scene) -> None:
    card = handed_in(scene.card(), scene.hands[0])
    frozen = ScoreSnapshot.objects.get(card=card)

    assert (frozen.step, frozen.made_by_id) == ("submit", scene.hands[0].user_id)
    assert (frozen.own_points, frozen.given_points) == (Decimal("17.10"), None)
    assert frozen.scores.count() == 6
    assert frozen.scores.get(code="2.1").own_points == 6
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        FrozenScore.objects.filter(snapshot=frozen).update(own_points=0)
    with pytest.raises(Refused, match="đã khóa"):
        say(card_of(scene.made, scene.units[0]), scene.hands[0], r1_1="0")


def test_an_appraisal_that_differs_needs_a_reason_and_the_rest_is_agreed(
    scene: Scene,
) -> None:
    card = handed_in(scene.card(), scene.hands[0])
    (bare,) = appraise(card, scene.head, r1_2="60")
    assert "hãy ghi lý do" in bare.trouble
    appraise(card, scene.head, note="Chỉ 6/10 việc xong.", r1_2="60")

    with pytest.raises(Refused, match=r"còn 1 tiêu chí chưa có điểm \(3\.1\)"):
        take_step(card, "appraise", actor=scene.head, at=MONDAY)
    appraise(card, scene.head, r3_1="80")
    card = take_step(card, "appraise", actor=scene.head, at=MONDAY)

    sheet = scores.read(card, today=TODAY)
    assert card.own_points == Decimal("17.10")
    assert card.given_points == Decimal("17.50")  # 1.2 from 3,6 to 2,4; 3.1 brings 1,6
    assert sheet.given["1.1"].points == sheet.own["1.1"].points
    assert sum(sheet.given_sums()[a.code] for a in sheet.tree.areas) == Decimal("17.5")


def test_nobody_appraises_the_unit_where_they_work(scene: Scene) -> None:
    _, both = officer(scene.owner, f"{ABOVE} {BELOW}")
    own = Actor(
        both.user_id, scene.units[0].pk, both.unit_ids, dict(both.units_by_right)
    )
    card = handed_in(scene.card(), scene.hands[0])

    with pytest.raises(Refused, match="tự thẩm định"):
        appraise(card, own, r3_1="100")
    with pytest.raises(Refused, match="tự thẩm định"):
        take_step(card, "appraise", actor=own, at=MONDAY)


def test_who_appraises_does_not_score_and_others_see_nothing(scene: Scene) -> None:
    _, both = officer(scene.owner, f"{ABOVE} {BELOW}")

    with pytest.raises(Refused, match="chính đơn vị"):
        say(scene.card(), both, r1_1="1")
    with pytest.raises(PermissionDenied):
        say(scene.card(), scene.head, r1_1="1")
    with pytest.raises(Refused, match="Không còn xem được"):
        say(scene.card(0), scene.hands[1], r1_1="1")
    assert not scores.cards(scene.hands[1]).filter(unit=scene.units[0]).exists()


def test_a_returned_card_is_open_again_and_its_clock_runs(scene: Scene) -> None:
    card = handed_in(scene.card(), scene.hands[0])
    assert card.case.finished_at == MONDAY

    with pytest.raises(Refused, match="lý do"):
        take_step(card, "return", actor=scene.head, at=MONDAY)
    card = take_step(card, "return", actor=scene.head, at=MONDAY, note="Xem lại 1.2.")

    assert card.is_scoring
    assert card.case.finished_at is None
    assert card.case.unit_id == scene.units[0].pk
    fill(card, scene.hands[0], r1_2="70")


def test_an_objection_is_answered_before_the_lock(scene: Scene) -> None:
    card = scene.appraised(0, "50")
    actor = scene.hands[0]
    made = talk.object_to(card, "3.1", "Mẫu quá ít.", actor=actor, at=MONDAY)

    with pytest.raises(Refused, match="đang có một kiến nghị"):
        talk.object_to(card, "3.1", "Lần nữa.", actor=actor, at=MONDAY)
    with pytest.raises(Refused, match=r"còn 1 kiến nghị chưa trả lời \(3\.1\)"):
        take_step(card, "lock", actor=scene.head, at=AFTER)
    made.card = card
    with pytest.raises(Refused, match="như cũ"):
        talk.answer(
            made,
            "Đồng ý.",
            points_answer=Decimal(50),
            is_upheld=True,
            actor=scene.head,
            at=MONDAY,
        )
    with pytest.raises(Refused, match="thấp hơn 1 điểm đã thẩm định"):
        talk.answer(
            made,
            "Đồng ý.",
            points_answer=Decimal(9),
            is_upheld=True,
            actor=scene.head,
            at=MONDAY,
        )
    talk.answer(
        made,
        "Đã tính lại.",
        points_answer=Decimal(60),
        is_upheld=True,
        actor=scene.head,
        at=MONDAY,
    )

    before = card.given_points
    card = take_step(scene.card(), "lock", actor=scene.head, at=AFTER)
    assert card.is_final
    assert before is not None
    assert card.given_points == before + Decimal("0.20")
    assert card.case.closed_at == AFTER


def test_an_objection_after_its_last_day_is_refused(scene: Scene) -> None:
    card = scene.appraised(0, "50")
    late = MONDAY + timedelta(days=60)

    with pytest.raises(Refused, match="27/02/2026"):
        talk.object_to(card, "3.1", "Muộn.", actor=scene.hands[0], at=late)


def test_a_locked_card_keeps_its_points_as_values_of_unit_and_year(
    scene: Scene,
) -> None:
    scene.appraised(0, "50")
    assert lock_all(scene.made, actor=scene.head, at=AFTER) == (1, 2)

    kept = ReportedValue.objects.filter(unit=scene.units[0], form="chi-so-cchc")
    values = dict(kept.values_list("code", "value"))
    assert values == {
        "0": Decimal("18.10"),
        "1": Decimal("7.10"),
        "2": Decimal(10),
        "3": Decimal(1),
    }
    assert lock_all(scene.made, actor=scene.head, at=AFTER) == (0, 2)


def test_points_are_not_locked_before_the_last_day_of_objections_without_a_reason(
    scene: Scene,
) -> None:
    scene.appraised(0, "50")
    with pytest.raises(Refused, match="kiến nghị đến hết ngày 27/02/2026"):
        lock_all(scene.made, actor=scene.head, at=MONDAY)
    with pytest.raises(Refused, match="ghi lý do"):
        take_step(scene.card(), "lock", actor=scene.head, at=MONDAY, note=" ")
    with pytest.raises(Refused, match="Nay có 1 phiếu chốt được, không phải 2"):
        lock_all(scene.made, actor=scene.head, at=AFTER, told=2)
    why = "Mọi đơn vị đã đồng ý."
    done = lock_all(scene.made, actor=scene.head, at=MONDAY, note=why, told=1)
    assert done == (1, 2)
    assert scene.card().case.events.filter(step="lock", note=why).exists()


def test_an_improvement_is_work_with_a_day_and_ends_with_a_word(scene: Scene) -> None:
    unit, actor = scene.units[0], scene.hands[0]
    new = talk.Plan(unit.pk, 2025, "Nhắc hạn hằng ngày.", TODAY + timedelta(days=10))
    made = talk.plan(new, actor=actor, at=MONDAY)

    assert made.case.kind == "improvement"
    assert made.case.promised_at is not None
    with pytest.raises(Refused, match="lý do"):
        talk.move(made, "finish", note="", actor=actor, at=MONDAY)
    talk.move(made, "finish", note="Đã làm.", actor=actor, at=MONDAY)
    made.case.refresh_from_db()
    assert (made.case.closed_at, made.case.finished_at) == (MONDAY, MONDAY)
    other = talk.plan(new, actor=actor, at=MONDAY)
    own = talk.plan(replace(new, document="9/KH"), actor=actor, at=MONDAY)
    named = talk.name_plan(made, "181/KH-UBND", actor=actor, at=MONDAY)
    assert named == [made, other]  # what names another plan keeps it
    assert talk.name_plan(made, " 181/KH-UBND ", actor=actor, at=MONDAY) == []
    talk.name_plan(own, "10/KH", actor=actor, at=MONDAY)
    assert own.case.events.filter(step="plan", note="9/KH → 10/KH").exists()
    with pytest.raises(PermissionDenied):
        talk.name_plan(made, "1/KH", actor=scene.hands[1], at=MONDAY)
    past = talk.Plan(unit.pk, 2025, "Muộn.", TODAY - timedelta(days=1))
    with pytest.raises(Refused, match="từ hôm nay"):
        talk.plan(past, actor=actor, at=MONDAY)


def test_points_that_cannot_be_are_refused_by_the_database(scene: Scene) -> None:
    card = scene.card()
    with (
        pytest.raises(IntegrityError, match="card_points_within"),
        transaction.atomic(),
    ):
        Scorecard.objects.filter(pk=card.pk).update(own_points=21)
    with connection.cursor() as cursor:  # the transaction is still good
        cursor.execute("SELECT 1")


def test_what_is_counted_and_worth_nothing_is_answered_all_the_same(
    settings: Any, tmp_path: Path
) -> None:
    use_criteria(settings, tmp_path, CRITERIA.replace(";full", ";zero"))
    owner = make.unit()
    unit = make.unit(owner)
    made = year_of(officer(owner, ABOVE)[1], [unit])

    sheet = scores.read(card_of(made, unit), today=TODAY)

    assert sheet.own["2.1"].points == 0
    assert "2.1" not in [row.code for row in sheet.unanswered()]


@pytest.mark.parametrize("begun", [None, date(2025, 10, 8)])
def test_days_before_counting_began_are_no_answer(
    settings: Any, tmp_path: Path, begun: date | None
) -> None:
    use_criteria(settings, tmp_path)
    owner = make.unit()
    unit = make.unit(owner)
    _, hand = officer(unit, BELOW)
    if begun:
        count_since([unit], begun)
    made = year_of(officer(owner, ABOVE)[1], [unit], is_counted=False)
    recount_marked()  # of cards themselves nothing is counted

    card = card_of(made, unit)
    sheet = scores.read(card, today=TODAY)

    assert card.own_points == 0
    assert sheet.uncounted == {"2.1": begun}
    line = next(one for one in lines_of(sheet, stage=None) if one.code == "2.1")
    assert line.figure.startswith("chỉ đếm từ 08/10/2025" if begun else "chưa đếm")
    fill(card, hand)
    with pytest.raises(Refused, match=r"1 tiêu chí chưa chấm \(2\.1\)"):
        take_step(card_of(made, unit), "submit", actor=hand, at=MONDAY)
    say(card_of(made, unit), hand, r2_1="90")
    assert take_step(card_of(made, unit), "submit", actor=hand, at=MONDAY)


def test_how_a_criterion_is_scored_is_said_from_its_rules() -> None:
    text = CRITERIA.replace("4=Ba hình thức|2=Hai|0=Không", "<=0=4|<=5=2|<=100=0")
    tree = read_criteria(text, "thu.csv", {"dung-han": True})
    said = {leaf.code: rule_said(leaf) for leaf in tree.leaves}

    assert said["1.1"] == "Có: 2 điểm; không: 0."
    assert said["1.2"] == "Tỷ lệ % nhân 4 điểm; dưới 50 % thì 0 điểm."
    assert said["1.3"] == "2 điểm, mỗi lần trừ 0,5; không dưới 0."
    assert said["2.1"] == "Tỷ lệ % nhân 6 điểm."
    bands = "≤ 0 = 4 điểm; ≤ 5 = 2 điểm; ≤ 100 = 0 điểm; còn lại: 0"
    assert said["2.2"] == f"Thang: {bands}."
    assert said["3.1"].startswith("Điều tra xã hội học")


def test_what_a_card_froze_of_a_figure_is_told_where_the_figure_is_explained(
    scene: Scene,
) -> None:
    asked = Asked(indicators()["dung-han"], scene.units[0].pk, "", scene.made.window)
    assert not frozen(scene.head, asked)
    handed_in(scene.card(), scene.hands[0])

    (told,) = frozen(scene.head, asked)

    assert (told.row, told.said.state) == ("tiêu chí 2.1", "none")
    assert told.url.endswith(f"/chi-so/2025/{scene.units[0].code}/#d-2.1")
    assert not frozen(scene.hands[1], asked)
