import pytest

from lienmach.calc.outline import MOST_SECTIONS, WrongOutline, read_outline

TEXT = """// của phòng
# I. CHỈ ĐẠO
## 1. Kế hoạch
@ Phòng Nội vụ
> Nêu kế hoạch.
> Và kết quả.
Đoạn một {{ pl4:1 }}.

- Việc hai.
### a) Chi tiết
## Đánh giá chung
"""


def test_headings_come_with_what_belongs_to_them() -> None:
    top, plan, detail, unnumbered = read_outline(TEXT)

    assert (top.level, top.code, top.title, top.text) == (1, "I.", "CHỈ ĐẠO", "")
    assert (plan.level, plan.unit, plan.hint) == (
        2,
        "Phòng Nội vụ",
        "Nêu kế hoạch. Và kết quả.",
    )
    assert plan.text == "Đoạn một {{ pl4:1 }}.\n\n- Việc hai."
    assert detail.heading == "a) Chi tiết"
    assert (unnumbered.code, unnumbered.title) == ("", "Đánh giá chung")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "chưa có đề mục"),
        ("Một đoạn\n# I. A", "Dòng 1: .*bắt đầu bằng một đề mục"),
        ("# I. A\n### a) B", "Dòng 2: .*nhảy cấp"),
        ("## 1. A", "Dòng 1: .*nhảy cấp"),
        ("# I. A\n#B", "Dòng 2: không hiểu"),
        ("# " + "a" * 201, "dài quá"),
        ("# I. A\n" * (MOST_SECTIONS + 1), "hơn 80"),
        ("# I. A\n" + "a" * 60_000, "60.000"),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, why: str) -> None:
    with pytest.raises(WrongOutline, match=why):
        read_outline(text)
