"""Finds what a mean is of by the names of its parts, over sentences."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product

from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.weights import share_slip
from lienmach.checker.report import Bound, Relation, Sense, Tie
from lienmach.checker.text.numbers import is_rounded

_EACH = re.compile(r"(?:mỗi|một|/|trên) ?([^\W\d_][^,;.()\d]{1,30})")
_MEANS = 8.0  # bits that the words of a mean with its units tell
_TOLD = 10.0  # bits that call a mistake
_ROUNDED = Decimal("0.6")  # units of the last digit


def mean_of(outline: Outline, index: int, near: Sequence[int]) -> Iterator[Relation]:
    """«5 buổi đối thoại, 143 ý kiến. Trung bình mỗi buổi có 28,6 ý kiến»."""
    mention = outline.mentions[index]
    printed = mention.amount.value
    if mention.amount.bound is not Bound.EXACT or not printed:
        return
    own = mention.unit
    ahead = outline.lower(index)[mention.sentence : mention.amount.start]
    named = _EACH.search(f"{ahead} {mention.right}")
    best: tuple[float, Relation] | None = None
    for total, count in product(near, near) if named else ():
        units = [outline.mentions[i].unit for i in (total, count)]
        if total == count or not all(units) or outline.value(count) <= 0:
            continue
        if outline.mentions[count].amount.sense is Sense.CHANGE:
            continue  # «giảm 4 cuộc họp»
        if not (units[0].endswith(own) or own.endswith(units[0])):
            continue
        if named is None or not named[1].startswith(units[1]):
            continue
        exact = outline.value(total) / outline.value(count)
        if is_rounded(printed, exact, _ROUNDED):
            return
        told = share_slip(printed, exact)
        form = _MEANS - (outline.sentences[index] - outline.sentences[total])
        if told is not None and (best is None or told + form > best[0]):
            terms = (total, count)
            best = told + form, Relation(Tie.AVERAGE, index, terms, is_guess=True)
    if best and best[0] >= _TOLD:
        yield best[1]
