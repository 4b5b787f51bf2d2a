"""Finds totals that name their kinds, each of which is counted behind them.

«883 đơn khiếu nại, tố cáo. … đơn khiếu nại là 617 đơn … đơn tố cáo là 266 đơn»: of such
a total the kinds that it names are all there is, over some sentences and paragraphs.
"""

import re
from collections.abc import Iterator

from lienmach.checker.quantities.words.reader import Reader
from lienmach.checker.quantities.words.vocabulary import words
from lienmach.checker.quantities.words.weights import sum_slip
from lienmach.checker.report import Relation, Tie

_NAMES = re.compile(r"khiếu nại|tố cáo|kiến nghị|phản ánh")
_NEAR, _BLOCKS = 16, 3  # numbers, and paragraphs
_BEHIND = 40  # letters
_STAGES = words("finished open before carried returned")
_TOLD = 1.4  # bits


class Kinds(Reader):
    """Petitions and what they are."""

    def relations(self) -> Iterator[Relation]:
        for whole, mention in enumerate(self._mentions):
            if mention.family == "petition" and mention.is_count:
                names = self._named(whole)
                parts = self._parts(whole, names) if len(names) > 1 else []
                if parts and self._is_slipped(whole, parts):
                    yield Relation(
                        Tie.PARTS, whole, tuple(parts), is_guess=True, is_weighed=True
                    )

    def _named(self, index: int) -> frozenset[str]:
        mention = self._mentions[index]
        behind = f"{mention.unit} {mention.right[:_BEHIND]}"
        return frozenset(_NAMES.findall(behind) or _NAMES.findall(mention.left))

    def _parts(self, whole: int, names: frozenset[str]) -> list[int]:
        """A count of each kind that a total names; none if one lacks."""
        blocks, left, parts = self._outline.blocks, set(names), list[int]()
        stages = self._mentions[whole].tags & _STAGES
        for index in range(whole + 1, min(len(self._mentions), whole + _NEAR)):
            mention = self._mentions[index]
            if not 0 <= blocks[index] - blocks[whole] <= _BLOCKS:
                break
            own = self._named(index)
            if mention.family != "petition" or not mention.is_count or not own:
                continue
            if own >= names:
                break  # told again
            if own <= left and mention.tags & _STAGES == stages:
                left -= own
                parts.append(index)
            if not left:
                return parts
        return []

    def _is_slipped(self, whole: int, parts: list[int]) -> bool:
        bits = sum_slip(self._value(whole), [*map(self._value, parts)])
        return bits is not None and bits >= _TOLD
