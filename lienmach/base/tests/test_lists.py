import csv
import re
from contextlib import closing
from datetime import datetime, timedelta
from io import BytesIO, StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Q
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from lienmach.base.counts import counts, counts_among
from lienmach.base.exports import FORMATS, export, file_name
from lienmach.base.filters import Search
from lienmach.base.lists import Column, Empty, List, Query
from lienmach.base.models import SavedView
from lienmach.base.shown import Shown
from lienmach.base.styles import STEPS
from lienmach.calc.local import moment
from tests import make

pytestmark = pytest.mark.django_db
Step = MigrationRecorder.Migration
PART = {"HX-Request": "true", "HX-Target": "list"}
RESULTS = {"HX-Request": "true", "HX-Target": "results"}
START = moment("2023-03-01T08:00")
HARMFUL = ["=1+1", "+84 91", "-2", "@SUM(A1)", "\t=1", "Đỗ Thị Ẩn"]


@pytest.fixture
def unit() -> Any:
    return make.unit()


@pytest.fixture
def user(unit: Any) -> Any:
    return make.user(unit)


@pytest.fixture
def client(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _rows(count: int, app: str = "org") -> list[Step]:
    Step.objects.filter(app=app).delete()
    return [
        Step.objects.create(
            app=app, name=f"{n:04}_buoc", applied=START + timedelta(days=n)
        )
        for n in range(count)
    ]


def _only(count: int) -> None:
    Step.objects.all().delete()
    _rows(count)


def _url(query: str = "") -> str:
    return reverse("base:style_list") + (f"?{query}" if query else "")


def _names(page: str) -> list[str]:
    return re.findall(r'<a class="rl"[^>]*>([^<]+)</a>', page)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_asks_the_same_number_of_queries_however_long_it_is(
    rows: int, client: Client, django_assert_num_queries: Any
) -> None:
    _only(rows)
    client.get(_url())

    # who is asking: 4; then two halves of the page, total, all tabs, saved views
    with django_assert_num_queries(9):
        page = client.get(_url()).text

    assert len(_names(page)) == rows


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("q=&phan=&tu=&den=", ""),
        ("den=15/3/2023&tu=01032023", "tu=2023-03-01&den=2023-03-15"),
        ("phan=org&phan=auth&q=buoc", "q=buoc&phan=auth,org"),
        ("phan=auth,khong-co", "phan=auth"),
        ("sx=-luc&co=25&xem=", ""),
        ("sx=drop table&co=9999&xem=x&la=1", ""),
        ("co=50&sx=ten&xem=ta&q=%20a%20%20b%20", "xem=ta&q=a+b&sx=ten&co=50"),
    ],
)
def test_an_address_has_one_way_to_be_written(
    sent: str, said: str, client: Client
) -> None:
    answer = client.get(_url(sent))

    assert answer["Location"] == f"{_url()}?{said}"
    assert client.get(answer["Location"]).status_code == 200


def test_filters_narrow_and_are_said_as_a_sentence(client: Client) -> None:
    _only(20)
    page = client.get(_url("phan=org&tu=2023-03-03&den=2023-03-05")).text

    assert _names(page) == ["0004_buoc", "0003_buoc", "0002_buoc"]
    assert "Phần: org" in page
    assert "Chạy từ 03/03/2023 đến 05/03/2023" in page
    assert ">3 bước<" in page


def test_taking_a_token_away_leaves_the_other_filters(client: Client) -> None:
    page = client.get(_url("q=initial&phan=org&sx=ten")).text
    without = re.findall(
        r'<a href="([^"]+)"[^>]*>(?:<svg.*?</svg>)<span class="vh">Bỏ', page
    )

    assert without == [_url("phan=org&amp;sx=ten"), _url("q=initial&amp;sx=ten")]


def test_a_day_that_cannot_be_read_is_said_and_the_rest_is_shown(
    client: Client,
) -> None:
    page = client.get(_url("tu=31/2/2023"))

    assert page.status_code == 200
    assert "chưa đọc được ngày “31/2/2023”, viết như 15/3/2023." in page.text


def test_search_gets_its_words_without_accents() -> None:
    seen = []
    find = Search(match=lambda text: seen.append(text) or Q())  # type: ignore[func-returns-value]  # notes it

    find.where(find.read(QueryDict("q=Đăng  KÝ")))

    assert seen == ["dang ky"]


def test_the_heading_says_how_rows_are_sorted_and_turns_it(client: Client) -> None:
    page = client.get(_url("sx=ten")).text

    assert re.search(
        r'aria-sort="ascending"><a id="sort-ten" href="[^"]*sx=-ten"', page
    )
    assert page.count("aria-sort") == 1


def test_pages_lead_on_and_back(client: Client) -> None:
    _only(60)
    seen, url = [], _url()
    while url:
        page = client.get(url).text
        seen += _names(page)
        found = re.search(r'id="page-after" href="([^"]+)"', page)
        url = found[1].replace("&amp;", "&") if found else ""
    back = re.search(r'id="page-before" href="([^"]+)"', page)

    assert seen == [f"{n:04}_buoc" for n in reversed(range(60))]
    assert back
    assert _names(client.get(back[1].replace("&amp;", "&")).text) == seen[25:50]


def test_a_total_is_told_up_to_a_thousand(client: Client) -> None:
    Step.objects.all().delete()
    Step.objects.bulk_create(
        Step(app="org", name=f"{n:04}", applied=START) for n in range(1001)
    )

    assert ">hơn 1.000 bước<" in client.get(_url()).text


def test_htmx_gets_the_part_it_asks_for_and_its_address(client: Client) -> None:
    whole = client.get(_url("q=&phan=org"), headers=PART)
    results = client.get(_url("phan=org"), headers=RESULTS)
    boosted = client.get(_url("phan=org"), headers={**PART, "HX-Boosted": "true"})
    restored = {**PART, "HX-History-Restore-Request": "true"}

    assert whole["HX-Push-Url"] == _url("phan=org")
    assert whole.text.lstrip().startswith('<section id="list"')
    assert '<form class="filters"' not in results.text
    assert 'class="list stacky"' in results.text
    assert "<html" in boosted.text
    assert "<html" in client.get(_url("phan=org"), headers=restored).text


def test_an_empty_list_says_why_in_three_ways(client: Client) -> None:
    narrowed = client.get(_url("q=khong+co&phan=org")).text
    Step.objects.all().delete()
    new = client.get(_url()).text
    request = RequestFactory().get(_url())
    barred = Shown(
        request,
        STEPS,
        Query.read(STEPS, request.GET),
        Step.objects.all(),
        "Không được.",
    )

    assert "Không có bước nào khớp 2 điều kiện đang chọn" in narrowed
    assert "Bỏ bộ lọc" in narrowed
    assert "Chưa có bước nào" in new
    assert barred.barred == "Không được."
    assert not barred.groups


def test_a_row_carries_the_reason_why_an_action_is_not_for_it(client: Client) -> None:
    page = client.get(_url()).text
    against = re.findall(r'data-name="(\w+) [^"]*"[^>]*data-no="([^"]*)"', page)

    assert against
    assert {app for app, _ in against}.isdisjoint({"org", "base"})
    assert {text for _, text in against} == {
        "{&quot;rieng&quot;: &quot;là của Django&quot;}"
    }


def test_an_action_is_done_to_the_ticked_rows_or_to_all_that_fit(
    client: Client,
) -> None:
    _only(30)
    ticked = list(Step.objects.values_list("pk", flat=True)[:3])
    url = reverse("base:style_try")

    def said(query: str, **sent: Any) -> str:
        sent |= {"khoa": str(uuid4()), "next": _url()}
        return client.post(f"{url}?{query}", sent, follow=True).text

    assert "Đã thử với 3 dòng." in said("", chon=ticked)
    assert "Đã thử với 30 dòng." in said("", **{"tat-ca": "1"})
    assert "Đã thử với 2 dòng." in said("den=2023-03-02", **{"tat-ca": "1"})
    assert "Chưa chọn dòng nào." in said("", chon=["x", "9" * 30])


def test_a_view_is_saved_shown_to_the_unit_and_dropped_by_its_owner(
    unit: Any, user: Any, client: Client
) -> None:
    mate, stranger = make.user(unit), make.user()
    save = {"list_name": "steps", "query": "phan=org", "next": _url()}
    client.post(reverse("base:save_view"), {**save, "name": "Riêng"})
    client.post(reverse("base:save_view"), {**save, "name": "Chung", "is_shared": "on"})

    def tabs(of: Any) -> list[str]:
        reader = Client()
        reader.force_login(of)
        page = reader.get(_url("phan=org")).text
        return [name for name in ("Riêng", "Chung") if f"</svg>{name}</a>" in page]

    assert (tabs(user), tabs(mate), tabs(stranger)) == (
        ["Riêng", "Chung"],
        ["Chung"],
        [],
    )

    shared = SavedView.objects.get(name="Chung")
    for person, status in ((stranger, 422), (mate, 422), (user, 302)):
        reader = Client()
        reader.force_login(person)
        answer = reader.post(reverse("base:drop_view", args=[shared.pk]))
        assert answer.status_code == status
    assert tabs(mate) == []


def test_the_neighbours_of_a_row_are_those_of_the_list_it_was_opened_from(
    client: Client,
) -> None:
    rows = _rows(5)
    url = reverse("base:style_detail", args=[rows[2].pk])

    def neighbours(query: str) -> list[str]:
        page = client.get(f"{url}{query}").text
        found = re.findall(
            r'href="[^"]*/(\d+)/\?[^"]*" data-key="Alt\+Page(\w+)"', page
        )
        names = {row.pk: row.name[:4] for row in rows}
        return [f"{way} {names.get(int(pk), 'x')}" for pk, way in found]

    assert neighbours("?ds=phan%3Dorg") == ["Up 0003", "Down 0001"]
    assert neighbours("?ds=phan%3Dorg%26sx%3Dten") == ["Up 0001", "Down 0003"]
    assert neighbours("") == []


def _harmful() -> List[SavedView]:
    owner = make.user()
    for n, name in enumerate(HARMFUL):
        SavedView.objects.create(owner=owner, list_name=f"l{n}", name=name, unit=n)
    SavedView.objects.update(made_at=moment("2023-07-05T16:30"))
    return List(
        name="harmful",
        noun="khung nhìn",
        columns=(
            Column(slug="ten", label="Tên", value=lambda row: row.name, sort="pk"),
            Column(slug="so", label="Số", value=lambda row: row.unit),
            Column(slug="luc", label="Lúc", value=lambda row: row.made_at),
            Column(slug="trong", label="Trống", value=lambda row: None),
        ),
        sort="ten",
        empty=Empty(title="Chưa có"),
    )


def _file(kind: str) -> bytes:
    declared = _harmful()
    rows = declared.order("ten").sort(SavedView.objects.all())
    answer = export(RequestFactory().get("/"), declared, rows, kind)
    named = f"danh-sach-{timezone.localdate():%Y-%m-%d}.{kind}"
    assert f'filename="{named}"' in answer["Content-Disposition"]
    with closing(answer):
        return bytes(answer.getvalue())


def test_a_file_is_called_after_its_list_and_day(client: Client) -> None:
    day = f"{timezone.localdate():%Y-%m-%d}"
    asked = RequestFactory().get("/cb/quan-tri/nguoi-dung/?xuat=csv")
    page = client.get(reverse("base:style_list"), {"xuat": "csv"})

    assert file_name(asked, "csv") == f"nguoi-dung-{day}.csv"
    assert file_name(asked, "csv", stem="can-bo") == f"can-bo-{day}.csv"
    assert f'filename="buoc-mau-{day}.csv"' in page["Content-Disposition"]


def test_a_csv_says_that_it_is_utf_8_and_runs_no_formula() -> None:
    text = _file("csv").decode("utf-8-sig")
    heads, *rows = csv.reader(StringIO(text))

    assert heads == ["Tên", "Số", "Lúc", "Trống"]
    assert [row[0] for row in rows] == [
        *(f"'{name}" for name in HARMFUL[:5]),
        HARMFUL[5],
    ]
    assert rows[1][1:] == ["1", "2023-07-05 16:30", ""]


def test_a_sheet_has_texts_numbers_and_moments_and_runs_no_formula() -> None:
    content = _file("xlsx")
    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
    heads, *rows = sheet.to_python()

    assert heads == ["Tên", "Số", "Lúc", "Trống"]
    assert [row[0] for row in rows] == HARMFUL
    assert rows[1][1:3] == [1, datetime(2023, 7, 5, 16, 30)]  # noqa: DTZ001  a sheet's


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_holds_what_the_address_shows(kind: str, client: Client) -> None:
    _only(60)
    answer = client.get(_url(f"tu=2023-03-03&den=2023-03-05&sx=ten&xuat={kind}"))
    content = answer.getvalue()
    answer.close()
    if kind == "csv":
        names = [row[0] for row in csv.reader(StringIO(content.decode("utf-8-sig")))]
    else:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        names = [str(row[0]) for row in book.get_sheet_by_index(0).to_python()]

    assert names == ["Tên bước", "0002_buoc", "0003_buoc", "0004_buoc"]


def test_an_export_is_told_to_whoever_must_know() -> None:
    told = []
    declared = List(
        name="l",
        noun="dòng",
        columns=(Column(slug="a", label="A", value=str, sort="pk"),),
        sort="a",
        empty=Empty(title="Chưa có"),
        on_export=lambda request, kind: told.append((request.path, kind)),
    )

    export(RequestFactory().get("/cb/x/"), declared, SavedView.objects.none(), "csv")

    assert told == [("/cb/x/", "csv")]


def test_many_lists_are_counted_in_one_statement(
    django_assert_num_queries: Any,
) -> None:
    _only(3)
    rows = Step.objects.order_by()
    none = rows.filter(pk__in=[])

    with django_assert_num_queries(1):
        counted = counts([rows, none, rows.filter(app="org"), rows[:0]]).ask()

    assert counted == [3, 0, rows.filter(app="org").count(), 0]
    with django_assert_num_queries(0):
        assert counts([none]).ask() == [0]


def test_conditions_on_the_same_rows_are_counted_by_reading_them_once(
    django_assert_num_queries: Any,
) -> None:
    _only(3)
    many = [Q(), Q(pk__in=[]), Q(name__contains="2")]

    counted = counts_among(Step.objects.all(), many)

    assert counted.sql.count("FROM") == 1
    with django_assert_num_queries(1):
        assert counted.ask() == [3, 0, 1]
    assert counts_among(Step.objects.filter(name=""), many).ask() == [0, 0, 0]
    with django_assert_num_queries(0):
        assert counts_among(Step.objects.none(), many).ask() == [0, 0, 0]
