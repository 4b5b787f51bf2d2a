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

    What was used lately comes before what fits equally well.
    """
    known = list(options)
    place = {code: n for n, code in reversed(list(enumerate(recent)))}
    if not words(typed):
        used = [option for option in known if option.code in place]
        return sorted(used, key=lambda option: place[option.code])[:most]
    asked = _Asked(typed)
    fitting = []
    for option in known:
        rank = asked.rank(option)
        if rank is not None:
            lately = place.get(option.code, len(place))
            fitting.append((rank, lately, len(option.names[0]), option.code, option))
    fitting.sort(key=lambda one: one[:4])
    return [option for *_, option in fitting[:most]]


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
