"""Growth whose base stands in a bracket, what several leave, totals of pairs."""

import pytest

from lienmach.checker.tests.saying import anchors_below_head


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (
            "Đến 31/10 giải ngân đạt 61,4% kế hoạch, cao hơn cùng kỳ {}% (cùng kỳ đạt"
            " 54,2%).",
            "7,2",
            "2,7",
        ),
        (
            "Có 684 phiếu hợp lệ, tỷ lệ hài lòng đạt 93,18%. So với năm 2018 (91,45%)"
            " tăng {} điểm phần trăm.",
            "1,73",
            "1,37",
        ),
        (
            "Bình quân đạt 16,5 tiêu chí/xã, tăng {} tiêu chí so với cuối năm 2018 (15"
            " tiêu chí/xã).",
            "1,5",
            "5,1",
        ),
        (
            "Tai nạn làm chết 05 người, bị thương 12 người; so với cùng kỳ giảm {}"
            " người chết (08 người), tăng 02 người bị thương (10 người).",
            "03",
            "06",
        ),
        (
            "Toàn xã có 1.318 học sinh. So với năm học trước tăng {} học sinh (năm học"
            " 2017 - 2018: 1.256 học sinh).",
            "62",
            "26",
        ),
        ("Kết hôn 418 cặp, giảm {} cặp so với cùng kỳ (455 cặp).", "37", "73"),
        (
            "Đàn lợn {} con, tăng 145 con so với năm trước (1.380 con).",
            "1.525",
            "1.552",
        ),
        (
            "Tỷ lệ hộ nghèo giảm {}%, từ 3,42% năm 2018 xuống còn 2,18% năm 2019.",
            "1,24",
            "1,42",
        ),
        (
            "Tỷ lệ chậm hạn giảm từ 5,31% xuống còn 2,17% (giảm {} điểm phần trăm).",
            "3,14",
            "3,41",
        ),
        (
            "Tháng 5 xảy ra {} vụ tai nạn (giảm 04 vụ so với cùng kỳ năm 2018: 16 vụ).",
            "12",
            "20",
        ),
        (
            "Rà soát 86 văn bản, đề nghị bãi bỏ 27 và sửa đổi 14. Số còn lại giữ nguyên"
            " là {} văn bản.",
            "45",
            "54",
        ),
        (
            "Có 1.518 hồ sơ trễ nhưng mới có 924 thư xin lỗi, còn thiếu {} thư.",
            "594",
            "549",
        ),
        (
            "Huyện có 8/14 xã đạt chuẩn, còn {} xã đạt từ 12 đến 17 tiêu chí.",
            "6",
            "8",
        ),
        (
            "Triển khai {} cuộc thanh tra (kỳ trước chuyển sang 17 cuộc, triển khai"
            " trong kỳ 55 cuộc).",
            "72",
            "27",
        ),
        (
            "Đã ban hành 12 nghị quyết về tổ chức (năm 2017: {}; năm 2018: 05; năm"
            " 2019: 04).",
            "03",
            "06",
        ),
        (
            "Tổng số người làm việc là 618, trong đó công chức 152 người, viên chức 427"
            " người, hợp đồng lao động {} người.",
            "39",
            "93",
        ),
        (
            "Tỉnh tiếp 42 lượt đoàn (mỗi đoàn từ 5 người trở lên) với {} người, giảm 6"
            " lượt đoàn so với năm trước (48 lượt đoàn). Gồm: Đông Hà 12 lượt đoàn (215"
            " người), Tây Hà 9 lượt đoàn (184 người), Nam Hà 21 lượt đoàn (358 người).",
            "757",
            "775",
        ),
        (
            "Trong tháng tiếp 38 lượt (35 lượt định kỳ, 03 lượt đột xuất) với {} người."
            " Cụ thể:\nChủ tịch tiếp 02 lượt với 03 người. Các sở tiếp 04 lượt với 06"
            " người. Các huyện tiếp 32 lượt với 55 người.",
            "64",
            "46",
        ),
        (
            "Kinh phí là 214,5 triệu đồng, gồm in ấn 22,3 triệu đồng; điều tra 148,6"
            " triệu đồng; nhập và xử lý phiếu {} triệu đồng.",
            "43,6",
            "46,3",
        ),
        (
            "Xây mới 2 trạm biến áp, nâng tổng số trạm biến áp từ 7 lên {} trạm.",
            "9",
            "6",
        ),
        (
            "Đã tiếp nhận 94 ý kiến, kiến nghị. Đến nay có 51 ý kiến, kiến nghị được"
            " giải quyết, số ý kiến còn lại ({} ý kiến) đang được xem xét.",
            "43",
            "34",
        ),
        (
            "Chỉ tiêu nghị quyết là 75%. Kết quả đạt 81,4%, vượt chỉ tiêu {} điểm phần"
            " trăm.",
            "6,4",
            "9,4",
        ),
        (
            "Tổng số hồ sơ trong quý:1.352 hồ sơ (trực tuyến 1.074; trực tiếp {}).",
            "278",
            "287",
        ),
        (
            "Có 2.861 người trả lời, trong đó nam nhiều hơn nữ.\n- Độ tuổi: dưới 30"
            " tuổi 624 người; từ 30 đến 50 tuổi {} người; trên 50 tuổi 759 người.",
            "1.478",
            "1.748",
        ),
        (
            "Hai cấp thụ lý 4.216 vụ việc.\nCơ cấu các loại án: hình sự 716; dân sự"
            " {}; hôn nhân 1.905; hành chính 112.",
            "1.483",
            "1.843",
        ),
        (
            "Toàn vùng có 214/328 xã đạt chuẩn, trong đó có {} xã đạt chuẩn nâng cao.",
            "63",
            "263",
        ),
    ],
)
def test_wrong_figure_is_found(text: str, right: str, wrong: str) -> None:
    assert anchors_below_head(text.format(right)) == []
    found = anchors_below_head(text.format(wrong))
    assert any(wrong in anchors for anchors in found), found


@pytest.mark.parametrize(
    "text",
    [
        # Of another comparison, another thing, or of all and not of its last part.
        "Tỷ lệ 71,6%, vượt chỉ tiêu (65%) 6,6 điểm phần trăm, nhưng thấp hơn quý trước"
        " (73,0%) 1,4 điểm phần trăm.",
        "Gửi 152 văn bản, trong đó 98 văn bản gửi xã, 54 văn bản gửi phòng, so với"
        " 6 tháng đầu năm 2018 (121 văn bản) nhiều hơn 31 văn bản.",
        "Có 6.318 hồ sơ, gồm 231 hồ sơ kỳ trước chuyển sang và 6.087 hồ sơ tiếp nhận"
        " trong kỳ; so với số tiếp nhận năm 2018 (5.640 hồ sơ) tăng 447 hồ sơ.",
        "Cả năm nhận 2.970 hồ sơ, bình quân 248 hồ sơ/tháng; so với năm 2018 (2.512 hồ"
        " sơ) tăng 458 hồ sơ.",
        "Nhận 3.418 vụ. So với cùng kỳ, số nhận tăng 142 vụ (cùng kỳ 3.276 vụ), số giải"
        " quyết 2.256 vụ, tăng 118 vụ.",
        "Giải quyết 6.260 vụ, giảm 2.278 vụ so cùng kỳ (đạt 78,35).",
        "Tỷ lệ đạt 33%, tăng 10% so với năm 2018 (30%).",
        # Relative growth, and rates of several times.
        "Tỷ lệ nghèo giảm 25%, từ 4% xuống còn 3%.",
        "Tỷ lệ giảm từ 9,85% năm 2016 xuống còn 4,12% năm 2018, riêng năm 2019 giảm"
        " 1,2%.",
        # What is left of other things.
        "Rà soát 86 văn bản, trong đó có 25 nghị quyết và 13 quyết định. Số còn lại"
        " đang rà soát là 12 văn bản.",
        "Có 12 xã, 3 máy in, còn thiếu 02 máy in.",
        "Cử 14 người, trong đó 6 nữ, thiếu 03 người so với yêu cầu.",
        # Years that are told as they stood, and some of several years.
        "Có 14 xã đạt chuẩn (năm 2017: 09; năm 2018: 12; năm 2019: 14).",
        # A pair whose parts are told only in part, or of other things.
        "Tiếp 38 lượt với 64 người. Trong đó:\nChủ tịch tiếp 02 lượt với 03 người. Phó"
        " Chủ tịch tiếp 05 lượt với 09 người.",
        "Có 12 cụm (36 xã) với 214 thôn, trong đó cụm A 4 xã (21 thôn).",
        # A list with its own total, and one of some other thing.
        "Có 131 dự án.\nSố thủ tục: 62; mức độ 4: 41; mức độ 3: 13; mức độ 2: 8.",
        "Tiếp nhận 1.352 hồ sơ.\n- Đất đai: chủ yếu cấp mới 624 hồ sơ; tách thửa 412"
        " hồ sơ; đính chính 118 hồ sơ.",
        "Xây mới 2 trường học, sửa 3 trạm, nâng tổng số trạm đạt chuẩn lên 28 trạm.",
        # A turn from what was given to what was done with it.
        "Cấp 214 triệu đồng, gồm tỉnh 150 triệu đồng; huyện 64 triệu đồng; đã xử lý"
        " thanh toán 180 triệu đồng.",
        "Đã kiểm tra 14/20 đơn vị, trong đó có 09 xã và 05 phòng.",
    ],
)
def test_right_sentence_is_left_alone(text: str) -> None:
    assert anchors_below_head(text) == []
