"""The pages of the calendar and the catalogue, as the server answers them."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienmach.base.carried import packed
from lienmach.org.models import User
from lienmach.registers.actions.calendar import load_country
from lienmach.registers.models import (
    CalendarDay,
    Hours,
    Procedure,
    ProcedureVersion,
)
from lienmach.registers.queries.procedures import in_force_on
from lienmach.registers.tests.make_procedure import version
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
RIGHTS = "registers.procedures registers.calendar"
DECIDED = {"so_qd": "9/QĐ-UBND", "ngay_ky": "1/2/2026", "co_quan": "UBND tỉnh"}


@pytest.fixture
def officer(client: Client) -> User:
    user = make.user(rights=RIGHTS)
    client.force_login(user)
    return user


@pytest.fixture
def reader(client: Client) -> User:
    user = make.user()
    client.force_login(user)
    return user


def _page(client: Client, name: str, *args: object, **asked: str) -> str:
    answer = client.get(reverse(f"registers:{name}", args=args), asked)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_however_long_it_is(
    rows: int, client: Client, reader: User, django_assert_num_queries: Any
) -> None:
    codes = [version(f"1.{n}00").procedure.code for n in range(rows)]
    address = reverse("registers:procedures")
    client.get(address)

    # session, user, desk (2), fields, words (2), saved views, counts (2), total, page
    with django_assert_num_queries(11):
        page = client.get(address).content.decode()

    assert all(code in page for code in codes)


@pytest.mark.parametrize("rows", [1, 3])
def test_an_export_asks_the_same_however_long_it_is(
    rows: int, client: Client, reader: User, django_assert_num_queries: Any
) -> None:
    for n in range(rows):
        version(f"1.{n}00")
    address = reverse("registers:procedures")
    client.get(address)

    with django_assert_num_queries(12):
        answer: Any = client.get(address, {"xuat": "csv"})
        content = b"".join(answer.streaming_content).decode()

    assert content.count("Giấy chứng sinh") == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_change_log_asks_the_same_however_long_it_is(
    rows: int, client: Client, reader: User, django_assert_num_queries: Any
) -> None:
    for n in range(rows):
        version(f"1.{n}00")
    address = reverse("registers:procedure_changes")
    client.get(address)

    with django_assert_num_queries(8):
        assert client.get(address).content.decode().count("12/QĐ-UBND") == rows


def test_the_catalogue_is_shown_as_it_was_on_a_day(
    client: Client, reader: User
) -> None:
    version("1.1", on=date(2023, 1, 1), name="Tên cũ")
    version("1.1", on=date(2024, 1, 1), name="Tên mới")

    assert "Tên mới" in _page(client, "procedures")
    assert "Tên cũ" in _page(client, "procedures", ngay="2023-05-01")
    before = _page(client, "procedures", ngay="2022-05-01")
    assert "Tên cũ" not in before
    assert "Tên cũ" in _page(client, "procedures", xem="sap", ngay="2022-05-01")


@pytest.mark.parametrize(
    ("asked", "is_shown"),
    [
        ({"thieu": "co"}, True),
        ({"thieu": "website"}, True),
        ({"tt": "full"}, True),
        ({"tt": "khong"}, False),
        ({"cap": "commune"}, True),
        ({"nganh": "doc"}, False),
        ({"q": "dkks"}, True),
    ],
)
def test_filters_narrow_the_catalogue(
    asked: dict[str, str], is_shown: bool, client: Client, reader: User
) -> None:
    version("1.1")

    assert ("Đăng ký khai sinh" in _page(client, "procedures", **asked)) is is_shown


def test_a_procedure_is_tried_by_the_version_of_its_day(
    client: Client, reader: User
) -> None:
    load_country(at=MONDAY)
    version("1.1", on=date(2023, 1, 1))
    version("1.1", on=date(2026, 3, 1), everyday_name="Sửa")
    asked = {"nhan": "6/3/2026", "luc": "15:40"}

    page = _page(client, "procedure", "1.1", **asked)

    assert "17:00 13/03/2026" in page
    assert "không tính – nghỉ thứ Bảy" in page
    early = _page(client, "procedure", "1.1", nhan="6/3/2020", luc="15h40")
    assert "thủ tục này không có hiệu lực" in early
    late = _page(client, "procedure", "1.1", nhan="6/3/2090", luc="15h40")
    assert "chưa được công bố" in late
    assert "Giờ chưa đúng" in _page(
        client, "procedure", "1.1", nhan="1/1/2026", luc="x"
    )


def _sent(**more: str) -> dict[str, str]:
    sent = {
        **DECIDED,
        "tu_ngay": "1/3/2026",
        "code": "2.000002",
        "name": "Sang tên sổ đỏ",
        "field": "Đất đai",
        "levels": "commune",
        "limit_amount": "10",
        "clock": "working_days",
        "steps-0-name": "Thẩm định",
        "steps-0-unit_kind": "division",
        "steps-0-share": "100",
        "components-0-name": "Đơn",
        "components-0-originals": "1",
    }
    for prefix in ("components", "fees", "steps", "hops"):
        sent[f"{prefix}-TOTAL_FORMS"] = "3"
        sent[f"{prefix}-INITIAL_FORMS"] = "0"
        for n in range(3):
            sent[f"hops-{n}-clock"] = "working_days"
    return sent | more


def test_a_procedure_is_added_with_its_lines(client: Client, officer: User) -> None:
    make.level()
    make.kind()

    answer = client.post(reverse("registers:procedure_new"), _sent())

    assert answer.status_code == 302, answer.content.decode()
    made = in_force_on("2.000002", date(2026, 3, 1))
    assert made
    assert [part.originals for part in made.components.all()] == [1]
    assert [str(step.share) for step in made.steps.all()] == ["100.00"]


@pytest.mark.parametrize("is_over", [False, True], ids=["in force", "ended"])
def test_a_code_that_is_known_is_refused_with_the_way_to_a_new_version(
    is_over: bool, client: Client, officer: User
) -> None:
    make.level()
    make.kind()
    version("2.000002", on=date(2026, 1, 1), name="Sang tên nhà đất")
    if is_over:
        ProcedureVersion.objects.update(valid_to=date(2026, 2, 1))
    sent = _sent(everyday_name="Đổi chủ đất")

    answer = client.post(reverse("registers:procedure_new"), sent)

    text = answer.content.decode()
    change = reverse("registers:procedure_change", args=["2.000002"])
    assert answer.status_code == 422
    assert "Mã này đã có trong danh mục: «Sang tên nhà đất»." in text
    assert f'href="{change}"' in text
    assert 'value="Đổi chủ đất"' in text
    assert ProcedureVersion.objects.count() == 1
    assert client.get(change).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"steps-0-share": "60"}, "cộng được 60 %"),
        ({"steps-0-share": "abc"}, "Số chưa đúng"),
        ({"steps-0-name": ""}, "chưa có tên"),
        ({"steps-0-name": "x" * 501}, "không quá 500 ký tự"),
        ({"steps-0-unit_kind": ""}, "Chọn nơi làm"),
        ({"hops-0-name": "Khai sinh"}, "thời hạn của chặng"),
        ({"fees-0-name": "Phí", "fees-0-amount": "-5"}, "Chỉ nhận từ 0 đến"),
        ({"tu_ngay": "31/2/2026"}, "Ngày chưa đúng"),
        ({"so_qd": ""}, "Chưa nhập quyết định"),
        ({"limit_amount": "99999999999"}, "Chỉ nhận từ 0 đến 3.000"),
        ({"limit_amount": "-3"}, "Chỉ nhận từ 0 đến 3.000"),
        ({"ngay_ky": "1/1/2090"}, "Ngày ký chưa đến"),
        ({"code": "<x>"}, "Mã thủ tục gồm"),
    ],
)
def test_what_is_wrong_in_a_form_is_said_and_nothing_is_written(
    wrong: dict[str, str], said: str, client: Client, officer: User
) -> None:
    make.level()
    make.kind()

    answer = client.post(reverse("registers:procedure_new"), _sent(**wrong))

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Procedure.objects.exists()


def test_days_that_are_mostly_a_slip_are_asked_about_before_they_are_written(
    client: Client, officer: User
) -> None:
    make.level()
    make.kind()
    version("2.000002", on=date(2026, 3, 1))
    address = reverse("registers:procedure_change", args=["2.000002"])
    early = _sent(tu_ngay="1/1/2010", field="Hộ tịch")

    asked = client.post(address, early)

    text = asked.content.decode()
    assert asked.status_code == 422
    assert "Quyết định ký ngày 01/02/2026, sau ngày áp dụng 01/01/2010" in text
    assert "trước phiên bản đầu tiên (từ 01/03/2026)" in text
    assert "chỉ áp dụng đến hết 28/02/2026" in text
    assert 'name="dung_ngay"' in text
    assert in_force_on("2.000002", date(2015, 1, 1)) is None
    assert client.post(address, {**early, "dung_ngay": "on"}).status_code == 302
    assert in_force_on("2.000002", date(2015, 1, 1))
    later = client.post(address, _sent(tu_ngay="1/4/2026", field="Hộ tịch"))
    assert later.status_code == 302  # nothing to ask


def test_more_lines_are_given_without_complaint(client: Client, officer: User) -> None:
    answer = client.post(
        reverse("registers:procedure_new"), _sent(them="steps", name="")
    )

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "steps-5-name" in page
    assert "Có chỗ cần sửa" not in page


def test_a_change_keeps_what_was_not_touched(client: Client, officer: User) -> None:
    version("1.1")
    page = client.get(reverse("registers:procedure_change", args=["1.1"]))
    editor = page.context["editor"]
    sent = {**_sent(), "limit_amount": "2"}
    for prefix, rows in editor.sets.items():
        sent[f"{prefix}-TOTAL_FORMS"] = str(rows.total_form_count())
        sent[f"{prefix}-INITIAL_FORMS"] = str(rows.initial_form_count())
        for row in rows:
            for field in row:
                value = field.field.widget.format_value(field.value())
                value = value[0] if isinstance(value, list) else value
                sent[field.html_name] = "" if value is None else str(value)

    answer = client.post(reverse("registers:procedure_change", args=["1.1"]), sent)

    assert answer.status_code == 302, answer.content.decode()
    made = in_force_on("1.1", date(2026, 3, 1))
    assert made
    assert made.limit_amount == 2
    assert [part.name for part in made.components.all()] == [
        "Tờ khai",
        "Giấy chứng sinh",
    ]
    assert made.fees.get().valid_from == date(2021, 1, 1)
    assert [step.share for step in made.steps.all()] == [62.5, 37.5]


def test_a_procedure_is_abolished_or_replaced(client: Client, officer: User) -> None:
    version("1.1")
    address = reverse("registers:procedure_end", args=["1.1"])
    sent = {**DECIDED, "tu_ngay": "1/3/2026"}

    unknown = client.post(address, {**sent, "successor": "9.9"})
    assert "Danh mục không có thủ tục mã 9.9" in unknown.content.decode()

    assert client.post(address, sent).status_code == 302
    assert in_force_on("1.1", date(2026, 3, 1)) is None


def test_a_file_is_shown_first_and_written_when_confirmed(
    client: Client, officer: User
) -> None:
    level = make.level()
    text = f"Mã,Tên thủ tục,Lĩnh vực,Cấp\n1.9,Đăng ký,Hộ tịch,{level.name}\n"
    file = SimpleUploadedFile("a.csv", text.encode())

    page = client.post(
        reverse("registers:procedures_import"), {"tep": file, "tu_ngay": "1/3/2026"}
    )

    assert "1 thủ tục mới, 0 thay đổi" in page.content.decode()
    assert not Procedure.objects.exists()
    carried = {f.html_name: f.value() for f in page.context["form"].hidden_fields()}
    sent = {**carried, "tu_ngay": "2026-03-01"}
    missing = client.post(reverse("registers:procedures_apply"), sent)
    assert missing.status_code == 422
    assert not Procedure.objects.exists()
    done = client.post(reverse("registers:procedures_apply"), {**sent, **DECIDED})
    assert done.status_code == 302
    assert in_force_on("1.9", date(2026, 3, 1))


@pytest.mark.parametrize("carried", ["", "!!", "AAAA", packed(b"x")[:-4]])
def test_a_preview_that_was_tampered_with_is_refused(
    carried: str, client: Client, officer: User
) -> None:
    sent = {**DECIDED, "tep": carried, "ten": "a", "dau": "0", "tu_ngay": "1/3/2026"}

    answer = client.post(reverse("registers:procedures_apply"), sent)

    assert answer.status_code == 422


def test_counts_lead_to_the_procedures_behind_them(
    client: Client, reader: User
) -> None:
    field = version("1.1").field

    page = _page(client, "procedure_counts", ngay="2023-05-01")

    assert f"?lv={field.pk}&amp;cap=commune&amp;ngay=2023-05-01" in page


@pytest.mark.parametrize(
    "name",
    [
        "procedure_new",
        "procedures_import",
        "calendar_day",
        "hours",
    ],
)
def test_who_has_no_right_reads_but_does_not_change(
    name: str, client: Client, reader: User
) -> None:
    version("1.1")
    for page in ("procedures", "calendar", "procedure_counts"):
        assert "btn-primary" not in _page(client, page)

    assert client.get(reverse(f"registers:{name}")).status_code == 403


@pytest.mark.parametrize("days", [1, 3])
def test_a_year_asks_the_same_however_many_days_it_has(
    days: int, client: Client, officer: User, django_assert_num_queries: Any
) -> None:
    load_country(at=MONDAY)
    for day in range(days):
        Hours.objects.create(
            unit_id=officer.posts.get().unit_id,
            purpose="reception",
            clocks=[],
            valid_from=date(2020, 1, 1 + day),
            valid_to=date(2020, 1, 2 + day),
            made_at=MONDAY,
        )
    address = reverse("registers:calendar")
    client.get(address)

    with django_assert_num_queries(11):
        assert client.get(address, {"nam": "2026"}).status_code == 200


def test_a_day_is_decided_and_its_history_shown(client: Client, officer: User) -> None:
    load_country(at=MONDAY)
    sent = {
        "ngay": "9/9/2026",
        "la": "holiday",
        "ten": "phòng chống bão",
        "chac": "sure",
        "van_ban": "5/CĐ-UBND",
        "noi": "ca-nuoc",
    }

    assert client.post(reverse("registers:calendar_day"), sent).status_code == 302
    sent["ten"] = "phòng chống bão số 3"
    client.post(reverse("registers:calendar_day"), sent)

    page = _page(client, "calendar", nam="2026")
    assert "Nghỉ phòng chống bão số 3 theo 5/CĐ-UBND" in page
    assert "1 lần ghi trước" in page
    assert CalendarDay.objects.filter(day=date(2026, 9, 9)).count() == 2
    refused = client.post(reverse("registers:calendar_day"), {**sent, "la": "make_up"})
    assert "cuối tuần" in refused.content.decode()


def test_saturday_mornings_are_decided_for_a_unit(
    client: Client, officer: User
) -> None:
    unit = officer.posts.get().unit_id
    sent = {
        "don_vi": str(unit),
        "loai": "saturday",
        "tu_ngay": "1/3/2026",
        "cach": "half",
        "van_ban": "12/KH-UBND",
    }
    address = reverse("registers:hours")

    assert client.post(address, {**sent, "cach": ""}).status_code == 422
    assert client.post(address, {**sent, "sang_tu": "7h"}).status_code == 422
    assert client.post(address, sent).status_code == 302
    assert Hours.objects.get().mode == "half"
    assert "Tính nửa ngày làm việc" in _page(client, "calendar")


def test_the_panel_counts_day_by_day(client: Client, reader: User) -> None:
    load_country(at=MONDAY)
    asked = {"nhan": "2/1/2026", "luc": "15:40", "han": "1", "cach": "working_days"}

    page = _page(client, "calendar", **asked)

    assert "17:00 05/01/2026" in page
    assert timezone.localdate()  # the page asks the clock for nothing but defaults


@pytest.mark.parametrize(
    "asked",
    [
        {"nam": "99999"},
        {"nam": "x", "dv": "-1"},
        {"nhan": "x", "luc": "99:99", "han": "-1", "cach": "?"},
        {"nhan": "1/1/1800", "luc": "15:40", "han": "5", "cach": "working_days"},
        {"nhan": "2/1/2026", "luc": "1:00", "han": "3000", "cach": "working_hours"},
    ],
)
def test_whatever_is_asked_of_the_calendar_is_answered(
    asked: dict[str, str], client: Client, reader: User
) -> None:
    load_country(at=MONDAY)

    _page(client, "calendar", **asked)


def test_an_unknown_procedure_is_not_found(client: Client, officer: User) -> None:
    for name in ("procedure", "procedure_change", "procedure_end"):
        address = reverse(f"registers:{name}", args=["nope"])
        assert client.get(address).status_code == 404
    assert not ProcedureVersion.objects.exists()
