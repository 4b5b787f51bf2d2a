"""A row whose label, unit and figure do not speak of the same kind of thing."""

import re
from collections.abc import Iterator

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.phrasing import capital, row_name
from lienmach.checker.meaning.concepts import is_rate
from lienmach.checker.report import Cell, Grid, GridRow, Report
from lienmach.checker.rule import Rule, rule
from lienmach.checker.tables.rates import HUNDRED, is_near, is_rate_row

_FORM = "Phụ lục 7\nSTT\tChỉ tiêu\tĐơn vị tính\tSố liệu\n"

# Each kind of thing: how units name it, and how a label that counts it begins.
_KINDS = {
    "money": (
        r"(trieu|ty|nghin|ngan)? ?(dong|vnd|d)|usd",
        r"kinh phi|tong kinh phi|so tien|tong so tien|du toan|so kinh phi|tong du toan"
        r"|tong von|so von|ke hoach von|gia tri giai ngan|so von giai ngan|thu nhap"
        r"|tong thu|tong chi|so thu phi|tien luong",
    ),
    "procedure": (
        r"thu tuc|tthc|thu tuc hanh chinh",
        r"tthc|thu tuc hanh chinh|thu tuc",
    ),
    "dossier": (r"ho so|ho so tthc", r"ho so"),
    "document": (
        r"van ban|vbqppl|van ban qppl",
        r"van ban|vbqppl|cong van|nghi quyet|quyet dinh|chi thi",
    ),
    "person": (
        r"nguoi|bien che|nguoi/bien che|can bo|cong chuc|vien chuc",
        r"nguoi|bien che|can bo|cong chuc|vien chuc|lanh dao",
    ),
    "task": (r"nhiem vu", r"nhiem vu"),
    "petition": (r"pakn|phan anh|kien nghi", r"pakn|phan anh|kien nghi"),
    "survey": (r"phieu", r"phieu"),
}


def _by_kind(of: int, before: str = "") -> re.Pattern[str]:
    """Units, or labels, as one pattern: the group that is found names the kind."""
    named = (
        rf"(?P<{kind}>{'' if kind == 'money' else before}(?:{said[of]}))"
        for kind, said in _KINDS.items()
    )
    return re.compile(rf"(?:{'|'.join(named)})\b")


_UNIT, _LABEL = _by_kind(0), _by_kind(1, "(?:tong so|so luong|so) ")
# Sloppy but understood: who says «người» of posts, or «văn bản» of what is in them.
_KIN = {frozenset({"document", "task"}), frozenset({"petition", "dossier"})}


@rule(
    "TAB007",
    Kind.UNIT_MISMATCH,
    Severity.ERROR,
    "Tên chỉ tiêu, đơn vị tính và số liệu của một dòng nói về cùng một thứ.",
    passes=(
        f"{_FORM}1.1.\tKinh phí thực hiện\tTriệu đồng\t120\n",
        f"{_FORM}1.\tTỷ lệ giải ngân\t%\t17,11%\n2.\tSố hồ sơ\tHồ sơ\t855\n",
    ),
    fails=(
        f"{_FORM}1.1.\tKinh phí thực hiện\tThủ tục\t120\n",
        f"{_FORM}2.\tSố người được tuyển dụng\tNgười\t12%\n",
        f"{_FORM}2.\tTổng số hồ sơ đã giải quyết\t%\t855\n",
        f"{_FORM}1.\tTỷ lệ giải ngân\t%\t50%\n1.1.\tKế hoạch vốn\tTỷ đồng\t800\n"
        "1.2.\tĐã giải ngân\tTriệu đồng\t400\n",
    ),
)
def table_units(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for grid in report.grids:
        column = grid.main
        if column is None:
            continue
        for index, row in enumerate(grid.rows):
            cell = row.cells[column]
            if row.unit and (fault := _fault(row, cell)):
                why, severity = fault
                yield self.finding(
                    (cell.raw, row.unit) if cell.raw else (row.unit,),
                    (row.line,),
                    f"{capital(grid.name)}, {row_name(grid, index)} “{_short(row)}”:"
                    f" {why}",
                    severity=severity,
                )
        yield from _pairs(self, grid, column)


def _pairs(self: Rule, grid: Grid, column: int) -> Iterator[Finding]:
    """A rate whose two rows are in units that do not divide: «tỷ đồng», «triệu đồng».

    It is wrong where the rate comes out of the figures as they stand.
    """
    for index, below in grid.families().items():
        if not is_rate_row(grid.rows[index]) or len(below) < 2:
            continue
        first, second = grid.rows[below[0]], grid.rows[below[1]]
        whole, part = first.cells[column], second.cells[column]
        if first.plain_unit == second.plain_unit or not whole.value:
            continue
        kinds = {_kind(_UNIT.fullmatch(row.plain_unit)) for row in (first, second)}
        if part.value is None or None in kinds:
            continue
        exact = HUNDRED * part.value / whole.value
        if is_near(grid.rows[index].cells[column], exact):
            yield self.finding(
                (whole.raw, first.unit, part.raw, second.unit),
                (first.line, second.line),
                f"{capital(grid.name)}, {row_name(grid, below[0])} tính bằng"
                f" “{first.unit}”, {row_name(grid, below[1])} bằng “{second.unit}”,"
                " nhưng tỷ lệ lại chia thẳng hai số cho nhau.",
                f"{part.raw} / {whole.raw}",
            )


def _short(row: GridRow) -> str:
    return row.label if len(row.label) <= 60 else row.label[:57] + "…"


def _fault(row: GridRow, cell: Cell) -> tuple[str, Severity] | None:
    unit, label = row.plain_unit, row.plain_label
    of_unit, of_label = _kind(_UNIT.fullmatch(unit)), _kind(_LABEL.match(label))
    is_share = unit == "%"
    if cell.is_percent and of_unit and not is_rate(row.label):
        return (
            f"đơn vị tính là “{row.unit}” mà số liệu là tỷ lệ {cell.raw}.",
            Severity.ERROR,
        )
    if is_share and of_label and not is_rate(row.label):
        severity = Severity.WARNING if cell.is_percent else Severity.ERROR
        return f"chỉ tiêu là số đếm mà đơn vị tính là “{row.unit}”.", severity
    if is_rate(row.label) and of_unit:
        return (
            f"chỉ tiêu là tỷ lệ mà đơn vị tính là “{row.unit}”.",
            Severity.WARNING,
        )
    if of_unit and of_label and of_unit != of_label:
        is_kin = frozenset({of_unit, of_label}) in _KIN
        severity = Severity.WARNING if is_kin else Severity.ERROR
        return f"đơn vị tính “{row.unit}” không hợp với chỉ tiêu.", severity
    return None


def _kind(found: re.Match[str] | None) -> str | None:
    return found.lastgroup if found else None
