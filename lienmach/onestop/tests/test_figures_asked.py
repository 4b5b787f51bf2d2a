"""What the commands say of dossiers, of units that merged, and of what is stale."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lienmach.calc.local import moment
from lienmach.calc.period import Window
from lienmach.indicators import registry
from lienmach.indicators.actions import mark, rebuild, recount_marked
from lienmach.indicators.models import Cell, Mark
from lienmach.indicators.queries import totals as reading
from lienmach.indicators.queries.ask import ask
from lienmach.indicators.queries.forms import forms
from lienmach.indicators.queries.reconcile import compared
from lienmach.indicators.queries.scope import As, only, scope_of
from lienmach.indicators.queries.totals import totals
from lienmach.indicators.registry import UnitDay
from lienmach.onestop.actions import receive, steps
from lienmach.onestop.actions.steps import Signed
from lienmach.onestop.models import Dossier
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.org.actions.units import NewUnit, Shape, reorganise
from lienmach.org.models import Unit
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
JANUARY = Window(date(2026, 1, 1), date(2026, 1, 31))
TODAY = date(2026, 11, 22)


def _finish(office: Office, *, days: int, **more: Any) -> None:
    dossier = made.in_progress(office, **more)
    at = MONDAY + days * DAY
    signed = Signed(MONDAY.date(), "Chủ tịch")
    steps.record_result(dossier.pk, signed, actor=office.processes, at=at)


@pytest.fixture
def office() -> Office:
    """Four dossiers: one early, one late, one open and one entered by mistake."""
    office = made.office()
    _finish(office, days=1)
    _finish(office, days=9, channel="online")
    made.in_progress(office)
    mistaken = made.dossier(office)
    receive.cancel(mistaken.pk, actor=office.receives, at=MONDAY)
    return office


def _rows(unit: Unit, form: str | None = None, how: str = "then") -> dict[str, Any]:
    answer = ask(unit.code, JANUARY, form=form, how=how, today=TODAY)
    return {str(row["code"]): row for row in answer.rows if form or _counted(row)}


def _counted(row: dict[str, str | None]) -> bool:
    """Whether a row is of the annexes that dossiers answer: codes are not unique."""
    return row["form"] in ("phu-luc-4", "phu-luc-8")


def test_the_annexes_say_how_many_were_finished_in_time_by_level(
    office: Office,
) -> None:
    rows = _rows(office.committee)

    assert (rows["3.2.1."]["value"], rows["3.2.2."]["value"]) == ("2", "1")
    assert rows["3.2."] == {
        "code": "3.2.",
        "label": "Tỷ lệ hồ sơ cấp xã được giải quyết đúng hạn",
        "state": "value",
        "value": "50.0",
        "numerator": "1",
        "denominator": "2",
        "source": "formula: [3.2.2.] / [3.2.1.]",
        "form": "phu-luc-4",
    }
    assert rows["3.1.1."]["state"] == rows["3.1."]["state"] == "not_ours"
    assert rows["1.1."]["state"] == "blank"
    assert (rows["6.4.1."]["value"], rows["6.4.2."]["value"]) == ("3", "1")


def test_a_share_of_nothing_did_not_occur(office: Office) -> None:
    nobody = make.unit(name="UBND xã Vắng")

    rate = _rows(nobody, "phu-luc-4")["3.2."]

    assert (rate["state"], rate["value"], rate["denominator"]) == ("none", None, "0")


def test_what_came_in_and_was_carried_over_is_what_was_done_and_is_left(
    office: Office,
) -> None:
    rows = _rows(office.committee, "kiem-soat-thu-tuc")

    number = {code: int(row["value"]) for code, row in rows.items()}
    assert number["(3)"] == number["(7)"] + number["(11)"] == 3
    assert number["(13)"] == 1  # promised for the tenth of January


def test_received_counts_for_the_counter_and_finished_for_who_decides(
    office: Office,
) -> None:
    counter, division = (
        _rows(unit, "ho-so") for unit in (office.counter, office.division)
    )

    assert (counter["1"]["value"], counter["2"]["value"]) == ("3", "0")
    assert (division["1"]["value"], division["2"]["value"]) == ("0", "2")


def test_every_form_of_ours_can_be_read_and_names_measures_that_there_are() -> None:
    assert {"ho-so", "phu-luc-4", "phu-luc-8", "kiem-soat-thu-tuc"} <= set(forms())


def test_a_form_beside_the_database_takes_the_place_of_ours(
    settings: Any, tmp_path: Path
) -> None:
    settings.KEPT = tmp_path
    (tmp_path / "forms").mkdir()
    text = "form;ho-so\ntitle;Biểu của tỉnh\ncode;label;kind\n1;Mục;section\n"
    (tmp_path / "forms" / "tinh.csv").write_text(text, encoding="utf-8")

    assert forms()["ho-so"].title == "Biểu của tỉnh"


def _merge(office: Office, into: list[str], on: date) -> list[Unit]:
    level, kind = make.level(), make.kind()
    reorganise(
        [office.division],
        [NewUnit(code, Shape(code, kind, level, office.committee)) for code in into],
        on=on,
        decision=make.decision(),
        actor=None,
        at=MONDAY,
    )
    return list(Unit.objects.filter(code__in=into).order_by("code"))


def test_after_a_merger_a_figure_is_of_the_old_unit_then_and_of_the_new_one_now(
    office: Office,
) -> None:
    (heir,) = _merge(office, ["M1"], date(2026, 7, 1))

    then, now = _rows(heir, "ho-so"), _rows(heir, "ho-so", "now")

    assert (then["2"]["value"], now["2"]["value"]) == ("0", "2")
    assert _rows(office.division, "ho-so")["2"]["value"] == "2"
    for how in ("then", "now"):
        assert _rows(office.committee, "ho-so", how)["2"]["value"] == "2"
        assert _rows(office.committee, "ho-so", how)["3"]["value"] == "1"


def test_what_a_unit_had_that_became_two_is_in_neither_alone_and_it_is_said(
    office: Office,
) -> None:
    one, two = _merge(office, ["S1", "S2"], date(2026, 7, 1))

    answer = ask(one.code, JANUARY, form="ho-so", how="now", today=TODAY)

    assert {row["code"]: row["value"] for row in answer.rows}["2"] == "0"
    assert "không chia được" in answer.warnings[0]
    assert _rows(two, "ho-so", "now")["2"]["value"] == "0"
    assert _rows(office.committee, "ho-so", "now")["2"]["value"] == "2"


def test_a_unit_that_moves_counts_for_each_parent_on_the_days_below_it() -> None:
    old, new = make.unit(), make.unit()
    moved = make.unit(old, until=date(2026, 1, 10))
    version = moved.versions.get()
    version.pk, version.parent = None, new
    version.valid_from, version.valid_to = date(2026, 1, 10), None
    version.save()
    for day, number in ((9, 3), (10, 5)):
        Cell.objects.create(
            unit=moved,
            day=date(2026, 1, day),
            measure="dossiers_received",
            value=number,
        )

    found = [
        totals(
            ["dossiers_received"], scope_of(unit.pk, As.THEN, today=TODAY), window
        ).of("dossiers_received")
        for unit in (old, new)
        for window in [Window(date(2026, 1, 2), date(2026, 1, 30))]
    ]

    assert found == [3, 5]


def test_a_stored_figure_that_is_wrong_is_told(office: Office) -> None:
    while recount_marked():
        pass
    assert list(compared()) == []
    Cell.objects.filter(measure="dossiers_finished").update(value=7)

    told = list(compared())

    assert len(told) == 2 + 1  # the days, and the month that no longer adds up
    assert f"dossiers_finished\t{office.division.code}\t2026-01-06" in told[0]
    assert "đang giữ 7\tđếm lại 1" in told[0]


def test_reading_writes_nothing_and_asks_as_much_however_many_dossiers(
    office: Office,
) -> None:
    while recount_marked():
        pass
    names = [measure.name for measure in registry.known()]

    with CaptureQueriesContext(connection) as asked:
        totals(names, only([office.counter.pk, office.division.pk]), JANUARY)

    assert len(asked) == 4  # marks and sums, of flows and of stocks
    assert not any("INSERT" in q["sql"] or "UPDATE" in q["sql"] for q in asked)


def test_where_very_much_is_marked_the_old_figure_is_shown_with_its_time(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    while recount_marked():
        pass
    monkeypatch.setattr(reading, "MANY", 3)
    mark(UnitDay(office.division.pk, JANUARY.start + n * DAY) for n in range(9))

    found = totals(["dossiers_finished"], only([office.division.pk]), JANUARY)

    assert found.of("dossiers_finished") == 2
    assert found.since == Mark.objects.order_by("made_at")[0].made_at


def test_a_same_day_dossier_is_on_time_and_never_open_at_the_end_of_its_day() -> None:
    office = made.office()
    made.dossier(office, is_same_day=True)

    rows = _rows(office.committee, "ho-so")

    assert {code: rows[code]["value"] for code in ("1.2", "2.2", "3", "2.4")} == {
        "1.2": "1",
        "2.2": "1",
        "3": "0",
        "2.4": "100.0",
    }


def test_a_dossier_that_waits_is_open_and_within_whatever_was_promised() -> None:
    office = made.office()
    dossier = made.in_progress(office)
    missing = [steps.Missing("Tờ khai", "Thiếu chữ ký")]
    steps.ask(
        dossier.pk,
        missing,
        reason="Thiếu",
        actor=office.processes,
        at=moment("2026-01-08T09:00"),
    )

    rows = _rows(office.committee, "ho-so")

    shown = {code: rows[code]["value"] for code in ("3", "3.1", "3.2", "3.3", "5")}
    assert shown == {"3": "1", "3.1": "1", "3.2": "0", "3.3": "1", "5": "1"}


def test_commands_rebuild_everything_and_recount_what_is_marked(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("recount")
    kept = set(Cell.objects.values_list("unit", "day", "measure", "value"))
    assert kept
    Cell.objects.all().delete()

    call_command("rebuild_cells")

    assert set(Cell.objects.values_list("unit", "day", "measure", "value")) == kept
    assert f"{len(kept)} ô" in capsys.readouterr().out


def test_a_rebuild_is_planned_by_what_the_tables_hold_now(office: Office) -> None:
    """By the statistics of before a bulk load it took minutes."""
    rebuild()

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reltuples FROM pg_class WHERE relname = 'onestop_dossier'"
        )
        assert cursor.fetchone() == (Dossier.objects.count(),)
