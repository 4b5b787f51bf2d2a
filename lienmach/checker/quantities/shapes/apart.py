"""Finds what two numbers told right before are apart, by form and in no other reading.

- «rút từ 6,8 ngày còn 5,1 ngày, tức là ngắn đi 1,7 ngày»;
- «năm 2021 mới 12,4 %, …, năm 2023 đạt 71,2 %, so năm đầu tăng 58,8 điểm phần trăm»;
- «tỷ lệ hộ nghèo giảm 0,6 %, từ 2,3 % năm 2020 xuống còn 1,7 %», or told behind them;
- «có 216 hồ sơ trễ nhưng mới có 121 thư xin lỗi, thiếu 95 thư»;
- «xây mới 3 trạm, nâng tổng số trạm từ 9 lên 12 trạm»;
- «được giao 13 biên chế, hiện có 11 người: 05 …, 06 …. Còn thiếu 02 người»;
- «Đầu năm có 46 thủ tục. Trong năm bãi bỏ 14 thủ tục, hiện còn 32 thủ tục».
"""

import re
from collections.abc import Iterator, Sequence

from lienmach.checker.quantities.words.idioms import STILL
from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.reader import Reader, results
from lienmach.checker.quantities.words.vocabulary import any_word, is_known
from lienmach.checker.report import GROWTH, REST, Bound, Relation, Sense, Tie

_FROM = re.compile(r"(?:^|\s)từ(?: mức| con số)?$")
_TO = re.compile(r"[^\d.;,()]{0,24} ?(?:xuống|còn|lên|đến|thành)(?: còn| mức| đến)? ")
_THAT_IS = re.compile(
    r"[^\d.;,()]{0,24}[,(–-] ?(?:(?:tức|nghĩa|như vậy|tương ứng|tương đương|đã|là"
    r"|với|số|thời gian|được) ?){0,4}(?:ngắn(?: đi| hơn| được)?|nhanh hơn|sớm hơn"
    r"|giảm|rút|rút ngắn|tiết kiệm|bớt|cắt giảm|tăng|thêm|nhiều hơn|cao hơn|lâu hơn)"
    r"(?: thêm| được| đi| là| tới)* "
)
_SINCE_FIRST = re.compile(r"so(?: với)? (?:năm|kỳ|quý|tháng) đầu(?! năm)[^\d.;]{0,48}$")
_LACKS = re.compile(r"(?:(?:số |đơn vị )?(?:còn|hiện|đang|vẫn) ?)*(?:thiếu|khuyết)")
_PRESENT = re.compile(r"(?:có mặt|(?:hiện|thực|đang|mới) có|tuyển được)(?: là)?$")
_GIVEN = re.compile(r"(?:^|\s)giao(?: là| năm \d{4})?(?: là)?$|biên chế$")
_LEFT = re.compile(rf"{STILL}$")
_WENT = re.compile(
    any_word("hủy bỏ|huỷ bỏ|thu hồi|bãi bỏ|giải thể|cắt giảm|giảm|loại bỏ|sáp nhập")
)
_THERE = re.compile(r"[^,;]*(?<!\w)(?:có|quản lý|là|gồm|duy trì|áp dụng)$")
_YEAR = re.compile(r" (?:cuối |đầu |vào |của )?năm \d{4}")
_BUT = re.compile(any_word("nhưng|mà|song|chỉ|mới|trên tổng số|trên tổng|phải|cần"))
_RAISED = re.compile(r"nâng (?:tổng )?số[^,;.()]{0,60} lên$|nâng lên$")
_CAME = re.compile(any_word("thêm|mới"))
_TWO, _LONG = 2, 96  # numbers, letters
_CLOSE = re.compile(r"[^\d.;]{0,40}")
_FAR = 12  # numbers


class Apart(Reader):
    """``known`` are the relations already found; what they settle is left alone."""

    def __init__(self, outline: Outline, known: Sequence[Relation]) -> None:
        super().__init__(outline)
        self._told = results(known, *REST, *GROWTH, guesses=False)

    def relations(self) -> Iterator[Relation]:
        for gap in range(len(self._mentions)):
            found = None if gap in self._told else self._of(gap)
            if found:
                yield found

    def _of(self, gap: int) -> Relation | None:
        mention, before = self._mentions[gap], self._mentions[gap - 1]
        amount, left = mention.amount, mention.left
        if amount.bound is not Bound.EXACT or amount.whole is not None:
            return None
        if amount.sense is Sense.CHANGE and mention.unit in ("%", "điểm"):
            return self._between_rates(gap) or self._since_first(gap)
        if gap < 2:
            return None
        if left.endswith("lên") and mention.amount.sense is Sense.COUNT:
            return self._raised(gap)
        if left.endswith(("thiếu", "khuyết")):
            return self._lacking(gap) or self._short_of(gap)
        if left.endswith(("còn", "còn lại")):
            return self._left(gap)
        return self._from_to(gap) if before.unit == mention.unit != "%" else None

    def _is_exact(self, index: int) -> bool:
        amount = self._mentions[index].amount
        exact = amount.bound is Bound.EXACT and amount.whole is None
        return exact and amount.sense is not Sense.RANK

    def _from_to(self, gap: int) -> Relation | None:
        one, other = gap - 2, gap - 1
        three = one, other, gap
        if not self._is_beside(one, gap) or not all(map(self._is_exact, three)):
            return None
        units = {self._unit(i) for i in three[:2]} - {""}
        if not self._unit(gap) or len(units | {self._unit(gap)}) > 1:
            return None
        mention = self._mentions[one]
        ahead = self._outline.lower(one)[mention.sentence : mention.amount.start]
        if self._unit(gap) == "%" or not _FROM.search(ahead.rstrip()):
            return None
        if not _TO.fullmatch(self._letters_between(one, other)):
            return None
        if not _THAT_IS.fullmatch(self._letters_between(other, gap)):
            return None
        if self._mentions[gap].amount.sense is Sense.CHANGE:
            return Relation(Tie.CHANGE, gap, (one, other), is_formal=True)
        more, less = sorted((one, other), key=self._value, reverse=True)
        return Relation(Tie.REMAINDER, gap, (more, less), is_formal=True)

    def _between_rates(self, gap: int) -> Relation | None:
        for one in (gap + 1, gap - 2):
            other = one + 1
            if one < 0 or other >= len(self._mentions) or not self._is_beside(one, gap):
                continue
            if not self._is_beside(other, gap):
                continue
            if not all(self._is_percent(i) for i in (one, other)):
                continue
            mention = self._mentions[one]
            ahead = self._outline.lower(one)[mention.sentence : mention.amount.start]
            to = _YEAR.sub("", self._letters_between(one, other))
            last, first = sorted((gap, one if one > gap else other), reverse=True)
            near = _YEAR.sub("", self._letters_between(first, last))
            if not _FROM.search(ahead.rstrip()) or not _TO.fullmatch(to):
                continue
            if _CLOSE.fullmatch(near):
                return Relation(Tie.CHANGE, gap, (one, other), is_formal=True)
        return None

    def _since_first(self, gap: int) -> Relation | None:
        mention = self._mentions[gap]
        ahead = self._outline.lower(gap)[mention.sentence : mention.amount.start]
        if not _SINCE_FIRST.search(ahead):
            return None
        series = [
            i
            for i in range(max(0, gap - _FAR), gap)
            if self._is_beside(i, gap) and self._unit(i) == "%"
        ]
        if len(series) < 2 or not all(map(self._is_percent, series)):
            return None
        return Relation(Tie.CHANGE, gap, (series[0], series[-1]), is_formal=True)

    def _lacking(self, gap: int) -> Relation | None:
        outline = self._outline
        mention, after = self._mentions[gap], gap + 1
        if not outline.is_count(gap) or not _LACKS.fullmatch(mention.left):
            return None
        if is_known(mention.unit) and mention.family != "person":
            return None  # «còn thiếu 05 máy tính»
        if after < len(self._mentions) and self._is_beside(gap, after):
            return None  # «còn thiếu 01 thư ký, 02 kế toán»
        for present in range(gap - 1, max(0, gap - _FAR), -1):
            if outline.blocks[present] != outline.blocks[gap]:
                return None
            if outline.sentences[gap] - outline.sentences[present] > 1:
                return None
            if not _PRESENT.search(self._mentions[present].left):
                continue
            given = present - 1
            pair = given, present
            told = _GIVEN.search(self._mentions[given].left)
            alike = all(
                outline.is_count(i) and self._mentions[i].family == "person"
                for i in pair
            )
            if not alike or not told or not self._is_beside(*pair):
                return None
            if self._value(given) < self._value(present):
                return None
            return Relation(Tie.REMAINDER, gap, pair, is_formal=True)
        return None

    def _raised(self, gap: int) -> Relation | None:
        """What was there and what came make the number it was raised to."""
        mention = self._mentions[gap]
        ahead = self._outline.lower(gap)[mention.sentence : mention.amount.start]
        if not _RAISED.search(ahead.rstrip()[-_LONG:]):
            return None
        alike = [
            i
            for i in range(max(0, gap - _FAR), gap)
            if self._is_beside(i, gap) and self._mentions[i].family == mention.family
            if not self._unit(i) or self._unit(i).startswith(mention.unit)
            if self._mentions[i].amount.sense is Sense.COUNT
        ]
        if len(alike) != _TWO or ";" in self._outline.between(alike[0], gap):
            return None
        came = [i for i in alike if _CAME.search(self._mentions[i].left)]
        exact = all(self._mentions[i].amount.bound is Bound.EXACT for i in alike)
        if len(came) != 1 or not exact or not mention.is_count:
            return None
        return Relation(Tie.PARTS, gap, tuple(alike), is_formal=True)

    def _short_of(self, gap: int) -> Relation | None:
        """What the smaller of the two counts before lacks of the other."""
        one, other = gap - 2, gap - 1
        three = one, other, gap
        if not _LACKS.fullmatch(self._mentions[gap].left):
            return None
        if not self._is_beside(one, gap) or not all(map(self._outline.is_count, three)):
            return None
        units = [self._unit(i) for i in three]
        alike = [u for u in units[:2] if u and u.startswith(units[2])]
        if (
            not units[2]
            or not alike
            or len({self._outline.depths[i] for i in three}) > 1
        ):
            return None
        between = self._outline.between(one, gap)
        if ";" in between or not _BUT.search(between):
            return None
        more, less = sorted((one, other), key=self._value, reverse=True)
        return Relation(Tie.REMAINDER, gap, (more, less), is_formal=True)

    def _left(self, gap: int) -> Relation | None:
        """What was there stands alone of its kind in the sentence before."""
        outline, taken, whole = self._outline, gap - 1, gap - 2
        if not _LEFT.fullmatch(self._mentions[gap].left) or not outline.is_count(gap):
            return None
        if not self._is_beside(taken, gap) or self._is_beside(whole, taken):
            return None
        if outline.blocks[whole] != outline.blocks[gap]:
            return None
        if outline.sentences[taken] - outline.sentences[whole] != 1:
            return None
        units = {self._unit(i).split(" ")[0] for i in (whole, taken, gap)}
        if len(units) > 1 or not outline.is_count(whole) or "" in units:
            return None
        first = whole == 0 or not self._is_beside(whole - 1, whole)
        told = first and _THERE.fullmatch(self._mentions[whole].left)
        if not told or not _WENT.search(self._mentions[taken].left):
            return None
        if not self._is_exact(taken) or self._value(whole) <= max(
            self._value(taken), self._value(gap)
        ):
            return None
        return Relation(Tie.REMAINDER, gap, (whole, taken), is_formal=True)
