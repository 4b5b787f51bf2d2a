"""A rank lies among those ranked, and moves by as many places as is said."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby, pairwise

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.calculations import Claim, anchors_of, claims, name, part
from lienmach.checker.meaning.likeness import family
from lienmach.checker.quantities.words.vocabulary import words
from lienmach.checker.report import Bound, Fact, Report, Sense, Tie
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.numbers import figure

_PLACED = re.compile(
    r"(?<!\w)(?:xếp|đứng|ở|giữ|đạt)(?: ở)?(?: hạng| vị trí| vị)?"
    r"(?: thứ|(?<=hạng)|(?<=vị trí)) (\d{1,3})(?![\w/])(?![.,]\d)"
    r"(?! (?:trong|trên|toàn|cả|về|của|khối|cụm|quốc|tỉnh|huyện))"
)
_JUDGED = re.compile(
    r"đánh giá|xếp hạng|được xếp|xếp chung|chấm điểm|tham gia|dự thi|bảng xếp|thi đua"
)
_RANKING = re.compile(r"(?<!\w)(?:xếp|bảng) [^,.;()]*$")
_CRITERIA = re.compile(
    r"lĩnh vực|tiêu chí|trục|nội dung|chỉ số|chỉ tiêu|nhóm|hội|cuộc|lần|phần|bài|mục"
)
_PAIR = re.compile(r" [^\W\d_]+(?: [^\W\d_]+)?, [^\W\d_]+(?= (?:tham gia|được|dự))")
_OTHER_TIME = re.compile(r"(?<!\w)(?:năm|kỳ|quý|tháng) (?:trước|ngoái|\d{4})|cùng kỳ")
_AROUND, _UNCOUNTED = 60, words("time step money point measure")
# «tăng 2 bậc so với năm 2021 (thứ 8)»: the rank before, without those ranked
_BEFORE = re.compile(
    r"[^.;()\d]{0,30}so với(?: [^\W\d_]+){1,4}(?: (?:19|20)\d\d)?,? ?\(?"
    r"(?:xếp |đứng )?(?:thứ|hạng|vị trí)(?: hạng| thứ)? (\d{1,3})(?![\d/,])"
)
_TIME = re.compile(r"năm|quý|kỳ|trước")
_STEPS = ("bậc", "hạng", "bậc xếp hạng", "thứ hạng")


@rule(
    "RNK001",
    Kind.RANK_MISMATCH,
    Severity.ERROR,
    "Thứ hạng nằm trong số đơn vị được xếp; số bậc tăng, giảm khớp với hai thứ hạng.",
    passes=(
        "Chỉ số xếp thứ 5/9 huyện.",
        "Tăng 2 bậc, từ hạng 7 lên hạng 5.",
        "Chấm điểm 9 lĩnh vực, huyện xếp thứ 11.",
        "Có 9 huyện được chấm điểm, tỉnh đứng thứ 12 cả nước.",
        "Có 9 huyện được chấm điểm; năm trước huyện đứng thứ 12.",
        "Xếp thứ 6/9 huyện, giảm 2 bậc so với năm 2021 (thứ 4).",
        "Xếp thứ 6/9 huyện, giảm 2 bậc so với năm 2021, là đơn vị thứ 8 nộp báo cáo.",
    ),
    fails=(
        "Chỉ số xếp thứ 12/9 huyện.",
        "Tăng 2 bậc, từ hạng 7 lên hạng 6.",
        "Có 9 tổ hòa giải được chấm điểm, tổ số 2 đứng thứ 12.",
        "Xếp thứ 6/9 huyện, giảm 2 bậc so với năm 2021 (thứ 8).",
        "Năm 2024 xếp 3/10, năm 2023 xếp 3/10, tăng 02 bậc.",
        "Năm 2022 đứng thứ 18/63; năm 2021 đứng thứ 25/63. Như vậy tăng 8 bậc.",
    ),
)
def ranks(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for fact in report.facts:
        if fact.sense is Sense.RANK and fact.bound is Bound.EXACT:
            said = _in_range(self, fact)
            if said:
                yield said
    for claim in claims(report, Tie.CHANGE):
        if claim.terms[0].sense is Sense.RANK:
            moved = _moves(self, claim)
            if isinstance(moved, Verified) or not _fits_others(report, claim):
                yield moved
    yield from _told_apart(self, report)
    yield from _beyond_all(self, report)


def _beyond_all(self: Rule, report: Report) -> Iterator[Finding]:
    """«Có 14 huyện được chấm điểm, huyện ta đứng thứ 18»: after the last."""
    for _, group in groupby(report.facts, key=lambda fact: fact.place.block):
        facts = list(group)
        lower = report.paragraph(facts[0].place).lower
        for found in _PLACED.finditer(lower):
            rest = re.split(r"[;.]\s", lower[: found.start()])[-1]
            ranked = [one for one in facts if _is_ranked(lower, one, found.start())]
            if len(ranked) != 1 or _OTHER_TIME.search(rest):
                continue
            if int(found[1]) > ranked[0].quantity:
                line = report.paragraph(facts[0].place).line_at(found.start())
                yield self.finding(
                    (found[1], *anchors_of(ranked)),
                    tuple(dict.fromkeys((ranked[0].line, line))),
                    f"«{found[0]}», nhưng chỉ có {ranked[0].raw} {ranked[0].unit}"
                    " được xếp.",
                    f"{found[1]} > {ranked[0].raw}",
                )


def _is_ranked(lower: str, fact: Fact, start: int) -> bool:
    """Say whether a number before a rank says how many are ranked."""
    at, end = fact.place.start, fact.place.end
    between = lower[end:start]
    if end > start or len(re.findall(r"[.;]\s", between)) > 1:
        return False
    plain = fact.sense is Sense.COUNT and fact.bound is Bound.EXACT
    if not plain or fact.whole or not fact.unit or family(fact) in _UNCOUNTED:
        return False
    ahead = re.split(r"[.;]\s|\d", lower[max(0, at - _AROUND) : at])[-1]
    pair = _PAIR.match(between)
    behind = re.split(r"[.;,]\s|\d", between[pair.end() if pair else 0 :][:_AROUND])[0]
    if _CRITERIA.match(fact.unit.lower()):
        return False
    return bool(_RANKING.search(ahead) or _JUDGED.search(behind))


def _told_apart(self: Rule, report: Report) -> Iterator[Finding]:
    """«Năm 2020 hạng 5/20; năm 2019 hạng 9/20. Tăng 1,8 điểm, tăng 4 hạng»."""
    judged = {
        claim.result.place
        for claim in claims(report, Tie.CHANGE)
        if claim.terms[0].sense is Sense.RANK
    }
    for _, group in groupby(report.facts, key=lambda fact: fact.place.block):
        facts = list(group)
        ranks = [fact for fact in facts if fact.sense is Sense.RANK]
        steps = [fact for fact in facts if fact.unit.lower() in _STEPS]
        if len(steps) == 1 and steps[0].place not in judged:
            yield from _against_before(self, report, ranks, steps[0])
        if len(ranks) != 2 or len(steps) != 1 or steps[0].place in judged:
            continue
        one, other, step = *ranks, steps[0]
        exact = all(fact.bound is Bound.EXACT for fact in (one, other, step))
        behind = one.place.start < other.place.start < step.place.start
        if not exact or not behind or one.whole != other.whole or not one.whole:
            continue
        if step.sense is Sense.RANK or step.whole is not None:
            continue
        gap = abs(one.quantity - other.quantity)
        between = report.paragraph(one.place).lower[one.place.end : other.place.start]
        if gap != abs(step.quantity) and (gap or _TIME.search(between)):
            minus = f"{part(one)} và {part(other)} cách nhau {figure(gap)}"
            yield self.finding(
                anchors_of((step, one, other)),
                (step.line,),
                f"Ghi {step.raw} {step.unit}, nhưng hai thứ hạng {part(one)} và"
                f" {part(other)} cách nhau {figure(gap)} bậc.",
                f"{minus} ≠ {step.raw}",
                suggestion=f"{figure(gap)} {step.unit}",
            )


def _against_before(
    self: Rule, report: Report, ranks: list[Fact], step: Fact
) -> Iterator[Finding]:
    told = [fact for fact in ranks if fact.place.end <= step.place.start]
    text = report.paragraph(step.place).lower
    found = _BEFORE.match(text, step.place.end)
    if not found or not told or step.sense is not Sense.CHANGE:
        return
    now, before = told[-1], Decimal(found[1])
    if now.sentence != step.sentence or before - now.quantity == step.quantity:
        return
    if step.bound is not Bound.EXACT or now.bound is not Bound.EXACT:
        return
    moved = before - now.quantity
    word = "tăng" if moved > 0 else "giảm"
    yield self.finding(
        tuple(dict.fromkeys((*anchors_of((step, now)), found[1]))),
        (step.line,),
        f"Ghi {'giảm' if step.quantity < 0 else 'tăng'} {step.raw} bậc, nhưng từ hạng"
        f" {found[1]} đến hạng {part(now)} là {word} {figure(abs(moved))} bậc.",
        f"{found[1]} - {part(now)} = {figure(moved)}",
    )


def _in_range(self: Rule, fact: Fact) -> Finding | None:
    if fact.whole is None or 1 <= fact.quantity <= fact.whole:
        return None
    return self.finding(
        anchors_of([fact]),
        (fact.line,),
        f"Thứ hạng {fact.raw} không thể có: «{name(fact)}» chỉ xếp từ 1 đến"
        f" {figure(fact.whole)}.",
        fact.raw.replace("/", " > ") if fact.quantity > fact.whole else fact.raw,
    )


def _fits_others(report: Report, claim: Claim) -> bool:
    """«thứ 9, rồi 6 (tăng 3 bậc), rồi 7»: two other ranks of the sentence are meant,
    side by side or the last of all with an earlier one.
    """
    told = {fact.sentence for fact in claim.facts}
    ranks = [
        fact.quantity
        for fact in report.facts
        if fact.sentence in told and fact.sense is Sense.RANK
    ]
    if len(ranks) == len(claim.terms):
        return False
    moves = [a - b for a, b in pairwise(ranks)] + [a - ranks[-1] for a in ranks]
    return claim.result.quantity in moves


def _moves(self: Rule, claim: Claim) -> Finding | Verified:
    before, after = claim.terms
    steps = before.quantity - after.quantity
    minus = f"{part(before)} - {part(after)} = {figure(steps)}"
    if steps == claim.result.quantity:
        return self.verified(claim.lines, minus)
    word = "tăng" if steps > 0 else "giảm"
    said = "giảm" if claim.result.quantity < 0 else "tăng"
    shown = f"{word} {figure(abs(steps))} bậc"
    return self.finding(
        claim.anchors,
        claim.lines,
        f"Ghi {said} {claim.result.raw} bậc, nhưng từ hạng {part(before)} đến hạng"
        f" {part(after)} là {shown}.",
        minus,
        suggestion=shown,
    )
