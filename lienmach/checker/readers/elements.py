"""Small questions to an XML element, whatever prefix or edition its names have.

Word writes two editions of its namespaces («transitional» and «strict»); names are
compared without them.
"""

import re
from collections.abc import Iterator

from lxml.etree import _Element

_WHOLE = re.compile(r"\d{1,7}", re.ASCII)


def kind(element: _Element) -> str:
    """Return the name of an element without its namespace, empty for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: _Element | None, name: str) -> _Element | None:
    """Return the first child of that name."""
    if element is None:
        return None
    return next((part for part in element if kind(part) == name), None)


def children(element: _Element | None, name: str) -> Iterator[_Element]:
    if element is not None:
        yield from (part for part in element if kind(part) == name)


def attribute(element: _Element | None, name: str) -> str | None:
    """Return an attribute by its name without the namespace."""
    if element is None:
        return None
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def whole(element: _Element | None, name: str, default: int) -> int:
    """Return an attribute that is a whole number of at most seven digits."""
    said = attribute(element, name) or ""
    return int(said) if _WHOLE.fullmatch(said) else default
