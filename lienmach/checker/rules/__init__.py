"""All rules, in the order in which their findings are shown: one file each."""

from lienmach.checker.finding import Finding, Verified
from lienmach.checker.report import Report
from lienmach.checker.rule import Rule
from lienmach.checker.rules.table_averages import table_averages
from lienmach.checker.rules.table_codes import table_codes
from lienmach.checker.rules.table_differences import table_differences
from lienmach.checker.rules.table_maximum import table_maximum
from lienmach.checker.rules.table_parts_above_whole import table_parts_above_whole
from lienmach.checker.rules.table_percentages import table_percentages
from lienmach.checker.rules.table_ranks import table_ranks
from lienmach.checker.rules.table_rates_over_nothing import table_rates_over_nothing
from lienmach.checker.rules.table_thousands import table_thousands
from lienmach.checker.rules.table_totals import table_totals
from lienmach.checker.rules.table_units import table_units

RULES: tuple[Rule, ...] = (
    table_totals,
    table_percentages,
    table_rates_over_nothing,
    table_parts_above_whole,
    table_maximum,
    table_codes,
    table_units,
    table_thousands,
    table_differences,
    table_averages,
    table_ranks,
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
