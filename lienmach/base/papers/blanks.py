"""Where a draft leaves room for its number and its day, and how they are printed there.

A draft is a PDF that somebody wrote anyhow. Its head is looked for on the first page:
«Số: ……/QĐ-UBND» and «…, ngày …… tháng …… năm ……», with dots or nothing where the number
and the day will stand. What is printed is added behind what is there; nothing of the
draft itself is changed.
"""

import json
import re
import struct
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import typst

from lienmach.base.pages import run
from lienmach.base.papers.pdf import fonts
from lienmach.calc.refusal import Refused

LAYOUT = Path(__file__).with_name("blanks.typ")
GAP = r"[\s.…_]*+"
NUMBER = re.compile(
    rf"^[^\S\n]*+Số[^\S\n]*+:?({GAP}(?:\d++[^\S\n]*+)?)/[^\S\n]*+([A-ZĐ][A-ZĐa-zđ0-9.&-]*)",
    re.MULTILINE,
)
DAY = re.compile(
    rf",\s*+ngày({GAP}(?:\d++\s*+)?)tháng({GAP}(?:\d++\s*+)?)năm((?:[^\S\n]|[.…_])*+(?:\d++)?)",
    re.IGNORECASE,
)
DIGIT = 0.5  # of the size of a letter, in every face made after Times
SMALLEST = 0.75  # of the size of the text around it
THIN, LINE_END = 0.1, 2.6  # of a size: beside a blank; of a blank that ends a line
LONGEST_SYMBOL = 40
BROKEN = (
    "chỗ trống ghi số hoặc ngày bị ngắt sang dòng khác: chỉnh cho nằm trên một dòng "
    "rồi xuất lại PDF"
)
UNREAD = "không mở được tệp dự thảo"
SCAN = (
    "dự thảo là bản quét hoặc ảnh, không có chữ để in số và ngày vào: xuất lại PDF từ "
    "tệp Word, chừa trống sau «Số:» và «ngày … tháng … năm …»"
)
NO_HEAD = (
    "dự thảo không có dòng «Số: …/ký hiệu»: xuất lại PDF có dòng này, chừa trống chỗ "
    "ghi số và ngày"
)
NO_DAY = (
    "dự thảo không có dòng «…, ngày … tháng … năm …» để ghi ngày: thêm dòng này rồi "
    "xuất lại PDF"
)
HAS_SIGNATURE = (
    "dự thảo đã có chữ ký số nên không in thêm số, ngày được: xuất lại PDF chưa ký, "
    "hoặc in sẵn số và ngày trước chữ ký đầu"
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of a page, in points from the lower left; ``base`` is its line."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    base: float
    size: float
    is_slanted: bool


@dataclass(frozen=True, slots=True)
class Blank:
    """Room on the first page; ``dots`` are what stands there until then."""

    left: float
    right: float
    base: float
    size: float
    is_slanted: bool
    dots: tuple[Letter, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a draft says, and where it has room.

    ``problem`` says why nothing can be printed into it; ``number`` and ``day`` (day,
    month, year) are what is printed already, or where there is room for it.
    """

    problem: str = ""
    symbol: str = ""
    number: str | Blank = ""
    day: tuple[int | Blank, ...] = ()

    @property
    def wants_number(self) -> bool:
        return isinstance(self.number, Blank)

    @property
    def wants_day(self) -> bool:
        return any(isinstance(part, Blank) for part in self.day)

    @property
    def written(self) -> str:
        """The number that is printed already, whole."""
        if not self.number or isinstance(self.number, Blank):
            return ""
        return f"{self.number}/{self.symbol}"


def heads(pdfs: Sequence[bytes]) -> list[Head]:
    """Look at the heads of drafts, all by one process."""
    if not pdfs:
        return []
    framed = b"".join(struct.pack(">Q", len(pdf)) + pdf for pdf in pdfs)
    told = run(["heads"], framed)
    if told is None and len(pdfs) > 1:
        return [heads([pdf])[0] for pdf in pdfs]
    found: list[dict[str, Any] | None] = json.loads(told) if told else [None]
    return [_head(one) for one in found]


def printing(head: Head, number: int | None, on: date) -> bytes:
    """Return what is printed over the first page of a draft, as a page of its own.

    Empty where nothing is wanting. Raises ``Refused`` where the draft has no room, is
    dated otherwise, or wants a number that is not given.
    """
    if head.problem:
        raise Refused(f"Chưa in được số, ngày: {head.problem}.")
    wanted: list[tuple[Blank, str]] = []
    if isinstance(head.number, Blank):
        assert number is not None
        wanted.append((head.number, f"{number:02}"))
    month = f"{on.month:02}" if on.month <= 2 else str(on.month)
    said = (f"{on.day:02}", month, str(on.year))
    for part, known, words in zip(
        head.day, (on.day, on.month, on.year), said, strict=True
    ):
        if isinstance(part, Blank):
            wanted.append((part, words))
        elif part != known:
            raise Refused(
                f"Dự thảo in sẵn ngày khác ngày ký {on:%d/%m/%Y}: xuất lại PDF, chừa "
                "trống ngày, tháng, năm."
            )
    return _overlay([_item(blank, words) for blank, words in wanted])


def _item(blank: Blank, words: str) -> dict[str, Any]:
    room = blank.right - blank.left
    size = min(blank.size, room / (DIGIT * len(words)))
    if size < SMALLEST * blank.size:
        raise Refused(
            f"Chỗ trống trong dự thảo quá hẹp để in «{words}»: chừa rộng hơn rồi xuất "
            "lại PDF."
        )
    return {
        "words": words,
        "left": blank.left + (room - DIGIT * size * len(words)) / 2,
        "base": blank.base,
        "size": size,
        "style": "italic" if blank.is_slanted else "normal",
        "dots": [[one.left, one.bottom, one.right, one.top] for one in blank.dots],
    }


def _overlay(items: list[dict[str, Any]]) -> bytes:
    if not items:
        return b""
    return typst.compile(
        LAYOUT,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"items": json.dumps(items)},
    )


def _head(found: dict[str, Any] | None) -> Head:
    """Read the head of a page from its letters."""
    if found is None:
        return Head(UNREAD)
    letters = [
        Letter(unicodedata.normalize("NFC", one[0]), *one[1:])
        for one in _joined(found["letters"])
    ]
    text = "".join(one.text for one in letters)
    if not text.strip():
        return Head(SCAN)
    at = list(_starts(letters))
    number = NUMBER.search(text)
    if number is None:
        return Head(NO_HEAD)
    day = DAY.search(text)
    if day is None:
        return Head(NO_DAY)
    try:
        head = Head(
            "",
            number[2].rstrip(".-")[:LONGEST_SYMBOL],
            _number(letters, at, number),
            tuple(_part(letters, at, day, group) for group in (1, 2, 3)),
        )
    except Refused as refused:
        return Head(str(refused))
    if found["signatures"] and (head.wants_number or head.wants_day):
        return Head(HAS_SIGNATURE)
    return head


def _joined(letters: Sequence[Sequence[Any]]) -> Iterator[list[Any]]:
    """Put marks that stand for themselves to their letters; lines end in one sign."""
    kept: list[Any] | None = None
    for one in letters:
        text = "\n" if one[0] == "\r" else "" if one[0] == "\n" else one[0]
        if not text:
            continue
        if kept is not None and unicodedata.combining(text[0]):
            kept[0] += text
            continue
        if kept is not None:
            yield kept
        kept = [text, *one[1:]]
    if kept is not None:
        yield kept


def _starts(letters: Sequence[Letter]) -> Iterator[int]:
    """Which letter each sign of the text is of: one letter may be several signs."""
    for index, one in enumerate(letters):
        yield from [index] * len(one.text)


def _number(
    letters: Sequence[Letter], at: Sequence[int], found: re.Match[str]
) -> str | Blank:
    return _digits(found[1]) or _room(letters, at, found.span(1))


def _part(
    letters: Sequence[Letter], at: Sequence[int], found: re.Match[str], group: int
) -> int | Blank:
    """A day, a month or a year: what is printed, else where it goes."""
    printed = _digits(found[group])
    return int(printed[:4]) if printed else _room(letters, at, found.span(group))


def _digits(said: str) -> str:
    return "".join(sign for sign in said if sign in "0123456789")


def _room(letters: Sequence[Letter], at: Sequence[int], span: tuple[int, int]) -> Blank:
    """The room between what stands before a gap and what follows on its line."""
    start, end = span
    before = letters[at[start - 1]]
    dots = tuple(
        letters[index]
        for index in sorted(set(at[start:end]))
        if not letters[index].text.isspace()
    )
    after = letters[at[end]] if end < len(at) else None
    if after is None or after.text.isspace():
        right = before.right + LINE_END * before.size
        right = max(right, dots[-1].right) if dots else right
    elif abs(after.base - before.base) > before.size / 2:
        raise Refused(BROKEN)
    else:
        right = after.left - THIN * before.size
    if any(abs(one.base - before.base) > before.size / 2 for one in dots):
        raise Refused(BROKEN)
    left = before.right + THIN * before.size
    return Blank(left, right, before.base, before.size, before.is_slanted, dots)
