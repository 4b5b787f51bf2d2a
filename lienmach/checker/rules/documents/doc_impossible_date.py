import re
from collections.abc import Iterator

from lienmach.checker.citations.same import printed
from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.quantities.words.vocabulary import any_word
from lienmach.checker.report import Citation, Report
from lienmach.checker.rule import Rule, rule
from lienmach.checker.source import Paragraph
from lienmach.checker.text.dates import PrintedDate, read_dates

_LONG_AGO, _OURS = 1800, 1945
_SPAN = re.compile(r"\d{1,2}\s?[-–]\s?\d{1,2}[./](?:0?[1-9]|1[0-2])")
_REMEMBERED = re.compile(any_word("sinh|kỷ niệm|thành lập|mất|giỗ|khởi nghĩa"))


@rule(
    "DOC005",
    Kind.DOC_IMPOSSIBLE_DATE,
    Severity.ERROR,
    "Ngày ghi trong văn bản phải có thật trên lịch.",
    passes=(
        "Kế hoạch số 12/KH-UBND ngày 29/02/2024 của UBND thị xã.",
        "Đạt 31/31 chỉ tiêu, tỷ lệ 45/13 so với tháng 11/2022.",
        "Thi vòng 1 từ ngày 14 – 16.11.",
        "Kỷ niệm 130 năm Ngày sinh cụ Lê Văn An (14/8/1893 - 14/8/2023).",
    ),
    fails=(
        "Kế hoạch số 12/KH-UBND ngày 30/02/2023 của UBND thị xã.",
        "Tính từ ngày 15/10/2022 đến ngày 31/11/2022, tiếp nhận 20 hồ sơ.",
        "Kế hoạch số 12/KH-UBND ngày 12/3/2203 của UBND thị xã.",
    ),
)
def doc_impossible_date(self: Rule, report: Report) -> Iterator[Finding]:
    cited: dict[tuple[int, str], Citation] = {}
    for citation in report.citations:
        if citation.date_raw:
            cited.setdefault((citation.place.block, citation.date_raw), citation)
    for index, block in enumerate(report.source.blocks):
        if not isinstance(block, Paragraph):
            continue
        for day in read_dates(block.text):
            if day.is_plausible or not _is_meant(day):
                continue
            line = block.line_at(day.start)
            of = cited.get((index, day.raw))
            if of is None and _is_of_history(block, day):
                continue
            number = (printed(of),) if of else ()
            name = f"{of.type} số {of.number}: " if of else ""
            yield self.finding(
                (*number, day.raw),
                (line,),
                f"{name}ngày {day.raw} không có trên lịch."
                if day.date is None
                else f"{name}năm {day.date.year} trong «{day.raw}» không thể đúng.",
            )


def _is_of_history(block: Paragraph, day: PrintedDate) -> bool:
    """«kỷ niệm 130 năm Ngày sinh … (14/8/1893)»: so long ago, but meant."""
    if day.date is None or not _LONG_AGO <= day.date.year < _OURS:
        return False
    return _REMEMBERED.search(block.lower, 0, day.start) is not None


def _is_meant(day: PrintedDate) -> bool:
    """Whether what is printed is surely a date: «31/11/2022» is, «45/13/2022» not."""
    if _SPAN.fullmatch(day.raw):
        return False  # «từ ngày 17 – 19.12»
    if day.has_word or day.date:
        return True
    first, second = day.raw.split("/")[:2] if day.raw.count("/") == 2 else ("0", "0")
    return 1 <= int(first) <= 31 and 1 <= int(second) <= 12
