"""How figures that do not fit are told of."""

from collections.abc import Sequence
from decimal import Decimal

from lienmach.checker.fits.figures import SCALE, Figure
from lienmach.checker.text.numbers import figure as written


def anchors(wrong: Figure, figures: Sequence[Figure]) -> tuple[str, ...]:
    """The numbers as printed, the wrong one first."""
    others = [one.raw for one in figures if one is not wrong]
    return tuple(dict.fromkeys([wrong.raw, *others]))


def lines(wrong: Figure, figures: Sequence[Figure]) -> tuple[int, ...]:
    others = sorted(one.line for one in figures if one is not wrong)
    return tuple(dict.fromkeys([wrong.line, *others]))


def amount(value: int, like: Figure) -> str:
    """Write a value in the unit of a figure."""
    number = Decimal(value) / (SCALE * like.scale)
    return written(
        number.normalize() if number != int(number) else Decimal(int(number))
    )


def name(figure: Figure) -> str:
    words = figure.subject.strip(" ,;:")
    return words if len(words) <= 80 else f"{words[:77].rstrip()}…"


def place(wrong: Figure, figure: Figure) -> str:
    """Say where another figure stands, if in another line."""
    return (
        f"{figure.raw} (dòng {figure.line})"
        if figure.line != wrong.line
        else figure.raw
    )
