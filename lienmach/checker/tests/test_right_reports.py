"""Passages of reports that are right and were once called wrong, one for each cause."""

import pytest

from lienmach.checker.examine import examine
from lienmach.checker.finding import Severity

_DONE = (
    "Đã giải quyết 5.120 hồ sơ, cụ thể: trước hạn 4.010, đúng hạn 1.096, trễ hạn 14."
)


@pytest.mark.parametrize(
    "text",
    [
        # What has not come due stands beside what is under way, not among it.
        "Kế hoạch có 37 nhiệm vụ, giao cụ thể cho từng phòng.\n"
        "Đến nay đã làm xong 21 nhiệm vụ, còn 9 nhiệm vụ đang làm và 7 nhiệm vụ chưa"
        " tới hạn.",
        # «trong đó có» names two kinds of many.
        "Đã phát 48 tin bài, trong đó có 12 tin về hộ tịch và 08 tin về đất đai.",
        # An aim of several points.
        f"{_DONE}\nSở phấn đấu: nằm trong nhóm 3 đơn vị đứng đầu về điểm số chung;"
        " hồ sơ trực tuyến đạt trên 96%; không còn hồ sơ trễ hạn.",
        # What fell is the total, told before its kinds.
        "Toàn tỉnh có 540 đơn vị sự nghiệp, trong đó giáo dục 401, y tế 37, khác 102;"
        " giảm 36 đơn vị (6,25%) so với năm 2021 (576 đơn vị).",
        # The total again is no part of itself.
        "Đảng bộ có 43 tổ chức cơ sở đảng, gồm 29 chi bộ và 14 đảng bộ; cả 43 tổ chức"
        " đều xây dựng chương trình hành động.",
        # A grade is no mean.
        "Phát ra 350 phiếu, thu về 341 phiếu. Phiếu đánh giá tốt là 290, khá là 42,"
        " trung bình là 9.",
        # So many for each, and no remainder.
        "Người hoạt động không chuyên trách: 15 người ở thị trấn, 24 người ở 08 khu phố"
        " (mỗi khu phố 03 người).",
        # A fraction of other things behind a semicolon.
        "Đến nay 100% bí thư đảng ủy xã có bằng đại học; 13/17 xã có bí thư đồng thời"
        " là chủ tịch hội đồng nhân dân.",
        # Each grows from what stood for it.
        "So với tháng 3 (có 27 lượt, 41 người), số lượt tăng 12 lượt, số người tăng 17"
        " người.",
        # The plan in the bracket before is not what it grew to.
        "Thu ngân sách quý I được 2.150 tỷ đồng, bằng 20,1% dự toán (10.700 tỷ đồng) và"
        " tăng 7,5% so với cùng kỳ (2.000 tỷ đồng).",
        # Of the total, and not of the kind that was told last.
        "Tổ chức 72 phiên: định kỳ 20 phiên, lưu động 8 phiên và 44 phiên trực tuyến,"
        " đạt 120% kế hoạch (60 phiên).",
        "Sản lượng 24.160 tấn, gồm khai thác 18.900 tấn, nuôi trồng 5.260 tấn; tăng"
        " 4,5% so với cùng kỳ (23.120 tấn).",
        # Sets of papers are dossiers, and a list of them holds.
        "Trong năm nhận 6.532 bộ hồ sơ. Theo cách nộp: qua Cổng 5.870 bộ, qua bưu điện"
        " 541 bộ, tận nơi 121 bộ. Đã trả kết quả 6.421 bộ; 111 bộ chuyển sang năm sau.",
        # The total of a percentage was told two paragraphs before.
        "Đã giải quyết 431 vụ, việc.\nDân sự: thụ lý 268 vụ, giải quyết 149 vụ."
        "\nÁn bị hủy 03 vụ, bị sửa 04 vụ, cộng 07 vụ, chiếm 1,62% số vụ đã giải quyết.",
        # The total that the words name.
        "Phát 1.000 phiếu, thu 962 phiếu. Hài lòng 897 phiếu, tức 93,2% số phiếu thu"
        " về.",
        "Có 7.701 hồ sơ trực tuyến trên 9.460 hồ sơ tiếp nhận, đạt 81,4%. Công chức"
        " làm hộ 5.236 hồ sơ, chiếm 68,0% số hồ sơ trực tuyến.",
        "Có 318.500 tài khoản được duyệt, bằng 42,9% số người tham gia (742.400"
        " người).",
        # A rank is no part, nor is a mean a share.
        "Có 6 vùng. Trong năm 4 vùng tăng điểm, 2 vùng còn lại trung bình đạt 85,42%.",
        "Cả 6 vùng kinh tế đều tăng điểm. Đứng thứ 2 là vùng Đông Lĩnh, đạt 85,42%.",
    ],
)
def test_right_passages_are_not_called_wrong(text: str) -> None:
    found = examine(text.encode(), "a.txt").findings
    assert [one for one in found if one.severity is Severity.ERROR] == []


@pytest.mark.parametrize(
    "text",
    [
        "Kế hoạch có 37 nhiệm vụ, giao cụ thể cho từng phòng.\n"
        "Đến nay đã làm xong 21 nhiệm vụ, còn 9 nhiệm vụ đang làm và 17 nhiệm vụ chưa"
        " tới hạn.",
        "Toàn tỉnh có 540 đơn vị sự nghiệp, trong đó giáo dục 401, y tế 37, khác 102;"
        " giảm 63 đơn vị (6,25%) so với năm 2021 (576 đơn vị).",
        "Đảng bộ có 43 tổ chức cơ sở đảng, gồm 29 chi bộ và 24 đảng bộ; cả 43 tổ chức"
        " đều xây dựng chương trình hành động.",
        "Phát ra 350 phiếu, thu về 341 phiếu. Phiếu đánh giá tốt là 290, khá là 42,"
        " trung bình là 19.",
        # Whatever the wrong percentage is: no slip of the pen is asked for.
        "UBND xã được giao 26 nhiệm vụ. Đến nay xong 17 nhiệm vụ, tỷ lệ 53,6%.",
        "Phát 1.500 phiếu, thu về 1.200 phiếu. Có 1.038 phiếu hài lòng, đạt 78,2%.",
        "Phát 1.000 phiếu, thu 962 phiếu. Hài lòng 897 phiếu, tức 90,2% số phiếu thu"
        " về.",
        "Có 7.701 hồ sơ trực tuyến trên 9.460 hồ sơ tiếp nhận, đạt 81,4%. Công chức"
        " làm hộ 5.236 hồ sơ, chiếm 62,1% số hồ sơ trực tuyến.",
        "Có 318.500 tài khoản được duyệt, bằng 45,9% số người tham gia (742.400"
        " người).",
        "Rút 90 hồ sơ để kiểm tra. Kết quả có 18 hồ sơ thiếu thành phần, chiếm 31,4%.",
    ],
)
def test_their_wrong_twins_are(text: str) -> None:
    found = examine(text.encode(), "a.txt").findings
    assert any(one.severity is Severity.ERROR for one in found)


def test_one_slip_is_told_by_one_rule() -> None:
    text = "Số hồ sơ trễ hẹn là 96 hồ sơ, riêng đất đai có 161 hồ sơ trễ hẹn."
    found = examine(text.encode(), "a.txt").findings
    assert [one.evidence for one in found] == ["161 > 96"]
