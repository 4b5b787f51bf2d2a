"""The numbers that the rooms above offer, declared as data.

A measure says which facts it counts, for which unit, on which day and under which
condition. How a fact marks a day, how a unit-day is counted, how everything is counted
again and which dossiers stand behind a figure all follow from that one declaration.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Model, Q, QuerySet

from lienmach.base.actor import Actor
from lienmach.base.lists import List

EVERY = Q()


class UnitDay(NamedTuple):
    unit_id: int
    day: date


@dataclass(frozen=True, slots=True)
class Facts:
    """Rows of a table that can be counted.

    ``where`` holds for all that is counted of them. ``case`` leads to the case that a
    row belongs to; ``parts`` names, by dimension, the column that a figure can be
    divided by.
    """

    name: str
    model: type[Model]
    case: str
    where: Q = field(default=EVERY, hash=False)
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """How many facts fall to a unit on a day.

    ``unit`` and ``at`` are the columns that say to which unit and on which day; a
    moment is cut to its day where the offices are. With ``until`` it is a stock: a fact
    is in it from the day of ``at`` on, up to but not on the day of ``until``, and what
    is counted is the end of a day.
    """

    name: str
    label: str
    facts: Facts
    unit: str
    at: str
    until: str = ""
    where: Q = field(default=EVERY, hash=False)
    note: str = ""

    @property
    def is_stock(self) -> bool:
        return bool(self.until)


@dataclass(frozen=True, slots=True)
class Standing:
    """Numbers that no unit-day makes: what a register holds or what changed in it.

    ``labels`` are their names with what they are called. ``read`` gives all of them for
    the days from a first to a last one; what is held is counted on the last. ``url`` is
    where the entries behind one of them are listed for such days; empty where nowhere.
    """

    name: str
    labels: Mapping[str, str]
    read: Callable[[date, date], Mapping[str, int]]
    url: Callable[[str, date, date], str]


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a sum: ``said`` is what it is called beside its number."""

    measure: str
    said: str = ""
    sign: int = 1


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure that people ask about: a sum, or with ``below`` a share in percent.

    ``sentence`` is what the figure says, with ``{value}`` where the number stands.
    ``left_out`` are measures that one might look for in it and that are not.
    """

    slug: str
    label: str
    sentence: str
    above: tuple[Term, ...]
    below: tuple[Term, ...] = ()
    left_out: tuple[Term, ...] = ()
    noun: str = "hồ sơ"
    definition: str = ""
    basis: str = ""

    @property
    def is_share(self) -> bool:
        return bool(self.below)

    @property
    def is_stock(self) -> bool:
        return all(get(term.measure).is_stock for term in self.above)

    def measures(self) -> tuple[str, ...]:
        terms = (*self.above, *self.below, *self.left_out)
        return tuple(dict.fromkeys(term.measure for term in terms))


@dataclass(frozen=True, slots=True)
class Listing:
    """How the room above shows the cases that a figure is made of.

    ``rows`` gives those an actor may see; they are narrowed by their keys.
    """

    declared: List[Any]
    rows: Callable[[Actor], QuerySet[Any]]


_measures: dict[str, Measure] = {}
_standings: dict[str, Standing] = {}
_indicators: dict[str, Indicator] = {}
_dimensions: dict[str, tuple[str, Callable[[list[str]], dict[str, str]]]] = {}
_derived: dict[str, "Derived"] = {}
_listings: list[Listing] = []


@dataclass(frozen=True, slots=True)
class Derived:
    """A table stored only to be counted by, which a room can write again from facts.

    ``again`` does so for everything; ``differences`` tells, a sentence each, where what
    is stored is not what the facts say.
    """

    name: str
    again: Callable[[], None]
    differences: Callable[[], list[str]]


def register(measure: Measure) -> None:
    _put(_measures, measure.name, measure, "Measure")


def get(name: str) -> Measure:
    return _measures[name]


def known() -> tuple[Measure, ...]:
    return tuple(_measures.values())


def standing(new: Standing) -> None:
    """Make known the numbers of a register; no measure may have the name of one."""
    for name in new.labels:
        if name in _measures:
            raise ValueError(f"{name!r} is a measure already")
    _put(_standings, new.name, new, "Standing")


def standings() -> tuple[Standing, ...]:
    return tuple(_standings.values())


def countable() -> set[str]:
    """The names of all that a form may ask for."""
    held = (name for one in _standings.values() for name in one.labels)
    return {*_measures, *held}


def indicator(new: Indicator) -> None:
    """Make an indicator known; its measures must be known already."""
    for name in new.measures():
        get(name)
    _put(_indicators, new.slug, new, "Indicator")


def indicators() -> Mapping[str, Indicator]:
    return _indicators


def dimension(
    name: str, label: str, names: Callable[[list[str]], dict[str, str]]
) -> None:
    """Make known what figures are divided by; ``names`` says what keys are called."""
    _put(_dimensions, name, (label, names), "Dimension")


def dimensions() -> Mapping[str, tuple[str, Callable[[list[str]], dict[str, str]]]]:
    return _dimensions


def derive(derived: Derived) -> None:
    _put(_derived, derived.name, derived, "Derived table")


def derived() -> tuple[Derived, ...]:
    return tuple(_derived.values())


def listing(new: Listing) -> None:
    """Say how cases are listed; one room of all does."""
    if _listings:
        raise ValueError("Cases are listed by one room")
    _listings.append(new)


def the_listing() -> Listing:
    return _listings[0]


def _put(where: dict[str, Any], key: str, new: object, what: str) -> None:
    if where.setdefault(key, new) != new:
        raise ValueError(f"{what} {key!r} is registered twice")
