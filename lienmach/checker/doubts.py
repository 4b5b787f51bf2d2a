"""What speaks against a mistake: a claim is wrong only if no careful reading is right.

A report that is wrong is wrong by a digit, by two letters of a number that changed
places, by a part that was left out or by last quarter's figure. What differs by far
more has most likely been read wrongly, by us.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from lienmach.checker.claims import Claim, amount, readings, total
from lienmach.checker.finding import Finding, Severity
from lienmach.checker.report import Fact, Report, Sense

_SMALL = 5  # a count that is off by so few is a slip however small it is
_PART = 3  # a slip is at most a third of what it is a slip of


def weighed(report: Report, claim: Claim, said: Finding) -> Finding | None:
    """Return a finding as grave as it deserves, or None if the text explains it.

    The sum of the terms that stands as another count nearby is the total meant. A gap
    too wide for a slip is a question; over a paragraph's end it is nothing.
    """
    added = total(claim.terms)
    if _is_said_nearby(report, claim, added):
        return None
    if is_slip(amount(claim.result), added, claim.terms):
        return said
    if any(fact.place.block != claim.result.place.block for fact in claim.terms):
        return None
    if said.severity is Severity.ERROR:
        return replace(said, severity=Severity.WARNING)
    return said


def is_slip(whole: Decimal, added: Decimal, terms: tuple[Fact, ...]) -> bool:
    """Say whether a total and what its parts add up to differ as a slip would.

    By few, by at most a third, by one part, or by one digit (or two that changed
    places) in the total or in a part.
    """
    gap = abs(whole - added)
    if gap <= _SMALL or gap * _PART <= max(whole, added):
        return True
    if _is_one_key_away(whole, added):
        return True
    return any(
        _is_one_key_away(amount(term), amount(term) + whole - added) for term in terms
    )


def _is_one_key_away(a: Decimal, b: Decimal) -> bool:
    """Say whether two numbers are one digit, or one swap of neighbours, apart."""
    if a < 0 or b < 0 or a != int(a) or b != int(b):
        return False
    one, other = str(int(a)), str(int(b))
    if abs(len(one) - len(other)) == 1:
        short, long = sorted((one, other), key=len)
        return any(long[:n] + long[n + 1 :] == short for n in range(len(long)))
    if len(one) != len(other):
        return False
    apart = [n for n, (x, y) in enumerate(zip(one, other, strict=True)) if x != y]
    if len(apart) == 1:
        return True
    if len(apart) != 2 or apart[1] != apart[0] + 1:
        return False
    first, second = apart
    return one[first] == other[second] and one[second] == other[first]


def _is_said_nearby(report: Report, claim: Claim, value: Decimal) -> bool:
    """Say whether another count here, or in the paragraph before, is the value."""
    own = {id(fact) for fact in claim.facts}
    return any(
        value in readings(fact)
        for fact in _around(report, claim)
        if id(fact) not in own
    )


def _around(report: Report, claim: Claim) -> Iterator[Fact]:
    blocks = {fact.place.block for fact in claim.facts}
    near = blocks | {block - 1 for block in blocks}
    return (
        fact
        for fact in report.facts
        if fact.place.block in near and fact.sense is Sense.COUNT
    )


def shares_nearby(report: Report, share: Fact, whole: Decimal) -> Iterator[Decimal]:
    """Yield what the counts of a percentage's own sentence are of a total, in percent.

    Alone, and added up where they stand side by side: «11 nơi: 04 phòng, 07 xã».
    """
    counts = [
        amount(fact)
        for fact in report.facts
        if fact.sentence == share.sentence
        and fact.sense is Sense.COUNT
        and fact.place.block == share.place.block
    ]
    for start in range(len(counts)):
        added = Decimal(0)
        for count in counts[start : start + 4]:
            added += count
            if whole and added <= whole:
                yield 100 * added / whole
