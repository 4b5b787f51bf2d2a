"""Growth is the difference of the two numbers it stands between."""

from collections.abc import Iterator
from decimal import Decimal

from lienmach.checker.claims import Claim, amount, claims, in_unit, part
from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.numbers import figure
from lienmach.checker.percentages import decimals_of, off_by
from lienmach.checker.report import Report, Sense, Tie
from lienmach.checker.rule import Rule, rule

_HUNDRED = Decimal(100)


@rule(
    "DIF002",
    Kind.DIFFERENCE_MISMATCH,
    Severity.ERROR,
    "Mức tăng, giảm khớp với số trước và số sau.",
    passes=(
        "Tiếp nhận 112 hồ sơ, tăng 12 hồ sơ so với cùng kỳ năm 2022 (100 hồ sơ).",
        "Số hồ sơ tăng 12% so với cùng kỳ (từ 100 hồ sơ lên 112 hồ sơ).",
        "Tiếp nhận 112 hồ sơ, tăng 12% so với cùng kỳ.",
    ),
    fails=(
        "Tiếp nhận 112 hồ sơ, tăng 15 hồ sơ so với cùng kỳ năm 2022 (100 hồ sơ).",
        "Số hồ sơ tăng 15% so với cùng kỳ (từ 100 hồ sơ lên 112 hồ sơ).",
        "Số hồ sơ giảm 12 hồ sơ (từ 100 hồ sơ lên 112 hồ sơ).",
    ),
)
def growth(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for claim in claims(report, Tie.CHANGE):
        if claim.terms[0].sense is Sense.RANK:
            continue
        if claim.result.unit == "%":
            said = _in_percent(self, report, claim)
        else:
            said = _in_numbers(self, claim)
        if said:
            yield said


def _in_numbers(self: Rule, claim: Claim) -> Finding | Verified:
    before, after = claim.terms
    change = amount(after) - amount(before)
    minus = f"{part(after)} − {part(before)} = {in_unit(change, after)}"
    printed = amount(claim.result)
    if printed == change:
        return self.verified(claim.lines, minus)
    word = "giảm" if change < 0 else "tăng"
    shown = in_unit(abs(change), after)
    said = "giảm" if printed < 0 else "tăng"
    return self.finding(
        claim.anchors,
        claim.lines,
        f"Ghi {said} {claim.result.raw} {claim.result.unit}".rstrip()
        + f", nhưng từ {part(before)} đến {part(after)} là {word} {shown}.",
        f"{minus} ≠ {in_unit(printed, claim.result)}",
        suggestion=f"{word} {shown}",
    )


def _in_percent(self: Rule, report: Report, claim: Claim) -> Finding | Verified | None:
    before, after = claim.terms
    base = amount(before)
    if not base:
        return None
    change = amount(after) - base
    exact = _HUNDRED * change / base
    off = off_by(claim.result, exact)
    falls, fell = claim.result.quantity < 0, exact < 0
    division = f"({part(after)} − {part(before)})/{part(before)}"
    shown = f"{figure(exact, max(decimals_of(claim.result), 1))} %"
    if off <= report.tolerance and (falls == fell or not exact):
        return self.verified(claim.lines, f"{division} = {shown}")
    word = "giảm" if fell else "tăng"
    rounding = off <= max(Decimal(1), report.tolerance) and falls == fell
    return self.finding(
        claim.anchors,
        claim.lines,
        f"Ghi {'giảm' if falls else 'tăng'} {claim.result.raw} %, nhưng từ {part(before)}"
        f" đến {part(after)} là {word} {shown.removeprefix('-')}.",
        f"{division} = {shown}",
        severity=Severity.INFO if rounding else None,
        suggestion=f"{word} {shown.removeprefix('-')}",
    )
