"""What rooms above have to say of the registers; they register it in their ``wiring``.

Who wants to know when the calendar says something else than before: deadlines lean on
it, and this room does not know whose. Who plays a procedure before it is kept.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lienmach.base.actor import Actor
from lienmach.registers.models import ProcedureVersion

Listener = Callable[[int | None, datetime], None]
_listeners: list[Listener] = []


def on_calendar(listener: Listener) -> None:
    """Call ``listener(user_id, at)`` in every transaction that changes the calendar."""
    if listener not in _listeners:
        _listeners.append(listener)


def calendar_changed(user_id: int | None, at: datetime) -> None:
    for listener in _listeners:
        listener(user_id, at)


Rehearse = Callable[[ProcedureVersion, Actor, date], list[str]]
_rehearsals: list[Rehearse] = []


def on_version(rehearse: Rehearse) -> None:
    """Ask ``rehearse(version, actor, day)`` what would go wrong with a new version."""
    if rehearse not in _rehearsals:
        _rehearsals.append(rehearse)


def doubts_about(version: ProcedureVersion, actor: Actor, on: date) -> list[str]:
    """What would go wrong with a version from a day on, a sentence each."""
    return [said for rehearse in _rehearsals for said in rehearse(version, actor, on)]


Leaning = Callable[[Collection[int], str, date, Actor], list[str]]
_leaning: list[Leaning] = []


def on_kept(leaning: Leaning) -> None:
    """Ask ``leaning(units, name, first, actor)`` what is open and would be counted, or
    no more counted, if those units kept a register from a day on.
    """
    if leaning not in _leaning:
        _leaning.append(leaning)


def leaning_on(
    units: Collection[int], name: str, first: date, actor: Actor
) -> list[str]:
    """What is open and would change, a line each."""
    return [said for asked in _leaning for said in asked(units, name, first, actor)]


FilledRows = Callable[[date], Mapping[str, Sequence[str]]]
_filled_rows: list[FilledRows] = []


def on_filled_rows(told: FilledRows) -> None:
    """Ask ``told(day)`` which rows of forms registers fill, by kinds of marks."""
    if told not in _filled_rows:
        _filled_rows.append(told)


def rows_filled(on: date) -> dict[str, list[str]]:
    """The rows that registers fill in the forms of a day: «Phụ lục 4 dòng 1.1»."""
    found: dict[str, list[str]] = {}
    for told in _filled_rows:
        for kind, rows in told(on).items():
            found.setdefault(kind, []).extend(rows)
    return found


@dataclass(frozen=True, slots=True)
class Directions:
    """What a report that was approved says is to be done next, a line each."""

    key: str
    title: str
    lines: tuple[str, ...]


Direct = Callable[[Actor, int], list[Directions]]
_directions: list[Direct] = []


def on_directions(direct: Direct) -> None:
    """Ask ``direct(actor, unit)`` what the reports of a unit want done next."""
    if direct not in _directions:
        _directions.append(direct)


def directions_of(actor: Actor, unit_id: int) -> list[Directions]:
    return [one for direct in _directions for one in direct(actor, unit_id)]
