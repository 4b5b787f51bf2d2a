"""Official papers: the layout of the decree, in PDF and Word; templates of anybody."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from docx import Document

from lienmach.base.papers.paper import (
    Line,
    Paper,
    Paragraph,
    Part,
    Table,
    ended,
    paragraphs,
)
from lienmach.base.papers.pdf import printed, signing_place
from lienmach.base.papers.word import default_template, written
from lienmach.calc.refusal import Refused

MM = 72 / 25.4
TEXT = (
    "Ủy ban nhân dân thị xã đã ban hành kế hoạch, Ấ Ễ Ộ ử ỹ.\n- Một việc;\n- Hai.\n"
    + ("Trong kỳ, đã giải quyết 1.118 hồ sơ <b>&amp; tăng 12 hồ sơ. " * 3 + "\n") * 15
)
PAPER = Paper(
    superior="UBND tỉnh Lam Khê",
    issuer="UBND thị xã An Hòa",
    symbol="BC-UBND",
    place="An Hòa",
    kind="BÁO CÁO",
    title="Công tác cải cách hành chính quý I năm 2023",
    paragraphs=(
        Paragraph(Part.HEADING_1, "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH"),
        Paragraph(Part.HEADING_2, "1. Về kế hoạch"),
        *paragraphs(TEXT),
    ),
    recipients=("- UBND tỉnh (để b/c);", "- Lưu: VT, NV."),
    authority=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    signer="Phạm Thị Thử",
    number=7,
    dated_on=date(2023, 2, 3),
    tables=(
        Table(
            "Phụ lục 4",
            "Cải cách thủ tục hành chính",
            ("STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số liệu", "Ghi chú"),
            (
                Line(("1.", "Thống kê thủ tục", "", "", ""), is_heading=True),
                Line(("1.1.", "Tổng số", "Thủ tục", "1.118", "")),
            ),
            (8, 46, 16, 14, 16),
            (0, 2, 3),
        ),
    ),
    remark="Dữ liệu mô phỏng",
)


def test_numbers_and_days_are_written_as_the_decree_asks() -> None:
    assert PAPER.number_text == "Số: 07/BC-UBND"
    assert PAPER.place_and_day == "An Hòa, ngày 03 tháng 02 năm 2023"
    assert replace(PAPER, dated_on=date(2023, 3, 13)).place_and_day.endswith(
        "ngày 13 tháng 3 năm 2023"
    )
    assert "số 07/BC-UBND ngày 03/02/2023 của UBND thị xã An Hòa" in PAPER.attached
    assert ended("Tiếp tục thực hiện.") == "Tiếp tục thực hiện./."


def test_a_draft_has_neither_number_nor_day() -> None:
    draft = replace(PAPER, number=None, dated_on=None)

    assert draft.number_text == "Số: ....../BC-UBND"
    assert "ngày ...... tháng" in draft.place_and_day
    assert printed(draft).startswith(b"%PDF")


def test_the_page_has_the_margins_of_the_decree_and_its_number_from_the_second() -> (
    None
):
    document = pypdfium2.PdfDocument(printed(PAPER))

    assert len(document) == 3
    for number, page in enumerate(document, 1):
        width, height = page.get_size()
        assert (round(width), round(height)) == (595, 842)
        text = page.get_textpage()
        boxes = [
            text.get_charbox(n)
            for n in range(text.count_chars())
            if not chr(pdfium.FPDFText_GetUnicode(text.raw, n)).isspace()
        ]
        said = text.get_text_range()
        inside = [b for b in boxes if b[3] > 20 * MM and b[1] < height - 20 * MM]
        if number < 3:  # the last is a table: its letters stand in from its edge
            assert 29.5 <= min(b[0] for b in inside) / MM <= 35
            assert 14.5 <= (width - max(b[2] for b in inside)) / MM <= 20
        top = (height - max(b[3] for b in inside)) / MM
        assert 20 <= top <= 25
        assert (said.split()[0] == str(number)) == (number > 1)
        assert "Dữ liệu mô phỏng" in said


def test_a_line_that_is_only_a_little_short_is_stretched_to_the_margin() -> None:
    text = (
        "Phòng Tư pháp rà soát văn bản theo kế hoạch năm; văn bản hết hiệu lực được "
        "công bố trên trang thông tin điện tử."
    )
    paper = replace(PAPER, paragraphs=(Paragraph(Part.TEXT, text),), tables=())
    page = pypdfium2.PdfDocument(printed(paper))[0]
    found = page.get_textpage().search("hết hiệu lực được")
    place = found.get_next()
    assert place
    end = page.get_textpage().get_charbox(place[0] + place[1] - 1)[2]

    assert (page.get_size()[0] - end) / MM == pytest.approx(16, abs=0.3)


def test_what_a_pdf_says_can_be_taken_out_again() -> None:
    document = pypdfium2.PdfDocument(printed(PAPER))
    said = " ".join(
        word
        for page in document
        for word in page.get_textpage().get_text_range().split()
    )

    for text in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "UBND THỊ XÃ AN HÒA",
        "Số: 07/BC-UBND",
        "Ấ Ễ Ộ ử ỹ",
        "1.118 hồ sơ <b>&amp; tăng",
        "CẢI CÁCH THỦ TỤC HÀNH CHÍNH",
        "Phạm Thị Thử",
    ):
        assert text in said


def test_a_signature_is_shown_between_the_post_and_the_name_of_who_signs() -> None:
    place = signing_place(PAPER)
    page = pypdfium2.PdfDocument(printed(PAPER))[place.page].get_textpage()

    def box_of(said: str) -> tuple[float, ...]:
        found = page.search(said).get_next()
        return tuple(page.get_charbox(found[0]))

    assert box_of("CHỦ TỊCH")[1] >= place.top
    assert place.bottom >= box_of("Phạm Thị Thử")[3]
    assert place.left < box_of("Phạm Thị Thử")[0] < place.right


@pytest.mark.parametrize("lines", [26, 31])
def test_a_signature_never_stands_alone_on_its_page(lines: int) -> None:
    """So many lines fill the first page, or leave too little of it for who signs."""
    said = [*(f"Dòng thứ {n}." for n in range(lines)), "Trên đây là báo cáo, kính gửi."]
    text = tuple(Paragraph(Part.TEXT, one) for one in said)
    paper = replace(PAPER, paragraphs=text, tables=())

    document = pypdfium2.PdfDocument(printed(paper))

    _, last = (page.get_textpage().get_text_range() for page in document)
    assert signing_place(paper).page == 1  # from 0
    assert "Trên đây là báo cáo" in last
    assert "Nơi nhận" in last


@pytest.mark.parametrize("lines", [0, 1, 20])
def test_of_a_long_last_paragraph_the_last_lines_go_with_who_signs(lines: int) -> None:
    """After no line or one it would end with the page, and leave who signs alone."""
    long = "".join(f"Việc thứ {n} đã làm xong trong kỳ báo cáo; " for n in range(60))
    said = [*(f"Dòng thứ {n}." for n in range(lines)), f"{long}kính gửi cấp trên."]
    text = tuple(Paragraph(Part.TEXT, one) for one in said)
    paper = replace(PAPER, paragraphs=text, tables=())

    document = pypdfium2.PdfDocument(printed(paper))

    first, last = (page.get_textpage().get_text_range().split() for page in document)
    assert "thứ 9 đã" in " ".join(first)  # no half page is left empty
    before = " ".join(last).partition("Nơi nhận")[0]
    assert before.endswith("kính gửi cấp trên. ")
    assert len(before.split()) > 25
    whole = " ".join([*first, *last[1:]]).replace("Dữ liệu mô phỏng ", "")
    assert said[-1] in whole


def test_the_same_paper_is_the_same_bytes() -> None:
    assert printed(PAPER) == printed(PAPER)


def test_a_word_file_says_the_same() -> None:
    document = Document(BytesIO(written(PAPER)))
    said = [p.text for p in document.paragraphs if p.text.strip()]
    head, signing, annex = document.tables

    assert said[:4] == [
        "BÁO CÁO",
        PAPER.title,
        "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH",
        "1. Về kế hoạch",
    ]
    assert "<b>&amp; tăng" in said[8]
    assert "UBND TỈNH LAM KHÊ\nUBND THỊ XÃ AN HÒA" in head.cell(0, 0).text
    assert "CHỦ TỊCH" in signing.cell(0, 1).text
    assert [[c.text for c in row.cells] for row in annex.rows] == [
        list(PAPER.tables[0].columns),
        *(list(line.cells) for line in PAPER.tables[0].lines),
    ]
    section = document.sections[0]
    assert section.left_margin
    assert round(section.left_margin.mm) == 30
    assert section.different_first_page_header_footer
    body = [p for p in document.paragraphs if p.style and p.style.name == "Văn bản"]
    stays = [p.paragraph_format.keep_with_next for p in body]
    assert stays == [*[None] * (len(body) - 1), True]  # with who signs


def template(*lines: str) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def test_a_template_of_the_office_takes_the_place_of_ours() -> None:
    made = written(PAPER, template("{{ co_quan }} — {{ nguoi_ky }}"))

    assert Document(BytesIO(made)).paragraphs[0].text == (
        "UBND thị xã An Hòa — Phạm Thị Thử"
    )


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Kính gửi {{ ten_sai }}", "không có tên «ten_sai»"),
        ("{{ cac_doan[0].khac.nua }}", "không có tên"),
        ("{% for x in noi_nhan %}{{ x }}", "thiếu endfor"),
        ("{{ co_quan", "."),
        ("{{ co_quan.__class__ }}", "không được phép"),
        ("{{ co_quan.format(1) }}", "không được phép"),
        ("{{ cycler }}", "không có tên «cycler»"),
        ("{% for a in range(9) %}{% endfor %}", "không được phép"),
        ("{% include 'x' %}", "."),
        ("{{ 'a' * 10 ** 9 }}", "quá l"),
    ],
)
def test_a_template_that_asks_for_what_is_not_there_is_refused(
    line: str, why: str
) -> None:
    with pytest.raises(Refused, match=why) as refused:
        written(PAPER, template("Đầu", line))
    said = str(refused.value)
    assert said.startswith(("Mẫu Word", "Văn bản", "Không đọc được"))
    assert said.endswith(".")


def test_a_template_that_never_ends_is_ended(monkeypatch: Any) -> None:
    loops = "{% for a in cac_doan %}" * 6 + "{{ a }}" + "{% endfor %}" * 6
    monkeypatch.setattr("lienmach.base.papers.word.SECONDS", 4)

    with pytest.raises(Refused, match="quá lâu"):
        written(PAPER, template(loops))


def bomb() -> bytes:
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"\0" * (50 << 20))
    return kept.getvalue()


def with_macro() -> bytes:
    kept = BytesIO(default_template())
    with ZipFile(kept, "a") as package:
        package.writestr("word/vbaProject.bin", b"x")
    return kept.getvalue()


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (lambda: b"PK\x03\x04 rac", "không phải văn bản Word"),
        (lambda: b"", "không phải văn bản Word"),
        (lambda: b"x" * (6 << 20), "lớn hơn 5 MB"),
        (bomb, "giải nén ra quá lớn"),
        (with_macro, "macro"),
    ],
)
def test_what_is_no_harmless_word_file_is_refused(given: Any, why: str) -> None:
    with pytest.raises(Refused, match=why):
        written(PAPER, given())
