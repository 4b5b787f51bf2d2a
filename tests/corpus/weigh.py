"""Weighs the forms of ``checker.fits`` on right texts: prints its tables of bits.

``python -m tests.corpus.weigh > lienmach/checker/fits/bits.py``. Of each form it counts
how often figures fit exactly, against how often figures that nothing holds just stand
so; a logistic regression makes bits of it. Only texts without a mistake are read.
"""

import random
import sys
from collections.abc import Iterable, Iterator, Mapping
from math import log
from pathlib import Path

import numpy as np

from lienmach.checker import readers
from lienmach.checker.examine import report_of
from lienmach.checker.fits import bits, ratios, sums
from lienmach.checker.fits.figures import TEN
from lienmach.checker.fits.web import Web
from lienmach.checker.report import Report
from tests.corpus.generate import make
from tests.corpus.genre import texts

DEVELOPED = ("known", "second", "third", "fourth", "fifth", "sixth", "seventh")
_LONG = (1, 1)  # seeds
_RIDGE = 2.0
_TURNS = 60
Form = frozenset[str]


class Sample:
    """Forms of figures that fit, and some of those that do not."""

    def __init__(self, one_in: int) -> None:
        self.one_in = one_in
        self.fits: list[Form] = []
        self.misses: list[Form] = []
        self._chance = random.Random(1)

    def fit(self, form: Iterable[str]) -> None:
        self.fits.append(frozenset(form))

    def miss(self, form: Iterator[str]) -> None:
        if self._chance.randrange(self.one_in) == 0:
            self.misses.append(frozenset(form))


def reports(names: Iterable[str]) -> Iterator[Report]:
    """The right texts of the genre, and long ones that few mistakes were planted in."""
    for seed in range(_LONG[0], _LONG[1]):
        sample = make(seed)
        yield report_of(readers.read(sample.data, sample.file_name))
    for name in names:
        for text in texts(name):
            source = readers.read(text.written().encode(), text.name)
            yield report_of(source)


def collect(names: Iterable[str]) -> tuple[Sample, Sample]:
    found = Sample(10), Sample(5)
    for report in reports(names):
        web = Web(report)
        _sums(web, found[0])
        _ratios(web, found[1])
    return found


def _sums(web: Web, sample: Sample) -> None:
    seen: set[frozenset[int]] = set()
    for pair in web._pairs:
        for third in web._terms:
            key = frozenset((third.at, pair[0].at, pair[1].at))
            if key in seen or not sums.may_join(third, *pair):
                continue
            seen.add(key)
            big, one, other = sorted((third, *pair), key=lambda figure: -figure.value)
            if big.value == one.value + other.value:
                if min(one.value, other.value) >= TEN or big.value >= 10 * TEN:
                    sample.fit(sums.form(big, one, other))
            elif any(
                not web.is_held(x) and not web._is_told(y, z)
                for x, y, z in ((big, one, other), (one, big, other), (other, big, one))
            ):
                sample.miss(sums.form(big, one, other))


def _ratios(web: Web, sample: Sample) -> None:
    all_ = [one for share in web._shares for one in ratios.ratios(*share)]
    right = {ratio.share.at for ratio in all_ if ratio.off_by <= ratios.ROUNDED}
    for ratio in all_:
        if ratio.off_by <= ratios.ROUNDED:
            if ratio.share.decimals:
                sample.fit(ratios.form(ratio))
        elif ratio.share.at not in right or sample._chance.randrange(10) == 0:
            sample.miss(ratios.form(ratio))


def weighed(sample: Sample) -> dict[str, float]:
    """The bits that each part of a form tells."""
    forms = [*sample.fits, *sample.misses]
    names = sorted(frozenset().union(*forms))
    at = {name: n for n, name in enumerate(names)}
    rows = np.zeros((len(forms), len(names)))
    for n, form in enumerate(forms):
        rows[n, [at[name] for name in form]] = 1
    fits = np.array([1.0] * len(sample.fits) + [0.0] * len(sample.misses))
    stands = np.where(fits == 1, 1.0, float(sample.one_in))
    bits = np.zeros(len(names))
    for _ in range(_TURNS):
        chance = 1 / (1 + np.exp(-np.clip(rows @ bits, -30, 30)))
        slope = rows.T @ (stands * (fits - chance)) - _RIDGE * bits
        curve = (rows * (stands * chance * (1 - chance))[:, None]).T @ rows
        step = np.linalg.solve(curve + _RIDGE * np.eye(len(names)), slope)
        bits += step
        if abs(step).max() < 1e-6:
            break
    return {name: round(float(bits[at[name]]) / log(2), 1) for name in names}


def main() -> None:
    names = sys.argv[1:] or [n for n in DEVELOPED if _is_there(n)]
    text = Path(bits.__file__).read_text("utf-8")
    tables = dict(zip(("SUMS", "RATIOS"), map(weighed, collect(names)), strict=True))
    sys.stdout.write(_written(text, tables))


def _is_there(name: str) -> bool:
    return (Path(__file__).parent / "genre" / f"{name}.txt").exists()


def _written(text: str, tables: Mapping[str, Mapping[str, float]]) -> str:
    """The module with its tables replaced."""
    for title, table in tables.items():
        head, _, rest = text.partition(f"{title}: Mapping[str, float] = {{")
        behind = rest.partition("}\n")[2]
        rows = "".join(
            f'    "{name}": {told},\n' for name, told in sorted(table.items()) if told
        )
        text = f"{head}{title}: Mapping[str, float] = {{\n{rows}}}\n{behind}"
    return text


if __name__ == "__main__":
    main()
