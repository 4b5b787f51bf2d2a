"""Days of the calendar as Vietnamese official texts print them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

FIRST_YEAR, LAST_YEAR = 1930, 2100

_MARK = r"\s?[/.\u2010-\u2013-]\s?"
_MONTH = r"[Tt]háng|THÁNG"
_YEAR = r"[Nn]ăm|NĂM"
_DATE = re.compile(  # begins with a digit: a search runs fast
    rf"""
    (?P<day>[0-9]{{1,2}})
    (?: {_MARK}(?P<m>\d{{1,2}})(?:{_MARK}|\s{{1,2}}(?:{_YEAR})\s{{1,2}})(?P<y>\d{{2,5}})
      | \s{{1,3}}(?:{_MONTH})\s{{1,3}}(?P<month>\d{{1,2}})
        (?:\s?,?\s{{1,3}}(?:{_YEAR})\s{{1,3}}|\s?/\s?)(?P<year>\d{{3,5}})
    )
    (?![\d/]|[.,]\d)
    """,
    re.VERBOSE | re.ASCII,
)
_BEGINS = re.compile(r"(?<![\d/.,])")
_SAID = re.compile(r"(?<!\w)(?:[Nn]gày|NGÀY|[Mm][ùồ]ng)\s{0,4}$")
_SAID_WITHIN = 9  # letters of «ngày» and the spaces after it


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date in a text; ``date`` is None where no such day exists («31/11/2022»).

    ``raw`` and the offsets are those of the date alone, without the word «ngày»;
    ``said`` is the offset of that word, or ``start`` where it is not printed.
    """

    raw: str
    date: date | None
    start: int
    end: int
    said: int

    @property
    def has_word(self) -> bool:
        return self.said < self.start

    @property
    def is_plausible(self) -> bool:
        """Whether an office of our time can have signed something on it."""
        return self.date is not None and FIRST_YEAR <= self.date.year <= LAST_YEAR


def read_dates(text: str, start: int = 0) -> list[PrintedDate]:
    """Return the full dates of a text, in order: day, month and year.

    «tháng 11/2022» and «ngày 12/3» are none. A year of two, three or five digits is
    read only after the word «ngày»; one of two digits is of this century.
    """
    return list(_kept(text, start))


@lru_cache(maxsize=1024)  # several rules read the dates of one paragraph
def _kept(text: str, start: int) -> tuple[PrintedDate, ...]:
    return tuple(_dates(text, start))


def _dates(text: str, start: int) -> Iterator[PrintedDate]:
    for match in _DATE.finditer(text, start):
        first = match.start()
        if not _BEGINS.match(text, first):
            continue
        said = _SAID.search(text, max(0, first - _SAID_WITHIN), first)
        year = match["y"] or match["year"]
        if len(year) == 4 or said:
            day = _day(match["day"], match["m"] or match["month"], year)
            begins = said.start() if said else first
            yield PrintedDate(match[0], day, first, match.end(), begins)


def _day(day: str, month: str, year: str) -> date | None:
    if len(year) not in (2, 4):
        return None  # «203», «20222»: digits were lost or doubled
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None
