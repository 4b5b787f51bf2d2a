"""Which column of a table is which, by the words of its header."""

import re
from collections.abc import Sequence
from itertools import pairwise

from lienmach.checker.report import CellState, Column, Use
from lienmach.checker.source import TableRow
from lienmach.checker.tables.cells import read_cell
from lienmach.checker.text.folded import folded

_CODE = {"stt", "tt", "so tt", "so thu tu", "s tt", "ma so", "ma", "ma chi tieu"}
_UNIT = {"don vi tinh", "dvt", "dv tinh", "don vi do", "d.v.t"}
_LABEL = re.compile(
    r"(chi tieu|noi dung|danh muc|ten|linh vuc|tieu chi|don vi|co quan|dia phuong|ho va"
    r"|ho ten|xa|phuong|nhiem vu|hang muc|thu tuc|loai|nhom|phong|nganh|mon|khoan)\b"
)
_NOTE = re.compile(r"(ghi chu|giai trinh|ly do|thuyet minh|nguon|can cu|dien giai)\b")
_VALUE = re.compile(
    r"(so lieu|ket qua|so luong|gia tri|so tien|tong|cong|ky|thuc hien|ty le|ti le"
    r"|diem|so)\b"
)
_TIMES = {"thang", "quy", "nam", "ky", "tuan", "ngay", "thoi gian"}
_FIGURES = re.compile(r"(?:so lieu|ket qua|so luong|gia tri|thuc hien)\b")
_NUMBERED = re.compile(
    r"\(?\s*([A-Z]|\d{1,2})\s*\)?\s*(?:=\s*([\d()+\-\u2212–/:*x%.\s]{1,60}))?", re.ASCII
)
_IN_TITLE = re.compile(
    r"\(?\s*(\d{1,2})\s*\)?\s*=\s*(\(?\d{1,2}\)?(?:\s*[-+\u2212–/:*x]\s*\(?\d{1,3}\)?%?)+)",
    re.ASCII,
)
MOST_HEADER_ROWS = 5
MOST_COLUMNS = 200

_CODE_CELL = re.compile(
    r"(?:\d{1,3}(?:\.\d{1,3}){0,6}|[IVXLC]{1,6}|[A-ZĐ]|[a-zđ]|\d{1,3}[a-zđ]|[A-ZĐ]\d{1,2})[.)]?"
    r"|\d{1,3}(?:\.\d{1,3}){0,5}\.?[a-zđ]\)?"
)
_TOTAL = re.compile(
    r"(tong cong|tong so|tong|cong"
    r"|toan (?:huyen|tinh|thi xa|xa|so|quan|phuong|thanh pho|nganh|don vi))\b\W*"
)
_TOTAL_OF = re.compile(r"(tong cong|tong so|tong|cong)\s*\(?[\d+ivx.ab=\s()]*\)?:?")


def is_code(text: str) -> bool:
    """Say whether a cell is a row's code («1.», «3.1.2», «II», «a)»)."""
    return bool(_CODE_CELL.fullmatch(text))


def is_total(text: str) -> bool:
    """Say whether a cell names a row of totals («Tổng cộng», «Cộng (I+II)»)."""
    plain = folded(text)
    if not plain.startswith(("to", "cong")):
        return False
    return bool(_TOTAL.fullmatch(plain) or _TOTAL_OF.fullmatch(plain))


def is_numbering(cells: Sequence[str]) -> bool:
    """Say whether a row only numbers the columns: «A | B | (1)=(2)+(3) | (2) | (3)»."""
    texts = [text for text in cells if text]
    if len(texts) < 3 or not all(cells[2:]):
        return False
    numbers: list[int] = []
    for text in texts:
        found = _NUMBERED.fullmatch(text)
        if found is None:
            return False
        if found[1].isdecimal():
            numbers.append(int(found[1]))
    steps = sum(b == a + 1 for a, b in pairwise(numbers))
    return len(numbers) >= 2 and steps == len(numbers) - 1


def header_length(rows: Sequence[TableRow]) -> int:
    """Return how many rows at the top of a table are its header."""
    for index, row in enumerate(rows[: MOST_HEADER_ROWS + 1]):
        if is_numbering(row.cells):
            return index + 1
        if _is_figures(row.cells) or (index and _is_group(row.cells)):
            follows = rows[index + 1 : index + 2]
            if follows and is_numbering(follows[0].cells):
                continue
            return index
    return min(1, len(rows))


def _is_figures(cells: Sequence[str]) -> bool:
    first = next((n for n, text in enumerate(cells) if text), None)
    if first is None:
        return False
    others = [text for text in cells[first + 1 :] if text]
    if is_code(cells[first]) and (others or first == 0):
        return True
    if any(_is_number_code(text) for text in others):
        return True
    return first <= 1 and any(_is_plain_number(text) for text in others)


def _is_number_code(text: str) -> bool:
    return text[0].isdecimal() and is_code(text) and not _is_year(text)


def _is_year(text: str) -> bool:
    return text.isdecimal() and len(text) == 4 and text[:2] == "20"


def _is_plain_number(text: str) -> bool:
    cell = read_cell(text)
    return cell.value is not None and not _is_year(cell.raw)


def _is_group(cells: Sequence[str]) -> bool:
    """A heading among the rows: one cell filled, at the left."""
    filled = [n for n, text in enumerate(cells) if text]
    return len(cells) > 2 and filled in ([0], [1]) and cells[filled[0]][0] != "("


def columns_of(header: Sequence[TableRow], body: Sequence[TableRow]) -> list[Column]:
    """Give each column its use, from its header and from what stands below it."""
    width = max((len(row.cells) for row in (*header, *body)), default=0)
    numbers, formulas = [""] * width, [""] * width
    lines = [row for row in header if not is_numbering(row.cells)]
    for row in header:
        if is_numbering(row.cells):
            _take_numbers(row.cells, numbers, formulas)
    paths = [_path(lines, column, width) for column in range(width)]
    for column, path in enumerate(paths):
        if path and (found := _IN_TITLE.search(path[-1])):
            numbers[column], formulas[column] = found[1], found[2]
    padded = [(*row.cells, *[""] * (width - len(row.cells))) for row in body]
    uses = _uses(paths, [[cells[n] for cells in padded] for n in range(width)])
    return [
        Column(use, path, number, formula)
        for use, path, number, formula in zip(
            uses, paths, numbers, formulas, strict=True
        )
    ]


def _take_numbers(
    cells: Sequence[str], numbers: list[str], formulas: list[str]
) -> None:
    for column, text in enumerate(cells):
        if found := _NUMBERED.fullmatch(text):
            numbers[column] = found[1]
            formulas[column] = "".join((found[2] or "").split())


def _at(row: TableRow, column: int) -> str:
    return row.cells[column] if column < len(row.cells) else ""


def _path(lines: Sequence[TableRow], column: int, width: int) -> tuple[str, ...]:
    """The header texts above a column; an empty cell belongs to the one at its left.

    It does so only where something stands below it, so that a cell merged downwards
    («STT») is not taken for one merged to the right.
    """
    path: list[str] = []
    for depth, row in enumerate(lines):
        text = _at(row, column)
        below = [_at(line, column) for line in lines[depth + 1 :]]
        if not text and any(below) and width <= MOST_COLUMNS:
            text = _spanning(lines[: depth + 1], column)
        if text and text not in path:
            path.append(text)
    return tuple(path)


def _spanning(lines: Sequence[TableRow], column: int) -> str:
    """The text of a merged cell that reaches over ``column`` from the left."""
    upper, row = lines[:-1], lines[-1]
    for left in range(column, -1, -1):
        if text := _at(row, left):
            return text
        if any(_at(line, left) for line in upper):
            return ""  # another merged cell begins here
    return ""


def _uses(paths: list[tuple[str, ...]], texts: list[list[str]]) -> list[Use]:
    uses = [_by_words(path) for path in paths]
    first = folded(paths[0][-1]) if paths and paths[0] else ""
    if first in _TIMES and Use.LABEL not in uses:
        uses[0] = Use.LABEL
    _settle_label(uses, paths, texts)
    named = [
        n for n, path in enumerate(paths) if path and _FIGURES.match(folded(path[-1]))
    ]
    for column, use in enumerate(uses):
        if use is None or use is Use.VALUE:
            uses[column] = _by_content(texts[column], is_named=use is Use.VALUE)
    if named and Use.VALUE not in uses and uses[named[0]] is Use.OTHER:
        uses[named[0]] = Use.VALUE  # its cells are words
    if Use.CODE not in uses and texts and _are_codes(texts[0]):
        uses[0] = Use.CODE
    if Use.UNIT not in uses:
        _find_unit(uses, texts)
    if Use.LABEL not in uses:
        _find_label(uses, texts)
    return [
        use or Use.OTHER if n < MOST_COLUMNS else Use.OTHER
        for n, use in enumerate(uses)
    ]


def _by_words(path: tuple[str, ...]) -> Use | None:
    for text in reversed(path):
        plain = folded(text).strip(" .:*")
        if plain.split(" (")[0] in _CODE:
            return Use.CODE
        if any(plain.startswith(word) for word in _UNIT):
            return Use.UNIT
        if _NOTE.match(plain):
            return Use.NOTE
        if _VALUE.match(plain):
            return Use.VALUE
        if _LABEL.match(plain):
            return Use.LABEL
    return None


def _settle_label(
    uses: list[Use | None], paths: list[tuple[str, ...]], texts: list[list[str]]
) -> None:
    """Keep the first of several labels; «Đơn vị» beside one may be the unit."""
    labels = [n for n, use in enumerate(uses) if use is Use.LABEL]
    if len(labels) < 2:
        return
    for column in labels:
        if folded(paths[column][-1]) == "don vi" and _are_units(texts[column]):
            uses[column] = Use.UNIT
    for column in [n for n in labels if uses[n] is Use.LABEL][1:]:
        uses[column] = None


def _by_content(texts: list[str], *, is_named: bool) -> Use:
    filled = [text for text in texts if text]
    states = [read_cell(text).state for text in filled]
    words = states.count(CellState.TEXT)
    if not filled:
        return Use.VALUE if is_named else Use.OTHER
    return Use.VALUE if words * 2 < len(states) else Use.OTHER


def _are_codes(texts: list[str]) -> bool:
    filled = [text for text in texts if text]
    return bool(filled) and sum(map(is_code, filled)) * 5 >= len(filled) * 4


_UNITS = {
    "%", "ho so", "nguoi", "van ban", "thu tuc", "nhiem vu", "co quan", "don vi",
    "trieu dong", "dong", "ty dong", "pakn", "phieu", "cuoc", "lop", "vu", "don",
    "co quan, don vi", "so luong", "truong hop", "dich vu", "tin bai", "tin, bai",
}  # fmt: skip


def _find_unit(uses: list[Use | None], texts: list[list[str]]) -> None:
    for column, use in enumerate(uses):
        if use in (None, Use.OTHER) and _are_units(texts[column]):
            uses[column] = Use.UNIT
            return


def _are_units(texts: list[str]) -> bool:
    filled = [folded(text) for text in texts if text]
    return sum(text in _UNITS for text in filled) * 2 > len(filled)


def _find_label(uses: list[Use | None], texts: list[list[str]]) -> None:
    free = [n for n, use in enumerate(uses) if use in (None, Use.OTHER)]
    if free:
        uses[max(free, key=lambda n: sum(map(len, texts[n])))] = Use.LABEL
