"""All rules, in the order in which their findings are shown: one file each."""

from lienmach.checker.finding import Finding, Verified
from lienmach.checker.report import Report
from lienmach.checker.rule import Rule

RULES: tuple[Rule, ...] = ()


def check(
    report: Report, rules: tuple[Rule, ...] = RULES
) -> tuple[list[Finding], list[Verified]]:
    """Return what the rules found wrong, and what they found right."""
    said = [said for rule in rules for said in rule.check(report)]
    return (
        [x for x in said if isinstance(x, Finding)],
        [x for x in said if isinstance(x, Verified)],
    )
