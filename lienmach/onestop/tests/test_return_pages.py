"""C02, fees and the till over HTTP: what is shown, asked and refused."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from lienmach.onestop.actions import money, returns, steps
from lienmach.onestop.actions.money import Payment
from lienmach.onestop.actions.returns import Chosen, Letter
from lienmach.onestop.actions.steps import Missing
from lienmach.onestop.flow import PROCESS, TILL, State
from lienmach.onestop.models import Collection, Dossier, Loss, Posting, Receipt
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.onestop.tests.make_money import FEE, ready
from lienmach.org.models import User
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return made.office()


@pytest.fixture
def keeper(office: Office) -> User:
    return make.user(office.committee, TILL)


@pytest.fixture
def client(client: Client, office: Office) -> Client:
    client.force_login(office.clerk)
    return client


def _url(name: str, *args: object) -> str:
    return reverse(f"onestop:{name}", args=args)


def _text(response: Any) -> str:
    text: str = response.content.decode()
    return text


def _of(dossier: Dossier) -> str:
    return f"{_url('counter_return')}?nguoi={dossier.owner_id}"


def _give(client: Client, *dossiers: Dossier, **more: object) -> HttpResponse:
    sent: dict[str, object] = {
        "chon": [one.pk for one in dossiers],
        "cach": "hand",
        "hinh_thuc": "cash",
        "da_ky": "on",
    }
    sent |= {f"so-{one.pk}": one.case.number for one in dossiers} | more
    where = f"{_url('hand_back')}?nguoi={dossiers[0].owner_id}"
    response: HttpResponse = client.post(where, sent)  # type: ignore[assignment]  # its own kind
    return response


def test_a_scanned_slip_leads_to_its_person_and_no_number_into_the_address(
    client: Client, office: Office
) -> None:
    dossier = ready(office)
    token = dossier.slips.get().token

    for text in (f"https://x.example/q/{token}/", dossier.owner.id_number):
        found = client.post(_url("counter_return"), {"tim": text})
        assert found.status_code == 302
        assert dossier.owner.id_number not in found["Location"]
    page = _text(client.get(found["Location"]))

    assert dossier.owner_name in page
    assert dossier.owner.id_number not in page
    assert "8.000 đồng" in page


def test_what_nobody_left_here_is_said_and_nothing_else(
    client: Client, office: Office
) -> None:
    elsewhere = ready(made.office(name="Khác"))

    for text in (elsewhere.owner.id_number, elsewhere.case.code, "zzzz"):
        page = _text(client.post(_url("counter_return"), {"tim": text}))
        assert "Không thấy hồ sơ nào ở quầy này" in page
        assert elsewhere.owner_name not in page
    assert elsewhere.owner_name not in _text(client.get(_of(elsewhere)))


def test_an_empty_box_leaves_the_page_as_it_is_and_says_what_to_do(
    client: Client, office: Office
) -> None:
    dossier = ready(office)
    sent_to = f'action="{_of(dossier)}"'

    assert sent_to in _text(client.get(_of(dossier)))
    page = _text(client.post(_of(dossier), {"tim": "  "}))

    assert dossier.owner_name in page
    assert ">Ô đang trống, trang giữ nguyên: hãy quét" in page
    assert ">Ô đang trống" not in _text(client.get(_of(dossier)))
    nobody = _text(client.post(_url("counter_return"), {"tim": ""}))
    assert ">Ô đang trống" in nobody
    assert "Không thấy hồ sơ nào" not in nobody


def test_the_page_of_a_dossier_leads_to_its_person_by_the_code(
    client: Client, office: Office
) -> None:
    dossier = ready(office)

    page = client.get(_url("counter_return"), {"q": dossier.case.code}, follow=True)

    assert dossier.owner_name in _text(page)


def test_the_page_of_a_dossier_tells_what_was_lost_and_what_was_paid(
    client: Client, office: Office
) -> None:
    dossier = ready(office)
    money.take_fee(dossier.pk, Payment(), actor=office.receives, at=MONDAY)
    Loss.objects.create(
        dossier=dossier, what="Tờ khai gốc", noticed_at=MONDAY, by=office.clerk
    )

    page = _text(client.get(_url("dossier", dossier.case.code)))

    assert "Tờ khai gốc" in page
    assert "Thu phí, lệ phí" in page
    assert "Biên lai 000001/2026: 8.000 đồng" in page


def test_namesakes_are_offered_with_what_tells_them_apart(
    client: Client, office: Office
) -> None:
    both = [
        ready(office, owner=made.party(name="Lê Thị Ẩn", address=f"Tổ {n}"))
        for n in (4, 7)
    ]

    page = _text(client.post(_url("counter_return"), {"tim": "le thi an"}))

    for one in both:
        assert one.case.code in page
        assert f"nguoi={one.owner_id}&" in page
    assert "Tổ 4" in page


def test_two_results_and_a_fee_go_in_one_click(client: Client, office: Office) -> None:
    who = made.party()
    one, other = ready(office, owner=who), ready(office, owner=who, waived="Hộ nghèo")

    answer = _give(client, one, other)

    assert answer.status_code == 302
    page = _text(client.get(answer["Location"]))
    assert "Đã trả 2 kết quả, đã thu 8.000 đồng." in page
    assert "In biên lai 000001/2026" in page
    assert Collection.objects.count() == 2


def test_the_address_for_rating_is_drawn_for_a_telephone_and_is_no_link(
    client: Client, office: Office
) -> None:
    dossier = ready(office)

    page = _text(client.get(_give(client, dossier)["Location"]))

    assert 'aria-label="Mã QR mở trang đánh giá"' in page
    assert dossier.token not in page


def test_sent_twice_it_is_given_back_once(client: Client, office: Office) -> None:
    dossier = ready(office)

    first, again = (_give(client, dossier, khoa="một-khóa") for _ in range(2))

    assert first.status_code == again.status_code == 302
    assert first["Location"] == again["Location"]
    assert Receipt.objects.count() == Collection.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"da_ky": ""}, "ký sổ, rồi đánh dấu"),
        ({"chon": []}, "chọn ít nhất một kết quả"),
        ({"chon": ["999999"]}, "vừa được trả"),
        ({"hinh_thuc": "transfer"}, "mã giao dịch"),
        ({"cach": "proxy"}, "họ tên người nhận thay"),
        ({"cach": "post", "ma_buu_gui": "E1"}, "gửi cho ai"),
        ({"cach": "file"}, "gửi tới đâu"),
        ({"cach": "file", "gui_toi": "a@b.vn"}, "không có bản điện tử"),
        ({"cach": "??"}, "Chọn một giá trị"),
    ],
)
def test_what_is_missing_is_said_and_nothing_goes(
    client: Client, office: Office, sent: dict[str, object], words: str
) -> None:
    dossier = ready(office)

    answer = _give(client, dossier, **sent)

    assert answer.status_code == 422
    assert words in _text(answer)
    assert not Collection.objects.exists()
    assert not Receipt.objects.exists()


def test_a_page_from_before_somebody_else_acted_gives_nothing(
    client: Client, office: Office
) -> None:
    dossier = ready(office)

    answer = _give(client, dossier, **{f"so-{dossier.pk}": 1})

    assert answer.status_code == 422
    assert "qua bước khác" in _text(answer)


def test_a_proxy_is_written_down_with_the_paper(client: Client, office: Office) -> None:
    dossier = ready(office)
    proxy = {"ten": "Trần Ước", "so": "046", "giay": "GUQ 12/2026"}

    _give(client, dossier, cach="proxy", **proxy)

    done = Collection.objects.get()
    assert (done.recipient, done.on_behalf) == ("Trần Ước", "GUQ 12/2026")


def test_a_result_goes_by_post_comes_back_and_goes_again(
    client: Client, office: Office
) -> None:
    dossier = ready(office)
    letter = {"ma_buu_gui": "EA1VN", "nguoi_nhan_thu": "Ẩn", "dia_chi": "Tổ 4"}
    _give(client, dossier, cach="post", **letter)
    posting = Posting.objects.get()
    page = _text(client.get(_url("postings")))
    assert "EA1VN" in page

    said = {f"{posting.pk}-ket_qua": "hoan", f"{posting.pk}-ngay": "1/1/2026"}
    refused = client.post(_url("posting", posting.pk), said)
    assert refused.status_code == 422
    today = posting.sent_at.astimezone().strftime("%d/%m/%Y")
    said |= {f"{posting.pk}-ngay": today, f"{posting.pk}-ly_do": "Sai địa chỉ"}
    assert client.post(_url("posting", posting.pk), said).status_code == 302

    assert "chuyển hoàn" in _text(client.get(_of(dossier)))
    dossier.case.refresh_from_db()
    assert _give(client, dossier).status_code == 302


def test_what_is_not_ready_stands_beside_with_what_to_bring(
    client: Client, office: Office
) -> None:
    dossier = made.in_progress(office)
    steps.ask(
        dossier.pk,
        [Missing("Giấy chứng sinh", "Ảnh trang 2 bị mờ")],
        reason="Thiếu giấy chứng sinh",
        actor=office.processes,
        at=MONDAY,
    )

    page = _text(client.get(_of(dossier)))

    assert "Chưa có kết quả nào để trả" in page
    assert "Bổ sung Giấy chứng sinh: Ảnh trang 2 bị mờ" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_a_person_asks_the_same_number_of_queries_however_much_is_theirs(
    client: Client, office: Office, rows: int, django_assert_num_queries: Any
) -> None:
    who = made.party()
    for _ in range(rows):
        ready(office, owner=who)
        made.in_progress(office, owner=who)
    client.get(_url("counter_return"))

    with django_assert_num_queries(16):
        page = _text(client.get(f"{_url('counter_return')}?nguoi={who.pk}"))

    assert page.count('name="chon"') == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_of_money_ask_the_same_however_many_receipts_there_are(
    client: Client, office: Office, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        money.take_fee(
            made.dossier(office, waived="").pk,
            Payment(),
            actor=office.receives,
            at=MONDAY,
        )
    dossier = made.dossier(office, waived="")
    for _ in range(rows):
        money.add_charge(
            dossier.pk, name="x", amount=1, actor=office.receives, at=MONDAY
        )
    for address, queries in (
        (f"{_url('till')}?ngay=5/1/2026", 12),
        (f"{_url('till_month')}?thang=1/2026", 11),
        (f"{_url('takings')}?xem=tat-ca", 12),
        (_url("charges", dossier.case.code), 9),
    ):
        client.get(address)
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_letters_and_losses_ask_the_same_however_many_there_are(
    client: Client, office: Office, rows: int, django_assert_num_queries: Any
) -> None:
    dossier = ready(office, waived="x")
    for n in range(rows):
        other = ready(office, waived="x")
        returns.post(
            [Chosen(other.pk)],
            Letter(f"E{n}", "Ẩn", "Tổ 4"),
            actor=office.receives,
            at=MONDAY,
        )
        Loss.objects.create(
            dossier=dossier, what="x", noticed_at=MONDAY, by=office.clerk
        )
    for name, args, queries in (
        ("postings", [], 6),
        ("losses", [dossier.case.code], 7),
    ):
        client.get(_url(name, *args))
        with django_assert_num_queries(queries):
            assert client.get(_url(name, *args)).status_code == 200


def test_a_fee_is_taken_put_right_and_waived_on_its_page(
    client: Client, office: Office
) -> None:
    dossier = made.dossier(office, waived="")
    page = _url("charges", dossier.case.code)
    charge = dossier.charges.get()

    def change(**sent: object) -> int:
        prefixed = {f"k{charge.pk}-{name}": value for name, value in sent.items()}
        return client.post(_url("change_charge", charge.pk), prefixed).status_code

    assert change(viec="sua", so_tien="-5", ly_do="x") == 422
    assert change(viec="sua", so_tien="", ly_do="x") == 422
    assert change(viec="mien", ly_do="") == 422
    assert change(viec="sua", so_tien="10.000", ly_do="Biểu phí mới") == 302
    added = {"them-khoan": "Cước", "them-so_tien": "abc"}
    assert client.post(page, added).status_code == 422
    below = client.post(page, {**added, "them-so_tien": "-5"})
    assert below.context["adding"].errors["so_tien"] == ["Số tiền không thể âm."]
    added |= {"them-so_tien": "30.000", "them-thu_cho": str(office.counter.pk)}
    assert client.post(page, added).status_code == 302
    dossier.case.refresh_from_db()
    paid = client.post(
        _url("take_fee", dossier.case.code),
        {"hinh_thuc": "cash", "so": dossier.case.number},
    )

    assert paid["Location"] == _url("receipt", Receipt.objects.get().pk)
    printed = _text(client.get(paid["Location"]))
    assert "000001/2026" in printed
    assert "Bốn mươi nghìn đồng" in printed
    assert "Hủy biên lai" not in printed
    assert "Đã thu" in _text(client.get(page))


def test_an_officer_sees_the_charges_and_takes_no_money(
    client: Client, office: Office
) -> None:
    dossier = made.in_progress(office, waived="")
    client.force_login(office.officer)

    assert "Chỉ cán bộ tiếp nhận" in _text(
        client.get(_url("charges", dossier.case.code))
    )
    refused = client.post(
        _url("take_fee", dossier.case.code), {"hinh_thuc": "cash", "so": "9"}
    )
    assert refused.status_code == 403
    for name in ("counter_return", "postings", "till", "takings"):
        assert client.get(_url(name)).status_code == 403


def test_the_leader_cancels_a_receipt_with_a_reason(
    client: Client, office: Office, keeper: User
) -> None:
    receipt = money.take_fee(
        made.dossier(office, waived="").pk, Payment(), actor=office.receives, at=MONDAY
    )
    where = _url("cancel_receipt", receipt.pk)
    assert client.get(where).status_code == 403
    client.force_login(keeper)
    assert "Hủy biên lai" in _text(client.get(_url("receipt", receipt.pk)))

    assert client.post(where, {"ly_do": " "}).status_code == 422
    assert client.post(where, {"ly_do": "Ghi nhầm"}).status_code == 302

    assert "ĐÃ HỦY" in _text(client.get(_url("receipt", receipt.pk)))


def test_the_leader_closes_the_till_of_a_day(
    client: Client, office: Office, keeper: User
) -> None:
    money.take_fee(
        made.dossier(office, waived="").pk, Payment(), actor=office.receives, at=MONDAY
    )
    where = f"{_url('till')}?ngay=5/1/2026"
    assert "Lãnh đạo trung tâm" in _text(client.get(where))
    client.force_login(keeper)
    assert "Chốt quỹ: 8.000 đồng" in _text(client.get(where))

    short = client.post(where, {"dem_duoc": "5.000"})
    assert "thiếu 3.000 đồng" in _text(short)
    assert client.post(where, {"dem_duoc": "8.000"}).status_code == 302

    assert "Đã chốt quỹ" in _text(client.get(where))
    month = _text(client.get(f"{_url('till_month')}?thang=1/2026"))
    assert "đã chốt" in month
    assert "8.000" in month


def test_the_book_of_money_is_narrowed_and_exported(
    client: Client, office: Office
) -> None:
    dossier = made.dossier(office, waived="")
    money.take_fee(dossier.pk, Payment(), actor=office.receives, at=MONDAY)
    made.dossier(office)

    page = _text(client.get(_url("takings")))
    rows = b"".join(client.get(f"{_url('takings')}?xuat=csv")).decode().splitlines()

    assert "000001/2026" in page
    assert len(rows) == 2
    assert rows[1].startswith("000001/2026,2026-01-05,")
    assert f",{FEE}," in rows[1]


@pytest.mark.parametrize("asked", ["?quay=999999999", "?quay=x"])
def test_a_till_of_another_office_is_not_found(client: Client, asked: str) -> None:
    assert client.get(_url("till") + asked).status_code == 404


@pytest.mark.parametrize(
    "asked", ["?ngay=32/13/2026", "?ngay=", "?thang=99", "?nguoi=x"]
)
def test_an_address_that_cannot_be_read_shows_today(client: Client, asked: str) -> None:
    for name in ("till", "till_month", "counter_return"):
        assert client.get(_url(name) + asked).status_code == 200


def test_a_lost_paper_is_recorded_and_put_right_on_its_page(
    client: Client, office: Office
) -> None:
    dossier = made.in_progress(office)
    page = _url("losses", dossier.case.code)

    assert client.post(page, {"giay_to": "", "ngay": "5/1/2026"}).status_code == 422
    sent = {"giay_to": "Giấy chứng sinh", "ngay": "5/1/2026"}
    assert client.post(page, sent).status_code == 302
    loss = Loss.objects.get()
    close = _url("close_loss", loss.pk)
    assert client.post(close, {f"{loss.pk}-trach_nhiem": "Tư pháp"}).status_code == 422
    sent = {f"{loss.pk}-trach_nhiem": "Tư pháp", f"{loss.pk}-khac_phuc": "Cấp lại"}
    assert client.post(close, sent).status_code == 302

    loss.refresh_from_db()
    assert loss.closed_at
    assert "Cấp lại" in _text(client.get(page))


def test_who_may_not_see_a_dossier_sees_neither_its_losses_nor_its_money(
    client: Client, office: Office
) -> None:
    dossier = ready(office)
    client.force_login(make.user(None, PROCESS))

    for name in ("losses", "charges"):
        assert client.get(_url(name, dossier.case.code)).status_code == 404
    assert dossier.case.state == State.READY
