"""What the rooms put into the frame: ways in, the name of the office, signing out.

A room registers from its ``wiring``; this room knows none of their words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from lienmach.base.actor import Actor
from lienmach.base.counts import CAP, Counts, counts
from lienmach.base.parts import number

Waiting = Callable[[Actor], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A way into a room; without ``right`` it is shown to everyone signed in.

    Of several rights, with spaces between them, one is enough. ``waiting`` is what
    waits there for an actor, of which the way in tells how many. The actor alone may
    say what it is: its statement is written once for each. Of now it asks the database.
    """

    label: str
    icon: str
    url_name: str
    order: int
    right: str = ""
    waiting: Waiting | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place of work that one may change to."""

    pk: int
    name: str
    note: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Office:
    """Where one works, as the corner of each page says it, and where else one may.

    ``title`` is what one is there; ``places`` are told only where there are several.
    """

    name: str = ""
    note: str = ""
    is_demo: bool = False
    title: str = ""
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    icon: str
    url: str
    count: str
    is_current: bool


class Registry:
    def __init__(self) -> None:
        self.main: list[Entry] = []
        self.account: list[Entry] = []
        self.beginnings: list[tuple[int, str, str]] = []
        self.sign_out = ""
        self.change_place = ""
        self.office: Callable[[HttpRequest], Office] = lambda request: Office()
        # The places in which a page opens that does not where one works.
        self.elsewhere: Callable[[HttpRequest], list[Place]] = lambda request: []

    def add(self, *entries: Entry) -> None:
        """Add ways in for the rail, most used first by ``order``."""
        self.main = sorted([*self.main, *entries], key=lambda entry: entry.order)

    def begin(self, right: str, url_name: str, order: int) -> None:
        """Say where the day begins for who holds a right; else it is the first link.

        Of several rights of one person the first by ``order`` counts.
        """
        self.beginnings = sorted([*self.beginnings, (order, right, url_name)])

    def add_account(self, *entries: Entry) -> None:
        """Add what stands in the menu of the person signed in."""
        known = [*self.account, *entries]
        self.account = sorted(known, key=lambda entry: entry.order)


registry = Registry()


def may_open(entries: list[Entry], actor: Actor | None) -> list[Entry]:
    rights = actor.rights if actor else frozenset()
    return [
        entry for entry in entries if not entry.right or rights & {*entry.right.split()}
    ]


def links(entries: list[Entry], actor: Actor | None, path: str) -> list[Link]:
    """Return what an actor may open; the current one is the longest that fits."""
    shown = may_open(entries, actor)
    urls = [reverse(entry.url_name) for entry in shown]
    fitting = [url for url in urls if path.startswith(url)]
    current = max(fitting, key=len, default=None)
    waiting = _waiting(shown, actor) if actor else {}
    return [
        Link(
            entry.label,
            entry.icon,
            url,
            waiting.get(entry.url_name, ""),
            url == current,
        )
        for entry, url in zip(shown, urls, strict=True)
    ]


def _waiting(shown: list[Entry], actor: Actor) -> dict[str, str]:
    """How much waits for an actor behind each way in, if anything does: one query."""
    asked = {entry.url_name: entry.waiting for entry in shown if entry.waiting}
    found = _written(tuple(asked.values()), actor).ask()
    told = zip(asked, found, strict=True)
    return {name: _told(count) for name, count in told if count}


@lru_cache(maxsize=1000)  # every page asks it; writing it took a quarter of a page
def _written(asked: tuple[Waiting, ...], actor: Actor) -> Counts:
    return counts([rows(actor) for rows in asked])


def _told(count: int) -> str:
    return f"{number(CAP)}+" if count > CAP else number(count)
