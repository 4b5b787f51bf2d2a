"""Plain calculations of one or two sentences: found when wrong, silent when right."""

import re

import pytest

from lienmach.checker.tests.saying import HEAD, errors

_EITHER = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")
# Each with what is right and what is wrong in its place.
_SENTENCES = (
    # A share of what the sentence before, or this one, tells
    "Năm nay có 30 nhiệm vụ. Hết quý III làm được 21 nhiệm vụ, bằng {70|77}%.",
    "Kế hoạch 6 tháng cuối năm có 24 nhiệm vụ. Nay xong 15 nhiệm vụ, đạt {62,5|65,2}%.",
    "Sở giao 16 chỉ tiêu; đã đạt 14 chỉ tiêu, bằng {87,5|85,7}%.",
    "Tổ công tác lấy ngẫu nhiên 50 HS ở 05 phòng; 06 HS phải trả lại quá 02 lần, chiếm"
    " {12|21}%.",
    "Đoàn chọn 80 hồ sơ ở 08 bộ phận một cửa thì có 14 hồ sơ phải bổ sung từ 02 lần,"
    " chiếm {17,5|15,7}%.",
    "Cấp huyện giải quyết 5.120 hồ sơ, trễ 128 hồ sơ, giảm xuống còn {2,5|5,2}%.",
    "Rà soát thấy 40 văn bản cần xử lý, đã xử lý xong 37 văn bản, đạt {92,5|102,5}%.",
    # A rate that calls its part by name
    "Cục nhận 3.912 bộ. Trong đó: qua mạng 3.402 bộ, tận nơi 510 bộ. Tỷ lệ nộp qua mạng"
    " đạt {87,0|78,0}%.",
    "Có 250 lượt ý kiến: hài lòng 235 lượt, không hài lòng 15 lượt. Tỷ lệ không hài"
    " lòng là {6|16}%.",
    "Trong quý có 90 đơn. Đã trả lời 81 đơn. Tỷ lệ trả lời: {90|99}%.",
    # What is left, or lacks
    "Năm 2019 có 28 nhiệm vụ giao cho 06 phòng. Hoàn thành 25 nhiệm vụ,"
    " {03|05} nhiệm vụ xin lùi sang năm 2020.",
    "Tòa án được giao 21 biên chế, thực có 19 người: 07 Thẩm phán, 09 Thư ký, 03 người"
    " khác. Còn thiếu {02|03} người.",
    "Phòng giao 15 biên chế, hiện có 12; còn thiếu {03|05}.",
    "Trung tâm được giao 19 người, có mặt 17 người, đang thiếu {02|03} viên chức.",
    "Xã có 128 thủ tục. Sau rà soát, cắt giảm 12 thủ tục, nay còn {116|161} thủ tục.",
    "Toàn huyện có 46 trường học. Sáp nhập giảm 05 trường, hiện còn {41|45} trường,"
    " trong đó 12 trường mầm non.",
    "Bộ phận một cửa có 214 TTHC. Trong kỳ bãi bỏ 18 TTHC, chỉ còn {196|169} TTHC.",
    "Tổ kiểm tra rút 60 hồ sơ, mỗi xã 10 hồ sơ. Kết quả 51 hồ sơ đúng quy trình,"
    " {09|19} hồ sơ có sai sót.",
    # What two numbers are apart
    "Thời gian cấp phép rút từ 20 ngày xuống còn 14 ngày, như vậy giảm {06|08} ngày.",
    "Thời gian xử lý bình quân giảm từ 12,5 ngày xuống 9,8 ngày, nghĩa là nhanh hơn"
    " {2,7|3,7} ngày.",
    "Số phòng giảm từ 12 phòng còn 09 phòng, tức bớt {03|04} phòng.",
    "Chi phí giảm từ 9.370 triệu đồng xuống còn 7.918 triệu đồng, tức tiết kiệm được"
    " {1.452|1.542} triệu đồng.",
    "Quý II tiếp nhận 2.264 hồ sơ, tăng {334|343} hồ sơ so với quý I (1.930 hồ sơ); lũy"
    " kế 6 tháng 4.194 hồ sơ.",
    "Tháng 8 nhận 906 hồ sơ, giảm {58|85} hồ sơ so với tháng 7 (964 hồ sơ), cộng hai"
    " tháng 1.870 hồ sơ.",
    "Tỷ lệ số hóa năm 2020 là 15,2%, năm 2021 là 41,6%, năm 2022 đạt 77,9%, so với năm"
    " đầu tăng {62,7|67,2} điểm phần trăm.",
    # All parts of a whole
    "Đã làm việc với 12/24 đơn vị, trong đó có 07 xã và {05|06} phòng.",
    "Kiểm tra 09/21 cơ quan, địa phương, gồm 06 phường và {03|04} phòng chuyên môn.",
    "Đảng bộ kỷ luật 14 đảng viên; khiển trách 09, cảnh cáo {04|05}, cách chức 01.",
    "Đã xử lý 05 công chức với hình thức khiển trách 03, cảnh cáo {02|03}.",
    # Of several years
    "Hai năm qua, xã tiếp nhận 5.412 hồ sơ. Năm 2018 tiếp nhận 2.597 hồ sơ, trễ hạn 24"
    " hồ sơ. Riêng 10 tháng năm 2019 tiếp nhận {2.815|2.851} hồ sơ, trễ hạn 11 hồ sơ.",
    "Giai đoạn 2016 - 2018, tỉnh mở 48 lớp. Riêng năm 2016 mở 15 lớp với 612 người. Năm"
    " 2017 mở 14 lớp với 580 người. Năm 2018 mở {19|16} lớp với 734 người.",
    "Năm 2017 có 41 đơn, trong đó 12 khiếu nại. Năm 2018 có 37 đơn, trong đó 09 khiếu"
    " nại. Năm 2019 có 30 đơn, trong đó 08 khiếu nại. Tổng cả 3 năm là {108|118} đơn.",
    "Kinh phí ba năm 7,4 tỷ đồng; năm 2017: 2,1 tỷ đồng; năm 2018: 2,5 tỷ đồng; năm"
    " 2019 dự kiến {2,8|2,3} tỷ đồng.",
)
_RIGHT = (
    # Of other numbers
    "Kế hoạch có 26 nhiệm vụ. Quý này có 12 nhiệm vụ đến hạn. Đã xong 9 nhiệm vụ, đạt"
    " 75%.",
    "Tỷ lệ hài lòng năm trước 90%. Khảo sát 200 người. Có 190 người hài lòng. Tỷ lệ hài"
    " lòng của toàn tỉnh là 93,1%.",
    "Nhận 500 hồ sơ. Đã trả 420 hồ sơ. Tỷ lệ trả đúng hạn là 97,6%.",
    "Nhận 500 hồ sơ; trong đó 120 hồ sơ đất đai. Nộp qua mạng 400 hồ sơ. Tỷ lệ nộp qua"
    " mạng ở lĩnh vực đất đai là 61%.",
    "Thu hồi 80 hồ sơ, xử lý 76 hồ sơ, đạt 105% kế hoạch.",
    "Tiếp nhận 300 hồ sơ trong 30 ngày, đạt 60% kế hoạch năm.",
    "Giải quyết 38 hồ sơ trong 02 ngày, đạt 100%.",
    "Giấy phép đầu tư từ 15 xuống 9 ngày, giảm 6 ngày (40%); giấy phép lao động từ 5"
    " xuống 4 ngày (20%).",
    "Đoàn rút 90 HS ở 09 xã, thị trấn; 18 HS phải bổ sung từ 02 lần, chiếm 20%.",
    # No difference of these two
    "Thời gian rút từ 10 ngày xuống 7 ngày, giảm 30%.",
    "Từ 10 ngày xuống 7 ngày, riêng thủ tục đất đai giảm 5 ngày.",
    "Xã giảm từ 12 ấp còn 09 ấp, cùng với 03 tổ dân phố.",
    "Đơn vị được giao 13 biên chế, hiện có 11 người. Hai phòng còn thiếu 05 máy tính.",
    "Được giao 30 biên chế, có mặt 27 người. Còn thiếu 01 Thư ký, 02 kế toán.",
    "Huyện có 46 trường học. Năm nay bãi bỏ 14 thủ tục, hiện còn 128 thủ tục.",
    "Đầu năm có 46 thủ tục. Trong năm bổ sung 6 thủ tục, bãi bỏ 14 thủ tục, hiện còn 38"
    " thủ tục.",
    "Hoàn thành 21 nhiệm vụ trong tổng số 24 nhiệm vụ; 02 nhiệm vụ lùi sang năm sau, 01"
    " nhiệm vụ đang làm.",
    "Năm nay giao 24 nhiệm vụ cho 07 phòng. Quý III hoàn thành 06 nhiệm vụ, 02 nhiệm vụ"
    " lùi sang quý IV.",
    # Not all there is
    "Kỷ luật 09 đảng viên, trong đó cảnh cáo 03, khiển trách 05; ngoài ra cách chức 01"
    " người.",
    "Kiểm tra 13/26 đơn vị, trong đó có 07 xã và 04 phòng.",
    "Ba năm qua cấp 1.200 giấy. Năm 2017 tiếp nhận 500 giấy, trả 410 giấy. Năm 2018"
    " tiếp nhận 430 giấy, trả 400 giấy. Năm 2019 tiếp nhận 460 giấy, trả 390 giấy.",
    "Giai đoạn 2016 - 2020 giao 20 nhiệm vụ. Năm 2016 làm xong 3 nhiệm vụ. Năm 2017 làm"
    " xong 4 nhiệm vụ.",
    "Ba năm qua, huyện có 120 cán bộ. Năm 2017 cử 30 cán bộ đi học. Năm 2018 cử 41 cán"
    " bộ. Năm 2019 cử 35 cán bộ.",
    "Kế hoạch 3 năm là 90 lớp. Năm 2017 mở 28 lớp. Năm 2018 mở 33 lớp. Năm 2019 mở 25"
    " lớp.",
)


@pytest.mark.parametrize("text", _SENTENCES)
def test_a_wrong_number_is_called_wrong_and_the_right_one_is_not(text: str) -> None:
    found = _EITHER.search(text)
    assert found
    ahead, behind = text[: found.start()], text[found.end() :]
    right, wrong = (errors(f"{HEAD}{ahead}{found[n]}{behind}\n") for n in (1, 2))
    assert not right
    assert any(found[2] in one.anchors for one in wrong)


@pytest.mark.parametrize("text", _RIGHT)
def test_right_sentences_are_left_alone(text: str) -> None:
    assert not errors(f"{HEAD}{text}\n")
