"""All rules, in the order in which their findings are shown: one file each."""

from lienmach.checker.finding import Finding, Verified
from lienmach.checker.report import Report
from lienmach.checker.rule import Rule
from lienmach.checker.rules.cases_balance import cases_balance
from lienmach.checker.rules.part_within_whole import part_within_whole
from lienmach.checker.rules.parts_add_up import parts_add_up
from lienmach.checker.rules.share_of_whole import share_of_whole

RULES: tuple[Rule, ...] = (
    parts_add_up,
    cases_balance,
    part_within_whole,
    share_of_whole,
)


def check(
    report: Report, rules: tuple[Rule, ...] = RULES
) -> tuple[list[Finding], list[Verified]]:
    """Return what the rules found wrong, and what they found right."""
    said = [said for rule in rules for said in rule.check(report)]
    return (
        [x for x in said if isinstance(x, Finding)],
        [x for x in said if isinstance(x, Verified)],
    )
