"""What the rows of a past report are among ours, before they enter a series."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from lienmach.base.actor import Actor
from lienmach.calc.forms import Form, Row, RowKind, State, Value
from lienmach.calc.likeness import Known, Sureness, recognise, recognise_form
from lienmach.calc.period import Window
from lienmach.calc.text import fold
from lienmach.indicators.models import CellState, ReportedValue, RowMapping
from lienmach.indicators.queries.forms import figures, forms
from lienmach.indicators.queries.scope import As, counting_begun, scope_of
from lienmach.org.models import Unit

Key = tuple[str, str, str]  # of a printed row: form, code, label, all folded
Place = tuple[str, str]  # of a row of ours: form, code
NOWHERE: Place = ("", "")
FIGURES = (CellState.VALUE, CellState.NONE)
OF_FILE = "tep:"  # begins the source of what somebody brought in a file


def key_of(value: ReportedValue) -> Key:
    return value.form_key, fold(value.code)[:30], fold(value.label)[:300]


@dataclass(frozen=True, slots=True)
class Planned:
    """A printed row with the row of ours it may be, and what is held of that already.

    ``counted`` is what the product counts for the same days; ``other`` the figure that
    another report put there, which this one would take the place of.
    """

    value: ReportedValue
    place: Place
    sureness: Sureness
    is_decided: bool
    row: Row | None
    counted: Value | None
    other: ReportedValue | None

    @property
    def is_figure(self) -> bool:
        return self.value.state in FIGURES

    @property
    def is_in(self) -> bool:
        return bool(self.value.row_form)

    @property
    def is_other_unit(self) -> bool:
        """Whether a share was printed where ours is a count, or the other way."""
        said = self.value.measure.strip()
        return bool(self.row and said and ("%" in said) != self.row.is_percent)

    @property
    def differs(self) -> bool:
        """Whether what is counted is another number than what was printed."""
        if self.counted is None or self.counted.value is None:
            return False
        return rounded(self.counted.value, self.value.value) != self.value.value


def rounded(counted: Decimal, printed: Decimal | None) -> Decimal:
    """What is counted with as many digits as the report prints."""
    digits = -int((printed or Decimal(0)).normalize().as_tuple().exponent)
    return round(counted, max(digits, 0))


def is_of_file(source: str) -> bool:
    """Whether a source is a file that somebody brought, not a report."""
    return source.startswith(OF_FILE)


def of_source(source: str, actor: Actor) -> QuerySet[ReportedValue]:
    """The figures of a report or a file that an actor may see, in their order."""
    found = ReportedValue.objects.visible_to(actor).filter(source=source)
    return found.order_by("line", "pk")


def planned(
    values: Sequence[ReportedValue], chosen: Mapping[str, str], *, today: date
) -> list[Planned]:
    """Say of each printed row what it is; ``chosen`` names our form for a printed one.

    What was decided before holds; else code and words are compared.
    """
    known = forms()
    before = decided(values)
    ours = {key: known[code] for key, code in chosen.items() if code in known}
    titles = [(code, form.title) for code, form in known.items()]
    for value in values:
        if value.form_key not in ours:
            code = recognise_form(value.form, titles)
            if code:
                ours[value.form_key] = known[code]
    others = others_of(values)
    counted = _counted(values, ours.values(), today)
    return [_plan(value, known, ours, before, others, counted) for value in values]


def _plan(
    value: ReportedValue,
    known: Mapping[str, Form],
    ours: Mapping[str, Form],
    before: Mapping[Key, Place],
    others: Mapping[tuple[int, date, date, Place], ReportedValue],
    counted: Mapping[tuple[int, date, date, str], dict[str, Value]],
) -> Planned:
    key, form = key_of(value), ours.get(value.form_key)
    sureness, place = Sureness.UNKNOWN, NOWHERE
    if value.row_form:
        place, sureness = (value.row_form, value.row_code), Sureness.SAME
    elif key in before:
        place, sureness = before[key], Sureness.SAME
    elif form:
        rows = [
            Known(r.code, r.label) for r in form.rows if r.kind is not RowKind.SECTION
        ]
        found = recognise(value.code, value.label, rows)
        sureness = found.sureness
        place = (form.code, found.code) if found.code else NOWHERE
    row = row_of(known, place)
    days = value.unit_id, value.period_start, value.period_end
    other = others.get((*days, place))
    return Planned(
        value,
        place if row else NOWHERE,
        sureness if row else Sureness.UNKNOWN,
        key in before or bool(value.row_form),
        row,
        counted.get((*days, place[0]), {}).get(place[1]),
        other if other and other.source != value.source else None,
    )


def row_of(known: Mapping[str, Form], place: Place) -> Row | None:
    form = known.get(place[0])
    rows = form.rows if form else ()
    return next((row for row in rows if row.code == place[1]), None)


def decided(values: Iterable[ReportedValue]) -> dict[Key, Place]:
    """What was decided of printed rows on any report."""
    keys = {value.form_key for value in values}
    return {
        (one.form_key, one.code, one.label_key): (one.row_form, one.row_code)
        for one in RowMapping.objects.filter(form_key__in=keys)
    }


def others_of(
    values: Sequence[ReportedValue],
) -> dict[tuple[int, date, date, Place], ReportedValue]:
    """What stands in series for the same units and days."""
    found = ReportedValue.objects.exclude(row_form="").filter(
        unit__in={value.unit_id for value in values},
        period_end__in={value.period_end for value in values},
    )
    return {
        (v.unit_id, v.period_start, v.period_end, (v.row_form, v.row_code)): v
        for v in found
    }


def _counted(
    values: Sequence[ReportedValue], ours: Iterable[Form], today: date
) -> dict[tuple[int, date, date, str], dict[str, Value]]:
    """What the product counts for the days of a report, where all are counted."""
    asked = {(v.unit_id, v.period_start, v.period_end) for v in values}
    if len(asked) != 1:  # a file of many periods is compared on the pages of figures
        return {}
    ((unit, first, last),) = asked
    scope = scope_of(unit, As.THEN, today=today)
    begun = counting_begun(scope)
    if begun is None or first < begun or last > today:
        return {}
    window = Window(first, last)
    return {
        (unit, first, last, form.code): {
            one.row.code: one.cell
            for one in figures(form, scope, window)
            if one.cell.state in (State.VALUE, State.NONE)
        }
        for form in {form.code: form for form in ours}.values()
    }


def code_of(unit_id: int) -> str:
    return Unit.objects.values_list("code", flat=True).get(pk=unit_id)
