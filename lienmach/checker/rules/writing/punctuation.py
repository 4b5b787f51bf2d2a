import re
from collections.abc import Iterator

from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.report import Report
from lienmach.checker.rule import Rule, rule
from lienmach.checker.source import Paragraph

_DOUBLED = re.compile(
    r",,+|;;+|::+|(?<![.,…])\.\.(?![./])|,;|;,|,\.(?![.\d])|;\.(?!\.)"
)
_PAIRS = {"(": ")", "[": "]", "“": "”", "«": "»"}
_CLOSING = {close: opening for opening, close in _PAIRS.items()}
_BESIDE = re.compile("[,;:.][,;:.]")
_MARK = re.compile(r"[()\[\]“”«»]")
_ENUMERATED = re.compile(r"(?:^|[;:.,]\s)\s*(?:[a-zđ]|\d{1,2}|[ivxIVX]{1,4})\d?\)")
_AROUND = 14


@rule(
    "WORD002",
    Kind.WORDING,
    Severity.INFO,
    "Dấu câu không lặp; ngoặc và dấu nháy đủ cặp.",
    passes=(
        "Kiểm tra (đợt 1) tại các xã, phường,... gồm: a) rà soát; b) báo cáo..../.",
        "1) Kết quả (có phụ lục kèm theo).\nb) Tồn tại “cần khắc phục”.",
    ),
    fails=(
        "Giải quyết hồ sơ chưa kịp thời,, còn chậm.",
        "Đã kiểm tra 8 đơn vị (gồm 6 xã và 2 phòng trong năm.",
    ),
)
def punctuation(self: Rule, report: Report) -> Iterator[Finding]:
    blocks = report.source.blocks
    loose = [
        _unmatched(block.text) if isinstance(block, Paragraph) else ""
        for block in blocks
    ]
    for index, block in enumerate(blocks):
        if not isinstance(block, Paragraph):
            continue
        doubled = _DOUBLED.finditer(block.text) if _BESIDE.search(block.text) else ()
        for mark in doubled:
            around = block.text[max(0, mark.start() - _AROUND) : mark.end() + 1].strip()
            yield self.finding(
                (mark[0],),
                (block.line_at(mark.start()),),
                f"Dấu câu lặp hoặc thừa: «{around}».",
            )
        if loose[index] and not _goes_on(loose, index):
            mark_ = loose[index][0]
            yield self.finding(
                (mark_,), (block.line,), f"Dấu «{mark_}» không có dấu đi cùng cặp."
            )


def _unmatched(text: str) -> str:
    """Return the brackets and quotes of a text that have no partner."""
    if not _MARK.search(text):
        return ""
    # «(a) …» has its pair, «a) …» none: right is what is right in either reading.
    return _left(text) and _left(_ENUMERATED.sub("", text))


def _left(text: str) -> str:
    open_marks: list[str] = []
    for mark in _MARK.findall(text):
        if mark in _PAIRS:
            open_marks.append(mark)
        elif open_marks and open_marks[-1] == _CLOSING[mark]:
            open_marks.pop()
        else:
            open_marks.append(mark)
    return "".join(open_marks)


def _goes_on(loose: list[str], index: int) -> bool:
    """Whether a neighbour holds the partner: a paragraph cut in two by a page."""
    mark = loose[index][0]
    partner = _PAIRS.get(mark) or _CLOSING[mark]
    near = range(max(0, index - 3), min(len(loose), index + 4))
    return any(partner in loose[n] for n in near if n != index)
