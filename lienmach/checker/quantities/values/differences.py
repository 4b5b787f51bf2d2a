"""Finds differences by their numbers where the words of a sentence are new.

Whatever the verbs are, a sentence with two counts of one thing, a word of comparison
and a third number of change tells how far they are apart; one without the third says
which is more. Such readings are guesses: rules call them wrong only if the numbers are
as near to being right as a slip of the pen leaves them.
"""

import re
from collections.abc import Iterator, Sequence

from lienmach.checker.quantities.claims.changes import ends_comparison
from lienmach.checker.quantities.values.alike import COUNTED, MOST, Alike
from lienmach.checker.quantities.words.ages import in_order
from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.reader import results
from lienmach.checker.quantities.words.vocabulary import (
    any_begun,
    any_word,
    words,
)
from lienmach.checker.report import Bound, Relation, Sense, Tie
from lienmach.checker.source import has_any
from lienmach.checker.text.other_times import (
    COMPARED,
    EARLIER,
    STARTED,
)

_RISE = "tăng|thêm|hơn|cao hơn|nhiều hơn|vượt|nhích|dôi|trội|lên thêm|nâng"
_FALL = "giảm|bớt|ít hơn|thấp hơn|kém|sụt|tụt|hụt|rút|cắt|mất|hạ"
_STEPS = r"(?: (?:thêm|bớt|được|đi|lên|là|tới|đến|nhẹ|mạnh|thành|còn|cả|tổng số|về))*"
_CHANGED = re.compile(any_begun(f"{_RISE}|{_FALL}") + rf"{_STEPS}$")
_RISES = tuple(_RISE.split("|"))
_ROSE = re.compile(any_word("tăng|nhiều hơn|cao hơn|lớn hơn") + r"(?! cường)")
_FELL = re.compile(any_word("giảm|ít hơn|thấp hơn|nhỏ hơn|kém") + r"(?! thời gian)")
_ASIDE_BEFORE = re.compile(r"\s*\([^()]*\)$")  # «cao hơn tháng 9 (301 hồ sơ) 25 hồ sơ»
_GAP = re.compile(r"(?:chênh(?: lệch)?|cách biệt|khoảng cách)[^,;\d]{0,30}$")
_THAN_BEFORE = re.compile(
    rf" (?:so )?(?:với )?(?:{EARLIER}|năm \d{{4}}|tháng \d{{1,2}}|quý [ivx]+)"
    r"(?: năm (?:trước|ngoái|\d{4}))?(?: là| đến| tới)?$"
)
_TIMES = ("kỳ", "trước", "ngoái", "năm", "tháng", "quý")  # one stands in it
_COMPARES = re.compile(
    rf"{COMPARED}|{STARTED}|so sánh|đối chiếu|chênh|năm nay|kỳ này|quý này"
    r"|(?:^|\W)từ (?:mức )?(?:\d|con số)|trước (?:sắp xếp|sáp nhập|đại hội)|năm \d{4}"
    r"|quý \w+|(?:cao|thấp|nhiều|ít) hơn tháng \d+|hai (?:kỳ|năm|quý|thời điểm)"
)
_DOWN_TO = re.compile(r"(?:xuống |chỉ )?còn(?: lại)?$")
_MOVED = (*COUNTED, Sense.SHARE, Sense.CHANGE)
_RATES = re.compile(r"bình quân|trung bình|mỗi|gấp|mục tiêu|phấn đấu|kế hoạch giao")
_PLAIN = words("before total received overall district commune province")


class Differences(Alike):
    """``known`` are the relations already found."""

    def __init__(self, outline: Outline, known: Sequence[Relation]) -> None:
        super().__init__(outline)
        self._changed = results(known, Tie.CHANGE)

    def relations(self) -> Iterator[Relation]:
        sentences = self._outline.by_sentence
        for at, sentence in enumerate(sentences):
            if len(sentence) > MOST:
                continue
            before = sentences[at - 1] if at and self._follows(sentences, at) else []
            yield from self._changes(sentence, before)
            yield from self._ways(sentence)

    def _changes(
        self, sentence: Sequence[int], before: Sequence[int]
    ) -> Iterator[Relation]:
        block = self._outline.blocks[sentence[0]]
        text = self._outline.lowers[block]
        start = self._mentions[sentence[0]].sentence
        said = text[start : self._mentions[sentence[-1]].end]
        for change in sentence:
            if change in self._changed or not self._is_change(change):
                continue
            values = [i for i in self._values(sentence, change) if i != change]
            if len({self._unit(i) for i in values} - {""}) > 1:
                continue  # «22 lượt, 39 người; số lượt tăng 14»
            if len(values) == 1 and before:
                earlier = [i for i in self._values(before, change) if i != change]
                if len(earlier) != 1 or not self._are_alike(earlier[0], values[0]):
                    continue
                values = [*earlier, *values]
                said = text[self._mentions[earlier[0]].sentence :][: len(said) + 300]
            if len(values) != 2 or _RATES.search(said) or self._is_plan(values[1]):
                continue
            shrunk = _DOWN_TO.match(self._mentions[values[1]].left)
            if not _COMPARES.search(said) and not shrunk:
                continue
            pair = self._in_order(values, change)
            if pair:
                amount = self._mentions[change].amount
                if amount.bound is Bound.LEAST:  # «hơn 120 hồ sơ»: more by so many
                    self._mentions[change].amount = amount._replace(bound=Bound.EXACT)
                yield Relation(Tie.CHANGE, change, pair, is_guess=True)

    def _are_alike(self, one: int, other: int) -> bool:
        first, second = self._mentions[one], self._mentions[other]
        return first.tags - {"before"} == second.tags - {"before"} and (
            first.family == second.family
        )

    def _is_change(self, index: int) -> bool:
        mention = self._mentions[index]
        if mention.amount.bound is Bound.ABOUT or mention.amount.whole is not None:
            return False
        return mention.amount.sense in _MOVED and self._way(index) is not None

    def _way(self, index: int) -> bool | None:
        """True if a number is said to be a rise, False a fall, None neither."""
        mention = self._mentions[index]
        if mention.amount.sense is Sense.CHANGE:
            return not mention.amount.falls
        block = self._outline.blocks[index]
        end = mention.amount.start
        left = self._outline.lowers[block][max(0, end - 60) : end].rstrip()
        plain = _ASIDE_BEFORE.sub("", left) if left.endswith(")") else left
        if has_any(plain, _TIMES):
            plain = _THAN_BEFORE.sub("", plain)
        found = _CHANGED.search(plain)
        if found:
            return found[0].startswith(_RISES)
        return True if _GAP.search(left) else None

    def _values(self, sentence: Sequence[int], change: int) -> list[int]:
        mention = self._mentions[change]
        if mention.unit != "%":
            return [
                i
                for i in self._like(sentence, change)
                if self._way(i) is None
                and (mention.family != "agency" or self._are_one_kind(i, change))
                and not (
                    i > change and ends_comparison(self._outline.between(change, i))
                )
            ]
        counts = [
            i
            for i in sentence
            if self._is_plain(i)
            and self._mentions[i].amount.whole is None
            and self._way(i) is None
        ]
        kinds = {self._mentions[i].family for i in counts}
        return counts if len(kinds) == 1 else []

    def _in_order(self, values: Sequence[int], change: int) -> tuple[int, int] | None:
        """Return the number before and the one after, as the words or the sign say."""
        told = in_order(self._outline, *values)
        if told or self._mentions[change].unit == "%":
            return told
        low, high = sorted(values, key=lambda i: self._mentions[i].amount.value)
        return (low, high) if self._way(change) else (high, low)

    def _ways(self, sentence: Sequence[int]) -> Iterator[Relation]:
        """«nhận 1.250 hồ sơ, nhiều hơn con số 1.130 của cùng kỳ»: no amount."""
        counts = [i for i in sentence if self._is_plain(i)]
        if len(counts) != 2 or len(sentence) != 2:
            return
        first, second = counts
        if not self._like([second], first) or not self._are_told_alike(first, second):
            return
        pair = in_order(self._outline, first, second)
        text = self._outline.lower(first)
        said = text[
            self._mentions[first].sentence : self._mentions[second].amount.start
        ]
        rises, falls = bool(_ROSE.search(said)), bool(_FELL.search(said))
        if pair and rises != falls and _COMPARES.search(said + text[-60:]):
            tie = Tie.ROSE if rises else Tie.FELL
            yield Relation(tie, pair[1], (pair[0],), is_guess=True)

    def _are_told_alike(self, one: int, other: int) -> bool:
        tags = [self._mentions[i].tags - _PLAIN for i in (one, other)]
        fractions = [self._mentions[i].amount.whole for i in (one, other)]
        return (not tags[0] or not tags[1] or tags[0] == tags[1]) and not any(fractions)
