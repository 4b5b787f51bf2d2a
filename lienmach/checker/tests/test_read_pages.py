"""HTML and PDF: what a page shows, whatever its source looks like."""

import pytest

from lienmach.checker.readers import Limits, Unreadable, read
from lienmach.checker.tests.formats import Page
from lienmach.checker.tests.test_readers import said


def html(body: str) -> bytes:
    return f"<!DOCTYPE html>\n<html><body>{body}</body></html>".encode()


def test_html_knows_the_line_of_every_word() -> None:
    source = read(
        html("<h2>I. KẾ\nHOẠCH</h2>\n<p>Đã có <b>12\nhồ sơ</b>\n   mới.</p>"), "a.html"
    )

    heading, text = source.paragraphs()
    assert (heading.text, heading.level, heading.breaks) == (
        "I. KẾ HOẠCH",
        2,
        ((0, 2), (6, 3)),
    )
    assert text.text == "Đã có 12 hồ sơ mới."
    assert text.line_at(text.text.index("12")) == 4
    assert text.line_at(text.text.index("hồ")) == 5
    assert text.line_at(text.text.index("mới")) == 6
    assert source.lines[4] == "hồ sơ"


def test_html_tables_have_their_merged_cells_empty() -> None:
    source = read(
        html(
            "<table><caption>Phụ lục 2</caption>\n"
            "<tr><th rowspan=2>STT<th colspan='2'>Kết quả\n"
            "<tr><th>Đơn vị<th>Số\n"
            "<tr>\n<td>1.</td><td><i>Hồ sơ</i></td>\n<td>1<sup>2</sup></td></tr>\n"
            "</table>"
        ),
        "a.html",
    )

    assert said(source) == [
        "Phụ lục 2",
        [("STT", "Kết quả", ""), ("", "Đơn vị", "Số"), ("1.", "Hồ sơ", "1²")],
    ]
    (table,) = source.tables()
    assert [row.line for row in table.rows] == [3, 4, 6]


def test_html_shows_only_what_a_browser_shows() -> None:
    source = read(
        html(
            "<title>t</title><script>if (a<b) '</p>'</script><!-- <p>x --><p hidden>y"
            "</p>"
            "<nav>z<nav>z</nav></nav><p>Số &lt; 5 &amp; <del>6</del> 7&nbsp;hồ sơ"
            "<div style='display:none'><div>u</div></div><p>Còn <a title='>'>b</a> < 3"
        ),
        "a.html",
    )

    assert said(source) == ["Số < 5 & 7 hồ sơ", "Còn b < 3"]


def test_html_numbers_its_lists() -> None:
    source = read(
        html("<ol start=3><li>c<li>d</ol><ol type=a><li>e</ol><ul><li>f</ul>"), "a.html"
    )

    numbers = [(p.number, p.text) for p in source.paragraphs()]
    assert numbers == [("3.", "c"), ("4.", "d"), ("a)", "e"), ("-", "f")]


def test_html_in_windows_1258_is_read_as_it_says() -> None:
    page = "<html><meta charset=windows-1258><p>Uỷ ban nhân dân</p>"
    data = page.replace("ỷ", "y\u0309").encode("cp1258")

    assert said(read(data, "a.html")) == ["Uỷ ban nhân dân"]


def pdf(page: Page) -> list[str | list[tuple[str, ...]]]:
    return said(read(page.file(), "a.pdf"))


def test_pdf_lines_make_paragraphs_across_pages() -> None:
    page = Page()
    lines = (
        (84, "Trong quý, Ủy ban nhân dân huyện đã chỉ đạo các xã và Văn phòng"),
        (60, "Hội đồng nhân dân rà soát. Theo đó, đã tiếp nhận 1.118 hồ sơ của"),
        (60, "các tổ chức và công dân theo Kế hoạch số 137/KH-"),
    )
    for x, text in lines:
        page.write(x, text)
        page.down(18)
    page.write(290, "1")
    page.turn()
    page.write(290, "2")
    page.down(30)
    page.write(60, "UBND ngày 12/01/2024 của huyện, còn lại 243 hồ sơ. Các xã đã")
    page.down(18)
    page.write(60, "báo cáo.")
    page.down(18)
    page.write(84, "Đoạn sau.")

    first, second = pdf(page)
    assert "Văn phòng Hội đồng nhân dân rà soát. Theo đó" in first
    assert "1.118 hồ sơ của các tổ chức" in first
    assert "137/KH-UBND ngày 12/01/2024" in first
    assert str(first).endswith("Các xã đã báo cáo.")
    assert second == "Đoạn sau."


def test_pdf_marks_raised_digits() -> None:
    page = Page()
    page.write(60, "Trụ sở rộng 85 m")
    page.y += 5
    page.write(60 + 16 * 12 * 0.48, "2", 7)
    page.y -= 5
    page.write(60 + 17 * 12 * 0.48, " đất.")

    assert pdf(page) == ["Trụ sở rộng 85 m² đất."]


def test_pdf_takes_no_figure_without_a_tail_for_a_raised_one() -> None:
    """A word processor gives a digit a box that ends at the line, not below it."""
    page = Page()
    page.write(60, "Quyển sổ số")
    page.y += 1.5
    page.write(60 + 12 * 12 * 0.48, "12", 10)
    page.y -= 1.5

    assert pdf(page) == ["Quyển sổ số 12"]


def test_pdf_does_not_take_the_figure_at_the_end_of_a_sentence_for_a_heading() -> None:
    page = Page()
    for x, text in (
        (84, "Trong quý, Ủy ban nhân dân huyện đã giải quyết các hồ sơ trễ hạn là"),
        (60, "67. Trong đó, riêng hồ sơ thuộc lĩnh vực đất đai giải quyết trễ hạn là"),
        (60, "12."),
        (84, "2. Kết quả kiểm tra"),
        (84, "Đã kiểm tra 5 xã."),
    ):
        page.write(x, text)
        page.down(18)

    texts = pdf(page)
    assert len(texts) == 3
    assert str(texts[0]).endswith("trễ hạn là 12.")
    assert texts[1:] == ["2. Kết quả kiểm tra", "Đã kiểm tra 5 xã."]


def test_pdf_keeps_the_spaces_behind_wide_letters() -> None:
    """Where a font is not in the file, letters may reach over the space behind."""
    page = Page()
    page.write(60, "NHIỆM VỤ CỦA GIÁM ĐỐC")

    assert pdf(page) == ["NHIỆM VỤ CỦA GIÁM ĐỐC"]


def test_pdf_letters_of_another_font_are_put_where_they_are_seen() -> None:
    """A program prints those that its font lacks behind the line that they stand in."""
    page = Page()
    page.write(60, "Th\0c hi\0n xong ")
    page.write(60, "\0\0ự\0\0\0\0ệ")

    assert pdf(page) == ["Thực hiện xong"]


def test_pdf_double_rules_make_no_column() -> None:
    page = Page()
    for y in (700, 680, 660):
        page.line(60, y, 360, y)
    for x in (60, 120, 121.6, 123.2, 360):
        page.line(x, 700, x, 660)
    for x, y, text in (
        *((65, 685, "1."), (128, 685, "Hồ sơ")),
        *((65, 665, "2."), (128, 665, "Văn bản")),
    ):
        page.y = y
        page.write(x, text)

    assert pdf(page) == [[("1.", "Hồ sơ"), ("2.", "Văn bản")]]


HEAD = ("STT", "Chỉ tiêu", "Đơn vị", "Số liệu", "Ghi chú")


def test_pdf_tables_go_on_over_pages_without_the_repeated_head() -> None:
    page = Page()
    rows = ("1.", "Hồ sơ", "Hồ sơ", "12", ""), ("2.", "Văn bản", "", "3", "")
    page.table((HEAD, *rows))
    page.write(290, "1")
    page.turn()
    page.write(290, "2")
    page.down(30)
    page.table((HEAD, ("3.", "Cuộc họp", "Cuộc", "4", "")))

    (table,) = pdf(page)
    assert [row[0] for row in table] == ["STT", "1.", "2.", "3."]


def test_pdf_cells_wrap_and_merge() -> None:
    page = Page()
    for y in (700, 660, 620):
        page.line(60, y, 360, y)
    page.line(60, 700, 60, 620)
    page.line(200, 660, 200, 620)
    page.line(360, 700, 360, 620)
    for x, y, text in (
        (65, 685, "Kết quả chung của"),
        (65, 670, "cả năm"),
        (65, 645, "Số hồ sơ 12/KH-"),
        (65, 630, "UBND"),
        (205, 640, "1.118"),
    ):
        page.y = y
        page.write(x, text)

    assert pdf(page) == [
        [("Kết quả chung của cả năm", ""), ("Số hồ sơ 12/KH-UBND", "1.118")]
    ]


def test_pdf_columns_without_rules_are_a_table() -> None:
    page = Page()
    for cells in (
        ("STT", "Chỉ tiêu", "Số liệu"),
        ("1.", "Số hồ sơ", "12"),
        ("2.", "Số văn bản", "3"),
        ("", "đã ban hành", ""),
    ):
        for x, text in zip((60, 140, 400), cells, strict=True):
            if text:
                page.write(x, text)
        page.down(18)

    assert pdf(page) == [
        [
            ("STT", "Chỉ tiêu", "Số liệu"),
            ("1.", "Số hồ sơ", "12"),
            ("2.", "Số văn bản đã ban hành", "3"),
        ]
    ]


def test_pdf_letterhead_is_read_column_by_column() -> None:
    page = Page()
    for left, right in (
        ("UBND HUYỆN AN LẠC", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("PHÒNG NỘI VỤ", "Độc lập - Tự do - Hạnh phúc"),
        ("Số: 27/BC-PNV", "An Lạc, ngày 9 tháng 4 năm 2024"),
    ):
        page.write(60, left)
        page.write(280, right)
        page.down(18)
    page.down(20)
    page.write(220, "BÁO CÁO")

    assert pdf(page) == [
        "UBND HUYỆN AN LẠC",
        "PHÒNG NỘI VỤ",
        "Số: 27/BC-PNV",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "An Lạc, ngày 9 tháng 4 năm 2024",
        "BÁO CÁO",
    ]


def test_pdf_pages_that_lie_on_their_side_are_read_as_they_are_seen() -> None:
    page = Page()
    for x, y, text in ((60, 500, "Tổng số 1.118 hồ sơ"), (60, 482, "đã tiếp nhận.")):
        page.y = y
        page.write(x, text)
        upright = f"1 0 0 1 {x} {y} Tm"
        turned = f"0 1 -1 0 {595 - y} {x} Tm"
        page.pages[-1][-1] = page.pages[-1][-1].replace(upright, turned)
    data = page.file().replace(b"/MediaBox", b"/Rotate 90 /MediaBox")

    assert said(read(data, "a.pdf")) == ["Tổng số 1.118 hồ sơ đã tiếp nhận."]


def test_pdf_paragraphs_on_a_page_of_first_lines_stay_apart() -> None:
    page = Page()
    for _ in range(4):
        page.write(84, "Trong quý, Ủy ban nhân dân huyện đã chỉ đạo các xã và phòng,")
        page.down(18)
        page.write(60, "ban thực hiện kế hoạch.")
        page.down(18)
    page.turn()
    for n in range(5):
        page.write(84, f"Đã kiểm tra {n} xã theo kế hoạch.")
        page.down(18)

    assert len(pdf(page)) == 9


def test_pdf_names_the_pages_without_text() -> None:
    page = Page()
    page.write(60, "Một")
    page.turn()
    page.turn()
    page.write(60, "Ba")

    (note,) = read(page.file(), "a.pdf").notes
    assert note.startswith("Trang 2 không có chữ")


def test_pdf_is_given_up_when_it_takes_too_long() -> None:
    page = Page()
    page.write(60, "Một")

    with pytest.raises(Unreadable, match=r"không đọc xong trong 0\.001 giây"):
        read(page.file(), "a.pdf", limits=Limits(seconds=0.001))
