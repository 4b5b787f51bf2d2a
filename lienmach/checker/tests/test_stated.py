"""The plainest sentences of the genre: found wrong when they are, silent when right."""

import pytest

from lienmach.checker.tests.saying import anchors_below_head


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (
            "Đến nay đã hoàn thành 31/42 nhiệm vụ, đạt 73,8%; còn {} nhiệm vụ đang"
            " triển khai trong quý IV.",
            "11",
            "13",
        ),
        (
            "Kế hoạch gồm 56 nhiệm vụ. Đến nay đã hoàn thành 38 nhiệm vụ; đang thực"
            " hiện 15 nhiệm vụ; chưa thực hiện {} nhiệm vụ.",
            "03",
            "05",
        ),
        (
            "Sở có 47 nhiệm vụ, phân theo 06 lĩnh vực: thể chế 07, thủ tục hành chính"
            " 12, tổ chức bộ máy 05, chế độ công vụ 08, tài chính công 04 và chính"
            " quyền số {} nhiệm vụ.",
            "11",
            "10",
        ),
        (
            "Kỳ này phải xử lý 936 đơn (kỳ trước chuyển sang 40 đơn, nhận mới 896 đơn),"
            " so với cùng kỳ tăng 31 đơn. Xem xét xong, có 221 đơn (196 khiếu nại, 25"
            " tố cáo) đúng thẩm quyền. Số còn lại {} đơn đã chuyển nơi khác.",
            "715",
            "751",
        ),
        (
            "Cử tri nêu 462 vấn đề, trong đó có 131 vấn đề của huyện; trả lời tại chỗ"
            " 84 vấn đề, còn lại {} vấn đề được ghi nhận.",
            "47",
            "41",
        ),
        (
            "Đã thụ lý 6 vụ/63 bị can. Ra cáo trạng truy tố 5 vụ/58 bị can; còn 1 vụ/{}"
            " bị can.",
            "5",
            "8",
        ),
        (
            "Có 143/156 công chức có mặt; vắng 13 người, trong đó có lý do 11 người,"
            " không có lý do {} người.",
            "02",
            "04",
        ),
        (
            "Đã ban hành 19 văn bản. Đã công bố hết hiệu lực {} văn bản trong số 19 văn"
            " bản này.",
            "05",
            "25",
        ),
        (
            "Đã kiểm tra tại 08 cơ quan, đơn vị, gồm 03 phòng chuyên môn và {} xã,"
            " phường; qua kiểm tra phát hiện 17 vấn đề, đã khắc phục 14 vấn đề.",
            "05",
            "06",
        ),
        (
            "Kế hoạch đề ra 26 nhiệm vụ. Đến nay đã hoàn thành 15 nhiệm vụ, đạt 57,7%;"
            " đang thực hiện {} nhiệm vụ, không có nhiệm vụ quá hạn.",
            "11",
            "09",
        ),
        (
            "Phát ra 640 phiếu, thu về 612 phiếu (đạt 95,6%). Trong đó: rất hài lòng"
            " 401 phiếu, hài lòng 198 phiếu, bình thường {} phiếu.",
            "13",
            "23",
        ),
        (
            "Xã có 7.206 khẩu, trong đó nam 3.551, nữ {}.",
            "3.655",
            "3.755",
        ),
        (
            "Huyện ban hành 37 văn bản, gồm 21 văn bản năm 2022 và {} văn bản 9 tháng"
            " đầu năm 2023. 14/14 xã, thị trấn có kế hoạch hằng năm.",
            "16",
            "18",
        ),
        (
            "Huyện kiểm tra 16 cơ quan, đơn vị, gồm 06 phòng và {} xã. Qua đó phát"
            " hiện 17 vấn đề, đã xử lý xong.",
            "10",
            "11",
        ),
    ],
)
def test_a_plain_sentence_is_reckoned(text: str, right: str, wrong: str) -> None:
    assert not anchors_below_head(text.format(right))
    assert any(wrong in anchors for anchors in anchors_below_head(text.format(wrong)))


@pytest.mark.parametrize(
    "text",
    [
        # other things remain than those that the fraction counts
        "Đã hoàn thành 31/42 nhiệm vụ; còn 8 nhiệm vụ đang làm, 3 nhiệm vụ chưa làm.",
        "Đã hoàn thành 31/42 nhiệm vụ; còn có 9 nhiệm vụ giao thêm ngoài kế hoạch.",
        # what is left is left of those that came newly
        "Phải giải quyết 4.286 hồ sơ (kỳ trước 318 hồ sơ, mới 3.968 hồ sơ). Trong số hồ"
        " sơ mới có 2.619 hồ sơ nộp trực tuyến; còn lại 1.349 hồ sơ nộp trực tiếp.",
        # those that were late are a part of what is done
        "Đã giải quyết 3.648 hồ sơ, quá hạn 06 hồ sơ; còn 27 hồ sơ chưa đến hạn trả.",
        # three parts, not two
        "Nhận 63 đơn, đã hòa giải thành 41 đơn, không thành 09 đơn, còn 13 đơn.",
        # units left out of a sum of money
        "Kinh phí giao 9.640 triệu đồng, trong đó tự chủ 5.870, không tự chủ 3.770"
        " triệu đồng.",
        # the same people may say two things
        "Trong 120 người được hỏi có 108 người khen thái độ; 97 người cho rằng nhanh;"
        " 11 người phải đi lại từ 03 lần trở lên.",
    ],
)
def test_what_has_another_reading_is_left_alone(text: str) -> None:
    assert not anchors_below_head(text)


def test_two_tellings_far_apart_are_of_two_things() -> None:
    told = "I. KẾT QUẢ\nĐã giải quyết 1.715 hồ sơ.\nII. LIÊN THÔNG\nĐã giải quyết {}."
    assert not anchors_below_head(told.format("58 hồ sơ"))
    assert anchors_below_head(told.format("1.751 hồ sơ"))


@pytest.mark.parametrize(
    "text",
    [
        "Trong năm nhận 412 hồ sơ, đã trả 398 hồ sơ, còn tồn 21 hồ sơ.",
        "Đã giải quyết 1.715 hồ sơ, trong đó trước hạn và đúng hạn 1.709 hồ sơ; trễ hạn"
        " 06 hồ sơ; đang giải quyết trong hạn 23 hồ sơ.",
        "Trong 418 hồ sơ có 402 hồ sơ trả đúng hạn, 12 hồ sơ chưa đến hạn, một số hồ sơ"
        " dân xin rút.",
        "Xếp loại tốt 21 người, khá 84 người, hoàn thành 6 người, chưa xếp 1 người.",
    ],
)
def test_what_is_split_in_part_stays_silent(text: str) -> None:
    assert not anchors_below_head(text)
