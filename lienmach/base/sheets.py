"""Tables that people bring: rows of texts out of a workbook, a CSV or a JSON file.

What comes in is not trusted: sizes are looked at before anything is unpacked, a cell
stands where its row says and not in an empty grid of millions.
"""

import csv
import json
import re
from collections.abc import Iterator
from io import StringIO
from typing import Any

from lxml.etree import _Element

from lienmach.calc.refusal import Refused
from lienmach.checker.readers.elements import attribute, child, children, whole
from lienmach.checker.readers.letters import decode
from lienmach.checker.readers.limits import DEFAULT, Unreadable
from lienmach.checker.readers.package import Package
from lienmach.checker.readers.sheet_formats import Format, built_in, parse

MOST_BYTES = 10 << 20
MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_LETTERS = 32_767  # of a cell, as in every spreadsheet
REFERENCE = re.compile(r"([A-Z]{1,3})\d{1,7}")
ESCAPED = re.compile(r"'+[=+\-@\t\r]")
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
Rows = list[tuple[int, list[str]]]


def read_table(content: bytes, name: str) -> Rows | list[Any]:
    """Return the rows of a file with their numbers, or the list a JSON file holds.

    Empty rows are left out. Raises Refused with a sentence for whatever is no table.
    """
    if len(content) > MOST_BYTES:
        raise Refused(f"Tệp «{name}» lớn hơn {MOST_BYTES >> 20} MB.")
    if not content.strip():
        raise Refused(f"Tệp «{name}» trống.")
    if content.startswith(OLD_WORKBOOK):
        raise Refused(
            f"Tệp «{name}» là bảng tính kiểu cũ (.xls): hãy lưu lại thành .xlsx."
        )
    try:
        if content.startswith(b"PK"):
            return _kept(_workbook(Package(content, name, DEFAULT)), name)
        text, _ = decode(content, name)
    except Unreadable as error:
        raise Refused(str(error)) from error
    if text.lstrip("\ufeff \t\r\n").startswith(("[", "{")):
        return _json(text, name)
    return _kept(_csv(text, name), name)


def _kept(rows: Iterator[tuple[int, list[str]]], name: str) -> Rows:
    kept: Rows = []
    for number, cells in rows:
        if len(cells) > MOST_COLUMNS:
            raise Refused(f"Dòng {number} có hơn {MOST_COLUMNS} cột.")
        if any(len(cell) > MOST_LETTERS for cell in cells):
            raise Refused(f"Dòng {number} có ô quá dài.")
        if any(cell.strip() for cell in cells):
            kept.append((number, cells))
        if len(kept) > MOST_ROWS:
            raise Refused(f"Tệp «{name}» có hơn {MOST_ROWS:,} dòng.".replace(",", "."))
    if not kept:
        raise Refused(f"Tệp «{name}» không có dòng nào.")
    return kept


def _json(text: str, name: str) -> list[Any]:
    try:
        read = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise Refused(f"Tệp «{name}» không phải JSON đọc được.") from error
    if not isinstance(read, list) or not read:
        raise Refused(f"Tệp «{name}» phải là một danh sách JSON, có ít nhất một mục.")
    if len(read) > MOST_ROWS:
        raise Refused(f"Tệp «{name}» có hơn {MOST_ROWS:,} mục.".replace(",", "."))
    return read


def _csv(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Read with the mark that stands most often in the first line: , ; or tab."""
    text = text.removeprefix("\ufeff").replace("\0", "")
    first = text.lstrip("\r\n").partition("\n")[0]
    mark = max(",;\t", key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=mark)
    try:
        for number, cells in enumerate(reader, 1):
            yield number, [_unescaped(cell) for cell in cells]
    except csv.Error as error:
        raise Refused(f"Tệp «{name}» không phải CSV đọc được.") from error


def _unescaped(cell: str) -> str:
    """Take off the mark that keeps a text from being run as a formula."""
    return cell[1:] if ESCAPED.match(cell) else cell


def _workbook(package: Package) -> Iterator[tuple[int, list[str]]]:
    """Read the first sheet; each cell as it is shown, with the lines inside it."""
    workbook = package.tree("xl/workbook.xml")
    relations = package.tree("xl/_rels/workbook.xml.rels")
    sheet = next(children(child(workbook, "sheets"), "sheet"), None)
    if workbook is None or sheet is None:
        raise package.broken()
    targets = {
        attribute(relation, "Id"): attribute(relation, "Target") or ""
        for relation in children(relations, "Relationship")
    }
    target = targets.get(attribute(sheet, "id"), "").lstrip("/")
    part = target if target.startswith("xl/") else f"xl/{target}"
    strings = [_string(item) for item in package.each("xl/sharedStrings.xml", "si")]
    formats = _formats(package.tree("xl/styles.xml"))
    from_1904 = attribute(child(workbook, "workbookPr"), "date1904") in ("1", "true")
    number = 0
    for row in package.each(part, "row"):
        number = whole(row, "r", number + 1)
        cells: list[str] = []
        for cell in children(row, "c"):
            at = _column(attribute(cell, "r") or "", len(cells))
            if at >= MOST_COLUMNS:
                break
            cells += [""] * (at + 1 - len(cells))
            cells[at] = _shown(cell, strings, formats, from_1904=from_1904)
        yield number, cells


def _shown(
    cell: _Element, strings: list[str], formats: list[Format], *, from_1904: bool
) -> str:
    kind = attribute(cell, "t") or "n"
    if kind == "inlineStr":
        return _string(child(cell, "is"))
    stored = child(cell, "v")
    raw = (stored.text or "") if stored is not None else ""
    if kind == "s":
        at = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 9 else -1
        return strings[at] if 0 <= at < len(strings) else ""
    if kind != "n" or not raw or len(raw) > 40:
        return raw
    style = whole(cell, "s", 0)
    shown = formats[style] if 0 <= style < len(formats) else Format()
    return shown.shown(raw, from_1904=from_1904)


def _string(element: _Element | None) -> str:
    """Return a text with its runs; hints of pronunciation are left out."""
    if element is None:
        return ""
    parts = [t.text or "" for t in children(element, "t")]
    for run in children(element, "r"):
        parts += [t.text or "" for t in children(run, "t")]
    return "".join(parts)


def _column(reference: str, following: int) -> int:
    found = REFERENCE.fullmatch(reference)
    if not found:
        return following
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _formats(styles: _Element | None) -> list[Format]:
    codes = {
        whole(element, "numFmtId", -1): parse(attribute(element, "formatCode") or "")
        for element in children(child(styles, "numFmts"), "numFmt")
    }
    numbers = [
        whole(element, "numFmtId", 0)
        for element in children(child(styles, "cellXfs"), "xf")
    ]
    return [codes[n] if n in codes else built_in(n) for n in numbers]
