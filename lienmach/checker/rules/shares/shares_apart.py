"""A percentage told far from the counts that it is worked out from."""

from collections.abc import Iterator
from decimal import Decimal

from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.fits import said
from lienmach.checker.fits.web import Miss, web_of
from lienmach.checker.report import Report
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.numbers import figure


@rule(
    "PCT008",
    Kind.PERCENT_MISMATCH,
    Severity.ERROR,
    "Tỷ lệ nêu xa các số tính ra nó khớp với các số ấy.",
    passes=(
        "1. Tiếp nhận 27.845 hồ sơ, trong đó nộp trực tuyến 22.610 hồ sơ.\n2. Tỷ lệ hồ"
        " sơ nộp trực tuyến đạt 81,2%.",
        "1. Tiếp nhận 27.845 hồ sơ, trong đó nộp trực tuyến 22.610 hồ sơ.\n2. Mục tiêu"
        " nộp trực tuyến 82,1%.",
    ),
    fails=(
        "1. Tiếp nhận 27.845 hồ sơ, trong đó nộp trực tuyến 22.610 hồ sơ.\n2. Tỷ lệ hồ"
        " sơ nộp trực tuyến đạt 82,1%.",
    ),
)
def shares_apart(self: Rule, report: Report) -> Iterator[Finding]:
    for miss in web_of(report).wrong_ratios():
        yield _finding(self, miss)


def _finding(self: Rule, miss: Miss) -> Finding:
    share, part, whole = miss.figures
    printed = share.raw.rstrip(" %")
    if miss.grows:
        exact = 100 * Decimal(abs(part.value - whole.value)) / whole.value
        division = f"({part.raw} - {whole.raw})/{whole.raw}"
    else:
        exact = 100 * Decimal(part.value) / whole.value
        division = f"{part.raw}/{whole.raw}"
    shown = f"{figure(exact, max(1, share.decimals))} %"
    return self.finding(
        said.anchors(miss.wrong, miss.figures),
        said.lines(miss.wrong, miss.figures),
        f"Ghi tỷ lệ {printed} %, nhưng {said.place(share, part)} so với"
        f" {said.place(share, whole)} là {shown}.",
        f"{division} = {shown} ≠ {printed} %",
    )
