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
        "Khối huyện có 2.318 lượt tra cứu.\nQua khảo sát, người dân hài lòng.\nKhối xã"
        " có 19.604 lượt tra cứu.\nTính chung, toàn huyện có 21.922 lượt tra cứu.",
        "Khối huyện có 2.318 lượt tra cứu.\nQua khảo sát, người dân hài lòng.\nKhối xã"
        " có 19.604 lượt tra cứu.\nSo với cùng kỳ năm trước là 21.992 lượt tra cứu.",
    ),
    fails=(
        "Khối huyện có 2.318 lượt tra cứu.\nQua khảo sát, người dân hài lòng.\nKhối xã"
        " có 19.604 lượt tra cứu.\nTính chung, toàn huyện có 21.992 lượt tra cứu.",
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
