"""The same thing counted in the running text and in an annex."""

from collections.abc import Iterator, Set
from decimal import Decimal

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.phrasing import capital
from lienmach.checker.report import Report
from lienmach.checker.rule import Rule, rule
from lienmach.checker.statements.matching import Match, matcher_of, unit_gap
from lienmach.checker.text.numbers import figure
from lienmach.checker.text.slips import is_one_key_away

_ANNEX = (
    "\nPhụ lục 4\nSTT\tChỉ tiêu\tĐơn vị tính\tSố liệu\n"
    "1.\tTổng số hồ sơ đã tiếp nhận\tHồ sơ\t1121\n"
)


@rule(
    "ANX001",
    Kind.NARRATIVE_ANNEX_MISMATCH,
    Severity.ERROR,
    "Thân báo cáo và phụ lục ghi cùng một số cho cùng một nội dung.",
    passes=(
        f"Trong kỳ, UBND huyện tiếp nhận 1.121 hồ sơ.\n{_ANNEX}",
        f"Lĩnh vực đất đai tiếp nhận 118 hồ sơ.\n{_ANNEX}",
        f"Năm trước, UBND huyện tiếp nhận 1.118 hồ sơ.\n{_ANNEX}",
    ),
    fails=(f"Trong kỳ, UBND huyện tiếp nhận 1.118 hồ sơ.\n{_ANNEX}",),
)
def annex_against_body(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    matcher = matcher_of(report)
    found: list[list[Match]] = []
    for row in matcher.rows:
        if not row.value and "checked" in row.tokens:
            continue  # a nought against what is told of in words: another rule
        if matches := matcher.of(row):
            found.append(matches)
    agreeing = [next((m for m in ms if m.agrees), None) for ms in found]
    beside = {_side(match) for match in agreeing if match and match.row.value}
    for matches, right in zip(found, agreeing, strict=True):
        if right:
            if right.row.value:
                yield _right(self, right)
        elif finding := _wrong(self, min(matches, key=_doubt), beside):
            yield finding


def _side(match: Match) -> tuple[object, int | None]:
    """Which table and which section of the body a match ties together."""
    return match.row.row[0] if match.row.row else None, match.fact.section


def _doubt(match: Match) -> tuple[bool, bool, int, Decimal]:
    gap = abs(match.row.value - match.fact.value)
    return not match.is_sure, match.fact.is_doubtful, match.unknown, gap


def _right(self: Rule, match: Match) -> Verified:
    lines = (*match.fact.lines, *match.row.lines)
    text = f"Thân báo cáo và {match.row.place} cùng ghi {match.row.shown}"
    return self.verified(tuple(dict.fromkeys(lines)), text)


def _wrong(
    self: Rule, match: Match, beside: Set[tuple[object, int | None]]
) -> Finding | None:
    """Say that two figures differ.

    Figures that are far apart may have another scope than their words say, unless
    others of the same table and section agree.
    """
    row, fact = match.row, match.fact
    severity = self.severity
    is_likely = match.is_near or is_one_key_away(row.value, fact.value)
    is_likely = is_likely or _side(match) in beside or row.value == fact.value
    if not match.is_sure or not is_likely:
        if fact.is_doubtful or (match.unknown and not match.is_near):
            return None
        severity = Severity.WARNING
    if row.is_share and unit_gap(row, fact) <= 1:
        severity = Severity.INFO
    counted = fact.evidence or fact.shown
    text = f"{capital(fact.place)} ghi {counted}, {row.place} ghi {row.shown}."
    if row.value != fact.value:
        text += f" Chênh {figure(abs(fact.value - row.value))}."
    if severity is Severity.WARNING:
        text += " Cần nói rõ hai số có cùng phạm vi không."
    summed = () if len(fact.raws) == 1 else (figure(fact.value),)
    return self.finding(
        tuple(dict.fromkeys((row.raws[0], *summed, *fact.raws))),
        tuple(dict.fromkeys((*fact.lines, *row.lines))),
        text,
        f"{counted} ≠ {row.shown if row.value == fact.value else row.raws[0]}",
        severity=severity,
    )
