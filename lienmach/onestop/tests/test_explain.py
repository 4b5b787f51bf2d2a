"""L02: a figure on a page, what it is made of, and the dossiers behind it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lienmach.onestop.actions import steps
from lienmach.onestop.actions.steps import Signed
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
QUARTER = {"ky": "2026-Q1"}


@pytest.fixture
def office() -> Office:
    """Three finished early, one late, two open."""
    office = made.office()
    for days in (1, 1, 2, 9):
        dossier = made.in_progress(office)
        steps.record_result(
            dossier.pk,
            Signed(MONDAY.date(), "Chủ tịch"),
            actor=office.processes,
            at=MONDAY + days * DAY,
        )
    for _ in range(2):
        made.in_progress(office)
    return office


def _page(client: Client, slug: str = "dung-han", **asked: str) -> str:
    address = reverse("indicators:explain", args=[slug])
    answer = client.get(address, {**QUARTER, **asked})
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_page_says_the_share_its_parts_and_what_is_left_out(
    office: Office, client: Client
) -> None:
    client.force_login(office.leader)

    page = _page(client)

    assert "<h1>75,0 % hồ sơ được trả sớm hoặc đúng hạn</h1>" in page
    assert "3 trong 4 hồ sơ đã giải quyết, từ 01/01/2026 đến 31/03/2026" in page
    assert ">2 đang giải quyết</a>" in page
    assert ">2 trong đó quá hạn</a>" in page
    assert 'aria-label="trả sớm 3, đúng hạn 0, còn lại 1"' in page


def test_each_number_leads_to_a_list_of_as_many_dossiers(
    office: Office, client: Client
) -> None:
    client.force_login(office.leader)
    page = _page(client)

    links = re.findall(r'<a href="([^"]+)">(\d+)</a> <small>', page)
    left_out = re.findall(r'<a href="([^"]+)">(\d+) [^<]+</a>[,.]', page)

    assert len(links) == 3
    assert len(left_out) == 3
    for address, number in links + left_out:
        shown = client.get(address).content.decode()
        if number == "0":
            assert "Không có hồ sơ nào" in shown
        else:
            assert f"{number} hồ sơ" in shown


DIVIDED = ("don-vi", "field", "channel", "gì")


@pytest.mark.parametrize(
    ("slug", "chia"),
    [
        *(("dung-han", chia) for chia in DIVIDED),
        *(("qua-han", chia) for chia in DIVIDED),
        *(("tiep-nhan", "field"), ("da-giai-quyet", "channel"), ("tre-han", "field")),
        *(("dang-giai-quyet", "don-vi"), ("tam-dung", "field")),
        *(("truc-tuyen", "channel"), ("da-tra", "don-vi")),
    ],
)
def test_every_figure_is_explained_and_divided(
    slug: str, chia: str, office: Office, client: Client
) -> None:
    client.force_login(office.leader)

    assert "Cách tính" in _page(client, slug, chia=chia)


def test_a_stock_of_today_says_that_the_day_still_runs(
    office: Office, client: Client
) -> None:
    client.force_login(office.leader)
    now = client.get(reverse("indicators:explain", args=["qua-han"])).content.decode()

    assert "Hôm nay chưa hết" in now
    assert "Hôm nay chưa hết" not in _page(client, "qua-han")
    assert "Hôm nay chưa hết" not in _page(client, "da-giai-quyet")


def test_a_period_without_data_did_not_occur(office: Office, client: Client) -> None:
    client.force_login(office.leader)

    page = _page(client, ky="2026-M04")

    assert "<h1>Tỷ lệ trả sớm hoặc đúng hạn: không phát sinh</h1>" in page
    assert "100" not in page.split("<h1>")[1].split("Định nghĩa")[0]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"ky": "quý chín"}, "Không đọc được kỳ báo cáo"),
        ({"tu": "mai", "den": "2026-01-01"}, "Không đọc được ngày «mai»"),
        ({"tu": "2026-02-01", "den": "2026-01-01"}, "Ngày đầu kỳ"),
    ],
)
def test_what_cannot_be_read_is_said_and_the_usual_shown(
    asked: dict[str, str], told: str, office: Office, client: Client
) -> None:
    client.force_login(office.leader)

    assert told in _page(client, **asked)


def test_who_sees_a_part_sees_the_figure_of_that_part(
    office: Office, client: Client
) -> None:
    client.force_login(office.clerk)

    page = _page(client, "dang-giai-quyet", dv=office.counter.code)

    assert "<h1>0 hồ sơ đang giải quyết</h1>" in page


@pytest.mark.parametrize("slug", ["dung-han", "khong-co"])
def test_the_figures_of_others_and_figures_that_are_none_are_not_found(
    slug: str, office: Office, client: Client
) -> None:
    client.force_login(make.user())

    asked = {"dv": office.committee.code} if slug == "dung-han" else {}
    answer = client.get(reverse("indicators:explain", args=[slug]), asked)
    listed = client.get(
        reverse(
            "indicators:cases",
            args=[slug, "tat-ca", office.committee.code, "2026-01-01_2026-03-31"],
        )
    )

    assert (answer.status_code, listed.status_code) == (404, 404)


@pytest.mark.parametrize("rest", ["x/{}/2026-01-01_2026-03-31", "tat-ca/{}/hom-nay"])
def test_a_list_of_no_part_or_no_days_is_not_found(
    rest: str, office: Office, client: Client
) -> None:
    client.force_login(office.leader)
    address = rest.format(office.committee.code)

    answer = client.get(f"/cb/giai-trinh/dung-han/{address}/")

    assert answer.status_code == 404


def test_the_page_asks_as_much_however_many_dossiers(
    office: Office, client: Client
) -> None:
    client.force_login(office.leader)
    _page(client)
    with CaptureQueriesContext(connection) as few:
        _page(client)
    for _ in range(3):
        made.in_progress(office)

    with CaptureQueriesContext(connection) as more:
        _page(client)

    assert _asked(more) == _asked(few)


def _asked(found: Any) -> int:
    return len(found)


def test_the_list_can_be_taken_away_as_a_file(office: Office, client: Client) -> None:
    client.force_login(office.leader)
    place = ["dung-han", "dossiers-early", office.committee.code]
    address = reverse("indicators:cases", args=[*place, "2026-01-01_2026-03-31"])

    answer = client.get(address, {"xuat": "csv"})

    lines = b"".join(answer).decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + 3
    assert "hồ sơ" not in lines[1]
