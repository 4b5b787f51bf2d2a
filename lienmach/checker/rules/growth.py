"""Growth is the difference of the two numbers it stands between."""

from collections.abc import Iterator

from lienmach.checker.claims import Claim, amount, claims, in_unit, part
from lienmach.checker.doubts import is_earlier, is_near
from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.report import Report, Sense, Tie
from lienmach.checker.rule import Rule, rule

_FAR = 10  # times as much
_NEAR = 3  # sentences


@rule(
    "DIF002",
    Kind.DIFFERENCE_MISMATCH,
    Severity.ERROR,
    "Số tăng, giảm khớp với số trước và số sau.",
    passes=(
        "Tiếp nhận 112 hồ sơ, tăng 12 hồ sơ so với cùng kỳ năm 2022 (100 hồ sơ).",
        "Còn 19 cơ quan, giảm 2 cơ quan so với trước (21 cơ quan); giảm 18 phòng (từ"
        " 143 phòng còn 125 phòng).",
        "Kinh phí 450 triệu đồng, tăng 50 triệu đồng so với năm trước; đã sử dụng 402"
        " triệu đồng.",
        "Còn 07 phòng (giảm 01 phòng so với đầu năm) và 03 đơn vị sự nghiệp.",
        "Thu 1.387 triệu đồng, vượt trên 100 triệu đồng so với dự toán (1.250 triệu"
        " đồng).",
    ),
    fails=(
        "Tiếp nhận 112 hồ sơ, tăng 15 hồ sơ so với cùng kỳ năm 2022 (100 hồ sơ).",
        "Số hồ sơ giảm 12 hồ sơ (từ 100 hồ sơ lên 112 hồ sơ).",
        "Thu 1.387 triệu đồng, đạt 110,96% dự toán (dự toán giao 1.250 triệu đồng),"
        " vượt 173 triệu đồng.",
        "Năm 2017 điểm của huyện tăng 9,35 điểm so với năm 2016 (Năm 2016: 61,85/100"
        " điểm; Năm 2017: 70,20/100 điểm).",
    ),
)
def growth(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for claim in claims(report, Tie.CHANGE):
        if claim.terms[0].sense is Sense.RANK:
            continue
        if claim.result.unit != "%":
            said = _in_numbers(self, claim)
            if isinstance(said, Finding) and _is_of_others(report, claim):
                continue
            told = claim.relation.is_guess or is_earlier(report, claim.terms[0])
            if said and (isinstance(said, Verified) or told):
                yield said


def _is_of_others(report: Report, claim: Claim) -> bool:
    """Say whether another number of the text is what the change makes of one of these.

    «74 người. … chuyển đến 02 người; giảm 02 người so với 76 người của năm 2018».
    """
    before, after = (amount(term) for term in claim.terms)
    moved = amount(claim.result)
    meant = {before + moved, after - moved}
    return any(
        fact.sense is claim.terms[0].sense
        and fact.unit.lower() in (claim.terms[0].unit.lower(), "")
        and amount(fact) in meant
        and 0 <= claim.result.sentence - fact.sentence <= _NEAR
        for fact in report.facts
        if fact not in claim.facts
    )


def _in_numbers(self: Rule, claim: Claim) -> Finding | Verified | None:
    before, after = claim.terms
    change = amount(after) - amount(before)
    minus = f"{part(after)} - {part(before)} = {in_unit(change, after)}"
    printed = amount(claim.result)
    if claim.relation.is_guess:
        if not is_near(abs(printed), abs(change)):
            return None
        printed = abs(printed).copy_sign(change)
    if printed == change:
        return self.verified(claim.lines, minus)
    if abs(change) > _FAR * abs(printed):
        return None  # of two other things than we took it for
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
