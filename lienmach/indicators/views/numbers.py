"""The five numbers of the board: how much, against before, and over time."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from lienmach.base import charts, parts
from lienmach.calc.period import Window
from lienmach.indicators.forms import Asked
from lienmach.indicators.queries import board as queries
from lienmach.indicators.queries.board import Board, Counted, Step
from lienmach.indicators.queries.scope import Reach
from lienmach.indicators.registry import Chart, Indicator
from lienmach.indicators.views.pieces import (
    NOTHING,
    UNCOUNTED,
    Number,
    amount,
    begun_words,
    indicator_of,
)


@dataclass(frozen=True, slots=True)
class Numbers:
    """Tells the numbers of a board; ``explained`` addresses the page of a figure."""

    board: Board
    asked: Asked
    step_word: str
    explained: Callable[[str, Window | None], str]

    def of(self, chart: Chart) -> Number:
        indicator = indicator_of(chart)
        now = queries.counted(indicator, self.board.now)
        values = [
            queries.counted_at(indicator, one).value.value
            if self._reach(indicator, step.window) is not Reach.NONE
            else None
            for step, one in zip(self.board.steps, self.board.series, strict=True)
        ]
        numbers = [value for value in values if value is not None]
        desc = ""
        if numbers:
            told = (min(numbers), max(numbers), numbers[-1])
            low, high, last = (amount(x, indicator) for x in told)
            desc = f"Thấp nhất {low}, cao nhất {high}, mới nhất {last}."
        title = f"{chart.question} theo {self.step_word}"
        line = charts.sparkline(f"n-{chart.slug}", values, title=title, desc=desc)
        is_counted = self._reach(indicator, self.asked.window) is not Reach.NONE
        has_none = now.value.value is None or not is_counted
        value = NOTHING if is_counted else UNCOUNTED
        if now.value.value is not None and is_counted:
            value = parts.number(now.value.value)
        return Number(
            chart.question,
            value,
            "%" if indicator.is_share and not has_none else "",
            self._change(chart, indicator, now),
            self.explained(chart.slug, None),
            chart.is_bad and bool(now.above),
            line,
            [
                (self._in_step(indicator, step, x), self._way(chart, step, x))
                for step, x in zip(self.board.steps, values, strict=True)
            ],
        )

    def _in_step(self, indicator: Indicator, step: Step, x: Decimal | None) -> str:
        if x is not None:
            return amount(x, indicator)
        is_counted = self._reach(indicator, step.window) is not Reach.NONE
        return NOTHING if is_counted else UNCOUNTED

    def _way(self, chart: Chart, step: Step, x: Decimal | None) -> str:
        """The page of the figure of a step; what is no number leads nowhere."""
        return "" if x is None else self.explained(chart.slug, step.window)

    def _reach(self, indicator: Indicator, window: Window) -> Reach:
        return self.board.past.reach(window, is_stock=indicator.is_stock)

    def _change(self, chart: Chart, indicator: Indicator, now: Counted) -> str:
        """Against the time before; a share also says of how many it is.

        Nothing is compared with days that were not all counted.
        """
        since = begun_words(self.board.past.begun)
        reached = self._reach(indicator, self.asked.window)
        if reached is Reach.NONE:
            return since
        earlier = queries.counted(indicator, self.board.earlier)
        of = ""
        if indicator.is_share:
            of = f"trên {parts.number(now.below)} {indicator.noun}; "
            few = 0 < now.below < chart.fewest
            of = f"ít {indicator.noun} ({parts.number(now.below)}); " if few else of
        if reached is Reach.PART:
            return f"{of}{since}"
        before_reach = self._reach(indicator, self.asked.before.window)
        if before_reach is not Reach.WHOLE and now.value.value is not None:
            told = UNCOUNTED if before_reach is Reach.NONE else "chưa đếm đủ"
            return f"{of}kỳ trước {told}: {since}"
        if now.value.value is None or earlier.value.value is None:
            return f"{of}kỳ trước {NOTHING}" if now.below else "kỳ này chưa có"
        change = now.value.value - earlier.value.value
        unit = " điểm" if indicator.is_share else ""
        if not change:
            return f"{of}bằng kỳ trước"
        sign = "+" if change > 0 else "−"  # noqa: RUF001 - a minus as printed
        before = amount(earlier.value.value, indicator)
        return f"{of}{sign}{parts.number(abs(change))}{unit} so với {before} kỳ trước"
