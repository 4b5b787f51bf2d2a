"""What is left is the total less what was taken."""

from collections.abc import Iterator
from decimal import Decimal

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.calculations import (
    Claim,
    amount,
    claims,
    in_unit,
    name,
    part,
    total,
)
from lienmach.checker.judging.doubts import is_left_but_for_a_slip, may_bring_forward
from lienmach.checker.quantities.words.vocabulary import MONEY
from lienmach.checker.report import REST, Report, Tie
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.slips import is_one_key_away

_NEAR = 4  # numbers before
_FEW = 3


@rule(
    "DIF001",
    Kind.DIFFERENCE_MISMATCH,
    Severity.ERROR,
    "Số còn lại bằng tổng số trừ số đã thực hiện.",
    passes=(
        "Được giao 78 biên chế, hiện có mặt 74 biên chế, còn 4 biên chế.",
        "Cấp huyện còn 288 thủ tục đang áp dụng, cấp xã còn 171 thủ tục.",
        "Đã giải quyết 2.845 hồ sơ, trong đó 2.830 hồ sơ đúng hạn; còn 125 hồ sơ đang"
        " giải quyết.",
        "Điểm cao nhất là 92,50 điểm, thấp nhất là 71,25 điểm, chênh lệch giảm 3,5 điểm"
        " so với năm trước.",
    ),
    fails=(
        "Được giao 78 biên chế, hiện có mặt 74 biên chế, còn 6 biên chế.",
        "Hoàn thành 45/48 nhiệm vụ. Còn 5 nhiệm vụ chưa hoàn thành.",
        "Phải tổ chức thực hiện 74 quyết định, đã thực hiện xong 66 quyết định (89,2%),"
        " còn 10 quyết định đang vận động thi hành.",
        "Trong 84 trường hợp trễ hẹn mới có 51 trường hợp được xin lỗi, còn 43 trường"
        " hợp chưa thực hiện.",
        "Điểm cao nhất là 92,50 điểm, thấp nhất là 71,25 điểm, chênh lệch 20,25 điểm.",
        "Đầu năm có 184 tài khoản, tạo mới 61 tài khoản và hủy bỏ 8 tài khoản, nâng"
        " tổng số lên 245 tài khoản.",
    ),
)
def what_is_left(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for claim in claims(report, *REST):
        said = _judge(self, claim)
        if isinstance(said, Finding) and _are_all_parts(report, claim):
            continue
        if said:
            yield said


def _judge(self: Rule, claim: Claim) -> Finding | Verified | None:
    whole, *taken = claim.terms
    base, used = amount(whole), abs(total(taken))  # «giảm 3 ấp, còn 9 ấp»
    minus = " - ".join(part(fact) for fact in claim.terms)
    if not taken:  # «1.505/2.327 hồ sơ …, còn lại 822 hồ sơ»
        base = (whole.whole or Decimal(0)) * MONEY.get(whole.unit.lower(), 1)
        used = amount(whole)
        minus = f"{in_unit(base, whole)} - {part(whole)}"
    if claim.relation.tie is Tie.STOCK:  # «đầu năm 184, tạo mới 61, hủy 8, nay là 237»
        came, went = taken
        base, used = base + amount(came), amount(went)
        minus = f"{part(whole)} + {part(came)} - {part(went)}"
    left = base - used
    if left == amount(claim.result):
        return self.verified(claim.lines, f"{minus} = {claim.result.raw}")
    if not claim.relation.is_sure:
        return None
    if claim.relation.is_guess and not is_left_but_for_a_slip(
        base, used, amount(claim.result)
    ):
        return None
    gone = used + amount(claim.result)
    if may_bring_forward(whole, gone) and not _is_slip(claim, left):
        return None
    shown = in_unit(left, claim.result)
    return self.finding(
        claim.anchors,
        claim.lines,
        f"«{name(claim.result)}» ghi {claim.result.raw}, nhưng {minus} = {shown}.",
        f"{minus} = {shown} ≠ {claim.result.raw}",
        suggestion=shown if left >= 0 else "",
    )


def _are_all_parts(report: Report, claim: Claim) -> bool:
    """«10 chỉ tiêu. 7 chỉ tiêu vượt, 2 chỉ tiêu đạt, còn 1»: three of a total."""
    first = min(claim.relation.terms)
    added = total(claim.facts)
    return any(
        amount(one) == added for one in report.facts[max(0, first - _NEAR) : first]
    )


def _is_slip(claim: Claim, left: Decimal) -> bool:
    """Say whether one key makes the rest wrong; a rest of few is near by chance."""
    printed = amount(claim.result)
    return left >= _FEW and is_one_key_away(printed, left)
