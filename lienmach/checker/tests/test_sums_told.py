"""Totals and their parts as real prose tells them: behind «trong đó», in pairs."""

import pytest

from lienmach.checker.tests.saying import anchors_below_head


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (
            "Nhận được {} lượt ý kiến, kiến nghị của cử tri do tỉnh chuyển đến. Trong"
            " đó có 17 ý kiến, kiến nghị về giao thông; 41 ý kiến, kiến nghị về đất"
            " đai và 29 ý kiến, kiến nghị thuộc lĩnh vực khác.",
            "87",
            "78",
        ),
        (
            "Huyện có 52 sản phẩm được gắn sao, trong đó {} sản phẩm đạt chuẩn 4 sao và"
            " 35 sản phẩm đạt 3 sao.",
            "17",
            "27",
        ),
        (
            "Huy động 45.361 tỷ đồng.\nTrong đó, giai đoạn đầu được {} tỷ đồng, giai"
            " đoạn sau được 20.893 tỷ đồng.",
            "24.468",
            "24.648",
        ),
        (
            "Đã tiếp 2.946 lượt công dân với 2.101 người; trong đó tiếp thường xuyên"
            " 1.391 lượt với {} người; tiếp định kỳ của lãnh đạo 1.555 lượt với 1.246"
            " người.",
            "855",
            "585",
        ),
        (
            "Tháng 4 tiếp được {} lượt/118 người. Trong đó, huyện tiếp 35 lượt/41 người"
            " (định kỳ 4 lượt/6 người, thường xuyên 31 lượt/35 người); xã tiếp 62"
            " lượt/77 người.",
            "97",
            "79",
        ),
        (
            "Quý I tiếp 412 lượt/536 lượt người đến khiếu nại. So cùng kỳ giảm 55 lượt"
            " tiếp, {} lượt người (quý I năm 2018 tiếp được 467 lượt/578 lượt người).",
            "42",
            "24",
        ),
        (
            "Có 06 lượt đoàn/{} lượt người. So với cùng kỳ giảm 03 lượt đoàn, 91 lượt"
            " người (năm 2018 có 09 lượt đoàn/178 lượt người).",
            "87",
            "78",
        ),
        (
            "Gộp trọn 5,27 km2 diện tích tự nhiên, 4.116 người của xã Đông Hà với {}"
            " km2 diện tích tự nhiên, 2.957 người của xã Tây Hà. Xã mới có 12,75 km2"
            " diện tích tự nhiên và quy mô dân số 7.073 người.",
            "7,48",
            "7,84",
        ),
        (
            "Các cấp đã kiểm tra {} tổ chức đảng và 2.614 đảng viên.\nTrong đó, cấp"
            " dưới kiểm tra 745 tổ chức đảng và 2.591 đảng viên. Cấp trên kiểm tra 18"
            " tổ chức đảng và 23 đảng viên.",
            "763",
            "736",
        ),
        (
            "Có 27/46 cơ quan, đơn vị xếp loại tốt, tăng 5 đơn vị so với năm 2019; "
            "14/46 cơ quan, đơn vị xếp loại khá; còn {} đơn vị xếp loại trung bình.",
            "5",
            "15",
        ),
        (
            "Phát sinh tổng số {} đơn khiếu nại, tố cáo.\nNgười dân chủ yếu nói về đất"
            " đai.\nCụ thể, đơn khiếu nại phát sinh là 547 đơn, giảm 8,5% so với năm"
            " trước. Còn tố cáo, phát sinh 236 đơn tố cáo.",
            "783",
            "738",
        ),
        (
            "2.2 - Chi thường xuyên: {} tỷ đồng:\n- Chi trợ giá: 1,200 tỷ đồng.\n- Chi"
            " hành chính sự nghiệp: 860,562 tỷ đồng.\n+ Chi kinh tế: 73,952 tỷ đồng.\n"
            "Chi giáo dục: 390,892 tỷ đồng.\nChi y tế: 85,920 tỷ đồng.\n- Chi khác:"
            " 31,743 tỷ đồng.",
            "893,505",
            "839,505",
        ),
        (
            "Đơn giản hóa {} quy định kinh doanh (127 thủ tục hành chính, 6 chế độ báo"
            " cáo, 5 yêu cầu) trong năm.",
            "138",
            "183",
        ),
        (
            "Giao 746 nhiệm vụ; trong đó có 152 việc quá hạn (có việc trễ hơn 90 ngày),"
            " 38 việc còn trong hạn, {} việc đã xong.",
            "556",
            "565",
        ),
        (
            "Kỷ luật 71 đảng viên (khiển trách 19, cảnh cáo {}, cách chức 9, khai trừ"
            " 15) và 6 tổ chức.",
            "28",
            "38",
        ),
    ],
)
def test_a_total_and_its_parts_are_reckoned(text: str, right: str, wrong: str) -> None:
    assert not anchors_below_head(text.format(right))
    assert any(wrong in anchors for anchors in anchors_below_head(text.format(wrong)))


@pytest.mark.parametrize(
    "text",
    [
        # what stands behind the list is told of something else
        "Tổng số bí thư là 18 người. Trong đó, tái cử 14 người; tham gia lần đầu 4"
        " người; nữ 5 người.",
        # one of them has no number
        "Khối chính quyền có 24 người, gồm: Chủ tịch, 3 Phó Chủ tịch và 20 ủy viên.",
        # some are named only
        "Đã cấp 450 thẻ; trong đó thôn Đông 120 thẻ, thôn Tây 95 thẻ.",
        # each bracket of its own office
        "Quy định cơ cấu của 3 sở (giảm 7 phòng và 1 chi cục); sáp nhập hai đơn vị"
        " (giảm 1 chi cục).",
        # the rest of a fraction, not parts of what came in
        "Phát sinh 291 vụ việc.\nTrong đó: đã giải quyết được 281/316 vụ việc, đạt tỷ"
        " lệ 88,9%, còn lại 35 vụ việc đang xác minh.",
        # what is done is none of what is under way
        "Có 22 nhiệm vụ hoàn thành; 13 nhiệm vụ đang thực hiện trong hạn; 02 nhiệm vụ"
        " đang thực hiện quá hạn.",
        # a list whose items are not marked to its end
        "2.1 - Chi thường xuyên: 893,505 tỷ đồng:\n- Chi trợ giá: 1,200 tỷ đồng.\n- Chi"
        " hành chính: 860,562 tỷ đồng.\nChi giáo dục: 390,892 tỷ đồng.\n- Chi khác:"
        " 31,743 tỷ đồng.",
        # rounded sums of money that add up, beside areas that do not
        "Phát hiện hơn 5,6 nghìn tỷ đồng, 57,7ha đất; thu hồi hơn 2,2 nghìn tỷ đồng,"
        " 36,9ha đất; xử lý khác hơn 3,4 nghìn tỷ đồng, 2,8ha đất.",
        # fewer meetings, though more people: of the people no change is told
        "Tiếp 412 lượt/590 lượt người, so với cùng kỳ giảm 55 lượt (năm 2018 tiếp 467"
        " lượt/578 lượt người).",
        # a round of an examination is no number
        "Vòng hai có 165/1.031 thí sinh đạt (có 41 thí sinh bỏ thi vòng 2).",
    ],
)
def test_what_tells_other_things_is_left_alone(text: str) -> None:
    assert not anchors_below_head(text)
