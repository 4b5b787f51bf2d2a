"""The same thing counted in two annexes."""

from collections.abc import Iterator

from lienmach.checker.concepts import NOUNS
from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.matching import agree, matcher_of, near
from lienmach.checker.phrasing import capital
from lienmach.checker.report import Report
from lienmach.checker.rule import Rule, rule
from lienmach.checker.statements import Statement

_ONE = (
    "Phụ lục 5\nSTT\tChỉ tiêu\tĐơn vị tính\tSố liệu\n"
    "1.\tSố đơn vị sự nghiệp công lập\tĐơn vị\t40\n"
)
_TWO = "Phụ lục 7\nSTT\tChỉ tiêu\tĐơn vị tính\tSố liệu\n"


@rule(
    "ANX002",
    Kind.NARRATIVE_ANNEX_MISMATCH,
    Severity.ERROR,
    "Hai phụ lục ghi cùng một số cho cùng một chỉ tiêu.",
    passes=(
        f"{_ONE}\n{_TWO}2.1.\tTổng số đơn vị sự nghiệp công lập\tĐơn vị\t40\n",
        f"{_ONE}\n{_TWO}2.1.\tSố đơn vị sự nghiệp công lập cấp xã\tĐơn vị\t12\n",
    ),
    fails=(f"{_ONE}\n{_TWO}2.1.\tTổng số đơn vị sự nghiệp công lập\tĐơn vị\t41\n",),
)
def annex_against_annex(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    matcher = matcher_of(report)
    first: dict[object, Statement] = {}
    for one in matcher.rows:
        if not _is_comparable(one):
            continue
        key = (one.tokens, one.must, one.level, one.is_share)
        other = first.setdefault(key, one)
        if other is one or _same_table(one, other):
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
