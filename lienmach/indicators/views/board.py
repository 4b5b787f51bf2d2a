"""L01 made ready for its templates: every word, drawing and address."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from lienmach.base import charts, parts
from lienmach.base.actor import Actor
from lienmach.base.charts import Mark
from lienmach.calc.period import Kind, Window
from lienmach.indicators import registry
from lienmach.indicators.forms import Asked
from lienmach.indicators.queries import board as queries
from lienmach.indicators.queries.board import Board, Counted
from lienmach.indicators.queries.explain import ALONE, UNKNOWN, WHOLE, scope_for
from lienmach.indicators.queries.scope import seen_units
from lienmach.indicators.registry import (
    Chart,
    Groundwork,
    Held,
    Indicator,
    Looks,
    Pressing,
    Ranked,
    Term,
)
from lienmach.indicators.views.numbers import Numbers
from lienmach.indicators.views.pieces import (
    NOTHING,
    RUNNING,
    Bars,
    Drawn,
    Heat,
    Number,
    Row,
    Spot,
    amount,
    indicator_of,
    most_of,
    reach_note,
    share_of,
    short,
)
from lienmach.indicators.views.trends import trend_of
from lienmach.org.models import Unit
from lienmach.org.queries import names_on

MOST_UNITS, MOST_PARTS = 15, 10
SHARE = "ty-le"  # «nhiet»: what the heat map shows
STEPS = {
    Kind.WEEK: "tuần",
    Kind.MONTH: "tháng",
    Kind.QUARTER: "quý",
    Kind.YEAR: "năm",
}


@dataclass(frozen=True)
class Screen:
    """The board of an actor for a unit and those below it."""

    actor: Actor
    place: Unit
    asked: Asked
    heated: str
    now: datetime
    today: date
    found: Board
    most_units: int

    @cached_property
    def unit_name(self) -> str:
        return names_on([self.place.pk], self.asked.window.end).get(
            self.place.pk, self.place.code
        )

    @property
    def days(self) -> str:
        window = self.asked.window
        return f"Từ {parts.day(window.start)} đến {parts.day(window.end)}"

    @property
    def clock(self) -> str:
        return parts.moment(self.now)

    @property
    def since(self) -> str:
        return parts.moment(self.found.now.since) if self.found.now.since else ""

    @property
    def is_empty(self) -> bool:
        return self.found.is_empty

    @property
    def counted_note(self) -> str:
        """That the days shown were not counted, or only in part."""
        return reach_note(self.found.past.reach(self.asked.window), self._begun)

    @property
    def running_note(self) -> str:
        """That stocks are told of a day which is not over."""
        return RUNNING if self.asked.window.end == self.today else ""

    @property
    def _begun(self) -> date | None:
        return self.found.past.begun

    @cached_property
    def missing(self) -> list[Groundwork]:
        return queries.missing()

    @property
    def pressing(self) -> tuple[Pressing, ...]:
        return self.found.pressing

    @property
    def ranks(self) -> tuple[Ranked, ...]:
        return self.found.ranks

    @property
    def is_calm(self) -> bool:
        return not any(one.count for one in self.found.pressing)

    @property
    def units(self) -> list[tuple[str, str, bool]]:
        """The units to choose from: all that the actor sees, by name."""
        return [
            (code, name, pk == self.place.pk)
            for pk, code, name in seen_units(self.actor, self.today)
        ]

    @property
    def week_url(self) -> str:
        pairs = [*self.asked.query, ("dv", self.place.code)]
        return f"{reverse('indicators:summary')}?{urlencode(pairs)}"

    # the five numbers

    @cached_property
    def numbers(self) -> list[Number]:
        told = Numbers(self.found, self.asked, self.step_word, self._explained)
        return [told.of(chart) for chart in registry.charts(Looks.NUMBER)]

    # bars

    @cached_property
    def bars(self) -> list[Bars]:
        return [self._bars(chart) for chart in registry.charts(Looks.UNITS)]

    def _bars(self, chart: Chart) -> Bars:
        indicator, found = indicator_of(chart), self.found
        of_units = {
            unit_id: queries.counted_of_unit(indicator, found.now, unit_id).above
            for unit_id in found.names
        }
        some = sorted(
            (unit_id for unit_id, n in of_units.items() if n),
            key=lambda unit_id: (-of_units[unit_id], found.names[unit_id]),
        )
        whole = sum(of_units.values())
        most = max(of_units.values(), default=0)
        since = found.since[chart.slug]
        rows = [
            Row(
                found.names[unit_id],
                self._cases(chart.slug, alone=unit_id),
                parts.number(of_units[unit_id]),
                self._longest(since.get(unit_id)),
                charts.bar(of_units[unit_id], most, "f6"),
            )
            for unit_id in some[: self.most_units]
        ]
        finding = ""
        if some:
            name, number = found.names[some[0]], parts.number(of_units[some[0]])
            finding = (
                f"{name} có nhiều nhất: {number} trong {parts.number(whole)} "
                f"{indicator.noun}"
            )
        return Bars(
            chart.slug,
            chart.question,
            f"{parts.number(whole)} {indicator.noun}",
            finding,
            rows,
            max(len(some) - self.most_units, 0),
            self._explained(chart.slug),
        )

    def _longest(self, since: date | None) -> str:
        if since is None:
            return ""
        days = (self.asked.window.end - since).days
        return f"lâu nhất {parts.number(days)} ngày" if days > 0 else "trong ngày"

    @cached_property
    def held(self) -> Bars | None:
        found: tuple[Held, ...] = self.found.held
        if not found:
            return None
        most = max(one.count for one in found)
        whole = sum(one.count for one in found)
        slow = [one for one in found if one.days is not None]
        fullest = max(found, key=lambda one: one.count)
        finding = f"Nhiều nhất ở bước «{fullest.label}»: {parts.number(most)} hồ sơ"
        if slow:
            slowest = max(slow, key=lambda one: one.days or 0)
            finding += (
                f"; lâu nhất ở «{slowest.label}»: trung vị "
                f"{parts.number(slowest.days or 0)} ngày làm việc"
            )
        rows = [
            Row(
                one.label,
                one.url,
                parts.number(one.count),
                "" if one.days is None else f"{parts.number(one.days)} ngày",
                charts.bar(one.count, most, "f1"),
            )
            for one in found
        ]
        told = f"{parts.number(whole)} hồ sơ · trung vị ngày làm việc"
        return Bars("buoc", "Hồ sơ đang ở đâu", told, finding, rows, 0, "")

    # drawings

    @cached_property
    def drawn(self) -> list[Drawn]:
        return [
            *(self._trend(chart) for chart in registry.charts(Looks.TREND)),
            *self._spread,
            *self._levels,
        ]

    @property
    def steps(self) -> list[str]:
        """What the windows of the trend are called, for the table of the numbers."""
        return [short(step) for step in self.found.steps]

    @property
    def over_time(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The numbers window by window: what the small lines draw."""
        rows = zip(*(one.over_time for one in self.numbers), strict=True)
        return list(zip(self.steps, map(list, rows), strict=True))

    @property
    def trends(self) -> list[Drawn]:
        return [self._trend(chart) for chart in registry.charts(Looks.TREND)]

    @property
    def step_word(self) -> str:
        return STEPS[self.found.steps[-1].period.kind]

    def _trend(self, chart: Chart) -> Drawn:
        return trend_of(
            chart,
            self.found.steps,
            self.found.series,
            self.found.past,
            explained=self._explained,
            step_word=self.step_word,
            end=self.asked.window.end,
        )

    @property
    def _spread(self) -> list[Drawn]:
        found = []
        for chart in registry.charts(Looks.PARTS):
            indicator = indicator_of(chart)
            marks = self._marks(chart, indicator, indicator.above)
            whole = sum((mark.value or Decimal(0) for mark in marks), Decimal(0))
            if not whole:
                continue
            top = max(marks, key=lambda mark: mark.value or 0)
            title = (
                f"Nhiều nhất {top.label}: {top.text} trong {parts.number(whole)} "
                f"{indicator.noun}"
            )
            desc = ", ".join(f"{mark.label}: {mark.text}" for mark in marks) + "."
            found.append(
                Drawn(
                    chart.slug,
                    chart.question,
                    f"{parts.number(whole)} {indicator.noun}",
                    charts.columns(chart.slug, marks, title=title, desc=desc),
                    ["Khoảng", f"Số {indicator.noun}"],
                    [[mark.text] for mark in marks],
                    marks,
                )
            )
        return found

    @property
    def _levels(self) -> list[Drawn]:
        found = []
        for chart in registry.charts(Looks.LEVELS):
            indicator = indicator_of(chart)
            marks = self._marks(chart, indicator, indicator.also)
            now = queries.counted(indicator, self.found.now)
            if not now.below:
                continue
            share = amount(now.value.value or Decimal("0.0"), indicator)
            told = f"{parts.number(now.below)} {indicator.noun}"
            title = f"{indicator.sentence.format(value=share)}, trên {told}"
            desc = ", ".join(f"{mark.label}: {mark.text}" for mark in marks) + "."
            few = now.below < chart.fewest
            note = (
                f"Ít {indicator.noun}: một người đổi ý là tỷ lệ đổi nhiều."
                if few
                else ""
            )
            found.append(
                Drawn(
                    f"{chart.slug}-muc",
                    chart.question,
                    f"{parts.number(now.below)} {indicator.noun}",
                    charts.stacked(f"{chart.slug}-muc", marks, title=title, desc=desc),
                    ["Mức", f"Số {indicator.noun}", "Tỷ lệ"],
                    [[mark.text, share_of(mark.value, now.below)] for mark in marks],
                    marks,
                    note,
                    [charts.swatch(n) for n in range(1, len(marks) + 1)],
                )
            )
        return found

    def _marks(
        self, chart: Chart, indicator: Indicator, terms: Iterable[Term]
    ) -> list[Mark]:
        found = []
        for term in terms:
            n = self.found.now.of(term.measure)
            url = self._cases(chart.slug, part=term.measure.replace("_", "-"))
            found.append(Mark(term.said, Decimal(n), parts.number(n), url))
        return found

    # heat

    @cached_property
    def heats(self) -> list[Heat]:
        return [
            heat for chart in registry.charts(Looks.HEAT) if (heat := self._heat(chart))
        ]

    def _heat(self, chart: Chart) -> Heat | None:
        known = registry.indicators()
        is_other = bool(chart.other) and self.heated == SHARE
        shown = known[chart.other if is_other else chart.slug]
        counted = {
            (unit_id, key): queries.counted_in(shown, self.found.cells, unit_id, key)
            for _, unit_id, key in self.found.cells
        }
        counted = {at: one for at, one in counted.items() if one.above or one.below}
        keys = most_of(((key, one) for (_, key), one in counted.items()), MOST_PARTS)
        units = most_of(((unit, one) for (unit, _), one in counted.items()), MOST_UNITS)
        _, names = registry.dimensions()[chart.dimension]
        named = names([key for key in keys if key])
        values = [one.value.value or Decimal(0) for one in counted.values()]
        most = max(values, default=Decimal(0))
        rows = [
            (
                self.found.names[unit_id],
                [
                    self._spot(
                        shown, counted.get((unit_id, key)), unit_id, key, most, chart
                    )
                    for key in keys
                ],
            )
            for unit_id in units
        ]
        label = [known[slug].label for slug in (chart.slug, chart.other)]
        heated = "" if is_other else SHARE
        pairs = [*self.asked.query, ("dv", self.place.code)]
        pairs += [("nhiet", heated)] if heated else []
        return Heat(
            "nhiet",
            chart.question,
            label[is_other],
            label[not is_other],
            f"?{urlencode(pairs)}#nhiet",
            [named.get(key) or "Chưa rõ" for key in keys],
            rows,
            f"{label[is_other]} theo đơn vị và lĩnh vực",
        )

    def _spot(
        self,
        indicator: Indicator,
        one: Counted | None,
        unit_id: int,
        key: str,
        most: Decimal,
        chart: Chart,
    ) -> Spot:
        if one is None or one.value.value is None:
            return Spot(parts.NOTHING, NOTHING, "", 0)
        return Spot(
            amount(one.value.value, indicator),
            f"{parts.number(one.above)} trong {parts.number(one.below)}"
            if indicator.is_share
            else indicator.noun,
            self._cases(
                indicator.slug, alone=unit_id, dimension=chart.dimension, key=key
            ),
            charts.shade(one.value.value, most),
        )

    # addresses

    def _explained(self, slug: str, window: Window | None = None) -> str:
        asked = Asked(window, None) if window else self.asked
        pairs = [*asked.query, ("dv", self.place.code)]
        return f"{reverse('indicators:explain', args=[slug])}?{urlencode(pairs)}"

    def _cases(
        self,
        slug: str,
        *,
        part: str = WHOLE,
        alone: int | None = None,
        dimension: str = "",
        key: str = "",
    ) -> str:
        code = self.place.code
        if alone is not None:
            code = f"{code}{ALONE}{self.found.codes[alone]}"
        place = [slug, part, code, self.asked.address]
        if not dimension:
            return reverse("indicators:cases", args=place)
        return reverse(
            "indicators:part_cases", args=[*place, dimension, key or UNKNOWN]
        )


def screen(
    actor: Actor,
    place: Unit,
    asked: Asked,
    heated: str,
    *,
    now: datetime,
    today: date,
    most_units: int = MOST_UNITS,
) -> Screen:
    """Ask for everything that the board shows."""
    scope = scope_for(actor, place, today=today)
    found = queries.read(
        actor,
        place,
        scope,
        asked.window,
        asked.before.window,
        now=now,
        today=today,
    )
    return Screen(actor, place, asked, heated, now, today, found, most_units)
