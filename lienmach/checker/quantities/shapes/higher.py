"""Finds which of two numbers beside each other a sentence calls the higher.

«tăng từ 75 % năm 2022 lên 80 %», «đạt 85,5 %, cao hơn mức 84,4 % của năm 2019», «cao
hơn trung bình là: căn cước (82 % so với 75 %), xây dựng (72 % so với 65 %)», «chỉ đạt
45 %, trong khi mục tiêu là 50 %».
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from lienmach.checker.quantities.words.reader import Reader
from lienmach.checker.report import Bound, Relation, Sense, Tie

_TOLD = re.compile(r"(?:lên|xuống|mức|so với|là|mục tiêu|chỉ tiêu|kế hoạch|\() ?$")
_FROM = re.compile(r"(?<!\w)từ (?:mức )?$")
_TO = re.compile(
    r"[^,;.()\d]{0,24}(?:\(?năm \d{4}\)? )?(?P<up>lên|xuống)(?: tới| đến| còn| mức)* ?$"
)
_THAN = re.compile(
    r"[^;.()\d]{0,120}, (?:(?P<up>cao|nhỉnh|nhiều|lớn)|thấp|ít|nhỏ|kém) hơn(?: hẳn)?"
    r"(?: so với| so)? (?:mức(?: [^\W\d_]+){0,4} |(?:cùng kỳ )?năm (?:\d{4}|trước) \()$"
)
_AGAINST = re.compile(r"[^,;.()\d]{0,16} so với $")
_WAY = re.compile(r"(?<!\w)(?:(?P<up>cao|nhiều|lớn)|thấp|ít) hơn(?!\w)")
_SHORT = re.compile(r"(?<!\w)(?:chỉ|mới)(?: đạt)? $")
_GOAL = re.compile(
    r"[^;.()\d]{0,16}(?:, (?:trong khi|còn) |\()(?:mục tiêu|chỉ tiêu|kế hoạch)"
    r"(?: [^\W\d_]+){0,3} $"
)
_AHEAD = 16  # letters
_FINE = (Sense.COUNT, Sense.SHARE, Sense.SCORE, Sense.AVERAGE)


class Higher(Reader):
    """One number right after the other, of one unit and in one sentence."""

    def relations(self) -> Iterator[Relation]:
        for sentence in self._outline.by_sentence:
            for one, other in pairwise(sentence):
                between = self._outline.between(one, other)
                if _TOLD.search(between) and self._are_alike(one, other):
                    yield from self._told(one, other, between)

    def _are_alike(self, one: int, other: int) -> bool:
        """Two plain numbers of one unit; a mark needs none in its bracket."""
        amounts = [self._mentions[i].amount for i in (one, other)]
        if any(a.bound is not Bound.EXACT or a.sense not in _FINE for a in amounts):
            return False
        if any(a.whole is not None for a in amounts):
            return False
        units = self._unit(one), self._unit(other)
        return units[0] == units[1] and units[0] not in ("bậc", "hạng", "lần")

    def _told(self, one: int, other: int, between: str) -> Iterator[Relation]:
        mention = self._mentions[one]
        start = mention.amount.start
        lower = self._outline.lower(one)
        ahead = lower[max(0, start - _AHEAD) : start]
        if _FROM.search(ahead):
            found = _TO.fullmatch(between)
            if found:
                yield self._relation(other, one, rises=found["up"] == "lên")
        elif found := _THAN.fullmatch(between):
            yield self._relation(one, other, rises=bool(found["up"]))
        elif _AGAINST.fullmatch(between) and ahead.endswith("("):
            ways = list(_WAY.finditer(lower, mention.sentence, start))
            if ways:
                yield self._relation(one, other, rises=bool(ways[-1]["up"]))
        elif _SHORT.search(ahead) and _GOAL.fullmatch(between):
            yield self._relation(one, other, rises=False)

    def _relation(self, now: int, before: int, *, rises: bool) -> Relation:
        return Relation(Tie.ROSE if rises else Tie.FELL, now, (before,))
