"""What a sentence says of one row of a table is what its cell says."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from lienmach.checker.claims import amount, anchors_of
from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.likeness import same_period
from lienmach.checker.matching import near
from lienmach.checker.phrasing import spot_name
from lienmach.checker.quantities.words.vocabulary import tags_of, words
from lienmach.checker.report import Bound, Fact, Report, Sense
from lienmach.checker.rows_named import (
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
from lienmach.checker.rule import Rule, rule
from lienmach.checker.slips import is_one_key_away, is_swap

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
_THING = re.compile(r"(?<!\w)(?:thủ tục|nhóm|loại|việc|trường hợp|nhiệm vụ)(?!\w)")
_RECEIVED = frozenset(("received",))


class _Told(NamedTuple):
    """The rows that the words before a number name; ``is_far``: others come between."""

    rows: list[Named]
    words: str  # between name and number
    is_far: bool


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
    ),
    fails=(
        f"Xã An Bình tiếp nhận 610 hồ sơ.\n{_TABLE}",
        f"Nhiều nhất là xã An Bình, với 610 hồ sơ tiếp nhận.\n{_TABLE}",
    ),
)
def cells_against_body(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    ahead = [report.before(f.place, _AHEAD) for f in report.facts if _may_name(f)]
    rows = told_rows(named_rows(report), ahead)
    if not rows:
        return
    pattern = pattern_of(rows)
    sure = [one for one in report.relations if not one.is_guess]
    tied = {i for r in sure for i in (r.result, *r.terms, *r.wholes)}
    for index, fact in enumerate(report.facts):
        of = _rows_of(report, fact, rows, pattern) if _may_name(fact) else None
        if of is not None:
            said = _judge(self, report, fact, of, is_tied=index in tied)
            if said:
                yield said


def _may_name(fact: Fact) -> bool:
    """Say whether a number counts what a cell may count."""
    if fact.sense is not Sense.COUNT or fact.bound is not Bound.EXACT:
        return False
    return fact.whole is None and not fact.tags & _ELSEWHERE and bool(fact.unit)


def _rows_of(
    report: Report, fact: Fact, rows: Names, pattern: re.Pattern[str]
) -> _Told | None:
    """The one row that the clause of a number names."""
    before = re.split(r"[.;]\s", report.before(fact.place, _AHEAD))[-1]
    if OTHER_TIME.search(before) or _PARTLY.search(before):
        return None
    named = [one for one in pattern.finditer(before) if is_whole(before, one)]
    if not named:
        scope = fact.scope or ""
        return _Told(rows[scope], before, is_far=True) if scope in rows else None
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
    between = before[last.end() :]
    return _Told(rows[last[0]], between, is_far=bool(numbers) and numbers[-1] > since)


def _judge(
    self: Rule, report: Report, fact: Fact, of: _Told, *, is_tied: bool
) -> Finding | Verified | None:
    value = amount(fact)
    for row in of.rows:
        cells = row.row.cells
        for column in counts_of(row):
            if cells[column].value == value:
                return self.verified(
                    (fact.line, row.row.line),
                    f"Lời văn và {spot_name(row.grid, row.at, column)} cùng ghi"
                    f" {fact.raw}",
                )
    if _THING.search(of.words):
        return None
    core = core_of(fact.tags)
    if not core and _GIVEN.search(of.words):
        core = _RECEIVED
    alike = _columns(of, core) or _columns(of, core_of(_tags_behind(report, fact)))
    if len(alike) == 1 and is_counted_by(*alike[0], fact.unit):
        row, column = alike[0]
        found = row.row.cells[column].value or Decimal(0)
        slipped = is_one_key_away(found, value)
        if of.is_far and not slipped:
            return None
        likely = near(found, value) or is_swap(found, value)
        likely = likely or (slipped and _is_told(report, row, column))
        severity = self.severity if likely else Severity.WARNING
        return _finding(self, fact, row, column, severity)
    if core or value < _FEW or is_tied or of.is_far:
        return None
    slips = [
        (row, n)
        for row in of.rows
        for n in counts_of(row)
        if is_swap(row.row.cells[n].value or Decimal(0), value)
    ]
    if len(slips) == 1 and is_counted_by(*slips[0], fact.unit):
        return _finding(self, fact, *slips[0], self.severity)
    return None


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
    self: Rule, fact: Fact, row: Named, column: int, severity: Severity
) -> Finding:
    grid = row.grid
    cell = row.row.cells[column]
    return self.finding(
        tuple(dict.fromkeys((*anchors_of((fact,)), cell.raw))),
        (fact.line, row.row.line),
        f"Lời văn ghi {fact.raw} {fact.unit} của «{row.name}»; {grid.name}"
        f" {spot_name(grid, row.at, column)} ghi {cell.raw}.",
        f"{fact.raw} ≠ {cell.raw}",
        severity=severity,
    )
