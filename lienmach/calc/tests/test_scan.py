"""What scanners send is understood, and no scan is taken for something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienmach.calc.scan import Kind, Scan, read_scan

CARD = "046189004512|190012345|Nguye?n V?n|15031989|Nam|To 4|01012021"


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        (CARD, Kind.IDENTITY, "046189004512"),
        ("046 189 004 512", Kind.IDENTITY, "046189004512"),
        ("]Q1046189004512", Kind.IDENTITY, "046189004512"),
        ("046189004512\r\n", Kind.IDENTITY, "046189004512"),
        ("0901234567", Kind.PHONE, "0901234567"),
        ("0901.234.567", Kind.PHONE, "0901234567"),
        ("3301234567", Kind.TAX, "3301234567"),
        ("3301234567001", Kind.TAX, "3301234567001"),
        ("https://motcua.example/q/abcDEF_-123/", Kind.SLIP, "abcDEF_-123"),
        ("x99.50.04-260105-0001", Kind.CODE, "X99.50.04-260105-0001"),
        ("X99.16-260105-10000", Kind.CODE, "X99.16-260105-10000"),
        ("0012", Kind.WORDS, "0012"),
        ("Nguyễn Văn Ẩn", Kind.WORDS, "Nguyễn Văn Ẩn"),
        ("  \t ", Kind.NOTHING, ""),
        ("٠٤٦١٨٩٠٠٤٥١٢", Kind.WORDS, "٠٤٦١٨٩٠٠٤٥١٢"),
    ],
)
def test_a_scan_is_told_for_what_it_is(text: str, kind: Kind, value: str) -> None:
    assert read_scan(text) == Scan(kind, value)


@given(st.text(max_size=700))
def test_any_text_is_read_as_something_short(text: str) -> None:
    read = read_scan(text)

    assert len(read.value) <= 600
    assert read.value.isprintable()


@given(st.integers(0, 10**12 - 1), st.text(alphabet="ạ?xyz |", max_size=60))
def test_of_a_card_only_the_number_is_kept_however_its_names_came_out(
    number: int, rest: str
) -> None:
    assert read_scan(f"{number:012}|{rest}") == Scan(Kind.IDENTITY, f"{number:012}")
