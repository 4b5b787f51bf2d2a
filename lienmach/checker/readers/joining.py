"""Lines to paragraphs: what a line or page break cut in two is put together again.

Only what cannot be the end of a statement is joined to the next line. Headings, list
items, table rows and signatures always stay by themselves.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from lienmach.checker.source import Block, Paragraph, Table

if TYPE_CHECKING:  # a plain text is read without it
    from lxml.etree import _Element


@dataclass(slots=True)
class Line:
    """A line of a file, cleaned; empty where the file has an empty line.

    ``is_full`` says that it ends where it does because the page is no wider.
    ``starts`` tells whether it begins a paragraph, None where the file does not show.
    ``breaks`` are offsets at which the text goes on to another line of the file.
    Where the file has no lines, what ``follows`` counts with the line before it; what
    ``is_left_out`` is counted and shown, but not read. ``origin`` is the element that
    it was read from, where comments may be written there.
    """

    text: str
    line: int
    page: int | None = None
    level: int = 0
    number: str = ""
    is_full: bool = False
    starts: bool | None = None
    breaks: tuple[tuple[int, int], ...] = ()
    follows: bool = False
    is_left_out: bool = False
    origin: "_Element | None" = None


_FAR = 6  # lines between two that still may belong together
_TAIL = 120  # letters that decide how a line ends or begins
_UPPER = "A-ZĐÀ-ÖØ-ÝĂĨŨƠƯẠ-Ỹ"

PAGE_NUMBER = re.compile(
    r"[-–—|\s.]*(?:trang\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?[-–—|\s.]*", re.I
)
_MARKER = re.compile(
    rf"""(?: [-–—+*•▪●○◦→❖✓>]
      | \d{{1,2}}(?:\.\d{{1,2}})+(?!\d)[.)/]?(?:\s|$)   # 1.1  2.3.1.
      | \d{{1,2}}(?:[.)](?:\s|$|[{_UPPER}])|/\s)         # 1.  2)
      | [IVXLC]{{1,6}}\s?(?:[.)](?:\s|$|[{_UPPER}])|[/-]\s)  # II.
      | [A-Za-zĐđ](?:[.)/](?:\s|$)|\)|[.][{_UPPER}])    # a)  b.
      | \(\d{{1,2}}\)\s                                 # (1)
      | (?:Điều|Chương|Mục|Phần|Biểu|Bảng)\s+(?:\d{{1,3}}|[IVX]{{1,5}})[.:]
    )""",
    re.X,
)
_SIGNATURE = re.compile(
    r"(?:TM|KT|TL|TUQ|Q|TUN)\s?\.|Nơi nhận|Kính gửi|Phụ lục\s+(?:\d|[IVX])", re.I
)
_SYMBOL_TAIL = re.compile(
    rf"\d[\d\s]{{0,8}}[\w]?\s?[/-][/\-\w]*-$|\d{{1,5}}\s?-$|/[{_UPPER}&]+-$"
)
_DATE_TAIL = re.compile(
    r"(?:^|[\s(])(?:ngày|tháng|năm|quý|số|khoản|điều|ngày \d{1,2}|tháng \d{1,2})$", re.I
)
_DATE_HEAD = re.compile(r"\d|tháng\s*\d|năm\s*\d")
_OPEN_END = re.compile(
    r"(?:,|\(|[\s,](?:và|của|về|tại|theo|từ|các|những|với|do|là|hoặc|cùng|bởi|bằng"
    r"|nhằm|giữa|trên|dưới|như|thì|mà|để|khi|nếu|vì|đối với))$"
)
_END = re.compile(r"[.;:!?…][\"”»')\]]*$|\./\.?\s*\w{0,4}$")


def join(items: Iterable[Line | Table]) -> Iterator[Block]:
    """Yield the paragraphs and tables that the lines make."""
    every = list(items)
    at = 0
    while at < len(every):
        item = every[at]
        if isinstance(item, Table):
            yield item
            at += 1
        elif not item.text or _is_page_number(every, at, item):
            at += 1
        else:
            parts, at = _gather(every, at, item)
            yield _paragraph(parts)


def _gather(
    every: Sequence[Line | Table], at: int, item: Line
) -> tuple[list[tuple[str, Line]], int]:
    """Return a line with all that continue it (and what stands between them)."""
    parts, last = [("", item)], item
    while (following := _following(every, at)) is not None:
        next_at, next_line, crosses = following
        joint = _joint(last, next_line, blank=next_at > at + 1, crosses=crosses)
        if joint is None:
            break
        parts.append((joint, next_line))
        at, last = next_at, next_line
    return parts, at + 1


def _following(every: Sequence[Line | Table], at: int) -> tuple[int, Line, bool] | None:
    """Return the next line with text, and whether a page number stands between.

    A page number is passed over only to a line that can be read on to.
    """
    crosses = False
    for next_at in range(at + 1, min(at + 1 + _FAR, len(every))):
        item = every[next_at]
        if isinstance(item, Table):
            return None
        if not item.text:
            continue
        alone = _blank(every, next_at - 1) or _blank(every, next_at + 1)
        is_number = not crosses and alone and PAGE_NUMBER.fullmatch(item.text[:_TAIL])
        if not is_number and not _is_page_number(every, next_at, item):
            return next_at, item, crosses
        crosses = True
    return None


def _blank(every: Sequence[Line | Table], at: int) -> bool:
    if not 0 <= at < len(every):
        return True
    item = every[at]
    return isinstance(item, Line) and not item.text


def _is_page_number(every: Sequence[Line | Table], at: int, item: Line) -> bool:
    """Tell a number that stands alone at the top or foot of a page."""
    if item.page is None or not PAGE_NUMBER.fullmatch(item.text[:_TAIL]):
        return False
    for step in (-1, 1):
        near = at + step
        while _blank(every, near) and 0 <= near < len(every):
            near += step
        if not 0 <= near < len(every) or every[near].page != item.page:
            return True
    return False


def _joint(last: Line, line: Line, *, blank: bool, crosses: bool) -> str | None:
    """Return what to put between two lines that belong together, else None."""
    if line.number or line.level or last.level:
        return None
    tail, head = last.text[-_TAIL:], line.text[:_TAIL]
    glued = glue(tail, head)
    if glued is not None:
        return glued
    reads_on = last.is_full and not (blank or crosses) and line.starts is not True
    unfinished = reads_on and not _END.search(tail)
    is_figure = unfinished and _is_figure(head, line)
    if (_MARKER.match(head) and not is_figure) or _SIGNATURE.match(head):
        return None
    if line.starts is None and _MARKER.match(last.text) and last.text[0].isalnum():
        reads_on = False  # a heading as long as the lines are
    if line.text.isupper() and not (
        reads_on and line.text.endswith((".", ";", ",", ":"))
    ):
        return None
    if _DATE_HEAD.match(head) and _DATE_TAIL.search(tail):
        return " "
    if last.text.isupper():
        return None
    if _END.search(tail):
        return " " if reads_on and line.starts is False else None
    turned = crosses or (last.page is not None and last.page != line.page)
    reads_on |= turned and line.starts is not True and len(last.text) > 60
    if head[0].islower() or _OPEN_END.search(tail) or reads_on:
        return " "
    return None


def _is_figure(head: str, line: Line) -> bool:
    """Tell the figure that ends a sentence («… là» / «12. Trong đó») from a heading."""
    is_end = bool(re.fullmatch(r"\d+[.)]", head))
    return head[0].isdigit() and (is_end or line.starts is False)


def glue(tail: str, head: str) -> str | None:
    """Tell whether a symbol, a date or a word is cut: «12/KH-» and «UBND»."""
    if tail.endswith("-") and head[0].isalnum():
        word = tail.rsplit(" ", 1)[-1]
        if _SYMBOL_TAIL.search(tail) or (len(word) > 1 and head[0].islower()):
            return ""
    if tail.endswith("/") and not tail.endswith("./") and head[0].isalnum():
        return ""
    if head[0] == "/" and len(head) > 1 and head[1].isalnum() and tail[-1].isalnum():
        return ""
    if head[0] not in "-–":
        return None
    word = tail.rsplit(" ", 1)[-1]
    if "/" in word and re.match(rf"-[{_UPPER}]{{2}}", head):
        return "" if word[-1].isalnum() else None
    if re.match(r"[-–]\s?\d{4}\b", head) and re.search(r"\b\d{4}\s?$", tail):
        return ""
    return None


def _paragraph(parts: Sequence[tuple[str, Line]]) -> Paragraph:
    first = parts[0][1]
    texts: list[str] = []
    breaks: list[tuple[int, int]] = []
    length = 0
    for joint, line in parts:
        length += len(joint)
        if not breaks or breaks[-1][1] != line.line:
            breaks.append((length, line.line))
        breaks += [(length + offset, number) for offset, number in line.breaks]
        texts += [joint, line.text]
        length += len(line.text)
    return Paragraph(
        "".join(texts), tuple(breaks), first.level, first.number, first.page
    )


def mark_full(lines: Sequence[Line], indents: Sequence[int]) -> None:
    """Find out whether a text was wrapped at a width, and mark the lines that fill it.

    ``indents`` are the spaces before each line: in a wrapped text where some lines
    are indented, those begin a paragraph and the others do not.
    """
    written = [line for line in lines if line.text]
    lengths = sorted(len(line.text) for line in written)
    if len(written) < 4:
        return
    width = lengths[len(lengths) * 19 // 20]
    near = sum(length >= width * 0.8 for length in lengths)
    if not 50 <= width <= 160 or lengths[-1] > width * 1.4 or near * 4 < len(lengths):
        return
    for line, following in pairwise(written):
        word = len(following.text.split(" ", 1)[0])
        line.is_full = len(line.text) + 1 + word >= width * 0.9
    indented = [
        bool(line.text) and indent > 1
        for line, indent in zip(lines, indents, strict=True)
    ]
    if 0 < sum(indented) < len(written) * 0.6:
        for line, starts in zip(lines, indented, strict=True):
            line.starts = starts
