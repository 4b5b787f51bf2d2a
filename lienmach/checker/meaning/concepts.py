"""What a label or a phrase speaks of, in the words of the genre.

A phrase becomes a set of tokens: things («dossier»), what was done with them («done»,
«late»), whose they are («@district»). Two phrases mean the same when their sets are
equal; words that the lexicon does not know stay in the set as they are, so that nothing
is equal by having left something out. Words that restrict nothing («số», «đã», «trong
kỳ báo cáo») are dropped.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from lienmach.checker.meaning.lexicon import COMMUNE, DISTRICT, LEXICON, OWN, PROVINCE

Words = list[str]

LEVELS = frozenset({PROVINCE, DISTRICT, COMMUNE, OWN})


NOUNS = frozenset(
    {
        "dossier", "procedure", "law", "document", "task", "post", "workers",
        "petition", "complaint", "survey", "service-unit", "agency", "problem",
        "class", "news", "budget", "civil", "public", "cadre", "contract",
    }
)  # fmt: skip


# What is done with things; a label with none of them leans on what stands above it.
ACTS = frozenset(
    {
        "received", "done", "pending", "early", "on-time", "in-time", "not-late",
        "late", "given", "carried", "new", "incoming", "outgoing", "signed", "payment",
        "fee", "used", "issued", "checked", "reviewed", "handled", "to-handle", "found",
        "planned", "assigned", "present", "reduced", "disciplined", "recruited",
        "appointed", "offered", "published", "abolished", "surveyed", "eligible",
        "integrated", "sent", "returned", "valid",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrase:
    """The tokens of a text; ``has_caveat``: it says that its scope is special.

    ``plain`` are the tokens as the words give them; ``tokens`` make those equal that
    mean the same.
    """

    plain: frozenset[str]
    tokens: frozenset[str]
    has_caveat: bool = False

    @property
    def level(self) -> str | None:
        """The one level of government that it names, if it is one."""
        found = (self.tokens & LEVELS) - {OWN} or self.tokens & {OWN}
        return next(iter(found)) if len(found) == 1 else None

    @property
    def thing(self) -> frozenset[str]:
        """The tokens without the level."""
        return self.tokens - LEVELS


def _spell(text: str) -> str:
    """Lower case, with the tone mark where dictionaries put it («hoà» is «hòa»)."""
    text = normalize("NFC", text).lower()
    return _OLD_TONES.sub(lambda found: _TONES[found[0]], text)


_TONES = {
    old: new
    for first in ("oa", "oe", "uy")
    for mark in "\u0300\u0301\u0303\u0309\u0323"
    for old, new in [
        (
            normalize("NFC", first + mark),
            normalize("NFC", first[0] + mark + first[1]),
        )
    ]
}
_OLD_TONES = re.compile(rf"(?<!q)(?:{'|'.join(_TONES)})(?![\w])")
_WORD = re.compile(r"[^\W_]+|%")
_ASIDE = re.compile(r"\([^()]{0,300}\)")
_CAVEAT = re.compile(
    r"bao gồm cả|kể cả|không bao gồm|không tính|không kể|chưa tính|chưa kể|ngành dọc"
    r"|riêng|ngoại trừ|trừ "
)


def _index(
    lexicon: dict[str, tuple[str, ...]],
) -> dict[str, list[tuple[Words, str]]]:
    found: dict[str, list[tuple[Words, str]]] = {}
    for token, phrases in lexicon.items():
        for phrase in phrases:
            words = _WORD.findall(_spell(phrase))
            found.setdefault(words[0], []).append((words, token))
    for entries in found.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return found


_BY_WORD = _index(LEXICON)


@lru_cache(maxsize=4096)
def read_phrase(text: str) -> Phrase:
    """Read a label or a phrase; what stands in brackets only explains."""
    spelled = _spell(text).replace("đảm bảo", "bảo đảm")
    plain = _ASIDE.sub(" ", spelled)
    words = _WORD.findall(plain)
    tokens = set()
    at = 0
    while at < len(words):
        length, token = _longest(words, at)
        if token:
            tokens.add(token)
        at += length
    said = frozenset(tokens)
    return Phrase(said, settled(said), bool(_CAVEAT.search(spelled)))


def _longest(words: list[str], at: int) -> tuple[int, str]:
    word = words[at]
    for phrase, token in _BY_WORD.get(word, ()):
        if words[at : at + len(phrase)] == phrase:
            return len(phrase), token
    return 1, "" if word == "%" else f"={word}"


@lru_cache(maxsize=2048)
def settled(plain: frozenset[str]) -> frozenset[str]:
    """Make equal what means the same: late dossiers that are not pending are done."""
    tokens = set(plain)
    timely = {"early", "on-time", "late", "not-late"}
    if "early" in tokens and "on-time" in tokens:
        tokens = tokens - {"early", "on-time"} | {"not-late"}
    if {"post", "=sử", "=dụng"} <= tokens:
        tokens = tokens - {"=sử", "=dụng"} | {"present"}
    if "present" in tokens and not tokens & NOUNS:
        tokens.add("post")
    if "dossier" in tokens:
        tokens.discard("procedure")
        if "to-handle" in tokens:
            tokens = tokens - {"to-handle"} | {"received"}
        if "pending" in tokens and "on-time" in tokens:
            tokens = tokens - {"on-time"} | {"in-time"}
        if tokens & timely and not tokens & {"pending", "in-time"}:
            tokens = tokens - {"received"} | {"done"}
    if tokens & {"incoming", "outgoing"}:
        tokens = tokens | {"document"}
    if "task" in tokens:
        tokens = tokens - {"offered"}
    if "given" in tokens:
        tokens = tokens | {"assigned"}
    if "payment" in tokens:
        tokens = tokens - {"fee"}
    if "in-time" in tokens:
        tokens = tokens | {"pending"}
    if "procedure" in tokens and "new" not in tokens:
        tokens = tokens - {"published"}  # every procedure in force is
    if {"level-3", "level-4"} <= tokens:
        tokens = tokens - {"level-3", "level-4"} | {"level-3-4"}
    if tokens & {"level-3", "level-4", "level-3-4", "full", "partial"}:
        tokens = tokens - {"online"}
        if not tokens & {"dossier"}:
            tokens = tokens | {"procedure"}
    return frozenset(tokens)


_RATE = re.compile(
    r"\W*(?:[\d.]+\W+)?(tỷ lệ|tỉ lệ|phần trăm|tỷ trọng|tỉ trọng|cơ cấu)\b"
)
_GROWTH = re.compile(r"\b(tăng|giảm|so với|tốc độ|cắt giảm|chênh)\b")


@lru_cache(maxsize=2048)
def is_rate(label: str) -> bool:
    """Say whether a label names a rate («Tỷ lệ …»)."""
    return bool(_RATE.match(label.lower()))


@lru_cache(maxsize=2048)
def is_growth(label: str) -> bool:
    """Say whether a label compares with another time or place, so may pass 100 %."""
    return bool(_GROWTH.search(label.lower()))
