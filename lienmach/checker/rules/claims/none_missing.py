"""«12/14 văn bản …, không bỏ sót văn bản nào»: a fraction that leaves some."""

import re
from collections.abc import Iterator

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.calculations import anchors_of
from lienmach.checker.report import Bound, Fact, Report, Sense
from lienmach.checker.rule import Rule, rule

_END = re.compile(r"[.;]\s|\n|$")
_WIDE = 160  # letters
_NONE = (
    r"[,(] (?:và )?(?:không|chẳng) (?:còn |có |để )?"
    r"(?:(?:bỏ |thiếu |lọt )?(?:sót|thiếu) {unit} nào"
    r"|{unit} nào (?:bị |còn )?(?:thiếu|sót|bỏ sót|chưa))"
)


@rule(
    "CLM007",
    Kind.CONTRADICTORY_CLAIM,
    Severity.ERROR,
    "Nói không bỏ sót, không còn thiếu thì phân số đứng trước là trọn vẹn.",
    passes=(
        "Đã tự kiểm tra 14/14 văn bản, không bỏ sót văn bản nào.",
        "Đã tự kiểm tra 12/14 văn bản; không để sót hồ sơ nào.",
    ),
    fails=(
        "Đã tự kiểm tra 12/14 văn bản, không bỏ sót văn bản nào.",
        "Đã xây dựng đề án cho 7 trong 9 vị trí, không còn vị trí nào thiếu đề án.",
    ),
)
def none_missing(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for fact in report.facts:
        if not _leaves_some(fact):
            continue
        text = report.paragraph(fact.place).lower
        start = fact.place.end
        end = _END.search(text, start, start + _WIDE)
        said = text[start : end.start() if end else start + _WIDE]
        unit = re.escape(fact.unit.lower())
        found = re.search(_NONE.format(unit=unit), said) if "nào" in said else None
        if found:
            claimed = found[0].strip(" ,(")
            yield self.finding(
                anchors_of([fact]),
                (fact.line,),
                f"Viết «{claimed}», nhưng chỉ nêu {fact.raw} {fact.unit}.",
                f"{fact.raw} không trọn vẹn",
            )


def _leaves_some(fact: Fact) -> bool:
    exact = fact.sense is Sense.COUNT and fact.bound is Bound.EXACT
    some = fact.whole is not None and fact.quantity < fact.whole
    return exact and some and bool(fact.unit)
