"""How many are late, told again among what is still wanting, is no more than was late.

«Đã trả 314 hồ sơ, trễ hạn 3 hồ sơ … Tồn tại: còn 13 hồ sơ trễ hạn.»
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.judging.calculations import anchors_of
from lienmach.checker.meaning.lateness import around, is_late
from lienmach.checker.meaning.likeness import family
from lienmach.checker.quantities.claims.ledger import LEVELS
from lienmach.checker.quantities.words.vocabulary import any_word
from lienmach.checker.quantities.words.weights import slip
from lienmach.checker.report import Fact, Report
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.numbers import NUMBER, figure
from lienmach.checker.text.other_times import COMPARED, CUMULATIVE
from lienmach.checker.text.slips import is_swap

_STILL = re.compile(any_word("còn|vẫn|tổng"))
_ALL = re.compile(r"[\s-]*(?:tổng )?số hồ sơ (?:trễ|quá) hạn(?: là)? +# +hồ sơ *")
_LEVEL = re.compile(r"(?<!\w)(?:ở|tại|của) cấp (?:tỉnh|huyện|xã)(?!\w)")
_DATED = re.compile(r"\d+/[\w-]+|(?:ngày|tháng|năm) \d[\d/]*")  # documents and days
_NARROW = re.compile(
    r"lĩnh vực|thuộc|nhóm|(?<!\w)(?:ở|tại|của|cấp|do|riêng|trong đó|bị|dưới|trên|từ)"
    r"(?!\w)"
)
_OTHER_TIME = re.compile(f"{COMPARED}|{CUMULATIVE}|phấn đấu")
_NUMBERS = re.compile(NUMBER)
_SORRY = re.compile(r"xin lỗi[^.;,]*$")
_DUE = re.compile(r"(?:phải|cần|thuộc diện|đủ điều kiện) ")
_FAR = 80  # letters
_MOST, _FEW = 12, 4  # late ones; numbers of a paragraph, its own among them
_TELLING = 10
_NEAR = Decimal("1.2")


@rule(
    "NAR008",
    Kind.NARRATIVE_MISMATCH,
    Severity.ERROR,
    "Số hồ sơ trễ hạn nhắc lại ở phần đánh giá không nhiều hơn số đã báo cáo.",
    passes=(
        "Đã trả 314 hồ sơ, trong đó trễ hạn 13 hồ sơ.\n1. Còn 13 hồ sơ trễ hạn.",
        "Đã trả 314 hồ sơ, trong đó trễ hạn 13 hồ sơ.\n1. Còn 4 hồ sơ đất đai trễ hạn.",
        "Cấp huyện trễ 63 hồ sơ; cấp xã trễ 21 hồ sơ.\n1. Tổng hồ sơ trễ: 84 hồ sơ.",
        "Quá hạn 20 hồ sơ, đã xin lỗi 17/17 hồ sơ phải xin lỗi.",
    ),
    fails=(
        "Đã trả 314 hồ sơ, trong đó trễ hạn 3 hồ sơ.\n1. Còn 13 hồ sơ trễ hạn.",
        "Cấp huyện trễ 63 hồ sơ; cấp xã trễ 21 hồ sơ.\n1. Tổng hồ sơ trễ: 94 hồ sơ.",
        "Đã trả 6.241 hồ sơ, trễ hạn 147 hồ sơ.\nTheo Kế hoạch số 08/KH-UBND ngày"
        " 10/01/2018, ở cấp huyện vẫn còn 174 hồ sơ trễ hạn; 02 xã chưa có phòng.",
        "Trả trễ hạn 61 hồ sơ, có 51 đơn xin rút.\n1. Số hồ sơ trễ hạn 51 hồ sơ.",
        "Tổng số hồ sơ quá hạn là 67 hồ sơ, đã có thư xin lỗi đối với 69/69 hồ sơ.",
    ),
)
def late_retold(self: Rule, report: Report) -> Iterator[Finding]:
    late = [fact for fact in report.facts if is_late(report, fact)]
    yield from _apologies(self, report, late)
    if not 1 < len(late) <= _MOST:
        return
    for at, fact in enumerate(late):
        before = [one for one in late[:at] if one.place.block < fact.place.block]
        if before and _closes(report, fact):
            wrong = _is_wrong(report, fact, before)
            if wrong:
                yield _finding(self, fact, before)


def _apologies(self: Rule, report: Report, late: Sequence[Fact]) -> Iterator[Finding]:
    """«quá hạn 67 hồ sơ, đã có thư xin lỗi đối với 69/69 hồ sơ»: all that were late."""
    for fact in report.facts if late else ():
        if fact.whole is None or not _SORRY.search(report.before(fact.place, _FAR)):
            continue
        told = [
            one
            for one in late
            if one.sentence == fact.sentence and one.place.start < fact.place.start
        ]
        if len(told) != 1 or _DUE.search(report.behind(fact.place, _FAR)):
            continue
        (one,) = told
        if fact.whole != one.quantity:
            yield self.finding(
                anchors_of((one, fact)),
                (fact.line,),
                f"Ghi {one.raw} {one.unit} trễ hạn, nhưng số phải xin lỗi nêu cùng câu"
                f" là {figure(fact.whole)}.",
                f"{one.raw} ≠ {figure(fact.whole)}",
            )


def _closes(report: Report, fact: Fact) -> bool:
    """A paragraph of its own: «2. Tồn tại: còn 83 hồ sơ cấp huyện trả muộn»."""
    text = report.paragraph(fact.place).lower
    words = around(report, fact)
    others = [
        found for found in _NUMBERS.finditer(_DATED.sub(" ", text)) if found.start() > 3
    ]
    own_time = not _OTHER_TIME.search(text)
    still = _STILL.search(words) or _ALL.fullmatch(words)
    return len(others) < _FEW and own_time and bool(still) and bool(fact.unit)


def _is_wrong(report: Report, fact: Fact, before: Sequence[Fact]) -> bool:
    value = fact.quantity
    levels = fact.tags & LEVELS
    if levels and not any(one.tags & levels or not one.tags & LEVELS for one in before):
        return False
    known = {one.quantity for one in before}
    if value in known or value in _printed(report, fact):
        return False
    added = sum(known, Decimal(0))
    if value > added:
        meant = known | {added}
        return any(slip(value, one) or value < one * _NEAR for one in meant)
    words = _LEVEL.sub("", around(report, fact))
    if _NARROW.search(words) or value < _TELLING:
        return False
    if _ALL.fullmatch(words):
        return any(slip(value, one) is not None for one in known)
    return any(is_swap(value, one) for one in known)


def _printed(report: Report, fact: Fact) -> set[Decimal]:
    """What else counts dossiers, or may: what stands there was told."""
    found: set[Decimal] = set()
    for one in report.facts:
        if one is not fact and family(one) in ("dossier", ""):
            found |= {one.quantity, one.whole or one.quantity}
    for grid in report.grids:
        cells = (cell.value for row in grid.rows for cell in row.cells)
        found |= {value for value in cells if value is not None}
    return found


def _finding(self: Rule, fact: Fact, before: Sequence[Fact]) -> Finding:
    told = " + ".join(dict.fromkeys(one.raw for one in before))
    known = {one.quantity for one in before}
    nearest = min(before, key=lambda one: abs(one.quantity - fact.quantity))
    return self.finding(
        tuple(dict.fromkeys((fact.raw, *(one.raw for one in before)))),
        tuple(dict.fromkeys((fact.line, *(one.line for one in before)))),
        f"Nhắc lại {fact.raw} {fact.unit} trễ hạn, nhưng phần trên (dòng"
        f" {nearest.line}) ghi {told}, cộng lại {figure(sum(known, Decimal(0)))}.",
        f"{nearest.raw} ≠ {fact.raw}",
    )
