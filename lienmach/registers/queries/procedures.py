"""The catalogue of procedures: on a day, as it was, and what is missing in it."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.db.models import (
    Case,
    Count,
    Exists,
    Max,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    When,
)

from lienmach.calc import procedures as calc
from lienmach.calc.procedure_cells import Words, changes
from lienmach.org.models import Level, UnitKind
from lienmach.org.models.dated import in_force
from lienmach.registers.models import (
    AwaitedField,
    Channel,
    Component,
    Fee,
    Hop,
    Milestone,
    OnlineLevel,
    Place,
    Procedure,
    ProcedureChange,
    ProcedureField,
    ProcedureVersion,
    Publication,
    Step,
)

KEPT = 2_000  # versions whose papers and fees are held in memory
# Of the publications of a version: those that are there now.
IS_UP = Q(publications__replaced_at=None, publications__taken_down_on=None)


def procedures(*, on: date) -> QuerySet[ProcedureVersion]:
    """One version of each procedure: of a day, else the last, else the first."""
    return (
        ProcedureVersion.objects.shown_on(on)
        .select_related("procedure", "field")
        .annotate(posted=Count("publications__place", distinct=True, filter=IS_UP))
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


# A version is written once, so what it is made of may be kept in memory by its key.


@lru_cache(maxsize=KEPT)
def papers_of(version_id: int) -> tuple[Component, ...]:
    """The papers that a version asks for, in their order. One query, once."""
    return tuple(Component.objects.filter(version=version_id))


@lru_cache(maxsize=KEPT)
def fees_of(version_id: int) -> tuple[Fee, ...]:
    """The fees of a version, of all days, in their order. One query, once."""
    return tuple(Fee.objects.filter(version=version_id))


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
        posted = Publication.objects.up().filter(version=OuterRef("pk"), place=place)
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


# Changes after which an inner process must be looked at again, of what still holds.
BY_CHANGE = Q(kind__in=[ProcedureChange.Kind.NEW, ProcedureChange.Kind.AMENDED])
IS_FOLLOWED = BY_CHANGE & Q(followed_on__isnull=False)
AWAITS = BY_CHANGE & Q(is_held=True, followed_on=None)


def decided(*, on: date) -> QuerySet[ProcedureChange]:
    """The change log of the catalogue, and how inner processes followed.

    ``followed_on`` is the first day, from that of the decision on, from which a
    document holds by which the inner process was approved; ``is_held`` whether what it
    began is still in force on a day or after it, and nothing later took its place.
    """
    later = Milestone.objects.current().filter(
        kind=Milestone.Kind.PROCESS,
        procedure=OuterRef("procedure"),
        valid_from__gte=OuterRef("decided_on"),
    )
    first = later.order_by("valid_from")
    lasts = Q(version__valid_to=None) | Q(version__valid_to__gt=on)
    begun = Q(version__isnull=False, version__replaced_at=None)
    return ProcedureChange.objects.select_related(
        "procedure", "successor", "version"
    ).annotate(
        followed_on=Subquery(first.values("valid_from")[:1]),
        followed_by=Subquery(first.values("document")[:1]),
        is_held=Case(When(begun & lasts, then=True), default=False),
    )


class Followed(NamedTuple):
    """What a decision changed, and how inner processes followed.

    What waits is of versions that still hold; what a later decision changed again
    before its process had followed is counted there alone.
    """

    decision: str
    decided_on: date
    decided_by: str
    changed: int
    followed: int
    last_on: date | None

    @property
    def waits(self) -> int:
        return self.changed - self.followed


def followed(year: int, *, on: date) -> list[Followed]:
    """The decisions of a year, the last first. One query."""
    rows = (
        decided(on=on)
        .filter(IS_FOLLOWED | AWAITS, decided_on__year=year)
        .values_list("decision", "decided_on", "decided_by")
        .annotate(
            changed=Count("pk"),
            followed=Count("pk", filter=IS_FOLLOWED),
            last_on=Max("followed_on"),
        )
    )
    return [Followed(*row) for row in rows.order_by("-decided_on", "decision")]


def decided_later(codes: Collection[str], after: date, *, on: date) -> list[str]:
    """The codes of which a decision signed after a day still holds on another."""
    rows = ProcedureChange.objects.filter(
        BY_CHANGE,
        Q(version__valid_to=None) | Q(version__valid_to__gt=on),
        procedure__code__in=codes,
        decided_on__gt=after,
        version__replaced_at=None,
    )
    return sorted(set(rows.values_list("procedure__code", flat=True)))


def decided_years() -> list[int]:
    """The years in which decisions were signed, the last first."""
    days = ProcedureChange.objects.dates("decided_on", "year", order="DESC")
    return [day.year for day in days]


def fields() -> list[ProcedureField]:
    return list(known_fields())


def known_fields() -> QuerySet[ProcedureField]:
    """Those of the catalogue, without what was only ever typed by mistake.

    A wait that was withdrawn keeps its field to be seen, but nobody chooses that again.
    """
    waits = AwaitedField.objects.filter(field=OuterRef("pk"))
    versions = ProcedureVersion.objects.filter(field=OuterRef("pk"))
    return ProcedureField.objects.exclude(
        Exists(waits), ~Exists(waits.current()), ~Exists(versions)
    )


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
