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
        "I. KẾT QUẢ\nTháng 9 có 2.499 lượt tra cứu, tháng 7 có 1.936 lượt tra cứu.\nII."
        " NHẬN XÉT\nLượng tra cứu của tháng 9 nhiều hơn tháng 7 là 563 lượt.",
        "I. KẾT QUẢ\nTháng 9 có 2.499 lượt tra cứu, tháng 7 có 1.936 lượt tra cứu.\nII."
        " NHẬN XÉT\nTháng 9 có 536 lượt tra cứu về đất đai.",
    ),
    fails=(
        "I. KẾT QUẢ\nTháng 9 có 2.499 lượt tra cứu, tháng 7 có 1.936 lượt tra cứu.\nII."
        " NHẬN XÉT\nLượng tra cứu của tháng 9 nhiều hơn tháng 7 là 536 lượt.",
        "1. Toàn huyện phải giải quyết 9.876 hồ sơ.\n2. Đã giải quyết 9.431 hồ sơ, quá"
        " hạn 29 hồ sơ.\n3. Số hồ sơ chưa đến hạn đang giải quyết: 454.",
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
        f"«{said.name(told)}» ghi {told.raw}, nhưng {said.place(told, big)} -"
        f" {said.place(told, taken)} = {left}.",
        f"{big.raw} - {taken.raw} = {left} ≠ {told.raw}",
    )
