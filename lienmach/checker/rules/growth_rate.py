"""Growth in percent is reckoned on the number before."""

from collections.abc import Iterator
from decimal import Decimal

from lienmach.checker.claims import Claim, amount, claims, part
from lienmach.checker.doubts import is_near
from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.numbers import figure
from lienmach.checker.percentages import decimals_of, off_by
from lienmach.checker.report import Report, Sense, Tie
from lienmach.checker.rule import Rule, rule
from lienmach.checker.slips import is_share_but_for_a_key

_HUNDRED = Decimal(100)


@rule(
    "PCT004",
    Kind.PERCENT_MISMATCH,
    Severity.ERROR,
    "Tỷ lệ tăng, giảm khớp với số trước và số sau.",
    passes=(
        "Số hồ sơ tăng 12% so với cùng kỳ (từ 100 hồ sơ lên 112 hồ sơ).",
        "Tiếp nhận 112 hồ sơ, tăng 12% so với cùng kỳ.",
        "Tiếp nhận 112 hồ sơ, tăng 12 hồ sơ (12%) so với cùng kỳ năm 2017; đã giải"
        " quyết 105 hồ sơ.",
        "Đã giải quyết 820 hồ sơ, tăng 40 hồ sơ (5,13%) so với cùng kỳ, trễ hạn 12"
        " hồ sơ.",
    ),
    fails=("Số hồ sơ tăng 15% so với cùng kỳ (từ 100 hồ sơ lên 112 hồ sơ).",),
)
def growth_rate(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for claim in claims(report, Tie.CHANGE):
        if claim.terms[0].sense is not Sense.RANK and claim.result.unit == "%":
            said = _in_percent(self, report, claim)
            if said:
                yield said


def _in_percent(self: Rule, report: Report, claim: Claim) -> Finding | Verified | None:
    before, after = claim.terms
    base = amount(before)
    if not base:
        return None
    change = amount(after) - base
    exact = _HUNDRED * change / base
    off = off_by(claim.result, exact)
    falls, fell = claim.result.quantity < 0, exact < 0
    if claim.result.sense is Sense.SHARE:
        falls, exact = (
            fell,
            abs(exact),
        )  # «giảm 86 đơn vị (62,3 %)»: the word went before
    if claim.relation.is_guess:
        falls = fell
        printed = abs(claim.result.quantity)
        if not (
            is_near(printed, abs(round(exact, 2)))
            or is_share_but_for_a_key(printed, abs(change), base)
        ):
            return None
    division = f"({part(after)} - {part(before)})/{part(before)}"
    shown = f"{figure(exact, max(decimals_of(claim.result), 1))} %"
    if off <= report.tolerance and (falls == fell or not exact):
        return self.verified(claim.lines, f"{division} = {shown}")
    word = "giảm" if fell else "tăng"
    rounding = off <= max(Decimal(1), report.tolerance) and falls == fell
    return self.finding(
        claim.anchors,
        claim.lines,
        f"Ghi {'giảm' if falls else 'tăng'} {claim.result.raw} %, nhưng từ"
        f" {part(before)}"
        f" đến {part(after)} là {word} {shown.removeprefix('-')}.",
        f"{division} = {shown}",
        severity=Severity.INFO if rounding else None,
        suggestion=f"{word} {shown.removeprefix('-')}",
    )
