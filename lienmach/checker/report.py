"""A report as the rules see it: what it is, cites, counts and tabulates.

Each part is filled in by a package of its own: ``structure`` (what it says of itself,
sections, annexes), ``citations``, ``quantities`` (facts) and ``tables`` (grids). Rules
read, never parse.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import NamedTuple

from lienmach.checker.members import found_fast
from lienmach.checker.source import Paragraph, Source
from lienmach.checker.text.numbers import decimals
from lienmach.checker.text.periods import Period

TOLERANCE = Decimal("0.5")
_NOTHING = Decimal(0)


class Place(NamedTuple):
    """Where something stands: a paragraph (index of its block) and offsets in it."""

    block: int
    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class Identity:
    """What a document says of itself; None or empty is what it does not print."""

    number: str | None = None
    type: str | None = None
    title: str | None = None
    issuer: str | None = None
    place: str | None = None
    date: datetime.date | None = None
    date_raw: str | None = None
    line: int | None = None
    period: Period | None = None
    signer: str | None = None
    recipients: tuple[str, ...] = ()


class Style(IntEnum):
    """How a heading is numbered, the outermost first."""

    ANNEX = 0
    PART = 1
    CHAPTER = 2
    CLAUSE = 3
    CAPITAL = 4
    ROMAN = 5
    ARABIC = 6  # «1.», «1.1.», «II.1.»: the deeper, the more numbers
    LETTER = 16


class Code(NamedTuple):
    """The number of a heading: its style, and its value at each depth."""

    style: Style
    values: tuple[int, ...]

    @property
    def rank(self) -> int:
        return self.style + len(self.values) - 1

    @property
    def last(self) -> int:
        return self.values[-1]


class Numbered(NamedTuple):
    """A paragraph that begins with a code; a title, or a sentence of a list."""

    printed: str
    code: Code
    text: str
    is_title: bool
    block: int
    line: int


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered heading: «II.», «2.», «a)», with the heading it stands under."""

    code: str
    title: str
    level: int
    line: int
    block: int
    parent: int | None = None  # index in ``Report.sections``


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered document named in the text, once for each time it is named.

    ``number`` is repaired of inner spaces and line breaks and NFC, without «số»;
    ``raw`` is what is printed, ``date_raw`` likewise. ``date`` is None where none is
    printed or where the printed one is no day of the calendar (``date_raw`` is set).
    """

    number: str
    raw: str
    type: str | None
    date: datetime.date | None
    date_raw: str | None
    issuer: str | None
    subject: str | None
    place: Place
    is_self: bool = False

    @property
    def line(self) -> int:
        return self.place.line


@found_fast
class Sense(StrEnum):
    """What a number of the running text is there for."""

    COUNT = "count"
    SHARE = "share"  # «95,9 %»
    CHANGE = "change"  # «tăng 12 hồ sơ», «giảm 3 %»; a fall is negative
    AVERAGE = "average"  # «bình quân 3 hồ sơ/ngày»
    RANK = "rank"  # «xếp thứ 5/9»; the whole is the number of those ranked
    SCORE = "score"  # «63,71/100 điểm»; the whole is the highest possible


@found_fast
class Bound(StrEnum):
    """Whether a number is meant exactly: only exact ones are held to arithmetic."""

    EXACT = "exact"
    ABOUT = "about"  # «gần 300», «khoảng», «ước»
    LEAST = "least"  # «trên 90 %», «hơn»
    MOST = "most"  # «dưới», «không quá»


class Fact(NamedTuple):
    """A number that counts something: «651 hồ sơ đã giải quyết trước hẹn».

    ``subject`` is the phrase that says what is counted, as printed; ``unit`` the
    counting word («hồ sơ», «người», «%»). ``whole`` is the quantity of «23/28».
    ``scope`` is the agency or level it speaks of, ``period`` the days, where printed.
    ``parent`` is the index (in ``Report.facts``) of the total it is a part of.
    ``other`` is the second reading of an ambiguous number (``numbers.Number``);
    ``tags`` say what the subject means (``words.vocabulary`` of ``quantities``:
    «received», «late», «online» …); ``sentence`` numbers the sentences of the text.
    """

    subject: str
    raw: str
    quantity: Decimal
    unit: str
    place: Place
    whole: Decimal | None = None
    scope: str | None = None
    period: Period | None = None
    section: int | None = None  # index in ``Report.sections``
    parent: int | None = None
    other: Decimal | None = None
    sense: Sense = Sense.COUNT
    bound: Bound = Bound.EXACT
    tags: frozenset[str] = frozenset()
    sentence: int = 0

    @property
    def line(self) -> int:
        return self.place.line


@found_fast
class Tie(StrEnum):
    """What a sentence says of the numbers that stand in it."""

    PARTS = "parts"  # result «gồm» the terms: they are all there is
    SOME = "some"  # result «trong đó» the terms: together no more than it
    BALANCE = "balance"  # what came in (result, and wholes) = the terms: done, open …
    SHARE = "share"  # result %: the term is that much of one of the wholes
    ROUGH_PARTS = "rough_parts"  # as parts; of sums of money that are rounded
    ALL = "all"  # result and terms: percentages that together are 100 %
    ROUGHLY = "roughly"  # as share; not all of the numbers are meant exactly
    AGREE = "agree"  # result %: so much of a total as the last term says of the second
    RATE = "rate"  # result %: a rate over the counts of the terms, by their tags
    CHANGE = "change"  # result: from the first term to the second
    GREW = "grew"  # result %: the first term, a change, of the second
    GREW_TO = "grew_to"  # result %: the first term, a change, of the second before it
    ROSE = "rose"  # result is said to be more than the term
    FELL = "fell"  # and here to be less
    REMAINDER = "remainder"  # result: the first term less the others
    STOCK = "stock"  # result: the first term, more by the second, less by the third
    AVERAGE = "average"  # result: the first term over the second
    MEAN = "mean"  # result: the terms added up, over how many they are
    TIMES = "times"  # result: how many times the second term the first is


GROWTH = (Tie.CHANGE, Tie.GREW, Tie.GREW_TO)
REST = (Tie.REMAINDER, Tie.STOCK)


@dataclass(frozen=True, slots=True)
class Relation:
    """A calculation that the text claims; numbers are indices in ``Report.facts``.

    ``wholes`` are other totals that may be meant: a claim is wrong only if it is wrong
    for each of them. Without ``is_sure`` it is not certain that the text makes this
    claim: then it may be found right, and a difference is a question at most.
    ``is_guess``: it was found by the numbers more than by the words; it is wrong only
    if a slip of the pen would make it so. ``is_weighed``: that was looked at already,
    with all figures near by. ``is_formal``: the form of the text leaves no other
    reading, so that no slip of the pen need show.
    """

    tie: Tie
    result: int
    terms: tuple[int, ...]
    wholes: tuple[int, ...] = ()
    is_sure: bool = True
    is_guess: bool = False
    is_weighed: bool = False
    is_formal: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time named in the running text: «quý I năm 2023», «từ ngày … đến …».

    ``start`` and ``end`` are None where no such time exists («quý V», «ngày 31/2»).
    ``dates`` are its days as printed, where they are.
    """

    raw: str
    place: Place
    start: datetime.date | None
    end: datetime.date | None
    dates: tuple[str, ...] = ()

    @property
    def is_dated(self) -> bool:
        return bool(self.dates)


@dataclass(frozen=True, slots=True)
class Sweep:
    """A claim in words about all or none: «không có hồ sơ trễ hạn», «tất cả …».

    ``unit`` is what it speaks of; ``rest`` the words behind it. ``of_all`` tells «tất
    cả» from «không có».
    """

    raw: str
    unit: str
    rest: str
    tags: frozenset[str]
    of_all: bool
    place: Place
    scope: str | None = None
    period: Period | None = None
    section: int | None = None

    @property
    def line(self) -> int:
        return self.place.line


@found_fast
class CellState(StrEnum):
    """The four states of a cell never mix (``meaning.md``), and words are a fifth."""

    VALUE = "value"
    BLANK = "blank"
    NONE = "none"
    NOT_OURS = "not_ours"
    TEXT = "text"


class Use(StrEnum):
    """What a column of a table is for."""

    CODE = "code"
    LABEL = "label"
    UNIT = "unit"
    VALUE = "value"
    NOTE = "note"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: ``path`` is its header, the widest merged cell first.

    ``number`` and ``formula`` come from a line of column numbers: «(3)=(4)+(5)» gives
    «3» and «4+5».
    """

    use: Use
    path: tuple[str, ...]
    number: str = ""
    formula: str = ""

    @property
    def title(self) -> str:
        return self.path[-1] if self.path else ""

    @property
    def name(self) -> str:
        return " – ".join(self.path)


class Cell(NamedTuple):
    """A cell as printed; ``other`` is the second reading of a number like «30,162»."""

    raw: str
    state: CellState
    value: Decimal | None = None
    other: Decimal | None = None
    is_percent: bool = False

    @property
    def decimals(self) -> int:
        """How many digits stand behind the decimal mark."""
        return 0 if self.value is None else decimals(self.value)

    @property
    def counted(self) -> Decimal | None:
        """The number that counts: nothing occurred is zero, a blank unknown."""
        return _NOTHING if self.state is CellState.NONE else self.value


class GridRow(NamedTuple):
    """A row of a table; ``cells`` has one for each column, ``parent`` is an index.

    ``unit`` is what the row, its column of units or the table as a whole names;
    ``plain_label`` and ``plain_unit`` are folded (``calc.text.fold``).
    """

    code: str
    label: str
    unit: str
    plain_label: str
    plain_unit: str
    note: str
    cells: tuple[Cell, ...]
    line: int
    parent: int | None = None
    is_total: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """A table with its columns understood, whether of an annex or of the body.

    ``name`` is what a sentence may call it: «Phụ lục 4», «Biểu số 1a», or «bảng ở dòng
    120»; ``number`` is None where it stands under no annex heading. ``values`` are the
    indexes of the columns that hold figures, ``main`` that of the period reported on;
    ``is_of_periods``: each row has one figure, beside those of earlier days. A table
    cut by a page break is one grid.
    """

    name: str
    number: str | None
    title: str
    line: int
    columns: tuple[Column, ...]
    rows: tuple[GridRow, ...]
    values: tuple[int, ...] = ()
    main: int | None = None
    is_of_periods: bool = False

    def cell(self, spot: tuple[int, int]) -> Cell:
        """Return the cell of a row and a column."""
        return self.rows[spot[0]].cells[spot[1]]

    def families(self) -> dict[int, list[int]]:
        """Return the indexes of the rows right below each row that has any."""
        found: dict[int, list[int]] = {}
        for index, row in enumerate(self.rows):
            if row.parent is not None:
                found.setdefault(row.parent, []).append(index)
        return found


class AnnexRow(NamedTuple):
    """A coded row of an annex, as printed; ``value`` is the number meant, if one is.

    Of several columns of figures, ``raw`` is that of the period reported on (of the
    total, where all speak of it) and ``figures`` holds all of them, as printed.
    """

    code: str
    label: str
    unit: str
    raw: str
    value: Decimal | None
    state: CellState
    note: str
    line: int
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex table; ``columns`` names its columns of figures."""

    number: str
    title: str
    line: int
    rows: tuple[AnnexRow, ...]
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """``tolerance``: by how many units of its last digit a percentage may be off.

    ``sections`` are those of the ``numbered`` paragraphs that are headings.
    """

    source: Source
    identity: Identity = Identity()
    numbered: tuple[Numbered, ...] = ()
    sections: tuple[Section, ...] = ()
    citations: tuple[Citation, ...] = ()
    facts: tuple[Fact, ...] = ()
    relations: tuple[Relation, ...] = ()
    grids: tuple[Grid, ...] = ()
    windows: tuple[Window, ...] = ()
    sweeps: tuple[Sweep, ...] = ()
    annexes: tuple[Annex, ...] = ()
    tolerance: Decimal = TOLERANCE

    def paragraph(self, place: Place) -> Paragraph:
        """Return what a place of the running text stands in."""
        block = self.source.blocks[place.block]
        assert isinstance(block, Paragraph)
        return block

    def before(self, place: Place, letters: int) -> str:
        """Return so many letters before a place, in small letters."""
        return self.paragraph(place).lower[max(0, place.start - letters) : place.start]

    def behind(self, place: Place, letters: int) -> str:
        """Return so many letters behind a place, in small letters."""
        return self.paragraph(place).lower[place.end : place.end + letters]
