"""«Đến nay xong 12/28 việc, dự kiến hết năm xong 9/28»: no task is undone again."""

import re
from collections.abc import Iterator
from itertools import pairwise

from lienmach.checker.claims import anchors_of, lines_of
from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.quantities.words.vocabulary import any_word
from lienmach.checker.report import Bound, Report, Sense
from lienmach.checker.rule import Rule, rule

_DONE = re.compile(any_word("đã|đến nay|hoàn thành|thực hiện|đạt"))
_EXPECTED = re.compile(
    r"(?<!\w)(?:dự kiến|ước|phấn đấu)(?!\w)(?:(?!giảm|còn)[^\d;.])*"
    r"(?<!\w)(?:hoàn thành|thực hiện|đạt|xong)(?!\w)[^\d;.]*$"
)
_WIDE = 90  # letters


@rule(
    "CLM010",
    Kind.CONTRADICTORY_CLAIM,
    Severity.ERROR,
    "Số việc dự kiến hoàn thành đến hết năm không ít hơn số đã hoàn thành.",
    passes=(
        "Đến nay đã hoàn thành 23/28 nhiệm vụ. Dự kiến đến hết năm sẽ hoàn thành 26/28"
        " nhiệm vụ.",
        "Đến nay đã hoàn thành 23/28 nhiệm vụ; dự kiến còn 5/28 nhiệm vụ chậm.",
    ),
    fails=(
        "Đến nay đã hoàn thành 23/28 nhiệm vụ. Dự kiến đến hết năm sẽ hoàn thành 22/28"
        " nhiệm vụ.",
    ),
)
def expected_below_done(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for pair in pairwise(report.facts):
        done, expected = pair
        if done.whole is None or done.whole != expected.whole:
            continue
        alike = done.unit == expected.unit and done.place.block == expected.place.block
        if not alike or any(
            fact.sense is not Sense.COUNT or fact.bound is not Bound.EXACT
            for fact in pair
        ):
            continue
        if expected.quantity >= done.quantity:
            continue
        gap = min(_WIDE, expected.place.start - done.place.end)
        if not _EXPECTED.search(report.before(expected.place, gap)):
            continue
        ahead = report.before(done.place, _WIDE)
        if not _DONE.search(ahead) or _EXPECTED.search(ahead):
            continue
        yield self.finding(
            anchors_of(pair),
            lines_of(pair),
            f"Ghi đã hoàn thành {done.raw}, nhưng dự kiến chỉ hoàn thành"
            f" {expected.raw}.",
            f"{expected.raw} < {done.raw}",
        )
