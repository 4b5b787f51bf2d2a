"""A rate over nothing is no rate."""

from collections.abc import Iterator

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.calculations import anchors_of, claims, lines_of
from lienmach.checker.report import Report, Tie
from lienmach.checker.rule import Rule, rule


@rule(
    "ZER001",
    Kind.ZERO_DENOMINATOR,
    Severity.ERROR,
    "Không tính tỷ lệ trên mẫu số bằng 0: ghi «không phát sinh».",
    passes=(
        "Không phát sinh hồ sơ.",
        "Đã hoàn thành 0/3 nhiệm vụ, đạt 0%.",
    ),
    fails=("Đã giải quyết 0/0 hồ sơ, đạt 100%.",),
)
def rate_over_nothing(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for claim in claims(report, Tie.SHARE):
        (counted,) = claim.terms
        facts = [claim.result, counted]
        if counted.whole is None:
            if not claim.relation.is_sure or not claim.wholes:
                continue
            if claim.wholes[0].quantity or counted.quantity:
                continue
            facts.append(claim.wholes[0])
        elif counted.whole:
            continue
        yield self.finding(
            anchors_of(facts),
            lines_of(facts),
            f"Tỷ lệ {claim.result.raw} % tính trên mẫu số bằng 0: nên ghi «không phát"
            " sinh».",
            f"{counted.raw} = không xác định" if counted.whole == 0 else "0/0",
            suggestion="không phát sinh",
        )
