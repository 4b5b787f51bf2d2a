"""Choosing a procedure by a few letters."""

import pytest

from lienmach.calc.choosing import Option, choose

BIRTH = Option("1", ("Đăng ký khai sinh", "Làm giấy khai sinh"))
AGAIN = Option("2", ("Đăng ký lại khai sinh",))
MARRIAGE = Option("3", ("Đăng ký kết hôn",))
COPY = Option("4", ("Chứng thực bản sao từ bản chính", "Sao y giấy tờ"))
LAND = Option("5", ("Cấp đổi giấy chứng nhận", "Đổi sổ đỏ"))
KNOWN = [LAND, COPY, MARRIAGE, AGAIN, BIRTH]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ks", BIRTH),
        ("dkks", BIRTH),
        ("dang ky khai sinh", BIRTH),
        ("đăng ký khai sinh", BIRTH),
        ("khai sinh lai", AGAIN),
        ("kết", MARRIAGE),
        ("so do", LAND),
        ("sao y", COPY),
        ("ctbs", COPY),
    ],
)
def test_a_few_letters_find_what_is_meant_first(typed: str, first: Option) -> None:
    assert choose(KNOWN, typed)[0] == first


def test_what_was_used_lately_comes_before_what_fits_as_well() -> None:
    fitting = [BIRTH, MARRIAGE, AGAIN]

    assert choose(KNOWN, "đăng ký") == [MARRIAGE, BIRTH, AGAIN]
    assert choose(KNOWN, "đăng ký", recent=["1", "3"]) == fitting


@pytest.mark.parametrize("typed", ["ks", "KS", "khai sinh", "khai  sinh"])
def test_a_special_case_used_lately_comes_after_what_it_is_a_case_of(
    typed: str,
) -> None:
    abroad = Option("6", ("Đăng ký khai sinh có yếu tố nước ngoài",))
    known = [*KNOWN, abroad]

    assert choose(known, typed, recent=["2"])[:2] == [BIRTH, AGAIN]
    assert choose(known, "lks", recent=["6"])[0] == AGAIN
    assert choose(known, "đăng ký", recent=["6", "3"])[:3] == [BIRTH, abroad, MARRIAGE]


def test_without_letters_the_recent_ones_are_offered_in_their_order() -> None:
    assert choose(KNOWN, " ", recent=["4", "9", "1"]) == [COPY, BIRTH]


def test_what_nothing_fits_is_not_offered() -> None:
    assert choose(KNOWN, "xyz") == []


def test_an_accent_that_fits_comes_before_one_that_does_not() -> None:
    marry, knot = Option("1", ("Kết nối",)), Option("2", ("Kẹt nội",))

    assert choose([knot, marry], "kết")[0] == marry


def test_what_a_thing_is_called_goes_before_what_another_is_also_known_by() -> None:
    copy = Option("2", ("Cấp bản sao trích lục hộ tịch", "Trích lục khai sinh"))
    birth = Option("1", ("Đăng ký khai sinh",))
    assert choose([copy, birth], "ks", recent=["2"])[0] == birth


def test_letters_amid_a_long_name_fit_less_even_where_it_was_used_lately() -> None:
    chain = Option("6", ("Liên thông đăng ký khai sinh, thường trú, bảo hiểm y tế",))

    assert choose([chain, BIRTH], "ks", recent=["6"])[0] == BIRTH
    assert choose([chain, BIRTH], "ksttbh") == [chain]
