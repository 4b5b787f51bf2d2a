"""Finds what a percentage is of that calls its part by name, in a sentence of its own.

«Nhận 7.816 bộ hồ sơ: qua mạng 6.981, qua bưu điện 722, tận nơi 113. Tỷ lệ nộp qua mạng
là 89,3 %»: the one count of that name before it is the part, and the whole is what the
list that it stands in adds up to; or the one count of its kind in the sentence before
that of the part («nhận 120 cuộc gọi. Đã trả lời 108 cuộc gọi. Tỷ lệ trả lời đạt 90 %»).
"""

import re
from collections.abc import Iterator, Sequence

from lienmach.checker.other_times import AIMED, COMPARED
from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.reader import Reader, results
from lienmach.checker.quantities.words.vocabulary import WORD, tags_of, words
from lienmach.checker.report import GROWTH, Relation, Tie

_RATE = re.compile(
    r"(?:tỷ lệ|tỉ lệ) ([^\W\d_]+(?: [^\W\d_]+){0,7}?)"
    r"(?: (?:như vậy|vì thế|vì vậy|do đó|này))?(?: ?:| đạt| là| chiếm| bằng)* ?$"
)
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
        self._told = results(known, Tie.SHARE, Tie.RATE, *GROWTH, guesses=False)
        self._wholes: dict[int, int] = {}
        for relation in known:
            if relation.tie is Tie.PARTS and self._holds(relation):
                for part in relation.terms:
                    self._wholes.setdefault(part, relation.result)

    def _holds(self, relation: Relation) -> bool:
        added = sum(self._value(i) for i in relation.terms)
        return added == self._value(relation.result)

    def relations(self) -> Iterator[Relation]:
        for share, mention in enumerate(self._mentions):
            if mention.unit != "%" or share in self._told or share < 2:
                continue
            part = self._part(share)
            whole = self._whole(part) if part is not None else None
            if part is not None and whole is not None:
                yield Relation(Tie.SHARE, share, (part,), (whole,), is_guess=True)

    def _part(self, share: int) -> int | None:
        mention = self._mentions[share]
        if self._is_beside(share - 1, share) or not self._is_percent(share):
            return None
        ahead = self._outline.lower(share)[mention.sentence : mention.amount.start]
        found = _RATE.search(ahead)
        if not found or _OF_OTHERS.search(f"{ahead} {mention.right}"):
            return None
        named = frozenset(WORD.findall(found[1])) - _FILLING
        ways = tags_of(found[1]) & _WAYS
        alike = [i for i in self._counts(share) if self._is_called(i, named, ways)]
        return alike[0] if len(alike) == 1 else None

    def _counts(self, share: int) -> Iterator[int]:
        """The counts of the sentences right before, in its paragraph."""
        outline = self._outline
        for index in range(share - 1, max(-1, share - _FAR), -1):
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
        if part in self._wholes:
            return self._wholes[part]
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
