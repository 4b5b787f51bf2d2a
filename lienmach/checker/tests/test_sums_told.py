"""Totals and their parts as real prose tells them: behind «trong đó», in pairs."""

import pytest

from lienmach.checker.tests.saying import anchors_below_head


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        # three of a kind and a word of difference
        (
            "Số đề cương bổ sung trong kỳ là 18, nâng tổng số từ 59 đề cương lên {} đề"
            " cương.",
            "77",
            "82",
        ),
        (
            "Toàn ngành có 416 ý tưởng, nhiều hơn {} so với con số 375 của cùng kỳ.",
            "41",
            "52",
        ),
        (
            "Tổng số lượt khám đạt 3.373 lượt, tăng {}%, tương ứng tăng 540 lượt so với"
            " cùng kỳ năm trước.",
            "19,1",
            "16,0",
        ),
        # the total comes last
        (
            "Quý I phát sinh 214 cuộc gọi, quý II phát sinh {} cuộc gọi; lũy kế 6 tháng"
            " đầu năm phát sinh 520 cuộc gọi.",
            "306",
            "341",
        ),
        (
            "Xã Hòa An {} vụ việc, xã Hòa Bình 41 vụ việc, xã Hòa Lạc 18 vụ việc (tổng"
            " 03 địa phương: 92 vụ việc).",
            "33",
            "47",
        ),
        (
            "Đến nay có 34 biên chế, gồm 14 thẩm tra viên, {} thư ký và 4 người giúp"
            " việc.",
            "16",
            "18",
        ),
        (
            "Đã phân loại 412 sáng kiến, gồm 130 giữ nguyên, {} sửa đổi, 91 gộp lại.",
            "191",
            "204",
        ),
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
        # what a word says of none is no part that is left out
        (
            "Sở Tư pháp được giao {} nhiệm vụ, trong đó đã hoàn thành 58 nhiệm vụ, đang"
            " làm tiếp 27 nhiệm vụ, chưa nhiệm vụ nào trễ hạn.",
            "85",
            "95",
        ),
        (
            "Đã bố trí {}/2.140 người, trong đó có 1.074 cán bộ chuyên trách và 962"
            " công chức.",
            "2.036",
            "2.063",
        ),
        (
            "Đã giải quyết {}/41 đơn khiếu nại, tố cáo. Trong số này, khiếu nại đúng 5"
            " vụ; khiếu nại sai 12 vụ; tố cáo sai 2 vụ.",
            "19",
            "29",
        ),
        # nothing grew: these are names of sums of money
        (
            "Số kiến nghị xử lý tài chính là {} tỷ đồng (tăng thu 1.305,4 tỷ đồng; giảm"
            " chi 2.216,3 tỷ đồng; xử lý khác 874,1 tỷ đồng).",
            "4.395,8",
            "4.935,8",
        ),
        (
            "Kết quả xử lý tài chính là {} tỷ đồng. Trong đó, thu về ngân sách (NSNN)"
            " 512,7 tỷ đồng; giảm chi NSNN 340,9 tỷ đồng; xử lý khác 1.204,6 tỷ đồng.",
            "2.058,2",
            "2.508,2",
        ),
        (
            "Đánh giá tác động tại {} dự thảo văn bản (gồm 2 luật, 4 nghị định, 3"
            " thông tư).",
            "9",
            "19",
        ),
        (
            "Có 16 cơ quan, tổng số nền tảng là {} (đã triển khai: 143; đang triển"
            " khai/kế hoạch: 37; dự định/chưa kế hoạch: 14).",
            "194",
            "149",
        ),
        (
            "Đã xếp loại {}người, trong đó loại xuất sắc 412 người, loại tốt 765 người,"
            " hạn chế 96 người và không xếp loại 11 người.",
            "1.284",
            "1.248",
        ),
        (
            "Các cơ quan đã nhận tổng số {} nhiệm vụ.\nTrong đó, có 2.318 nhiệm vụ làm"
            " xong; 1.462 chưa xong.",
            "3.780",
            "3.870",
        ),
        # a rank of stars is nothing that was left out
        (
            "Công nhận lại 17 sản phẩm, gồm 06 sản phẩm hạng 4 sao, {} sản phẩm hạng 3"
            " sao.",
            "11",
            "08",
        ),
        # one thing under several names, told in two sentences
        (
            "Xã đã tiếp nhận 534 trường hợp phản ánh, kiến nghị qua Cổng. Đã xử lý {}"
            " phản ánh kiến nghị trên Cổng này; đang xử lý 37 trường hợp.",
            "497",
            "479",
        ),
        (
            "Trong số 52 cơ quan, đơn vị, địa phương có {} đơn vị xếp loại tốt (tăng 3"
            " đơn vị); 16 đơn vị xếp loại khá; 2 đơn vị xếp loại trung bình.",
            "34",
            "32",
        ),
        # what follows the semicolon is told of other things
        (
            "Đã kỷ luật {} đảng viên, hình thức: 1.126 khiển trách, 384 cảnh cáo, 57"
            " cách chức, 42 khai trừ; cùng thời gian giải quyết 28 đơn khiếu nại.",
            "1.609",
            "1.690",
        ),
        # marks over two paragraphs, and of two years in each line
        (
            "Tỉnh đạt tổng điểm {}. Nhất nước ở 2 tiêu chí: Công khai (6,512 điểm)"
            " và Dịch vụ (7,846 điểm).\nCòn thuộc tốp đầu ở Thủ tục (7,305 điểm), Môi"
            " trường (4,127 điểm) và Quản trị điện tử (3,264 điểm).",
            "29,054",
            "29,504",
        ),
        (
            "Tổng điểm của 4 chỉ số là 23,45 điểm (năm trước 22,91 điểm). Từng chỉ số:"
            "\n1. Tham gia: năm trước 5,12 điểm; năm nay 5,38 điểm.\n"
            "2. Công khai: năm trước 5,64 điểm; năm nay 5,47 điểm.\n"
            "3. Giải trình: năm trước 4,91 điểm; năm nay {} điểm.\n"
            "4. Thủ tục: năm trước 7,24 điểm; năm nay 7,31 điểm.",
            "5,29",
            "5,92",
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
        # some lay there from before
        "Tháng 5 nhận 463 hồ sơ, trả 466 hồ sơ, tồn 17 hồ sơ.",
        # towns beside offices
        "Có 164 xã. Đã có 159 xã hoàn thành, 5 xã đang thực hiện; 12 huyện hoàn thành.",
        # none is said to be all
        "Tổng số hồ sơ: 600 hồ sơ, trong đó lĩnh vực đất đai 400 hồ sơ, lĩnh vực tư"
        " pháp 150 hồ sơ.",
        # some marks are left out
        "Tỉnh đạt tổng điểm 41,27 điểm, gồm: Tham gia 5,12 điểm; Công khai 5,64 điểm;"
        " Giải trình 4,91 điểm; Thủ tục 7,24 điểm; các tiêu chí khác chưa công bố.",
        # a round of an examination is no number
        "Vòng hai có 165/1.031 thí sinh đạt (có 41 thí sinh bỏ thi vòng 2).",
    ],
)
def test_what_tells_other_things_is_left_alone(text: str) -> None:
    assert not anchors_below_head(text)
