"""What a document says of itself: number, date, title, issuer, signer, recipients."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from lienmach.checker.citations.phrases import reporting_office
from lienmach.checker.citations.symbols import (
    CANONICAL,
    LETTER,
    NAMES,
    TYPES,
    Symbol,
    read_symbols,
)
from lienmach.checker.report import Identity
from lienmach.checker.source import Paragraph, Source, has_any
from lienmach.checker.text.dates import PrintedDate, read_dates
from lienmach.checker.text.periods import period_of

_HEADING = 40  # lines in which number, date and title stand
_LEAD = 25  # paragraphs in which «UBND … báo cáo» stands
_NUMBER = re.compile(r"(?:Số|SỐ)\s*[:.]?\s*(?=\d)")
_BLANK = re.compile(r"(?:Số|SỐ)\s*[:.]?[\s.…_]*/\s*([A-ZĐ][A-Za-zĐđ]*)[\w.&-]*")
_TYPE = re.compile(rf"({NAMES})(?!\w)\s*", re.IGNORECASE)
_PLACE = re.compile(r"(?P<place>[^\W\d][^,;:\d]{1,38}),\s*(?:ngày|Ngày)\b")
_BODY = re.compile(
    r"(?:Thực hiện|Căn cứ|Kính gửi|Trên cơ sở|Theo|Để|Nhằm|Trong|Năm|Phần|PHẦN"
    r"|Nơi nhận|[IVX]+\s?[./)-]|\d+[.)]|[-–_*=.]{2,})"
)
_TITLE_ALONE = re.compile(r"Kết quả|Về |Công tác|Tình hình|Sơ kết|Tổng kết|Đánh giá")
_OFFICE = re.compile(
    r"(?:UBND|[UỦ][ỶY] BAN|HĐND|HỘI ĐỒNG|SỞ|PHÒNG|BAN|BỘ|VĂN PHÒNG|CHI CỤC|CỤC"
    r"|THANH TRA|TRUNG TÂM|ĐOÀN|TỔ|TRƯỜNG|CÔNG AN|VIỆN|TÒA|HUYỆN [UỦ]|THỊ [UỦ]"
    r"|TỈNH [UỦ]|THÀNH [UỦ]|ĐẢNG [UỦ])(?!\w)"
)
_OF_PLACE = re.compile(r"(?:TỈNH|THỊ XÃ|HUYỆN|QUẬN|THÀNH PHỐ|XÃ|PHƯỜNG|THỊ TRẤN)\s")
_MOTTOS = ("CỘNG HÒA", "CỘNG HOÀ", "ĐẢNG CỘNG SẢN", "Độc lập")
_MOTTO = re.compile("|".join(_MOTTOS))
_SIGNS = re.compile(
    r"(?:TM|KT|TL|TUQ|Q)\s?\.|(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG|CHÁNH|BÍ THƯ)"
    r"|THỦ TRƯỞNG|PHÓ"
)
_BULLET = re.compile(r"\s*[-–+•*]\s*")
_PURPOSE = re.compile(r"\([^()]{0,80}\)$")
_COLUMNS = re.compile(
    r"\s(?:(?<=[\n\t])|(?<![:\s]\s)\s{2,}(?!/)"
    rf"|(?={'|'.join(_MOTTOS)}))"
)
_PUBLISHED = re.compile(r"(?:Ngày|Cập nhật|Đăng|Thứ)\s[^.;]{0,30}$|\(?\d[\d/: ]+\)?$")
_ACTING = re.compile(r"(?:UBND|Ủy ban|Uỷ ban|HĐND|Phòng|Sở|Ban)\s.*\sbáo cáo\b")
_LONG, _SHORT = 240, 130
_LAYOUT = 8  # a table of more rows holds figures, not a heading or a signature


class _Line(NamedTuple):
    text: str
    line: int


def identify(source: Source) -> Identity:
    """Return what a document prints about itself; None is what it does not print."""
    lines = list(_lines(source))
    head = lines[:_HEADING]
    at, symbol, type_code = _number(head)
    place, day = (
        _place_and_date(head)
        or _place_and_date(lines)
        or _published(head)
        or (None, None)
    )
    type_, title, title_line = _type_and_title(head)
    if type_ is None and (type_code or symbol):
        type_ = type_code or _type_of(symbol)
    issuer = _issuer(head, at) or _lead(source)
    year = day.date.year if day and day.date else None
    period = period_of(title, title_line, year) if title else None
    return Identity(
        number=symbol.number if symbol else None,
        type=type_,
        title=title,
        issuer=issuer,
        place=place,
        date=day.date if day else None,
        date_raw=day.raw if day else None,
        line=head[at].line if symbol and at is not None else None,
        period=period,
        signer=_signer(lines),
        recipients=tuple(_recipients(lines)),
    )


def _lines(source: Source) -> Iterator[_Line]:
    """Yield the lines of the text, the columns of a heading one after another."""
    for block in source.blocks:
        if isinstance(block, Paragraph):
            yield from _pieces(block)
            continue
        for row in block.rows if len(block.rows) <= _LAYOUT else ():
            for cell in row.cells:
                yield from _pieces(Paragraph(cell, ((0, row.line),)))


def _pieces(paragraph: Paragraph) -> Iterator[_Line]:
    text = paragraph.text
    if len(text) > _LONG or not (_may_part(text) and _COLUMNS.search(text)):
        if text.strip():
            yield _Line(text.strip(), paragraph.line)
        return
    start = 0
    for piece in _COLUMNS.split(text):
        if piece.strip():
            start = text.index(piece, start)
            yield _Line(piece.strip(), paragraph.line_at(start))
            start += len(piece)


def _may_part(text: str) -> bool:
    """Say whether a text may be set in columns: most have single spaces throughout."""
    return "  " in text or not text.isprintable() or has_any(text, _MOTTOS)


def _number(head: Sequence[_Line]) -> tuple[int | None, Symbol | None, str | None]:
    """Return which line is «Số: …», its number, and the type where it is left blank.

    The stamp of an incoming book («Số: 10043 … ĐẾN») has no symbol and is none.
    """
    for index, line in enumerate(head):
        announced = _NUMBER.match(line.text)
        if announced:
            found = next(read_symbols(line.text), None)
            if found and found.start == announced.end():
                return index, found.symbol, None
        blank = _BLANK.match(line.text)
        if blank:
            types = TYPES.get(blank[1].upper(), (None,))
            return index, None, types[0]
    return None, None, None


def _place_and_date(
    lines: Sequence[_Line],
) -> tuple[str | None, PrintedDate | None] | None:
    for line in lines:
        if len(line.text) > _SHORT:
            continue
        rest = line.text[_number_ends(line.text) :]
        place = _PLACE.match(rest.strip())
        if place:
            days = read_dates(rest)
            return place["place"].strip(), days[0] if days else None
    return None


def _number_ends(text: str) -> int:
    """Return where «Số: 12/BC-UBND» ends in a line, 0 if it does not begin so."""
    blank = _BLANK.match(text)
    if blank:
        return blank.end()
    number = next(read_symbols(text), None) if _NUMBER.match(text) else None
    return number.end if number else 0


def _published(head: Sequence[_Line]) -> tuple[None, PrintedDate] | None:
    """Return the day an article was put up: «Cập nhật lúc: 10:48 07/11/2017»."""
    for line in head[:6]:
        days = read_dates(line.text) if _PUBLISHED.match(line.text) else []
        if days:
            return None, days[0]
    return None


def _type_and_title(head: Sequence[_Line]) -> tuple[str | None, str | None, int]:
    for index, line in enumerate(head):
        if line.text.startswith(("V/v", "V/V", "v/v")):
            return None, _joined(head[index:]), line.line
        said = _TYPE.match(line.text)
        if said and said[1].isupper() and len(line.text) < _LONG:
            name = CANONICAL[said[1].casefold()]
            rest = line.text[said.end() :].strip(" -–_*.:")
            following = head[index + 1 :]
            if rest:
                following = [_Line(rest, line.line), *following]
            title = _joined(following)
            return name, title, following[0].line if title else line.line
    for index, line in enumerate(head[:6]):
        is_sentence = len(line.text) > _SHORT or line.text.endswith(".")
        if _TITLE_ALONE.match(line.text) and not is_sentence:
            return None, _joined(head[index:]), line.line
    return None, None, 0


def _joined(lines: Sequence[_Line]) -> str | None:
    """Join the lines of a title, up to the first sentence of the text."""
    title: list[str] = []
    for line in lines[:5]:
        text = line.text.strip(" *")
        begins_body = _BODY.match(text) if title else text.startswith("Kính gửi")
        if begins_body or len(text) > _LONG or _ACTING.match(text) or _has_date(text):
            break
        title.append(text)
        if text.endswith((".", ";", ":")):
            break
    return " ".join(title).strip(" .;:-–_") or None


def _has_date(text: str) -> bool:
    return bool(_PLACE.match(text))


def _type_of(symbol: Symbol | None) -> str | None:
    if symbol is None:
        return None
    return symbol.types[0] if symbol.types else LETTER


def _issuer(head: Sequence[_Line], at: int | None) -> str | None:
    """Return the last office of the heading: the one above it is its superior."""
    above = [line.text for line in head[: at if at is not None else 12]]
    if at is None and not any(map(_MOTTO.search, above)):
        return None
    offices: list[str] = []
    for text in above:
        if _MOTTO.search(text) or not text.isupper():
            continue
        if _OFFICE.match(text):
            offices.append(text)
        elif offices and _OF_PLACE.match(text):
            offices[-1] += f" {text}"
    return offices[-1].strip(" -–_*") if offices else None


def _lead(source: Source) -> str | None:
    """Return who says «báo cáo … như sau» in the first paragraphs."""
    for paragraph in islice(source.paragraphs(), _LEAD):
        office = reporting_office(paragraph.text)
        if office:
            return office
    return None


def _signer(lines: Sequence[_Line]) -> str | None:
    """Return the name under the first signature."""
    signs = False
    for line in lines:
        if len(line.text) > _SHORT:
            signs = False
        elif _SIGNS.match(line.text) and line.text.isupper():
            signs = True
        elif signs and _is_name(line.text):
            return line.text
    return None


def _is_name(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 5 and all(
        word.isalpha() and word.istitle() and not word.isupper() for word in words
    )


def _recipients(lines: Sequence[_Line]) -> Iterator[str]:
    start = next(
        (n for n, x in enumerate(lines) if x.text.startswith("Nơi nhận")), None
    )
    if start is None:
        return
    first = lines[start].text.removeprefix("Nơi nhận").strip(" :*")
    if first:
        yield from filter(None, map(_recipient, first.split(";")))
    for line in lines[start + 1 :]:
        if not _BULLET.match(line.text):
            return
        yield from filter(None, map(_recipient, line.text.split(";")))


def _recipient(text: str) -> str:
    text = _BULLET.sub("", text, count=1).strip(" ;,.")
    return _PURPOSE.sub("", text).strip(" ;,.")
