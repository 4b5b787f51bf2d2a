"""L01: every number of the board is the number of the list that it leads to."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lienmach.calc.local import day_of
from lienmach.cases.models import Case
from lienmach.indicators import registry
from lienmach.indicators.actions import rebuild
from lienmach.onestop.actions import steps
from lienmach.onestop.actions.steps import Signed
from lienmach.onestop.flow import State
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.org.models import User
from lienmach.registers.tests import make_procedure
from lienmach.surveys.actions import rate
from lienmach.surveys.models import Level
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
QUARTER = {"ky": "2026-Q1"}
BOARD = reverse("indicators:board")


def _finish(office: Office, days: int) -> Case:
    dossier = made.in_progress(office)
    steps.record_result(
        dossier.pk,
        Signed(MONDAY.date(), "Chủ tịch"),
        actor=office.processes,
        at=MONDAY + days * DAY,
    )
    return Case.objects.get(pk=dossier.pk)


def _hand_over(case: Case) -> None:
    now = MONDAY + DAY
    Case.objects.filter(pk=case.pk).update(closed_at=now, state=State.RETURNED)


@pytest.fixture
def office() -> Office:
    """Three finished early, three late by 3, 10 and 42 days, three open and overdue."""
    office = made.office()
    for days in (1, 1, 2, 8, 15, 47):
        _finish(office, days)
    for _ in range(3):
        made.in_progress(office)
    make.grant(office.leader, office.committee, "surveys.read")
    return office


def _page(client: Client, **asked: str) -> str:
    answer = client.get(BOARD, {**QUARTER, **asked})
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def _total(client: Client, address: str) -> int:
    """How many rows the list at an address says it has."""
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    page = " ".join(answer.content.decode().split())
    if said := re.search(r"data-said[^>]*>([\d.]+) ", page):
        return int(said[1].replace(".", ""))
    assert "Không có" in page, address
    return 0


def _links(page: str) -> list[tuple[str, int]]:
    """The links of bars, levels, the histogram and the map, with their numbers."""
    rows = re.findall(
        r'<td><a class="rl" href="([^"]+)">[^<]*</a></td><td>.*?</td>'
        r'<td class="n strong">([\d.]+)</td>',
        page,
    )
    tables = re.findall(
        r'<tr><td><a class="rl" href="([^"]+/giai-trinh/[^"?]+)">[^<]*</a></td>'
        r'<td class="n">([\d.]+)</td>',
        page,
    )
    spots = re.findall(r'<td class="h\d"><a href="([^"]+)">([\d.]+)<', page)
    keys = re.findall(r'<a class="key" href="([^"]+)">.*?<b>([\d.]+)</b>', page)
    decide = re.findall(r'<a(?: class="hot")? href="([^"]+)"><b>([\d.]+)</b>', page)
    found = rows + tables + spots + keys + decide
    return [(unescape(url), int(n.replace(".", ""))) for url, n in found]


@pytest.mark.parametrize("is_counted", [False, True])
def test_each_number_leads_to_a_list_of_as_many(
    is_counted: bool, office: Office, client: Client
) -> None:
    late = _finish(office, 1)
    _hand_over(late)
    rate(late.pk, level=Level.GOOD, at=MONDAY + 2 * DAY)
    if is_counted:
        rebuild()
    client.force_login(office.leader)

    for page in (
        _page(client),
        _page(client, nhiet="ty-le"),
        _page(client, dv=office.division.code),
    ):
        links = _links(page)
        assert len(links) > 14
        assert [_total(client, url) for url, _ in links] == [n for _, n in links]


def test_the_five_numbers_are_those_of_their_explanations(
    office: Office, client: Client
) -> None:
    client.force_login(office.leader)
    page = _page(client)

    cells = re.findall(
        r'<a class="num-cell so" href="([^"]+)">.*?<span class="v[^"]*">(.*?)</span>',
        page,
    )

    assert len(cells) == 5
    values = [re.sub(r"</?small>", "", value) for _, value in cells]
    assert values == ["9", "6", "50,0 %", "3", "không phát sinh"]
    for url, value in zip((unescape(url) for url, _ in cells), values, strict=True):
        explained = client.get(url).content.decode()
        heading = re.search(r"<h1>(.*?)</h1>", explained)
        assert heading
        assert value in heading[1]


@pytest.mark.parametrize("is_counted", [False, True])
def test_a_cell_of_the_map_leads_to_its_own_field_only(
    is_counted: bool, office: Office, client: Client
) -> None:
    make_procedure.version("2.000002", field="Đất đai")
    land = made.dossier(office, procedure="2.000002")
    if is_counted:
        rebuild()
    client.force_login(office.leader)

    page = _page(client)

    spots = re.findall(r'<td class="h\d"><a href="([^"]+)">([\d.]+)<', page)
    assert sorted(number for _, number in spots) == ["1", "3"]
    for url, number in spots:
        listed = client.get(url).content.decode()
        assert _total(client, url) == int(number)
        assert (land.case.code in listed) == (number == "1")


@pytest.mark.parametrize("slug", sorted(registry.indicators()))
def test_each_number_of_every_explanation_is_that_of_its_list(
    slug: str, office: Office, client: Client
) -> None:
    late = _finish(office, 1)
    _hand_over(late)
    rate(late.pk, level=Level.GOOD, at=MONDAY + 2 * DAY)
    client.force_login(office.leader)
    address = reverse("indicators:explain", args=[slug])

    page = " ".join(client.get(address, QUARTER).content.decode().split())

    links = re.findall(r'<a href="([^"]+)">([\d.]+)</a> <small>', page)
    links += re.findall(r'<a href="([^"]+)">([\d.]+) [^<]+</a>[,.]', page)
    links += re.findall(r'<a class="asks" href="([^"]+)">([\d.]+)</a>', page)
    assert links
    told = [int(number.replace(".", "")) for _, number in links]
    assert [_total(client, unescape(url)) for url, _ in links] == told


def test_what_is_done_to_one_dossier_moves_the_number_and_its_list(
    office: Office, client: Client
) -> None:
    rebuild()
    client.force_login(office.leader)
    before = dict(_links(_page(client)))

    dossier = Case.objects.filter(finished_at=None).first()
    assert dossier
    steps.record_result(
        dossier.pk,
        Signed(MONDAY.date(), "Chủ tịch"),
        actor=office.processes,
        at=MONDAY + 50 * DAY,
    )
    after = dict(_links(_page(client)))

    moved = {url: after[url] for url in after if after[url] != before.get(url)}
    assert len(moved) > 3
    assert {url: _total(client, url) for url in moved} == moved


def test_letters_that_wait_for_a_signature_are_pressing(
    office: Office, client: Client
) -> None:
    case = Case.objects.filter(finished_at=None).first()
    assert case
    assert case.promised_at
    steps.prepare_apology(
        case.pk,
        reason="Chờ đo đạc",
        new_promise=case.promised_at + 50 * DAY,
        actor=office.processes,
        at=MONDAY + DAY,
    )
    client.force_login(office.leader)

    page = _page(client)

    url = next(u for u, n in _links(page) if "thu=cho-ky" in u and n == 1)
    assert case.code in client.get(url).content.decode()


def test_the_small_lines_have_a_table_too(office: Office, client: Client) -> None:
    client.force_login(office.leader)

    page = _page(client)

    table = re.search(r'<table class="list over-time">.*?</table>', page)
    assert table
    rows = re.findall(r"<tr><th scope=\"row\">([^<]+)</th>(.*?)</tr>", table[0])
    first = [re.findall(r">([^<]+)<", cells)[0] for _, cells in rows]
    received = [int(cell) for cell in first if cell != "chưa đếm"]
    assert len(rows) == 14
    assert sum(received) == 9
    weeks = re.findall(r'href="([^"]+/tiep-nhan/[^"]+)">([1-9]\d*)<', table[0])
    explained = client.get(unescape(weeks[0][0])).content.decode()
    assert f"<h1>{weeks[0][1]} hồ sơ" in explained
    assert page.count('preserveAspectRatio="none" role="img"') == 4  # nobody rated


def test_cells_and_facts_say_the_same(office: Office, client: Client) -> None:
    client.force_login(office.leader)
    live = _numbers(_page(client))

    rebuild()

    assert _numbers(_page(client)) == live


def _numbers(page: str) -> list[str]:
    """All that is drawn and told, without the clock."""
    return re.findall(r"<(?:svg|table)\b.*?</(?:svg|table)>", page)


def test_how_late_is_told_by_days_after_the_promise(
    office: Office, client: Client
) -> None:
    client.force_login(office.leader)

    page = _page(client)

    told = re.findall(r'aria-label="([^"]+)"><title>', page)
    assert "trong ngày hẹn: 0" in told
    assert "1–3 ngày: 1" in told
    assert "4–10 ngày: 1" in told
    assert "trên 30 ngày: 1" in told


def test_a_drawing_says_what_its_table_says(office: Office, client: Client) -> None:
    client.force_login(office.leader)

    page = _page(client)

    for section in re.findall(
        r'<section class="card" aria-labelledby="d-.*?</section>', page
    ):
        svg, table = section.split("<details", 1)
        marks = re.findall(r'<a href="([^"]+)" aria-label="([^"]+)"', svg)
        rows = re.findall(
            r'<a class="rl" href="([^"]+)">([^<]+)</a></td>(.*?)</tr>', table
        )
        assert marks
        assert [url for url, _ in marks] == [url for url, _, _ in rows]
        for (_, said), (_, label, cells) in zip(marks, rows, strict=True):
            name, number = said.split(": ")
            assert name.lower() == label.lower()
            assert number.split(" trên ")[0] in re.findall(r"<td[^>]*>([^<]*)<", cells)
        assert re.search(r"<title id=[^>]+>.+?</title><desc id=[^>]+>.+?</desc>", svg)


def test_the_trend_finds_the_direction_and_marks_few(
    office: Office, client: Client
) -> None:
    client.force_login(office.leader)

    page = _page(client)

    assert "Đúng hạn giảm từ 100,0 % xuống 0,0 %" in page
    assert page.count('class="hollow"') == 4  # weeks in which something was finished
    assert "Điểm rỗng: ít hồ sơ (dưới 20)." in page


def test_a_change_is_against_as_many_days_before(
    office: Office, client: Client
) -> None:
    made.dossier(office, on=MONDAY - 40 * DAY)  # all of January is counted
    client.force_login(office.leader)

    page = _page(client, ky="2026-M02")

    assert "−8 so với 9 kỳ trước" not in page  # noqa: RUF001
    assert "−9 so với 9 kỳ trước" in page  # noqa: RUF001


def test_a_quarter_that_runs_ends_today_and_is_compared_with_as_many_days(
    office: Office, client: Client
) -> None:
    client.force_login(office.leader)
    today = timezone.localdate()

    page = " ".join(client.get(BOARD).content.decode().split())

    assert f"đến {today:%d/%m/%Y}, số hiện tại lúc" in page


@pytest.mark.parametrize("more", [1, 3])
def test_the_board_asks_the_same_number_of_queries(
    more: int, office: Office, client: Client
) -> None:
    for _ in range(more):
        unit = make.unit(office.committee)
        made.dossier(office)
        assert unit.pk
    rebuild()
    client.force_login(office.leader)
    _page(client)

    with CaptureQueriesContext(connection) as asked:
        _page(client)

    assert len(asked) == BUDGET


BUDGET = 41  # five for session, person and rights; thirty-six for the board


def test_a_unit_that_one_may_not_see_is_not_found(
    office: Office, client: Client
) -> None:
    client.force_login(make.user())

    assert client.get(BOARD, {"dv": office.committee.code}).status_code == 404


def test_an_office_without_dossiers_is_told_what_is_missing(client: Client) -> None:
    client.force_login(make.user())

    page = " ".join(client.get(BOARD).content.decode().split())

    assert "Chưa có hồ sơ nào để hiện số" in page
    assert "Chưa có thủ tục nào đang áp dụng." in page
    assert "num-cell" not in page


def test_who_signs_begins_with_the_board(office: Office, client: Client) -> None:
    client.force_login(office.leader)
    assert client.get("/cb/")["Location"] == BOARD

    client.force_login(office.officer)
    assert client.get("/cb/")["Location"] != BOARD


def test_the_cases_behind_ratings_are_for_who_may_read_them(
    office: Office, client: Client
) -> None:
    case = _finish(office, 1)
    _hand_over(case)
    rate(case.pk, level=Level.BAD, at=MONDAY + 2 * DAY)
    place = ["hai-long", "ratings-2", office.committee.code, "2026-01-01_2026-03-31"]
    address = reverse("indicators:cases", args=place)

    client.force_login(office.leader)
    assert case.code in client.get(address).content.decode()

    reader: User = make.user(office.committee)
    client.force_login(reader)
    page = client.get(address).content.decode()
    assert case.code not in page
    assert "từng hồ sơ chỉ người được giao" in page
    explained = reverse("indicators:explain", args=["hai-long"])
    assert case.code not in client.get(explained, QUARTER).content.decode()
    assert client.get(address, {"xuat": "csv"}).content.decode().count(case.code) == 0


def test_the_week_is_the_one_in_which_the_days_end(
    office: Office, client: Client
) -> None:
    client.force_login(office.leader)

    page: Any = client.get(reverse("indicators:summary"), {"ky": "2026-M01"})
    page = " ".join(page.content.decode().split())

    assert "Từ 26/01/2026 đến 01/02/2026" in page
    assert day_of(MONDAY).year == 2026
