"""Rounds of scoring: their days, criteria, survey, ranking, published years."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from lienmach.base.actor import Actor
from lienmach.calc.criteria import WrongCriteria
from lienmach.calc.period import Window
from lienmach.calc.refusal import Refused
from lienmach.reporting.actions import score_rounds as rounds
from lienmach.reporting.actions.score_rounds import Result
from lienmach.reporting.actions.scores import lock_all, take_step
from lienmach.reporting.models import (
    PublishedScore,
    Score,
    Stage,
)
from lienmach.reporting.queries import ranking, score_rounds, scores
from lienmach.reporting.tests.make_scores import (
    ABOVE,
    BELOW,
    CRITERIA,
    Scene,
    card_of,
    handed_in,
    make_scene,
    officer,
    use_criteria,
    year_of,
)
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()
AFTER = MONDAY + timedelta(days=60)  # nobody may object any more


@pytest.fixture
def scene(settings: Any, tmp_path: Path) -> Scene:
    return make_scene(settings, tmp_path)


def test_a_ranking_is_for_now_until_all_are_locked_and_then_open_to_all(
    scene: Scene,
) -> None:
    for at, points in enumerate(("50", "80", "80")):
        scene.appraised(at, points)

    def ranks(actor: Actor) -> list[tuple[str, int | None]]:
        group = ranking.group(actor, scene.owner, of=None, on=TODAY)
        return [(p.name[-1], p.rank) for p in group.years[2025].places]

    assert ranks(scene.head) == [("2", 1), ("3", 1), ("1", 3)]
    assert ranks(scene.hands[0]) == [("1", None)]
    lock_all(scene.made, actor=scene.head, at=AFTER)
    assert ranks(scene.hands[0]) == [("2", 1), ("3", 1), ("1", 3)]


def test_without_a_survey_its_points_are_not_asked_for(
    settings: Any, tmp_path: Path
) -> None:
    use_criteria(settings, tmp_path)
    owner = make.unit()
    unit = make.unit(owner)
    _, head = officer(owner, ABOVE)
    _, hand = officer(unit, BELOW)
    made = year_of(head, [unit], has_survey=False)
    card = handed_in(card_of(made, unit), hand)
    card = take_step(card, "appraise", actor=head, at=MONDAY)

    assert card.most == 18
    assert card.given_points == card.own_points


def test_a_survey_is_brought_in_all_or_nothing(scene: Scene) -> None:
    for at in range(3):
        handed_in(scene.card(at), scene.hands[at])
    codes = [unit.code for unit in scene.units]
    rows = [[codes[0], "3.1", "81,5"], [codes[1], "3.1", "nhiều"]]

    with pytest.raises(Refused, match="Dòng 2"):
        rounds.bring_survey(scene.made, rows, actor=scene.head, at=MONDAY)
    assert not Score.objects.filter(stage=Stage.GIVEN).exists()
    with pytest.raises(Refused, match="không phải tiêu chí điều tra"):
        rounds.bring_survey(
            scene.made, [[codes[0], "1.1", "1"]], actor=scene.head, at=MONDAY
        )
    with pytest.raises(Refused, match="Dòng 3: trùng đơn vị và tiêu chí với dòng 1"):
        rounds.bring_survey(
            scene.made,
            [rows[0], [codes[1], "3.1", "90"], rows[0]],
            actor=scene.head,
            at=MONDAY,
        )
    rows[1][2] = "90"
    assert len(rounds.bring_survey(scene.made, rows, actor=scene.head, at=MONDAY)) == 2
    assert Score.objects.get(card=scene.card(), code="3.1").points == Decimal("1.63")


def test_a_round_keeps_the_criteria_it_was_opened_with(
    scene: Scene, settings: Any, tmp_path: Path
) -> None:
    use_criteria(settings, tmp_path, CRITERIA.replace("Có kế hoạch", "Tên khác"))

    leaf = scores.tree_of(scene.made).leaf("1.1")

    assert leaf
    assert leaf.label == "Có kế hoạch"
    assert scores.sets()["thu"].rows[1].label == "Tên khác"


def test_a_wrong_file_is_told_by_name_and_line(settings: Any, tmp_path: Path) -> None:
    use_criteria(settings, tmp_path, CRITERIA.replace("Điều hành;8", "Điều hành;9"))

    with pytest.raises(WrongCriteria, match=r"^thu\.csv, dòng 4: 1 ghi 9 điểm"):
        scores.sets()


def test_a_unit_has_one_card_a_year(scene: Scene) -> None:
    with pytest.raises(Refused, match="đã có phiếu chấm năm 2025"):
        year_of(scene.head, scene.units)


def test_published_years_are_ranked_by_points_unless_ranks_are_given(
    scene: Scene,
) -> None:
    results = [
        Result("A", Decimal(70)),
        Result("B", Decimal(80)),
        Result(scene.units[0].code, Decimal(70), scene.units[0].pk),
    ]
    made = rounds.publish_year(
        scene.owner, 2023, results, source="QĐ 1", actor=scene.head, at=MONDAY
    )
    assert [(one.name, one.rank, one.of) for one in made][:2] == [
        ("A", 2, 3),
        ("B", 1, 3),
    ]
    only = [Result("X", Decimal("45.8"), scene.units[0].pk, rank=7)]
    rounds.publish_year(
        scene.owner, 2022, only, source="QĐ 2", actor=scene.head, at=MONDAY, of=9
    )
    group = ranking.group(scene.hands[0], scene.owner, of=None, on=TODAY)
    place = group.place(2022)
    assert place
    assert (place.rank, place.of) == (7, 9)
    with pytest.raises(Refused, match="đã có đợt chấm"):
        rounds.publish_year(
            scene.owner, 2025, only, source="QĐ", actor=scene.head, at=MONDAY
        )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("Xã A", 70, None), ("xã a", 71, None)], "là một đơn vị"),
        ([("A", 80, 2), ("B", 70, 1)], "«A» nhiều điểm hơn «B» mà hạng 2, «B» hạng 1"),
        ([("A", 80, 1), ("B", 70, 1)], "Hạng trái với điểm"),
    ],
)
def test_results_that_contradict_themselves_are_refused(
    scene: Scene, rows: list[tuple[str, int, int | None]], said: str
) -> None:
    results = [Result(name, Decimal(n), rank=rank) for name, n, rank in rows]
    with pytest.raises(Refused, match=said):
        rounds.publish_year(
            scene.owner, 2023, results, source="QĐ", actor=scene.head, at=MONDAY
        )


def test_a_published_year_is_none_to_come_and_can_be_taken_back(scene: Scene) -> None:
    unit, head = scene.units[0], scene.head
    both = [
        Result(unit.code, Decimal(70), unit.pk),
        Result("UBND xã Thử 1", Decimal(71), unit.pk),
    ]
    with pytest.raises(Refused, match="là một đơn vị"):
        rounds.publish_year(scene.owner, 2023, both, source="Q", actor=head, at=MONDAY)
    one = both[:1]
    with pytest.raises(Refused, match="Năm 2030 chưa tới"):
        rounds.publish_year(scene.owner, 2030, one, source="Q", actor=head, at=MONDAY)
    rounds.publish_year(scene.owner, 2023, one, source="Q", actor=head, at=MONDAY)
    with pytest.raises(PermissionDenied):
        rounds.withdraw_year(scene.owner, 2023, actor=scene.hands[0], at=MONDAY)

    assert rounds.withdraw_year(scene.owner, 2023, actor=head, at=MONDAY) == 1
    assert not PublishedScore.objects.exists()
    with pytest.raises(Refused, match="không có kết quả nào"):
        rounds.withdraw_year(scene.owner, 2023, actor=head, at=MONDAY)


@pytest.mark.parametrize(
    ("start", "end", "until", "said"),
    [
        (date(2023, 12, 1), date(2024, 11, 30), date(2026, 1, 30), "trong năm chấm"),
        (date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 30), "trong năm chấm"),
        (date(2024, 1, 1), date(2024, 12, 31), date(2024, 12, 30), "ngày cuối của kỳ"),
        (date(2024, 1, 1), date(2024, 12, 31), date(2025, 12, 30), "đã qua"),
    ],
)
def test_the_days_of_a_round_lie_in_its_year_and_nothing_is_due_before(
    scene: Scene, start: date, end: date, until: date, said: str
) -> None:
    new = rounds.NewScoring(
        year=2024,
        owner_id=scene.owner.pk,
        set_code="thu",
        window=Window(start, end),
        score_until=until,
        appraise_until=date(2026, 2, 1),
        object_until=date(2026, 3, 1),
        units=[scene.units[0].pk],
    )
    with pytest.raises(Refused, match=said):
        rounds.open_scoring(new, actor=scene.head, at=MONDAY)


def test_a_forgotten_unit_is_added_to_an_open_round(scene: Scene) -> None:
    late = make.unit(scene.owner, name="UBND xã Quên")
    assert [one.unit_id for one in score_rounds.forgotten(scene.made)] == [late.pk]

    rounds.add_units(scene.made, [late.pk], actor=scene.head, at=MONDAY)

    card = card_of(scene.made, late)
    assert card.case.code.endswith(".4")
    assert card.is_scoring
    assert card.most == 20
    with pytest.raises(Refused, match="đã có phiếu chấm"):
        rounds.add_units(scene.made, [late.pk], actor=scene.head, at=MONDAY)
    with pytest.raises(Refused, match="đã qua"):
        rounds.add_units(scene.made, [late.pk], actor=scene.head, at=AFTER)


def test_results_of_a_year_are_replaced_by_who_entered_them_or_by_who_ranks(
    scene: Scene,
) -> None:
    above = make.unit(name="UBND tỉnh Thử")
    town = make.unit(above)
    _, first = officer(town, ABOVE)
    _, second = officer(town, ABOVE, name="Người Sau")
    row = [Result("A", Decimal(70))]
    rounds.publish_year(above, 2022, row, source="QĐ", actor=first, at=MONDAY)

    with pytest.raises(Refused, match="hãy nhờ người ấy sửa"):
        rounds.publish_year(above, 2022, row, source="QĐ", actor=second, at=MONDAY)
    with pytest.raises(PermissionDenied):  # no kin of theirs at all
        rounds.publish_year(scene.owner, 2022, row, source="Q", actor=first, at=MONDAY)
    rounds.publish_year(above, 2022, row, source="QĐ 2", actor=first, at=MONDAY)


def test_who_appraises_nowhere_publishes_nothing_for_those_above() -> None:
    owner = make.unit()
    unit = make.unit(owner)
    _, hand = officer(unit, BELOW)

    with pytest.raises(PermissionDenied):
        rounds.publish_year(owner, 2025, [], source="Báo", actor=hand, at=MONDAY)
