"""From bytes to a source: one module for each kind of file."""

from lienmach.checker.readers import plain
from lienmach.checker.source import Source


class Unreadable(Exception):
    """A file cannot be read; the text says why and what to do."""


def read(data: bytes, name: str) -> Source:
    """Read a document; its kind follows from ``name`` and from its first bytes."""
    return plain.read(data, name)
