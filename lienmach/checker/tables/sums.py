"""Where the cells of a table have to add up, and whether they do.

Parts must be *all* there is: rows of totals, columns that a formula adds up, and
breakdowns that leave nothing out by the words of the genre (trước hạn, đúng hạn, quá
hạn; cấp huyện, cấp xã). A mere «trong đó» need not add up.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from lienmach.checker.meaning.concepts import is_rate, read_phrase
from lienmach.checker.meaning.lexicon import COMMUNE, DISTRICT, PROVINCE
from lienmach.checker.report import Cell, CellState, Column, Grid, GridRow
from lienmach.checker.tables.formulas import formula_in, read_formula
from lienmach.checker.tables.rows import key_of
from lienmach.checker.text.folded import folded

Spot = tuple[int, int]  # a row and a column
MOST_ALL_WRONG = 4
MOST_TOTALS = 50

_COMPLETE = frozenset(
    frozenset(words.split())
    for words in (
        "early on-time late",
        "on-time late",
        "not-late late",
        "in-time late",
        "done pending",
        "online direct",
        "online direct postal",
        "online postal",
        "carried new",
        "carried online direct",
        "carried online direct postal",
        "carried online postal",
        "male female",
        "civil public",
        "civil public contract",
        "cadre civil public",
        "cadre civil",
        "self-all self-running self-part state-paid",
        "self-running self-part state-paid",
        "resolution decision instruction",
        "resolution decision",
        "council resolution decision",
        f"{DISTRICT} {COMMUNE}",
        f"{PROVINCE} {DISTRICT} {COMMUNE}",
        f"{PROVINCE} {COMMUNE}",
    )
)


@dataclass(frozen=True, slots=True)
class Sum:
    """A cell that must be the sum of others; ``choices`` are the parts it may have.

    ``family`` names what sums were found the same way: one that the form itself does
    not state (``is_stated``) is trusted only if most of its family hold.
    """

    total: Spot
    choices: tuple[tuple[Spot, ...], ...]
    family: str
    is_stated: bool = True


@dataclass(frozen=True, slots=True)
class Checked:
    """A sum worked out: ``computed`` from ``parts``, against what the total says."""

    sum: Sum
    parts: tuple[Spot, ...]
    printed: Decimal
    computed: Decimal
    has_gaps: bool

    @property
    def holds(self) -> bool:
        return self.computed == self.printed and not self.has_gaps

    @property
    def is_broken(self) -> bool:
        """Wrong whatever the blank cells may hold."""
        if self.has_gaps:
            return self.computed > self.printed
        return self.computed != self.printed


@lru_cache(maxsize=64)
def check(grid: Grid) -> tuple[Checked, ...]:
    """Work out every sum that a table must keep and whose total is printed."""
    found = [checked for one in _sums(grid) if (checked := _worked_out(grid, one))]
    holding = Counter(one.sum.family for one in found if one.holds)
    broken = Counter(one.sum.family for one in found if one.is_broken)
    return tuple(
        one
        for one in found
        if _is_trusted(one.sum, holding[one.sum.family], broken[one.sum.family])
    )


def _is_trusted(one: Sum, holding: int, broken: int) -> bool:
    """Where nothing adds up the table says something else than it seems to."""
    if one.is_stated:
        return holding > 0 or broken < MOST_ALL_WRONG
    return holding > broken


def _worked_out(grid: Grid, one: Sum) -> Checked | None:
    printed = grid.cell(one.total).counted
    if printed is None:
        return None
    best: Checked | None = None
    for parts in one.choices:
        cells = [grid.cell(spot) for spot in parts]
        known = [value for cell in cells if (value := cell.counted) is not None]
        if len(parts) < 2 or not known:
            continue
        computed = sum(known, Decimal(0))
        if abs(computed - printed) <= _slack(cells):
            computed = printed
        checked = Checked(one, parts, printed, computed, len(known) < len(cells))
        if checked.holds:
            return checked
        best = best or checked
    return best


def _slack(cells: Sequence[Cell]) -> Decimal:
    """How much rounding may have shifted a sum of decimal numbers."""
    decimals = max(cell.decimals for cell in cells)
    if not decimals:
        return Decimal(0)
    return Decimal(len(cells) + 1) / 2 * Decimal(1).scaleb(-decimals)


def _sums(grid: Grid) -> Iterator[Sum]:
    countable = [n for n in grid.values if is_countable(grid, n)]
    yield from _row_sums(grid, countable)
    yield from _column_sums(grid, countable)


_UNCOUNTED = ("ty le", "ti le", "%", "xep hang", "xep thu", "thu hang", "hang", "nam",
              "binh quan", "trung binh", "ty trong", "tang", "giam", "so sanh", "chenh",
              "diem tb", "he so", "luy ke")  # fmt: skip


@lru_cache(maxsize=256)
def is_countable(grid: Grid, column: int) -> bool:
    """Say whether a column counts things; rates, ranks and means do not add up."""
    texts = [folded(text) for text in grid.columns[column].path[-1:]]
    if any(
        text.startswith(word) or "%" in text for text in texts for word in _UNCOUNTED
    ):
        return False
    percents = [row for row in grid.rows if row.cells[column].is_percent]
    return not percents or all(_is_percent(row) for row in percents)


def _row_sums(grid: Grid, columns: Sequence[int]) -> Iterator[Sum]:
    groups = list(_row_groups(grid))
    for total, choices, family, is_stated in groups:
        for column in columns:
            spots = tuple(tuple((row, column) for row in rows) for rows in choices)
            yield Sum((total, column), spots, family, is_stated)


_Group = tuple[int, tuple[tuple[int, ...], ...], str, bool]


def _row_groups(grid: Grid) -> Iterator[_Group]:
    families = grid.families()
    taken = set()
    for group in _formula_rows(grid):
        taken.add(group[0])
        yield group
    for group in _total_rows(grid):
        if group[0] not in taken:
            yield group
    for parent, children in families.items():
        if parent not in taken:
            yield from _below(grid, parent, children)
    siblings = {**families, -1: [n for n, r in enumerate(grid.rows) if _is_top(r)]}
    for members in siblings.values():
        yield from _beside(grid, members)


def _is_top(row: GridRow) -> bool:
    return row.parent is None and bool(row.code)


def _formula_rows(grid: Grid) -> Iterator[_Group]:
    """«Tổng cộng (I+II)», «1. Tổng số (1 = 1.1 + 1.2)»."""
    by_code: dict[tuple[str, ...], list[int]] = {}
    for index, row in enumerate(grid.rows):
        if row.code:
            by_code.setdefault(key_of(row.code), []).append(index)
    for index, row in enumerate(grid.rows):
        formula = formula_in(row.label)
        if not formula:
            continue
        rows = [by_code.get(key_of(term), []) for term in formula.terms]
        if all(len(found) == 1 for found in rows):
            yield index, (tuple(found[0] for found in rows),), "formula", True


def _total_rows(grid: Grid) -> Iterator[_Group]:
    """«Tổng cộng» below its rows (since the total before), or above all of them."""
    totals = [n for n, row in enumerate(grid.rows) if row.is_total]
    if not totals or _is_form(grid):
        return
    if totals == [0]:
        yield 0, _listed(grid, range(1, len(grid.rows))), "total", True
        return
    start = 0
    for total in totals:
        parts = _listed(grid, range(start, total))
        if start and len(totals) <= MOST_TOTALS:
            subtotals = tuple(n for n in totals if n < total)
            parts = (*parts, subtotals, *_listed(grid, range(total)))
        if parts:
            yield total, parts, "total", True
        start = total + 1


def _is_form(grid: Grid) -> bool:
    """A form whose rows count different things adds up to nothing."""
    units = {row.plain_unit for row in grid.rows if row.unit and not row.is_total}
    return len(units) > 1


def _listed(grid: Grid, span: range) -> tuple[tuple[int, ...], ...]:
    """The rows that a total may be of: those of the highest level, or the lowest."""
    rows = [n for n in span if not grid.rows[n].is_total and _has_figure(grid, n)]
    inside = set(rows)
    parents = {grid.rows[n].parent for n in rows}
    top = tuple(n for n in rows if grid.rows[n].parent not in inside)
    low = tuple(n for n in rows if n not in parents)
    coded = tuple(n for n in top if grid.rows[n].code)
    return tuple(dict.fromkeys(choice for choice in (top, low, coded) if choice))


def _has_figure(grid: Grid, row: int) -> bool:
    return any(
        grid.rows[row].cells[n].state is not CellState.BLANK for n in grid.values
    )


def _below(grid: Grid, parent: int, children: Sequence[int]) -> Iterator[_Group]:
    """A row of the form and the rows below it, where these leave nothing out."""
    above = grid.rows[parent]
    if is_rate(above.label) or above.plain_unit == "%":
        return
    parts = [n for n in children if not _is_percent(grid.rows[n])]
    same = all(_same_unit(grid.rows[n].unit, above.unit) for n in parts)
    if len(parts) < 2 or not same:
        return
    labels = [grid.rows[n].label for n in parts]
    whole = _starts_at_one(grid, parts) and not _are_done(above.label, labels)
    if whole and (is_complete(labels) or _are_numbered(labels)):
        yield parent, (tuple(parts),), "parts", not _is_stock(labels)
    elif not _is_form(grid) and len(grid.values) > 1 and above.label:
        yield parent, (tuple(parts),), "section", False


_DONE = re.compile(r"(?:da )?(?:hoan thanh|giai quyet|xu ly|thuc hien xong)\b")


def _are_done(whole: str, parts: Sequence[str]) -> bool:
    """«Nhiệm vụ giao: hoàn thành đúng hạn, hoàn thành quá hạn»: others go on."""
    if _DONE.search(folded(whole)):
        return False
    return all(_DONE.search(folded(label)) for label in parts)


_SHORT_UNITS = {"vb": "van ban", "hs": "ho so", "tthc": "thu tuc", "dv": "don vi",
                "nv": "nhiem vu", "trd": "trieu dong"}  # fmt: skip


def _same_unit(one: str, other: str) -> bool:
    """«VB» is «Văn bản»."""
    first, second = (_SHORT_UNITS.get(unit, unit) for unit in map(folded, (one, other)))
    return first == second


_NUMBERED = re.compile(r"(.*\D)\s*(\d{1,2}|[ivx]{1,4})")


def _are_numbered(labels: Sequence[str]) -> bool:
    """«Nhóm 1», «Nhóm 2», «Nhóm 3»: numbered from one on, with none left out."""
    found = [_NUMBERED.fullmatch(folded(label)) for label in labels]
    heads = {match[1].strip() for match in found if match}
    if len(labels) < 3 or None in found or len(heads) > 1:
        return False
    steps = [match[2] for match in found if match]
    return steps in ([str(n + 1) for n in range(len(steps))], [*_ROMAN[: len(steps)]])


_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


def _is_percent(row: GridRow) -> bool:
    return is_rate(row.label) or row.plain_unit == "%"


def _starts_at_one(grid: Grid, rows: Sequence[int]) -> bool:
    """No part is left out before or between: codes end in 1, 2, 3 … or repeat."""
    steps = [key_of(grid.rows[n].code)[-1] for n in rows]
    if not all(step.isdecimal() for step in steps):
        return steps[0] in "aI" and steps[0] != ""
    numbers = [int(step) for step in steps]
    return numbers[0] == 1 and all(b - a in (0, 1) for a, b in pairwise(numbers))


def _beside(grid: Grid, members: Sequence[int]) -> Iterator[_Group]:
    """«Tổng số hồ sơ», followed by «… trước hạn», «… đúng hạn», «… quá hạn»."""
    for place, first in enumerate(members):
        row = grid.rows[first]
        if not row.plain_label.startswith("tong ") or _is_percent(row):
            continue
        if row.is_total:
            continue
        parts: list[int] = []
        for other in members[place + 1 :]:
            if grid.rows[other].plain_unit != row.plain_unit:
                break
            parts.append(other)
            labels = [grid.rows[n].label for n in parts]
            if len(parts) > 1 and is_complete(labels, row.label):
                last = place + 1 + len(parts)
                if not _goes_on(grid, members[last:], labels, row.unit):
                    yield first, (tuple(parts),), "parts", not _is_stock(labels)
                break
            if len(parts) > 4:
                break


def _is_stock(labels: Sequence[str]) -> bool:
    """Those under way may come from an earlier period, so received is not the sum."""
    return any("pending" in read_phrase(label).tokens for label in labels)


def _goes_on(grid: Grid, rest: Sequence[int], labels: Sequence[str], unit: str) -> bool:
    """Whether one more row would belong to the same breakdown."""
    if not rest or grid.rows[rest[0]].plain_unit != folded(unit):
        return False
    return is_complete([*labels, grid.rows[rest[0]].label])


def is_complete(labels: Sequence[str], whole: str = "") -> bool:
    """Say whether parts differ only by words that between them leave nothing out."""
    tokens = [read_phrase(label).tokens for label in labels]
    common = frozenset.intersection(*tokens)
    own = [one - common for one in tokens]
    if whole:
        rest = read_phrase(whole).tokens
        if not rest - {"received", "done"} <= common | frozenset({"pending"}):
            return False
    union = frozenset[str]().union(*own)
    return union in _COMPLETE and all(own) and sum(map(len, own)) == len(union)


_MEANS = ("binh quan", "trung binh", "xep hang", "xep thu", "thu hang")


def _column_sums(grid: Grid, columns: Sequence[int]) -> Iterator[Sum]:
    groups = [*_formula_columns(grid.columns)]
    taken = {total for total, _, _ in groups}
    groups += [
        group for group in _headed(grid.columns, columns) if group[0] not in taken
    ]
    taken = {total for total, _, _ in groups}
    groups += [group for group in _by_majority(grid, columns) if group[0] not in taken]
    for total, parts, is_stated in groups:
        for index, row in enumerate(grid.rows):
            if _is_percent(row) or row.plain_label.startswith(_MEANS):
                continue  # a rate of all is no sum of the rates of each
            spots = tuple((index, part) for part in parts)
            family = f"column {total}"
            yield Sum((index, total), (spots,), family, is_stated)


def _formula_columns(
    columns: Sequence[Column],
) -> Iterator[tuple[int, tuple[int, ...], bool]]:
    by_number = {column.number: n for n, column in enumerate(columns) if column.number}
    for total, column in enumerate(columns):
        formula = read_formula(column.formula) if column.formula else None
        if formula and formula.kind == "+":
            parts = [by_number.get(term) for term in formula.terms]
            if None not in parts and total not in parts:
                yield total, tuple(p for p in parts if p is not None), True


def _headed(
    columns: Sequence[Column], countable: Sequence[int]
) -> Iterator[tuple[int, tuple[int, ...], bool]]:
    """«Tổng số» first or last among the columns under one merged header."""
    heads: dict[tuple[str, ...], list[int]] = {}
    for column in countable:
        heads.setdefault(columns[column].path[:1], []).append(column)
    groups = [g for head, g in heads.items() if head and len(g) > 2]
    groups.append(list(countable))
    for group in groups:
        totals = [n for n in group if _is_total_column(columns[n])]
        parts = tuple(n for n in group if n not in totals)
        if len(totals) != 1 or len(parts) < 2 or totals[0] not in (group[0], group[-1]):
            continue
        titles = [columns[n].name for n in parts]
        if any("trong đó" in title.lower() for title in titles):
            continue
        yield totals[0], parts, is_complete([columns[n].title for n in parts])


MOST_COLUMNS, MOST_ROWS = 12, 200


def _by_majority(
    grid: Grid, countable: Sequence[int]
) -> Iterator[tuple[int, tuple[int, ...], bool]]:
    """A column that is the sum of others side by side in nearly every row.

    «Tiếp nhận» of «Kỳ trước chuyển sang» and «Nhận mới», whatever their names are.
    """
    if not 2 < len(countable) <= MOST_COLUMNS or not 2 < len(grid.rows) <= MOST_ROWS:
        return
    for total in countable:
        best: tuple[int, int, tuple[int, ...]] | None = None
        others = [n for n in countable if n != total]
        for start in range(len(others)):
            for end in range(start + 2, len(others) + 1):
                parts = tuple(others[start:end])
                holding, broken = _tally(grid, total, parts)
                key = (holding, -broken, parts)
                if holding > 1 and (best is None or key[:2] > best[:2]):
                    best = key
        if best and best[0] >= max(2, -2 * best[1]):
            yield total, best[2], False


def _tally(grid: Grid, total: int, parts: Sequence[int]) -> tuple[int, int]:
    """In how many rows some columns add up to another, and in how many they do not.

    A row in which only one part is more than nothing proves nothing.
    """
    holding = broken = 0
    for row in grid.rows:
        printed = row.cells[total].value
        values = [row.cells[part].counted for part in parts]
        known = [value for value in values if value is not None]
        if not printed or len(known) < len(values):
            continue
        if abs(sum(known) - printed) <= _slack([row.cells[part] for part in parts]):
            holding += sum(value > 0 for value in known) > 1
        else:
            broken += 1
            if broken > len(grid.rows) // 2:
                break
    return holding, broken


def _is_total_column(column: Column) -> bool:
    title = folded(column.title).split(" (")[0]
    return title in ("tong so", "tong cong", "tong", "cong") or title.startswith(
        "tong so ho so"
    )
