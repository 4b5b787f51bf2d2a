"""Finds lists that split a total by words of which one or the other holds.

«26 nhiệm vụ. Đã hoàn thành 15 nhiệm vụ; đang thực hiện 11», «400 phiếu, trong đó hài
lòng 382, bình thường 13, không hài lòng 5», «18 đơn vị: theo kế hoạch 14, đột xuất 4»:
whatever is counted is on one of the sides, so the parts are all there is, also behind
«trong đó». In right texts of the genre such a list adds up; what is told beside it of
another total, of another time or as one of the parts is no total of it.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from operator import or_

from lienmach.checker.quantities.claims.breakdowns import go_together
from lienmach.checker.quantities.claims.forms import WHOLE_FLOW, Forms
from lienmach.checker.quantities.words.idioms import PENALTIES
from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.reader import Reader
from lienmach.checker.quantities.words.vocabulary import any_begun, any_word, words
from lienmach.checker.quantities.words.weights import sum_slip
from lienmach.checker.report import Bound, Relation, Sense, Tie
from lienmach.checker.text.other_times import COMPARED, CUMULATIVE

# Each thing is on the one side or on the other. What both name is on the other:
# «không hài lòng», «đang xử lý».
SCALES = tuple(
    (re.compile(f"(?<!\\w)(?:{one})(?!\\w)"), re.compile(f"(?<!\\w)(?:{other})(?!\\w)"))
    for one, other in (
        (
            r"hoàn thành|giải quyết|xử lý|xong|trả lời|trả kết quả|trả|kết thúc"
            r"|đã (?:thực hiện|triển khai|làm|cấp)",
            r"đang|chưa|còn(?: lại)?|tồn|dở dang|chờ|không hoàn thành|(?:xin )?lùi"
            r"|hoãn|gia hạn|(?:chuyển|kéo dài) sang",
        ),
        (
            r"hoàn thành|giải quyết|xử lý|xong|đúng hạn|trước hạn|quá hạn|trễ hạn|trễ"
            r"|chậm",
            r"đang|chưa|còn hạn|trong hạn",
        ),
        (
            r"đúng (?:thời )?(?:hạn|gian)|trước (?:thời )?hạn|trước ngày|trong hạn"
            r"|đúng hẹn|trước hẹn|đúng tiến độ|sớm|kịp thời",
            r"quá hạn|trễ hạn|trễ hẹn|trễ|chậm|muộn",
        ),
        (
            r"(?<!không )(?<!chưa )(?:rất )?hài lòng|rất tốt|tốt",
            r"(?:không|chưa|ít) hài lòng|bình thường|khá|trung bình|kém|yếu|chưa tốt",
        ),
        (r"theo kế hoạch|định kỳ", r"đột xuất|ngoài kế hoạch"),
        (
            r"trực tiếp|tại chỗ|tiền mặt",
            r"trực tuyến|qua mạng|chuyển khoản|bưu chính|bằng văn bản",
        ),
        (r"nam", r"nữ"),
        (r"thường xuyên", r"định kỳ|đột xuất|(?:chưa|không) thường xuyên"),
        (r"(?<!không )công nhận|đơn giản hóa|sửa đổi", r"không công nhận|giữ nguyên"),
        (r"đúng(?! một phần)", r"sai|đúng một phần"),
        (r"trúng tuyển|đỗ|đạt yêu cầu", r"không trúng tuyển|trượt|bỏ trống"),
        (r"có mặt", r"vắng(?: mặt)?"),
        (r"nghe máy|trả lời được", r"nhỡ"),
        (r"toàn trình", r"một phần"),
        (r"đồng ý|nhất trí|tán thành", r"không (?:đồng ý|nhất trí|tán thành)"),
        (r"(?<!không )(?<!chưa )(?:hợp lệ|đạt)", r"không hợp lệ|không đạt|chưa đạt"),
    )
)
_Scale = tuple[re.Pattern[str], re.Pattern[str]]
# «534 trường hợp phản ánh … 497 kiến nghị … 37 trường hợp»: one thing, many names.
_TOLD_OTHERWISE = words("petition directive case dossier task ballot")
# Of which each thing, or person, has one: «khiển trách 04, cảnh cáo 02».
_PENALTY = re.compile(any_word(PENALTIES))
_LEAST, _MOST = 2, 6  # parts
_CLEAR = 4.0  # bits of a slip
_BY_STAGE = SCALES[1]
# By these two what went is split, some of which may have lain there before.
_OF_FLOWS, _OF_THINGS = SCALES[:2], SCALES[2:]
_LATE = re.compile(r"(?<!\w)(?:quá hạn|trễ|chậm|muộn)")
_SLIPPED = Decimal("1.5")  # times more, or less, than a slip makes a sum
_NO_TOTAL = re.compile(
    rf"{COMPARED}|{CUMULATIVE}|chuyển sang"
    r"|xuống|bình quân|t(?<!\wt)ừ(?!\w)|m(?<!\wm)ỗi(?!\w)|r(?<!\wr)iêng(?!\w)"
    r"|kế hoạch giao|một số"
)
_EACH = re.compile(r"(?<!\w)mỗi(?!\w)")
_TO_WHOM = re.compile(any_begun("cho|tại|ở") + "$")
_NOT_ALL = re.compile(r"một số|v\.v|…|\.\.\.|(?<!\w)riêng(?!\w)|nhất(?!\w)|chủ yếu")


class Sides(Reader):
    """``known`` are the relations already found: what they tell needs no more."""

    def __init__(self, outline: Outline, known: Sequence[Relation]) -> None:
        super().__init__(outline)
        self._forms = Forms(outline, {})
        self._known = {
            frozenset((r.result, *r.terms)) for r in known if r.tie is Tie.REMAINDER
        }

    def relations(self) -> Iterator[Relation]:
        for whole in range(len(self._mentions)):
            if self._is_total(whole):
                found = self._of(whole, self._listed_behind(whole))
                found = found or self._of(whole, self._listed_behind(whole, kin=True))
                if found:
                    yield found

    def _of(self, whole: int, parts: tuple[int, ...]) -> Relation | None:
        if not _LEAST <= len(parts) <= _MOST:
            return None
        if frozenset((whole, *parts)) in self._known:
            return None
        added = sum(map(self._value, parts))
        if any(self._value(i) == added for i in range(whole + 1, parts[0])):
            return None  # «9.486, tiếp nhận mới 9.074. Trong số mới có …»: of those
        others = self._told_before(whole)
        if others and self._is_beside(whole, parts[0]):
            return None  # it is one of a list itself
        flows = self._flows(whole)
        if self._is_split(whole, parts, _OF_THINGS if flows else SCALES):
            return Relation(Tie.PARTS, whole, parts, others, is_formal=True)
        if flows and self._may_be_all(whole, parts):
            return Relation(Tie.PARTS, whole, parts, others, is_guess=True)
        return None

    def _listed_behind(self, whole: int, *, kin: bool = False) -> tuple[int, ...]:
        """The counts of its unit, or of none, to the end of one sentence.

        ``kin``: or of another name of the same.
        """
        outline = self._outline
        parts: list[int] = []
        for index in range(whole + 1, len(self._mentions)):
            first = parts[0] if parts else index
            if outline.blocks[index] != outline.blocks[whole] or (
                outline.sentences[index] != outline.sentences[first]
            ):
                break
            deeper = outline.depths[index] - outline.depths[whole]
            if self._unit(index) == "%" or deeper > 0:
                continue
            if not parts and self._is_aside(whole, index):
                continue
            if (
                deeper
                or not self._outline.is_count(index)
                or not self._is_of(whole, index, kin=kin)
            ):
                break
            if parts and "trong đó" in outline.between(parts[-1], index):
                break  # «có mặt 493, vắng 19, trong đó có lý do 14, không lý do 5»
            parts.append(index)
        if parts and outline.sentences[parts[0]] - outline.sentences[whole] > 1:
            return ()
        return tuple(parts)

    def _is_aside(self, whole: int, index: int) -> bool:
        """«24 nhiệm vụ giao cho 07 phòng»: of other things, in the total's sentence."""
        unit = self._unit(index)
        beside = unit and self._is_beside(whole, index)
        if beside and _EACH.search(self._mentions[index].left):
            return True  # «120 hồ sơ, mỗi đơn vị 20 hồ sơ»
        one, other = self._mentions[whole], self._mentions[index]
        said = self._outline.between(index - 1, index).rstrip()
        given = bool(_TO_WHOM.search(said)) or (
            not other.left and index - 1 > whole and self._is_aside(whole, index - 1)
        )
        return bool(beside and given and one.family != other.family)

    def _is_total(self, index: int) -> bool:
        """A count of things that is not of another time."""
        mention = self._mentions[index]
        if not self._unit(index) or not self._is_exact(index):
            return False
        return "carried" not in mention.tags and not _NO_TOTAL.search(mention.left)

    def _is_exact(self, index: int) -> bool:
        """A count, or so many of as many: «17/17 đơn vị có kế hoạch»."""
        amount = self._mentions[index].amount
        all_of_all = amount.whole is not None and amount.whole.value == amount.value
        return self._outline.is_count(index) or (
            all_of_all and amount.sense is Sense.COUNT and amount.bound is Bound.EXACT
        )

    def _told_before(self, index: int) -> tuple[int, ...]:
        """The counts of its unit that stand before it in its sentence."""
        outline = self._outline
        return tuple(
            before
            for before in range(max(0, index - _MOST), index)
            if outline.sentences[before] == outline.sentences[index]
            and outline.depths[before] == outline.depths[index]
            and self._unit(before) == self._unit(index)
        )

    def _is_split(
        self, whole: int, parts: Sequence[int], scales: Sequence[_Scale]
    ) -> bool:
        mention = self._mentions[whole]
        said = [f"{m.left} {m.right}" for m in (self._mentions[i] for i in parts)]
        if any(_NOT_ALL.search(one) for one in said):
            return False
        added, total = sum(map(self._value, parts)), self._value(whole)
        if max(added, total) > _SLIPPED * min(added, total):
            return False
        own = f"{mention.left} {mention.right}"
        if len(parts) == _LEAST and self._forms.deny_each_other(*parts):
            return True
        if all(map(_PENALTY.search, said)):
            after = self._mentions[parts[-1] + 1 : parts[-1] + 2]
            return not any(_PENALTY.search(one.left) for one in after)
        for one, other in scales:
            if one.search(own) or other.search(own):
                continue
            if (one, other) == _BY_STAGE and (
                len(parts) == _LEAST or self._is_right_but_for_late(whole, parts)
            ):
                continue
            on_other = [bool(other.search(words)) for words in said]
            on_one = [bool(one.search(words)) for words in said]
            on_both = any(on_other) and not all(on_other)
            if on_both and all(map(or_, on_one, on_other)):
                return True
        return False

    def _is_right_but_for_late(self, whole: int, parts: Sequence[int]) -> bool:
        """«87 nhiệm vụ: hoàn thành 77, quá hạn 3, chưa làm 10»: late, but done."""
        over = sum(map(self._value, parts)) - self._value(whole)
        return any(
            self._value(i) == over and _LATE.search(self._mentions[i].left)
            for i in parts
        )

    def _flows(self, whole: int) -> bool:
        """«Nhận 412, trả 398, tồn 21»: what lay there from before may be untold."""
        tags = self._mentions[whole].tags
        return "received" in tags and not tags & WHOLE_FLOW

    def _may_be_all(self, whole: int, parts: Sequence[int]) -> bool:
        """Say whether what went is no more than came, but for a clear slip."""
        if not self._is_split(whole, parts, _OF_FLOWS):
            return False
        total, gone = self._value(whole), [*map(self._value, parts)]
        return sum(gone) <= total or (sum_slip(total, gone) or 0.0) >= _CLEAR

    def _is_of(self, whole: int, part: int, *, kin: bool) -> bool:
        """Say whether a total has these things: of what is done none is under way."""
        one, other = self._unit(whole), self._unit(part)
        done, open_ = SCALES[0]
        said = [
            f"{m.left} {m.right}" for m in (self._mentions[i] for i in (whole, part))
        ]
        if done.search(said[0]) and open_.search(said[1]):
            return False
        kinds = [self._mentions[i].family for i in (whole, part)]
        if not kin:
            people = set(kinds) == {"person"} and "lượt" not in f"{one} {other}"
            return not other or one.startswith(other) or one.endswith(other) or people
        if not other or other in one:
            return True  # «52 cơ quan, đơn vị, địa phương: 34 đơn vị tốt, …»
        return go_together(*kinds) and _TOLD_OTHERWISE.issuperset(kinds)
