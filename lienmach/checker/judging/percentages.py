"""How far a printed percentage is from the one worked out."""

from collections.abc import Iterator
from decimal import Decimal

from lienmach.checker.report import Fact
from lienmach.checker.text.numbers import decimals


def off_by(share: Fact, exact: Decimal) -> Decimal:
    """By how many units of its last digit a printed percentage is off."""
    return min(
        abs(abs(value) - abs(exact)) * Decimal(1).scaleb(digits)
        for value, digits in _readings(share)
    )


def decimals_of(share: Fact) -> int:
    return decimals(share.quantity)


def _readings(share: Fact) -> Iterator[tuple[Decimal, int]]:
    yield share.quantity, decimals(share.quantity)
    if share.other is not None:  # «95.125 %»
        yield share.other, decimals(share.other)
