"""The kinds of case that the rooms above have made known."""

from dataclasses import dataclass

from lienmach.calc.flow import Flow


@dataclass(frozen=True, slots=True)
class Kind:
    """``url_name`` is the page of a case, by its code.

    ``undone`` names the steps that may be taken back; whoever took them may do so, as
    long as nothing has followed.
    """

    code: str
    label: str
    flow: Flow
    url_name: str
    undone: frozenset[str] = frozenset()


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    if _kinds.setdefault(kind.code, kind) != kind:
        raise ValueError(f"Case kind {kind.code!r} is registered twice")


def get(code: str) -> Kind:
    return _kinds[code]


def known() -> list[Kind]:
    return list(_kinds.values())
