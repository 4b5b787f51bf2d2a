"""The forms of a report as a workbook: a sheet for each, in their order."""

from tempfile import TemporaryFile

from django.http import FileResponse
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from lienmach.base.papers.paper import Table
from lienmach.calc.findings import bare
from lienmach.calc.forms import RowKind, State
from lienmach.calc.text import words
from lienmach.org.queries import names_on
from lienmach.reporting.models import Report
from lienmach.reporting.queries.named_lists import named
from lienmach.reporting.queries.reports import cells
from lienmach.reporting.views.grid import say

HEADS = ("STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số liệu", "Ghi chú")
WIDTHS = (9, 60, 16, 22, 40)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(report: Report) -> FileResponse:
    """Numbers are numbers; the other states stand in words, so that none is lost."""
    name = names_on([report.unit_id], report.round.end)[report.unit_id]
    titles = {sheet.form: (sheet.short, sheet.title) for sheet in report.sheets.all()}
    file = TemporaryFile()  # noqa: SIM115  the response closes it
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True})
        text = book.add_format({"text_wrap": True, "valign": "top"})
        number = book.add_format({"num_format": "#,##0.######", "valign": "top"})
        for form, rows in cells(report).items():
            short, title = titles[form]
            sheet = book.add_worksheet(short[:31])
            for at, width in enumerate(WIDTHS):
                sheet.set_column(at, at, width)
            sheet.write_string(0, 0, title, bold)
            said = f"{name}, {report.round.period_name}, số liệu {report.round.window}"
            state = "số đã chốt" if report.is_locked else "số chưa chốt"
            sheet.write_string(1, 0, f"{said}; {state}")
            for at, head in enumerate(HEADS):
                sheet.write_string(3, at, head, bold)
            sheet.freeze_panes(4, 2)
            _on_paper(sheet, f"{name}, {report.round.period_name}")
            for line, cell in enumerate(rows, 4):
                row, value = cell.row, cell.value
                style = bold if row.kind is RowKind.SECTION else text
                sheet.write_string(line, 0, bare(row.code), style)
                sheet.write_string(line, 1, row.label, style)
                sheet.write_string(line, 2, row.unit, text)
                if value.state is State.VALUE and value.value is not None:
                    sheet.write_number(line, 3, value.value, number)
                else:
                    sheet.write_string(line, 3, say(value), text)
                sheet.write_string(line, 4, cell.note, text)
        for table in _lists(report):
            sheet = book.add_worksheet(table.name[:31])
            sheet.write_string(0, 0, f"{table.name}: {table.title}", bold)
            sheet.write_string(1, 0, f"{name}, {report.round.period_name}")
            for at, (head, width) in enumerate(
                zip(table.columns, table.widths, strict=True)
            ):
                sheet.set_column(at, at, width)
                sheet.write_string(3, at, head, bold)
            sheet.freeze_panes(4, 0)
            _on_paper(sheet, f"{name}, {report.round.period_name}")
            for line, entry in enumerate(table.lines, 4):
                for at, said in enumerate(entry.cells):
                    sheet.write_string(line, at, said, text)
    file.seek(0)
    short = names_on([report.unit_id], report.round.end, short=True)[report.unit_id]
    stem = "-".join(["phu-luc", report.round.period.lower(), *words(short)])
    return FileResponse(
        file, as_attachment=True, filename=f"{stem}.xlsx", content_type=XLSX
    )


def _lists(report: Report) -> tuple[Table, ...]:
    """The lists of registers that the words of the report name."""
    texts = (section.text for section in report.sections.order_by("place"))
    return named(report, texts, report.sheets.all()).tables


def _on_paper(sheet: Worksheet, foot: str) -> None:
    """A4, as wide as the paper, the line of heads on every page."""
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(3)
    sheet.set_margins(left=0.8, right=0.5, top=0.6, bottom=0.7)
    sheet.set_footer(f"&L{foot.replace('&', '&&')}&RTrang &P/&N")
