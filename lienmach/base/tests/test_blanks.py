"""Number and day are printed into the room that a draft leaves for them."""

from contextlib import suppress
from datetime import date
from functools import cache
from typing import Any

import pypdfium2
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from lienmach.base.pages import draw
from lienmach.base.papers.blanks import Blank, heads, printing
from lienmach.base.papers.paper import Paper
from lienmach.base.papers.pdf import fonts, printed
from lienmach.base.signing import Key, OpenKey
from lienmach.base.trial_keys import TrialAuthority
from lienmach.calc.refusal import Refused
from tests.make import MONDAY

DAY = date(2026, 11, 22)
OURS = Paper(
    superior="",
    issuer="UBND phường An Hòa",
    symbol="GXN-UBND",
    place="An Hòa",
    kind="KẾT QUẢ",
    title="Xác nhận",
    paragraphs=(),
    recipients=("- Lưu: VT.",),
    authority=("CHỦ TỊCH",),
    signer="Phạm Thị Thử",
)
DOTTED = "Số: ....../QĐ-UBND#h(3cm)An Hòa, ngày ...... tháng ...... năm ......"
SPACED = (
    "Số:#h(1.2cm)/QĐ-UBND#h(3cm)_An Hòa, ngày#h(1cm)tháng#h(1cm)năm 2026_\n\n"
    "Căn cứ Quyết định số 12/QĐ-UBND, ngày 15 tháng 3 năm 2025."
)
DONE = "Số: 07/QĐ-UBND#h(3cm)An Hòa, ngày 22 tháng 11 năm 2026"


def _pdf(said: str) -> bytes:
    head = '#set page(paper: "a4")\n#set text(font: "TeX Gyre Termes", size: 13pt)\n'
    text: Any = (head + said).encode()  # the stubs know files only
    return typst.compile(text, font_paths=fonts(), ignore_system_fonts=True)


@cache
def _key() -> Key:
    return Key(TrialAuthority(MONDAY).key_file("Phạm Thị Thử", "mở"), "mở")


def _signed(pdf: bytes, number: int | None = 15, on: date = DAY) -> bytes:
    (head,) = heads([pdf])
    with OpenKey(_key(), field="KetQua", reason="", roots=[]) as opened:
        made = opened.sign(pdf, printing(head, number, on))
    assert made
    assert [one.is_intact and one.is_whole for one in made.signatures] == [True]
    return made.content


def _words(pdf: bytes, place: Any) -> str:
    """What stands in a blank, as a reader of the file finds it."""
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    box = (place.left - 2, place.base - 4, place.right + 2, place.base + place.size)
    return str(page.get_text_bounded(*box))


@pytest.mark.parametrize("draft", [DOTTED, SPACED, None], ids=["dots", "gaps", "ours"])
def test_the_signed_file_bears_its_number_and_its_day(draft: str | None) -> None:
    pdf = printed(OURS) if draft is None else _pdf(draft)
    (head,) = heads([pdf])

    signed = _signed(pdf)

    assert (head.problem, head.wants_number, head.wants_day) == ("", True, True)
    assert head.symbol == ("GXN-UBND" if draft is None else "QĐ-UBND")
    assert signed.startswith(pdf), "nothing of the draft itself is changed"
    assert "15" in _words(signed, head.number)
    said = [
        _words(signed, part) if isinstance(part, Blank) else str(part)
        for part in head.day
    ]
    assert all(
        words in part for words, part in zip(("22", "11", "2026"), said, strict=True)
    )
    assert draw(signed, 1, 700) != draw(pdf, 1, 700)


def test_the_dots_are_found_and_each_number_looks_different() -> None:
    pdf = _pdf(DOTTED)
    (head,) = heads([pdf])
    over = printing(head, 1, DAY)
    assert isinstance(head.number, Blank)

    assert len(head.number.dots) == 2, "the two that six dots are set as"
    signed = draw(_signed(_pdf(DOTTED), 1), 1, 700)
    assert printing(head, 2, DAY) != over
    assert signed != draw(_signed(_pdf(DOTTED), 2), 1, 700)


def test_what_is_printed_already_is_left_alone() -> None:
    (head,) = heads([_pdf(DONE)])

    assert (head.written, head.wants_number, head.wants_day) == (
        "07/QĐ-UBND",
        False,
        False,
    )
    assert printing(head, None, DAY) == b""
    with pytest.raises(Refused, match="in sẵn ngày khác"):
        printing(head, None, date(2026, 11, 23))


@pytest.mark.parametrize(
    ("draft", "why"),
    [
        ("#rect(fill: blue)", "bản quét hoặc ảnh"),
        ("Giấy xác nhận cư trú", "không có dòng «Số:"),
        ("Số: ..../QĐ-UBND", "không có dòng «…, ngày"),
        ("Trả lời công văn Số: 12/CV-UBND, ngày 1 tháng 2 năm 2026", "không có dòng"),
    ],
)
def test_a_draft_without_room_says_what_to_do(draft: str, why: str) -> None:
    (head,) = heads([_pdf(draft)])

    assert why in head.problem
    with pytest.raises(Refused):
        printing(head, 1, DAY)


def test_room_that_is_too_narrow_is_refused() -> None:
    (head,) = heads([_pdf("Số:./QĐ-UBND#h(3cm)An Hòa, ngày 22 tháng 11 năm 2026")])

    with pytest.raises(Refused, match="quá hẹp"):
        printing(head, 1234, DAY)


def test_a_draft_that_is_signed_takes_nothing_more() -> None:
    (head,) = heads([_signed(_pdf(DONE), None)])
    (torn,) = heads([_after_a_signature(_pdf(DOTTED))])

    assert head.problem == ""
    assert "đã có chữ ký số" in torn.problem


def _after_a_signature(pdf: bytes) -> bytes:
    with OpenKey(_key(), field="A", reason="", roots=[]) as opened:
        made = opened.sign(pdf)
    assert made
    return made.content


def test_one_that_cannot_be_opened_does_not_keep_the_others_from_it() -> None:
    found = heads([_pdf(DONE), b"%PDF-1.7 torn", _pdf(DOTTED)])

    assert [one.problem for one in found] == ["", "không mở được tệp dự thảo", ""]
    assert heads([]) == []


def test_a_key_goes_on_after_a_file_that_cannot_be_signed() -> None:
    with OpenKey(_key(), field="A", reason="", roots=[]) as opened:
        bad, good = opened.sign(b"%PDF-1.7 torn"), opened.sign(_pdf(DONE))
        torn_over = opened.sign(_pdf(DONE), b"torn")
        assert opened._process
        opened._process.kill()
        lost, again = opened.sign(_pdf(DONE)), opened.sign(_pdf(DONE))

    assert (bad, torn_over, lost) == (None, None, None)
    assert good
    assert again


@settings(max_examples=15, deadline=None)
@given(
    st.text(st.sampled_from("Số:/. …_\nngàythángnăm0123,QĐ-"), min_size=1, max_size=300)
)
def test_whatever_stands_on_the_page_there_is_an_answer(said: str) -> None:
    (head,) = heads([_pdf(f"```\n{said}\n```")])

    with suppress(Refused):
        assert isinstance(printing(head, 15, DAY), bytes)
