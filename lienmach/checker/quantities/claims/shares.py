"""Finds what a printed percentage is a percentage of."""

import re
from collections.abc import Iterator, Sequence

from lienmach.checker.quantities.claims.breakdowns import go_together
from lienmach.checker.quantities.claims.ledger import LEVELS, Ledger
from lienmach.checker.quantities.words.outline import Frame, Opened, Outline
from lienmach.checker.quantities.words.phrases import Mention
from lienmach.checker.quantities.words.reader import Reader
from lienmach.checker.quantities.words.vocabulary import WORD, tags_of, words
from lienmach.checker.report import Bound, Relation, Sense, Tie
from lienmach.checker.text.other_times import OTHER_BASE

_LINKING = words(
    "đạt chiếm tức tỷ tỉ lệ tương ứng đương bằng là với được cơ cấu = đã trong đó"
)
_OTHER_BASE = re.compile(
    rf"{OTHER_BASE}|yêu cầu|nghị quyết|(?:trong|trên)? ?tổng số|thang điểm|so "
    r"|số (?!hồ sơ|nhiệm vụ)|kinh phí"
)
_OF_A_TIME = re.compile(r"\W*(?:riêng|chỉ tính|trong) (?:quý|tháng) [^\s,]+")
_RATE_WORDS = re.compile(r"tỷ lệ|tỉ lệ|đạt|chiếm")
_GIVEN = frozenset(("assigned", "plan", "received", "total", "carried", "new"))
_REACHED = words(
    "finished present open late early on_time early+on_time within returned left"
)
_SIDES = words(
    "online direct postal slip no_slip late early on_time early+on_time within"
)
_STATES = frozenset(("received", "new", "carried", "finished"))
_PLANS = frozenset(("plan", "assigned"))
_OF = re.compile(r"(?:(?:của|trên|trong|so với)(?: |$))?(?:tổng(?: |$))?(?:số)?")
_PLANNED = re.compile(
    r"(?:so với )?(?:kế hoạch|kh|chỉ tiêu|dự toán|nhiệm vụ) ?(?:đề ra|giao|năm)?"
)
_PLAN_IN_BRACKET = re.compile(
    r" (?:so với )?(?:kế hoạch|kh|dự toán|chỉ tiêu)[^\d.,;(]{0,24}\("
    r"(?:(?:kế hoạch|kh|dự toán|chỉ tiêu)(?: (?:giao|năm|là))* )?"
    r"| ?\((?:so với )?(?:kế hoạch|dự toán|chỉ tiêu)(?: (?:giao|năm|là))* "
)
_NUMBER_OF = re.compile(r"(?:trên |trong |so với )?(?:tổng )?số ")
_NUMBER_IN_BRACKET = re.compile(
    r" (?:của |trên |trong )?(?:tổng )?số [^\d.,;()]{2,50}\((?:là )?"
)
_FILLING = words("về của trong kỳ toàn các đã được là có này trên tổng số nêu nói")
_THAT_IS = ("tức", "tức là", "với", "tương ứng", "tương đương")
_OUT = re.compile(
    r"(?:^|\s)(?:trên|trong)(?: tổng số| tổng| số)$|(?:^|\s)(?:trên|trong)$"
    r"|(?:^|\s)trên(?: [^\W\d_]+){1,8}$"
)
_OF_ALL_SEATS = re.compile(r"(?:trên |của )?tổng số (?:đại biểu|đb|ủy viên|thành viên)")
_AND_TOTAL = re.compile(r"(?: và |, )(?:trên )?tổng số [^\d,;.()]*$")
_DUE = re.compile(r"(?<!chưa )(?<!không )đến hạn(?! chưa)")
_AND_ON_TIME = re.compile(
    r"(?:trước|sớm)(?: hạn| hẹn)?(?: và|,) đúng|đúng (?:hạn|hẹn) trở"
)
_IN_TIME = words("finished early on_time")
_TIMELY = words("late early on_time early+on_time")
_OF_FINISHED = words("finished received early on_time early+on_time late")
_OF_THEN = re.compile(
    r"\((?:số liệu )?(?:nhiệm kỳ|khóa|khoá|kỳ|năm|quý|tháng)(?: liền)?"
    r" (?:liền trước|liền kề|trước|ngoái)[^()]*$|\(cùng kỳ[^()]*$"
)
_AIMS = re.compile(r"(?<!\w)(?:nâng|đưa|giữ(?: vững)?|duy trì)(?!\w)")
_MEAN = re.compile(r"trung bình|bình quân|điểm|(?<!\w)mỗi(?!\w)")
_BRACKET = 60  # letters
_ALTERNATIVES = 12
_FAR = 60  # numbers
_NEAR = 8  # sentences
_CLOSE = 6  # numbers


class Shares(Reader):
    """Ties percentages to counts; built once for a text."""

    def __init__(
        self, outline: Outline, parents: dict[int, int], ledgers: list[Ledger]
    ) -> None:
        super().__init__(outline)
        self._parents = parents
        self._ledgers = ledgers
        self._bases = self._bases_of_ledgers()
        self._brackets: dict[int, Frame] = {
            frame.wholes[0]: frame
            for frame in outline.frames
            if frame.opened is Opened.BRACKET and frame.wholes and frame.is_all is None
        }

    def _bases_of_ledgers(self) -> dict[int, int]:
        """What is finished is a share of what came in, on time of what is finished."""
        bases: dict[int, int] = {}
        for ledger in self._ledgers:
            slots = ledger.slots
            if "finished" in slots:
                if "received" in slots:
                    bases.setdefault(slots["finished"], slots["received"])
                for part in ledger.finished_parts:
                    bases.setdefault(part, slots["finished"])
        return bases

    def relations(self) -> Iterator[Relation]:
        for index, mention in enumerate(self._mentions):
            if mention.amount.sense is not Sense.SHARE:
                continue
            if mention.amount.bound is Bound.EXACT and "expected" not in mention.tags:
                yield from self._of(index, mention)

    def _of(self, index: int, mention: Mention) -> Iterator[Relation]:
        inside = self._inside(index)
        if inside is not None:
            whole = self._mentions[inside].amount.whole
            base = () if whole else self._base_behind(inside)
            base = base or (() if whole else self._base_before(index, inside))
            if whole or base:
                alone = bool(whole) and index in self._brackets
                yield Relation(Tie.SHARE, index, (inside,), base, is_formal=alone)
                return
        ahead = self._words_ahead(index)
        words = [word for word in re.split(r"\W+", ahead) if word]
        linked = all(word in _LINKING for word in words) and not self._names_time(index)
        if linked and (words or not mention.right):
            found = self._linked(index, mention)
        else:
            found = self._rate(index, mention)
        if found:
            yield found

    def _names_time(self, index: int) -> bool:
        """«trước hạn 665, đúng hạn 257, đạt 100 % trước và đúng hạn»: not of 257."""
        named = _AND_ON_TIME.match(self._mentions[index].right)
        told = self._mentions[index - 1].tags if index else _IN_TIME
        return bool(named) and "early+on_time" not in told

    def _inside(self, index: int) -> int | None:
        """«95,9 % (820/855 hồ sơ)»: the fraction in the bracket behind."""
        frame = self._brackets.get(index)
        behind = index + 1
        if frame is not None and len(frame.items) == 1:
            item = frame.items[0]
        elif behind < len(self._mentions) and self._is_beside(index, behind):
            if self._mentions[behind].left not in _THAT_IS:
                return None
            item = behind  # «61,9 % hồ sơ …, tức 2.277 trong 3.679 hồ sơ»
        else:
            return None
        return item if self._mentions[item].amount.sense is Sense.COUNT else None

    def _base_behind(self, part: int) -> tuple[int, ...]:
        """«84 % với 420 triệu đồng trên tổng số 500 triệu đồng»."""
        behind = part + 1
        if behind >= len(self._mentions) or not self._is_beside(part, behind):
            return ()
        one, other = self._mentions[part], self._mentions[behind]
        alike = one.family == other.family and other.amount.sense is Sense.COUNT
        return (behind,) if alike and _OUT.search(other.left) else ()

    def _base_before(self, index: int, part: int) -> tuple[int, ...]:
        """«Trả 2.511 hồ sơ, đúng hạn đạt 97 % (2.442 hồ sơ)»: what came before."""
        before = index - 1
        if before < 0 or not self._is_beside(index, before):
            return ()
        if self._outline.depths[before] != self._outline.depths[index]:
            return ()  # «trực tuyến 62 % (761 hồ sơ), trực tiếp 31 % (376 hồ sơ)»
        one, other = self._mentions[before], self._mentions[part]
        if one.amount.sense is not Sense.COUNT or one.family != other.family:
            return ()
        told = self._mentions[index].tags & _TIMELY and not one.tags & _SIDES
        return (before,) if told and one.family else ()

    def _linked(self, index: int, mention: Mention) -> Relation | None:
        part = self._part(index)
        if part is None:
            return None
        if (
            _OUT.search(self._mentions[part].left)
            and part
            and self._is_beside(part - 1, part)
        ):  # «900 hồ sơ đúng hạn trong tổng số 1.000 hồ sơ, tương đương 90 %»
            one, other = self._mentions[part - 1], self._mentions[part]
            alike = one.family == other.family and one.amount.sense is Sense.COUNT
            return Relation(Tie.SHARE, index, (part - 1,), (part,)) if alike else None
        if part and self._is_total_behind(part):
            return Relation(Tie.SHARE, index, (part - 1,), (part,))
        other_base = bool(_OTHER_BASE.match(mention.right))
        if self._mentions[part].amount.whole is not None:
            if _OF_ALL_SEATS.match(mention.right):
                return None  # of those who are absent, too
            unit = self._mentions[part].unit
            if unit and _NUMBER_OF.sub("", mention.right, count=1).startswith(unit):
                other_base = False  # «13/15 xã đạt chuẩn, tương đương 86,7 % số xã»
            # «4.611/4.963 hồ sơ, đạt 92,9 %.»: no word names another base
            planned = bool(_PLANNED.fullmatch(mention.right))
            return Relation(
                *(Tie.SHARE, index, (part,)),
                # «114 tỷ đồng/250 tỷ đồng, đạt 45,6 % kế hoạch»
                is_sure=not other_base or planned,
                is_formal=not mention.right and part == index - 1,
            )
        named = self._named_base(index, part)
        if named is None and other_base:
            return None
        if named is not None:
            return Relation(Tie.SHARE, index, (part,), (named,))
        base = self._base(part)
        if base is not None and self._is_of_fewer(part, base):
            base = None
        wholes = tuple(i for i in self._others(part) if i != base)
        first = self._first_of_then(part)
        if first is not None:
            base = base if base is not None and base >= first else None
            wholes = tuple(i for i in wholes if i >= first)
        if base is not None:
            wholes = (base, *wholes)
        sure = base is not None or self._is_told_before(index, part, wholes)
        return Relation(Tie.SHARE, index, (part,), wholes, is_sure=sure)

    def _is_told_before(self, index: int, part: int, wholes: Sequence[int]) -> bool:
        """«Được giao 26 nhiệm vụ. Đến nay xong 17 nhiệm vụ, đạt 65,4 %».

        The nearest total of its unit in the sentence before: right texts have no other.
        """
        if not wholes or self._value(part) == self._value(wholes[0]):
            return False
        if not self._unit(part) or self._unit(part) != self._unit(wholes[0]):
            return False
        start = self._mentions[part].amount.start
        if self._outline.lower(part)[:start].rstrip().endswith("thứ"):
            return False  # «6 vùng đều tăng. Giữ vị trí thứ 2 là vùng X, đạt 85,4 %»
        if _MEAN.search(self._outline.between(part, index)):
            return False  # «Có 6 vùng. 2 vùng còn lại có trung bình đạt 85,4 %»
        apart = self._outline.sentences[part] - self._outline.sentences[wholes[0]]
        here = self._outline.blocks[part] == self._outline.blocks[wholes[0]]
        return here and apart == 1

    def _first_of_then(self, part: int) -> int | None:
        """«2.542 người, 40,9 % (khóa trước 2.427 người, 37,0 %)»: of no number of now.

        The first number of the bracket, if it tells of an earlier time.
        """
        if not self._outline.depths[part]:
            return None
        start = self._mentions[part].amount.start
        ahead = self._outline.lower(part)[max(0, start - _BRACKET) : start]
        found = _OF_THEN.search(ahead)
        if found is None:
            return None
        opened = start - len(ahead) + found.start()
        first = part
        while first and self._outline.blocks[first - 1] == self._outline.blocks[part]:
            if self._mentions[first - 1].amount.start < opened:
                break
            first -= 1
        return first

    def _is_total_behind(self, whole: int) -> bool:
        """«với số hồ sơ nộp qua mạng là 516 và tổng số hồ sơ là 687, chiếm 75,1 %»."""
        one, other = self._mentions[whole - 1], self._mentions[whole]
        if not (one.is_count and other.is_count and self._is_beside(whole - 1, whole)):
            return False
        alike = one.unit == other.unit and one.worth < other.worth
        between = self._outline.between(whole - 1, whole)
        return alike and bool(_AND_TOTAL.search(between))

    def _part(self, index: int) -> int | None:
        """Return the count right before a percentage, in the same sentence."""
        part = index - 1
        first = max(-1, part - _FAR)
        while part > first and (
            self._outline.depths[part] > self._outline.depths[index]
            or self._is_span(part)
        ):  # «20/36 đơn vị (trong đó 14 xã, 6 phòng), đạt 55,6 %»
            part -= 1
        if part < 0:
            return None
        amount = self._mentions[part].amount
        same = self._is_beside(part, index)
        if part and self._mentions[part - 1].amount.unit == "%":
            between = self._outline.between(part - 1, part).strip()
            if _OF.fullmatch(between) and between:
                return None  # «chiếm 52 % tổng số 25 đơn vị, đạt 100 % kế hoạch»
        if not same or self._outline.blocks[part] != self._outline.blocks[index]:
            return None
        counts = amount.sense is Sense.COUNT or amount.whole is not None
        counts = counts and amount.sense is not Sense.RANK  # «thứ 3/63, đạt 91,4 %»
        return part if counts and amount.bound is Bound.EXACT else None

    def _named_base(self, index: int, part: int) -> int | None:
        """Return the base that the words behind a percentage name, if it is printed.

        «82,4 % của 3.549 hồ sơ», «61,9 % số hồ sơ tiếp nhận mới», «95 % kế hoạch».
        """
        mention = self._mentions[index]
        behind = index + 1
        if behind < len(self._mentions) and self._is_beside(index, behind):
            follows = self._mentions[behind]
            if _OF.fullmatch(self._outline.between(index, behind).strip()):
                fits = go_together(follows.family, self._mentions[part].family)
                return behind if fits and follows.amount.sense is Sense.COUNT else None
            if _PLAN_IN_BRACKET.fullmatch(self._outline.between(index, behind)):
                alike = follows.family in ("", self._mentions[part].family)
                return behind if alike else None
            if _NUMBER_IN_BRACKET.fullmatch(self._outline.between(index, behind)):
                return behind if self._is_within(part, behind) else None
        if _PLANNED.match(mention.right):
            return self._before(part, _PLANS, same_sentence=True)
        states = (
            tags_of(mention.right) & _STATES if _NUMBER_OF.match(mention.right) else ()
        )
        if states:
            return self._before(part, frozenset(states))
        return self._named_before(part, mention.right)

    def _named_before(self, part: int, right: str) -> int | None:
        """«thu về 962 phiếu. Hài lòng 897 phiếu, bằng 93,2 % số phiếu thu về»."""
        said = _NUMBER_OF.match(right)
        name = set(WORD.findall(right[said.end() :])) - _FILLING if said else set()
        if len(name) < 2:
            return None
        for other in range(part - 1, max(-1, part - _FAR), -1):
            if self._outline.sentences[part] - self._outline.sentences[other] > _NEAR:
                return None
            mention = self._mentions[other]
            ahead = "" if _OUT.search(mention.left) else mention.left
            told = f"{ahead} {mention.amount.unit} {mention.right}".lower()
            more = name - set(WORD.findall(mention.unit))
            known = name <= set(WORD.findall(told))
            if more and known and self._is_within(part, other):
                return other
        return None

    def _is_within(self, part: int, whole: int) -> bool:
        amount = self._mentions[whole].amount
        counts = amount.sense is Sense.COUNT and amount.bound is Bound.EXACT
        return counts and amount.whole is None and self._value(part) < amount.value

    def _before(
        self, part: int, tags: frozenset[str], *, same_sentence: bool = False
    ) -> int | None:
        """Return the last count before ``part`` that has one of these tags."""
        mine = self._mentions[part]
        sentence = self._outline.sentences[part]
        for other in range(part - 1, max(-1, part - _FAR), -1):
            apart = sentence - self._outline.sentences[other]
            if apart > (0 if same_sentence else _NEAR):
                return None
            mention = self._mentions[other]
            if mention.amount.sense is not Sense.COUNT or not mention.tags & tags:
                continue
            if mention.tags & (_SIDES | (_REACHED - tags)):
                continue
            if go_together(mine.family, mention.family):
                return other
        return None

    def _base(self, part: int) -> int | None:
        """Return the total that a share of ``part`` must be of, if one is clear."""
        if part in self._parents:
            return self._parents[part]
        mine = self._mentions[part]
        sentence = self._outline.sentences[part]
        before = part - 1
        first = max(0, part - _FAR)
        while before >= first and self._outline.sentences[before] == sentence:
            other = self._mentions[before]
            if other.amount.sense is Sense.COUNT and other.amount.bound is Bound.EXACT:
                fits = go_together(mine.family, other.family)
                if fits and not other.tags & _REACHED:
                    given = other.tags & _GIVEN or self._is_done_with(part, before)
                    return before if given and mine.tags & _REACHED else None
            before -= 1
        return self._base_in_ledger(part)

    def _is_of_fewer(self, part: int, whole: int) -> bool:
        """Say whether a part may be one of fewer things than the whole.

        «16 nhiệm vụ đến hạn đã xong» of those due; «12 quy định» of so many «quy định».
        """
        due = [bool(_DUE.search(self._said(i))) for i in (part, whole)]
        units = [self._unit(i) for i in (part, whole)]
        nearer = any(
            self._unit(i) == units[0] and self._value(i) > self._value(part)
            for i in range(max(0, part - _CLOSE), part)
            if self._is_beside(i, part)
        )
        return due == [True, False] or (
            bool(units[0]) and units[0] != units[1] and nearer
        )

    def _said(self, index: int) -> str:
        return f"{self._mentions[index].left} {self._mentions[index].right}"

    def _is_done_with(self, part: int, whole: int) -> bool:
        """«Kiểm tra 20 văn bản; đã xử lý 15 văn bản»: the same things, right before."""
        units = [self._mentions[i].unit for i in (part, whole)]
        return part - whole == 1 and units[0] == units[1]

    def _base_in_ledger(self, part: int) -> int | None:
        return self._bases.get(part)

    def _others(self, part: int) -> Iterator[int]:
        """Yield totals near by that a share may be of as well."""
        mine = self._mentions[part]
        given = 0
        for other in range(part - 1, max(-1, part - _FAR), -1):
            if given >= _ALTERNATIVES:
                return
            if self._outline.sentences[part] - self._outline.sentences[other] > _NEAR:
                return
            amount = self._mentions[other].amount
            if amount.sense is not Sense.COUNT or amount.value < mine.amount.value:
                continue
            if self._mentions[other].tags & _SIDES:
                continue
            if go_together(mine.family, self._mentions[other].family):
                given += 1
                yield other

    def _rate(self, index: int, mention: Mention) -> Relation | None:
        """«tỷ lệ giải quyết đúng hạn đạt 95,7 %»: a rate over the ledger before it."""
        if not _RATE_WORDS.search(mention.left) or _OTHER_BASE.match(mention.right):
            return None
        text = self._outline.lower(index)
        if _OF_A_TIME.match(text, mention.sentence):
            return None  # «Riêng quý IV, tỷ lệ đúng hạn đạt 99,3 %»: of no year
        if "before" in mention.tags:
            return None  # «tỷ lệ đúng hạn từ 93,2 % lên 98,6 %»: of another time
        if not mention.tags & {"on_time", "early+on_time", "late", "early"}:
            return None
        sentence = self._outline.sentences[index]
        here = [
            i for i in range(max(0, index - 12), index) if self._is_beside(i, index)
        ]
        counts = {i for i in here if self._mentions[i].amount.sense is Sense.COUNT}
        if not counts and _AIMS.search(mention.left):
            return None  # «nâng tỷ lệ hồ sơ đúng hẹn lên 99,9 %»
        levels = mention.tags & LEVELS
        for ledger in reversed(self._ledgers):
            told = {i for name, i in ledger.slots.items() if name in _OF_FINISHED}
            told |= {i for name, i in ledger.recent.items() if name in _OF_FINISHED}
            before = {i for i in told if i < index}
            if not before or sentence - self._outline.sentences[max(before)] > 2:
                continue
            if counts and not counts & before:
                continue  # the rate is of what its own sentence counts
            if (levels and levels != ledger.level) or not _tells_when(ledger):
                return None
            if ledger.chapter == self._outline.chapters[index]:
                terms = [i for n, i in ledger.slots.items() if n in _OF_FINISHED]
                return Relation(Tie.RATE, index, tuple(i for i in terms if i < index))
        return None if counts else self._rate_afar(index, levels)

    def _rate_afar(self, index: int, levels: frozenset[str]) -> Relation | None:
        """The same in an assessment, where the text tells one ledger alone."""
        told = [
            ledger
            for ledger in self._ledgers
            if (ledger.finished_parts or "early+on_time" in ledger.slots)
            and "finished" in ledger.slots
            and (not levels or not ledger.level or levels == ledger.level)
        ]
        if len(told) != 1 or max(told[0].slots.values()) > index:
            return None
        terms = tuple(i for n, i in told[0].slots.items() if n in _OF_FINISHED)
        return Relation(Tie.RATE, index, terms, is_guess=True)


def _tells_when(ledger: Ledger) -> bool:
    """Say whether all parts of what was finished are told; or but for the late ones."""
    return bool(ledger.finished_parts) or ledger.slots.keys() >= _IN_TIME
