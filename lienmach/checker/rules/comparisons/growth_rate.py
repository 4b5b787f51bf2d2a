"""Growth in percent is reckoned on the number before."""

import re
from collections.abc import Iterator
from decimal import Decimal

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.calculations import (
    Claim,
    amount,
    claims,
    part,
    sum_of,
    total,
)
from lienmach.checker.judging.doubts import is_near
from lienmach.checker.judging.percentages import decimals_of, off_by
from lienmach.checker.report import Fact, Report, Sense, Tie
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.numbers import figure
from lienmach.checker.text.slips import is_share_but_for_a_key

_HUNDRED = Decimal(100)
_AS_MUCH = re.compile(r"(?<!\w)(?:bằng|đạt)[^,;()]{0,8}$")
_OF_THEN = re.compile(r" (?:so với |của )?(?:cùng kỳ|năm|quý|tháng|kỳ)(?!\w)")


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
        "So với tháng 1 (684 hồ sơ), số hồ sơ giảm 127 hồ sơ, bằng 81,4% tháng trước.",
        "Huyện còn 12 phòng và 4 ban, giảm 5 phòng, ban, tương ứng giảm 23,8%.",
        "Đã rà soát 60 thủ tục, cắt giảm 12 thủ tục (20%).",
    ),
    fails=(
        "Số hồ sơ tăng 15% so với cùng kỳ (từ 100 hồ sơ lên 112 hồ sơ).",
        "Tiếp nhận 3.373 hồ sơ, tăng 540 hồ sơ (16,01%) so với cùng kỳ năm 2017.",
        "So với tháng 1 (684 hồ sơ), số hồ sơ giảm 127 hồ sơ, bằng 18,8% tháng trước.",
        "So với quý I (6.217 hồ sơ), số hồ sơ tăng 625 hồ sơ, bằng 109,2% so với cùng"
        " kỳ.",
        "Huyện còn 12 phòng và 4 ban, giảm 5 phòng, ban, tương ứng giảm 28,3%.",
    ),
)
def growth_rate(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for claim in claims(report, Tie.CHANGE):
        of_rates = claim.terms[0].unit == "%"  # told in points: ``growth``
        if of_rates or claim.terms[0].sense is Sense.RANK:
            continue
        if claim.result.unit == "%":
            said = _in_percent(self, report, claim)
            if said:
                yield said
    for claim in claims(report, Tie.GREW, Tie.GREW_TO):
        if claim.terms[0].quantity:
            said = _of_one_time(self, report, claim)
            if said:
                yield said


def _of_one_time(self: Rule, report: Report, claim: Claim) -> Finding | Verified | None:
    """A change as a percentage of one number told, or of what it was before.

    What came from nothing is told as a hundred per cent more.
    """
    change, *told = claim.terms
    base, whole = total(told), sum_of(told)
    if claim.result.quantity < 0 < change.quantity:
        change = change._replace(quantity=-change.quantity)  # «giảm 11 % (128 đơn)»
    if claim.relation.tie is Tie.GREW_TO:
        sign = "+" if change.quantity < 0 else "-"
        base, whole = base - amount(change), f"({whole} {sign} {part(change)})"
    rate = _HUNDRED * amount(change) / base if base else _HUNDRED
    digits = max(decimals_of(claim.result), 1)
    shown = f"{figure(abs(rate), digits)} %"
    division = f"{part(change)}/{whole} = {shown}"
    off = off_by(claim.result, rate)
    if _AS_MUCH.search(report.before(claim.result.place, 16)):
        of_then = _OF_THEN.match(report.behind(claim.result.place, 24))
        if of_then or off > report.tolerance:
            rate += _HUNDRED
            shown = f"{figure(rate, digits)} %"
            division = f"100 % + {_signed(change)}/{whole} = {shown}"
            off = off_by(claim.result, rate)
    if off <= report.tolerance:
        return self.verified(claim.lines, division)
    if claim.relation.is_guess and not is_near(abs(claim.result.quantity), abs(rate)):
        return None  # what stands in the bracket may be the number before
    return self.finding(
        claim.anchors,
        claim.lines,
        f"Ghi {claim.result.raw} %, nhưng {division}.",
        f"{division} ≠ {claim.result.raw} %",
        severity=Severity.INFO if off <= max(Decimal(1), report.tolerance) else None,
        suggestion=shown,
    )


def _signed(change: Fact) -> str:
    return f"(-{part(change)})" if change.quantity < 0 else part(change)


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
