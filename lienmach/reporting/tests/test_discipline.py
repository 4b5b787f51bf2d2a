"""Who hands in when, as a page tells it of a year."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lienmach.base.sheets import read_table
from lienmach.cases.models import Case
from lienmach.org.models import User
from lienmach.reporting.actions.reports import take_step
from lienmach.reporting.queries.discipline import discipline
from lienmach.reporting.tests.make_round import form_text, use_forms
from lienmach.reporting.tests.test_collecting import Town
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
NOW = MONDAY + timedelta(days=300)


@pytest.fixture
def town(settings: Any, tmp_path: Path) -> Town:
    use_forms(settings, tmp_path, form_text())
    return Town()


def _told(town: Town, at: Any = NOW) -> list[tuple[int, ...]]:
    rows: Any = discipline(town.owner, 2026, at).order_by("code")
    return [(u.asked, u.in_time, u.late, u.missing, u.returned) for u in rows]


def test_in_time_late_missing_and_returned_are_told_apart(town: Town) -> None:
    assert _told(town, MONDAY) == [(1, 0, 0, 0, 0)] * 2  # nothing is due yet

    town.hand_in(0)

    assert _told(town) == [(1, 1, 0, 0, 0), (1, 0, 0, 1, 0)]
    report = town.report(0)
    take_step(report, "return", actor=town.owner, at=MONDAY, note="Xem lại.")
    assert _told(town) == [(1, 0, 0, 1, 1), (1, 0, 0, 1, 0)]
    town.hand_in(1)
    due = Case.objects.get(pk=town.report(1).pk).promised_at
    assert due
    later = due + timedelta(days=1)
    Case.objects.filter(pk=town.report(1).pk).update(finished_at=later)
    assert _told(town)[1] == (1, 0, 1, 0, 0)


@pytest.mark.parametrize("rows", [1, 2])
def test_the_page_asks_as_many_queries_however_many_units(
    rows: int, town: Town, client: Client, django_assert_num_queries: Any
) -> None:
    if rows == 1:
        town.round.reports.filter(unit=town.units[1]).update(
            taken_back_at=MONDAY, taken_back_for="Nhầm"
        )
    client.force_login(User.objects.get(pk=town.owner.user_id))
    url = reverse("reporting:discipline_of", args=[2026])
    client.get(url)  # what is kept for the process is asked once

    with django_assert_num_queries(13):
        page = client.get(url).content.decode()

    assert page.count("Xã ") >= rows


def test_the_page_leads_to_the_reports_of_a_unit_and_is_exported(
    town: Town, client: Client
) -> None:
    town.hand_in(0)
    client.force_login(User.objects.get(pk=town.owner.user_id))

    assert client.get(reverse("reporting:discipline")).status_code == 302
    url = reverse("reporting:discipline_of", args=[2026])
    page = client.get(url).content.decode()
    content = client.get(f"{url}?xuat=xlsx").getvalue()

    assert "Xã Một" in page
    told = [row for _, row in read_table(content, "a.xlsx")]
    assert any(row[0] == "Xã Một" and "100 %" in row for row in told)
    empty = client.get(reverse("reporting:discipline_of", args=[1999]))
    assert "chưa đơn vị nào" in empty.content.decode()
