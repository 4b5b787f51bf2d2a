"""Finds growth, what is left over, and averages: numbers worked out from two others."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from lienmach.checker.quantities.claims.breakdowns import go_together
from lienmach.checker.quantities.words.ages import in_order
from lienmach.checker.quantities.words.outline import Opened, Outline
from lienmach.checker.quantities.words.phrases import Mention
from lienmach.checker.quantities.words.reader import Reader
from lienmach.checker.report import Bound, Relation, Sense, Tie
from lienmach.checker.text.numbers import is_rounded
from lienmach.checker.text.other_times import COMPARED, EARLIER
from lienmach.checker.text.slips import HUNDRED

_FROM = re.compile(r"(?:^|\s)từ(?: (?:hạng|thứ|vị trí|thứ hạng|mức|vị thứ))*(?: thứ)?$")
_TO = re.compile(
    r"(?:^|\s)(?:lên|xuống|còn|đến|thành)(?: (?:còn|đến|thành|hạng|thứ|vị trí|thứ hạng"
    r"|mức"
    r"|tới|vị thứ))*$"
)
_EARLIER = re.compile(rf"{COMPARED}|năm \d{{4}}")
_NO_THEN = re.compile(r"\((?:trong đó|gồm|bao gồm)(?!\w)")  # what is told is of now
_RAISES = re.compile(r"[,;] (?:qua đó )?(?:nâng|đưa) ")  # «…, nâng tổng số … lên 163»
_WHEN = re.compile(r"năm|quý|tháng|kỳ|đợt|tuần")
_ONLY_WHEN = re.compile(r"(?:năm|quý|tháng) [\divx/]+(?: là| có| đạt)?")
_GOES_ON = re.compile(r", | và ")
_LEFT = re.compile(
    r"(?:hiện |số )?(?:còn|thiếu)(?: lại| thiếu| dư| phải"
    r"| tồn)*(?: chưa [^,;]{1,40})?(?: là"
    r"| có)?$"
)
_NOT_YET = re.compile(
    r"(?:số )?chưa (?:sử dụng|tuyển|bố trí|giải ngân|thực hiện)(?: là)?$"
)
_REST = re.compile(r"(?:số |hiện )?còn(?: lại|.{0,40} chưa )| ?còn lại")
_PER = re.compile(r"(?:mỗi|một|1) (?!cửa)([^\W\d_]+)")
_PER_BEHIND = re.compile(
    r"^ ?/ ?(?:1 |cấp )?([^\W\d_]+)|^(?:một|mỗi|trên|trên một) (?!cửa)([^\W\d_]+)"
)
_PER_ANY = re.compile(r"(?:(?<!\w)(?:mỗi|một|1)|/) ?(?!cửa)[^\W\d_]+")
_MOST = 60  # numbers in a sentence
_FAR_RANK = 4  # numbers: «tăng 4 bậc và 4,58 điểm so với năm 2020 (84,15 điểm, thứ 11)»
_OUT_OF = re.compile(r"^trong|(?:^|\s)trong$|(?:^|\s)phải(?: [^\W\d_]+){1,4}$")
_GIVEN = frozenset(("assigned", "total", "received", "plan"))
_AGAINST = re.compile(r"so(?: với)? (?:cùng kỳ|năm|quý|tháng|kỳ)[^.;,()]{0,30}\(")
_EARLIER_RANK = re.compile(EARLIER)
_WAY = re.compile(
    r"(?<!\w)(?:(tăng|giảm)(?: nhẹ| mạnh| đáng kể| hơn)? so(?: với)?"
    r"|(?:(nhiều|cao)|ít|thấp) hơn(?: so với)?) (?:cùng kỳ|năm|quý|tháng|kỳ)"
    r"[^.;,()]{0,30}\((?:là |đạt )?$"
)
_LINKED = re.compile(
    r"^(?:\W|tương ứng|tương đương|ứng với|với|tỷ lệ|tỉ lệ|đạt|bằng|là)*$"
)


class Changes(Reader):
    """Reads the worked-out numbers of a text; built once for it."""

    def __init__(self, outline: Outline, parents: dict[int, int]) -> None:
        super().__init__(outline)
        self._parents = parents
        self._parts: dict[int, list[int]] = {}
        self.growth: set[int] = set()  # percentages that are growth, not shares

    def relations(self) -> Iterator[Relation]:
        for sentence in self._outline.by_sentence:
            if len(sentence) > _MOST:
                continue
            yield from self._growth(sentence)
            yield from self._average(sentence)
            yield from self._direction(sentence)
        for frame in self._outline.frames:
            if frame.opened is Opened.SENTENCE and len(frame.items) <= _MOST:
                yield from self._remainder(frame.items)
        yield from self._staff()

    # Growth

    def _growth(self, sentence: Sequence[int]) -> Iterator[Relation]:
        senses = [self._mentions[i].amount.sense for i in sentence]
        if Sense.CHANGE not in senses:
            return
        changes = [i for i in sentence if self._is_change(i)]
        last: tuple[int, int] | None = None
        for change in changes:
            pair = self._from_to(sentence, change) or self._against(sentence, change)
            if last and change in self.growth:
                pair = last  # «giảm 43 đơn vị (6,56 %) so với năm 2021 (655 đơn vị)»
            elif pair is None and last and self._mentions[change].unit == "%":
                # «tăng 671 hồ sơ so với 2.498 hồ sơ …, tương ứng tăng 26,9 %»
                pair = last
            last = pair
            if pair:
                formal = change < min(pair) and self._both_behind(pair) is not None
                yield Relation(Tie.CHANGE, change, pair, is_formal=formal)

    def _is_change(self, index: int) -> bool:
        mention = self._mentions[index]
        if mention.amount.bound is not Bound.EXACT:
            return False
        if mention.amount.sense is Sense.CHANGE:
            return True
        if mention.amount.sense is Sense.SHARE and index:
            before = self._mentions[index - 1]
            moved = before.amount.sense is Sense.CHANGE and not before.amount.whole
            if moved and _LINKED.match(mention.left):
                self.growth.add(index)
                return True
        return False

    def _values(self, sentence: Sequence[int], change: int) -> list[int]:
        """Return the numbers that a change may be counted between."""
        amount = self._mentions[change].amount
        unit = self._mentions[change].family
        if amount.unit == "%" and change in self.growth:
            unit = self._mentions[change - 1].family
        wanted = (Sense.RANK,) if unit == "step" else (Sense.COUNT, Sense.SCORE)
        if amount.unit == "%":
            wanted = (Sense.COUNT,)
        found = []
        for index in sentence:
            other = self._mentions[index]
            if (
                other.amount.sense not in wanted
                or other.amount.bound is not Bound.EXACT
            ):
                continue
            if (
                not other.amount.unit
                and other.amount.value % 1
                and not amount.value % 1
            ):
                continue  # «6.260 vụ, giảm 2.278 vụ so cùng kỳ (đạt 78,35)»
            is_like = unit in ("%", "step") or go_together(unit, other.family)
            moved = _FROM.search(other.left) or _TO.search(other.left)
            if is_like and (moved or other.family != "time"):
                found.append(index)
        return found

    def _from_to(self, sentence: Sequence[int], change: int) -> tuple[int, int] | None:
        """«từ 100 lên 112»."""
        values = self._values(sentence, change)
        for one, other in pairwise(values):
            if _FROM.search(self._mentions[one].left) and _TO.search(
                self._mentions[other].left
            ):
                near = min(abs(change - one), abs(change - other)) <= 3
                near = near and not self._is_told_apart(change, one)
                return (one, other) if near else None
            if self._is_made_into(one, other, change):
                return one, other
        starts = [i for i in values if _FROM.search(self._mentions[i].left)]
        if (
            len(values) == 2 and len(starts) == 1
        ):  # «thứ 5 …, từ vị trí thứ 7 tăng 2 bậc»
            other = next(i for i in values if i not in starts)
            is_rank = self._mentions[other].amount.sense is Sense.RANK
            return (starts[0], other) if is_rank else None
        return None

    def _is_made_into(self, one: int, other: int, change: int) -> bool:
        """«sáp nhập 68 ban quản lý thành 39 ban quản lý (giảm 42,6 %)»."""
        alike = self._unit(one) == self._unit(other) != ""
        if not alike or (other - one, change - other) != (1, 1):
            return False
        into = self._mentions[other].left.endswith(" thành")
        return into and "(" in self._outline.between(other, change)

    def _is_told_apart(self, one: int, other: int) -> bool:
        """«giảm 2 cơ quan (21 cơ quan); giảm 18 phòng (từ 143 phòng còn 125 phòng)»."""
        between = self._outline.between(min(one, other), max(one, other))
        return ";" in between or "riêng" in between

    def _against(self, sentence: Sequence[int], change: int) -> tuple[int, int] | None:
        """«112 hồ sơ, tăng 12 hồ sơ so với cùng kỳ (100 hồ sơ)»."""
        values = self._values(sentence, change)
        before = [i for i in values if i < change]
        behind = [i for i in values if i > change]
        if not before:
            return self._both_behind(behind)
        now = self._fitting(change, before, behind)
        if now is None:
            return None
        is_rank = self._mentions[now].amount.sense is Sense.RANK
        if behind and behind[0] - change <= (_FAR_RANK if is_rank else 2):
            words = self._outline.between(change, behind[0])
            alike = go_together(
                self._mentions[now].family, self._mentions[behind[0]].family
            )
            return (
                (behind[0], now) if alike and ends_comparison(words) is False else None
            )
        if len(before) >= 2 and change - now <= 2:
            first, second = self._mentions[before[-2]], self._mentions[now]
            alike = self._is_same_at_two_times(first, second)
            alike = alike or self._is_compared(before[-2], first, second)
            if first.amount.sense is Sense.RANK and _EARLIER_RANK.search(
                self._outline.between(before[-2], now)
            ):
                return (now, before[-2])  # «thứ 13; một năm trước ở vị trí thứ 16»
            if not alike:
                return None
            return in_order(self._outline, before[-2], now) or (before[-2], now)
        return None

    def _fitting(
        self, change: int, before: Sequence[int], behind: Sequence[int]
    ) -> int | None:
        """The number that changed: the one that it is right of, else the likeliest.

        «412 lượt với 536 người, giảm 55 lượt so với năm 2019 (467 lượt)»: of 412.
        """
        depths = self._outline.depths
        if behind:  # «bằng 24 % dự toán (14.200 tỷ đồng) và tăng 9 % so với …»
            before = [i for i in before if depths[i] <= depths[change]]
            if not before:
                return None
        if behind and self._mentions[change].amount.sense is Sense.CHANGE:
            right = [i for i in before if self._is_right(change, behind[0], i)]
            if right:
                return right[-1]
        unit = self._mentions[behind[0]].unit if behind else ""
        alike = [i for i in before if self._mentions[i].unit == unit]
        if behind and not unit:  # «giảm 9 % về số doanh nghiệp (cùng kỳ 131)»
            told = self._outline.between(change, behind[0])
            alike = [i for i in before if self._unit(i) and self._unit(i) in told]
            unit = "named"
        return alike[-1] if alike and unit else before[-1]

    def _is_right(self, change: int, then: int, now: int) -> bool:
        moved, before = abs(self._value(change)), self._value(then)
        gap = abs(self._value(now) - before)
        if self._unit(change) != "%":
            return gap == moved
        return bool(before) and is_rounded(moved, HUNDRED * gap / before)

    def _both_behind(self, behind: Sequence[int]) -> tuple[int, int] | None:
        """«nhiều hơn 120 hồ sơ (1.250 hồ sơ so với 1.130 hồ sơ)»."""
        if len(behind) != 2 or behind[1] - behind[0] != 1:
            return None
        first, second = (self._mentions[i] for i in behind)
        if "so với" in self._outline.between(behind[0], behind[1]):
            return behind[1], behind[0]
        told = _WHEN.search(first.left) and _WHEN.search(second.left)
        return (behind[0], behind[1]) if told else None

    def _is_compared(self, index: int, first: Mention, second: Mention) -> bool:
        """«So với cùng kỳ (19.507 hồ sơ), số hồ sơ tiếp nhận (21.981 hồ sơ) tăng …»."""
        text = self._outline.lower(index)
        ahead = text[first.sentence : first.amount.start]
        return first.family == second.family and bool(_AGAINST.fullmatch(ahead.strip()))

    def _is_same_at_two_times(self, first: Mention, second: Mention) -> bool:
        """«năm 2022: 100 hồ sơ; năm 2023: 112 hồ sơ»."""
        if first.family != second.family or first.amount.whole or second.amount.whole:
            return False
        if _ONLY_WHEN.fullmatch(second.left) and not second.tags and not first.right:
            return bool(_WHEN.search(first.left))
        return bool(_WHEN.search(first.left) and _WHEN.search(second.left)) and (
            first.tags - {"before"} == second.tags - {"before"}
        )

    def _direction(self, sentence: Sequence[int]) -> Iterator[Relation]:
        """«1.132 hồ sơ, giảm so với cùng kỳ năm trước (911 hồ sơ)»: no amount."""
        for now, before in pairwise(sentence):
            both = [self._mentions[i].amount for i in (now, before)]
            if any(
                a.sense is not Sense.COUNT or a.bound is not Bound.EXACT or a.whole
                for a in both
            ):
                continue
            way = _WAY.search(self._outline.between(now, before))
            if way and self._mentions[now].family == self._mentions[before].family:
                tie = Tie.ROSE if way[1] == "tăng" or way[2] else Tie.FELL
                yield Relation(tie, now, (before,))

    # What is left

    def _remainder(self, items: Sequence[int]) -> Iterator[Relation]:
        """«giao 78 biên chế, có mặt 74, còn 4»."""
        counts = [
            i
            for i in items
            if self._mentions[i].amount.sense is Sense.COUNT
            and self._mentions[i].amount.bound is Bound.EXACT
        ]
        for left in counts:
            mention = self._mentions[left]
            named = _LEFT.match(mention.left) or _NOT_YET.match(mention.left)
            if not named and not mention.right.startswith("còn lại"):
                continue
            alike = [i for i in counts if i <= left and self._is_like(i, left)]
            at = len(alike) - 1
            if at and self._mentions[alike[at - 1]].amount.whole:
                taken = alike[at - 1]
                if _REST.match(f"{mention.left} {mention.right}"):
                    yield Relation(Tie.REMAINDER, left, (taken,))
            if at < 2:
                continue
            whole, taken = alike[at - 2], alike[at - 1]
            three = (whole, taken, left)
            families = {self._mentions[i].family for i in three} - {""}
            first, second = (self._mentions[i].amount for i in (whole, taken))
            if len(families) > 1 or first.value < second.value:
                continue
            if first.whole or second.whole or not self._is_beside(whole, left):
                continue
            start = self._mentions[whole]
            given = start.tags & _GIVEN and not start.tags & {"finished", "open"}
            sure = at == 2 and bool(given or _OUT_OF.search(start.left))
            yield Relation(Tie.REMAINDER, left, (whole, taken), is_sure=sure)

    def _is_like(self, one: int, other: int) -> bool:
        kinds = self._mentions[one].family, self._mentions[other].family
        return not all(kinds) or kinds[0] == kinds[1]

    def _staff(self) -> Iterator[Relation]:
        """Posts given, filled and free, told in three lists below each other."""
        for roles in self._staff_totals():
            given, filled, free = roles
            yield Relation(Tie.REMAINDER, free, (given, filled))
            lists = [self._by_label(total) for total in roles]
            for label, part in lists[2].items():
                if label in lists[0] and label in lists[1]:
                    terms = (lists[0][label], lists[1][label])
                    yield Relation(Tie.REMAINDER, part, terms)

    def _staff_totals(self) -> Iterator[tuple[int, int, int]]:
        wanted = ("assigned", "present", "left")
        found: dict[str, int] = {}
        chapter = -1
        for index, mention in enumerate(self._mentions):
            if self._outline.chapters[index] != chapter:
                chapter, found = self._outline.chapters[index], {}
            if "total" not in mention.tags or mention.family != "person":
                continue
            role = next((r for r in reversed(wanted) if r in mention.tags), "")
            if role:
                found[role] = index
            if role == "left" and len(found) == 3:
                yield (found["assigned"], found["present"], found["left"])
                found = {}

    def _by_label(self, total: int) -> dict[str, int]:
        """Return the parts of a total by their labels, inner ones behind outer ones."""
        labels: dict[str, int] = {}
        for part in self._children(total):
            outer = self._mentions[part].left
            for inner in (part, *self._children(part)):
                path = (
                    outer
                    if inner == part
                    else f"{outer} / {self._mentions[inner].left}"
                )
                if self._mentions[inner].left:
                    labels[path] = -1 if path in labels else inner
        return {label: part for label, part in labels.items() if part >= 0}

    def _children(self, total: int) -> Sequence[int]:
        if not self._parts:
            for part, parent in self._parents.items():
                self._parts.setdefault(parent, []).append(part)
        return self._parts.get(total, ())

    # Averages

    def _average(self, sentence: Sequence[int]) -> Iterator[Relation]:
        """«1.200 hồ sơ trong 60 ngày, bình quân 20 hồ sơ/ngày»."""
        for index in sentence:
            mention = self._mentions[index]
            if mention.amount.sense is not Sense.AVERAGE:
                continue
            if mention.amount.bound is not Bound.EXACT:
                continue
            per = self._per_of(index)
            others = [
                i
                for i in sentence
                if self._mentions[i].amount.sense is Sense.COUNT
                and self._mentions[i].amount.bound is Bound.EXACT
            ]
            counts = [i for i in others if per and self._counts(i, per)]
            totals = [
                i
                for i in others
                if i not in counts and self._mentions[i].family == mention.family
            ]
            # «34 công chức, trong đó 25 …, 9 …, bình quân 4,25 người/đơn vị»: of all
            totals = [i for i in totals if self._parents.get(i) not in totals]
            if len(totals) > 1 and not any(map(self._per_of, totals)):
                totals = [i for i in totals if self._is_ahead(i, index)]
                counts = [i for i in counts if self._is_ahead(i, index)]
            if len(counts) == 1 and len(totals) == 1:
                yield Relation(Tie.AVERAGE, index, (totals[0], counts[0]))

    def _is_ahead(self, total: int, mean: int) -> bool:
        """«xã A 17 người; 10 phường có 43 người, bình quân 4,3 người»: of 43."""
        return total < mean and ";" not in self._outline.between(total, mean)

    def _per_of(self, index: int) -> str:
        return self._per(self._mentions[index])

    def _counts(self, index: int, per: str) -> bool:
        unit = self._mentions[index].unit
        return unit == per or unit.startswith((f"{per} ", f"{per},"))

    def _per(self, mention: Mention) -> str:
        """Of each of what a mean is; nothing where it is of two, «mỗi xã một ngày»."""
        said = f"{mention.left} {mention.amount.unit} {mention.right}"
        if len(_PER_ANY.findall(said)) > 1:
            return ""
        found = _PER.search(mention.left)
        if found:
            return found[1]
        behind = _PER_BEHIND.match(mention.right)
        return (behind[1] or behind[2]) if behind else ""


def ends_comparison(words: str) -> bool | None:
    """Say whether the comparison behind a change is over before a number comes.

    «tăng 54 hồ sơ so với cùng kỳ; đã giải quyết 330», «còn 7 phòng (giảm 1 phòng so với
    đầu năm) và 3 đơn vị». None where the words compare nothing.
    """
    found = _EARLIER.search(words)
    if found is None:
        return None
    behind = words[found.end() :]
    if ";" in behind or ")" in behind or _NO_THEN.search(behind):
        return True
    if _RAISES.search(behind):
        return True
    *before, clause = _GOES_ON.split(behind)
    return bool(before) and "(" not in behind and not _WHEN.search(clause)
