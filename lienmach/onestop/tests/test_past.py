"""Figures of past reports: recognised, put into series, told beside what is counted."""

import re
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lienmach.base.actor import Actor
from lienmach.calc.refusal import Refused
from lienmach.calc.text import fold
from lienmach.indicators import registry
from lienmach.indicators.actions import (
    Printed,
    Row,
    enter_reported,
    recount_marked,
    withdraw_reported,
)
from lienmach.indicators.actions import past as actions
from lienmach.indicators.actions.past import RIGHT
from lienmach.indicators.models import ReportedValue, RowMapping
from lienmach.indicators.queries import past as queries
from lienmach.indicators.queries.forms import forms
from lienmach.indicators.queries.scope import As, scope_of
from lienmach.indicators.queries.series import Series, series
from lienmach.onestop.actions import steps
from lienmach.onestop.actions.steps import Signed
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.org.models import UnitVersion
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = date(2026, 4, 20)
QUARTER = (date(2026, 1, 1), date(2026, 3, 31))
OLD = (date(2025, 1, 1), date(2025, 3, 31))


@pytest.fixture
def office() -> Office:
    """An office that began to count on 1 January: two finished, one of them late."""
    office = made.office()
    first = made.in_progress(office, on=MONDAY - 4 * DAY)
    second = made.in_progress(office, on=MONDAY)
    for dossier, days in ((first, 1), (second, 20)):
        done = Signed(MONDAY.date(), "Chủ tịch")
        at = MONDAY + days * DAY
        steps.record_result(dossier.pk, done, actor=office.processes, at=at)
    while recount_marked():
        pass
    return office


def _actor(office: Office) -> Actor:
    return make.actor(make.user(office.committee, RIGHT))


def _row(line: int, code: str, label: str, value: int | None, **more: Any) -> Row:
    said: dict[str, Any] = {
        "form": "Hồ sơ",
        "measure": "Hồ sơ",
        "raw": str(value),
        "state": "value" if value is not None else "text",
    }
    said |= more
    number = None if value is None else Decimal(value)
    return Row(code=code, label=label, value=number, line=line, **said)


def _report(
    office: Office,
    *rows: Row,
    source: str = "check:1",
    days: tuple[date, date] = OLD,
) -> list[ReportedValue]:
    actor = _actor(office)
    printed = Printed(
        source, actor.unit_id, *days, f"Báo cáo {source}", "/cb/ra-soat/1/"
    )
    enter_reported(printed, rows, actor=actor)
    return list(queries.of_source(source, actor))


def _finished() -> tuple[str, str]:
    """Code and label of the row of our general form that counts what is finished."""
    row = next(
        row
        for row in forms()["ho-so"].rows
        if [term.name for term in row.above] == ["dossiers_finished"]
    )
    return row.code, row.label


def _placed(office: Office, source: str = "check:1", line: int = 5) -> tuple[int, int]:
    to = ("ho-so", _finished()[0])
    return actions.place(source, {line: to}, actor=_actor(office), at=timezone.now())


def _series(office: Office) -> Series:
    indicator = registry.indicators()["da-giai-quyet"]
    scope = scope_of(office.committee.pk, As.THEN, today=TODAY)
    return series(indicator, office.committee.pk, "", scope, upto=TODAY, today=TODAY)


def test_a_printed_row_is_recognised_and_set_against_what_is_counted(
    office: Office,
) -> None:
    code, label = _finished()
    values = _report(
        office,
        _row(5, code, label, 3),
        _row(6, code, "Cuộc họp giao ban", 7),
        _row(7, "99.", "Chuyện khác", None),
        days=QUARTER,
    )

    same, other, words = queries.planned(values, {}, today=TODAY)

    assert (same.place, same.sureness) == (("ho-so", code), "same")
    assert same.counted
    assert (same.counted.value, same.differs) == (Decimal(2), True)
    assert (other.row, other.sureness) == (None, "unknown")
    assert not words.is_figure


def test_what_was_decided_is_kept_for_the_next_report_and_can_be_put_right(
    office: Office,
) -> None:
    code, _ = _finished()
    _report(office, _row(5, "7.7.", "Việc đã xong", 3))
    assert _placed(office) == (1, 0)

    (again,) = queries.planned(
        _report(office, _row(9, "7.7.", "VIỆC ĐÃ XONG", 4), source="check:2"),
        {},
        today=TODAY,
    )
    assert (again.place, again.is_decided) == (("ho-so", code), True)

    actor, at = _actor(office), timezone.now()
    actions.place("check:1", {5: queries.NOWHERE}, actor=actor, at=at)
    assert RowMapping.objects.get().row_form == ""
    assert not ReportedValue.objects.exclude(row_form="").exists()


def test_a_reported_figure_stands_until_its_days_are_counted(office: Office) -> None:
    code, label = _finished()
    _report(office, _row(5, code, label, 41))
    _report(office, _row(5, code, label, 3), source="check:2", days=QUARTER)
    _placed(office)
    _placed(office, "check:2")

    old, now = _series(office).points

    assert (old.is_counted, old.value.value) == (False, Decimal(41))
    assert (now.is_counted, now.value.value, now.differs) == (True, Decimal(2), True)
    assert now.reported
    assert now.reported.value == 3


def test_a_period_that_was_counted_only_in_part_stays_as_reported(
    office: Office,
) -> None:
    code, label = _finished()
    half = (date(2025, 12, 15), date(2026, 3, 14))
    _report(office, _row(5, code, label, 40), days=half)
    _placed(office)

    (point, *_) = _series(office).points

    assert (point.is_counted, point.value.value) == (False, Decimal(40))


def test_of_two_reports_of_one_period_the_later_one_stands(office: Office) -> None:
    code, label = _finished()
    _report(office, _row(5, code, label, 41))
    _placed(office)
    (planned,) = queries.planned(
        _report(office, _row(5, code, label, 44), source="check:2"), {}, today=TODAY
    )
    assert planned.other
    assert planned.other.value == 41

    assert _placed(office, "check:2") == (1, 1)

    (point,) = [p for p in _series(office).points if not p.is_counted]
    assert point.value.value == 44


def test_a_report_entered_again_keeps_its_place_in_the_series(office: Office) -> None:
    code, label = _finished()
    _report(office, _row(5, code, label, 41))
    _placed(office)

    _report(office, _row(8, code, label, 42))

    (kept,) = ReportedValue.objects.exclude(row_form="")
    assert (kept.value, kept.line) == (Decimal(42), 8)
    withdraw_reported("check:1")
    assert _series(office).points == ()


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ({5: ("ho-so", "99.")}, "biểu không có dòng «99.»"),
        ({5: ("gì", "1.")}, "biểu không có dòng"),
        ({7: ("ho-so", "*")}, "không phải số liệu"),
        ({5: ("ho-so", "*"), 6: ("ho-so", "*")}, "mỗi dòng của biểu chỉ nhận một số"),
    ],
)
def test_what_cannot_be_placed_is_said_in_a_sentence(
    office: Office, chosen: dict[int, tuple[str, str]], told: str
) -> None:
    code, label = _finished()
    rows = [_row(5, code, label, 1), _row(6, "2.", "Hai", 2), _row(7, "3.", "Ba", None)]
    _report(office, *rows)
    named = {n: (f, code if c == "*" else c) for n, (f, c) in chosen.items()}

    with pytest.raises(Refused, match=told):
        actions.place("check:1", named, actor=_actor(office), at=timezone.now())

    assert not ReportedValue.objects.exclude(row_form="").exists()


def _client(office: Office, *rights: str) -> Client:
    client = Client()
    client.force_login(make.user(office.committee, " ".join(rights or (RIGHT,))))
    return client


def test_the_step_shows_what_is_recognised_and_enters_what_is_chosen(
    office: Office,
) -> None:
    code, label = _finished()
    _report(office, _row(5, code, label, 3), _row(6, "8.", "Lạ", 1), days=QUARTER)
    client, address = _client(office), reverse("indicators:past", args=["check:1"])

    page = client.get(address).content.decode()
    assert "1 dòng đã nhận ra, 0 dòng cần xem, 1 dòng chưa nhận ra" in page
    assert f'<option value="ho-so|{code}" selected>' in page
    assert "đếm được 2" in page

    sent = client.post(address, {"d5": f"ho-so|{code}", "d6": ""}, follow=True)
    assert "Đã đưa 1 số liệu vào chuỗi" in sent.content.decode()
    shown = client.get(
        reverse("indicators:explain", args=["da-giai-quyet"]),
        {"dv": office.committee.code, "ky": "2026-Q1"},
    ).content.decode()
    assert "báo cáo ghi khác: 3" in shown
    assert "/cb/ra-soat/1/#d5" in shown

    twice = client.post(address, {"d5": f"ho-so|{code}", "d6": f"ho-so|{code}"})
    assert twice.status_code == 422
    assert "chỉ nhận một số" in twice.content.decode()


def test_who_may_not_decide_sees_and_cannot_send(office: Office) -> None:
    code, label = _finished()
    _report(office, _row(5, code, label, 3))
    client = _client(office, "indicators.board")
    address = reverse("indicators:past", args=["check:1"])

    assert "<select" not in client.get(address).content.decode().split("<main")[1]
    assert client.post(address, {"d5": f"ho-so|{code}"}).status_code == 403
    assert client.get(reverse("indicators:past_import")).status_code == 403
    assert client.get(reverse("indicators:past", args=["check:9"])).status_code == 404


@pytest.mark.parametrize("slug", ["da-giai-quyet", "dung-han"])
def test_the_page_of_a_figure_asks_as_much_of_three_points_as_of_one(
    office: Office, slug: str
) -> None:
    client = _client(office)
    code, label = _finished()
    counts = []
    client.get(reverse("indicators:reported"))  # the first page of a session asks more
    for n, year in enumerate((2025, 2024, 2023), 1):
        days = (date(year, 1, 1), date(year, 3, 31))
        _report(office, _row(5, code, label, 40 + n), source=f"check:{n}", days=days)
        _placed(office, f"check:{n}")
        address = reverse("indicators:explain", args=[slug])
        with CaptureQueriesContext(connection) as asked:
            client.get(address, {"dv": office.committee.code, "ky": "2026-Q1"})
        counts.append(len(asked))
    assert counts[0] == counts[2]


HEAD = "Mã đơn vị;Từ ngày;Đến ngày;Biểu;Mã dòng;Số liệu"


def _upload(client: Client, *lines: str, name: str = "cũ.csv") -> Any:
    text = "\n".join((HEAD, *lines)).encode()
    file = SimpleUploadedFile(name, text)
    return client.post(reverse("indicators:past_import"), {"tep": file})


def _hidden(page: str) -> dict[str, str]:
    found = {}
    for name in ("ten", "tep", "dau"):
        after = page.split(f'name="{name}" value="', 1)[1]
        found[name] = after.split('"', 1)[0]
    return found


def test_a_file_of_past_figures_is_previewed_then_written(office: Office) -> None:
    code, _ = _finished()
    unit, client = office.committee.code, _client(office)
    good = f"{unit};01/01/2024;31/03/2024;ho-so;{code};1.118"
    page = _upload(client, good, f"{unit};01/01/2024;31/02/2024;ho-so;{code};5")
    text = page.content.decode()
    assert "1 số mới, 0 thay số đang có, 0 giữ nguyên, 1 dòng lỗi" in text
    assert "Không đọc được ngày «31/02/2024»" in text
    iso = good.replace("01/01/2024", "2024-01-01 00:00:00")
    assert ">01/01/2024 – 31/03/2024<" in _upload(client, iso).content.decode()
    assert not ReportedValue.objects.exists()

    done = client.post(reverse("indicators:past_apply"), _hidden(text), follow=True)

    kept = ReportedValue.objects.get()
    assert (kept.value, kept.row_code, kept.line) == (Decimal(1118), code, 2)
    assert "Đã đưa 1 số liệu vào chuỗi" in done.content.decode()
    assert "1 giữ nguyên" in _upload(client, good).content.decode()
    changed = _upload(client, good.replace("1.118", "1.119"), name="mới.csv")
    assert "1 thay số đang có" in changed.content.decode()
    out = client.post(reverse("indicators:past_out", args=[kept.source]))
    assert out.status_code == 302
    assert not ReportedValue.objects.exists()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("KHONG;01/01/2024;31/03/2024;ho-so;{code};5", "Không có đơn vị mã «KHONG»"),
        ("{unit};31/03/2024;01/01/2024;ho-so;{code};5", "đầu kỳ phải không sau"),
        ("{unit};01/01/20210;31/03/2022;ho-so;{code};5", "đọc được ngày «01/01/20210»"),
        ("{unit};01/01/2024;31/03/2924;ho-so;{code};5", "Không đọc được ngày"),
        ("{unit};01/01/2024;31/03/2024;xyz;{code};5", "Không có biểu «xyz»"),
        ("{unit};01/01/2024;31/03/2024;ho-so;99.9;5", "không có dòng «99.9»"),
        ("{unit};01/01/2024;31/03/2024;ho-so;{code};năm", "năm"),
        ("{unit};01/01/2024;31/03/2024;ho-so;{code};", "phải là một số"),
        ("{unit};01/01/2024;31/03/2024", "Không có biểu «»"),
    ],
)
def test_a_line_that_cannot_be_read_says_why(
    office: Office, line: str, told: str
) -> None:
    code, _ = _finished()
    sent = line.format(unit=office.committee.code, code=code)

    page = _upload(_client(office), sent).content.decode()

    assert "1 dòng lỗi" in page
    assert told in page
    assert "Không có gì để ghi." in page


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\x00\x01\x02", "Tệp"),
        (b"a;b;c\n1;2;3", "Dòng đầu thiếu cột «Mã đơn vị»"),
        (b'[{"a": 1}]', "không phải JSON"),
    ],
)
def test_a_file_that_is_no_table_of_figures_is_refused(
    office: Office, content: bytes, told: str
) -> None:
    file = SimpleUploadedFile("x.csv", content)

    page = _client(office).post(reverse("indicators:past_import"), {"tep": file})

    assert page.status_code == 422
    assert told in page.content.decode()


def test_what_was_not_decided_is_not_kept_and_undoing_forgets(office: Office) -> None:
    code, label = _finished()
    rows = [_row(5, code, label, 3), _row(6, "8.", "Lạ", 1), _row(7, "9.", "Thôi", 1)]
    _report(office, *rows)
    client, address = _client(office), reverse("indicators:past", args=["check:1"])
    page = client.get(address).content.decode()
    assert page.count('<option value="">chưa quyết định</option>') == 3
    assert '<option value="-" selected>' not in page

    sent = {"d5": f"ho-so|{code}", "d6": "", "d7": "-"}
    shown = client.post(address, sent, follow=True).content.decode()

    assert {one.code for one in RowMapping.objects.all()} == {fold(code), fold("9.")}
    assert shown.count('<option value="-" selected>') == 1
    assert shown.count("đã chọn không đưa vào") == 1
    (undo,) = set(re.findall(r'action="([^"]+luc=[^"]+)"', shown))
    client.post(unescape(undo))
    assert not RowMapping.objects.exists()
    assert not ReportedValue.objects.exclude(row_form="").exists()


def test_undoing_keeps_what_another_report_had_decided(office: Office) -> None:
    _report(office, _row(5, "7.7.", "Việc đã xong", 3))
    _placed(office)
    _report(office, _row(5, "7.7.", "Việc đã xong", 4), source="check:2")
    at = timezone.now()
    to = {5: ("ho-so", _finished()[0])}
    actor = _actor(office)
    actions.place("check:2", to, actor=actor, at=at)

    actions.take_out("check:2", actor=actor, forgetting=at)

    assert RowMapping.objects.get().row_code == _finished()[0]


def test_an_address_of_undoing_that_is_none_is_refused(office: Office) -> None:
    _report(office, _row(5, "7.7.", "Việc đã xong", 3))
    out = reverse("indicators:past_out", args=["check:1"])

    answer = _client(office).post(f"{out}?luc=hôm-qua", follow=True)

    assert "Địa chỉ hoàn tác không đúng" in answer.content.decode()


def _later(office: Office, years: int) -> Series:
    indicator = registry.indicators()["da-giai-quyet"]
    scope = scope_of(office.committee.pk, As.THEN, today=TODAY)
    end = date(2026 + years, 12, 31)
    return series(indicator, office.committee.pk, "", scope, upto=end, today=end)


def test_a_series_has_all_periods_since_its_reports_and_says_where_some_are_missing(
    office: Office,
) -> None:
    code, label = _finished()
    _report(office, _row(5, code, label, 41))
    _placed(office)

    found = _later(office, 3)

    counted = [p.window for p in found.points if p.is_counted]
    assert len(counted) == 16
    assert counted[0].start == date(2026, 1, 1)
    assert [(one.start, one.end) for one in found.gaps] == [
        (date(2025, 4, 1), date(2025, 12, 31))
    ]
    shown = _client(office).get(
        reverse("indicators:explain", args=["da-giai-quyet"]),
        {"dv": office.committee.code, "ky": "2026-Q1"},
    )
    page = " ".join(shown.content.decode().split())
    assert "01/04/2025 – 31/12/2025" in page
    assert "chưa đếm đủ, chưa có báo cáo" in page


def test_a_series_ends_with_its_unit(office: Office) -> None:
    code, label = _finished()
    _report(office, _row(5, code, label, 41))
    _placed(office)
    UnitVersion.objects.filter(unit=office.committee).update(valid_to=date(2026, 7, 1))

    found = _later(office, 3)

    assert found.points[-1].window.end == date(2026, 6, 30)
    assert [one.end for one in found.gaps] == [date(2025, 12, 31)]


def test_the_list_leads_to_the_very_line_and_knows_its_way_back(
    office: Office,
) -> None:
    _report(office, _row(5, "1.", "Một", 1))
    card = _row(6, "1.2", "Lĩnh vực", 2, form="Chỉ số")
    _report(office, card, source="scorecard-1")

    page = _client(office).get(reverse("indicators:reported")).content.decode()

    assert re.search(r'href="/cb/ra-soat/1/\?ds=[^"#]*#d5"', page)
    assert re.search(r'href="/cb/ra-soat/1/\?ds=[^"#]*#d-1\.2"', page)
