"""The template for Word that we bring: the layout of decree 30/2020, with names in it.

An office downloads it, changes what it likes and puts it back. Names in double braces
are put in; ``{%p`` repeats or chooses paragraphs, ``{%tr`` lines of a table.
"""

from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor

FONT = "Times New Roman"
# The parts of a paragraph with the style each gets, and how the style looks.
STYLES = {
    "h1": ("Heading 1", True, False),
    "h2": ("Heading 2", True, False),
    "h3": ("Heading 3", True, True),
}
WIDTHS = (14, 82, 27, 24, 18)  # of the columns of an annex, in mm


def layout() -> bytes:
    word = Document()
    _page(word)
    _styles(word)
    _letterhead(word)
    for text, before in (("{{ loai|upper }}", 12), ("{{ trich_yeu }}", 0)):
        _centred(word.add_paragraph(), text, before=before)
    _rule(word.add_paragraph(), aside=58, after=10)
    _body(word)
    _signing(word)
    _annexes(word)
    kept = BytesIO()
    word.save(kept)
    return kept.getvalue()


def _page(word: Word) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance, section.footer_distance = Mm(10), Mm(8)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = ALIGN.CENTER
    _field(number.add_run(), "PAGE")
    for footer in (section.footer, section.first_page_footer):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = ALIGN.CENTER
        paragraph.add_run("{{ ghi_chu }}").font.size = Pt(9)


def _styles(word: Word) -> None:
    normal: Any = word.styles["Normal"]
    _font(normal.font, normal.element)
    normal.font.size = Pt(14)
    shape = normal.paragraph_format
    shape.space_before, shape.space_after, shape.line_spacing = Pt(0), Pt(0), 1.0
    for name, is_bold, is_slanted in STYLES.values():
        style: Any = word.styles[name]
        _font(style.font, style.element)
        style.font.size, style.font.bold, style.font.italic = (
            Pt(14),
            is_bold,
            is_slanted,
        )
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_before = Pt(9)
        style.paragraph_format.space_after = Pt(3)
        style.paragraph_format.first_line_indent = Mm(10)
        style.paragraph_format.keep_with_next = True
    text: Any = word.styles.add_style("Văn bản", WD_STYLE_TYPE.PARAGRAPH)
    text.base_style = normal
    text.paragraph_format.alignment = ALIGN.JUSTIFY
    text.paragraph_format.first_line_indent = Mm(10)
    text.paragraph_format.space_before = Pt(6)


def _letterhead(word: Word) -> None:
    table = word.add_table(rows=2, cols=2)
    table.autofit = False
    _widths(table, (Mm(60), Mm(105)))
    left, right = table.rows[0].cells
    paragraph = left.paragraphs[0]
    _centred(paragraph, "{%p if co_quan_chu_quan %}", size=13, bold=False)
    _centred(left.add_paragraph(), "{{ co_quan_chu_quan|upper }}", size=13, bold=False)
    _centred(left.add_paragraph(), "{%p endif %}", size=13, bold=False)
    _centred(left.add_paragraph(), "{{ co_quan|upper }}", size=13)
    _rule(left.add_paragraph(), aside=20)
    _centred(right.paragraphs[0], "{{ quoc_hieu }}", size=12)
    _centred(right.add_paragraph(), "{{ tieu_ngu }}", size=13)
    _rule(right.add_paragraph(), aside=23)
    left, right = table.rows[1].cells
    _centred(left.paragraphs[0], "{{ so_ky_hieu }}", size=13, bold=False)
    _centred(
        right.paragraphs[0], "{{ dia_danh_ngay }}", size=13.5, bold=False, slanted=True
    )


def _body(word: Word) -> None:
    word.add_paragraph("{%p for doan in cac_doan %}")
    word.add_paragraph("{%p if doan.kieu == 'h1' %}")
    for part, (style, _, _) in STYLES.items():
        if part != "h1":
            word.add_paragraph(f"{{%p elif doan.kieu == '{part}' %}}")
        word.add_paragraph("{{ doan.chu }}", style)
    # The last one goes with who signs: names alone on a page go with any text.
    word.add_paragraph("{%p elif loop.last %}")
    last = word.add_paragraph("{{ doan.chu }}", "Văn bản")
    last.paragraph_format.keep_with_next = True
    word.add_paragraph("{%p else %}")
    word.add_paragraph("{{ doan.chu }}", "Văn bản")
    word.add_paragraph("{%p endif %}")
    word.add_paragraph("{%p endfor %}")


def _signing(word: Word) -> None:
    space = word.add_paragraph().paragraph_format
    space.space_after, space.keep_with_next = Pt(6), True
    table = word.add_table(rows=1, cols=2)
    table.autofit = False
    _widths(table, (Mm(76), Mm(89)))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    left, right = table.rows[0].cells
    heading = left.paragraphs[0].add_run("Nơi nhận:")
    heading.bold = heading.italic = True
    heading.font.size = Pt(12)
    left.add_paragraph("{%p for noi in noi_nhan %}")
    left.add_paragraph().add_run("{{ noi }}").font.size = Pt(11)
    left.add_paragraph("{%p endfor %}")
    right.paragraphs[0].text = "{%p for dong in quyen_han %}"
    _centred(right.add_paragraph(), "{{ dong }}")
    right.add_paragraph("{%p endfor %}")
    for _ in range(5):
        _centred(right.add_paragraph(), "")
    _centred(right.add_paragraph(), "{{ nguoi_ky }}")


def _annexes(word: Word) -> None:
    word.add_paragraph("{%p for bieu in phu_luc %}")
    name = word.add_paragraph()
    _centred(name, "{{ bieu.ten }}")
    name.paragraph_format.page_break_before = True
    _centred(word.add_paragraph(), "{{ bieu.tieu_de|upper }}")
    _centred(
        word.add_paragraph(), "{{ bieu.kem_theo }}", size=13, bold=False, slanted=True
    )
    word.add_paragraph().paragraph_format.space_after = Pt(2)
    table = word.add_table(rows=7, cols=len(WIDTHS), style="Table Grid")
    table.autofit = False
    _widths(table, tuple(map(Mm, WIDTHS)))
    lines = (
        "{{ bieu.cot[%d] }}",
        "{%%tr for dong in bieu.dong %%}",
        "{%%tr if dong.la_de_muc %%}",
        "{{ dong.o[%d] }}",
        "{%%tr else %%}",
        "{{ dong.o[%d] }}",
        "{%%tr endif %%}",
    )
    for row, said in zip(table.rows, lines, strict=True):
        for at, cell in enumerate(row.cells):
            is_tag = "%%}" in said
            text = said % () if is_tag else said % at
            if is_tag and at:
                continue
            is_head = said in lines[:1] or row is table.rows[3]
            run = cell.paragraphs[0].add_run(text)
            run.font.size = Pt(12)
            run.bold = is_head or said is lines[0]
            if at in (0, 2, 3) or said is lines[0]:
                cell.paragraphs[0].alignment = ALIGN.CENTER
    for cell in table.rows[3].cells:  # a heading of the annex
        for run in cell.paragraphs[0].runs:
            run.bold = True
    ending = table.add_row().cells[0].paragraphs[0]
    ending.text = "{%tr endfor %}"
    head = table.rows[0]._tr.get_or_add_trPr()
    head.append(OxmlElement("w:tblHeader"))
    word.add_paragraph("{%p endfor %}")


def _centred(
    paragraph: Any,
    text: str,
    *,
    size: float = 14,
    bold: bool = True,
    slanted: bool = False,
    before: float = 0,
) -> None:
    paragraph.alignment = ALIGN.CENTER
    paragraph.paragraph_format.space_before = Pt(before)
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, slanted


def _rule(paragraph: Any, *, aside: float, after: float = 4) -> None:
    """A line below what stands before, this many mm in from either side."""
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = Mm(aside)
    shape.space_after, shape.line_spacing = Pt(after), Pt(4)
    borders = OxmlElement("w:pBdr")
    border = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1")):
        border.set(qn(f"w:{name}"), value)
    borders.append(border)
    paragraph._p.get_or_add_pPr().append(borders)


def _widths(table: Any, widths: tuple[Length, ...]) -> None:
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width


def _font(font: Any, element: Any) -> None:
    font.name = FONT
    fonts = element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)
    for kind in ("eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), FONT)


def _field(run: Any, what: str) -> None:
    """A field that Word works out: the number of the page."""
    for kind in ("begin", "instrText", "end"):
        tag = "w:instrText" if kind == "instrText" else "w:fldChar"
        element = OxmlElement(tag)
        if kind == "instrText":
            element.text = what
        else:
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)
