"""The kinds of case that the rooms above have made known."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from lienmach.calc.flow import Flow


class Rescheduled(NamedTuple):
    """A case that is due at another moment than before."""

    case_id: int
    before: datetime
    after: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """Something that was found to stand still; ``above`` answers for the unit."""

    key: str
    kind: str
    unit_id: int
    above_id: int
    text: str
    case_id: int | None = None
    person_id: int | None = None
    public_text: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """``url_name`` is the page of a case, by its code.

    ``undone`` names the steps that may be taken back; whoever took them may do so, as
    long as nothing has followed. ``rescheduled`` is told, in the same transaction, of
    the cases that a change of calendar has made due at another time. A case of a kind
    with ``is_dated`` is due on a day that was set, not one worked out from a limit.
    ``mailing`` is the right to look after what people were told of cases of the kind.
    """

    code: str
    label: str
    flow: Flow
    url_name: str
    undone: frozenset[str] = frozenset()
    rescheduled: Callable[[Sequence[Rescheduled], datetime], None] | None = None
    is_dated: bool = False
    mailing: str = ""


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    if _kinds.setdefault(kind.code, kind) != kind:
        raise ValueError(f"Case kind {kind.code!r} is registered twice")


def get(code: str) -> Kind:
    return _kinds[code]


def known() -> list[Kind]:
    return list(_kinds.values())
