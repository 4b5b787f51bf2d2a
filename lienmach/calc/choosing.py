"""Which of some named things is meant by a few letters typed.

Letters are matched without accents against the words of a name, in any order, and
against the initials of words that follow each other: «ks» finds «Đăng ký khai sinh».
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from lienmach.calc.text import fold, initials, words


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose; the first of its ``names`` is what it is called."""

    code: str
    names: tuple[str, ...]


def choose(
    options: Iterable[Option], typed: str, *, recent: Sequence[str] = (), most: int = 10
) -> list[Option]:
    """Return the options that fit, the best first; without letters the recent ones.

    What was used lately comes before what fits equally well, but never before what it
    is a special case of: «ks» means «Đăng ký khai sinh», however often «Đăng ký lại
    khai sinh» was used, and it is told by a word more. Both come early then.
    """
    known = list(options)
    place = {code: n for n, code in reversed(list(enumerate(recent)))}
    if not words(typed):
        used = [option for option in known if option.code in place]
        return sorted(used, key=lambda option: place[option.code])[:most]
    asked = _Asked(typed)
    ranks = {option: asked.rank(option) for option in known}
    fitting = {option: rank for option, rank in ranks.items() if rank is not None}
    named = {option: words(option.names[0]) for option in fitting}
    used = [option for option in fitting if option.code in place]

    def order(option: Option) -> tuple[int, int, int, str]:
        alike = (one for one in used if fitting[one] == fitting[option])
        cases = (one for one in alike if _has_in_order(named[one], named[option]))
        lately = min((place[one.code] for one in cases), default=len(place))
        return fitting[option], lately, len(option.names[0]), option.code

    return sorted(fitting, key=order)[:most]


def _has_in_order(many: Sequence[str], few: Sequence[str]) -> bool:
    """Whether the words of a name stand in another, in their order."""
    rest = iter(many)
    return all(word in rest for word in few)


class _Asked:
    def __init__(self, typed: str) -> None:
        self.exact = " ".join(normalize("NFC", typed).lower().split())
        self.folded = fold(typed)
        self.words = words(typed)

    def rank(self, option: Option) -> int | None:
        """How well an option fits, 0 best; None where it does not.

        What a thing is called goes before what it is also known by.
        """
        ranks = [
            (2 * rank) + bool(n)
            for n, name in enumerate(option.names)
            if (rank := self._of(name)) is not None
        ]
        if self.folded in fold(option.code):
            ranks.append(4)
        return min(ranks, default=None)

    def _of(self, name: str) -> int | None:
        if self.exact in normalize("NFC", name).lower():
            return 0
        if self.folded in fold(name):
            return 1
        own = words(name)
        if all(any(word.startswith(asked) for word in own) for asked in self.words):
            return 3
        short = "".join(self.words)
        if len(short) < 2:
            return None
        letters = initials(name)
        if letters == short:
            return 2
        if letters.startswith(short) or letters.endswith(short):
            return 4
        # Amid a long name, as that of a chain, it is hardly what was meant.
        return 5 if short in letters else None
