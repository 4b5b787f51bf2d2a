"""How many things a text names behind a number, and what the rule makes of it."""

import pytest

from lienmach.checker.examine import examine
from lienmach.checker.finding import Severity

RIGHT = (
    "Tỉnh có 3 thành phố (Tân An, Hòa Bình và Phú Mỹ) và 8 huyện.",
    "Có 5 xã chưa đạt (Tân Lập, An Bình, Phú Mỹ, Hòa An, Hòa Lợi; trong đó Tân Lập"
    " thiếu 3 tiêu chí).",
    "Sáp nhập 3 xã An Bình, Tân Lập và Phú Mỹ thành xã An Lập.",
    "Thành lập 2 trung tâm là Trung tâm Văn hóa, Thông tin và Thể thao và Trung tâm Y"
    " tế.",
    "Có 2 phường: Tân Lập đạt 98%, An Bình đạt 97%, Phú Mỹ đạt 96%.",
    "Kiểm tra 2 huyện Tân An, Hòa Bình và thành phố Phú Mỹ.",
    "Có 3 xã (An Bình, Tân Lập, Phú Mỹ và thị trấn Hòa An).",
    "Rà soát 3 dịch vụ công: Cấp, đổi giấy phép; Đăng ký khai sinh; Đăng ký kết hôn.",
    "Có 5 xã, phường, gồm: An Bình, An Lạc và các phường Tân Hòa, Tân Tiến, Phú Lợi.",
    "Kiểm tra 2 đơn vị (Sở Nông nghiệp và Môi trường, Sở Lao động - Thương binh và Xã"
    " hội).",
    "Biên chế của 3 phòng: Văn phòng 17, Nội vụ 9, Kinh tế, Hạ tầng và Đô thị 21.",
    "Có 9 đơn vị chưa nộp, nổi bật là:\n- Sở Nội vụ;\n- Sở Tài chính.",
    "Có 5 trường hợp, trong đó:\n- 3 trường hợp bổ nhiệm;\n- 2 trường hợp điều động.",
    "Chính quyền 2 cấp: (1) cấp tỉnh; (2) cấp xã; (3) bỏ cấp huyện.",
    "Thường trực ban hành 12 văn bản: Kế hoạch tuyên truyền, Kế hoạch kiểm tra.",
)
WRONG = (
    ("Có 4 chỉ tiêu chưa đạt, gồm: tỷ lệ nộp trực tuyến, tỷ lệ thanh toán và tỷ lệ số"
     " hóa.", "3 ≠ 4"),
    ("Còn 7 địa phương dưới 50% là: Tân An, Hòa Bình, Phú Mỹ, An Lão và Bình Minh, đều"
     " ở miền núi.", "5 ≠ 7"),
    ("Còn 4/9 xã chưa đạt chuẩn.\nĐó là: An Bình, Tân Lập, Phú Mỹ.", "3 ≠ 4/9"),
    ("Kiểm tra 3 đơn vị (Sở Nông nghiệp và Môi trường, Sở Nội vụ).", "2 ≠ 3"),
    ("Ba xã chưa đạt là xã Tân Lập (thiếu 2 tiêu chí) và xã An Bình.", "2 ≠ Ba"),
    ("Chương trình có 4 nội dung:\n- Cải cách thể chế;\n- Cải cách bộ máy.", "1–2 ≠ 4"),
    ("Trình bày 2 nội dung, cụ thể:\nThứ nhất, về thể chế.\nCông việc còn nhiều.\n"
     "Thứ hai, về bộ máy.\nThứ ba, về tài chính.", "3 ≠ 2"),
)  # fmt: skip


def _said(text: str) -> list[str]:
    found = examine(text.encode(), "bao-cao.txt").findings
    return [
        one.evidence
        for one in found
        if one.rule == "SUM007" and one.severity is Severity.ERROR
    ]


@pytest.mark.parametrize("text", RIGHT)
def test_as_many_as_are_named(text: str) -> None:
    assert not _said(text)


@pytest.mark.parametrize(("text", "evidence"), WRONG)
def test_more_or_fewer_than_are_named(text: str, evidence: str) -> None:
    assert _said(text) == [evidence]
