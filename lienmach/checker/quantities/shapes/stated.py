"""Finds what the plainest sentences claim, by their form and in no other reading.

- what a fraction leaves: «đã hoàn thành 31/42 nhiệm vụ, đạt 73,8 %; còn 11 nhiệm vụ»;
- what some leave of all: «trong 84 trường hợp có 51 trường hợp …, còn 33 trường hợp»;
- what is left of the last two counts of a paragraph: «xử lý 936 đơn. Có 221 đơn đúng
  thẩm quyền. Số còn lại 715 đơn»;
- what was there, came and went: «đầu năm có 184, tạo mới 61, hủy bỏ 8, nay là 237»;
- what several leave: «rà soát 77 văn bản, bãi bỏ 31 và sửa đổi 12. Số còn lại là 34»;
- ranges that leave nothing out: «dưới 30 tuổi 34, từ 30 đến 45 tuổi 97, trên 45 …»;
- a list by its length: «47 nhiệm vụ, phân theo 06 lĩnh vực: thể chế 07, …»;
- a number out of another: «05 văn bản trong số 19 văn bản này»;
- how much sooner: «bình quân 6,4 ngày, ngắn hơn 3,1 ngày so với quy định 9,5 ngày»;
- posts that are free: «giao 95 …; công chức 54, viên chức 35, cộng 89; chưa dùng 6».
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from lienmach.checker.quantities.words.idioms import STILL
from lienmach.checker.quantities.words.outline import Frame, Opened, Outline
from lienmach.checker.quantities.words.phrases import Mention
from lienmach.checker.quantities.words.reader import Reader
from lienmach.checker.quantities.words.vocabulary import TIMES, any_word
from lienmach.checker.report import Bound, Relation, Sense, Tie

_LEFT = re.compile(
    rf"^{STILL}(?: (?:tiếp tục|đang|phải))*(?: \w+)?(?: (?:lý|quyết|xét|dõi))?$"
)
_ALSO = re.compile(r"trong đó|trong số (?:đó|này)|gồm")
_SOLVED = re.compile(r"(?:^|\s)(?:giải quyết|xử lý|trả|xong|hoàn thành)(?: xong)?$")
_REST = re.compile(
    rf"(?:số )?{STILL}(?: (?:là|có|tiếp tục|đang|phải))*"
    r"(?: (?:giải quyết|xử lý|thụ lý))?$"
)
_NUMBER_LEFT = re.compile(r"(?:tất cả )?(?:số )?(?:[^\W\d]+ ){0,4}còn lại")
_ASIDE = re.compile(any_word("riêng|trong số|trong tổng số"))
_NOT_LEFT = re.compile(r"(?:có|từ|ở|đến|kể|để|dưới|khoảng|gần|hơn|phải)$")
_DENIED = re.compile(r"(?<!\w)(?:không|chưa|còn)(?!\w)")
_OUT_OF = re.compile(r"(?:^|\s)(?:trong (?:tổng )?số|trên tổng số)$")
_AMONG = re.compile(r"(?:.{0,24}[ ,])?trong(?: tổng)?(?: số)?")
_BARE = ("trong số", "trong tổng số", "trên tổng số")
_NO_THINGS = frozenset(("time", "money", "point", "measure", "step"))
_FIRST = re.compile(r"đầu (?:năm|kỳ|quý|tháng)|cuối (?:năm|kỳ) trước")
_CAME = re.compile(any_word("tạo|cấp|bổ sung|tuyển|thành lập|thêm|mới|kết nạp|đến"))
_WENT = re.compile(
    any_word("hủy|huỷ|thu hồi|bãi bỏ|loại|nghỉ|chuyển đi|giải thể|khóa|cắt giảm|giảm")
)
_LAST = re.compile(
    r"tổng số|tổng cộng|(?:hiện|nay) (?:nay )?(?:có|còn)|cuối (?:năm|kỳ)|^còn|thành|là$"
)
_OF = r"(?: ?(?:tuổi|ngày|%|điểm|năm|tháng))?"
_RANGE = re.compile(
    rf"(?:dưới|trên|từ|hơn) (?:mức )?\d[\d.,]*{_OF}(?: (?:đến|tới)(?: dưới)?"
    rf" \d[\d.,]*{_OF})?(?: trở lên)?(?: có)?:? $"
)
_SOONER = re.compile(
    r"(?:^|\s)(?:(dài|chậm|muộn|nhiều|cao|lâu) hơn|(?:ngắn|sớm|nhanh|ít|thấp|gọn) hơn"
    r"|rút ngắn|giảm|tiết kiệm)(?: được| bớt| đi)?$"
)
_THAN = re.compile(r"\s(?:so )?với (?!.*\svà\s)[^,;.]{2,60}")
_FREE = re.compile(r"chưa (?:sử dụng|tuyển|bố trí)|còn (?:thiếu|trống|dư)|khuyết")
_PARTS, _MOST = 3, 12  # of a list that tells its length
_RANGES = 2  # at least
_NEAR, _REACH = 12, 16  # numbers before ranges, and before one that tells what is left
_FAR = 48  # letters of a range
_SENTENCES = 2  # over which two counts and what they leave are told
_POSTS = 4  # numbers before a sentence in which posts are given


class Stated(Reader):
    """``known`` are the relations already found."""

    def __init__(self, outline: Outline, known: Sequence[Relation]) -> None:
        super().__init__(outline)
        self._left = [
            told for one in outline.by_sentence for told in self._left_in(one)
        ]
        self._rests: list[set[int]] = []
        self._told = {frozenset((r.result, *r.terms)) for r in known if r.is_formal}

    def deny(self, relation: Relation) -> bool:
        """«31/42 nhiệm vụ; còn 8 đang làm, 3 chưa làm»: together they are what is left.

        Then none of them is what is left alone, nor are they parts of what is done.
        """
        claimed = {relation.result, *relation.terms}
        if any(told <= {*relation.terms} for told in self._rests):
            return True  # «131 vấn đề; trả lời 84, còn lại 47»: no three parts
        return any(claimed <= told for told in self._left)

    def relations(self) -> Iterator[Relation]:
        for found in self._all():
            if frozenset((found.result, *found.terms)) not in self._told:
                yield found

    def _all(self) -> Iterator[Relation]:
        for frame in self._outline.frames:
            yield from self._by_length(frame)
        for sentence in self._outline.by_sentence:
            yield from self._left_of_fraction(sentence)
            yield from self._left_of_all(sentence)
            yield from self._left_of_fractions(sentence)
            yield from self._in_stock(sentence)
            yield from self._in_ranges(sentence)
            yield from self._out_of(sentence)
            yield from self._sooner(sentence)
            yield from self._free_posts(sentence)
        for rest in range(2, len(self._mentions)):
            yield from self._left_of_two(rest)
            yield from self._left_of_several(rest)

    def _left_of_two(self, rest: int) -> Iterator[Relation]:
        """«phải xử lý 1.536 đơn. Có 221 đơn đủ điều kiện. Số còn lại 1.315 đơn …»."""
        mention, depths = self._mentions[rest], self._outline.depths
        if not mention.is_count or not mention.unit:
            return
        if depths[rest]:  # «số ý kiến còn lại (43 ý kiến) đang được xem xét»
            if not _NUMBER_LEFT.fullmatch(mention.left):
                return
        elif not _REST.match(mention.left) or _NOT_LEFT.search(mention.left):
            return
        own = list(self._counts_before(rest))
        if len(own) < 2:
            return
        taken, whole = own[:2]
        both = self._mentions[taken], self._mentions[whole]
        wide = bool(depths[rest])  # «51 ý kiến, kiến nghị», «(43 ý kiến)»
        if any(m.tags & TIMES or not _is_of(m, mention, wide=wide) for m in both):
            return
        said = self._outline.between(whole, rest)
        if "finished" in both[1].tags or _ALSO.search(said) or _ASIDE.search(said):
            return
        if self._value(whole) <= self._value(taken) or _DENIED.search(both[0].left):
            return
        if len(own) > 2 and self._is_beside(own[2], whole):  # of three parts
            split = _ALSO.search(self._outline.between(own[2], whole))
            if not split:
                return
        if self._value(whole) - self._value(taken) == self._value(rest):
            self._rests.append({whole, taken, rest})
        yield Relation(Tie.REMAINDER, rest, (whole, taken), is_formal=True)

    def _left_of_several(self, rest: int) -> Iterator[Relation]:
        """All and what was taken are the sentence before, and nothing else."""
        mention = self._mentions[rest]
        if not _NUMBER_LEFT.match(mention.left) or not mention.is_count:
            return
        if self._outline.sentences[rest] - self._outline.sentences[rest - 1] != 1:
            return
        if self._outline.blocks[rest] != self._outline.blocks[rest - 1]:
            return
        told = [rest - 1]
        while told[0] and self._is_beside(told[0] - 1, rest - 1):
            told.insert(0, told[0] - 1)
        whole, *taken = told
        units = {self._unit(i) for i in (*taken, rest)} - {""}
        plain = all(self._outline.is_count(i) for i in told)
        if not plain or len(taken) < _RANGES or units - {self._unit(whole)}:
            return
        if any(self._outline.depths[i] for i in told) or not self._unit(whole):
            return
        if not _ALSO.search(self._outline.between(whole, rest)):
            yield Relation(Tie.REMAINDER, rest, tuple(told), is_formal=True)

    def _counts_before(self, index: int) -> Iterator[int]:
        """The counts of its paragraph before a number, the nearest first."""
        sentences = self._outline.sentences
        for one in range(index - 1, max(-1, index - _REACH), -1):
            if sentences[index] - sentences[one] > _SENTENCES:
                return
            if self._outline.blocks[one] != self._outline.blocks[index]:
                return
            mention = self._mentions[one]
            counted = mention.amount.sense is Sense.COUNT and mention.family != "time"
            if counted and not self._outline.depths[one]:
                yield one

    def _by_length(self, frame: Frame) -> Iterator[Relation]:
        parts = frame.items
        if not frame.wholes or not _PARTS <= len(parts) <= _MOST:
            return
        length, whole = frame.wholes[0], frame.wholes[0] - 1
        opened = frame.opened in (Opened.COLON, Opened.MARKER)
        if not opened or whole < 0 or self._value(length) != len(parts):
            return
        alike = all(self._outline.is_count(i) for i in (length, whole, *parts))
        units = {self._unit(i) for i in parts} - {"", self._unit(whole)}
        near = self._is_beside(length, whole)
        if alike and near and not units and self._unit(whole) != self._unit(length):
            yield Relation(Tie.PARTS, whole, tuple(parts), is_formal=True)

    def _left_of_fraction(self, sentence: Sequence[int]) -> Iterator[Relation]:
        counts = [i for i in sentence if self._unit(i) != "%"]
        for at, (part, rest) in enumerate(pairwise(counts)):
            whole = self._mentions[part].amount.whole
            left = self._mentions[rest].left
            last = rest == counts[-1] or self._ends_with(rest, counts[at + 2])
            if whole is None or not last or not self._outline.is_count(rest):
                continue
            if len([i for i in counts if self._is_some_of(whole.value, i)]) > 1:
                continue  # «29/44 đơn vị tốt; 11/44 đơn vị khá; còn 4 đơn vị»
            one, other = self._mentions[part], self._mentions[rest]
            if one.family != other.family or not _LEFT.match(left):
                continue
            if _NOT_LEFT.search(left) or self._outline.depths[rest]:
                continue
            yield Relation(Tie.REMAINDER, rest, (part,), is_formal=True)

    def _ends_with(self, rest: int, follows: int) -> bool:
        """«còn 11 xã; …», «còn 11 xã đạt từ 14 đến 17 tiêu chí»: of no more parts."""
        ranged = self._mentions[follows].left.endswith((" từ", " dưới", " trên"))
        return ranged or ";" in self._outline.between(rest, follows)

    def _is_some_of(self, whole: Decimal, index: int) -> bool:
        """Say whether a fraction is of a whole, and less than it."""
        amount = self._mentions[index].amount
        return amount.whole is not None and amount.value < whole == amount.whole.value

    def _left_of_fractions(self, sentence: Sequence[int]) -> Iterator[Relation]:
        """«29/44 đơn vị xếp tốt; 11/44 đơn vị xếp khá; còn 4 đơn vị trung bình»."""
        counts = [i for i in sentence if self._mentions[i].amount.sense is Sense.COUNT]
        parts = [i for i in counts if self._mentions[i].amount.whole is not None]
        told = counts[-len(parts) - 1 :]
        if len(parts) < 2 or told[:-1] != parts:
            return
        rest = self._mentions[told[-1]]
        wholes = {w.value for i in parts if (w := self._mentions[i].amount.whole)}
        kinds = {self._mentions[i].family for i in told}
        left = rest.is_count and _LEFT.match(rest.left)
        if not left or len(wholes) != 1 or len(kinds) != 1:
            return
        (whole,) = wholes
        if all(self._is_some_of(whole, i) for i in parts):
            yield Relation(Tie.PARTS, parts[0], tuple(told), is_formal=True)

    def _left_of_all(self, sentence: Sequence[int]) -> Iterator[Relation]:
        """All, some of them and what is left: the three counts of a sentence.

        Not «đã giải quyết 2.845, trong đó 2.830 đúng hạn; còn 125 đang giải quyết».
        """
        own = [
            i for i in sentence if self._unit(i) != "%" and not self._outline.depths[i]
        ]
        if len(own) != 3 or not all(map(self._outline.is_count, own)):
            return
        whole, taken, rest = own
        words = [self._mentions[i].left for i in own]
        units = {self._unit(i) for i in own} - {""}
        if len(units) > 1 or not self._unit(whole):
            return
        if not _LEFT.match(words[2]) or _NOT_LEFT.search(words[2]):
            return
        if _SOLVED.search(words[0]) or _DENIED.search(words[1]):
            return
        if self._value(whole) < max(self._value(taken), self._value(rest)):
            return  # «bổ sung 6 thủ tục, bãi bỏ 14, hiện còn 38 thủ tục»
        if not _ALSO.search(self._outline.between(whole, rest)):
            yield Relation(Tie.REMAINDER, rest, (whole, taken), is_formal=True)

    def _in_stock(self, sentence: Sequence[int]) -> Iterator[Relation]:
        own = [i for i in sentence if not self._outline.depths[i]]
        for four in zip(own, own[1:], own[2:], own[3:], strict=False):
            first, one, other, last = four
            words = [self._mentions[i].left for i in four]
            units = {self._unit(i) for i in four} - {""}
            plain = len(units) == 1 and all(map(self._outline.is_count, four))
            if not plain or not _FIRST.search(words[0]) or not _LAST.search(words[3]):
                continue
            if _WENT.search(words[1]) and not _CAME.search(words[1]):
                one, other = other, one
            came, went = self._mentions[one].left, self._mentions[other].left
            if not _CAME.search(came) or _WENT.search(came) or _CAME.search(went):
                continue
            if _WENT.search(went):
                yield Relation(Tie.STOCK, last, (first, one, other))

    def _in_ranges(self, sentence: Sequence[int]) -> Iterator[Relation]:
        ranged = [i for i in sentence if self._outline.is_count(i) and self._range(i)]
        if len(ranged) < _RANGES:
            return
        first, last = ranged[0], ranged[-1]
        if len(ranged) != last - first + 1:
            return
        added = sum(map(self._value, ranged))
        units = {self._unit(i) for i in ranged} | {""}
        block = self._outline.blocks[first]
        near = [
            i
            for i in (*range(first - 1, max(-1, first - _NEAR), -1), last + 1)
            if i < len(self._mentions)
            and self._outline.is_count(i)
            and self._outline.blocks[i] == block
            and (len(units) == 1 or self._unit(i) in units)
        ]
        if near and all(self._value(i) != added for i in near[1:]):
            whole, *others = near
            parts = tuple(ranged)
            yield Relation(Tie.PARTS, whole, parts, tuple(others), is_guess=True)

    def _range(self, index: int) -> bool:
        """Say whether what a number counts lies in a range: «từ 30 đến 45 tuổi»."""
        mention = self._mentions[index]
        start = max(mention.sentence, mention.amount.start - _FAR)
        ahead = self._outline.lower(index)[start : mention.amount.start]
        return _RANGE.search(ahead) is not None

    def _left_in(self, sentence: Sequence[int]) -> Iterator[set[int]]:
        """A fraction and the counts right behind it that are all it leaves."""
        counts = [i for i in sentence if self._unit(i) != "%"]
        for n, part in enumerate(counts):
            whole = self._mentions[part].amount.whole
            if whole is None:
                continue
            left = whole.value - self._mentions[part].amount.value
            behind: list[int] = []
            for index in counts[n + 1 :]:
                if not self._outline.is_count(index) or self._value(index) > left:
                    break
                behind.append(index)
                left -= self._value(index)
            if len(behind) > 1 and not left:
                yield {part, *behind}

    def _out_of(self, sentence: Sequence[int]) -> Iterator[Relation]:
        for one, other in pairwise(sentence):
            if not (self._outline.is_count(one) and self._outline.is_count(other)):
                continue
            if _OUT_OF.search(self._mentions[other].left):
                part, whole = one, other
            elif one == sentence[0] and _AMONG.fullmatch(self._mentions[one].left):
                part, whole = other, one
            else:
                continue
            if self._is_one_of(part, whole):
                yield Relation(Tie.SOME, whole, (part,), is_formal=True)

    def _is_one_of(self, part: int, whole: int) -> bool:
        """Say whether a total has such things: «64 người trong số 61 công chức»."""
        one, other = self._unit(part), self._unit(whole)
        if not one or not other:
            return bool(other) and part < whole and self._is_bare(part)
        families = {self._mentions[i].family for i in (part, whole)}
        people = families == {"person"} and "lượt" not in f"{one} {other}"
        counted = not families & _NO_THINGS
        return counted and (people or other.endswith(one))

    def _is_bare(self, part: int) -> bool:
        """«29 trong số 24 xã»: nothing stands between the two."""
        return self._outline.between(part, part + 1).strip() in _BARE

    def _sooner(self, sentence: Sequence[int]) -> Iterator[Relation]:
        for gap in sentence[1:-1]:
            mention = self._mentions[gap]
            way = _SOONER.search(mention.left)
            if not way or mention.family != "time" or mention.amount.whole is not None:
                continue
            now, base = gap - 1, gap + 1
            three = {self._unit(i) for i in (now, gap, base)}
            between = self._outline.between(gap, base).removeprefix(f" {mention.unit}")
            if len(three) > 1 or not _THAN.fullmatch(between):
                continue
            if not all(self._is_length(i) for i in (now, base)):
                continue
            if ";" not in self._outline.between(now, gap):
                ends = (now, base) if way[1] else (base, now)
                yield Relation(Tie.REMAINDER, gap, ends, is_formal=True)

    def _is_length(self, index: int) -> bool:
        amount = self._mentions[index].amount
        told = amount.sense in (Sense.COUNT, Sense.AVERAGE)
        return told and amount.bound is Bound.EXACT and amount.whole is None

    def _free_posts(self, sentence: Sequence[int]) -> Iterator[Relation]:
        """Posts given in the sentence before; those taken add up to a total of both."""
        total, free = sentence[-2:] if len(sentence) > 3 else (0, 0)
        if not free or not _FREE.search(self._mentions[free].left):
            return
        if not any({"present"} & self._mentions[i].tags for i in sentence[:-2]):
            return
        given = [
            i
            for i in range(max(0, sentence[0] - _POSTS), sentence[0])
            if "assigned" in self._mentions[i].tags
            and self._outline.blocks[i] == self._outline.blocks[free]
        ]
        told = (*given, total, free)
        people = {self._mentions[i].family for i in told} == {"person"}
        counted = people and all(map(self._outline.is_count, told))
        if len(given) == 1 and counted and "total" in self._mentions[total].tags:
            yield Relation(Tie.REMAINDER, free, (given[0], total), is_formal=True)


def _is_of(one: Mention, rest: Mention, *, wide: bool) -> bool:
    return one.unit.startswith(rest.unit) if wide else one.unit == rest.unit
