"""What the scan box makes of what a scanner or a hand sends."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienmach.calc.scan import Kind, is_tax_number, read

CARD = (
    "046189004512|191234567|Nguyễn Thị Ngọc Ẩn|15031989|Nữ|"
    "Tổ 4, phường Tân Lộc|01012021"
)


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("046189004512", Kind.CITIZEN, "046189004512"),
        (" 046 189 004 512\n", Kind.CITIZEN, "046189004512"),
        ("0901234567", Kind.PHONE, "0901234567"),
        ("+84 901 234 567", Kind.PHONE, "0901234567"),
        ("02343822222", Kind.PHONE, "02343822222"),
        ("0100000109", Kind.ORGANISATION, "0100000109"),
        ("0100000109-001", Kind.ORGANISATION, "0100000109001"),
        ("1234567890", Kind.TEN_DIGITS, "1234567890"),
        ("0012", Kind.LAST_FOUR, "0012"),
        ("04618900451", Kind.WRONG_NUMBER, "04618900451"),
        ("x99.16-230313-0012", Kind.CODE, "X99.16-230313-0012"),
        ("https://mot.cua/q/Ab3_-xyz9Qw1/", Kind.TOKEN, "Ab3_-xyz9Qw1"),
        ("Nguyễn Văn Ẩn", Kind.NAME, "Nguyễn Văn Ẩn"),
        ("\x02046189004512\r", Kind.CITIZEN, "046189004512"),
        ("]Q1046189004512", Kind.CITIZEN, "046189004512"),
        ("٠٤٦١٨٩٠٠٤٥١٢", Kind.NAME, "٠٤٦١٨٩٠٠٤٥١٢"),
        ("X99.16-260105-10000", Kind.CODE, "X99.16-260105-10000"),
        ("", Kind.NOTHING, ""),
        ("|", Kind.WRONG_NUMBER, ""),
    ],
)
def test_what_was_sent_is_told_apart(typed: str, kind: Kind, text: str) -> None:
    found = read(typed)

    assert (found.kind, found.text) == (kind, text)


def test_of_a_card_the_number_is_known_and_the_rest_suggested() -> None:
    found = read(CARD)

    assert (found.kind, found.text) == (Kind.CITIZEN, "046189004512")
    assert found.suggested.name == "Nguyễn Thị Ngọc Ẩn"
    assert found.suggested.born_on == date(1989, 3, 15)
    assert found.suggested.address == "Tổ 4, phường Tân Lộc"
    assert not found.suggested.is_garbled


@pytest.mark.parametrize("name", ["Nguye?n V?n", "Nguye^n Va8n", "", "NguyeNn"])
def test_a_name_that_a_scanner_has_garbled_is_told(name: str) -> None:
    found = read(CARD.replace("Nguyễn Thị Ngọc Ẩn", name))

    assert found.text == "046189004512"
    assert found.suggested.is_garbled


def test_a_tax_number_has_the_last_digit_that_the_others_ask_for() -> None:
    right = [n for n in range(10) if is_tax_number(f"010000010{n}")]

    assert right == [9]


@given(st.text(max_size=300))
def test_nothing_that_can_be_typed_breaks_it(typed: str) -> None:
    assert read(typed).kind in Kind
