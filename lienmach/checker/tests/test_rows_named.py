"""A sentence that names a row of a table in its own words, and what the row says."""

import pytest

from lienmach.checker.tests.saying import errors

HEAD = "UBND HUYỆN X\n\nBÁO CÁO\nKết quả công tác quý I năm 2024\n\nI. KẾT QUẢ\n\n"

_FIELDS = """\
Phụ lục 1
KẾT QUẢ GIẢI QUYẾT HỒ SƠ THEO LĨNH VỰC
STT\tLĩnh vực\tTiếp nhận\tĐã giải quyết\tQuá hạn\tĐang giải quyết
1\tHộ tịch\t1.204\t1.190\t3\t14
2\tChứng thực\t2.316\t2.316\t0\t0
3\tĐất đai\t738\t702\t27\t36
4\tBảo trợ xã hội\t419\t405\t9\t14
5\tĐăng ký kinh doanh\t186\t173\t2\t13
\tTổng cộng\t4.863\t4.786\t41\t77

Phụ lục 2
SỐ LIỆU THEO THÁNG NĂM 2024
Tháng\tTiếp nhận\tQuá hạn
1\t1.742\t19
2\t1.286\t8
3\t1.835\t14
Cộng\t4.863\t41
"""
_OFFICES = """\
Bảng 1. Kết quả quý I năm 2024 theo đơn vị

| STT | Đơn vị | Tiếp nhận | Đã trả kết quả | Quá hạn | Điểm | Xếp hạng |
|---|---|---|---|---|---|---|
| 1 | Xã Tân Lập | 2.415 | 2.380 | 6 | 91,25 | 1 |
| 2 | Xã An Bình | 1.206 | 1.094 | 11 | 88,40 | 3 |
| 3 | Xã Phú Sơn | 1.633 | 1.521 | 15 | 85,75 | 4 |
| 4 | Thị trấn Hòa Mỹ | 3.408 | 3.391 | 22 | 90,10 | 2 |
| 5 | Xã Đông Lĩnh | 547 | 512 | 4 | 79,60 | 5 |
| | Cộng | 9.209 | 8.898 | 58 | | |
"""


@pytest.mark.parametrize(
    "text",
    [
        "Riêng lĩnh vực đất đai, người dân nộp 783 hồ sơ, phần lớn là biến động.",
        "Lĩnh vực đất đai tiếp nhận 783 hồ sơ.",
        "Trong lĩnh vực bảo trợ xã hội, đã giải quyết 450 hồ sơ.",
        "Trong đó, đất đai có 72 hồ sơ quá hạn.",
        "Quá hạn nhiều nhất là lĩnh vực đất đai với 72 hồ sơ.",
        "Hồ sơ quá hạn tập trung ở lĩnh vực khó; nhiều nhất là đất đai với 37 hồ sơ.",
        "Số hồ sơ quá hạn xem phụ lục; nhiều nhất là bảo trợ xã hội.",
        "Lĩnh vực có nhiều hồ sơ quá hạn nhất là bảo trợ xã hội.",
        "Lĩnh vực tiếp nhận nhiều hồ sơ nhất là hộ tịch.",
        "Tháng 2 thấp nhất do nghỉ Tết (1.268 hồ sơ).",
        "Tháng 3 cao nhất (1.835 hồ sơ), tháng 2 thấp nhất do nghỉ Tết (1.268 hồ sơ).",
        "Trong tháng 3 tiếp nhận 1.385 hồ sơ.",
        "Nhóm đất đai luôn đông nhất: 783 hồ sơ.",
        "Lĩnh vực đăng ký kinh doanh tiếp nhận 186 hồ sơ, đã giải quyết 137 hồ sơ.",
        "Chứng thực: nhận 2.361 HS, trả hết trong ngày.",
        "Hồ sơ tiếp nhận ít nhất là lĩnh vực bảo trợ xã hội.",
    ],
)
def test_what_is_said_of_fields_is_wrong(text: str) -> None:
    assert errors(f"{HEAD}{text}\n{_FIELDS}")


@pytest.mark.parametrize(
    "text",
    [
        "Xã An Bình có 17 hồ sơ quá hạn, xã Phú Sơn có 15 hồ sơ quá hạn.",
        "Tổng số hồ sơ quá hạn là 58 hồ sơ; xã An Bình có 17 hồ sơ quá hạn.",
        "Xã Đông Lĩnh không có gì đáng ngại; cả 574 hồ sơ tiếp nhận đều được cập nhật.",
        "Dẫn đầu là xã Tân Lập; thị trấn Hòa Mỹ xếp thứ ba.",
        "Đứng đầu bảng là thị trấn Hòa Mỹ.",
        "Cao nhất xã Tân Lập, 91,25 điểm; thấp nhất xã Đông Lĩnh, 76,90 điểm.",
        "Cao nhất là thị trấn Hòa Mỹ với 90,10 điểm.",
        "Xã An Bình đứng thứ tư toàn huyện.",
        "Đứng cuối là xã Phú Sơn.",
        "Thị trấn Hòa Mỹ là nơi có nhiều hồ sơ quá hạn nhất, 32 hồ sơ.",
        "Đơn vị có số hồ sơ tiếp nhận thấp nhất là xã An Bình.",
        "Xã Phú Sơn có nhiều hồ sơ quá hạn nhất.",
    ],
)
def test_what_is_said_of_offices_is_wrong(text: str) -> None:
    assert errors(f"{HEAD}{text}\n{_OFFICES}")


@pytest.mark.parametrize(
    "text",
    [
        "Riêng lĩnh vực đất đai, người dân nộp 738 hồ sơ, phần lớn là biến động.",
        "Riêng lĩnh vực đất đai, có 783 thửa đất được đo đạc.",
        "Lĩnh vực đất đai quý trước tiếp nhận 783 hồ sơ.",
        "Đất đai có 27 hồ sơ quá hạn; hộ tịch 03 hồ sơ.",
        "Quá hạn nhiều nhất là lĩnh vực đất đai với 27 hồ sơ.",
        "Hồ sơ quá hạn tập trung ở lĩnh vực khó; nhiều nhất là đất đai với 27 hồ sơ.",
        "Số hồ sơ quá hạn xem phụ lục; ít nhất là chứng thực.",
        "Lĩnh vực tiếp nhận nhiều hồ sơ nhất là chứng thực.",
        "Hồ sơ nộp trực tuyến nhiều nhất là lĩnh vực hộ tịch với 840 hồ sơ.",
        "Tháng 3 cao nhất (1.835 hồ sơ), tháng 2 thấp nhất do nghỉ Tết (1.286 hồ sơ).",
        "Đến tháng 2 lũy kế tiếp nhận 3.028 hồ sơ.",
        "Tháng 2 năm 2023 tiếp nhận 1.268 hồ sơ.",
        "Trong đó đất đai nộp trực tuyến 378 hồ sơ.",
        "Sở Xây dựng chấm 186 hồ sơ mẫu; phòng Đăng ký kinh doanh có 12 người.",
        "Đăng ký kinh doanh: tiếp nhận 186 hồ sơ, đang giải quyết 13 hồ sơ.",
        "Một trong những lĩnh vực có nhiều hồ sơ quá hạn nhất là bảo trợ xã hội.",
        "Trong lĩnh vực đất đai, nhiều nhất là thủ tục biến động với 378 hồ sơ.",
        "Chỉ tiêu năm 2024 là lĩnh vực đất đai không quá 20 hồ sơ quá hạn.",
        "Sau đất đai, nhiều nhất là lĩnh vực bảo trợ xã hội với 9 hồ sơ quá hạn.",
        "Thời gian giải quyết dài nhất là đất đai, trung bình 15 ngày.",
    ],
)
def test_what_is_said_of_fields_is_right(text: str) -> None:
    assert not errors(f"{HEAD}{text}\n{_FIELDS}")


@pytest.mark.parametrize(
    "text",
    [
        "Xã An Bình có 11 hồ sơ quá hạn, xã Phú Sơn có 15 hồ sơ quá hạn.",
        "Dẫn đầu là xã Tân Lập; thị trấn Hòa Mỹ xếp thứ hai.",
        "Dẫn đầu cụm xã là xã An Bình.",
        "Đứng đầu bảng là xã Tân Lập. Năm trước, thị trấn Hòa Mỹ đứng đầu.",
        "Cao nhất xã Tân Lập, 91,25 điểm; thấp nhất xã Đông Lĩnh, 79,60 điểm.",
        "Xã An Bình đứng thứ ba toàn huyện.",
        "Đứng cuối là xã Đông Lĩnh.",
        "Thị trấn Hòa Mỹ là nơi có nhiều hồ sơ quá hạn nhất, 22 hồ sơ.",
        "Trong các xã, xã Phú Sơn có nhiều hồ sơ quá hạn nhất (15 hồ sơ).",
        "Xã Đông Lĩnh có tỷ lệ người dân dùng VNeID cao nhất.",
        "Xã Đông Lĩnh dẫn đầu về nộp hồ sơ trực tuyến.",
        "Xã An Bình dẫn đầu phong trào thi đua.",
        "Thị trấn Hòa Mỹ tiếp nhận nhiều nhất là hồ sơ chứng thực, 1.202 hồ sơ.",
        "Xã Phú Sơn xếp thứ hai về tuyên truyền.",
        "Xã Phú Sơn vắng 03 người; cả 17 hồ sơ kiểm tra đều đúng.",
    ],
)
def test_what_is_said_of_offices_is_right(text: str) -> None:
    assert not errors(f"{HEAD}{text}\n{_OFFICES}")


_COUNTERS = """\
Bảng 2. Kết quả quý I năm 2024 của các quầy

| STT | Quầy | Đã xem | Đúng mẫu | Có sai sót | Điểm |
|---|---|---|---|---|---|
| 1 | Sở NN&PTNT | 1.340 | 1.325 | 15 | 84,0 |
| 2 | Sở VH,TT&DL | 612 | 603 | 9 | 91,5 |
| 3 | P. Cẩm Sơn | 735 | 735 | 0 | 97,5 |
| 4 | P. Lộc Thượng | 428 | 416 | 12 | 78,5 |
| 5 | Số 2 | 297 | 291 | 6 | 88,0 |
| | Cộng | 3.412 | 3.370 | 42 | |
"""


@pytest.mark.parametrize(
    "text",
    [
        "Sở Nông nghiệp và Phát triển nông thôn sai nhiều nhất với 16 hồ sơ.",
        "Xem 3.412 hồ sơ, có 42 hồ sơ hỏng. Nhiều nhất là phường Lộc Thượng 22 hồ sơ.",
        "Cao nhất là Cẩm Sơn 97,5 điểm, thấp nhất là Lộc Thượng 87,5 điểm.",
        "Có 3 hồ sơ làm lại; lỗi nằm ở phường Lộc Thượng (12) và quầy Số 2 (9).",
        "Quầy Số 2 được xem 279 hồ sơ.",
    ],
)
def test_what_is_said_in_other_names_is_wrong(text: str) -> None:
    assert errors(f"{HEAD}{text}\n{_COUNTERS}")


@pytest.mark.parametrize(
    "text",
    [
        "Sở Nông nghiệp và Phát triển nông thôn sai nhiều nhất với 15 hồ sơ.",
        "Xem 3.412 hồ sơ, có 42 hồ sơ hỏng. Nhiều nhất là phường Lộc Thượng 12 hồ sơ.",
        "Xem 3.412 hồ sơ; chợ Lộc Thượng có 22 hộ.",
        "Cao nhất là Cẩm Sơn 97,5 điểm, thấp nhất là Lộc Thượng 78,5 điểm.",
        "Đã xem ở phường Cẩm Sơn 811 hồ sơ; phường Lộc Thượng 512 hồ sơ.",
        "Nhân lực: phường Lộc Thượng (7) và quầy Số 2 (3).",
        "Đội số 2 nhận 279 hồ sơ.",
        "Có 42 hồ sơ hỏng. Phường Lộc Thượng cử 5 người sang giúp.",
        "Năm trước quầy Số 2 được xem 279 hồ sơ.",
        "Có 42 hồ sơ hỏng; phường Cẩm Sơn và phường Lộc Thượng 12 hồ sơ.",
    ],
)
def test_what_is_said_in_other_names_is_right(text: str) -> None:
    assert not errors(f"{HEAD}{text}\n{_COUNTERS}")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("100% hồ sơ được trả đúng hạn, chỉ có 17 hồ sơ trả chậm.", True),
        ("Toàn bộ nhiệm vụ xong đúng hạn, riêng 03 nhiệm vụ chưa triển khai.", True),
        ("Tất cả các xã đều niêm yết đầy đủ, còn 04 xã chưa niêm yết.", True),
        ("Văn bản bị trả lại giảm dần qua các quý (18, 25 và 31 văn bản).", True),
        ("Văn bản bị trả lại giảm dần qua các quý (31, 25 và 18 văn bản).", False),
        ("Tất cả các xã đều niêm yết đầy đủ, có 04 xã niêm yết bằng mã QR.", False),
        ("100% văn bản đi được ký số, trong đó có 12 văn bản không gửi giấy.", False),
    ],
)
def test_a_sentence_denies_itself(text: str, wrong: bool) -> None:
    assert bool(errors(f"{HEAD}{text}\n")) == wrong
