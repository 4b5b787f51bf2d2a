"""The rows of a list as a file: CSV for programs, XLSX for people.

A text that begins like a formula stays a text: a name typed at a counter must not run
in the spreadsheet of whoever opens the file.
"""

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryFile
from types import MappingProxyType
from typing import IO, Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from xlsxwriter import Workbook

from lienmach.base import parts
from lienmach.base.lists import List, Row, Value
from lienmach.calc.local import ZONE
from lienmach.calc.refusal import Refused

FORMULA = ("=", "+", "-", "@", "\t", "\r")
BATCH = 2000
LONG = 5000  # rows; more of them take longer than somebody waits for a page
MOST_SHEET_ROWS = 1_048_575  # of a sheet, less its heading


def export(
    request: HttpRequest, declared: List[Row], rows: QuerySet[Row], kind: str
) -> HttpResponseBase:
    if declared.on_export:
        declared.on_export(request, kind)
    response = FORMATS[kind][1](declared, rows)
    named = file_name(request, kind, stem=declared.file)
    response["Content-Disposition"] = f'attachment; filename="{named}"'
    return response


def file_name(request: HttpRequest, kind: str, *, stem: str = "") -> str:
    """Return a name such as ``ra-soat-2026-11-22.csv``, from the address if need be."""
    words = re.findall(r"/([a-z][a-z-]*)(?=/)", request.path)
    stem = stem or (words[-1] if words else "danh-sach")
    return f"{stem}-{timezone.localdate():%Y-%m-%d}.{kind}"


def is_long(declared: List[Row], rows: QuerySet[Row]) -> bool:
    """Whether a list is better written in the background, where its room can do so."""
    more = rows.order_by().values("pk")[LONG : LONG + 1]
    return declared.later is not None and bool(more)


def written(
    declared: List[Row],
    rows: QuerySet[Row],
    kind: str,
    told: Callable[[int], None],
) -> IO[bytes]:
    """Write a list to a file on disk; ``told`` hears after how many rows it is."""

    def counted() -> Iterator[list[Value]]:
        for done, values in enumerate(_values(declared, rows)):
            if done % BATCH == 0:
                told(done)
            yield values

    if kind == "xlsx":
        return _book(declared, counted())
    file = TemporaryFile()  # noqa: SIM115  whoever asked closes it
    for line in _csv_lines(declared, counted()):
        file.write(line.encode())
    return file


def _values(declared: List[Row], rows: QuerySet[Row]) -> Iterator[list[Value]]:
    for row in declared.fetched(rows).iterator(BATCH):
        yield [column.value(row) for column in declared.columns]


def _csv(declared: List[Row], rows: QuerySet[Row]) -> HttpResponseBase:
    lines = _csv_lines(declared, _values(declared, rows))
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")


def _csv_lines(declared: List[Row], rows: Iterator[list[Value]]) -> Iterator[str]:
    """Write line by line; the mark at the start tells Excel that this is UTF-8."""

    class Echo:
        def write(self, text: str) -> str:
            return text

    writer = csv.writer(Echo())
    yield "\ufeff"
    yield writer.writerow([column.label for column in declared.columns])
    for values in rows:
        yield writer.writerow([csv_cell(value) for value in values])


def csv_cell(value: Value) -> str:
    """A cell as text; one that a spreadsheet would run as a formula begins with «'».

    So does one that begins like what was marked so: «sheets.read_table» takes one off.
    """
    match value:
        case None:
            return ""
        case str():
            is_run = value.lstrip("'").startswith(FORMULA)
            return f"'{value}" if is_run else value
        case datetime():
            return f"{value.astimezone(ZONE):%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case Decimal():  # 69 is stored as 69.000000
            text = f"{value:f}"
            return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)


def _xlsx(declared: List[Row], rows: QuerySet[Row]) -> HttpResponseBase:
    return FileResponse(
        _book(declared, _values(declared, rows)),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )


def _book(declared: List[Row], rows: Iterator[list[Value]]) -> IO[bytes]:
    """Write row by row to a file on disk, so that memory does not grow with them."""
    file = TemporaryFile()  # noqa: SIM115  the response closes it
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "remove_timezone": True,
    }
    with Workbook(file, options) as book:
        sheet = book.add_worksheet(declared.noun[:31])
        bold = book.add_format({"bold": True})
        formats: dict[type, Any] = {
            datetime: book.add_format({"num_format": "hh:mm dd/mm/yyyy"}),
            date: book.add_format({"num_format": "dd/mm/yyyy"}),
        }
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(declared.columns):
            sheet.set_column(at, at, 18)
            sheet.write_string(0, at, column.label, bold)
        for line, values in enumerate(rows, start=1):
            if line > MOST_SHEET_ROWS:
                most = parts.number(MOST_SHEET_ROWS)
                raise Refused(f"Bảng tính chỉ chứa {most} dòng; hãy xuất tệp CSV.")
            for at, value in enumerate(values):
                _write(sheet, line, at, value, formats)
    file.seek(0)
    return file


def _write(
    sheet: Any, line: int, at: int, value: Value, formats: dict[type, Any]
) -> None:
    match value:
        case None:
            pass
        case str():
            sheet.write_string(line, at, value)
        case datetime():
            local = value.astimezone(ZONE)
            sheet.write_datetime(line, at, local, formats[datetime])
        case date():
            sheet.write_datetime(line, at, value, formats[date])
        case _:
            sheet.write_number(line, at, value)


Writer = Callable[[List[Any], QuerySet[Any]], HttpResponseBase]
FORMATS: Mapping[str, tuple[str, Writer]] = MappingProxyType(
    {"xlsx": ("Bảng tính (XLSX)", _xlsx), "csv": ("Tệp CSV", _csv)}
)
