"""Calculations that only their numbers tell: what is weighed, and what stays silent."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienmach.checker.examine import examine
from lienmach.checker.finding import Severity
from lienmach.checker.quantities.words.weights import share_slip, slip

D = Decimal


def _errors(text: str) -> list[str]:
    result = examine(text.encode(), "bao-cao.txt")
    grave = [f for f in result.findings if f.severity is Severity.ERROR]
    return [str(one.kind) for one in grave]


def test_a_swap_tells_more_than_a_key_and_long_numbers_more_than_short() -> None:
    swapped, keyed = slip(D(2846), D(2486)), slip(D(2846), D(2946))
    short = slip(D(46), D(64))
    assert swapped is not None
    assert keyed is not None
    assert short is not None
    assert swapped > keyed
    assert swapped > short


def test_zeros_at_the_end_of_both_tell_nothing() -> None:
    assert slip(D(32200), D(23200)) == slip(D(322), D(232))


def test_a_percentage_that_was_only_rounded_is_no_slip() -> None:
    assert share_slip(D("97.6"), D("97.66")) is None
    assert share_slip(D("93.8"), D("98.3")) is not None


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_slip_goes_both_ways_and_never_to_itself(one: int, other: int) -> None:
    assert slip(D(one), D(other)) == slip(D(other), D(one))
    assert slip(D(one), D(one)) is None


WRONG = (
    (
        "Kho giữ 12.480 hộp; chỉnh lý xong 9.734 hộp; chưa đụng tới: 2.764 hộp.",
        "sum",
    ),
    ("Có 186 camera; 171 chiếc hoạt động, hư hỏng 51 chiếc.", "sum"),
    ("Từ chỗ 37 đầu mối nay chỉ giữ lại 29 đầu mối (bớt 6 đầu mối).", "difference"),
    (
        "Cấp huyện nhận: 2.846 hồ sơ.\nCấp xã nhận: 9.154 hồ sơ.\nCộng hai cấp nhận"
        " 12.200 hồ sơ.",
        "sum",
    ),
    ("Giao 126 đầu việc, làm xong 108 việc, tiến độ chung 87,5%.", "percent"),
    (
        "Có 52 nhiệm vụ: 47 nhiệm vụ xong, 4 nhiệm vụ đang làm, 1 nhiệm vụ chuyển sang"
        " năm sau. Tỷ lệ xong: 94,0%.",
        "percent",
    ),
    (
        "Năm trước có 286.400 hồ sơ. Năm nay dày thêm 32.200 hồ sơ, tức 12,1%.",
        "percent",
    ),
    (
        "I. KẾT QUẢ\nBan hành 64 văn bản; họp chuyên đề 11 cuộc.\nII. ĐÁNH GIÁ\nVới 46"
        " văn bản đã ban hành, công tác chỉ đạo được giữ vững.",
        "narrative",
    ),
)


@pytest.mark.parametrize(("text", "kind"), WRONG)
def test_what_the_numbers_tell_needs_no_known_words(text: str, kind: str) -> None:
    assert [found.split("_")[0] for found in _errors(text)] == [kind]


RIGHT = (
    # what longer sums explain
    "Nghị quyết giao 24 chỉ tiêu. Đến nay 15 chỉ tiêu vượt, 6 chỉ tiêu đạt, 3 chỉ tiêu"
    " chưa đạt.",
    # a list that leaves some out, in as many words
    "Sắp xếp 1.482 cơ sở: giữ lại 1.206 cơ sở, thu hồi 84 cơ sở, điều chuyển 112 cơ sở,"
    " phương án khác chưa duyệt.",
    # shares that agree on a total nobody printed
    "Tổng số 234 người.\nCó trình độ chuyên môn 219 người, chiếm 90,12%; đại học 161"
    " người, chiếm 66,26%.",
    # a part that is of no total told
    "Tiếp nhận 3.120 hồ sơ, thanh toán trực tuyến 1.105 hồ sơ (đạt 62,4% trên tổng số"
    " hồ sơ có phí).",
    # what lay there from before may be untold
    "Tháng 5 nhận 377 hồ sơ, trả 380 hồ sơ, tồn 17 hồ sơ.",
    # change is no part
    "Kinh phí 450 triệu đồng, tăng 50 triệu đồng so với năm trước; đã sử dụng 402 triệu"
    " đồng.",
    # offices side by side
    "- Trang tin: 168 tin, bài;\n- Truyền thanh: 96 tin, bài;\n- Mạng xã hội: 82 tin,"
    " bài.",
)


@pytest.mark.parametrize("text", RIGHT)
def test_what_may_be_read_otherwise_stays_silent(text: str) -> None:
    assert _errors(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Mười sáu cơ quan này chiếm 32% trong 50 cơ quan.",
        "Hai mươi mốt xã này chiếm 42% trong 50 xã.",
        "Tồn cuối quý 05 hồ sơ vì 1.021 hồ sơ nhận trong quý đã trả hết.",
        "Từ 138 đơn vị còn 52, giảm 86 đơn vị (62,3%).",
        "Nhận trong kỳ 8.412 lượt: quận 3.126, phường 5.286.",
        "Năm nay bằng 104,0% kế hoạch (1.158 lượt), tăng 46 lượt.",
    ],
)
def test_what_is_right_in_words_of_number_time_and_fall_stays_so(text: str) -> None:
    assert _errors(text) == []


def test_a_percentage_of_a_move_is_of_the_earlier_number() -> None:
    told = "Quý I nhận 934 hồ sơ, quý II 1.021 hồ sơ. Quý II tăng 87 hồ sơ (tăng {}%)."

    assert _errors(told.format("9,3")) == []
    assert _errors(told.format("8,5")) == ["percent_mismatch"]
