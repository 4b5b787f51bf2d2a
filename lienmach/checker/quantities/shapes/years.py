"""Adds up what a total over some years has for each of them.

«Ba năm qua giải quyết 1.248 hồ sơ. Năm 2020 giải quyết 389 hồ sơ, trễ hạn 12 hồ
sơ. Năm 2021 …»; «…. Cộng 3 năm, số trễ hạn là 31 hồ sơ»: where as many years follow
each other as the total says, the first count of its kind in each is all that year has.
An estimate for the last of them is added up with the others.
"""

import re
from collections.abc import Iterable, Iterator

from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.reader import Reader
from lienmach.checker.quantities.words.vocabulary import words
from lienmach.checker.report import Bound, Relation, Sense, Tie
from lienmach.checker.source import has_any
from lienmach.checker.text.other_times import AIMED

_NUMBERS = {"hai": 2, "ba": 3, "bốn": 4, "năm": 5}
_SPAN = re.compile(
    r"(?<!\w)(?:(?:(hai|ba|bốn|năm|0?[2-5]) năm(?! (?:20|trước|sau))"
    r"|(?:giai đoạn|từ năm|các năm|nhiệm kỳ) (20\d\d) ?(?:-|–|đến|đến năm) ?(20\d\d)))"
)
_LEADS = (  # one of these stands in what ``_SPAN`` finds
    *(f"{number} năm" for number in ("hai", "ba", "bốn", "năm", *"2345")),
    *("giai đoạn", "từ năm", "các năm", "nhiệm kỳ"),
)
_YEAR = re.compile(
    r"(?:^|[.,;:(] |\A[-–+*•\s]*)(?:(?:sang|đến|riêng|trong|tới|và|còn) ){0,2}"
    r"(?:(?:\d{1,2}|sáu|chín) tháng(?: đầu)?(?: của)? )?năm (20\d\d)(?! ?[-–])"
)
_PLANNED = re.compile(rf"{AIMED}|đề ra|(?<!\w)giao")
_ESTIMATED = re.compile(r"(?:^|\s)(?:ước|dự kiến)(?: đạt| là)?$")
_SIDES = words("late online direct female before expected")
_REACH = 48  # numbers
_FAR = 2  # a total is so many times as much as its parts at most, or as little


def _span_in(lower: str) -> re.Match[str] | None:
    return _SPAN.search(lower) if has_any(lower, _LEADS) else None


class Years(Reader):
    """Finds totals over years; an estimate among the years is then read as exact."""

    def __init__(self, outline: Outline) -> None:
        super().__init__(outline)
        self._years: list[int] = []

    def relations(self) -> Iterator[Relation]:
        if not any(map(_span_in, self._outline.lowers.values())):
            return
        self._years = list(self._years_told())
        for whole, mention in enumerate(self._mentions):
            if self._years[whole] or not mention.is_count or not mention.unit:
                continue
            start = mention.sentence
            ahead = self._outline.lower(whole)[start : mention.amount.start]
            span = _span_in(ahead)
            if span and not _PLANNED.search(f"{ahead} {mention.right}"):
                last = min(len(self._mentions), whole + _REACH)
                behind = self._parts(whole, range(whole + 1, last), span)
                parts = behind or self._parts(whole, self._before(whole), span)
                if parts:
                    yield Relation(Tie.PARTS, whole, parts, is_guess=True)

    def _before(self, whole: int) -> Iterable[int]:
        """The numbers of the years told right before a total, in their order."""
        first = whole
        while first and whole - first < _REACH and self._goes_on(first - 1):
            first -= 1
        return range(first, whole)

    def _goes_on(self, index: int) -> bool:
        """«10 tháng năm 2022», «cộng 3 năm»: a time is of no year, and ends none."""
        return bool(self._years[index]) or self._mentions[index].family == "time"

    def _parts(
        self, whole: int, near: Iterable[int], span: re.Match[str]
    ) -> tuple[int, ...]:
        found: dict[int, int] = {}
        for index in near:
            year = self._years[index]
            if not year:
                if self._is_beside(whole, index) or self._goes_on(index):
                    continue
                break
            if year not in found and self._is_alike(whole, index):
                found[year] = index
        if not self._are_all(list(found), span):
            return ()
        parts = tuple(found.values())
        added, total = sum(map(self._value, parts)), self._value(whole)
        if max(added, total) > _FAR * min(added, total):
            return ()
        for index in parts:
            mention = self._mentions[index]
            mention.amount = mention.amount._replace(bound=Bound.EXACT)
        return parts

    def _are_all(self, years: list[int], span: re.Match[str]) -> bool:
        if span[2]:
            return years == list(range(int(span[2]), int(span[3]) + 1))
        count = _NUMBERS.get(span[1]) or int(span[1])
        return len(years) == count and years[-1] - years[0] == count - 1

    def _is_alike(self, whole: int, part: int) -> bool:
        one, other = self._mentions[whole], self._mentions[part]
        amount = other.amount
        exact = amount.bound is Bound.EXACT or _ESTIMATED.search(other.left)
        if not exact or amount.sense is not Sense.COUNT or amount.whole:
            return False
        kin = one.family == other.family if other.unit else self._unit(whole)
        return bool(kin) and not (one.tags ^ other.tags) & _SIDES - {"expected"}

    def _years_told(self) -> Iterator[int]:
        """The year that the sentence of each number has named before it, or 0."""
        year = 0
        for index, mention in enumerate(self._mentions):
            start = mention.sentence
            if index and self._is_beside(index - 1, index):
                start = self._mentions[index - 1].amount.unit_end
            else:
                year = 0
            text = self._outline.lower(index)[start : mention.amount.start].lstrip()
            found = [*_YEAR.finditer(text)] if "năm 20" in text else []
            year = int(found[-1][1]) if found else year
            yield year
