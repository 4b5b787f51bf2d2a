"""Word, OpenDocument and Excel: numbers, tracked changes, merged cells, formats."""

from io import BytesIO

import pytest
from docx import Document
from docx.enum.text import WD_BREAK
from odf.opendocument import OpenDocumentText
from odf.style import Style, TextProperties
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import (
    H,
    List,
    ListItem,
    ListLevelStyleNumber,
    ListStyle,
    Note,
    NoteBody,
    P,
    S,
    Span,
)
from xlsxwriter import Workbook

from lienmach.checker.readers import read
from lienmach.checker.readers.sheet_formats import parse
from lienmach.checker.source import Source
from lienmach.checker.tests.formats import saved
from lienmach.checker.tests.nasty import WORD, sheet, word
from lienmach.checker.tests.test_readers import said


def texts(source: Source) -> list[str]:
    return [paragraph.text for paragraph in source.paragraphs()]


def run(text: str, properties: str = "") -> str:
    return (
        f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
    )


def test_word_styles_give_levels_and_lists_their_numbers() -> None:
    document = Document()
    document.add_heading("Công tác chỉ đạo", 1)
    document.add_paragraph("Một", style="List Number")
    document.add_paragraph("Hai", style="List Number")
    document.add_paragraph("Ba", style="List Bullet")
    source = read(saved(document.save), "a.docx")

    assert [(p.text, p.level, p.number) for p in source.paragraphs()] == [
        ("Công tác chỉ đạo", 1, ""),
        ("Một", 0, "1."),
        ("Hai", 0, "2."),
        ("Ba", 0, "-"),
    ]
    assert source.lines[1] == "1. Một"


def test_word_numbers_nest_and_start_again() -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (style, text) in enumerate(
            [("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%2.%3)")]
        )
    )
    numbering = (
        f'<w:numbering {WORD}><w:abstractNum w:abstractNumId="3">{levels}'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="3"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="3"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num></w:numbering>'
    )

    def item(at: int, num: int = 1) -> str:
        listed = f'<w:ilvl w:val="{at}"/><w:numId w:val="{num}"/>'
        return f"<w:p><w:pPr><w:numPr>{listed}</w:numPr></w:pPr>{run('A')}</w:p>"

    body = item(0) + item(1) + item(2) + item(2) + item(1) + item(0) + item(1)
    source = read(word(body + item(0, 2), numbering=numbering), "a.docx")

    numbers = [paragraph.number for paragraph in source.paragraphs()]
    assert numbers == ["I.", "1.", "1.a)", "1.b)", "2.", "II.", "1.", "V."]


def test_word_keeps_what_was_inserted_and_leaves_out_what_was_deleted() -> None:
    body = (
        f"<w:p>{run('Tổng số ')}<w:del>{run('12')}</w:del><w:ins>{run('15')}</w:ins>"
        f"{run(' hồ sơ.')}</w:p>"
        f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('Đã giải quyết ')}</w:p>"
        f"<w:p>{run('9 hồ sơ.')}</w:p>"
        f"<w:p><w:moveFrom>{run('Chuyển đi')}</w:moveFrom></w:p>"
        f"<w:p><w:moveTo>{run('Chuyển đến')}</w:moveTo></w:p>"
        f"<w:p>{run('ẩn', '<w:vanish/>')}{run('Hiện')}</w:p>"
    )

    assert texts(read(word(body), "a.docx")) == [
        "Tổng số 15 hồ sơ.",
        "Đã giải quyết 9 hồ sơ.",
        "Chuyển đến",
        "Hiện",
    ]


def test_word_marks_what_is_raised_and_joins_runs() -> None:
    up = '<w:vertAlign w:val="superscript"/>'
    body = (
        f"<w:p>{run('Rộng 85 m')}{run('2', up)}{run(', số 12/KH')}"
        f"<w:r><w:noBreakHyphen/></w:r>{run('UBND')}</w:p>"
    )

    assert texts(read(word(body), "a.docx")) == ["Rộng 85 m², số 12/KH-UBND"]


def test_word_reads_text_boxes_once_and_footnotes_at_the_end() -> None:
    box = f"<w:txbxContent><w:p>{run('Trong khung')}</w:p></w:txbxContent>"
    body = (
        f"<w:p>{run('Đoạn')}<w:r><mc:AlternateContent xmlns:mc='mc'><mc:Choice>"
        f"<w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict>"
        "</mc:Fallback></mc:AlternateContent><w:footnoteReference w:id='2'/></w:r>"
        "</w:p>"
        f"<w:p>{run('Cuối.')}</w:p>"
    )
    notes = f"<w:footnotes {WORD}><w:footnote w:id='2'><w:p>{run('Chú thích.')}"
    source = read(
        word(body, footnotes=f"{notes}</w:p></w:footnote></w:footnotes>"), "a.docx"
    )

    assert texts(source) == ["Đoạn", "Trong khung", "Cuối.", "Chú thích."]


def test_word_leaves_a_table_of_contents_out_but_counts_its_lines() -> None:
    styles = (
        f'<w:styles {WORD}><w:style w:styleId="TOC1"><w:name w:val="toc 1"/>'
        "</w:style></w:styles>"
    )
    body = (
        f'<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr>{run("I. Kế hoạch 3")}</w:p>'
        f"<w:p>{run('I. Kế hoạch')}</w:p>"
    )
    source = read(word(body, styles=styles), "a.docx")

    assert [(p.text, p.line) for p in source.paragraphs()] == [("I. Kế hoạch", 2)]
    assert source.lines == ("I. Kế hoạch 3", "I. Kế hoạch")


def test_word_tells_pages_and_merged_cells() -> None:
    document = Document()
    document.add_paragraph("Một").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("Hai")
    table = document.add_table(3, 3)
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(1, 0).merge(table.cell(2, 0))
    for row, column, text in (
        (0, 0, "STT"),
        (0, 1, "Kết quả"),
        (1, 0, "1"),
        (2, 2, "7"),
    ):
        table.cell(row, column).text = text
    source = read(saved(document.save), "a.docx")

    assert [(p.text, p.page) for p in source.paragraphs()] == [("Một", 1), ("Hai", 2)]
    assert said(source)[-1] == [("STT", "Kết quả", ""), ("1", "", ""), ("", "", "7")]


def test_a_letterhead_in_a_table_of_word_is_paragraphs() -> None:
    document = Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "UBND HUYỆN AN LẠC\nSố: 27/BC-UBND"
    table.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    inner = document.add_table(1, 1).cell(0, 0).add_table(2, 2)
    for at, text in enumerate(("Mục", "Số", "A", "12")):
        inner.cell(at // 2, at % 2).text = text
    source = read(saved(document.save), "a.docx")

    assert said(source) == [
        "UBND HUYỆN AN LẠC",
        "Số: 27/BC-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        [("Mục", "Số"), ("A", "12")],
    ]


def test_opendocument_numbers_notes_and_merged_cells() -> None:
    document = OpenDocumentText()
    style = ListStyle(name="L1")
    style.addElement(ListLevelStyleNumber(level=1, numformat="1", numsuffix="."))
    style.addElement(
        ListLevelStyleNumber(level=2, numformat="1", numsuffix=".", displaylevels=2)
    )
    up = Style(name="T1", family="text")
    up.addElement(TextProperties(textposition="super 58%"))
    document.automaticstyles.addElement(style)
    document.automaticstyles.addElement(up)
    document.text.addElement(H(outlinelevel=2, text="Kế hoạch"))
    paragraph = P(text="Rộng 85")
    paragraph.addElement(S(c=3))
    paragraph.addText("m")
    paragraph.addElement(Span(stylename="T1", text="2"))
    note, body = Note(noteclass="footnote"), NoteBody()
    body.addElement(P(text="Chú thích."))
    note.addElement(body)
    paragraph.addElement(note)
    document.text.addElement(paragraph)
    outer, inner = List(stylename=style), List()
    for listed, text in ((outer, "Một"), (outer, "Hai"), (inner, "Con")):
        item = ListItem()
        item.addElement(P(text=text))
        listed.addElement(item)
    outer.lastChild.addElement(inner)
    document.text.addElement(outer)
    table, row = Table(), TableRow()
    merged, last = TableCell(numbercolumnsspanned=2), TableCell()
    merged.addElement(P(text="Gộp"))
    last.addElement(P(text="7"))
    for cell in (merged, CoveredTableCell(), last):
        row.addElement(cell)
    table.addElement(row)
    document.text.addElement(table)
    source = read(saved(document.write), "a.odt")

    assert [(p.text, p.level, p.number) for p in source.paragraphs()] == [
        ("Kế hoạch", 2, ""),
        ("Rộng 85 m²", 0, ""),
        ("Một", 0, "1."),
        ("Hai", 0, "2."),
        ("Con", 0, "2.1."),
        ("Chú thích.", 0, ""),
    ]
    assert said(source)[-2] == [("Gộp", "", "7")]


@pytest.mark.parametrize(
    ("code", "raw", "shown"),
    [
        ("", "1118", "1118"),
        ("General", "3.25", "3,25"),
        ("General", "0.30000000000000004", "0,3"),
        ("0%", "0.42", "42%"),
        ("0.0%", "0.95899999999999996", "95,9%"),
        ("#,##0", "1234567", "1.234.567"),
        ("#,##0.00", "1234.5", "1.234,50"),
        ("0.00", "-0.125", "-0,13"),
        ("00", "7", "07"),
        ('0" hồ sơ"', "12", "12 hồ sơ"),
        ("#,##0_);(#,##0)", "1500", "1.500"),
        ("dd/mm/yyyy", "45000", "15/03/2023"),
        ("[$-42A]dd/mm/yyyy;@", "45000", "15/03/2023"),
        ("mm/yyyy", "45000", "03/2023"),
        ("hh:mm", "0.5", "12:00"),
        ("0.00E+00", "12000", "12000"),
        ("# ?/?", "0.5", "0,5"),
        ("@", "5", "5"),
        ("dd/mm/yyyy", "9e99", "9e99"),
        ("0", "không", "không"),
    ],
)
def test_cells_are_read_as_they_are_printed(code: str, raw: str, shown: str) -> None:
    assert parse(code).shown(raw) == shown


def test_excel_reads_sheets_titles_and_what_is_not_hidden() -> None:
    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True})
    first, secret = book.add_worksheet("Phụ lục 2"), book.add_worksheet("Nháp")
    third = book.add_worksheet()
    percent = book.add_format({"num_format": "0.0%"})
    first.merge_range("A1:D1", "BIỂU MẪU THỐNG KÊ")
    first.write_row(2, 0, ["STT", "Chỉ tiêu", "Đơn vị", "Số liệu"])
    first.write_row(3, 0, ["1.", "Tỷ lệ", "%"])
    first.write_number(3, 3, 0.959, percent)
    first.write_row(4, 0, ["2.", "Ẩn", "", 1])
    first.set_row(4, options={"hidden": True})
    first.write_row(5, 0, ["3.", "Tổng", "Hồ sơ", 1118])
    first.write_formula(6, 3, "=D6", None, 1118)
    secret.write(0, 0, "Bí mật")
    secret.hide()
    third.write(0, 0, "Hết.")
    book.close()
    source = read(stream.getvalue(), "a.xlsx")

    assert [(p.text, p.line, p.page, p.level) for p in source.paragraphs()] == [
        ("Phụ lục 2", 1, 1, 1),
        ("BIỂU MẪU THỐNG KÊ", 1, 1, 0),
        ("Hết.", 8, 2, 0),
    ]
    (table,) = source.tables()
    assert [(row.cells, row.line) for row in table.rows] == [
        (("STT", "Chỉ tiêu", "Đơn vị", "Số liệu"), 3),
        (("1.", "Tỷ lệ", "%", "95,9%"), 4),
        (("3.", "Tổng", "Hồ sơ", "1118"), 6),
        (("", "", "", "1118"), 7),
    ]


def test_excel_reads_strings_of_every_sort() -> None:
    strings = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><r>'
        "<t>Rộng m</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>2</t></r>"
        "<rPh><t>x</t></rPh></si></sst>"
    )
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c>'
        '<c t="inlineStr"><is><t>Trong ô</t></is></c><c t="b"><v>1</v></c>'
        '<c t="e"><v>#DIV/0!</v></c><c t="s"><v>99</v></c></row>'
        '<row r="2"><c r="A2" t="str"><v>a</v></c><c r="B2"><v>2</v></c></row>'
    )
    source = read(sheet(rows, sharedStrings=strings), "a.xlsx")

    (table,) = source.tables()
    assert table.rows[0].cells == ("Rộng m²", "Trong ô", "TRUE", "#DIV/0!")
