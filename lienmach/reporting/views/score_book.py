"""A scorecard and a ranking as workbooks: numbers are numbers, empty cells empty."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO

from django.http import FileResponse
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from lienmach.reporting.queries.ranking import Group, Place
from lienmach.reporting.queries.scores import NOTHING, Sheet, totals_of
from lienmach.reporting.views.score_lines import answer_said, change_of
from lienmach.reporting.views.workbook import XLSX

CARD = (
    *("Mã", "Tiêu chí", "Điểm tối đa", "Trả lời", "Tự chấm", "Thuyết minh"),
    *("Thẩm định", "Chênh lệch", "Lý do thẩm định", "Bằng chứng"),
)
CARD_WIDTHS = (8, 60, 11, 22, 11, 36, 11, 11, 36, 11)
RANKING = (
    "Hạng",
    "Đơn vị",
    "Điểm",
    "Trên",
    "So năm trước",
    "Hạng năm trước",
    "Xếp loại",
    "Ghi chú",
)
RANKING_WIDTHS = (8, 44, 11, 11, 14, 14, 16, 34)


def card_book(sheet: Sheet, name: str) -> FileResponse:
    """Every row of a card with both sides."""
    card = sheet.card
    own, given = sheet.own_sums(), sheet.given_sums()
    with _book() as (file, page, formats):
        _widths(page, CARD_WIDTHS)
        page.write_string(0, 0, f"Phiếu chấm điểm năm {card.year}: {name}", formats[0])
        page.write_string(1, 0, f"{card.round.title}; {card.state_name.lower()}")
        _heads(page, 3, CARD, formats)
        page.freeze_panes(4, 2)
        at = 4
        for row in sheet.tree.rows:
            bold, text, number = formats
            style = text if row.is_leaf else bold
            page.write_string(at, 0, row.code, style)
            page.write_string(at, 1, row.label, style)
            page.write_number(at, 2, row.points, number)
            mine = sheet.own.get(row.code, NOTHING)
            theirs = sheet.given.get(row.code, NOTHING)
            page.write_string(at, 3, answer_said(row, mine), text)
            _points(page, at, 4, mine.points if row.is_leaf else own[row.code], number)
            page.write_string(at, 5, mine.note, text)
            if not card.is_scoring:
                points = theirs.points if row.is_leaf else given[row.code]
                _points(page, at, 6, points, number)
                page.write_number(at, 7, change_of(sheet, row), number)
            page.write_string(at, 8, theirs.note, text)
            page.write_number(at, 9, sheet.proofs.get(row.code, 0))
            at += 1
        page.write_string(at, 1, "Tổng điểm", formats[0])
        page.write_number(at, 2, card.most, formats[2])
        of_unit, as_held = totals_of(sheet)  # what is stored may be older than the rows
        _points(page, at, 4, of_unit, formats[2])
        _points(page, at, 6, as_held, formats[2])
        if sheet.tree.grades:
            page.write_string(at + 1, 1, "Xếp loại", formats[0])
            sides = ((4, of_unit, sheet.tree.own_points), (6, as_held, card.most))
            for place, points, most in sides:
                share = points / most * 100 if points is not None and most else None
                page.write_string(at + 1, place, sheet.tree.grade(share), formats[0])
            page.write_string(at + 2, 1, sheet.tree.graded_by, formats[1])
    return _sent(file, f"phieu-cham-diem-{card.year}-{card.unit.code}")


def ranking_book(group: Group, year: int) -> FileResponse:
    """The ranking of a year beside the year before."""
    found = group.years[year]
    with _book() as (file, page, formats):
        _widths(page, RANKING_WIDTHS)
        page.write_string(0, 0, f"Xếp hạng chỉ số năm {year}: {group.owner_name}")
        said = "đã chốt" if found.is_final else "tạm tính, chưa chốt"
        page.write_string(1, 0, f"{found.source}; {said}")
        if found.graded_by:
            page.write_string(2, 0, f"Xếp loại: {found.graded_by}")
        _heads(page, 3, RANKING, formats)
        page.freeze_panes(4, 2)
        for at, place in enumerate(found.places, 4):
            _place(page, at, place, _before(group, year, place), formats)
    return _sent(file, f"xep-hang-chi-so-{year}-{group.owner.code}")


def _place(
    page: Worksheet,
    at: int,
    place: Place,
    before: Place | None,
    formats: "Formats",
) -> None:
    _, text, number = formats
    if place.rank:
        page.write_number(at, 0, place.rank)
    page.write_string(at, 1, place.name, text)
    _points(page, at, 2, place.points, number)
    page.write_number(at, 3, place.most, number)
    if before and before.points is not None and place.points is not None:
        page.write_number(at, 4, place.points - before.points, number)
        if before.rank:
            page.write_number(at, 5, before.rank)
    notes = ["đồng hạng"] if place.is_shared else []
    notes += [place.state] if place.state else []
    page.write_string(at, 6, place.grade, text)
    page.write_string(at, 7, "; ".join(notes), text)


def _before(group: Group, year: int, place: Place) -> Place | None:
    earlier = group.years.get(year - 1)
    return earlier.of(place.key) if earlier else None


Formats = tuple[object, object, object]


@contextmanager
def _book() -> Iterator[tuple[IO[bytes], Worksheet, Formats]]:
    file = TemporaryFile()  # noqa: SIM115  the response closes it
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as book:
        yield (
            file,
            book.add_worksheet("Chỉ số"),
            (
                book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
                book.add_format({"text_wrap": True, "valign": "top"}),
                book.add_format({"num_format": "0.00", "valign": "top"}),
            ),
        )


def _widths(page: Worksheet, widths: Sequence[int]) -> None:
    for at, width in enumerate(widths):
        page.set_column(at, at, width)


def _heads(page: Worksheet, line: int, heads: Sequence[str], formats: Formats) -> None:
    for at, head in enumerate(heads):
        page.write_string(line, at, head, formats[0])


def _points(
    page: Worksheet, line: int, at: int, points: Decimal | None, style: object
) -> None:
    if points is not None:
        page.write_number(line, at, points, style)


def _sent(file: IO[bytes], stem: str) -> FileResponse:
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename=f"{stem}.xlsx", content_type=XLSX
    )
