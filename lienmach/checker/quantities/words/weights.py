"""How much it tells that two numbers are but a slip of the pen apart, in bits.

A text tells a calculation in words that nobody has listed; its numbers give it away. By
chance a number of four digits is one swap away from what its neighbours give once in
fifteen hundred times (10.5 bits), one of two digits one key away once in five (2.3).
What is told so is added to what the form of the sentence tells; ``ENOUGH`` calls a
mistake.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from math import ceil, log2

from lienmach.checker.text.numbers import last_place

ENOUGH = 10.0
_BESIDE = 2  # places between two digits that change theirs
_LONG = 3  # digits: to leave one out of as many is no small slip
_TELLING = 3  # digits of a percentage
_AGREE, _TOTALS = 3, 40  # percentages of one total; totals that one may be of
_DIGITS = "0123456789"
_SWAPPED = frozenset(range(198, 892, 99))  # by what two digits, one between them, are
_NINE = Decimal(90)
_CROWDED = 2.5  # bits fewer: rates above nine in ten are alike but for a digit


@lru_cache(maxsize=8192)
def slip(printed: Decimal, meant: Decimal) -> float | None:
    """Return the bits that a slip from one number to the other tells; None: no slip."""
    if printed == meant or printed < 0 or meant < 0:
        return None
    places = max(0, *(-int(n.as_tuple().exponent) for n in (printed, meant)))
    one, other = (int(n.scaleb(places)) for n in (printed, meant))
    while one and other and not (one % 10 or other % 10):
        one, other = one // 10, other // 10
    return _told(str(one), str(other))


def _told(one: str, other: str) -> float | None:
    digits = max(len(one), len(other))
    if digits > 15 or abs(len(one) - len(other)) > 1:
        return None
    space = 9 * 10 ** (digits - 1)
    if len(one) != len(other):
        short, long = sorted((one, other), key=len)
        dropped = any(long[:n] + long[n + 1 :] == short for n in range(digits))
        few = digits < _LONG
        return log2(space / (10 * digits)) if dropped and few else None
    apart = [n for n in range(digits) if one[n] != other[n]]
    if len(apart) == 1:
        return log2(space / (9 * digits))
    if len(apart) == 2:
        first, second = apart
        swapped = one[first] == other[second] and one[second] == other[first]
        if swapped and second - first <= _BESIDE:
            return log2(space / (digits * (digits - 1) / 2))
    return None


def _may_part(gap: Decimal) -> bool:
    """Say whether a slip, whatever it is, may part two numbers by so much."""
    _, digits, exponent = gap.normalize().as_tuple()
    return len(digits) < _LONG or abs(gap).scaleb(-int(exponent)) in _SWAPPED


def sum_slip(total: Decimal, parts: Sequence[Decimal]) -> float | None:
    """The same of a total and its parts, less what the choice among them tells."""
    added = sum(parts, Decimal(0))
    if not _may_part(total - added):
        return None
    told = [slip(total, added), *(slip(part, part + total - added) for part in parts)]
    bits = [bit for bit in told if bit is not None]
    return max(bits) - log2(len(told)) if bits else None


def count_slip(
    printed: Decimal,
    part: Decimal,
    whole: Decimal,
    rounded: Decimal,
    *,
    keys: bool = False,
) -> float | None:
    """The same if two digits of a count changed places, and the share is right.

    ``keys``: or if one digit is wrong, which a percentage of four digits tells.
    """
    digits = len(str(int(printed.scaleb(-int(printed.as_tuple().exponent)))))
    if digits < _TELLING:
        return None
    near = [(n, whole) for n in _swaps(part)] + [(part, n) for n in _swaps(whole)]
    if keys and digits > _TELLING:
        near += [(n, whole) for n in _keys(part)] + [(part, n) for n in _keys(whole)]
    right = [
        one
        for one, other in near
        if other and one <= other and abs(printed - 100 * one / other) <= rounded
    ]
    return log2(10**digits / len(near)) if right else None


@lru_cache(maxsize=2048)
def _swaps(number: Decimal) -> tuple[Decimal, ...]:
    """The numbers with two digits side by side the other way round."""
    if number != int(number) or number >= 10**12:
        return ()
    text = str(int(number))
    swapped = {
        text[:n] + text[n + 1] + text[n] + text[n + 2 :] for n in range(len(text) - 1)
    }
    return tuple(Decimal(one) for one in swapped - {text} if one[0] != "0")


@lru_cache(maxsize=2048)
def _keys(number: Decimal) -> tuple[Decimal, ...]:
    """The numbers of as many digits, one of which is another."""
    if number != int(number) or number >= 10**12:
        return ()
    text = str(int(number))
    other = {
        text[:n] + digit + text[n + 1 :] for n in range(len(text)) for digit in _DIGITS
    }
    return tuple(Decimal(one) for one in other - {text} if one[0] != "0")


def share_slip(printed: Decimal, exact: Decimal) -> float | None:
    """The same of a percentage; ``exact`` is what its numbers give, unrounded."""
    exponent = int(printed.as_tuple().exponent)
    step = Decimal(1).scaleb(min(0, exponent))
    meant = exact.quantize(step)
    if abs(printed - meant) <= step:
        return None
    places = max(0, -exponent)
    one, other = (str(int(n.scaleb(places))) for n in (printed, meant))
    width = max(len(one), len(other), 1 + places)
    told = _told(one.zfill(width), other.zfill(width))
    if told is not None and printed >= _NINE and meant >= _NINE:
        told -= _CROWDED
    return told


def implied(printed: Decimal, part: Decimal) -> tuple[Decimal, Decimal]:
    """Between what a total lies, of which a count is so many percent."""
    step, top = last_place(printed), 100 * part
    return top / (printed + step), top / max(printed - step, step / 2)


def agreed_totals(
    pair: tuple[Decimal, Decimal], pairs: Iterable[tuple[Decimal, Decimal]]
) -> Iterator[int]:
    """Yield what a percentage and its count may be of, as three other pairs are."""
    low, high = implied(*pair)
    others = [implied(*other) for other in {*pairs} - {pair}]
    for total in range(ceil(low), min(int(high), ceil(low) + _TOTALS) + 1):
        if sum(least <= total <= most for least, most in others) >= _AGREE:
            yield total
