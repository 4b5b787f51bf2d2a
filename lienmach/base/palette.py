"""What Ctrl+K finds: the rooms say in which of their things one can look.

A room registers from its ``wiring``; this room knows none of their words. What can be
done on the page that is open is added in the browser.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from lienmach.base.actor import Actor
from lienmach.base.navigation import may_open
from lienmach.base.navigation import registry as navigation
from lienmach.calc.text import fold, initials, words

MOST = 6  # that a source shows
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found; ``note`` tells it from others of the same name."""

    label: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where one can look; without ``right`` for everyone signed in.

    ``find`` gives what an actor may see and what fits a text best, the best first; it
    is asked for a few letters too, and answers with ``MOST`` at the most.
    """

    name: str
    icon: str
    order: int
    find: Callable[[Actor, str], list[Hit]]
    right: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    icon: str
    hits: list[Hit]


_sources: list[Source] = []


def add(*new: Source) -> None:
    _sources.extend(new)


def find(actor: Actor, text: str) -> list[Group]:
    """What fits, in the order of the sources; without a text, the screens.

    Signs are no text: what has neither letter nor digit fits nothing.
    """
    text = text[:LONGEST].strip()
    if text and not words(text):  # signs alone: every search would fit everything
        return []
    asked = [
        source
        for source in sorted(_sources, key=lambda source: source.order)
        if not source.right or actor.rights & {*source.right.split()}
    ]
    groups = [_screens(actor, text)]
    if text:
        groups = [Group(s.name, s.icon, s.find(actor, text)) for s in asked] + groups
        groups.sort(key=lambda group: not any(_is(text, hit) for hit in group.hits))
    return [group for group in groups if group.hits]


def letters(text: str) -> int:
    """How many letters and digits a text has: signs say nothing."""
    return sum(map(len, words(text)))


def fits(text: str, *labels: str) -> bool:
    """Whether each word of a text begins a word of a label, or is its initials."""
    wanted = words(text)
    for label in labels:
        have = words(label)
        if all(any(h.startswith(w) for h in (*have, initials(label))) for w in wanted):
            return True
    return False


def nearness(text: str, label: str) -> tuple[bool, bool, int]:
    """Sort by it what fits a text: as it is written, as it begins, the shortest."""
    is_written = text.casefold() in label.casefold()
    return (not is_written, not fold(label).startswith(fold(text)), len(label))


def _is(text: str, hit: Hit) -> bool:
    """Whether a text is the very name of what was found, or its initials."""
    return fold(text) in (fold(hit.label), initials(hit.label))


def _screens(actor: Actor, text: str) -> Group:
    known = may_open([*navigation.main, *navigation.account], actor)
    fitting = (entry for entry in known if fits(text, entry.label))
    hits = [Hit(entry.label, reverse(entry.url_name)) for entry in fitting]
    return Group("Màn hình", "app-window", hits)
