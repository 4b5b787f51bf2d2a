"""Finds what a percentage is of that calls its part by name, or stands behind a list.

«Nhận 7.816 bộ hồ sơ: qua mạng 6.981, qua bưu điện 722, tận nơi 113. Tỷ lệ nộp qua mạng
là 89,3 %»: the one count of that name before it is the part, and the whole is what the
list that it stands in adds up to; or the one count of its kind in the sentence before
that of the part («nhận 120 cuộc gọi. Đã trả lời 108 cuộc gọi. Tỷ lệ trả lời đạt 90 %»).
So it is of a percentage right behind a part of such a list, and of «trong 79 đồng chí
có 71 đảng viên, bằng 89,9 %». On right texts that has not failed in some four hundred
places, so that no slip of the pen need show.
"""

import re
from collections.abc import Iterator, Sequence

from lienmach.checker.quantities.shapes.beside import NAMES_BASE
from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.reader import Reader
from lienmach.checker.quantities.words.vocabulary import WORD, tags_of, words
from lienmach.checker.report import Relation, Tie
from lienmach.checker.text.numbers import is_rounded
from lienmach.checker.text.other_times import AIMED, COMPARED
from lienmach.checker.text.slips import HUNDRED

_RATE = re.compile(
    r"(?:tỷ lệ|tỉ lệ) ([^\W\d_]+(?: [^\W\d_]+){0,7}?)"
    r"(?: (?:như vậy|vì thế|vì vậy|do đó|này))?(?: ?:| đạt| là| chiếm| bằng)* ?$"
)
_BEHIND = re.compile(
    r"[^\d.,;()]{0,40}(?:, ?|\()(?:chiếm|bằng|tỷ lệ|tỉ lệ|tương ứng|tương đương| )*"
)
_FIRST = re.compile(r"(?:trong|trên)(?: tổng)?(?: số)?")
_MAKES = re.compile(r"(?<!\w)chiếm(?: tỷ lệ)?$")
_OF_OTHERS = re.compile(
    rf"{COMPARED}|{AIMED}|tăng|giảm|bình quân|trung bình|mỗi|từng"
    r"|toàn (?:tỉnh|huyện|quốc)|trở lên|của|trên|dự kiến|yêu cầu"
)
_FILLING = words("hồ sơ người dân số được có đã bộ phiếu của các ý kiến")
_NO = words("không chưa")
_WAYS = words("online direct postal late")
_TIMELY = words("early on_time early+on_time late within")
_NEAR, _FAR = 3, 12  # sentences, numbers


class Called(Reader):
    """``known`` are the relations already found; what they settle is left alone."""

    def __init__(self, outline: Outline, known: Sequence[Relation]) -> None:
        super().__init__(outline)
        self._lists: dict[int, Relation] = {}  # that each part stands in
        for relation in known:
            if relation.tie in (Tie.PARTS, Tie.BALANCE) and self._holds(relation):
                for part in relation.terms:
                    self._lists.setdefault(part, relation)

    def _holds(self, relation: Relation) -> bool:
        added = sum(self._value(i) for i in relation.terms)
        return not relation.wholes and 0 < added == self._value(relation.result)

    def relations(self) -> Iterator[Relation]:
        for share in range(2, len(self._mentions)):
            if not self._is_percent(share) or self._value(share) in (0, HUNDRED):
                continue
            pair = self._out_of(share) or self._listed(share) or self._praised(share)
            if pair is None and (part := self._part(share)) is not None:
                whole = self._whole(part)
                pair = (part, whole) if whole is not None else None
            if pair:
                part, whole = pair
                yield Relation(Tie.SHARE, share, (part,), (whole,), is_formal=True)

    def _out_of(self, share: int) -> tuple[int, int] | None:
        """«Trong 79 đồng chí có 71 đảng viên, bằng 89,9 %»: of no other number."""
        whole, part = share - 2, share - 1
        if not self._is_percent_of(share, part) or not self._is_beside(whole, part):
            return None
        if whole and self._is_beside(whole - 1, whole):
            return None
        first = _FIRST.fullmatch(self._mentions[whole].left)
        counts = all(map(self._outline.is_count, (whole, part)))
        fewer = self._value(part) < self._value(whole)
        return (part, whole) if first and counts and fewer else None

    def _praised(self, share: int) -> tuple[int, int] | None:
        """«gồm xã A 150 hồ sơ, xã B 90. Xã A nhiều nhất, chiếm 62,5 %»."""
        mention = self._mentions[share]
        if self._is_beside(share - 1, share) or not _MAKES.search(mention.left):
            return None
        ahead = self._outline.lower(share)[mention.sentence : mention.amount.start]
        if _OF_OTHERS.search(f"{ahead} {mention.right}"):
            return None
        named = [
            i
            for i in range(share - 1, max(-1, share - _FAR), -1)
            if self._ends_at(i, share - 1)
            and len(self._mentions[i].left) > 2
            and f" {self._mentions[i].left} " in f" {ahead.strip()} "
        ]
        return (named[0], self._lists[named[0]].result) if len(named) == 1 else None

    def _part(self, share: int) -> int | None:
        mention = self._mentions[share]
        start = mention.sentence
        if self._is_beside(share - 1, share):
            start = max(start, self._mentions[share - 1].amount.unit_end)
        ahead = self._outline.lower(share)[start : mention.amount.start]
        found = _RATE.search(ahead)
        if not found or _OF_OTHERS.search(f"{ahead} {mention.right}"):
            return None
        named = frozenset(WORD.findall(found[1])) - _FILLING
        tags = tags_of(found[1])
        if tags & _TIMELY - {"late"}:
            return None  # of what is done, or of all that came
        ways = tags & _WAYS
        alike = [i for i in self._counts(share) if self._is_called(i, named, ways)]
        return alike[0] if len(alike) == 1 else None

    def _listed(self, share: int) -> tuple[int, int] | None:
        """«gồm A 120 hồ sơ (chiếm 24 %), B 380 hồ sơ»: so much of the whole list.

        No other percentage of the list may speak against it, nor a total of its own.
        """
        part = share - 1
        told = self._lists.get(part)
        if told is None or not self._outline.is_count(part):
            return None
        if not self._is_percent_of(share, part):
            return None
        known = {part, told.result, *told.terms}
        for other in range(part - 1, max(-1, part - _FAR), -1):
            own = self._is_beside(other, part) and self._outline.is_count(other)
            own = own and self._unit(other) in (self._unit(part), "")
            if own and other not in known and self._value(other) > self._value(part):
                return None
        others = [i for i in told.terms if i != part and self._is_percent_of(i + 1, i)]
        right = [i for i in others if self._is_right(i + 1, i, told.result)]
        return (part, told.result) if right or not others else None

    def _is_percent_of(self, share: int, part: int) -> bool:
        """Say whether a percentage stands right behind a count, and names no base."""
        if share >= len(self._mentions) or not self._is_beside(part, share):
            return False
        if not self._is_percent(share) or NAMES_BASE.search(
            self._mentions[share].right
        ):
            return False
        return bool(_BEHIND.fullmatch(self._letters_between(part, share)))

    def _is_right(self, share: int, part: int, whole: int) -> bool:
        exact = HUNDRED * self._value(part) / self._value(whole)
        return is_rounded(self._value(share), exact)

    def _ends_at(self, part: int, last: int) -> bool:
        """Say whether the list of a part ends with this number."""
        return part in self._lists and max(self._lists[part].terms) == last

    def _counts(self, share: int) -> Iterator[int]:
        """The counts of the sentences right before, or of the list that ends there."""
        outline = self._outline
        listed = outline.blocks[share] != outline.blocks[share - 1]
        for index in range(share - 1, max(-1, share - _FAR), -1):
            if listed and self._ends_at(index, share - 1):
                yield index
                continue
            if outline.blocks[index] != outline.blocks[share]:
                return
            if outline.sentences[share] - outline.sentences[index] > _NEAR:
                return
            if outline.is_count(index) and self._mentions[index].family != "time":
                yield index

    def _is_called(
        self, index: int, named: frozenset[str], ways: frozenset[str]
    ) -> bool:
        mention = self._mentions[index]
        if ways:
            return mention.tags & _WAYS == ways
        said = f"{mention.left} {mention.right.split(',')[0]}"
        told = frozenset(WORD.findall(said))
        if mention.tags & _TIMELY:
            return False  # of what is done, or of all that came
        return bool(named) and named <= told and named & _NO == told & _NO

    def _whole(self, part: int) -> int | None:
        if part in self._lists:
            return self._lists[part].result
        outline = self._outline
        before = [
            i
            for i in range(max(0, part - _FAR), part)
            if outline.blocks[i] == outline.blocks[part]
            and outline.is_count(i)
            and self._unit(i).split(" ")[0] == self._unit(part).split(" ")[0] != ""
        ]
        if len(before) != 1 or self._value(before[0]) <= self._value(part):
            return None
        return None if self._is_beside(before[0], part) else before[0]
