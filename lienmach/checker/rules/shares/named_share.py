"""A percentage that names what it is of: «hoàn thành 52 … Tỷ lệ hoàn thành 73,2%».

The count of that name is the part; where no number of the report makes the percentage
right of it, and the paragraph tells the whole, it is wrong.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.judging.calculations import amount, anchors_of, lines_of, part
from lienmach.checker.judging.percentages import decimals_of
from lienmach.checker.meaning.lateness import is_late
from lienmach.checker.report import Bound, Fact, Report, Sense, Tie
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.folded import folded
from lienmach.checker.text.numbers import figure, last_place
from lienmach.checker.text.other_times import AIMED, COMPARED

_RATE = re.compile(
    r"(?:tỷ lệ|tỉ lệ|tỷ trọng)(?: giải quyết)? ((?:[^\W\d_]+ ?){1,6}?)"
    r"(?: ?:|(?: đạt| là| chiếm| bằng)+)? ?$"
)
_ON_TIME = re.compile(r"^(?:đúng|trước|sớm)")
_OTHERS = re.compile(
    f"{COMPARED}|{AIMED}|tăng|giảm|bình quân|trung bình|trở lên|tối thiểu"
)
_WORD = re.compile(r"[a-z]+")
_HUNDRED, _BEFORE, _MOST = Decimal(100), 60, 14


@rule(
    "PCT009",
    Kind.PERCENT_MISMATCH,
    Severity.ERROR,
    "Tỷ lệ gọi tên phần được tính thì đúng với số của phần ấy.",
    passes=(
        "Kế hoạch có 71 nhiệm vụ; hoàn thành 52; đang làm 19. Tỷ lệ hoàn thành 73,2%.",
        "Tại xã giải quyết 43.187 hồ sơ, trễ 21; tỷ lệ đúng hạn 99,95%.",
    ),
    fails=(
        "Nộp tại quầy 829, nộp qua Cổng 1.226. Tỷ lệ qua Cổng: 40,3%.",
        "Tại xã giải quyết 43.187 hồ sơ, trễ 21; tỷ lệ đúng hạn 99,59%.",
    ),
)
def named_share(self: Rule, report: Report) -> Iterator[Finding]:
    known = {
        relation.result
        for relation in report.relations
        if relation.tie in (Tie.SHARE, Tie.RATE) and relation.is_sure
    }
    at = {id(fact): index for index, fact in enumerate(report.facts)}
    numbers: list[Decimal] | None = None
    for _, group in groupby(report.facts, key=lambda fact: fact.place.block):
        facts = list(group)
        shares = [fact for fact in facts if fact.sense is Sense.SHARE]
        if len(facts) > _MOST or len(shares) != 1 or at[id(shares[0])] in known:
            continue
        share = shares[0]
        words = _named(report, share)
        counts = [fact for fact in facts if _is_count(fact, share)]
        if not words or len(counts) < 2 or share.bound is not Bound.EXACT:
            continue
        numbers = _numbers(report) if numbers is None else numbers
        found = _part(report, counts, words)
        if found and not _fits(share, found, numbers):
            yield _finding(self, share, found[0], counts)


def _named(report: Report, share: Fact) -> str:
    if decimals_of(share) < 1:
        return ""
    before = report.before(share.place, _BEFORE)
    behind = report.behind(share.place, _BEFORE)
    found = _RATE.search(before)
    if not found or _OTHERS.search(before) or _OTHERS.search(behind):
        return ""
    return found[1].strip()


def _is_count(fact: Fact, share: Fact) -> bool:
    plain = fact.sense is Sense.COUNT and fact.bound is Bound.EXACT
    return plain and fact.whole is None and fact.place.start < share.place.start


def _part(
    report: Report, counts: Sequence[Fact], words: str
) -> tuple[Fact, bool] | None:
    """The one count of that name, or the one of its opposite (True)."""
    if _ON_TIME.match(words):
        on_time = [f for f in counts if f.tags & {"on_time", "early", "early+on_time"}]
        late = [f for f in counts if is_late(report, f)]
        return (late[0], True) if len(late) == 1 and not on_time else None
    wanted = frozenset(_WORD.findall(folded(words)))
    named = [
        fact
        for fact in counts
        if wanted <= frozenset(_WORD.findall(folded(fact.subject)))
    ]
    return (named[0], False) if len(named) == 1 else None


def _fits(share: Fact, found: tuple[Fact, bool], numbers: Sequence[Decimal]) -> bool:
    """Say whether any number of the report, or two told beside, make it right."""
    fact, is_rest = found
    top = amount(fact)
    half = last_place(share.quantity)
    for whole in numbers:
        if whole >= top and whole:
            exact = _HUNDRED * (whole - top if is_rest else top) / whole
            if abs(exact - share.quantity) <= half:
                return True
    return False


def _numbers(report: Report) -> list[Decimal]:
    values = [amount(fact) for fact in report.facts if fact.sense is Sense.COUNT]
    values += [fact.whole for fact in report.facts if fact.whole is not None]
    sums = [
        one + other
        for apart in range(1, 4)
        for one, other in zip(values, values[apart:], strict=False)
    ]
    cells = (cell.value for g in report.grids for row in g.rows for cell in row.cells)
    return [*values, *sums, *(value for value in cells if value is not None)]


def _finding(self: Rule, share: Fact, fact: Fact, counts: Sequence[Fact]) -> Finding:
    whole = max(counts, key=amount)
    facts = (share, fact) if fact is whole else (share, fact, whole)
    exact = _HUNDRED * amount(fact) / amount(whole) if amount(whole) else Decimal(0)
    rate = figure(exact, max(decimals_of(share), 1))
    shown = f"{part(fact)}/{part(whole)} = {rate} %"
    return self.finding(
        anchors_of(facts),
        lines_of(facts),
        f"Ghi tỷ lệ {share.raw} %, nhưng không số nào trong báo cáo cho ra tỷ lệ ấy của"
        f" {fact.raw}.",
        f"{shown} ≠ {share.raw} %",
    )
