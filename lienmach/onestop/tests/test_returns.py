"""Results leave the office in one go, by post and back again, and papers get lost."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from lienmach.calc.refusal import Refused
from lienmach.calc.scan import read
from lienmach.onestop.actions import losses, receive, returns, steps
from lienmach.onestop.actions.money import Payment
from lienmach.onestop.actions.returns import Chosen, Letter
from lienmach.onestop.actions.steps import Handed, Missing
from lienmach.onestop.flow import State
from lienmach.onestop.models import (
    Attachment,
    Collection,
    Dossier,
    Posting,
    Receipt,
    Result,
    ReturnWay,
)
from lienmach.onestop.queries import returns as queries
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.onestop.tests.make_money import By, ready
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
TO_OWNER = Handed("Nguyễn Văn Ẩn", is_signed=True)
LETTER = Letter("EA123456789VN", "Nguyễn Văn Ẩn", "Tổ 4, phường An Hòa")
CASH = Payment()


@pytest.fixture
def office() -> Office:
    return made.office()


def _state(dossier: Dossier) -> str:
    dossier.case.refresh_from_db()
    return dossier.case.state


def _chosen(*dossiers: Dossier) -> list[Chosen]:
    return [Chosen(one.pk) for one in dossiers]


def test_several_results_go_in_one_go_each_with_its_receipt(office: Office) -> None:
    one, other = ready(office), ready(office, waived="Hộ nghèo")

    gone = returns.hand_back(
        _chosen(one, other), TO_OWNER, payment=CASH, actor=office.receives, at=MONDAY
    )

    assert [_state(one), _state(other)] == [State.RETURNED, State.RETURNED]
    assert [receipt.dossier for receipt in gone.receipts] == [one]
    assert all(done.is_signed for done in gone.collections)


def test_if_one_cannot_go_none_goes_and_no_money_is_taken(office: Office) -> None:
    one, unready = ready(office), made.in_progress(office)

    with pytest.raises(Refused, match="«Đang xử lý»: chưa trả được"):
        returns.hand_back(
            _chosen(one, unready),
            TO_OWNER,
            payment=CASH,
            actor=office.receives,
            at=MONDAY,
        )

    assert _state(one) == State.READY
    assert not Receipt.objects.exists()


def test_what_is_owed_is_taken_or_nothing_goes(office: Office) -> None:
    dossier = ready(office)

    with pytest.raises(Refused, match="chưa thu"):
        returns.hand_back(_chosen(dossier), TO_OWNER, actor=office.receives, at=MONDAY)


def test_a_page_that_knows_less_than_what_happened_gives_nothing_back(
    office: Office,
) -> None:
    dossier = ready(office)
    old = Chosen(dossier.pk, dossier.case.number - 1)

    with pytest.raises(Refused, match="qua bước khác"):
        returns.hand_back(
            [old], TO_OWNER, payment=CASH, actor=office.receives, at=MONDAY
        )


@pytest.mark.parametrize(
    ("handed", "words"),
    [
        (Handed("Ẩn"), "ký sổ"),
        (Handed(" ", is_signed=True), "người nhận"),
        (Handed("Ẩn", way=ReturnWay.ELECTRONIC), "gửi tới đâu"),
        (
            Handed("Ẩn", way=ReturnWay.ELECTRONIC, sent_to="an@example.vn"),
            "không có bản điện tử",
        ),
    ],
)
def test_what_is_missing_from_a_hand_over_is_said(
    office: Office, handed: Handed, words: str
) -> None:
    dossier = ready(office)

    with pytest.raises(Refused, match=words):
        returns.hand_back(
            _chosen(dossier), handed, payment=CASH, actor=office.receives, at=MONDAY
        )


def test_a_result_that_is_a_file_is_noted_as_sent(office: Office) -> None:
    dossier = ready(office, waived="x")
    file = Attachment.objects.create(
        dossier=dossier,
        purpose=Attachment.Purpose.RESULT,
        file_name="kq.pdf",
        file_key="0" * 64,
        file_size=1,
        file_type="application/pdf",
        made_at=MONDAY,
    )
    Result.objects.filter(dossier=dossier).update(file=file)
    sent = Handed("Ẩn", way=ReturnWay.ELECTRONIC, sent_to="an@example.vn")

    returns.hand_back(_chosen(dossier), sent, actor=office.receives, at=MONDAY)

    assert Collection.objects.get().sent_to == "an@example.vn"


def test_nobody_gives_back_what_another_office_received(office: Office) -> None:
    dossier = ready(office)
    stranger = made.office(name="Khác").receives

    with pytest.raises(Refused, match="Không thấy"):
        returns.hand_back(
            _chosen(dossier), TO_OWNER, payment=CASH, actor=stranger, at=MONDAY
        )
    with pytest.raises(PermissionDenied):
        returns.hand_back(
            _chosen(dossier), TO_OWNER, payment=CASH, actor=office.leads, at=MONDAY
        )


def test_a_letter_gives_its_result_back_once_it_is_delivered(office: Office) -> None:
    dossier = ready(office)
    later = MONDAY + 48 * HOUR
    gone = returns.post(
        _chosen(dossier), LETTER, payment=CASH, actor=office.receives, at=MONDAY
    )
    assert _state(dossier) == State.READY
    with pytest.raises(Refused, match="đang ở bưu chính"):
        returns.hand_back(_chosen(dossier), TO_OWNER, actor=office.receives, at=MONDAY)

    returns.delivered(
        gone.postings[0].pk, on=later.date(), actor=office.receives, at=later
    )

    assert _state(dossier) == State.RETURNED
    collection = Collection.objects.get()
    assert (collection.way, collection.postal_code) == (ReturnWay.POST, LETTER.code)
    assert collection.delivered_on == later.date()
    with pytest.raises(Refused, match="đã ghi kết quả"):
        returns.delivered(
            gone.postings[0].pk, on=later.date(), actor=office.receives, at=later
        )


def test_a_letter_that_comes_back_lies_at_the_counter_again(office: Office) -> None:
    dossier = ready(office, waived="x")
    at = By(actor=office.receives, at=MONDAY)
    posting = returns.post(_chosen(dossier), LETTER, **at).postings[0]

    with pytest.raises(Refused, match="vì sao"):
        returns.came_back(posting.pk, on=MONDAY.date(), reason=" ", **at)
    returns.came_back(posting.pk, on=MONDAY.date(), reason="Sai địa chỉ", **at)

    assert _state(dossier) == State.READY
    returns.hand_back(_chosen(dossier), TO_OWNER, **at)
    assert _state(dossier) == State.RETURNED


def test_a_day_before_sending_or_after_today_is_no_day_of_delivery(
    office: Office,
) -> None:
    at = By(actor=office.receives, at=MONDAY)
    posting = returns.post(_chosen(ready(office, waived="x")), LETTER, **at).postings[0]

    for day in (-1, 1):
        with pytest.raises(Refused, match="từ lúc gửi"):
            returns.delivered(posting.pk, on=MONDAY.date() + timedelta(day), **at)


def test_the_database_knows_one_letter_under_way_for_a_dossier(office: Office) -> None:
    at = By(actor=office.receives, at=MONDAY)
    dossier = ready(office, waived="x")
    posting = returns.post(_chosen(dossier), LETTER, **at).postings[0]

    posting.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        posting.save()
    assert Posting.objects.count() == 1


def test_a_lost_paper_is_recorded_and_closed_when_it_was_put_right(
    office: Office,
) -> None:
    dossier = made.in_progress(office)
    at = By(actor=office.processes, at=MONDAY + HOUR)
    loss = losses.record_loss(
        dossier.pk, what="Giấy chứng sinh", noticed_at=MONDAY, **at
    )

    with pytest.raises(Refused, match="chịu trách nhiệm"):
        losses.close_loss(loss.pk, responsible="", remedy="Xin cấp lại", **at)
    losses.close_loss(
        loss.pk, responsible="Phòng Tư pháp", remedy="Xin cấp lại, xin lỗi", **at
    )

    loss.refresh_from_db()
    assert loss.closed_at == MONDAY + HOUR
    steps_told = [event.step for event in dossier.case.events.all()][-2:]
    assert steps_told == ["loss", "loss_closed"]
    with pytest.raises(Refused, match="đã khắc phục"):
        losses.close_loss(loss.pk, responsible="x", remedy="x", **at)


def test_a_loss_ahead_of_time_or_of_nothing_is_refused(office: Office) -> None:
    dossier = made.in_progress(office)
    at = By(actor=office.processes, at=MONDAY)

    with pytest.raises(Refused, match="giấy tờ nào"):
        losses.record_loss(dossier.pk, what=" ", noticed_at=MONDAY, **at)
    with pytest.raises(Refused, match="sau hôm nay"):
        losses.record_loss(dossier.pk, what="x", noticed_at=MONDAY + HOUR, **at)


def test_the_person_of_a_slip_is_who_brought_it_with_all_that_is_theirs(
    office: Office,
) -> None:
    proxy = made.party(name="Trần Thị Ước")
    scanned = ready(office, submitter=proxy)
    own, stranger = ready(office, owner=proxy), ready(office)
    slip = scanned.slips.get()

    for text in (scanned.token, slip.token):
        found = queries.find(office.receives, read(f"https://x.example/q/{text}/"))
        assert (found.person, found.dossier) == (proxy, scanned)
    theirs = queries.for_person(office.receives, proxy, now=MONDAY, first=scanned)

    shown = {row.dossier.pk: row.is_chosen for row in theirs.ready}
    assert shown == {scanned.pk: True, own.pk: False}
    assert stranger.pk not in shown


def test_a_card_a_code_a_telephone_and_a_name_find_the_person(office: Office) -> None:
    who = made.party(
        name="Đặng Thị Ngoan", id_number="046189004512", phone="0911222333"
    )
    dossier = ready(office, owner=who)

    for text in (
        "046189004512|19001|Da?ng Th?|15031989",
        dossier.case.code,
        "0911222333",
        "dang thi ngoan",
        dossier.case.code[-4:],
    ):
        assert queries.find(office.receives, read(text)).person == who, text


def test_a_name_that_several_have_is_chosen_from(office: Office) -> None:
    for _ in range(2):
        ready(office, owner=made.party(name="Lê Thị Ẩn"))

    found = queries.find(office.receives, read("lê thị ẩn"))

    assert found.person is None
    assert len(found.choices) == 2


def test_another_counter_finds_nothing_of_it(office: Office) -> None:
    dossier = ready(office)
    elsewhere = made.office(name="Khác").receives

    assert queries.find(elsewhere, read(dossier.case.code)).person is None
    person = dossier.owner
    assert queries.for_person(elsewhere, person, now=MONDAY).is_empty


def test_what_is_not_ready_says_why_and_what_to_bring(office: Office) -> None:
    who = made.party()
    asked = made.in_progress(office, owner=who)
    steps.ask(
        asked.pk,
        [Missing("Giấy chứng sinh", "Ảnh trang 2 bị mờ")],
        reason="Thiếu giấy chứng sinh",
        actor=office.processes,
        at=MONDAY,
    )
    receive.cancel(made.dossier(office, owner=who).pk, actor=office.receives, at=MONDAY)

    (row,) = queries.for_person(office.receives, who, now=MONDAY).later

    assert row.why == "Chờ bổ sung: Thiếu giấy chứng sinh"
    assert row.to_do == ("Bổ sung Giấy chứng sinh: Ảnh trang 2 bị mờ",)
    assert row.told.text.startswith("Tạm dừng")
