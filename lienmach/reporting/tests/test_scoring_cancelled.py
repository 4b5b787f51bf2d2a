"""A year's scoring that was called off, and two sets of criteria in one year."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from lienmach.base.actor import Actor
from lienmach.calc.refusal import Refused
from lienmach.org.models import Unit, User
from lienmach.org.queries import actor_of
from lienmach.reporting.actions.score_rounds import (
    add_units,
    bring_survey,
    cancel,
    restore,
)
from lienmach.reporting.actions.scores import take_step
from lienmach.reporting.models import Scorecard, ScoreRound
from lienmach.reporting.queries import ranking, score_waits
from lienmach.reporting.queries import scores as queries
from lienmach.reporting.tests.make_scores import (
    ABOVE,
    BELOW,
    CRITERIA,
    YEAR,
    appraise,
    card_of,
    handed_in,
    officer,
    use_criteria,
    year_of,
)
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=1)
WHY = "Mở nhầm bộ tiêu chí"


class Year:
    """A town that scores two communes: one has handed in, one is at it."""

    def __init__(self, settings: Any, folder: Path) -> None:
        use_criteria(settings, folder)
        self.town: Unit = make.unit(name="UBND thị xã An Hòa")
        self.one: Unit = make.unit(self.town, name="UBND xã Một")
        self.two: Unit = make.unit(self.town, name="UBND xã Hai")
        self.user: User
        self.user, self.above = officer(self.town, ABOVE, "Nguyễn Thẩm")
        self.focal, self.below = officer(self.one, BELOW, "Trần Một")
        self.made: ScoreRound = year_of(self.above, [self.one, self.two])
        handed_in(self.card(self.one), self.below)

    def card(self, unit: Unit) -> Scorecard:
        return card_of(self.made, unit)

    def states(self) -> list[str]:
        cards = Scorecard.objects.filter(round=self.made).order_by("unit")
        return list(cards.values_list("case__state", flat=True))

    def cancel(self, note: str = WHY, actor: Actor | None = None) -> ScoreRound:
        return cancel(self.made, note=note, actor=actor or self.above, at=LATER)

    def reload(self) -> ScoreRound:
        return ScoreRound.objects.get(pk=self.made.pk)


@pytest.fixture
def year(settings: Any, tmp_path: Path) -> Year:
    return Year(settings, tmp_path)


def test_all_cards_end_with_the_reason_on_their_trail(year: Year) -> None:
    year.cancel()

    assert year.states() == ["cancelled", "cancelled"]
    for unit in (year.one, year.two):
        card = year.card(unit)
        assert card.is_cancelled
        assert card.case.closed_at == LATER
        assert queries.trail(card)[0].note == WHY
    made = year.reload()
    assert (made.cancelled_at, made.cancelled_for) == (LATER, WHY)
    assert ranking.years_of(year.above, MONDAY.date()) == []
    assert not Scorecard.objects.filter(score_waits.waiting(year.below)).exists()


def test_it_makes_room_for_another_and_is_not_taken_back_over_it(year: Year) -> None:
    year.cancel()
    again = year_of(year.above, [year.one, year.two])

    with pytest.raises(Refused, match="đã có phiếu chấm năm"):
        restore(year.made, actor=year.above, at=LATER)

    (found,) = queries.one(year.above, YEAR, year.one.code)
    assert found.round == again
    assert ranking.years_of(year.above, MONDAY.date()) == [YEAR]
    with pytest.raises(IntegrityError), transaction.atomic():
        Scorecard.objects.filter(round=year.made).update(is_cancelled=False)


def test_a_card_that_was_called_off_has_a_page_though_another_took_its_place(
    year: Year, client: Client
) -> None:
    year.cancel()
    old = year.card(year.one)
    year_of(year.above, [year.one, year.two])
    client.force_login(year.user)

    found: Any = client.get(
        reverse("reporting:scorecard_by_code", args=[old.case.code])
    )
    page = client.get(found.url).content.decode()

    assert found.url.endswith(f"?dot={year.made.pk}")
    assert "Đợt chấm này đã hủy" in page
    assert f"/tc/1.1/?dot={year.made.pk}" in page
    now = reverse("reporting:scorecard", args=[YEAR, year.one.code])
    assert "Đợt chấm này đã hủy" not in client.get(now).content.decode()
    assert client.get(f"{now}?dot=99999999").status_code == 404


def test_taking_it_back_puts_every_card_where_it_stood(year: Year) -> None:
    before, finished = year.states(), year.card(year.one).case.finished_at
    year.cancel()

    restore(year.made, actor=year.above, at=LATER + timedelta(hours=1))

    assert year.states() == before == ["appraising", "scoring"]
    card = year.card(year.one)
    assert (card.is_cancelled, card.case.closed_at) == (False, None)
    assert card.case.finished_at == finished
    assert [one.step for one in queries.trail(card)][:2] == ["undo", "cancel"]
    assert year.reload().cancelled_at is None
    appraise(card, year.above, r3_1="90")
    with pytest.raises(Refused, match="không bị hủy"):
        restore(year.made, actor=year.above, at=LATER)


def test_what_is_locked_is_not_called_off(year: Year) -> None:
    card = year.card(year.one)
    appraise(card, year.above, r3_1="90")
    for name in ("appraise", "lock"):
        card = take_step(card, name, actor=year.above, at=MONDAY, note="đủ ý kiến")

    with pytest.raises(Refused, match="đã chốt 1 phiếu"):
        year.cancel()

    assert year.states() == ["final", "scoring"]


def test_who_may_not_and_what_is_missing_is_refused(year: Year) -> None:
    with pytest.raises(PermissionDenied):
        year.cancel(actor=year.below)
    with pytest.raises(Refused, match="lý do"):
        year.cancel(note="  ")
    with pytest.raises(Refused, match="hủy cả đợt"):
        take_step(
            year.card(year.two), "cancel", actor=year.above, at=MONDAY, note="một"
        )
    year.cancel()
    for what in (
        lambda: year.cancel(),
        lambda: add_units(year.made, [year.one.pk], actor=year.above, at=LATER),
        lambda: bring_survey(year.made, [], actor=year.above, at=LATER),
    ):
        with pytest.raises(Refused, match="đã hủy: Mở nhầm"):
            what()
    _, other = officer(year.town, ABOVE, "Người Khác")
    with pytest.raises(Refused, match="Chỉ người đã thực hiện"):
        restore(year.made, actor=other, at=LATER)


def test_it_is_called_off_and_taken_back_by_its_page(
    year: Year, client: Client
) -> None:
    client.force_login(year.user)
    place = reverse("reporting:scoring", args=[year.made.pk])
    off = reverse("reporting:cancel_scoring", args=[year.made.pk])
    assert "Hủy đợt chấm" in client.get(place).content.decode()

    assert client.post(off, {"ghi_chu": WHY}).status_code == 422
    assert client.post(off, {"ghi_chu": WHY, "chac": "on"})["Location"] == place

    page = client.get(place).content.decode()
    assert f"Nguyễn Thẩm: {WHY}" in page
    assert "Mở lại đợt đã hủy" in page
    card = reverse("reporting:scorecard", args=[YEAR, year.one.code])
    said = client.get(card).content.decode()
    assert "Đợt chấm này đã hủy" in said
    assert "Đã hủy đợt" in said
    other = reverse("reporting:scorecard", args=[YEAR, year.two.code])
    assert "Quá hạn" not in client.get(other).content.decode()
    assert client.get(reverse("reporting:scores")).status_code == 200
    client.post(reverse("reporting:restore_scoring", args=[year.made.pk]))
    assert "Mở lại đợt đã hủy" not in client.get(place).content.decode()
    assert year.states() == ["appraising", "scoring"]


def test_two_sets_in_one_year_share_no_ranking(
    year: Year, client: Client, settings: Any
) -> None:
    other = CRITERIA.replace("criteria;thu", "criteria;khac")
    other = other.replace("Bộ tiêu chí thử", "Bộ tiêu chí phòng ban")
    (settings.KEPT / "criteria" / "khac.csv").write_text(other, encoding="utf-8")
    office = make.unit(year.town, name="Phòng Ba")
    by_other = year_of(year.above, [office], set_code="khac")
    client.force_login(year.user)
    place = reverse("reporting:ranking", args=[YEAR])

    def named(by: str) -> list[str]:
        group = ranking.group(year.above, year.town, of=None, on=MONDAY.date(), by=by)
        assert [code for code, _ in group.sets[YEAR]] == ["khac", "thu"]
        return sorted(one.name for one in group.years[YEAR].places)

    communes = ["UBND xã Hai", "UBND xã Một"]
    assert named("khac") == ["Phòng Ba"]
    assert named("thu") == named("") == named("không có") == communes
    page = client.get(place, {"bang": year.town.code, "bo": "khac"}).content.decode()
    assert "xếp hạng riêng" in page
    assert "Phòng Ba" in page
    assert "UBND xã Một" not in page.split('id="x3"')[1]
    cancel(by_other, note=WHY, actor=actor_of(year.user, on=MONDAY.date()), at=LATER)
    assert "xếp hạng riêng" not in client.get(place).content.decode()
