"""What the rooms put into the frame: ways in, the name of the office, signing out.

A room registers from its ``wiring``; this room knows none of their words.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from lienmach.base.actor import Actor


@dataclass(frozen=True, slots=True)
class Entry:
    """A way into a room; without ``right`` it is shown to everyone signed in.

    Of several rights, with spaces between them, one is enough.
    """

    label: str
    icon: str
    url_name: str
    order: int
    right: str = ""
    count: Callable[[Actor], int] | None = None


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
    count: int | None
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
    return [
        Link(
            entry.label,
            entry.icon,
            url,
            entry.count(actor) if entry.count and actor else None,
            url == current,
        )
        for entry, url in zip(shown, urls, strict=True)
    ]
