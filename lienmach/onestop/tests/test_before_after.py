"""A figure before and after a day on which something changed."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lienmach.indicators import registry
from lienmach.indicators.actions import recount_marked
from lienmach.indicators.queries.comparing import compare, windows
from lienmach.indicators.queries.scope import As, scope_of
from lienmach.onestop.actions import steps
from lienmach.onestop.actions.steps import Signed
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
CHANGE = MONDAY.date() + 30 * DAY
TODAY = MONDAY.date() + 100 * DAY


def _finished(office: Office, begun: int, *lasted: int) -> None:
    """Dossiers received so many days after MONDAY, and how long each took."""
    for days in lasted:
        on = MONDAY + begun * DAY
        dossier = made.in_progress(office, on=on)
        done = Signed(on.date(), "Chủ tịch")
        at = on + days * DAY
        steps.record_result(dossier.pk, done, actor=office.processes, at=at)
    while recount_marked():
        pass


def test_both_sides_are_counted_alike_with_their_median() -> None:
    office = made.office()
    _finished(office, 0, 2, 10, 18)
    _finished(office, 35, 1, 3)
    scope = scope_of(office.committee.pk, As.THEN, today=TODAY)

    found = compare(
        registry.indicators()["dung-han"], scope, windows(CHANGE, 30, today=TODAY)
    )

    before, after = found.before, found.after
    assert (before.of, before.median) == (3, Decimal(10))
    assert (after.of, after.median) == (2, Decimal(2))
    assert before.found.counted == 1
    assert after.found.counted == 2
    assert before.is_few
    assert [one.whole for one in found.year_before] == [0, 0]


@pytest.mark.parametrize("length", [1, 30, 364])
def test_windows_are_of_one_length_and_touch_at_the_day(length: int) -> None:
    before, after = windows(CHANGE, length, today=TODAY)

    assert len(before) == len(after) == min(length, (TODAY - CHANGE).days + 1)
    assert before.end + DAY == after.start == CHANGE
    assert after.end <= TODAY


def _page(client: Client, **asked: str) -> tuple[int, str]:
    address = reverse("indicators:before_after", args=["dung-han"])
    answer = client.get(address, asked)
    return answer.status_code, answer.content.decode()


def test_the_page_says_what_changed_warns_of_few_and_leads_to_the_dossiers() -> None:
    office = made.office()
    _finished(office, 0, 2, 10)
    _finished(office, 35, 1)
    client = Client()
    client.force_login(office.leader)

    status, page = _page(client, ngay=f"{CHANGE}", so="30", dv=office.committee.code)

    assert status == 200
    assert "Tỷ lệ trả sớm hoặc đúng hạn: 50,0 % → 100,0 %" in page
    assert "+50,0 điểm %" in page
    assert "Ít hồ sơ (trước 2, sau 1; dưới 20)" in page
    assert "6,0 ngày" in page
    url = page.split('class="asks" href="', 1)[1].split('"', 1)[0]
    assert "dung-han/tat-ca/" in url
    assert "1 hồ sơ" in client.get(url, follow=True).content.decode()
    assert "~" in _page(client, ngay=f"{CHANGE}", nhu="nay")[1]


@pytest.mark.parametrize(
    ("day", "status", "told"),
    [
        ("", 200, "Chọn ngày có thay đổi"),
        ("hôm qua", 422, "Ngày chưa đúng. Viết như 15/3/1989."),
        ("0001-01-01", 422, "Năm chưa đúng"),
        ("1/1/2099", 422, "Ngày này chưa đến"),
        ("1990-01-01", 200, "không phát sinh"),
    ],
)
def test_any_day_gets_an_answer(day: str, status: int, told: str) -> None:
    office = made.office()
    client = Client()
    client.force_login(office.leader)

    answered, page = _page(client, ngay=day)

    assert (answered, told in page) == (status, True)


def test_as_many_queries_however_many_dossiers() -> None:
    office = made.office()
    client = Client()
    client.force_login(office.leader)
    counts = []
    client.get(reverse("indicators:reported"))  # the first page of a session asks more
    for lasted in ((2,), (3, 4)):
        _finished(office, 0, *lasted)
        with CaptureQueriesContext(connection) as asked:
            _page(client, ngay=f"{CHANGE}")
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_a_length_that_is_not_offered_is_said(client: Client) -> None:
    office = made.office()
    client.force_login(office.leader)
    address = reverse("indicators:before_after", args=["dung-han"])

    answer = client.get(address, {"ngay": "2026-02-04", "so": "45"})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Mỗi bên 45 ngày thì không có: hãy chọn 30, 90, 180, 364." in page
    assert client.get(address, {"ngay": "2026-02-04"}).status_code == 200
