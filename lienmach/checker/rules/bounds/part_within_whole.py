"""A part is never more than what it is a part of."""

import re
from collections.abc import Iterator
from decimal import Decimal

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.calculations import (
    Claim,
    amount,
    anchors_of,
    claims,
    in_unit,
    lines_of,
    name,
    readings,
    sum_of,
    total,
)
from lienmach.checker.judging.doubts import weighed
from lienmach.checker.judging.percentages import off_by
from lienmach.checker.report import Bound, Report, Sense, Tie
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.slips import is_sum_but_for_a_key

_NEAR, _FAR = 24, 80  # letters
_NEARLY = 95  # per cent: of so many both ways are near
_CLEARLY = Decimal("1.05")  # «gần 300», «hơn 300» are near that
_APART = re.compile(
    r"[.;](?=\s)|[()].*[()]|(?<!\w)(?:gồm|(?<!trong đó )riêng|còn)(?!\w)"
)
_OPENED = re.compile(r"\([^()\d]*$")
_LEAD = re.compile(r"^.*?trong đó:?\s|^[^()]*\(|^[^,;]*[,;] (?:và )?|^ và ")
_LISTS = re.compile(r"(?: [^\W\d_]+){0,3},? (?:gồm|bao gồm|trong đó)(?!\w)")


@rule(
    "SUB001",
    Kind.SUBSET_GT_TOTAL,
    Severity.ERROR,
    "Phần «trong đó» không lớn hơn tổng số.",
    passes=(
        "Có 120 hồ sơ, trong đó 30 hồ sơ nộp trực tuyến.",
        "Tổng số 45 người, trong đó cán bộ 20 người, công chức 25 người.",
        "Đã kiểm tra 08 xã và 05 phòng, chiếm 52% tổng số 25 cơ quan (12 xã và 13"
        " phòng), đạt 100% kế hoạch.",
        "Có hơn 120 hồ sơ, trong đó 125 hồ sơ nộp trực tuyến.",
        "Có 51 đơn vị, gồm 3 thành phố là: Tân An, Hòa Bình, Phú Mỹ và 48 tỉnh.",
    ),
    fails=(
        "Có 120 hồ sơ, trong đó 130 hồ sơ nộp trực tuyến.",
        "Có 120 hồ sơ, trong đó lĩnh vực đất đai 80 hồ sơ, lĩnh vực y tế 70 hồ sơ.",
        "Có gần 8.500 hồ sơ, trong đó 9.660 hồ sơ nộp trực tuyến.",
        "Có 36 sân bóng, trong đó Tân An có 31, Hòa Bình có 12, Phú Mỹ có 4.",
        "Đã thu về hơn 3,4 tỷ đồng, trong đó riêng Thanh tra tỉnh thu hơn 13 tỷ đồng.",
        "Có 58 hồ sơ trễ hạn do lỗi của cán bộ (Tân An 83 hồ sơ, Hòa Bình 9 hồ sơ,"
        " Phú Mỹ 7 hồ sơ...).",
    ),
)
def part_within_whole(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    told: set[int] = set()
    for claim in (*claims(report, Tie.SOME), *_by_name(report), *_rough(report)):
        if len(claim.terms) == 1 and claim.relation.terms[0] in told:
            continue
        said = _judge(self, report, claim)
        if isinstance(said, Finding):
            doubted = weighed(report, claim, said)
            said = said if doubted and _is_plain(report, claim) else doubted
        if isinstance(said, Finding):
            told.update(claim.relation.terms)
        if said:
            yield said
    shares = list(claims(report, Tie.SHARE))
    parts = {claim.relation.terms[0] for claim in shares}
    for claim in shares:
        said = _share(self, claim, parts)
        if said:
            yield said


def _by_name(report: Report) -> Iterator[Claim]:
    """Parts that need not be all there is, but together are no more than that."""
    for claim in claims(report, Tie.PARTS):
        unsure = claim.relation.is_guess or not claim.relation.is_sure
        told = "trong đó" in report.behind(claim.result.place, _FAR) or bool(
            _OPENED.search(report.before(claim.terms[0].place, _NEAR))
        )
        if unsure and told and _are_names(report, claim):
            yield claim


def _rough(report: Report) -> Iterator[Claim]:
    """«gần 8.500 hồ sơ, trong đó 9.660 hồ sơ …»: a part that is clearly too much."""
    for relation in report.relations:
        if relation.tie is not Tie.SOME or len(relation.terms) > 1:
            continue
        whole, part = (report.facts[i] for i in (relation.result, relation.terms[0]))
        if not relation.is_sure or whole.bound is part.bound is Bound.EXACT:
            continue
        least = part.bound in (Bound.EXACT, Bound.LEAST)
        counted = whole.sense is part.sense is Sense.COUNT
        if least and counted and amount(part) > _CLEARLY * amount(whole):
            yield Claim(relation, whole, (part,), ())


def _is_plain(report: Report, claim: Claim) -> bool:
    """Say whether a part of the same unit is told of that whole, of no other.

    Then it need not look like a slip: «3.831 thủ tục (trong đó … 7.733 thủ tục)».
    """
    whole, part = claim.result, claim.terms[-1]
    if not _single(claim):
        return _are_names(report, claim)
    if whole.place.block != part.place.block:
        return False
    if not whole.unit or whole.unit.lower() != part.unit.lower():
        return False
    text = report.paragraph(whole.place).lower
    between = text[whole.place.end : part.place.start]
    return "trong đó" in between and not _APART.search(between)


def _share(self: Rule, claim: Claim, parts: set[int]) -> Finding | None:
    """«Kiểm tra 20 văn bản; đã xử lý 26 văn bản, đạt 55 %».

    ``parts`` are the counts that have a percentage of their own.
    """
    (counted,) = claim.terms
    if parts.intersection(claim.relation.wholes[:1]) and claim.result.quantity == 100:
        return None  # «2643 100 % 1856 70,2 %»: of the next
    if not claim.wholes or not claim.relation.is_sure or counted.whole is not None:
        return None
    whole = claim.wholes[0]
    if claim.result.quantity > 100 or counted.parent is not None:
        return None
    if any(amount(counted) <= amount(other) for other in claim.wholes):
        return None
    other_way = off_by(claim.result, 100 * amount(whole) / amount(counted))
    if claim.relation.is_guess and other_way <= 1 and claim.result.quantity < _NEARLY:
        return None  # «quý IV 352; cả năm 1.445 hồ sơ, quý IV chiếm 24,4 %»
    facts = (claim.result, counted, whole)
    return self.finding(
        anchors_of(facts),
        lines_of(facts),
        f"«{name(counted)}» ghi {counted.raw}, nhiều hơn {whole.raw} của"
        f" «{name(whole)}»"
        f" dù tỷ lệ ghi {claim.result.raw} %.",
        f"{counted.raw} > {whole.raw}",
    )


def _judge(self: Rule, report: Report, claim: Claim) -> Finding | Verified | None:
    added = total(claim.terms)
    wholes = (claim.result, *claim.wholes)
    for whole in wholes:
        if len(claim.terms) > 1 and added in readings(whole):
            lines = tuple(dict.fromkeys([whole.line, *claim.lines]))
            text = f"{sum_of(claim.terms)} = {in_unit(added, whole)} ({name(whole)})"
            return self.verified(lines, text)
    if any(max(readings(whole)) >= added for whole in wholes) and not (
        _is_above_fraction(claim)
    ):
        return None
    sure = claim.relation.is_sure or _single(claim)
    if not sure and not _are_names(report, claim):
        return None
    whole = claim.result
    if _is_beside(report, claim):
        return None
    severity = self.severity
    if len(claim.terms) > 1 and total(claim.terms[:-1]) in readings(whole):
        severity = Severity.WARNING  # «a, b và c»: a and b alone are the whole
    more = "Phần" if _single(claim) else "Các phần"
    return self.finding(
        claim.anchors,
        claim.lines,
        f"{more} nêu ra ({sum_of(claim.terms)}"
        + ("" if _single(claim) else f" = {in_unit(added, whole)}")
        + f") lớn hơn tổng số {whole.raw} của «{name(whole)}».",
        f"{sum_of(claim.terms)}"
        + ("" if _single(claim) else f" = {in_unit(added, whole)}")
        + f" > {in_unit(amount(whole), whole)}",
        severity=severity,
    )


def _is_above_fraction(claim: Claim) -> bool:
    """«13/26 cơ quan, trong đó có 09 xã và 05 phòng»: of neither 13 nor 26.

    «214/328 xã đạt chuẩn, trong đó 230 xã đạt nâng cao»: of 214, they are xã, too.
    """
    top, unit = claim.result.quantity, claim.result.unit.lower()
    if claim.result.whole is None or not claim.relation.is_sure:
        return False
    values = [amount(term) for term in claim.terms]
    if unit and all(term.unit.lower() == unit for term in claim.terms):
        return top < max(values)
    if _single(claim):
        return False
    return top < sum(values) and is_sum_but_for_a_key(top, values)


def _is_beside(report: Report, claim: Claim) -> bool:
    """«52 đơn vị, gồm 4 thành phố là: … và 48 tỉnh là: …»: both are parts of one.

    «khối A 6 người, gồm …; khối B 23 người, gồm …»: both are totals.
    """
    above = claim.result.parent
    last = claim.terms[-1]
    if _LISTS.match(report.behind(last.place, _NEAR)) and last.place.block == (
        claim.result.place.block
    ):
        text = report.paragraph(last.place).text
        return ";" in text[claim.result.place.end : last.place.start]
    if claim.result.unit == claim.terms[0].unit or above is None:
        return False
    while above is not None:
        if amount(report.facts[above]) >= total(claim.terms):
            return True
        above = report.facts[above].parent
    return False


def _are_names(report: Report, claim: Claim) -> bool:
    """«36 sân, trong đó Tân An có 31, Hòa Bình có 12»: of places, none has both."""
    ends = (claim.result, *claim.terms[:-1])
    if len({fact.place.block for fact in claim.facts}) > 1:
        return False
    text = report.paragraph(claim.result.place).text
    labels = (
        _LEAD.sub("", text[one.place.end : other.place.start])
        for one, other in zip(ends, claim.terms, strict=True)
    )
    return all(label[:1].isupper() and "(" not in label for label in labels)


def _single(claim: Claim) -> bool:
    return len(claim.terms) == 1
