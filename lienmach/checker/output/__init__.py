"""What the command prints of checked files: for people, as JSON lines, as SARIF.

A writer is told of one file after the other and keeps none of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

from lienmach.checker.examine import Result
from lienmach.checker.finding import Finding

FORMATS = {"text": "plain", "json": "record", "sarif": "sarif"}


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that was read, by the path it was named with.

    ``kept`` gives the reason for each finding that is kept; ``remarks`` are sentences
    about the reading and about the file of what is kept.
    """

    path: str
    result: Result
    kept: Mapping[Finding, str]
    remarks: tuple[str, ...] = ()


class Output(Protocol):
    """Takes the text, piece by piece."""

    def __call__(self, text: str, /) -> object: ...


class Writer(Protocol):
    def __init__(self, output: Output) -> None: ...

    def add(self, checked: Checked) -> None: ...

    def refuse(self, path: str, sentence: str) -> None:
        """Take note of a file that could not be read."""

    def finish(self) -> None: ...


def writer(name: str, output: Output) -> Writer:
    """Return the writer of a format: ``text``, ``json`` or ``sarif``."""
    module = import_module(f"lienmach.checker.output.{FORMATS[name]}")
    made: Writer = module.Writer(output)
    return made
