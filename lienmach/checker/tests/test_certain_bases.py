"""Percentages and means whose base is certain by its place: no slip need show.

«{right|wrong}», and what tempts but is right.
"""

import re

import pytest

from lienmach.checker.tests.saying import errors

_EITHER = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")
_SENTENCES = (
    # Of the list that its part stands in
    "Trong 250 hồ sơ được xem có 190 hồ sơ đúng, 60 hồ sơ có sai sót. Tỷ lệ hồ sơ có"
    " sai sót là {24|31,6}%.",
    "Hỏi 500 người, 430 người hài lòng, 50 người bình thường, 20 người không hài lòng."
    " Tỷ lệ từ bình thường trở lên là 96%, riêng tỷ lệ hài lòng là {86|96}%.",
    "Tiếp nhận 4.000 hồ sơ, gồm:\n+ Giao dịch điện tử: 3.100 hồ sơ;\n+ Bưu chính: 500"
    " hồ sơ;\n+ Tại quầy: 400 hồ sơ.\n\nTỷ lệ điện tử {77,5|75,7}%.",
    "Kế hoạch có 50 nhiệm vụ.\n- Kết quả: hoàn thành 46 nhiệm vụ; đang làm 04 nhiệm vụ;"
    " tỷ lệ hoàn thành {92,0|84,0}%.",
    "Khám cho 80.000 lượt, trong đó tuyến tỉnh 30.000 lượt, tuyến huyện 26.000 lượt,"
    " tuyến xã 24.000 lượt (chiếm {30|32,5}%).",
    "Cài đặt cho 2.000 người, gồm Đoàn thanh niên 900, Hội Phụ nữ 600, Hội Nông dân"
    " 500. Đoàn thanh niên làm nhiều nhất, chiếm {45|54,1}%.",
    # Of the number right before a bracket
    "Kiểm tra 150 văn bản của cấp dưới, phát hiện {12|21} văn bản sai thể thức (chiếm"
    " 8,0%), đã kiến nghị 12/12 văn bản.",
    # Of so many there are
    "Biên chế giao 60, hiện có 50. Trong 50 đồng chí có 40 đảng viên, bằng {80|66,7}%.",
    "Có 45.060 người tham gia trên 50.000 dân, tỷ lệ bao phủ {90,12|91,02}%.",
    # Of a plan, in short, and of money
    "Kiểm tra 11 đơn vị, đạt {110|120}% kế hoạch (KH 10 đơn vị).",
    "Diện tích lúa 122/125 ha, đạt {97,6|88,1}% so với KH.",
    "Tổng thu 4.500.000.000đ/9.000.000.000đ đạt {50|45}% dự toán.",
    # All is no rounding
    "Văn bản đi ký số {3.940|3.904}/3.940, đạt 100%.",
    # Of those done, of which some were late
    "Tiếp nhận 15.328 hồ sơ. Đã giải quyết xong 15.011 hồ sơ, trong đó đúng và trước"
    " hạn 14.964, quá hạn 47. Tỷ lệ đúng và trước hạn đạt {99,69|97,63}%.",
    # All grades down to one
    "Thu về 400 phiếu: rất hài lòng 210 phiếu; hài lòng 170 phiếu; bình thường 20"
    " phiếu. Tỷ lệ từ hài lòng trở lên đạt {95,0|59,0}%.",
    # Growth
    "Tay chân miệng 612 ca, giảm {25|52}% so với cùng kỳ (816 ca).",
    "Có 180 doanh nghiệp mới với tổng vốn 900 tỷ đồng, giảm {10,0|8,4}% về số doanh"
    " nghiệp (cùng kỳ 200).",
    "Số đơn tiếp nhận qua mạng năm 2018 là 2.500 đơn, năm 2019 là {3.500|3.050} đơn"
    " (tăng 40,0% so với năm 2018).",
    "Thành phố sắp xếp 50 ban quản lý thành 31 ban quản lý (giảm {38|61}%).",
    "So với năm 2015 giảm 10 đơn vị (năm 2015 có 80 đơn vị), tương ứng giảm"
    " {12,5|14,3}%.",
    "Nhận 11.000 hồ sơ, so với cùng kỳ năm 2020 (10.000 hồ sơ) tăng 1.000 hồ sơ, tức"
    " tăng {10,0|19,0}%.",
)
_RIGHT = (
    # Not of the list that they stand behind
    "Nhận 9.000 hồ sơ, trong đó qua mạng 6.000 hồ sơ, tại quầy 3.000 hồ sơ. Tỷ lệ hồ sơ"
    " qua mạng trả đúng hạn đạt 99,7%.",
    "Nhận 9.000 hồ sơ, trong đó qua mạng 6.000 hồ sơ, tại quầy 3.000 hồ sơ. Tỷ lệ nộp"
    " qua mạng của cùng kỳ là 55,1%.",
    "Bố trí 1.800/2.000 cán bộ, công chức, trong đó có 1.000 cán bộ và 800 công chức,"
    " đạt 90%.",
    "Kế hoạch có 28 nhiệm vụ. Đến nay hoàn thành 25 nhiệm vụ, đang thực hiện 03 nhiệm"
    " vụ, đạt 89,29%.",
    "Ba năm nhận 9.000 đơn, gồm năm 2019 là 4.000 đơn, năm 2020 là 5.000 đơn. Riêng năm"
    " 2020 tỷ lệ nộp qua mạng là 30%.",
    "Giao 65 nhiệm vụ, đã hoàn thành 13 nhiệm vụ; đối với riêng 13 nhiệm vụ của quý I,"
    " tỷ lệ hoàn thành là 100%.",
    "Cài đặt cho 2.000 người, gồm Đoàn thanh niên 900, Hội Phụ nữ 600, Hội Nông dân"
    " 500. Đoàn thanh niên làm nhiều nhất, vượt 12% kế hoạch.",
    "Cài đặt cho 2.000 người, gồm Đoàn thanh niên 900, Hội Phụ nữ 600, Hội Nông dân"
    " 500. Số Đoàn thanh niên giúp người cao tuổi chiếm khoảng 60%.",
    "Có 62 người trên 40 tuổi, tỷ lệ nữ 45%.",
    "Cả xã có 900 người trên địa bàn 12 thôn, tỷ lệ dùng nước sạch 91,38%.",
    "Thi hành xong 15.004/15.011 việc, đạt 100%.",
    "Tiếp nhận 15.328 hồ sơ, đã giải quyết 15.011 hồ sơ; tỷ lệ số hóa đạt 97,9%.",
    # Of a plan
    "Số hóa tài liệu lưu trữ vượt kế hoạch, đạt 112% chỉ tiêu.",
    "Kiểm tra 11 đơn vị, đạt 55% kế hoạch (KH năm 20 đơn vị).",
    "Trong 50 xã có 40 xã đăng ký, bằng 160% kế hoạch giao.",
    # Not made of what went before
    "Đến cuối năm 2021, huyện còn 37/63 xã chưa giải ngân, đạt 0%.",
    "Nhận 1.500 đơn trong kỳ, so với cùng kỳ năm 2022 (1.600 đơn) giảm 100 đơn, bằng"
    " 93,75% cùng kỳ.",
    "Tháng 8 nhận 805 đơn, tăng so với tháng 7 (640 đơn): tăng 165 đơn, bằng 125,8%"
    " tháng 7.",
    "So với cùng kỳ 2019, số đơn năm nay tăng mạnh, đạt 312 đơn.",
)


@pytest.mark.parametrize(
    "text", [*(_EITHER.sub(r"\1", s) for s in _SENTENCES), *_RIGHT]
)
def test_what_is_right_is_called_wrong_nowhere(text: str) -> None:
    assert errors(text) == []


@pytest.mark.parametrize("text", [_EITHER.sub(r"\2", text) for text in _SENTENCES])
def test_what_is_of_another_base_is_called_wrong(text: str) -> None:
    assert errors(text) != []
