"""C01: the page, its parts and its buttons, as forms are sent."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienmach.cases.models import Case
from lienmach.onestop.models import Dossier, Form, Party, Unaccepted
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.at_once import at_once
from lienmach.onestop.tests.make_dossier import PROCEDURE, Office
from lienmach.org.models import AuditRecord, Verb
from lienmach.registers.models import Component
from lienmach.registers.tests import make_procedure
from tests import make

pytestmark = pytest.mark.django_db
NUMBER = "046189004512"
NEW = {"so": NUMBER, "ten": "Nguyễn Thị Ngọc Ẩn", "loai": "person"}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def office() -> Office:
    return made.office()


@pytest.fixture
def counter(client: Client, office: Office) -> Client:
    client.force_login(office.clerk)
    return client


def _get(client: Client, **asked: Any) -> str:
    answer = client.get(reverse("onestop:counter"), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def _part(client: Client, target: str, **asked: Any) -> str:
    address = reverse("onestop:counter")
    headers = {**HTMX, "HX-Target": target}
    return client.get(address, asked, headers=headers).content.decode()


def _papers(**more: Any) -> dict[str, Any]:
    parts = Component.objects.filter(version__procedure__code=PROCEDURE)
    ticked = {f"giay-{part.pk}": "1" for part in parts}
    counts = {f"chinh-{part.pk}": "1" for part in parts}
    return {"tt": PROCEDURE, **ticked, **counts, **more}


def _send(client: Client, verb: str = "tiep-nhan", **said: Any) -> Any:
    return client.post(reverse("onestop:counter"), {"lam": verb, **said})


def _refused(client: Client, words: str, verb: str = "tiep-nhan", **said: Any) -> None:
    """A sending that is refused with these words, writes nothing, keeps what it had."""
    answer = _send(client, verb, **said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "<title>Lỗi: " in page
    assert not Dossier.objects.exists()
    assert not Unaccepted.objects.exists()


def test_a_dossier_is_received_without_a_script(counter: Client) -> None:
    answer = _send(counter, **NEW, **_papers())

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

    page = _send(counter, "", **NEW, tim_tt="khai").content.decode()
    several = _send(counter, "", **NEW, tim_tt="đăng ký").content.decode()

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

    page = _part(counter, "goi-y", tim_tt="1.0000")

    assert page.count('name="chon"') == 1
    assert "Đăng ký khai sinh" in page


def test_no_procedure_at_all_is_told(client: Client) -> None:
    clerk = make.user(rights="onestop.receive")
    client.force_login(clerk)

    page = _get(client)

    assert "chưa tiếp nhận thủ tục nào" in page
    assert "Chưa tiếp nhận hồ sơ nào hôm nay" in page


def test_a_known_number_shows_the_person_with_masked_numbers(
    counter: Client, office: Office
) -> None:
    owner = made.party(name="Nguyễn Văn Ẩn", id_number=NUMBER, phone="0901234567")
    made.dossier(office, owner=owner, on=timezone.now())

    part = _part(counter, "phan-nguoi", q=NUMBER)

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

    page = _get(counter, q="tran an")
    by_end = _get(counter, q="4512")

    assert page.index("Trần Ẩn</b>") < page.index("Trần Ẩn Hai")
    assert "Trần Ẩn Ba" not in page
    assert NUMBER not in page
    assert "Trần Ẩn</b>" in by_end
    assert "Trần Ẩn Hai" not in by_end
    assert not AuditRecord.objects.filter(verb=Verb.PERSONAL_DATA_READ).exists()
    _get(counter, nguoi=owners[1].pk)
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
    assert words in _get(counter, q=typed)


def test_our_own_square_and_code_lead_to_the_dossier(
    counter: Client, office: Office
) -> None:
    dossier = made.dossier(office)
    token = dossier.slips.get().token

    for typed in (f"https://mot.cua/q/{token}/", dossier.case.code.lower()):
        assert dossier.case.code in _get(counter, q=typed)


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
    _refused(counter, words, **{**NEW, **_papers(), **wrong})


def test_counts_of_papers_are_checked(counter: Client) -> None:
    pk = Component.objects.order_by("pk").first()
    assert pk
    said = {**NEW, **_papers()}

    _refused(counter, "Số bản không thể âm.", **{**said, f"sao-{pk.pk}": "-1"})
    _refused(counter, "nhiều nhất là 99", **{**said, f"chinh-{pk.pk}": "100"})
    zero = {**said, f"chinh-{pk.pk}": "0", f"sao-{pk.pk}": "0"}
    _refused(counter, "Đã nhận thì số bản phải từ 1.", **zero)


def test_an_incomplete_dossier_is_not_received_unless_it_is_said_why(
    counter: Client,
) -> None:
    said = _papers(**NEW)
    left = next(name for name in said if name.startswith("giay-"))
    del said[left]
    _refused(counter, "Chưa đủ giấy tờ: «Tờ khai»", **said)

    answer = _send(counter, **said, ly_do_du="Đã khai trên cổng")

    assert answer.status_code == 302
    paper = Dossier.objects.get().papers.get(is_received=False)
    assert (paper.name, paper.note) == ("Tờ khai", "Đã khai trên cổng")


def test_everything_that_can_be_said_is_kept(counter: Client) -> None:
    known = made.party(name="Trần Thị Thay", id_number="046189004777")
    before = timezone.localtime() - timedelta(days=1)
    answer = _send(
        counter,
        **NEW,
        **_papers(),
        sinh="1989",
        dia_chi="Tổ 4",
        dien_thoai="090 123 4567",
        thay_so=known.id_number,
        dong_chu="Lê Văn B 046189004888\nLê Thị C",
        giay_khac="Giấy ủy quyền",
        so_luong="3",
        noi_dung="Hai bản sao",
        mien="Hộ nghèo",
        nhan="post",
        bao="sms",
        so_giay="P-9",
        nhan_ngay=f"{before:%d/%m/%Y}",
        nhan_luc="9h05",
        giu="1",
    )

    dossier = Dossier.objects.get()
    assert f"nguoi={dossier.owner_id}" in answer.headers["Location"]
    assert (dossier.owner.born_year, dossier.owner.phone) == (1989, "0901234567")
    assert dossier.submitter == known
    assert sorted(p.name for p in dossier.co_owners.all()) == ["Lê Thị C", "Lê Văn B"]
    assert [p.name for p in dossier.papers.all()][-1] == "Giấy ủy quyền"
    charge = dossier.charges.get()
    assert (charge.amount, charge.waived) == (24000, "Hộ nghèo")
    assert (dossier.return_way, dossier.notify_way) == ("post", "sms")
    assert (dossier.quantity, dossier.content) == (3, "Hai bản sao")
    assert timezone.localtime(dossier.case.received_at).date() == before.date()
    page = _get(counter, nguoi=dossier.owner_id)
    assert page.count("checked") >= 1
    assert 'value="post" ' in page or "post" in page


def test_the_ways_of_last_time_are_offered_again(
    counter: Client, office: Office
) -> None:
    owner = made.party()
    made.dossier(office, owner=owner, return_way="post", notify_way="sms")

    part = _part(counter, "phan-nguoi", q=owner.id_number)

    ways = part[part.index('id="phan-cach"') :]
    assert ways[ways.index('value="post"') :].split(">")[0].count("checked") == 1
    assert '<option value="sms" selected>' in ways


def test_somebody_known_is_put_right_in_place(counter: Client, office: Office) -> None:
    owner = made.party(name="Nguyễn Văn Ân", phone="0901234567", address="Tổ 1")
    _part(counter, "phan-nguoi", q=owner.id_number)
    edit = _part(counter, "phan-nguoi", nguoi=owner.pk, sua=1)
    assert "0901234567" in edit

    details = {"ten": "Nguyễn Văn Ẩn", "dien_thoai": "", "dia_chi": "Tổ 2"}
    _send(counter, nguoi=owner.pk, **details, **_papers())

    owner.refresh_from_db()
    now = (owner.name, owner.phone, owner.address)
    assert now == ("Nguyễn Văn Ẩn", "", "Tổ 2")
    assert Party.objects.count() == 1
    assert Dossier.objects.get().owner == owner


def test_the_same_again_is_asked_about_first(counter: Client) -> None:
    _send(counter, **NEW, **_papers())
    owner = Party.objects.get()

    again = _send(counter, nguoi=owner.pk, **_papers())

    assert again.status_code == 422
    assert "vừa nộp thủ tục này" in again.content.decode()
    assert Dossier.objects.count() == 1
    _send(counter, nguoi=owner.pk, van_tao="1", **_papers())
    assert Dossier.objects.count() == 2


def test_a_replayed_sending_gets_the_same_answer_and_makes_nothing(
    counter: Client,
) -> None:
    said = {**NEW, **_papers(), "khoa": str(uuid4())}

    first, second = (_send(counter, **said) for _ in range(2))

    assert first.headers["Location"] == second.headers["Location"]
    assert Dossier.objects.count() == 1


def test_what_is_given_at_once_has_no_slip_and_is_counted(counter: Client) -> None:
    _send(counter, "tra-ngay", **NEW, **_papers())

    dossier = Dossier.objects.get()
    assert dossier.is_same_day
    assert not dossier.slips.exists()
    assert "Hôm nay: 1 hồ sơ" in _get(counter)
    assert dossier.receipts.get().amount == 8000


def test_what_is_paid_past_the_till_and_given_at_once_has_its_code(
    counter: Client,
) -> None:
    paid = {**NEW, **_papers(), "thu_bang": "transfer"}
    _refused(counter, "Hãy ghi mã giao dịch", "tra-ngay", **paid)

    _send(counter, "tra-ngay", **paid, ma_gd="FT2611")

    assert Dossier.objects.get().receipts.get().reference == "FT2611"


def test_a_refusal_has_its_reason_its_slip_and_no_dossier(counter: Client) -> None:
    _refused(counter, "Hãy ghi lý do từ chối", "ghi-tu-choi", **NEW, **_papers())

    answer = _send(
        counter, "ghi-tu-choi", **NEW, **_papers(), ly_do="Không thuộc thẩm quyền"
    )

    slip = Unaccepted.objects.get()
    assert answer.headers["Location"].endswith(f"?phieu={slip.pk}")
    assert (slip.form, slip.serial) == (Form.REFUSAL, "01/TCHS")
    paper = counter.get(reverse("onestop:unaccepted", args=[slip.pk])).content.decode()
    assert "Không thuộc thẩm quyền" in paper
    assert "PHIẾU TỪ CHỐI" in paper
    assert not Case.objects.exists()


def test_guidance_is_numbered_through_the_year_and_shown_with_the_person(
    counter: Client,
) -> None:
    pk = Component.objects.order_by("pk").values_list("pk", flat=True)[0]
    said = {**NEW, "tt": PROCEDURE, f"giay-{pk}": "1", "ly_do": "Mang theo căn cước"}
    asked = _send(counter, "thieu", **said).content.decode()
    assert "Giấy chứng sinh" in asked

    other = Component.objects.order_by("pk").values_list("pk", flat=True)[1]
    for _ in range(2):
        _send(counter, "ghi-thieu", **said, **{f"vi-{other}": "Chưa có"})

    last = Unaccepted.objects.first()
    assert last
    assert last.serial == "02/HDHS"
    assert [item["name"] for item in last.missing] == ["Giấy chứng sinh"]
    page = _get(counter, q=NUMBER)
    assert "đã hướng dẫn bổ sung" in page


def test_a_complete_dossier_has_nothing_to_ask_for(counter: Client) -> None:
    for verb in ("thieu", "ghi-thieu"):
        _refused(counter, "Giấy tờ đã đủ", verb, **NEW, **_papers())


def test_a_slip_of_another_office_is_not_found(counter: Client, client: Client) -> None:
    _send(counter, "ghi-tu-choi", **NEW, **_papers(), ly_do="Sai nơi")
    slip = Unaccepted.objects.get()
    client.force_login(make.user(rights="onestop.receive"))

    answer = client.get(reverse("onestop:unaccepted", args=[slip.pk]))

    assert answer.status_code == 404


def test_an_intake_is_taken_back_by_a_post_alone(
    counter: Client, office: Office
) -> None:
    dossier = made.dossier(office, on=timezone.now())
    address = reverse("onestop:counter_undo", args=[dossier.case.code])

    assert counter.get(address).status_code == 405
    assert counter.post(address).status_code == 302
    dossier.case.refresh_from_db()
    assert dossier.case.state == "cancelled"
    assert "Hôm nay: 0 hồ sơ" in _get(counter)


def test_a_receipt_is_put_right_and_given_out_again(
    counter: Client, office: Office
) -> None:
    dossier = made.dossier(office, on=timezone.now())
    old = dossier.slips.get()
    address = reverse("onestop:correct", args=[dossier.case.code])
    page = counter.get(address).content.decode()
    assert dossier.owner.phone in page
    first = dossier.papers.all()[0]
    said = {
        "so_buoc": 1,
        "ten": "Nguyễn Văn Đúng",
        "so": dossier.owner.id_number,
        "dia_chi": "Tổ 9",
        "dien_thoai": "0909090909",
        "nhan": "counter",
        "bao": "none",
        f"chinh-{first.pk}": "2",
        f"giay-{first.pk}": "1",
        "ly_do": "Ghi sai họ tên",
    }
    assert counter.post(address, {**said, "ly_do": ""}).status_code == 422
    assert counter.post(address, {**said, "so": "123"}).status_code == 422
    assert counter.post(address, {**said, "so_buoc": 9}).status_code == 422

    assert counter.post(address, said).status_code == 302

    dossier.refresh_from_db()
    old.refresh_from_db()
    new = dossier.slips.get(replaced_by=None)
    assert old.replaced_by == new
    assert new.said["owner"] == "Nguyễn Văn Đúng"
    assert (new.reason, new.number) == ("Ghi sai họ tên", 2)
    assert dossier.owner.name == "Nguyễn Văn Đúng"
    assert dossier.phone == "0909090909"
    event = dossier.case.events.last()
    assert event
    assert event.note.startswith("Sửa họ tên, địa chỉ, điện thoại, giấy tờ")
    assert dossier.case.code in _get(counter, q=f"/q/{old.token}/")
    same = counter.post(address, {**said, "so_buoc": 2})
    assert "Chưa có gì khác" in same.content.decode()


def test_a_wrong_number_of_an_owner_leads_to_whom_it_belongs(
    counter: Client, office: Office
) -> None:
    dossier = made.dossier(office, on=timezone.now())
    wrong, right = dossier.owner, made.party(name="Lê Đúng", id_number=NUMBER)
    said = {"so_buoc": 1, "ten": "Lê Đúng", "so": NUMBER, "nhan": "counter"}
    papers = {f"giay-{p.pk}": "1" for p in dossier.papers.all()}
    counts = {f"chinh-{p.pk}": "1" for p in dossier.papers.all()}

    address = reverse("onestop:correct", args=[dossier.case.code])
    more = {"bao": "none", "ly_do": "Nhầm người", "dien_thoai": "0900000123"}
    counter.post(address, {**said, **more, **papers, **counts})

    dossier.refresh_from_db()
    assert dossier.owner == right
    wrong.refresh_from_db()
    assert wrong.name.startswith("Nguyễn Văn Ẩn")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_much_however_much_stands_on_it(
    rows: int, counter: Client, office: Office, django_assert_num_queries: Any
) -> None:
    owner = made.party(id_number=NUMBER)
    for _ in range(rows):
        made.dossier(office, owner=owner, on=timezone.now())

    _get(counter)  # the first page of a session is written down in it

    # Session, user, desk and again desk; person, their matters three times, calendar,
    # procedures twice, what was used lately, today twice; messages that
    # failed, for the rail.
    _get(counter, q=NUMBER)  # the session now knows whose number was given
    with django_assert_num_queries(14):
        _get(counter, q=NUMBER)


def test_a_procedure_is_shown_with_eleven_queries(
    counter: Client, django_assert_num_queries: Any
) -> None:
    headers = {**HTMX, "HX-Target": "phan-tt"}
    address = reverse("onestop:counter")
    _get(counter)

    with django_assert_num_queries(11):
        part = counter.post(address, {"chon": PROCEDURE}, headers=headers)

    assert "Hẹn trả" in part.content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_same_sending_at_the_same_moment_makes_one_dossier(
    counter: Client, office: Office
) -> None:
    said = {"lam": "tiep-nhan", **NEW, **_papers(), "khoa": str(uuid4())}
    cookies = counter.cookies

    def send() -> str:
        again = Client()
        again.cookies = cookies
        answer = again.post(reverse("onestop:counter"), said)
        return answer.headers["Location"]

    first, second = at_once(send, send)

    assert first == second
    assert Dossier.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_counters_that_send_different_dossiers_at_once_make_both(
    counter: Client, office: Office
) -> None:
    said = {"lam": "tiep-nhan", **_papers()}
    cookies = counter.cookies

    def send(number: str) -> int:
        again = Client()
        again.cookies = cookies
        more = {"so": number, "ten": "Lê Văn Mới", "khoa": str(uuid4())}
        return again.post(reverse("onestop:counter"), {**said, **more}).status_code

    numbers = [f"04618900{n:04}" for n in range(4)]
    answers = at_once(*(partial(send, number) for number in numbers))

    assert answers == [302] * 4
    codes = sorted(Case.objects.values_list("code", flat=True))
    assert [code[-4:] for code in codes] == ["0001", "0002", "0003", "0004"]


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
