"""Figures as they stand in an official text: «1.118», «95,9%», «không phát sinh»."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from lienmach.calc.forms import PERCENT, State, Value

NONE, NOT_OURS = "không phát sinh", "không thuộc thẩm quyền"


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell of an annex with what is needed to write and to compare it.

    ``form`` and ``code`` say where it stands, ``answer`` is what a coded number means.
    """

    form: str
    code: str
    label: str
    unit: str
    value: Value
    is_section: bool = False
    answer: str = ""

    @property
    def is_percent(self) -> bool:
        return self.unit == PERCENT


def written(number: Decimal | None) -> str:
    """Write a number with dots between thousands and a comma before what is less.

    No number is an empty text.
    """
    if number is None:
        return ""
    plain = f"{number:,f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return plain.translate({ord(","): ".", ord("."): ","})


def figure_text(figure: Figure) -> str:
    """Write a cell as both the annex and the text print it; blank is empty."""
    match figure.value.state:
        case State.BLANK:
            return ""
        case State.NONE:
            return NONE
        case State.NOT_OURS:
            return NOT_OURS
    if figure.answer:
        return figure.answer
    number = figure.value.value
    assert number is not None
    return f"{written(number)}%" if figure.is_percent else written(number)


def change_text(now: Figure, before: Figure | None) -> str | None:
    """Say how a figure has moved since the last period; None if that cannot be said.

    A share moves by «điểm phần trăm»; a count also by how much of what it was, unless
    that was nothing.
    """
    if before is None or now.value.value is None or before.value.value is None:
        return None
    if now.answer:  # a code is no number: it neither rises nor falls
        return None
    moved = now.value.value - before.value.value
    if not moved:
        return "bằng kỳ trước"
    word = "tăng" if moved > 0 else "giảm"
    if now.is_percent:
        return f"{word} {written(abs(moved))} điểm phần trăm so với kỳ trước"
    unit = f" {now.unit.lower()}" if now.unit else ""
    said = f"{word} {written(abs(moved))}{unit}"
    if before.value.value:
        said += f" ({written(_share(abs(moved), before.value.value))}%)"
    return f"{said} so với kỳ trước"


def _share(part: Decimal, whole: Decimal) -> Decimal:
    return (part / whole * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
