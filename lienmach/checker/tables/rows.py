"""The rows of a table: codes, labels that wrap, and which row stands under which."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import NamedTuple

from lienmach.checker.report import Cell, CellState, Column, GridRow, Use
from lienmach.checker.source import TableRow
from lienmach.checker.tables.cells import read_cell
from lienmach.checker.tables.columns import is_code, is_total
from lienmach.checker.text.folded import folded

_LABELLED = re.compile(
    r"((?:\d{1,3}(?:\.\d{1,3}){0,6}|[IVXLC]{1,6}|[A-ZĐ])[.)]|\d{1,3}(?:\.\d{1,3}){1,6}"
    r"|[a-zđ]\))\s+(\S.*)",
    re.DOTALL,
)
_ROMAN = re.compile(r"[IVXLC]+")


@dataclass(slots=True)
class _Printed:
    """The texts of a row by use, while its continuations are still being added."""

    texts: list[str]
    line: int


def rows_of(
    columns: Sequence[Column], body: Iterable[TableRow], unit: str = ""
) -> tuple[GridRow, ...]:
    """Read the rows below a header; ``unit`` is of those that name none."""
    uses = [column.use for column in columns]
    printed = _joined(uses, body)
    code, label = _index(uses, Use.CODE), _index(uses, Use.LABEL)
    takes_codes = code is None and _labels_carry_codes(printed, label)
    named = [_named(item.texts, code, label, takes_codes) for item in printed]
    parents = _parents([one.code for one in named])
    figures = [use in (Use.VALUE, Use.OTHER) for use in uses]
    own, note = _index(uses, Use.UNIT), _index(uses, Use.NOTE)
    row = partial(_row, figures, own, note, unit)
    return tuple(map(row, printed, named, parents))


def _index(uses: Sequence[Use], use: Use) -> int | None:
    return uses.index(use) if use in uses else None


def _joined(uses: Sequence[Use], body: Iterable[TableRow]) -> list[_Printed]:
    """Put rows that only continue the one above together with it."""
    code, label = _index(uses, Use.CODE), _index(uses, Use.LABEL)
    found: list[_Printed] = []
    for row in body:
        texts = [*row.cells[: len(uses)], *[""] * (len(uses) - len(row.cells))]
        if not any(texts):
            continue
        if found and _continues(uses, found[-1].texts, texts, code, label):
            above = found[-1].texts
            found[-1].texts = [
                f"{a} {b}".strip() for a, b in zip(above, texts, strict=True)
            ]
        else:
            found.append(_Printed(texts, row.line))
    return found


def _continues(
    uses: Sequence[Use],
    above: Sequence[str],
    texts: Sequence[str],
    code: int | None,
    label: int | None,
) -> bool:
    if label is None or code is None or texts[code] or not above[code]:
        return False
    for use, before, text in zip(uses, above, texts, strict=True):
        if use is Use.VALUE and before and text:
            return False
    text = texts[label]
    has_figure = any(t for r, t in zip(uses, texts, strict=True) if r is Use.VALUE)
    if not text:
        return not has_figure
    return text[0].islower() or (text[0] == "(" and not has_figure)


def _labels_carry_codes(printed: Sequence[_Printed], label: int | None) -> bool:
    if label is None or not printed:
        return False
    coded = sum(bool(_LABELLED.match(item.texts[label])) for item in printed)
    return coded * 5 >= len(printed) * 3


class _Named(NamedTuple):
    """What a row is called."""

    code: str
    label: str
    is_total: bool


def _named(
    texts: Sequence[str], code: int | None, label: int | None, takes_codes: bool
) -> _Named:
    printed = texts[code] if code is not None else ""
    name = texts[label] if label is not None else ""
    if takes_codes and (found := _LABELLED.match(name)):
        printed, name = found[1], found[2]
    total = is_total(printed) or is_total(name)
    if printed and not is_code(printed):
        return _Named("", name or printed, total)
    return _Named(printed, name, total)


_TEXT, _BLANK = CellState.TEXT, CellState.BLANK


def _row(
    figures: Sequence[bool],
    unit_column: int | None,
    note_column: int | None,
    unit: str,
    item: _Printed,
    named: _Named,
    parent: int | None,
) -> GridRow:
    texts = item.texts
    own = texts[unit_column] if unit_column is not None else ""
    label, counted = named.label, own or unit
    cells = [
        read_cell(text, own) if is_figure else Cell(text, _TEXT if text else _BLANK)
        for is_figure, text in zip(figures, texts, strict=True)
    ]
    return GridRow(
        named.code,
        label,
        counted,
        folded(label),
        folded(counted),
        texts[note_column] if note_column is not None else "",
        tuple(cells),
        item.line,
        parent,
        named.is_total,
    )


@lru_cache(maxsize=2048)
def key_of(code: str) -> tuple[str, ...]:
    """Return the steps of a code: «3.1.2.» is («3», «1», «2»)."""
    return tuple(step.lstrip("0") or "0" for step in code.rstrip(".)").split("."))


def _scheme(code: str, romans: bool) -> str:
    first = key_of(code)[0]
    if first[:1].isdigit():
        return "1"
    if first.islower():
        return "a"
    return "I" if romans and _ROMAN.fullmatch(first) else "A"


def _parents(codes: Sequence[str]) -> Iterator[int | None]:
    """Yield each row's parent: by the code's steps, and by «A», «I», «1», «a» in turn.

    A level that the form leaves out (1.4.1 missing) does not matter; a missing parent
    does: «1.5.3» under no «1.5» has none.
    """
    bare = {code.rstrip(".)") for code in codes if code}
    romans = bool(bare & {"II", "III", "IV"}) or ("I" in bare and "A" not in bare)
    order: list[str] = []
    last: dict[str, int] = {}
    seen: dict[tuple[str, ...], int] = {}
    for index, code in enumerate(codes):
        if not code:
            yield None
            continue
        scheme, key = _scheme(code, romans), key_of(code)
        if scheme not in order:
            order.append(scheme)
        above = order[: order.index(scheme)]
        if len(key) > 1:
            parent = seen.get(key[:-1])
        else:
            parent = max((last[s] for s in above if s in last), default=None)
        if len(key) == 1:
            for below in order[order.index(scheme) + 1 :]:
                last.pop(below, None)
            if scheme != "a":
                _forget(seen, scheme, romans)
        seen[key] = last[scheme] = index
        yield parent


def _forget(seen: dict[tuple[str, ...], int], scheme: str, romans: bool) -> None:
    """A new «II» begins its own «1.1»; a new «2» keeps that of the ones before."""
    if scheme in "AI":
        for key in [key for key in seen if _scheme(key[0], romans) == "1"]:
            del seen[key]
