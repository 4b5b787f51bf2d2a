"""Finds counts in a row whose largest is nearly the sum of the others.

A total with its parts, what came with what was done and what is left, a number before
with the one after and the change: whatever the words are, the largest is the sum of the
others. The form of a passage (units that agree, a total in front, a colon, a word of
conclusion or of comparison) says how likely such a claim is, the numbers say whether it
fails by a slip of the pen; together they must weigh enough (``weights``).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain, groupby
from math import log2

from lienmach.checker.quantities.breakdowns import go_together
from lienmach.checker.quantities.outline import Outline
from lienmach.checker.quantities.phrases import Mention
from lienmach.checker.quantities.vocabulary import COMPLETE, DIMENSIONS, words
from lienmach.checker.quantities.weights import slip
from lienmach.checker.report import Bound, Relation, Sense, Tie
from lienmach.checker.slips import HUNDRED

_MOST = 16  # counts of a passage
_LONGEST = 9  # counts of a run
_SENTENCES = 6  # of one count each, that tell one thing together
_ITEMS = 24
_GOES_ON, _CUT = 6.0, 3.0  # bits
_REACH = 20  # numbers
_THIRD = 7.0
_NEAR, _PART = 1.0, 3  # bits for what is no slip of the pen, and off by a third at most
_TOLD = 8.5  # bits that call a mistake
_CLAUSE = 60  # letters
_HEADS = 4  # numbers that may be the total of the next sentence
_FEW = 10
_ALL_SIDES = 4.0  # bits
_TURN = 2  # a stop and the end of a paragraph
_LINE = 110  # letters of a paragraph that goes on in the next
_SHORT = 80  # letters of a paragraph that is an item of a list

_SUBSET = re.compile(
    r"trong số (?:đó|này)|(?<!\w)riêng|nhất là|chủ yếu|đặc biệt|tiêu biểu"
    r"|điển hình|ngoài ra|bên cạnh|đồng thời|nhất(?!\w)(?! định)|một số|v\.v|\.\.\.|…"
)
_EACH = re.compile(r"bình quân|trung bình|(?<!\w)mỗi(?!\w)|(?<!\w)cứ(?!\w)")
_CONCLUDES = re.compile(
    r"(?<!\w)(?:tức|như vậy|như thế|vị chi|thành ra|tổng|cộng|tất cả|tất thảy|cả thảy"
    r"|cả hai|cả ba|tính ra|tính chung|nghĩa là|hay là|gộp|toàn bộ|còn lại)(?!\w)"
)
_SPLITS = re.compile(r":|\(|(?<!\w)(?:gồm|gồm có|chia|phân|cơ cấu|theo)(?!\w)")
_AMONG = re.compile(r"(?:^|\s)trong(?: số| tổng số)?$")
_OPEN = re.compile(r"[,;][^\d,;.]*(?<!\w)(?:khác|chưa|còn lại|v\.v)(?!\w)[^\d,;.]*(?:[.;]|$)")
_PARTED = re.compile(r"[,;]")
_COMPARES = re.compile(
    r"cùng kỳ|(?:năm|quý|tháng|kỳ|tuần|mùa|lần|đợt) (?:trước|ngoái)|so với|so sánh"
    r"|trước đây|trước khi|đầu (?:kỳ|năm|quý|nhiệm kỳ)|bây giờ|hiện nay|nay(?!\w)"
    r"|trong khi|năm \d{4}|quý [ivx]+(?!\w)"
)
_FROM = re.compile(r"(?:^|\s)từ(?: [^\W\d_]+){0,3}$")
_ONTO = re.compile(
    r"(?:^|\s)(?:xuống|lên|còn|nay|thành|đến|tới|sang|là)(?: [^\W\d_]+){0,4}$"
)
_MOVES = re.compile(
    r"(?<!\w)(?:tăng|giảm|thêm|bớt|hơn|kém|hụt|vượt|nhích|chênh|rút|hạ|sụt|trội|dôi"
    r"|nâng|cắt|lùi|tụt|nhảy|khoảng cách|cách biệt)(?!\w)(?! cường)"
)
_LACKS = re.compile(
    r"(?<!\w)(?:không|chưa|còn|thiếu|hụt|trống|khuyết|hỏng|mất|lại|dở|đang|chờ|vắng"
    r"|loại|sau|khác|thừa|dư)(?!\w)"
)
_TIMES = re.compile(r"(?<!\w)(?:năm|quý|tháng|tuần|kỳ|lũy kế|luỹ kế)(?!\w)")
_OVERLAPS = re.compile(
    r"đảng viên|dân tộc|tôn giáo|lý luận|ngoại ngữ|tin học|trình độ"
)
_PLANS = re.compile(r"kế hoạch|chỉ tiêu|mục tiêu|phấn đấu")
_NESTED = (("tháng ", "quý "), ("quý ", "năm "), ("tuần ", "tháng "))
_WORD = re.compile(r"[^\W\d_]+")
_DENIALS = words("không chưa chẳng")
_JOINTS = words("đã được có là số và còn các cả của trong đó")
_ALL = re.compile(r"(?<!\w)(?:tổng|số|lượng|toàn|cả)(?!\w)")
_ADDED = words("thêm tăng giảm hơn kém bớt")
_BULLETS = " -–+*•"
_SUMS = frozenset((Tie.REMAINDER, Tie.PARTS, Tie.CHANGE))
_ASIDE = words("expected cumulative partly")
_STATES = words("received finished open returned carried new")
_COMPLETE = words("total carried assigned")
_UNCOUNTED = words("step measure")
_MEASURED = words("point time")  # only compared, never added up


import os
DEBUG=os.environ.get('DEBUG_RUNS')
class Runs:
    """``known`` are the relations already found."""

    def __init__(self, outline: Outline, known: Sequence[Relation]) -> None:
        self._outline = outline
        self._mentions = outline.mentions
        self._value = outline.value
        self._plain = [i for i in range(len(self._mentions)) if self._is_plain(i)]
        self._told = Counter(self._value(i) for i in self._plain)
        self._even: set[int] = set()
        self._shares = {
            r.result: (r.terms[0], r.wholes[0])
            for r in known
            if r.tie is Tie.SHARE and r.wholes and self._holds(r)
        }
        self._bases = dict(self._shares.values())
        self._links: set[tuple[int, ...]] = set()
        self._runs: dict[int, list[frozenset[int]]] = {}
        self._known: dict[int, list[frozenset[int]]] = {}
        for relation in known:
            if relation.is_sure and self._may_be_wrong(relation):
                members = frozenset((relation.result, *relation.terms))
                for index in members:
                    self._known.setdefault(index, []).append(members)

    def relations(self) -> Iterator[Relation]:
        passages = [run for run in self._passages() if len(run) > 2]
        windows = [w for run in passages for w in self._windows(run)]
        for window, _ in windows:
            values = [self._value(i) for i in window]
            if 2 * max(values) == sum(values) and max(values) >= _FEW:
                self._even.update(window)
                for index in window:
                    self._runs.setdefault(index, []).append(frozenset(window))
        best: dict[frozenset[int], tuple[float, Relation]] = {}
        for window, away in windows:
            values = [self._value(i) for i in window]
            total = max(values)
            if any(self._even.intersection([i]) for i, v in zip(window, values, strict=True) if v < total):
                continue
            weighed = self._weigh(window, away)
            if self._is_known(frozenset(window)):
                continue
            if DEBUG and weighed and weighed[0]>=4:
                print("   run", [str(self._value(i)) for i in window], round(weighed[0],1))
            if weighed and weighed[0] >= _TOLD:
                key = frozenset(window)
                if key not in best or best[key][0] < weighed[0]:
                    best[key] = weighed
        for weight, relation in chain(self._afar(), self._totals()):
            members = frozenset((relation.result, *relation.terms))
            if weight >= _TOLD and not self._is_known(members):
                best[members] = weight, relation
        taken: set[int] = set()
        for members, (_, relation) in sorted(best.items(), key=lambda b: -b[1][0]):
            if not taken & members:
                taken |= members
                yield relation

    def _afar(self) -> Iterator[tuple[float, Relation]]:
        """«Năm trước nhận 286.400 hồ sơ; năm nay thêm 32.200»: the third is far above."""
        for sentence in self._outline.by_sentence():
            pair = [i for i in sentence if self._is_plain(i)]
            if len(pair) == 1 and pair[0]:
                before = pair[0] - 1
                if self._is_plain(before) and self._goes_on(before, pair[0]):
                    pair = [before, *pair]
            for change, other in (pair, pair[::-1]) if len(pair) == 2 else ():
                found = self._third(change, other)
                if found:
                    yield found

    def _totals(self) -> Iterator[tuple[float, Relation]]:
        """«Trả đúng hẹn 4.571, lỡ hẹn 29»: the total was told before."""
        for sentence in self._outline.by_sentence():
            parts = [i for i in sentence if self._is_plain(i)]
            if not 1 < len(parts) < _ITEMS // 4 or self._even.intersection(parts):
                continue
            kinds = {self._mentions[i].family for i in parts} - {""}
            if len(kinds) != 1 or len(parts) != len(sentence):
                continue
            (kind,) = kinds
            near = [
                i
                for i in range(parts[0] - 1, max(-1, parts[0] - _REACH), -1)
                if self._is_plain(i) and self._mentions[i].family == kind
            ]
            if not near:
                continue
            found = self._total_of(parts, near)
            if found:
                yield found

    def _total_of(
        self, parts: Sequence[int], near: Sequence[int]
    ) -> tuple[float, Relation] | None:
        values = [self._value(i) for i in parts]
        if any(self._value(i) == sum(values) for i in near):
            return None
        if any(_OVERLAPS.search(self._mentions[i].left) for i in parts):
            return None
        text = self._outline.texts[self._outline.blocks[parts[0]]]
        lead = text[self._mentions[parts[0]].sentence :].lower().strip(_BULLETS)
        among = lead.startswith(("trong số ", "trong tổng số "))
        best: tuple[float, Relation] | None = None
        for whole in near:
            sides = self._sides(whole, parts)
            denied = len(parts) == 2 and (among or self._is_denied(*parts))
            if sides is None or not (sides == _ALL_SIDES or denied):
                continue
            told = self._slip([self._value(whole), *values], 0)
            if told is not None and (best is None or told > best[0]):
                best = told, self._relation((whole, *parts), 0)
        if best is None:
            return None
        return best[0] + _THIRD - log2(len(near)), best[1]

    def _third(self, change: int, other: int) -> tuple[float, Relation] | None:
        moved = self._mentions[change]
        kind = self._mentions[other].family
        if moved.amount.sense is not Sense.CHANGE and not _MOVES.search(moved.left):
            return None
        first, last = sorted((change, other))
        block = self._outline.blocks[last]
        start = self._mentions[first].sentence if self._outline.blocks[first] == block else 0
        said = self._outline.texts[block][start : self._mentions[last].end].lower()
        if not kind or kind != moved.family or not _COMPARES.search(said):
            return None
        if {change, other} & self._even:
            return None
        near = [
            i
            for i in range(first - 1, max(-1, first - _REACH), -1)
            if self._is_plain(i) and self._mentions[i].family == kind
        ]
        best: tuple[float, Relation] | None = None
        for third in near:
            values = [self._value(i) for i in (change, other, third)]
            if 2 * max(values) == sum(values):
                return None
            window = (third, first, last)
            at = max(range(3), key=[self._value(i) for i in window].__getitem__)
            if window[at] == change:
                continue
            told = self._slip([self._value(i) for i in window], at)
            if told is not None and (best is None or told > best[0]):
                best = told, self._relation(window, at)
        if best is None:
            return None
        return best[0] + _THIRD - log2(len(near)), best[1]

    def _holds(self, relation: Relation) -> bool:
        base = self._value(relation.wholes[0])
        printed = self._mentions[relation.result].amount.value
        step = Decimal(1).scaleb(min(0, int(printed.as_tuple().exponent)))
        part = self._value(relation.terms[0])
        return bool(base) and abs(printed - HUNDRED * part / base) <= step

    def deny(self, relation: Relation) -> bool:
        """Say whether longer sums that hold explain the numbers of one that does not.

        «24 chỉ tiêu: vượt 15, đạt 6, chưa đạt 3»: 15 less 6 need not be 3.
        """
        members = frozenset((relation.result, *relation.terms))
        if relation.tie not in _SUMS or len(members) < 3:
            return False
        if relation.tie is Tie.REMAINDER and relation.is_guess:
            units = [self._mentions[i].amount.unit for i in relation.terms]
            own = self._mentions[relation.result].amount.unit
            if own and len(set(units)) == 1 and units[0] and own != units[0]:
                return True  # «58 lượt, năm 2022 là 29 lượt; 23 người vắng»
        first = relation.result < min(relation.terms)
        moved = [self._mentions[i].left.split(" ")[0] for i in relation.terms]
        if relation.tie is Tie.PARTS and _ADDED.intersection(moved):
            return not relation.is_weighed  # «126 sản phẩm; thêm 18 so với năm 2022»
        if relation.tie is Tie.PARTS and first and self._is_open(max(members)):
            values = [self._value(i) for i in relation.terms]
            return sum(values) != self._value(relation.result)
        return any(members < run for run in self._runs.get(min(members), ()))

    def _is_plain(self, index: int) -> bool:
        mention = self._mentions[index]
        amount = mention.amount
        if amount.bound is not Bound.EXACT or mention.tags & _ASIDE:
            return False
        if amount.unit == "%" or not amount.value:
            return False
        if mention.family in _MEASURED:
            return amount.sense in (Sense.COUNT, Sense.CHANGE, Sense.SCORE)
        counted = amount.sense in (Sense.COUNT, Sense.CHANGE)
        return counted and mention.family not in _UNCOUNTED

    def _may_be_wrong(self, relation: Relation) -> bool:
        """A guess that fails by more than a slip is none that a rule would tell."""
        if not relation.is_guess or relation.tie not in (Tie.PARTS, Tie.REMAINDER):
            return True
        values = [self._value(i) for i in (relation.result, *relation.terms)]
        if relation.tie is Tie.REMAINDER:
            values = [*values[1:], values[0]]
        return 2 * values[0] == sum(values) or self._slip(values, 0) is not None

    def _is_known(self, members: frozenset[int]) -> bool:
        """Say whether the words tell of these numbers, or of more with them."""
        known = self._known.get(min(members), ())
        return any(members <= others for others in known)

    def _linked(self) -> Iterator[list[int]]:
        """«Kênh điện tử 10.320 hồ sơ (86 %); kênh giấy còn 1.680»: the base is known."""
        for share, (part, whole) in self._shares.items():
            follow = [
                i
                for i in range(share + 1, min(len(self._mentions), share + _MOST // 2))
                if self._is_plain(i)
                and self._mentions[i].family not in _MEASURED
                and self._outline.sentences[i] - self._outline.sentences[part] < 2
                and self._outline.blocks[i] == self._outline.blocks[part]
            ]
            if whole < part and follow and follow[0] > part:
                yield [whole, part, *follow[:1]]
                if len(follow) > 1:
                    yield [whole, part, *follow[:2]]

    # Passages

    def _passages(self) -> Iterator[list[int]]:
        """Counts told one after the other: of a sentence, of some, of a list."""
        sentences = [
            [i for i in one if self._is_plain(i)] for one in self._outline.by_sentence()
        ]
        sentences = [one for one in sentences if one]
        for at, sentence in enumerate(sentences):
            if len(sentence) > _MOST:
                continue
            yield from self._of_one_kind(sentence)
            yield from self._of_one_kind(self._without_brackets(sentence))
            yield from self._under_head(sentences, at)
            run = sentence
            for before in reversed(sentences[max(0, at - _SENTENCES) : at]):
                if not self._goes_on(before[-1], run[0]) or len(run) > _MOST:
                    break
                turns = self._outline.blocks[before[-1]] != self._outline.blocks[run[0]]
                if turns and (len(before) > 1 or len(sentence) > 1):
                    break  # no line of a table
                run = [*before, *run]
                if len(run) > 2 and not self._continues(run, sentences[at + 1 : at + 2]):
                    yield from self._of_one_kind(run)
        yield from self._lists()
        for run in self._linked():
            self._links.add(tuple(run))
            yield run

    def _under_head(
        self, sentences: Sequence[list[int]], at: int
    ) -> Iterator[list[int]]:
        """«Kiểm tra 22 đơn vị, đạt 110 % (kế hoạch 20). Kết quả: 17 …, 4 …, 1 …»."""
        parts = sentences[at]
        if len(parts) < 2:
            return
        seen: set[int] = set()
        for before in reversed(sentences[max(0, at - 2) : at]):
            near = self._outline.sentences[parts[0]] - self._outline.sentences[before[0]]
            blocks = {self._outline.blocks[i] for i in (parts[0], before[0])}
            if near > 2 or len(blocks) > 1 or len(before) < 2:
                return
            if before[0] not in seen:
                seen.add(before[0])
                yield from ([whole, *parts] for whole in before[:_HEADS])

    def _continues(self, run: Sequence[int], follows: Sequence[list[int]]) -> bool:
        """Say whether the sentence behind goes on with counts of the same kind."""
        blocks = self._outline.blocks
        if not follows or blocks[run[-1]] != blocks[follows[0][0]]:
            return False
        if not self._goes_on(run[-1], follows[0][0]):
            return False
        kinds = [self._mentions[i].family for i in (run[-1], follows[0][0])]
        return len(follows[0]) < 3 and kinds[0] == kinds[1]

    def _without_brackets(self, run: Sequence[int]) -> list[int]:
        """Leave out brackets of more than one count."""
        depths = Counter((self._outline.depths[i], self._bracket(i)) for i in run)
        return [
            i
            for i in run
            if not self._outline.depths[i]
            or depths[self._outline.depths[i], self._bracket(i)] == 1
        ]

    def _bracket(self, index: int) -> int:
        """Where the bracket that a number stands in begins."""
        text = self._outline.texts[self._outline.blocks[index]]
        return text.rfind("(", 0, self._mentions[index].amount.start)

    def _goes_on(self, one: int, other: int) -> bool:
        sentences, blocks = self._outline.sentences, self._outline.blocks
        apart = sentences[other] - sentences[one]
        if blocks[one] == blocks[other]:
            return apart == 1
        return apart <= _TURN and self._is_item(one, other)

    def _is_item(self, one: int, other: int) -> bool:
        """Say whether two paragraphs are lines of one table that nobody drew."""
        blocks = [self._outline.blocks[i] for i in (one, other)]
        short = all(len(self._outline.texts[block]) < _LINE for block in blocks)
        styles = [self._outline.styles.get(block, "") for block in blocks]
        chapters = [self._outline.chapters[i] for i in (one, other)]
        return short and chapters[0] == chapters[1] and styles[0] == styles[1]

    def _of_one_kind(self, run: Sequence[int]) -> Iterator[list[int]]:
        """The counts of each family, bare ones with those before them."""
        kinds: dict[str, list[int]] = {}
        last = unit = ""
        for index in run:
            mention = self._mentions[index]
            own = mention.amount.unit.lower()
            if not own or not (unit.startswith(own) or unit.endswith(own)):
                last, unit = mention.family or last, own
            kinds.setdefault(last, []).append(index)
        if "" in kinds and len(kinds) > 1:
            bare = kinds.pop("")
            first = next(iter(kinds))
            kinds[first] = [*bare, *kinds[first]]
        yield from (one for one in kinds.values() if len(one) > 2)
        plain = [i for i in run if self._mentions[i].family not in _MEASURED]
        if len(kinds) > 1 and 2 < len(plain) < 5:
            yield plain

    def _lists(self) -> Iterator[list[int]]:
        """The first count of each item, with the last of what stands before."""
        counts: dict[int, list[int]] = {}
        for index in self._plain:
            counts.setdefault(self._outline.blocks[index], []).append(index)
        styled = groupby(self._outline.texts, lambda b: self._outline.styles.get(b, ""))
        before: list[int] = []
        for style, group in styled:
            blocks = list(group)
            items = [counts.get(block, []) for block in blocks]
            short = style or all(len(self._outline.texts[b]) < _SHORT for b in blocks)
            if short and 1 < len(blocks) <= _ITEMS and all(items):
                firsts = [item[0] for item in items]
                chapters = {self._outline.chapters[i] for i in firsts}
                if len(chapters) == 1:
                    yield firsts
                    for whole in before[-2:]:
                        if self._outline.chapters[whole] in chapters:
                            yield [whole, *firsts]
            before = items[-1] if items else []

    def _windows(
        self, run: Sequence[int]
    ) -> Iterator[tuple[tuple[int, ...], float]]:
        """Each stretch of a passage, and the bits that what is left of it takes."""
        sentences = self._outline.sentences
        for size in range(3, min(_LONGEST, len(run)) + 1):
            for start in range(len(run) - size + 1):
                window = tuple(run[start : start + size])
                left = [*run[:start], *run[start + size : start + size + 1]]
                goes_on = left[start:] and sentences[left[-1]] == sentences[window[-1]]
                cut = _GOES_ON if goes_on else _CUT if left else 0.0
                is_list = len({self._outline.blocks[i] for i in window}) > 1
                crossed = 0 if is_list else sentences[window[-1]] - sentences[window[0]]
                yield window, cut + min(3, crossed)

    # Weighing

    def _weigh(
        self, window: tuple[int, ...], away: float
    ) -> tuple[float, Relation] | None:
        values = [self._value(i) for i in window]
        if all(self._told[value] > 1 for value in values):
            return None
        best: tuple[float, Relation] | None = None
        largest = max(range(len(values)), key=values.__getitem__)
        for at in {0, largest, len(values) - 1}:
            told = self._slip(values, at)
            if told is None or (told == _NEAR and window in self._links):
                continue
            form = self._form(window, at, is_full=away < _CUT)
            if form is not None and at != largest:
                form -= 1
            if form is not None and (best is None or told + form - away > best[0]):
                best = told + form - away, self._relation(window, at)
        return best

    def _slip(self, values: Sequence[Decimal], at: int) -> float | None:
        total, parts = values[at], [v for n, v in enumerate(values) if n != at]
        added = sum(parts, Decimal(0))
        gap = total - added
        told = [slip(total, added), *(slip(v, v + gap) for v in parts)]
        bits = [bit - log2(len(told)) for bit in told if bit is not None]
        if 0 < abs(gap) * _PART <= max(total, added):
            bits.append(_NEAR)
        return max(bits, default=None)

    def _form(self, window: tuple[int, ...], at: int, *, is_full: bool) -> float | None:
        """How likely a passage of this form tells a sum, in bits; None: it does not."""
        mentions = [self._mentions[i] for i in window]
        said = " ".join(f"{m.left} {m.amount.unit} {m.right}".lower() for m in mentions)
        if _EACH.search(said) or _OVERLAPS.search(said):
            return None
        form = self._kinship(window) + 2
        form -= 2 if _PLANS.search(said) else 0
        form -= 3 if self._is_flow(mentions) else 0
        changes = any(
            m.amount.sense is Sense.CHANGE or m.left.split(" ")[0] in _ADDED
            for m in mentions
        )
        parts = [i for n, i in enumerate(window) if n != at]
        sides = self._sides(window[at], parts)
        if sides is None:
            return None
        if sides < _ALL_SIDES:
            form -= self._subset(window)
        if at != len(window) - 1 and self._is_open(window[-1]):
            form -= 4
        told_move = self._move(window)
        if told_move:
            form += told_move
        elif any(m.family in _MEASURED for m in mentions):
            return None
        elif changes:
            return None
        elif at == 0:
            among = len(window) == 3 and _AMONG.search(mentions[0].left)
            form += 2 + (3 if among and " và " in self._outline.between(*parts) else 0)
            if self._outline.blocks[window[0]] != self._outline.blocks[window[1]]:
                form += 1 if _ALL.search(mentions[0].left) else -2
            between = self._outline.between(window[0], window[1])
            if _SPLITS.search(_PARTED.split(between, maxsplit=1)[0]):
                form += 2
        elif at != len(window) - 1:
            return None
        last = mentions[-1]
        if _CONCLUDES.search(self._said_of(window[-1], window[-2])):
            form += 3
        elif at == len(window) - 1 and self._nests(mentions):
            form += 3
        elif at == len(window) - 1:
            return None
        if len(window) == 3 and at == 0 and not sides and _LACKS.search(f"{last.left} {last.right}"):
            form += 3
        if not told_move:
            form += sides
        if is_full and len(parts) == 2 and self._is_denied(*parts):
            form += 4
        return form

    def _is_denied(self, one: int, other: int) -> bool:
        """«1.920 phiếu hợp lệ, 14 phiếu không hợp lệ»: the one is not the other."""
        said = [
            _WORD.findall(f"{m.left} {m.amount.unit.lower()} {m.right}")
            for m in (self._mentions[one], self._mentions[other])
        ]
        plain = [frozenset(words) - _DENIALS - _JOINTS for words in said]
        denied = [not _DENIALS.isdisjoint(words) for words in said]
        common = plain[0] & plain[1]
        return denied[0] != denied[1] and len(common) * 2 > min(map(len, plain)) > 0

    def _said_of(self, last: int, before: int) -> str:
        """The words of a number; those of its sentence, where it is alone in it."""
        mention = self._mentions[last]
        if self._outline.sentences[last] == self._outline.sentences[before]:
            return self._outline.between(before, last)[-_CLAUSE:]
        text = self._outline.texts[self._outline.blocks[last]]
        return text[mention.sentence : mention.amount.start].lower()

    def _nests(self, mentions: Sequence[Mention]) -> bool:
        """«Tháng Một: …; Tháng Hai: …; Tháng Ba: …; Quý I: …»."""
        *parts, last = (f"{m.left} " for m in mentions)
        return any(
            outer in last and all(inner in part for part in parts)
            for inner, outer in _NESTED
        )

    def _kinship(self, window: tuple[int, ...]) -> float:
        units = {self._mentions[i].amount.unit.lower() for i in window}
        if len(units) == 1:
            return 3 if units != {""} else 2
        families = {self._mentions[i].family for i in window} - {""}
        longest = max(units, key=len)
        if all(longest.startswith(unit) or longest.endswith(unit) for unit in units):
            return 2
        if len(families) == 1:
            return 1
        one, *others = families or {""}
        if any(self._shares_of(i) == window[0] for i in window[1:]):
            return 2
        return 0 if all(go_together(one, other) for other in others) else -3

    def _shares_of(self, part: int) -> int | None:
        """The total that a printed percentage says a count is part of."""
        return self._bases.get(part)

    def _is_flow(self, mentions: Sequence[Mention]) -> bool:
        """«nhận 412, trả 398, tồn 21»: what lay there from before may be untold."""
        first = mentions[0].tags
        return (
            "received" in first
            and not first & _COMPLETE
            and any("finished" in m.tags for m in mentions[1:])
        )

    def _subset(self, window: tuple[int, ...]) -> float:
        """Bits against a list that may name some parts only."""
        first, last = window[0], window[-1]
        mentions = [self._mentions[i] for i in window]
        said = " ".join(f"{m.left} {m.right}" for m in mentions)
        said = f"{self._ahead(first)} {said} {self._outline.between(first, last)}"
        return 4 if _SUBSET.search(said) else 2 if "trong đó" in said else 0

    def _is_open(self, last: int) -> bool:
        """«…, điều chuyển 112 cơ sở, phương án khác chưa duyệt»: not all is counted."""
        text = self._outline.texts[self._outline.blocks[last]]
        end = self._mentions[last].amount.unit_end
        return bool(_OPEN.match(text, text.find(",", end) if "," in text[end:] else len(text)))

    def _ahead(self, index: int) -> str:
        """The words of its sentence before a number, back to the one before."""
        start, end = self._mentions[index].sentence, self._mentions[index].amount.start
        before = index - 1
        if before >= 0 and self._outline.blocks[before] == self._outline.blocks[index]:
            start = max(start, self._mentions[before].amount.end)
        return self._outline.texts[self._outline.blocks[index]][start:end].lower()

    def _move(self, window: tuple[int, ...]) -> float:
        """Bits for «từ A xuống B, bớt C», «A, năm ngoái B, tức là hơn C»."""
        if len(window) != 3:
            return 0
        one, other, last = (self._mentions[i] for i in window)
        if _FROM.search(one.left) and _ONTO.search(other.left):
            return 9
        moves = [
            m.amount.sense is Sense.CHANGE or bool(_MOVES.search(m.left))
            for m in (one, other, last)
        ]
        moves[2] |= bool(_MOVES.search(self._outline.between(window[1], window[2])))
        if not any(moves):
            return 0
        if moves[1] and ";" in self._outline.between(window[1], window[2]):
            return 0  # «450 triệu, tăng 50 triệu so với năm trước; đã dùng 402 triệu»
        block = self._outline.blocks[window[0]]
        text = self._outline.texts[block][one.sentence : last.end].lower()
        return 5 if _COMPARES.search(text) else 2

    def _sides(self, whole: int, parts: Sequence[int]) -> float | None:
        """Parts told apart by words that leave nothing out, or that overlap."""
        tags = [self._mentions[i].tags for i in parts]
        common = frozenset.intersection(*tags)
        every = frozenset().union(*DIMENSIONS)
        own = [(one - common) & every for one in tags]
        if not any(own):
            return 0
        mine = self._mentions[whole].tags - common
        if any(mine & d and any(one & d for one in own) for d in DIMENSIONS):
            return None  # «sớm 60, đúng hẹn 25, trễ 5»: it is one of them
        if all(len(one) == 1 for one in own) and frozenset().union(*own) in COMPLETE:
            return _ALL_SIDES
        told = [
            n for n, d in enumerate(DIMENSIONS) if any(one & d for one in own)
        ]
        return 0 if len(told) == 1 else -3

    def _relation(self, window: tuple[int, ...], at: int) -> Relation:
        whole = window[at]
        parts = tuple(i for i in window if i != whole)
        return Relation(Tie.PARTS, whole, parts, is_guess=True, is_weighed=True)
