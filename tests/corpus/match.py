"""What of the checker's findings hits which planted fault.

A finding *points at* a fault when one of its anchors is an anchor of the fault and,
where lines are known, one of its lines lies within ``NEAR`` of a line of the fault:
which of five parts is wrong no reader can know, and a changed figure may break a total
*and* a percentage. It *finds* the fault when its kind is the fault's own or a sibling,
too. Precision asks for pointing, recall for finding.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from lienmach.checker.finding import Finding
from tests.corpus.sample import Fault

NEAR = 2

SIBLINGS: dict[str, set[str]] = {
    "sum_mismatch": {"difference_mismatch", "table_total_mismatch", "subset_gt_total"},
    "table_total_mismatch": {"sum_mismatch"},
    "difference_mismatch": {"sum_mismatch", "subset_gt_total"},
    "percent_mismatch": {"contradictory_claim", "over_max"},
    "average_mismatch": set(),
    "child_gt_parent": {"subset_gt_total", "percent_mismatch"},
    "subset_gt_total": {
        "child_gt_parent",
        "over_max",
        "difference_mismatch",
        "percent_mismatch",
    },
    "over_max": {"rank_mismatch", "percent_mismatch", "subset_gt_total"},
    "narrative_annex_mismatch": {"narrative_mismatch"},
    "narrative_mismatch": {"narrative_annex_mismatch", "percent_mismatch"},
    "period_mismatch": set(),
    "unit_mismatch": {"narrative_mismatch", "narrative_annex_mismatch"},
    "rank_mismatch": {"difference_mismatch", "over_max"},
    "doc_two_dates": {"doc_number_mismatch", "doc_symbol_variant"},
    "doc_number_mismatch": {"doc_two_dates", "doc_symbol_variant"},
    "doc_symbol_variant": {"doc_number_mismatch", "doc_two_dates"},
    "doc_symbol_malformed": {"doc_symbol_variant"},
    "doc_after_report": {"doc_year_mismatch"},
    "doc_year_mismatch": {"doc_two_dates", "doc_number_mismatch"},
    "doc_impossible_date": set(),
    "duplicate_code": set(),
    "duplicate_heading": {"heading_jump"},
    "heading_jump": {"duplicate_heading"},
    "zero_denominator": {"contradictory_claim"},
    "contradictory_claim": {
        "percent_mismatch",
        "zero_denominator",
        "narrative_mismatch",
    },
    "wording": {"spelling"},
    "spelling": {"wording"},
}
_DAY = re.compile(
    r"(\d{1,2})\s*(?:[/.-]|tháng)\s*(\d{1,2})\s*(?:[/.-]|năm)\s*(\d{4})", re.IGNORECASE
)
_PAIR = re.compile(r"([\d.,]+)\s*/\s*([\d.,]+)%?")


def readings(token: str) -> set[str]:
    """What a token stands for: a figure, each day of a window, both sides of x/y."""
    text = unicodedata.normalize("NFC", token).replace("\u00a0", " ").strip().lower()
    days = {"/".join(str(int(p)) for p in day) for day in _DAY.findall(text)}
    text = re.sub(r"^(?:số|ngày)\s*:?\s*", "", text)
    pair = _PAIR.fullmatch(text)
    sides = {normal(side) for side in pair.groups()} if pair else set()
    return days | sides | {normal(text)}


def normal(token: str) -> str:
    """A figure or symbol as compared: without spaces, dots, zeros before, per cent."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFC", token).lower())
    text = text.strip(".,;:()*%")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", text):
        text = text.replace(".", "")
    return text.lstrip("0") or "0"


def points_at(finding: Finding, fault: Fault, *, lines: bool) -> bool:
    given = set().union(*map(readings, finding.anchors))
    known = set().union(*map(readings, fault.anchors))
    if not any(_same(token, anchor) for token in known for anchor in given):
        return False
    if not lines or not finding.lines:
        return True
    return any(abs(a - b) <= NEAR for a in finding.lines for b in fault.lines)


def finds(finding: Finding, fault: Fault, *, lines: bool) -> bool:
    kinds = {fault.kind} | SIBLINGS.get(fault.kind, set())
    return str(finding.kind) in kinds and points_at(finding, fault, lines=lines)


def _same(changed: str, anchor: str) -> bool:
    """Equal, or a wording that holds the other."""
    if changed == anchor:
        return True
    worded = not (changed.isdigit() or anchor.isdigit())
    longer = len(changed) > 3 and len(anchor) > 3
    return worded and longer and (changed in anchor or anchor in changed)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Findings that hit nothing, and faults that no finding hit."""

    false: list[Finding]
    missed: list[Fault]
    found: list[Fault]


def judge(findings: Iterable[Finding], faults: list[Fault], *, lines: bool) -> Verdict:
    """``findings`` of one gravity against all faults; missed and found speak of all."""
    given = list(findings)
    false = [
        finding
        for finding in given
        if not any(points_at(finding, fault, lines=lines) for fault in faults)
    ]
    found: list[Fault] = []
    missed: list[Fault] = []
    for fault in faults:
        hit = any(finds(finding, fault, lines=lines) for finding in given)
        (found if hit else missed).append(fault)
    return Verdict(false, missed, found)
