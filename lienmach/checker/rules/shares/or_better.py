"""«Tỷ lệ khá trở lên» is the share of all marks from the best down to that one."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.calculations import (
    amount,
    anchors_of,
    lines_of,
    sum_of,
    total,
)
from lienmach.checker.judging.doubts import is_near
from lienmach.checker.judging.percentages import decimals_of, off_by
from lienmach.checker.report import Bound, Fact, Report, Sense
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.numbers import figure

_NEAR = 2  # sentences
_LEAST = 3  # marks
_HUNDRED = Decimal(100)
_GRADE = re.compile(
    r"(?<!\w)(?:tốt|xuất sắc|khá|giỏi|trung bình|đạt|hài lòng|hoàn thành)(?!\w)"
)
_MARK = re.compile(
    r"(?:loại |mức |từ )*((?:hoàn thành )?(?:rất tốt|xuất sắc|tốt|khá|trung bình|đạt"
    r"|hài lòng))(?: nhiệm vụ)?(?: trở lên)"
)


@rule(
    "PCT006",
    Kind.PERCENT_MISMATCH,
    Severity.ERROR,
    "Tỷ lệ «… trở lên» bằng tổng các mức từ cao nhất xuống mức đó chia cho tổng số.",
    passes=(
        "Xếp loại: 6 đơn vị tốt, 9 đơn vị khá, 3 đơn vị trung bình. Tỷ lệ khá trở lên"
        " đạt 83,3%.",
        "Có 9 đơn vị khá, 3 đơn vị trung bình. Tỷ lệ khá trở lên đạt 88,3%.",
        "Hỏi 160 người, kết quả 62 người rất hài lòng, 85 người hài lòng, 13 người chưa"
        " hài lòng; tỷ lệ từ hài lòng trở lên là 91,88%.",
    ),
    fails=(
        "Xếp loại: 6 đơn vị tốt, 9 đơn vị khá, 3 đơn vị trung bình. Tỷ lệ khá trở lên"
        " đạt 88,3%.",
    ),
)
def or_better(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    tied = {r.result for r in report.relations}
    for index, share in enumerate(report.facts):
        if share.sense is not Sense.SHARE or index in tied:
            continue
        found = _MARK.search(share.subject.lower())
        if found is None or share.bound is Bound.ABOUT:
            continue
        marks = _marks(report, index)
        better = _down_to(marks, found[1])
        if better and (said := _judge(self, share, better, marks)):
            yield said


def _marks(report: Report, index: int) -> list[Fact]:
    """The counts of one kind told side by side in the sentence before."""
    share = report.facts[index]
    near: dict[int, list[Fact]] = {}
    for fact in report.facts[max(0, index - 24) : index]:
        plain = fact.sense is Sense.COUNT and fact.bound is Bound.EXACT
        if plain and fact.whole is None and share.sentence - fact.sentence <= _NEAR:
            near.setdefault(fact.sentence, []).append(fact)
    for sentence in sorted(near, reverse=True):
        unit = near[sentence][-1].unit.lower()
        alike = [fact for fact in near[sentence] if fact.unit.lower() == unit]
        whole = _whole(near[sentence], alike)
        alike = [fact for fact in alike if fact is not whole]
        if whole is not None and amount(whole) != total(alike):
            return []  # which of them is wrong, no percentage tells
        if len(alike) >= _LEAST:
            return alike
    return []


def _whole(told: Sequence[Fact], marks: Sequence[Fact]) -> Fact | None:
    """«160 người được hỏi: 62 rất hài lòng, …»: how many were asked, told ahead."""
    first = told.index(marks[0])
    ahead = marks[0] if not _GRADE.search(marks[0].subject.lower()) else None
    if ahead is None and first:
        ahead = told[first - 1]
    rest = [fact for fact in marks if fact is not ahead]
    return ahead if ahead and is_near(amount(ahead), total(rest)) else None


def _down_to(marks: Sequence[Fact], mark: str) -> list[Fact]:
    """The marks from the first down to the one named; none where it is the first."""
    named = re.compile(rf"(?<!rất )(?<!chưa )(?<!không ){mark}(?!\w)")
    for at, fact in enumerate(marks):
        if named.search(fact.subject.lower()):
            return list(marks[: at + 1]) if at else []
    return []


def _judge(
    self: Rule, share: Fact, better: Sequence[Fact], marks: Sequence[Fact]
) -> Finding | Verified | None:
    top, whole = total(better), total(marks)
    exact = _HUNDRED * top / whole if whole else Decimal(0)
    division = f"({sum_of(better)})/{figure(whole)}"
    facts = (share, *better)
    rounded = round(exact, decimals_of(share))
    if off_by(share, exact) > 1 and not is_near(share.quantity, rounded):
        return None  # of other things than we took it for
    if off_by(share, exact) <= 1:
        return self.verified(lines_of(facts), f"{division} = {figure(exact, 1)} %")
    shown = f"{figure(exact, max(decimals_of(share), 1))} %"
    return self.finding(
        anchors_of(facts),
        lines_of(facts),
        f"Ghi tỷ lệ {share.raw} %, nhưng {division} = {shown}.",
        f"{division} = {shown} ≠ {share.raw} %",
        suggestion=shown,
    )
