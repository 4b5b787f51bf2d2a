"""The heading over an annex («Phụ lục 2», «PHỤ LỤC II», «Biểu số 1a») and its title."""

import re
from dataclasses import dataclass, field

_WORDS = r"(?:PH[ỤU] ?L[ỤU]C|BIỂU MẪU|BIỂU|MẪU BIỂU|MẪU|Phụ lục|Biểu mẫu|Biểu|Mẫu số)"
_HEADING = re.compile(
    rf"\W{{0,3}}({_WORDS})(?:\s+(?:số|SỐ|Số))?\s*[:.]?\s*"
    r"(\d{1,3}(?:[.\-]\d{1,2}){0,2}[A-Za-zđ]?(?![\d])(?:/[A-Z/]{2,20})?"
    r"|[IVX]{1,5}(?:\.\d{1,3}[a-z]?)?(?:/[A-Z/]{2,20})?|[A-H])?"
    r"(?:\s*[:.\-–]?\s*)(.*)",
    re.DOTALL,
)
_ISSUED = re.compile(r"\(?\s*(kèm theo|ban hành|đính kèm|kèm)", re.IGNORECASE)
_WITH_PAPER = re.compile(
    r"(?:ban hành |đính )?kèm(?: theo)? "
    r"(?:báo cáo|công văn|quyết định|kế hoạch|tờ trình|thông báo|văn bản)\b",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"\(?\s*(?:đơn vị tính|đvt|đơn vị)\s*[:.]\s*([^)]{1,40})\)?\s*", re.IGNORECASE
)
_PAGE = re.compile(r"\W{0,3}(?:trang\s+)?\d{1,4}(?:\s*/\s*\d{1,4})?\W{0,3}", re.I)
LONGEST_TITLE = 400
MOST_PARAGRAPHS = 10


@dataclass(slots=True)
class Heading:
    """An annex heading, with the paragraphs read since."""

    name: str
    number: str
    line: int
    lines: list[str] = field(default_factory=list)
    has_table: bool = False
    unit: str = ""

    @property
    def title(self) -> str:
        return " ".join(self.lines)

    @property
    def is_lost(self) -> bool:
        """So much running text follows that it was no heading of a table."""
        return not self.has_table and len(self.lines) > MOST_PARAGRAPHS

    def take(self, text: str) -> None:
        """Add a paragraph between the heading and its table."""
        if self.has_table or _ISSUED.match(text):
            return
        if unit := table_unit(text):
            self.unit = unit
        else:
            self.lines.append(text)


def heading_of(text: str, line: int) -> Heading | None:
    """Read a paragraph as the heading of an annex, if it is one.

    «Phụ lục 2 kèm theo cho thấy …» in running text is none: what follows the number
    must be a title.
    """
    if len(text) > LONGEST_TITLE:
        return None
    found = _HEADING.fullmatch(text)
    if not found:
        return None
    words, number, rest = found[1], found[2] or "", found[3].strip()
    is_annex = words.lower().startswith("ph")
    if (rest and not _is_title(rest)) or not (number or (is_annex and not rest)):
        return None
    name = f"Phụ lục {number}".strip() if is_annex else f"Biểu {number}"
    heading = Heading(name, number, line)
    if rest:
        heading.take(rest)
    return heading


def _is_title(text: str) -> bool:
    return text[0].isupper() or text[0] in "(“\"'" or bool(_WITH_PAPER.match(text))


def table_unit(text: str) -> str:
    """Return the unit of a line «Đơn vị tính: triệu đồng», else an empty text."""
    found = _UNIT.fullmatch(text)
    return found[1].strip() if found else ""


def is_page_number(text: str) -> bool:
    return bool(_PAGE.fullmatch(text))
