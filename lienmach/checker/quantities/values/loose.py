"""Finds calculations by their numbers where the words of a sentence are new.

Whatever the verbs are, a sentence with two counts of one thing, a word of comparison
and a third number of change tells a difference; one with a total, what was taken and a
word for the rest tells a remainder. Such readings are guesses: rules call them wrong
only if the numbers are as near to being right as a slip of the pen leaves them.
"""

import re
from collections.abc import Iterator, Sequence

from lienmach.checker.other_times import (
    AIMED,
    CARRIED,
    COMPARED,
    EARLIER,
    PLAN,
    STARTED,
)
from lienmach.checker.quantities.claims.breakdowns import go_together
from lienmach.checker.quantities.claims.changes import ends_comparison
from lienmach.checker.quantities.claims.ledger import LEVELS
from lienmach.checker.quantities.words.ages import in_order
from lienmach.checker.quantities.words.amounts import GRADED
from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.reader import Reader
from lienmach.checker.quantities.words.vocabulary import (
    COMPLETE,
    DIMENSIONS,
    STATES,
    WORD,
    any_begun,
    any_word,
    words,
)
from lienmach.checker.report import REST, Bound, Relation, Sense, Tie

_MOST = 24  # numbers in a passage
_PASSAGE = 3  # sentences that tell one thing together

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
    r"(?: năm (?:trước|ngoái|\d{4}))?"
    r"(?: là| đến| tới)?$"
)
_COMPARES = re.compile(
    rf"{COMPARED}|{STARTED}|so sánh|đối chiếu|chênh"
    r"|năm nay|kỳ này|quý này"
    r"|(?:^|\W)từ (?:mức )?(?:\d|con số)|trước (?:sắp xếp|sáp nhập|đại hội)|năm \d{4}"
    r"|quý \w+|(?:cao|thấp|nhiều|ít) hơn tháng \d+|hai (?:kỳ|năm|quý|thời điểm)"
)
_DOWN_TO = re.compile(r"(?:xuống |chỉ )?còn(?: lại)?$")
_VOICES = {"petition", "directive"}  # «21 câu hỏi, 18 ý kiến đã trả lời»
_NOT_COUNTED = frozenset(("time", "step"))
_COUNTED = (Sense.COUNT, Sense.SCORE)
_MOVED = (*_COUNTED, Sense.SHARE, Sense.CHANGE)
_RATES = re.compile(r"bình quân|trung bình|mỗi|gấp|mục tiêu|phấn đấu|kế hoạch giao")

_REST = re.compile(
    any_word(
        "còn|thiếu|hụt|khuyết|trống|dư|nợ|tồn|sót|chưa|không|dở|gối|đang|chờ"
        "|chuyển sang|chuyển tiếp|chuyển qua|chuyển nguồn|chuyển cơ quan|chuyển kỳ|lại"
        "|nốt|vắng|thất lạc|khác|tiếp thu|trả lời sau|trả lời bằng|bằng văn bản"
        "|sau hội nghị|để sau|tiếp tục"
    )
)
_NO_REST = re.compile(
    r"không chỉ|đang (?:có|hoạt động|công tác|sinh hoạt|cung cấp|áp dụng"
    r"|triển khai cung)"
    r"|chưa (?:kể|tính|qua|từng)|không kể|trả lại|gửi lại|nhắc lại|kiểm tra lại|còn có"
    rf"|từ kỳ trước|{CARRIED}"
)
_OF_OTHERS = re.compile(r"(?<!\w)các [^\W\d_]+ còn lại")
OUT_OF = re.compile(r"(?:^|\s)(?:trên|trong|so với)(?: [^\W\d_]+){0,8}$")
_OPEN = words("open left")
_GIVEN = words("assigned plan total received")
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
_SIDES = frozenset().union(*DIMENSIONS) - STATES - words("assigned present left")
_ASIDE = words("expected cumulative before partly")
_TAKEN_IN, _AIMED_AT = words("received carried"), words("expected plan")
_PLAIN = words("before total received overall district commune province")
_TIMELY = words("early on_time early+on_time")


class Loose(Reader):
    """Reads passages by their numbers; ``known`` are the relations already found."""

    def __init__(self, outline: Outline, known: Sequence[Relation]) -> None:
        super().__init__(outline)
        self._changed = {r.result for r in known if r.tie is Tie.CHANGE}
        self._left = {r.result for r in known if r.tie in REST}
        self._averaged = {r.result for r in known if r.tie is Tie.AVERAGE}
        self._shared = {r.result for r in known if r.tie is Tie.RATE} | {
            r.result for r in known if r.tie is Tie.SHARE and (r.is_sure or r.wholes)
        }
        for relation in (r for r in known if not r.is_guess):
            listed = relation.tie is Tie.SOME and len(relation.terms) > 1
            if listed or relation.tie in (Tie.BALANCE, Tie.PARTS):
                self._left.update(relation.terms)

    def relations(self) -> Iterator[Relation]:
        sentences = self._outline.by_sentence
        for at, sentence in enumerate(sentences):
            if len(sentence) > _MOST:
                continue
            before = sentences[at - 1] if at and self._follows(sentences, at) else []
            yield from self._changes(sentence, before)
            yield from self._ways(sentence)
            yield from self._shares(sentence)
            yield from self._averages(sentence)
            found = list(self._rests(sentence, sentence))
            yield from found or self._over_sentences(sentences, at)

    def _follows(self, sentences: Sequence[list[int]], at: int) -> bool:
        one, other = sentences[at - 1][-1], sentences[at][0]
        near = self._outline.sentences[other] - self._outline.sentences[one] == 1
        return near and self._outline.blocks[one] == self._outline.blocks[other]

    def _is_plain(self, index: int) -> bool:
        mention = self._mentions[index]
        amount = mention.amount
        exact = amount.bound is Bound.EXACT and mention.family not in _NOT_COUNTED
        return exact and amount.sense in _COUNTED

    def _like(self, sentence: Sequence[int], index: int) -> list[int]:
        """The other counts of a passage that count what a number counts."""
        mine = self._mentions[index].family
        return [
            i
            for i in sentence
            if i != index
            and self._is_plain(i)
            and (
                go_together(mine, self._mentions[i].family)
                or {mine, self._mentions[i].family} == _VOICES
                or self._are_one_kind(index, i)
            )
        ]

    def _are_one_kind(self, one: int, other: int) -> bool:
        """«79 câu hỏi, 72 câu đã trả lời»."""
        first, second = sorted((self._unit(one), self._unit(other)), key=len)
        return bool(first) and f"{second} ".startswith(f"{first} ")

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
            if len(values) != 2 or _RATES.search(said):
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

    # Shares and averages

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
        if mention.tags & _ASIDE or _OF_PLAN.match(mention.right):
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
        mention = self._mentions[index]
        end = mention.amount.start
        near = text[max(mention.start, end - 70) : end]
        said = (near, mention.right)
        grade = GRADED.search(text[max(0, end - 70) : end].rstrip())
        counted = self._is_counted(index) and not grade
        return counted and any(_FOR_ONE.match(one) or _MEAN.search(one) for one in said)

    def _is_counted(self, index: int) -> bool:
        amount = self._mentions[index].amount
        exact = amount.bound is Bound.EXACT and amount.whole is None
        return exact and amount.sense in (Sense.COUNT, Sense.AVERAGE)

    # What is left

    def _rests(
        self, sentence: Sequence[int], passage: Sequence[int]
    ) -> Iterator[Relation]:
        """«nhận 375 hồ sơ, xong 350 hồ sơ, 25 hồ sơ còn dở»."""
        for rest in sentence:
            if rest in self._left or not self._is_rest(rest):
                continue
            others = [i for i in self._like(passage, rest) if not self._is_apart(i)]
            triple = self._whole_and_taken(others, rest)
            if triple and self._may_be_left(*triple, rest):
                yield Relation(Tie.REMAINDER, rest, triple, is_guess=True)
            elif len(others) == 1 and self._leaves(others[0], rest):
                yield Relation(Tie.REMAINDER, rest, (others[0],), is_guess=True)

    def _over_sentences(
        self, sentences: Sequence[list[int]], at: int
    ) -> Iterator[Relation]:
        """The same over two or three short sentences of one paragraph."""
        passage = [*sentences[at]]
        for back in range(1, _PASSAGE):
            if at - back < 0 or not self._follows(sentences, at - back + 1):
                return
            passage = [*sentences[at - back], *passage]
            if len(passage) > _PASSAGE + 3:
                return
            if found := list(self._rests(sentences[at], passage)):
                yield from found
                return

    def _is_apart(self, index: int) -> bool:
        one = self._mentions[index]
        return bool(one.tags & _ASIDE) or one.left.startswith("mỗi ")

    def _is_rest(self, index: int) -> bool:
        mention = self._mentions[index]
        if not self._is_plain(index) or mention.amount.whole or self._is_apart(index):
            return False
        said = f"{mention.left} {mention.right}"
        if _OF_OTHERS.search(mention.left) and mention.amount.unit:
            return False  # «5 quầy bố trí 2 người, các quầy còn lại 1 người»
        if mention.tags & _OPEN and not mention.tags & _TAKEN_IN:
            return True
        return bool(_REST.search(said)) and not _NO_REST.search(said)

    def _whole_and_taken(
        self, others: Sequence[int], rest: int
    ) -> tuple[int, int] | None:
        if len(others) != 2:
            return None
        one, other = others
        first, second = (self._mentions[i] for i in others)
        if first.amount.whole or second.amount.whole:
            return None
        if second.amount.value > first.amount.value and self._is_given(other):
            return other, one
        return one, other

    def _is_given(self, index: int) -> bool:
        """Say whether a number that stands second is still the total."""
        mention = self._mentions[index]
        return bool(OUT_OF.search(mention.left) or mention.tags & _GIVEN)

    def _leaves(self, fraction: int, rest: int) -> bool:
        """«1/22 người vắng; kiểm điểm 01 người vắng»: that is no rest."""
        amounts = [self._mentions[i].amount.value for i in (fraction, rest)]
        return self._is_fraction(fraction) and amounts[0] != amounts[1]

    def _is_fraction(self, index: int) -> bool:
        """«38/42 nhiệm vụ»: how far work has come, and nothing narrower."""
        mention = self._mentions[index]
        return bool(mention.amount.whole) and not mention.tags & _SIDES

    def _may_be_left(self, whole: int, taken: int, rest: int) -> bool:
        """Say whether the rest is what the total has besides what was taken."""
        tags = [self._mentions[i].tags for i in (whole, taken, rest)]
        if len({one & LEVELS for one in tags}) == 1:
            tags = [one - LEVELS for one in tags]
        if self._is_rest(taken) or self._is_rest(whole):
            return False
        if tags[1] & _SIDES or tags[2] & _SIDES & _TIMELY:
            told = (tags[1] | tags[2]) & _SIDES
            return any(told == complete for complete in COMPLETE)
        if "late" in tags[2] or ("within" in tags[2] and "open" not in tags[2]):
            return False
        return not tags[0] & (_SIDES | {"open", "carried"}) and not (
            "received" in tags[1] and "finished" not in tags[1]
        )
