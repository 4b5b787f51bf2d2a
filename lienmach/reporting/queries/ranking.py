"""Who ranks where, by year: from final cards of ours and from published results."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import F, Q, QuerySet

from lienmach.base.actor import Actor
from lienmach.calc.scores import Loss, losses, ranked
from lienmach.org.models import Unit, UnitVersion
from lienmach.org.queries import above, names_on
from lienmach.reporting.flow import APPRAISE, CardState
from lienmach.reporting.models import (
    Improvement,
    PublishedScore,
    Score,
    Scorecard,
    ScoreRound,
)
from lienmach.reporting.queries.scores import tree_of

Key = str  # «u12» of a unit of ours, «n…» of a name


@dataclass(frozen=True, slots=True)
class Place:
    """A unit in the ranking of a year; ``rank`` is None until it may be told.

    ``code`` is that of the unit where it has a card that the actor sees.
    """

    key: Key
    name: str
    points: Decimal | None
    most: Decimal
    rank: int | None = None
    is_shared: bool = False
    of: int = 0
    state: str = ""
    code: str = ""
    grade: str = ""

    @property
    def share(self) -> Decimal | None:
        """Points of a hundred: sets of criteria with other totals stay comparable."""
        return None if self.points is None else self.points / self.most * 100


@dataclass(frozen=True, slots=True)
class Year:
    """The ranking of a year: ``is_final`` once every card of it is locked; ``by`` is
    the set of criteria, where it was scored here."""

    year: int
    places: tuple[Place, ...]
    is_final: bool
    source: str
    by: str = ""
    graded_by: str = ""

    @property
    def grades(self) -> list[tuple[str, int]]:
        """How many units have each grade, the best first."""
        found: dict[str, int] = {}
        for one in sorted(self.places, key=lambda one: -(one.share or 0)):
            if one.grade:
                found[one.grade] = found.get(one.grade, 0) + 1
        return list(found.items())

    def of(self, key: Key) -> Place | None:
        return next((one for one in self.places if one.key == key), None)


@dataclass(frozen=True, slots=True)
class Group:
    """The years in which one unit ranks others, and the unit that is looked at."""

    owner: Unit
    owner_name: str
    years: Mapping[int, Year]
    mine: Key
    sets: Mapping[int, tuple[tuple[str, str], ...]]  # code, title: where a year has two

    def place(self, year: int) -> Place | None:
        return self.years[year].of(self.mine) if year in self.years else None


def groups(actor: Actor, on: date) -> list[tuple[int, str, str]]:
    """The units whose rankings an actor may read: number, code, name. Four queries."""
    reads = _reads(actor, on)
    cards = Scorecard.objects.visible_to(actor).filter(is_cancelled=False)
    seen = cards.values("round__owner")
    published = PublishedScore.objects.filter(
        Q(owner__in=reads) | Q(unit__in=reads)
    ).values("owner")
    rows = Unit.objects.filter(Q(pk__in=seen) | Q(pk__in=published)).order_by("code")
    units = {unit.pk: unit.code for unit in rows}
    names = names_on(units, on)
    return [(pk, code, names.get(pk, code)) for pk, code in units.items()]


def years_of(actor: Actor, on: date) -> list[int]:
    """The years of which an actor may read anything, the last first."""
    owners = [pk for pk, _, _ in groups(actor, on)]
    own = ScoreRound.objects.filter(owner__in=owners, cancelled_at=None)
    others = PublishedScore.objects.filter(owner__in=owners)
    found = {
        *own.values_list("year", flat=True),
        *others.values_list("year", flat=True),
    }
    return sorted(found, reverse=True)


def group(
    actor: Actor, owner: Unit, *, of: int | None, on: date, by: str = ""
) -> Group:
    """All years that a unit has ranked; ``of`` is the unit that is looked at.

    Without one it is that of the actor, or the nearest above it that is ranked here.
    Two sets of criteria in one year share no ranking: ``by`` is the set whose is told,
    where a year has it; else that of the unit looked at, else of most cards.
    """
    cards = list(_cards(owner))
    published = list(PublishedScore.objects.filter(owner=owner).select_related("unit"))
    units = {card.unit_id for card in cards} | {p.unit_id for p in published}
    ids = {pk for pk in units if pk}
    names = names_on([*ids, owner.pk], on)
    seen = set(
        Scorecard.objects.visible_to(actor)
        .filter(round__owner=owner)
        .values_list("pk", flat=True)
    )
    mine = _mine(actor, ids, of, on)
    years: dict[int, Year] = {}
    sets: dict[int, tuple[tuple[str, str], ...]] = {}
    for year in {card.year: None for card in cards}:
        every = [one for one in cards if one.year == year]
        known = {one.round.set_code: one.round.title for one in every}
        chosen = by if by in known else _usual_set(every, mine)
        these = [one for one in every if one.round.set_code == chosen]
        years[year] = replace(_of_cards(year, these, seen, names), by=chosen)
        sets[year] = tuple(sorted(known.items())) if len(known) > 1 else ()
    for row in published:
        if row.year not in years:
            these_rows = [one for one in published if one.year == row.year]
            years[row.year] = _of_published(row.year, these_rows, names)
    return Group(owner, names.get(owner.pk, owner.code), years, mine, sets)


def _usual_set(cards: list[Scorecard], mine: Key) -> str:
    """By which of its sets a year is told first."""
    own = next((one for one in cards if f"u{one.unit_id}" == mine), None)
    codes = [one.round.set_code for one in cards]
    return own.round.set_code if own else max(sorted(set(codes)), key=codes.count)


def lost(cards: Iterable[Scorecard], *, most: int = 8) -> list[Loss]:
    """The criteria that cost most, of one card or on average of several. One query.

    A card that is still scored is left out: what nobody has answered is no loss.
    """
    known = [card for card in cards if card.case.state != CardState.SCORING]
    if not known:
        return []
    made = known[0].round
    tree = tree_of(made)
    rows = Score.objects.filter(card__in=known, points__isnull=False)
    points: dict[tuple[int, str], Decimal] = {}
    for row in rows.order_by(F("stage").desc()):  # «own» first, «given» takes its place
        if row.points is not None:
            points[row.card_id, row.code] = row.points
    means: dict[str, Decimal | None] = {}
    for leaf in tree.leaves:
        have = [points[c.pk, leaf.code] for c in known if (c.pk, leaf.code) in points]
        if have:
            mean = (sum(have, Decimal(0)) / len(have)).quantize(Decimal("0.01"))
            means[leaf.code] = mean
    found = losses(tree, means, with_survey=made.has_survey)
    return [one for one in found if one.points is not None][:most]


def cards_of(actor: Actor, owner: Unit, year: int, by: str) -> list[Scorecard]:
    """The cards of a year, by one set of criteria, that an actor sees."""
    rows = Scorecard.objects.visible_to(actor).filter(
        round__owner=owner, year=year, round__set_code=by, is_cancelled=False
    )
    return list(rows.select_related("case", "round", "unit").order_by("unit__code"))


def improvements(actor: Actor) -> QuerySet[Improvement]:
    """The items of improvement plans that an actor sees."""
    return Improvement.objects.visible_to(actor).select_related("case", "unit")


def plan_of(unit_id: int, year: int) -> str:
    """The document that the newest item of a unit for a year names, or nothing."""
    rows = Improvement.objects.filter(unit=unit_id, year=year).exclude(plan="")
    return rows.order_by("-pk").values_list("plan", flat=True).first() or ""


def _cards(owner: Unit) -> QuerySet[Scorecard]:
    rows = Scorecard.objects.filter(round__owner=owner, is_cancelled=False)
    return rows.select_related("case", "unit", "round").order_by("-year", "unit__code")


def _of_cards(
    year: int, cards: list[Scorecard], seen: set[int], names: Mapping[int, str]
) -> Year:
    """The places of a year from our cards.

    Until all are final only cards that the actor sees are told; they are ranked when
    these are all of them, for now.
    """
    is_final = all(card.case.state == CardState.FINAL for card in cards)
    told = cards if is_final else [card for card in cards if card.pk in seen]
    places = {
        card.pk: Place(
            f"u{card.unit_id}",
            names.get(card.unit_id, card.unit.code),
            card.given_points,
            card.most,
            state="" if card.case.state == CardState.FINAL else card.state_name,
            code=card.unit.code if card.pk in seen else "",
        )
        for card in told
    }
    trees = {card.pk: tree_of(card.round) for card in told}
    places = {
        pk: replace(one, grade=trees[pk].grade(one.share)) for pk, one in places.items()
    }
    shares = [(pk, one.share) for pk, one in places.items()]
    if len(told) == len(cards):
        for one in ranked([(pk, share) for pk, share in shares if share is not None]):
            places[one.key] = replace(
                places[one.key],
                rank=one.rank,
                is_shared=one.is_shared,
                of=len(cards),
            )
    ordered = sorted(places.values(), key=lambda one: (one.rank or 999, one.name))
    graded_by = tree_of(cards[0].round).graded_by
    title = cards[0].round.title
    return Year(year, tuple(ordered), is_final, title, graded_by=graded_by)


def _of_published(
    year: int, rows: list[PublishedScore], names: Mapping[int, str]
) -> Year:
    ranks = [row.rank for row in rows]
    places = [
        Place(
            f"u{row.unit_id}" if row.unit_id else f"n{row.name}",
            names.get(row.unit_id or 0, row.name),
            row.points,
            row.most,
            row.rank,
            ranks.count(row.rank) > 1,
            row.of,
        )
        for row in rows
    ]
    ordered = sorted(places, key=lambda one: (one.rank or 999, one.name))
    return Year(year, tuple(ordered), is_final=True, source=rows[0].source)


def _mine(actor: Actor, ranked_: set[int], of: int | None, on: date) -> Key:
    if of is not None:
        return f"u{of}"
    chain = above(actor.unit_id, on)
    found = next((pk for pk in chain if pk in ranked_), None)
    return f"u{found}" if found else ""


def _reads(actor: Actor, on: date) -> set[int]:
    """The units of an actor, and those above where they work."""
    return {*actor.unit_ids, *above(actor.unit_id, on)}


def usual_owner(actor: Actor, owners: list[int], year: int) -> int | None:
    """Whose ranking of a year an actor wants first: where their own unit is ranked,
    else the first with anything of that year."""
    own = Scorecard.objects.filter(
        unit=actor.unit_id, year=year, round__owner__in=owners, is_cancelled=False
    )
    found = own.values_list("round__owner", flat=True).first()
    if found:
        return found
    of_cards = ScoreRound.objects.filter(owner__in=owners, year=year, cancelled_at=None)
    published = PublishedScore.objects.filter(owner__in=owners, year=year)
    told = published.filter(unit=actor.unit_id).values_list("owner", flat=True)
    known = [
        *told,
        *of_cards.values_list("owner", flat=True),
        *published.values_list("owner", flat=True),
    ]
    return known[0] if known else None


def publishers(actor: Actor, on: date) -> set[int]:
    """The units whose results an actor may enter: those they appraise for, and those
    above them, who publish and may not work here."""
    own = actor.units_with(APPRAISE)
    parents = set(
        UnitVersion.objects.filter(unit__in=own, parent__isnull=False).values_list(
            "parent", flat=True
        )
    )
    owners = set(
        UnitVersion.objects.filter(parent__in=own).values_list("parent", flat=True)
    )
    return {pk for pk in {*parents, *owners, *above(actor.unit_id, on)} if pk}
