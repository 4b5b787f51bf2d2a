"""L02 made ready for its template: every word and address, nothing left to ask."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from lienmach.base import parts
from lienmach.base.actor import Actor
from lienmach.calc.forms import State, Value, share
from lienmach.calc.period import Window
from lienmach.calc.written import written
from lienmach.indicators import registry
from lienmach.indicators.forms import Asked, said
from lienmach.indicators.queries import explain as queries
from lienmach.indicators.queries.explain import WHOLE, Explained, Line, Piece
from lienmach.indicators.queries.scope import (
    Reach,
    Scope,
    counting_begun,
    reach,
    seen_units,
)
from lienmach.indicators.queries.series import Series, series
from lienmach.indicators.registry import Frozen, Indicator, Of
from lienmach.indicators.views.pieces import (
    NOTHING,
    RUNNING,
    UNCOUNTED,
    begun_words,
    reach_note,
)
from lienmach.indicators.views.rows import (
    Choice,
    Kept,
    Number,
    Posed,
    Row,
    Stripe,
    Written,
)
from lienmach.indicators.views.trends import Line as PastLine
from lienmach.indicators.views.trends import lines_of
from lienmach.org.models import Level, Unit
from lienmach.org.queries import names_on

ROWS = 20  # cases shown on the page itself; the rest is one click away
COLOURS = ("f3", "f1", "f2", "f5")
LEVEL = "cap"  # in addresses: the level of government that is meant alone
ORDER = tuple(Of)  # in which what was frozen is told
UNIT, UNIT_LABEL = "don-vi", "Đơn vị"


@dataclass(frozen=True)
class Screen:
    actor: Actor
    indicator: Indicator
    unit: Unit
    level: Level | None
    scope: Scope
    asked: Asked
    divided: str
    today: date
    found: Explained
    earlier: Explained

    @cached_property
    def begun(self) -> date | None:
        return counting_begun(self.scope)

    @property
    def is_counted(self) -> bool:
        return self._reach(self.found) is not Reach.NONE

    @property
    def counted_note(self) -> str:
        """That the days shown were not counted, or only in part."""
        return reach_note(self._reach(self.found), self.begun)

    def _reach(self, found: Explained) -> Reach:
        is_stock = self.indicator.is_stock
        return reach(self.begun, found.window, is_stock=is_stock)

    @property
    def headline(self) -> str:
        if not self.is_counted:
            return f"{self.indicator.label}: {UNCOUNTED}"
        if self.found.value.state is State.NONE:
            return f"{self.indicator.label}: {NOTHING}"
        return self.indicator.sentence.format(value=self.value)

    @property
    def value(self) -> str:
        if not self.is_counted:
            return UNCOUNTED
        return _written(self.found.value, self.indicator)

    @property
    def earlier_value(self) -> str:
        match self._reach(self.earlier):
            case Reach.NONE:
                return UNCOUNTED
            case Reach.PART:
                return f"chưa đếm đủ, {begun_words(self.begun)}"
        return _written(self.earlier.value, self.indicator)

    @property
    def running_note(self) -> str:
        """That a stock is told of a day which is not over."""
        is_running = self.indicator.is_stock and self.asked.window.end == self.today
        return RUNNING if is_running and self.is_counted else ""

    @property
    def days(self) -> str:
        if not self.found.is_of_days:
            return self.end
        return said(self.asked.window)

    @property
    def sentence(self) -> str:
        """The figure as a sentence, with the unit and the days it is of."""
        noun = self.indicator.noun
        if not self.is_counted:
            return f"{self.days.capitalize()}. {self.unit_name}, {self.among}."
        of = f"{parts.number(self.found.counted)} {noun}"
        if self.indicator.is_share:
            whole = parts.number(self.found.whole)
            terms = " ".join(term.said for term in self.indicator.below)
            of = f"{parts.number(self.found.counted)} trong {whole} {noun} {terms}"
        return f"{of}, {self.days}. {self.unit_name}, {self.among}."

    @property
    def among(self) -> str:
        """Which of the units below belong to the figure."""
        if self.level:
            return of_units(self.level)
        return "kể cả đơn vị trực thuộc"

    @cached_property
    def unit_name(self) -> str:
        return names_on([self.unit.pk], self.asked.window.end).get(
            self.unit.pk, self.unit.code
        )

    @property
    def above(self) -> list[Number]:
        return [self._number(piece) for piece in self.found.above]

    @property
    def below(self) -> list[Number]:
        return [self._number(piece) for piece in self.found.below]

    @property
    def left_out(self) -> list[Number]:
        return [self._number(piece) for piece in self.found.left_out]

    @property
    def end(self) -> str:
        return f"cuối ngày {parts.day(self.asked.window.end)}"

    @property
    def earlier_url(self) -> str:
        return self._here(**dict(self.asked.before.query))

    @property
    def all_levels_url(self) -> str:
        return self._here(**{LEVEL: ""})

    @property
    def is_sum(self) -> bool:
        return len(self.found.above) > 1

    @property
    def stripes(self) -> list[Stripe]:
        """The bar: the parts of what is counted, and what is missing to the whole."""
        pieces = [(piece.term.said, piece.value) for piece in self.found.above]
        rest = self.found.whole - self.found.counted
        if rest > 0:
            pieces.append(("còn lại", rest))
        whole = sum(value for _, value in pieces)
        if whole <= 0 or len(pieces) < 2:
            return []
        stripes, x = [], Decimal(0)
        for n, (words, value) in enumerate(pieces):
            width = Decimal(100) * value / whole
            is_rest = rest > 0 and n == len(pieces) - 1
            colour = "f6" if is_rest else COLOURS[n % len(COLOURS)]
            label = f"{words} {parts.number(value)}"
            stripes.append(Stripe(colour, f"{x:.2f}", f"{width:.2f}", label))
            x += width
        return stripes

    @property
    def since(self) -> str:
        """Since when the figure is old, where very much is being counted again."""
        return parts.moment(self.found.since) if self.found.since else ""

    @property
    def divisions(self) -> list[Choice]:
        ways = [(UNIT, UNIT_LABEL), *queries.divides_by(self.indicator)]
        now = self._division
        return [
            Choice(label, self._here(chia=name), name == now) for name, label in ways
        ]

    @property
    def division_label(self) -> str:
        return next(way.label for way in self.divisions if way.is_current)

    @cached_property
    def lines(self) -> list[Written]:
        window = self.asked.window
        lines: Iterable[Line]
        if self._division == UNIT:
            on = self.asked.window.end
            lines = queries.by_unit(self.indicator, self.scope, window, on=on)
        else:
            lines = queries.by_part(self.indicator, self._division, self.scope, window)
        return [
            Written(
                line.name,
                self._here(dv=line.key) if line.key else "",
                parts.number(line.above),
                parts.number(line.below),
                _written(line.value, self.indicator),
            )
            for line in islice(lines, queries.MOST_LINES)
        ]

    @property
    def units(self) -> list[tuple[str, str, bool]]:
        """The units to choose from: all that the actor sees."""
        return [
            (code, name, pk == self.unit.pk)
            for pk, code, name in seen_units(self.actor, self.today)
        ]

    @cached_property
    def cases(self) -> list[Row]:
        """The first of the cases, as their own list shows them."""
        if not self.may_list:
            return []
        declared = registry.the_listing().declared
        columns = [column for column in declared.columns if not column.only_export]
        rows = declared.order(declared.sort).sort(self._rows)[:ROWS]
        return [
            Row(
                declared.link(row) if declared.link else "",
                *_cells([(c.show or c.value)(row) for c in columns]),
            )
            for row in rows
        ]

    @property
    def may_list(self) -> bool:
        return queries.may_list(self.actor, self.indicator)

    @property
    def heads(self) -> list[str]:
        declared = registry.the_listing().declared
        return [column.label for column in declared.columns if not column.only_export]

    @cached_property
    def total(self) -> int:
        return int(self._rows.count())

    @property
    def is_cut(self) -> bool:
        return self.total > ROWS

    @property
    def all_url(self) -> str:
        return self._list(WHOLE)

    @cached_property
    def asked_about(self) -> list[int] | None:
        """The cases of which questions are asked; None where they are too many."""
        window = self.asked.window
        return queries.asked_about(self.actor, self.indicator, self.scope, window)

    @property
    def whole(self) -> str:
        return parts.number(len(self.asked_about or []))

    @property
    def too_many(self) -> str:
        return parts.number(queries.MOST_ASKED)

    @cached_property
    def questions(self) -> list[Posed]:
        """The questions that would be asked, the one about most cases first."""
        cases = self.asked_about or []
        return [
            Posed(
                one.question.text,
                one.question.counts,
                parts.number(one.count),
                _share_of(one.count, len(cases)),
                self._list(f"{queries.ASKS}{one.question.slug}"),
                bool(one.count),
            )
            for one in sorted(queries.answers(cases), key=lambda one: -one.count)
        ]

    @property
    def posed(self) -> list[Posed]:
        return [one for one in self.questions if one.is_posed]

    @property
    def silent(self) -> list[Posed]:
        return [one for one in self.questions if not one.is_posed]

    @cached_property
    def kept(self) -> list[Kept]:
        """What approved reports have of it: the figure itself, then its parts."""
        level = self.level.code if self.level else ""
        asked = registry.Asked(self.indicator, self.unit.pk, level, self.asked.window)
        found = registry.frozen(self.actor, asked)
        return [
            self._kept(one)
            for one in sorted(found, key=lambda one: ORDER.index(one.of))
        ]

    def _kept(self, one: Frozen) -> Kept:
        now = {
            Of.VALUE: self.found.value,
            Of.ABOVE: Value.of(self.found.counted),
            Of.BELOW: Value.of(self.found.whole),
        }[one.of]
        is_share = one.of is Of.VALUE and self.indicator.is_share
        is_same = (one.said.state, one.said.value) == (now.state, now.value)
        return Kept(
            one.label,
            _in_words(one.said, is_share=is_share),
            one.report,
            one.row,
            parts.moment(one.at),
            one.url,
            "" if is_same else _in_words(now, is_share=is_share),
        )

    @cached_property
    def series(self) -> Series:
        """What past reports said, and how it went on since it is counted."""
        level = self.level.code if self.level else ""
        return series(
            self.indicator,
            self.unit.pk,
            level,
            self.scope,
            upto=min(self.today, self.asked.window.end),
            today=self.today,
        )

    @cached_property
    def past(self) -> list[PastLine]:
        return lines_of(self.series, self.indicator, self._of_days)

    @property
    def past_levels(self) -> list[tuple[str, str]]:
        """Levels of government whose own figures reports have: name and address."""
        named = Level.objects.filter(code__in=self.series.levels)
        return [(in_words(one), self._here(**{LEVEL: one.code})) for one in named]

    @property
    def before_after_url(self) -> str:
        address = reverse("indicators:before_after", args=[self.indicator.slug])
        pairs = {"dv": self.unit.code}
        if self.level:
            pairs[LEVEL] = self.level.code
        return f"{address}?{urlencode(pairs)}"

    def _of_days(self, window: Window) -> str:
        days = Asked(window, None).query
        pairs = [*days, ("dv", self.unit.code)]
        if self.level:
            pairs.append((LEVEL, self.level.code))
        return f"?{urlencode(pairs)}"

    @property
    def title(self) -> str:
        return self.indicator.label

    @cached_property
    def _rows(self) -> Any:
        measures = queries.measures_of(self.indicator, WHOLE) or []
        found = queries.cases_of(measures, self.scope, self.asked.window)
        return queries.listed(self.actor, found)

    @property
    def _division(self) -> str:
        known = dict(queries.divides_by(self.indicator))
        return self.divided if self.divided in known else UNIT

    def _number(self, piece: Piece) -> Number:
        sign = "−" if piece.term.sign < 0 else "+"  # noqa: RUF001 - a minus as printed
        value = parts.number(piece.value) if self.is_counted else UNCOUNTED
        return Number(value, piece.term.said, self._list(piece.part), sign)

    def _list(self, part: str) -> str:
        code = queries.address_of(self.unit.code, self.level.code if self.level else "")
        place = [self.indicator.slug, part, code, self.asked.address]
        return reverse("indicators:cases", args=place)

    def _here(self, **changed: str) -> str:
        pairs = dict([*self.asked.query, ("dv", self.unit.code)])
        if self.level:
            pairs[LEVEL] = self.level.code
        if self._division != UNIT:
            pairs["chia"] = self._division
        return f"?{urlencode({**pairs, **changed})}"


def screen(
    actor: Actor,
    indicator: Indicator,
    unit: Unit,
    level: Level | None,
    asked: Asked,
    divided: str,
    *,
    today: date,
) -> Screen:
    """Ask for everything that the page of a figure shows."""
    scope = queries.scope_for(actor, unit, level, today=today)
    return Screen(
        actor,
        indicator,
        unit,
        level,
        scope,
        asked,
        divided,
        today,
        queries.explain(indicator, scope, asked.window),
        queries.explain(indicator, scope, asked.before.window),
    )


def of_units(level: Level) -> str:
    """That a figure is of the units of one level alone."""
    return f"chỉ các đơn vị thuộc {in_words(level)}"


def in_words(level: Level) -> str:
    """A level of government within a sentence: «cấp huyện»."""
    name = level.name[:1].lower() + level.name[1:]
    return name if name.startswith("cấp ") else f"cấp {name}"


def _written(value: Value, indicator: Indicator) -> str:
    return _in_words(value, is_share=indicator.is_share)


def _in_words(value: Value, *, is_share: bool) -> str:
    if value.value is None:
        return NOTHING
    if is_share:
        return f"{parts.number(round(value.value, 1))} %"
    return written(value.value)


def _share_of(count: int, whole: int) -> str:
    if not whole:
        return NOTHING
    found = share(Decimal(count), Decimal(whole), 1, percent=True)
    return f"{parts.number(found.value or Decimal(0))} %"


def _cells(
    values: list[object],
) -> tuple[str | SafeString, list[str | SafeString]]:
    first, *rest = (parts.written(value) for value in values)
    return first, rest
