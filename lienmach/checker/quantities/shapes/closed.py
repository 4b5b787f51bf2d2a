"""Finds totals told behind their parts: «quý I 812, quý II 934; cộng 1.746 hồ sơ».

A sentence that counts things of one unit and ends such a list with «tổng cộng», «tính
chung», «lũy kế», «cả ba nhóm» has named all of them: so it was in every right text of
the genre where nothing among them moves, is shared out or told for each.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from lienmach.checker.quantities.words.reader import Reader
from lienmach.checker.quantities.words.vocabulary import any_word, words
from lienmach.checker.report import Bound, Relation, Sense, Tie
from lienmach.checker.text.other_times import RUNNING

_LEAST, _MOST = 2, 24  # parts
_IN_ALL = re.compile(
    any_word(
        "tổng|tổng số|tổng cộng|cộng|cộng chung|cộng lại|tính chung|tính gộp|gộp lại"
        f"|{RUNNING}|cả hai|cả ba|cả bốn|cả năm|cả quý|cả kỳ|cả đợt"
    )
    + r"(?! (?:với|đồng|hợp|giám|cục|công ty|kết|thể|thanh tra|mức đầu tư))"
)
_OTHERWISE = re.compile(
    any_word(
        "toàn|cộng với|tăng|giảm|trừ|hủy|huỷ|bớt|còn|nâng|mỗi|bình quân|trung bình"
        "|lần lượt|so với|trong đó|gồm|phải|từ|vượt|hơn|kém|dự kiến|chỉ tiêu|kế hoạch"
        "|giao|trên|trong|bằng|dự toán"
    )
)
_NUMBERED = {"hai": 2, "ba": 3, "bốn": 4}
_BOTH = re.compile(r"(?<!\w)cả (hai|ba|bốn)(?!\w)")
_TIME = re.compile(any_word(f"{RUNNING}|cả năm|cả quý|cả kỳ|cả đợt"))
_MONTHS = re.compile(r"(\d{1,2}) tháng")
_OF_MONTHS = {"tháng": 1, "quý": 3}
_YEAR = 12
_FAR = 2  # times: what is farther off is the total of more
_OF = re.compile(any_word("tổng số"))
_NAMED = re.compile(any_word("năm|quý|tháng") + r" (?:\d+|[ivx]+)")
_APART = words("time point step measure")


class Closed(Reader):
    """Sums of which the last number of a list is the total."""

    def relations(self) -> Iterator[Relation]:
        for sentence in self._outline.by_sentence:
            counts = [i for i in sentence if self._is_listed(i)]
            for at in range(_LEAST, min(len(counts), _MOST + 1)):
                if found := self._closed(counts[:at], counts[at]):
                    yield found
                    break

    def _closed(self, before: Sequence[int], whole: int) -> Relation | None:
        parts = list(before)
        last = parts[-1]
        if self._value(last) == len(parts) - 1 and self._unit(last) != self._unit(
            whole
        ):
            parts.pop()  # «…, tổng 03 địa phương: 412 hồ sơ»
        if len(parts) < _LEAST:
            return None
        ahead = self._outline.between(parts[-1], whole)
        if not _IN_ALL.search(ahead) or _OTHERWISE.search(ahead):
            return None
        units = {self._unit(i) for i in parts}
        if units - {self._unit(whole), ""} or (units == {""} and not _OF.search(ahead)):
            return None
        said = [self._since_last(i) for i in parts]
        if any(_OTHERWISE.search(_NAMED.sub("", words)) for words in said):
            return None
        added = [*accumulate(self._value(i) for i in reversed(parts))]
        if self._value(whole) in added[1:]:
            parts = parts[-1 - added.index(self._value(whole)) :]
        if not self._is_all(whole, parts, ahead):
            return None
        return Relation(Tie.PARTS, whole, tuple(parts), is_formal=True)

    def _is_all(self, whole: int, parts: Sequence[int], ahead: str) -> bool:
        """«tháng 8 …, tháng 9 …, lũy kế 9 tháng …» tells two months of nine."""
        told, added = self._value(whole), sum(map(self._value, parts))
        if max(told, added) > _FAR * min(told, added):
            return False
        both = _BOTH.search(ahead)
        if both and _NUMBERED[both[1]] != len(parts):
            return False
        if not _TIME.search(ahead):
            return True
        spans = [
            months
            for i in parts
            for name, months in _OF_MONTHS.items()
            if re.search(rf"(?<!\w){name} (?:\d|[ivx])", self._since_last(i))
        ]
        said = _MONTHS.search(ahead)
        wanted = int(said[1]) if said else _YEAR if "cả năm" in ahead else 0
        return len(spans) == len(parts) and sum(spans) == wanted

    def _is_listed(self, index: int) -> bool:
        mention = self._mentions[index]
        amount = mention.amount
        exact = amount.sense is Sense.COUNT and amount.bound is Bound.EXACT
        return exact and mention.family not in _APART and self._unit(index) != "%"
