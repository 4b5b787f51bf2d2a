"""Sums of money that are rounded make up their total, as near as rounding leaves it."""

from collections.abc import Iterator
from decimal import Decimal

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.calculations import (
    amount,
    anchors_of,
    in_unit,
    lines_of,
    name,
    place,
    sum_of,
    total,
)
from lienmach.checker.quantities.words.vocabulary import MONEY
from lienmach.checker.quantities.words.weights import sum_slip
from lienmach.checker.report import Fact, Report, Tie
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.numbers import last_place

_FAR = 2  # times the total, or its parts


@rule(
    "SUM008",
    Kind.SUM_MISMATCH,
    Severity.ERROR,
    "Các khoản tiền đã làm tròn cộng lại không lệch tổng quá mức làm tròn.",
    passes=(
        "Phát hiện sai phạm hơn 7,34 tỷ đồng; kiến nghị thu hồi hơn 4,12 tỷ đồng, xử lý"
        " khác hơn 3,2 tỷ đồng; đã thu hồi hơn 2,6 tỷ đồng.",
        "Chỉ ra sai phạm hơn 2,9 nghìn tỷ đồng; kiến nghị nộp ngân sách 614,4 tỷ đồng,"
        " xử lý khác 337,8 tỷ đồng.",
        "Tổng thu ngân sách là 8.412 tỷ đồng, đạt 31% dự toán. Trong đó, thu nội địa"
        " 6.120 tỷ đồng, đạt 30% dự toán; thu xuất nhập khẩu 2.291 tỷ đồng.",
    ),
    fails=(
        "Phát hiện sai phạm hơn 7,34 tỷ đồng; kiến nghị thu hồi hơn 1,42 tỷ đồng, xử lý"
        " khác hơn 3,2 tỷ đồng; đã thu hồi hơn 2,6 tỷ đồng.",
        "Thu ngân sách ước đạt 31,4 nghìn tỷ đồng, đạt 61% dự toán. Trong đó, thu nội"
        " địa ước được 42,7 nghìn tỷ đồng.\nThu thuế xuất, nhập khẩu ước được 6,7 nghìn"
        " tỷ đồng.",
    ),
)
def rough_sums(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for relation in report.relations:
        if relation.tie is Tie.ROUGH_PARTS:
            whole = report.facts[relation.result]
            said = _judge(self, whole, [report.facts[i] for i in relation.terms])
            if said:
                yield said


def _judge(self: Rule, whole: Fact, parts: list[Fact]) -> Finding | Verified | None:
    facts = (whole, *parts)
    added, step = total(parts), max(map(_step, facts))
    sums = sum_of(parts)
    value = in_unit(added, whole)
    if abs(added - amount(whole)) <= len(parts) * step:
        return self.verified(lines_of(facts), f"{sums} = {value} ({name(whole)})")
    if not _is_slipped(amount(whole), [*map(amount, parts)], step):
        return None
    return self.finding(
        anchors_of(facts),
        lines_of(facts),
        f"«{name(whole)}» ghi {whole.raw} {whole.unit}, nhưng các khoản nêu kèm theo"
        f" ({place(parts)}) cộng lại được khoảng {value}.",
        f"{sums} ≈ {value} ≠ {in_unit(amount(whole), whole)}",
    )


def _is_slipped(whole: Decimal, parts: list[Decimal], step: Decimal) -> bool:
    """Say whether one slip makes a sum as right as rounding lets it be.

    What is far from its total may leave some out.
    """
    added = sum(parts, Decimal(0))
    if max(added, whole) > _FAR * min(added, whole):
        return False
    rounded = [one // step * step for one in (whole, *parts)]
    return any(
        sum_slip(result, [*terms, n * step]) is not None
        for result, *terms in ((whole, *parts), rounded)
        for n in range(-len(parts), len(parts) + 1)
    )


def _step(fact: Fact) -> Decimal:
    """The worth of one more in the last digit of a sum of money."""
    return last_place(fact.quantity) * MONEY.get(fact.unit.lower(), 1)
