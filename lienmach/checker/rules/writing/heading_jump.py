import re
from collections.abc import Iterator

from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.report import Report, Section
from lienmach.checker.rule import Rule, rule
from lienmach.checker.source import Paragraph
from lienmach.checker.structure.headings import Step, missteps, read_code


@rule(
    "HEAD002",
    Kind.HEADING_JUMP,
    Severity.WARNING,
    "Số thứ tự của đề mục liên tục, không nhảy.",
    passes=(
        "I. CHỈ ĐẠO\n1. Kế hoạch\n2. Kiểm tra\n3. Tuyên truyền\nII. KẾT QUẢ",
        "1. Kế hoạch\n2. Tiếp tục kiểm tra công tác cải cách hành chính.\n3. Kết quả",
        "1. Thủ tục\na) Công bố\nb) Niêm yết\nc) Rà soát\nd) Kiểm tra\ne) Báo cáo",
    ),
    fails=(
        "I. CHỈ ĐẠO ĐIỀU HÀNH\nNội dung.\nIII. KIẾN NGHỊ\nNội dung.",
        "I. KẾT QUẢ\n1. Cải cách thể chế\n2. Cải cách bộ máy\n4. Tài chính công",
    ),
)
def heading_jump(self: Rule, report: Report) -> Iterator[Finding]:
    jumps = [pair for step, *pair in missteps(report.sections) if step is Step.JUMP]
    if not jumps:
        return
    codes = [(one.block, one.code) for one in report.numbered]
    for before, section in jumps:
        first, code = read_code(before.code), read_code(section.code)
        if first is None or code is None:
            continue
        missing = code.last - 1
        there = code._replace(values=(*code.values[:-1], missing))
        within = (c for block, c in codes if before.block < block < section.block)
        if there in within or _is_run_in(before, section, missing, report):
            continue
        yield self.finding(
            (before.code, section.code),
            (before.line, section.line),
            f"Sau đề mục {before.code} «{before.title}» (dòng {before.line}) là "
            f"{section.code} «{section.title}» (dòng {section.line}): thiếu số ở giữa.",
        )


def _is_run_in(before: Section, section: Section, missing: int, report: Report) -> bool:
    """Whether the missing number stands inside a paragraph between the two."""
    code = section.code.rstrip(" .)/-–")
    parts = code.split(".")
    written = ".".join([*parts[:-1], str(missing)])
    if not parts[-1].isdecimal():
        return False
    printed = re.compile(rf"(?<![\d.]){re.escape(written)}\s?[.)/](?=\s)")
    blocks = report.source.blocks[before.block : section.block + 1]
    return any(isinstance(b, Paragraph) and printed.search(b.text) for b in blocks)
