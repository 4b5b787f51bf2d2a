"""The numbered documents that a text names, each time it names one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from lienmach.checker.citations.dating import (
    date_after,
    date_of_act,
    date_of_issue,
    date_within,
    says_same_day,
)
from lienmach.checker.citations.issuers import read_issuer
from lienmach.checker.citations.phrases import Head, actor, head_of, subject
from lienmach.checker.citations.same import symbol
from lienmach.checker.citations.symbols import (
    MAY_NAME,
    Symbol,
    is_announced,
    parse,
    read_symbols,
)
from lienmach.checker.report import Citation, Identity, Place
from lienmach.checker.source import Paragraph, Source, TableRow
from lienmach.checker.text.dates import PrintedDate, read_dates

_LIST = re.compile(
    r"(?<!\S)(?<![./\d-])(?:\d{1,5}[a-zđ]?\s*(?:,|;|và|&|hoặc)\s*(?:số\s+)?){1,12}$"
)
_LISTED = re.compile(r"(\d{1,5})([a-zđ]?)")
_JOINED = re.compile(r"\s*(?:,\s*và|,|;|và|&)\s*(số\s*:?)?\s*")
_COORDINATED = re.compile(
    r"[,;vc](?:(?<=[,;])|(?<=\bv)à|(?<=\bc)ùng(?: với)?)\s*(?:các\s+)?$"
)
_PLURAL = re.compile(r"(?:các|những|hai|ba|bốn|0?[2-9])\s+$", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?]\s")
_LISTED_CELL = 60  # letters of a cell that holds no more than a number, or a day
_TOGETHER = re.compile(r"\b(?:cùng|đều)\b")


@dataclass(slots=True)
class _Named:
    """A document named once, while what is printed about it is gathered."""

    symbol: Symbol
    start: int
    end: int
    head: Head
    is_listed: bool = False  # «18» of «18, 19-NQ/TW»
    joins: bool = False  # has its head from the one before: «số 12/KH-UBND và 13/…»
    repeats: bool = False  # … with the word «số» once more
    coordinated: bool = False  # a further item of an enumeration
    date: PrintedDate | None = None
    issuer: str | None = None
    said: int = 0  # where number, date and issuer end
    subject: str | None = None


def find(source: Source, identity: Identity) -> tuple[Citation, ...]:
    """Return every numbered document that the text names, in order.

    The document's own number is among them with ``is_self``, in its heading and on the
    cover of its annexes; in the heading it has date, title and issuer of ``identity``.
    """
    own = parse(identity.number) if identity.number else None
    found: list[Citation] = []
    for index, block in enumerate(source.blocks):
        if isinstance(block, Paragraph):
            found += _in_paragraph(index, block)
            continue
        for row in block.rows:
            found += _in_row(index, row)
    if own is None:
        return tuple(found)
    return tuple(
        _as_own(one, identity) if symbol(one).key == own.key else one for one in found
    )


def _in_paragraph(block: int, paragraph: Paragraph) -> list[Citation]:
    return [_citation(one, block, paragraph) for one in _in_text(paragraph.text)]


def _in_row(block: int, row: TableRow) -> list[Citation]:
    """Return the documents of a row; in a list the day may have a cell of its own."""
    found: list[Citation] = []
    for cell in filter(MAY_NAME, row.cells):
        in_cell = _in_paragraph(block, Paragraph(cell, ((0, row.line),)))
        if len(in_cell) == 1 and len(cell) < _LISTED_CELL and not in_cell[0].date_raw:
            days = [day for day in map(_only_date, row.cells) if day]
            if len(days) == 1:
                [one] = in_cell
                in_cell = [replace(one, date=days[0].date, date_raw=days[0].raw)]
        found += in_cell
    return found


def _only_date(cell: str) -> PrintedDate | None:
    days = read_dates(cell) if len(cell) < _LISTED_CELL else []
    if len(days) != 1 or cell[: days[0].said].strip() or cell[days[0].end :].strip():
        return None
    return days[0]


def _citation(named: _Named, block: int, paragraph: Paragraph) -> Citation:
    date = named.date
    return Citation(
        number=named.symbol.number,
        raw=paragraph.text[named.start : named.end],
        type=named.head.type,
        date=date.date if date else None,
        date_raw=date.raw if date else None,
        issuer=named.issuer,
        subject=named.subject,
        place=Place(block, named.start, named.end, paragraph.line_at(named.start)),
    )


def _as_own(citation: Citation, identity: Identity) -> Citation:
    if citation.line != identity.line:
        return replace(citation, is_self=citation.type == identity.type)
    return replace(
        citation,
        is_self=True,
        type=identity.type,
        date=identity.date,
        date_raw=identity.date_raw,
        issuer=identity.issuer,
        subject=identity.title,
    )


def _in_text(text: str) -> list[_Named]:
    named = list(_named(text)) if MAY_NAME(text) else []
    if named:
        dates = read_dates(text)
        _give_own_dates(text, named, dates)
        _share_dates_backwards(text, named)
        _give_dates_before(text, named, dates)
        _give_issuers(text, named)
        _give_subjects(text, named)
    return named


def _named(text: str) -> Iterator[_Named]:
    """Yield the documents named, «18, 19-NQ/TW» as two."""
    floor = 0
    for printed in read_symbols(text):
        number, start = printed.symbol, printed.start
        listed = _listed_before(text, floor, start)
        first = listed[0].start() if listed else start
        head = head_of(text, floor, first, number)
        joined = _JOINED.fullmatch(text, floor, first) if floor else None
        further = bool(floor) and _is_coordinated(text[floor : head.start])
        for digits in (*listed, None):
            one = _Named(number, start, printed.end, head)
            if digits:
                one = _Named(_numbered(number, digits), *digits.span(), head)
            one.is_listed = digits is not None
            one.joins = one.start != first or joined is not None
            one.repeats = one.start == first and bool(joined and joined[1])
            one.coordinated = further or one.start != first
            yield one
        floor = printed.end


def _is_coordinated(link: str) -> bool:
    return bool(_COORDINATED.search(link)) and not _SENTENCE.search(link)


def _numbered(number: Symbol, digits: re.Match[str]) -> Symbol:
    return replace(number, digits=digits[1], suffix=digits[2])


def _listed_before(text: str, floor: int, start: int) -> list[re.Match[str]]:
    """Return the numbers that share the letters of the one at ``start``."""
    begins = max(floor, start - 90)
    found = _LIST.search(text, begins, start)
    if not found or not is_announced(text, begins, found.start()):
        return []
    return list(_LISTED.finditer(text, found.start(), start))


def _give_own_dates(
    text: str, named: Sequence[_Named], dates: Sequence[PrintedDate]
) -> None:
    for index, one in enumerate(named):
        limit = named[index + 1].start if index + 1 < len(named) else len(text)
        one.said = one.end
        if one.is_listed:
            continue
        one.date = date_after(text, one.end, limit, dates)
        if one.date:
            one.said = one.date.end
            continue
        one.date = date_of_issue(text, one.end, limit, dates)
        if one.date is None and index and says_same_day(text, one.end):
            one.date = named[index - 1].date


def _share_dates_backwards(text: str, named: Sequence[_Named]) -> None:
    """Give both of «các Kế hoạch số 12/KH-UBND và 13/KH-UBND ngày …» the date."""
    for one, following in reversed(list(pairwise(named))):
        date = following.date
        if one.date or date is None or date.said < following.end:
            continue
        before = text[max(0, one.head.start - 12) : one.head.start]
        one_head = following.joins and (
            not following.repeats or bool(_PLURAL.search(before))
        )
        together = following.coordinated and bool(
            _TOGETHER.search(text, following.end, date.said)
        )
        if one.is_listed or ((one_head or together) and _fits(one.symbol, date)):
            one.date = date


def _fits(number: Symbol, date: PrintedDate) -> bool:
    """Whether a number with a year in it can be of that date."""
    return number.year is None or (
        date.date is not None and date.date.year == number.year
    )


def _give_dates_before(
    text: str, named: Sequence[_Named], dates: Sequence[PrintedDate]
) -> None:
    """Give «Ngày … UBND ban hành Kế hoạch số … và Kế hoạch số …» their date."""
    floor, shared, organ = 0, None, ""
    for one in named:
        if _SENTENCE.search(text, floor, one.head.start):
            shared = None
        if one.date is None:
            one.date = date_within(text, floor, one.head.start, dates)
            acted = date_of_act(text, floor, one.head.start, dates)
            if acted and one.date is None:
                one.date = shared = acted
                organ = one.symbol.organ
            elif shared and one.coordinated and one.symbol.organ == organ:
                one.date = one.date or shared
        floor = max(floor, one.said)


def _give_issuers(text: str, named: Sequence[_Named]) -> None:
    floor, acting, organ = 0, None, ""
    for one in named:
        if _SENTENCE.search(text, floor, one.head.start):
            acting = None
        if not one.is_listed:
            one.issuer, one.said = _own_issuer(text, one)
        acts = actor(text, floor, one.head.start)
        if acts:
            acting, organ = acts, one.symbol.organ
        if one.issuer is None and acting:
            continues = one.coordinated and one.symbol.organ == organ
            one.issuer = acting if acts or continues else None
        floor = max(floor, one.said)
    for one, following in reversed(list(pairwise(named))):
        if following.joins and (one.issuer is None or one.is_listed):
            one.issuer = following.issuer


def _own_issuer(text: str, one: _Named) -> tuple[str | None, int]:
    issuer, end = read_issuer(text, one.end)
    if issuer is None:
        after = one.said + (text[one.said : one.said + 1] == ")")
        issuer, end = read_issuer(text, after)
    return issuer, max(one.said, end if issuer else 0)


def _give_subjects(text: str, named: Sequence[_Named]) -> None:
    limit = len(text)
    for one, following in zip(
        reversed(named), [None, *reversed(named)][:-1], strict=True
    ):
        if following is not None and following.coordinated:
            limit = following.head.start
        if following is not None and following.joins:
            one.subject = following.subject
        else:
            one.subject = subject(text, one.said, limit)
