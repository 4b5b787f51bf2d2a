import pytest

from lienmach.calc.claims import assesses, without_figure


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Tỷ lệ đúng hạn đạt {{ pl4:3.1 % }}. Người dân hài lòng hơn.", [1]),
        ("- Chất lượng được nâng lên; hồ sơ trễ còn {{ pl4:3.1.1 }} hồ sơ.", [0]),
        ("Kết quả cụ thể trong kỳ báo cáo:", []),
        ("Trong {{ kỳ }} đã giải quyết 855 hồ sơ đúng hạn.", [0]),
        ("Giao {{ pl2:2.1 }} việc. [không phát sinh: Kỳ này không giao việc nào.]", []),
        ("Đạt được nhiều.\nỞ TP. Huế và xã Mây Khê, hồ sơ được số hóa nhanh hơn.", [1]),
        ("{{ pl4:3.1.1 }} hồ sơ đã xong. {{ chưa đóng", []),
        ("", []),
    ],
)
def test_a_sentence_without_a_cell_of_a_form_is_told(
    text: str, bare: list[int]
) -> None:
    """``bare``: which sentences of the text, told apart by hand."""
    told = without_figure(text)

    assert len(told) == len(bare)
    assert all(sentence in text for sentence in told)
    assert not any("{{ pl" in sentence for sentence in told)


def test_the_very_sentence_is_told_with_its_field_as_typed() -> None:
    text = "Năm nay {{kỳ}} công tác có nhiều thuận lợi! Đã xong {{ pl4:3.1.1 }} hồ sơ."

    assert without_figure(text) == ["Năm nay {{kỳ}} công tác có nhiều thuận lợi!"]


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("1. Kết quả nổi bật", True),
        ("Thuận lợi", True),
        ("III. ĐÁNH GIÁ CHUNG", True),
        ("2. Tồn tại, hạn chế và nguyên nhân", False),
        ("II. KẾT QUẢ THỰC HIỆN", False),
    ],
)
def test_sections_of_strengths_and_results_assess(title: str, said: bool) -> None:
    assert assesses(title) is said
