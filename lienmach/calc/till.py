"""The money of a till: what was taken, what was paid back, and whom it is for.

A receipt counts on the day of its till. One that was cancelled before its till was
closed never counts; one cancelled later is paid back out of the till of that day.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from lienmach.calc.refusal import Refused

MOST = 100_000_000_000  # đồng; more at a counter is a slip of the hand


@dataclass(frozen=True, slots=True)
class Taken:
    """A receipt: the day of its till, how it was paid, how much for which agency."""

    day: date
    method: str
    parts: tuple[tuple[int, int], ...]
    cancelled_day: date | None = None

    @property
    def amount(self) -> int:
        return sum(amount for _, amount in self.parts)

    def sign_on(self, day: date) -> int:
        """Say how it counts in the till of a day: taken, paid back, or not at all."""
        if self.day == day:
            return 0 if self.cancelled_day == day else 1
        return -1 if self.cancelled_day == day else 0


@dataclass(frozen=True, slots=True)
class Sums:
    """A till added up three ways: the two tables and the total always agree."""

    by_method: Mapping[str, int]
    by_agency: Mapping[int, int]
    total: int


def sums_of(taken: Iterable[Taken], day: date) -> Sums:
    """Add up the till of a day; an agency or method without money is left out."""
    methods: Counter[str] = Counter()
    agencies: Counter[int] = Counter()
    for one in taken:
        sign = one.sign_on(day)
        if not sign:
            continue
        methods[one.method] += sign * one.amount
        for agency, amount in one.parts:
            agencies[agency] += sign * amount
    return Sums(dict(methods), dict(agencies), methods.total())


def accepted(amount: int) -> int:
    """Return an amount as it was given; raises Refused for what no fee can be."""
    if amount < 0:
        raise Refused("Số tiền không thể âm.")
    if amount > MOST:
        raise Refused("Số tiền lớn hơn 100 tỷ đồng: hãy kiểm tra lại các số 0.")
    return amount
