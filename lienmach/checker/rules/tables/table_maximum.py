"""Figures above what is possible: over 100 %, over the highest mark, no such answer."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.phrasing import capital, row_name, spot_name
from lienmach.checker.meaning.concepts import is_growth, is_rate
from lienmach.checker.report import Grid, GridRow, Report
from lienmach.checker.rule import Rule, rule
from lienmach.checker.tables.rates import rates
from lienmach.checker.text.folded import folded

_FORM = "Phụ lục 2\nSTT\tChỉ tiêu\tĐơn vị tính\tSố liệu\n"
_OPTION = re.compile(
    r"(?<![\d.,])(\d{1,2})\s*=\s*[^\W\d]|[^\W\d_]\s*=\s*(\d{1,2})(?![\d%])"
)
_MAY_EXCEED = re.compile(
    r"ke hoach|du toan|chi tieu|thu ngan sach|vuot|giai ngan|muc tieu"
)
_HIGHEST = ("diem toi da", "diem chuan", "thang diem", "toi da", "diem cao nhat")


@rule(
    "TAB005",
    Kind.OVER_MAX,
    Severity.ERROR,
    "Tỷ lệ không quá 100 %, điểm không quá điểm tối đa, mã trả lời có trong danh sách.",
    passes=(
        f"{_FORM}1.\tTỷ lệ cơ quan đã kết nối\t%\t100\n",
        f"{_FORM}1.\tTỷ lệ thu ngân sách so với dự toán\t%\t112\n",
        f"{_FORM}5\tKhảo sát sự hài lòng\tCó = 1; Không = 0\t1\n",
        "Bảng 1\nTT\tTiêu chí\tĐiểm tối đa\tĐiểm tự chấm\n1\tThể chế\t10\t9,5\n",
        "Bảng 1\nTT\tĐơn vị\tThể chế (tối đa 10 điểm)\tTổng điểm\n"
        "1\tXã An Bình\t9,5\t88\n",
    ),
    fails=(
        f"{_FORM}1.\tTỷ lệ cơ quan đã kết nối\t%\t120\n",
        f"{_FORM}5\tKhảo sát sự hài lòng\tCó = 1; Không = 0\t3\n",
        "Bảng 1\nTT\tTiêu chí\tĐiểm tối đa\tĐiểm tự chấm\n1\tThể chế\t10\t10,5\n",
        "Bảng 1\nTT\tĐơn vị\tThể chế (tối đa 10 điểm)\tTổng điểm\n"
        "1\tXã An Bình\t19,5\t88\n",
    ),
)
def table_maximum(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for grid in report.grids:
        yield from _shares(self, grid)
        yield from _answers(self, grid)
        yield from _marks(self, grid)


def _shares(self: Rule, grid: Grid) -> Iterator[Finding]:
    worked_out = {
        rate.rate
        for rate in rates(grid)
        if grid.cell(rate.whole).counted and grid.cell(rate.part).counted is not None
    }
    for index, row in enumerate(grid.rows):
        for column in grid.values:
            cell, title = row.cells[column], grid.columns[column].name
            if cell.value is None or cell.value <= 100 or (index, column) in worked_out:
                continue
            if _is_share(row, title) and not is_growth(f"{row.label} {title}"):
                yield self.finding(
                    (cell.raw,),
                    (row.line,),
                    f"{capital(grid.name)}, {spot_name(grid, index, column)} ghi"
                    f" {cell.raw}, tỷ lệ không thể quá 100 %.",
                    f"{cell.raw} > 100 %",
                )


def _is_share(row: GridRow, title: str) -> bool:
    if _MAY_EXCEED.search(folded(f"{row.label} {title}")):
        return False
    return is_rate(row.label) or folded(title).startswith(("ty le", "ti le"))


def _answers(self: Rule, grid: Grid) -> Iterator[Finding]:
    column = grid.main
    if column is None:
        return
    for index, row in enumerate(grid.rows):
        cell = row.cells[column]
        if cell.value is None or "=" not in row.unit + row.label:
            continue
        options = _options(row.unit) or _options(row.label)
        if len(options) < 2 or cell.value in options:
            continue
        listed = ", ".join(str(option) for option in sorted(options))
        yield self.finding(
            (cell.raw,),
            (row.line,),
            f"{capital(grid.name)}, {row_name(grid, index)} ghi {cell.raw}, nhưng chỉ"
            f" có các mã trả lời {listed}.",
            f"{cell.raw} không thuộc {{{listed}}}",
        )


def _options(text: str) -> set[Decimal]:
    return {Decimal(found[1] or found[2]) for found in _OPTION.finditer(text)}


_MOST = re.compile(r"(?:toi da|thang diem|diem chuan)[^\d)]{0,12}(\d+(?:,\d+)?)")


def _above_header(self: Rule, grid: Grid, titles: Sequence[str]) -> Iterator[Finding]:
    """«Nội dung B (tối đa 40 điểm)»: the highest mark stands in the header."""
    for column in grid.values:
        found = _MOST.search(titles[column])
        if not found or "%" in titles[column]:
            continue
        most = Decimal(found[1].replace(",", "."))
        for index, row in enumerate(grid.rows):
            mark = row.cells[column]
            if mark.value is None or mark.value <= most or row.is_total:
                continue
            yield self.finding(
                (mark.raw, found[1])
                if found[1] in grid.columns[column].name
                else (mark.raw,),
                (row.line,),
                f"{capital(grid.name)}, {spot_name(grid, index, column)} ghi"
                f" {mark.raw}, quá điểm tối đa {found[1]}.",
                f"{mark.raw} > {found[1]}",
            )


def _marks(self: Rule, grid: Grid) -> Iterator[Finding]:
    titles = [folded(column.name) for column in grid.columns]
    highest = [
        n
        for n in grid.values
        if any(w in titles[n] for w in _HIGHEST) and not _MOST.search(titles[n])
    ]
    yield from _above_header(self, grid, titles)
    if len(highest) != 1:
        return
    marks = [n for n in grid.values if "diem" in titles[n] and n != highest[0]]
    for index, row in enumerate(grid.rows):
        most = row.cells[highest[0]]
        for column in marks:
            mark = row.cells[column]
            if mark.value is None or most.value is None or mark.value <= most.value:
                continue
            if "thuong" in titles[column] or "cong" in titles[column].split():
                continue  # marks on top
            yield self.finding(
                (mark.raw, most.raw),
                (row.line,),
                f"{capital(grid.name)}, {spot_name(grid, index, column)} ghi"
                f" {mark.raw}, quá điểm tối đa {most.raw}.",
                f"{mark.raw} > {most.raw}",
            )
