"""Which statements of a report speak of the same thing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from lienmach.checker.meaning.concepts import NOUNS
from lienmach.checker.meaning.levels import own_level
from lienmach.checker.report import Report
from lienmach.checker.statements.narrative import in_body
from lienmach.checker.statements.statement import (
    Statement,
    Tokens,
    in_tables,
)
from lienmach.checker.text.slips import is_one_key_away

NEAR = Decimal("0.25")
MOST_UNKNOWN_WORDS = 2
_NAMED = 2  # words that name a thing between them
_BASE = frozenset(("received",))  # what a rate is of, named or not
MOST_FACTS, MOST_ROWS = 200, 5000  # more are no report


@dataclass(frozen=True, slots=True)
class Match:
    """A statement of a table, and one of the body that counts the same.

    ``is_sure``: thing, level and period are the same on any reading.
    """

    row: Statement
    fact: Statement
    is_sure: bool
    unknown: int = 0

    @property
    def agrees(self) -> bool:
        return agree(self.row, self.fact)

    @property
    def is_near(self) -> bool:
        return near(self.row.amount, self.fact.amount)


def near(a: Decimal, b: Decimal) -> bool:
    """A slip of the pen rather than another scope."""
    return abs(a - b) <= NEAR * max(abs(a), abs(b))


def agree(a: Statement, b: Statement) -> bool:
    """Say whether two figures are the same, as exactly as the rougher is printed."""
    if not a.is_share:
        return a.amount == b.amount
    return unit_gap(a, b) <= Decimal("0.5")


def unit_gap(a: Statement, b: Statement) -> Decimal:
    """How far two percentages are apart, in units of the rougher one's last digit."""
    return abs(a.value - b.value).scaleb(min(a.decimals, b.decimals))


def unknown_words(row: Statement, fact: Statement, tokens: Tokens) -> int | None:
    """How many words of the fact are of no account, None if it speaks of another thing.

    ``tokens`` are what the row counts; everything it says must be said by the fact, and
    everything that narrows either down by both.
    """
    if row.is_share != fact.is_share:
        return None
    if not tokens & fact.tokens & NOUNS and not _is_named_so(row, fact, tokens):
        return None
    base = _BASE if row.is_share else frozenset()
    if tokens - fact.tokens - fact.context - base:
        return None
    if row.must - fact.tokens - fact.context or fact.must - tokens - row.context:
        return None
    extra = fact.tokens - tokens - row.context - base
    if any(not token.startswith("=") for token in extra):
        return None
    return len(extra) if len(extra) <= MOST_UNKNOWN_WORDS else None


def _is_named_so(row: Statement, fact: Statement, tokens: Tokens) -> bool:
    """Say whether two figures are of one thing that no lexicon knows."""
    if tokens != fact.tokens or row.is_share:
        return False
    if not (near(row.amount, fact.amount) or is_one_key_away(row.value, fact.value)):
        return False
    return len(tokens) >= _NAMED or row.unit == fact.unit.lower() != ""


class Matcher:
    """The statements of tables and body, ready to be compared with each other."""

    def __init__(
        self, rows: Sequence[Statement], facts: Sequence[Statement], own: str | None
    ) -> None:
        self.rows, self.facts, self.own = rows, facts, own
        self._by_token: dict[str, list[Statement]] = {}
        for fact in facts:
            for token in fact.tokens | fact.context:
                self._by_token.setdefault(token, []).append(fact)
        self._told_early = {
            f.tokens & NOUNS for f in facts if {"early", "done"} <= f.tokens
        }
        self._early = {
            (id(_grid(one)), one.tokens) for one in rows if "early" in one.tokens
        }
        self._levels: dict[Tokens, set[str | None]] = {}
        for one in (*rows, *facts):
            if not one.is_share:
                self._levels.setdefault(one.tokens, set()).add(one.level)

    def of(self, row: Statement) -> list[Match]:
        """Return the facts that count the same as a row; the early are on time too."""
        if "on-time" in row.tokens and not self._tells_early(row):
            widened = row.tokens - {"on-time"} | {"not-late"}
            if found := list(self._matches(row, widened)):
                return found
            if row.tokens & NOUNS in self._told_early:
                return []
        return list(self._matches(row, row.tokens))

    def _tells_early(self, row: Statement) -> bool:
        early = row.tokens - {"on-time"} | {"early"}
        return (id(_grid(row)), early) in self._early

    def _matches(self, row: Statement, tokens: Tokens) -> Iterator[Match]:
        rarest = min(
            (self._by_token.get(token, []) for token in tokens),
            key=len,
            default=[],
        )
        for fact in rarest[:MOST_FACTS]:
            unknown = unknown_words(row, fact, tokens)
            if unknown is None:
                continue
            level = self._same_level(row, fact)
            if level is not None:
                doubt = row.is_doubtful or fact.is_doubtful or unknown
                yield Match(row, fact, level and not doubt, unknown)

    def _same_level(self, row: Statement, fact: Statement) -> bool | None:
        """True if both are surely of one level, False if they may be, None if not."""
        if row.level == fact.level:
            return True
        levels = {row.level or self.own, fact.level or self.own}
        if len(levels) > 1:
            return None
        named = self._levels.get(row.tokens, set()) | self._levels.get(
            fact.tokens, set()
        )
        if not named - {None, self.own}:
            return True  # no other level is spoken of
        return near(row.amount, fact.amount)


@lru_cache(maxsize=4)
def matcher_of(report: Report) -> Matcher:
    """Work out the statements of a report once for all rules that compare them.

    Without a table there is nothing that those of the body are compared with.
    """
    rows = in_tables(report)[:MOST_ROWS]
    return Matcher(rows, in_body(report) if rows else [], own_level(report))


def _grid(one: Statement) -> object:
    return one.row[0] if one.row else None
