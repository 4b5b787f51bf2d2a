"""A report as the product writes it has nothing wrong; what is put in by hand is found.

The report is made the whole way: forms entered, text with fields, DOCX, checker.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lienmach.base.papers.paper import Paper
from lienmach.calc.period import Kind, Period, Window
from lienmach.reporting.actions import texts
from lienmach.reporting.flow import WRITE
from lienmach.reporting.models import RIGHT, Section
from lienmach.reporting.queries import texts as queries
from lienmach.reporting.tests.make_faults import faulty, findings
from lienmach.reporting.tests.make_round import (
    ALL,
    enter,
    form_text,
    officer,
    report_of,
    round_of,
    sheet_of,
    use_forms,
)
from lienmach.reporting.tests.make_text import house
from tests import make
from tests.make import MONDAY

PL2 = """2.;Tỷ lệ hoàn thành kế hoạch năm;%;formula;[2.2.] / [2.1.];;1
2.1.;Nhiệm vụ đề ra trong kế hoạch;Nhiệm vụ;manual;;;
2.2.;Nhiệm vụ đã hoàn thành;Nhiệm vụ;manual;;;
3.;Cơ quan, đơn vị được kiểm tra;Đơn vị;formula;[3.1.] + [3.2.];;
3.1.;Cơ quan chuyên môn;Đơn vị;manual;;;
3.2.;Xã, phường;Đơn vị;manual;;;
5.;Khảo sát sự hài lòng;"Có = 1; Không = 0";manual;;;
"""
PL3 = """3.1.;Tỷ lệ hồ sơ được giải quyết đúng hạn;%;formula;[3.1.2.] / [3.1.1.];;1
3.1.1.;Hồ sơ đã giải quyết;Hồ sơ;manual;;;
3.1.2.;Hồ sơ giải quyết đúng hạn, kể cả trước hạn;Hồ sơ;manual;;;
3.1.3.;Hồ sơ giải quyết trước hạn;Hồ sơ;manual;;;
3.1.4.;Hồ sơ giải quyết đúng hạn, không kể trước hạn;Hồ sơ;manual;;;
3.1.5.;Hồ sơ giải quyết trễ hạn;Hồ sơ;manual;;;
3.3.;Tỷ lệ phản ánh, kiến nghị được giải quyết;%;formula;[3.3.2.] / [3.3.1.];;1
3.3.1.;Phản ánh, kiến nghị đã tiếp nhận;PAKN;manual;;;
3.3.2.;Phản ánh, kiến nghị đã giải quyết xong;PAKN;manual;;;
"""
PL4 = """6.4.;Tỷ lệ hồ sơ tiếp nhận trực tuyến;%;formula;[6.4.2.] / [6.4.1.];;1
6.4.1.;Hồ sơ đã tiếp nhận;Hồ sơ;manual;;;
6.4.2.;Hồ sơ tiếp nhận trực tuyến;Hồ sơ;manual;;;
"""
ENTERED: dict[str, dict[str, str]] = {
    "phu-luc-2": {"r2_1": "33", "r2_2": "14", "r3_1": "4", "r3_2": "3", "r5": "1"},
    "phu-luc-3": {
        "r3_1_1": "875",
        "r3_1_2": "837",
        "r3_1_3": "651",
        "r3_1_4": "186",
        "r3_1_5": "38",
        "r3_3_1": "0",
        "r3_3_2": "0",
    },
    "phu-luc-4": {"r6_4_1": "1118", "r6_4_2": "295"},
}
OUTLINE = """# I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH
## 1. Kế hoạch cải cách hành chính
Thực hiện Kế hoạch số 2107/KH-UBND ngày 20/12/2022 của UBND thị xã An Hòa về cải cách hành chính năm 2023, đến hết kỳ báo cáo đã hoàn thành {{ pl2:2.2 }}/{{ pl2:2.1 }} nhiệm vụ, đạt {{ pl2:2 % }}.
## 2. Kiểm tra cải cách hành chính
Thực hiện Kế hoạch số 96/KH-UBND ngày 06/02/2023 của UBND thị xã An Hòa về kiểm tra cải cách hành chính, đã kiểm tra {{ pl2:3 }} đơn vị, gồm: {{ pl2:3.1 }} cơ quan chuyên môn và {{ pl2:3.2 }} xã, phường. Kế hoạch số 2107/KH-UBND ngày 20/12/2022 được bổ sung nội dung khắc phục sau kiểm tra.
# II. KẾT QUẢ THỰC HIỆN
## 1. Cải cách thủ tục hành chính
Từ ngày {{ từ ngày }} đến ngày {{ đến ngày }}, tiếp nhận {{ pl4:6.4.1 }} hồ sơ, trong đó tiếp nhận trực tuyến {{ pl4:6.4.2 }} hồ sơ, chiếm {{ pl4:6.4 % }}.
Đã giải quyết {{ pl3:3.1.1 }} hồ sơ, gồm: {{ pl3:3.1.3 }} hồ sơ trước hạn, {{ pl3:3.1.4 }} hồ sơ đúng hạn và {{ pl3:3.1.5 }} hồ sơ trễ hạn. Trước hạn và đúng hạn {{ pl3:3.1.2 }}/{{ pl3:3.1.1 }} hồ sơ, đạt {{ pl3:3.1 % }}.
## 2. Tổ chức bộ máy
Trong kỳ có 46 lượt cán bộ, công chức được bồi dưỡng, trong đó: 29 nam và 17 nữ.
# III. ĐÁNH GIÁ CHUNG
Việc luân chuyển hồ sơ giấy giữa các cơ quan còn chậm.
# IV. NHIỆM VỤ KỲ TỚI
- Phòng Nội vụ kiểm tra việc khắc phục của các đơn vị có hồ sơ quá hạn.
"""  # noqa: E501 – as people write it
# What is put in, where («text» or an annex), in place of what, and what kind is found.
FAULTS = [
    ("text", "giải quyết 875 hồ sơ", "giải quyết 857 hồ sơ", "sum_mismatch"),
    ("text", "651 hồ sơ trước hạn", "615 hồ sơ trước hạn", "sum_mismatch"),
    ("text", "đạt 95,7%", "đạt 97,5%", "percent_mismatch"),
    ("text", "đạt 42,4%", "đạt 100%", "percent_mismatch"),
    ("text", "gồm: 4 cơ quan", "gồm: 5 cơ quan", "sum_mismatch"),
    ("text", "chiếm 26,4%", "chiếm 28,4%", "percent_mismatch"),
    ("text", "tiếp nhận 1.118 hồ sơ", "tiếp nhận 1.121 hồ sơ", "mismatch"),
    ("text", "29 nam", "26 nam", "sum_mismatch"),
    ("text", "trực tuyến 295 hồ sơ", "trực tuyến 1.295 hồ sơ", "subset_gt_total"),
    ("text", "ngày 06/02/2023", "ngày 30/02/2023", "doc_impossible_date"),
    ("text", "ngày 06/02/2023", "ngày 06/6/2023", "doc_after_report"),
    (
        "text",
        "Kế hoạch số 2107/KH-UBND ngày 20/12/2022 được",
        "Kế hoạch số 2107/KH-UBND ngày 27/12/2022 được",
        "doc_two_dates",
    ),
    (
        "text",
        "Kế hoạch số 2107/KH-UBND ngày 20/12/2022 được",
        "Kế hoạch số 2107/KH-UBNDD ngày 20/12/2022 được",
        "doc_symbol",
    ),
    ("text", "III. ĐÁNH GIÁ", "IV. ĐÁNH GIÁ", "heading"),
    ("text", "các cơ quan còn", "các các cơ quan còn", "wording"),
    (
        "text",
        "Việc luân chuyển",
        "Trong kỳ không có hồ sơ trễ hạn. Việc luân chuyển",
        "contradictory_claim",
    ),
    ("phu-luc-2 3.", "7", "8", "mismatch"),
    ("phu-luc-3 3.1.", "95,7%", "99,5%", "percent_mismatch"),
    ("phu-luc-3 3.1.2.", "837", "937", "child_gt_parent"),
    ("phu-luc-3 3.3.", "không phát sinh", "100%", "zero_denominator"),
    ("phu-luc-4 6.4.1.", "1.118", "1.112", "mismatch"),
    ("phu-luc-2 5.", "1", "4", "over_max"),
    ("code phu-luc-3 3.1.4.", "3.1.4", "3.1.3", "duplicate_code"),
    ("text", "quý I năm 2023, số liệu", "quý II năm 2023, số liệu", "period_mismatch"),
]


@pytest.fixture
def paper(settings: Any, tmp_path: Path) -> Paper:
    """The report of a quarter, numbered and dated."""
    forms = (("phu-luc-2", PL2), ("phu-luc-3", PL3), ("phu-luc-4", PL4))
    use_forms(settings, tmp_path, *(form_text(rows, code) for code, rows in forms))
    for number, (code, name) in enumerate(
        (
            ("phu-luc-2", "Phụ lục 2: chỉ đạo, điều hành"),
            ("phu-luc-3", "Phụ lục 3: cải cách thủ tục hành chính"),
            ("phu-luc-4", "Phụ lục 4: chính quyền điện tử"),
        ),
        1,
    ):
        file = tmp_path / "forms" / f"{number}.csv"
        assert code in file.read_text()
        file.write_text(file.read_text().replace("title;Biểu thử", f"title;{name}"))
    town = make.unit(name="UBND thị xã An Hòa")
    _, actor = officer(town, f"{ALL} {WRITE} {RIGHT}")
    texts.keep_house(town.pk, house(outline=OUTLINE), actor=actor, at=MONDAY)
    window = Window(date(2022, 12, 15), date(2023, 3, 10))
    period = Period(Kind.QUARTER, 2023, 1)
    made = round_of(actor, [], window=window, period=period)
    report = report_of(made, town)
    for form, cells in ENTERED.items():
        enter(sheet_of(report, form), actor, **cells)
    texts.begin(report, actor=actor, at=MONDAY)
    found = list(Section.objects.filter(report=report))
    style = queries.style_of(town.pk, window.end)
    paper, mistakes = queries.paper_of(report, style, found, queries.told(report))
    assert not mistakes
    return replace(paper, number=58, dated_on=date(2023, 3, 13), signer="Phạm Thị Thử")


@pytest.mark.django_db
def test_what_is_put_in_by_hand_is_found_and_nothing_else(paper: Paper) -> None:
    assert findings(paper) == []

    missed = {}
    for where, right, wrong, kind in FAULTS:
        found = {str(f.kind) for f in findings(faulty(paper, where, right, wrong))}
        if not any(kind in one for one in found):
            missed[where, right, wrong] = (kind, found)

    assert missed == {}
    assert len(FAULTS) >= 20
