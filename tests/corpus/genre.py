"""Texts of the genre with slots: each figure that may be wrong, with what is right.

``genre/known.txt`` was developed on, ``genre/held_out.txt`` was written first and is
run for its figure alone. Texts are parted by ``----``; a slot is
``[[right=>wrong #kinds #anchors]]``: the kinds that a careful reader may call it, ours
first, and the tokens a finding may be about, the wrong one where none are given. Each
slot is tried by itself in a text that is right everywhere else. ``second.txt`` and
``unseen.txt`` are the same again, of another voice: the first was developed on, the
second was written before it and is run for its figure alone. ``third.txt`` was
developed on: uncommon words for common calculations, and right texts full of traps. A
text may end with what it cites, «@ 18/KH-UBND 2024-01-22; …».

``python -m tests.corpus.genre NAME [--show] [--kinds]`` prints the account of one of
``NAMES``, or of a file of that form that is kept elsewhere. ``fourth.txt`` and
``fifth.txt`` were written by other hands, that had not seen the checker, and developed
on since; ``sixth.txt`` by one of them with harder places, and developed on since, too.
``seventh.txt`` and ``eighth.txt`` are long ordinary reports of yet another hand,
``ninth.txt`` of another again; they were developed on since their first reading. What
a text cites need not name its own number. ``thirteenth.txt``, ``fourteenth.txt``,
``prose.txt`` and ``more_prose.txt`` are short passages in the forms of real prose; the
last two are kept unseen and run for their figures alone. ``fifteenth.txt`` to
``seventeenth.txt`` and ``reports.txt`` are whole reports of four hands that were told
to plant what an acceptance would; ``offices.txt`` is short passages in the forms of
offices' own reports. ``eighteenth.txt`` is twelve whole reports of a fifth hand,
``nineteenth.txt`` forty that a program wrote, ``twentieth.txt`` twelve of a sixth hand.
``tempting.txt`` and ``tempted.txt`` are right everywhere and look wrong. All but
``held_out``, ``unseen``, ``prose`` and ``tempted`` were developed on.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from lienmach.checker.examine import examine
from lienmach.checker.finding import Finding, Severity
from tests.corpus.match import finds, points_at
from tests.corpus.sample import Fault, Pair
from tests.corpus.score import pairs_of

NAMES = (
    *("known", "held_out", "second", "unseen"),
    *(
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
    ),
    *("prose", "more_prose", "offices", "reports"),
    *("tempting", "tempted"),
)
GENRE = Path(__file__).parent / "genre"
# What is a question or a suggestion by its nature, not an error (README).
SOFT = frozenset(
    (
        "doc_symbol_malformed",
        "doc_symbol_variant",
        "doc_number_mismatch",
        "duplicate_code",
        "duplicate_heading",
        "heading_jump",
        "wording",
        "spelling",
    )
)
_SLOT = re.compile(r"\[\[(.*?)=>(.*?) #([a-z_,]+)(?: #(.*?))?\]\]")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place of a text, and the fault that stands there in its wrong twin."""

    right: str
    wrong: str
    line: int
    kinds: tuple[str, ...]
    anchors: tuple[str, ...]

    @property
    def is_soft(self) -> bool:
        return self.kinds[0] in SOFT

    def faults(self) -> list[Fault]:
        """One for each kind that it may be called."""
        return [
            Fault(
                kind, "slot", ("error",), self.anchors, self.anchors, (self.line,), ""
            )
            for kind in self.kinds
        ]


@dataclass(frozen=True, slots=True)
class Text:
    """A text cut at its slots."""

    pieces: tuple[str, ...]
    slots: tuple[Slot, ...]
    name: str
    cited: frozenset[Pair] | None = None

    def written(self, wrong: int | None = None) -> str:
        """The text with one slot wrong, or none."""
        out = [self.pieces[0]]
        for n, (slot, piece) in enumerate(
            zip(self.slots, self.pieces[1:], strict=True)
        ):
            out += [slot.wrong if n == wrong else slot.right, piece]
        return "".join(out)


def texts(name: str) -> Iterator[Text]:
    """The texts of a file of ``genre/``, or of one that lies elsewhere."""
    path = GENRE / f"{name}.txt" if name in NAMES else Path(name)
    told = path.read_text("utf-8").strip()
    for number, text in enumerate(told.split("\n----\n"), 1):
        yield _cut(text, "md" if text.startswith("# ") else "txt", number)


def _cut(text: str, ending: str, number: int) -> Text:
    text, sign, said = text.partition("\n@ ")
    cited = frozenset(_pair(one) for one in said.split("; ")) if sign else None
    pieces, slots, at = [], [], 0
    for found in _SLOT.finditer(text):
        right, wrong, kinds, anchors = found.groups()
        line = text.count("\n", 0, found.start()) + 1
        tokens = tuple(anchors.split(";")) if anchors else (wrong,)
        slots.append(Slot(right, wrong, line, tuple(kinds.split(",")), tokens))
        pieces.append(text[at : found.start()])
        at = found.end()
    return Text((*pieces, text[at:]), tuple(slots), f"{number}.{ending}", cited)


def _pair(said: str) -> Pair:
    number, _, day = said.strip().partition(" ")
    return number, date.fromisoformat(day) if day else None


@dataclass(slots=True)
class Account:
    """Counts over the texts of a file."""

    texts: int = 0
    called_wrong: int = 0
    true: int = 0
    false: int = 0
    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    soft: int = 0
    soft_found: int = 0
    cited: int = 0
    cited_right: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.true / (self.true + self.false) if self.true else 1.0

    @property
    def recall(self) -> float:
        return self.found.total() / max(1, self.planted.total())


def account(name: str) -> Account:
    """What the checker makes of the right texts and of each wrong twin."""
    told = Account()
    for text in texts(name):
        told.texts += 1
        result = examine(text.written().encode(), text.name)
        right = [one for one in result.findings if one.severity is Severity.ERROR]
        if text.cited is not None:
            all_said = result.report.citations
            own = pairs_of(one for one in all_said if one.is_self)
            # Its own number is no citation: a text may list it or not.
            found = pairs_of(all_said) - (own - text.cited)
            told.cited += len(text.cited | found)
            told.cited_right += len(text.cited & found)
            told.notes += [f"CITED {text.name} {p}" for p in text.cited ^ found]
        told.called_wrong += bool(right)
        told.false += len(right)
        told.notes += [f"FALSE {text.name} {_say(one)}" for one in right]
        known = {(one.rule, one.anchors) for one in right}
        for n, slot in enumerate(text.slots):
            _try(told, text, n, slot, known)
    return told


def _try(
    told: Account,
    text: Text,
    number: int,
    slot: Slot,
    known: set[tuple[str, tuple[str, ...]]],
) -> None:
    findings = examine(text.written(number).encode(), text.name).findings
    faults = slot.faults()
    grave = [f for f in findings if f.severity is Severity.ERROR]
    for one in grave:
        if any(points_at(one, fault, lines=True) for fault in faults):
            told.true += 1
        elif (one.rule, one.anchors) not in known:
            told.false += 1
            told.notes.append(f"FALSE {text.name} beside {slot.wrong!r}: {_say(one)}")
    asked = findings if slot.is_soft else grave
    hit = any(finds(one, fault, lines=True) for one in asked for fault in faults)
    if slot.is_soft:
        told.soft += 1
        told.soft_found += hit
    else:
        told.planted[slot.kinds[0]] += 1
        told.found[slot.kinds[0]] += hit
    if not hit:
        near = [f for f in findings if any(points_at(f, x, lines=True) for x in faults)]
        row = text.written(number).split("\n")[slot.line - 1]
        told.notes.append(
            f"missed {slot.kinds[0]} {text.name}:{slot.line} {slot.right!r} as"
            f" {slot.wrong!r}: {row[:300]} {[_say(one) for one in near]}"
        )


def _say(one: Finding) -> str:
    return (
        f"{one.severity} {one.kind} {one.rule} {one.lines} {one.anchors} {one.evidence}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", nargs="?", default="known", help="or a file's path")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--kinds", action="store_true")
    asked = parser.parse_args()
    told = account(asked.name)
    out = [
        f"{told.texts} texts: recall {told.recall:.4f}"
        f" ({told.found.total()}/{told.planted.total()}), precision"
        f" {told.precision:.4f} ({told.true}/{told.true + told.false}), right texts"
        f" called wrong {told.called_wrong}, softer kinds"
        f" {told.soft_found}/{told.soft}, citations {told.cited_right}/{told.cited}"
    ]
    if asked.kinds:
        out += [
            f"{k:28}{told.found[k]:>4}/{n}" for k, n in sorted(told.planted.items())
        ]
    if asked.show:
        out += told.notes
    sys.stdout.write("\n".join(out) + "\n")


if __name__ == "__main__":
    main()
