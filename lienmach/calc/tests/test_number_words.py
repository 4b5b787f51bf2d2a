"""Numbers in words, read back by somebody who knows nothing of how they were made."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienmach.calc.number_words import BILLION, LARGEST, dong_in_words, in_words

NUMBERS = st.one_of(
    st.integers(0, 2000), st.integers(0, LARGEST), st.integers(0, 10**10)
)
READ = {
    "một": 1,
    "mốt": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "năm": 5,
    "lăm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "không": 0,
}


def read(text: str) -> int:
    """Read a number aloud said: digits collect until a word says what they count."""
    total = group = digit = 0
    for word in text.split():
        match word:
            case "tỷ":
                total, group, digit = (total + group + digit) * BILLION, 0, 0
            case "triệu" | "nghìn":
                unit = 1_000_000 if word == "triệu" else 1000
                total, group, digit = total + (group + digit) * unit, 0, 0
            case "trăm":
                group, digit = group + digit * 100, 0
            case "mươi":
                group, digit = group + digit * 10, 0
            case "mười":
                group += 10
            case "linh":
                pass
            case _:
                digit = READ[word]
    return total + group + digit


@given(NUMBERS)
def test_a_number_in_words_is_read_back_as_itself(number: int) -> None:
    assert read(in_words(number)) == number


@given(NUMBERS)
def test_words_are_single_spaced_and_say_no_digit_twice_in_a_row(number: int) -> None:
    words = in_words(number).split(" ")

    assert all(words)
    assert not any(a in READ and b in READ for a, b in pairwise(words))


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "không"),
        (4, "bốn"),
        (10, "mười"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (55, "năm mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (115, "một trăm mười lăm"),
        (1_005, "một nghìn không trăm linh năm"),
        (8_000, "tám nghìn"),
        (28_000, "hai mươi tám nghìn"),
        (1_000_000, "một triệu"),
        (1_020_030, "một triệu không trăm hai mươi nghìn không trăm ba mươi"),
        (2_000_000_005, "hai tỷ không trăm linh năm"),
        (1_500 * BILLION, "một nghìn năm trăm tỷ"),
    ],
)
def test_numbers_are_said_as_people_write_them(number: int, said: str) -> None:
    assert in_words(number) == said


def test_an_amount_begins_with_a_capital_and_names_its_money() -> None:
    assert dong_in_words(58_000) == "Năm mươi tám nghìn đồng"


@pytest.mark.parametrize("number", [-1, LARGEST + 1])
def test_what_has_no_words_is_not_said(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        in_words(number)
