"""The phrases of the corpus, kept as text beside the code.

``## topic.name`` opens a statement; ``= …`` is one way to say it (`` // `` parts
paragraphs, `` || `` puts the rest into a later section), ``=! …`` one that is wrong as
it stands (``[[…]]`` are the words to blame). ``! kind variant token* token`` says how
the phrase above can be made wrong: ``*`` are the figures that may be changed, the
others are read beside them, ``=`` is to blame as it stands. ``!~`` may also be taken
for a question, ``!?`` is a question, ``!i`` a matter of form. ``@levels`` limits a
statement to kinds of agencies. ``## trap.name`` are right but tempting.
"""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

PHRASES = Path(__file__).parent / "phrases"
SEVERITIES = {
    "!": ("error",),
    "!~": ("error", "warning"),
    "!?": ("warning", "error", "info"),
    "!i": ("info", "warning", "error"),
}


@dataclass(frozen=True, slots=True)
class Plant:
    """One way to make a phrase wrong."""

    kind: str
    variant: str
    severities: tuple[str, ...]
    change: tuple[str, ...]
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to say it; ``only_wrong`` ones contradict themselves as they stand."""

    text: str
    plants: list[Plant] = field(default_factory=list)
    only_wrong: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    topic: str
    name: str
    levels: frozenset[str]
    phrases: list[Phrase] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"{self.topic}.{self.name}"


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """All statements by key and by topic."""

    statements: dict[str, Statement]
    by_topic: dict[str, list[Statement]]


@cache
def phrasebook(*, held_out: bool = False) -> Phrasebook:
    """The statements; held out, those of ``held_out`` are said in other words."""
    found = _files(PHRASES)
    if held_out:
        found |= _files(PHRASES / "held_out")
    topics: dict[str, list[Statement]] = {}
    for statement in found.values():
        topics.setdefault(statement.topic, []).append(statement)
    return Phrasebook(found, topics)


def _files(folder: Path) -> dict[str, Statement]:
    found: dict[str, Statement] = {}
    more: list[Statement] = []
    for path in sorted(folder.glob("*.txt")):
        for statement, adds in _read(path.read_text(encoding="utf-8")):
            if adds:
                more.append(statement)
            elif statement.key in found:
                raise ValueError(f"{statement.key} stands twice")
            else:
                found[statement.key] = statement
    for statement in more:
        found[statement.key].phrases.extend(statement.phrases)
    return found


def _read(text: str) -> list[tuple[Statement, bool]]:
    """The statements of a file, and whether each adds to one of another file."""
    found: list[tuple[Statement, bool]] = []
    for line in text.splitlines():
        sign, _, rest = line.partition(" ")
        if sign == "##":
            head, *tags = rest.split()
            topic, _, name = head.partition(".")
            statement = Statement(topic, name, frozenset(_levels(tags)))
            found.append((statement, "+" in tags))
        elif sign in ("=", "=!"):
            phrase = Phrase(rest.strip(), only_wrong=sign == "=!")
            found[-1][0].phrases.append(phrase)
        elif sign in SEVERITIES:
            found[-1][0].phrases[-1].plants.append(_plant(sign, rest.split()))
        elif line.strip() and not line.startswith("# "):
            raise ValueError(f"a line without a sign: {line}")
    return found


def _levels(tags: list[str]) -> list[str]:
    named = (tag.removeprefix("@levels=") for tag in tags if tag.startswith("@"))
    return [level for level in next(named, "").split(",") if level]


def _plant(sign: str, words: list[str]) -> Plant:
    kind, variant, *tokens = words
    change = tuple(token[:-1] for token in tokens if token.endswith("*"))
    anchors = tuple(token.removesuffix("*") for token in tokens)
    return Plant(kind, variant, SEVERITIES[sign], change, anchors)
