"""An average is the total over the count."""

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
from lienmach.checker.report import Fact, Report, Tie
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.numbers import figure


@rule(
    "AVG001",
    Kind.AVERAGE_MISMATCH,
    Severity.ERROR,
    "Số bình quân bằng tổng số chia cho số lượng.",
    passes=(
        "Tiếp nhận 1.200 hồ sơ trong 60 ngày làm việc, bình quân 20 hồ sơ/ngày.",
        "Tiếp nhận 1.200 hồ sơ, bình quân khoảng 20 hồ sơ/ngày.",
        "Chi trả 3.090 triệu đồng cho 412 người, bình quân 7,5 triệu đồng/người.",
        "Tiếp 09 đoàn/118 người (6 tháng đầu năm 2022 có 12 đoàn/167 người).",
        "14 đơn vị ban hành 168 văn bản, bình quân 12 văn bản/đơn vị; 14/14 đơn vị có"
        " kế hoạch, trong đó 10 đơn vị ban hành đúng hạn, 04 đơn vị chậm.",
        "Bình quân mỗi đơn vị có 8,43 vấn đề; năm 2022 kiểm tra 13 đơn vị phát hiện 126"
        " vấn đề, bình quân 9,69 vấn đề/đơn vị.",
    ),
    fails=(
        "Tiếp nhận 1.200 hồ sơ trong 60 ngày làm việc, bình quân 25 hồ sơ/ngày.",
        "Đã mở 45 lớp tại 9 xã, bình quân mỗi xã 6 lớp.",
        "Tại 8 đơn vị có 34 công chức, trong đó 25 người có trình độ đại học, 9 người"
        " trung cấp, bình quân 4,52 người/đơn vị.",
        "Chấm điểm 03 xã: xã A 82 điểm; xã B 79 điểm; xã C 88 điểm. Điểm bình quân của"
        " 03 xã là 83,5 điểm.",
    ),
)
def averages(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    told: list[tuple[Claim, Finding]] = []
    right: set[tuple[Fact, ...]] = set()
    for claim in claims(report, Tie.AVERAGE):
        whole, count = claim.terms
        if amount(count) and claim.result.quantity:
            unit = amount(claim.result) / claim.result.quantity  # of money, in đồng
            exact = amount(whole) / count.quantity / unit
            said = _judge(self, report, claim, exact, f"{part(whole)}/{part(count)}")
            if isinstance(said, Verified):
                right.add(claim.terms)
                yield said
            elif said:
                told.append((claim, said))
    # Two numbers have one average: another near them is of other numbers.
    yield from (said for claim, said in told if claim.terms not in right)
    for claim in claims(report, Tie.MEAN):
        exact = total(claim.terms) / len(claim.terms)
        division = f"({sum_of(claim.terms)})/{len(claim.terms)}"
        said = _judge(self, report, claim, exact, division)
        if said:
            yield said


def _judge(
    self: Rule, report: Report, claim: Claim, exact: Decimal, division: str
) -> Finding | Verified | None:
    off = off_by(claim.result, exact)
    shown = figure(exact, max(decimals_of(claim.result), 1))
    if off <= report.tolerance:
        return self.verified(claim.lines, f"{division} = {claim.result.raw}")
    rounded = round(exact, decimals_of(claim.result))
    near = is_near(claim.result.quantity, rounded)
    if claim.relation.is_guess and not near:
        return None
    # 8.736/1.248 is 7 and nothing else; 8.737/1.248 somebody may round up to 8
    may_round = off <= max(Decimal(1), report.tolerance) and exact != rounded
    return self.finding(
        claim.anchors,
        claim.lines,
        f"Ghi bình quân {claim.result.raw} {claim.result.unit}, nhưng {division} ="
        f" {shown}.",
        f"{division} = {shown} ≠ {claim.result.raw}",
        severity=Severity.INFO if may_round else None,
        suggestion=shown,
    )
