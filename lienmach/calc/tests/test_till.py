"""A till adds up the same by every way, and what was cancelled is not in it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienmach.calc.refusal import Refused
from lienmach.calc.till import MOST, Taken, accepted, sums_of

DAY = date(2026, 1, 5)
DAYS = st.integers(0, 4).map(lambda n: DAY + timedelta(n))
PARTS = st.lists(
    st.tuples(st.integers(1, 5), st.integers(1, 10_000_000)), min_size=1, max_size=4
)


@st.composite
def receipts(draw: st.DrawFn) -> Taken:
    day = draw(DAYS)
    later = draw(st.one_of(st.none(), st.integers(0, 3)))
    cancelled = None if later is None else day + timedelta(later)
    method = draw(st.sampled_from(["cash", "transfer", "online"]))
    return Taken(day, method, tuple(draw(PARTS)), cancelled)


@given(st.lists(receipts()), DAYS)
def test_by_method_by_agency_and_in_all_it_is_the_same_money(
    taken: list[Taken], day: date
) -> None:
    sums = sums_of(taken, day)

    assert sum(sums.by_method.values()) == sums.total
    assert sum(sums.by_agency.values()) == sums.total


@given(st.lists(receipts()))
def test_over_all_days_only_what_was_never_cancelled_is_left(
    taken: list[Taken],
) -> None:
    kept = sum(one.amount for one in taken if one.cancelled_day is None)

    days = [DAY + timedelta(n) for n in range(10)]

    assert sum(sums_of(taken, day).total for day in days) == kept


@given(st.lists(receipts()), st.lists(receipts()), DAYS)
def test_two_tills_together_are_the_sum_of_both(
    one: list[Taken], other: list[Taken], day: date
) -> None:
    together = sums_of([*one, *other], day).total

    assert together == sums_of(one, day).total + sums_of(other, day).total


def test_a_receipt_cancelled_the_same_day_counts_nowhere() -> None:
    cancelled = Taken(DAY, "cash", ((1, 8_000),), DAY)

    assert sums_of([cancelled], DAY).by_agency == {}


def test_a_receipt_cancelled_later_is_paid_back_out_of_that_day() -> None:
    cancelled = Taken(DAY, "cash", ((1, 8_000),), DAY + timedelta(2))

    assert sums_of([cancelled], DAY).total == 8_000
    assert sums_of([cancelled], DAY + timedelta(2)).by_method == {"cash": -8_000}


@pytest.mark.parametrize(("amount", "words"), [(-1, "âm"), (MOST + 1, "100 tỷ")])
def test_what_no_fee_can_be_is_refused_with_a_sentence(amount: int, words: str) -> None:
    with pytest.raises(Refused, match=words):
        accepted(amount)


@given(st.integers(0, MOST))
def test_any_other_amount_is_taken_as_it_is(amount: int) -> None:
    assert accepted(amount) == amount
