"""What is wrong, doubtful or worth a word in a form that somebody fills in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from lienmach.calc.forms import Check, Form, Row, RowKind, State, Value, added
from lienmach.calc.written import written

FAR = Decimal("0.3")  # a change against the period before that asks for a word
FEW = Decimal(5)  # among so few one more or less says nothing


class Weight(StrEnum):
    """An error stops handing in, a doubt asks for a look or a word, a hint helps."""

    ERROR = "error"
    DOUBT = "doubt"
    HINT = "hint"


ORDER = tuple(Weight)


@dataclass(frozen=True, slots=True)
class Finding:
    """``code`` is the row it is about."""

    weight: Weight
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A form with all its cells, and what they are held against.

    ``before`` are the cells of the period before, ``counted`` what the product counts
    where somebody wrote another number; ``noted`` and ``reasoned`` the rows that have a
    note, or a reason for that.
    """

    form: Form
    cells: Mapping[str, Value]
    before: Mapping[str, Value]
    counted: Mapping[str, Value]
    noted: frozenset[str] = frozenset()
    reasoned: frozenset[str] = frozenset()


def findings(filled: Filled) -> list[Finding]:
    """What to look at, the gravest first, and each in the order of the form."""
    found = [one for row in filled.form.rows for one in _of_row(row, filled)]
    return sorted(found, key=lambda one: ORDER.index(one.weight))


def _of_row(row: Row, filled: Filled) -> Iterator[Finding]:
    cell = filled.cells.get(row.code)
    if cell is None or row.kind is RowKind.SECTION:
        return
    for check in row.checks:
        yield from _broken(row, cell, check, filled)
    yield from _overridden(row, cell, filled)
    if cell.state is State.VALUE and cell.value is not None:
        if row.is_percent and cell.value > 100 and row.is_entered:
            yield Finding(
                Weight.DOUBT, row.code, f"Tỷ lệ {written(cell.value)} % lớn hơn 100 %."
            )
        yield from _far_from_before(row, cell.value, filled)
    elif cell.state is State.BLANK and row.is_entered:
        was = filled.before.get(row.code)
        if was is not None and was.state is State.NONE:
            yield Finding(
                Weight.HINT,
                row.code,
                "Kỳ trước không phát sinh. Nếu vẫn vậy, bấm Alt+0.",
            )


def _broken(row: Row, cell: Value, check: Check, filled: Filled) -> Iterator[Finding]:
    other = added(filled.cells, check.terms)
    if State.BLANK in (cell.state, other.state) or State.NOT_OURS in (
        cell.state,
        other.state,
    ):
        return
    ours, theirs = cell.value or Decimal(0), other.value or Decimal(0)
    holds = {"<=": ours <= theirs, ">=": ours >= theirs, "=": ours == theirs}
    if holds[check.sign]:
        return
    named = f"{_named(check)} ({_said(other)})"
    said = {
        "<=": f"không thể lớn hơn {named}",
        ">=": f"không thể nhỏ hơn {named}",
        "=": f"phải bằng {named}",
    }[check.sign]
    if check.is_doubt:
        said = f"khác thường so với {named}"
    weight = Weight.DOUBT if check.is_doubt else Weight.ERROR
    text = f"Dòng {bare(row.code)} ({_said(cell)}) {said}."
    if _is_ours_counted(row, cell, check, filled):
        text += (
            f" Dòng {bare(row.code)} do hệ thống đếm: xem lại {_named(check)} trước."
        )
    yield Finding(weight, row.code, text)


def _is_ours_counted(row: Row, cell: Value, check: Check, filled: Filled) -> bool:
    """Whether a counted number stands against others that people entered: then it is
    these that have to be looked at."""
    if row.kind is not RowKind.MEASURE or filled.counted.get(row.code, cell) != cell:
        return False
    against = {term.name for term in check.terms}
    return all(one.is_entered for one in filled.form.rows if one.code in against)


def _named(check: Check) -> str:
    first, *more = check.terms
    words = f"dòng {bare(first.name)}"
    for term in more:
        words += f" {'+' if term.sign > 0 else '–'} {bare(term.name)}"
    return words if not more else f"tổng {words}"


def bare(code: str) -> str:
    """A code as people call its row: «3.1.2.» is the row 3.1.2."""
    return code.rstrip(".")


def _overridden(row: Row, cell: Value, filled: Filled) -> Iterator[Finding]:
    counted = filled.counted.get(row.code)
    if counted is None or counted == cell:
        return
    told = f"Hệ thống đếm {_said(counted)}, biểu ghi {_said(cell)}."
    if row.code in filled.reasoned:
        yield Finding(Weight.DOUBT, row.code, f"{told} Đã ghi lý do.")
    else:
        yield Finding(Weight.ERROR, row.code, f"{told} Ghi lý do, hoặc lấy số đếm.")


def _said(cell: Value) -> str:
    if cell.state is State.VALUE:
        return written(cell.value)
    return {
        State.NONE: "không phát sinh",
        State.NOT_OURS: "không thuộc thẩm quyền",
    }.get(cell.state, "trống")


def _far_from_before(row: Row, value: Decimal, filled: Filled) -> Iterator[Finding]:
    was = filled.before.get(row.code)
    if was is None or not was.value or row.choices or row.kind is RowKind.FORMULA:
        return
    if max(was.value, value) < FEW or row.code in filled.noted:
        return
    change = (value - was.value) / was.value
    if abs(change) <= FAR:
        return
    share = abs(change * 100).quantize(Decimal(1))
    side = "Cao hơn" if change > 0 else "Thấp hơn"
    yield Finding(
        Weight.DOUBT,
        row.code,
        f"{side} kỳ trước {written(share)} %. Nếu đúng, ghi ngắn gọn vì sao.",
    )
