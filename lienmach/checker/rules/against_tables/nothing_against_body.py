"""A nought in an annex where the running text tells that it took place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.phrasing import row_name
from lienmach.checker.report import Grid, Report
from lienmach.checker.rule import Rule, rule
from lienmach.checker.source import Paragraph
from lienmach.checker.statements.matching import matcher_of
from lienmach.checker.statements.statement import Statement
from lienmach.checker.text.other_times import EARLIER

_FORM = (
    "\nPhụ lục 2\nSTT\tChỉ tiêu\tĐơn vị tính\tSố liệu\n"
    "3.1\tSố cơ quan, đơn vị đã kiểm tra\tCơ quan, đơn vị\t0\n"
)


@dataclass(frozen=True, slots=True)
class _Event:
    """What a row counts (``label``), and words that tell of it as done."""

    label: re.Pattern[str]
    told: re.Pattern[str]
    name: str


_OBJECT = r"(?:xã|phường|thị trấn|cơ quan|đơn vị|phòng|sở|ngành|địa phương|trường)"
_DONE = r"(?:đã|tiến hành|tổ chức|hoàn thành) (?:tiến hành |tổ chức |thực hiện )?"
_EVENTS = (
    _Event(
        re.compile(
            r"(?:cơ quan|đơn vị|ubnd|xã|phường|sở)[^.;]{0,60}kiểm tra|cuộc kiểm tra"
        ),
        re.compile(
            rf"{_DONE}kiểm tra [^.;]{{0,80}}{_OBJECT}"
            r"|qua kiểm tra,? (?:hầu hết|các|cho thấy|đã)"
        ),
        "kiểm tra",
    ),
    _Event(
        re.compile(r"đối thoại"),
        re.compile(rf"{_DONE}(?:\d+ )?(?:cuộc |buổi |hội nghị )?đối thoại"),
        "đối thoại",
    ),
    _Event(
        re.compile(r"khảo sát"),
        re.compile(rf"{_DONE}(?:lấy phiếu )?khảo sát"),
        "khảo sát",
    ),
    _Event(
        re.compile(r"bị kỷ luật|xử lý kỷ luật"),
        re.compile(r"(?:thi hành |xử lý )?kỷ luật (?:đối với )?\d"),
        "kỷ luật",
    ),
    _Event(
        re.compile(r"tinh giản"),
        re.compile(
            r"(?:đã|thực hiện) (?:thực hiện )?tinh giản (?:biên chế )?(?:đối với )?\d"
        ),
        "tinh giản",
    ),
)
_PLANNED = re.compile(
    rf"\bsẽ\b|kế hoạch kiểm tra|dự kiến|phấn đấu|tiếp tục chỉ đạo|{EARLIER}"
)


@rule(
    "ANX004",
    Kind.NARRATIVE_ANNEX_MISMATCH,
    Severity.WARNING,
    "Phụ lục không ghi 0 cho việc mà thân báo cáo kể là đã làm.",
    passes=(
        f"UBND huyện sẽ kiểm tra các xã trong quý sau.\n{_FORM}",
        f"UBND huyện đã kiểm tra 5 xã.\n{_FORM.replace('0', '5')}",
    ),
    fails=(f"Tổ công tác đã tiến hành kiểm tra đột xuất các xã, phường.\n{_FORM}",),
)
def nothing_against_body(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    noughts = _noughts(report)
    for event in _EVENTS:
        rows = [row for row in noughts if event.label.search(_label(row))]
        positive = rows and any(
            row.value and event.label.search(_label(row))
            for row in matcher_of(report).rows
            if row.row and not row.is_share
        )
        if not rows or positive:
            continue
        if told := _told(report, event):
            yield _finding(self, rows, event, *told)


def _noughts(report: Report) -> list[Statement]:
    return [
        row
        for row in matcher_of(report).rows
        if not row.value and not row.is_share and row.row
    ]


def _label(row: Statement) -> str:
    assert row.row is not None
    grid, index = row.row
    return grid.rows[index].label.lower()


def _told(report: Report, event: _Event) -> tuple[int, str] | None:
    """The line and words that tell of the event as something that has been done."""
    for block in report.source.blocks:
        if not isinstance(block, Paragraph):
            continue
        text = block.lower
        for found in event.told.finditer(text):
            first = max(found.start() - 80, 0)
            start = max(text.rfind(". ", first, found.start()) + 1, first)
            if not _PLANNED.search(text[start : found.start()]):
                return block.line_at(found.start()), block.text[
                    found.start() : found.end()
                ]
    return None


def _finding(
    self: Rule, rows: list[Statement], event: _Event, line: int, words: str
) -> Finding:
    named = ", ".join(
        row_name(*row.row).removeprefix("dòng ") for row in rows if row.row
    )
    grid: Grid | None = rows[0].row[0] if rows[0].row else None
    name = grid.name if grid else ""
    quoted = words if len(words) <= 80 else f"{words[:77]}…"
    return self.finding(
        tuple(dict.fromkeys(row.raws[0] for row in rows)),
        (line, *(row.lines[0] for row in rows)),
        f"{name} dòng {named} ghi 0, nhưng thân báo cáo viết “{quoted}”. Đã"
        f" {event.name} thì cần ghi số, hoặc nói rõ vì sao không tính.",
        severity=Severity.WARNING,
    )
