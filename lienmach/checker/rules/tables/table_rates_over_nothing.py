"""A rate printed over nothing at all: 100 % of 0."""

from collections.abc import Iterator

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.phrasing import capital, spot_name
from lienmach.checker.report import Report
from lienmach.checker.rule import Rule, rule
from lienmach.checker.tables.rates import rates

_FORM = "Phụ lục 3\nSTT\tChỉ tiêu\tĐơn vị tính\tSố liệu\n"
_ROWS = (
    "2.2.1.\tTổng số VBQPPL cần phải xử lý\tVăn bản\t0\n"
    "2.2.2.\tSố VBQPPL đã được xử lý xong\tVăn bản\t0\n"
)


@rule(
    "TAB003",
    Kind.ZERO_DENOMINATOR,
    Severity.ERROR,
    "Không có tỷ lệ khi mẫu số bằng 0: ghi «không phát sinh».",
    passes=(
        f"{_FORM}2.2.\tTỷ lệ xử lý VBQPPL\t%\t0\n{_ROWS}",
        f"{_FORM}2.2.\tTỷ lệ xử lý VBQPPL\t%\tkhông phát sinh\n{_ROWS}",
        f"{_FORM}2.2.\tTỷ lệ xử lý VBQPPL\t%\t\n{_ROWS}",
    ),
    fails=(
        f"{_FORM}2.2.\tTỷ lệ xử lý VBQPPL\t%\t100\n{_ROWS}",
        f"{_FORM}3\tĐơn tố cáo\tĐơn\t0\n3.1\tĐã giải quyết\tĐơn\t0\n"
        "3.2\tTỷ lệ giải quyết tố cáo\t%\t100\n",
        f"{_FORM}3\tVăn bản đã kiểm tra\tVăn bản\t8\n3.1\tTỷ lệ xử lý sau kiểm tra\t%"
        "\t100\n3.2\tSố phải xử lý\tVăn bản\t0\n3.3\tSố đã xử lý\tVăn bản\t0\n",
    ),
)
def table_rates_over_nothing(
    self: Rule, report: Report
) -> Iterator[Finding | Verified]:
    for grid in report.grids:
        for rate in rates(grid):
            printed = grid.cell(rate.rate)
            part, whole = grid.cell(rate.part), grid.cell(rate.whole)
            if not printed.value or whole.counted != 0 or part.counted:
                continue
            if part.counted is None and not rate.is_certain:
                continue  # of two that are both nothing, either may be the whole
            rows = [spot[0] for spot in (rate.rate, rate.whole, rate.part)]
            top = part.raw or "0"
            yield self.finding(
                tuple(dict.fromkeys((printed.raw, whole.raw))),
                tuple(dict.fromkeys(grid.rows[row].line for row in rows)),
                f"{capital(grid.name)}, {spot_name(grid, *rate.rate)} ghi"
                f" {printed.raw} trong khi mẫu số là {whole.raw}: không phát sinh thì"
                " không có tỷ lệ.",
                f"{top} / {whole.raw}: không tính được",
                suggestion="không phát sinh",
            )
