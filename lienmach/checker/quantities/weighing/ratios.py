"""Finds what a percentage is of by working out every pair of counts near it.

The words may be new; but a percentage right behind a count, with a larger count of the
same things before it, is seldom of anything else. If any pair gives it, it is right. If
none does, and a slip of the pen parts it from what the likeliest pair gives, that and
the form of the passage together must weigh enough (``weights``).
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product
from math import log2

from lienmach.checker.quantities.claims.forms import COMPARES
from lienmach.checker.quantities.claims.ledger import LEVELS
from lienmach.checker.quantities.weighing.each import mean_of
from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.reader import Reader, results
from lienmach.checker.quantities.words.vocabulary import WORD, words
from lienmach.checker.quantities.words.weights import count_slip, implied, share_slip
from lienmach.checker.report import GROWTH, Bound, Relation, Sense, Tie
from lienmach.checker.text.numbers import is_rounded, last_place
from lienmach.checker.text.other_times import OTHER_BASE
from lienmach.checker.text.slips import HUNDRED

_REACH, _FAR = 24, 6  # numbers, sentences
_FEW = 6  # counts of pages before
_PAGES = 120  # numbers before, of the same name
_MOST = 16  # counts tried
_WORSE = 2  # bits: what is so much less likely is no rival
_SLIGHT = Decimal("0.15")  # so little is a matter of rounding
_ROUNDED = Decimal("0.6")  # units of the last digit
_PLANS = re.compile(f"{OTHER_BASE}|phấn đấu|được giao")
_GROWS = re.compile(
    r"(?<!\w)(?:tăng|giảm|thêm|bớt|hơn|kém|hụt|vượt|nhích|hạ|sụt|rút|cắt"
    r"|tiết kiệm)(?!\w)"
    r"(?! (?:cường|tầng))"
)
_NAMED_TIME = re.compile(r"(?<!\w)(?:tháng|tuần|ngày|đợt|kỳ|lần) (?:\d|đầu|thứ|này)")
_GIVES = re.compile(
    r"(?:^|\W)(?:đạt|chiếm|bằng|tức|tương ứng|tương đương|ứng|tỷ lệ|tỉ lệ|là|hay|được"
    r"|chính xác)(?!\w)[^,;]{0,30}$|\(\s*$|^\W*$"
)
_OUT_OF = re.compile(r"(?:^|\s)(?:trên|trong|của|tổng|số)(?: [^\W\d_]+){0,4}$")
_END = re.compile(r",|;|\(|\.| và | trong đó| tăng| giảm| cao hơn| do | còn | nhưng")
_LINKS = words("số tổng lượng của trên trong so với cả toàn bộ được đã là các kỳ này")
_THINGS = words("người hồ sơ lượt")
_FILLING = words(
    "số tổng lượng của trên trong đã được các có là và tại theo kỳ quý năm tháng cả này"
    " toàn so với hiện nay đến ra thì cho về qua như vậy xã phường huyện tỉnh thị"
    " thành phố quận trấn sở phòng ban ủy nhân dân tỷ tỉ lệ chiếm đạt bằng mức kết quả"
    " trọng suất phần mức độ khối tuyệt tương đối hồ sơ người văn bản nhiệm vụ đơn vị"
    " cơ quan phiếu lượt trường hợp ở mà những một"
)
_BETTER = 4.0  # bits: so much likelier than what a percentage is right of
_TOLD = 10.0  # bits that call a mistake
_PLAIN = 6.0  # bits of a form that says what a right percentage is of
_CLEAR = 8.0  # bits of a form that leaves little doubt
_NEIGHBOURS = 8  # numbers
_SIBLING = 3.0  # bits: another percentage beside it is right of the same total
_STRANGE = 3.0  # bits: its words are of another thing
_ASIDE = words("expected cumulative partly")
_SIDES = words("online direct postal early on_time late open finished female male")
_UNCOUNTED = words("time point step")


class Ratios(Reader):
    """``known`` are the relations already found; what they settle is left alone."""

    def __init__(self, outline: Outline, known: Sequence[Relation]) -> None:
        super().__init__(outline)
        self._siblings = frozenset(self._beside(known))
        self._named: dict[int, frozenset[str]] = {}
        self._said_behind: dict[int, frozenset[str]] = {}
        self._said_beside: dict[int, frozenset[str]] = {}
        self._used = {
            (r.terms[0], r.wholes[0]): r.result
            for r in known
            if r.tie is Tie.SHARE and r.wholes and self._holds(r)
        }
        self._averaged = results(known, Tie.AVERAGE)
        self._settled = {
            r.result
            for r in known
            if r.tie in (Tie.SHARE, Tie.RATE, *GROWTH)
            and (r.is_formal or self._holds(r))
        }

    def _beside(self, known: Sequence[Relation]) -> Iterator[tuple[int, int]]:
        """Percentages with the bases that another of their sentence is right of."""
        for relation in known:
            if relation.tie is not Tie.SHARE or not self._holds(relation):
                continue
            share, top = relation.result, self._value(relation.terms[0])
            printed = self._mentions[share].amount.value
            for whole in relation.wholes:
                if self._fits(printed, top, self._value(whole)):
                    for other in range(max(0, share - 6), share + 7):
                        near = 0 <= other < len(self._mentions) and other != share
                        if near and self._is_beside(other, share):
                            yield other, whole

    def _holds(self, relation: Relation) -> bool:
        if relation.tie is Tie.RATE:
            return not relation.is_guess
        if relation.tie in GROWTH:
            return relation.is_sure
        top = self._mentions[relation.terms[0]].amount
        if top.whole is not None:
            return True
        printed = self._mentions[relation.result].amount.value
        return any(
            self._fits(printed, self._value(relation.terms[0]), self._value(i))
            for i in relation.wholes
        )

    def relations(self) -> Iterator[Relation]:
        for index, mention in enumerate(self._mentions):
            amount = mention.amount
            if amount.sense is Sense.AVERAGE and index not in self._averaged:
                yield from mean_of(self._outline, index, self._near(index))
            if amount.unit != "%" or amount.bound is not Bound.EXACT:
                continue
            if index in self._settled or mention.tags & _ASIDE - {"partly"}:
                continue
            if self._is_rest(index) or amount.whole is not None:
                continue
            if self._is_of_rough(index):
                continue
            if amount.value in (0, HUNDRED):
                continue
            found = self._of(index)
            if found:
                yield found

    def _is_of_rough(self, share: int) -> bool:
        """«thu hơn 3,2 tỷ đồng (50 %)»: of that number, and no other."""
        one = self._mentions[share - 1].amount if share else None
        if one is None or one.bound is Bound.EXACT or one.sense is not Sense.COUNT:
            return False
        return self._outline.between(share - 1, share).endswith(" (")

    def deny(self, relation: Relation) -> bool:
        """Say whether other counts near by give a percentage that these do not."""
        if relation.tie is not Tie.SHARE or relation.is_weighed:
            return False
        if (relation.is_sure and not relation.is_guess) or self._holds(relation):
            return False
        share = relation.result
        printed = self._mentions[share].amount.value
        counts = self._near(share)
        return any(
            part != whole
            and self._fits(printed, self._value(part), self._value(whole))
            and self._form(share, part, whole, grows=False) is not None
            for part, whole in product(counts, counts)
        )

    def _of(self, share: int) -> Relation | None:
        printed = self._mentions[share].amount.value
        counts = self._near(share)
        ways = (True, False) if self._grows(share) else (False,)
        best: tuple[float, Relation, float] | None = None
        right: tuple[float, Relation] | None = None
        forms: list[float] = []
        for part, whole, grows in product(counts, counts, ways):
            if part == whole or not self._value(whole):
                continue
            form = self._form(share, part, whole, grows=grows)
            if form is None:
                continue
            forms.append(form)
            other = self._used.get((part, whole), share)
            if not grows and other != share and self._is_beside(other, share):
                continue  # «đạt 96,9 %; … cao nhất (88,2 %), … thấp nhất (76,9 %)»
            exact = self._exact(part, whole, grows=grows)
            if exact <= 0:
                continue
            if self._is_it(printed, exact):
                if right is None or form > right[0]:
                    right = form, self._relation(share, part, whole, grows=grows)
                continue
            top, base = self._value(part), self._value(whole)
            told = (
                share_slip(printed, exact)
                if exact <= HUNDRED or printed > HUNDRED
                else None
            )
            if told is not None:
                told = (
                    min(told, log2(base) + 1)
                    if abs(printed - exact) > _SLIGHT
                    else None
                )
            if told is None and not grows and part + 1 == share:
                told = count_slip(
                    *(printed, top, base, _ROUNDED * last_place(printed)),
                    keys=form >= _CLEAR,
                )
            if told is None:
                continue
            if best is None or told + form > best[0]:
                found = self._relation(share, part, whole, grows=grows)
                best = told + form, found, form
        if right is not None and (best is None or right[0] + _BETTER > best[2]):
            is_told = right[0] >= _PLAIN and right[1].tie is Tie.SHARE
            return right[1] if is_told else None
        if best is None:
            return None
        if self._agree(share, best[1]) or self._is_right_of_others(share, best[1]):
            return None
        rivals = sum(form + _WORSE >= best[2] for form in forms)
        return best[1] if best[0] - log2(rivals) / 2 >= _TOLD else None

    def _is_right_of_others(self, share: int, found: Relation) -> bool:
        """Say whether it is what the share leaves, or right of two counts right here.

        «giảm 84,5 tỷ đồng (từ 1.690 tỷ đồng xuống 1.605,5 tỷ đồng), đạt 5 %».
        """
        printed = self._mentions[share].amount.value
        if found.tie is Tie.SHARE and self._is_beside(found.wholes[0], share):
            part, whole = self._value(found.terms[0]), self._value(found.wholes[0])
            if part < whole and self._fits(printed, whole - part, whole):
                return True
        here = [
            i
            for i in range(max(0, share - _NEIGHBOURS), share + _NEIGHBOURS)
            if i < len(self._mentions)
            and self._is_beside(i, share)
            and self._is_plain(i)
        ]
        named = self._names(share) or None
        return any(
            (
                self._mentions[one].family == self._mentions[other].family
                or (named is not None and named <= self._names(one))
            )
            and self._value(one) < self._value(other)
            and self._fits(printed, self._value(one), self._value(other))
            for one, other in product(here, here)
        )

    def _agree(self, share: int, found: Relation) -> bool:
        """Say whether a neighbour is of the same other total, that nobody printed."""
        if found.tie is not Tie.SHARE:
            return False
        stated = self._value(found.wholes[0])
        low, high = self._implied(share, found.terms[0])
        for other in range(max(1, share - _NEIGHBOURS), share + _NEIGHBOURS + 1):
            if other == share or not self._is_share_of(other):
                continue
            least, most = self._implied(other, other - 1)
            if least <= high and low <= most and not least <= stated <= most:
                return True
        return False

    def _is_share_of(self, share: int) -> bool:
        """A percentage right behind a count."""
        if share >= len(self._mentions) or self._mentions[share].unit != "%":
            return False
        exact = self._mentions[share].amount.bound is Bound.EXACT
        if self._grows(share):
            return False
        return exact and self._is_plain(share - 1) and self._is_beside(share - 1, share)

    def _implied(self, share: int, part: int) -> tuple[Decimal, Decimal]:
        """Between what a total lies, of which a count is so many percent."""
        return implied(self._mentions[share].amount.value, self._value(part))

    def _relation(self, share: int, part: int, whole: int, *, grows: bool) -> Relation:
        if grows:
            return Relation(
                Tie.CHANGE, share, (whole, part), is_guess=True, is_weighed=True
            )
        return Relation(
            Tie.SHARE, share, (part,), (whole,), is_guess=True, is_weighed=True
        )

    def _near(self, share: int) -> list[int]:
        """The counts of its sentence and of those before, nearest first."""
        found: list[int] = []
        sentences = self._outline.sentences
        chapters = self._outline.chapters
        last = min(len(self._mentions), share + 4)
        behind = [
            i
            for i in range(share + 1, last)
            if sentences[i] == sentences[share] and self._is_plain(i)
        ]
        alone = not any(
            self._is_plain(i) and sentences[i] == sentences[share]
            for i in range(max(0, share - 2), last)
        )
        for index in range(share - 1, max(-1, share - _REACH), -1):
            if sentences[share] - sentences[index] > _FAR:
                break
            own = chapters[index] == chapters[share] or alone
            if own and self._is_plain(index):
                found.append(index)
        near = [*behind, *found][:_MOST]
        return [*near, *self._afar(share, set(near), alone=alone)]

    def _afar(self, share: int, near: set[int], *, alone: bool) -> list[int]:
        """What an assessment speaks of: told pages before, by the same names."""
        mine = self._names(share)
        found: list[int] = []
        for index in range(share - 1, max(-1, share - _PAGES), -1):
            if index in near or not self._is_plain(index):
                continue
            if len(found) >= _FEW:
                break
            if alone and mine and mine <= self._names(index):
                around = range(max(0, index - 3), min(share, index + 3))
                found += [i for i in around if i not in near and self._is_plain(i)]
                near.update(around)
            elif self._is_named(share, index):
                found.append(index)
        return found

    def _is_plain(self, index: int) -> bool:
        mention = self._mentions[index]
        amount = mention.amount
        if amount.bound is not Bound.EXACT or mention.tags & _ASIDE - {"partly"}:
            return False
        counted = amount.sense in (Sense.COUNT, Sense.CHANGE)
        return counted and amount.unit != "%" and mention.family not in _UNCOUNTED

    def _grows(self, share: int) -> bool:
        mention = self._mentions[share]
        if mention.amount.sense is Sense.CHANGE:
            return True
        before = share - 1
        beside = before >= 0 and self._is_beside(before, share)
        moved = beside and self._is_move(before)
        return moved or bool(_GROWS.search(mention.left))

    def _is_move(self, index: int) -> bool:
        mention = self._mentions[index]
        return mention.amount.sense is Sense.CHANGE or bool(_GROWS.search(mention.left))

    def _exact(self, part: int, whole: int, *, grows: bool) -> Decimal:
        top, base = self._value(part), self._value(whole)
        return HUNDRED * (abs(top - base) if grows else top) / base

    def _is_it(self, printed: Decimal, exact: Decimal) -> bool:
        return is_rounded(printed, exact, _ROUNDED)

    def _fits(self, printed: Decimal, top: Decimal, base: Decimal) -> bool:
        return bool(base) and self._is_it(printed, HUNDRED * top / base)

    # The form of a passage

    def _form(self, share: int, part: int, whole: int, *, grows: bool) -> float | None:
        """How likely these words tell this share, in bits; None: they do not."""
        if self._mentions[whole].amount.sense is Sense.CHANGE:
            return None
        kin = self._kinship(part, whole)
        if self._is_named(share, whole):
            kin = max(kin or 0, 0) + 3
        if kin is None or self._is_of_several(part) or self._is_base(share, part):
            return None
        one, other = self._mentions[whole].tags, self._mentions[part].tags
        if "partly" in one - other and not self._is_beside(part, whole):
            return None
        printed = self._mentions[share].amount.value
        above = self._value(part) > self._value(whole)
        if (
            not grows
            and above != (printed > HUNDRED)
            and not (above and part + 1 == share)
        ):
            return None
        if grows and ((one ^ other) & _SIDES or self._are_of_one_time(part, whole)):
            return None
        if printed > HUNDRED and not grows and part + 1 != share and self._grows(share):
            return None
        of_part = self._of_part(share, part, whole, grows=grows)
        of_whole = self._of_whole(share, part, whole)
        if of_part is None or of_whole is None:
            return None
        beside = _SIBLING if (share, whole) in self._siblings else 0.0
        context = self._context(share, part, whole, grows=grows)
        own = self._names(share) - self._names(part) - self._names(whole)
        alone = part + 1 == share and self._outline.between(part, share).endswith("(")
        if own and not (grows or alone or self._is_named(share, whole)):
            context -= _STRANGE
        return kin + of_part + of_whole + context + beside

    def _are_of_one_time(self, part: int, whole: int) -> bool:
        """Say whether no word tells of two times: what grew was less before."""
        return not any(
            COMPARES.search(self._mentions[i].left)
            or _NAMED_TIME.search(self._mentions[i].left)
            or self._mentions[i].amount.sense is Sense.CHANGE
            for i in (part, whole)
        )

    def _is_named(self, share: int, whole: int) -> bool:
        """«đạt 97,9 % số hồ sơ nhận»: the words behind name the base."""
        named = self._behind(share)
        return bool(named) and named <= self._words(whole)

    def _behind(self, share: int) -> frozenset[str]:
        """The words behind a percentage that may name what it is of."""
        if share not in self._said_behind:
            said = _END.split(self._mentions[share].right, maxsplit=1)[0]
            named = frozenset(WORD.findall(said)) - _LINKS
            self._said_behind[share] = named - _THINGS or named
        return self._said_behind[share]

    def _words(self, index: int) -> frozenset[str]:
        if index not in self._said_beside:
            self._said_beside[index] = self._words_beside(index)
        return self._said_beside[index]

    def _kinship(self, part: int, whole: int) -> float | None:
        one, other = self._mentions[part], self._mentions[whole]
        levels = one.tags & LEVELS, other.tags & LEVELS
        if all(levels) and levels[0] != levels[1]:
            return None
        units = one.unit, other.unit
        if units[0] and units[0] == units[1]:
            return 2
        if one.family == other.family or (
            units[0] and (units[1].endswith(units[0]) or units[1].startswith(units[0]))
        ):
            return 1
        if all(units) and units[0].split(" ")[0] == units[1].split(" ")[0]:
            return 1
        return 0 if not all(units) else None  # a label may have named another thing

    def _is_rest(self, share: int) -> bool:
        """«đúng hạn 97,6 %, quá hạn 2,4 % (54/2.236 hồ sơ)»: what another leaves."""
        printed = self._mentions[share].amount.value
        return any(
            self._mentions[i].unit == "%"
            and self._mentions[i].amount.value + printed == HUNDRED
            and self._is_beside(i, share)
            for i in range(max(0, share - 4), min(len(self._mentions), share + 5))
            if i != share
        )

    def _of_part(
        self, share: int, part: int, whole: int, *, grows: bool
    ) -> float | None:
        """A count right beside the percentage is most likely what it speaks of."""
        if not self._is_beside(part, share):
            common = self._names(share) & self._names(part)
            if not common:
                return None
            return 2.0 if self._names(share) <= self._names(part) else 0.0
        between = [
            i for i in range(min(part, share) + 1, max(part, share)) if i != whole
        ]
        if part > share:
            text = self._outline.between(share, part)
            return 3.0 if _GIVES.search(text) and not between else None
        while between and self._is_move(between[-1]):
            between.pop()  # «A, nay B, bớt C, tức P %»
        if between and not all(self._mentions[i].unit == "%" for i in between):
            return -1.0
        text = self._outline.between(part if not between else between[-1], share)
        if ";" in text:
            return None
        if self._outline.depths[share] > self._outline.depths[part] or _GIVES.search(
            text
        ):
            return 4.0 if not between else 0.0
        return 2.0 if not between else 0.0

    def _of_whole(self, share: int, part: int, whole: int) -> float | None:
        if whole > share:
            text = self._outline.between(share, whole)
            beside = whole == share + 1 and text.lstrip().startswith("(")
            return 4.0 if beside or _OUT_OF.search(text.strip(" (")) else 0.0
        apart = self._outline.sentences[part] - self._outline.sentences[whole]
        if apart == 0:
            if abs(part - whole) == 1:
                return 4.0 if whole < part else 3.0
            return 3.0 if 0 < part - whole < 4 else 1.0
        if apart < 0:
            return None
        return 2.0 if apart == 1 else 0.5

    def _context(self, share: int, part: int, whole: int, *, grows: bool) -> float:
        mention = self._mentions[share]
        said = f"{mention.left} {mention.right}"
        if not grows and _PLANS.search(said):
            base = self._mentions[whole]
            named = f"{base.left} {base.right.partition(',')[0]}"
            return 1.0 if _PLANS.search(named) else -5.0
        return 0.0

    def _names(self, index: int) -> frozenset[str]:
        if index not in self._named:
            self._named[index] = self._words(index) - _FILLING
        return self._named[index]
