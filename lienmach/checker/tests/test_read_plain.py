"""Plain text and Markdown: what was cut is joined, what stands alone stays so."""

from unicodedata import normalize

import pytest

from lienmach.checker.readers import Unreadable, read
from lienmach.checker.source import Source, Table


def txt(text: str, encoding: str = "utf-8") -> Source:
    return read(text.encode(encoding), "a.txt")


def texts(text: str, name: str = "a.txt") -> list[str]:
    return [p.text for p in read(text.encode(), name).paragraphs()]


def rows(text: str, name: str = "a.txt") -> list[list[tuple[str, ...]]]:
    source = read(text.encode(), name)
    return [[row.cells for row in table.rows] for table in source.tables()]


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        (
            "đã ban hành Kế hoạch số 12/KH-\n\nUBND ngày 3/4/2024.",
            "đã ban hành Kế hoạch số 12/KH-UBND ngày 3/4/2024.",
        ),
        (
            "Thông tư liên tịch số 01/TTLT-\nBNV-BTC của hai bộ",
            "Thông tư liên tịch số 01/TTLT-BNV-BTC của hai bộ",
        ),
        ("theo Nghị quyết số 18-\nNQ/TW ngày 25/10/2017", "18-NQ/TW"),
        ("theo Công văn số 12/\nUBND-VP của huyện", "12/UBND-VP"),
        ("theo Quyết định số 12/QĐ\n-UBND của huyện", "12/QĐ-UBND"),
        ("ban hành ngày 12/\n3/2024 của huyện", "12/3/2024"),
        ("ban hành ngày 12\ntháng 3 năm 2024.", "ngày 12 tháng 3 năm 2024."),
        ("ban hành ngày 12 tháng 3 năm\n2024.", "ngày 12 tháng 3 năm 2024."),
        ("Kế hoạch số\n15/KH-UBND của huyện", "Kế hoạch số 15/KH-UBND của huyện"),
        ("giai đoạn 2021\n- 2025 của huyện", "2021- 2025"),
        ("thuộc thẩm quyền của\n\nỦy ban nhân dân huyện.", "của Ủy ban nhân dân"),
        ("nâng cao hiệu quả,\n\nhiệu lực quản lý.", "hiệu quả, hiệu lực quản lý."),
        ("công tác quản lý thi hành\n\n\n2\n\n\npháp luật.", "thi hành pháp luật."),
        ("công tác quản lý thi hành\n\n- 2 -\n\npháp luật.", "thi hành pháp luật."),
        ("Hồ sơ trong\ntháng 12/2023 là 5 hồ sơ", "trong tháng 12/2023 là"),
    ],
)
def test_what_a_line_end_cut_is_joined(cut: str, whole: str) -> None:
    found = texts(cut)

    assert len(found) == 1
    assert whole in found[0]


@pytest.mark.parametrize(
    "text",
    [
        "Tổng số 12 hồ sơ.\ntrong đó có 3 hồ sơ",
        "I. CÔNG TÁC CHỈ ĐẠO\n1. Kế hoạch",
        "1. Kế hoạch năm 2024\nỦy ban nhân dân huyện đã ban hành kế hoạch.",
        "Các đơn vị gồm\n- Phòng Nội vụ\n- phòng Tư pháp",
        "Kết quả như sau\na) công tác tuyên truyền\nb) công tác kiểm tra",
        "BÁO CÁO\nvề công tác cải cách hành chính",
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
        "Xin trân trọng cảm ơn,\nTM. ỦY BAN NHÂN DÂN",
        "của Ủy ban nhân dân huyện\nNơi nhận:",
        "kèm theo Báo cáo này\nPhụ lục 2",
        "Đã tiếp nhận 12 hồ sơ\n1.1. Kết quả",
        "Đơn vị đã ban hành\nII. KẾT QUẢ",
        "- Tổng số đơn vị\n+ Công chức: 5",
        "và các đơn vị\nĐiều 5. Tổ chức thực hiện",
    ],
)
def test_headings_items_and_signatures_stay_alone(text: str) -> None:
    assert texts(text) == text.split("\n")


def test_offsets_lead_back_to_the_lines() -> None:
    (found,) = txt("ban hành Kế hoạch số 12/KH-\n\nUBND ngày 3/4/2024.").paragraphs()

    assert found.line == 1
    assert found.line_at(found.text.index("12/KH")) == 1
    assert found.line_at(found.text.index("UBND")) == 3


def test_a_text_wrapped_at_a_width_is_joined_and_indents_begin_paragraphs() -> None:
    text = (
        "    Ủy ban nhân dân huyện đã chỉ đạo các phòng, ban và Ủy ban nhân dân\n"
        "các xã thực hiện nghiêm túc kế hoạch. Kết quả trong quý đã giải quyết được\n"
        "1.118 hồ sơ, còn lại 12 hồ sơ đang trong thời hạn do Phòng Tài nguyên và\n"
        "Môi trường giải quyết.\n"
        "    Trong quý tới, Ủy ban nhân dân huyện tiếp tục chỉ đạo các phòng, ban.\n"
        "Các xã báo cáo trước ngày 15 hằng tháng.\n"
    )
    found = texts(text)

    assert len(found) == 2
    assert "được 1.118 hồ sơ" in found[0]
    assert found[1].endswith(
        "chỉ đạo các phòng, ban. Các xã báo cáo trước ngày 15 hằng tháng."
    )


def test_a_heading_as_long_as_the_lines_stays_alone() -> None:
    text = (
        "1. Kết quả thực hiện công tác cải cách thủ tục hành chính trên địa bàn\n"
        "Ủy ban nhân dân huyện đã chỉ đạo các phòng, ban và Ủy ban nhân dân các\n"
        "xã thực hiện nghiêm túc kế hoạch. Kết quả trong quý đã giải quyết được\n"
        "1.118 hồ sơ, còn lại 12 hồ sơ đang trong thời hạn giải quyết theo luật.\n"
    )

    assert len(texts(text)) == 2


def test_letters_are_composed_and_odd_spaces_are_plain() -> None:
    text = (
        normalize("NFD", "Ủy ban")
        + "\u00a0nhân\u200b dân\u00ad\u2009huyện 2021\u20112025"
    )

    assert texts(text) == ["Ủy ban nhân dân huyện 2021-2025"]


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("là **1.304** biên chế", "là 1.304 biên chế"),
        ("__Tổng số__ là 5", "Tổng số là 5"),
        ("<i>Số hồ sơ</i> &amp; <b>văn bản</b>&nbsp;mới", "Số hồ sơ & văn bản mới"),
        ("diện tích 85 m<sup>2</sup>", "diện tích 85 m²"),
        ("có 38<sup>1</sup> hồ sơ", "có 38¹ hồ sơ"),
        ("Phòng VHTT&TT", "Phòng VHTT&TT"),
        ("nếu a < b và b > c", "nếu a < b và b > c"),
        ("Ghi chú (**) xem sau", "Ghi chú (**) xem sau"),
        ("Số:      /BC-UBND", "Số: /BC-UBND"),
        ("Số: ........./BC-UBND", "Số: ........./BC-UBND"),
    ],
)
def test_remnants_of_markup_are_removed(raw: str, plain: str) -> None:
    assert texts(raw) == [plain]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_encodings_of_unicode_are_told_apart(encoding: str) -> None:
    text = "Ủy ban nhân dân huyện báo cáo 12 hồ sơ."

    assert [p.text for p in txt(text, encoding).paragraphs()] == [text]


def test_windows_1258_is_read() -> None:
    text = "Uy ban nhân dân huyên báo cáo kêt qua cua các xã trong tinh"
    marked = normalize("NFC", "Uỷ ban nhân dân báo cáo kết quả của các xã trong tỉnh")
    data = _windows_1258(marked)

    source = read(data, "a.txt")

    assert [p.text for p in source.paragraphs()] == [marked]
    assert source.notes == ("Bảng mã: Windows-1258.",)
    assert texts(text) == [text]


def _windows_1258(text: str) -> bytes:
    """Write tone marks apart, as this code page has them."""
    out = bytearray()
    for letter in text:
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            tone = normalize("NFD", letter)[-1]
            base = normalize(
                "NFC", "".join(c for c in normalize("NFD", letter) if c != tone)
            )
            out += (base + tone).encode("cp1258")
    return bytes(out)


@pytest.mark.parametrize(
    ("text", "font"),
    [
        (
            "ñy ban nh©n d©n huyÖn c«ng bè kÕ ho¹ch c¶i c\xb8ch hµnh chÝnh n¨m 2005",
            "TCVN3",
        ),
        (
            "uûy ban nhaân daân huyeän baùo caùo coâng taùc caûi caùch haønh chính",
            "VNI",
        ),
    ],
)
def test_fonts_before_unicode_are_named(text: str, font: str) -> None:
    for data in (text.encode("latin-1"), text.encode()):
        with pytest.raises(Unreadable, match=font):
            read(data, "a.txt")


def test_one_broken_letter_does_not_refuse_a_text() -> None:
    data = "Ủy ban nhân dân huyện đã ban hành 12 văn bản. ".encode() * 5 + b"\xe1\xba"

    source = read(data, "a.txt")

    assert source.notes == ("Có 1 chữ hỏng (không đúng bảng mã UTF-8).",)


HEAD = "STT\tChỉ tiêu\tĐơn vị\tSố liệu\tGhi chú"


def test_a_table_of_tabs_may_have_empty_lines_in_it() -> None:
    found = rows(f"{HEAD}\n1.\tHồ sơ\tHồ sơ\t12\t\n\n2.\tVăn bản\tVăn bản\t3\t\n")

    assert len(found) == 1
    assert [row[0] for row in found[0]] == ["STT", "1.", "2."]


def test_cells_that_wrap_are_put_together() -> None:
    found = rows(
        f"{HEAD}\n1.\tSố hồ sơ đã được tiếp nhận của\nỦy ban nhân dân xã\tHồ sơ\t12\t\n"
        "2.\tSố văn bản\tVăn bản\t3\tlũy kế từ đầu\nnăm 2024\n3.\tCuối\tCái\t1\t\n"
    )

    assert found == [
        [
            ("STT", "Chỉ tiêu", "Đơn vị", "Số liệu", "Ghi chú"),
            (
                "1.",
                "Số hồ sơ đã được tiếp nhận của Ủy ban nhân dân xã",
                "Hồ sơ",
                "12",
                "",
            ),
            ("2.", "Số văn bản", "Văn bản", "3", "lũy kế từ đầu năm 2024"),
            ("3.", "Cuối", "Cái", "1", ""),
        ]
    ]


def test_two_annexes_are_two_tables() -> None:
    found = rows(f"{HEAD}\n1.\tA\tB\t2\t\n\n{HEAD}\n1.\tC\tD\t3\t\n")
    parted = rows(f"{HEAD}\n1.\tA\tB\t2\t\nPhụ lục 3\n{HEAD}\n1.\tC\tD\t3\t\n")

    assert len(found) == len(parted) == 2


def test_a_tab_behind_a_number_is_no_table() -> None:
    assert texts("1.\tKế hoạch\n2.\tKiểm tra") == ["1. Kế hoạch", "2. Kiểm tra"]


def test_a_letterhead_in_columns_is_read_column_by_column() -> None:
    found = texts(
        "UBND HUYỆN AN LẠC\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "Số: 27/BC-UBND\tAn Lạc, ngày 9 tháng 4 năm 2024\n"
    )

    assert found == [
        "UBND HUYỆN AN LẠC",
        "Số: 27/BC-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "An Lạc, ngày 9 tháng 4 năm 2024",
    ]


def test_columns_of_spaces_are_read_one_after_the_other() -> None:
    found = texts(
        "   UBND HUYỆN AN LẠC             CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "     PHÒNG NỘI VỤ                  Độc lập - Tự do - Hạnh phúc\n"
        "    Số: 27/BC-PNV               An Lạc, ngày 9 tháng 4 năm 2024\n"
        "                          BÁO CÁO\n"
        "        Công tác cải cách hành chính quý I năm 2024\n"
        "Nơi nhận:                       TM. ỦY BAN NHÂN DÂN\n"
        "- Như trên;                          CHỦ TỊCH\n"
        "- Lưu: VT.\n"
        "                                   Nguyễn Văn An\n"
    )

    assert found == [
        "UBND HUYỆN AN LẠC",
        "PHÒNG NỘI VỤ",
        "Số: 27/BC-PNV",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "An Lạc, ngày 9 tháng 4 năm 2024",
        "BÁO CÁO",
        "Công tác cải cách hành chính quý I năm 2024",
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "Nguyễn Văn An",
    ]


def test_form_feeds_count_pages_and_no_lines() -> None:
    source = txt("Trang một.\n\f2\nTrang hai.\r\nHết.\rThôi.")

    pages = [(p.text, p.line, p.page) for p in source.paragraphs()]
    assert pages == [
        ("Trang một.", 1, 1),
        ("Trang hai.", 3, 2),
        ("Hết.", 4, 2),
        ("Thôi.", 5, 2),
    ]


def test_markdown_has_headings_tables_and_emphasis() -> None:
    source = read(
        (
            "# BÁO CÁO\n\nKết quả\n=====\n\n## 1\\. Kế *hoạch* năm\n\n"
            "Xem [Kế hoạch](https://vi.example/a_b) số _12_ và file_name_a.\n\n"
            "- Một\n- Hai\n\n> Trích\n\n---\n\n"
            "| TT | Số |\n|:--|--:|\n| 1 | **12** |\n| 2 | a \\| b |\n\nHết"
        ).encode(),
        "a.md",
    )

    assert [(p.text, p.level, p.line) for p in source.paragraphs()] == [
        ("BÁO CÁO", 1, 1),
        ("Kết quả", 1, 3),
        ("1. Kế hoạch năm", 2, 6),
        ("Xem Kế hoạch số 12 và file_name_a.", 0, 8),
        ("- Một", 0, 10),
        ("- Hai", 0, 11),
        ("Trích", 0, 13),
        ("Hết", 0, 22),
    ]
    (table,) = source.tables()
    assert [row.cells for row in table.rows] == [
        ("TT", "Số"),
        ("1", "12"),
        ("2", "a | b"),
    ]
    assert [row.line for row in table.rows] == [17, 19, 20]
    assert isinstance(source.blocks[-2], Table)
