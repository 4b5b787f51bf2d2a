"""Sentences of an assessment that no figure stands behind.

Only a hint to whoever writes: a sentence may be right without one.
"""

import re

from lienmach.calc.fields import FIELD, OTHERWISE, named
from lienmach.calc.text import fold

# What sections that assess are called, folded: strengths and results, not what is left.
ASSESSING = (
    "thuan loi",
    "uu diem",
    "ket qua dat duoc",
    "ket qua noi bat",
    "danh gia chung",
)
END = re.compile(r"(?<=[.!?;…])\s+(?=[^\W\d_])")
NOT_AN_END = re.compile(r"(?:^|[\s(«])(?:\w|TP|Tp|TX|Tx|ThS|TS|PGS|GS|Th|v\.v)\.$")
FEWEST = 4  # words: what is shorter is a label


def assesses(title: str) -> bool:
    """Whether a section of this title says how things went."""
    folded = fold(title)
    return any(words in folded for words in ASSESSING)


def without_figure(text: str) -> list[str]:
    """The sentences of a text that name no cell of a form, in their order.

    A line that only introduces what follows is none; digits typed by hand are no
    figure, for they do not move with the form.
    """
    return [
        sentence
        for line in text.splitlines()
        for sentence in _sentences(OTHERWISE.sub("", line).strip().lstrip("-–+• "))
        if not named(sentence)
        and len(sentence.split()) >= FEWEST
        and not sentence.endswith(":")
    ]


def _sentences(line: str) -> list[str]:
    """A field is one word, whatever stands in it."""
    fields = iter(FIELD.findall(line))
    held = FIELD.sub("\0", line)
    found: list[str] = []
    for part in END.split(held):
        if found and NOT_AN_END.search(found[-1]):
            found[-1] += f" {part}"
        else:
            found.append(part)
    return [re.sub("\0", lambda _: f"{{{{{next(fields)}}}}}", part) for part in found]
