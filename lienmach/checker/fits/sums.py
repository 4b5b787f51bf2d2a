"""Three figures of which the largest may be the sum of the others, and their form."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from lienmach.checker.fits.figures import SHARE, TEN, Figure, are_alike
from lienmach.checker.report import Sense

_REACH, _PARTNERS = 8, 10  # figures
_STEPS = (1, 3, 8, 20)
_COMERS = frozenset(("lượt", "người"))
_TINY = 50
_TOGETHER = 6  # sentences


def pairs(counts: Sequence[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """Yield two figures near each other that may be added up or compared."""
    for at, one in enumerate(counts):
        for other in counts[at + 1 : at + 1 + _PARTNERS]:
            far = other.at - one.at > _REACH
            if far and other.sentence - one.sentence > 1:
                break
            if are_alike(one, other):
                yield one, other


def may_join(third: Figure, one: Figure, other: Figure) -> bool:
    """Say whether a third figure may go with two, which it is as exact as."""
    if not (are_alike(third, one) and are_alike(third, other)):
        return False
    return are_as_exact(third, one, other)


def are_as_exact(third: Figure, one: Figure, other: Figure) -> bool:
    """Say whether three figures are told as exactly as a sum of them can be."""
    if third is one or third is other:
        return False
    if third.decimals == one.decimals == other.decimals:
        return True
    exact = third.decimals, one.decimals, other.decimals
    return exact.count(max(exact)) > 1 and third.kind != SHARE


def form(big: Figure, one: Figure, other: Figure) -> Iterator[str]:
    """Name what speaks for or against ``big`` being the sum of the others."""
    yield "any"
    three = sorted((big, one, other), key=lambda figure: figure.at)
    near, far = sorted((three[1].at - three[0].at, three[2].at - three[1].at))
    yield f"near {bisect_left(_STEPS, near)}"
    yield f"far {bisect_left(_STEPS, far)}"
    yield f"{len({figure.sentence for figure in three})} sentences"
    yield f"{len({figure.block for figure in three})} paragraphs"
    yield f"sum at {three.index(big)}"
    yield from _kinds(three)
    yield from _cues(big, one, other)
    if one.is_change != other.is_change:
        change, compared = (one, other) if one.is_change else (other, one)
        yield from _of_change(change, big, compared)
    elif not one.is_change and one.is_left != other.is_left:
        rest, part = (one, other) if one.is_left else (other, one)
        yield from _of_rest(rest, big, part)
    elif is_plain(one, other):
        yield from _plain(big, one, other)
    yield from _cells(three)
    yield from _left_out(big, one, other)
    smaller = min(one.value, other.value)
    if smaller * _TINY < big.value:
        yield "tiny"
    if smaller < TEN:
        yield "one digit"


def may_be(big: Figure, one: Figure, other: Figure) -> bool:
    """Say whether no part of one stands beside it, or is compared with its whole.

    «98 sản phẩm 3 sao, thêm 18 so với 2022»; «thu về 388 phiếu, chưa hài lòng 18».
    """
    units = {figure.unit.split(" ")[0] for figure in (big, one, other)}
    if units >= _COMERS:
        return False  # «281 lượt với 347 người»
    if any(
        x.parent is not None and x.parent == y.fact
        for x, y in ((one, other), (other, one))
    ):
        return False
    if one.is_change == other.is_change or big.fact is None:
        return True
    return (other if one.is_change else one).parent != big.fact


def is_told_together(big: Figure, one: Figure, other: Figure) -> bool:
    """Say whether words, or being near, join a sum to its parts.

    What rose did so from a number of before, or from one of the same words told
    elsewhere; what is of before, and percentages, are only compared.
    """
    if one.is_change != other.is_change:
        change, compared = (one, other) if one.is_change else (other, one)
        alike = bool(big.words & compared.words) and big.stages == compared.stages
        apart = change.sentence not in (big.sentence, compared.sentence)
        return big.is_base or compared.is_base or (alike and apart)
    if big.kind == SHARE or big.is_aim or one.is_aim or other.is_aim:
        return False
    if (big.is_base or one.is_base or other.is_base) and not big.is_total:
        return False
    sentences = big.sentence, one.sentence, other.sentence
    away = max(sentences) - min(sentences)
    return one.is_left or other.is_left or away <= _TOGETHER


def is_plain(one: Figure, other: Figure) -> bool:
    """Say whether no word makes a part a change, or what is left."""
    return not (one.is_left or one.is_change or other.is_left or other.is_change)


def _kinds(three: Sequence[Figure]) -> Iterator[str]:
    if len({figure.section for figure in three}) > 1:
        yield "sections"
    if len({figure.unit for figure in three if figure.unit}) > 1:
        yield "units"
    blank = sum(not figure.kind for figure in three)
    if blank:
        yield f"{min(blank, 2)} without unit"


def _cues(big: Figure, one: Figure, other: Figure) -> Iterator[str]:
    for name, of in (
        ("change", (one.is_changed, other.is_changed, big.is_changed)),
        ("left", (one.is_left, other.is_left, big.is_left)),
    ):
        if any(of[:2]):
            yield name
        if all(of[:2]):
            yield f"{name} twice"
        if of[2]:
            yield f"{name} at sum"
    if big.is_total:
        yield "total"
    if one.is_total or other.is_total:
        yield "total at part"
    if big.is_base or one.is_base or other.is_base:
        yield "base"
    if big.sense is Sense.CHANGE:
        yield "sum is change"


def _of_change(change: Figure, *two: Figure) -> Iterator[str]:
    one, other = two
    place = sum(figure.at < change.at for figure in two)
    yield f"change at {place}"
    if one.words & other.words:
        yield "change: words"
    if one.stages == other.stages:
        yield "change: stages"
    if one.is_base or other.is_base:
        yield "change: base"
    if one.unit == other.unit == change.unit != "":
        yield "change: units"
    if change.sentence in (one.sentence, other.sentence):
        yield "change: here"


def _of_rest(rest: Figure, big: Figure, other: Figure) -> Iterator[str]:
    yield f"rest at {sum(figure.at < rest.at for figure in (big, other))}"
    if other.words & rest.words:
        yield "rest: words"
    if big.words & rest.words:
        yield "rest: words of sum"
    if big.words & other.words:
        yield "rest: words of others"
    if rest.stages and other.stages and rest.stages != other.stages:
        yield "rest: stages"


def _plain(big: Figure, one: Figure, other: Figure) -> Iterator[str]:
    yield "plain"
    if one.words & other.words:
        yield "plain: words"
    if big.words & one.words and big.words & other.words:
        yield "plain: words of sum"
    if abs(one.at - other.at) == 1:
        yield "plain: beside"
    if one.stages == other.stages:
        yield "plain: stages"


def _cells(three: Sequence[Figure]) -> Iterator[str]:
    cells = [figure for figure in three if figure.row]
    yield f"{len(cells)} cells"
    if len(cells) < len(three):
        return
    if len({figure.row for figure in cells}) == 1:
        yield "one row"
    elif len({(figure.row or (0, 0))[0] for figure in cells}) == 1 and (
        len({figure.column for figure in cells}) == 1
    ):
        yield "one column"
    else:
        yield "across"


def _left_out(big: Figure, one: Figure, other: Figure) -> Iterator[str]:
    """A list of which two are taken, a part of a part."""
    members = {big.at, one.at, other.at}
    beside = {at for figure in (one, other) for at in figure.beside} - members
    if beside and big.sentence in (one.sentence, other.sentence):
        yield f"{min(len(beside), 2)} left out"
    parents = {figure.parent for figure in (one, other)} - {None}
    if big.fact is not None and big.fact in parents:
        yield "child"
    elif parents:
        yield "child of another"
