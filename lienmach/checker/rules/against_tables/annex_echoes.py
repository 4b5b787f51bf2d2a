"""A form that repeats the running text, but for one figure.

Where most figures of a form stand in the text as they are, one that stands nowhere in
it, beside a figure of the text that stands nowhere in the form, is that figure, if
words and digits agree.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.judging.calculations import anchors_of
from lienmach.checker.judging.doubts import is_earlier
from lienmach.checker.judging.percentages import decimals_of
from lienmach.checker.judging.phrasing import capital, row_name
from lienmach.checker.quantities.words.weights import slip
from lienmach.checker.report import (
    TOLERANCE,
    Bound,
    Cell,
    Fact,
    Grid,
    GridRow,
    Report,
    Sense,
)
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.folded import folded
from lienmach.checker.text.numbers import NUMBER, read_number

_FORM = (
    "\nPhụ lục 1\nSTT\tChỉ tiêu\tĐơn vị tính\tSố liệu\n"
    "1.\tSố nhiệm vụ của kế hoạch\tNhiệm vụ\t71\n2.\tSố lượt kiểm tra\tLượt\t34\n"
    "3.\tSố máy quét đã trang bị\tMáy\t128\n4.\tSố người nghỉ theo chế độ\tNgười\t{}\n"
)
_TEXT = (
    "Kế hoạch có 71 nhiệm vụ. Đã kiểm tra 34 lượt. Trang bị 128 máy quét. Nghỉ theo"
    " nghị định của Chính phủ 1.893 người."
)
_NUMBERS = re.compile(NUMBER)
_WORD = re.compile(r"[a-z]+")
_STOP = frozenset(
    folded(
        "số tổng tỷ lệ đã được trong kỳ và của các đó là tại theo cho trên có kết quả"
        " năm quý tháng gồm hiện cấp"
    ).split()
)
_LEAST_ECHOES, _MOST_ROWS = 3, 200
_MOSTLY = Decimal("0.6")
_TELLING = 10  # smaller numbers stand in any text
_LONG = 100
_SOME, _HALF, _ALL = 0.3, 0.5, 0.99
_BEFORE, _BEHIND = 90, 40
_THIRD = 3


@dataclass(frozen=True, slots=True)
class _Told:
    """A figure of the text with the words around it."""

    fact: Fact
    words: frozenset[str]


@rule(
    "ANX007",
    Kind.NARRATIVE_ANNEX_MISMATCH,
    Severity.ERROR,
    "Phụ lục nhắc lại số liệu của thân báo cáo thì nhắc lại đúng.",
    passes=(
        _TEXT + _FORM.format("1.893"),
        _TEXT + _FORM.format("5.207"),
        f"{_TEXT} Tỷ lệ hoàn thành kế hoạch 69,44%."
        f"{_FORM.format('1.893')}5.\tTỷ lệ hoàn thành kế hoạch\t%\t69,4\n",
    ),
    fails=(_TEXT + _FORM.format("1.839"),),
)
def annex_echoes(self: Rule, report: Report) -> Iterator[Finding]:
    grids = [(grid, grid.main) for grid in report.grids]
    forms = [(g, c) for g, c in grids if c is not None and _is_form(g)]
    if not forms:
        return
    printed = frozenset(_printed(report))
    tabled = {
        cell.value for grid, _ in grids for row in grid.rows for cell in row.cells
    }
    told: list[_Told] | None = None
    for grid, column in forms:
        rows = [row for row in grid.rows if _tells(row, column)]
        echoes = [row for row in rows if row.cells[column].value in printed]
        if len(echoes) < _LEAST_ECHOES or len(echoes) < _MOSTLY * len(rows):
            continue
        for index, row in enumerate(grid.rows):
            if _tells(row, column) and row.cells[column].value not in printed:
                if told is None:
                    told = [x for x in _told(report) if x.fact.quantity not in tabled]
                fact = _meant(row, column, told)
                if fact is not None and not _is_rounded(row.cells[column], fact):
                    yield _finding(self, grid, index, column, fact)


def _is_form(grid: Grid) -> bool:
    return len(grid.values) == 1 and len(grid.rows) <= _MOST_ROWS


def _printed(report: Report) -> Iterator[Decimal]:
    """Every number that a paragraph prints, whatever it counts."""
    text = " ".join(paragraph.text for paragraph in report.source.paragraphs())
    for number in map(read_number, frozenset(_NUMBERS.findall(text))):
        if number is not None:
            yield number.value
            if number.other is not None:
                yield number.other


def _tells(row: GridRow, column: int) -> bool:
    cell = row.cells[column]
    return cell.value is not None and (cell.value >= _TELLING or cell.decimals > 0)


def _told(report: Report) -> Iterator[_Told]:
    for fact in report.facts:
        if fact.sense not in (Sense.COUNT, Sense.SHARE, Sense.SCORE):
            continue
        if fact.bound is not Bound.EXACT or "before" in fact.tags:
            continue
        if fact.quantity < _TELLING or is_earlier(report, fact):
            continue
        before = re.split(r"[;.]\s", report.before(fact.place, _BEFORE))[-1]
        behind = re.split(r"[;.,(]", report.behind(fact.place, _BEHIND))[0]
        yield _Told(fact, _words(f"{before} {behind}"))


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(folded(text))) - _STOP


def _meant(row: GridRow, column: int, told: Sequence[_Told]) -> Fact | None:
    """The one figure of the text that the row must mean, None if there is none."""
    value = row.cells[column].value
    assert value is not None
    unit = row.plain_unit
    label = _words(row.label) - _words(row.unit)
    found: list[tuple[float, Fact]] = []
    for one in told:
        if not label or not _same_unit(unit, row, one.fact):
            continue
        shared = len(label & one.words) / len(label)
        bits = slip(one.fact.quantity, value)
        least = _SOME if bits is not None and value >= _LONG else _HALF
        close = abs(one.fact.quantity - value) * _THIRD <= max(value, one.fact.quantity)
        if bits is None:
            alone = len(label) > 2 and close and unit != "ho so"
            least = _ALL if alone else 2.0  # dossiers have many stages
        if shared >= least:
            found.append((shared + (bits or 0.0) / _LONG, one.fact))
    found.sort(key=lambda pair: -pair[0])
    if not found or len({fact.quantity for _, fact in found[:2]}) > 1:
        return found[0][1] if len(found) > 1 and found[0][0] > found[1][0] else None
    return found[0][1]


def _is_rounded(cell: Cell, fact: Fact) -> bool:
    """«69,44 %» in the text, «69,4 %» in the form: as exactly as the rougher says."""
    assert cell.value is not None
    digits = min(cell.decimals, decimals_of(fact))
    return abs(cell.value - fact.quantity).scaleb(digits) <= TOLERANCE and digits > 0


def _same_unit(unit: str, row: GridRow, fact: Fact) -> bool:
    is_share = unit in ("%", "ty le", "phan tram") or "%" in row.label
    if is_share or fact.sense is Sense.SHARE:
        return is_share and fact.sense is Sense.SHARE
    own = folded(fact.unit)
    return not unit or not own or own.startswith(unit) or unit.startswith(own)


def _finding(self: Rule, grid: Grid, index: int, column: int, fact: Fact) -> Finding:
    row = grid.rows[index]
    cell = row.cells[column]
    return self.finding(
        tuple(dict.fromkeys((cell.raw, *anchors_of([fact])))),
        (row.line, fact.line),
        f"{capital(grid.name)}, {row_name(grid, index)} ghi {cell.raw}; lời văn (dòng"
        f" {fact.line}) ghi {fact.raw} {fact.unit}".rstrip()
        + ".",
        f"{fact.raw} ≠ {cell.raw}",
    )
