"""All figures of a report in one line: those of its running text and of its tables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby, pairwise
from math import log2

from lienmach.checker.judging.calculations import OVER
from lienmach.checker.meaning.likeness import same_period, words_of
from lienmach.checker.quantities.words.vocabulary import (
    FAMILIES,
    MONEY,
    any_begun,
    any_word,
    family_in,
    family_of,
    tags_of,
    words,
)
from lienmach.checker.report import Bound, CellState, Fact, Grid, Report, Sense
from lienmach.checker.text.other_times import AIMED, COMPARED, CUMULATIVE, EARLIER, PLAN

SCALE = 10**4  # figures are whole numbers of ten thousandths
TEN = 10 * SCALE
SHARE, RANK = "%", "rank"
_SETS = "bộ"
STAGES = words(
    "received finished open returned late early on_time within online direct postal"
    " new carried"
)
_COUNTED = (Sense.COUNT, Sense.CHANGE, Sense.SCORE)
_UNCOUNTED = words("time step measure") | {SHARE, RANK}
_AHEAD, _NEAR, _BEHIND = 64, 36, 24  # letters
_BRACKET = 12  # letters of a unit and a bracket
_MOST = 400  # figures of a text
_CHANGED = re.compile(
    any_word(
        "tăng|giảm|thêm|bớt|hơn|kém|vượt|chênh|rút|hụt|sụt|tụt|dôi|nâng|lên|tiết kiệm"
        "|cắt|nhích|xuống"
    )
    + r"(?! (?:cường|tầng))"
)
_LEFT = re.compile(
    any_word("còn|chưa|lại|dư|thiếu|không|tồn|trống|khác|nốt|dở dang|ngoài|trừ|lẻ")
)
_TOTAL = re.compile(
    any_word(f"tổng|cộng|tất cả|toàn bộ|toàn|cả|chung|gộp|hết thảy|{CUMULATIVE}")
)
_BASE = re.compile(
    any_begun("năm|quý|tháng|kỳ|tuần|đợt")
    + r" (?:trước|ngoái|\d+|[ivx]+(?!\w))"
    + f"|{COMPARED}|{PLAN}|trước đây|"
    + any_word("từ")
)
_LED = re.compile(rf"(?:trong |cả )?(?:năm (\d{{4}})|{EARLIER})(?!\w)")
# «đạt 24,9% so với dự toán»: of a number that is called so
_COMPARED = re.compile(
    r" ?(?:trên |của )?(?:tổng số đại biểu|tổng sản phẩm|g?r?dp(?!\w))"
    rf"| ?\)?(?: so)?(?: với)? (?:{PLAN}|{EARLIER}|(?:năm|quý|tháng|kỳ) (?:liền|\d))"
)
# «87 người chiếm 70 %»: of the count that it follows
_LINKED = re.compile(
    r"[0-9],? (?!.*(?<!\w)(?:trên|trong|tổng)(?!\w))[^\d;.()]*"
    r"(?:(?<!\w)(?:chiếm|bằng|đạt)(?: tỷ lệ| tỉ lệ)?|, (?:tỷ|tỉ) lệ) ?$"
)
_OF_LAST = re.compile(r"[0-9] [^\d;.()]*[,(] ?(?:chiếm|bằng|đạt|tỷ lệ|tỉ lệ| )*$")
_BEST = re.compile(any_word("nhất") + r"[^,;]*$")
_UNREAD = re.compile(r"\d\s?\(\s?$")
_AIM = re.compile(
    any_word(f"{AIMED}|yêu cầu|được giao|quy định|tối thiểu|ít nhất|tối đa")
    + r"[^,;]*$"
)
# A figure before ends the words of this one; a year, a month and a day do not.
_STOP = re.compile(
    r"[.;0-9](?:(?<=[.;])(?=\s)|(?<=\d)(?<!năm \d)(?<!tháng \d)(?<!quý \d)"
    r"(?<!ngày \d)(?<![\d/.,]\d)(?![\d.,]*/\d)[\d.,]*)"
)
# «mỗi người 3.000.000 đồng»
_EACH = re.compile(any_begun("mỗi") + r" [^,;.()\d]{2,20}$")
# Bare numbers on one side: a row of a table that was set flat.
_ROW_BEHIND = re.compile(r"%?(?: \d[\d.,]*%?){3}(?= |$)")
_ROW_BEFORE = re.compile(r"\d[\d.,]*%? " * 3 + "$")
_ENDS = re.compile(r"[,;.(0-9]")


@dataclass(slots=True, eq=False)
class Figure:
    """A figure and how it is told; ``value`` is in ten thousandths, money in đồng.

    ``at`` numbers the figures of a report, ``sentence`` its sentences and the rows of
    its tables; ``row`` and ``column`` are set for what stands in a table. ``is_whole``:
    it is the 28 of «23/28».
    """

    value: int
    raw: str
    line: int
    kind: str
    unit: str
    block: int
    section: int
    tags: frozenset[str]
    words: frozenset[str]
    subject: str
    sense: Sense
    is_exact: bool = True
    is_changed: bool = False
    is_left: bool = False
    is_total: bool = False
    is_base: bool = False
    is_earlier: bool = False  # of a time before
    is_aim: bool = False
    is_compared: bool = False  # with a plan or an earlier time, by the words behind
    is_linked: bool = False  # a percentage right behind its count
    is_of_last: bool = False  # the same, or alone in the bracket behind it
    is_whole: bool = False
    is_aside: bool = False  # in a bracket
    fact: int | None = None
    row: tuple[int, int] | None = None
    column: int = -1
    parent: int | None = None  # the fact that it is a part of
    scale: int = 1  # of its unit of money
    at: int = 0
    sentence: int = 0
    beside: tuple[int, ...] = ()  # figures of its kind next to it in its sentence
    decimals: int = field(init=False)  # how many digits stand behind the decimal mark
    stages: frozenset[str] = field(init=False)
    is_change: bool = field(init=False)  # by its words or by its sense
    is_count: bool = field(init=False)  # it may be added up

    def __post_init__(self) -> None:
        mark = "." if self.kind == SHARE and "," not in self.raw else ","
        self.decimals = len(self.raw.partition(mark)[2].rstrip(" %"))
        self.stages = self.tags & STAGES
        self.is_change = self.is_changed or self.sense is Sense.CHANGE
        counted = self.sense in _COUNTED and self.kind not in _UNCOUNTED
        self.is_count = counted and self.is_exact and self.value > 0

    @property
    def printed(self) -> Decimal:
        """The number as it stands, in its own unit."""
        return Decimal(self.value) / (SCALE * self.scale)

    @property
    def size(self) -> float:
        """The bits that a number of this size tells."""
        return log2(max(2, self.value / (SCALE * self.scale)))


def figures(report: Report) -> list[Figure]:
    """Return the figures in the order in which they stand."""
    found = sorted(
        [*_of_text(report), *_of_tables(report)], key=lambda one: (one[0].line, one[1])
    )
    out: list[Figure] = []
    sentence, last = 0, (-1, -1)
    for figure, _, said in found[:_MOST]:
        if (figure.block, said) != last:
            sentence, last = sentence + 1, (figure.block, said)
        figure.at, figure.sentence = len(out), sentence
        out.append(figure)
    for one, other in pairwise(out):
        if other.is_of_last and not one.is_exact and one.sentence == other.sentence:
            other.is_aim = True  # «hơn 3,2 tỷ đồng (50 %)»: of a number that is rounded
    for _, group in groupby(out, lambda one: one.sentence):
        _set_beside([one for one in group if one.is_count])
    return out


def _set_beside(sentence: list[Figure]) -> None:
    for one, other in pairwise(sentence):
        if are_alike(one, other):
            one.beside = (*one.beside, other.at)
            other.beside = (*other.beside, one.at)


def _of_text(report: Report) -> Iterator[tuple[Figure, int, int]]:
    for index, fact in enumerate(report.facts):
        if _stands_in_row(report, fact):
            continue
        earlier = _is_earlier(report, fact)
        before = report.before(fact.place, _AHEAD)
        said = _STOP.split(before)[-1]
        behind = _ENDS.split(report.behind(fact.place, _BEHIND), maxsplit=1)[0]
        raws = OVER.split(fact.raw)
        told = Figure(
            _scaled(abs(fact.quantity), fact.unit),
            raws[0].strip(),
            fact.line,
            _kind(fact),
            fact.unit.lower(),
            fact.place.block,
            -1 if fact.section is None else fact.section,
            fact.tags,
            words_of(fact.subject),
            fact.subject,
            Sense.AVERAGE if _EACH.search(said) else fact.sense,
            fact.bound is Bound.EXACT,
            bool(_CHANGED.search(said)),
            bool(_LEFT.search(said[-_NEAR:]) or _LEFT.search(behind)),
            bool(_TOTAL.search(said[-_NEAR:])),
            earlier or bool(_BASE.search(said.rpartition("trong đó")[2])),
            earlier,
            _is_aim(report, index, said, before),
            fact.unit == SHARE and bool(_COMPARED.match(behind)),
            fact.unit == SHARE and bool(_LINKED.search(before)),
            fact.unit == SHARE and bool(_OF_LAST.search(before)),
            False,
            before.rfind("(") > before.rfind(")"),
            index,
            parent=fact.parent,
            scale=MONEY.get(fact.unit.lower(), 1),
        )
        yield told, fact.place.start, fact.sentence
        if fact.whole is not None:
            whole = Figure(
                _scaled(fact.whole, fact.unit),
                raws[-1].strip(),
                told.line,
                told.kind,
                told.unit,
                told.block,
                told.section,
                told.tags,
                told.words,
                told.subject,
                told.sense,
                told.is_exact,
                is_whole=True,
                is_aside=told.is_aside,
                fact=index,
                scale=told.scale,
            )
            yield whole, fact.place.start + 1, fact.sentence


def _stands_in_row(report: Report, fact: Fact) -> bool:
    """«hộ 412204.00 421820.00 423400.00 432487.00 436960.00»: a table set flat."""
    text = report.paragraph(fact.place).text
    if _ROW_BEHIND.match(text, fact.place.end):
        return True
    before = text[: fact.place.start]
    return not before[-2:-1].isalpha() and bool(_ROW_BEFORE.search(before))


def _is_earlier(report: Report, fact: Fact) -> bool:
    """«Năm 2022 mở 5 lớp, 164 học viên» in a report on 2023."""
    period = report.identity.period
    if same_period(fact.period, None, report.identity) is False:
        return True
    text = report.paragraph(fact.place).lower
    start = max(text.rfind(". ", 0, fact.place.start), 0)
    led = _LED.match(text[start : start + 32].lstrip(". -–+•*"))
    if led is None:
        return False
    year = led[1]
    day = period.end if period else report.identity.date
    return year is None or (day is not None and int(year) != day.year) or day is None


def _is_aim(report: Report, index: int, said: str, before: str) -> bool:
    """A percentage that is aimed at, of one of many, or of a number not read."""
    fact = report.facts[index]
    if _AIM.search(said):
        return True
    if fact.unit != SHARE:
        return False
    if _UNREAD.search(before):
        last = report.facts[index - 1].place if index else None
        if last is None or last.block != fact.place.block:
            return True
        if last.end < fact.place.start - _BRACKET:
            return True
    return bool(_BEST.search(said))


def _of_tables(report: Report) -> Iterator[tuple[Figure, int, int]]:
    for number, grid in enumerate(report.grids):
        kinds = _kinds_of_columns(grid)
        names = {column: grid.columns[column].name.lower() for column in grid.values}
        bases = {column for column, name in names.items() if _BASE.search(name)}
        aims = {column for column, name in names.items() if _AIM.search(name)}
        for at, row in enumerate(grid.rows):
            label = row.label.lower()
            for column, name in names.items():
                cell = row.cells[column]
                if cell.state is not CellState.VALUE or cell.value is None:
                    continue
                said = f"{label} {name}"
                unit = SHARE if cell.is_percent or "%" in name else row.unit.lower()
                figure = Figure(
                    _scaled(cell.value, unit),
                    cell.raw,
                    row.line,
                    _kind_of_cell(label, unit, kinds[column]),
                    unit,
                    -1 - number,
                    -1,
                    tags_of(said),
                    words_of(said),
                    said,
                    Sense.SHARE if unit == SHARE else Sense.COUNT,
                    is_total=row.is_total,
                    is_base=column in bases,
                    is_aim=column in aims,
                    row=(number, at),
                    column=column,
                    scale=MONEY.get(unit, 1),
                )
                yield figure, column, at


def _kinds_of_columns(grid: Grid) -> dict[int, str]:
    """What each column counts: as it says, or one to its left, or the title."""
    kinds: dict[int, str] = {}
    kind = ""
    for column in grid.values:
        kind = family_in(grid.columns[column].name.lower()) or kind
        kinds[column] = kind
    return kinds if kind else dict.fromkeys(kinds, family_in(grid.title.lower()))


def _kind_of_cell(label: str, unit: str, column: str) -> str:
    if unit == SHARE:
        return SHARE
    kind = (family_of(unit) if unit else "") or column or family_in(label)
    return kind if kind in FAMILIES else unit


def _kind(fact: Fact) -> str:
    if fact.sense is Sense.RANK:
        return RANK
    if fact.unit == SHARE:
        return SHARE
    unit = fact.unit.lower()
    if unit == _SETS:
        return ""  # of papers, of machines
    family = family_of(unit) if unit else family_in(fact.subject.lower())
    return family if family in FAMILIES else unit


def _scaled(value: Decimal, unit: str) -> int:
    return int(value * MONEY.get(unit, 1) * SCALE)


def are_alike(one: Figure, other: Figure) -> bool:
    """Say whether two figures may count the same; an unnamed one is any but a share."""
    kind, like = one.kind, other.kind
    if kind == like:
        return True
    return not (kind and like) and kind != SHARE != like
