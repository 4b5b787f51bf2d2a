"""«gấp 1,3 lần» is what the later number is to the earlier one."""

from collections.abc import Iterator

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.calculations import amount, claims, part
from lienmach.checker.judging.percentages import decimals_of, off_by
from lienmach.checker.report import Report, Tie
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.numbers import figure


@rule(
    "PCT005",
    Kind.PERCENT_MISMATCH,
    Severity.ERROR,
    "Số lần «gấp …» bằng số sau chia cho số trước.",
    passes=(
        "Phát thanh 208 lượt, gấp 1,33 lần năm 2022 (156 lượt).",
        "Phát thanh 208 lượt, gấp hơn 3,1 lần năm 2022 (156 lượt).",
        "Năm 2022 nhận 100 hồ sơ, năm 2023 nhận 240 hồ sơ, gấp 2,4 lần.",
    ),
    fails=("Phát thanh 208 lượt, gấp 3,13 lần năm 2022 (156 lượt).",),
)
def times_more(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for claim in claims(report, Tie.TIMES):
        now, before = claim.terms
        exact = amount(now) / amount(before)
        shown = figure(exact, max(decimals_of(claim.result), 1))
        division = f"{part(now)}/{part(before)}"
        if off_by(claim.result, exact) <= 1:
            yield self.verified(claim.lines, f"{division} = {shown}")
            continue
        yield self.finding(
            claim.anchors,
            claim.lines,
            f"Ghi gấp {claim.result.raw} lần, nhưng {division} = {shown}.",
            f"{division} = {shown} ≠ {claim.result.raw}",
            suggestion=shown,
        )
