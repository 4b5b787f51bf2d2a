"""Reads what a text says of one time against another when both have a name.

«So với năm 2021, năm 2023 tăng 6,2 điểm», «bằng 125,8 % tháng 7», «gấp 1,3 lần năm
2022 (66.260 hồ sơ)», «tăng so với quý I». The numbers of the two times are looked up
where the text tells them; which is meant no word says, so that all is well if one pair
fits, and a reading is given only if one key explains the difference, or if the names
leave one pair alone.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.phrases import Mention
from lienmach.checker.quantities.words.reader import Reader, results
from lienmach.checker.quantities.words.vocabulary import WORD, words
from lienmach.checker.report import Bound, Relation, Sense, Tie
from lienmach.checker.text.numbers import decimals
from lienmach.checker.text.slips import is_one_key_away

_FAR = 12  # sentences
_MOST = 16  # numbers in a sentence
_REACH = 60  # numbers
_LETTERS = 200  # before a number in which its time is named
_ERA = re.compile(
    r"(?:(?:quý (?:iv|i{1,3})|tháng \d{1,2}|\d{1,2} tháng(?: đầu| cuối)?)"
    r"(?:\s?/\s?|(?: của)? năm )?(?:20\d\d)?(?! tháng)|năm 20\d\d)(?!\w)"
)
_AGAINST = re.compile(r"(?:so với|so|bằng|lần|%|hơn|cùng kỳ)(?: cùng kỳ)?\s*$")
_AGAINST_ERA = re.compile(rf" ?so với ({_ERA.pattern})")
_TIMES = re.compile(r"gấp(?: khoảng)?$")
_RISES = re.compile(
    r"(?<!\w)(?:(tăng|nhiều hơn|cao hơn)|(giảm|ít hơn|thấp hơn))"
    r"(?: nhẹ| mạnh| đáng kể)? so với [^.;,()\d]{0,24}(?:\d{4} ?)?\((?:là |đạt )?$"
)
_FILLING = words(
    "số lượng tổng của các trong năm quý tháng kỳ đầu cuối so với cùng đã được là có và"
    " tại ở cũng như vậy kết quả trước i ii iii iv"
)
_ASIDE = words("expected cumulative partly plan")


class Eras(Reader):
    """``known`` are the relations already found."""

    def __init__(self, outline: Outline, known: Sequence[Relation]) -> None:
        super().__init__(outline)
        self._told = results(known, Tie.CHANGE) | {
            r.result for r in known if r.tie is Tie.SHARE and r.is_sure
        }
        self._ways = results(known, Tie.ROSE, Tie.FELL)

    def relations(self) -> Iterator[Relation]:
        for sentence in self._outline.by_sentence:
            if len(sentence) <= _MOST:
                yield from self._changes(sentence)
                yield from self._times(sentence)
                yield from self._percents(sentence)
                yield from self._rises(sentence)

    def _is_plain(self, index: int) -> bool:
        mention = self._mentions[index]
        return mention.is_count and mention.family not in ("time", "step")

    def _era(self, index: int) -> str:
        """The time that a number is told of: the last one named in its sentence."""
        mention = self._mentions[index]
        start = max(mention.sentence, mention.amount.start - _LETTERS)
        found = [
            *_ERA.finditer(self._outline.lower(index), start, mention.amount.start)
        ]
        return _plain(found[-1][0]) if found else ""

    def _before(self, sentence: Sequence[int]) -> Iterator[int]:
        here, chapter = (
            self._outline.sentences[sentence[0]],
            self._outline.chapters[sentence[0]],
        )
        for index in range(sentence[0] - 1, max(-1, sentence[0] - _REACH), -1):
            far = here - self._outline.sentences[index] > _FAR
            if far or self._outline.chapters[index] != chapter:
                return
            yield index

    # «So với năm 2021, năm 2023 tăng 6,2 điểm và 5 bậc»

    def _changes(self, sentence: Sequence[int]) -> Iterator[Relation]:
        eras = self._two_eras(self._mentions[sentence[0]], sentence[0])
        if not eras:
            return
        for change in sentence:
            amount = self._mentions[change].amount
            if change in self._told or not self._is_moved(change, sentence):
                continue
            wanted = Sense.RANK if self._mentions[change].family == "step" else None
            if wanted is None:
                wanted = Sense.SCORE if amount.unit == "điểm" else Sense.COUNT
            pair = [self._told_of(era, wanted, change, sentence) for era in eras]
            if all(len(one) == 1 for one in pair):
                yield Relation(Tie.CHANGE, change, (pair[0][0], pair[1][0]))

    def _two_eras(self, first: Mention, index: int) -> tuple[str, str] | None:
        """The times that a sentence compares, the earlier first."""
        text = self._outline.lower(index)
        start = max(first.sentence, first.amount.start - _LETTERS)
        named = [*_ERA.finditer(text, start, first.amount.start)]
        eras = [_plain(match[0]) for match in named]
        behind = _AGAINST_ERA.match(text[first.amount.unit_end :][:40])
        if len(named) == 1 and behind:  # «năm 2017 tăng 8,35 điểm so với năm 2016»
            return _plain(behind[1]), eras[0]
        if len(named) != 2:
            return None
        if _AGAINST.search(text, first.sentence, named[0].start()):
            return eras[0], eras[1]
        if _AGAINST.search(text, named[0].end(), named[1].start()):
            return eras[1], eras[0]
        return None

    def _is_moved(self, index: int, sentence: Sequence[int]) -> bool:
        """«tăng 6,2 điểm và 5 bậc»: both are rises."""
        mention = self._mentions[index]
        if mention.amount.bound is not Bound.EXACT or mention.unit == "%":
            return False
        if mention.amount.sense is Sense.CHANGE:
            return True
        at = sentence.index(index)
        last = self._mentions[sentence[at - 1]].amount if at else None
        joined = last is not None and last.sense is Sense.CHANGE and not last.falls
        between = self._outline.between(sentence[at - 1], index) if joined else ""
        return joined and mention.family == "step" and between.endswith(" và ")

    def _told_of(
        self, era: str, wanted: Sense, change: int, sentence: Sequence[int]
    ) -> list[int]:
        found = []
        in_brackets = [i for i in sentence if i > change and self._outline.depths[i]]
        for index in (*in_brackets, *self._before(sentence)):
            amount = self._mentions[index].amount
            if amount.sense is not wanted or amount.bound is not Bound.EXACT:
                continue
            alike = self._mentions[index].family == self._mentions[change].family
            if wanted is Sense.COUNT and not alike:
                continue
            if self._era(index) == era:
                found.append(index)
        return found

    # «gấp 1,3 lần năm 2022», «bằng 125,8 % tháng 7»

    def _times(self, sentence: Sequence[int]) -> Iterator[Relation]:
        for times in sentence:
            mention = self._mentions[times]
            amount = mention.amount
            if amount.bound is not Bound.EXACT or amount.unit.lower() != "lần":
                continue
            ahead = self._outline.lower(times)[max(0, amount.start - 20) : amount.start]
            if _TIMES.search(ahead.rstrip()):
                yield from self._ratio(times, sentence, Tie.TIMES, Decimal(1))

    def _percents(self, sentence: Sequence[int]) -> Iterator[Relation]:
        for share in sentence:
            amount = self._mentions[share].amount
            if amount.sense is not Sense.SHARE or amount.bound is not Bound.EXACT:
                continue
            text = self._outline.lower(share)
            ahead = text[max(0, amount.start - 8) : amount.start].endswith("bằng ")
            behind = _ERA.match(text[amount.unit_end :][:40].lstrip())
            if ahead and behind and share not in self._told:
                yield from self._ratio(share, sentence, Tie.SHARE, Decimal(100))

    def _ratio(
        self, result: int, sentence: Sequence[int], tie: Tie, scale: Decimal
    ) -> Iterator[Relation]:
        """Yield the reading of a ratio, of all pairs that it may be of."""
        amount = self._mentions[result].amount
        printed, digits = amount.value, decimals(amount.value)
        slip: Relation | None = None
        for now, before in self._pairs(result, sentence):
            if not self._value(before):
                continue
            exact = scale * self._value(now) / self._value(before)
            found = Relation(tie, result, (now, before), is_guess=True)
            if tie is Tie.SHARE:
                found = Relation(tie, result, (now,), (before,), is_guess=True)
            if abs(printed - exact) < Decimal(1).scaleb(-digits):
                yield found
                return
            near = is_one_key_away(
                printed.scaleb(digits), round(exact, digits).scaleb(digits)
            )
            if near and slip is None:
                slip = found
        if slip is not None:
            yield slip

    def _pairs(self, result: int, sentence: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield two counts of one thing, the later first, that a ratio may be of."""
        here = [i for i in sentence if self._is_plain(i)]
        text = self._outline.lower(result)
        end = self._mentions[result].amount.unit_end
        behind = _ERA.search(text, end, end + _LETTERS)
        era = _plain(behind[0]) if behind else ""
        near = [i for i in self._before(sentence) if self._is_plain(i)]
        for before in (*here, *near):
            of_era = era and self._era(before) == era
            if before in near and not of_era:
                continue
            for now in (*reversed(here), *near):
                if now != before and self._are_alike(now, before):
                    yield now, before

    def _are_alike(self, one: int, other: int) -> bool:
        first, second = self._mentions[one], self._mentions[other]
        if (first.tags | second.tags) & _ASIDE:
            return False
        return bool(first.family) and first.family == second.family

    # «Số vụ tăng so với năm 2022 (23 vụ)»

    def _rises(self, sentence: Sequence[int]) -> Iterator[Relation]:
        counts = [i for i in sentence if self._is_plain(i)]
        if len(counts) != 1 or len(sentence) != 1:
            return
        (before,) = counts
        mention = self._mentions[before]
        text = self._outline.lower(before)
        start = max(mention.sentence, mention.amount.start - _LETTERS)
        ahead = text[start : mention.amount.start]
        way = _RISES.search(ahead)
        if way is None:
            return
        wanted = frozenset(WORD.findall(ahead[: way.start()])) - _FILLING
        alike = [
            i
            for i in self._before(sentence)
            if self._is_plain(i)
            and self._are_alike(i, before)
            and self._mentions[i].unit == mention.unit
            and self._words_of(i) == wanted
        ]
        if len(alike) == 1 and alike[0] not in self._ways:
            tie = Tie.ROSE if way[1] else Tie.FELL
            yield Relation(tie, alike[0], (before,))

    def _words_of(self, index: int) -> frozenset[str]:
        mention = self._mentions[index]
        said = f"{mention.left} {mention.amount.unit} {mention.right}".lower()
        return frozenset(WORD.findall(said)) - _FILLING


def _plain(era: str) -> str:
    """Write a time in one way: «quý I/2024» is «quý i năm 2024»."""
    return re.sub(r"\s+", " ", re.sub(r"\s?/\s?| của năm | năm ", " năm ", era)).strip()
