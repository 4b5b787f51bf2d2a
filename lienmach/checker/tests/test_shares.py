"""Percentages: found wrong when they are, silent when right; none of other counts."""

import re

import pytest

from lienmach.checker.tests.saying import errors

_EITHER = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")
# Each with what is right and what is wrong in its place.
_SENTENCES = (
    # All there is
    "Đơn về đất đai chiếm {71,4|74,1}%; môi trường 20,5% và lĩnh vực khác 8,1%.",
    "Có 418 phiếu: đánh giá tốt (4-5 sao) chiếm 93.25%, khá (3 sao) là 4.19%, trung"
    " bình và yếu chỉ chiếm {2.56|25.6}%.",
    "Đội ngũ dưới 40 tuổi chiếm {58,2|52,8}% (tăng 3,1%), từ 41 tuổi trở lên chiếm"
    " 41,8% (giảm 3,1%).",
    "Đã thu hơn 4.120 triệu đồng, đạt {81,3|83,1}% số phải thu; số chưa thu là hơn"
    " 948 triệu đồng, chiếm 18,7% số phải thu.",
    "Tỷ lệ dịch vụ trực tuyến đạt {61,27|67,27}% (toàn trình là 28,4%, một phần là"
    " 32,9%).",
    "Có 412 đại biểu tham gia (84,08%). Tán thành 401 đại biểu ({81,84|88,14}%), bảy"
    " phiếu không tán thành (1,43%), bốn phiếu trống (0,82%).",
    # Of one total that nobody printed
    "Xã còn 217 hộ nghèo, chiếm 4,63%; hộ cận nghèo là 331 hộ, chiếm {7,06|6,07}%.",
    "Ông A: 46 phiếu (chiếm 85,19% tổng số đại biểu).\n\nÔng B: 41 phiếu (chiếm"
    " {75,93|70,37}% tổng số đại biểu).\n\nBà C: 7 phiếu (chiếm 12,96% tổng số đại"
    " biểu).\n\nBà D: 5 phiếu (chiếm 9,26% tổng số đại biểu).",
    "Trong 54 đại biểu, có 01 đại biểu vắng mặt.\n\n+ Tín nhiệm cao: 53 phiếu (chiếm"
    " {98,15|91,85} % số đại biểu).",
    "Còn 61.284 hộ nghèo, chiếm {3,47|3,74}% tổng số hộ. Hộ cận nghèo là 32.178 hộ,"
    " chiếm 1,82% tổng số hộ.",
    "1. Đại biểu nữ\n\n143 (30.17%)\n\n2. Dưới 40 tuổi\n\n52 ({10.97|19.07}%)\n\n"
    "3. Có bằng đại học\n\n107 (22.57%)\n\n4. Trúng cử lần đầu\n\n281 (59.28%)",
    # Of what is told elsewhere, or behind
    "Đã có 109/139 kiến nghị được trả lời.\n\nTới nay, đã có 109 kiến nghị được trả lời"
    " (bằng {78|87}%), 14 kiến nghị chưa làm.",
    "Số hồ sơ nộp qua mạng là {516|561} và tổng số hồ sơ là 687, chiếm 75,11%.",
    # Of rounded numbers
    "Tòa án thụ lý gần 1.650 vụ, đã giải quyết trên 1.300 vụ, đạt {79|97}%.",
    "Thụ lý {13.084|10.384} vụ/14.856 vụ các loại, giải quyết đạt tỷ lệ hơn 88%.",
    "Cả năm có 1.482.316 lượt giao dịch qua bưu điện, trong đó bảo hiểm là 943.127"
    " lượt, chiếm hơn {63,6|66,3}% tổng số lượt giao dịch.",
    "Tiền có điều kiện thi hành là 12,4 tỷ đồng. Đã thu được hơn 6,6 tỷ đồng, đạt"
    " {53,7|35,7}%.",
    # Growth of what is told
    "Huyện còn 23 xã (gồm 4 phường và 19 xã), giảm {17|11} xã, tương ứng mức giảm"
    " 42,5%.",
    "Thụ lý 4.126 vụ/6.310 bị cáo, giảm 714 vụ = {14,8|11,4}% so với năm 2018.",
    "Huyện còn 12 phòng và 4 ban, giảm 5 phòng, ban, tương ứng giảm {23,8|28,3}%.",
    "Hiện có 41 xã, phường, giảm 27 đơn vị, tương ứng {39,7|37,9}%.",
    "Ban Chấp hành gồm 38 đồng chí - giảm 3 đồng chí, tỷ lệ {7,32|3,72}% so với khoá"
    " trước.",
    "Thụ lý 6.481 việc, giảm 352 việc ({5,15|1,55}%) so với năm 2021 (trong đó ủy thác"
    " 47 việc).",
    "Thụ lý 74 vụ với 131 bị can, tăng 12 vụ, 5 bị can so với năm 2021, tỷ lệ tăng"
    " {19,4|14,9}%.",
    "Tiếp nhận 1.024 đơn, giảm {11,1|12,5}% (128 đơn) so với cùng kỳ năm 2022.",
    "Đã cắt giảm 13/13 đầu mối, đạt tỷ lệ {100|72}%.",
    "Dự kiến cắt giảm {1.172|1.712}/2.791 thủ tục, đạt tỷ lệ 42%, cắt giảm 934/2.913"
    " điều kiện kinh doanh, đạt tỷ lệ 32%.",
    "Có {4/8|7/8} viên chức đạt chỉ tiêu, chiếm 50% tổng số viên chức.",
    "Thu 1.140 tỷ đồng/2.500 tỷ đồng, đạt {45,6|46,5}% dự toán.",
    # Each of a list
    "Nhiều phòng đã hoàn thành {100|98}% nhiệm vụ như: phòng A hoàn thành 15/15 nhiệm"
    " vụ; phòng B 13/13 nhiệm vụ; phòng C 08/08 nhiệm vụ.",
    "Nhiều phòng đã hoàn thành 100% nhiệm vụ như: phòng A hoàn thành {15|13}/15 nhiệm"
    " vụ; phòng B 13/13 nhiệm vụ; phòng C 08/08 nhiệm vụ.",
    # Of thousands and millions
    "Có {2,3|2,8} triệu lượt hồ sơ trực tuyến trên tổng số 2,5 triệu lượt hồ sơ, đạt"
    " 92%.",
    # By name
    "- Tổng số cử tri: 12.845\n\n- Cử tri đã bỏ phiếu: 12.779\n\n- Tỷ lệ cử tri đã bỏ"
    " phiếu so với tổng số cử tri: {99,49|94,99}%",
)
_RIGHT = (
    # Of a plan, or of a time before, which nobody printed
    "Tổng thu 18.240 tỷ đồng, đạt 24,9% so với dự toán.\n\nThu nội địa 9.257 tỷ đồng,"
    " đạt 23% so với dự toán và bằng 81,7% so với cùng kỳ; dầu thô 7.461 tỷ đồng, đạt"
    " 33,9% so với dự toán và bằng 82,4% so với cùng kỳ năm trước; xuất nhập khẩu 3.419"
    " tỷ đồng, đạt 18,5% so với dự toán và giảm 24,3% so với cùng kỳ.",
    "Có 4.124 cơ sở tạm ngừng, giảm 20,4% so với tháng trước; có 5.273 cơ sở chờ giải"
    " thể, tăng 1,1% và tăng 27,2%.",
    "Thụ lý 6.481 việc, giảm 352 việc (5,15%) so với năm 2021 (trong đó ủy thác 47).",
    # Of fewer things
    "Có 2.191 nhiệm vụ. Trong đó, có 1.605 nhiệm vụ đến hạn đã hoàn thành, đạt 98,6%;"
    " chưa hoàn thành 586 (trong hạn 563, quá hạn 23).",
    "Có 430 thủ tục, 37 quy định tại 43 văn bản được thẩm tra, trong đó đề nghị bỏ 24"
    " thủ tục, 1 quy định, sửa đổi 251 thủ tục, 17 quy định (chiếm 62,7%).",
    "Kỷ luật 62 đảng viên, có 13 cấp ủy viên (chiếm 20,9%), giảm 18 đảng viên.",
    "Có 62/63 xã đã số hóa dữ liệu (riêng xã Hòa Bình còn dở, đạt 85%).",
    # Each of them, not of them all
    "Có 5/9 xã đạt mức dưới 3% và cả 9/9 xã đạt mức dưới 10%; 7/9 xã đạt trên 80%.",
    "Đoàn xếp loại (loại Tốt từ 85 điểm trở lên, loại Khá từ 70 đến dưới 85 điểm): 06"
    " đơn vị loại Tốt (42,86%), 08 đơn vị loại Khá (57,14%).",
    "Tiếp nhận 2.480 hồ sơ, nộp phí trực tuyến 915 hồ sơ (đạt 71,6% số hồ sơ có phí).",
    # Of all who have a seat, of what is rounded, and two steps that are no fraction
    "Có 479/480 đại biểu tán thành (bằng 96,96% tổng số đại biểu Quốc hội).\n\nCó"
    " 353/476 đại biểu tán thành (bằng 71,46% tổng số đại biểu Quốc hội).",
    "Đã thanh tra 25 cuộc, ban hành 17 kết luận, phát hiện sai phạm 6,51 tỷ đồng, đã"
    " thu được hơn 3,26 tỷ đồng (50%).",
    "Tiếp nhận và giải quyết 39/32 đơn.",
    "Tổng số tiền là 470 tỷ 581 triệu 120 nghìn đồng, đã thu 165 tỷ 603 triệu 599 nghìn"
    " đồng, đạt 35,2%.",
    "Tổng chi là 1.747.100.000 triệu đồng. Mức bội chi là 234.800.000 triệu đồng, tương"
    " đương 3,44% tổng sản phẩm trong nước (GDP).",
    # Days and rounds
    "Hạ Long (TTXVN 27/4) Có 348 người là nữ.",
    "Qua vòng 1 có 1.072 thí sinh. Sang vòng 2, 41 thí sinh không đến.",
    # Not all there is
    "Nộp trực tuyến đạt 41,2%, ký số đạt 33,6%, thanh toán trực tuyến đạt 28,1%.",
    "Có 2 người học cao cấp đạt 1,6%; trung cấp có 87 người chiếm 70% và sơ cấp có 28"
    " người bằng 22,4%.",
    "Có 1.263 hộ nghèo, chiếm 6,37%; 1.578 hộ cận nghèo, chiếm 11,25%.",
)


@pytest.mark.parametrize(
    "text", [*(_EITHER.sub(r"\1", s) for s in _SENTENCES), *_RIGHT]
)
def test_what_is_right_is_called_wrong_nowhere(text: str) -> None:
    assert errors(text) == []


@pytest.mark.parametrize("text", [_EITHER.sub(r"\2", text) for text in _SENTENCES])
def test_a_wrong_percentage_is_called_wrong(text: str) -> None:
    assert errors(text) != []
