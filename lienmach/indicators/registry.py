"""The numbers that the rooms above offer, declared as data.

A measure says which facts it counts, for which unit, on which day and under which
condition. How a fact marks a day, how a unit-day is counted, how everything is counted
again and which dossiers stand behind a figure all follow from that one declaration.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import Model, Q, QuerySet

from lienmach.base.actor import Actor
from lienmach.base.lists import List
from lienmach.calc.forms import Value
from lienmach.calc.period import Window

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
    url: Callable[[str, date, date, int, str], str]


@dataclass(frozen=True, slots=True)
class Kept:
    """Numbers of a register that an office need not have kept: until a unit says from
    when it keeps it, people enter them.

    ``registers`` tells of each by which mark a unit says so (``UnitMark.Kind``).
    ``read`` gives numbers asked for, of some units, a level of government or "", and
    the days from a first to a last one; ``url`` is as that of ``Standing``.
    """

    name: str
    labels: Mapping[str, str]
    registers: Mapping[str, str]
    read: Callable[
        [Collection[str], Collection[int], str, date, date], Mapping[str, Value]
    ]
    url: Callable[[str, date, date, int, str], str]


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
    ``left_out`` are measures that one might look for in it and that are not; ``also``
    are others that a chart of it divides it into. With ``right`` everybody sees the
    number, and only who holds that right the cases behind it. ``also_counted`` is the
    measure under which forms report the same; ``lasts_from`` the column where the
    cases behind it began, for who asks how long they lasted until they were counted.
    """

    slug: str
    label: str
    sentence: str
    above: tuple[Term, ...]
    below: tuple[Term, ...] = ()
    left_out: tuple[Term, ...] = ()
    also: tuple[Term, ...] = ()
    noun: str = "hồ sơ"
    definition: str = ""
    basis: str = ""
    right: str = ""
    also_counted: str = ""
    lasts_from: str = ""

    @property
    def is_share(self) -> bool:
        return bool(self.below)

    @property
    def is_stock(self) -> bool:
        return all(get(term.measure).is_stock for term in self.above)

    def measures(self) -> tuple[str, ...]:
        terms = (*self.above, *self.below, *self.left_out, *self.also)
        return tuple(dict.fromkeys(term.measure for term in terms))


@dataclass(frozen=True, slots=True)
class Listing:
    """How the room above shows the cases that a figure is made of.

    ``rows`` gives those an actor may see; they are narrowed by their keys.
    """

    declared: List[Any]
    rows: Callable[[Actor], QuerySet[Any]]


class Looks(StrEnum):
    """How the board draws an indicator; each answers one question."""

    NUMBER = "number"  # how much, against the time before
    UNITS = "units"  # who has most of it now, and since when
    TREND = "trend"  # does a share get better
    PARTS = "parts"  # how much is in each of its parts
    LEVELS = "levels"  # from worst to best, what share chose which
    HEAT = "heat"  # which unit and which part of ``dimension``


@dataclass(frozen=True, slots=True)
class Chart:
    """A place of an indicator on the board (L01), in the order of ``order``.

    ``question`` is its heading; ``is_bad`` marks what should not be there at all.
    ``fewest`` is how many it takes before a share says anything. A heat map shows
    another indicator on demand, ``other``.
    """

    looks: Looks
    slug: str
    question: str
    order: int
    is_bad: bool = False
    fewest: int = 20
    dimension: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class Pressing:
    """What waits for somebody's decision: how many, and the list of exactly these."""

    label: str
    count: int
    note: str
    url: str
    is_hot: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """Work in progress that stands at one step, and for how long by the median."""

    label: str
    count: int
    days: Decimal | None
    url: str


class Groundwork(NamedTuple):
    """Something that must be set up before there are figures at all."""

    label: str
    text: str
    url_name: str
    is_done: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A unit that was chosen on the board, and those below it that the actor sees.

    Without a code all that the actor sees is meant.
    """

    code: str = ""
    units: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Ranked:
    """How a unit ranks among others by what was published last, and how it did before.

    ``place`` is «Hạng 5/9 năm 2022», ``note`` who ranks, the points and the change.
    """

    place: str
    note: str
    url: str


Ranks = Callable[[Actor, int, date], Collection[Ranked]]
Press = Callable[[Actor, Chosen, datetime], Collection[Pressing]]
Whereabouts = Callable[[Actor, Chosen, datetime], Collection[Held]]


class Of(StrEnum):
    """Which number of an indicator is meant: itself, or a side of its share."""

    VALUE = "value"
    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Frozen:
    """A number of an indicator as it stands in a report that was approved.

    ``report``, ``row`` and ``label`` say where and as what it stands, ``url`` leads
    there; ``at`` is when it was frozen.
    """

    of: Of
    label: str
    said: Value
    report: str
    row: str
    at: datetime
    url: str


@dataclass(frozen=True, slots=True)
class Asked:
    """An indicator of a unit with those below it, or those of a level, and a window."""

    indicator: Indicator
    unit_id: int
    level: str
    window: Window


Freezes = Callable[[Actor, Asked], Collection[Frozen]]


@dataclass(frozen=True, slots=True)
class Question:
    """What an inspection would ask about the cases behind a figure.

    ``text`` asks and accuses nobody; ``counts`` says of what cases. ``find`` picks from
    the keys of cases those of which it would be asked, by set statements.
    """

    slug: str
    text: str
    counts: str
    find: Callable[[Sequence[int]], list[int]]


_questions: dict[str, Question] = {}
_charts: list[Chart] = []
_pressing: list[Press] = []
_whereabouts: list[Whereabouts] = []
_freezes: list[Freezes] = []
_ranks: list[Ranks] = []
_groundwork: list[Groundwork] = []
_measures: dict[str, Measure] = {}
_standings: dict[str, Standing] = {}
_kept: dict[str, Kept] = {}
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


def kept(new: Kept) -> None:
    """Make known the numbers of registers that offices may or may not keep."""
    _put(_kept, new.name, new, "Kept")


def all_kept() -> tuple[Kept, ...]:
    return tuple(_kept.values())


def of_registers() -> tuple[Standing | Kept, ...]:
    """All numbers that are no measures."""
    return (*standings(), *all_kept())


def kept_names() -> set[str]:
    return {name for one in _kept.values() for name in one.labels}


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


def chart(*new: Chart) -> None:
    """Put indicators on the board; each must be known already."""
    for one in new:
        _indicators[one.slug]
        _indicators[one.other or one.slug]
    _charts[:] = sorted([*_charts, *new], key=lambda one: one.order)


def charts(looks: Looks) -> list[Chart]:
    return [one for one in _charts if one.looks is looks]


def press(new: Press) -> None:
    """Say what waits for a decision; in the order in which rooms say so."""
    _pressing.append(new)


def pressing() -> list[Press]:
    return list(_pressing)


def ranks(new: Ranks) -> None:
    """Say how a unit ranks by what was published up to a day."""
    _ranks.append(new)


def all_ranks() -> list[Ranks]:
    return list(_ranks)


def freezes(new: Freezes) -> None:
    """Say what reports that were approved have of a figure."""
    _freezes.append(new)


def frozen(actor: Actor, asked: Asked) -> list[Frozen]:
    return [one for found in _freezes for one in found(actor, asked)]


def whereabouts(new: Whereabouts) -> None:
    """Say where the work in progress stands."""
    _whereabouts.append(new)


def all_whereabouts() -> list[Whereabouts]:
    return list(_whereabouts)


def groundwork(*new: Groundwork) -> None:
    _groundwork.extend(new)


def all_groundwork() -> list[Groundwork]:
    return list(_groundwork)


def question(*new: Question) -> None:
    for one in new:
        _put(_questions, one.slug, one, "Question")


def questions() -> Mapping[str, Question]:
    return _questions


def _put(where: dict[str, Any], key: str, new: object, what: str) -> None:
    if where.setdefault(key, new) != new:
        raise ValueError(f"{what} {key!r} is registered twice")
