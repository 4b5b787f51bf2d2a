"""A file of coded rows: heads on top, then the names of the columns, then the rows.

A line holds fields with a semicolon between; ``#`` begins a note. What heads and rows
mean is for whoever reads them; a mistake is told with its line.
"""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Layout:
    """What a kind of file may hold, what it is called, and what a mistake in it raises.

    ``needed`` are the columns it cannot do without; ``longest`` is a line's.
    """

    what: str
    heads: tuple[str, ...]
    columns: tuple[str, ...]
    needed: tuple[str, ...]
    most_rows: int
    longest: int
    wrong: type[ValueError]


def read_rows(
    text: str,
    name: str,
    layout: Layout,
    *,
    check_head: Callable[[str, str, str], None],
    read_row: Callable[[Mapping[str, str], int, str], Row],
) -> tuple[dict[str, str], list[Row]]:
    """Return the heads and the rows of a file that is called ``name``.

    ``check_head`` gets a head, what stands there and where; ``read_row`` a field for
    each column of the layout, the line and where that is. Raises ``layout.wrong``.
    """
    heads: dict[str, str] = {}
    columns: list[str] = []
    rows: list[Row] = []
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        where = f"{name}, dòng {number}"
        if len(line) > layout.longest:
            raise layout.wrong(f"{where}: dài quá {layout.longest} ký tự.")
        fields = _fields(line, where, layout)
        if columns:
            rows.append(read_row(_named(columns, fields, where, layout), number, where))
            if len(rows) > layout.most_rows:
                raise layout.wrong(
                    f"{where}: {layout.what} có hơn {layout.most_rows} dòng."
                )
        elif fields[0] == "code":
            columns = _columns(fields, where, layout)
        else:
            key, said = _head(heads, fields, where, layout)
            check_head(key, said, where)
            heads[key] = said
    return heads, rows


def _fields(line: str, where: str, layout: Layout) -> list[str]:
    try:
        (fields,) = csv.reader([line], delimiter=";", strict=True)
    except (csv.Error, ValueError) as error:
        raise layout.wrong(f"{where}: dấu nháy kép chưa đóng hoặc đặt sai.") from error
    return [field.strip() for field in fields]


def _head(
    heads: Mapping[str, str], fields: list[str], where: str, layout: Layout
) -> tuple[str, str]:
    key, *values = fields
    if key not in layout.heads:
        known = ", ".join((*layout.heads, "code"))
        raise layout.wrong(f"{where}: không hiểu «{key[:30]}»; có {known}.")
    if key in heads:
        raise layout.wrong(f"{where}: «{key}» ghi hai lần.")
    return key, values[0] if values else ""


def _columns(fields: list[str], where: str, layout: Layout) -> list[str]:
    for field in fields:
        if field not in layout.columns:
            known = ", ".join(layout.columns)
            raise layout.wrong(f"{where}: không có cột «{field[:30]}»; có {known}.")
    if set(layout.needed) - set(fields) or len(set(fields)) < len(fields):
        needed = ", ".join(layout.needed)
        raise layout.wrong(f"{where}: thiếu hoặc lặp cột; cần {needed}.")
    return fields


def _named(
    columns: list[str], fields: list[str], where: str, layout: Layout
) -> dict[str, str]:
    if len(fields) > len(columns):
        raise layout.wrong(
            f"{where}: có {len(fields)} ô mà {layout.what} chỉ có {len(columns)} cột; "
            "chữ có dấu chấm phẩy thì đặt trong nháy kép."
        )
    said = dict.fromkeys(layout.columns, "")
    return said | dict(zip(columns, fields, strict=False))
