"""Fees are taken once, by numbers without a gap, and the till says what was taken."""

from datetime import date, timedelta
from threading import Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from lienmach.base.actor import Actor
from lienmach.calc.local import moment
from lienmach.calc.refusal import Refused
from lienmach.onestop.actions import money, receive
from lienmach.onestop.actions.money import Payment
from lienmach.onestop.flow import RECEIVE, TILL
from lienmach.onestop.models import Charge, Closing, Dossier, Receipt, ReceiptLine
from lienmach.onestop.queries import money as queries
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.onestop.tests.make_money import FEE, By
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
DAY, HOUR = MONDAY.date(), timedelta(hours=1)
CASH = Payment()


@pytest.fixture
def office() -> Office:
    return made.office()


@pytest.fixture
def keeper(office: Office) -> Actor:
    """The leader of the centre, who cancels and closes."""
    return office.actor(make.user(office.committee, TILL))


def _owing(office: Office) -> Dossier:
    return made.dossier(office, waived="")


def _pay(office: Office, payment: Payment = CASH) -> Receipt:
    dossier = _owing(office)
    return money.take_fee(dossier.pk, payment, actor=office.receives, at=MONDAY)


def test_a_fee_is_taken_by_a_numbered_receipt_that_says_for_whom(
    office: Office,
) -> None:
    receipt = _pay(office)

    assert str(receipt) == "000001/2026"
    assert (receipt.amount, receipt.day) == (FEE, DAY)
    line = receipt.lines.get()
    assert (line.amount, line.agency) == (FEE, office.division)
    assert receipt.payer == receipt.dossier.owner_name
    last = receipt.dossier.case.events.last()
    assert last
    assert last.note == "Biên lai 000001/2026: 8.000 đồng"


def test_the_book_of_money_offers_those_it_was_taken_for_at_ones_own_counters(
    office: Office,
) -> None:
    for agency in (office.division, office.committee):
        dossier = _owing(office)
        Charge.objects.filter(dossier=dossier).update(agency=agency)
        money.take_fee(dossier.pk, CASH, actor=office.receives, at=MONDAY)
    strange = make.unit()
    stranger = make.actor(make.user(strange, RECEIVE))

    ours, theirs = office.receives, stranger
    assert queries.agencies(ours).keys() == {office.division.pk, office.committee.pk}
    assert queries.counters(ours).keys() == {office.counter.pk}
    assert queries.lines(ours).count() == 2
    assert not queries.agencies(theirs)
    assert queries.counters(theirs).keys() == {strange.pk}
    assert not queries.lines(theirs).exists()


def test_what_was_paid_is_not_taken_again(office: Office) -> None:
    receipt = _pay(office)

    with pytest.raises(Refused, match="đã thu đủ theo biên lai 000001/2026"):
        money.take_fee(receipt.dossier_id, CASH, actor=office.receives, at=MONDAY)

    assert Receipt.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clerks_who_take_the_same_fee_at_once_write_one_receipt(
    office: Office,
) -> None:
    dossier, other = _owing(office), _owing(office)
    said: list[str] = []

    def take(case_id: int) -> None:
        try:
            made_one = money.take_fee(case_id, CASH, actor=office.receives, at=MONDAY)
            said.append(str(made_one))
        except Refused as refused:
            said.append(str(refused))
        finally:
            connection.close()

    threads = [
        Thread(target=take, args=[pk]) for pk in (dossier.pk, dossier.pk, other.pk)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum("đã thu đủ" in text for text in said) == 1
    numbers = Receipt.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2]


def test_a_failure_skips_no_number(office: Office) -> None:
    _pay(office)
    with pytest.raises(Refused, match="mã giao dịch"):
        _pay(office, Payment(Receipt.Method.TRANSFER))
    with transaction.atomic():
        _pay(office)
        transaction.set_rollback(True)

    assert str(_pay(office)) == "000002/2026"


def test_each_counter_and_year_has_its_own_numbers(office: Office) -> None:
    _pay(office)
    other = made.office(name="Thủ tục khác")
    elsewhere = made.dossier(other, waived="")
    later = made.dossier(office, waived="")

    there = money.take_fee(elsewhere.pk, CASH, actor=other.receives, at=MONDAY)
    next_year = money.take_fee(
        later.pk, CASH, actor=office.receives, at=moment("2027-01-04T08:00")
    )

    assert [str(there), str(next_year)] == ["000001/2026", "000001/2027"]


def test_only_who_receives_takes_money(office: Office, keeper: Actor) -> None:
    dossier = _owing(office)

    for actor in (office.processes, keeper):
        with pytest.raises(PermissionDenied):
            money.take_fee(dossier.pk, CASH, actor=actor, at=MONDAY)


def test_a_cancelled_receipt_keeps_its_number_and_its_fee_is_owed_again(
    office: Office, keeper: Actor
) -> None:
    receipt = _pay(office)

    money.cancel_receipt(receipt.pk, reason="Ghi nhầm", actor=keeper, at=MONDAY + HOUR)

    again = money.take_fee(
        receipt.dossier_id, CASH, actor=office.receives, at=MONDAY + HOUR
    )
    assert str(again) == "000002/2026"
    assert queries.till(office.counter.pk, DAY).sums.total == FEE
    assert receipt.lines.get().amount == FEE


def test_a_receipt_is_cancelled_by_another_person_with_the_right_and_a_reason(
    office: Office, keeper: Actor
) -> None:
    receipt = _pay(office)
    both = make.user(office.counter, f"{RECEIVE} {TILL}")
    own = money.take_fee(_owing(office).pk, CASH, actor=office.actor(both), at=MONDAY)

    def cancel(which: Receipt, actor: Actor, reason: str = "Nhầm") -> None:
        money.cancel_receipt(which.pk, reason=reason, actor=actor, at=MONDAY)

    with pytest.raises(PermissionDenied):
        cancel(receipt, office.receives)
    with pytest.raises(Refused, match="không tự hủy"):
        cancel(own, office.actor(both))
    with pytest.raises(Refused, match="lý do"):
        cancel(receipt, keeper, "  ")
    cancel(receipt, keeper)
    with pytest.raises(Refused, match="đã hủy lúc"):
        cancel(receipt, keeper)


def test_nobody_sees_or_cancels_a_receipt_of_another_office(office: Office) -> None:
    receipt = _pay(office)
    stranger = make.user(made.office(name="Khác").committee, TILL)

    with pytest.raises(Refused, match="Không thấy"):
        money.cancel_receipt(
            receipt.pk, reason="x", actor=office.actor(stranger), at=MONDAY
        )


def test_a_charge_is_added_put_right_and_waived_before_it_is_paid(
    office: Office,
) -> None:
    dossier = _owing(office)
    by = By(actor=office.receives, at=MONDAY)
    post = money.add_charge(
        dossier.pk,
        name="Cước bưu chính",
        amount=30_000,
        agency_id=office.counter.pk,
        **by,
    )
    fee = dossier.charges.get(number=1)

    money.change_charge(post.pk, amount=35_000, reason="Cước xã xa", **by)
    money.waive(fee.pk, reason="Hộ nghèo", **by)

    receipt = money.take_fee(dossier.pk, CASH, **by)
    assert receipt.amount == 35_000
    assert receipt.lines.get().agency == office.counter
    with pytest.raises(Refused, match="đã thu theo biên lai"):
        money.change_charge(post.pk, amount=1, reason="x", **by)
    notes = [event.note for event in dossier.case.events.all()]
    assert notes[1:] == [
        "Cước bưu chính: 30.000 đồng",
        "Cước bưu chính: 30.000 đồng thành 35.000 đồng. Cước xã xa",
        f"{fee.name}: Hộ nghèo",
        "Biên lai 000001/2026: 35.000 đồng",
    ]


def test_what_was_waived_by_mistake_is_asked_again(office: Office) -> None:
    dossier = made.dossier(office, waived="Hộ nghèo")
    charge = dossier.charges.get()

    money.ask_again(charge.pk, actor=office.receives, at=MONDAY)

    assert (
        money.take_fee(dossier.pk, CASH, actor=office.receives, at=MONDAY).amount == FEE
    )


@pytest.mark.parametrize(
    ("name", "amount", "words"),
    [
        ("Cước", -1, "âm"),
        ("Cước", 0, "lớn hơn 0"),
        ("Cước", 10**12, "100 tỷ"),
        (" ", 1, "khoản thu là gì"),
    ],
)
def test_an_absurd_charge_is_refused_with_a_sentence(
    office: Office, name: str, amount: int, words: str
) -> None:
    dossier = _owing(office)

    with pytest.raises(Refused, match=words):
        money.add_charge(
            dossier.pk, name=name, amount=amount, actor=office.receives, at=MONDAY
        )


def test_a_waiver_and_a_correction_need_their_reasons(office: Office) -> None:
    charge = _owing(office).charges.get()

    with pytest.raises(Refused, match="lý do được miễn"):
        money.waive(charge.pk, reason=" ", actor=office.receives, at=MONDAY)
    with pytest.raises(Refused, match="vì sao sửa"):
        money.change_charge(
            charge.pk, amount=1, reason="", actor=office.receives, at=MONDAY
        )


def test_a_dossier_entered_by_mistake_pays_nothing(office: Office) -> None:
    dossier = _owing(office)
    receive.cancel(dossier.pk, actor=office.receives, at=MONDAY)

    with pytest.raises(Refused, match="nhập nhầm"):
        money.take_fee(dossier.pk, CASH, actor=office.receives, at=MONDAY)


def test_a_till_is_closed_once_and_what_follows_belongs_to_the_next_day(
    office: Office, keeper: Actor
) -> None:
    _pay(office)
    unit, evening = office.counter.pk, MONDAY + 9 * HOUR

    closing = money.close_till(unit, DAY, counted=FEE, actor=keeper, at=evening)

    assert (closing.expected, closing.total) == (FEE, FEE)
    with pytest.raises(Refused, match="đã chốt lúc"):
        money.close_till(unit, DAY, counted=FEE, actor=keeper, at=evening)
    late = money.take_fee(
        _owing(office).pk, CASH, actor=office.receives, at=evening + HOUR
    )
    assert (late.day, late.paid_at) == (date(2026, 1, 6), evening + HOUR)
    assert queries.till(unit, DAY).sums.total == FEE
    assert queries.unclosed(unit, before=date(2026, 1, 7)) == [date(2026, 1, 6)]


def test_after_friday_is_closed_money_waits_for_the_next_day_the_office_opens(
    office: Office,
) -> None:
    friday = moment("2026-01-16T16:30")  # the Saturday after is no working day
    Closing.objects.create(
        unit=office.counter,
        day=friday.date(),
        expected=0,
        counted=0,
        total=0,
        at=friday,
        by=office.leader,
    )

    assert queries.till_day(office.counter.pk, friday) == date(2026, 1, 19)


def test_what_is_cancelled_after_closing_is_paid_back_out_of_the_next_till(
    office: Office, keeper: Actor
) -> None:
    receipt = _pay(office)
    unit, tuesday = office.counter.pk, DAY + timedelta(1)
    money.close_till(unit, DAY, counted=FEE, actor=keeper, at=MONDAY + 9 * HOUR)

    money.cancel_receipt(receipt.pk, reason="Nhầm", actor=keeper, at=MONDAY + 24 * HOUR)

    assert queries.till(unit, DAY).sums.total == FEE
    assert queries.till(unit, tuesday).sums.by_method == {"cash": -FEE}
    assert queries.month(unit, DAY, tuesday).total == 0


def test_counted_cash_that_differs_is_explained(office: Office, keeper: Actor) -> None:
    _pay(office)
    _pay(office, Payment(Receipt.Method.TRANSFER, "FT26005"))
    unit = office.counter.pk

    with pytest.raises(Refused, match=r"thiếu 3\.000 đồng"):
        money.close_till(unit, DAY, counted=5_000, actor=keeper, at=MONDAY)
    closing = money.close_till(
        unit, DAY, counted=5_000, note="Thối nhầm", actor=keeper, at=MONDAY
    )

    assert (closing.expected, closing.total) == (FEE, 2 * FEE)


def test_a_till_is_closed_by_who_may_and_not_ahead_nor_for_nothing(
    office: Office, keeper: Actor
) -> None:
    unit = office.counter.pk

    with pytest.raises(PermissionDenied):
        money.close_till(unit, DAY, counted=0, actor=office.receives, at=MONDAY)
    with pytest.raises(Refused, match="chưa đến"):
        money.close_till(unit, DAY + timedelta(1), counted=0, actor=keeper, at=MONDAY)
    with pytest.raises(Refused, match="không có biên lai"):
        money.close_till(unit, DAY, counted=0, actor=keeper, at=MONDAY)


def test_the_database_refuses_a_receipt_that_its_lines_do_not_make_up(
    office: Office,
) -> None:
    receipt = _pay(office)
    with transaction.atomic():
        ReceiptLine.objects.create(
            receipt=receipt,
            unit=receipt.unit,
            number=2,
            name="x",
            amount=1,
            agency=office.division,
        )
        with pytest.raises(IntegrityError):
            _settle()
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "change",
    [
        lambda: Receipt.objects.update(amount=1),
        lambda: Receipt.objects.update(number=9),
        lambda: ReceiptLine.objects.update(name="khác"),
        lambda: ReceiptLine.objects.all().delete(),
        lambda: Closing.objects.update(counted=1),
    ],
)
def test_receipts_and_closings_are_never_rewritten(
    office: Office, keeper: Actor, change: object
) -> None:
    _pay(office)
    money.close_till(office.counter.pk, DAY, counted=FEE, actor=keeper, at=MONDAY)

    assert callable(change)
    with pytest.raises(DatabaseError), transaction.atomic():
        change()


def _settle() -> None:
    """Let the database check now what it else checks at the end."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@settings(max_examples=15)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 5_000_000),
            st.booleans(),
            st.sampled_from(Receipt.Method.values),
            st.sampled_from(["", "same day", "later"]),
        ),
        max_size=6,
    )
)
def test_the_month_in_the_database_is_the_sum_of_its_tills(
    paid: list[tuple[int, bool, str, str]],
) -> None:
    with transaction.atomic():
        office = made.office()
        keeper = office.actor(make.user(office.committee, TILL))
        last = _play(office, keeper, paid)
        unit = office.counter.pk
        tills = [queries.till(unit, DAY + timedelta(n)).sums for n in range(last)]

        month = queries.month(unit, DAY, DAY + timedelta(last))

        assert month.total == sum(sums.total for sums in tills)
        assert month.total == sum(month.by_method.values())
        kept = Receipt.objects.filter(unit=unit, cancelled_at=None)
        assert month.total == sum(kept.values_list("amount", flat=True))
        transaction.set_rollback(True)


def _play(office: Office, keeper: Actor, paid: list[tuple[int, bool, str, str]]) -> int:
    """Take each fee, cancel some at once and some after the till was closed."""
    later = []
    for amount, is_ours, method, cancelled in paid:
        dossier = made.dossier(office)
        money.add_charge(
            dossier.pk,
            name="Khoản",
            amount=amount,
            agency_id=office.counter.pk if is_ours else None,
            actor=office.receives,
            at=MONDAY,
        )
        receipt = money.take_fee(
            dossier.pk, Payment(method, "FT1"), actor=office.receives, at=MONDAY
        )
        if cancelled == "same day":
            money.cancel_receipt(receipt.pk, reason="x", actor=keeper, at=MONDAY)
        elif cancelled:
            later.append(receipt.pk)
    if paid:
        till = queries.till(office.counter.pk, DAY)
        money.close_till(
            office.counter.pk, DAY, counted=till.cash, actor=keeper, at=MONDAY
        )
    for pk in later:
        money.cancel_receipt(pk, reason="x", actor=keeper, at=MONDAY + 24 * HOUR)
    return 3


def test_a_charge_stays_what_it_is_when_nobody_pays(office: Office) -> None:
    dossier = _owing(office)

    assert [c.amount for c in queries.owed(dossier.pk)] == [FEE]
    assert Charge.objects.get().receipt is None
