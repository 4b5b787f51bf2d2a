"""How a figure goes wrong at a typist's desk."""

from decimal import Decimal
from random import Random


def slip(rng: Random, value: int, *, least: int = 1, up: bool | None = None) -> int:
    """Another count, as a slip of the hand would make it; at least ``least`` away.

    ``up`` asks for a larger or a smaller figure.
    """
    for _ in range(60):
        wrong = rng.choice((_digit, _swap, _near, _stale))(rng, value)
        if wrong < 0 or abs(wrong - value) < least:
            continue
        if up is not None and (wrong > value) != up:
            continue
        return wrong
    return value - least if up is False and value >= least else value + max(least, 3)


def _digit(rng: Random, value: int) -> int:
    digits = list(str(value))
    at = rng.randrange(len(digits))
    digits[at] = rng.choice("0123456789" if at else "123456789")
    return int("".join(digits))


def _swap(rng: Random, value: int) -> int:
    digits = list(str(value))
    if len(digits) < 2:
        return value
    at = rng.randrange(len(digits) - 1)
    digits[at], digits[at + 1] = digits[at + 1], digits[at]
    return int("".join(digits)) if digits[0] != "0" else value


def _near(rng: Random, value: int) -> int:
    return value + rng.choice((-20, -10, -5, -3, -2, -1, 1, 2, 3, 5, 10, 20))


def _stale(rng: Random, value: int) -> int:
    """The figure of last month: some per cent away."""
    return round(value * rng.choice((0.88, 0.91, 0.94, 1.05, 1.08, 1.13)))


def slip_percent(rng: Random, value: Decimal, decimals: int, *, top: bool) -> Decimal:
    """A percentage that is wrong beyond rounding; below 100 unless ``top`` is false."""
    step = Decimal(1).scaleb(-decimals)
    for _ in range(60):
        digits = list(str(value).replace(".", ""))
        if rng.random() < 0.4 and len(digits) > 1:
            at = rng.randrange(len(digits) - 1)
            digits[at], digits[at + 1] = digits[at + 1], digits[at]
            wrong = Decimal("".join(digits)).scaleb(-decimals)
        else:
            wrong = value + step * rng.choice((-31, -17, -9, -6, -4, 4, 6, 9, 17, 31))
            if decimals == 0:
                wrong = value + rng.choice((-14, -9, -5, -3, 3, 5, 9, 14))
        if abs(wrong - value) < 3 * step or wrong < 0 or (top and wrong > 100):
            continue
        return wrong
    return value - 4 * step if value > 5 * step else value + 4 * step
