"""What a total «gồm» adds up to it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.calculations import (
    Claim,
    amount,
    claims,
    in_unit,
    name,
    place,
    readings,
    sum_of,
    total,
)
from lienmach.checker.judging.doubts import weighed
from lienmach.checker.quantities.words.vocabulary import MONEY, any_word
from lienmach.checker.report import Bound, Fact, Report, Sense, Tie
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.numbers import figure
from lienmach.checker.text.slips import is_sum_but_for_a_key

_FEW, _NEAR = 20, 24
_CLAUSE = 60  # letters
_EACH = re.compile(any_word("mỗi") + r"[^\d;.]*$")
_LATE = (
    "Đã giải quyết 900 hồ sơ, trễ hạn 32 hồ sơ; cụ thể:\n- Các sở: đã giải quyết 500"
    " hồ sơ, trễ hạn 20 hồ sơ;\n- Các xã: đã giải quyết 400 hồ sơ, trễ hạn {} hồ sơ."
)


@rule(
    "SUM001",
    Kind.SUM_MISMATCH,
    Severity.ERROR,
    "Các phần cộng lại bằng tổng số nêu trong lời văn.",
    passes=(
        "Tiếp nhận 120 hồ sơ, gồm: trực tiếp 70 hồ sơ; trực tuyến 50 hồ sơ.",
        "Có 120 hồ sơ, trong đó 30 hồ sơ đất đai.",
        "Đã giải quyết 2.845 hồ sơ, trong đó 2.830 hồ sơ trước và đúng hạn. Hồ sơ quá"
        " hạn nhiều nhất là lĩnh vực người có công (13/15 hồ sơ).",
        "Tổng số biên chế là 30 người, cụ thể:\n+ Công chức: 20 người;\n"
        "+ Viên chức: 10 người (gồm: giáo dục: 7 người; y tế: 3 người).",
        "Còn 747 đơn (861 đơn trừ 96 đơn khiếu nại và 18 đơn tố cáo).",
        _LATE.format(12),
        "Có 18 trang thông tin điện tử, bao gồm 15/15 xã và 03 cơ quan.",
        "Kiểm tra 13/31 đơn vị (trong đó có 07 xã và 04 cơ quan).",
        "Ban hành 21 văn bản (trong đó: 04 nghị quyết, 03 quyết định, 02 chỉ thị).",
        "Kế hoạch có 34 việc thuộc 6 lĩnh vực: thể chế 4, thủ tục 11, bộ máy 3.",
        "Giai đoạn 2021 - 2025 cấp 4.850 triệu đồng, trong đó năm 2021: 1.200 triệu"
        " đồng, năm 2022: 900 triệu đồng, năm 2023: 1.000 triệu đồng.",
        "Thụ lý 57 vụ/104 bị can. Trong đó, 18 vụ/41 bị can về trật tự xã hội, 39 vụ/63"
        " bị can về ma túy.",
        "Có 8 huyện, mỗi nơi chọn 3 xã, tổng số 24 xã.",
        "Hai xã còn lại: xã An Bình có 55 phòng học, xã Tân Lập có 38 phòng học.",
        "Trung tâm có 14 công chức, trong đó giám đốc do Phó Chủ tịch kiêm nhiệm, 02"
        " phó giám đốc và 11 công chức tiếp nhận.",
        "Tổng số 512 người; có mặt 493 người, vắng mặt 19 người, trong đó có lý do 14"
        " người, không lý do 05 người.",
    ),
    fails=(
        _LATE.format(17),
        "Tiếp nhận 120 hồ sơ, gồm: trực tiếp 70 hồ sơ; trực tuyến 60 hồ sơ.",
        "Đã giải quyết 95 hồ sơ, trong đó trước hạn 50, đúng hạn 40, quá hạn 4.",
        "Tổng số biên chế là 30 người, cụ thể:\n+ Công chức: 20 người;\n"
        "+ Viên chức: 10 người (gồm: giáo dục: 7 người; y tế: 4 người).",
        "Có 19 trang thông tin điện tử, bao gồm 15/15 xã và 03 cơ quan.",
        "Kiểm tra 13/31 đơn vị (trong đó có 10 xã và 04 cơ quan).",
        "15 hồ sơ trả quá hạn: đất đai 11, hộ kinh doanh 04, xây dựng 01.",
        "Ban hành 21 văn bản (trong đó: 04 nghị quyết, 03 quyết định, 12 chỉ thị).",
        "Tổ chức 05 lớp với 340 người, gồm 02 lớp với 120 người, 03 lớp với 230 người.",
        "Thụ lý 57 vụ/104 bị can. Trong đó, 18 vụ/41 bị can về trật tự xã hội, 39 vụ/36"
        " bị can về ma túy.",
        "Đã kiểm tra 47 cuộc. Trong đó có 9 cuộc về nhiệm vụ được giao tại 6 huyện và"
        " 28 cuộc chuyên đề.",
        "Nhập 5,12 km2 đất, 3.471 người của xã A với 7,43 km2 đất, 2.905 người của xã"
        " B. Xã mới có 12,46 km2 đất và 6.376 người.",
        "Có 29/44 cơ quan, đơn vị xếp loại tốt; 11/44 cơ quan, đơn vị xếp loại khá; còn"
        " 14 đơn vị xếp loại trung bình.",
        "Kinh phí là 4.850 triệu đồng, trong đó năm 2021: 1.200 triệu đồng, năm 2022:"
        " 1.560 triệu đồng, năm 2023: 2.000 triệu đồng.",
        "Có 1.735 người trả lời; dưới 30 tuổi 412 người, từ 30 đến 50 tuổi 896 người,"
        " trên 50 tuổi 472 người.",
        "Trong 48.915 hồ sơ, nhiều nhất là: Sở Kế hoạch và Đầu tư 12.640; Sở Tư pháp"
        " 9.875; Sở Y tế 14.267; các đơn vị còn lại 12.313.",
    ),
)
def parts_add_up(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for claim in claims(report, Tie.PARTS):
        claim = _meant(_in_one_unit(claim))
        said = _judge(self, report, claim)
        if isinstance(said, Finding) and _is_right_otherwise(report, claim):
            continue
        if isinstance(said, Finding):
            said = weighed(report, claim, said)
        if said:
            yield said


def _is_right_otherwise(report: Report, claim: Claim) -> bool:
    """Say whether all that stands from the first part to the last makes the total.

    Or all but the last, told apart: «118 người, gồm 74 và 44; nữ 52»; or it is no
    total: «còn 40 hồ sơ ở cả 2 cấp (19 và 21)», «612 văn bản đi, 612/612 ký số».
    """
    whole, parts = amount(claim.result), claim.terms
    ahead = report.before(claim.result.place, _CLAUSE).rstrip()
    if ahead.endswith(" cả") and all(amount(one) > whole for one in parts):
        return True
    if any(
        one.whole == one.quantity == two.quantity for one, two in pairwise(parts[::-1])
    ):
        return True
    places = sorted(claim.relation.terms)
    told = [
        one
        for one in report.facts[places[0] : places[-1] + 1]
        if one.sense is Sense.COUNT and one.bound is Bound.EXACT
    ]
    if len(told) > len(parts) and total(told) == whole:
        return True
    *most, last = parts
    if len(most) < 2 or most[-1].place.block != last.place.block:
        return False
    text = report.paragraph(last.place).text
    return ";" in text[most[-1].place.end : last.place.start] and total(most) == whole


def _judge(self: Rule, report: Report, claim: Claim) -> Finding | Verified | None:
    added = total(claim.terms)
    sums = sum_of(claim.terms)
    if claim.result in claim.terms:
        return _of_fraction(self, claim)
    for whole in (claim.result, *claim.wholes):
        if added in readings(whole):
            lines = tuple(dict.fromkeys([whole.line, *claim.lines]))
            value = in_unit(added, whole)
            return self.verified(lines, f"{sums} = {value} ({name(whole)})")
    if _adds_up_otherwise(claim.result, claim.terms) or _is_of_others(report, claim):
        return None
    if any(term.whole == added for term in claim.terms):
        return None  # «giải quyết 281/316 vụ việc, còn 35»: all there is of 316
    if not claim.relation.is_sure:
        return None
    values = [amount(fact) for fact in claim.terms]
    whole = claim.result
    if _is_product(report, claim) or _splits_decimal(report, claim):
        return None
    if amount(whole) == len(values) and _count_else(claim):
        return None  # «Hai xã còn lại: An Bình có 55 phòng học, Tân Lập 38 phòng học»
    is_weighed = claim.relation.is_weighed
    if claim.relation.is_guess and amount(whole) in values:
        return None  # «3.468 hồ sơ. So với 3.000 hồ sơ, tăng lên 3.468»: told again
    if (
        claim.relation.is_guess
        and not is_weighed
        and not is_sum_but_for_a_key(amount(whole), values)
    ):
        return None
    computed = in_unit(added, whole)
    gap = in_unit(abs(added - amount(whole)), whole)
    more = "nhiều hơn" if added > amount(whole) else "ít hơn"
    return self.finding(
        claim.anchors,
        claim.lines,
        f"«{name(whole)}» ghi {whole.raw} {whole.unit}".rstrip()
        + f", nhưng các phần nêu kèm theo ({place(claim.terms)}) cộng lại được"
        f" {computed}, {more} {gap}.",
        f"{sums} = {computed} ≠ {in_unit(amount(whole), whole)}",
    )


def _count_else(claim: Claim) -> bool:
    """Say whether the parts count something that their total does not."""
    units = {fact.unit.lower() for fact in claim.terms}
    return all(units) and claim.result.unit.lower() not in units


def _is_product(report: Report, claim: Claim) -> bool:
    """«9 huyện, mỗi nơi chọn 2 xã, tổng số 18 xã»."""
    one, *others = claim.terms
    if len(others) != 1 or amount(one) * amount(others[0]) != amount(claim.result):
        return False
    between = report.before(others[0].place, _NEAR)
    return _EACH.search(between) is not None


def _splits_decimal(report: Report, claim: Claim) -> bool:
    """«118 tỉ đồng, 69,4 tỉ đồng, 32, 4 tỉ đồng»: 32,4."""
    for one, other in pairwise(claim.terms):
        near = one.place.block == other.place.block
        if near and other.unit.lower() in MONEY and len(other.raw) == 1:
            text = report.paragraph(one.place).text
            if text[one.place.end : other.place.start] == ", ":
                return True
    return False


def _in_one_unit(claim: Claim) -> Claim:
    """«cấp 180 triệu đồng; chi tập huấn 62, chi khác 118 triệu đồng»: all millions."""
    unit = claim.result.unit
    if unit.lower() not in MONEY or all(term.unit for term in claim.terms):
        return claim
    terms = (term if term.unit else term._replace(unit=unit) for term in claim.terms)
    return replace(claim, terms=tuple(terms))


def _meant(claim: Claim) -> Claim:
    """Of several totals that may be meant, take the one that a wrong key parts from."""
    values = [amount(fact) for fact in claim.terms]
    own = amount(claim.result)
    if claim.result in claim.terms or is_sum_but_for_a_key(own, values):
        return claim
    for whole in claim.wholes:
        if is_sum_but_for_a_key(amount(whole), values) and amount(whole) > max(values):
            others = tuple(one for one in claim.wholes if one is not whole)
            return replace(claim, result=whole, wholes=(claim.result, *others))
    return claim


def _is_of_others(report: Report, claim: Claim) -> bool:
    """Say whether these are no parts: marks of three things, a number that fell.

    «ba nội dung (4,81 điểm, 3,06 điểm)»; «từ 28 còn 27 thủ tục; từ 10 xuống 6 ngày».
    """
    whole = claim.result
    few = amount(whole) == int(amount(whole)) and amount(whole) <= _FEW
    if few and any(amount(term) != int(amount(term)) for term in claim.terms):
        return True
    if claim.terms[0].place.block != whole.place.block:
        return False
    froms = [
        report.before(fact.place, 4)
        for fact in (whole, *claim.terms[1:])
        if fact.place.block == whole.place.block
    ]
    return froms[0].endswith("từ ") and any(x.endswith("từ ") for x in froms[1:])


def _of_fraction(self: Rule, claim: Claim) -> Finding | Verified | None:
    """«đúng hạn 1.303/1.347 hồ sơ, trễ hạn 44 hồ sơ»: both are the denominator."""
    base, added = claim.result.whole, total(claim.terms)
    if base is None:
        return None
    sums = f"{sum_of(claim.terms)} = {figure(added)}"
    if added == base:
        return self.verified(claim.lines, sums)
    return self.finding(
        claim.anchors,
        claim.lines,
        f"«{name(claim.result)}» ghi trên tổng số {figure(base)}, nhưng {sums}.",
        f"{sums} ≠ {figure(base)}",
    )


def _adds_up_otherwise(whole: Fact, terms: tuple[Fact, ...]) -> bool:
    """Say whether the sum is right if a part is itself split into those behind it.

    «gồm A 50, B 30, C 20; D 50» may mean that A is B and C.
    """
    values = [amount(term) for term in terms]
    target = readings(whole)
    for at, value in enumerate(values):
        inner = Decimal(0)
        for end in range(at + 1, len(values)):
            inner += values[end]
            if inner == value and sum(values) - inner in target:
                return True
    return any(
        reading in target
        for term in terms
        for reading in _with_other(term, sum(values, Decimal(0)))
    )


def _with_other(term: Fact, added: Decimal) -> Iterator[Decimal]:
    """Yield the sum with the second reading of one term («2.436»)."""
    if term.other is not None:
        yield added - term.quantity + term.other
