"""Plain claims in any words: a form that is understood must be so whatever is counted.

``plain/forms.txt`` has ordinary sentences by the arithmetic they claim, with holes for
numbers and for nouns, some with a slot ``[[right=>wrong]]``; ``plain/nouns.txt`` has
nouns of the genre, most of them in no vocabulary. Each form is filled several times at
random, once right and once with one figure wrong. What is found of a form tells how
much of it hangs on words.

``python -m tests.corpus.plain [PART OF A NAME…] [--forms FILE] [--show] [--fills N]``
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from random import Random

from lienmach.checker.examine import examine
from lienmach.checker.finding import Severity
from tests.corpus.slips import slip, slip_percent

_HERE = Path(__file__).with_name("plain")
_SMALL, _LARGE = (4, 60), (120, 2_900)
_SLOT = re.compile(r"\[\[(.*?)=>(.*?)\]\]")
Figures = dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class Form:
    """``sums`` names the arithmetic, ``text`` has the holes; ``line`` is its name."""

    sums: str
    number: int
    text: str

    @property
    def name(self) -> str:
        return f"{self.sums}{self.number}"


@dataclass(slots=True)
class Account:
    """``found`` and ``filled`` by form, and what was missed or called wrong."""

    filled: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    alarmed: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found.total() / max(1, self.filled.total())


def forms(path: Path = _HERE / "forms.txt") -> Iterator[Form]:
    """The forms of a file; «= sum» names the arithmetic of those below it."""
    sums, number = "", 0
    for line in path.read_text().splitlines():
        if line.startswith("= "):
            sums, number = line[2:], 0
        elif line.strip() and not line.startswith("#"):
            number += 1
            yield Form(sums, number, line.replace("\\n", "\n"))


def nouns() -> Mapping[str, Sequence[str]]:
    """Words for the holes, by the hole's letter."""
    found: dict[str, list[str]] = {}
    hole = ""
    for line in (_HERE / "nouns.txt").read_text().splitlines():
        if line.startswith("= "):
            hole = line[2:]
        elif line.strip():
            found.setdefault(hole, []).append(line)
    return found


def account(some: Iterable[Form], *, fills: int = 12, seed: int = 1) -> Account:
    """Fill each form so many times, and check both texts."""
    told, words = Account(), nouns()
    for form in some:
        for turn in range(fills):
            rng = Random(f"{seed} {form.text} {turn}")
            right, wrong = filled(form, words, rng)
            told.filled[form.name] += 1
            if alarms := _errors(right):
                told.alarmed[form.name] += 1
                told.notes.append(f"FALSE {form.name}: {right} {alarms}")
            if _errors(wrong):
                told.found[form.name] += 1
            else:
                told.notes.append(f"missed {form.name}: {wrong}")
    return told


def filled(
    form: Form, words: Mapping[str, Sequence[str]], rng: Random
) -> tuple[str, str]:
    """Return the text of a form as it is right, and with one figure wrong."""
    figures = _MADE[form.sums](rng)
    wrong = _SPOILT[form.sums](figures, rng)
    said = {hole: rng.choice(some) for hole, some in words.items()}
    said["A"], said["B"], said["C"] = said.pop("ABC").split(" | ")
    said["X"], said["Y"], said["Z"] = said.pop("XYZ").split(" | ")
    right = _told(form, figures, said)
    if _SLOT.search(right):
        return _SLOT.sub(r"\1", right), _SLOT.sub(r"\2", right)
    return right, _told(form, wrong, said)


def _told(form: Form, figures: Figures, said: Mapping[str, str]) -> str:
    printed = {hole: _printed(hole, value) for hole, value in figures.items()}
    text = form.text.format(**printed, **said)
    return "\n".join(line[:1].upper() + line[1:] for line in text.split("\n"))


def _printed(hole: str, value: Decimal) -> str:
    if hole in ("p", "q") or value != int(value):
        return f"{value:f}".replace(".", ",")
    count = int(value)
    return f"{count:02}" if count < 10 else f"{count:,}".replace(",", ".")


def _errors(text: str) -> list[str]:
    found = examine(text.encode(), "x.txt").findings
    return [f"{f.rule} {f.evidence}" for f in found if f.severity is Severity.ERROR]


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return (part / whole * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _parts(rng: Random) -> Figures:
    span = rng.choice((_SMALL, _LARGE))
    figures = {hole: Decimal(rng.randint(*span)) for hole in "abc"}
    return figures | {"t": sum(figures.values(), Decimal(0))}


def _share(rng: Random) -> Figures:
    whole = Decimal(rng.randint(*rng.choice(((20, 99), _LARGE))))
    part = (whole * Decimal(rng.randint(350, 970)) / 1000).quantize(Decimal(1))
    figures = {"t": whole, "a": part, "b": whole - part, "p": _percent(part, whole)}
    return figures | {"s": Decimal(slip(rng, int(part), least=2))}


def _change(rng: Random) -> Figures:
    before = Decimal(rng.randint(*rng.choice(((20, 99), _LARGE))))
    more = max(Decimal(2), (before * rng.randint(60, 450) / 1000).quantize(Decimal(1)))
    now, less = before + more, before - more
    by = _percent(more, before)
    return {"v": before, "n": now, "l": less, "d": more, "p": by}


def _mean(rng: Random) -> Figures:
    each = Decimal(rng.randint(11, 96))
    units = Decimal(rng.randint(6, 38))
    return {"t": each * units, "n": units, "m": each}


def _ranked(rng: Random) -> Figures:
    units = Decimal(rng.randint(9, 63))
    return {"n": units, "r": Decimal(rng.randint(2, int(units) - 1))}


def _spoil_one(holes: str) -> Callable[[Figures, Random], Figures]:
    def spoil(figures: Figures, rng: Random) -> Figures:
        hole = rng.choice([hole for hole in holes if hole in figures])
        if hole == "p":
            wrong = slip_percent(rng, figures["p"], 1, top=True)
        else:
            wrong = Decimal(slip(rng, int(figures[hole]), least=2)) or Decimal(1)
        return figures | {hole: wrong}

    return spoil


def _above(figures: Figures, rng: Random) -> Figures:
    more = slip(rng, int(figures["t"]), least=2, up=True)
    return figures | {"a": Decimal(more)}


def _out_of_rank(figures: Figures, rng: Random) -> Figures:
    return figures | {"r": figures["n"] + rng.randint(1, 9)}


_MADE: Mapping[str, Callable[[Random], Figures]] = {
    "sum": _parts,
    "share": _share,
    "rest": _share,
    "above": _share,
    "growth": _change,
    "apart": _change,
    "mean": _mean,
    "rank": _ranked,
    "claim": _share,
    "told": _share,
    "table": _share,
}
_SPOILT: Mapping[str, Callable[[Figures, Random], Figures]] = {
    "sum": _spoil_one("tabc"),
    "share": _spoil_one("p"),
    "rest": _spoil_one("b"),
    "above": _above,
    "growth": _spoil_one("p"),
    "apart": _spoil_one("d"),
    "mean": _spoil_one("m"),
    "rank": _out_of_rank,
    "claim": _spoil_one("a"),
    "told": _spoil_one("a"),
    "table": _spoil_one("a"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*")
    parser.add_argument("--forms", type=Path, default=_HERE / "forms.txt")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--fills", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    some = [
        form
        for form in forms(given.forms)
        if not given.names or any(name in form.name for name in given.names)
    ]
    told = account(some, fills=given.fills, seed=given.seed)
    lines = [
        f"{form.name:10} {told.found[form.name]:3}/{told.filled[form.name]}"
        f" {told.alarmed[form.name] or '':3} {form.text}"
        for form in some
    ]
    lines += told.notes if given.show else []
    for line in lines:
        sys.stdout.write(line.replace("\n", " / ") + "\n")
    alarmed = told.alarmed.total()
    sys.stdout.write(f"recall {told.recall:.4f}, right called wrong {alarmed}\n")


if __name__ == "__main__":
    main()
