"""A rank lies among those ranked, and moves by as many places as is said."""

from collections.abc import Iterator
from itertools import pairwise

from lienmach.checker.claims import Claim, anchors_of, claims, name, part
from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.numbers import figure
from lienmach.checker.report import Bound, Fact, Report, Sense, Tie
from lienmach.checker.rule import Rule, rule


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
    """«thứ 9, rồi 6 (tăng 3 bậc), rồi 7»: two other ranks of the sentence are meant."""
    ranks = [
        fact.quantity
        for fact in report.facts
        if fact.sentence == claim.result.sentence and fact.sense is Sense.RANK
    ]
    return claim.result.quantity in [a - b for a, b in pairwise(ranks)]


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
