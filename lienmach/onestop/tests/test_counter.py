"""C01: the page, its parts and its buttons, as forms are sent."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienmach.onestop.models import Dossier
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.at_counter import (
    HTMX,
    NEW,
    NUMBER,
    get,
    papers,
    part_of,
    refused,
    send,
)
from lienmach.onestop.tests.make_dossier import PROCEDURE, Office
from lienmach.org.models import AuditRecord, Verb
from lienmach.registers.tests import make_procedure
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return made.office()


@pytest.fixture
def counter(client: Client, office: Office) -> Client:
    client.force_login(office.clerk)
    return client


def test_a_dossier_is_received_without_a_script(counter: Client) -> None:
    answer = send(counter, **NEW, **papers())

    dossier = Dossier.objects.get()
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"?vua={dossier.case.code}")
    assert dossier.owner.id_number == "046189004512"
    assert [paper.is_received for paper in dossier.papers.all()] == [True, True]
    page = counter.get(answer.headers["Location"]).content.decode()
    assert f"Đã tiếp nhận {dossier.case.code}" in page
    assert "Hôm nay: 1 hồ sơ" in page


def test_a_clerk_of_elsewhere_has_no_counter(client: Client, office: Office) -> None:
    client.force_login(office.officer)

    assert client.get(reverse("onestop:counter")).status_code == 403


def test_letters_alone_choose_a_procedure_without_a_script(counter: Client) -> None:
    make_procedure.version("1.000002", name="Đăng ký kết hôn", everyday_name="")

    page = send(counter, "", **NEW, tim_tt="khai").content.decode()
    several = send(counter, "", **NEW, tim_tt="đăng ký").content.decode()

    assert 'data-name="Đăng ký khai sinh"' in page
    assert "Nguyễn Thị Ngọc Ẩn" in page
    assert "data-name" not in several
    assert several.count('name="chon"') == 2
    assert not Dossier.objects.exists()


def test_what_is_pressed_wins_over_what_stands_in_the_box(counter: Client) -> None:
    make_procedure.version("1.000002", name="Đăng ký kết hôn", everyday_name="")

    said = {"chon": "1.000002", "tt": PROCEDURE, "tim_tt": "Đăng ký khai sinh"}
    page = counter.post(reverse("onestop:counter"), said).content.decode()

    assert 'data-name="Đăng ký kết hôn"' in page


def test_a_counter_offers_what_it_receives_today_and_nothing_else(
    counter: Client,
) -> None:
    make.level("province")
    make_procedure.version("1.000002", name="Cấp tỉnh", levels=("province",))
    make_procedure.version("1.000003", name="Qua mạng", channels=("online",))
    later = timezone.localdate() + timedelta(days=9)
    make_procedure.version("1.000004", name="Chưa có hiệu lực", on=later)

    page = part_of(counter, "goi-y", tim_tt="1.0000")

    assert page.count('name="chon"') == 1
    assert "Đăng ký khai sinh" in page


def test_no_procedure_at_all_is_told(client: Client) -> None:
    clerk = make.user(rights="onestop.receive")
    client.force_login(clerk)

    page = get(client)

    assert "chưa tiếp nhận thủ tục nào" in page
    assert "Chưa tiếp nhận hồ sơ nào hôm nay" in page


def test_a_known_number_shows_the_person_with_masked_numbers(
    counter: Client, office: Office
) -> None:
    owner = made.party(name="Nguyễn Văn Ẩn", id_number=NUMBER, phone="0901234567")
    made.dossier(office, owner=owner, on=timezone.now())

    part = part_of(counter, "phan-nguoi", q=NUMBER)

    assert "Nguyễn Văn Ẩn" in part
    assert "1 hồ sơ trước, 1 đang xử lý" in part
    assert "0901234567" not in part
    assert NUMBER not in part
    assert "•••••••567" in part


def test_a_name_finds_only_those_who_were_here_and_opening_one_is_noted(
    counter: Client, office: Office
) -> None:
    owners = [
        made.party(name=name, id_number=number)
        for name, number in (("Trần Ẩn Hai", "046189000002"), ("Trần Ẩn", NUMBER))
    ]
    for owner in owners:
        made.dossier(office, owner=owner)
    made.party(name="Trần Ẩn Ba", id_number="046189000003")

    page = get(counter, q="tran an")
    by_end = get(counter, q="4512")

    assert page.index("Trần Ẩn</b>") < page.index("Trần Ẩn Hai")
    assert "Trần Ẩn Ba" not in page
    assert NUMBER not in page
    assert "Trần Ẩn</b>" in by_end
    assert "Trần Ẩn Hai" not in by_end
    assert not AuditRecord.objects.filter(verb=Verb.PERSONAL_DATA_READ).exists()
    get(counter, nguoi=owners[1].pk)
    assert AuditRecord.objects.filter(verb=Verb.PERSONAL_DATA_READ).count() == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("04618900451", "phải đủ 12 chữ số"),
        ("0000", "Không ai có số căn cước"),
        ("X99.16-230313-0012", "Không tìm thấy hồ sơ"),
        ("https://mot.cua/q/khongco12345/", "Không tìm thấy hồ sơ"),
        ("Lê Văn Lạ", "Người mới"),
        ("0901234567", 'value="0901234567"'),
        ("' OR 1=1 --", "Người mới"),
        ("&!:*", "Người mới"),
    ],
)
def test_what_leads_to_nobody_is_told_or_begins_somebody_new(
    counter: Client, typed: str, words: str
) -> None:
    assert words in get(counter, q=typed)


def test_our_own_square_and_code_lead_to_the_dossier(
    counter: Client, office: Office
) -> None:
    dossier = made.dossier(office)
    token = dossier.slips.get().token

    for typed in (f"https://mot.cua/q/{token}/", dossier.case.code.lower()):
        assert dossier.case.code in get(counter, q=typed)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"so": "04618900451"}, "phải đủ 10 hoặc 12 hoặc 13 chữ số; đã nhập 11."),
        ({"so": "0461890045"}, "Số căn cước phải đủ 12 chữ số; đã nhập 10."),
        ({"so": "04618900451x"}, "chỉ gồm chữ số"),
        ({"ten": " "}, "Chưa nhập họ tên"),
        ({"sinh": "31/2/1989"}, "Ngày sinh chưa đúng. Viết như 15/3/1989"),
        ({"sinh": "2999"}, "Ngày sinh không thể sau hôm nay."),
        ({"dien_thoai": "09012"}, "Số điện thoại phải đủ 10 hoặc 11 chữ số"),
        ({"thu": "khong phai thu"}, "Thư điện tử chưa đúng"),
        ({"so_luong": "-3"}, "Số lượng từ 1 đến 999"),
        ({"so_luong": "0"}, "Số lượng từ 1 đến 999"),
        ({"so_luong": "hai"}, "Số chưa đúng"),
        ({"tt": ""}, "Chưa chọn thủ tục."),
        ({"tt": "9.999"}, "Chưa chọn thủ tục."),
        ({"dong_chu": "Trần Văn A, 0461890045"}, "Dòng 1: số căn cước phải đủ 12"),
        ({"dong_chu": "Lê A\n046189004512"}, "Dòng 2: chưa có họ tên"),
        ({"thay_so": "123"}, "phải đủ 10 hoặc 12 hoặc 13 chữ số; đã nhập 3."),
        ({"thay_so": "046189004000"}, "Chưa nhập họ tên người nộp thay"),
        ({"so_giay": "P-1"}, "Chưa nhập ngày thực nhận."),
        (
            {"so_giay": "P-1", "nhan_ngay": "1/1/2100", "nhan_luc": "8:00"},
            "Lúc thực nhận không thể sau bây giờ.",
        ),
        (
            {"so_giay": "P-1", "nhan_ngay": "1/1/2024", "nhan_luc": "25:00"},
            "Giờ chưa đúng",
        ),
        ({"da_quet": "1"}, "đối chiếu với thẻ"),
        ({"nhan": "chim"}, "Chọn một giá trị"),
        ({"nguoi": "abc", "so": "", "ten": ""}, "Chưa có người nộp"),
    ],
)
def test_bad_input_is_told_in_its_place_and_nothing_is_written(
    counter: Client, wrong: dict[str, Any], words: str
) -> None:
    refused(counter, words, **{**NEW, **papers(), **wrong})


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_much_however_much_stands_on_it(
    rows: int, counter: Client, office: Office, django_assert_num_queries: Any
) -> None:
    owner = made.party(id_number=NUMBER)
    for _ in range(rows):
        made.dossier(office, owner=owner, on=timezone.now())

    get(counter)  # the first page of a session is written down in it

    # Session, user, desk and again desk; person, their matters three times, calendar,
    # procedures twice, what was used lately, today twice; messages that
    # failed, for the rail.
    get(counter, q=NUMBER)  # the session now knows whose number was given
    with django_assert_num_queries(14):
        get(counter, q=NUMBER)


def test_a_procedure_is_shown_with_eleven_queries(
    counter: Client, django_assert_num_queries: Any
) -> None:
    headers = {**HTMX, "HX-Target": "phan-tt"}
    address = reverse("onestop:counter")
    get(counter)

    with django_assert_num_queries(11):
        part = counter.post(address, {"chon": PROCEDURE}, headers=headers)

    assert "Hẹn trả" in part.content.decode()


def test_nobody_is_opened_by_a_key_whom_this_office_has_not_met(
    client: Client, office: Office
) -> None:
    stranger = made.party(name="Lê Thị Xa Lạ", id_number="046190000001")
    client.force_login(office.clerk)
    url = reverse("onestop:counter")

    page = client.get(url, {"nguoi": str(stranger.pk), "sua": "1"}).content.decode()
    assert "Xa Lạ" not in page

    client.get(url, {"q": stranger.id_number})
    page = client.get(url, {"nguoi": str(stranger.pk)}).content.decode()
    assert "Xa Lạ" in page
