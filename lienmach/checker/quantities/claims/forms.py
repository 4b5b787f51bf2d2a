"""Weighs by the form of a passage how likely its numbers are a total and its parts.

Bits are added: for units that agree, a total in front or behind a word of conclusion,
words that leave nothing out or deny each other, a word of comparison between two times.
"""

import re
from collections.abc import Mapping, Sequence

from lienmach.checker.quantities.claims.breakdowns import go_together
from lienmach.checker.quantities.words.idioms import ATTRIBUTES
from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.phrases import Mention
from lienmach.checker.quantities.words.reader import Reader
from lienmach.checker.quantities.words.vocabulary import (
    COMPLETE,
    DIMENSIONS,
    WORD,
    any_word,
    words,
)
from lienmach.checker.report import Sense
from lienmach.checker.text.other_times import AIMED, COMPARED, STARTED

_CLAUSE = 60  # letters
_ALL_SIDES = 4.0  # bits
_SUBSET = re.compile(
    r"trong số (?:đó|này)|riêng(?<!\wriêng)|nhất là|chủ yếu|đặc biệt|tiêu biểu"
    r"|điển hình|ngoài ra|bên cạnh|đồng thời|nhất(?!\w)(?! định)|một số|v\.v|\.\.\.|…"
)
_EACH = re.compile(
    r"bình quân|trung bình|m(?<!\wm)ỗi(?!\w)|c(?<!\wc)ứ(?!\w)"
    r"|các ([^\W\d_]+) còn lại (?!\1)(?:người|lượt|hồ sơ|phiếu|triệu)"
)
_CONCLUDES = re.compile(
    r"(?<!\w)(?:tức|như vậy|như thế|vị chi|thành ra|tổng|cộng|tất cả|tất thảy|cả thảy"
    r"|cả hai|cả ba|tính ra|tính chung|nghĩa là|hay là|gộp|toàn bộ|còn lại)(?!\w)"
)
_SPLITS = re.compile(r":|\(|(?<!\w)(?:gồm|gồm có|chia|phân|cơ cấu|theo)(?!\w)")
AMONG = re.compile(r"(?:^|\s)trong(?: số| tổng số)?$")
_OPEN = re.compile(
    r"[^\d,;.)]*,[^\d,;.]*(?<!\w)(?:khác|chưa(?! [^,;.]{0,24} nào)|còn lại|v\.v)(?!\w)"
    r"[^\d,;.]*(?:[.;]|$)"
)
_PARTED = re.compile(r"[,;]")
COMPARES = re.compile(
    rf"{COMPARED}|{STARTED}|so sánh|bây giờ|hiện nay|nay(?!\w)"
    r"|trong khi|năm \d{4}|quý [ivx]+(?!\w)"
)
_FROM = re.compile(r"(?:^|\s)từ(?: [^\W\d_]+){0,3}$")
_ONTO = re.compile(
    r"(?:^|\s)(?:xuống|lên|còn|nay|thành|đến|tới|sang|là)(?: [^\W\d_]+){0,4}$"
)
_MOVES = re.compile(
    r"(?<!\w)(?:tăng|giảm|thêm|bớt|hơn|kém|hụt|vượt|nhích|chênh|rút|hạ|sụt|trội|dôi"
    r"|nâng|cắt|tiết kiệm|lùi|tụt|nhảy|khoảng cách|cách biệt)(?!\w)(?! (?:cường|tầng))"
)
_WHEN = re.compile(r"(?<!\w)(?:năm|quý|tháng|kỳ|tuần)(?!\w)")
_LACKS = re.compile(
    r"(?<!\w)(?:không|chưa|còn|thiếu|hụt|trống|khuyết|hỏng|mất|lại|dở|đang|chờ|vắng"
    r"|loại|sau|khác|thừa|dư)(?!\w)"
)
OVERLAPS = re.compile(f"{ATTRIBUTES}|nâng cao|kiểu mẫu")
_PLANS = re.compile(AIMED)
_NESTED = (("tháng ", "quý "), ("quý ", "năm "), ("tuần ", "tháng "))
_DENIALS = words("không chưa chẳng")
_JOINTS = words("đã được có là số và còn các cả của trong đó")
_ALL = re.compile(any_word("tổng|số|lượng|toàn|cả"))
ADDED = words("thêm tăng giảm hơn kém bớt")
WHOLE_FLOW = words("total carried assigned")
_MEASURED = words("point time")  # only compared, never added up


class Forms(Reader):
    """``bases`` are the totals that right percentages say counts are parts of."""

    def __init__(self, outline: Outline, bases: Mapping[int, int]) -> None:
        super().__init__(outline)
        self._bases = bases

    def of(self, window: tuple[int, ...], at: int, *, is_full: bool) -> float | None:
        """How likely a passage of this form tells a sum, in bits; None: it does not."""
        mentions = [self._mentions[i] for i in window]
        said = " ".join(f"{m.left} {m.amount.unit} {m.right}".lower() for m in mentions)
        if _EACH.search(said) or OVERLAPS.search(said):
            return None
        form = self._kinship(window) + 2
        form -= 2 if _PLANS.search(said) else 0
        form -= 3 if self._is_flow(mentions) else 0
        changes = any(
            m.amount.sense is Sense.CHANGE or m.left.split(" ")[0] in ADDED
            for m in mentions
        )
        parts = [i for n, i in enumerate(window) if n != at]
        sides = self.sides(window[at], parts)
        if sides is None:
            return None
        if sides < _ALL_SIDES:
            form -= self._subset(window)
        if at != len(window) - 1 and self.is_open(window[-1]):
            form -= 4
        told_move = self._move(window)
        if told_move:
            form += told_move
        elif any(m.family in _MEASURED for m in mentions) or changes:
            return None
        elif at == 0:
            among = len(window) == 3 and AMONG.search(mentions[0].left)
            form += 2 + (3 if among and " và " in self._outline.between(*parts) else 0)
            if self._outline.blocks[window[0]] != self._outline.blocks[window[1]]:
                form += 1 if _ALL.search(mentions[0].left) else -2
            between = self._outline.between(window[0], window[1])
            if _SPLITS.search(_PARTED.split(between, maxsplit=1)[0]):
                form += 2
        elif at != len(window) - 1:
            return None
        last = mentions[-1]
        is_last = at == len(window) - 1
        concludes = _CONCLUDES.search(self._said_of(window[-1], window[-2]))
        if concludes or (is_last and self._nests(mentions)):
            form += 3
        elif is_last:
            return None
        if (
            len(window) == 3
            and at == 0
            and not sides
            and _LACKS.search(f"{last.left} {last.right}")
        ):
            form += 3
        if not told_move:
            form += sides
        if is_full and len(parts) == 2 and self.deny_each_other(*parts):
            form += 4
        return form

    def deny_each_other(self, one: int, other: int) -> bool:
        """«1.920 phiếu hợp lệ, 14 phiếu không hợp lệ»: the one is not the other."""
        said = [
            WORD.findall(f"{m.left} {m.unit} {m.right}")
            for m in (self._mentions[one], self._mentions[other])
        ]
        plain = [frozenset(words) - _DENIALS - _JOINTS for words in said]
        denied = [not _DENIALS.isdisjoint(words) for words in said]
        common = plain[0] & plain[1]
        return denied[0] != denied[1] and len(common) * 2 > min(map(len, plain)) > 0

    def _said_of(self, last: int, before: int) -> str:
        """The words of a number; those of its sentence, where it is alone in it."""
        mention = self._mentions[last]
        if self._is_beside(last, before):
            return self._outline.between(before, last)[-_CLAUSE:]
        return self._outline.lower(last)[mention.sentence : mention.amount.start]

    def _nests(self, mentions: Sequence[Mention]) -> bool:
        """«Tháng Một: …; Tháng Hai: …; Tháng Ba: …; Quý I: …»."""
        *parts, last = (f"{m.left} " for m in mentions)
        return any(
            outer in last and all(inner in part for part in parts)
            for inner, outer in _NESTED
        )

    def _kinship(self, window: tuple[int, ...]) -> float:
        units = {self._mentions[i].unit for i in window}
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
            and not first & WHOLE_FLOW
            and any("finished" in m.tags for m in mentions[1:])
        )

    def _subset(self, window: tuple[int, ...]) -> float:
        """Bits against a list that may name some parts only."""
        first, last = window[0], window[-1]
        mentions = [self._mentions[i] for i in window]
        said = " ".join(f"{m.left} {m.right}" for m in mentions)
        said = f"{self._ahead(first)} {said} {self._outline.between(first, last)}"
        return 4 if _SUBSET.search(said) else 2 if "trong đó" in said else 0

    def is_open(self, last: int) -> bool:
        """«…, điều chuyển 112 cơ sở, phương án khác chưa duyệt»: not all is counted."""
        end = self._mentions[last].amount.unit_end
        return _OPEN.match(self._outline.text(last), end) is not None

    def _ahead(self, index: int) -> str:
        """The words of its sentence before a number, back to the one before."""
        start, end = self._mentions[index].sentence, self._mentions[index].amount.start
        before = index - 1
        if before >= 0 and self._outline.blocks[before] == self._outline.blocks[index]:
            start = max(start, self._mentions[before].amount.end)
        return self._outline.lower(index)[start:end]

    def _move(self, window: tuple[int, ...]) -> float:
        """Bits for «từ A xuống B, bớt C», «A, năm ngoái B, tức là hơn C»."""
        if len(window) != 3:
            return 0
        one, other, last = (self._mentions[i] for i in window)
        if self._is_of_several(window[2]):
            return 0
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
        text = self._outline.lowers[block][one.sentence : last.end]
        if not COMPARES.search(text):
            return 2
        told = self._outline.lowers[block][one.sentence : last.sentence]
        untold = one.sentence == other.sentence < last.sentence and moves[2]
        if untold and not (COMPARES.search(told) or _WHEN.search(told)):
            return 0  # «81 vụ, 107 bị can …. So với cùng kỳ giảm 3 bị can»
        return 5

    def sides(self, whole: int, parts: Sequence[int]) -> float | None:
        """Parts told apart by words that leave nothing out, or that overlap."""
        tags = [self._mentions[i].tags for i in parts]
        common = frozenset.intersection(*tags)
        every = frozenset().union(*DIMENSIONS)
        own = [(one - common) & every for one in tags]
        if not any(own):
            return 0
        if "finished" in self._mentions[whole].tags and all("open" in t for t in tags):
            return None  # «22 nhiệm vụ hoàn thành; 13 đang thực hiện, 02 quá hạn»
        mine = self._mentions[whole].tags - common
        if any(mine & d and any(one & d for one in own) for d in DIMENSIONS):
            return None  # «sớm 60, đúng hẹn 25, trễ 5»: it is one of them
        if all(len(one) == 1 for one in own) and frozenset().union(*own) in COMPLETE:
            return _ALL_SIDES
        told = [n for n, d in enumerate(DIMENSIONS) if any(one & d for one in own)]
        return 0 if len(told) == 1 else -3
