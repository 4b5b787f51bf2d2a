"""Which columns the lake holds: exactly those that the declared measures name.

There is one flat table for each sort of facts; a column is called after the path that
leads to it. Nobody can be told from a row: no key, no code of a case, no text that a
person wrote. What is text is either a code of a list, or one of the words that a
measure compares it with, and else nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    Field,
    ForeignKey,
    IntegerField,
    Model,
)

from lienmach.indicators import registry
from lienmach.indicators.queries.lake import conditions
from lienmach.indicators.queries.lake.conditions import Condition, Unspoken
from lienmach.indicators.registry import Facts, Measure
from lienmach.org.models import Unit


class Kind(StrEnum):
    """What stands in a column."""

    UNIT = "unit"  # the code of an office
    CODE = "code"  # the code of an entry of a list
    CHOICE = "choice"  # a word of a closed list of ours
    WORD = "word"  # what measures compare with, else nothing
    MOMENT = "moment"  # the time of the clock where the offices are
    DAY = "day"
    NUMBER = "number"
    TRUTH = "truth"


@dataclass(frozen=True, slots=True)
class Held:
    """A column: ``words`` are those of a WORD that measures ask for."""

    path: str
    kind: Kind
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """The flat table of some facts.

    ``unit`` says to whose part of the lake a row belongs; the first of ``dates`` that
    a row has says to which month.
    """

    facts: Facts
    columns: tuple[Held, ...]
    unit: str
    dates: tuple[str, ...]

    def kind(self, path: str) -> Kind:
        return next(one.kind for one in self.columns if one.path == path)


@cache
def condition(measure: Measure) -> Condition:
    """What a measure asks of a row, beside what holds for all rows of the table."""
    return conditions.read(measure.facts.model, measure.where)


def tables(measures: Iterable[Measure] | None = None) -> list[Table]:
    """The tables of the lake; raises ``Unspoken`` where a measure cannot be told."""
    by_facts: dict[Facts, list[Measure]] = {}
    for measure in registry.known() if measures is None else measures:
        by_facts.setdefault(measure.facts, []).append(measure)
    return [_table(facts, counted) for facts, counted in by_facts.items()]


def refused(**_: Any) -> list[CheckMessage]:
    """Tell at the start which measures an engine of the lake could not count."""
    found: list[CheckMessage] = []
    for measure in registry.known():
        try:
            tables([measure])
        except Unspoken as refusal:
            told = (
                f"Measure {measure.name!r} cannot be counted from the lake: {refusal}."
            )
            hint = "Say it with what indicators/queries/lake knows, or teach it."
            found.append(Error(told, hint=hint, id="indicators.E001"))
    return found


def key_of(model: type[Model]) -> str:
    """By what an entry of a list is known in the whole country: its code, its name.

    Raises ``Unspoken`` for whatever is no list that everybody may read.
    """
    is_list = model._meta.app_label in ("org", "registers")
    for name in ("code", "name_key"):
        fields = [f for f in model._meta.fields if f.name == name and f.unique]
        if is_list and fields:
            return name
    raise Unspoken(f"{model._meta.label}, whose entries have no code")


def _table(facts: Facts, measures: list[Measure]) -> Table:
    read = [condition(measure) for measure in measures]
    words: dict[str, set[str]] = {}
    for one in read:
        for path, word in conditions.asked(one):
            words.setdefault(path, set()).add(word)
    units = [measure.unit for measure in measures]
    dates = [at for m in measures for at in (m.at, m.until) if at]
    named = [path for one in read for path in conditions.columns(one)]
    parts = [path for _, path in facts.parts]
    columns = [
        _column(facts.model, path, words.get(path, set()), is_part=path in parts)
        for path in dict.fromkeys([*units, *dates, *named, *parts])
    ]
    found = Table(facts, tuple(columns), units[0], tuple(dict.fromkeys(dates)))
    for path in units:
        if found.kind(path) is not Kind.UNIT:
            raise Unspoken(f"{path!r}, which leads to no office")
    return found


def _column(model: type[Model], path: str, words: set[str], *, is_part: bool) -> Held:
    _, field, rest = conditions.way(model, path)
    if rest:
        raise Unspoken(f"{path!r}, which is no column")
    kind = _kind(path, field)
    if kind is Kind.CODE and not is_part:
        raise Unspoken(f"{path!r}, by which nothing is divided")
    if kind is not Kind.WORD:
        return Held(path, kind)
    if is_part or not words:
        raise Unspoken(f"{path!r}, which holds text that a person may have written")
    return Held(path, kind, tuple(sorted(words)))


def _kind(path: str, field: "Field[Any, Any]") -> Kind:
    match field:
        case ForeignKey():
            key_of(field.related_model)
            return Kind.UNIT if field.related_model is Unit else Kind.CODE
        case DateTimeField():
            return Kind.MOMENT
        case DateField():
            return Kind.DAY
        case BooleanField():
            return Kind.TRUTH
        case IntegerField():
            return Kind.NUMBER
        case CharField():
            return Kind.CHOICE if field.choices else Kind.WORD
    raise Unspoken(f"{path!r}, of a sort that the lake does not hold")
