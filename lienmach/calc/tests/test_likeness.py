import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienmach.calc.likeness import Known, Sureness, recognise, recognise_form

ROWS = (
    Known("3.1.", "Tỷ lệ hồ sơ cấp huyện được giải quyết đúng hạn"),
    Known("3.1.1.", "Hồ sơ cấp huyện đã giải quyết xong"),
    Known("3.2.1.", "Hồ sơ cấp xã đã giải quyết xong"),
    Known("5.1.", "Kinh phí"),
    Known("5.2.", "Kinh phí"),
)


@pytest.mark.parametrize(
    ("code", "label", "row", "how"),
    [
        ("3.1.1.", "Hồ sơ cấp huyện đã giải quyết xong", "3.1.1.", Sureness.SAME),
        ("3.1.1", "Tổng số hồ sơ cấp huyện đã giải quyết xong", "3.1.1.", "same"),
        ("3.1.1.", "Số hồ sơ cấp huyện tiếp nhận và giải quyết", "3.1.1.", "renamed"),
        ("3.1.1.", "Cuộc thanh tra công vụ", "", "unknown"),
        ("3.4.1.", "Hồ sơ cấp xã đã giải quyết xong", "3.2.1.", "moved"),
        ("9.", "Kinh phí", "", "unknown"),  # two rows are called so
        ("", "", "", "unknown"),
        ("", "Hồ sơ cấp xã đã giải quyết xong", "3.2.1.", "moved"),
    ],
)
def test_a_printed_row_is_recognised_by_code_and_words(
    code: str, label: str, row: str, how: str
) -> None:
    found = recognise(code, label, ROWS)

    assert (found.code, found.sureness) == (row, how)


def test_a_form_is_recognised_by_what_stands_before_the_colon() -> None:
    forms = [("phu-luc-4", "Phụ lục 4: cải cách thủ tục"), ("ho-so", "Hồ sơ")]

    assert recognise_form("PHỤ LỤC 4", forms) == "phu-luc-4"
    assert recognise_form("Hồ sơ", forms) == "ho-so"
    assert recognise_form("Phụ lục 41", forms) == ""
    assert recognise_form("", forms) == ""


@given(st.text(max_size=40), st.text(max_size=80))
def test_any_text_gets_an_answer_among_our_rows(code: str, label: str) -> None:
    found = recognise(code, label, ROWS)

    assert found.code in {row.code for row in ROWS} | {""}
    assert (found.code == "") == (found.sureness is Sureness.UNKNOWN)
