"""Tables of plain text set with spaces or dashes: «1    Hộ tịch    612    694»."""

import re
from collections.abc import Iterator, Sequence

_PART = re.compile(r"\S+(?:\s{1,2}\S+)*")
_DASH = re.compile(r"\s+[-–]\s+")
_GAP = " " * 3
_NUMBER = re.compile(r"[+-]?\d[\d.,]*\s?%?")
_LEAST = 3  # columns of a table
_ROWS = 3
_LONGEST = 400
_MOST = 60  # columns

Span = tuple[int, int]


def with_tabs(lines: Sequence[str]) -> tuple[str, ...]:
    """Put tabs where lines that follow each other stand in the same columns."""
    out = list(lines)
    at = 0
    while at < len(lines):
        if not _may_begin(lines[at]):
            at += 1
            continue
        end, rows = _spaced(lines, at)
        if not rows:
            dashes, rows = _dashed(lines, at)
            end = max(end, dashes)
        out[at : at + len(rows)] = rows
        at = end
    return tuple(out)


def _may_begin(line: str) -> bool:
    """Say whether a line may be the first of a table: most are not."""
    return _GAP in line or line.count("-") + line.count("–") >= _LEAST - 1


def _spaced(lines: Sequence[str], at: int) -> tuple[int, list[str]]:
    """The rows from here on, and where they end: columns are told by what overlaps."""
    columns: list[Span] = []
    placed: list[tuple[str, list[Span]]] = []
    wide = 0
    for line in map(lines.__getitem__, range(at, len(lines))):
        parts = _parts(line)
        if not parts or (not placed and len(parts) < _LEAST):
            break
        merged = _merged([*columns, *parts]) if len(parts) >= _LEAST else columns
        if len(merged) < len(columns) or not _fit(parts, merged):
            break
        columns = merged
        wide += len(parts) >= _LEAST
        placed.append((line, parts))
    figures = sum(bool(_NUMBER.fullmatch(x[s:e])) for x, p in placed for s, e in p[-1:])
    if len(columns) < _LEAST or wide < _ROWS or figures * 2 < len(placed):
        return at + max(len(placed), 1), []
    return at + len(placed), [_row(line, parts, columns) for line, parts in placed]


def _parts(line: str) -> list[Span]:
    """Where the parts of a line start and end; three spaces part them."""
    if len(line) > _LONGEST or "\t" in line:
        return []
    found = [match.span() for match in _PART.finditer(line)]
    return found if len(found) <= _MOST else []


def _merged(spans: Sequence[Span]) -> list[Span]:
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start < out[-1][1]:
            out[-1] = out[-1][0], max(end, out[-1][1])
        else:
            out.append((start, end))
    return out


def _fit(parts: Sequence[Span], columns: Sequence[Span]) -> bool:
    """Whether each part stands in one column, and no two in the same."""
    places = [_place(part, columns) for part in parts]
    return None not in places and len(set(places)) == len(places)


def _place(part: Span, columns: Sequence[Span]) -> int | None:
    over = [n for n, (s, e) in enumerate(columns) if s < part[1] and part[0] < e]
    return over[0] if len(over) == 1 else None


def _row(line: str, parts: Sequence[Span], columns: Sequence[Span]) -> str:
    cells = [""] * len(columns)
    for start, end in parts:
        place = _place((start, end), columns)
        if place is not None:
            cells[place] = line[start:end]
    return "\t".join(cells)


def _dashed(lines: Sequence[str], at: int) -> tuple[int, list[str]]:
    """«L1 - Hộ tịch - 704 - 702»: two figures and more end each row but the first."""
    rows = list(_dashed_rows(lines, at))
    width = max((len(row) for row in rows), default=0)
    if len(rows) < _ROWS + 1 or width < _LEAST + 1:
        return at + 1, []
    padded = ("\t".join([""] * (width - len(row)) + row) for row in rows)
    return at + len(rows), list(padded)


def _dashed_rows(lines: Sequence[str], at: int) -> Iterator[list[str]]:
    for n in range(len(lines) - at):
        line = lines[at + n]
        if len(line) > _LONGEST or "\t" in line:
            return
        cells = [cell.strip() for cell in _DASH.split(line.strip())]
        figures = [bool(_NUMBER.fullmatch(cell)) for cell in cells]
        if len(cells) < _LEAST or any(figures) != (n > 0):
            return
        if n and not all(figures[-2:]):
            return
        yield cells
