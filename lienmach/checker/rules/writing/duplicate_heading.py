from collections.abc import Iterator
from itertools import pairwise

from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.report import Report, Section
from lienmach.checker.rule import Rule, rule
from lienmach.checker.structure.headings import Step, missteps

_TELLING = 8  # letters from which on a title is more than «Kết quả»


@rule(
    "HEAD001",
    Kind.DUPLICATE_HEADING,
    Severity.WARNING,
    "Trong một phần, mỗi đề mục có số thứ tự và tên riêng.",
    passes=(
        "I. ĐÁNH GIÁ\n1. Kết quả\n2. Tồn tại\nII. NHIỆM VỤ\n1. Kết quả\n2. Tồn tại",
        "1. Cải cách thể chế\n1. Rà soát văn bản\n2. Kiểm tra\n2. Cải cách bộ máy",
    ),
    fails=(
        "I. CHỈ ĐẠO\nNội dung.\nII. KẾT QUẢ\nNội dung.\nII. KIẾN NGHỊ\nNội dung.",
        "I. KẾT QUẢ\n1. Cải cách thể chế\n2. Cải cách bộ máy\n3. Cải cách thể chế",
    ),
)
def duplicate_heading(self: Rule, report: Report) -> Iterator[Finding]:
    told = set()
    for step, before, section in missteps(report.sections):
        if step is not Step.AGAIN:
            continue
        told.add(section.block)
        yield self.finding(
            (section.code,),
            (before.line, section.line),
            f"Hai đề mục cùng mang số {section.code} «{before.title}» (dòng "
            f"{before.line}) và «{section.title}» (dòng {section.line}).",
        )
    yield from _items(self, report, told)
    titles: dict[tuple[int | None, int, str], Section] = {}
    for section in report.sections:
        if len(section.title) < _TELLING or section.block in told:
            continue
        key = (section.parent, section.level, section.title.casefold())
        first = titles.setdefault(key, section)
        if first is not section:
            yield self.finding(
                (first.code, section.code),
                (first.line, section.line),
                f"Hai đề mục {first.code} và {section.code} cùng tên "
                f"«{section.title}».",
            )


def _items(self: Rule, report: Report, told: set[int]) -> Iterator[Finding]:
    """Two items of a list, one right below the other, with one number."""
    for one, other in pairwise(report.numbered):
        if other.block - one.block != 1 or {one.block, other.block} & told:
            continue
        if (one.is_title and other.is_title) or one.code != other.code:
            continue
        if other.code.last == 1 and one.is_title:
            continue  # a list of its own begins below its heading
        yield self.finding(
            (other.printed,),
            (one.line, other.line),
            f"Hai mục liền nhau cùng mang số {other.printed} (dòng {one.line} và"
            f" {other.line}).",
        )
