"""The finished report of the demo's town has nothing wrong in it; what an editor spoils
by hand is found, in its words and in its annexes.

Every fault is one that a hand can make: digits typed in place of a field, a word or a
number that was typed wrong, a cell changed in the printed annex.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

import pytest
from django.utils import timezone

from lienmach.base.papers.paper import Paper
from lienmach.checker.finding import Finding
from lienmach.org.demo import HISTORY
from lienmach.reporting.actions import texts
from lienmach.reporting.demo.rounds import chief_of
from lienmach.reporting.models import Report
from lienmach.reporting.queries import texts as queries
from lienmach.reporting.tests.make_faults import faulty, findings
from tests.journeys import the_town

pytestmark = pytest.mark.django_db
SIGNED_ON = date(2023, 3, 13)
PLAN = "Kế hoạch cải cách hành chính"
CHECKED = "Kiểm tra cải cách hành chính"
MEDIA = "Tuyên truyền"
LAW = "Cải cách thể chế"
CONTROL = "Kiểm soát thủ tục hành chính"
RESULT = "Kết quả giải quyết hồ sơ"
BODY = "Cải cách tổ chức bộ máy"
SERVICE = "Cải cách chế độ công vụ"
MONEY = "Cải cách tài chính công"
DIGITAL = "Xây dựng chính quyền điện tử, chính quyền số"
WEAK = "Tồn tại, hạn chế và nguyên nhân"
NEXT = "PHƯƠNG HƯỚNG, NHIỆM VỤ KỲ TỚI"
TEXT = f"""{PLAN}
Thực hiện Kế hoạch số 2107/KH-UBND ngày 20/12/2022 của UBND thị xã Sao Khuê về cải cách hành chính năm 2023, đến hết kỳ báo cáo đã hoàn thành <pl2:2.2>/<pl2:2.1> nhiệm vụ, đạt <pl2:2 %>.
{CHECKED}
Thực hiện Kế hoạch số 96/KH-UBND ngày 06/02/2023 của UBND thị xã Sao Khuê về kiểm tra cải cách hành chính, đã phát hiện <pl2:3.3.1> vấn đề, xử lý xong <pl2:3.3.2> vấn đề, đạt <pl2:3.3 %>.
{MEDIA}
Trong kỳ đã đăng 46 tin, bài, gồm: 29 tin trên trang thông tin điện tử và 17 bài trên hệ thống truyền thanh cơ sở.
{LAW}
Đã ban hành <pl3:1> văn bản quy phạm pháp luật, gồm: <pl3:1.1> văn bản cấp huyện và <pl3:1.2> văn bản cấp xã. Sau kiểm tra có <pl3:2.2.1> văn bản cần xử lý, đã xử lý xong <pl3:2.2.2> văn bản, đạt <pl3:2.2 %>.
{CONTROL}
Có <pl4:1.4> thủ tục thuộc thẩm quyền của địa phương, gồm: <pl4:1.4.2> thủ tục cấp huyện và <pl4:1.4.3> thủ tục cấp xã. Nội dung này được bổ sung vào Kế hoạch số 2107/KH-UBND ngày 20/12/2022.
{BODY}
Biên chế được giao trong năm là <pl5:2.1> người, có mặt tại ngày báo cáo <pl5:2.2> người.
{SERVICE}
Trong kỳ có 24 lượt công chức được bồi dưỡng, tăng 4 lượt so với cùng kỳ năm trước (20 lượt). Trong 24 lượt ấy có 15 lượt nữ.
{MONEY}
Kế hoạch vốn đầu tư công được giao <pl7:1.1> triệu đồng, đã thực hiện <pl7:1.2> triệu đồng, đạt <pl7:1 %>.
{DIGITAL}
Có <pl8:6.5.1> thủ tục có phí, lệ phí, trong đó <pl8:6.5.2> thủ tục đã thanh toán được trực tuyến, đạt <pl8:6.5 %>.
{WEAK}
Việc luân chuyển hồ sơ giấy giữa các cơ quan còn chậm; cấp huyện còn 38 hồ sơ trễ hạn.
{NEXT}
- Phòng Nội vụ kiểm tra việc khắc phục của các đơn vị có hồ sơ quá hạn. Trên đây là báo cáo cải cách hành chính quý I năm 2023 của UBND thị xã Sao Khuê.
"""  # noqa: E501 – as people write it
_LINES = TEXT.replace("<", "{{ ").replace(">", " }}").splitlines()
WORDS = dict(zip(_LINES[::2], _LINES[1::2], strict=True))
# The section, what stands in it, what the hand puts there, and what kind is found.
IN_WORDS = (
    (PLAN, "{{ pl2:2 % }}", "52,4%", "percent_mismatch"),
    (PLAN, "{{ pl2:2.2 }}/{{ pl2:2.1 }}", "41/{{ pl2:2.1 }}", "over_max"),
    (CHECKED, "06/02/2023", "30/02/2023", "doc_impossible_date"),
    (CHECKED, "06/02/2023", "06/6/2023", "doc_after_report"),
    (CONTROL, "2107/KH-UBND ", "2107/KH-UBNDD ", "doc_symbol"),
    (CONTROL, "ngày 20/12/2022", "ngày 27/12/2022", "doc_two_dates"),
    (MEDIA, "29 tin", "26 tin", "sum_mismatch"),
    (LAW, "{{ pl3:1.1 }}", "3", "sum_mismatch"),
    (LAW, "{{ pl3:2.2 % }}", "103%", "contradictory_claim"),
    (CONTROL, "{{ pl4:1.4.2 }}", "42", "sum_mismatch"),
    (RESULT, "{{ pl8:6.4.1 }}", "3.162", "narrative_annex_mismatch"),
    (RESULT, "{{ pl8:6.4.2 }}", "9.496", "subset_gt_total"),
    (RESULT, "{{ pl4:3.2 % }}", "89,2%", "percent_mismatch"),
    (BODY, "{{ pl5:2.1 }}", "87", "mismatch"),
    (SERVICE, "15 lượt nữ", "51 lượt nữ", "subset_gt_total"),
    (SERVICE, "tăng 4 lượt", "tăng 5 lượt", "difference"),
    (MONEY, "{{ pl7:1.1 }}", "31.062", "mismatch"),
    (DIGITAL, "{{ pl8:6.5 % }}", "65%", "percent_mismatch"),
    (WEAK, "giữa các cơ quan", "giữa các các cơ quan", "wording"),
    (WEAK, "Việc luân", "Trong kỳ không có hồ sơ trễ hạn. Việc luân", "contradict"),
    (NEXT, "quý I năm 2023", "quý IV năm 2022", "period"),
)
# Of the annexes: the row, what stands in its cell, what is put there.
IN_ANNEXES = (
    ("phu-luc-3 1.", "42", "24", "total_mismatch"),
    ("phu-luc-4 3.1.", "95,7%", "99,5%", "percent_mismatch"),
    ("phu-luc-4 3.2.2.", "1.973", "2.973", "child_gt_parent"),
    ("phu-luc-4 3.3.", "không phát sinh", "100%", "zero_denominator"),
    ("phu-luc-8 6.5.1.", "20", "30", "mismatch"),
    ("code phu-luc-8 6.5.2.", "6.5.2", "6.5.1", "duplicate_code"),
    ("phu-luc-2 2.", "42,4%", "24,2%", "percent_mismatch"),
)
# Of the headings and the opening: what stands there, what is put there.
IN_THE_REST = (
    ("text", "III. ĐÁNH GIÁ CHUNG", "V. ĐÁNH GIÁ CHUNG", "heading_jump"),
    (
        "text",
        "2. Kiểm tra cải cách hành chính",
        "2. Kế hoạch cải cách hành chính",
        "duplicate_heading",
    ),
    ("text", "quý I năm 2023, số liệu", "quý II năm 2023, số liệu", "period_mismatch"),
)


@dataclass(frozen=True)
class Finished:
    """The report of the town with its words, which may be said otherwise."""

    report: Report
    known: queries.Told
    style: queries.Style

    def paper(self, title: str = "", right: str = "", wrong: str = "") -> Paper:
        found = queries.sections(self.report)
        for section in found:
            if title and section.title == title:
                assert section.text.count(right) == 1, (title, right)
                section.text = section.text.replace(right, wrong)
        paper, mistakes = queries.paper_of(self.report, self.style, found, self.known)
        assert not mistakes
        return replace(paper, number=58, dated_on=SIGNED_ON, signer="Phạm Quang Đoan")


@pytest.fixture
def finished() -> Finished:
    now = timezone.now()
    the_town.load(at=now)
    report = the_town.bring_together(at=now)
    texts.begin(report, actor=chief_of(HISTORY, at=now), at=now)
    the_town.write_rest(report, at=now, words=WORDS)
    style = queries.style_of(report.unit_id, report.round.end)
    return Finished(report, queries.told(report), style)


def test_nothing_is_wrong_in_it_and_every_fault_of_a_hand_is_found(
    finished: Finished,
) -> None:
    whole = finished.paper()
    assert [f.text for f in findings(whole)] == []

    spoilt = {one: finished.paper(*one[:3]) for one in IN_WORDS} | {
        one: faulty(whole, *one[:3]) for one in (*IN_ANNEXES, *IN_THE_REST)
    }
    missed = {}
    for fault, paper in spoilt.items():
        found = findings(paper)
        if not any(_is_it(one, fault[2], fault[3]) for one in found):
            missed[fault] = [(one.kind, one.anchors) for one in found]

    assert missed == {}
    assert len(spoilt) >= 20


def _is_it(found: Finding, wrong: str, kind: str) -> bool:
    """Whether a finding is of the kind, and names a number that was put there."""
    numbers = re.findall(r"\d+(?:[.,/]\d+)*", wrong)
    is_named = any(one in anchor for one in numbers for anchor in found.anchors)
    return kind in found.kind and (is_named or not numbers)
