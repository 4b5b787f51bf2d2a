"""All rules, in the order in which their findings are shown: one file each."""

from collections.abc import Iterator, Sequence
from itertools import islice

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.fits.web import web_of
from lienmach.checker.report import Report
from lienmach.checker.rule import Rule
from lienmach.checker.rules.against_tables.annex_against_annex import (
    annex_against_annex,
)
from lienmach.checker.rules.against_tables.annex_against_body import annex_against_body
from lienmach.checker.rules.against_tables.annex_echoes import annex_echoes
from lienmach.checker.rules.against_tables.annex_rates_against_body import (
    annex_rates_against_body,
)
from lienmach.checker.rules.against_tables.best_of_table import best_of_table
from lienmach.checker.rules.against_tables.cells_against_body import cells_against_body
from lienmach.checker.rules.against_tables.claims_against_annex import (
    claims_against_annex,
)
from lienmach.checker.rules.against_tables.mean_of_table import mean_of_table
from lienmach.checker.rules.against_tables.none_of_row import none_of_row
from lienmach.checker.rules.against_tables.nothing_against_body import (
    nothing_against_body,
)
from lienmach.checker.rules.against_tables.ranks_against_table import (
    ranks_against_table,
)
from lienmach.checker.rules.against_tables.share_of_table import share_of_table
from lienmach.checker.rules.bounds.above_maximum import above_maximum
from lienmach.checker.rules.bounds.later_steps import later_steps
from lienmach.checker.rules.bounds.of_one_field import of_one_field
from lienmach.checker.rules.bounds.part_within_whole import part_within_whole
from lienmach.checker.rules.bounds.within_longer import within_longer
from lienmach.checker.rules.claims.all_of_them import all_of_them
from lienmach.checker.rules.claims.denied_at_once import denied_at_once
from lienmach.checker.rules.claims.denied_claims import denied_claims
from lienmach.checker.rules.claims.figures_deny import figures_deny
from lienmach.checker.rules.claims.late_denied import late_denied
from lienmach.checker.rules.claims.none_missing import none_missing
from lienmach.checker.rules.claims.plans_met import plans_met
from lienmach.checker.rules.claims.told_in_words import told_in_words
from lienmach.checker.rules.comparisons.averages import averages
from lienmach.checker.rules.comparisons.best_of_series import best_of_series
from lienmach.checker.rules.comparisons.growth import growth
from lienmach.checker.rules.comparisons.growth_rate import growth_rate
from lienmach.checker.rules.comparisons.means import means
from lienmach.checker.rules.comparisons.per_thing import per_thing
from lienmach.checker.rules.comparisons.ranks import ranks
from lienmach.checker.rules.comparisons.said_to_rise import said_to_rise
from lienmach.checker.rules.comparisons.times_more import times_more
from lienmach.checker.rules.comparisons.told_in_order import told_in_order
from lienmach.checker.rules.comparisons.units_of_change import units_of_change
from lienmach.checker.rules.documents.doc_after_report import doc_after_report
from lienmach.checker.rules.documents.doc_impossible_date import doc_impossible_date
from lienmach.checker.rules.documents.doc_number_mismatch import doc_number_mismatch
from lienmach.checker.rules.documents.doc_out_of_order import doc_out_of_order
from lienmach.checker.rules.documents.doc_own_number import doc_own_number
from lienmach.checker.rules.documents.doc_symbol_malformed import doc_symbol_malformed
from lienmach.checker.rules.documents.doc_symbol_variant import doc_symbol_variant
from lienmach.checker.rules.documents.doc_two_dates import doc_two_dates
from lienmach.checker.rules.documents.doc_wrong_year import doc_wrong_year
from lienmach.checker.rules.documents.doc_year_mismatch import doc_year_mismatch
from lienmach.checker.rules.documents.periods import periods
from lienmach.checker.rules.documents.report_period import report_period
from lienmach.checker.rules.retold.late_retold import late_retold
from lienmach.checker.rules.retold.nearly_retold import nearly_retold
from lienmach.checker.rules.retold.one_whole import one_whole
from lienmach.checker.rules.retold.pointed_back import pointed_back
from lienmach.checker.rules.retold.told_again import told_again
from lienmach.checker.rules.retold.told_at_the_end import told_at_the_end
from lienmach.checker.rules.retold.told_in_pairs import told_in_pairs
from lienmach.checker.rules.retold.told_twice import told_twice
from lienmach.checker.rules.shares.named_share import named_share
from lienmach.checker.rules.shares.or_better import or_better
from lienmach.checker.rules.shares.rate_of_cases import rate_of_cases
from lienmach.checker.rules.shares.rate_over_nothing import rate_over_nothing
from lienmach.checker.rules.shares.rough_shares import rough_shares
from lienmach.checker.rules.shares.share_of_whole import share_of_whole
from lienmach.checker.rules.shares.shares_add_up import shares_add_up
from lienmach.checker.rules.shares.shares_agree import shares_agree
from lienmach.checker.rules.shares.shares_apart import shares_apart
from lienmach.checker.rules.sums.accounts import accounts
from lienmach.checker.rules.sums.cases_balance import cases_balance
from lienmach.checker.rules.sums.differences_apart import differences_apart
from lienmach.checker.rules.sums.equations import equations
from lienmach.checker.rules.sums.lists_nearly_add_up import lists_nearly_add_up
from lienmach.checker.rules.sums.names_listed import names_listed
from lienmach.checker.rules.sums.parts_add_up import parts_add_up
from lienmach.checker.rules.sums.rough_sums import rough_sums
from lienmach.checker.rules.sums.sums_apart import sums_apart
from lienmach.checker.rules.sums.what_is_left import what_is_left
from lienmach.checker.rules.tables.table_averages import table_averages
from lienmach.checker.rules.tables.table_balances import table_balances
from lienmach.checker.rules.tables.table_codes_jump import table_codes_jump
from lienmach.checker.rules.tables.table_codes_used_twice import table_codes_used_twice
from lienmach.checker.rules.tables.table_differences import table_differences
from lienmach.checker.rules.tables.table_maximum import table_maximum
from lienmach.checker.rules.tables.table_parts_above_whole import (
    table_parts_above_whole,
)
from lienmach.checker.rules.tables.table_percentages import table_percentages
from lienmach.checker.rules.tables.table_periods import table_periods
from lienmach.checker.rules.tables.table_ranks import table_ranks
from lienmach.checker.rules.tables.table_rates_of_sums import table_rates_of_sums
from lienmach.checker.rules.tables.table_rates_over_nothing import (
    table_rates_over_nothing,
)
from lienmach.checker.rules.tables.table_thousands import table_thousands
from lienmach.checker.rules.tables.table_totals import table_totals
from lienmach.checker.rules.tables.table_units import table_units
from lienmach.checker.rules.writing.doubled_words import doubled_words
from lienmach.checker.rules.writing.duplicate_heading import duplicate_heading
from lienmach.checker.rules.writing.heading_jump import heading_jump
from lienmach.checker.rules.writing.money_units import money_units
from lienmach.checker.rules.writing.punctuation import punctuation
from lienmach.checker.rules.writing.spelling import spelling
from lienmach.checker.rules.writing.unclear_thousands import unclear_thousands
from lienmach.checker.rules.writing.wording import wording

MOST = 500  # of what one rule says: a text with more wrong is rubbish, and long to read

RULES: tuple[Rule, ...] = (
    parts_add_up,
    cases_balance,
    accounts,
    part_within_whole,
    later_steps,
    within_longer,
    of_one_field,
    share_of_whole,
    rate_of_cases,
    named_share,
    shares_add_up,
    shares_agree,
    rough_shares,
    or_better,
    what_is_left,
    equations,
    growth,
    growth_rate,
    times_more,
    averages,
    means,
    per_thing,
    mean_of_table,
    above_maximum,
    ranks,
    rate_over_nothing,
    told_twice,
    one_whole,
    late_retold,
    late_denied,
    denied_claims,
    figures_deny,
    all_of_them,
    told_in_words,
    periods,
    report_period,
    annex_against_body,
    annex_rates_against_body,
    share_of_table,
    cells_against_body,
    ranks_against_table,
    claims_against_annex,
    annex_against_annex,
    nothing_against_body,
    annex_echoes,
    table_totals,
    table_balances,
    table_percentages,
    table_rates_of_sums,
    table_rates_over_nothing,
    table_parts_above_whole,
    table_maximum,
    table_units,
    table_thousands,
    table_differences,
    table_averages,
    table_periods,
    table_ranks,
    table_codes_jump,
    table_codes_used_twice,
    doc_two_dates,
    doc_number_mismatch,
    doc_own_number,
    doc_after_report,
    doc_impossible_date,
    doc_year_mismatch,
    doc_symbol_malformed,
    doc_symbol_variant,
    doc_out_of_order,
    doc_wrong_year,
    duplicate_heading,
    heading_jump,
    doubled_words,
    punctuation,
    wording,
    spelling,
    lists_nearly_add_up,
    names_listed,
    money_units,
    units_of_change,
    said_to_rise,
    unclear_thousands,
    plans_met,
    none_missing,
    best_of_series,
    best_of_table,
    none_of_row,
    denied_at_once,
    told_in_order,
    nearly_retold,
    told_again,
    told_in_pairs,
    pointed_back,
    told_at_the_end,
    sums_apart,
    differences_apart,
    shares_apart,
    rough_sums,
)
# What they find goes by the numbers: a rule that goes by the words says it better.
_BY_NUMBERS = frozenset(
    one.code for one in (sums_apart, differences_apart, shares_apart, rough_sums)
)


_TOLD_AGAIN = frozenset(
    one.code
    for one in (
        *(nearly_retold, told_again, told_in_pairs, pointed_back, told_at_the_end),
        *(denied_at_once, per_thing),
    )
)

# Calculations of the running text, which another reading may make right.
_WORKED_OUT = frozenset(
    one.code
    for one in (
        *(parts_add_up, lists_nearly_add_up, what_is_left, growth, growth_rate),
        *(share_of_whole, or_better),
    )
)


def check(
    report: Report, rules: tuple[Rule, ...] = RULES
) -> tuple[list[Finding], list[Verified]]:
    """Return what the rules found wrong, and what they found right."""
    said = [said for rule in rules for said in islice(rule.check(report), MOST)]
    return (
        list(_once(report, [x for x in said if isinstance(x, Finding)])),
        [x for x in said if isinstance(x, Verified)],
    )


def _once(report: Report, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Leave out what the report as a whole refutes, and what is said already.

    A figure that another rule called wrong needs no rule that goes by the numbers, and
    two figures that another asks about need not be told again.
    """
    asked: list[set[str]] = []
    called: list[Finding] = []
    for finding in findings:
        anchors = set(finding.anchors)
        if finding.severity is Severity.ERROR:
            if finding.rule in _WORKED_OUT and web_of(report).refutes(
                finding.anchors, finding.lines, finding.rule
            ):
                continue
            if finding.rule in _TOLD_AGAIN and any(map(anchors.issubset, asked)):
                continue
            if any(_are_one_slip(one, finding) for one in called):
                continue
            by_numbers = finding.rule in _BY_NUMBERS
            if by_numbers and any(_calls(one, finding) for one in called):
                continue
            called.append(finding)
        asked.append(anchors)
        yield finding


def _are_one_slip(one: Finding, other: Finding) -> bool:
    """Say whether two rules call the same number more than the same total."""
    above = one.kind is other.kind is Kind.SUBSET_GT_TOTAL
    return above and one.rule != other.rule and set(one.anchors) == set(other.anchors)


def _calls(one: Finding, other: Finding) -> bool:
    """Say whether one finding calls the figures of another wrong, or most of them."""
    if not set(one.lines) & set(other.lines):
        return False
    shared = sum(anchor in one.anchors for anchor in other.anchors)
    return other.anchors[0] in one.anchors or shared > 1
