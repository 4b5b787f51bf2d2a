"""The register book: its numbers, its page, its closing."""

import re
from datetime import date, timedelta
from threading import Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse

from lienmach.base.paging import Order, page_of
from lienmach.calc.local import moment
from lienmach.calc.refusal import Refused
from lienmach.onestop.actions import books, receive
from lienmach.onestop.models import BookEntry, Dossier
from lienmach.onestop.queries import books as queries
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
LAST_YEAR = moment("2025-12-30T09:00")
DAY = timedelta(days=1)


@pytest.fixture
def office() -> Office:
    return made.office()


def _numbers(office: Office, year: int) -> list[int]:
    rows = BookEntry.objects.filter(unit=office.counter, year=year)
    return list(rows.order_by("dossier").values_list("number", flat=True))


def test_numbers_run_through_the_year_of_a_counter_and_begin_again_in_the_next(
    office: Office,
) -> None:
    made.dossier(office, on=LAST_YEAR)
    made.dossier(office, on=LAST_YEAR + DAY)
    first = made.dossier(office)
    receive.cancel(first.pk, actor=office.receives, at=MONDAY)
    made.dossier(office, is_same_day=True)

    assert _numbers(office, 2025) == [1, 2]
    assert _numbers(office, 2026) == [1, 2]
    assert first.slips.get().serial == "0001/TNHS"
    assert first.slips.get().said["entry"] == "0001/2026"


def test_a_closed_book_takes_nothing_more_and_says_what_was_in_it(
    office: Office,
) -> None:
    made.dossier(office, on=LAST_YEAR)

    with pytest.raises(PermissionDenied):
        books.close(office.counter.pk, 2025, actor=office.receives, at=MONDAY)
    with pytest.raises(Refused, match="chưa hết"):
        books.close(office.counter.pk, 2026, actor=office.leads, at=MONDAY)
    book = books.close(office.counter.pk, 2025, actor=office.leads, at=MONDAY)

    assert (book.last, book.open_left) == (1, 1)
    with pytest.raises(Refused, match="đã khóa"):
        made.dossier(office, on=LAST_YEAR + DAY)
    with pytest.raises(Refused, match="đã khóa"):
        books.close(office.counter.pk, 2025, actor=office.leads, at=MONDAY)
    assert _numbers(office, 2025) == [1]


def test_what_came_in_otherwise_is_entered_by_its_time_of_receipt(
    office: Office,
) -> None:
    dossiers = [made.dossier(office, on=LAST_YEAR + n * DAY / 24) for n in range(4)]
    BookEntry.objects.filter(dossier__in=dossiers[1:]).delete()
    late = made.dossier(office, on=LAST_YEAR + DAY)

    assert books.enter_missing(office.counter.pk, 2025) == 3
    assert books.enter_missing(office.counter.pk, 2025) == 0

    numbers = dict(BookEntry.objects.values_list("dossier", "number"))
    assert [numbers[d.pk] for d in [dossiers[0], late, *dossiers[1:]]] == [
        1,
        5,
        6,
        7,
        8,
    ]


@pytest.mark.django_db(transaction=True)
def test_counters_that_receive_at_once_never_get_one_number_twice() -> None:
    office = made.office()
    parties = [made.party() for _ in range(6)]

    def work(owner: object) -> None:
        try:
            made.dossier(office, owner=owner)
        finally:
            connection.close()

    threads = [Thread(target=work, args=(owner,)) for owner in parties]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(_numbers(office, 2026)) == [1, 2, 3, 4, 5, 6]


def test_lines_stand_by_their_numbers_of_the_year_not_by_when_they_were_entered(
    office: Office, client: Client
) -> None:
    old = made.dossier(office, on=LAST_YEAR)
    dossiers = [made.dossier(office) for _ in range(4)]
    BookEntry.objects.filter(dossier__in=[old, *dossiers]).delete()
    numbers = {dossiers[n]: number for n, number in enumerate([2, 999, 1, 12])}
    for dossier, number in [(old, 5000), *numbers.items()]:
        year = 2025 if dossier == old else 2026
        BookEntry.objects.create(
            dossier=dossier, unit=office.counter, year=year, number=number
        )
    client.force_login(office.clerk)
    url = reverse("onestop:register_book")

    def told(sort: str) -> list[str]:
        page = client.get(url, {"sx": sort}, follow=True).content.decode()
        return re.findall(r"\b(\d{4}/202[56])\b", page.split("<tbody", 1)[1])

    rising = ["5000/2025", "0001/2026", "0002/2026", "0012/2026", "0999/2026"]
    assert told("-stt") == rising[::-1]
    assert told("stt") == rising
    lines = list(queries.entries(office.receives, on=MONDAY.date()))
    after = Order("place").key_of(next(one for one in lines if one.number == 12))
    page = page_of(
        queries.entries(office.receives, on=MONDAY.date()), Order("place"), after=after
    )
    assert [one.number for one in page.rows] == [999]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_number_of_queries_however_long_it_is(
    rows: int, office: Office, client: Client, django_assert_num_queries: object
) -> None:
    codes = [made.dossier(office).case.code for _ in range(rows)]
    client.force_login(office.clerk)

    # the frame ten; books, closings, names, and the lines of the page
    with django_assert_num_queries(14):  # type: ignore[operator]  # without types
        page = client.get(reverse("onestop:register_book")).content.decode()

    assert all(code in page for code in codes)
    asked = reverse("onestop:register_book"), {"hoi": "viec"}
    assert client.get(*asked).json() == {}
    Dossier.objects.update(is_same_day=True)
    assert set(client.get(*asked).json()) == {"in"}


def test_who_decided_keeps_its_name_after_it_has_ended(office: Office) -> None:
    dossier = made.dossier(office)
    decides = dossier.case.decides_unit
    name = decides.versions.get().name
    decides.versions.update(valid_to=MONDAY.date() + timedelta(days=1))

    (entry,) = queries.entries(office.receives, on=date(2026, 12, 31))

    assert queries.lead_of(entry) == name


def test_only_those_who_work_with_dossiers_open_the_book(
    office: Office, client: Client
) -> None:
    client.force_login(make.user(office.counter))

    assert client.get(reverse("onestop:register_book")).status_code == 403


def test_the_file_has_the_columns_of_the_form_and_begins_with_no_formula(
    office: Office, client: Client
) -> None:
    owner = made.party(name="=Nguyễn Ẩn", address="Tổ 4, phường An Hòa")
    made.dossier(office, owner=owner)
    client.force_login(office.clerk)

    answer = client.get(reverse("onestop:register_book"), {"xuat": "csv"})

    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]  # streamed
    head, line = text.lstrip("\ufeff").splitlines()
    assert head.split(",")[:3] == ["STT", "Mã hồ sơ", "Tên thủ tục"]
    assert line.startswith(f"0001/2026,{office.counter.code}-260105-0001,")
    assert "'=Nguyễn Ẩn" in line


def test_the_printed_book_names_the_form_of_the_year_and_goes_on_page_by_page(
    office: Office, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(20):
        made.dossier(office)
    client.force_login(office.clerk)
    where = reverse("onestop:register_print", args=[office.counter.pk, 2026])

    page = client.get(where).content.decode()
    assert page.count("<table>") == 2
    assert "Mẫu số 07, Thông tư 03/2025/TT-VPCP" in page
    assert "Chưa đối chiếu" in page
    cut = client.get(where, {"tu": "19"}).content.decode()
    assert cut.count("<tr><td>") == 2
    assert client.get(where.replace("2026", "1999")).status_code == 404
    assert queries.law_of(2024).number == "06"
