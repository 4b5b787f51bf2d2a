from datetime import date
from pathlib import Path

import pytest

from lienmach.checker.readers import read
from lienmach.checker.report import Identity, Section
from lienmach.checker.source import Paragraph, Source, Table, TableRow
from lienmach.checker.structure import identify, numbered, sections
from lienmach.checker.structure.headings import read_code
from lienmach.checker.text.periods import Period, period_of


def said(text: str) -> Identity:
    return identify(read(text.encode(), "mau.txt"))


def outline(text: str) -> list[tuple[str, str, str | None]]:
    """Return code and title of each heading, and the code of the one above it."""
    found = sections(numbered(read(text.encode(), "mau.txt")))

    def above(section: Section) -> str | None:
        return None if section.parent is None else found[section.parent].code

    return [(section.code, section.title, above(section)) for section in found]


REPORT = """ỦY BAN NHÂN DÂN
THỊ XÃ HÒA AN
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số:215/BC-UBND

Hòa An, ngày 13 tháng 3 năm 2023

BÁO CÁO

Kết quả công tác cải cách hành chính
quý I năm 2023

Thực hiện Quyết định số 12/QĐ-UBND ngày 05/01/2023, UBND thị xã báo cáo như sau:

I. KẾT QUẢ

Nơi nhận:

- UBND tỉnh; (để b/c)
- Sở Nội vụ;
- Lưu: VT, NV.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Trần Văn Hòa
"""


def test_a_report_says_who_it_is() -> None:
    assert said(REPORT) == Identity(
        number="215/BC-UBND",
        type="Báo cáo",
        title="Kết quả công tác cải cách hành chính quý I năm 2023",
        issuer="ỦY BAN NHÂN DÂN THỊ XÃ HÒA AN",
        place="Hòa An",
        date=date(2023, 3, 13),
        date_raw="13 tháng 3 năm 2023",
        line=6,
        period=Period(date(2023, 1, 1), date(2023, 3, 31), "quý I năm 2023", 12),
        signer="Trần Văn Hòa",
        recipients=("UBND tỉnh", "Sở Nội vụ", "Lưu: VT, NV"),
    )


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Số:496/BC-UBND", "496/BC-UBND"),
        ("Số: 12 /BC-UBND", "12/BC-UBND"),
        ("Số      12/BC-UBND", "12/BC-UBND"),
        ("SỐ: 12/BC-P.NV", "12/BC-P.NV"),
        ("Số 05-BC/ĐU", "05-BC/ĐU"),
        ("Số:      /BC-UBND", None),
        ("Số: ...../BC-UBND", None),
    ],
)
def test_the_own_number_is_read_as_it_is_typed(line: str, number: str | None) -> None:
    found = said(f"{line}\nHòa An, ngày 05 tháng 01 năm 2023\nBÁO CÁO\nCông tác quý I")
    assert (found.number, found.type) == (number, "Báo cáo")
    assert found.date == date(2023, 1, 5)


def test_two_columns_read_as_one_line_are_told_apart() -> None:
    found = said(
        "UBND THỊ XÃ HÒA AN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "Số: 215/BC-UBND Hòa An, ngày 13 tháng 3 năm 2023\nBÁO CÁO\nCông tác quý I"
    )
    assert found.number == "215/BC-UBND"
    assert found.issuer == "UBND THỊ XÃ HÒA AN"
    assert (found.place, found.date) == ("Hòa An", date(2023, 3, 13))


def test_a_heading_in_a_table_without_lines_is_read() -> None:
    rows = (
        TableRow(("UBND TỈNH HÒA AN\nSỞ NỘI VỤ\nSố: 7/BC-SNV", "CỘNG HÒA XÃ HỘI"), 1),
        TableRow(("", "Hòa An, ngày 05 tháng 01 năm 2023"), 2),
    )
    title = Paragraph("BÁO CÁO KẾT QUẢ CÔNG TÁC NĂM 2022", ((0, 3),))
    found = identify(Source("mau", (Table(rows), title)))
    assert (found.number, found.issuer) == ("7/BC-SNV", "SỞ NỘI VỤ")
    assert found.date == date(2023, 1, 5)
    assert found.title == "KẾT QUẢ CÔNG TÁC NĂM 2022"
    assert found.period is not None
    assert (found.period.start, found.period.end) == (
        date(2022, 1, 1),
        date(2022, 12, 31),
    )


def test_the_stamp_of_an_incoming_book_is_not_the_own_number() -> None:
    found = said(
        "SỞ NỘI VỤ TỈNH HÒA AN\nSố: 10043\nĐẾN Ngày 18.11.16\nBÁO CÁO\n"
        "Công tác năm 2016\nThực hiện Công văn số 15/SNV-CCHC ngày 07/11/2016;\n"
        "Ủy ban nhân dân huyện Hòa Bắc báo cáo kết quả như sau:"
    )
    assert found.number is None
    assert found.date is None
    assert found.issuer == "Ủy ban nhân dân huyện Hòa Bắc"


def test_an_article_is_dated_by_the_day_it_was_put_up() -> None:
    found = said("Hòa An đẩy mạnh cải cách\nCập nhật lúc: 10:48 07/11/2017\nSáng nay,")
    assert (found.date, found.number, found.type) == (date(2017, 11, 7), None, None)


def test_a_text_that_says_nothing_of_itself_has_an_empty_identity() -> None:
    assert said("Tỷ lệ hồ sơ đúng hạn đạt 95,9%.") == Identity()
    assert identify(Source("mau", ())) == Identity()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("quý I năm 2023", date(2023, 1, 1), date(2023, 3, 31)),
        ("QUÝ IV/2022", date(2022, 10, 1), date(2022, 12, 31)),
        ("6 tháng đầu năm 2023", date(2023, 1, 1), date(2023, 6, 30)),
        ("06 tháng cuối năm 2023", date(2023, 7, 1), date(2023, 12, 31)),
        ("9 tháng năm 2023", date(2023, 1, 1), date(2023, 9, 30)),
        ("tháng 02 năm 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("công tác năm 2016", date(2016, 1, 1), date(2016, 12, 31)),
        (
            "từ ngày 15/12/2022 đến ngày 14/3/2023",
            date(2022, 12, 15),
            date(2023, 3, 14),
        ),
    ],
)
def test_a_reporting_period_is_read(text: str, first: date, last: date) -> None:
    found = period_of(f"Kết quả {text}", 7)
    assert found is not None
    assert (found.start, found.end, found.line) == (first, last, 7)


def test_headings_stand_under_one_another() -> None:
    assert outline(
        "Phần thứ nhất\nI. KẾT QUẢ\n1. Cải cách thể chế\n1.1. Xây dựng văn bản\n"
        "a) Kiểm tra\nb) Rà soát\n2. Cải cách thủ tục hành chính\nII. NHIỆM VỤ\n"
        "Phụ lục 2\nBIỂU MẪU"
    ) == [
        ("Phần thứ nhất", "", None),
        ("I.", "KẾT QUẢ", "Phần thứ nhất"),
        ("1.", "Cải cách thể chế", "I."),
        ("1.1.", "Xây dựng văn bản", "1."),
        ("a)", "Kiểm tra", "1.1."),
        ("b)", "Rà soát", "1.1."),
        ("2.", "Cải cách thủ tục hành chính", "I."),
        ("II.", "NHIỆM VỤ", "Phần thứ nhất"),
        ("Phụ lục 2", "", None),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "1. Tiếp tục đẩy mạnh công tác tuyên truyền trên địa bàn.",
        "- Một số địa phương chưa quan tâm đúng mức",
        "2.206 cuộc tuyên truyền với nhiều người tham dự",
        "15 tin bài trên Trang thông tin điện tử",
        "Phụ lục 2 kèm theo kế hoạch này nêu rõ từng nhiệm vụ, từng đơn vị phải làm "
        "trong năm",
        "V/v báo cáo kết quả",
        "9.5 % hồ sơ nộp trực tuyến",
    ],
)
def test_a_sentence_of_a_list_is_no_heading(line: str) -> None:
    assert outline(line) == []


def test_a_list_number_that_the_file_makes_counts_as_printed() -> None:
    block = Paragraph("KẾT QUẢ THỰC HIỆN", ((0, 3),), number="II.")
    [found] = sections(numbered(Source("mau", (block,))))
    assert (found.code, found.title, found.line) == ("II.", "KẾT QUẢ THỰC HIỆN", 3)


@pytest.mark.parametrize("code", ["IIII.", "VX.", "0.", "1.0.1", "?"])
def test_what_counts_nothing_is_no_code(code: str) -> None:
    assert read_code(code) is None


@pytest.mark.reports
def test_the_outline_of_a_real_report_is_read(reports: Path) -> None:
    [file] = reports.glob("004_*.txt")
    source = read(file.read_bytes(), file.name)
    found = sections(numbered(source))
    assert [s.code for s in found if s.parent is None] == [
        *("I.", "II.", "III.", "IV."),
        *(f"Phụ lục {n}" for n in range(2, 9)),
    ]
    second = next(n for n, s in enumerate(found) if s.code == "II.")
    assert [s.code for s in found if s.parent == second] == [
        f"{n}." for n in range(1, 7)
    ]
    identity = identify(source)
    assert (identity.number, identity.date) == ("496/BC-UBND", date(2023, 3, 13))
    assert len(identity.recipients) == 8
