"""A letterhead or signatures that a plain text sets side by side with spaces."""

import re
from collections.abc import Sequence

from lienmach.checker.readers.grid import is_letterhead
from lienmach.checker.readers.joining import Line
from lienmach.checker.source import in_one_line

_PART = re.compile(r"\S+(?:\s{1,2}\S+)*")
_GAP = " " * 3
_MOST_LINES = 12
_LONGEST = 400


def side_by_side(lines: Sequence[str], at: int) -> list[int]:
    """Return the lines from here on that stand in two columns, else this one alone."""
    region = [at]
    if _GAP not in lines[at] or len(_parts(lines[at])) != 2:
        return region
    middle = _parts(lines[at])[1][0]
    for following in range(at + 1, min(at + _MOST_LINES, len(lines))):
        parts = _parts(lines[following])
        crosses = any(start < middle - 3 and end > middle for start, end in parts)
        if not 0 < len(parts) < 3 or crosses:
            break
        if len(parts) == 2:
            middle = min(middle, parts[1][0])
        region.append(following)
    while len(region) > 1 and len(_parts(lines[region[-1]])) < 2:
        last = region.pop()
        if _parts(lines[last])[0][0] >= middle - 3 and len(region) > 1:
            region.append(last)
            break
    texts = [lines[n][start:end] for n in region for start, end in _parts(lines[n])]
    return region if len(region) > 1 and is_letterhead(texts) else [at]


def in_columns(
    lines: Sequence[str], region: Sequence[int], page: int | None
) -> list[Line]:
    """Return the parts of the left column, then those of the right one."""
    middle = min(p[1][0] for n in region if len(p := _parts(lines[n])) == 2)
    placed = [
        (start >= middle - 3, n, in_one_line(lines[n][start:end]))
        for n in region
        for start, end in _parts(lines[n])
    ]
    return [Line(text, n + 1, page) for _, n, text in sorted(placed, key=_by_column)]


def _by_column(placed: tuple[bool, int, str]) -> tuple[bool, int]:
    return placed[:2]


def _parts(line: str) -> list[tuple[int, int]]:
    """Return where the parts of a line start and end; three spaces part them."""
    if len(line) > _LONGEST or _GAP not in line.strip():
        stripped = line.strip()
        start = len(line) - len(line.lstrip())
        return [(start, start + len(stripped))] if stripped else []
    return [found.span() for found in _PART.finditer(line)]
