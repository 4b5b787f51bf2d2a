"""Days before counting began are not told as days on which nothing happened."""

import pytest
from django.test import Client
from django.urls import reverse

from lienmach.indicators.actions import rebuild
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office

pytestmark = pytest.mark.django_db
BEGUN = "phần mềm đếm từ 05/01/2026"


@pytest.fixture
def office(client: Client) -> Office:
    """An office that began to count on Monday 5 January 2026."""
    office = made.office()
    made.in_progress(office)
    rebuild()
    client.force_login(office.leader)
    return office


def _page(client: Client, name: str, *args: str, **asked: str) -> str:
    answer = client.get(reverse(f"indicators:{name}", args=args), asked)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_a_figure_of_days_before_counting_is_said_not_to_be_counted(
    office: Office, client: Client
) -> None:
    page = _page(client, "explain", "tiep-nhan", ky="2025-Q3")

    assert f"Kỳ này chưa đếm: {BEGUN}" in page
    assert "chưa đếm</h1>" in page
    assert "không phát sinh</h1>" not in page
    assert "Kỳ này không phát sinh" not in page
    assert "0 hồ sơ" not in page


def test_a_window_in_which_counting_began_is_said_to_be_counted_in_part(
    office: Office, client: Client
) -> None:
    page = _page(client, "explain", "tiep-nhan", ky="2026-Q1")
    assert f"Kỳ này chỉ đếm được một phần: {BEGUN}" in page
    assert "1 hồ sơ, từ 01/01/2026" in page

    days = {"tu": "2026-01-05", "den": "2026-03-31"}
    whole = _page(client, "explain", "tiep-nhan", **days)
    assert "Kỳ này chỉ đếm được một phần" not in whole
    assert ">chưa đếm</a>" in whole.split("So với kỳ trước")[1]

    later = _page(client, "explain", "tiep-nhan", ky="2026-Q2")
    assert f">chưa đếm đủ, {BEGUN}</a>" in later.split("So với kỳ trước")[1]


def test_a_stock_is_counted_as_soon_as_counting_has_begun(
    office: Office, client: Client
) -> None:
    page = _page(client, "explain", "dang-giai-quyet", ky="2026-Q1")
    assert "Kỳ này" not in page.split("So với kỳ trước")[0]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"tu": "2026-01-05", "den": "2026-02-28"}, f"kỳ trước chưa đếm: {BEGUN}"),
        ({"ky": "2026-Q2"}, f"kỳ trước chưa đếm đủ: {BEGUN}"),
        ({"ky": "2025-Q3"}, f"Kỳ này chưa đếm: {BEGUN}"),
    ],
)
def test_the_board_compares_nothing_with_days_that_were_not_all_counted(
    office: Office, client: Client, asked: dict[str, str], told: str
) -> None:
    made.in_progress(office)
    page = _page(client, "board", **asked)

    assert told in page
    first = page.split('class="d">')[1].split("</span>")[0]
    assert "so với" not in first
    assert "bằng kỳ trước" not in first
