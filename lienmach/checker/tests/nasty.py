"""Files made to break a reader: each must be answered at once."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from lienmach.checker.tests.formats import Page, docx, odt, pdf, xlsx

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def packed(parts: dict[str, bytes | str], method: int = ZIP_DEFLATED) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", method) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def word(body: str, **parts: str) -> bytes:
    """Write a docx with this body; further parts by name, as ``numbering``."""
    document = f"<w:document {WORD}><w:body>{body}</w:body></w:document>"
    others = {f"word/{name}.xml": text for name, text in parts.items()}
    return packed({"word/document.xml": document, **others})


def sheet(rows: str, **parts: str) -> bytes:
    book = f'<workbook {SHEET} xmlns:r="r"><sheets>'
    book += '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    relation = '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/>'
    data = f"<worksheet {SHEET}><sheetData>{rows}</sheetData></worksheet>"
    others = {f"xl/{name}.xml": text for name, text in parts.items()}
    return packed(
        {
            "xl/workbook.xml": book,
            "xl/_rels/workbook.xml.rels": f"{relation}</Relationships>",
            "xl/worksheets/sheet1.xml": data,
            **others,
        }
    )


def with_false_size(data: bytes, part: str) -> bytes:
    """Let the directory of a zip say that a part is small."""
    stored = bytearray(data)
    at = stored.rfind(part.encode()) - 46
    assert stored[at : at + 4] == b"PK\x01\x02"
    stored[at + 24 : at + 28] = struct.pack("<I", 1000)
    return bytes(stored)


def bomb_in_bomb() -> bytes:
    inner = packed({"word/document.xml": b" " * 100_000_000})
    return packed({"word/document.xml": inner, "word/media/a.zip": inner}, ZIP_STORED)


def entities() -> bytes:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    xml = f'<!DOCTYPE d [<!ENTITY a0 "ha">{levels}]>'
    xml += f"<w:document {WORD}><w:body><w:p><w:r><w:t>&a11;</w:t></w:r></w:p>"
    return packed({"word/document.xml": f"{xml}</w:body></w:document>"})


def external_entity() -> bytes:
    xml = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    xml += f"<w:document {WORD}><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p>"
    return packed({"word/document.xml": f"{xml}</w:body></w:document>"})


def nested_tables(depth: int) -> bytes:
    opening = "<w:tbl><w:tr><w:tc>" * depth
    return word(f"{opening}<w:p/>{'</w:tc></w:tr></w:tbl>' * depth}")


def locked_pdf() -> bytes:
    """A PDF that asks for a password (its keys are noise)."""
    page = Page()
    page.write(60, "mật")
    key = "<" + "41" * 32 + ">"
    return page.file(
        f"/Encrypt << /Filter /Standard /V 1 /R 2 /O {key} /U {key} /P -44 >> "
        "/ID [<41414141> <41414141>]"
    )


def locked_odt() -> bytes:
    manifest = '<manifest><file-entry full-path="content.xml"><encryption-data/>'
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": b"\x8f\x01\x02",
            "META-INF/manifest.xml": f"{manifest}</file-entry></manifest>",
        }
    )


def scanned_pdf() -> bytes:
    page = Page()
    page.line(0, 0, 100, 100)
    page.turn()
    return page.file()


def many_pages() -> bytes:
    page = Page()
    for _ in range(501):
        page.turn()
    return page.file()


def huge_page() -> bytes:
    page = Page()
    page.write(60, "một")
    data = page.file()
    return data.replace(b"/MediaBox [0 0 595 842]", b"/MediaBox [0 0 1e9 1e9]")


def many_rules() -> bytes:
    """A page crossed by ten thousand lines each way."""
    page = Page()
    page.write(60, "một")
    for at in range(10_000):
        page.line(at * 0.06, 0, at * 0.06, 800)
        page.line(0, at * 0.08, 590, at * 0.08)
    return page.file()


def many_letters() -> bytes:
    page = Page()
    for _ in range(300):
        for at in range(40):
            page.write(10, "một hai " * 20, 6 + at % 3)
            page.y -= 18
        page.turn()
    return page.file()


def png() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + zlib.compress(b"0" * 1000)


# Each is refused with a sentence that holds this.
REFUSED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "empty": (lambda: b"", "a.txt", "trống"),
    "only spaces": (lambda: b" \n\t\n \x0c", "a.txt", "không có chữ nào"),
    "only a byte order mark": (lambda: b"\xef\xbb\xbf", "a.txt", "không có chữ nào"),
    "only zeros": (lambda: bytes(10_000), "a.txt", "nhị phân"),
    "noise": (lambda: bytes(range(256)) * 40, "a.txt", "nhị phân"),
    "noise without zeros": (lambda: bytes(range(128, 256)) * 40, "a.txt", "bảng mã"),
    "control characters": (lambda: b"\x01\x02a" * 999, "a.txt", "nhị phân"),
    "a picture": (png, "a.docx", "ảnh"),
    "rich text": (lambda: b"{\\rtf1 a}", "a.doc", "RTF"),
    "old Word": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "a.doc",
        "kiểu cũ",
    ),
    "locked Word": (
        lambda: (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
        ),
        "a.docx",
        "mật khẩu",
    ),
    "text as Word": (lambda: "Báo cáo".encode(), "a.docx", "không phải tài liệu Word"),
    "text as PDF": (lambda: "Báo cáo".encode(), "a.pdf", "không phải tệp PDF"),
    "half a docx": (lambda: docx()[:3000], "a.docx", "hỏng"),
    "half an odt": (lambda: odt()[:1500], "a.odt", "hỏng"),
    "half an xlsx": (lambda: xlsx()[:1500], "a.xlsx", "hỏng"),
    "a zip of nothing": (lambda: packed({}), "a.docx", "tệp nén"),
    "another zip": (lambda: packed({"a.txt": "b"}), "a.zip", "tệp nén"),
    "no XML": (lambda: packed({"word/document.xml": "a"}), "a.docx", "hỏng"),
    "no body": (lambda: packed({"word/document.xml": "<a/>"}), "a.docx", "hỏng"),
    "half XML": (lambda: packed({"word/document.xml": "<a><b>"}), "a.docx", "hỏng"),
    "a flat bomb": (
        lambda: packed({"word/document.xml": bytes(100_000_000)}),
        "a.docx",
        "64 MB",
    ),
    "a bomb with a false size": (
        lambda: with_false_size(
            packed({"word/document.xml": b"<a>" + b" " * 100_000_000}),
            "word/document.xml",
        ),
        "a.docx",
        "hỏng",
    ),
    "a bomb in a bomb": (bomb_in_bomb, "a.docx", "hỏng"),
    "entities in entities": (entities, "a.docx", "hỏng"),
    "an entity from outside": (external_entity, "a.docx", "hỏng"),
    "tables in tables": (lambda: nested_tables(5000), "a.docx", "hỏng"),
    "locked odt": (locked_odt, "a.odt", "mật khẩu"),
    "locked PDF": (locked_pdf, "a.pdf", "mật khẩu"),
    "scanned PDF": (scanned_pdf, "a.pdf", "ảnh quét"),
    "half a PDF": (lambda: pdf()[:1500], "a.pdf", "hỏng"),
    "PDF in name alone": (lambda: b"%PDF-1.7\n" + b"x" * 999, "a.pdf", "hỏng"),
    "many pages": (many_pages, "a.pdf", "500 trang"),
    "ten million digits": (lambda: b"7" * 10_000_000, "a.txt", "2.000.000 chữ"),
    "one line of 50 MB": (lambda: b"a " * 25_000_000, "a.txt", "20 MB"),
    "a table of 100,000 rows": (
        lambda: b"1.\tmot\thai\tba\t4\n" * 100_000,
        "a.txt",
        "50.000 dòng",
    ),
    "a table of many cells": (
        lambda: (b"1\t" * 9 + b"1\n") * 40_000,
        "a.txt",
        "300.000 ô",
    ),
    "a long md table": (
        lambda: b"| 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 |\n" * 40_000,
        "a.md",
        "300.000 ô",
    ),
    "a long html table": (
        lambda: b"<table>" + b"<tr><td>1<td>2<td>3<td>4" * 80_000,
        "a.html",
        "50.000 dòng",
    ),
    "a long empty html table": (
        lambda: b"<table>" + b"<tr><td><td><td><td>" * 80_000,
        "a.html",
        "300.000 ô",
    ),
    "a paragraph of Word for each grain of sand": (
        lambda: word("<w:p/>" * 900_000),
        "a.docx",
        "50.000 dòng",
    ),
    "a wide cell": (
        lambda: b"<table><tr><td>a" + b"<tr><td colspan=9999>b<td>" * 100,
        "a.html",
        "300.000 ô",
    ),
    "a wide cell of Word": (
        lambda: word(
            "<w:tbl><w:tr>"
            + '<w:tc><w:tcPr><w:gridSpan w:val="999999"/></w:tcPr><w:p/></w:tc>' * 2
            + "</w:tr></w:tbl>"
        ),
        "a.docx",
        "300.000 ô",
    ),
    "a cell in the last row": (
        lambda: sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "a.xlsx",
        "300.000 ô",
    ),
}

# Each is read, or refused, but it takes no time to say so.
ANSWERED: dict[str, tuple[Callable[[], bytes], str]] = {
    "marks heaped on a letter": (
        lambda: ("a" + "\u0323\u0301" * 900_000).encode(),
        "a.txt",
    ),
    "stars": (lambda: b"**a " * 400_000, "a.md"),
    "brackets": (lambda: b"[" * 1_000_000, "a.md"),
    "open links": (lambda: b"[a](" * 400_000, "a.md"),
    "open tags": (lambda: b"<a href='" * 200_000, "a.html"),
    "open comments": (lambda: b"<!--" * 400_000, "a.html"),
    "open declarations": (lambda: b"<!" * 900_000, "a.html"),
    "open scripts": (lambda: b"<script>" * 200_000, "a.html"),
    "open tables": (lambda: b"<table><tr><td>a" * 100_000, "a.html"),
    "open lists": (lambda: b"<ol><li>a" * 200_000, "a.html"),
    "open hidden parts": (lambda: b"<div hidden>" * 150_000, "a.html"),
    "ampersands": (lambda: b"&amp" * 400_000, "a.html"),
    "spaces": (lambda: b"a" + b" " * 1_900_000 + b"b", "a.txt"),
    "tabs": (lambda: b"a\tb\n" + b"\t" * 250_000, "a.txt"),
    "empty lines": (lambda: b"a\n" + b"\n" * 1_900_000, "a.txt"),
    "page numbers": (lambda: b"2\n\n" * 600_000, "a.txt"),
    "short lines": (lambda: b"va\n" * 600_000, "a.txt"),
    "one long word": (lambda: b"-" * 1_900_000, "a.txt"),
    "form feeds": (lambda: b"\x0c" * 1_900_000 + b"a", "a.txt"),
    "pipes": (lambda: b"|" * 250_000 + b"\n|-|\n", "a.md"),
    "dashes in pipes": (lambda: b"|:-" * 90_000 + b"x\n", "a.md"),
    "a far sheet": (
        lambda: sheet('<row r="200000"><c r="A200000"><v>1</v></c></row>'),
        "a.xlsx",
    ),
    "great numbers": (
        lambda: sheet('<row r="1"><c r="A1"><v>1e999999999</v></c></row>'),
        "a.xlsx",
    ),
    "a huge page": (huge_page, "a.pdf"),
    "a page full of rules": (many_rules, "a.pdf"),
    "a long PDF": (many_letters, "a.pdf"),
    "cells that reach down": (
        lambda: b"<table><tr>" + b"<td rowspan=9999>a" * 20_000 + b"<tr><td>b" * 20_000,
        "a.html",
    ),
    "rows of an empty sheet": (lambda: sheet("<row/>" * 900_000), "a.xlsx"),
    "breaks of Word": (
        lambda: word(f"<w:p><w:r>{'<w:br/>' * 900_000}</w:r></w:p>"),
        "a.docx",
    ),
}
