"""Finds what a percentage is of that goes back to the total of a list.

«8 văn bản (1 nghị định, 5 thông tư, 2 quyết định). Đến nay đã trình 6, đạt 75 %»,
«17 đơn vị, gồm 6 phòng, 11 xã. Số này chiếm 70,8 % tổng số 24 đơn vị»: that total alone
has the numbers behind it as its parts, so that nothing else is meant.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.reader import Reader
from lienmach.checker.quantities.words.vocabulary import words
from lienmach.checker.report import Relation, Tie

_THIS = re.compile(
    r"^(?:như vậy,? )?(?:con )?(?:số|tỷ lệ|tổng)(?: [^\W\d_]+){0,3} (?:này|đó|trên)"
    r" (?:chiếm|bằng|đạt|tương đương)(?: tỷ lệ)?$"
)
_OF_ALL = re.compile(r"\s?(?:của |trong |trên |so với )*(?:tổng số|số|tổng) ")
_REACHES = re.compile(r"^(?:đạt|bằng|chiếm|tương đương)?(?: tỷ lệ| tỉ lệ)?$")
# «93,3 % chương trình»: of the list just told, not of a number elsewhere
_OF_THE_LIST = re.compile(r"(?:so với )?(?:kế hoạch|chương trình)?")
_RECEIVED = words("dossier petition")  # of those that are new, or of all
_SIDES = words("new carried online direct late early on_time before expected")
_FEW = 2


class Pointed(Reader):
    """``known`` are the relations already found: they tell which lists add up."""

    def __init__(self, outline: Outline, known: Sequence[Relation]) -> None:
        super().__init__(outline)
        self._lists = {r.result: r.terms for r in known if r.tie is Tie.PARTS}
        self._told = {
            (r.result, *r.terms) for r in known if r.tie is Tie.SHARE and r.is_sure
        }

    def relations(self) -> Iterator[Relation]:
        for before, here in pairwise(self._outline.by_sentence):
            head = self._head(before, here)
            if head is None:
                continue
            found = self._this(head, here) or self._reached(head, here)
            if found and (found.result, *found.terms) not in self._told:
                yield found

    def _head(self, before: Sequence[int], here: Sequence[int]) -> int | None:
        """The total of the sentence before, if all the rest of it are its parts."""
        head = before[0]
        blocks = {self._outline.blocks[i] for i in (head, here[0])}
        if len(blocks) > 1 or not self._outline.is_count(head) or not self._unit(head):
            return None
        parts = self._lists.get(head, ())
        return head if parts and set(before[1:]) <= set(parts) else None

    def _this(self, head: int, here: Sequence[int]) -> Relation | None:
        share = here[0]
        if len(here) < _FEW or not self._is_percent(share):
            return None
        whole = here[1]
        alike = self._mentions[whole].family == self._mentions[head].family
        if not alike or not self._outline.is_count(whole):
            return None
        if not _THIS.search(self._mentions[share].left):
            return None
        if not _OF_ALL.fullmatch(self._outline.between(share, whole).lstrip("%")):
            return None
        return Relation(Tie.SHARE, share, (head,), (whole,), is_formal=True)

    def _reached(self, head: int, here: Sequence[int]) -> Relation | None:
        if len(here) < _FEW:
            return None
        part, share = here[:_FEW]
        if not self._outline.is_count(part) or not self._is_percent(share):
            return None
        if self._mentions[part].family in _RECEIVED or (
            self._mentions[part].tags & _SIDES
        ):
            return None
        alike = self._unit(part) and self._unit(head).startswith(self._unit(part))
        if not alike or self._value(part) > self._value(head):
            return None
        mention = self._mentions[share]
        plain = _REACHES.search(mention.left) and _OF_THE_LIST.fullmatch(mention.right)
        return (
            Relation(Tie.SHARE, share, (part,), (head,), is_guess=True)
            if plain
            else None
        )
