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
        # A total of more months, quarters or places than the two before it.
        "Tháng 5 tiêm cho 1.240 trẻ, tháng 6 tiêm cho 1.310 trẻ, lũy kế 6 tháng là"
        " 4.875 trẻ.",
        "Quý III mở 42 lớp, quý IV mở 58 lớp, cả năm mở 171 lớp.",
        "Tổ Một có 12 máy bơm, tổ Hai có 18 máy bơm, cả bốn tổ có 51 máy bơm.",
        "Phường Hòa An có 86 tổ, phường Hòa Bình có 74 tổ; tổng số tổ toàn thành phố là"
        " 212 tổ.",
        # Another thing grew, and by so many of its own unit.
        "Thời gian xử lý từ 10 ngày xuống 7 ngày, thời gian chờ ở quầy giảm 3 phút.",
        # An exception honestly told; a fraction of others.
        "Toàn bộ 120 hộ đã di dời, trừ 4 hộ chưa di dời do có người ốm.",
        "Đa số hộ dân đồng thuận (14/40 hộ dân có ý kiến thêm).",
        # What is told behind a plan is of another time.
        "Nhập 48 máy, tăng 8 máy so với dự kiến, hiện còn 5 máy chưa lắp.",
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
        # A list that adds up silences readings of some of its members,
        "Tổng số nhiệm vụ: 84 nhiệm vụ, trong đó:\n- đã hoàn thành: 31;\n"
        "- đang thực hiện: 36;\n- chưa thực hiện: 17.",
        "Nhận 75 đơn, gồm 9 đơn khiếu nại, 5 đơn tố cáo, 61 đơn kiến nghị, phản ánh;"
        " đã giải quyết 66 đơn (đạt 88%), còn 9 đơn đang xác minh.",
        # and what is told of a total of its own is no part of it.
        "Xã được giao 44 nhiệm vụ: đã hoàn thành 35 nhiệm vụ, đang thực hiện trong hạn"
        " 07 nhiệm vụ, quá hạn chưa hoàn thành 02 nhiệm vụ. Xã giao các thôn 71 nhiệm"
        " vụ, đến nay còn 08 nhiệm vụ chưa xong.",
        "Đầu kỳ có 182 vụ việc tồn đọng, phát sinh thêm 20 vụ việc, giải quyết dứt điểm"
        " 48 vụ việc; cuối kỳ còn 154 vụ việc. Trong số 48 vụ việc đã giải quyết có 16"
        " vụ việc hòa giải thành, đạt 33,3%.",
        "Tiếp nhận 116 đơn, gồm 39 đơn khiếu nại, 40 đơn tố cáo và 37 đơn kiến nghị."
        " Đã xử lý 106 đơn, đạt 91,4%; đang xác minh 10 đơn. Trong 39 đơn khiếu nại có"
        " 13 đơn thuộc lĩnh vực đất đai.",
        "Sau hợp nhất có 36 người, gồm 24 công chức và 12 hợp đồng lao động; so với"
        " biên chế được giao (28 biên chế công chức) còn thiếu 04 công chức.",
        # The base of a percentage is no part.
        "Đã kiểm tra tại 11 đơn vị, gồm 04 huyện và 07 sở, ban, ngành, đạt 44% tổng số"
        " 25 đơn vị.",
        # A percentage with words of its own is not of the count before it.
        "Nổi bật là hoàn thành 9/31 nhiệm vụ của kế hoạch năm, tỷ lệ hồ sơ nộp trực"
        " tuyến đạt 81,4% và hồ sơ trả trước và đúng hạn chiếm 98,6% số hồ sơ đã giải"
        " quyết.",
        "Nổi bật là đã giải quyết 96.210 hồ sơ, kiểm tra tại 7 đơn vị và hồ sơ trả"
        " trước và đúng hạn chiếm 100% số hồ sơ đã giải quyết.",
        "Phải giải quyết 1.934 hồ sơ.\nTrong tháng đã giải quyết 1.812 hồ sơ và hồ sơ"
        " trả trước và đúng hạn chiếm 97,6% số hồ sơ đã giải quyết.",
        "Hồ sơ trả (810 hồ sơ đã giải quyết): trước hạn 602, đúng hạn 208, không có hồ"
        " sơ trễ hạn, đạt 100% trước và đúng hạn.",
        "Trả sớm hơn giấy hẹn 1.104, trả đúng ngày hẹn 611, trả quá hẹn 35, cộng chung"
        " 1.750 hồ sơ. Như vậy tỷ lệ hồ sơ đúng hạn trở lên đạt 98,0%, tỷ lệ trễ hạn là"
        " 2,0%.",
        "Quý IV nhận 352 hồ sơ; cả năm nhận 1.445 hồ sơ, quý IV chiếm 24,4%.",
        # What is handed out, comes back, is void and counts; opinions are of ballots.
        "Qua 212 phiếu hợp lệ (phát ra 240 phiếu, thu về 219 phiếu, loại 7 phiếu), có"
        " 171 ý kiến hài lòng, 29 ý kiến bình thường và 12 ý kiến chưa hài lòng; tỷ lệ"
        " hài lòng đạt 80,7%, tỷ lệ chưa hài lòng 5,7%.",
        # None of those finished is late; of those under way some are.
        "Trong số 485 hồ sơ đã giải quyết không có hồ sơ trễ hạn.\nĐang giải quyết 61"
        " hồ sơ: trong hạn 56 hồ sơ, quá hạn 5 hồ sơ.",
        "Đối với 74 hồ sơ đang giải quyết: 74 hồ sơ còn trong hạn.\nĐã giải quyết 2.310"
        " hồ sơ, hồ sơ trả đúng hạn chiếm 100% số hồ sơ đã giải quyết.",
        # An aim; a day; a plan in a bracket.
        "Đã trả 5.210 hồ sơ, trong đó đúng hẹn 5.189 hồ sơ, trễ hẹn 21 hồ sơ.\nNâng tỷ"
        " lệ hồ sơ đúng hẹn lên 99,9%.",
        "Đã giải ngân 578 tỷ đồng. Phấn đấu đến 31/01 năm sau giải ngân trên 95%.",
        "Thu ngân sách đạt 6.784 tỷ đồng, bằng 83,0% dự toán (8.174 tỷ đồng), tăng 1,7%"
        " so với cùng kỳ.",
        # What is compared with an untold time, with each other, or is of several.
        "Khởi tố 81 vụ với 107 bị can; kết thúc điều tra 76 vụ, chuyển truy tố 74 vụ"
        " với 98 bị can. So với cùng kỳ tăng 05 vụ nhưng giảm 03 bị can.",
        "Số hồ sơ ba tháng lần lượt là 725, 627 và 312; cả quý 1.664 hồ sơ, bình quân"
        " 554,7 hồ sơ/tháng. Trong đó, tháng nhiều nhất hơn tháng ít nhất 413 hồ sơ.",
        "Số phòng giảm từ 16 xuống 12, số đơn vị sự nghiệp giảm từ 53 xuống 46. Tổng"
        " cộng giảm 11 đầu mối, tương ứng 15,9%.",
        "Tổ chức 28 cuộc họp, giảm 04 cuộc so với cùng kỳ. Các cuộc họp kết nối đến 168"
        " điểm cầu, bình quân 12 điểm cầu/cuộc.",
        # A period is no count of dossiers; rates do not add up.
        "Phải xử lý trong 6 tháng đầu năm là 8.417 hồ sơ.\nPhụ lục 1\nTT\tĐơn vị\tPhải"
        " xử lý\n1\tXã An Bình\t4.217\n2\tXã Tân Lập\t4.200\n\tTổng cộng\t8.417",
        "Phụ lục 2\nTT\tChỉ tiêu\tĐVT\tCấp tỉnh\tCấp xã\tToàn tỉnh\n"
        "1\tHồ sơ tiếp nhận\tHồ sơ\t2.905\t1.481\t4.386\n"
        "2\tHồ sơ đã trả\tHồ sơ\t2.840\t1.392\t4.232\n"
        "3\tTỷ lệ đúng hạn\t%\t99,45\t99,30\t99,40",
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
        "Tổng số nhiệm vụ: 84 nhiệm vụ, trong đó:\n- đã hoàn thành: 31;\n"
        "- đang thực hiện: 26;\n- chưa thực hiện: 17.",
        "Trả sớm hơn giấy hẹn 1.104, trả đúng ngày hẹn 611, trả quá hẹn 35, cộng chung"
        " 1.750 hồ sơ. Như vậy tỷ lệ hồ sơ đúng hạn trở lên đạt 95,0%.",
        "Đã kiểm tra tại 11 đơn vị, gồm 04 huyện và 09 sở, ban, ngành, đạt 44% tổng số"
        " 25 đơn vị.",
        "Đang giải quyết 61 hồ sơ: trong hạn 56 hồ sơ. Đã giải quyết 485 hồ sơ, trong"
        " đó quá hạn 5 hồ sơ.\nKhông có hồ sơ trễ hạn.",
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
