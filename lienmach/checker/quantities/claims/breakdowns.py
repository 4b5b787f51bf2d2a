"""Turns the frames of a text into totals and their parts.

A frame says what is listed; here is decided which number it splits, which items are
parts of it and which are parts of parts («đã giải quyết 95, đúng hạn 90, đang giải
quyết 5»), and whether the parts are all there is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lienmach.checker.quantities.words.idioms import ATTRIBUTES
from lienmach.checker.quantities.words.outline import Frame, Opened, Outline
from lienmach.checker.quantities.words.phrases import Mention
from lienmach.checker.quantities.words.vocabulary import COMPLETE, DIMENSIONS, TIMES
from lienmach.checker.report import Relation, Sense, Tie
from lienmach.checker.text.other_times import COMPARED

_LIKE_ANY = frozenset(("case", ""))
_MIXED = frozenset(("person", "dossier", "petition", "agency", "household", "case", ""))
_STATES = frozenset(("received", "finished", "open", "returned"))
# The level and «còn lại» go with any other dimension.
_BESIDE = {at for at, values in enumerate(DIMENSIONS) if values & {"province", "left"}}
_MOST_PARTS = 80
_NESTED = re.compile(r"nâng cao|kiểu mẫu|đảng viên")
_LEVELS = frozenset(("province", "district", "commune"))
# «tháng cao nhất hơn tháng thấp nhất 413 hồ sơ»
_FAR_APART = re.compile(r"(?<!\w)(?:nhất hơn|chênh(?: lệch| nhau)?|cách biệt)(?!\w)")
_APART = frozenset(("before",))


@dataclass(slots=True)
class Breakdowns:
    """The relations found, and for each mention the total that it is a part of."""

    relations: list[Relation]
    parents: dict[int, int]


def go_together(one: str, other: str) -> bool:
    """Say whether two families may be added up."""
    if one == other or not one or not other:
        return True
    return (one in _LIKE_ANY and other in _MIXED) or (
        other in _LIKE_ANY and one in _MIXED
    )


def breakdowns(outline: Outline, *, of_province: bool = False) -> Breakdowns:
    """Read the breakdowns of a text, inner ones first.

    In a report ``of_province`` district and commune together are not all levels.
    """
    found = Breakdowns([], {})
    for frame in outline.frames:
        _Frame(outline, frame, found, of_province=of_province).read()
    return found


class _Frame:
    def __init__(
        self, outline: Outline, frame: Frame, found: Breakdowns, *, of_province: bool
    ) -> None:
        self._of_province = of_province
        self._outline = outline
        self._mentions = outline.mentions
        self._frame = frame
        self._found = found

    def read(self) -> None:
        frame = self._frame
        if frame.opened is Opened.SENTENCE:
            self._within_first()
            self._summed_up()
            self._in_passing()
            return
        if frame.opened is Opened.BRACKET and self._compares():
            return
        if frame.opened is Opened.BRACKET and len(frame.items) == 1:
            self._summed_up()
        items = self._items()
        if not items or len(items) > _MOST_PARTS:
            return
        wholes = self._wholes(items)
        if not wholes:
            return
        whole = wholes[0]
        items = [i for i in items if i != whole]
        mine = self._mentions[whole].family
        parts = [
            i
            for i in items
            if go_together(mine, self._mentions[i].family)
            and not self._is_past(whole, i)
        ]
        strangers = [i for i in items if i not in parts]
        parts = self._without_supersets(parts, whole)
        if not parts or self._are_handed_out(parts):
            return
        for part in parts:
            if whole < part:  # not so of a «tổng cộng» at the end
                self._found.parents.setdefault(part, whole)
        direct = self._nest(parts, whole)
        self._relate(whole, direct, wholes, strangers, all_parts=parts)

    def _compares(self) -> bool:
        """«còn 44 đơn, giảm 23 đơn so với thời điểm 30/6 (còn 67 đơn)»: not of 44."""
        wholes, items = self._frame.wholes, self._frame.items
        if not wholes or not items:
            return False
        return bool(_THAN.search(self._outline.between(wholes[0], items[0])))

    def _is_past(self, whole: int, part: int) -> bool:
        """«Đã giải quyết 95: đúng hạn 90; còn 5 đang giải quyết»: not of 95."""
        done = "finished" in self._mentions[whole].tags
        return done and "open" in self._mentions[part].tags

    def _are_handed_out(self, parts: Sequence[int]) -> bool:
        """«132 phiếu hợp lệ (phát ra 160, thu về 137, loại 5)»: each of the other."""
        told = [self._mentions[i] for i in parts]
        return any("assigned" in m.tags and m.family == "ballot" for m in told)

    def _within_first(self) -> None:
        """«Trong 144 dịch vụ công có 56 dịch vụ toàn trình»: the first is the total."""
        counts = [i for i in self._frame.items if self._counts(i)]
        if not 1 < len(counts) <= _MOST_PARTS or not _AMONG.fullmatch(
            self._mentions[counts[0]].left
        ):
            return
        whole = counts[0]
        mine = self._mentions[whole].family
        parts = [i for i in counts[1:] if go_together(mine, self._mentions[i].family)]
        for part in parts:
            self._found.parents.setdefault(part, whole)
        if len(parts) == 2 and next(self._dimensions(parts), None):
            self._partition(whole, parts)
            return
        for part in parts:
            self._add(Tie.SOME, whole, (part,), ())

    def _in_passing(self) -> None:
        """«Hội đồng có 15 thành viên, 10 nam và 5 nữ»: a split told in passing."""
        counts = [i for i in self._frame.items if self._counts(i)]
        for whole, *pair in zip(counts, counts[1:], counts[2:], strict=False):
            values = [self._mentions[i].tags & _SPLIT for i in pair]
            mine = self._mentions[whole]
            if frozenset().union(*values) not in _SPLITS or mine.tags & _OTHERS:
                continue
            alike = all(self._mentions[i].family in ("", mine.family) for i in pair)
            if alike and mine.family:
                self._add(Tie.PARTS, whole, tuple(pair), ())

    def _summed_up(self) -> None:
        """«Xuất sắc 35 người, tốt 142 người, cộng 177 người»: the last is the total."""
        last = self._frame.items[-1] if self._frame.items else None
        if last is None or not _SUMMED.match(self._mentions[last].left):
            return
        before = self._frame.items[:-1] or [*reversed(self._frame.wholes)]
        parts = [i for i in before if self._counts(i)]
        kinds = {self._mentions[i].family for i in parts} - {""}
        if 1 < len(parts) <= _MOST_PARTS and len(kinds) <= 1:
            self._add(Tie.PARTS, last, tuple(parts), ())

    def _items(self) -> list[int]:
        frame = self._frame
        if frame.opened is not Opened.BULLETS:
            return [i for i in frame.items if self._counts(i)]
        firsts = []
        for bullet in frame.bullets:
            counts = [i for i in bullet if self._counts(i)]
            if not counts:
                self._frame.is_open = True
                continue
            wanted = [i for i in counts if self._fits(i)]
            firsts.append((wanted or counts)[0])
        return firsts

    def _fits(self, index: int) -> bool:
        """Say whether a number counts what one of the possible totals counts."""
        mine = self._mentions[index].family
        wholes = [i for i in self._frame.wholes if self._counts(i)][:1]
        return any(go_together(self._mentions[i].family, mine) for i in wholes)

    def _counts(self, index: int) -> bool:
        mention = self._mentions[index]
        if mention.amount.sense is not Sense.COUNT or mention.tags & _APART:
            return False
        if _FAR_APART.search(mention.left):
            return False
        return mention.family not in ("time", "step", "point")

    def _wholes(self, items: Sequence[int]) -> list[int]:
        """Return the totals that the items may be parts of, the likeliest first."""
        frame = self._frame
        if len(items) > 2 and _CLOSING.match(self._mentions[items[-1]].left):
            frame.is_all = True
            return [items[-1]]
        if self._has_total_on_top(items):
            frame.is_all = True
            return [items[0]]
        families = [self._mentions[i].family for i in items]
        named = [f for f in families if f]
        fits = []
        for whole in frame.wholes:
            if not self._counts(whole) or whole in items:
                continue
            mine = self._mentions[whole].family
            if not named or any(go_together(mine, f) for f in named):
                fits.append(whole)
        if not fits and frame.is_all and frame.wholes and self._counts(frame.wholes[0]):
            return frame.wholes[:1]  # «18 trang gồm 16 xã và 2 cơ quan»
        return fits[:4]

    def _has_total_on_top(self, items: Sequence[int]) -> bool:
        """«- Tổng số: 934 người. - Thạc sĩ: 40 người. …»: a list with its total."""
        if self._frame.opened is not Opened.BULLETS or self._frame.wholes:
            return False
        mentions = [self._mentions[i] for i in items]
        if len(mentions) < 3 or not _CLOSING.match(mentions[0].left):
            return False
        labels = {_kind(mention) for mention in mentions[1:]}
        return "" not in labels and len(labels) == len(mentions) - 1

    def _without_supersets(self, parts: list[int], whole: int) -> list[int]:
        """Leave out «tiếp nhận 100» from «đã giải quyết 90, đang giải quyết 10»."""
        tags = [self._mentions[i].tags for i in parts]
        if any(t & {"finished", "open"} for t in tags):
            kept = [
                i
                for i, t in zip(parts, tags, strict=True)
                if not ("received" in t and not t & {"finished", "open", "new"})
            ]
            levels = {t & {"province", "district", "commune"} for t in tags}
            if kept and len(levels) == 1:
                return kept
        return parts

    def _nest(self, parts: list[int], whole: int) -> list[int]:
        """Hang «đúng hạn 90» below the «đã giải quyết 95» that stands before it."""
        direct: list[int] = []
        holder: int | None = None
        below: dict[int, list[int]] = {}
        whole_tags = self._mentions[whole].tags
        for part in parts:
            tags = self._mentions[part].tags
            state, time = tags & _STATES, tags & TIMES
            if holder is not None and time and self._belongs(part, holder):
                below.setdefault(holder, []).append(part)
                self._found.parents[part] = holder
                continue
            direct.append(part)
            if state & {"finished", "open"} and not time and not state <= whole_tags:
                holder = part
        for above, children in below.items():
            self._partition(above, children)
        return direct

    def _belongs(self, part: int, holder: int) -> bool:
        own, above = self._mentions[part].tags, self._mentions[holder].tags
        states = own & {"finished", "open", "received"}
        return not states or states <= above

    def _relate(
        self,
        whole: int,
        parts: list[int],
        wholes: list[int],
        strangers: list[int],
        *,
        all_parts: list[int],
    ) -> None:
        frame = self._frame
        others = tuple(wholes[1:])
        is_all = frame.is_all or (frame.is_all is False and self._has_rest(parts))
        is_all = is_all and not frame.is_open and len(parts) > 1
        if frame.is_all and strangers and len(parts) + len(strangers) > 1:
            both = tuple(sorted([*parts, *strangers]))
            self._add(Tie.PARTS, whole, both, others, sure=False)
            return
        if is_all and self._in_one_dimension(parts):
            sure = self._is_sure(whole) and not self._are_nested(parts)
            self._add(Tie.PARTS, whole, tuple(parts), others, sure=sure)
            return
        in_bracket = frame.opened is Opened.BRACKET and frame.is_all is None
        if in_bracket and len(parts) > 1 and self._are_listed(parts):
            self._add(Tie.PARTS, whole, tuple(parts), (), sure=not frame.is_open)
            return
        by_dimension = list(self._dimensions(parts))
        grouped = {i for _, group in by_dimension for i in group}
        rest = [i for i in parts if i not in grouped]
        has_others = any(not self._is_on_a_side(i) for i in rest)
        for values, group in by_dimension:
            self._partition(
                whole, group, values=values, wholes=others, has_others=has_others
            )
        if not grouped and len(parts) > 1 and frame.is_all is not None:
            tie = Tie.SOME if self._are_apart(parts) else None
            if tie:
                self._add(tie, whole, tuple(parts), others, sure=not frame.is_open)
                return
            self._add(Tie.SOME, whole, tuple(parts), others, sure=False)
        for part in parts:
            if part not in grouped and (
                frame.is_all is not None or self._is_known(part)
            ):
                self._add(Tie.SOME, whole, (part,), others)

    def _are_nested(self, parts: Sequence[int]) -> bool:
        """«21 xã: 17 xã đạt chuẩn, 6 xã nâng cao»: those are among these."""
        return any(
            _NESTED.search(f"{self._mentions[i].left} {self._mentions[i].right}")
            for i in parts
        )

    def _has_rest(self, parts: Sequence[int]) -> bool:
        """«…, còn lại 5 hồ sơ»: whoever says what is left names everything."""
        last = self._mentions[parts[-1]]
        return last.left.startswith("còn") or last.right.startswith("còn lại")

    def _is_on_a_side(self, part: int) -> bool:
        tags = self._mentions[part].tags
        return any(tags & dimension for dimension in DIMENSIONS)

    def _is_known(self, part: int) -> bool:
        return bool(self._mentions[part].tags & (TIMES | {"finished", "open"}))

    def _is_sure(self, whole: int) -> bool:
        """«cụ thể:» far behind a number may speak of something else."""
        if self._frame.opened is not Opened.BULLETS or not self._frame.wholes:
            return True
        return whole == self._frame.wholes[0]

    def _in_one_dimension(self, parts: Sequence[int]) -> bool:
        """Say whether no two parts look at the whole from different sides."""
        found = {
            at
            for part in parts
            for at, dimension in enumerate(DIMENSIONS)
            if self._mentions[part].tags & dimension
        }
        sides = {2 if at < 2 else at for at in found}  # lateness implies a state
        return len(sides - _BESIDE) <= 1

    def _dimensions(
        self, parts: Sequence[int]
    ) -> Iterator[tuple[frozenset[str], list[int]]]:
        """Group parts by what tells them apart: online and postal, early and late …"""
        left = list(parts)
        for dimension in DIMENSIONS:
            group = [i for i in left if self._mentions[i].tags & dimension]
            values = [self._mentions[i].tags & dimension for i in group]
            alone = all(len(value) == 1 for value in values)
            if alone and len(group) > 1 and len(set(values)) == len(values):
                yield frozenset().union(*values), group
                left = [i for i in left if i not in group]

    def _partition(
        self,
        whole: int,
        group: list[int],
        *,
        values: frozenset[str] = frozenset(),
        wholes: tuple[int, ...] = (),
        has_others: bool = False,
    ) -> None:
        """Relate parts that exclude each other by nature."""
        if not values:
            found = list(self._dimensions(group))
            if len(group) == 1 or not found:
                for part in group:
                    self._add(Tie.SOME, whole, (part,), wholes)
                return
            values, group = found[0]
        tags = self._mentions[whole].tags
        complete = any(values >= some for some in COMPLETE)
        complete = complete and not (self._frame.is_open or has_others)
        if values & _LEVELS:
            lacks = self._of_province and "province" not in values
            complete = complete and not (lacks or tags & (_LEVELS | {"received"}))
        if values & TIMES and "received" in tags and "finished" not in tags:
            complete = False  # the rest is still being worked on
        if values & {"finished", "open", "returned"} and tags & {"finished", "open"}:
            complete = complete and bool(self._frame.is_all)
        tie = Tie.PARTS if complete else Tie.SOME
        self._add(tie, whole, tuple(group), wholes)

    def _are_apart(self, parts: Sequence[int]) -> bool:
        """Say whether parts exclude each other by name: resolutions and decisions."""
        kinds = [_kind(self._mentions[i]) for i in parts]
        return all(kinds) and len(set(kinds)) == len(kinds)

    def _are_listed(self, parts: Sequence[int]) -> bool:
        """Say whether a bracket lists kinds: «(nghỉ hưu 9 người, thôi việc 8)»."""
        mentions = [self._mentions[i] for i in parts]
        if any(_OVERLAPPING.search(f"{m.left} {m.right}") for m in mentions):
            return False
        if self._are_apart(parts):
            return True
        labels = {
            m.left or f"{m.amount.unit} {m.right}".strip().lower() for m in mentions
        }
        sides = any(self._is_on_a_side(i) for i in parts)
        return not sides and "" not in labels and len(labels) == len(mentions)

    def _add(
        self,
        tie: Tie,
        whole: int,
        parts: tuple[int, ...],
        wholes: tuple[int, ...],
        *,
        sure: bool = True,
    ) -> None:
        self._found.relations.append(Relation(tie, whole, parts, wholes, is_sure=sure))


# Attributes that many have at once: such parts need not add up to anything.
_OVERLAPPING = re.compile(
    rf"{ATTRIBUTES}|{COMPARED}|nữ|trẻ|quản lý|cấp trưởng|trực tuyến|toàn trình"
    r"|trong đó|năm \d{4}"
    r"|(?<!\w)(?<!khai )trừ(?!\w)"
)
_THAN = re.compile(r"(?<!\w)so(?: với)? [^.;()]*\([^.;()]*$")
_SPLITS = (frozenset(("male", "female")), frozenset(("online", "direct")))
_SPLIT = _SPLITS[0] | _SPLITS[1]
_OTHERS = _SPLIT | {"postal"}
_SUMMED = re.compile(r"(?:(?:tổng )?cộng|tổng số)(?: lại| chung)?(?: là| được)?$")
_AMONG = re.compile(r"trong(?: tổng)?(?: số)?|(?:tính ra, )?cứ")
_CLOSING = re.compile(r"(?:tổng|cộng)(?: cộng| số)?(?: chung)?(?: là)?$")
_KIND = re.compile(
    r"(?:lĩnh vực|xã|phường|thị trấn|phòng|sở|huyện|quý|tháng|đợt|khối|ngành|năm"
    r"|cấp) [^,;]+"
    r"|tiến sĩ|thạc sĩ|đại học|cao đẳng|trung cấp|sơ cấp|cao cấp|cử nhân"
    r"|cán bộ|công chức|viên chức|hợp đồng|nghị quyết|quyết định|chỉ thị|kế hoạch"
    r"|công văn"
    r"|thông báo|báo cáo|tờ trình|khiếu nại|tố cáo|kiến nghị|phản ánh|tin|bài|phóng sự"
)
# What is one of these is none of the others.
_OF_ITS_OWN = re.compile(r"(?:xã|phường|thị trấn|phòng|sở|huyện|trường|trạm)(?!\w)")


def _kind(mention: Mention) -> str:
    """Return the name that tells a part from its neighbours."""
    words = mention.left or f"{mention.amount.unit} {mention.right}".lower()
    found = _KIND.match(words)
    if not found and mention.left:
        found = _KIND.match(f"{mention.amount.unit} {mention.right}".lower())
    if not found and _OF_ITS_OWN.match(mention.unit):
        return mention.unit  # «09 xã, thị trấn và 05 phòng»
    return found[0].strip() if found else ""
