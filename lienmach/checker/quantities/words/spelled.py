"""Numbers written in words before what they count: «hai đơn vị», «mười sáu cơ quan»."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from lienmach.checker.quantities.words.vocabulary import is_known, unit_at, words
from lienmach.checker.source import has_any
from lienmach.checker.text.numbers import Number

_ONES = "một|hai|ba|bốn|sáu|bảy|tám|chín"
_SPELLED = re.compile(
    rf"(?<!\w)(?<!trăm )(?:({_ONES}|năm) mươi|(mười))"
    rf"(?: ({_ONES}|mốt|tư|năm|lăm))?(?= [^\W\d_])"
    rf"|(?<!\w)(?<!mươi )(?<!mười )(?<!trăm )(?<!linh )(?<!lẻ )(?<!nghìn )({_ONES})"
    r"(?! mươi| trăm| nghìn| ngàn| triệu)(?= [^\W\d_])",
    re.IGNORECASE,
)
# A search for what begins with letters runs fast; what stands before is looked at then.
_BEGINS = re.compile(rf"(?:{_ONES}|năm|mười)(?= [^\W\d_])")
_SPELLED_VALUES = {
    word: Decimal(value)
    for value, word in (
        (1, "một"),
        (2, "hai"),
        (3, "ba"),
        (1, "mốt"),
        (4, "bốn"),
        (4, "tư"),
        (5, "năm"),
        (5, "lăm"),
        (6, "sáu"),
        (7, "bảy"),
        (8, "tám"),
        (9, "chín"),
        (10, "mười"),
    )
}
_WORDS = words(
    "không một hai ba bốn tư năm lăm sáu bảy tám chín mười mươi trăm nghìn ngàn"
    " mốt linh lẻ triệu"
)
_BRACKET = re.compile(r"([^\W\d_]+) ([^\W\d_]+) \($")
_LISTED = re.compile(r"\d [^\W\d_]+(?: [^\W\d_]+)?(?:,| và) $")  # «16 quận, một …»
_NO_NUMBERS = ("một số", "một cửa")
_FIRSTS = ("mười ", "mươi ", *(f"{word} " for word in _ONES.split("|")))


@dataclass(frozen=True, slots=True)
class Spelled:
    """A number in words, with its counting word; «một» may be no number at all."""

    start: int
    end: int
    number: Number
    unit: str
    unit_end: int
    is_exact: bool


def is_spelled(said: str) -> bool:
    """Say whether words, in brackets or not, are those of a number."""
    return set(said.strip(" ()").split()) <= _WORDS


def told_in_words(lower: str, start: int) -> bool:
    """«bảy mươi mốt (71) hồ sơ»: the number in the bracket is told again."""
    found = _BRACKET.search(lower[max(0, start - 24) : start])
    return found is not None and is_spelled(f"{found[1]} {found[2]}")


def spelled(text: str, lower: str) -> Iterator[Spelled]:
    """Read the words of number that stand directly before a known counting word."""
    for word in _words_of_number(lower):
        unit, unit_end = unit_at(text, lower, word.end())
        if not is_known(unit) or lower.startswith(_NO_NUMBERS, word.start()):
            continue
        number = Number(text[word.start() : word.end()], _value(word))
        listed = _LISTED.search(lower, max(0, word.start() - 24), word.start())
        exact = word[0] != "một" or listed is not None
        yield Spelled(word.start(), word.end(), number, unit, unit_end, exact)


def _words_of_number(lower: str) -> Iterator[re.Match[str]]:
    if not has_any(lower, _FIRSTS):
        return
    end = 0
    for first in _BEGINS.finditer(lower):
        word = _SPELLED.match(lower, first.start())
        if word and word.start() >= end:
            end = word.end()
            yield word


def _value(word: re.Match[str]) -> Decimal:
    """«mười sáu», «hai mươi mốt», «ba»."""
    tens, _, one, alone = word.groups()
    if alone:
        return _SPELLED_VALUES[alone]
    tenfold = _SPELLED_VALUES[tens] if tens else Decimal(1)
    return 10 * tenfold + (_SPELLED_VALUES[one] if one else 0)
