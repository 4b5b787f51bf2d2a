import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienmach.checker import citations, structure
from lienmach.checker.citations.symbols import parse
from lienmach.checker.readers import read
from lienmach.checker.report import Citation, Identity
from lienmach.checker.source import Paragraph, Source, Table, TableRow


def cited(text: str) -> tuple[Citation, ...]:
    return citations.find(Source("mau", (Paragraph(text, ((0, 1),)),)), Identity())


def pairs(text: str) -> list[tuple[str, str | None]]:
    return [(c.number, c.date.isoformat() if c.date else None) for c in cited(text)]


@pytest.mark.parametrize(
    "number",
    [
        "1941/QĐ-UBND",
        "45/2016/QĐ-TTg",
        "68/2000/NĐ-CP",
        "80/2015/QH13",
        "1211/2016/UBTVQH13",
        "30c/NQ-CP",
        "19-NQ/TW",
        "05-CT/TU",
        "12-NQ/ĐU",
        "33-KH/ThU",
        "164/UBND-CCHC",
        "836/SNV-TCBM",
        "12/BC-P.NV",
        "12/QĐ-UBND.HC",
        "01/2015/TTLT-BNV-BTC",
        "01/VBHN-VPQH",
        "15/KH-BCĐ389",
        "07/KHLT-CA-VKS",
        "3/TTr-UBND",
        "12/CTr-UBND",
        "66.22/2026/NQ-CP",
        "12/KH-HĐND&UBND",
        "245/UBND",
    ],
)
def test_every_kind_of_symbol_is_read_as_it_is_printed(number: str) -> None:
    assert pairs(f"Theo văn bản số {number} ngày 05/01/2023, đã thực hiện.") == [
        (number, "2023-01-05")
    ]
    known = parse(number)
    assert known is not None
    assert known.number == number


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("137 /TB-UBND", "137/TB-UBND"),
        ("137/TB- UBND", "137/TB-UBND"),
        ("137/TB -\nUBND", "137/TB-UBND"),
        ("1941/QĐ\u2013UBND", "1941/QĐ-UBND"),
        ("1941/QĐ\u2011UBND", "1941/QĐ-UBND"),
        ("1941/QÐ-UBND", "1941/QĐ-UBND"),
        ("01/2015/TTLT- BNV-BTC", "01/2015/TTLT-BNV-BTC"),
        ("43/2006 NĐ-CP", "43/2006/NĐ-CP"),
        ("12/QĐ UBND", "12/QĐ-UBND"),
        ("12/KH.UBND", "12/KH.UBND"),
        ("1941QĐ-UBND", "1941QĐ-UBND"),
        ("12/QĐ/UBND", "12/QĐ/UBND"),
    ],
)
def test_spaces_and_signs_within_a_symbol_are_repaired(
    printed: str, number: str
) -> None:
    [found] = cited(f"Văn bản số {printed} ngày 13/3/2023.")
    assert (found.number, found.raw, found.date) == (number, printed, date(2023, 3, 13))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Nghị quyết số 18, 19-NQ/TW ngày 25/10/2017",
            [("18-NQ/TW", "2017-10-25"), ("19-NQ/TW", "2017-10-25")],
        ),
        (
            "các Kế hoạch số 12, 13 và 14/KH-UBND ngày 12 tháng 01 năm 2023",
            [(f"{n}/KH-UBND", "2023-01-12") for n in (12, 13, 14)],
        ),
        (
            "Kế hoạch số 12/KH-UBND và 13/KH-UBND cùng ngày 12/01/2023",
            [("12/KH-UBND", "2023-01-12"), ("13/KH-UBND", "2023-01-12")],
        ),
        (
            "Kế hoạch số 12/KH-UBND và Kế hoạch số 13/KH-UBND ngày 12/01/2023",
            [("12/KH-UBND", None), ("13/KH-UBND", "2023-01-12")],
        ),
        (
            "Kế hoạch số 94/KH-UBND ngày 12/1/2023 và Kế hoạch số 95/KH-UBND cùng ngày",
            [("94/KH-UBND", "2023-01-12"), ("95/KH-UBND", "2023-01-12")],
        ),
        (
            "Nghị định 61/2018/NĐ-CP, 107/2021/NĐ-CP ngày 06/12/2021 của Chính phủ",
            [("61/2018/NĐ-CP", None), ("107/2021/NĐ-CP", "2021-12-06")],
        ),
        (
            "Ngày 16/3/2016 UBND huyện ban hành Kế hoạch số 15/KH-UBND phát động "
            "thi đua và Kế hoạch số 50/KH-UBND ngày 06/10/2016",
            [("15/KH-UBND", "2016-03-16"), ("50/KH-UBND", "2016-10-06")],
        ),
        (
            "Ngày 12/01/2023, UBND thị xã đã ban hành Kế hoạch số 94/KH-UBND về kiểm "
            "soát TTHC và Kế hoạch số 95/KH-UBND về rà soát TTHC.",
            [("94/KH-UBND", "2023-01-12"), ("95/KH-UBND", "2023-01-12")],
        ),
        (
            "Quyết định ngày 26/12/2022 số 1941/QĐ-UBND",
            [("1941/QĐ-UBND", "2022-12-26")],
        ),
        (
            "Quyết định số 12/QĐ-UBND của UBND tỉnh Hòa An ngày 12/3/2020 về biên chế",
            [("12/QĐ-UBND", "2020-03-12")],
        ),
        (
            "Quyết định số 12/QĐ-UBND được Chủ tịch UBND tỉnh ký ngày 12/3/2020",
            [("12/QĐ-UBND", "2020-03-12")],
        ),
        (
            "Kế hoạch số 12/KH-UBND về kiểm soát thủ tục hành chính ban hành ngày "
            "12/3/2020 đã hoàn thành",
            [("12/KH-UBND", "2020-03-12")],
        ),
        (
            "Công văn số 164/UBND-CCHC ngày 06/02/2023 về việc thực hiện Công văn số "
            "567/UBND-CCHC ngày 19/01/2023 của UBND tỉnh",
            [("164/UBND-CCHC", "2023-02-06"), ("567/UBND-CCHC", "2023-01-19")],
        ),
        ("QUYẾT ĐỊNH SỐ 12/QĐ-UBND NGÀY 12/3/2022", [("12/QĐ-UBND", "2022-03-12")]),
        ("Nghị quyết 30c/NQ-CP (08/11/2011)", [("30c/NQ-CP", "2011-11-08")]),
        ("Quyết định số 12/QĐ-UBND, ngày 05-01-2023", [("12/QĐ-UBND", "2023-01-05")]),
    ],
)
def test_each_document_has_the_date_printed_for_it(
    text: str, expected: list[tuple[str, str | None]]
) -> None:
    assert pairs(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Từ ngày 15/12/2022 đến ngày 10/3/2023, UBND thị xã ban hành Kế hoạch số "
        "15/KH-UBND.",
        "Theo Kế hoạch số 15/KH-UBND, ngày 15/3/2023 UBND thị xã đã tổ chức hội nghị.",
        "Ngày 10/02/2023, UBND thị xã tổ chức hội nghị triển khai Kế hoạch số "
        "15/KH-UBND.",
        "Kế hoạch số 15/KH-UBND tháng 11/2022",
        "Kế hoạch số 15/KH-UBND của UBND tỉnh có hiệu lực từ ngày 01/01/2023",
        "Kế hoạch số 15/KH-UBND về tổ chức hội nghị ngày 15/3/2023",
        "Kế hoạch số 15/KH-UBND năm 2023; báo cáo trước ngày 15/3/2023",
    ],
)
def test_a_date_of_something_else_is_not_that_of_the_document(text: str) -> None:
    assert pairs(text) == [("15/KH-UBND", None)]


@pytest.mark.parametrize(
    "text",
    [
        "Trang thông tin điện tử 09/09 xã, 46/48 nhiệm vụ, hỗ trợ 24/7.",
        "Tiêu chuẩn TCVN ISO 9001:2015; Đề án 06; Đề án 06/CP; Nghị định 68.",
        "Hợp đồng số 12/2023/HĐ-XD ngày 05/01/2023; hợp đồng số 15/HĐLĐ.",
        "Điện thoại 0234.3557123; số nhà 12/3A đường Hòa Bình; kiệt 45/AB.",
        "Mẫu số 02/CCHC, Biểu số 06a/VPCP-KSTT, mẫu số 04/ĐK ban hành kèm theo.",
        "Thửa đất số 12/TBĐ-05, tờ bản đồ số 7; biển số 75A-123.45.",
        "Tháng 4/2017 UBND thị xã; năm 2022/2023; 1.118 hồ sơ/tháng; 5/6 UBND xã.",
        "Luật Cán bộ, công chức năm 2008; Nghị quyết Đại hội lần thứ XIII.",
        "Giải ngân 12.500.000 đồng/QĐ; đạt 45,8/100 điểm; 3 cán bộ/UBND xã.",
    ],
)
def test_what_only_looks_like_a_symbol_is_left_alone(text: str) -> None:
    assert pairs(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "issuer", "subject"),
    [
        (
            "Quyết định số 1941/QĐ-UBND ngày 26/12/2022 của UBND thị xã Hòa An về việc "
            "ban hành Kế hoạch năm 2023, trong đó quy định rõ.",
            "Quyết định",
            "UBND thị xã Hòa An",
            "về việc ban hành Kế hoạch năm 2023",
        ),
        (
            "UBND thị xã đã ban hành kế hoạch số 12/KH-UBND ngày 05/01/2023 rà soát "
            "văn bản; đã hoàn thành.",
            "Kế hoạch",
            "UBND thị xã",
            "rà soát văn bản",
        ),
        (
            "Thông tư số 05/2013/TT-BNV ngày 25/6/2013 của Bộ Khoa học và Công nghệ, "
            "Bộ Tài chính hướng dẫn vị trí việc làm.",
            "Thông tư",
            "Bộ Khoa học và Công nghệ, Bộ Tài chính",
            "hướng dẫn vị trí việc làm",
        ),
        (
            "Tổ công tác số 1272/QĐ-UBND của thị xã đã kiểm tra.",
            "Quyết định",
            "thị xã",
            None,
        ),
        (
            "Thông báo Kết luận số 7/TB-UBND ngày 05/01/2023 (có phụ lục kèm theo).",
            "Thông báo",
            None,
            None,
        ),
    ],
)
def test_type_issuer_and_subject_end_where_their_phrase_ends(
    text: str, kind: str, issuer: str | None, subject: str | None
) -> None:
    [found] = cited(text)
    assert (found.type, found.issuer, found.subject) == (kind, issuer, subject)


def test_a_list_of_documents_has_its_days_in_a_column_of_their_own() -> None:
    rows = (
        TableRow(("STT", "Số, ký hiệu", "Ngày ban hành", "Trích yếu"), 4),
        TableRow(("1", "12/KH-UBND", "05/01/2023", "Kiểm tra công vụ"), 5),
        TableRow(("2", "34/KH-UBND", "", "Theo Công văn số 5/SNV-CCHC"), 6),
    )
    found = citations.find(Source("mau", (Table(rows),)), Identity())
    assert [(c.number, c.date, c.line) for c in found] == [
        ("12/KH-UBND", date(2023, 1, 5), 5),
        ("34/KH-UBND", None, 6),
        ("5/SNV-CCHC", None, 6),
    ]


def test_a_day_that_is_none_is_kept_as_printed() -> None:
    [found] = cited("Kế hoạch số 12/KH-UBND ngày 31/11/2022 của UBND thị xã")
    assert (found.date, found.date_raw) == (None, "31/11/2022")


def test_the_own_number_is_marked_wherever_it_stands() -> None:
    text = (
        "UBND XÃ HÒA AN\nSố:215/BC-UBND\nHòa An, ngày 13 tháng 3 năm 2023\nBÁO CÁO\n"
        "Công tác quý I năm 2023\nTheo Kế hoạch số 12/KH-UBND ngày 05/01/2023.\n"
        "(Kèm theo Báo cáo số: 215/BC-UBND ngày 13 /3/2023 của UBND xã)"
    )
    source = read(text.encode(), "mau.txt")
    found = citations.find(source, structure.identify(source))
    assert [(c.number, c.is_self, c.date) for c in found] == [
        ("215/BC-UBND", True, date(2023, 3, 13)),
        ("12/KH-UBND", False, date(2023, 1, 5)),
        ("215/BC-UBND", True, date(2023, 3, 13)),
    ]
    assert found[0].subject == "Công tác quý I năm 2023"


TYPES = {
    "Quyết định": "QĐ",
    "Kế hoạch": "KH",
    "Báo cáo": "BC",
    "Thông báo": "TB",
    "Chỉ thị": "CT",
    "Tờ trình": "TTr",
}
SAYINGS = [
    "{type} số {number} ngày {day}",
    "{type} {number}, ngày {day}",
    "{type} số: {number} (ngày {day}) của UBND tỉnh về việc kiểm tra",
    "Ngày {day}, UBND thị xã ban hành {type} số {number} về công tác cải cách",
    "{type} số {number} của Chủ tịch UBND huyện ký ngày {day}",
    "theo quy định tại {type} số {number} ban hành ngày {day}, các đơn vị đã thực hiện",
]
DAYS = ["{0.day}/{0.month}/{0.year}", "{0.day:02} tháng {0.month:02} năm {0.year}"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(TYPES)),
            st.integers(1, 9999),
            st.sampled_from(["UBND", "HĐND", "SNV", "P.NV", "BCĐ"]),
            st.dates(date(2001, 1, 1), date(2029, 12, 31)),
            st.sampled_from(SAYINGS),
            st.sampled_from(DAYS),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_what_is_printed_in_many_forms_is_found_back(
    documents: list[tuple[str, int, str, date, str, str]],
) -> None:
    said, expected = [], []
    for kind, run, office, day, saying, form in documents:
        number = f"{run}/{TYPES[kind]}-{office}"
        said.append(saying.format(type=kind, number=number, day=form.format(day)))
        expected.append((number, day.isoformat()))
    assert pairs("; ".join(said) + ".") == expected


@given(st.text(alphabet="aăbcdđeêuưUBNDĐ 0123456789.,;:()%\n", max_size=300))
def test_a_text_without_strokes_and_hyphens_names_no_document(text: str) -> None:
    assert pairs(text) == []


@given(st.text(alphabet="12/ -QĐUBNDKHsố ngày,;.\n", max_size=200))
def test_places_and_numbers_hold_for_any_text(text: str) -> None:
    for found in cited(text):
        assert text[found.place.start : found.place.end] == found.raw
        assert parse(found.number) is not None


@pytest.mark.reports
def test_every_citation_of_a_real_report_is_right(reports: Path) -> None:
    golden = json.loads((reports / "golden" / "004.documents.json").read_text())
    expected = [d for d in golden["documents"] if d["role"] != "shorthand"]
    [file] = reports.glob("004_*.txt")
    source = read(file.read_bytes(), file.name)
    found = citations.find(source, structure.identify(source))
    assert [
        (c.line, c.number, c.type, str(c.date) if c.date else None, c.is_self)
        for c in found
    ] == [
        (d["line"], d["symbol"], d["type"], d["date"], d["role"] == "self")
        for d in expected
    ]
