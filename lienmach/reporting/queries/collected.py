"""What the units below a report have handed in, level by level, and who has not.

A unit that was asked may ask on: its report is then what its own units handed in, and
counts above only once it was itself handed in. Sums climb; shares are worked out from
them at each level.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from lienmach.calc.collecting import together
from lienmach.calc.forms import BLANK, Form, RowKind, State, Value
from lienmach.org.models import UnitVersion
from lienmach.reporting.flow import HANDED_IN
from lienmach.reporting.models import Report, SheetCell

# The reports that hand in to one, to those, and so on; each is made after the one that
# it hands in to, so that there is no way around.
TREE = """
WITH RECURSIVE tree (report) AS (
    SELECT case_id FROM reporting_report
    WHERE above_id = %s AND taken_back_at IS NULL
    UNION
    SELECT case_id FROM tree JOIN reporting_report ON above_id = tree.report
    WHERE taken_back_at IS NULL
)
SELECT tree.report, reporting_report.above_id, reporting_report.unit_id,
       cases_case.state, cases_case.promised_at, cases_case.finished_at,
       LEAST(cases_case.finished_at, reporting_snapshot.made_at)
FROM tree
JOIN reporting_report ON reporting_report.case_id = tree.report
JOIN cases_case ON cases_case.id = tree.report
JOIN org_unit ON org_unit.id = reporting_report.unit_id
LEFT JOIN reporting_snapshot ON reporting_snapshot.id = reporting_report.snapshot_id
ORDER BY org_unit.code
"""
States = Mapping[tuple[str, str], Value]  # by form and row


@dataclass(frozen=True, slots=True)
class Part:
    """What one unit gave to a figure that was brought together, and from whom."""

    unit_id: int
    name: str
    value: Value
    parts: tuple["Part", ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A unit below that reports; ``depth`` is 1 for who was asked directly.

    ``counts`` says that its figures are in those of the report one looks from, and
    ``is_after`` that it handed in when the one above it had closed its own: they were
    handed in, or frozen to be signed.
    """

    report_id: int
    above_id: int
    unit_id: int
    name: str
    level: str
    depth: int
    state: str
    promised_at: datetime | None
    finished_at: datetime | None
    closed_at: datetime | None
    counts: bool
    is_after: bool

    @property
    def is_handed_in(self) -> bool:
        return self.state in HANDED_IN

    def is_late(self, now: datetime) -> bool:
        """Whether it is due and was not handed in."""
        due = self.promised_at
        return not self.is_handed_in and due is not None and due < now


@dataclass
class Below:
    """The units below a report, and what they gave to the sums of some forms.

    Each unit stands after the one it hands in to.
    """

    units: list[Asked] = field(default_factory=list)
    cells: dict[str, dict[str, list[Part]]] = field(default_factory=dict)
    overridden: dict[str, dict[str, list[Part]]] = field(default_factory=dict)

    @property
    def asked(self) -> int:
        return len(self.units)

    @property
    def handed_in(self) -> int:
        return sum(unit.is_handed_in for unit in self.units)

    @property
    def missing(self) -> list[str]:
        """Who has not handed in; of who was asked by a unit below, by which."""
        return [self.named(unit) for unit in self.units if not unit.is_handed_in]

    @property
    def after(self) -> list[str]:
        """Who handed in when the unit above already had: no sum has them yet."""
        return [self.named(unit) for unit in self.units if unit.is_after]

    def under(self, report_id: int) -> list[Asked]:
        """The units below one of them, at any level."""
        found, shown = [], {report_id}
        for unit in self.units:
            if unit.above_id in shown:
                shown.add(unit.report_id)
                found.append(unit)
        return found

    def named(self, unit: Asked) -> str:
        if unit.depth == 1:
            return unit.name
        names = {one.report_id: one.name for one in self.units}
        return f"{unit.name} ({names[unit.above_id]})"


def units_asked(report: Report) -> Below:
    """The units below a report at any level, without figures. At most two queries."""
    with connection.cursor() as cursor:
        cursor.execute(TREE, [report.pk])
        rows = cursor.fetchall()
    if not rows:
        return Below()
    told = _told((unit for _, _, unit, *_ in rows), report.round.end)
    under: dict[int, list[tuple[Any, ...]]] = {}
    found: list[Asked] = []
    for row in rows:
        under.setdefault(row[1], []).append(row)
    left = [(row, 1) for row in reversed(under[report.pk])]
    own_end = report.closed_at
    places: dict[int, Asked] = {}
    while left:
        row, depth = left.pop()
        pk, above_id, unit_id, state, promised_at, finished_at, closed_at = row
        above = places.get(above_id)
        end = above.closed_at if above else own_end
        is_in = state in HANDED_IN
        is_after = is_in and end is not None and finished_at > end
        name, level = told[unit_id]
        places[pk] = asked = Asked(
            report_id=pk,
            above_id=above_id,
            unit_id=unit_id,
            name=name,
            level=level,
            depth=depth,
            state=state,
            promised_at=promised_at,
            finished_at=finished_at,
            closed_at=closed_at,
            counts=is_in and not is_after and (above is None or above.counts),
            is_after=is_after,
        )
        found.append(asked)
        left += [(row, depth + 1) for row in reversed(under.get(pk, []))]
    assert len(found) == len(rows)
    return Below(found)


def below_of(report: Report, of: Iterable[Form] = ()) -> Below:
    """Who has handed in, and what they gave to the sums of some forms. At most three
    queries.

    A province has two hundred units below it: no row is read that is in no sum.
    """
    below = units_asked(report)
    forms = list(of)
    counting = {unit.report_id: unit for unit in below.units if unit.counts}
    if not forms or not counting:
        return below
    levels, sums = _sums(forms)
    rows = SheetCell.objects.filter(sums, sheet__report__in=list(counting)).values_list(
        "sheet__report", "sheet__form", "code", "state", "value", "reason"
    )
    states = {state.value: state for state in State}
    entered: dict[int, dict[tuple[str, str], Value]] = {}
    told: dict[int, list[tuple[str, str, Value]]] = {}
    for pk, form, code, state, value, reason in rows:
        says = Value(states[state], value)
        if (form, code) in levels:
            entered.setdefault(pk, {})[form, code] = says
        elif reason:
            told.setdefault(pk, []).append((form, code, says))
    _climb(report, below, counting, entered, levels)
    for pk, unit in counting.items():
        for form, code, says in told.get(pk, ()):
            part = Part(unit.unit_id, unit.name, says)
            below.overridden.setdefault(form, {}).setdefault(code, []).append(part)
    return below


def _climb(
    report: Report,
    below: Below,
    counting: Mapping[int, Asked],
    entered: Mapping[int, States],
    levels: Mapping[tuple[str, str], str],
) -> None:
    """Add up from the lowest units to those that hand in to the report itself.

    A figure of another level of government is brought together, not entered, once a
    unit below has brought it: the same as a unit sees in its own form.
    """
    gathered: dict[int, dict[tuple[str, str], list[Part]]] = {}
    for unit in reversed(list(counting.values())):  # those below a unit stand after it
        own = entered.get(unit.report_id, {})
        theirs = gathered.pop(unit.report_id, {})
        above = gathered.setdefault(unit.above_id, {})
        for row in {**own, **theirs}:
            parts = tuple(reversed(theirs.get(row, ())))
            said = [part.value for part in parts]
            if not parts or levels[row] in ("", unit.level):
                said.append(own.get(row, BLANK))
            value = together(said) if parts else said[0]
            part = Part(unit.unit_id, unit.name, value, parts)
            above.setdefault(row, []).append(part)
    for (form, code), found in gathered.get(report.pk, {}).items():
        below.cells.setdefault(form, {})[code] = found[::-1]


def _sums(of: Iterable[Form]) -> tuple[dict[tuple[str, str], str], Q]:
    """The rows that are brought together with their levels; and their cells, with those
    that stand in place of a count."""
    found = Q()
    levels: dict[tuple[str, str], str] = {}
    for form in of:
        rows = [row for row in form.rows if row.kind is RowKind.COLLECTED]
        levels |= {(form.code, row.code): row.level for row in rows}
        brought = Q(code__in=[row.code for row in rows]) | ~Q(reason="")
        found |= Q(sheet__form=form.code) & brought
    return levels, found


def _told(units: Iterable[int], day: date) -> dict[int, tuple[str, str]]:
    """What units were called on a day, and of which level they were; of those that had
    ended, their last."""
    versions = UnitVersion.objects.filter(unit__in=list(units)).order_by("valid_from")
    found: dict[int, tuple[str, str]] = {}
    for unit, name, level, start in versions.values_list(
        "unit", "name", "level__code", "valid_from"
    ):
        if start <= day or unit not in found:
            found[unit] = name, level
    return found
