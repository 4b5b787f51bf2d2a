"""Tables of plain text drawn with upright strokes: «1.1 | Số TTHC cấp xã | 124»."""

import re
from collections.abc import Sequence

_STROKE = re.compile(r"\s*\|\s*")
_RULE = re.compile(r"[\s|:+=-]+")  # «|---|---|»
_LEAST = 2  # strokes of a row, and rows of a table


def with_tabs(lines: Sequence[str]) -> tuple[str, ...]:
    """Put tabs for strokes where lines that follow each other have as many.

    A line drawn below the headings is emptied, so that lines keep their numbers.
    """
    strokes = [0 if "\t" in line else line.count("|") for line in lines]
    if max(strokes, default=0) < _LEAST:
        return tuple(lines)
    out = list(lines)
    at = 0
    while at < len(lines):
        end = at
        width = strokes[at]
        while width >= _LEAST and end < len(lines) and strokes[end] == width:
            end += 1
        if end - at >= _LEAST:
            out[at:end] = [_row(line) for line in lines[at:end]]
        at = max(end, at + 1)
    return tuple(out)


def _row(line: str) -> str:
    if _RULE.fullmatch(line):
        return ""
    bare = line.strip()
    if bare.startswith("|") and bare.endswith("|"):
        bare = bare[1:-1].strip(" ")
    return _STROKE.sub("\t", bare)
