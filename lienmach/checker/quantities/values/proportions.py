"""Finds percentages and means by their numbers where the words of a sentence are new.

One percentage beside two counts of one thing is of them, a mean beside a total of its
kind and one number of something else is of these two: guesses, as ``differences`` has.
"""

import re
from collections.abc import Iterator, Sequence

from lienmach.checker.quantities.values.alike import ASIDE, MOST, OUT_OF, Alike
from lienmach.checker.quantities.words.amounts import GRADED
from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.reader import results
from lienmach.checker.quantities.words.vocabulary import (
    WORD,
    words,
)
from lienmach.checker.report import Bound, Relation, Sense, Tie
from lienmach.checker.text.other_times import (
    AIMED,
    COMPARED,
    PLAN,
)

_ILLS = words("late open left returned displeased before expected")
_ILL = re.compile(
    r"vi phạm|sai phạm|lỗi|tồn tại|hạn chế|chậm|trễ|quá hạn|kỷ luật|không hoàn thành"
    r"|tồn đọng|bị |yếu|khiếm khuyết"
)
_HUNDRED = 100
_PLANS = re.compile(f"{AIMED}|{COMPARED}|tăng|giảm|vượt|tối thiểu|yêu cầu|gấp")
_OF_PLAN = re.compile(rf"(?:so với )?(?:{PLAN})")
_LINKS = words(
    "đạt chiếm tỷ tỉ lệ tương ứng đương bằng là với được tức khoảng mức ở số tổng của"
    " trên trong và đã có các như vậy hay nghĩa này đó tại kết quả nhiệm vụ hồ sơ chung"
    " cả toàn bộ thực hiện hiện nay đến hoàn thành cơ cấu ra"
)
_EACH_OF = re.compile(r"(?<!\w)mỗi ([^\W\d_]+)")
_MEAN = re.compile(r"bình quân|trung bình|m(?<!\wm)ỗi (?!ngày \d)")
_FOR_ONE = re.compile(r"một |1 |/(?! ?\d)")
_AIMED_AT = words("expected plan")


class Proportions(Alike):
    """``known`` are the relations already found."""

    def __init__(self, outline: Outline, known: Sequence[Relation]) -> None:
        super().__init__(outline)
        self._averaged = results(known, Tie.AVERAGE)
        self._shared = results(known, Tie.RATE) | {
            r.result for r in known if r.tie is Tie.SHARE and (r.is_sure or r.wholes)
        }

    def relations(self) -> Iterator[Relation]:
        for sentence in self._outline.by_sentence:
            if len(sentence) <= MOST:
                yield from self._shares(sentence)
                yield from self._averages(sentence)

    def _shares(self, sentence: Sequence[int]) -> Iterator[Relation]:
        """One percentage beside two counts of one thing, in any order."""
        yield from self._of_two_before(sentence)
        yield from self._of_nothing(sentence)
        shares = [i for i in sentence if self._is_percent(i)]
        if len(shares) != 1 or shares[0] in self._shared:
            return
        (share,) = shares
        counts = [i for i in sentence if self._is_plain(i)]
        kinds = {self._mentions[i].family for i in counts} - {""}
        if len(kinds) > 1 or any(self._is_apart(i) for i in counts):
            return
        pair = sorted(counts, key=lambda i: self._mentions[i].amount.value)
        fractions = [i for i in pair if self._mentions[i].amount.whole is not None]
        if self._is_of_else(share, counts) or self._is_in_bracket_of(share, counts):
            return
        ends = (share, *pair) if len(pair) == 1 else pair
        if ends and ";" in self._outline.between(min(ends), max(ends)):
            return  # «100 % bí thư có bằng đại học; 11/13 xã có …»
        if len(pair) == 1 and fractions:
            yield Relation(Tie.SHARE, share, (pair[0],), is_guess=True)
        elif len(pair) == 2 and not fractions and self._is_part(*pair):
            yield Relation(Tie.SHARE, share, (pair[0],), (pair[1],), is_guess=True)

    def _of_two_before(self, sentence: Sequence[int]) -> Iterator[Relation]:
        """«phát 335 phiếu, thu 314 phiếu, đạt 93,7 %; …»: the two counts before."""
        for at, share in enumerate(sentence):
            if at < 2 or share in self._shared or not self._is_percent(share):
                continue
            whole, part = sentence[at - 2], sentence[at - 1]
            if OUT_OF.search(self._mentions[part].left):
                whole, part = part, whole
            if part not in self._like([part], whole) or not self._is_part(part, whole):
                continue
            plain = [self._mentions[i].amount.whole is None for i in (whole, part)]
            if not all(plain) or self._is_of_else(share, [whole, part]):
                continue
            if at > 2 and self._is_plain(sentence[at - 3]):
                before = self._like([sentence[at - 3]], whole)
                if before:
                    continue
            self._shared.add(share)
            yield Relation(Tie.SHARE, share, (part,), (whole,), is_guess=True)

    def _of_nothing(self, sentence: Sequence[int]) -> Iterator[Relation]:
        """«nhận 0 phản ánh, tỷ lệ xử lý đạt 100 %»: a rate over nothing."""
        noughts = [
            i
            for i in sentence
            if self._is_plain(i)
            and not self._mentions[i].amount.value
            and not self._mentions[i].tags & _ILLS
            and not _ILL.search(self._around(i))
        ]
        counts = [i for i in sentence if self._is_plain(i) and i not in noughts]
        if not noughts or counts:
            return
        for share in sentence:
            mention = self._mentions[share]
            if share in self._shared:
                return
            is_all = self._is_percent(share) and mention.amount.value == _HUNDRED
            if is_all and not mention.tags & _AIMED_AT:
                pair = (noughts[0],)
                yield Relation(Tie.SHARE, share, pair, pair, is_guess=True)
                return

    def _is_part(self, part: int, whole: int) -> bool:
        one, other = self._mentions[part], self._mentions[whole]
        if one.amount.value == other.amount.value:
            return False
        if "before" in one.tags | other.tags:
            return False
        return "carried" not in one.tags or "received" in other.tags

    def _is_of_else(self, share: int, counts: Sequence[int]) -> bool:
        """Say whether a percentage speaks of something that the counts do not."""
        mention = self._mentions[share]
        if mention.tags & ASIDE or _OF_PLAN.match(mention.right):
            return True
        block = self._outline.blocks[share]
        text = self._outline.lowers[block]
        sentence = text[mention.sentence : self._mentions[share].end + 120]
        if _PLANS.search(sentence):
            return True
        if all(share < i for i in counts):
            return False
        told = " ".join(self._around(i) for i in counts).split()
        own = WORD.findall(self._words_ahead(share)) + WORD.findall(mention.right)
        return any(word not in _LINKS and word not in told for word in own)

    def _around(self, index: int) -> str:
        mention = self._mentions[index]
        return f"{mention.left} {mention.amount.unit} {mention.right}".lower()

    def _averages(self, sentence: Sequence[int]) -> Iterator[Relation]:
        """An average beside a total of its kind and one number of something else."""
        text = self._outline.lower(sentence[0])
        for index in sentence:
            mention = self._mentions[index]
            if index in self._averaged or not self._is_average(index, text):
                continue
            others = [
                i
                for i in sentence
                if i != index and self._is_counted(i) and i not in self._averaged
            ]
            kin = mention.family
            totals = [i for i in others if self._mentions[i].family == kin]
            counts = [i for i in others if i not in totals]
            if len(totals) == 1 and len(counts) == 1:
                each = _EACH_OF.search(mention.left)
                if each and not self._mentions[counts[0]].unit.startswith(each[1]):
                    continue  # «12 lượt (mỗi phường 02 lượt), 02 cuộc họp»
                yield Relation(
                    Tie.AVERAGE, index, (totals[0], counts[0]), is_guess=True
                )
                return

    def _is_average(self, index: int, text: str) -> bool:
        if not self._is_counted(index):
            return False
        mention = self._mentions[index]
        end = mention.amount.start
        said = (text[max(mention.start, end - 70) : end], mention.right)
        if not any(_FOR_ONE.match(one) or _MEAN.search(one) for one in said):
            return False
        return not GRADED.search(text[max(0, end - 70) : end].rstrip())

    def _is_counted(self, index: int) -> bool:
        amount = self._mentions[index].amount
        exact = amount.bound is Bound.EXACT and amount.whole is None
        return exact and amount.sense in (Sense.COUNT, Sense.AVERAGE)
