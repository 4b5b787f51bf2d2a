"""Where a person works today, what is seen from there, and with which rights."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied

from lienmach.base.actor import Actor
from lienmach.base.prepared import Prepared
from lienmach.org.models import User
from lienmach.org.registry import rights_of

# What is seen from a unit: those below it, and the records of those it succeeded. A
# unit that has ended is seen as on its last day. What was below a predecessor is not
# followed: each unit that ended has successors of its own.
REACH = Prepared(
    "org_reach",
    ("bigint[]", "date"),
    """
WITH RECURSIVE seat (root, day) AS (
    SELECT unit_id, max(least(valid_to - 1, $2))
    FROM org_unitversion
    WHERE unit_id = ANY((SELECT $1)::bigint[]) AND valid_from <= $2
    GROUP BY unit_id
), reach (root, unit, day, is_past) AS (
    SELECT root, root, day, false FROM seat
    UNION
    SELECT reach.root, next.unit, next.day, next.is_past
    FROM reach CROSS JOIN LATERAL (
        SELECT unit_id, reach.day, false
        FROM org_unitversion
        WHERE parent_id = reach.unit AND NOT reach.is_past
          AND valid_from <= reach.day AND (valid_to IS NULL OR valid_to > reach.day)
        UNION ALL
        SELECT old_id, reach.day, true
        FROM org_succession
        WHERE new_id = reach.unit AND effective_on <= reach.day
          AND NOT EXISTS (
            SELECT FROM org_unitversion
            WHERE unit_id = old_id AND valid_from <= reach.day
              AND (valid_to IS NULL OR valid_to > reach.day)
          )
    ) AS next (unit, day, is_past)
)
SELECT seat.root, seat.day, org_unit.code, version.name, version.short_name,
       (SELECT array_agg(DISTINCT unit) FROM reach WHERE reach.root = seat.root),
       EXISTS (SELECT FROM org_setting WHERE org_setting.name = 'demo')
FROM seat
JOIN org_unit ON org_unit.id = seat.root
JOIN org_unitversion AS version
  ON version.unit_id = seat.root AND version.valid_from <= seat.day
 AND (version.valid_to IS NULL OR version.valid_to > seat.day)
""",
)
ASSIGNED = Prepared(
    "org_assigned",
    ("bigint", "date"),
    """
SELECT unit_id, title, true, '', '{}'::text[], '{}'::text[], valid_from, id
FROM org_post
WHERE person_id = $1
  AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2)
UNION ALL
SELECT unit_id, '', false, code, added, removed, valid_from, org_grant.id
FROM org_grant JOIN org_role ON org_role.id = role_id
WHERE person_id = $1
  AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2)
ORDER BY 3 DESC, 7, 8
""",
)


class NoDesk(PermissionDenied):
    """The person works nowhere today, so nothing may be seen or done."""


@dataclass(frozen=True, slots=True)
class Workplace:
    """A unit in which a person may work today; one that has ended is an archive.

    ``day`` is the day as on which it is seen: today, or the last one that it had.
    """

    unit_id: int
    code: str
    name: str
    short_name: str
    title: str
    day: date
    has_ended: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """The actor, the unit worked in now, and all that could be chosen instead."""

    actor: Actor
    here: Workplace
    workplaces: tuple[Workplace, ...]
    is_demo: bool


@dataclass(frozen=True, slots=True)
class _Assigned:
    """A post (with a title) or a grant (with the rights of its role)."""

    unit_id: int
    title: str
    rights: frozenset[str]
    is_post: bool


def actor_of(
    user: User, *, on: date, unit_id: int | None = None, address: str = ""
) -> Actor:
    """Who a person is on a day; see ``desk_of``."""
    return desk_of(user, on=on, unit_id=unit_id, address=address).actor


def desk_of(
    user: User, *, on: date, unit_id: int | None = None, address: str = ""
) -> Desk:
    """Where a person works on a day, chosen by ``unit_id`` if that is still possible.

    One works where one has a post; and in a unit for which one was given a role though
    no post lies in it, such as the archive of a unit that has ended. A role acts where
    one works: in any unit that the grant reaches. Asks two queries; raises ``NoDesk``.
    """
    assigned = _assigned(user, on)
    seats = _seats({one.unit_id for one in assigned}, on)
    places = _workplaces(assigned, seats, on)
    if not places:
        raise NoDesk("Tài khoản chưa được bố trí vào đơn vị nào.")
    here = next((place for place in places if place.unit_id == unit_id), places[0])
    units = set(seats[here.unit_id].units)
    by_right: dict[str, frozenset[int]] = {}
    for one in assigned:
        reached = seats[one.unit_id].units if one.unit_id in seats else frozenset()
        if one.is_post or here.unit_id not in reached:
            continue
        units |= reached
        for right in one.rights:
            by_right[right] = by_right.get(right, frozenset()) | reached
    actor = Actor(user.pk, here.unit_id, frozenset(units), by_right, address)
    return Desk(actor, here, places, seats[here.unit_id].is_demo)


@dataclass(frozen=True, slots=True)
class _Seat:
    day: date
    code: str
    name: str
    short_name: str
    units: frozenset[int]
    is_demo: bool


def _seats(units: Iterable[int], on: date) -> dict[int, _Seat]:
    rows = REACH.run([list(units), on])
    return {
        root: _Seat(day, code, name, short, frozenset(reached), is_demo)
        for root, day, code, name, short, reached, is_demo in rows
    }


def _workplaces(
    assigned: list[_Assigned], seats: dict[int, _Seat], on: date
) -> tuple[Workplace, ...]:
    titles = {
        one.unit_id: one.title
        for one in assigned
        if one.is_post and one.unit_id in seats
    }
    for one in assigned:
        seat = seats.get(one.unit_id)
        if seat and not one.is_post and not seat.units & titles.keys():
            titles[one.unit_id] = ""
    return tuple(
        Workplace(
            unit_id,
            seats[unit_id].code,
            seats[unit_id].name,
            seats[unit_id].short_name,
            title,
            seats[unit_id].day,
            has_ended=seats[unit_id].day < on,
        )
        for unit_id, title in titles.items()
    )


def _assigned(user: User, on: date) -> list[_Assigned]:
    return [
        _Assigned(unit_id, title, rights_of(role, added, removed), is_post)
        for unit_id, title, is_post, role, added, removed, *_ in ASSIGNED.run(
            [user.pk, on]
        )
    ]
