"""Growth is the difference of the two numbers it stands between."""

from collections.abc import Iterator
from decimal import Decimal

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.calculations import Claim, amount, claims, in_unit, part
from lienmach.checker.judging.doubts import is_earlier, is_near
from lienmach.checker.judging.percentages import off_by
from lienmach.checker.report import Report, Sense, Tie
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.slips import HUNDRED

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
        "Tỷ lệ đạt 88,4%, cao hơn 2,1% so với năm 2022 (86,3%).",
        "Tỷ lệ đạt 33%, tăng 10% so với năm 2022 (30%).",
    ),
    fails=(
        "Tỷ lệ đạt 88,4%, cao hơn 1,2% so với năm 2022 (86,3%).",
        "Vùng đầu đạt 88,4%, cao hơn 1,2% so với năm 2022 (86,3%); vùng thứ hai đạt"
        " 87,5%, cao hơn 2,5% so với năm 2022 (85%).",
        "Tỷ lệ nộp qua mạng đạt 83,9%, tăng 2,1 điểm phần trăm so với tháng 9 (88,1%).",
        "Năm 2019 xã đạt 79,1 điểm; năm 2020 đạt 81,2 điểm; năm 2021 đạt 84,9 điểm. Năm"
        " 2021 so với năm 2020 tăng 5,8 điểm.",
        "Số quá hạn chiếm 1,5%, giảm 1,4% so với năm trước (2,9%), giảm 21,3% so với"
        " trước khi lập tổ (25%).",
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
        if claim.result.unit != "%" or claim.terms[0].unit == "%":
            said = _in_numbers(self, claim)
            if isinstance(said, Finding) and _is_of_others(report, claim):
                continue
            plain = claim.relation.is_guess or claim.relation.is_formal
            told = plain or is_earlier(report, claim.terms[0])
            if said and (isinstance(said, Verified) or told):
                yield said


def _names_base(claim: Claim) -> bool:
    """«năm 2020 đạt 81,2 điểm; … so với năm 2020 tăng 3,6 điểm»: of no other year."""
    period = claim.terms[0].period
    named = period.raw.lower() if period else ""
    return bool(named) and named in claim.result.subject.lower()


def _is_of_others(report: Report, claim: Claim) -> bool:
    """Say whether another number of the text is what the change makes of one of these.

    «74 người. … chuyển đến 02 người; giảm 02 người so với 76 người của năm 2018».
    """
    if claim.relation.is_formal or _names_base(claim):
        return False
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


def _is_of_base(claim: Claim, change: Decimal) -> bool:
    """«đạt 33 %, tăng 10 % so với năm trước (30 %)»: a tenth more, not ten points."""
    base = amount(claim.terms[0])
    if claim.result.unit != "%" or not base:
        return False
    return off_by(claim.result, HUNDRED * change / base) <= 1


def _in_numbers(self: Rule, claim: Claim) -> Finding | Verified | None:
    before, after = claim.terms
    change = amount(after) - amount(before)
    minus = f"{part(after)} - {part(before)} = {in_unit(change, after)}"
    printed = amount(claim.result)
    if claim.relation.is_guess:
        if not is_near(abs(printed), abs(change)):
            return None
        printed = abs(printed).copy_sign(change)
    if printed == change or _is_of_base(claim, change):
        return self.verified(claim.lines, minus)
    if abs(change) > _FAR * abs(printed) and not claim.relation.is_formal:
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
