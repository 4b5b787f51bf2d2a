"""A total and its two parts, told in different places, and a slip of the pen apart."""

from collections.abc import Iterator

from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.fits import said
from lienmach.checker.fits.web import Miss, web_of
from lienmach.checker.report import Report
from lienmach.checker.rule import Rule, rule


@rule(
    "SUM005",
    Kind.SUM_MISMATCH,
    Severity.ERROR,
    "Hai phần nêu ở các chỗ khác nhau cộng lại bằng tổng nêu trong báo cáo.",
    passes=(
        "Nhóm công an nhận 2.671 hồ sơ; nhóm còn lại nhận 1.529 hồ sơ. Tính chung cả hai"
        " nhóm, 4.200 hồ sơ đã được tiếp nhận.",
        "Cấp huyện nhận 2.671 hồ sơ. Cấp xã nhận 1.529 hồ sơ. Cả năm trước nhận 4.902"
        " hồ sơ.",
    ),
    fails=(
        "Nhóm công an nhận 2.671 hồ sơ; nhóm còn lại nhận 1.529 hồ sơ. Tính chung cả hai"
        " nhóm, 4.020 hồ sơ đã được tiếp nhận.",
    ),
)
def sums_apart(self: Rule, report: Report) -> Iterator[Finding]:
    for miss in web_of(report).wrong_sums():
        if not miss.is_difference:
            yield _finding(self, miss)


def _finding(self: Rule, miss: Miss) -> Finding:
    big, one, other = miss.figures
    added = said.amount(one.value + other.value, big)
    return self.finding(
        said.anchors(miss.wrong, miss.figures),
        said.lines(miss.wrong, miss.figures),
        f"«{said.name(miss.wrong)}» ghi {miss.wrong.raw}, nhưng"
        f" {said.place(miss.wrong, one)} + {said.place(miss.wrong, other)} = {added},"
        f" không phải {said.place(miss.wrong, big)}.",
        f"{one.raw} + {other.raw} = {added} ≠ {big.raw}",
    )
