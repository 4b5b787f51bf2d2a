from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from lienmach.calc.written import written
from lienmach.org.demo import COMMUNES, HISTORY, PROVINCE, TODAY, account, unit
from lienmach.org.queries import actor_of
from lienmach.reporting.models import (
    Check,
    Improvement,
    Report,
    Round,
    Scorecard,
    Sheet,
)
from lienmach.reporting.queries import ranking, reports, texts
from lienmach.reporting.queries.reports import cell

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(900)]  # it loads the demo
YEARS = (2020, 2021, 2022)


@pytest.fixture(scope="module", autouse=True)
def _demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", verbosity=0)
        connection.check_constraints()  # once, not again at the end of each test
        yield
        transaction.set_rollback(True)


def test_the_demo_shows_a_report_with_what_is_wrong_in_it() -> None:
    check = Check.objects.get(unit__code=HISTORY, report=None)
    said = {finding.kind for finding in check.findings.all()}

    assert check.is_done
    assert {
        "percent_mismatch",
        "sum_mismatch",
        "doc_impossible_date",
        "doc_two_dates",
        "narrative_annex_mismatch",
        "zero_denominator",
        "heading_jump",
    } <= said


def test_loading_it_again_changes_nothing() -> None:
    call_command("load_demo", verbosity=0)

    assert Check.objects.count() == 3  # two brought in, one of a report of ours


def test_the_town_collects_a_quarter_from_communes_in_all_states() -> None:
    made = Round.objects.get(
        owner__code=HISTORY, period="2023-Q1", regime__forms="cchc"
    )
    below = made.reports.filter(case__kind="report")
    assert str(made.window) == "từ 15/12/2022 đến 10/03/2023"
    assert set(below.values_list("case__state", flat=True)) == {
        "drafting",
        "submitted",
        "approved",
    }
    sheets = Sheet.objects.filter(report__round=made, report__case__kind="report")
    assert set(sheets.values_list("state", flat=True)) == {
        "entering",
        "submitted",
        "returned",
        "approved",
    }
    own = made.reports.select_related("case", "round__regime").get(
        case__kind="report_own"
    )
    counted = cell(own, "phu-luc-4", "3.1.1.")
    assert counted
    assert counted.value.value == 875
    assert counted.before


def test_a_province_asks_the_town_which_writes_and_asked_its_communes_on() -> None:
    made = Round.objects.get(owner__code=PROVINCE)
    asked_for = made.reports.select_related("case", "snapshot", "round__regime")
    town = asked_for.get(unit__code=HISTORY)
    communes = asked_for.filter(above=town)

    assert (town.words, town.case.state) == ("asked", "drafting")
    assert town.sections.exclude(text="").exists()
    assert communes.count() == len(COMMUNES)
    (mistaken,) = communes.exclude(taken_back_at=None)
    assert mistaken.state_name == "Đã rút yêu cầu"
    asked = communes.filter(taken_back_at=None)
    assert set(asked.values_list("case__state", flat=True)) == {
        "drafting",
        "submitted",
        "approved",
    }
    assert town.above_id == asked_for.get(above=None).pk


def test_the_province_is_told_of_its_own_report_and_not_of_those_of_offices() -> None:
    officer = actor_of(account("tinh"), on=date(2026, 1, 5))
    waits = Report.objects.visible_to(officer).filter(reports.waiting(officer))

    assert [one.unit.code for one in waits] == [PROVINCE]


def test_the_town_reports_the_control_of_procedures_to_justice() -> None:
    made = Round.objects.get(regime__forms="kiem-soat")
    own = made.reports.select_related("case", "round__regime").get(above=None)
    style = texts.style_for(own)

    assert style.recipients.startswith("- Sở Tư pháp")
    assert style.recipients not in texts.style_of(own.unit_id, made.end).recipients
    counted = cell(own, "kiem-soat-thu-tuc", "(7)")
    assert counted
    assert counted.value.value
    told = texts.told(own)
    paper, _ = texts.paper_of(own, style, texts.sections(own), told)
    said = " ".join(one.text for one in paper.paragraphs)
    assert f"đã giải quyết {written(counted.value.value)} hồ sơ" in said
    states = set(made.reports.exclude(above=None).values_list("case__state", flat=True))
    assert states == {"drafting", "submitted", "approved"}


def test_what_is_due_till_now_is_told_apart_from_the_whole_year() -> None:
    made = Round.objects.get(regime__forms="ke-hoach")
    own = made.reports.select_related("case", "round__regime").get()
    shares = [cell(own, "ke-hoach-nam", code) for code in ("1.5", "1.6", "1.7")]

    assert [one and str(one.value.value) for one in shares] == ["100.0", "42.4", "93.9"]
    sheet = own.sheets.get()
    assert (sheet.errors, sheet.filled) == (0, sheet.cells_to_fill)


def test_the_town_rose_in_points_while_it_fell_in_rank() -> None:
    actor = actor_of(account("noivu"), on=date(2026, 1, 5), unit_id=unit(HISTORY).pk)
    group = ranking.group(actor, unit(PROVINCE), of=None, on=date(2026, 1, 5))

    told = [
        (place.points, place.rank, place.of)
        for place in map(group.place, YEARS)
        if place
    ]

    assert told == [
        (Decimal("45.80"), 7, 9),
        (Decimal("63.71"), 5, 9),
        (Decimal("71.63"), 9, 9),
    ]


def test_its_communes_have_a_year_that_is_locked_and_one_at_every_step() -> None:
    states = Scorecard.objects.filter(round__owner__code=HISTORY)
    of_2022 = states.filter(year=2022).values_list("case__state", flat=True)
    of_2023 = states.filter(year=2023).values_list("case__state", flat=True)

    assert set(of_2022) == {"final"}
    assert set(of_2023) == {"scoring", "appraising", "appraised"}
    today = Scorecard.objects.filter(round__owner__code=TODAY)
    assert today.values("case__state").distinct().count() == 3
    assert Improvement.objects.filter(case__state="open").count() == 2
