"""Units on a day: as they were then, or mapped to what they have become."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import QuerySet

from lienmach.base.prepared import Prepared
from lienmach.org.models import Succession, UnitVersion
from lienmach.org.models.units import Unit

BELOW = """
WITH RECURSIVE found (unit) AS (
    SELECT %(unit)s::bigint
    UNION
    SELECT version.unit_id
    FROM found JOIN org_unitversion AS version ON version.parent_id = found.unit
    WHERE version.valid_from <= %(on)s
      AND (version.valid_to IS NULL OR version.valid_to > %(on)s)
)
SELECT unit FROM found
"""


# Those above some units ($1) on a day ($2) as ``found``: with which root, how far up.
CHAINS = """
WITH RECURSIVE found (root, unit, rank) AS (
    SELECT unit, unit, 0 FROM unnest((SELECT $1)) AS unit
    UNION ALL
    SELECT found.root, version.parent_id, found.rank + 1
    FROM found CROSS JOIN LATERAL (
        SELECT parent_id
        FROM org_unitversion
        WHERE unit_id = found.unit
        ORDER BY valid_from <= $2 DESC,
                 CASE WHEN valid_from <= $2 THEN valid_from END DESC,
                 valid_from
        LIMIT 1
    ) AS version
    WHERE version.parent_id IS NOT NULL AND found.rank < 20
)
"""
OF_UNITS = ("bigint[]", "date")
ABOVE = Prepared(
    "org_above",
    OF_UNITS,
    f"{CHAINS} SELECT root, unit FROM found ORDER BY root, rank",  # noqa: S608 - ours
)


@dataclass(frozen=True, slots=True)
class Node:
    """A unit at its place in the tree of a day; ``depth`` is 0 at the top."""

    version: UnitVersion
    depth: int
    has_children: bool


def unit_tree(on: date, *, units: Collection[int] | None = None) -> list[Node]:
    """The units in force on a day, each after its parent; ``units`` limits them.

    Siblings stand by kind, then by name. One query.
    """
    found = _siblings(on, units).select_related("unit", "kind", "level")
    versions = {version.unit_id: version for version in found}
    parents = {pk: version.parent_id for pk, version in versions.items()}
    return [
        Node(versions[pk], depth, has_children)
        for pk, depth, has_children in _in_tree(parents)
    ]


def short_tree(on: date, *, units: Collection[int]) -> list[tuple[str, str, int]]:
    """Code, short name and key of units in the order of ``unit_tree``. One query."""
    found = _siblings(on, units).values_list(
        "unit", "parent", "unit__code", "short_name"
    )
    told = {pk: (parent, code, name) for pk, parent, code, name in found}
    placed = _in_tree({pk: parent for pk, (parent, *_) in told.items()})
    return [(*told[pk][1:], pk) for pk, *_ in placed]


def _siblings(on: date, units: Collection[int] | None) -> QuerySet[UnitVersion]:
    found = UnitVersion.objects.in_force(on)
    if units is not None:
        found = found.filter(unit__in=units)
    return found.order_by("kind__rank", "name_key", "unit_id")


def _in_tree(parents: Mapping[int, int | None]) -> Iterator[tuple[int, int, bool]]:
    """Put units, in the order of siblings, each after its parent: key, depth, whether
    it has children. One whose parent is not among them stands at the top.
    """
    children: dict[int | None, list[int]] = {}
    for pk, parent in parents.items():
        children.setdefault(parent if parent in parents else None, []).append(pk)
    left = [(pk, 0) for pk in reversed(children.get(None, []))]
    while left:
        pk, depth = left.pop()
        own = children.get(pk, [])
        yield pk, depth, bool(own)
        left += [(child, depth + 1) for child in reversed(own)]


def below(unit_id: int, on: date) -> frozenset[int]:
    """A unit and all that hung below it on a day."""
    with connection.cursor() as cursor:
        cursor.execute(BELOW, {"unit": unit_id, "on": on})
        return frozenset(unit for (unit,) in cursor.fetchall())


def above(unit_id: int, on: date) -> list[int]:
    """A unit and those it hung below on a day, the nearest first. One query.

    Of a unit that had ended it is what it last belonged to; of one not begun, first.
    """
    return above_each([unit_id], on)[unit_id]


def above_each(units: Iterable[int], on: date) -> dict[int, list[int]]:
    """The same for several units, in one query."""
    found: dict[int, list[int]] = {}
    for root, unit in ABOVE.run([list(set(units)), on]):
        found.setdefault(root, []).append(unit)
    return found


def successors(unit_id: int, on: date) -> frozenset[int]:
    """What a unit has become by a day: itself while it lasts, nothing before it began.

    Chains are followed to their end; a unit that was split has become all its parts.
    """
    return all_successors(on).get(unit_id, frozenset())


def all_successors(on: date) -> dict[int, frozenset[int]]:
    """For each unit that has begun by a day, the units that it has become («as now»).

    Two queries. What a unit with several successors has cannot be divided among them:
    whoever counts «as now» must count the successors together.
    """
    versions = UnitVersion.objects.filter(valid_from__lte=on)
    begun = set(versions.values_list("unit_id", flat=True).distinct())
    lasting = set(UnitVersion.objects.in_force(on).values_list("unit_id", flat=True))
    handed_on: dict[int, list[int]] = {}
    for old, new in Succession.objects.filter(effective_on__lte=on).values_list(
        "old_id", "new_id"
    ):
        handed_on.setdefault(old, []).append(new)
    return {unit: _ends(unit, lasting, handed_on) for unit in begun}


def _ends(
    unit: int, lasting: set[int], handed_on: dict[int, list[int]]
) -> frozenset[int]:
    seen, left, ends = {unit}, [unit], set()
    while left:
        one = left.pop()
        if one in lasting:
            ends.add(one)
            continue
        new = [x for x in handed_on.get(one, []) if x not in seen]
        seen.update(new)
        left += new
    return frozenset(ends)


def names_on(units: Iterable[int], day: date, *, short: bool = False) -> dict[int, str]:
    """What units were called on a day; an ended one keeps its last name.

    A unit that had not begun has the name it began with. One query.
    """
    column = "short_name" if short else "name"
    versions = UnitVersion.objects.filter(unit__in=list(units)).order_by("valid_from")
    names: dict[int, str] = {}
    for unit_id, name, start in versions.values_list("unit_id", column, "valid_from"):
        if start <= day or unit_id not in names:
            names[unit_id] = name
    return names


def codes_and_names(on: date) -> list[tuple[str, str]]:
    """Every unit there ever was, by code, with what it is or was last called."""
    codes = dict(Unit.objects.order_by("code").values_list("pk", "code"))
    names = names_on(codes, on)
    return [(code, names.get(pk, "")) for pk, code in codes.items()]
