"""Finds the parts behind «trong đó» where they are all there is, which they mostly are.

«Kiểm tra 27 cuộc. Trong đó có 7 cuộc đột xuất và 20 cuộc định kỳ»: of right texts that
tell two parts and more of one unit behind «trong đó», hardly one in ten leaves any out.
What follows the list in its sentence is counted with it or not, as the numbers want:
where some of the first parts add up to the total, those are meant; where none do, the
list is wrong if one slip of the pen parts it from the total, up to where it may end.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from lienmach.checker.quantities.claims.forms import OVERLAPS, Forms
from lienmach.checker.quantities.words.outline import Frame, Opened, Outline
from lienmach.checker.quantities.words.reader import Reader
from lienmach.checker.quantities.words.weights import sum_slip
from lienmach.checker.report import Bound, Relation, Sense, Tie

_LEAST, _MOST = 2, 16  # parts
_WHOLES = 3  # numbers before a list that may be its total
_FEW = 20
_PLAIN, _TOLD, _CLEAR = 1.0, 3.0, 6.0  # bits of a slip
_BEHIND = re.compile(r"[^\d,;:.()]{0,40}\((?:gồm:? )?[^\d,;:.()]{0,40}")
_AMONG = re.compile(r"trong đó|trong số (?:đó|này)")
_NUMBER_OF = re.compile(r"(?:tổng )?số ")
_UNCOUNTED = frozenset(("time", "point", "step"))
_MEASURED = _UNCOUNTED | {"money", "measure"}


class Among(Reader):
    """``known`` are the relations already found."""

    def __init__(self, outline: Outline, known: Sequence[Relation]) -> None:
        super().__init__(outline)
        self._forms = Forms(outline, {})
        self._taken = {r.result for r in known if r.tie is Tie.PARTS and r.is_guess}
        self._known = {
            frozenset((r.result, *r.terms))
            for r in known
            if r.tie is Tie.PARTS and (r.is_formal or not r.is_guess)
        }

        # Lists that may leave some out: enough if they tell no more than their total.
        self._some = {
            frozenset((r.result, *r.terms))
            for r in known
            if r.tie is Tie.SOME and r.is_sure and len(r.terms) >= _LEAST
        }

    def relations(self) -> Iterator[Relation]:
        for frame in self._outline.frames:
            if not frame.is_open:
                split = frame.is_all is False
                found = self._of(frame) if split else self._in_bracket(frame)
                if found and frozenset((found.result, *found.terms)) not in self._known:
                    yield found

    def _of(self, frame: Frame) -> Relation | None:
        wholes = [i for i in frame.wholes if self._is_total(i)][:_WHOLES]
        if self._taken.intersection(wholes):
            return None  # told in pairs
        lists = [(whole, self._parts(frame, whole)) for whole in wholes]
        lists = [(whole, parts) for whole, parts in lists if len(parts) >= _LEAST]
        lists = lists or [(whole, self._named_otherwise(frame)) for whole in wholes[:1]]
        for whole, parts in lists:
            for size, added in enumerate(accumulate(map(self._value, parts)), 1):
                if size >= _LEAST and added == self._value(whole):
                    return Relation(
                        Tie.PARTS, whole, tuple(parts[:size]), is_formal=True
                    )
        return next((one for told in lists for one in self._slips(*told)), None)

    def _named_otherwise(self, frame: Frame) -> list[int]:
        """«833 nhiệm vụ; trong đó có 181 việc quá hạn, 652 việc xong»: all of one."""
        parts = [i for i in frame.items if self._outline.is_count(i)]
        units = {self._unit(i) for i in parts}
        counted = units and not {self._mentions[i].family for i in parts} & _MEASURED
        return parts if len(units) == 1 and counted and "" not in units else []

    def _in_bracket(self, frame: Frame) -> Relation | None:
        """«144 quy định (139 thủ tục, 3 chế độ báo cáo, 2 yêu cầu)»: of three kinds."""
        parts = frame.items
        if frame.opened is not Opened.BRACKET or not _LEAST < len(parts) <= _MOST:
            return None
        if not frame.wholes or not self._is_total(frame.wholes[0]):
            return None
        whole = frame.wholes[0]
        ahead = self._outline.between(whole, parts[0])
        units = {self._unit(i) for i in parts} - {""}
        if len(units) < len(parts) or not all(map(self._outline.is_count, parts)):
            return None
        if not _BEHIND.fullmatch(ahead) or self._slip(whole, parts) < _TOLD:
            return None
        return Relation(Tie.PARTS, whole, tuple(parts), is_guess=True)

    def _parts(self, frame: Frame, whole: int) -> list[int]:
        if frame.opened is Opened.BULLETS:
            items = [bullet[0] for bullet in frame.bullets if bullet]
        else:
            items = frame.items
        parts = [i for i in items if i > whole and self._is_part(whole, i)]
        same = [i for i in parts if self._unit(i) == self._unit(whole)]
        return same or parts  # «89 xã và 10 phường; trong đó 81 xã, 10 phường, 08 xã»

    def _is_total(self, index: int) -> bool:
        mention = self._mentions[index]
        amount = mention.amount
        exact = amount.sense is Sense.COUNT and amount.bound is Bound.EXACT
        named = mention.unit or _NUMBER_OF.match(mention.left)
        return exact and bool(named) and mention.family not in _UNCOUNTED

    def _is_part(self, whole: int, part: int) -> bool:
        if not self._outline.is_count(part):
            return False
        if not self._unit(whole):  # «Tổng số người làm việc là 612, trong đó 148 người»
            return f" {self._unit(part)} " in f" {self._mentions[whole].left} "
        one, other = self._unit(whole), self._unit(part)
        alike = one.startswith(other) or other.startswith(one) or one.endswith(other)
        return alike or self._mentions[whole].family == self._mentions[part].family

    def _slips(self, whole: int, parts: Sequence[int]) -> Iterator[Relation]:
        for size in range(min(len(parts), _MOST), _LEAST - 1, -1):
            some = parts[:size]
            if size < len(parts) and not self._ends(parts, size):
                continue
            unclear = (
                self._may_overlap(whole, some)
                or self._leaves_out(whole, some)
                or self._are_few_kinds(whole, some)
                or not self._is_part(whole, some[0])
            )
            listed = frozenset((whole, *some)) in self._some
            two = self._names_two(some)
            enough = _CLEAR if unclear else _TOLD if listed else _PLAIN if two else 0.0
            if self._slip(whole, some) >= enough:
                yield Relation(
                    Tie.PARTS, whole, tuple(some), is_guess=True, is_weighed=listed
                )

    def _names_two(self, parts: Sequence[int]) -> bool:
        """«36 lượt, trong đó có 10 lượt về đất đai và 6 lượt về hộ tịch»: of many."""
        ahead = self._outline.lower(parts[0])[: self._mentions[parts[0]].amount.start]
        return len(parts) == _LEAST and ahead.rstrip(" :").endswith(", trong đó có")

    def _ends(self, parts: Sequence[int], size: int) -> bool:
        """Say whether a list may end behind so many parts."""
        between = self._outline.between(parts[size - 1], parts[size])
        last = self._outline.between(parts[size - 2], parts[size - 1])
        return ";" in between or " và " in last or not between

    def _slip(self, whole: int, parts: Sequence[int]) -> float:
        """The bits that one slip of the pen tells which would make a sum right."""
        return sum_slip(self._value(whole), [*map(self._value, parts)]) or 0.0

    def _are_few_kinds(self, whole: int, parts: Sequence[int]) -> bool:
        """«13/31 đơn vị (trong đó có 07 xã và 04 cơ quan)»: there may be others."""
        units = {self._unit(i) for i in parts}
        return len(units) == len(parts) and self._value(whole) < _FEW

    def _leaves_out(self, whole: int, parts: Sequence[int]) -> bool:
        """«trong đó giám đốc kiêm nhiệm, 01 phó giám đốc, …»: one without a number."""
        ahead = self._outline.between(whole, parts[0])
        return ", " in _AMONG.split(ahead)[-1].strip(" ,:")

    def _may_overlap(self, whole: int, parts: Sequence[int]) -> bool:
        """«nữ 97, dân tộc thiểu số 112»; «tiếp nhận 412, trong đó trả 398, tồn 21»."""
        sides = self._forms.sides(whole, parts)
        said = " ".join(
            f"{m.left} {m.right}" for m in map(self._mentions.__getitem__, parts)
        )
        return sides is None or sides < 0 or bool(OVERLAPS.search(said))
