"""Sums that the text writes out: «40 + 60 + 30 = 130», «38,5% - 34,2% = 4,3 điểm»."""

import re
from collections.abc import Iterator
from decimal import Decimal

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.report import Report
from lienmach.checker.rule import Rule, rule
from lienmach.checker.source import Paragraph
from lienmach.checker.text.numbers import figure, read_number

_N = r"\d[\d.,]{0,18}(?<![.,])"
_UNIT = r"(?: ?%| [^\W\d]{1,12}){0,3}"
_SIDE = re.compile(rf"({_N}){_UNIT}( [+\-–\u2212] )?")
_EQUALS = re.compile(rf" = ({_N})(?![\d/])")
_FAR = 240  # letters of the left side


@rule(
    "SUM006",
    Kind.SUM_MISMATCH,
    Severity.ERROR,
    "Phép cộng, trừ viết ra trong lời văn cho đúng kết quả.",
    passes=(
        "Thu thừa của 05 hồ sơ: 40 + 40 + 60 + 30 + 50 = 220 nghìn đồng.",
        "Cao hơn cùng kỳ 38,5% - 34,2% = 4,3 điểm %.",
        "Đã xong 33 việc = 84,6%.",
    ),
    fails=(
        "Thu thừa của 05 hồ sơ: 40 + 40 + 60 + 30 + 50 = 240 nghìn đồng.",
        "Cao hơn cùng kỳ 38,5% - 34,2% = 3,3 điểm %.",
    ),
)
def equations(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for block in report.source.blocks:
        if not isinstance(block, Paragraph) or " = " not in block.text:
            continue
        for found in _EQUALS.finditer(block.text):
            sides = _left(block.text[max(0, found.start() - _FAR) : found.start()])
            said = read_number(found[1])
            if sides and said:
                line = block.line_at(found.start())
                yield _judged(self, sides, found[1], said.value, line)


def _left(text: str) -> list[tuple[int, str, Decimal]]:
    """The terms right before «=», each with its sign; nothing where there is one."""
    terms: list[tuple[int, str, Decimal]] = []
    sign, end = 1, -1
    for found in _SIDE.finditer(text):
        number = read_number(found[1])
        if number is None:
            return []
        if found.start() != end:
            terms, sign = [], 1
        terms.append((sign, found[1], number.value))
        joined = found[2]
        sign = -1 if joined and "+" not in joined else 1
        end = found.end() if joined else -1
        if not joined and found.end() < len(text):
            terms = []
    return terms if len(terms) > 1 and end < 0 else []


def _judged(
    self: Rule,
    terms: list[tuple[int, str, Decimal]],
    printed: str,
    said: Decimal,
    line: int,
) -> Finding | Verified:
    result = sum((sign * value for sign, _, value in terms), Decimal(0))
    signs = (" - " if sign < 0 else " + " for sign, _, _ in terms[1:])
    shown = terms[0][1] + "".join(
        s + raw for s, (_, raw, _) in zip(signs, terms[1:], strict=True)
    )
    if result == said:
        return self.verified((line,), f"{shown} = {printed}")
    return self.finding(
        tuple(dict.fromkeys((printed, *(raw for _, raw, _ in terms)))),
        (line,),
        f"Ghi {shown} = {printed}, nhưng tính ra {figure(result)}.",
        f"{shown} = {figure(result)} ≠ {printed}",
        suggestion=figure(result),
    )
