"""C01: what is sent from the counter, and what comes of it."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienmach.calc.procedures import Component as Asked
from lienmach.cases.models import Case
from lienmach.onestop.models import Dossier, Form, Party, Unaccepted
from lienmach.onestop.queries.counter import short
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.at_counter import (
    NEW,
    NUMBER,
    get,
    papers,
    part_of,
    refused,
    send,
)
from lienmach.onestop.tests.make_dossier import PROCEDURE, Office
from lienmach.registers.models import Component
from lienmach.registers.tests import make_procedure
from tests import make
from tests.at_once import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return made.office()


@pytest.fixture
def counter(client: Client, office: Office) -> Client:
    client.force_login(office.clerk)
    return client


def test_counts_of_papers_are_checked(counter: Client) -> None:
    pk = Component.objects.order_by("pk").first()
    assert pk
    said = {**NEW, **papers()}

    refused(counter, "Số bản không thể âm.", **{**said, f"sao-{pk.pk}": "-1"})
    refused(counter, "nhiều nhất là 99", **{**said, f"chinh-{pk.pk}": "100"})
    zero = {**said, f"chinh-{pk.pk}": "0", f"sao-{pk.pk}": "0"}
    refused(counter, "Đã nhận thì số bản phải từ 1.", **zero)


def test_a_number_that_fell_into_the_name_is_refused(counter: Client) -> None:
    said = {**NEW, **papers(), "ten": f"{NUMBER}Đỗ Thị Ẩn"}

    refused(counter, "Họ tên có một dãy số dài", **said)
    refused(counter, "phải có chữ", **{**said, "ten": "1234 😀"})
    assert not Party.objects.filter(name__contains=NUMBER).exists()


def test_a_paper_for_some_cases_only_may_be_left_out(counter: Client) -> None:
    paper = Component.objects.order_by("pk").first()
    assert paper
    Component.objects.filter(pk=paper.pk).update(note="Chỉ khi nộp thay")
    said = papers(**NEW)
    del said[f"giay-{paper.pk}"]
    send(counter, **said)

    assert Dossier.objects.exists()


def test_an_incomplete_dossier_is_not_received_unless_it_is_said_why(
    counter: Client,
) -> None:
    said = papers(**NEW)
    left = next(name for name in said if name.startswith("giay-"))
    del said[left]
    refused(counter, "Chưa đủ giấy tờ: «Tờ khai»", **said)

    answer = send(counter, **said, ly_do_du="Đã khai trên cổng")

    assert answer.status_code == 302
    paper = Dossier.objects.get().papers.get(is_received=False)
    assert (paper.name, paper.note) == ("Tờ khai", "Đã khai trên cổng")


def test_everything_that_can_be_said_is_kept(counter: Client) -> None:
    known = made.party(name="Trần Thị Thay", id_number="046189004777")
    before = timezone.localtime() - timedelta(days=1)
    answer = send(
        counter,
        **NEW,
        **papers(),
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
    said = dossier.slips.get().said["co_owners"]
    assert said == "Lê Văn B, Lê Thị C"
    assert [p.name for p in dossier.papers.all()][-1] == "Giấy ủy quyền"
    charge = dossier.charges.get()
    assert (charge.amount, charge.waived) == (24000, "Hộ nghèo")
    assert (dossier.return_way, dossier.notify_way) == ("post", "sms")
    assert (dossier.quantity, dossier.content) == (3, "Hai bản sao")
    assert timezone.localtime(dossier.case.received_at).date() == before.date()
    page = get(counter, nguoi=dossier.owner_id)
    assert page.count("checked") >= 1
    assert 'value="post" ' in page or "post" in page


def test_the_ways_of_last_time_are_offered_again(
    counter: Client, office: Office
) -> None:
    owner = made.party()
    made.dossier(office, owner=owner, return_way="post", notify_way="sms")

    part = part_of(counter, "phan-nguoi", q=owner.id_number)

    ways = part[part.index('id="phan-cach"') :]
    assert ways[ways.index('value="post"') :].split(">")[0].count("checked") == 1
    assert '<option value="sms" selected>' in ways


def test_somebody_known_is_put_right_in_place(counter: Client, office: Office) -> None:
    owner = made.party(name="Nguyễn Văn Ân", phone="0901234567", address="Tổ 1")
    part_of(counter, "phan-nguoi", q=owner.id_number)
    edit = part_of(counter, "phan-nguoi", nguoi=owner.pk, sua=1)
    assert "0901234567" in edit

    details = {"ten": "Nguyễn Văn Ẩn", "dien_thoai": "", "dia_chi": "Tổ 2"}
    send(counter, nguoi=owner.pk, **details, **papers())

    owner.refresh_from_db()
    now = (owner.name, owner.phone, owner.address)
    assert now == ("Nguyễn Văn Ẩn", "", "Tổ 2")
    assert Party.objects.count() == 1
    assert Dossier.objects.get().owner == owner


def test_the_same_again_is_asked_about_first(counter: Client) -> None:
    send(counter, **NEW, **papers())
    owner = Party.objects.get()

    again = send(counter, nguoi=owner.pk, **papers())

    assert again.status_code == 422
    assert "vừa nộp thủ tục này" in again.content.decode()
    assert Dossier.objects.count() == 1
    send(counter, nguoi=owner.pk, van_tao="1", **papers())
    assert Dossier.objects.count() == 2


def test_a_replayed_sending_gets_the_same_answer_and_makes_nothing(
    counter: Client,
) -> None:
    said = {**NEW, **papers(), "khoa": str(uuid4())}

    first, second = (send(counter, **said) for _ in range(2))

    assert first.headers["Location"] == second.headers["Location"]
    assert Dossier.objects.count() == 1


def test_what_is_given_at_once_has_no_slip_and_is_counted(counter: Client) -> None:
    send(counter, "tra-ngay", **NEW, **papers())

    dossier = Dossier.objects.get()
    assert dossier.is_same_day
    assert not dossier.slips.exists()
    assert "Hôm nay: 1 hồ sơ" in get(counter)
    assert dossier.receipts.get().amount == 8000


def test_what_is_paid_past_the_till_and_given_at_once_has_its_code(
    counter: Client,
) -> None:
    paid = {**NEW, **papers(), "thu_bang": "transfer"}
    refused(counter, "Hãy ghi mã giao dịch", "tra-ngay", **paid)

    send(counter, "tra-ngay", **paid, ma_gd="FT2611")

    assert Dossier.objects.get().receipts.get().reference == "FT2611"


def test_a_refusal_has_its_reason_its_slip_and_no_dossier(counter: Client) -> None:
    refused(counter, "Hãy ghi lý do từ chối", "ghi-tu-choi", **NEW, **papers())

    answer = send(
        counter, "ghi-tu-choi", **NEW, **papers(), ly_do="Không thuộc thẩm quyền"
    )

    slip = Unaccepted.objects.get()
    assert answer.headers["Location"].endswith(f"?phieu={slip.pk}")
    assert (slip.form, slip.serial) == (Form.REFUSAL, "0001/TCHS")
    paper = counter.get(reverse("onestop:unaccepted", args=[slip.pk])).content.decode()
    assert "Không thuộc thẩm quyền" in paper
    assert "Phiếu từ chối" in paper
    assert not Case.objects.exists()


def test_guidance_is_numbered_through_the_year_and_shown_with_the_person(
    counter: Client,
) -> None:
    pk = Component.objects.order_by("pk").values_list("pk", flat=True)[0]
    said = {**NEW, "tt": PROCEDURE, f"giay-{pk}": "1", "ly_do": "Mang theo căn cước"}
    asked = send(counter, "thieu", **said).content.decode()
    assert "Giấy chứng sinh" in asked

    other = Component.objects.order_by("pk").values_list("pk", flat=True)[1]
    for _ in range(2):
        send(counter, "ghi-thieu", **said, **{f"vi-{other}": "Chưa có"})

    last = Unaccepted.objects.first()
    assert last
    assert last.serial == "0002/HDHS"
    assert [item["name"] for item in last.missing] == ["Giấy chứng sinh"]
    page = get(counter, q=NUMBER)
    assert "đã hướng dẫn bổ sung" in page


def test_a_paper_for_some_cases_alone_is_asked_for_only_where_somebody_says_so(
    counter: Client,
) -> None:
    make_procedure.version(
        "1.000009",
        components=(
            Asked("Tờ khai", 1),
            Asked("Văn bản ủy quyền", 0, 1, "Chỉ khi nộp thay"),
        ),
    )
    parts = Component.objects.filter(version__procedure__code="1.000009")
    form, proxy = parts.order_by("number").values_list("pk", flat=True)
    said = {**NEW, "tt": "1.000009", f"vi-{form}": "Chưa có"}
    asked = send(counter, "thieu", **said).content.decode()
    assert "để trống nếu không cần giấy này" in asked

    for why in ("", "Bản sao mờ"):
        send(counter, "ghi-thieu", **said, **{f"vi-{proxy}": why})

    last, first = Unaccepted.objects.all()
    assert [item["name"] for item in first.missing] == ["Tờ khai"]
    assert [item["name"] for item in last.missing] == ["Tờ khai", "Văn bản ủy quyền"]


def test_a_complete_dossier_has_nothing_to_ask_for(counter: Client) -> None:
    for verb in ("thieu", "ghi-thieu"):
        refused(counter, "Giấy tờ đã đủ", verb, **NEW, **papers())


def test_a_slip_of_another_office_is_not_found(counter: Client, client: Client) -> None:
    send(counter, "ghi-tu-choi", **NEW, **papers(), ly_do="Sai nơi")
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
    assert "Hôm nay: 0 hồ sơ" in get(counter)


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
    assert dossier.case.code in get(counter, q=f"/q/{old.token}/")
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


@pytest.mark.django_db(transaction=True)
def test_the_same_sending_at_the_same_moment_makes_one_dossier(
    counter: Client, office: Office
) -> None:
    said = {"lam": "tiep-nhan", **NEW, **papers(), "khoa": str(uuid4())}
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
    said = {"lam": "tiep-nhan", **papers()}
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


def test_what_came_in_on_paper_shows_the_promise_it_will_get(
    counter: Client, office: Office
) -> None:
    before = timezone.localtime() - timedelta(days=20)
    late = {
        "so_giay": "A09",
        "nhan_ngay": f"{before:%d/%m/%Y}",
        "nhan_luc": "9:15",
    }
    page = counter.post(reverse("onestop:counter"), {"tt": PROCEDURE, **late})
    shown = page.content.decode()
    assert "Hạn tính từ lúc thực nhận đã qua" in shown

    send(counter, **NEW, **papers(), **late)

    dossier = Dossier.objects.get()
    promised = timezone.localtime(dossier.case.promised_at)
    assert f"{promised:%H:%M} {short(promised.date())}" in shown
    address = reverse("onestop:dossier", args=[dossier.case.code])
    office_page = counter.get(address).content.decode()
    assert "nhập bù từ số giấy A09" in office_page
    assert "ghi vào lúc" in office_page


@pytest.mark.parametrize("day", ["1/1/0001", "1/1/2001", "31/12/9999"])
def test_a_day_that_no_paper_can_be_of_keeps_what_was_chosen(
    day: str, counter: Client
) -> None:
    late = {"so_giay": "A09", "nhan_ngay": day, "nhan_luc": "9:15"}
    page = counter.post(reverse("onestop:counter"), {"tt": PROCEDURE, **late})
    assert page.status_code == 200
    assert 'class="promise"' in page.content.decode()


def test_a_procedure_not_in_force_on_the_day_of_the_paper_is_refused_by_name(
    counter: Client,
) -> None:
    today = timezone.localdate()
    make_procedure.version("1.000777", name="Mới có hôm nay", on=today)
    late = {
        "so_giay": "A10",
        "nhan_ngay": f"{today - timedelta(days=5):%d/%m/%Y}",
        "nhan_luc": "9:15",
    }
    asked = {"tt": "1.000777", **late}
    page = counter.post(reverse("onestop:counter"), asked).content.decode()
    assert "Mới có hôm nay" in page

    said = {**NEW, **asked, "ly_do_du": "Đã xem bản chính", "mien": "Hộ nghèo"}
    refused(counter, "Thủ tục 1.000777 không có hiệu lực ngày", **said)
