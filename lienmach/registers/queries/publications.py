"""What is posted where: at each receiving point, on a day, and what must be done there.

What must be posted at a point are the procedures in force that its level of government
handles; on the national database and on the website all of them: our reading.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import (
    Count,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Greatest

from lienmach.base.actor import Actor
from lienmach.org.models import UnitVersion
from lienmach.org.models.dated import in_force
from lienmach.registers.models import (
    Place,
    ProcedureChange,
    ProcedureVersion,
    Publication,
)
from lienmach.registers.models.publications import PublicationQuerySet

ONE_STOP = "one_stop"  # the kind of unit that is a receiving point


class Spot(NamedTuple):
    """A place to look at; a receiving point with its level of government."""

    place: str
    unit_id: int | None
    name: str
    level: str = ""

    @property
    def key(self) -> str:
        return str(self.unit_id or self.place)


def spots(actor: Actor, *, on: date) -> list[Spot]:
    """The national database, the website, and the points that an actor sees by name."""
    rows = UnitVersion.objects.in_force(on).filter(
        unit__in=actor.unit_ids, kind__code=ONE_STOP
    )
    points = rows.order_by("name_key").values_list("unit", "name", "level__code")
    return [
        Spot(Place.PORTAL, None, str(Place.PORTAL.label)),
        Spot(Place.WEBSITE, None, str(Place.WEBSITE.label)),
        *(Spot(Place.COUNTER, *point) for point in points),
    ]


def rows_at(spot: Spot) -> PublicationQuerySet:
    """All that was ever recorded at a place."""
    return Publication.objects.filter(place=spot.place, unit=spot.unit_id)


def last_of_each(
    rows: PublicationQuerySet, procedures: Collection[int], by: str
) -> list[Publication]:
    """Of each of some procedures the first row in an order, with its procedure."""
    asked = rows.filter(version__procedure__in=procedures)
    ordered = asked.order_by("version__procedure_id", by, "-posted_on", "-pk")
    one_each = ordered.distinct("version__procedure_id")
    return list(one_each.select_related("version__procedure", "made_by"))


def last_entries(spot: Spot, procedures: Collection[int]) -> list[Publication]:
    """The last entry of each procedure at a place: what would be withdrawn."""
    return last_of_each(rows_at(spot).current(), procedures, "-made_at")


def at(spot: Spot, *, on: date) -> QuerySet[ProcedureVersion]:
    """A row for each procedure that must be posted somewhere or is: what hangs there.

    ``up_version`` is the version that hangs, ``up_from`` since when that one was in
    force; empty where nothing does. ``by`` is the decision of the version in force.
    """
    up = (
        rows_at(spot)
        .up_on(on)
        .seen_by(on)
        .filter(version__procedure=OuterRef("procedure"))
        .order_by("-posted_on", "-pk")
    )
    changes = ProcedureChange.objects.filter(version=OuterRef("pk")).order_by("-pk")
    return (
        ProcedureVersion.objects.shown_on(on)
        .select_related("procedure", "field")
        .annotate(
            up_version=Subquery(up.values("version")[:1]),
            up_from=Subquery(up.values("version__valid_from")[:1]),
            up_posted=Subquery(up.values("posted_on")[:1]),
            up_checked=Subquery(up.values("day_checked")[:1]),
            up_good=Subquery(up.values("day_good")[:1]),
            up_address=Subquery(up.values("address")[:1]),
            up_note=Subquery(up.values("day_note")[:1]),
            by=Subquery(changes.values("decision")[:1]),
        )
        .filter(_must(spot, on) | Q(up_version__isnull=False))
    )


@dataclass(frozen=True, slots=True)
class States:
    """How a row of ``at`` may stand; of a point and a day."""

    must: Q
    up: Q
    outdated: Q
    missing: Q
    surplus: Q
    worn: Q

    @property
    def to_do(self) -> Q:
        return self.outdated | self.missing | self.surplus | self.worn


def states(spot: Spot, on: date) -> States:
    must = _must(spot, on)
    hangs = Q(up_version__isnull=False)
    same = Q(up_version=F("pk"))
    return States(
        must=must,
        up=must & same,
        outdated=must & hangs & ~same,
        missing=must & Q(up_version=None),
        surplus=~must & hangs,
        worn=must & hangs & Q(up_good=False),
    )


def _must(spot: Spot, on: date) -> Q:
    of_level = Q(levels__contains=[spot.level]) if spot.level else Q()
    return in_force(on) & of_level


class Counted(NamedTuple):
    """How many procedures must be posted, and how those stand.

    ``seen_on`` is the last day on which anything was posted or looked at there.
    """

    must: int = 0
    up: int = 0
    outdated: int = 0
    surplus: int = 0
    worn: int = 0
    seen_on: date | None = None

    @property
    def missing(self) -> int:
        return self.must - self.up - self.outdated

    @property
    def share(self) -> float | None:
        return self.up / self.must * 100 if self.must else None


def counts(many: Iterable[Spot], *, on: date) -> dict[Spot, Counted]:
    """Count for each of some places what is posted there on a day. Two queries."""
    held = ProcedureVersion.objects.current().filter(in_force(on))
    whole = list(held.order_by().values_list("levels").annotate(Count("pk")))
    of_procedure = held.filter(procedure=OuterRef("version__procedure"))
    latest = (
        Publication.objects.up_on(on)
        .order_by("place", "unit_id", "version__procedure_id", "-posted_on", "-pk")
        .distinct("place", "unit_id", "version__procedure_id")
    )
    is_held, is_same = Q(held__isnull=False), Q(version=F("held"))
    rows = (
        Publication.objects.filter(pk__in=latest.values("pk"))
        .seen_by(on)
        .order_by()
        .annotate(
            held=Subquery(of_procedure.values("pk")[:1]),
            levels=Subquery(of_procedure.values("levels")[:1]),
        )
        .values("place", "unit", "levels")
        .annotate(
            up=Count("pk", filter=is_same),
            outdated=Count("pk", filter=is_held & ~is_same),
            gone=Count("pk", filter=~is_held),
            worn=Count("pk", filter=is_held & Q(day_good=False)),
            seen_on=Max(Greatest("posted_on", "day_checked")),
        )
    )
    by_spot: dict[tuple[str, int | None], list[dict[str, Any]]] = {}
    for row in rows:
        by_spot.setdefault((row["place"], row["unit"]), []).append({**row})
    return {
        spot: _counted(spot, whole, by_spot.get((spot.place, spot.unit_id), []))
        for spot in many
    }


def _counted(
    spot: Spot, whole: list[tuple[list[str], int]], rows: list[dict[str, Any]]
) -> Counted:
    """Add up what has the same levels; what is of another level is surplus."""
    found = dict.fromkeys(("up", "outdated", "surplus", "worn"), 0)
    for row in rows:
        is_ours = not spot.level or spot.level in (row["levels"] or [])
        if is_ours:
            for name in ("up", "outdated", "worn"):
                found[name] += row[name]
            found["surplus"] += row["gone"]
        else:
            found["surplus"] += row["up"] + row["outdated"] + row["gone"]
    must = sum(n for levels, n in whole if not spot.level or spot.level in levels)
    seen = max((row["seen_on"] for row in rows), default=None)
    return Counted(must, **found, seen_on=seen)


class FieldCounted(NamedTuple):
    """What of a field is posted somewhere."""

    field_id: int
    name: str
    counted: Counted


def by_field(spot: Spot, *, on: date) -> list[FieldCounted]:
    """What of each field is posted at one place. One query."""
    said = states(spot, on)
    rows = (
        at(spot, on=on)
        .order_by("field__name_key")
        .values("field", "field__name", "field__name_key")
        .annotate(
            n_must=Count("pk", filter=said.must),
            n_up=Count("pk", filter=said.up),
            n_outdated=Count("pk", filter=said.outdated),
            n_surplus=Count("pk", filter=said.surplus),
            n_worn=Count("pk", filter=said.worn),
            seen_on=Max(Greatest("up_posted", "up_checked")),
        )
    )
    return [
        FieldCounted(
            row["field"],
            row["field__name"],
            Counted(
                row["n_must"],
                row["n_up"],
                row["n_outdated"],
                row["n_surplus"],
                row["n_worn"],
                row["seen_on"],
            ),
        )
        for row in rows
    ]


MOST_TOLD = 30  # entries of a procedure at one place, on its page


class PlaceOf(NamedTuple):
    """How a procedure stands at one place, and all that was recorded of it there.

    ``state`` says what must be done there; nothing where all is well.
    """

    spot: Spot
    up: Publication | None
    state: str
    entries: list[Publication]


def places_of(
    version: ProcedureVersion, many: Iterable[Spot], *, on: date
) -> list[PlaceOf]:
    """Where a version of a day must be posted or its procedure is. One query."""
    spots = list(many)
    units = [spot.unit_id for spot in spots if spot.unit_id]
    rows = Publication.objects.filter(
        Q(unit=None) | Q(unit__in=units), version__procedure=version.procedure_id
    ).select_related("made_by", "withdrawn_by", "version")
    found: dict[tuple[str, int | None], list[Publication]] = {}
    for row in rows.order_by("-posted_on", "-pk"):
        found.setdefault((row.place, row.unit_id), []).append(row)
    nameless = Spot(Place.COUNTER, None, "Nơi tiếp nhận, không ghi điểm nào")
    told = []
    for spot in [*spots, nameless]:
        entries = found.get((spot.place, spot.unit_id), [])
        is_ours = not spot.level or spot.level in version.levels
        must = version.is_in_force(on) and is_ours and spot != nameless
        up = _up(entries, on)
        if must or entries:
            state = _to_do(version, up, must=must or spot == nameless)
            told.append(PlaceOf(spot, up, state, entries[:MOST_TOLD]))
    return told


def _up(entries: list[Publication], on: date) -> Publication | None:
    """What hung there on a day, as it had been seen until then."""
    last = next((one for one in entries if _is_up(one, on)), None)
    if last is None or not last.checked_on or last.checked_on <= on:
        return last
    known = (
        one
        for one in entries
        if (one.version_id, one.posted_on) == (last.version_id, last.posted_on)
        and one.pk < last.pk
        and not one.withdrawn_why
        and not (one.checked_on and one.checked_on > on)
    )
    return next(known, last)


def _is_up(row: Publication, on: date) -> bool:
    is_down = row.taken_down_on is not None and row.taken_down_on <= on
    return row.replaced_at is None and row.posted_on <= on and not is_down


def _to_do(version: ProcedureVersion, up: Publication | None, *, must: bool) -> str:
    if up is None:
        return "Chưa công khai phiên bản này." if must else ""
    if not must:
        return "Phải gỡ: thủ tục không còn áp dụng ở đây."
    if up.version_id != version.pk:
        return "Phải thay: đang là bản cũ."
    return "Rách, hỏng." if up.is_good is False else ""
