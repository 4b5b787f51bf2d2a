"""Where the numbers of a form lead: to how they were counted, or to the entries."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse

from lienmach.calc.findings import bare
from lienmach.calc.forms import Row, RowKind, State
from lienmach.calc.period import Window
from lienmach.indicators import registry
from lienmach.indicators.queries.explain import address_of
from lienmach.org.models import Level
from lienmach.reporting.queries.frozen import measures_of, sides_of
from lienmach.reporting.queries.sheets import Draft


@dataclass(frozen=True, slots=True)
class Link:
    """A part of a number with the page of exactly that part."""

    label: str
    url: str


class Links:
    """Where the numbers of a form lead: to how they were counted, or to the entries.

    A row that is of one level of government leads to pages of that level alone.
    """

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        window = draft.report.round.window
        eve = window.start - timedelta(days=1)
        self.days = {False: window, True: Window(eve, eve)}
        self.levels = dict(Level.objects.values_list("code", "name"))
        self.places = {row.code: at for at, row in enumerate(draft.form.rows)}

    def authority(self, row: Row) -> str:
        level = self.levels.get(row.level, "")
        return f"thẩm quyền {level.lower()}" if level else "không thuộc thẩm quyền"

    def url(self, row: Row) -> str:
        """The page of exactly what a row shows; nothing where no one page has it."""
        if self.is_overridden(row):
            return ""
        return self.counted(row)

    def counted(self, row: Row) -> str:
        """The page of exactly what the product counts for a row."""
        if row.kind is RowKind.FORMULA:
            return self._of_share(row)
        if row.kind is not RowKind.MEASURE or not row.above:
            return ""
        if slug := _of_sum(measures_of(row)):
            return self._explained(slug, row)
        if len(row.above) == 1 and row.above[0].sign > 0:
            return self._entries(row.above[0].name, row)
        return ""

    def parts(self, row: Row) -> list[Link]:
        """What a row without a page of its own is made of, each with its page."""
        if row.kind is RowKind.MEASURE and not self.counted(row):
            found = [
                Link(sign_of(t.sign) + _label(t.name), self._entries(t.name, row))
                for t in row.above
            ]
            return [one for one in found if one.url]
        if row.kind is RowKind.FORMULA and not self.url(row):
            terms = (*row.above, *row.below)
            rows = [self.draft.rows[t.name] for t in terms if t.name in self.places]
            return [
                Link(bare(r.code), self.url(r) or f"#d{self.places[r.code]}")
                for r in rows
            ]
        return []

    def is_overridden(self, row: Row) -> bool:
        """Whether a person wrote another number than the one that is counted, into
        the row or into one that its formula is worked out from."""
        if row.kind is RowKind.FORMULA:
            terms = (*row.above, *row.below)
            rows = (self.draft.rows.get(term.name) for term in terms)
            return any(self.is_overridden(one) for one in rows if one)
        entered = self.draft.entered.get(row.code)
        is_blank = entered is None or entered.says.state is State.BLANK
        return row.kind is RowKind.MEASURE and not is_blank

    def _of_share(self, row: Row) -> str:
        above, below, _ = sides_of(row, self.draft.rows)
        if not above:
            return ""
        of = self.draft.rows[row.above[0].name]
        for one in registry.indicators().values():
            sides = ({t.measure for t in one.above}, {t.measure for t in one.below})
            if sides == (above, below):
                return self._explained(one.slug, of)
        return ""

    def _explained(self, slug: str, row: Row) -> str:
        window = self.days[row.is_before]
        pairs = {
            "tu": window.start.isoformat(),
            "den": window.end.isoformat(),
            "dv": self.draft.report.unit.code,
        }
        if row.level:
            pairs["cap"] = row.level
        return f"{reverse('indicators:explain', args=[slug])}?{urlencode(pairs)}"

    def _entries(self, name: str, row: Row) -> str:
        """The list of what one number counts; nothing where there is none."""
        window = self.days[row.is_before]
        for standing in registry.of_registers():
            if name in standing.labels:
                unit = self.draft.report.unit_id
                return standing.url(name, window.start, window.end, unit, row.level)
        for one in registry.indicators().values():
            if name in one.measures():
                code = address_of(self.draft.report.unit.code, row.level)
                days = f"{window.start}_{window.end}"
                place = [one.slug, name.replace("_", "-"), code, days]
                return reverse("indicators:cases", args=place)
        return ""


def sign_of(sign: int) -> str:
    """The sign before a part that is taken away."""
    return "trừ " if sign < 0 else ""


def _of_sum(names: set[str]) -> str:
    """The indicator that has a sum of measures on its page, best as all that it is."""
    if not names:
        return ""
    for one in registry.indicators().values():
        if {term.measure for term in one.above} == names and not one.below:
            return one.slug
    for one in registry.indicators().values():
        sides = ({t.measure for t in one.above}, {t.measure for t in one.below})
        if names in sides:
            return one.slug
    return ""


def _label(name: str) -> str:
    """What a number that can be counted is called."""
    for standing in registry.of_registers():
        if name in standing.labels:
            return standing.labels[name]
    return registry.get(name).label
