"""Finds sums of money whose parts are rounded, but named so that none is left out.

«Phát hiện sai phạm hơn 7,3 tỷ đồng; kiến nghị thu hồi hơn 4,1 tỷ đồng, xử lý khác hơn
3,2 tỷ đồng»: what is found wrong is paid back or put right otherwise. «Thu ngân sách
8.412 tỷ đồng, trong đó thu nội địa 6.120, xuất nhập khẩu 2.291»: so is revenue split.
Such a sum may be off by what rounding leaves open, and is wrong only if one slip of the
pen parts it from that.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lienmach.checker.quantities.words.phrases import Mention
from lienmach.checker.quantities.words.reader import Reader
from lienmach.checker.quantities.words.vocabulary import any_word
from lienmach.checker.report import Bound, Relation, Sense, Tie
from lienmach.checker.text.other_times import EARLIER, PLAN


class _Split(NamedTuple):
    """The words of a total, and those of its parts; some may lack."""

    whole: re.Pattern[str]
    parts: tuple[re.Pattern[str], ...]
    needed: tuple[int, ...]


_SPLITS = (
    _Split(
        re.compile(any_word("sai phạm|vi phạm|phát hiện|làm rõ|chỉ ra|phải xử lý")),
        (
            re.compile(any_word("thu hồi|nộp|truy thu")),
            re.compile(
                any_word(
                    "khác|giảm|giảm trừ|xuất toán|loại|loại khỏi|quyết toán|chấn chỉnh"
                    "|sửa chữa|khắc phục|thẩm quyền xử lý"
                )
            ),
        ),
        (0, 1),
    ),
    _Split(
        re.compile(any_word("thu ngân sách|thu nsnn|thu cân đối")),
        (
            re.compile(any_word("nội địa")),
            re.compile(any_word("dầu thô")),
            re.compile(any_word("nhập khẩu|cửa khẩu|hải quan")),
            re.compile(any_word("viện trợ")),
        ),
        (0, 2),
    ),
)
_ELSE = re.compile(any_word(f"{PLAN}|{EARLIER}|phạt"))
_DONE = re.compile(any_word("đã|thu được"))
_FAR = 14  # numbers
_SENTENCES, _BLOCKS = 3, 1


class Rounded(Reader):
    """Sums of money that are split by words which leave nothing out."""

    def relations(self) -> Iterator[Relation]:
        for whole, mention in enumerate(self._mentions):
            if not self._is_sum(mention):
                continue
            for split in _SPLITS:
                if split.whole.search(self._said(whole)):
                    parts = self._parts(whole, split)
                    if len(parts) > 1:
                        yield Relation(Tie.ROUGH_PARTS, whole, tuple(parts))

    def _is_sum(self, mention: Mention) -> bool:
        amount = mention.amount
        return (
            mention.family == "money"
            and amount.sense is Sense.COUNT
            and amount.bound is not Bound.MOST
            and not _ELSE.search(mention.left)
        )

    def _said(self, index: int) -> str:
        """The words before a sum, back to the number before it or a semicolon."""
        mention = self._mentions[index]
        start = mention.sentence
        if index and self._is_beside(index - 1, index):
            start = max(start, self._mentions[index - 1].amount.unit_end)
        words = self._outline.lower(index)[start : mention.amount.start]
        return words.rpartition(";")[2]

    def _parts(self, whole: int, split: _Split) -> list[int]:
        """One number for each kind that is named behind a total; none if one lacks."""
        outline = self._outline
        found: dict[int, int] = {}
        for index in range(whole + 1, min(len(self._mentions), whole + _FAR)):
            if outline.sentences[index] - outline.sentences[whole] > _SENTENCES:
                break
            if not 0 <= outline.blocks[index] - outline.blocks[whole] <= _BLOCKS:
                break
            mention = self._mentions[index]
            if not self._is_sum(mention) or _DONE.search(mention.left):
                continue
            said = self._said(index)
            kinds = [n for n, named in enumerate(split.parts) if named.search(said)]
            if not kinds and split.whole.search(said):
                break  # another total
            if kinds and kinds[-1] not in found:
                found[kinds[-1]] = index
        complete = all(kind in found for kind in split.needed)
        return sorted(found.values()) if complete else []
