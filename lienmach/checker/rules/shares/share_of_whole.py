"""A printed percentage is the one that its numbers give."""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.calculations import (
    Claim,
    amount,
    anchors_of,
    claims,
    lines_of,
    name,
    part,
)
from lienmach.checker.judging.doubts import is_near, shares_nearby
from lienmach.checker.judging.percentages import decimals_of, off_by
from lienmach.checker.report import Fact, Report, Sense, Tie
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.numbers import figure
from lienmach.checker.text.slips import is_share_but_for_a_key

_HUNDRED = Decimal(100)
_OPENED = re.compile(r"[^\d.,;()]{0,24}\((?:đạt|chiếm|bằng|tỷ lệ|tỉ lệ|tương ứng| )*")
_UNDONE = re.compile(r"(?<!\w)(?:chưa|không)(?!\w)")


@rule(
    "PCT001",
    Kind.PERCENT_MISMATCH,
    Severity.ERROR,
    "Tỷ lệ phần trăm trong lời văn khớp với các số mà nó tính từ.",
    passes=(
        "Đã hoàn thành 23/28 nhiệm vụ, đạt 82,1%.",
        "Đã hoàn thành 23/28 nhiệm vụ, đạt trên 80%.",
        "Đã kiểm tra 14 đơn vị, chiếm 58,3% tổng số đơn vị, đạt 100% kế hoạch.",
        "Đã kiểm tra 10 đơn vị, gồm 04 phòng và 06 xã, chiếm 45,45% tổng số đơn vị.",
    ),
    fails=(
        "Đã hoàn thành 23/28 nhiệm vụ, đạt 85,1%.",
        "Đã hoàn thành 14/33 nhiệm vụ, đạt tỷ lệ 100%.",
        "Có 200 người, trong đó nữ 90 người, chiếm 55%.",
        "Thu 58,4 tỷ đồng, bằng 112,3% so với năm 2017 (49,6 tỷ đồng).",
        "- Tổng số cử tri: 12.845\n- Cử tri đã bỏ phiếu: 12.779\n- Tỷ lệ cử tri đã bỏ"
        " phiếu so với tổng số cử tri: 94,99%",
        "Số hóa hồ sơ đạt 95% (6.398/6.735); cấp bản điện tử đạt 88,2% (5.940/6.512).",
    ),
)
def share_of_whole(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    implied = _implied_bases(report)
    siblings = _siblings(report)
    agreed = _agreed_bases(report)
    for claim in claims(report, Tie.SHARE):
        said = _judge(self, report, claim, implied, siblings, agreed)
        if said:
            yield said


def _judge(
    self: Rule,
    report: Report,
    claim: Claim,
    implied: dict[int, Decimal],
    siblings: dict[int, Decimal],
    agreed: dict[int, int],
) -> Finding | Verified | None:
    share, (counted,) = claim.result, claim.terms
    base = counted.whole if counted.whole is not None else None
    if base is None and claim.wholes:
        base = amount(claim.wholes[0])
    top = abs(amount(counted) if counted.whole is None else counted.quantity)
    if not base:
        return None  # nothing to divide by: another rule speaks
    exact = _HUNDRED * top / base
    off = off_by(share, exact)
    whole = claim.wholes[0] if counted.whole is None else None
    if off <= report.tolerance:
        return self.verified(_lines(claim, whole), _equation(share, counted, base))
    for other in claim.wholes[0 if whole is None else 1 :]:
        if amount(other) and off_by(share, _HUNDRED * top / amount(other)) <= (
            report.tolerance
        ):
            text = _equation(share, counted, amount(other))
            return self.verified(_lines(claim, other), text)
    if not _is_sure(claim, agreed):
        return None
    if whole is not None and _has_own_share(report, claim):
        return None
    if claim.relation.is_weighed and whole is not None:
        return _finding(self, report, claim, base, whole)
    if claim.relation.is_guess and not (
        is_near(share.quantity, round(exact, 2))
        or is_share_but_for_a_key(share.quantity, top, base)
    ):
        return None
    if not claim.relation.is_sure and whole is not None:
        whole = report.facts[agreed[share.sentence]]
        base = amount(whole)
    if whole is not None and decimals_of(share):
        for other in claim.wholes:  # «176 đơn (…)/221 đơn, đạt 79,63 %»: cut, of 221
            if amount(other) and off_by(share, _HUNDRED * top / amount(other)) <= 1:
                whole, base = other, amount(other)
                break
    is_formal = claim.relation.is_formal
    if (
        top > base
        and share.quantity <= _HUNDRED
        and counted.whole is None
        and not is_formal
    ):
        return None
    if top > base and counted.whole is not None and share.quantity > _HUNDRED:
        return None
    if not share.quantity and _UNDONE.search(counted.subject):
        return None  # «37/63 xã chưa giải ngân, đạt 0 %»: of each of them
    if is_formal:
        return _finding(self, report, claim, base, whole)
    if counted.whole is None and _fits_another_base(report, claim, implied, siblings):
        return None
    if (
        whole is not None
        and not _is_in_bracket(report, claim)
        and any(
            off_by(share, other) <= report.tolerance
            for other in shares_nearby(report, share, base)
        )
    ):
        return None  # of the same total another count of the sentence is meant
    return _finding(self, report, claim, base, whole)


def _is_in_bracket(report: Report, claim: Claim) -> bool:
    """«tuyến xã 170.250 lượt (chiếm 24,9 %)»: of the count right before, no other."""
    share, (counted,) = claim.result, claim.terms
    if share.place.block != counted.place.block:
        return False
    text = report.paragraph(share.place).lower
    return bool(_OPENED.fullmatch(text, counted.place.end, share.place.start))


def _has_own_share(report: Report, claim: Claim) -> bool:
    """Both counts stand in another paragraph, with a percentage right of them there."""
    share, (counted,) = claim.result, claim.terms
    if share.place.block == counted.place.block or not claim.wholes:
        return False
    base = amount(claim.wholes[0])
    return any(
        other.sense is Sense.SHARE
        and other.sentence == counted.sentence
        and off_by(other, _HUNDRED * amount(counted) / base) <= report.tolerance
        for other in report.facts
    )


def _is_sure(claim: Claim, agreed: dict[int, int]) -> bool:
    """A neighbour's base counts too: «thạc sĩ 49 người, chiếm 13,1 %; đại học …»."""
    if claim.relation.is_sure:
        return True
    base = agreed.get(claim.result.sentence)
    return base is not None and base in claim.relation.wholes


def _agreed_bases(report: Report) -> dict[int, int]:
    """The one total that two or more shares of a sentence are right of."""
    found: dict[int, Counter[int]] = {}
    for relation in report.relations:
        if relation.tie is not Tie.SHARE:
            continue
        share = report.facts[relation.result]
        top = amount(report.facts[relation.terms[0]])
        for whole in relation.wholes:
            base = amount(report.facts[whole])
            if base and off_by(share, _HUNDRED * top / base) <= report.tolerance:
                found.setdefault(share.sentence, Counter())[whole] += 1
    best = {sentence: bases.most_common(1)[0] for sentence, bases in found.items()}
    return {sentence: whole for sentence, (whole, times) in best.items() if times > 1}


def _finding(
    self: Rule, report: Report, claim: Claim, base: Decimal, whole: Fact | None
) -> Finding:
    share, (counted,) = claim.result, claim.terms
    top = abs(amount(counted) if counted.whole is None else counted.quantity)
    exact = _HUNDRED * top / base
    off = off_by(share, exact)
    decimals = max(decimals_of(share), 1)
    shown = f"{figure(exact, decimals)} %"
    division = f"{part(counted)}/{figure(base) if whole is None else part(whole)}"
    facts = (share, counted) if whole is None else (share, counted, whole)
    anchors, lines = anchors_of(facts), lines_of(facts)
    all_told = share.quantity == _HUNDRED and off > report.tolerance
    if off <= max(Decimal(1), report.tolerance) and not all_told:
        return self.finding(
            anchors,
            lines,
            f"Tỷ lệ {share.raw} % làm tròn chưa đúng: {division} = {shown} (sai số cho"
            " phép"
            f" {figure(report.tolerance)} đơn vị của chữ số cuối).",
            f"{division} = {shown}",
            severity=Severity.INFO,
            suggestion=f"{figure(exact, decimals_of(share))} %",
        )
    of = f" của «{name(whole)}»" if whole is not None else ""
    return self.finding(
        anchors,
        lines,
        f"Ghi tỷ lệ {share.raw} %, nhưng {division}{of} là {shown} (sai số cho phép"
        f" {figure(report.tolerance)} đơn vị của chữ số cuối).",
        f"{division} = {shown} ≠ {share.raw} %",
        suggestion=shown,
    )


def _equation(share: Fact, counted: Fact, base: Decimal) -> str:
    return f"{part(counted)}/{figure(base)} = {share.raw} %"


def _lines(claim: Claim, whole: Fact | None) -> tuple[int, ...]:
    lines = [claim.result.line, claim.terms[0].line]
    return tuple(dict.fromkeys(lines + ([whole.line] if whole else [])))


def _implied_bases(report: Report) -> dict[int, Decimal]:
    """The base that the printed share of a fact speaks of, by the fact's index."""
    bases: dict[int, Decimal] = {}
    for relation in report.relations:
        if relation.tie is Tie.SHARE:
            share = report.facts[relation.result].quantity
            if share:
                counted = report.facts[relation.terms[0]]
                bases[relation.terms[0]] = amount(counted) * _HUNDRED / share
    return bases


def _siblings(report: Report) -> dict[int, Decimal]:
    """The sum of the parts that a fact is listed with, by the fact's index."""
    sums: dict[int, Decimal] = {}
    for relation in report.relations:
        if relation.tie in (Tie.PARTS, Tie.SOME, Tie.BALANCE):
            added = sum((amount(report.facts[i]) for i in relation.terms), Decimal(0))
            for index in relation.terms:
                sums[index] = max(sums.get(index, Decimal(0)), added)
    return sums


def _fits_another_base(
    report: Report,
    claim: Claim,
    implied: dict[int, Decimal],
    siblings: dict[int, Decimal],
) -> bool:
    """Say whether the share is right of a base that the text only implies.

    The base of the total's own share («219 người, chiếm 90,12% (trong đó 161 người,
    chiếm 66,26%)»), or all the parts together.
    """
    index = claim.relation.terms[0]
    top = amount(claim.terms[0])
    added = siblings.get(index)
    if added and off_by(claim.result, _HUNDRED * top / added) <= report.tolerance:
        return True
    bases: list[Decimal] = []
    parent: int | None = index
    for _ in range(4):
        parent = report.facts[parent].parent if parent is not None else None
        if parent is not None and parent in implied:
            bases.append(implied[parent])
    bases += [
        top + amount(other)
        for other in report.facts
        if other.sentence == claim.result.sentence and "late" in other.tags
    ]  # «xong 160 việc, đạt 98,8 %; chưa xong 38, quá hạn 2»: of those that were due
    limit = max(Decimal(1), report.tolerance)
    return any(
        base and off_by(claim.result, _HUNDRED * top / base) <= limit for base in bases
    )
