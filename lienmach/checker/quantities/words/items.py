"""Says whether a number ends an item of a list of counts: «đầu tư 21, môi trường 5».

Behind «trường», «thôn» or a name a number is itself a name («thôn 3», «Gia Hòa 2»), but
not among items that each end in a count of something else.
"""

import re
from collections.abc import Callable, Iterator

_ENDS = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d{1,6})(?=\s*(?:[,;)]|\.(?:\s|$)|$| và ))")
_NEXT = re.compile(r"(?:[,;]| và) [^\d;:()]{2,90}?(?<= )(?=\d)")
_BEFORE = re.compile(r"(?<!\d)(\d[\d.]{0,10})(?:[,;]| và) ([^\d;:()]{2,90}) $")
_REACH = 110  # letters
_MOST = 4  # items looked at on each side
_LEAST = 2  # other items

IsName = Callable[[int], bool]


def may_end(text: str, start: int) -> bool:
    """Say whether an item may end with the number at ``start``."""
    return _ENDS.match(text, start) is not None


def ends_item(text: str, start: int, is_name: IsName) -> bool:
    """Say so of one that ``may_end``; ``is_name`` tells of a number by its words.

    Most of the items around it must end in counts, and none in the word that it has.
    """
    others = [*_behind(text, start), *_ahead(text, start)]
    if len(others) < _LEAST or _word(text, start) in {_word(text, n) for n in others}:
        return False
    names = sum(is_name(n) for n in others if text[n] != "0")
    return 2 * names < len(others)


def _behind(text: str, start: int) -> Iterator[int]:
    for _ in range(_MOST):
        number = _ENDS.match(text, start)
        following = _NEXT.match(text, number.end()) if number else None
        if not following or not _ENDS.match(text, following.end()):
            return
        start = following.end()
        yield start


def _ahead(text: str, start: int) -> Iterator[int]:
    for _ in range(_MOST):
        before = _BEFORE.search(text[max(0, start - _REACH) : start])
        if not before:
            return
        start += before.start() - min(start, _REACH)
        if not _ENDS.match(text, start):
            return
        yield start


def _word(text: str, start: int) -> str:
    return text[max(0, start - 24) : start].rsplit(None, 1)[-1].lower()
