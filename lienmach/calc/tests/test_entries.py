from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienmach.calc.entries import (
    Style,
    figures_of,
    read_entry,
    read_range,
    style_of,
)
from lienmach.calc.forms import Choice, Row, RowKind, State, Value
from lienmach.calc.refusal import Refused
from lienmach.calc.written import written

COUNT = Row("1.", "Hồ sơ", "Hồ sơ", RowKind.MANUAL, "", "", 1, 1)
MONEY = replace(COUNT, unit="Triệu đồng", has_digits=True)
SHARE = replace(COUNT, unit="%")
CODED = replace(
    COUNT,
    kind=RowKind.CHOICE,
    choices=(Choice(0, "Trực tuyến"), Choice(1, "Phát phiếu")),
)


@pytest.mark.parametrize(
    ("text", "row", "value"),
    [
        ("1.118", COUNT, "1118"),
        ("1118", COUNT, "1118"),
        ("30,162", COUNT, "30162"),
        ("1 118", COUNT, "1118"),
        ("1.234.567", COUNT, "1234567"),
        ("95,9", SHARE, "95.9"),
        ("95,9 %", SHARE, "95.9"),
        ("12.5", MONEY, "12.5"),
        ("1,234,567", MONEY, "1234567"),
        ("1.234,5", MONEY, "1234.5"),
        ("1,234.5", MONEY, "1234.5"),
        ("0", COUNT, "0"),
        ("00", COUNT, "0"),
        ("1", CODED, "1"),
        ("Trực tuyến", CODED, "0"),
        ("phat phieu", CODED, "1"),
    ],
)
def test_numbers_are_read_as_they_are_written(text: str, row: Row, value: str) -> None:
    assert read_entry(text, row).value == Value.of(Decimal(value))


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("", State.BLANK),
        ("  ", State.BLANK),
        ("-", State.NONE),
        ("Không phát sinh", State.NONE),
        ("thuộc thẩm quyền tỉnh", State.NOT_OURS),
        ("Thẩm quyền cấp tỉnh", State.NOT_OURS),
        ("không thuộc thẩm quyền", State.NOT_OURS),
    ],
)
def test_the_other_states_are_said_in_words(text: str, state: State) -> None:
    value = read_entry(text, COUNT).value

    assert value is not None
    assert value.state is state


@pytest.mark.parametrize(
    ("text", "row", "told"),
    [
        ("abc", COUNT, "không phải số"),
        ("1e5", COUNT, "không phải số"),
        ("1,2,3", COUNT, "không phải số"),
        ("-5", COUNT, "không thể âm"),
        ("3,5", COUNT, "không có phần lẻ"),
        ("9" * 16, COUNT, "hơn 15 chữ số"),
        ("0,1234567", MONEY, "hơn 6 chữ số"),
        ("5", CODED, "chỉ nhận: 0 (Trực tuyến), 1 (Phát phiếu)"),
        ("٣", COUNT, "không phải số"),
        ("x" * 200, COUNT, "quá dài"),
        ("=1+1", COUNT, "không phải số"),
        ("100%", COUNT, "không phải số"),
    ],
)
def test_what_is_no_figure_is_told_in_a_sentence(
    text: str, row: Row, told: str
) -> None:
    typed = read_entry(text, row)

    assert typed.value is None
    assert told in typed.error


def test_a_number_that_could_be_two_is_never_guessed() -> None:
    typed = read_entry("30,162", MONEY)

    assert typed.readings == (Decimal("30.162"), Decimal(30162))
    assert read_entry("30,162", MONEY, Style.ENGLISH).value == Value.of(30162)
    vietnamese = read_entry("30,162", MONEY, Style.VIETNAMESE)
    assert vietnamese.value == Value.of(Decimal("30.162"))


@pytest.mark.parametrize(
    ("texts", "style"),
    [
        (["30,162", "5,161"], None),
        (["30,162", "1,234.5"], Style.ENGLISH),
        (["30,162", "1.234,5"], Style.VIETNAMESE),
        (["1,5", "1.5"], None),
    ],
)
def test_a_range_says_by_its_clear_numbers_how_it_is_written(
    texts: list[str], style: Style | None
) -> None:
    assert style_of(texts) is style


def test_a_range_is_read_as_spreadsheets_copy_it() -> None:
    text = 'a\tb\r\n"c\nd"\t"e ""f"""\r\n\t\r\n'

    assert read_range(text) == [["a", "b"], ["c\nd", 'e "f"'], ["", ""]]


def test_a_quote_that_closes_nothing_is_a_letter() -> None:
    assert read_range('"a\tb') == [['"a', "b"]]


def test_figures_are_found_by_the_codes_that_were_copied_with_them() -> None:
    rows = read_range("1.\tHồ sơ\tHồ sơ\t1.118\tghi\n1.1\tTỷ lệ\t%\t95,9%\nx\ty\tz")

    ours = [COUNT, replace(SHARE, code="1.1.")]
    assert figures_of(rows, ours) == {"1.": "1.118", "1.1.": "95,9%"}


def test_what_cannot_be_read_is_kept_and_an_answer_in_words_is_one() -> None:
    rows = read_range("1.\tabc\n2.\tPhiếu\tphát phiếu\tghi\n3.\tHồ sơ\t")
    ours = [COUNT, replace(CODED, code="2."), replace(COUNT, code="3.")]

    assert figures_of(rows, ours) == {"1.": "abc", "2.": "phát phiếu", "3.": ""}


def test_a_figure_under_a_code_of_no_row_refuses_the_range() -> None:
    rows = read_range("1.\t5\n2.\t6\n9.9\t4\nCộng\t9")

    with pytest.raises(Refused, match=r"không có dòng 9\.9:"):
        figures_of(rows, [COUNT, replace(COUNT, code="2.")])


def test_a_column_of_numbers_brings_no_codes() -> None:
    assert figures_of(read_range("1\n2\n3"), [COUNT]) == {}


@given(st.text(max_size=60), st.sampled_from([COUNT, MONEY, SHARE, CODED]))
def test_any_text_is_a_figure_a_question_or_a_sentence(text: str, row: Row) -> None:
    typed = read_entry(text, row)

    said = [typed.value is not None, bool(typed.error), typed.is_ambiguous]
    assert said.count(True) == 1


@given(st.integers(0, 10**12), st.integers(0, 6))
def test_what_is_written_is_read_again(whole: int, digits: int) -> None:
    number = Decimal(whole).scaleb(-digits)
    typed = read_entry(written(number), MONEY, Style.VIETNAMESE)

    assert typed.value == Value.of(number)


@given(st.lists(st.lists(st.text(max_size=8), min_size=1, max_size=4), max_size=6))
def test_any_cells_come_back_from_the_clipboard(rows: list[list[str]]) -> None:
    def quoted(cell: str) -> str:
        cell = cell.replace("\r", "")
        special = any(letter in cell for letter in '\t\n"')
        return '"' + cell.replace('"', '""') + '"' if special else cell

    text = "\n".join("\t".join(map(quoted, row)) for row in rows)
    plain = [[cell.replace("\r", "") for cell in row] for row in rows] or [[""]]
    if plain[-1] == [""] and len(plain) > 1:
        plain.pop()

    assert read_range(text) == plain
