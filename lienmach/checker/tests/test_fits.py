from lienmach.checker.examine import report_of
from lienmach.checker.fits.web import Web
from lienmach.checker.readers import read
from lienmach.checker.tests.saying import errors


def _web(text: str) -> Web:
    return Web(report_of(read(text.encode(), "mau.txt")))


def _rules(text: str) -> list[str]:
    return [one.rule for one in errors(text)]


def test_a_list_that_adds_up_holds_its_figures() -> None:
    web = _web(
        "Thu về 388 phiếu: rất hài lòng 161, hài lòng 209, chưa hài lòng 18.\n"
        "Phường có 57 tổ dân phố."
    )

    held = {figure.raw for figure in web.figures if web.is_held(figure)}

    assert held == {"388", "161", "209", "18"}


def test_what_two_figures_give_is_missed_only_where_it_stands_nowhere() -> None:
    told = (
        "I. KẾT QUẢ\nTháng 9 có 2.499 lượt tra cứu, tháng 7 có 1.936 lượt tra cứu{}.\n"
        "II. NHẬN XÉT\nLượng tra cứu của tháng 9 nhiều hơn tháng 7 là 536 lượt."
    )

    assert "DIF003" in _rules(told.format(""))
    assert "DIF003" not in _rules(told.format("; tăng 563 lượt"))


def test_a_number_that_fell_is_no_total_of_what_comes_behind() -> None:
    text = (
        "Số thủ tục từ 28 còn 27; thời gian giải quyết rút ngắn từ 10 xuống 6 ngày"
        " làm việc."
    )

    assert errors(text) == []


def test_the_middling_are_counted_and_are_no_average() -> None:
    text = "Có 1.890 học viên, gồm xuất sắc 31, giỏi 604, khá 1.172, trung bình {}."

    assert errors(text.format("83")) == []
    assert _rules(text.format("38")) == ["SUM001"]
