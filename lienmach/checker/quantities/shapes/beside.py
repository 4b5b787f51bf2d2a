"""Finds by its place alone what a percentage is of: right behind a count.

«1.126/1.130 thôn đã có cáp quang (99,6 %)»; «kiểm tra 40 hồ sơ …, 36 hồ sơ đủ phiếu,
chiếm 90 %»: a percentage in a bracket of its own, or behind «chiếm», is of the count
right before it; the base is the whole of that count, or the nearest larger count of
such things earlier in its sentence that has no percentage itself (one that has is a
sibling). In right texts of the genre that has not failed once, so that no slip of the
pen need show; words behind the percentage that name another base leave it to others.
So with rounded numbers: «gần 1.650 vụ, giải quyết trên 1.300 vụ, đạt 79 %».
"""

import re
from collections.abc import Iterator, Sequence

from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.reader import Reader
from lienmach.checker.quantities.words.vocabulary import (
    family_of,
    is_known,
    unit_at,
    words,
)
from lienmach.checker.report import Bound, Relation, Sense, Tie
from lienmach.checker.text.other_times import OTHER_BASE
from lienmach.checker.text.slips import HUNDRED

_LINK = re.compile(
    r"(?:^|\W)(?:đạt|chiếm|bằng|tức|tương ứng|tương đương|ứng|tỷ lệ|tỉ lệ|là|hay|được"
    r"|chính xác|nghĩa là|còn)(?!\w)[^,;.()]{0,30}$"
)
_AS_RATE = re.compile(
    r"(?:[,(] ?(?:đạt|chiếm|bằng|tương đương|tương ứng|tức|hay)|t[ỷỉ] lệ)[^,;()]{0,16}$"
)
_MOVES = re.compile(
    r"(?<!\w)(?:tăng|giảm|thêm|bớt|hơn|kém|hụt|vượt|nhích|hạ|sụt|rút|cắt|tiết kiệm"
    r"|chênh|lên|xuống)(?!\w)(?! (?:cường|tầng))"
)
_LEVEL = re.compile(r"(?:giảm|hạ|rút|tăng|nâng)?(?: xuống| lên)? ?(?:chỉ )?còn$")
NAMES_BASE = re.compile(
    f"{OTHER_BASE}|yêu cầu|nghị quyết|tổng|điểm|giao|số |toàn|của|trên|so "
)
_OF_ALL = re.compile(
    r"(?:của |trên |trong )?tổng (?:số|sổ) (?!tiền|vốn|đại biểu|đb|ủy viên|thành viên)"
)
_OUT_OF = re.compile(r"(?:^|\s)(?:trên|trong)(?: tổng số| tổng| số)?$")
_RATE_OF = re.compile(r"t[ỷỉ] lệ(?: số)?( .*)")
_OPENED = re.compile(r"\((?:đạt|chiếm|bằng|tỷ lệ|tỉ lệ|tương ứng)? ?$")
_STOP = re.compile(r"; |[.!?] ")
_UNCOUNTED = words("time point step")


class Beside(Reader):
    """``known`` are the relations already found; sure shares are left alone."""

    def __init__(self, outline: Outline, known: Sequence[Relation]) -> None:
        super().__init__(outline)
        self._told = {
            r.result
            for r in known
            if r.tie in (Tie.SHARE, Tie.CHANGE, Tie.RATE)
            and r.is_sure
            and not r.is_guess
        }

    def relations(self) -> Iterator[Relation]:
        for share in range(1, len(self._mentions)):
            if share in self._told or not self._is_share(share):
                continue
            part = self._part(share)
            if part is None or not self._is_part(share, part):
                continue
            if self._mentions[part].amount.whole is not None:
                tie = Tie.SHARE if self._are_exact(share, part) else Tie.ROUGHLY
                yield Relation(tie, share, (part,))
                continue
            bases = tuple(self._bases(part))
            if not bases or self._has_share(bases[0]):
                continue
            if not self._are_exact(share, part, bases[0]):
                if self._unit(bases[0]):
                    yield Relation(Tie.ROUGHLY, share, (part,), bases)
            else:
                opened = _OPENED.search(self._outline.between(part, share))
                alike = self._unit(part) in (self._unit(bases[0]), "")
                clear = opened is not None and alike
                yield Relation(
                    *(Tie.SHARE, share, (part,), bases[:1]),
                    is_guess=not clear,
                    is_formal=clear,
                )

    def _are_exact(self, *indexes: int) -> bool:
        return all(self._mentions[i].amount.bound is Bound.EXACT for i in indexes)

    def _is_share(self, index: int) -> bool:
        mention = self._mentions[index]
        amount = mention.amount
        if amount.unit != "%" or amount.sense is not Sense.SHARE:
            return False
        if amount.bound is Bound.MOST or amount.whole is not None:
            return False
        if amount.value in (0, HUNDRED):
            return False
        left = mention.left.removesuffix(" hơn")  # «đạt hơn 88 %»
        left = _LEVEL.sub("", left)
        if _MOVES.search(left):
            return False
        clear = self._has_whole(index - 1) or amount.bound is Bound.LEAST
        if clear and _OF_ALL.match(mention.right):
            return True
        expected = "expected" in mention.tags and not clear
        return not (expected or NAMES_BASE.search(mention.right))

    def _has_whole(self, index: int) -> bool:
        return self._mentions[index].amount.whole is not None

    def _part(self, share: int) -> int | None:
        """The count right before a percentage; what stands in a bracket is skipped."""
        sentences, depths = self._outline.sentences, self._outline.depths
        part = share - 1
        while part >= 0 and (depths[part] > depths[share] or self._is_span(part)):
            part -= 1
        if part < 0 or sentences[part] != sentences[share]:
            return None
        return part if self._is_plain(part) else None

    def _is_part(self, share: int, part: int) -> bool:
        mention = self._mentions[part]
        between = self._outline.between(part, share)
        if _STOP.search(between):
            return False
        if self._is_rate_of_others(share, part):
            return False
        left = mention.left.removesuffix(" hơn")  # «thu được hơn 5 tỷ đồng»
        if _MOVES.search(left) and not self._has_whole(part):
            return False
        if self._are_exact(part) and _OUT_OF.search(mention.left):
            return False  # «46 trên tổng số 52 văn bản, bằng 88 %»: that is the base
        if self._mentions[share].amount.bound is not Bound.EXACT:
            # «5/9 huyện đạt mức trên 80 %»: each of them
            return bool(_AS_RATE.search(between))
        if "," in between.partition("(")[2]:
            return False  # «62/63 xã đã xong (riêng xã A còn dở, đạt 85 %)»
        return between.endswith("(") or bool(_LINK.search(between))

    def _is_rate_of_others(self, share: int, part: int) -> bool:
        """«hoàn thành 7/29 nhiệm vụ, tỷ lệ hồ sơ trực tuyến đạt 80 %»: no tasks."""
        named = _RATE_OF.match(self._mentions[share].left)
        if not named:
            return False
        unit, _ = unit_at(named[1], named[1], 0)
        kinds = family_of(unit), self._mentions[part].family
        return all(kinds) and is_known(unit) and kinds[0] != kinds[1]

    def _is_plain(self, index: int) -> bool:
        mention = self._mentions[index]
        amount = mention.amount
        cut = amount.sense is Sense.CHANGE and amount.whole is not None
        if not (cut or amount.sense is Sense.COUNT) or amount.bound is Bound.MOST:
            return False  # «cắt giảm 12/40 thủ tục» is a count
        counted = amount.unit != "%" and mention.family not in _UNCOUNTED
        return counted and amount.value > 0

    def _bases(self, part: int) -> Iterator[int]:
        """Larger counts of such things in its sentence, the nearest first."""
        sentences, exact = self._outline.sentences, self._are_exact(part)
        for index in range(part - 1, -1, -1):
            if sentences[part] - sentences[index] > (0 if exact else 1):
                return
            larger = self._value(index) > self._value(part)
            if larger and self._is_plain(index) and self._are_alike(part, index):
                yield index

    def _are_alike(self, one: int, other: int) -> bool:
        first, second = self._mentions[one], self._mentions[other]
        units = first.unit, second.unit
        if not all(units) or first.family == second.family:
            return True
        return second.unit.startswith(f"{first.unit} ")  # «lượt giao dịch», «lượt»

    def _has_share(self, index: int) -> bool:
        """Say whether a percentage stands right behind a count."""
        share = index + 1
        if share >= len(self._mentions) or self._mentions[share].unit != "%":
            return False
        between = self._outline.between(index, share)
        return between.endswith("(") or bool(_LINK.search(between))
