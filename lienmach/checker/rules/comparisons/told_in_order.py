"""«Dẫn đầu …; thứ hai …; thứ ba …»: each with no more than the one before."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.quantities.words.vocabulary import any_word
from lienmach.checker.report import Report
from lienmach.checker.rule import Rule, rule
from lienmach.checker.source import Paragraph, has_any
from lienmach.checker.text.numbers import NUMBER, read_number

_MOST = 60  # claims of a report
_WIDE = 90  # letters between a word and its figure
_RANKED = re.compile(
    r"(?<!\w)(dẫn đầu|đứng đầu|cao nhất|thứ nhất|thứ hai|thứ nhì|thứ ba|thứ tư|thứ năm"
    r"|đứng cuối|xếp cuối|cuối bảng|thấp nhất)(?!\w)"
    rf"[^;.\d]{{0,{_WIDE}}}?(?<![\w/.,])({NUMBER})(?: điểm| ?%)"
)
_ORDER = {
    "dẫn đầu": 1,
    "đứng đầu": 1,
    "cao nhất": 1,
    "thứ nhất": 1,
    "thứ hai": 2,
    "thứ nhì": 2,
    "thứ ba": 3,
    "thứ tư": 4,
    "thứ năm": 5,
    "đứng cuối": 99,
    "xếp cuối": 99,
    "cuối bảng": 99,
    "thấp nhất": 99,
}
_AHEAD = re.compile(any_word("dẫn đầu|đứng đầu|cao nhất|nhiều nhất|lớn nhất|quán quân"))
_NEXT = re.compile(
    any_word("kế tiếp|tiếp theo|tiếp đến|tiếp đó|xếp sau|theo sau") + r"[^.;\d]{0,40}? "
)
_BEFORE = 160  # letters in which the first is told
_THING = re.compile(any_word("thấp nhất|ít nhất|cuối bảng"))
_BARE = re.compile(r"[^.;\d]{1,60}")  # a name and what it did
_MARK = re.compile(rf"(?<![\w/.,])({NUMBER}) ?(%|điểm)(?!\w)")
_STOP = re.compile(r"[.!?]\s")


@rule(
    "RNK002",
    Kind.RANK_MISMATCH,
    Severity.ERROR,
    "Các đơn vị nêu theo thứ tự thì điểm của đơn vị sau không cao hơn đơn vị trước.",
    passes=(
        "Dẫn đầu là xã A với 91,25 điểm; thứ hai, xã B 90,10 điểm; thứ ba, xã C 88,74"
        " điểm.",
        "Cao nhất là xã A với 91,25 điểm. Kế tiếp là xã B (90,10 điểm), xã C (88,74"
        " điểm).",
        "Thứ hai là xã B 90,10 điểm. Dẫn đầu khối khác là xã C 88,74 điểm.",
    ),
    fails=(
        "Cao nhất là xã A với 91,25 điểm. Kế tiếp là xã B (88,10 điểm), xã C (90,74"
        " điểm).",
        "Dẫn đầu là xã A với 91,25 điểm; thứ hai, xã B 90,10 điểm; thứ ba, xã C 90,74"
        " điểm.",
    ),
)
def told_in_order(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    return islice(_all(self, report), _MOST)


def _all(self: Rule, report: Report) -> Iterator[Finding]:
    for block in report.source.blocks:
        lower = block.lower if isinstance(block, Paragraph) else ""
        if isinstance(block, Paragraph) and ("thứ " in lower or " đầu" in lower):
            yield from _ranked(self, block, lower)
        if isinstance(block, Paragraph) and has_any(lower, ("tiếp", " sau")):
            yield from _followed(self, block, lower)


def _followed(self: Rule, block: Paragraph, lower: str) -> Iterator[Finding]:
    """«Cao nhất là A với 8,15 điểm. Kế tiếp là B (7,81 điểm), C (7,97 điểm)»."""
    for word in _NEXT.finditer(lower):
        before = [*_MARK.finditer(lower, max(0, word.start() - _BEFORE), word.start())]
        if not before:
            continue
        first = before[-1]
        start = max(0, first.start() - _BEFORE)
        ahead = [*_AHEAD.finditer(lower, start, word.start())]
        if not ahead or _THING.search(lower, ahead[-1].end(), word.start()):
            continue
        stop = _STOP.search(lower, word.end())
        end = stop.start() if stop else len(lower)
        row = [first]
        for mark in _MARK.finditer(lower, word.end(), end):
            last = max(row[-1].end(), word.end())
            if mark[2] != first[2] or not _BARE.fullmatch(lower, last, mark.start()):
                break
            row.append(mark)
        for one, other in pairwise(row):
            high, low = read_number(one[1]), read_number(other[1])
            if high and low and high.value < low.value:
                yield self.finding(
                    (other[1], one[1]),
                    (block.line_at(other.start()),),
                    f"Nêu theo thứ tự, nhưng {other[1]} cao hơn {one[1]} nêu trước.",
                    f"{other[1]} > {one[1]}",
                )
                break


def _ranked(self: Rule, block: Paragraph, lower: str) -> Iterator[Finding]:
    """«Dẫn đầu A 91,25; thứ hai B 90,10; thứ ba C 90,74»: from the first down."""
    start = 0
    for stop in (*_STOP.finditer(lower), None):
        end = stop.start() if stop else len(lower)
        told = [*_RANKED.finditer(lower, start, end)]
        start = end
        orders = [_ORDER[one[1]] for one in told]
        if len(told) < 2 or orders != sorted(set(orders)) or orders[0] != 1:
            continue
        yield from _falling(self, block, told)


def _falling(
    self: Rule, block: Paragraph, told: Sequence[re.Match[str]]
) -> Iterator[Finding]:
    for one, other in pairwise(told):
        high, low = read_number(one[2]), read_number(other[2])
        if high and low and high.value < low.value:
            yield self.finding(
                (other[2], one[2]),
                (block.line_at(other.start()),),
                f"Ghi «{other[1]}» với {other[2]}, cao hơn {one[2]} của «{one[1]}».",
                f"{other[2]} > {one[2]}",
            )
            return
