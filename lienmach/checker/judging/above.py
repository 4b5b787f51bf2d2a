"""How rules tell of a number above what it is a part of."""

from lienmach.checker.finding import Finding
from lienmach.checker.judging.calculations import anchors_of, lines_of, name
from lienmach.checker.report import Fact
from lienmach.checker.rule import Rule


def above(rule: Rule, whole: Fact, part: Fact, of: str = "") -> Finding:
    """Return the finding that a part is more than its whole.

    ``of``: the whole in words, instead of its name alone («tất cả»).
    """
    facts = whole, part
    told = f"{of} («{name(whole)}»)" if of else f"«{name(whole)}»"
    return rule.finding(
        anchors_of(facts),
        lines_of(facts),
        f"«{name(part)}» ghi {part.raw}, nhiều hơn {whole.raw} của {told}.",
        f"{part.raw} > {whole.raw}",
    )
