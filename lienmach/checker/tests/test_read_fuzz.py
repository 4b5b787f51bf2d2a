"""Any bytes get an answer: random ones, texts of marks, files with faults."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lienmach.checker.readers.letters import clean
from lienmach.checker.tests.formats import WRITERS
from lienmach.checker.tests.fuzz import (
    check_answer,
    mutated,
    names,
    texts,
)

fast = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
few = settings(fast, max_examples=6)  # each starts a process


@fast
@given(st.binary(max_size=2000), names())
@example(b"\xff\xfe\x00", "a.txt")
@example(b"\xff\xfe\x00\xd8", "a.txt")
@example(b"PK\x05\x06" + bytes(18), "a.docx")
def test_random_bytes_get_an_answer(data: bytes, name: str) -> None:
    check_answer(data, name)


@settings(fast, max_examples=200)
@given(texts(), st.sampled_from(["a.txt", "a.md", "a.html"]))
def test_texts_of_marks_get_an_answer(data: bytes, name: str) -> None:
    check_answer(data, name)


@pytest.mark.parametrize("kind", [kind for kind in WRITERS if kind != "pdf"])
def test_files_with_faults_get_an_answer(kind: str) -> None:
    @fast
    @given(mutated(kind))
    def check(data: bytes) -> None:
        check_answer(data, f"a.{kind}")

    check()


@few
@given(mutated("pdf"))
def test_a_pdf_with_faults_gets_an_answer(data: bytes) -> None:
    check_answer(data, "a.pdf")


@fast
@given(st.text(max_size=300))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
