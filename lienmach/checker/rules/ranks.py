"""A rank lies among those ranked, and moves by as many places as is said."""

from collections.abc import Iterator
from itertools import groupby, pairwise

from lienmach.checker.claims import Claim, anchors_of, claims, name, part
from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.numbers import figure
from lienmach.checker.report import Bound, Fact, Report, Sense, Tie
from lienmach.checker.rule import Rule, rule

_STEPS = ("bậc", "hạng", "bậc xếp hạng", "thứ hạng")


@rule(
    "RNK001",
    Kind.RANK_MISMATCH,
    Severity.ERROR,
    "Thứ hạng nằm trong số đơn vị được xếp; số bậc tăng, giảm khớp với hai thứ hạng.",
    passes=(
        "Chỉ số xếp thứ 5/9 huyện.",
        "Tăng 2 bậc, từ hạng 7 lên hạng 5.",
    ),
    fails=(
        "Chỉ số xếp thứ 12/9 huyện.",
        "Tăng 2 bậc, từ hạng 7 lên hạng 6.",
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
        if gap != abs(step.quantity) and gap:
            minus = f"{part(one)} và {part(other)} cách nhau {figure(gap)}"
            yield self.finding(
                anchors_of((step, one, other)),
                (step.line,),
                f"Ghi {step.raw} {step.unit}, nhưng hai thứ hạng {part(one)} và"
                f" {part(other)} cách nhau {figure(gap)} bậc.",
                f"{minus} ≠ {step.raw}",
                suggestion=f"{figure(gap)} {step.unit}",
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
