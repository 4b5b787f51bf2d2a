"""From bytes to a source: one module for each kind of file.

A kind's module is loaded when the first file of that kind comes, so that a check of a
plain text does not wait for the libraries of Word or PDF.
"""

from collections.abc import Callable
from importlib import import_module
from pathlib import PurePath

from lienmach.checker.readers.kinds import kind_of
from lienmach.checker.readers.limits import DEFAULT, Limits, Unreadable, grouped
from lienmach.checker.source import Source

__all__ = ["DEFAULT", "Limits", "Unreadable", "read"]

_MODULES = {
    "txt": "plain",
    "md": "marked",
    "html": "web",
    "docx": "word",
    "odt": "opendocument",
    "xlsx": "sheets",
    "pdf": "portable",
}


def read(data: bytes, name: str, *, limits: Limits = DEFAULT) -> Source:
    """Read a document; its kind follows from its first bytes and from ``name``.

    Raises Unreadable, with a sentence for the user, for whatever is no such document.
    """
    name = PurePath(name).name or name
    if len(data) > limits.megabytes << 20:
        raise too_large(name, limits)
    kind, remark = kind_of(data, name)
    module = import_module(f"lienmach.checker.readers.{_MODULES[kind]}")
    reader: Callable[[bytes, str, Limits], Source] = module.read
    source = reader(data, name, limits)
    return source.with_notes(remark) if remark else source


def too_large(name: str, limits: Limits) -> Unreadable:
    """Return the refusal of a file over the limit, which may not have been read."""
    return Unreadable(
        f"Tệp «{name}» lớn hơn {grouped(limits.megabytes)} MB "
        "(giới hạn của bộ kiểm tra)."
    )
