"""Percentages of one total agree on it, printed or not."""

from collections.abc import Iterator
from decimal import Decimal

from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.judging.calculations import amount, claims, part
from lienmach.checker.report import Fact, Report, Tie
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.numbers import figure

_VOTES = (
    "Kết quả: tín nhiệm cao 46 phiếu (chiếm 85,19% tổng số đại biểu), tín nhiệm 5 phiếu"
    " (chiếm {}% tổng số đại biểu), tín nhiệm thấp 2 phiếu (chiếm 3,7% tổng số đại"
    " biểu)."
)


@rule(
    "PCT010",
    Kind.PERCENT_MISMATCH,
    Severity.ERROR,
    "Các tỷ lệ tính trên cùng một tổng số suy ra cùng một tổng số.",
    passes=(
        "Toàn huyện còn 1.263 hộ nghèo, chiếm 6,37%; 1.578 hộ cận nghèo, chiếm 7,96%.",
        "Còn 1.263 hộ nghèo, chiếm 6,37%; 1.578 hộ cận nghèo, chiếm 11,25%.",
        _VOTES.format("9,26"),
    ),
    fails=(
        "Toàn huyện còn 1.263 hộ nghèo, chiếm 6,37%; 1.578 hộ cận nghèo, chiếm 9,76%.",
        _VOTES.format("6,29"),
    ),
)
def shares_agree(self: Rule, report: Report) -> Iterator[Finding]:
    for claim in claims(report, Tie.AGREE):
        counted, other, other_share = claim.terms
        totals = _total(counted, claim.result), _total(other, other_share)
        one = f"{part(counted)}/{claim.result.raw} %"
        yield self.finding(
            claim.anchors,
            claim.lines,
            f"{part(counted)} là {claim.result.raw} % thì tổng số khoảng {totals[0]},"
            f" nhưng {part(other)} là {other_share.raw} % thì khoảng {totals[1]}.",
            f"{one} ≈ {totals[0]} ≠ {part(other)}/{other_share.raw} % ≈ {totals[1]}",
        )


def _total(counted: Fact, share: Fact) -> str:
    return figure(Decimal(round(100 * amount(counted) / share.quantity)))
