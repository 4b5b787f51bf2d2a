"""Notices of financial obligation: they come, are given, are paid; the clock waits."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from lienmach.calc.refusal import Refused
from lienmach.onestop.actions import notices as actions
from lienmach.onestop.actions import steps
from lienmach.onestop.actions.notices import Notice
from lienmach.onestop.flow import State
from lienmach.onestop.models import Dossier, TaxNotice
from lienmach.onestop.queries import notices as queries
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.at_dossier import page_of, send, signed_in, state_of
from lienmach.onestop.tests.make_dossier import Office
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
DAY = MONDAY.date()
HOUR = timedelta(hours=1)
LATER = MONDAY + timedelta(days=3)


@pytest.fixture
def office() -> Office:
    return made.office()


def _notice(number: str = "12/TB-CCT", **more: Any) -> Notice:
    said: dict[str, Any] = {
        "issued_on": DAY,
        "issuer": "Chi cục Thuế",
        "amount": 12_500_000,
        "came_on": DAY,
        "pay_by": DAY + timedelta(days=30),
        **more,
    }
    return Notice(number, **said)


def _come(
    office: Office, dossier: Dossier, *numbers: str, at: datetime = MONDAY + HOUR
) -> list[TaxNotice]:
    by: dict[str, Any] = {"actor": office.processes, "at": at}
    return [actions.receive(dossier.pk, _notice(one), **by) for one in numbers]


def _pay(office: Office, notice: TaxNotice, **more: Any) -> None:
    said: dict[str, Any] = {"on": DAY, "receipt": "C1-02", "at": LATER, **more}
    actions.pay(notice.pk, actor=office.processes, **said)


def test_the_clock_waits_from_the_first_notice_to_the_last_payment(
    office: Office,
) -> None:
    dossier = made.in_progress(office)
    first, second = _come(office, dossier, "12/TB-CCT", "13/TB-CCT")
    case = Dossier.objects.get(pk=dossier.pk).case
    assert (case.state, case.due_at) == (State.OWING, None)
    assert "12.500.000 đồng" in case.waits.get().reason
    with pytest.raises(Refused, match="chưa ghi đã nộp"):
        steps.take(dossier.pk, "paid", actor=office.processes, at=LATER)

    _pay(office, first)
    assert state_of(dossier) == State.OWING
    with pytest.raises(Refused, match="chưa ghi đã nộp"):
        steps.take(
            dossier.pk, "unowed", actor=office.processes, at=LATER, note="Đã hủy"
        )
    _pay(office, second)

    case = Dossier.objects.get(pk=dossier.pk).case
    assert (case.state, case.waits.get().ended_at) == (State.IN_PROGRESS, LATER)
    assert case.due_at
    with pytest.raises(Refused, match="đã ghi nộp"):
        _pay(office, second)


def test_taking_a_step_back_takes_back_what_was_written_with_it(
    office: Office,
) -> None:
    dossier = made.in_progress(office)
    (notice,) = _come(office, dossier, "12/TB-CCT")
    _pay(office, notice)
    steps.undo(dossier.pk, actor=office.processes, at=LATER + HOUR)
    notice.refresh_from_db()
    assert (notice.paid_on, notice.receipt, state_of(dossier)) == (None, "", "owing")
    _pay(office, notice, at=LATER + 2 * HOUR)
    other = made.in_progress(office)
    (wrong,) = _come(office, other, "14/TB-CCT")
    steps.undo(other.pk, actor=office.processes, at=LATER)
    wrong.refresh_from_db()
    assert wrong.cancelled_at == LATER
    assert state_of(other) == State.IN_PROGRESS
    _come(office, other, "14/TB-CCT", at=LATER + HOUR)  # may come again


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"amount": 0}, "lớn hơn 0"),
        ({"issued_on": DAY - timedelta(days=1)}, "trước ngày tiếp nhận"),
        ({"came_on": DAY + timedelta(days=9)}, "sau hôm nay"),
        ({"pay_by": DAY - timedelta(days=1)}, "Hạn nộp"),
    ],
)
def test_a_notice_that_cannot_be_is_refused_and_moves_nothing(
    more: dict[str, Any], said: str, office: Office
) -> None:
    dossier = made.in_progress(office)
    at = MONDAY + HOUR

    with pytest.raises(Refused, match=said):
        actions.receive(dossier.pk, _notice(**more), actor=office.processes, at=at)

    assert state_of(dossier) == State.IN_PROGRESS
    assert not TaxNotice.objects.exists()


def test_a_notice_is_given_by_the_counter_and_cancelled_by_who_holds_it(
    office: Office,
) -> None:
    dossier = made.in_progress(office)
    (notice,) = _come(office, dossier, "12/TB-CCT")
    said: dict[str, Any] = {"on": DAY, "how": "RR123VN", "at": LATER}
    early = {**said, "on": DAY - timedelta(days=1)}
    with pytest.raises(Refused, match="trước ngày nhận được"):
        actions.give(notice.pk, "post", actor=office.receives, **early)
    actions.give(notice.pk, "post", actor=office.receives, **said)
    with pytest.raises(Refused, match="đã ghi trao"):
        actions.give(notice.pk, "counter", actor=office.receives, **said)
    with pytest.raises(Refused, match="đã ghi ở hồ sơ này"):
        _come(office, dossier, "12/TB-CCT")
    with pytest.raises(PermissionDenied):
        actions.cancel(notice.pk, reason="x", actor=office.receives, at=LATER)
    actions.cancel(notice.pk, reason="Ghi nhầm", actor=office.processes, at=LATER)
    page = page_of(office.officer, dossier)
    assert "Không còn nghĩa vụ tài chính" in page
    assert "Đã thực hiện nghĩa vụ tài chính" not in page  # nobody paid
    assert send(office.officer, dossier, "unowed").status_code == 422
    why = {"note": "Cơ quan thuế thu hồi"}
    assert send(office.officer, dossier, "unowed", **why).status_code == 302
    assert state_of(dossier) == State.IN_PROGRESS
    signing = made.dossier(office)
    with pytest.raises(PermissionDenied):  # the counter holds it still
        _come(office, signing, "15/TB-CCT")


def test_a_notice_is_written_given_and_paid_at_the_page_of_its_dossier(
    office: Office,
) -> None:
    dossier = made.in_progress(office)
    sent = {
        "so": "12/TB-CCT",
        "ngay": "5/1/2026",
        "co_quan": "Chi cục Thuế",
        "so_tien": "12.500.000",
        "han": "4/2/2026",
        "nhan_ngay": "5/1/2026",
    }
    for name, typed, said in (
        ("so_tien", "-5", "từ 1 đến"),
        ("so_tien", "0", "từ 1 đến"),
        ("han", "4/1/2026", "Không thể trước ngày thông báo"),
        ("ngay", "4/1/2026", "Không thể trước ngày tiếp nhận"),
        ("nhan_ngay", "1/1/2099", "chưa đến"),
        ("co_quan", "", "Chưa nhập cơ quan thuế"),
    ):
        refused = send(office.officer, dossier, "notice", **{**sent, name: typed})
        assert refused.status_code == 422
        assert said in refused.content.decode()
    assert send(office.officer, dossier, "notice_paid").status_code == 422
    assert send(office.officer, dossier, "notice", **sent).status_code == 302
    again = send(office.officer, dossier, "notice", **sent, number="1")
    assert again.status_code == 422  # of a page that is out of date
    notice = TaxNotice.objects.get()
    page = page_of(office.officer, dossier)
    assert "12.500.000 đồng" in page
    assert "Ghi đã nộp tiền theo thông báo" in page
    main = reverse("onestop:dossier_step", args=[dossier.case.code, "notice_paid"])
    asked = signed_in(office.officer).get(main).content.decode()
    assert f'name="tb" value="{notice.pk}"' in asked  # the only one there is
    given = {"tb": notice.pk, "cach": "counter", "ngay": "5/1/2026", "qua": "bà Ẩn"}
    assert send(office.clerk, dossier, "notice_given", **given).status_code == 302
    assert send(office.clerk, dossier, "notice_given", **given).status_code == 422
    paid = {"tb": notice.pk, "ngay": "5/1/2026", "chung_tu": "C1-02"}
    late = {**paid, "ngay": "4/1/2026"}
    assert send(office.officer, dossier, "notice_paid", **late).status_code == 422
    assert send(office.officer, dossier, "notice_paid", **paid).status_code == 302
    assert state_of(dossier) == State.IN_PROGRESS


def test_what_was_paid_before_it_was_given_is_given_all_the_same(
    office: Office,
) -> None:
    dossier = made.in_progress(office)
    (notice,) = _come(office, dossier, "12/TB-CCT")
    _pay(office, notice)
    assert "Ghi đã trao" in page_of(office.officer, dossier)
    given = {"tb": notice.pk, "cach": "counter", "ngay": "5/1/2026", "qua": "bà Ẩn"}
    listed = reverse("onestop:notices") + "?xem=chua-trao"
    officer = signed_in(office.officer)
    assert notice.number in officer.get(listed).content.decode()
    assert send(office.officer, dossier, "notice_given", **given).status_code == 302
    notice.refresh_from_db()
    assert (notice.given_on, notice.receipt) == (DAY, "C1-02")
    assert notice.number not in officer.get(listed).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_tells_what_waits_and_asks_the_same_however_much(
    rows: int, office: Office, django_assert_num_queries: Any
) -> None:
    for n in range(rows):
        _come(office, made.in_progress(office), f"{n}/TB-CCT")
    client = signed_in(office.officer)
    way = reverse("onestop:notices")
    told = queries.waiting(office.processes, on=DAY + timedelta(days=31))
    assert told == {"many": rows, "amount": 12_500_000 * rows, "overdue": rows}
    assert queries.waiting(made.office().processes, on=DAY)["many"] == 0
    client.get(way)
    with django_assert_num_queries(9):
        page = client.get(way).content.decode()
    assert all(f"{n}/TB-CCT" in page for n in range(rows))
    assert page.count(">chưa trao<") == rows  # its column has no head on a phone
