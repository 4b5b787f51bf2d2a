"""Finds percentages that are all there is: together 100 %, or the one told before them.

«hành chính chiếm 97,1 %; tư pháp chiếm 1,3 % và lĩnh vực khác chiếm 1,6 %»; «đạt 69,7 %
(toàn trình 32,3 %, một phần 37,4 %)». On right texts a row of three and more that comes
near to 100 % nearly always makes just that; of two, one must be what the other is not.
Rows that do not come out tell something only if a slip of the pen parts them from it,
or if they are more than all there is though their words leave nothing out.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import pairwise
from math import log2

from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.reader import Reader, results
from lienmach.checker.quantities.words.vocabulary import any_begun, any_word
from lienmach.checker.quantities.words.weights import implied, slip
from lienmach.checker.report import GROWTH, Relation, Sense, Tie
from lienmach.checker.text.numbers import is_rounded, last_place
from lienmach.checker.text.other_times import OTHER_BASE
from lienmach.checker.text.slips import HUNDRED

_LEAST = 3  # percentages of a row
_NEXT, _CLAUSE = 24, 48  # letters
_TOLD = 3.0  # bits of a slip, less those of the choice
_AWAY = 40  # per cent that a slip may take away, or add
_NEAR = Decimal("0.6")  # of the percentage told before that parts of it make
_CUT = re.compile(
    r"[,;.(] ?(?:xét |phân |chia )?theo(?!\w)|"
    + any_word("trong đó|trong số|riêng|gồm")
)
_ABOUT = re.compile(r"[,;] ?(?:xét )?về(?!\w)")
_PARTED = re.compile(r"[;:.]|, | và ")
_OTHERS = re.compile(any_word("khác|còn lại"))
_OPEN = re.compile(r"\.\.\.|…|v\.v")
_AND_SOME = re.compile(r"^[^,;.()]* và \d+ [^\W\d_]")  # «0,8 % hạng … và 42 sản phẩm …»
_MOVES = re.compile(
    any_word("tăng|giảm|hơn|vượt|so với|kế hoạch|chỉ tiêu|mục tiêu")
    + r"|(?<!\w)(?:từ|lên|xuống)(?: mức)?$"
)
_COMPARED = re.compile(rf" ?(?:so|{OTHER_BASE})")
_BRACKET = re.compile(r"\([^()]*\)")
_RANGE = re.compile(r"dưới \d+ tuổi|(?:từ|trên) \d+(?: tuổi)?")
_DENIED = re.compile(any_word("không|chưa") + r" ([^\W\d_]+) [^\W\d_]+")
_GRADE = re.compile(
    any_begun("rất|tốt|khá|trung bình|yếu|kém|xuất sắc|hài lòng|bình thường|chấp nhận")
    + r"|không hài|tín nhiệm(?: cao| thấp)?|không hoàn|hoàn thành(?: tốt| xuất)?"
)


class Hundreds(Reader):
    """``known`` are the relations already found: what counts are right of is no sum."""

    def __init__(self, outline: Outline, known: Sequence[Relation]) -> None:
        super().__init__(outline)
        self._moved = results(known, *GROWTH)
        self._right = {
            r.result for r in known if r.tie is Tie.SHARE and self._is_right(r)
        }

    def _is_right(self, share: Relation) -> bool:
        part = self._mentions[share.terms[0]].amount
        bases = [self._value(i) for i in share.wholes]
        bases += [part.whole.value] if part.whole else []
        printed = self._value(share.result)
        return any(b and is_rounded(printed, HUNDRED * part.value / b) for b in bases)

    def relations(self) -> Iterator[Relation]:
        for sentence in self._outline.by_sentence:
            for depth in (0, 1):
                for row in self._rows(sentence, depth):
                    found = self._of_row(row)
                    if found:
                        yield found

    def _rows(self, sentence: Sequence[int], depth: int) -> Iterator[list[int]]:
        row: list[int] = []
        for index in sentence:
            if self._outline.depths[index] != depth or self._unit(index) != "%":
                continue
            mention = self._mentions[index]
            if mention.amount.sense is not Sense.SHARE or index in self._moved:
                continue
            if _MOVES.search(mention.left) or _COMPARED.match(
                self._letters_behind(index, _NEXT)
            ):
                continue
            if row and self._begins_anew(row, index):
                yield row
                row = []
            if self._is_share(index):
                row.append(index)
            else:
                yield row
                row = []
        yield row

    def _begins_anew(self, row: Sequence[int], index: int) -> bool:
        """«…; về độ tuổi: dưới 40 chiếm 67 %»; but not «về đất đai …; về rừng …»."""
        between = self._words_between(row[-1], index)
        if _CUT.search(between):
            return True
        return bool(_ABOUT.search(between)) and "về " not in self._led(row[-1])

    def _led(self, index: int) -> str:
        """The words of its clause before a percentage."""
        mention = self._mentions[index]
        ahead = self._outline.lower(index)[mention.sentence : mention.amount.start]
        return _PARTED.split(_BRACKET.sub("", ahead))[-1]

    def _is_share(self, index: int) -> bool:
        mention = self._mentions[index]
        if not self._is_percent(index) or mention.tags & {"expected", "before"}:
            return False
        return 0 < mention.amount.value < HUNDRED

    def _words_between(self, one: int, other: int) -> str:
        """The words between two percentages, without what brackets say of them."""
        return _BRACKET.sub("", self._outline.between(one, other).lstrip(" )"))

    def _of_row(self, row: Sequence[int]) -> Relation | None:
        if len(row) < 2 or all(i in self._right for i in row):
            return None
        behind = self._letters_behind(row[-1], _NEXT)
        if _OPEN.match(behind.lstrip(" .,")) or self._agree(row):
            return None
        if _AND_SOME.search(self._letters_behind(row[-1], _CLAUSE)):
            return None
        values = [self._value(i) for i in row]
        added = sum(values, Decimal(0))
        slack = sum(map(last_place, values), Decimal(0)) / 2
        total = self._total(row, added)
        if total is not None:
            if abs(added - self._value(total)) <= slack:
                return None
            if self._is_slip(values, self._value(total), of_all=False):
                return Relation(Tie.PARTS, total, tuple(row), is_weighed=True)
            if len(row) < _LEAST:
                return None
        if abs(added - HUNDRED) <= slack:
            return self._whole(row) if added == HUNDRED else None
        sides = self._leaves_nothing_out(row)
        if len(row) < _LEAST and not sides:
            return None
        if added > HUNDRED and sides:
            return self._whole(row)
        if abs(added - HUNDRED) < _AWAY and self._is_slip(values, HUNDRED, of_all=True):
            return self._whole(row)
        return None

    def _agree(self, row: Sequence[int]) -> bool:
        """Say whether the counts told with them are so much of one number."""
        least, most = Decimal(0), Decimal("Infinity")
        for share in row:
            if not self._outline.is_count(share - 1) or not self._is_beside(
                share - 1, share
            ):
                return False
            low, high = implied(self._value(share), self._value(share - 1))
            least, most = max(least, low), min(most, high)
        return least <= most

    def _whole(self, row: Sequence[int]) -> Relation:
        return Relation(Tie.ALL, row[0], tuple(row[1:]), is_weighed=True)

    def _total(self, row: Sequence[int], added: Decimal) -> int | None:
        """The percentage right before a row, of which it may tell the parts."""
        total = row[0] - 1
        while total >= 0 and self._unit(total) != "%":
            total -= 1
        if total < 0 or not self._is_percent(total):
            return None
        sentences, depths = self._outline.sentences, self._outline.depths
        apart = sentences[row[0]] - sentences[total]
        inside = depths[row[0]] > depths[total] and not apart
        follows = apart == 1 and len(row) >= _LEAST
        if not (inside or follows) or len(row) < 2:
            return None
        least = self._value(total) * _NEAR
        return total if least < added < self._value(total) + _AWAY else None

    def _is_slip(
        self, values: Sequence[Decimal], total: Decimal, *, of_all: bool
    ) -> bool:
        """Say whether one slip explains the gap, as roundly as the roundest is told."""
        step = max(map(last_place, values))
        gap = total - sum(values, Decimal(0))
        rounded = gap.quantize(step, ROUND_HALF_EVEN)
        told = [slip(value, value + rounded) for value in values if value > -rounded]
        if not of_all:
            short = total.quantize(max(step, last_place(total)), ROUND_HALF_EVEN)
            told.append(slip(short, short - rounded))
        best = max((bits for bits in told if bits is not None), default=0.0)
        return best - log2(len(values)) >= _TOLD

    def _leaves_nothing_out(self, row: Sequence[int]) -> bool:
        """«… và lĩnh vực khác 1,6 %», «đã thực hiện 77,2 %, chưa thực hiện 22,8 %»."""
        first = self._mentions[row[0]]
        ahead = self._outline.lower(row[0])[first.sentence : first.amount.start]
        said = [_BRACKET.sub("", ahead)]
        said += [self._words_between(one, other) for one, other in pairwise(row)]
        grades = [frozenset(_GRADE.findall(one[-_CLAUSE:])) for one in said]
        if len(row) >= _LEAST:
            graded = all(grades) and len({*grades}) == len(grades)
            return graded or bool(_OTHERS.search(said[-1]))
        if all(_RANGE.search(one[-_CLAUSE:]) for one in said):
            return True
        denied = _DENIED.search(said[-1])
        bases = [self._mentions[i].right for i in row]
        if denied and bases[0] == bases[1] != "" and not _DENIED.search(ahead):
            return True  # both «… % số phải thu»
        return denied is not None and (
            denied[0].partition(" ")[2] in _DENIED.sub("", ahead)
            or f"đã {denied[1]} " in ahead
        )
