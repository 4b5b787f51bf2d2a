"""What a sentence says of one row of a table is what its cell says."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.calculations import amount
from lienmach.checker.judging.phrasing import spot_name
from lienmach.checker.meaning.likeness import same_period
from lienmach.checker.quantities.words.vocabulary import WORD, tags_of, words
from lienmach.checker.report import Bound, Fact, Grid, Report, Sense
from lienmach.checker.rule import Rule, rule
from lienmach.checker.source import Paragraph
from lienmach.checker.statements.matching import near
from lienmach.checker.statements.rows_named import (
    OTHER_TIME,
    Named,
    Names,
    columns_of,
    core_of,
    counts_of,
    is_counted_by,
    is_month,
    is_whole,
    named_rows,
    pattern_of,
    told_rows,
)
from lienmach.checker.text.numbers import NUMBER, decimals, read_number
from lienmach.checker.text.slips import is_one_key_away, is_swap

_TABLE = (
    "\nPhụ lục 1\nTT\tĐơn vị\tTiếp nhận\tĐã giải quyết\n1\tXã An Bình\t601\t570\n"
    "2\tXã Tân Lập\t287\t270\n3\tXã Phú Sơn\t199\t190\n"
)
_ELSEWHERE = words("expected before cumulative")
_AHEAD, _BEHIND = 120, 40  # letters around a number
_FEW = 100  # smaller numbers without a word for the column are near by chance
_GIVEN = re.compile(r"(?<!\w)(?:nộp|nhận|phát sinh|gửi)(?!\w)(?! lại)")
_PARTLY = re.compile(r"(?<!\w)(?:một phần|phần lớn|đa số)(?!\w)")
_NUMBER = re.compile(r"\d[\d.,]*(?<!\D)")
_IN_BRACKET = re.compile(rf" ?\(({NUMBER})\)")
_THING = re.compile(
    r"(?<!\w)(?:thủ tục|nhóm|loại|việc(?! nhất)|trường hợp|nhiệm vụ)(?!\w)"
)
_RECEIVED = frozenset(("received",))
_LATE = frozenset(("late",))
_FILLING = words("hồ sơ số tổng trong đó có đã được các của và tỷ lệ kết quả đơn vị")
_SENSES = (Sense.COUNT, Sense.SCORE)


class _Told(NamedTuple):
    """A number, and the rows that the words before it name.

    ``is_far``: other numbers come between. ``fact`` is None of «Phòng Hộ tịch (6)».
    """

    value: Decimal
    raw: str
    unit: str
    line: int
    spot: tuple[int, int, int]  # block; where its sentence and where it begins
    text: str  # of its paragraph
    rows: list[Named]
    clause: str
    words: str  # between name and number
    is_far: bool
    fact: Fact | None = None


@rule(
    "ANX006",
    Kind.NARRATIVE_ANNEX_MISMATCH,
    Severity.ERROR,
    "Số lời văn nêu về một đơn vị, lĩnh vực, tháng trùng với ô của đơn vị, lĩnh vực,"
    " tháng đó trong bảng.",
    passes=(
        f"Xã An Bình tiếp nhận 601 hồ sơ.\n{_TABLE}",
        f"Xã An Bình quý trước tiếp nhận 610 hồ sơ.\n{_TABLE}",
        f"Xã An Bình có 12 hồ sơ chậm.\n{_TABLE}",
        f"Xã An Bình tiếp nhận trực tuyến 510 hồ sơ.\n{_TABLE}",
        f"Thủ tục thuộc xã An Bình (12), xã Tân Lập (15).\n{_TABLE}",
    ),
    fails=(
        f"Xã An Bình tiếp nhận 610 hồ sơ.\n{_TABLE}",
        f"Nhiều nhất là xã An Bình, với 610 hồ sơ tiếp nhận.\n{_TABLE}",
        f"Nơi đông là xã An Bình (645), xã Tân Lập (287).\n{_TABLE}",
        f"Tất cả có 1.087 hồ sơ, nhiều nhất là An Bình 655 hồ sơ.\n{_TABLE}",
    ),
)
def cells_against_body(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    facts = [fact for fact in report.facts if _may_name(fact)]
    blocks = {fact.place.block: report.paragraph(fact.place) for fact in facts}
    rows = told_rows(named_rows(report), (block.lower for block in blocks.values()))
    if not rows:
        return
    pattern = pattern_of(rows)
    told = [
        one for fact in facts if (one := _told(report, fact, rows, pattern)) is not None
    ]
    told += _in_brackets(blocks, told, rows, pattern)
    if not told:
        return
    sure = [one for one in report.relations if not one.is_guess]
    tied = {id(report.facts[i]) for r in sure for i in (r.result, *r.terms, *r.wholes)}
    beside: dict[tuple[int, int], list[_Told]] = defaultdict(list)
    for one in told:
        if not one.is_far:
            beside[one.spot[:2]].append(one)
    for one in told:
        said = _judge(self, report, one, beside[one.spot[:2]], tied)
        if said:
            yield said


def _may_name(fact: Fact) -> bool:
    """Say whether a number counts what a cell may count."""
    if fact.sense not in _SENSES or fact.bound is not Bound.EXACT:
        return False
    return fact.whole is None and not fact.tags & _ELSEWHERE


def _told(
    report: Report, fact: Fact, rows: Names, pattern: re.Pattern[str]
) -> _Told | None:
    """A number whose clause names one row."""
    before = report.before(fact.place, _AHEAD)
    if fact.scope not in rows and not pattern.search(before):
        return None
    before = re.split(r"[.;]\s", before)[-1]
    if OTHER_TIME.search(before) or _PARTLY.search(before):
        return None
    all_named = list(pattern.finditer(before))
    named = [one for one in all_named if is_whole(before, one, rows)]
    if named and named[-1] is not all_named[-1]:
        return None  # «xã A và xã B 12 hồ sơ»
    if not named:
        scope = fact.scope or ""
        if scope not in rows or not fact.unit:
            return None
        return _telling(report, fact, rows[scope], before, before, is_far=True)
    last = named[-1]
    numbers = [
        one.end()
        for one in _NUMBER.finditer(before)
        if not any(name.start() < one.end() <= name.end() for name in named)
    ]
    since = max((end for end in numbers if end <= last.start()), default=0)
    if len({one[0] for one in named if one.start() >= since}) > 1:
        return None
    if not is_month(last[0]) and (
        same_period(fact.period, None, report.identity) is False
    ):
        return None
    is_far = bool(numbers) and numbers[-1] > since
    between = before[last.end() :]
    return _telling(report, fact, rows[last[0]], before, between, is_far=is_far)


def _telling(
    report: Report,
    fact: Fact,
    rows: list[Named],
    clause: str,
    between: str,
    *,
    is_far: bool,
) -> _Told:
    text, start = report.paragraph(fact.place).lower, fact.place.start
    spot = fact.place.block, _sentence(text, start), start
    number = amount(fact), fact.raw, fact.unit, fact.line
    return _Told(*number, spot, text, rows, clause, between, is_far, fact)


def _in_brackets(
    blocks: Mapping[int, Paragraph],
    told: Sequence[_Told],
    rows: Names,
    pattern: re.Pattern[str],
) -> list[_Told]:
    """«tập trung ở Phòng Hộ tịch (6), Phòng Quản lý (3)»: of one column."""
    known = {one.spot[::2] for one in told}
    found: list[_Told] = []
    for at, block in blocks.items():
        text = block.lower
        if "(" not in text:
            continue
        for name in pattern.finditer(text):
            behind = _IN_BRACKET.match(text, name.end())
            number = read_number(behind[1]) if behind else None
            if behind is None or number is None or not is_whole(text, name, rows):
                continue
            start = behind.start(1)
            if (at, start) not in known:
                spot = at, _sentence(text, start), start
                line = block.line_at(start)
                called = behind[1], "", line, spot, text, rows[name[0]], "", "", False
                found.append(_Told(number.value, *called))
    return found


def _sentence(text: str, at: int) -> int:
    return text.rfind(". ", 0, at) + 1


def _judge(
    self: Rule, report: Report, told: _Told, beside: list[_Told], tied: set[int]
) -> Finding | Verified | None:
    for row in told.rows:
        cells = row.row.cells
        for column in counts_of(row):
            if told.value and cells[column].value == told.value:
                return self.verified(
                    (told.line, row.row.line),
                    f"Lời văn và {spot_name(row.grid, row.at, column)} cùng ghi"
                    f" {told.raw}",
                )
    pointed = [] if told.is_far else _pointed(report, told, beside)
    if len({_cell(*one) for one in pointed}) == 1:
        row, column = pointed[0]
        others = _neighbours(told, row, beside)
        if others and not any(_is_in_row(*other) for other in others):
            return None  # a list of another scope, though its total is the same
        if not told.unit or is_counted_by(row, column, told.unit):
            found = _cell(row, column)
            likely = bool(others) or near(found, told.value)
            likely = likely or _is_slip(found, told.value)
            severity = self.severity if likely else Severity.WARNING
            return _finding(self, told, row, column, severity)
    if _THING.search(told.words) or told.fact is None or not told.unit:
        return None
    core = core_of(told.fact.tags)
    if not core and _GIVEN.search(told.words):
        core = _RECEIVED
    alike = _columns(told, core) or _columns(
        told, core_of(_tags_behind(report, told.fact))
    )
    if not (alike or core or told.is_far):
        alike = _worded(report, told)
    if len(alike) == 1 and is_counted_by(*alike[0], told.unit):
        row, column = alike[0]
        others = _neighbours(told, row, beside)
        if others and not any(_is_in_row(*other) for other in others):
            return None  # «chia theo lĩnh vực: …» of another scope than the table
        found = _cell(row, column)
        slipped = _is_slip(found, told.value)
        if told.is_far and not slipped:
            return None
        likely = near(found, told.value) or _is_swapped(found, told.value)
        likely = likely or (slipped and _is_told(report, row, column))
        likely = likely or (not found and core == _LATE)
        severity = self.severity if likely else Severity.WARNING
        return _finding(self, told, row, column, severity)
    if core or told.value < _FEW or id(told.fact) in tied or told.is_far:
        return None
    slips = [
        (row, n)
        for row in told.rows
        for n in counts_of(row)
        if _is_swapped(_cell(row, n), told.value)
    ]
    if len(slips) == 1 and is_counted_by(*slips[0], told.unit):
        return _finding(self, told, *slips[0], self.severity)
    return None


def _cell(row: Named, column: int) -> Decimal:
    return row.row.cells[column].counted or Decimal(0)


def _is_swapped(one: Decimal, other: Decimal) -> bool:
    places = max(decimals(one), decimals(other))
    return is_swap(one.scaleb(places), other.scaleb(places))


def _is_slip(one: Decimal, other: Decimal) -> bool:
    places = max(decimals(one), decimals(other))
    return is_one_key_away(one.scaleb(places), other.scaleb(places))


def _pointed(
    report: Report, told: _Told, beside: list[_Told]
) -> list[tuple[Named, int]]:
    """The cells meant, whatever the words: by the column that its neighbours are of.

    «nhiều nhất là xã A 88 điểm, ít nhất là xã B 71 điểm»: the other number stands in
    it; «quá hạn 43 hồ sơ; nhiều nhất là xã A 27 hồ sơ»: it adds up to the one before.
    """
    found = []
    for row in told.rows:
        grid = row.grid
        if len(grid.values) < 2 or not row.is_one:
            continue
        columns = counts_of(row)
        others = _neighbours(told, row, beside)
        hits = {
            n: sum(other.row.cells[n].counted == one.value for one, other in others)
            for n in columns
        }
        most = max(hits.values(), default=0)
        if most:
            if 2 * most > len(others):
                found += [(row, n) for n in columns if hits[n] == most]
            continue
        found += [(row, n) for n in _of_total(report, told, grid, columns)]
    return found


def _neighbours(
    told: _Told, row: Named, beside: list[_Told]
) -> list[tuple[_Told, Named]]:
    """The numbers told beside one, of other rows of its table."""
    return [
        (one, other)
        for one in beside
        for other in one.rows
        if one is not told and other.grid is row.grid and other.at != row.at
    ]


def _is_in_row(told: _Told, row: Named) -> bool:
    return any(_cell(row, n) == told.value for n in counts_of(row))


def _of_total(report: Report, told: _Told, grid: Grid, columns: list[int]) -> list[int]:
    """The columns that add up to the last number told before that is a total."""
    block, sentence, start = told.spot
    first = _sentence(told.text, max(0, sentence - 1))
    before = [
        amount(fact)
        for fact in report.facts
        if fact.place.block == block
        and first <= fact.place.start < start
        and fact.sense is Sense.COUNT
        and fact.unit
    ]
    totals = {n: _total(grid, n) for n in columns}
    for value in reversed(before):
        if value <= told.value or value < len(grid.rows):
            continue
        if found := [n for n in columns if totals[n] == value]:
            return found
    return []


def _total(grid: Grid, column: int) -> Decimal | None:
    printed = [row for row in grid.rows if row.is_total]
    if printed:
        return printed[0].cells[column].value if len(printed) == 1 else None
    if grid.families():
        return None
    cells = (row.cells[column].counted for row in grid.rows)
    return sum((cell for cell in cells if cell), Decimal(0))


def _worded(report: Report, told: _Told) -> list[tuple[Named, int]]:
    """«sai nhiều nhất với 14 hồ sơ»: the column «Có sai sót», by a word of its own."""
    if core := core_of(tags_of(told.clause)):
        return _columns(told, core)
    assert told.fact is not None
    behind = re.split(r"[.,;:()]", report.behind(told.fact.place, _BEHIND))[0]
    said = frozenset(WORD.findall(f"{told.clause} {behind}"))
    found = []
    for row in told.rows:
        titles = {n: _title(row.grid, n) for n in row.grid.values}
        for n in counts_of(row):
            others = frozenset[str]().union(*(titles[m] for m in titles if m != n))
            if (titles[n] - others) & said:
                found.append((row, n))
    return found


def _title(grid: Grid, column: int) -> frozenset[str]:
    return frozenset(WORD.findall(grid.columns[column].title.lower())) - _FILLING


def _tags_behind(report: Report, fact: Fact) -> frozenset[str]:
    """«17 hồ sơ quá hạn, xã …», «cả 120 hồ sơ tiếp nhận đều xong»: what is counted."""
    return tags_of(re.split(r"[,.;:()]| đều ", report.behind(fact.place, _BEHIND))[0])


def _columns(of: _Told, core: frozenset[str]) -> list[tuple[Named, int]]:
    return [(row, n) for row in of.rows for n in columns_of(row, core)] if core else []


def _is_told(report: Report, row: Named, column: int) -> bool:
    """Say whether the text tells another figure of a column: of the same scope."""
    rows = row.grid.rows
    others = {
        one.cells[column].value
        for index, one in enumerate(rows)
        if index != row.at and one.cells[column].value
    }
    return any(amount(fact) in others for fact in report.facts)


def _finding(
    self: Rule, told: _Told, row: Named, column: int, severity: Severity
) -> Finding:
    grid = row.grid
    cell = row.row.cells[column]
    unit = f" {told.unit}" if told.unit else ""
    return self.finding(
        tuple(dict.fromkeys((told.raw, cell.raw))),
        (told.line, row.row.line),
        f"Lời văn ghi {told.raw}{unit} của «{row.name}»; {grid.name}"
        f" {spot_name(grid, row.at, column)} ghi {cell.raw}.",
        f"{told.raw} ≠ {cell.raw}",
        severity=severity,
    )
