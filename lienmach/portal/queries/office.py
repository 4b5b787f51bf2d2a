"""The office that a public page speaks for, and where people find it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from lienmach.calc.dossier_code import PATTERN, code_of
from lienmach.calc.spoken import spoken_week
from lienmach.onestop.queries.routes import pattern_now
from lienmach.org.models import Contact, UnitVersion
from lienmach.org.queries import above, below, names_on
from lienmach.org.queries.contacts import contact_of, public_unit
from lienmach.registers.queries.calendar import reception_week

MOST = 3  # receiving points whose hours stand on every page


@dataclass(frozen=True, slots=True)
class Point:
    """Where papers are taken and results given.

    ``hours`` are those in which papers are taken this week: they may be shorter than
    the working time that deadlines are counted by.
    """

    name: str
    office: str
    contact: Contact | None
    hours: tuple[str, ...]

    @property
    def call(self) -> str:
        """The number without blanks and dots, as a telephone dials it."""
        phone = self.contact.phone if self.contact else ""
        return "".join(c for c in phone if c.isdecimal() or c == "+")


def point(unit_id: int, *, on: date) -> Point:
    """A receiving point: its name, that of the office above it, contact and hours."""
    chain = above(unit_id, on)
    names = names_on(chain[:2], on)
    return Point(
        name=names.get(unit_id, ""),
        office=names.get(chain[1], "") if len(chain) > 1 else names.get(unit_id, ""),
        contact=contact_of(unit_id, on),
        hours=_hours(unit_id, on),
    )


def office(*, on: date) -> Point | None:
    """The office of the public pages; None until somebody has said which it is."""
    unit = public_unit()
    if unit is None:
        return None
    names = names_on([unit.pk], on)
    name = names.get(unit.pk, "")
    return Point(name, name, contact_of(unit.pk, on), _all_hours(unit.pk, on))


def _all_hours(unit_id: int, on: date) -> tuple[str, ...]:
    """When the one-stop units of an office receive; without one, when it is open.

    Where they differ each is said with its name.
    """
    points = _points(unit_id, on).values_list("unit", "name")
    hours = [(name, _hours(pk, on)) for pk, name in points[:MOST]]
    told = {said for _, said in hours}
    if len(told) > 1:
        return tuple(f"{name}: {'; '.join(said)}" for name, said in hours)
    return told.pop() if told else _hours(unit_id, on)


def sample_code(*, on: date) -> str:
    """What a code on a slip looks like here; empty before an office is chosen."""
    unit = public_unit()
    if unit is None:
        return ""
    agencies = _points(unit.pk, on).values_list("unit__code", flat=True)
    agency = agencies.first() or unit.code
    return code_of(pattern_now() or PATTERN, agency=agency, day=on, number=12)


def _points(unit_id: int, on: date) -> QuerySet[UnitVersion]:
    """The one-stop units of an office, by name."""
    rows = UnitVersion.objects.in_force(on).order_by("name_key", "unit")
    return rows.filter(unit__in=below(unit_id, on), kind__code="one_stop")


def _hours(unit_id: int, on: date) -> tuple[str, ...]:
    monday = on - timedelta(days=on.weekday())
    return tuple(spoken_week(reception_week(unit_id, monday)))
