"""Finds what a sentence reckons with a number that another sentence tells.

«So với quý I (6.201 hồ sơ) tăng 513 hồ sơ», a list whose total stands in the sentence
before, «tỷ lệ trực tuyến đạt 74,7 %» below the counts. Which number is meant no word
says: if one of those that may be meant fits, all is well. Where none does, a reading is
given only if one wrong key explains the difference.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lienmach.checker.quantities.claims.breakdowns import go_together
from lienmach.checker.quantities.claims.changes import ends_comparison
from lienmach.checker.quantities.claims.ledger import LEVELS, Ledger
from lienmach.checker.quantities.values.tallies import Tallies
from lienmach.checker.quantities.words.ages import in_order
from lienmach.checker.quantities.words.idioms import ATTRIBUTES
from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.reader import Reader
from lienmach.checker.quantities.words.vocabulary import TIMELY, WORD, any_word, words
from lienmach.checker.report import Bound, Relation, Sense, Tie
from lienmach.checker.text.numbers import is_rounded
from lienmach.checker.text.other_times import AIMED, COMPARED, EARLIER
from lienmach.checker.text.slips import (
    HUNDRED,
    is_one_key_away,
    is_share_but_for_a_key,
    is_sum_but_for_a_key,
    is_swap,
)

_FAR = 60  # numbers
_NEAR = 12  # sentences
_BESIDE = 3  # numbers
_BEFORE_LIST = 3  # sentences
_MOST = 16  # numbers in a sentence
_FEW = 30  # fewer are near a sum by chance
_COVERED = Decimal("0.85")
_PARTS_TRIED = 12
_EARLIER = re.compile(
    r"(?:so|đối chiếu)(?: với)? (?:\d tháng )?[^.;\d]{0,40}"
    r"(?:năm \d{4} |quý [ivx]+ |tháng \d+ )?\($"
    rf"|(?:{EARLIER})[^.;,\d]{{0,24}}$"
    r"|\((?:năm \d{4}|(?:quý [ivx]+|tháng \d+)(?:/\d{4}| năm \d{4})?)(?: là| đạt|:)* $"
    r"|so với(?: [^\W\d]+){0,3} (?:năm \d{4}|quý [ivx]+|tháng \d+)[^.;,]{0,16}$"
)
_THAN_WHEN = re.compile(r"(?:so với|hơn) ((?:quý|tháng|năm|tuần) [\divx]+)(?!\w)")
_POINTS = re.compile(r"(?:phần trăm|%)")
_MEAN = re.compile(r"bình quân|trung bình")
_MEAN_OF = re.compile(r"(?<!\w)(?:mỗi|một) ([^\W\d_][^,;.()\d]{1,30})")
_LISTS = re.compile(
    r"(?:phân loại|chia (?:theo|ra)|phân theo|theo|cơ cấu|trong đó|cụ thể|gồm|bao gồm"
    r"|chất lượng|kết quả|xếp loại|đánh giá)[^\d]{0,60}$"
)
_OVERLAP = re.compile(
    rf"{ATTRIBUTES}|{COMPARED}|trẻ|quản lý|lãnh đạo|năm \d{{4}}|tăng|giảm|riêng"
    r"|nhất là|đặc biệt|chủ yếu|mỗi"
    r"|bình quân|đồng thời|ngoài ra|thêm|nữ(?!\w)|đạt (?:chuẩn|yêu cầu)"
)
_REST = re.compile(any_word("khác|còn lại"))
_BASES = words("received new total assigned finished")
_PARTS = words(
    "online direct postal female male finished present open returned full_online"
)
_ASIDE = words("before expected cumulative partly plan")
_RATE_LINKS = words(
    "đạt chiếm tỷ tỉ lệ tương ứng đương bằng là với được tức khoảng mức ở số tổng của"
    " trên trong và đã có các như vậy hay này đó tại kết quả chung cả toàn hiện nay đến"
    " thực hiện ra cho theo so hồ sơ đơn vị người nhiệm vụ phiếu tính kỳ quý năm tháng"
)
_OF_PLAN = re.compile(f"{AIMED}|{COMPARED}")


class Afar(Reader):
    """Reads over sentences; ``known`` are the relations already found."""

    def __init__(
        self, outline: Outline, known: Sequence[Relation], books: Sequence[Ledger]
    ) -> None:
        super().__init__(outline)
        self._known = known
        self._books = books
        self._tallies = Tallies(outline, known)
        self._results = {
            r.result
            for r in known
            if r.tie is not Tie.SHARE or r.is_sure or r.wholes or r.is_guess
        }
        self._summed: set[int] = set()
        for relation in known:
            if relation.tie is Tie.PARTS and self._may_be_meant(relation):
                self._summed.update(relation.terms)

    def relations(self) -> Iterator[Relation]:
        yield from self._unsure()
        for sentence in self._outline.by_sentence:
            if len(sentence) <= _MOST:
                yield from self._changes(sentence)
                yield from self._points(sentence)
                yield from self._lists(sentence)
                yield from self._shares(sentence)
                yield from self._means(sentence)
        yield from self._some()

    def _may_be_meant(self, relation: Relation) -> bool:
        """Say whether a sum found by its numbers is right, or wrong by one key."""
        values = [self._value(i) for i in relation.terms]
        total = self._value(relation.result)
        right = not relation.is_guess or sum(values) == total
        return right or is_sum_but_for_a_key(total, values)

    def _is_plain(self, index: int) -> bool:
        amount = self._mentions[index].amount
        if amount.sense is not Sense.COUNT or amount.bound is not Bound.EXACT:
            return False
        return self._mentions[index].family not in ("time", "step", "point")

    def _before(self, sentence: Sequence[int], reach: int) -> Iterator[int]:
        """Yield the counts of the sentences before, the nearest first."""
        here = self._outline.sentences[sentence[0]]
        first = sentence[0]
        for index in range(first - 1, max(-1, first - _FAR), -1):
            if here - self._outline.sentences[index] > reach:
                return
            if self._is_plain(index):
                yield index

    # Differences

    def _changes(self, sentence: Sequence[int]) -> Iterator[Relation]:
        """«Quý I nhận 6.201 hồ sơ, như vậy quý II tăng 513 hồ sơ so với quý I»."""
        last: tuple[int, int] | None = None
        for change in sentence:
            amount = self._mentions[change].amount
            if change in self._results or amount.sense is not Sense.CHANGE:
                continue
            if amount.bound is not Bound.EXACT:
                continue
            if amount.unit == "%" and last:
                # «tăng 132 triệu đồng, tương ứng tăng 20 %»: between the same two
                yield Relation(Tie.CHANGE, change, last, is_guess=True)
                continue
            counts = [i for i in sentence if i != change and self._is_plain(i)]
            if amount.unit != "%":
                counts = [i for i in counts if self._are_alike(i, change)]
            if len(counts) != 1 or not self._is_earlier(counts[0], sentence):
                continue
            found = self._now(counts[0], change, sentence)
            if found is not None:
                last = (counts[0], found)
                yield Relation(Tie.CHANGE, change, last, is_guess=True)

    def _is_earlier(self, index: int, sentence: Sequence[int]) -> bool:
        mention = self._mentions[index]
        text = self._outline.lower(index)
        before = text[mention.sentence : mention.amount.start]
        if _EARLIER.search(before):
            return True
        end = self._mentions[sentence[-1]].end + 60
        named = _THAN_WHEN.search(text, mention.amount.end, end)
        return bool(named and re.search(rf"{named[1]}(?!\w)", before))

    def _are_alike(self, one: int, other: int) -> bool:
        first, second = self._mentions[one], self._mentions[other]
        units = {first.unit, second.unit} - {""}
        return len(units) <= 1 and go_together(first.family, second.family)

    def _now(self, before: int, change: int, sentence: Sequence[int]) -> int | None:
        """Return the number of now that a change is told of, from what came before."""
        base, moved = self._value(before), self._mentions[change].amount
        rises = not moved.falls
        slip: int | None = None
        for now in self._before(sentence, _NEAR):
            if not self._are_alike(now, before) or self._mentions[now].amount.whole:
                continue
            if self._mentions[now].tags & _ASIDE - {"plan"}:
                continue
            gap = self._value(now) - base
            if moved.unit == "%":
                if self._is_share(moved.value, abs(gap), base):
                    return now
                near = is_share_but_for_a_key(moved.value, abs(gap), base)
            else:
                if abs(gap) == self._value(change):
                    return now
                near = is_one_key_away(abs(gap), self._value(change))
                near = near and min(abs(gap), self._value(change)) >= 10
                near = near and abs(gap) < 10 * self._value(change)
            if near and gap and (gap > 0) == rises and slip is None:
                slip = now
        return slip

    def _is_share(self, printed: Decimal, part: Decimal, whole: Decimal) -> bool:
        return bool(whole) and is_rounded(printed, HUNDRED * part / whole)

    def _points(self, sentence: Sequence[int]) -> Iterator[Relation]:
        """«đạt 68,5 %, tăng 6,2 điểm phần trăm so với cùng kỳ (62,3 %)»."""
        for change in sentence:
            mention = self._mentions[change]
            amount = mention.amount
            if change in self._results or amount.sense is not Sense.CHANGE:
                continue
            text = self._outline.lower(change)
            if amount.unit.lower() != "điểm" or not _POINTS.match(
                text[amount.unit_end :].lstrip()
            ):
                continue
            near = [
                i
                for i in sentence
                if i != change
                and self._is_percent(i)
                and not (
                    i > change and ends_comparison(self._outline.between(change, i))
                )
            ]
            against = self._against(change, near)
            if against is None and self._is_gap_of_others(change, near):
                continue
            near = against or sorted(near, key=lambda i: abs(i - change))[:2]
            if len(near) < 2 or (abs(near[1] - change) > _BESIDE and not against):
                continue
            pair = None if against else in_order(self._outline, *sorted(near))
            if pair is None:
                low, high = sorted(near, key=self._value)
                pair = (high, low) if amount.falls else (low, high)
            yield Relation(Tie.CHANGE, change, pair, is_guess=True)

    def _against(self, change: int, near: Sequence[int]) -> list[int] | None:
        """«đạt 74,4 %, vượt chỉ tiêu (70 %) 4,4 điểm»: the first, and the last."""
        before = change - 1
        depths = self._outline.depths
        if len(near) < 3 or before not in near or depths[before] <= depths[change]:
            return None
        first = next((i for i in near if depths[i] == depths[change]), before)
        return [before, first] if first < before else None

    def _is_gap_of_others(self, change: int, near: Sequence[int]) -> bool:
        """«đạt 74,4 %, vượt chỉ tiêu (70 %) 4,4 điểm, thấp hơn năm 2023 (75,5 %) …»."""
        if len(near) < 3:
            return False
        nearest = set(sorted(near, key=lambda i: abs(i - change))[:2])
        moved = self._value(change)
        return any(
            {one, other} != nearest and self._value(one) - self._value(other) == moved
            for one in near
            for other in near
        )

    # Lists whose total stands before

    def _lists(self, sentence: Sequence[int]) -> Iterator[Relation]:
        """«… 39 đơn. Phân loại: 5 đơn khiếu nại, 2 đơn tố cáo, 32 đơn kiến nghị»."""
        parts = [i for i in sentence if self._is_plain(i)]
        if len(parts) < 2 or any(i in self._summed for i in parts):
            return
        if any(self._mentions[i].amount.whole for i in parts):
            return
        told = [i for i in sentence if i not in parts and not self._is_percent(i)]
        if told or not self._is_list(parts):
            return
        values = [self._value(i) for i in parts]
        slip: int | None = None
        for whole in self._before(sentence, _BEFORE_LIST):
            if self._outline.blocks[whole] < self._outline.blocks[parts[0]] - 1:
                break
            if not all(self._may_hold(whole, i) for i in parts):
                continue
            total = self._value(whole)
            if sum(values) == total:
                yield Relation(Tie.PARTS, whole, tuple(parts), is_guess=True)
                return
            if any(sum(values) - value == total for value in values):
                return
            is_near = total >= _FEW and is_sum_but_for_a_key(total, values)
            if slip is None and is_near and total > max(values):
                slip = whole
        if slip is not None:
            yield Relation(Tie.PARTS, slip, tuple(parts), is_guess=True)

    def _is_list(self, parts: Sequence[int]) -> bool:
        """Say whether numbers are told side by side as all there is of one thing."""
        tallies = self._tallies
        said = [tallies.words_of(i) for i in parts]
        if any(_OVERLAP.search(phrase) for phrase in said):
            return False
        if tallies.split_whole(parts) or tallies.are_in_series(said):
            return True
        first = self._mentions[parts[0]]
        text = self._outline.lower(parts[0])
        lead = text[first.sentence : first.amount.start]
        rest = bool(_REST.search(said[-1]))
        return len(parts) > 2 and (rest or bool(_LISTS.match(lead.lstrip(" -–+*•"))))

    def _may_hold(self, whole: int, part: int) -> bool:
        one, other = self._mentions[whole], self._mentions[part]
        if one.tags & _ASIDE or not go_together(one.family, other.family):
            return False
        unit, name = (m.unit for m in (one, other))
        return not name or name.startswith(unit) or unit.endswith(name)

    def _some(self) -> Iterator[Relation]:
        """«1.208, trong đó 1.015 thôn và 139 tổ dân phố»: all there is, but for a key.

        «trong đó» may name some only; a list that covers nearly all and is made whole
        by one key was meant to be whole.
        """
        split = {r.result for r in self._known if r.tie is Tie.PARTS}
        for relation in self._known:
            if relation.tie is not Tie.SOME or len(relation.terms) < 2:
                continue
            whole, parts = relation.result, relation.terms
            if whole in split or any(i in self._summed for i in parts):
                continue
            values = [self._value(i) for i in parts]
            total = self._value(whole)
            if sum(values) == total or total < _FEW:
                continue
            said = [self._tallies.words_of(i) for i in parts]
            if any(_OVERLAP.search(phrase) for phrase in said):
                continue
            if not self._tallies.are_apart(parts):
                continue
            if any(sum(values) - value == total for value in values):
                continue  # «234 người, trong đó …, … và 08 hợp đồng» on top
            if not is_sum_but_for_a_key(total, values):
                continue
            gap = total - sum(values)
            swapped = any(is_swap(v, v + gap) for v in values)
            is_rest = bool(_REST.search(said[-1]))
            is_over = sum(values) > total
            covers = sum(values) / total >= _COVERED and len(parts) > 2
            if swapped or is_rest or is_over or covers:
                yield Relation(Tie.PARTS, whole, tuple(parts), is_guess=True)

    def _means(self, sentence: Sequence[int]) -> Iterator[Relation]:
        """«2 hội thi với 640 lượt người. Trung bình mỗi hội thi có 320 lượt người»."""
        counts = [i for i in sentence if not self._is_percent(i)]
        if len(counts) != 1 or counts[0] in self._results:
            return
        mean = self._mentions[counts[0]]
        text = self._outline.lower(counts[0])
        before = text[mean.sentence : mean.amount.start]
        named = _MEAN_OF.search(before) or _MEAN_OF.search(f"mỗi {mean.right}")
        if not _MEAN.search(before) or not named or not mean.amount.unit:
            return
        near = list(self._before(sentence, _BEFORE_LIST))
        units = {i: self._mentions[i].unit for i in near}
        kinds = [i for i in near if units[i] and named[1].startswith(units[i])]
        totals = [i for i in near if units[i] == mean.unit]
        if len(kinds) != 1 or len(totals) != 1 or not self._value(kinds[0]):
            return
        yield Relation(Tie.AVERAGE, counts[0], (totals[0], kinds[0]), is_guess=True)

    # Shares

    def _shares(self, sentence: Sequence[int]) -> Iterator[Relation]:
        """«Tỷ lệ nộp trực tuyến đạt 74,7 %» after the counts of those."""
        for share in sentence:
            mention = self._mentions[share]
            if share in self._results or not self._is_percent(share):
                continue
            if mention.tags & _ASIDE - {"plan"} or mention.amount.value >= HUNDRED:
                continue
            if _OF_PLAN.search(f"{mention.left} {mention.right}"):
                continue
            if not mention.tags & TIMELY:
                yield from self._share(share, sentence)

    def _unsure(self) -> Iterator[Relation]:
        """«520 người được hỏi, 507 người hài lòng (95,7 %)»: two counts before."""
        for relation in self._known:
            if relation.tie is not Tie.SHARE or relation.is_sure or not relation.wholes:
                continue
            share, part = relation.result, relation.terms[0]
            sentences = self._outline.sentences
            if sentences[share] != sentences[part]:
                continue
            printed = self._mentions[share].amount.value
            top = self._value(part)
            told = [self._value(i) for i in relation.wholes]
            if any(self._is_share(printed, top, base) for base in told):
                continue
            for whole in relation.wholes:
                beside = whole == part - 1 and sentences[whole] == sentences[part]
                if not beside and not self._mentions[whole].tags & _BASES:
                    continue
                base = self._value(whole)
                if is_share_but_for_a_key(printed, top, base, swapped=not beside):
                    others = tuple(i for i in relation.wholes if i != whole)
                    bases = (whole, *others)
                    yield Relation(Tie.SHARE, share, (part,), bases, is_guess=True)
                    break

    def _share(self, share: int, sentence: Sequence[int]) -> Iterator[Relation]:
        here = [i for i in sentence if self._is_plain(i) and i < share]
        near = [*reversed(here), *self._before(sentence, _NEAR)]
        near = [i for i in near if not self._mentions[i].amount.whole]
        slip: Relation | None = None
        for part in near[:_PARTS_TRIED]:
            for whole in near:
                if not self._may_be_of(whole, part):
                    continue
                if not self._is_named(share, part, whole):
                    continue
                printed = self._mentions[share].amount.value
                top, base = self._value(part), self._value(whole)
                found = Relation(Tie.SHARE, share, (part,), (whole,), is_guess=True)
                if self._is_share(printed, top, base):
                    yield found
                    return
                if slip is None and is_share_but_for_a_key(printed, top, base):
                    slip = found
        if slip is not None:
            yield slip

    def _is_named(self, share: int, part: int, whole: int) -> bool:
        """Say whether a percentage speaks of what a number counts."""
        one, other = self._mentions[share], self._mentions[part]
        if other.tags & _ASIDE or one.tags & LEVELS - other.tags:
            return False
        sides = one.tags & _PARTS - {"finished"}
        if sides:
            return sides <= other.tags and not other.tags & {"carried"}
        own = {
            word
            for word in WORD.findall(f"{one.left} {one.right}")
            if word not in _RATE_LINKS
        }
        said = set(WORD.findall(self._tallies.words_of(part)))
        base = set(WORD.findall(self._tallies.words_of(whole)))
        if "finished" in one.tags and "finished" in other.tags:
            own -= words("hoàn thành giải quyết xong xử lý trả")
            return own <= said | base
        return bool(own & said - base) and own <= said | base

    def _may_be_of(self, whole: int, part: int) -> bool:
        one, other = self._mentions[whole], self._mentions[part]
        if whole == part or self._value(whole) <= self._value(part):
            return False
        if one.tags & _ASIDE or one.tags & (_PARTS - {"finished"}):
            return False
        if (one.tags ^ other.tags) & LEVELS:
            return False
        apart = self._outline.sentences[part] - self._outline.sentences[whole]
        bare = not other.family and not apart and whole < part
        alike = bool(one.family) and (one.family == other.family or bare)
        return alike and (bool(one.tags & _BASES) or abs(apart) <= 1)
