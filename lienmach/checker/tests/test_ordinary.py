"""Claims of ordinary reports, each in the words of several offices.

A slot «{right=>wrong}» is tried by itself; with all slots right nothing is an error.
"""

import re

import pytest

from lienmach.checker.tests.saying import anchors_below_head

_SLOT = re.compile(r"\{([^{}]*?)=>([^{}]*?)\}")
_FIGURE = re.compile(r"\d(?:[\d.,/]*\d)?")

PLAIN = (
    # some out of others
    "Có {14=>64} người trong số 61 cán bộ, công chức mới chuyển từ cấp huyện cũ về.",
    "Trong số 61 cán bộ, công chức có {14=>64} người chuyển từ huyện về.",
    "{38=>83} người trong tổng số 52 công chức đã qua bồi dưỡng.",
    "Trong tổng số 52 công chức của xã, {38=>83} người có trình độ đại học trở lên.",
    "Có {27=>72} hồ sơ trong số 45 hồ sơ quá hạn là của lĩnh vực đất đai.",
    "Trong 45 hồ sơ quá hạn có {27=>72} hồ sơ thuộc lĩnh vực đất đai.",
    "Trong 18 đơn vị được kiểm tra, {16=>61} đơn vị đã niêm yết đầy đủ.",
    "{9=>29} trong số 24 xã chưa có trụ sở mới.",
    "Có {5=>25} trên tổng số 19 văn bản phải sửa đổi.",
    "Trong số 34 cán bộ được cử đi học, có tới {19=>91} đồng chí là nữ.",
    # done of what there was
    "Qua kiểm tra yêu cầu chấn chỉnh 9 nội dung, đến nay khắc phục xong "
    "{7=>11} nội dung.",
    "Đoàn kiểm tra chỉ ra 14 tồn tại; các đơn vị đã khắc phục {11=>17} tồn tại.",
    "Phát hiện 14 thiếu sót, đã khắc phục {12=>21} thiếu sót.",
    "Kết luận thanh tra nêu 12 kiến nghị, đến nay đã thực hiện xong "
    "{10=>16} kiến nghị.",
    "Nhận 26 phản ánh, kiến nghị của người dân, đã trả lời {24=>42} "
    "phản ánh, kiến nghị.",
    "Được giao 36 nhiệm vụ; đã hoàn thành {31=>41} nhiệm vụ.",
    "Chủ tịch UBND tỉnh giao 58 nhiệm vụ. Đến nay, Sở đã hoàn thành {52=>62} nhiệm vụ.",
    "Kế hoạch đề ra 27 nhiệm vụ, đã hoàn thành {23=>32} nhiệm vụ.",
    "Tổ rà soát 48 văn bản, đề nghị bãi bỏ {13=>63} văn bản.",
    "Đã tự kiểm tra 120 hồ sơ, phát hiện {17=>170} hồ sơ thiếu thành phần.",
    # sent, and signed of it
    "6. Chính quyền số: văn bản đi 1.408, ký số {1.380=>1.480}.",
    "Văn bản đi 2.316 văn bản, ký số {2.231=>2.361} văn bản.",
    "Phát hành 1.745 văn bản, trong đó ký số {1.735=>1.754}.",
    "Trong kỳ phát hành 1.745 văn bản điện tử, đã ký số {1.699=>1.799} văn bản.",
    "- Tổng số văn bản đi: 968; số văn bản được ký số: {960=>986}.",
    "Số văn bản phát hành là 3.204, số văn bản ký số là {3.119=>3.240}.",
    "Văn bản đến 5.160, xử lý đúng hạn {5.106=>5.610}.",
    # one month of several
    "9 tháng Cục tiếp nhận 5.630 hồ sơ. Riêng tháng 8/2019, Cục tiếp "
    "nhận {702=>7.020} hồ sơ, là tháng cao nhất kể từ đầu năm.",
    "Từ đầu năm đến nay toàn huyện tiếp nhận 4.210 hồ sơ. Riêng tháng 9 "
    "tiếp nhận {512=>5.120} hồ sơ.",
    "Lũy kế 10 tháng đã trả 76.905 hồ sơ. Trong tháng 10 đã trả {8.340=>83.400} hồ sơ.",
    "6 tháng đầu năm tiếp nhận 3.116 hồ sơ; trong tháng 6 tiếp nhận "
    "{604=>6.040} hồ sơ.",
    "Cả năm tiếp nhận 8.204 hồ sơ; quý IV tiếp nhận {2.304=>23.040} hồ sơ.",
    "Tháng 10 tiếp nhận 8.340 hồ sơ. Lũy kế 10 tháng tiếp nhận {76.905=>6.905} hồ sơ.",
    # one field of all
    "Số hồ sơ trễ hạn là 1.204 hồ sơ (chiếm 1,26%). Lĩnh vực đất đai có "
    "{893=>1.893} hồ sơ trễ hạn; xây dựng có 141 hồ sơ; các lĩnh vực "
    "khác 170 hồ sơ.",
    "Toàn huyện có 312 hồ sơ quá hạn. Lĩnh vực đất đai có {208=>802} hồ "
    "sơ quá hạn, bằng 66,7% tổng số quá hạn.",
    "Có 96 hồ sơ trễ hẹn. Riêng đất đai {61=>161} hồ sơ trễ hẹn, chiếm "
    "63,5% tổng số hồ sơ trễ hẹn.",
)

RIGHT = (
    # not some out of others
    "Trong 45 ngày có 72 hồ sơ nộp tại xã.",
    "Trong số 34 cán bộ được cử đi học, có 12 đồng chí dự 40 buổi.",
    "Trong số 18 đơn vị được kiểm tra, có 61 người vi phạm giờ giấc.",
    "Trong 45 hồ sơ quá hạn có 72 giấy tờ phải bổ sung.",
    "Trong số 52 công chức, các phòng có 30 người, 14 xã có 95 người thì chưa tính.",
    # not done of what there was
    "Kế hoạch kiểm tra 12 đơn vị; đã kiểm tra 14 đơn vị, vượt kế hoạch.",
    "Qua kiểm tra yêu cầu chấn chỉnh 9 nội dung; cùng với 4 nội dung kỳ "
    "trước chuyển sang, đã khắc phục 11 nội dung.",
    "Nhận 26 đơn, đã giải quyết 31 đơn, trong đó có 7 đơn kỳ trước chuyển sang.",
    "Đoàn kiểm tra chỉ ra 14 tồn tại; năm trước chỉ ra 17 tồn tại.",
    "Kế hoạch năm mở 5 lớp, đến nay đã mở 7 lớp, đạt 140% kế hoạch.",
    "Tiếp nhận 402 hồ sơ, đã giải quyết 410 hồ sơ (kể cả 20 hồ sơ kỳ trước).",
    # not sent, and signed of it
    "Văn bản đi 1.408, văn bản đến 5.480.",
    "Văn bản đi 1.408, ký số 1.480 lượt (có văn bản ký nhiều lần).",
    "Văn bản đi 1.408; chữ ký số đã cấp 1.480.",
    # not one month of several
    "Tháng 10 cấp tỉnh tiếp nhận 8.340 hồ sơ. Lũy kế 10 tháng cấp huyện "
    "tiếp nhận 6.905 hồ sơ.",
    "Từ đầu năm tiếp nhận 4.210 hồ sơ đất đai. Riêng tháng 9 toàn huyện "
    "tiếp nhận 5.120 hồ sơ các loại.",
)


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_claim_is_reckoned(text: str) -> None:
    assert not anchors_below_head(_SLOT.sub(r"\1", text))
    for slot in _SLOT.finditer(text):
        ahead, behind = text[: slot.start()], text[slot.end() :]
        wrong = "".join((_SLOT.sub(r"\1", ahead), slot[2], _SLOT.sub(r"\1", behind)))
        figures = set(_FIGURE.findall(slot[2]))
        assert any(figures & set(called) for called in anchors_below_head(wrong)), wrong


@pytest.mark.parametrize("text", RIGHT)
def test_what_tempts_is_left_alone(text: str) -> None:
    assert not anchors_below_head(text)
