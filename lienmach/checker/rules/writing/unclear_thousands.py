"""A comma before three digits: decimal, or thousands after the English fashion?"""

from collections.abc import Iterator

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.quantities.words.vocabulary import MONEY
from lienmach.checker.report import Fact, Report, Sense
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.numbers import figure


@rule(
    "NUM001",
    Kind.OTHER,
    Severity.WARNING,
    "Số có dấu phẩy trước ba chữ số phải rõ là phần thập phân hay hàng nghìn.",
    passes=(
        "Kinh phí 1.250 triệu đồng, tiếp nhận 1.118 hồ sơ.",
        "Kinh phí 1,25 tỷ đồng.",
    ),
    fails=("Kinh phí thực hiện 30,162 triệu đồng.",),
)
def unclear_thousands(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for fact in report.facts:
        if fact.other is None or "," not in fact.raw or fact.sense is not Sense.COUNT:
            continue
        if fact.unit.lower() in MONEY:
            yield _ask(self, fact)
        elif fact.quantity > fact.other:  # read as thousands: none has half a dossier
            yield self.finding(
                (fact.raw,),
                (fact.line,),
                f"«{fact.raw} {fact.unit}»: dấu phẩy là dấu thập phân, hàng nghìn viết"
                f" {figure(fact.quantity)}.",
                severity=Severity.INFO,
                suggestion=figure(fact.quantity),
            )


def _ask(self: Rule, fact: Fact) -> Finding:
    other = fact.other or fact.quantity
    low, high = sorted((fact.quantity, other))
    return self.finding(
        (fact.raw,),
        (fact.line,),
        f"{fact.raw} {fact.unit} là {figure(high)} hay chỉ hơn {int(low)}? Dấu phẩy là"
        " dấu thập phân, dấu chấm mới ngăn hàng nghìn.",
    )
