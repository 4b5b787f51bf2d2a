"""The catalogue of procedures: on a day, as it was, and what is missing in it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from lienmach.calc import procedures as calc
from lienmach.calc.procedure_cells import Words, changes
from lienmach.org.models import Level, UnitKind
from lienmach.org.models.dated import in_force
from lienmach.registers.models import (
    Channel,
    Fee,
    Hop,
    OnlineLevel,
    Place,
    Procedure,
    ProcedureChange,
    ProcedureField,
    ProcedureVersion,
    Publication,
    Step,
)


def procedures(*, on: date) -> QuerySet[ProcedureVersion]:
    """One version of each procedure: of a day, else the last, else the first."""
    return (
        ProcedureVersion.objects.shown_on(on)
        .select_related("procedure", "field")
        .annotate(posted=Count("publications"))
        .order_by("name_key", "pk")
    )


def with_parts(rows: QuerySet[ProcedureVersion]) -> QuerySet[ProcedureVersion]:
    """With all that ``draft_of`` reads: four more queries, however many rows."""
    return rows.select_related("procedure", "field").prefetch_related(
        "components",
        "fees",
        Prefetch("steps", Step.objects.select_related("unit_kind")),
        "hops",
    )


def draft_of(version: ProcedureVersion) -> calc.Draft:
    """All that a version says, as plain values."""
    return calc.Draft(
        code=version.procedure.code,
        name=version.name,
        everyday_name=version.everyday_name,
        field=version.field.name,
        levels=tuple(version.levels),
        owner=version.owner,
        is_vertical=version.is_vertical,
        legal_basis=tuple(version.legal_basis),
        components=tuple(part.value() for part in version.components.all()),
        fees=tuple(part.value() for part in version.fees.all()),
        limit=version.limit,
        limit_note=version.limit_note,
        steps=tuple(part.value() for part in version.steps.all()),
        result=version.result,
        forms=tuple(version.forms),
        channels=tuple(version.channels),
        online=version.online,
        received_where=version.received_where,
        hops=tuple(part.value() for part in version.hops.all()),
    )


def words() -> Words:
    """What the codes of a version are called. Two queries."""
    return Words(
        levels=dict(Level.objects.values_list("code", "name")),
        kinds=dict(UnitKind.objects.values_list("code", "name")),
        channels={str(code): str(label) for code, label in Channel.choices},
        online={str(code): str(label) for code, label in OnlineLevel.choices},
    )


def in_force_on(code: str, day: date) -> ProcedureVersion | None:
    """The version by which a dossier of that day is handled."""
    rows = ProcedureVersion.objects.current().in_force(day)
    return with_parts(rows.filter(procedure__code=code)).first()


def first_day(code: str) -> date | None:
    """From when the catalogue knows a procedure."""
    rows = ProcedureVersion.objects.current().filter(procedure__code=code)
    return rows.order_by("valid_from").values_list("valid_from", flat=True).first()


# How a procedure stands on a day.
def is_in_force(on: date) -> Q:
    return in_force(on)


def is_to_come(on: date) -> Q:
    return Q(valid_from__gt=on)


def has_ended(on: date) -> Q:
    return Q(valid_to__lte=on)


def asks_a_fee(on: date) -> Exists:
    """Whether a version asks for money of anybody on a day."""
    begun = Q(valid_from=None) | Q(valid_from__lte=on)
    lasts = Q(last_day=None) | Q(last_day__gte=on)
    fees = Fee.objects.filter(begun, lasts, version=OuterRef("pk"), amount__gt=0)
    return Exists(fees)


def is_interlinked() -> Exists:
    """Whether a version goes on to other agencies by itself."""
    return Exists(Hop.objects.filter(version=OuterRef("pk")))


def lacks(*places: str) -> Q:
    """Versions that are not posted in one of these places at least."""
    missing = Q()
    for place in places or Place.values:
        posted = Publication.objects.filter(version=OuterRef("pk"), place=place)
        missing |= Q(~Exists(posted))
    return Q(valid_to=None) & missing


@dataclass(frozen=True, slots=True)
class Changed:
    """A version beside the one before it: what a decision has changed."""

    version: ProcedureVersion
    by: ProcedureChange | None
    differences: list[tuple[str, str, str]]


def history(procedure: Procedure) -> list[Changed]:
    """The versions of a procedure, the last first, each with what it changed."""
    rows = list(
        with_parts(procedure.versions.filter(replaced_at=None))
        .prefetch_related("changes")
        .order_by("valid_from")
    )
    said = words()
    told: list[Changed] = []
    for n, version in enumerate(rows):
        differences = []
        if n:
            differences = changes(draft_of(rows[n - 1]), draft_of(version), said)
        by = next(iter(version.changes.all()), None)
        told.append(Changed(version, by, differences))
    return told[::-1]


def log(procedure: Procedure) -> QuerySet[ProcedureChange]:
    """Every decision on a procedure, the last to take effect first."""
    return procedure.changes.select_related("successor", "version", "made_by")


def decided(
    start: date | None = None, end: date | None = None
) -> QuerySet[ProcedureChange]:
    """The change log of the catalogue, by day of effect; both ends included."""
    rows = ProcedureChange.objects.select_related("procedure", "successor", "version")
    if start:
        rows = rows.filter(effective_on__gte=start)
    if end:
        rows = rows.filter(effective_on__lte=end)
    return rows


def fields() -> list[ProcedureField]:
    return list(ProcedureField.objects.all())


def levels() -> list[tuple[str, str]]:
    return list(Level.objects.order_by("rank").values_list("code", "name"))


@dataclass(frozen=True, slots=True)
class FieldCount:
    """How many procedures of a field each level handles; one may be of several."""

    field: ProcedureField
    by_level: list[tuple[str, int]]
    total: int


@dataclass(frozen=True, slots=True)
class Counts:
    """The catalogue of a day, by field and level."""

    levels: list[tuple[str, str]]
    fields: list[FieldCount]
    by_level: list[tuple[str, int]]
    total: int


def counts(on: date) -> Counts:
    """Count the procedures in force on a day. Two queries."""
    rows = list(
        ProcedureVersion.objects.current()
        .in_force(on)
        .select_related("field")
        .only("levels", "field__name", "field__name_key")
    )
    every = levels()
    met = {level for row in rows for level in row.levels}
    shown = [(code, name) for code, name in every if code in met]
    by_field: dict[ProcedureField, list[ProcedureVersion]] = {}
    for row in rows:
        by_field.setdefault(row.field, []).append(row)
    ordered = sorted(by_field, key=lambda field: field.name_key)
    return Counts(
        shown,
        [
            FieldCount(field, _by_level(by_field[field], shown), len(by_field[field]))
            for field in ordered
        ],
        _by_level(rows, shown),
        len(rows),
    )


def _by_level(
    rows: Iterable[ProcedureVersion], shown: list[tuple[str, str]]
) -> list[tuple[str, int]]:
    found = Counter(level for row in rows for level in row.levels)
    return [(code, found[code]) for code, _ in shown]
