"""What a report counts in its running text: facts, and the sums it claims of them.

In layers, each of which knows what those before it found: ``words`` (what is counted,
its clauses, lists and brackets), ``claims`` (what the words say is worked out from
what), ``shapes`` (what the form of a sentence says, whatever its words), ``values``
(what the numbers say where no word does), ``weighing`` (numbers and form, added up in
bits) and ``rest`` (what a right percentage leaves, percentages of one untold total).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lienmach.checker.quantities.claims.among import Among
from lienmach.checker.quantities.claims.breakdowns import breakdowns
from lienmach.checker.quantities.claims.changes import Changes
from lienmach.checker.quantities.claims.kinds import Kinds
from lienmach.checker.quantities.claims.ledger import LEVELS, balances, ledgers
from lienmach.checker.quantities.claims.nested import Nested
from lienmach.checker.quantities.claims.pairs import Pairs
from lienmach.checker.quantities.claims.shares import Shares
from lienmach.checker.quantities.rest.agreed import Agreed
from lienmach.checker.quantities.rest.complements import Complements
from lienmach.checker.quantities.rest.hundreds import Hundreds
from lienmach.checker.quantities.rest.settled import Settled
from lienmach.checker.quantities.rest.siblings import Siblings
from lienmach.checker.quantities.shapes.apart import Apart
from lienmach.checker.quantities.shapes.based import Based
from lienmach.checker.quantities.shapes.beside import Beside
from lienmach.checker.quantities.shapes.called import Called
from lienmach.checker.quantities.shapes.closed import Closed
from lienmach.checker.quantities.shapes.framed import Framed
from lienmach.checker.quantities.shapes.gaps import Gaps
from lienmach.checker.quantities.shapes.gauged import Gauged
from lienmach.checker.quantities.shapes.higher import Higher
from lienmach.checker.quantities.shapes.planned import Planned
from lienmach.checker.quantities.shapes.pointed import Pointed
from lienmach.checker.quantities.shapes.rounded import Rounded
from lienmach.checker.quantities.shapes.scored import Scored
from lienmach.checker.quantities.shapes.sides import Sides
from lienmach.checker.quantities.shapes.stated import Stated
from lienmach.checker.quantities.shapes.years import Years
from lienmach.checker.quantities.values.afar import Afar
from lienmach.checker.quantities.values.bases import Bases
from lienmach.checker.quantities.values.differences import Differences
from lienmach.checker.quantities.values.ends import Ends
from lienmach.checker.quantities.values.eras import Eras
from lienmach.checker.quantities.values.moves import Moves
from lienmach.checker.quantities.values.nearby import Nearby
from lienmach.checker.quantities.values.proportions import Proportions
from lienmach.checker.quantities.values.rests import Rests
from lienmach.checker.quantities.values.split import Split
from lienmach.checker.quantities.values.tallies import Tallies
from lienmach.checker.quantities.weighing.ratios import Ratios
from lienmach.checker.quantities.weighing.runs import Runs
from lienmach.checker.quantities.words.outline import Outline, follow
from lienmach.checker.quantities.words.phrases import Clauses, Mention, cut
from lienmach.checker.quantities.words.surroundings import Surroundings
from lienmach.checker.quantities.words.sweeps import sweeps
from lienmach.checker.quantities.words.vocabulary import FAMILIES, tags_of
from lienmach.checker.report import (
    REST,
    Fact,
    Identity,
    Place,
    Relation,
    Section,
    Window,
)
from lienmach.checker.source import Paragraph, Source

__all__ = ["Counted", "read", "sweeps"]


# A report of a province counts some five hundred things, no paragraph fifty. What has
# far more is no prose, and following it would take longer than anybody waits.
MOST_IN_PARAGRAPH, MOST_IN_TEXT, LONGEST = 200, 5_000, 20_000
_MOST_IN_HEADING = 40
_NUMBERS = re.compile(r"[0-9][0-9]*")  # a search for what begins so runs fast


@dataclass(frozen=True, slots=True)
class Counted:
    """The facts of a text in their order, and the calculations it claims.

    ``windows`` are the stretches of time that its paragraphs name.
    """

    facts: tuple[Fact, ...]
    relations: tuple[Relation, ...]
    windows: tuple[Window, ...]


def read(
    source: Source, sections: Sequence[Section] = (), identity: Identity | None = None
) -> Counted:
    """Return what the paragraphs of a source count, and what it says of the numbers."""
    headings = {section.block: section.title for section in sections}
    paragraphs = [
        (at, block)
        for at, block in enumerate(source.blocks)
        if isinstance(block, Paragraph)
    ]
    outline = follow(list(_cuts(paragraphs, headings)))
    _lend_levels(outline)
    issuer = ((identity.issuer if identity else None) or "").lower()
    of_province = "tỉnh" in issuer or issuer.startswith("sở")
    found = breakdowns(outline, of_province=of_province)
    books = ledgers(outline, found.parents)
    changes = Changes(outline, found.parents)
    grown = list(changes.relations())
    shares = Shares(outline, found.parents, books)
    relations = [
        *found.relations,
        *balances(books, outline),
        *(r for r in shares.relations() if r.result not in changes.growth),
        *grown,
    ]
    relations += Beside(outline, relations).relations()
    pairs = Pairs(outline)
    relations += pairs.relations()
    relations += Kinds(outline).relations()
    relations += Nested(outline).relations()
    relations += Framed(outline, relations).relations()
    relations += Closed(outline).relations()
    relations += Sides(outline, relations).relations()
    relations += Among(outline, relations).relations()
    relations += Years(outline).relations()
    stated = Stated(outline, relations)
    relations += stated.relations()
    relations += [*pairs.of_rests(relations)]
    relations += Pointed(outline, relations).relations()
    relations += Apart(outline, relations).relations()
    relations += Gaps(outline, relations).relations()
    relations += Gauged(outline, relations).relations()
    relations += Planned(outline, relations).relations()
    relations += Higher(outline).relations()
    relations += Based(outline, relations).relations()
    relations += Tallies(outline, relations).relations()
    guesses = [r(outline, relations) for r in (Differences, Proportions, Rests)]
    relations += [found for reader in guesses for found in reader.relations()]
    relations += Afar(outline, relations, books).relations()
    relations += Called(outline, relations).relations()
    relations += Eras(outline, relations).relations()
    relations += Bases(outline, relations).relations()
    relations += Moves(outline, relations).relations()
    relations += Nearby(outline, relations).relations()
    relations += Ends(outline, relations).relations()
    ratios = Ratios(outline, relations)
    relations += ratios.relations()
    relations = [relation for relation in relations if not ratios.deny(relation)]
    runs = Runs(outline, relations)
    relations += runs.relations()
    relations = [relation for relation in relations if not runs.deny(relation)]
    relations += Split(outline, relations).relations()
    relations += Rounded(outline).relations()
    relations += Scored(outline).relations()
    relations += Siblings(outline, relations).relations()
    relations += Complements(outline, relations).relations()
    relations += Hundreds(outline, relations).relations()
    agreed = Agreed(outline, relations)
    relations = [relation for relation in relations if not agreed.explains(relation)]
    relations += agreed.relations()
    relations = [relation for relation in relations if not stated.deny(relation)]
    settled = Settled(outline, relations)
    relations = [relation for relation in relations if not settled.deny(relation)]
    around = Surroundings(source, outline, found.parents, sections, identity)
    facts = tuple(_facts(source, outline, found.parents, around))
    return Counted(facts, tuple(_once(relations)), tuple(around.windows()))


def _cuts(
    paragraphs: Iterable[tuple[int, Paragraph]], headings: Mapping[int, str]
) -> Iterator[tuple[int, str, Clauses | str]]:
    """Cut paragraphs into clauses; what is no prose, or too much of it, is left out."""
    left = MOST_IN_TEXT
    for at, paragraph in paragraphs:
        numbers = len(_NUMBERS.findall(paragraph.text))
        if at in headings:
            yield at, paragraph.number, headings[at]
            if not numbers or numbers > min(_MOST_IN_HEADING, left):
                continue
            left -= numbers
            counted = cut(paragraph)  # «a) Đơn thư: nhận 39 đơn, đã xử lý 36 đơn»
            if any(_is_counted(m) for m in counted.mentions):
                yield at, paragraph.number, counted
        elif numbers <= min(MOST_IN_PARAGRAPH, left):
            left -= numbers
            if len(paragraph.text) <= LONGEST:
                yield at, paragraph.number, cut(paragraph)


def _is_counted(mention: Mention) -> bool:
    """Say whether a number in a heading counts something: no «6 tháng đầu năm»."""
    if mention.unit in ("lần", "%"):
        return True
    return mention.family in FAMILIES and mention.family != "time"


def _lend_levels(outline: Outline) -> None:
    """Give the numbers below «Kết quả của cấp xã:» that level."""
    for index, mention in enumerate(outline.mentions):
        if mention.tags & LEVELS:
            continue
        start = mention.sentence
        head = outline.lower(index)[start : start + 24].split(",")[0]
        lead = outline.leads.get(outline.blocks[index], "").lower()
        for words in (head, lead):
            if levels := tags_of(words.strip(" -–+*•")) & LEVELS:
                mention.tags |= levels
                break


def _once(relations: Sequence[Relation]) -> Iterable[Relation]:
    """Say each sum once: a list and a ledger may both have found it."""
    seen: dict[tuple[int, frozenset[int]], Relation] = {}
    plain = {_three(r) for r in relations if r.tie in REST and r.is_formal}
    for relation in relations:
        if relation.is_guess and relation.tie in REST and _three(relation) in plain:
            continue  # what is left of it, and what was taken: one difference
        key = (relation.result, frozenset(relation.terms))
        known = seen.get(key)
        better = known is None or (relation.is_sure and not known.is_sure)
        if better or relation.is_weighed or relation.is_formal:
            seen[key] = relation
    return seen.values()


def _three(relation: Relation) -> frozenset[int]:
    return frozenset((relation.result, *relation.terms))


def _facts(
    source: Source,
    outline: Outline,
    parents: dict[int, int],
    around: Surroundings,
) -> Iterator[Fact]:
    for index, mention in enumerate(outline.mentions):
        amount = mention.amount
        block = outline.blocks[index]
        paragraph = source.blocks[block]
        assert isinstance(paragraph, Paragraph)
        value = -amount.value if amount.falls else amount.value
        yield Fact(
            subject=around.subject(index),
            raw=amount.raw,
            quantity=value,
            unit=amount.unit,
            place=Place(
                block, amount.start, amount.end, paragraph.line_at(amount.start)
            ),
            whole=amount.whole.value if amount.whole else None,
            scope=around.scope(index),
            period=around.period(index),
            section=around.section(index),
            parent=parents.get(index),
            other=amount.number.other,
            sense=amount.sense,
            bound=amount.bound,
            tags=mention.tags,
            sentence=outline.sentences[index],
        )
