import pytest

from lienmach.calc.password import faults


@pytest.mark.parametrize(
    ("password", "about", "fault"),
    [
        ("Ab1!", (), "từ 8 đến 128"),
        ("Ab1!" * 40, (), "từ 8 đến 128"),
        ("dài mà không đủ", (), "chữ hoa, chữ số"),
        ("KHONGCO1!", (), "thiếu chữ thường"),
        ("P@ssw0rd1!", (), "quen thuộc"),
        ("Mậtkhẩu@2026", (), "quen thuộc"),
        ("Hanhchinh#12", ("hanh.chinh",), "tên đăng nhập"),
        ("Quỳnh-1989!", ("lan", "Trần Thị Quỳnh"), "tên đăng nhập"),
    ],
)
def test_a_weak_password_is_told_why(
    password: str, about: tuple[str, ...], fault: str
) -> None:
    assert any(fault in sentence for sentence in faults(password, about))


@pytest.mark.parametrize("password", ["Sông-Bồ 1988", "tre-Xanh/47ngõ", "Kq7!mnRz"])
def test_a_good_password_has_no_fault(password: str) -> None:
    assert faults(password, ("an", "Nguyễn Văn An", "an@xa.example")) == []
