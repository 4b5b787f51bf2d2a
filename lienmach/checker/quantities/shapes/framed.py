"""Finds totals whose parts are all there is by the form of the text alone.

«14 dự thảo (05 nghị quyết, 09 quyết định)», «15 hồ sơ: đất đai 11, hộ kinh doanh 3,
xây dựng 1», «gồm …», «trong đó …, các phòng còn lại 6», «trong 8 chỉ số có 5 tăng, 2
giảm và 1 giữ nguyên»: a bracket, a colon or «gồm» behind a total, counts of its unit or
of none, and nothing else counted among them. In right texts of the genre such a list
has always been complete, so that no slip of the pen need show (``Relation.is_formal``).
Lists that overlap, stay open, compare two times or speak of each are left to others.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate, combinations, pairwise

from lienmach.checker.quantities.claims.forms import AMONG, Forms
from lienmach.checker.quantities.words.idioms import ATTRIBUTES
from lienmach.checker.quantities.words.outline import Frame, Opened, Outline
from lienmach.checker.quantities.words.phrases import Mention
from lienmach.checker.quantities.words.reader import Reader
from lienmach.checker.quantities.words.vocabulary import (
    DIMENSIONS,
    FAMILIES,
    any_word,
    words,
)
from lienmach.checker.report import Bound, Relation, Sense, Tie
from lienmach.checker.text.slips import is_sum_but_for_a_key

_MOST = 24  # parts
_LEAST = 2
_FAR_OVER = Decimal("1.5")
_BOTH = re.compile(r"[^,;.]{0,40} và ")
_REST = re.compile(any_word("còn lại|khác"))
_NOT_PARTS = re.compile(
    r"bình quân|trung bình|m(?<!\wm)ỗi(?!\w)|c(?<!\wc)ứ(?!\w)"
    rf"|{ATTRIBUTES}|nâng cao|kiểu mẫu"
    r"|k(?<!chính - k)(?<!chính k)(?<!chưa k)(?<!/k)ế hoạch(?! và đầu)|chỉ tiêu giao"
    r"|cùng kỳ|so với|(?:năm|quý|tháng|kỳ|tuần) (?:trước(?! chuyển)|ngoái)"
    r"|v\.v|…|\.\.\.|nhất là|chủ yếu|tiêu biểu|riêng(?!\w)|ngoài ra|một số|hơn nữa"
    r"|năm \d{4}|nhất(?!\w)|lượt (?:đi|về)|tuổi|đoàn đông người"
)
_HANDED = re.compile(r"(?:phát|gửi|in) (?:ra|đi)(?!\w)|thu (?:về|lại)(?!\w)")
_MOVES = re.compile(
    r"(?<!\w)(?:tăng|giảm|thêm|bớt|(?<!khai )trừ|hơn|kém|hụt|vượt|xuống|lên)(?!\w)"
    r"(?! (?:cường|thiểu|thu(?!\w)|chi(?!\w)))"
)
_KINDS = re.compile(r"phân loại:|chia (?:ra|theo|thành)|phân theo")
_SOME_YEARS = 8
_PERIOD = re.compile(r"(?:tháng|quý|năm) (?:\d+|[iv]+)(?!\w)")
_YEAR = re.compile(r"năm \d{4}")
_FROM = re.compile(r"(?<!\w)từ(?: \w+){0,2}$")
_DIGIT = re.compile(r"\d")
_SIDES = frozenset().union(*DIMENSIONS)
_TIMELY = words("early on_time finished")
_STAGES = words("received finished open late early on_time early+on_time within")
_UNCOUNTED = words("time point step measure")
_MEASURED = _UNCOUNTED | {"money"}
_BEGINS = re.compile(r"gồm(?: có)?|cụ thể|phân theo|chia (?:ra|theo|thành)")
_ANOTHER = re.compile(
    any_word(
        "với|lập thành|tăng|giảm|bố trí|đạt|qua đó|trong đó|chiếm|bình quân|phát hiện"
    )
    + r"|[.:(;]"
)


class Framed(Reader):
    """``known`` are the relations already found; ledgers stay with their rule."""

    def __init__(self, outline: Outline, known: Sequence[Relation]) -> None:
        super().__init__(outline)
        self._forms = Forms(outline, {})
        self._parts_of = {
            frozenset((r.result, *r.terms)) for r in known if r.tie is Tie.BALANCE
        }

    def relations(self) -> Iterator[Relation]:
        for frame in self._outline.frames:
            yield from self._by_periods(frame)
            found = self._of(frame)
            if found and frozenset((found.result, *found.terms)) not in self._parts_of:
                yield found
        for sentence in self._outline.by_sentence:
            found = self._among(sentence)
            if found:
                yield found

    def _of(self, frame: Frame) -> Relation | None:
        if not frame.wholes or frame.is_open:
            return None
        if frame.opened is Opened.BULLETS:
            parts = self._in_bullets(frame)
            if not parts or not frame.is_all:
                return None
        else:
            parts = [i for i in frame.items if self._unit(i) != "%"]
            if frame.opened is Opened.MARKER:
                parts = self._to_semicolon(frame.wholes[0], parts)
            if frame.opened is Opened.SENTENCE:
                return None
            if not self._is_close(frame, parts):
                return self._behind_sentence(frame)
        if not _LEAST <= len(parts) <= _MOST:
            return None
        whole = frame.wholes[0]
        if frame.is_all is False and not self._are_all_told(frame, whole, parts):
            return None
        if not self._are_parts(whole, parts):
            return self._of_other_kinds(frame, whole, parts)
        bare = not all(self._unit(i) for i in parts)
        if frame.opened is Opened.COLON and bare and not self._is_alone(whole, parts):
            return None
        in_words = frame.opened is Opened.MARKER
        wholes = frame.wholes[1:4]
        if ";" in self._outline.between(whole, parts[0]):
            wholes = list(range(self._first_of_sentence(whole), whole))  # «; phân theo»
        others = tuple(i for i in wholes if in_words and self._is_count(i))
        return Relation(Tie.PARTS, whole, tuple(parts), others, is_formal=True)

    def _of_other_kinds(
        self, frame: Frame, whole: int, parts: Sequence[int]
    ) -> Relation | None:
        """«34 biên chế, gồm 14 thẩm phán, 16 thư ký và 4 chức danh khác».

        «19 trang bao gồm 15/15 xã và 3 cơ quan» is a guess: each has one, most likely.
        """
        if frame.opened is not Opened.MARKER or not frame.is_all:
            return None
        parts = self._to_another_thing(parts)
        if len(parts) < _LEAST or not self._unit(whole):
            return None
        if not all(self._is_thing(i) for i in (whole, *parts)):
            return None
        if not self._are_of_one_time(whole, parts):
            return None
        ahead = self._outline.between(whole, parts[0])
        if "," in _BEGINS.split(ahead)[-1] or self._is_one(parts):
            return None  # «gồm Chủ tịch, 3 Phó Chủ tịch và 19 ủy viên»
        own = self._mentions[whole].family
        others = {self._mentions[i].family for i in parts} & FAMILIES.keys() - {own}
        guess = bool(others)
        if guess and (others != {"agency"} or len(parts) > _LEAST):
            return None  # «5 lớp, gồm 250 học viên và 12 giảng viên»
        return Relation(
            Tie.PARTS, whole, tuple(parts), is_guess=guess, is_formal=not guess
        )

    def _to_another_thing(self, parts: Sequence[int]) -> Sequence[int]:
        """«gồm 02 trang, lập thành 03 bản»: what is told of it is no part of it."""
        for n, (one, other) in enumerate(pairwise(parts), 1):
            if _ANOTHER.search(self._outline.between(one, other)):
                return parts[:n]
        return parts

    def _is_thing(self, index: int) -> bool:
        return self._is_count(index) and self._mentions[index].family not in _MEASURED

    def _is_one(self, parts: Sequence[int]) -> bool:
        """«gồm 120 lượt, 194 người»: one thing counted twice."""
        return len(parts) == _LEAST and not any(
            self._mentions[i].left or self._mentions[i].right for i in parts
        )

    def _is_alone(self, whole: int, parts: Sequence[int]) -> bool:
        """«15 hồ sơ: đất đai 11, …», not «34 việc thuộc 6 lĩnh vực: thể chế 4, …»."""
        first = self._first_of_sentence(whole) == whole
        return first and bool(self._unit(whole)) and self._value(whole) != len(parts)

    def _first_of_sentence(self, index: int) -> int:
        sentences = self._outline.sentences
        while index and sentences[index - 1] == sentences[index]:
            index -= 1
        return index

    def _in_bullets(self, frame: Frame) -> list[int]:
        """The first count of each bullet, or the one told of what the total is.

        «trễ hạn 378 hồ sơ; cụ thể: - Các sở: đã giải quyết 5.118, trễ hạn 41; …».
        """
        if not all(frame.bullets):
            return []
        firsts = [bullet[0] for bullet in frame.bullets]
        sides = self._mentions[frame.wholes[0]].tags & _STAGES
        if all(self._mentions[i].tags & _STAGES <= sides for i in firsts):
            return firsts
        told = [
            [i for i in bullet if self._mentions[i].tags & _STAGES == sides]
            for bullet in frame.bullets
        ]
        return [found[0] for found in told] if all(told) else []

    def _to_semicolon(self, whole: int, parts: Sequence[int]) -> list[int]:
        """«gồm 03 phòng và 05 xã; phát hiện 17 vấn đề»: another thing is counted."""
        for n in range(_LEAST, len(parts)):
            if self._is_of(whole, parts[n]):
                continue
            if ";" in self._outline.between(parts[n - 1], parts[n]):
                return list(parts[:n])
        return list(parts)

    def _has_rest(self, parts: Sequence[int]) -> bool:
        """«trong đó phòng A 8, phòng B 6, các phòng còn lại 6»: nothing is left out."""
        last = self._mentions[parts[-1]]
        return len(parts) > _LEAST and bool(_REST.search(last.left))

    def _are_all_told(self, frame: Frame, whole: int, parts: Sequence[int]) -> bool:
        """Say whether «trong đó» tells all there is."""
        return (
            self._has_rest(parts)
            or self._are_too_many(frame, whole, parts)
            or self._are_kinds(frame, whole, parts)
        )

    def _are_too_many(self, frame: Frame, whole: int, parts: Sequence[int]) -> bool:
        """«13 đơn vị (trong đó có 10 xã và 4 cơ quan)»: kinds that none is two of."""
        if frame.opened is not Opened.BRACKET or not self._is_close(frame, parts):
            return False
        kinds = {self._unit(i) for i in parts}
        apart = "" not in kinds and len(kinds) == len(parts)
        added = [*accumulate(map(self._value, parts))]
        return apart and added[-1] > self._value(whole) not in added

    def _are_kinds(self, frame: Frame, whole: int, parts: Sequence[int]) -> bool:
        """«21 văn bản (trong đó: 4 nghị quyết, 3 quyết định, 14 …)»: three and more."""
        listed = len(parts) > _LEAST and all(self._unit(i) for i in parts)
        if not listed or frame.opened is not Opened.BRACKET:
            return False
        if ":" not in self._outline.between(whole, parts[0]):
            return False
        values = [self._value(i) for i in parts]
        slipped = is_sum_but_for_a_key(self._value(whole), values)
        return slipped or sum(values) == self._value(whole)

    def _by_periods(self, frame: Frame) -> Iterator[Relation]:
        """«4.850 triệu đồng, trong đó năm 2021: 1.200, năm 2022: …»: each in turn."""
        deep = frame.opened is Opened.BRACKET
        parts = [i for i in frame.items if deep or self._is_listed(i)]
        if len(parts) <= _LEAST or not frame.wholes or frame.is_open:
            return
        behind = deep and parts[0] - frame.wholes[0] == 1
        if not (behind or self._is_close(frame, parts) or self._follows(frame, parts)):
            return
        named = all(_PERIOD.match(self._mentions[i].left) for i in parts)
        whole = self._whole_before(parts)
        if not named or not all(map(self._is_count, (whole, *parts))):
            return
        lacking = self._value(whole) - sum(map(self._value, parts))
        most = _SOME_YEARS if lacking > 0 else _LEAST  # not three years out of five
        if abs(lacking) * most <= self._value(whole):
            yield Relation(Tie.PARTS, whole, tuple(parts), is_formal=True)

    def _behind_sentence(self, frame: Frame) -> Relation | None:
        """«Có 57 hồ sơ sai sót (8,38 %). Phân loại: 21 hồ sơ …; 14 hồ sơ …; …»."""
        parts = [i for i in frame.items if self._unit(i) != "%"]
        if not frame.is_all or len(parts) <= _LEAST or not self._follows(frame, parts):
            return None
        whole = self._whole_before(parts)
        if not _KINDS.search(self._outline.between(whole, parts[0])):
            return None
        if not all(map(self._is_count, (whole, *parts))):
            return None
        return Relation(Tie.PARTS, whole, tuple(parts), is_formal=True)

    def _whole_before(self, parts: Sequence[int]) -> int:
        """The last number before a list that is no percentage."""
        before = parts[0] - 1
        while before > 0 and self._unit(before) == "%":
            before -= 1
        return before

    def _follows(self, frame: Frame, parts: Sequence[int]) -> bool:
        """«… đã giải quyết 95.735 hồ sơ. Trong đó: năm 2022 …»: the sentence before."""
        if frame.opened is not Opened.MARKER or not parts or not parts[0]:
            return False
        whole = self._whole_before(parts)
        if whole not in frame.wholes or not self._unit(whole):
            return False
        outline = self._outline
        alone = outline.sentences[parts[0]] - outline.sentences[whole] == 1
        alone = alone and self._first_of_sentence(whole) == whole
        alike = {self._unit(i) for i in (whole, *parts)}
        same = outline.blocks[whole] == outline.blocks[parts[-1]]
        return alone and same and len(alike) == 1

    def _is_close(self, frame: Frame, parts: Sequence[int]) -> bool:
        """Say whether the list stands right behind its total, in its sentence."""
        if not parts or frame.opened is Opened.SENTENCE:
            return False
        whole, first, last = frame.wholes[0], parts[0], parts[-1]
        blocks, sentences = self._outline.blocks, self._outline.sentences
        if whole >= first or blocks[whole] != blocks[last]:
            return False
        if sentences[whole] != sentences[first] or first - whole > 1:
            return False
        if frame.opened is Opened.BRACKET:
            between = self._outline.between(whole, first)
            opened = between.rfind("(")
            return opened >= 0 and not _DIGIT.search(between[opened:])
        return True

    def _among(self, sentence: Sequence[int]) -> Relation | None:
        """«Trong số 260 người được hỏi, 247 người …, 10 người …, 3 người …»."""
        counts = [i for i in sentence if self._is_listed(i)]
        if len(counts) <= _LEAST or not AMONG.search(self._mentions[counts[0]].left):
            return None
        whole, *parts = counts
        if len(parts) > _MOST or not self._unit(whole):
            return None
        last = _REST.search(self._mentions[parts[-1]].left)
        bare = {self._unit(i) for i in parts} <= {self._unit(whole), ""}
        if not (self._are_alike(counts) or (last and bare)):
            return None
        if not self._are_parts(whole, parts):
            return None
        if "trong đó" in self._outline.between(whole, parts[-1]):
            return None
        if sum(map(self._value, parts)) >= _FAR_OVER * self._value(whole):
            return None  # «108 người khen, 97 người thấy nhanh»: of some, both
        if len(parts) == _LEAST and not self._are_all(whole, parts):
            return None
        return Relation(Tie.PARTS, whole, tuple(parts), is_formal=True)

    def _are_all(self, whole: int, parts: Sequence[int]) -> bool:
        """Two of a kind may be some only: «trong 264 có 100 đất đai và 23 xây dựng»."""
        kinds = {self._unit(i) for i in (whole, *parts)}
        rest = _REST.search(self._outline.between(*parts))
        return len(kinds) > _LEAST or bool(rest) or self._forms.deny_each_other(*parts)

    def _is_listed(self, index: int) -> bool:
        """A count of the sentence itself, and not how often: «đến hai lần»."""
        own = not self._outline.depths[index] and self._unit(index) != "%"
        return own and self._mentions[index].family != "time"

    def _are_alike(self, counts: Sequence[int]) -> bool:
        """All of one unit, or of its kinds: «52 đơn vị có 46 xã và 6 phường»."""
        units = {self._unit(i) for i in counts}
        kinds = {self._mentions[i].family for i in counts}
        both = _BOTH.fullmatch(self._outline.between(*counts[-2:]))
        apart = len(units) == len(counts) == _LEAST + 1 and len(kinds) == 1
        return len(units) == 1 or bool(both and apart)

    def _are_parts(self, whole: int, parts: Sequence[int]) -> bool:
        if not all(self._is_count(i) for i in (whole, *parts)):
            return False
        if not all(self._is_of(whole, i) for i in parts):
            return False
        return self._are_of_one_time(whole, parts)

    def _are_of_one_time(self, whole: int, parts: Sequence[int]) -> bool:
        """Say whether nothing is compared, and no part looks from another side."""
        mention = self._mentions[whole]
        first, *others = (f"{m.left} {m.right}" for m in self._all(parts))
        said = [*(_YEAR.sub("", told) for told in (mention.left, first)), *others]
        if any(_NOT_PARTS.search(words) for words in said):
            return False
        if any(_MOVES.search(m.left) for m in (mention, *self._all(parts))):
            return False
        if any(_FROM.search(m.left) for m in self._all(parts)):
            return False
        if any(_HANDED.search(m.left) for m in self._all(parts)):
            return False
        sides = self._forms.sides(whole, parts)
        if sides is None and self._are_in_time(whole, parts):
            sides = 0.0
        if sides is None or sides < 0:
            return False  # «20 cán bộ, 25 công chức, 18 nữ»
        return not self._is_split_by_some(whole, parts)

    def _is_split_by_some(self, whole: int, parts: Sequence[int]) -> bool:
        """«45 người (cán bộ 20, công chức 25, nữ 18)»: some are all of it."""
        tags = [self._mentions[i].tags & _SIDES for i in parts]
        if all(tags) or not any(tags):
            return False
        values = [self._value(i) for i in parts]
        runs = (
            values[start:end]
            for start, end in combinations(range(len(values) + 1), 2)
            if end - start < len(values)
        )
        return any(sum(run) == self._value(whole) for run in runs)

    def _are_in_time(self, whole: int, parts: Sequence[int]) -> bool:
        """«207 hồ sơ trả đều đúng hoặc sớm (đúng hạn 55, sớm 152)»."""
        told = frozenset().union(*(self._mentions[i].tags for i in parts))
        return "early+on_time" in self._mentions[whole].tags and not told - _TIMELY

    def _all(self, indexes: Sequence[int]) -> Iterator[Mention]:
        return (self._mentions[i] for i in indexes)

    def _is_count(self, index: int) -> bool:
        """A count, or so many of as many: «15/15 xã và 3 cơ quan»."""
        mention = self._mentions[index]
        amount = mention.amount
        counts = amount.sense is Sense.COUNT and amount.bound is Bound.EXACT
        return counts and mention.unit != "%" and mention.family not in _UNCOUNTED

    def _is_of(self, whole: int, part: int) -> bool:
        one, other = self._unit(whole), self._unit(part)
        if not one:  # «Số người làm việc là 612, gồm 148 người …»
            return not other or f" {other} " in f" {self._mentions[whole].left} "
        alike = one.startswith(other) or other.startswith(one) or one.endswith(other)
        return alike or self._mentions[whole].family == self._mentions[part].family
