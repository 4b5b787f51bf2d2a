import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienmach.calc.mask import masked_email, masked_number


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
