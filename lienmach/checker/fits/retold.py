"""Two figures that may be one, told twice, and their form."""

from collections import Counter
from collections.abc import Iterator, Sequence

from lienmach.checker.fits.figures import RANK, SCALE, SHARE, Figure
from lienmach.checker.report import Sense

_LEAST = 5 * SCALE
_UNTOLD = frozenset(("time", "step", "measure", RANK))
_STEPS = (1, 3, 7, 15)
_OFTEN = (2, 5, 12)


def tellings(figures: Sequence[Figure]) -> Iterator[tuple[Figure, Figure, int]]:
    """Yield two figures of one kind, and how many of that kind and unit there are."""
    told = [
        one
        for one in figures
        if one.is_exact
        and one.value >= _LEAST
        and one.kind not in _UNTOLD
        and one.sense is not Sense.AVERAGE
    ]
    often = Counter((one.kind, one.unit) for one in told)
    for at, one in enumerate(told):
        for other in told[at + 1 :]:
            if one.kind != other.kind or one.sentence == other.sentence:
                continue
            if one.is_base != other.is_base or one.is_aim != other.is_aim:
                continue
            if one.kind == SHARE and not one.words & other.words:
                continue  # percentages are many, and alike
            if not (one.row and other.row) and not (
                one.kind == SHARE and (one.row or other.row)
            ):
                yield one, other, often[other.kind, other.unit]


def form(one: Figure, other: Figure, often: int) -> Iterator[str]:
    """Name what speaks for or against the later figure being the earlier one."""
    yield "any"
    yield from _words(one, other)
    if one.unit and one.unit == other.unit:
        yield "unit"
    if one.section != other.section:
        yield "sections"
    else:
        yield f"far {_step(_STEPS, other.sentence - one.sentence)}"
    yield f"often {_step(_OFTEN, often)}"
    yield f"{bool(one.row) + bool(other.row)} cells"
    if one.kind == "%":
        yield "share"
    if one.is_left and other.is_left:
        yield "left"
    if one.is_changed != other.is_changed:
        yield "change"
    if one.is_whole or other.is_whole:
        yield "whole"
    if one.is_aside != other.is_aside:
        yield "aside"


def _step(steps: Sequence[int], number: int) -> int:
    return next((n for n, step in enumerate(steps) if number <= step), len(steps))


def _words(one: Figure, other: Figure) -> Iterator[str]:
    if not one.words or not other.words:
        yield "no words" if one.words == other.words else "words of one"
    elif one.words == other.words:
        yield "words alike"
    elif one.words <= other.words or other.words <= one.words:
        yield "words within"
    elif one.words & other.words:
        yield "words shared"
    else:
        yield "words apart"
    if one.stages and one.stages == other.stages:
        yield "stages alike"
    elif one.stages & other.stages:
        yield "stages shared"
    elif one.stages and other.stages:
        yield "stages apart"
    elif one.stages or other.stages:
        yield "stages of one"
