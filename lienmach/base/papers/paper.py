"""What stands on an official paper, in words, whatever it is printed with."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
END = "./."
ITEMS = ("- ", "– ", "+ ", "• ")


class Part(StrEnum):
    """What a paragraph is: headings of three depths, text, a line of a list."""

    HEADING_1 = "h1"
    HEADING_2 = "h2"
    HEADING_3 = "h3"
    TEXT = "text"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Paragraph:
    part: Part
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an annex; a heading speaks for those below it."""

    cells: tuple[str, ...]
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """An annex: ``name`` is «Phụ lục 4», ``columns`` are printed above ``lines``.

    ``widths`` share the page between the columns, ``centred`` are those of them whose
    cells stand in the middle.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    widths: tuple[int, ...]
    centred: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """An official paper. Without a number and a day it is a draft, and says so.

    ``symbol`` is what follows the stroke of the number; ``authority`` the lines above
    the signature («TM. ỦY BAN NHÂN DÂN», «KT. CHỦ TỊCH», …); ``remark`` stands small at
    the foot of each page.
    """

    superior: str
    issuer: str
    symbol: str
    place: str
    kind: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    recipients: tuple[str, ...]
    authority: tuple[str, ...]
    signer: str
    number: int | None = None
    dated_on: date | None = None
    tables: tuple[Table, ...] = ()
    remark: str = ""

    @property
    def number_text(self) -> str:
        number = f"{self.number:02}" if self.number else "......"
        return f"Số: {number}/{self.symbol}"

    @property
    def place_and_day(self) -> str:
        """Days below ten and the months one and two have a nought before them."""
        day = self.dated_on
        if day is None:
            return f"{self.place}, ngày ...... tháng ...... năm ......"
        return f"{self.place}, ngày {day.day:02} tháng {_month(day)} năm {day.year}"

    @property
    def attached(self) -> str:
        """The line under the name of each annex."""
        number = f"{self.number:02}" if self.number else "......"
        day = short_day(self.dated_on) if self.dated_on else "...../...../......"
        what = self.kind.capitalize()
        return (
            f"(Kèm theo {what} số {number}/{self.symbol} ngày {day} của {self.issuer})"
        )


def paragraphs(text: str) -> list[Paragraph]:
    """Cut what somebody typed into paragraphs and lines of lists."""
    found = []
    for line in text.splitlines():
        if said := " ".join(line.split()):
            part = Part.ITEM if said.startswith(ITEMS) else Part.TEXT
            found.append(Paragraph(part, said))
    return found


def ended(text: str) -> str:
    """Close the last paragraph of a paper as the decree asks: «./.»."""
    return f"{text.rstrip(' ./;')}{END}"


def _month(day: date) -> str:
    return f"{day.month:02}" if day.month <= 2 else f"{day.month}"


def short_day(day: date) -> str:
    """«03/11/2025», «10/3/2023»: a day as the decree has it within a text."""
    return f"{day.day:02}/{_month(day)}/{day.year}"
