"""What a rule may say of a text: this is wrong, or this was found right."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How sure a finding is (``meaning.md``, Findings)."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def label(self) -> str:
        return {"error": "Sai", "warning": "Nghi vấn", "info": "Gợi ý"}[self]


class Kind(StrEnum):
    """The kinds of finding; the list is part of the contract of ``lienmach check``."""

    SUM_MISMATCH = "sum_mismatch"
    PERCENT_MISMATCH = "percent_mismatch"
    TABLE_TOTAL_MISMATCH = "table_total_mismatch"
    DIFFERENCE_MISMATCH = "difference_mismatch"
    AVERAGE_MISMATCH = "average_mismatch"
    CHILD_GT_PARENT = "child_gt_parent"
    SUBSET_GT_TOTAL = "subset_gt_total"
    OVER_MAX = "over_max"
    NARRATIVE_ANNEX_MISMATCH = "narrative_annex_mismatch"
    NARRATIVE_MISMATCH = "narrative_mismatch"
    PERIOD_MISMATCH = "period_mismatch"
    UNIT_MISMATCH = "unit_mismatch"
    RANK_MISMATCH = "rank_mismatch"
    DOC_TWO_DATES = "doc_two_dates"
    DOC_AFTER_REPORT = "doc_after_report"
    DOC_IMPOSSIBLE_DATE = "doc_impossible_date"
    DOC_YEAR_MISMATCH = "doc_year_mismatch"
    DOC_SYMBOL_MALFORMED = "doc_symbol_malformed"
    DOC_SYMBOL_VARIANT = "doc_symbol_variant"
    DOC_NUMBER_MISMATCH = "doc_number_mismatch"
    DUPLICATE_CODE = "duplicate_code"
    DUPLICATE_HEADING = "duplicate_heading"
    HEADING_JUMP = "heading_jump"
    ZERO_DENOMINATOR = "zero_denominator"
    CONTRADICTORY_CLAIM = "contradictory_claim"
    WORDING = "wording"
    SPELLING = "spelling"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Finding:
    """A place that a reader should look at.

    ``anchors`` are the numbers, symbols, dates or codes it is about, as printed;
    ``lines`` the places it compares; ``evidence`` the arithmetic; ``suggestion`` a
    wording that would be right, where there is exactly one.
    """

    rule: str
    kind: Kind
    severity: Severity
    anchors: tuple[str, ...]
    lines: tuple[int, ...]
    text: str
    evidence: str = ""
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """A statement of the text that a rule worked out again and found right."""

    rule: str
    lines: tuple[int, ...]
    text: str
