"""What is left, or by how much it rose, told far from the numbers it comes from."""

from collections.abc import Iterator

from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.fits import said
from lienmach.checker.fits.web import Miss, web_of
from lienmach.checker.report import Report
from lienmach.checker.rule import Rule, rule


@rule(
    "DIF003",
    Kind.DIFFERENCE_MISMATCH,
    Severity.ERROR,
    "Phần còn lại, mức tăng giảm khớp với hai số nêu ở chỗ khác.",
    passes=(
        "1. Phải xử lý 1.023 hồ sơ, đã trả 794 hồ sơ.\n2. Hạn chế: 229 hồ sơ còn đang"
        " thẩm định.",
        "1. Phải xử lý 1.023 hồ sơ, đã trả 794 hồ sơ.\n2. Hạn chế: 12 hồ sơ còn thiếu"
        " giấy tờ.",
    ),
    fails=(
        "1. Phải xử lý 1.023 hồ sơ, đã trả 794 hồ sơ.\n2. Hạn chế: 292 hồ sơ còn đang"
        " thẩm định.",
    ),
)
def differences_apart(self: Rule, report: Report) -> Iterator[Finding]:
    for miss in web_of(report).wrong_sums():
        if miss.is_difference:
            yield _finding(self, miss)


def _finding(self: Rule, miss: Miss) -> Finding:
    big, one, other = miss.figures
    told = one if one.is_changed or one.is_left else other
    taken = other if told is one else one
    left = said.amount(big.value - taken.value, told)
    return self.finding(
        said.anchors(miss.wrong, miss.figures),
        said.lines(miss.wrong, miss.figures),
        f"«{said.name(told)}» ghi {told.raw}, nhưng {said.place(told, big)} −"
        f" {said.place(told, taken)} = {left}.",
        f"{big.raw} - {taken.raw} = {left} ≠ {told.raw}",
    )
