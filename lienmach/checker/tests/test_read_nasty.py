"""Whatever the bytes are, there is an answer or one clear sentence, and soon."""

from contextlib import suppress
from time import monotonic

import pytest

from lienmach.checker.readers import Limits, Unreadable, read
from lienmach.checker.tests.nasty import ANSWERED, REFUSED

SECONDS = 20  # five are promised; a machine with other work is given more


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_gets_a_sentence(case: str) -> None:
    make, name, words = REFUSED[case]
    data = make()
    start = monotonic()

    with pytest.raises(Unreadable) as refused:
        read(data, name)

    sentence = str(refused.value)
    assert words in sentence
    assert f"«{name}»" in sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")
    assert monotonic() - start < SECONDS


@pytest.mark.parametrize("case", ANSWERED)
def test_no_text_keeps_a_reader_busy(case: str) -> None:
    make, name = ANSWERED[case]
    data = make()
    start = monotonic()

    with suppress(Unreadable):
        read(data, name)

    assert monotonic() - start < SECONDS


def test_limits_are_settings_and_named() -> None:
    small = Limits(megabytes=1, characters=10)

    with pytest.raises(Unreadable, match=r"«a\.txt» lớn hơn 1 MB"):
        read(b"a" * 1_100_000, "a.txt", limits=small)
    with pytest.raises(Unreadable, match=r"«a\.txt» dài hơn 10 chữ"):
        read(b"a" * 11, "a.txt", limits=small)
