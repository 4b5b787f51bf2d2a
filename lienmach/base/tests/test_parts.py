from datetime import date, datetime
from decimal import Decimal

import pytest
from django.utils.safestring import SafeString

from lienmach.base import parts
from lienmach.calc.local import moment


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1118, "1.118"),
        (Decimal("95.9"), "95,9"),
        (Decimal("50.00").normalize(), "50"),
        (0, "0"),
        (None, "–"),
        ("", "–"),
        (date(2023, 3, 5), "05/03/2023"),
        (moment("2023-03-15T16:30"), "16:30 15/03/2023"),
        (datetime.fromisoformat("2023-03-15T20:00+00:00"), "03:00 16/03/2023"),
        (True, "Có"),
        ("Nguyễn", "Nguyễn"),
    ],
)
def test_a_value_is_written_as_it_is_here(value: object, text: str) -> None:
    assert parts.written(value) == text


@pytest.mark.parametrize("status", parts.CHIPS)
def test_a_chip_says_it_in_words_and_with_an_icon(status: str) -> None:
    made = parts.chip(status, "Quá hạn <3> ngày", moment("2023-03-15T16:30"))

    assert isinstance(made, SafeString)
    assert "Quá hạn &lt;3&gt; ngày" in made
    assert '<svg class="ic"' in made
    assert 'aria-hidden="true"' in made
    assert 'datetime="2023-03-15T16:30:00+07:00"' in made


def test_the_thread_is_drawn_to_where_the_work_is() -> None:
    made = parts.steps(2, 3, "Đang xem")

    assert made.count('class="on"') == 3  # two dots and the line up to the second
    assert "M4 5H24.0" in made
    assert "2/3" in made
