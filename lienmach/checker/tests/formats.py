"""One made-up report written as a file of each kind that the checker reads."""

from collections.abc import Callable, Sequence
from html import escape
from io import BytesIO
from textwrap import wrap

from docx import Document
from odf.opendocument import OpenDocumentText
from odf.table import Table, TableCell, TableRow
from odf.text import P
from xlsxwriter import Workbook

Cells = Sequence[str]
Block = str | Sequence[Cells]  # a paragraph or a table

REPORT: tuple[Block, ...] = (
    "Số: 27/BC-UBND",
    "An Lạc, ngày 09 tháng 4 năm 2024",
    "BÁO CÁO",
    "Công tác cải cách hành chính quý I năm 2024",
    "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH",
    "Thực hiện Kế hoạch số 15/KH-UBND ngày 12/01/2024 của Ủy ban nhân dân huyện An Lạc"
    " về cải cách hành chính, đơn vị đã ban hành 12 văn bản, đạt 95,9 % kế hoạch.",
    "1. Kết quả giải quyết hồ sơ",
    "Tổng số hồ sơ tiếp nhận là 1.118 hồ sơ, trong đó:",
    "- Đã giải quyết 875 hồ sơ;",
    "- Đang giải quyết 243 hồ sơ.",
    "Phụ lục 1",
    (
        ("STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số liệu", "Ghi chú"),
        ("1.", "Số văn bản đã ban hành", "Văn bản", "12", "Lũy kế"),
        ("1.1.", "Tỷ lệ hoàn thành kế hoạch", "%", "95,9%", "Quý I"),
        ("2.", "Tổng số hồ sơ", "Hồ sơ", "1.118", "Cả năm"),
    ),
    "Trên đây là kết quả quý I năm 2024./.",
)


def txt(blocks: Sequence[Block] = REPORT) -> bytes:
    return "\n".join(
        block if isinstance(block, str) else "\n".join(map("\t".join, block))
        for block in blocks
    ).encode()


def md(blocks: Sequence[Block] = REPORT) -> bytes:
    parts = []
    for block in blocks:
        if isinstance(block, str):
            parts.append(f"**{block}**" if block.isupper() else block)
        else:
            rows = [f"| {' | '.join(row)} |" for row in block]
            rows.insert(1, "|" + "---|" * len(block[0]))
            parts.append("\n".join(rows))
    return "\n\n".join(parts).encode()


def html(blocks: Sequence[Block] = REPORT) -> bytes:
    parts = ["<!DOCTYPE html><html><head><title>Báo cáo</title></head><body>"]
    for block in blocks:
        if isinstance(block, str):
            parts.append(f"<p>{escape(block)}</p>")
        else:
            rows = ("".join(f"<td>{escape(c)}</td>" for c in row) for row in block)
            parts.append("<table>" + "".join(f"<tr>{row}</tr>\n" for row in rows))
            parts.append("</table>")
    return "\n".join(parts).encode()


def docx(blocks: Sequence[Block] = REPORT) -> bytes:
    document = Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block), len(block[0]))
        for row, cells in zip(table.rows, block, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    return saved(document.save)


def odt(blocks: Sequence[Block] = REPORT) -> bytes:
    document = OpenDocumentText()
    for block in blocks:
        if isinstance(block, str):
            document.text.addElement(P(text=block))
            continue
        table = Table()
        for cells in block:
            row = TableRow()
            for text in cells:
                cell = TableCell()
                cell.addElement(P(text=text))
                row.addElement(cell)
            table.addElement(row)
        document.text.addElement(table)
    return saved(document.write)


def xlsx(blocks: Sequence[Block] = REPORT) -> bytes:
    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True})
    sheet, at = book.add_worksheet(), 0
    for block in blocks:
        rows = [[block]] if isinstance(block, str) else block
        for row in rows:
            for column, text in enumerate(row):
                sheet.write_string(at, column, text)
            at += 1
    book.close()
    return stream.getvalue()


def saved(save: Callable[[BytesIO], object]) -> bytes:
    stream = BytesIO()
    save(stream)
    return stream.getvalue()


def pdf(blocks: Sequence[Block] = REPORT) -> bytes:
    """Write pages of 80 letters a line; tables are drawn with rules."""
    page = Page()
    for block in blocks:
        if isinstance(block, str):
            lines = wrap(block, 80, initial_indent=" " * 4, break_on_hyphens=False)
            for at, line in enumerate(lines):
                text = line.lstrip() if not at else line
                page.write(60 + 24 * (not at), text)
                page.down(18)
        else:
            page.table(block)
    return page.file()


class Page:
    """A page of PDF operators; its font has no glyphs, only widths and letters."""

    def __init__(self) -> None:
        self.pages: list[list[str]] = [[]]
        self.y = 780.0
        self.letters: dict[str, int] = {}

    def down(self, by: float) -> None:
        self.y -= by
        if self.y < 60:
            self.turn()

    def turn(self) -> None:
        self.pages.append([])
        self.y = 780.0

    def write(self, x: float, text: str, size: float = 12) -> None:
        """Write in one go; the place of each ``\0`` stays free."""
        codes = "".join(
            f"{self.letters.setdefault(letter, len(self.letters) + 1):04x}"
            if letter != "\0"
            else "> -480 <"
            for letter in text
        )
        self.pages[-1].append(
            f"BT /F1 {size} Tf 1 0 0 1 {x} {self.y} Tm [<{codes}>] TJ ET"
        )

    def line(self, *ends: float) -> None:
        self.pages[-1].append("{} {} m {} {} l S".format(*ends))

    def table(self, rows: Sequence[Cells], widths: Sequence[float] = ()) -> None:
        widths = widths or [60, 200, 80, 70, 80][: len(rows[0])]
        if len(widths) < len(rows[0]):
            widths = [480 / len(rows[0])] * len(rows[0])
        edges = [60.0]
        for width in widths:
            edges.append(edges[-1] + width)
        for row in rows:
            cells = [
                wrap(text, int((width - 6) / 5.76), break_on_hyphens=False)
                for width, text in zip(widths, row, strict=True)
            ]
            high = 18 * max(1, *map(len, cells))
            if self.y - high < 40:
                self.turn()
            top, self.y = self.y, self.y - high
            for x in edges:
                self.line(x, top + 13, x, self.y + 13)
            self.line(edges[0], top + 13, edges[-1], top + 13)
            self.line(edges[0], self.y + 13, edges[-1], self.y + 13)
            low = self.y
            for x, lines in zip(edges, cells, strict=False):
                for at, text in enumerate(lines):
                    self.y = top - 18 * at
                    self.write(x + 3, text)
            self.y = low
        self.y -= 20

    def file(self, trailer: str = "") -> bytes:
        count = len(self.pages)
        kids = " ".join(f"{6 + 2 * at} 0 R" for at in range(count))
        maps = "\n".join(
            f"<{code:04x}> <{letter.encode('utf-16-be').hex()}>"
            for letter, code in self.letters.items()
        )
        cmap = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
            f"{len(self.letters)} beginbfchar\n{maps}\nendbfchar\n"
            "endcmap CMapName currentdict /CMap defineresource pop end end"
        )
        font = "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Plain /DW 480 "
        font += "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
        font += "/Supplement 0 >> /FontDescriptor << /Type /FontDescriptor "
        font += "/FontName /Plain /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0 "
        font += "/Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >> >>"
        objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Count {count} /Kids [{kids}] >>",
            "<< /Type /Font /Subtype /Type0 /BaseFont /Plain /Encoding /Identity-H "
            "/DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
            font,
            _stream(cmap),
        ]
        for at, operators in enumerate(self.pages):
            objects.append(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
                f"/Contents {7 + 2 * at} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
            )
            objects.append(_stream("\n".join(operators)))
        return _assembled(objects, trailer)


def _stream(text: str) -> str:
    return f"<< /Length {len(text.encode())} >>\nstream\n{text}\nendstream"


def _assembled(objects: Sequence[str], trailer: str) -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode()
    start = len(out)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\n".encode()
    return bytes(out + f"startxref\n{start}\n%%EOF\n".encode())


WRITERS: dict[str, Callable[[Sequence[Block]], bytes]] = {
    "txt": txt,
    "md": md,
    "html": html,
    "docx": docx,
    "odt": odt,
    "xlsx": xlsx,
    "pdf": pdf,
}
