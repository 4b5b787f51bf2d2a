"""All rules, in the order in which their findings are shown: one file each."""

from lienmach.checker.finding import Finding, Verified
from lienmach.checker.report import Report
from lienmach.checker.rule import Rule
from lienmach.checker.rules.above_maximum import above_maximum
from lienmach.checker.rules.averages import averages
from lienmach.checker.rules.cases_balance import cases_balance
from lienmach.checker.rules.denied_claims import denied_claims
from lienmach.checker.rules.growth import growth
from lienmach.checker.rules.part_within_whole import part_within_whole
from lienmach.checker.rules.parts_add_up import parts_add_up
from lienmach.checker.rules.periods import periods
from lienmach.checker.rules.ranks import ranks
from lienmach.checker.rules.rate_of_cases import rate_of_cases
from lienmach.checker.rules.rate_over_nothing import rate_over_nothing
from lienmach.checker.rules.share_of_whole import share_of_whole
from lienmach.checker.rules.shares_add_up import shares_add_up
from lienmach.checker.rules.told_twice import told_twice
from lienmach.checker.rules.what_is_left import what_is_left

RULES: tuple[Rule, ...] = (
    parts_add_up,
    cases_balance,
    part_within_whole,
    share_of_whole,
    rate_of_cases,
    shares_add_up,
    what_is_left,
    growth,
    averages,
    above_maximum,
    ranks,
    rate_over_nothing,
    told_twice,
    denied_claims,
    periods,
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
