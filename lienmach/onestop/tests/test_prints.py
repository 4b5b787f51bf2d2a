"""C06: what is issued, what is printed again, what replaced what."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lienmach.calc.local import moment
from lienmach.calc.refusal import Refused
from lienmach.onestop.actions import hand_overs, slips, steps, unaccepted
from lienmach.onestop.actions.steps import Signed
from lienmach.onestop.actions.unaccepted import Brought
from lienmach.onestop.models import Dossier, Form, HandOverItem, Printing, Slip
from lienmach.onestop.queries.circulars import circular_on, legal_form
from lienmach.onestop.queries.slips import letter_day, promised_words
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def office() -> Office:
    return made.office()


def _url(dossier: Dossier, form: str = "receipt") -> str:
    return reverse("onestop:print", args=[dossier.case.code, form])


def test_a_form_is_known_by_its_circular_for_numbers_change_their_meaning() -> None:
    before, after = circular_on(moment("2025-09-14T23:59")), circular_on(MONDAY)

    assert (before, after) == ("01/2018/TT-VPCP", "03/2025/TT-VPCP")
    assert legal_form(before, Form.CONTROL).number == "05"
    assert legal_form(after, Form.STOP).number == "05"
    assert legal_form(after, Form.CONTROL).number == "06"
    assert legal_form(before, Form.STOP).number == ""
    assert not legal_form(before, Form.RECEIPT).doubt
    assert "Chưa đối chiếu" in legal_form(after, Form.RECEIPT).doubt
    assert circular_on(moment("2010-01-01T08:00")) == before


def test_moments_are_written_with_their_weekday_and_hour() -> None:
    assert promised_words(moment("2023-03-23T16:30")) == (
        "Trước 16:30 thứ Năm, 23/3/2023"
    )
    assert promised_words(moment("2023-03-26T09:00")).endswith("Chủ nhật, 26/3/2023")
    assert letter_day("An Hòa", MONDAY) == "An Hòa, ngày 05 tháng 01 năm 2026"
    assert letter_day("", moment("2026-03-12T08:00")) == "Ngày 12 tháng 3 năm 2026"


def test_the_first_print_asks_nothing_and_each_further_one_why(
    office: Office, client: Client
) -> None:
    dossier = made.dossier(office)
    client.force_login(office.clerk)

    first = client.post(_url(dossier), {"viec": "in"})
    again = client.post(_url(dossier), {"viec": "in"})
    said = client.post(_url(dossier), {"viec": "in", "ly_do": "Máy in kẹt giấy"})

    assert first["Location"] == f"{_url(dossier)}?in=1"
    assert 'data-print="' in client.get(said["Location"]).content.decode()
    assert 'data-print="' not in client.get(_url(dossier)).content.decode()
    assert again.status_code == 422
    assert [(p.number, p.reason) for p in Printing.objects.all()] == [
        (1, ""),
        (2, "Máy in kẹt giấy"),
    ]


def test_the_same_sending_twice_is_one_print(office: Office, client: Client) -> None:
    dossier = made.dossier(office)
    client.force_login(office.clerk)
    sent = {"viec": "in", "khoa": "a-key-of-a-form"}

    assert [client.post(_url(dossier), sent).status_code for _ in range(2)] == [302] * 2
    assert Printing.objects.count() == 1


def test_f9_prints_the_last_slip_of_the_officer_again_with_a_reason(
    office: Office, client: Client
) -> None:
    client.force_login(office.clerk)
    assert client.post(reverse("onestop:print_last")).status_code == 422
    made.dossier(office)
    last = made.dossier(office)

    for _ in range(2):
        answer = client.post(reverse("onestop:print_last"))

    assert answer["Location"] == f"{_url(last)}?in=2"
    assert [p.reason for p in Printing.objects.order_by("number")] == [
        "",
        "In lại từ bàn phím (F9)",
    ]


def test_a_corrected_receipt_says_what_replaced_it_and_shows_what_was_issued(
    office: Office, client: Client
) -> None:
    owner = made.party(name="Nguyễn Văn Ẫn", address="Tổ 4")
    dossier = made.dossier(office, owner=owner)
    Dossier.objects.filter(pk=dossier.pk).update(owner_name="Nguyễn Văn Ẩn")
    client.force_login(office.clerk)
    assert "chủ hồ sơ" in client.get(_url(dossier)).content.decode()

    sent = {"viec": "phat-hanh", "ly_do": "Sai tên"}
    assert client.post(_url(dossier), sent).status_code == 302

    old = client.get(_url(dossier), {"lan": "1"}).content.decode()
    new = client.get(_url(dossier)).content.decode()
    assert "Nguyễn Văn Ẫn" in old
    assert "ĐÃ THAY BẰNG bản lần 2" in old
    assert "Nguyễn Văn Ẩn" in new
    assert "Thay bản lần 1" in new
    assert "Sai tên" in new
    tokens = list(Slip.objects.order_by("number").values_list("token", flat=True))
    assert len(set(tokens)) == 2


def test_a_reason_is_asked_before_a_receipt_is_issued_again(office: Office) -> None:
    dossier = made.dossier(office)

    with pytest.raises(Refused, match="lý do"):
        slips.reissue(dossier.pk, actor=office.receives, at=MONDAY + HOUR, reason=" ")

    assert dossier.slips.count() == 1


def test_a_same_day_dossier_gets_a_receipt_when_somebody_asks(
    office: Office, client: Client
) -> None:
    dossier = made.dossier(office, is_same_day=True)
    client.force_login(office.clerk)
    assert "Cấp giấy tiếp nhận" in client.get(_url(dossier)).content.decode()

    client.post(_url(dossier), {"viec": "phat-hanh", "ly_do": "Người nộp đề nghị"})

    assert "Giải quyết trong ngày" in client.get(_url(dossier)).content.decode()


def test_what_is_not_issued_says_so_and_strangers_find_nothing(
    office: Office, client: Client
) -> None:
    dossier = made.dossier(office)
    client.force_login(office.clerk)
    assert "chưa có giấy này" in client.get(_url(dossier, "apology")).content.decode()
    assert client.post(_url(dossier, "apology"), {"viec": "in"}).status_code == 422
    assert client.get(_url(dossier, "khac")).status_code == 404
    assert client.get(_url(dossier), {"lan": "7"}).status_code == 404

    client.force_login(make.user(rights="onestop.receive"))
    assert client.get(_url(dossier)).status_code == 404


def test_several_receipts_print_in_one_go_and_ask_once_for_a_reason(
    office: Office, client: Client
) -> None:
    dossiers = [made.dossier(office) for _ in range(3)]
    slips.printed(dossiers[0].slips.get(), actor=office.receives, at=MONDAY)
    client.force_login(office.clerk)
    chosen = {"chon": [d.pk for d in dossiers]}
    where = reverse("onestop:print_many")

    asked = client.post(where, chosen).content.decode()
    assert "1 giấy đã in trước đó" in asked
    done = client.post(where, {**chosen, "ly_do": "In cho lưu"})

    page = client.get(done["Location"]).content.decode()
    assert page.count('<article class="paper a5"') == 3
    assert [p.reason for p in Printing.objects.order_by("pk")] == [
        *("", "In cho lưu", "", "")
    ]
    assert client.post(where, {"chon": ["x"]}).status_code == 422
    assert client.get(where).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_of_papers_asks_the_same_number_of_queries(
    rows: int, office: Office, client: Client, django_assert_num_queries: object
) -> None:
    ids = [made.dossier(office).slips.get().pk for _ in range(rows)]
    client.force_login(office.clerk)
    where = reverse("onestop:print_many")

    with django_assert_num_queries(9):  # type: ignore[operator]  # without types
        client.get(where, {"giay": ",".join(map(str, ids))})


def test_a_form_is_numbered_by_year_with_a_dossier_and_without(office: Office) -> None:
    numbers = []
    for _ in range(2):
        dossier = made.in_progress(office)
        missing = [steps.Missing("Giấy chứng sinh", "Ảnh mờ")]
        steps.ask(
            dossier.pk, missing, reason="Thiếu", actor=office.processes, at=MONDAY
        )
        numbers.append(dossier.slips.get(form=Form.SUPPLEMENT).serial)

    brought = Brought(made.PROCEDURE, made.party())
    told = unaccepted.guide(brought, missing, actor=office.receives, at=MONDAY)

    assert [*numbers, told.serial] == ["0001/HDHS", "0002/HDHS", "0003/HDHS"]


def test_the_control_sheet_fills_itself_and_says_what_was_in_time(
    office: Office, client: Client
) -> None:
    kept = made.dossier(office, on=moment("2026-01-05T14:00"))
    codes = [kept.case.code]
    given = hand_overs.give(
        codes, actor=office.receives, at=moment("2026-01-06T09:00")
    )  # a day late: papers of before 15:00 go on the same day
    item = HandOverItem.objects.get()
    hand_overs.confirm(
        given.sheets[0].pk,
        [item.pk],
        actor=office.processes,
        at=moment("2026-01-06T09:30"),
    )
    steps.take(kept.pk, "accept", actor=office.processes, at=moment("2026-01-06T10:00"))
    signed = Signed(moment("2026-01-07T10:00").date(), "Phó phòng")
    steps.record_result(
        kept.pk, signed, actor=office.processes, at=moment("2026-01-07T10:00")
    )
    client.force_login(office.clerk)

    page = client.get(_url(kept, "control")).content.decode()
    assert Slip.objects.filter(form=Form.CONTROL).count() == 0
    for _ in range(2):
        sent = {"viec": "in", "ly_do": "Lưu hồ sơ"}
        assert client.post(_url(kept, "control"), sent).status_code == 302

    slip = Slip.objects.get(form=Form.CONTROL)
    first, last = slip.said["parts"][0], slip.said["parts"][-1]
    assert (first["given"], first["due"], first["result"]) == (
        *("09:00 06/01/2026", "17:00 05/01/2026", "Quá hạn"),
    )
    assert (first["taker"], first["taken"]) == (
        *(office.officer.name, "09:30 06/01/2026"),
    )
    assert (last["step"], last["result"]) == ("Nhập kết quả đã ký", "Trước hạn")
    assert "Quá hạn" in page
    assert slip.printings.count() == 2
