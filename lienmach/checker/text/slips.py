"""How numbers go wrong at a keyboard: by a digit, or by two that change places."""

from collections.abc import Iterable
from decimal import Decimal

from lienmach.checker.text.numbers import decimals

HUNDRED = Decimal(100)
_TELLING = 3  # digits; percentages of fewer are alike by chance


def is_one_key_away(a: Decimal, b: Decimal) -> bool:
    """Say whether two numbers are one digit, or one swap of two, apart."""
    if a == b or a < 0 or b < 0 or a != int(a) or b != int(b):
        return False
    one, other = str(int(a)), str(int(b))
    if abs(len(one) - len(other)) == 1:
        short, long = sorted((one, other), key=len)
        return any(long[:n] + long[n + 1 :] == short for n in range(len(long)))
    if len(one) != len(other):
        return False
    apart = [n for n, (x, y) in enumerate(zip(one, other, strict=True)) if x != y]
    return len(apart) == 1 or _is_swap(one, other, apart)


def is_swap(a: Decimal, b: Decimal) -> bool:
    """Say whether two digits that changed places are all that is different."""
    if a < 0 or b < 0 or a != int(a) or b != int(b):
        return False
    one, other = str(int(a)), str(int(b))
    if len(one) != len(other):
        return False
    apart = [n for n, (x, y) in enumerate(zip(one, other, strict=True)) if x != y]
    return _is_swap(one, other, apart)


def _is_swap(one: str, other: str, apart: list[int]) -> bool:
    if len(apart) != 2:
        return False
    first, second = apart
    return one[first] == other[second] and one[second] == other[first]


def is_sum_but_for_a_key(whole: Decimal, parts: Iterable[Decimal]) -> bool:
    """Say whether one key, in a total or in a part, makes a sum come out right.

    A part keeps as many digits as it has.
    """
    whole, *values = _as_whole_numbers(whole, *parts)
    added = sum(values, Decimal(0))
    gap = whole - added
    if not gap:
        return False
    if is_one_key_away(whole, added) and len(str(int(whole))) == len(str(int(added))):
        return True
    return any(
        is_one_key_away(value, value + gap)
        and len(str(int(value))) == len(str(int(value + gap)))
        for value in values
    )


def _as_whole_numbers(*values: Decimal) -> list[Decimal]:
    places = max(0, *(-int(value.as_tuple().exponent) for value in values))
    return [value.scaleb(places) for value in values]


def is_share_but_for_a_key(
    printed: Decimal, part: Decimal, whole: Decimal, *, swapped: bool = False
) -> bool:
    """Say whether a percentage is one key away from what its numbers give.

    ``swapped``: only two digits that changed places count; rates of what is on time
    all begin with a nine and are alike but for a digit.
    """
    if not 0 <= part <= whole or not whole:
        return False
    digits = decimals(printed)
    exact = round(HUNDRED * part / whole, digits)
    scaled, other = printed.scaleb(digits), exact.scaleb(digits)
    if abs(scaled - other) <= 1:
        return False
    if swapped or len(str(int(scaled)).rstrip("0")) < _TELLING:
        return is_swap(scaled, other)
    return is_one_key_away(scaled, other)
