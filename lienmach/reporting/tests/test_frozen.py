"""L02 says what approved reports have of a figure, beside what it is now."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lienmach.indicators.registry import Asked, frozen, indicators
from lienmach.reporting.actions.sheets import Entry, hand_in, take_back, write
from lienmach.reporting.tests.make_round import WINDOW, officer, sheet_of
from lienmach.reporting.tests.make_text import Written
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(settings: Any, tmp_path: Path) -> Written:
    return Written(settings, tmp_path)


def _page(client: Client, written: Written, **asked: str) -> str:
    address = reverse("indicators:explain", args=["dung-han"])
    days = {"tu": f"{WINDOW.start}", "den": f"{WINDOW.end}"}
    answer = client.get(address, {**days, "dv": written.town.code, **asked})
    assert answer.status_code == 200
    return re.sub(r"<[^>]+>|\s+", " ", answer.content.decode()).replace("  ", " ")


def _approve(written: Written) -> None:
    for step in ("submit", "approve"):
        written.step(step)


def test_what_was_frozen_stands_beside_what_is_counted_now(
    written: Written, client: Client
) -> None:
    client.force_login(written.user)
    written.fill_in()
    sheet = sheet_of(written.report)
    take_back(sheet, actor=written.actor)
    entries = [Entry("1.6.", "7", note="Thiếu hồ sơ giấy")]
    write(sheet, entries, actor=written.actor, at=MONDAY)
    hand_in(sheet_of(written.report), actor=written.actor, at=MONDAY)
    assert "Đã chốt" not in _page(client, written)

    _approve(written)

    page = " ".join(_page(client, written).split())
    assert "Đã chốt trong báo cáo Hồ sơ đã giải quyết: 7 , hiện tại 0" in page
    assert "dòng 1.6 Chốt" in page
    assert "Đã chốt" not in _page(client, written, den="2025-12-30")


def test_a_number_that_is_still_the_same_is_said_once(
    written: Written, client: Client
) -> None:
    client.force_login(written.user)
    written.fill_in()
    _approve(written)

    page = " ".join(_page(client, written).split())

    assert "Đã chốt trong báo cáo Hồ sơ đã giải quyết: 0 Báo cáo" in page
    assert "hiện tại" not in page


def test_who_may_not_see_the_report_is_not_told_of_it(written: Written) -> None:
    written.fill_in()
    _approve(written)
    asked = Asked(indicators()["dung-han"], written.town.pk, "", WINDOW)
    _, stranger = officer(make.unit())

    assert len(frozen(written.actor, asked)) == 1
    assert frozen(stranger, asked) == []


@pytest.mark.parametrize("offices", [1, 3])
def test_it_asks_as_much_however_many_units_there_are(
    offices: int, written: Written, client: Client
) -> None:
    written.fill_in()
    _approve(written)
    for _ in range(offices):
        make.unit(written.town)
    client.force_login(written.user)
    _page(client, written)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        _page(client, written)

    assert len(asked) <= 36
