"""Calculations that a text claims, worked out again: what the narrative rules share."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from lienmach.checker.quantities.words.vocabulary import MONEY
from lienmach.checker.report import Bound, Fact, Relation, Report, Tie
from lienmach.checker.text.numbers import figure

OVER = re.compile(r"/| (?:trên|trong) (?:tổng số )?")


@dataclass(frozen=True, slots=True)
class Claim:
    """A relation with its facts in hand; only of exact numbers."""

    relation: Relation
    result: Fact
    terms: tuple[Fact, ...]
    wholes: tuple[Fact, ...]

    @property
    def facts(self) -> tuple[Fact, ...]:
        return (self.result, *self.terms)

    @property
    def lines(self) -> tuple[int, ...]:
        return lines_of(self.facts)

    @property
    def anchors(self) -> tuple[str, ...]:
        return anchors_of(self.facts)


def claims(report: Report, *ties: Tie) -> Iterator[Claim]:
    """Yield the claims of these kinds whose numbers are all meant exactly."""
    facts = report.facts
    for relation in report.relations:
        if relation.tie not in ties:
            continue
        claim = Claim(
            relation,
            facts[relation.result],
            tuple(facts[i] for i in relation.terms),
            tuple(facts[i] for i in relation.wholes),
        )
        if all(fact.bound is Bound.EXACT for fact in claim.facts):
            yield claim


def lines_of(facts: Sequence[Fact]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(fact.line for fact in facts))


def anchors_of(facts: Sequence[Fact]) -> tuple[str, ...]:
    """The numbers of facts as printed; of a fraction both."""
    numbers = [n.strip() for fact in facts for n in OVER.split(fact.raw)]
    return tuple(dict.fromkeys(numbers))


def amount(fact: Fact) -> Decimal:
    """The quantity of a fact, money in đồng so that triệu and tỷ compare."""
    return fact.quantity * MONEY.get(fact.unit.lower(), 1)


def readings(fact: Fact) -> tuple[Decimal, ...]:
    """What a number may mean: both readings of «2.436», both ends of «46/48»."""
    scale = MONEY.get(fact.unit.lower(), 1)
    values = [fact.quantity, fact.other, fact.whole]
    return tuple(value * scale for value in values if value is not None)


def total(facts: Sequence[Fact]) -> Decimal:
    return sum((amount(fact) for fact in facts), Decimal(0))


def sum_of(facts: Sequence[Fact]) -> str:
    """Write «651 + 186 + 38»."""
    return " + ".join(part(fact) for fact in facts)


def part(fact: Fact) -> str:
    """Write the number of a fact that is reckoned with: 46 of «46/48»."""
    return OVER.split(fact.raw)[0].strip()


def in_unit(value: Decimal, fact: Fact) -> str:
    """Write a value in the unit of a fact."""
    return figure(value / MONEY.get(fact.unit.lower(), 1))


def name(fact: Fact) -> str:
    """Name a fact in a finding: its subject, not too long."""
    words = fact.subject.strip(" ,;:")
    return words if len(words) <= 80 else f"{words[:77].rstrip()}…"


def place(facts: Sequence[Fact]) -> str:
    """Say where facts stand: «dòng 91» or «các dòng 91, 93»."""
    lines = lines_of(facts)
    if len(lines) == 1:
        return f"dòng {lines[0]}"
    if len(lines) > 2 and all(b == a + 1 for a, b in pairwise(lines)):
        return f"các dòng {lines[0]}–{lines[-1]}"
    return f"các dòng {', '.join(map(str, lines))}"
