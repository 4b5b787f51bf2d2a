"""A report whose figures are frozen says who came in later and what is other today."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lienmach.org.models import User
from lienmach.reporting.actions import reports as actions
from lienmach.reporting.actions.sheets import hand_in
from lienmach.reporting.queries.collected import units_asked
from lienmach.reporting.queries.since_frozen import Since, compared, since_frozen
from lienmach.reporting.tests.make_round import (
    enter,
    form_text,
    sheet_of,
    use_forms,
)
from lienmach.reporting.tests.test_collecting import FULL, Town
from tests.make import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(settings: Any, tmp_path: Any) -> Town:
    use_forms(settings, tmp_path, form_text())
    return Town()


def _freeze(town: Town) -> None:
    town.hand_in(0)
    own = sheet_of(town.report())
    enter(own, town.owner, r1_4="1", r1_5="1")
    hand_in(own, actor=town.owner, at=MONDAY)
    for step in ("submit", "approve"):
        actions.take_step(town.report(), step, actor=town.owner, at=MONDAY)


def _come_in_later(town: Town) -> None:
    at = MONDAY + timedelta(days=1)
    report, actor = town.report(1), town.focal[1]
    sheet = sheet_of(report)
    enter(sheet, actor, **FULL)
    hand_in(sheet, actor=actor, at=at)
    actions.take_step(report, "submit", actor=actor, at=at)


def _since(town: Town) -> Since | None:
    report = town.report()
    return since_frozen(report, units_asked(report))


def test_nothing_is_said_of_a_report_that_is_not_frozen(town: Town) -> None:
    town.hand_in(0)

    assert _since(town) is None


def test_a_frozen_report_has_no_news_until_somebody_comes_in(town: Town) -> None:
    _freeze(town)

    since = _since(town)

    assert since
    assert (since.came_in, since.asked, since.late) == (1, 2, [])
    assert [one.others for one in compared(town.report())] == [[]]


def test_who_comes_in_after_the_freezing_is_named_with_the_numbers(town: Town) -> None:
    _freeze(town)
    _come_in_later(town)

    since = _since(town)

    assert since
    assert (since.came_in, since.asked, since.late) == (1, 2, ["Xã Hai"])
    (form,) = compared(town.report())
    told = [(place, cell.row.code) for place, cell in form.others]
    assert told == [(1, "1.1."), (2, "1.2.")]  # the share of both is the same


@pytest.mark.parametrize("page", ["report", "matrix"])
def test_both_pages_say_it_and_lead_to_the_numbers(
    page: str, town: Town, client: Client
) -> None:
    _freeze(town)
    _come_in_later(town)
    client.force_login(User.objects.get(pk=town.owner.user_id))

    said = client.get(reverse(f"reporting:{page}", args=[town.report().pk]))
    text = " ".join(said.content.decode().split())

    assert "với 1/2 đơn vị." in text
    assert "Nộp sau khi chốt số, chưa có trong số đã chốt: Xã Hai." in text
    assert reverse("reporting:since", args=[town.report().pk]) in text


def test_what_is_other_today_is_told_row_by_row_when_asked(
    town: Town, client: Client
) -> None:
    _freeze(town)
    _come_in_later(town)
    client.force_login(User.objects.get(pk=town.owner.user_id))
    report = town.report()

    said = client.get(reverse("reporting:since", args=[report.pk]))

    text = " ".join(said.content.decode().split())
    assert "2 số nay khác" in text
    annex = reverse("reporting:annex", args=[report.pk, sheet_of(report).slug])
    assert f'href="{annex}#d1"' in text
    assert ">10</td>" in text
    assert ">20</td>" in text
    other = town.report(1)
    told = client.get(reverse("reporting:since", args=[other.pk]), follow=True)
    assert "chưa có số đã chốt để so" in told.content.decode()


@pytest.mark.parametrize("page", ["report", "matrix"])
def test_a_frozen_report_is_shown_without_counting(
    page: str, town: Town, client: Client
) -> None:
    """Neither what is frozen nor what came in since makes its page count."""
    _freeze(town)
    _come_in_later(town)
    client.force_login(User.objects.get(pk=town.owner.user_id))

    with CaptureQueriesContext(connection) as asked:
        client.get(reverse(f"reporting:{page}", args=[town.report().pk]))

    told = " ".join(one["sql"] for one in asked.captured_queries)
    assert "reporting_sheet" in told
    for table in ("reporting_sheetcell", "indicators_cell", "indicators_mark"):
        assert table not in told
