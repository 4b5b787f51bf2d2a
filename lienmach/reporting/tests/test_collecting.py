"""Collecting a round: cells, handing in, bringing together, freezing."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import Error, transaction

from lienmach.base.actor import Actor
from lienmach.calc.forms import State, Value
from lienmach.calc.refusal import Refused
from lienmach.org.models import Unit, UnitVersion
from lienmach.reporting.actions import reports as actions
from lienmach.reporting.actions.sheets import (
    Entry,
    Outcome,
    fill_blanks,
    hand_in,
    write,
)
from lienmach.reporting.models import CellChange, Report, Round, SheetCell
from lienmach.reporting.queries import reports as queries
from lienmach.reporting.queries import sheets
from lienmach.reporting.queries.collected import units_asked
from lienmach.reporting.tests.make_round import (
    enter,
    form_text,
    officer,
    report_of,
    round_of,
    sheet_of,
    use_forms,
)
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
FULL = {"r1_1": "10", "r1_2": "5", "r1_4": "30,5", "r1_5": "2"}


class Town:
    """A unit with two below it, each with somebody who reports."""

    def __init__(self) -> None:
        self.town = make.unit(name="Thị xã")
        self.units: list[Unit] = [
            make.unit(self.town, name=f"Xã {name}") for name in ("Một", "Hai")
        ]
        _, self.owner = officer(self.town)
        self.focal: list[Actor] = [
            officer(unit, "reporting.see reporting.enter")[1] for unit in self.units
        ]
        self.round: Round = round_of(self.owner, self.units)

    def report(self, number: int | None = None) -> Report:
        unit = self.town if number is None else self.units[number]
        return report_of(self.round, unit)

    def hand_in(self, number: int, **texts: str) -> Report:
        report, actor = self.report(number), self.focal[number]
        sheet = sheet_of(report)
        enter(sheet, actor, **(texts or FULL))
        hand_in(sheet, actor=actor, at=MONDAY)
        return actions.take_step(report, "submit", actor=actor, at=MONDAY)

    def cell(self, code: str, number: int | None = None) -> Value:
        found = queries.cell(self.report(number), "phu-luc-4", code)
        assert found
        return found.value


@pytest.fixture
def town(settings: Any, tmp_path: Path) -> Town:
    use_forms(settings, tmp_path, form_text())
    return Town()


def test_the_four_states_are_stored_apart_and_never_mix(town: Town) -> None:
    sheet, actor = sheet_of(town.report(0)), town.focal[0]

    enter(sheet, actor, r1_1="0", r1_2="không phát sinh")

    said = {
        shown.row.code: shown.value.state
        for shown in queries.cells(town.report(0))["phu-luc-4"]
    }
    assert said["1.1."] is State.VALUE
    assert said["1.2."] is State.NONE
    assert said["1.4."] is State.BLANK
    assert said["1.7."] is State.NOT_OURS


@pytest.mark.parametrize(
    ("below", "state", "value"),
    [("0", State.NONE, None), ("-", State.NONE, None), ("4", State.VALUE, 50)],
)
def test_a_share_over_nothing_is_nothing(
    below: str, state: State, value: int | None, town: Town
) -> None:
    above = "2" if below == "4" else "0"
    enter(sheet_of(town.report(0)), town.focal[0], r1_1=below, r1_2=above)

    assert (town.cell("1.3.", 0).state, town.cell("1.3.", 0).value) == (state, value)


def test_a_bad_cell_among_twenty_leaves_nineteen_saved(
    settings: Any, tmp_path: Path
) -> None:
    rows = "".join(f"{n}.;Dòng {n};Việc;manual;;;;\n" for n in range(1, 21))
    use_forms(settings, tmp_path, form_text(rows))
    town = Town()
    sheet = sheet_of(town.report(0))
    entries = [Entry(f"{n}.", "abc" if n == 7 else str(n)) for n in range(1, 21)]

    saved = write(sheet, entries, actor=town.focal[0], at=MONDAY)

    assert (saved.count(Outcome.SAVED), saved.count(Outcome.WRONG)) == (19, 1)
    assert SheetCell.objects.filter(sheet=sheet).count() == 19
    sheet.refresh_from_db()
    assert (sheet.filled, sheet.cells_to_fill) == (19, 20)


def test_a_cell_that_somebody_else_wrote_is_not_overwritten(town: Town) -> None:
    sheet, actor = sheet_of(town.report(0)), town.focal[0]
    _, other = officer(town.units[0], "reporting.enter", name="Võ Minh")
    write(sheet, [Entry("1.1.", "12", seen=0)], actor=other, at=MONDAY)

    mine = Entry("1.1.", "15", seen=0)
    (stale,) = write(sheet, [mine], actor=actor, at=MONDAY).written
    assert stale.outcome is Outcome.STALE
    assert "Võ Minh" in stale.text
    assert stale.cell
    assert town.cell("1.1.", 0) == Value.of(12)

    again = Entry("1.1.", "15", seen=stale.cell.number)
    write(sheet, [again], actor=actor, at=MONDAY)
    assert town.cell("1.1.", 0) == Value.of(15)
    assert [c.value for c in sheets.history(sheet, "1.1.")] == [15, 12]


def test_the_same_text_again_writes_nothing(town: Town) -> None:
    sheet = sheet_of(town.report(0))
    for _ in range(2):
        enter(sheet, town.focal[0], r1_1="1.118")

    assert CellChange.objects.count() == 1


def test_what_was_written_is_never_changed_nor_deleted(town: Town) -> None:
    enter(sheet_of(town.report(0)), town.focal[0], r1_1="1")

    for statement in (
        lambda: CellChange.objects.update(number=2),
        lambda: CellChange.objects.all().delete(),
    ):
        with pytest.raises(Error, match="never changed"), transaction.atomic():
            statement()


def test_figures_come_together_and_shares_are_worked_out_from_sums(town: Town) -> None:
    town.hand_in(0, r1_1="10", r1_2="1", r1_4="1", r1_5="0")
    town.hand_in(1, r1_1="30", r1_2="3", r1_4="1", r1_5="0")
    enter(sheet_of(town.report()), town.owner, r1_1="60", r1_2="40")

    assert town.cell("1.1.") == Value.of(100)
    assert town.cell("1.3.").value == Decimal("44.0")
    assert town.cell("1.4.").state is State.BLANK  # each unit's own, never added


def test_what_is_not_handed_in_is_not_counted_and_named(town: Town) -> None:
    town.hand_in(0)
    enter(sheet_of(town.report(1)), town.focal[1], r1_1="999")

    shown = queries.cell(town.report(), "phu-luc-4", "1.1.")
    assert shown
    assert shown.value == Value.of(10)
    assert shown.source == "1/2 đơn vị"
    assert units_asked(town.report()).missing == ["Xã Hai"]


def test_a_form_with_errors_or_blanks_is_not_handed_in(town: Town) -> None:
    sheet, actor = sheet_of(town.report(0)), town.focal[0]
    enter(sheet, actor, r1_1="5", r1_2="6")
    with pytest.raises(Refused, match=r"lỗi ở dòng 1\.2"):
        hand_in(sheet, actor=actor, at=MONDAY)

    enter(sheet, actor, r1_2="5")
    with pytest.raises(Refused, match=r"còn 2 ô trống, dòng 1\.4, 1\.5"):
        hand_in(sheet, actor=actor, at=MONDAY)

    fill_blanks(sheet, actor=actor, at=MONDAY)
    assert hand_in(sheet, actor=actor, at=MONDAY).is_handed_in


def test_another_number_than_the_count_needs_a_reason(town: Town) -> None:
    sheet, actor = sheet_of(town.report(0)), town.focal[0]
    enter(sheet, actor, **FULL, r1_6="855")
    with pytest.raises(Refused, match=r"lỗi ở dòng 1\.6"):
        hand_in(sheet, actor=actor, at=MONDAY)

    why = Entry("1.6.", note="Sổ giấy tháng 12 chưa nhập")
    write(sheet, [why], actor=actor, at=MONDAY)
    hand_in(sheet, actor=actor, at=MONDAY)
    assert town.cell("1.6.", 0) == Value.of(855)

    town2 = sheet_of(town.report(0))
    assert SheetCell.objects.get(sheet=town2, code="1.6.").reason


def test_a_report_is_returned_with_a_note_and_handed_in_again(town: Town) -> None:
    town.hand_in(0)
    with pytest.raises(Refused, match="Hãy ghi lý do"):
        actions.take_step(town.report(0), "return", actor=town.owner, at=MONDAY)

    actions.take_step(
        town.report(0), "return", actor=town.owner, at=MONDAY, note="Xem lại 1.1"
    )
    report = town.report(0)
    assert report.case.finished_at is None
    assert report.case.due_at == report.case.promised_at is not None
    assert report.case.unit_id == town.units[0].pk
    assert sheet_of(report).state == "returned"
    hand_in(sheet_of(report), actor=town.focal[0], at=MONDAY)
    actions.take_step(report, "submit", actor=town.focal[0], at=MONDAY)
    actions.take_step(report, "approve", actor=town.owner, at=MONDAY)
    assert town.report(0).case.closed_at


def test_an_approved_report_keeps_its_figures(town: Town) -> None:
    town.hand_in(0)
    own = sheet_of(town.report())
    enter(own, town.owner, r1_4="1", r1_5="1")
    hand_in(own, actor=town.owner, at=MONDAY)
    for step in ("submit", "approve"):
        actions.take_step(town.report(), step, actor=town.owner, at=MONDAY)
    town.hand_in(1)

    sheet = sheet_of(town.report())
    frozen = sheets.frozen_cells(sheet, sheets.draft_beside(sheet))
    shown = next(cell for cell in frozen if cell.row.code == "1.1.")

    assert shown.value == Value.of(10)
    assert shown.now == Value.of(20)
    assert town.cell("1.1.") == Value.of(10)
    for step in ("sign", "send"):
        with pytest.raises(Refused):
            actions.take_step(town.report(), step, actor=town.owner, at=MONDAY)


def test_nobody_writes_for_a_unit_of_another(town: Town) -> None:
    with pytest.raises(Exception, match="reporting"):
        enter(sheet_of(town.report(1)), town.focal[0], r1_1="1")


def test_reminding_tells_who_it_reached_and_only_once_a_day(town: Town) -> None:
    town.hand_in(0)

    first = actions.remind(town.report(), actor=town.owner, at=MONDAY)
    again = actions.remind(town.report(), actor=town.owner, at=MONDAY)

    names = [one.people for one in first]
    assert [len(people) for people in names] == [1]
    assert again == []


def test_a_figure_of_another_level_is_that_of_its_units_alone(
    settings: Any, tmp_path: Path
) -> None:
    rows = "1.;Của xã;Việc;collected;;commune;;\n"
    use_forms(settings, tmp_path, form_text(rows))
    town = Town()
    make.level("district")
    version = UnitVersion.objects.get(unit=town.town)
    version.level = make.level("district")
    version.save()
    own = sheet_of(town.report())
    write(own, [Entry("1.", "50")], actor=town.owner, at=MONDAY)
    assert town.cell("1.") == Value.of(50)

    town.hand_in(0, r1="7")

    assert town.cell("1.") == Value.of(7)
    (closed,) = write(own, [Entry("1.", "9")], actor=town.owner, at=MONDAY).written
    assert closed.outcome is Outcome.CLOSED
    assert "cộng từ các đơn vị cấp dưới" in closed.text
