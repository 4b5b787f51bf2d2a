import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienmach.calc.mask import masked_email, masked_number, without_persons


@pytest.mark.parametrize(
    ("number", "shown"), [("0912345678", "•••••••678"), ("12", "••"), ("", "")]
)
def test_a_number_keeps_its_last_digits(number: str, shown: str) -> None:
    assert masked_number(number) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [("thao.uoc@xa.example", "t•••@xa.example"), ("viet nham", "•••"), ("", "")],
)
def test_an_address_keeps_its_first_letter_and_its_host(
    address: str, shown: str
) -> None:
    assert masked_email(address) == shown


@given(st.text("0123456789", min_size=4))
def test_no_more_than_the_last_digits_can_be_read(number: str) -> None:
    assert sum(c.isdigit() for c in masked_number(number)) == 3


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("bản của bà Bích Liên mờ", "bản của bà (…) mờ"),
        ("bản của Bích Liên mờ", "bản của (…) mờ"),
        ("Đề nghị chị Liên ký", "Đề nghị chị (…) ký"),
        ("Đề nghị ông/bà Tô ký", "Đề nghị ông/bà (…) ký"),
        ("thiếu chữ ký của bà bích liên", "thiếu chữ ký của bà (…)"),
        ("BÀ BÍCH LIÊN chưa ký", "BÀ (…) chưa ký"),
        ("Mời ông/bà liên hệ nơi tiếp nhận", "Mời ông/bà liên hệ nơi tiếp nhận"),
        ("Bản sao giấy tờ Liên thông", "Bản sao giấy tờ Liên thông"),
    ],
)
def test_a_part_of_a_known_name_is_hidden_and_common_words_stay(
    said: str, shown: str
) -> None:
    assert without_persons(said, ["Tô Bích Liên"]) == shown
