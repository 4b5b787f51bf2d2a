"""What an assessment says of all or of none, against what the results have counted."""

import pytest

from lienmach.checker.tests.saying import errors

_RESULTS = (
    "UBND XÃ X\n\nBÁO CÁO\nCông tác cải cách hành chính quý III năm 2025\n\n"
    "I. KẾT QUẢ\n\nĐã giải quyết 3.152 hồ sơ, gồm trước hạn 2.408 hồ sơ, đúng hạn 721"
    " hồ sơ, quá hạn 23 hồ sơ. Đang giải quyết 86 hồ sơ trong hạn.\n\n"
    "Trong 12 xã được xem có 7/12 xã lập đủ sổ theo dõi, còn 5 xã lập thiếu sổ. Kế"
    " hoạch có 31 nhiệm vụ, đã hoàn thành 26 nhiệm vụ, còn 5 nhiệm vụ chưa hoàn thành."
    " Nghị quyết đề ra 9 chỉ tiêu, 6 chỉ tiêu đạt và vượt, còn 3 chỉ tiêu chưa đạt."
    " Nhận 14 phản ánh, đã trả lời 12 phản ánh, quá hạn 2 phản ánh.\n\n"
    "II. ĐÁNH GIÁ\n\n"
)


@pytest.mark.parametrize(
    "text",
    [
        "Không còn HS nào trả quá hạn.",
        "Không hồ sơ nào bị trễ hạn.",
        "Toàn xã không còn hồ sơ trễ hạn, nhất là lĩnh vực đất đai.",
        "Quý III năm 2025 không phát sinh hồ sơ trễ hẹn.",
        "Mọi hồ sơ đều được trả đúng hẹn.",
        "Các hồ sơ đều được giải quyết trước và đúng hạn.",
        "Hồ sơ đều trả đúng hạn.",
        "Không phản ánh nào bị quá hạn.",
        "Cả 12 xã đều đã lập đủ sổ theo dõi.",
        "100% xã lập đủ sổ theo dõi.",
        "Không xã nào lập thiếu sổ.",
        "Đã hoàn thành 100% nhiệm vụ của kế hoạch.",
        "Đã hoàn thành tất cả các nhiệm vụ.",
        "Tất cả 9 chỉ tiêu đều đạt 100%.",
        "Đã hoàn thành 100% chỉ tiêu.",
        "Toàn bộ chỉ tiêu đạt và vượt.",
        "Không chỉ tiêu nào chưa đạt.",
    ],
)
def test_figures_deny_what_is_said(text: str) -> None:
    assert errors(f"{_RESULTS}{text}\n")


@pytest.mark.parametrize(
    "text",
    [
        "Không hồ sơ nào trễ hạn trên 10 ngày.",
        "Lĩnh vực hộ tịch không hồ sơ nào trễ hạn.",
        "Đang giải quyết 86 hồ sơ; không hồ sơ nào quá hạn.",
        "Trong số này không có hồ sơ nào quá hạn.",
        "Các hồ sơ còn lại đều được trả đúng hạn.",
        "Hồ sơ chứng thực đều trả đúng hạn.",
        "Yêu cầu mọi hồ sơ đều được trả đúng hẹn.",
        "Quý trước không phát sinh hồ sơ trễ hẹn.",
        "Năm 2024 không phát sinh hồ sơ trễ hạn.",
        "Tháng 9 không có hồ sơ trễ hạn.",
        "Toàn bộ hồ sơ trễ hạn đều có thư xin lỗi.",
        "Không phải hồ sơ nào cũng được trả đúng hạn.",
        "Cả 12 xã đều có kế hoạch và sổ trực.",
        "Không phải xã nào cũng lập đủ sổ theo dõi.",
        "Không xã nào chưa có sổ trực.",
        "Phòng Tư pháp đã hoàn thành toàn bộ nhiệm vụ.",
        "Hoàn thành 100% nhiệm vụ tỉnh giao.",
        "Hoàn thành tất cả các nhiệm vụ đến hạn.",
        "Tất cả 9 chỉ tiêu đều có người theo dõi.",
        "Không đơn vị nào có hồ sơ tồn quá 30 ngày.",
        "Không phản ánh nào về thái độ phục vụ.",
    ],
)
def test_what_is_said_of_others_is_right(text: str) -> None:
    assert not errors(f"{_RESULTS}{text}\n")
