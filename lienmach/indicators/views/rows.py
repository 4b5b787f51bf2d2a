"""The rows of L02, in words."""

from dataclasses import dataclass

from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the formula with its words and the list it leads to."""

    value: str
    said: str
    url: str
    sign: str


@dataclass(frozen=True, slots=True)
class Stripe:
    """A part of the bar, in hundredths of its width."""

    colour: str
    x: str
    width: str
    label: str


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Written:
    """A line of a table, in words."""

    name: str
    url: str
    above: str
    below: str
    value: str


@dataclass(frozen=True, slots=True)
class Row:
    """A case: its page, what it is called and what else its list shows."""

    url: str
    name: str | SafeString
    cells: list[str | SafeString]


@dataclass(frozen=True, slots=True)
class Kept:
    """What an approved report says of this figure; ``now`` is what differs today."""

    label: str
    value: str
    report: str
    row: str
    at: str
    url: str
    now: str


@dataclass(frozen=True, slots=True)
class Posed:
    """A question for an inspection: of how many cases, and the list of these."""

    text: str
    counts: str
    count: str
    share: str
    url: str
    is_posed: bool
