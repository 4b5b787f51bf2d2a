"""Finds by form what a number is over its plan, and how much of an earlier one it is.

«1.387 triệu đồng, đạt 110,96 % dự toán (dự toán giao 1.250 triệu đồng), vượt 137 triệu
đồng»; «16 cơ quan; so với kế hoạch 15 cơ quan thì vượt 1 cơ quan»; «58,4 tỷ đồng, bằng
117,7 % so với năm 2017 (49,6 tỷ đồng)».
"""

import re
from collections.abc import Iterator, Sequence

from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.reader import Reader
from lienmach.checker.quantities.words.vocabulary import words
from lienmach.checker.report import Bound, Relation, Sense, Tie
from lienmach.checker.text.other_times import PLAN

_OVER = re.compile(
    r"(?<!\w)vượt(?: thêm| mức| chỉ tiêu| kế hoạch| mục tiêu)?(?: là| được)?$"
)
_PLAN = re.compile(rf"{PLAN}|(?<!\w)giao(?!\w)")
_THEN = re.compile(
    r" ?(?:so với|của|so) (?:cùng kỳ|năm|quý|tháng)[^.;,()]{0,30}"
    r"\((?:[^\W\d_]+ ){0,4}"
)
_AS_MUCH = re.compile(r"(?<!\w)(?:bằng|đạt)(?: khoảng)?$")
POINTS = words("điểm điểm_phần_trăm")
_MOST = 16  # numbers of a sentence


class Planned(Reader):
    """``known`` are the relations already found: what they tell needs no more."""

    def __init__(self, outline: Outline, known: Sequence[Relation]) -> None:
        super().__init__(outline)
        self._told = {r.result for r in known if r.tie is Tie.CHANGE and r.is_sure}
        self._shares = {
            r.result
            for r in known
            if r.tie is Tie.SHARE and r.is_sure and not r.is_guess
        }

    def relations(self) -> Iterator[Relation]:
        for sentence in self._outline.by_sentence:
            if 1 < len(sentence) <= _MOST:
                for index in sentence[1:]:
                    yield from self._over_plan(sentence, index)
                for index in sentence[1:-1]:
                    yield from self._of_then(sentence, index)

    def _over_plan(self, sentence: Sequence[int], over: int) -> Iterator[Relation]:
        mention = self._mentions[over]
        if over in self._told or mention.unit == "%" or not _OVER.search(mention.left):
            return
        units = {mention.unit, "%"} if mention.unit in POINTS else {mention.unit}
        alike = [i for i in sentence if i != over and self._unit_of(i) in units]
        plans = [i for i in alike if _PLAN.search(self._mentions[i].left)]
        others = [i for i in alike if i not in plans and i < over]
        if not plans and mention.unit in POINTS:
            plans = self._told_before(sentence)
        if len(plans) != 1 or len(others) != 1:
            return
        plan, done = plans[0], others[0]
        if self._value(plan) < self._value(done):
            mention.amount = mention.amount._replace(bound=Bound.EXACT)
            yield Relation(Tie.CHANGE, over, (plan, done), is_guess=True)

    def _told_before(self, sentence: Sequence[int]) -> list[int]:
        """«Chỉ tiêu là 80 %. Kết quả đạt 83,4 %, vượt 3,4 điểm»: alone before it."""
        plan = sentence[0] - 1
        if plan < 0 or self._unit_of(plan) != "%":
            return []
        outline = self._outline
        near = outline.sentences[sentence[0]] - outline.sentences[plan] == 1
        near = near and outline.blocks[plan] == outline.blocks[sentence[0]]
        alone = plan == 0 or not self._is_beside(plan - 1, plan)
        told = _PLAN.search(self._mentions[plan].left)
        return [plan] if near and alone and told else []

    def _unit_of(self, index: int) -> str:
        """The counting word of an exact number alone; of others none."""
        amount = self._mentions[index].amount
        plain = amount.sense is not Sense.CHANGE and amount.whole is None
        exact = amount.bound is Bound.EXACT and plain
        return self._mentions[index].unit if exact else "-"

    def _of_then(self, sentence: Sequence[int], share: int) -> Iterator[Relation]:
        mention = self._mentions[share]
        if mention.unit != "%" or share in self._shares:
            return
        if not _AS_MUCH.search(mention.left) or mention.amount.bound is not Bound.EXACT:
            return
        then = share + 1
        if not _THEN.fullmatch(self._outline.between(share, then)):
            return
        unit = self._unit_of(then)
        now = [i for i in sentence if i < share and self._unit_of(i) == unit]
        if unit and unit != "-" and now:
            yield Relation(Tie.SHARE, share, (now[0],), (then,), is_formal=True)
