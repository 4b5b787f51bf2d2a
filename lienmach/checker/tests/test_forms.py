"""What is told by place and form alone: the right stays so, the wrong is called."""

import pytest

from lienmach.checker.readers import read
from lienmach.checker.tests.saying import errors

# (what is right, what is wrong in its place, the text)
SAID = (
    # a percentage right behind its count
    ("99,6", "96,9", "Có 1.126/1.130 thôn, tổ dân phố đã có cáp quang ({}%)."),
    ("90", "95", "Kiểm tra 40 hồ sơ thì 36 hồ sơ đủ phiếu hẹn trả, chiếm {}%."),
    # a list that is all there is
    ("09", "11", "Nhận 16 dự thảo; ban hành 14 dự thảo (05 nghị quyết, {} quyết"
     " định)."),
    ("6", "9", "Có 27 thủ tục, trong đó Phòng Tư pháp 8, Phòng Y tế {}, các phòng"
     " còn lại 13."),
    ("10", "13", "Trong số 260 người được hỏi, 247 người đến một lần, {} người đến hai"
     " lần, 3 người đến ba lần."),
    ("6", "8", "Trong 52 đơn vị mới có 46 xã và {} phường."),
    # items that end in a number behind a name
    ("5", "8", "Có 51 thủ tục (đầu tư 21, xây dựng 8, môi trường {}, lao động 9, thương"
     " mại 8)."),
    # growth from the wrong end
    ("10,4", "11,6", "Biên chế năm 2017 là 96, năm 2021 là 86, giảm 10 biên chế, tương"
     " ứng {}%."),
    # what a share leaves
    ("771", "717", "Hồ sơ trực tuyến: 6.110/6.881 hồ sơ (88,8%). Vẫn còn {} hồ sơ nộp"
     " trực tiếp."),
    # the odd one of a row
    ("28,3", "25,3", "Toàn tỉnh có 480 đơn vị. 62,5% (300 đơn vị) do ngân sách bảo đảm;"
     " {}% (136 đơn vị) tự bảo đảm một phần; 7,9% (38 đơn vị) tự bảo đảm; 1,3% (6"
     " đơn vị) tự chủ."),
    # a number in words, and again in a bracket
    ("71", "17", "Cấp huyện tiếp nhận 2.318 hồ sơ, đã giải quyết 2.247 hồ sơ, đang giải"
     " quyết bảy mươi mốt ({}) hồ sơ."),
)  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "text"), SAID)
def test_a_form_is_right_with_the_one_number_and_wrong_with_the_other(
    right: str, wrong: str, text: str
) -> None:
    assert not errors(text.format(right))
    assert any(wrong in one.anchors for one in errors(text.format(wrong)))


@pytest.mark.parametrize(
    "text",
    [
        "Các đơn vị: Quận 3, Quận 5 và Quận 10; thôn 3, thôn 5 và thôn 7.",
        "Có 45 người (cán bộ 20 người, công chức 25 người, nữ 18 người).",
        "Trong 249 người có 54 người xuất sắc, 120 công chức và 102 người đã đi học.",
        "Nhận 1.764 phiếu trên 1.800 phiếu phát ra (98,0%), hợp lệ 1.738 phiếu, không"
        " hợp lệ 26 phiếu; tỷ lệ hợp lệ 96,6% số phát ra.",
        "Vắng 1/22 công chức (4,5%). Kiểm điểm 01 công chức vắng không lý do.",
        "Có 63 công chức (5 quầy bố trí 2 người, các quầy còn lại 1 người).",
    ],
)
def test_what_is_no_sum_and_no_share_stays_silent(text: str) -> None:
    assert not errors(text)


def test_strokes_draw_a_table_in_plain_text() -> None:
    drawn = "TT | Chỉ tiêu | Số liệu\n1 | Hồ sơ | 12\n2 | Văn bản | 30\n"
    framed = "| TT | Chỉ tiêu |\n|---|---|\n| 1 | Hồ sơ |\n"
    bare = "Chọn A | B | C trong ngày."

    (table,) = read(drawn.encode(), "a.txt").tables()
    assert [row.cells for row in table.rows][1:] == [
        ("1", "Hồ sơ", "12"),
        ("2", "Văn bản", "30"),
    ]
    assert [row.line for row in table.rows] == [1, 2, 3]
    (table,) = read(framed.encode(), "a.txt").tables()
    assert table.rows[-1].cells == ("1", "Hồ sơ")
    assert not list(read(bare.encode(), "a.txt").tables())
