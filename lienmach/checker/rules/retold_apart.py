"""A figure told again far away, in other words, with a slip of the pen."""

from collections.abc import Iterator

from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.fits import said
from lienmach.checker.fits.web import web_of
from lienmach.checker.report import Report
from lienmach.checker.rule import Rule, rule


@rule(
    "NAR003",
    Kind.NARRATIVE_MISMATCH,
    Severity.ERROR,
    "Số nêu lại ở chỗ khác của báo cáo giống số đã nêu.",
    passes=(
        "I. KẾT QUẢ\nĐã giải quyết chế độ cho 846 người nghỉ theo chính sách tinh giản."
        "\nII. ĐÁNH GIÁ\nCó 846 người đã nghỉ theo chính sách tinh giản.",
        "I. KẾT QUẢ\nĐã giải quyết chế độ cho 846 người nghỉ theo chính sách tinh giản."
        "\nII. ĐÁNH GIÁ\nNăm trước có 864 người đã nghỉ theo chính sách tinh giản.",
    ),
    fails=(
        "I. KẾT QUẢ\nĐã giải quyết chế độ cho 846 người nghỉ theo chính sách tinh giản."
        "\nII. ĐÁNH GIÁ\nCó 864 người đã nghỉ theo chính sách tinh giản.",
    ),
)
def retold_apart(self: Rule, report: Report) -> Iterator[Finding]:
    for miss in web_of(report).wrong_tellings():
        one, other = miss.figures
        yield self.finding(
            said.anchors(miss.wrong, miss.figures),
            said.lines(miss.wrong, miss.figures),
            f"«{said.name(other)}» ghi {other.raw}, nhưng dòng {one.line} ghi {one.raw}"
            f" («{said.name(one)}»).",
            f"{one.raw} ≠ {other.raw}",
        )
