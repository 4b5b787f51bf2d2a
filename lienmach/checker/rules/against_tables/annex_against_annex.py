"""The same thing counted in two annexes."""

from collections.abc import Iterator
from datetime import date

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.phrasing import capital
from lienmach.checker.meaning.concepts import NOUNS
from lienmach.checker.quantities.words.periods import spans
from lienmach.checker.report import Grid, Report
from lienmach.checker.rule import Rule, rule
from lienmach.checker.statements.matching import agree, matcher_of, near
from lienmach.checker.statements.statement import Statement

_ONE = (
    "Phụ lục 5\nSTT\tChỉ tiêu\tĐơn vị tính\tSố liệu\n"
    "1.\tSố đơn vị sự nghiệp công lập\tĐơn vị\t40\n"
)
_TWO = "Phụ lục 7\nSTT\tChỉ tiêu\tĐơn vị tính\tSố liệu\n"
_YEAR = (
    "Phụ lục {}\nKẾT QUẢ TIẾP NHẬN HỒ SƠ NĂM {}\nTT\tLĩnh vực\tTiếp nhận\tTrễ hạn\n"
    "1\tĐất đai\t{}\t5\n2\tHộ tịch\t40\t2\n\tTổng cộng\t{}\t7\n\n"
)


@rule(
    "ANX002",
    Kind.NARRATIVE_ANNEX_MISMATCH,
    Severity.ERROR,
    "Hai phụ lục ghi cùng một số cho cùng một chỉ tiêu.",
    passes=(
        f"{_ONE}\n{_TWO}2.1.\tTổng số đơn vị sự nghiệp công lập\tĐơn vị\t40\n",
        f"{_ONE}\n{_TWO}2.1.\tSố đơn vị sự nghiệp công lập cấp xã\tĐơn vị\t12\n",
        _YEAR.format(1, 2017, 80, 120) + _YEAR.format(2, 2018, 90, 130),
    ),
    fails=(
        f"{_ONE}\n{_TWO}2.1.\tTổng số đơn vị sự nghiệp công lập\tĐơn vị\t41\n",
        _YEAR.format(1, 2018, 80, 120) + _YEAR.format(2, 2018, 90, 130),
    ),
)
def annex_against_annex(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    matcher = matcher_of(report)
    first: dict[object, Statement] = {}
    for one in matcher.rows:
        if not _is_comparable(one):
            continue
        key = (one.tokens, one.must, one.level, one.is_share)
        other = first.setdefault(key, one)
        if other is one or _same_table(one, other) or _of_two_times(one, other):
            continue
        if not agree(one, other):
            yield _wrong(self, other, one)
        elif one.value:
            yield self.verified(
                (*other.lines, *one.lines),
                f"{capital(other.place)} và {one.place} cùng ghi {one.shown}",
            )


def _is_comparable(one: Statement) -> bool:
    """A label that says what is counted; «Nhóm 1» says nothing by itself."""
    return bool(one.tokens & NOUNS) and one.row is not None


def _same_table(one: Statement, other: Statement) -> bool:
    return bool(one.row and other.row and one.row[0] is other.row[0])


def _of_two_times(one: Statement, other: Statement) -> bool:
    """«… 9 tháng năm 2017» and «… 9 tháng năm 2018»: the titles name two times."""
    times = [_times(x.row[0]) if x.row else frozenset() for x in (one, other)]
    return all(times) and times[0].isdisjoint(times[1])


def _times(grid: Grid) -> frozenset[tuple[date, date]]:
    return frozenset(
        (span.start, span.end)
        for span in spans(grid.title, grid.title.lower(), None)
        if span.start and span.end
    )


def _wrong(self: Rule, one: Statement, other: Statement) -> Finding:
    is_sure = (
        near(one.value, other.value) and not one.is_doubtful and not other.is_doubtful
    )
    text = (
        f"{capital(one.place)} ghi {one.shown}, {other.place} ghi {other.shown} cho"
        " cùng một chỉ tiêu."
    )
    if not is_sure:
        text += " Cần nói rõ hai số có cùng phạm vi không."
    return self.finding(
        (one.raws[0], other.raws[0]),
        (*one.lines, *other.lines),
        text,
        f"{one.raws[0]} ≠ {other.raws[0]}",
        severity=Severity.ERROR if is_sure else Severity.WARNING,
    )
