from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienmach.calc.fields import (
    Figures,
    How,
    collect,
    field_of,
    filled,
    named,
    pieces,
    sentence_for,
    settled,
)
from lienmach.calc.forms import BLANK, NONE, NOT_OURS, Value
from lienmach.calc.written import Figure, figure_text, written


def cell(code: str, value: Value | int | str, unit: str = "Hồ sơ") -> Figure:
    if isinstance(value, int | str):
        value = Value.of(Decimal(value))
    return Figure("phu-luc-4", code, f"Dòng {code}", unit, value)


NOW = collect(
    [
        cell("3.1.", "95.9", "%"),
        cell("3.1.1.", 1118),
        cell("3.1.2.", NONE),
        cell("3.1.3", BLANK),
        cell("3.1.4", NOT_OURS),
        cell("3.1.5", 5),
        cell("3.1.5.", 6),
        Figure("phu-luc-4", "3.", "Đề mục", "", BLANK, is_section=True),
    ]
)
BEFORE = collect([cell("3.1.", "96.7", "%"), cell("3.1.1.", 1106), cell("3.1.5", 5)])
FIGURES = Figures(NOW, BEFORE, {"ky": "quý I năm 2023"}, {"phu-luc-4": "Phụ lục 4"})


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("pl4:3.1.1", "1.118"),
        ("phu-luc-4:3.1.1.", "1.118"),
        ("pl4:3.1 %", "95,9%"),
        ("pl4:3.1", "95,9%"),
        ("pl4:3.1%", "95,9%"),
        ("pl4:3.1.2", "không phát sinh"),
        ("pl4:3.1.4", "không thuộc thẩm quyền"),
        ("pl4:3.1.1 kỳ trước", "1.106"),
        ("pl4:3.1.1 so với kỳ trước", "tăng 12 hồ sơ (1,1%) so với kỳ trước"),
        ("pl4:3.1.1 so voi ky truoc", "tăng 12 hồ sơ (1,1%) so với kỳ trước"),
        ("pl4:3.1 so với kỳ trước", "giảm 0,8 điểm phần trăm so với kỳ trước"),
        ("pl4:3.1.5 so với kỳ trước", "bằng kỳ trước"),
        ("pl4:3.1.5", "5"),  # of two codes that differ by a dot, the one that is typed
        ("pl4:3.1.5.", "6"),
        ("Kỳ", "quý I năm 2023"),
    ],
)
def test_a_field_is_written_as_its_cell(field: str, said: str) -> None:
    assert filled(f"Đã có {{{{ {field} }}}} nhé", FIGURES) == (f"Đã có {said} nhé", [])


@pytest.mark.parametrize(
    ("field", "why"),
    [
        ("pl4:9.9", "không có dòng «9.9»"),
        ("pl9:1", "không có Phụ lục 9"),
        ("pl4:3.1.3", "dòng 3.1.3 của Phụ lục 4 còn trống"),
        ("pl4:3.1.1 %", "không tính bằng phần trăm"),
        ("pl4:3.", "là dòng đề mục"),
        ("pl4:3.1.2 so với kỳ trước", "không có số kỳ trước"),
        ("pl4:3.1.4 kỳ trước", "không có số kỳ trước"),
        ("pl4:3.1.1 năm ngoái", "không hiểu «năm ngoái»"),
        ("pl4", "không hiểu"),
        ("", "không hiểu"),
        ("__class__.__mro__", "không hiểu"),
    ],
)
def test_what_cannot_be_put_in_is_told_by_its_field(field: str, why: str) -> None:
    text, (mistake,) = filled(f"a {{{{ {field} }}}} b", FIGURES)

    assert text == "a [thiếu số] b"
    assert why in mistake
    assert f"{{{{ {field} }}}}" in mistake
    assert mistake.endswith(".")


@pytest.mark.parametrize("text", ["Có {{ pl4:3.1.1 hồ sơ", "Có pl4:3.1.1 }} hồ sơ"])
def test_a_brace_that_is_not_closed_is_told(text: str) -> None:
    _, mistakes = filled(text, FIGURES)

    assert len(mistakes) == 1


@given(st.text(alphabet="ab{}:% 3.1pl4é\n", max_size=60))
def test_no_text_is_too_strange(text: str) -> None:
    cut = pieces(text, FIGURES)

    assert (
        "".join(
            piece.asked
            if piece.asked.startswith("{{") and piece.asked.endswith("}}")
            else piece.text
            for piece in cut
        )
        == text
    )


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_text_and_annex_write_the_same(now: int, before: int) -> None:
    figures = Figures(collect([cell("1", now)]), collect([cell("1", before)]))
    text, mistakes = filled("{{ pl4:1 }}|{{ pl4:1 so với kỳ trước }}", figures)
    said, change = text.split("|")

    assert not mistakes
    assert said == figure_text(cell("1", now)) == written(Decimal(now))
    assert int(said.replace(".", "")) == now
    assert change.startswith(
        "tăng" if now > before else "giảm" if now < before else "bằng"
    )


def test_cells_named_in_a_text() -> None:
    text = "{{ pl4:3.1.1 }} và {{ kỳ }} và {{ho-so:2 so với kỳ trước}}"

    assert named(text) == [("phu-luc-4", "3.1.1"), ("ho-so", "2")]


def test_a_ready_sentence_fills_itself() -> None:
    count = NOW["phu-luc-4", "3.1.1."]
    sentence = sentence_for(count, BEFORE["phu-luc-4", "3.1.1."])

    assert field_of(count, How.CHANGE) == "{{ pl4:3.1.1. so với kỳ trước }}"
    assert filled(sentence, FIGURES) == (
        "Dòng 3.1.1.: 1.118 hồ sơ, tăng 12 hồ sơ (1,1%) so với kỳ trước.",
        [],
    )
    assert filled(sentence_for(NOW["phu-luc-4", "3.1."], None), FIGURES) == (
        "Dòng 3.1.: 95,9%.",
        [],
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Có {{ pl4:3.1.1 }} hồ sơ. [không phát sinh: Không có hồ sơ.]",
            "Có 1.118 hồ sơ.",
        ),
        ("Có {{ pl4:3.1.2 }} hồ sơ. [Không phát sinh: Không có.]", "Không có."),
        # the first number decides: of what was counted a part may not have happened
        (
            "Có {{ pl4:3.1.1 }}, trong đó {{ pl4:3.1.2 }}. [không phát sinh: Không.]",
            "Có 1.118, trong đó không phát sinh.",
        ),
        (
            "Quý {{ kỳ }} có {{ pl4:3.1.2 }}. [không phát sinh: Không, {{ kỳ }}.]",
            "Không, quý I năm 2023.",
        ),
        ("Không có trường. [không phát sinh: Khác.]", "Không có trường."),
        # what another level of government decides is no matter of this report
        (
            "Một.\nCấp ấy: {{ pl4:3.1.4 }}. [không phát sinh: Không.]\nHai.",
            "Một.\nHai.",
        ),
        ("Có {{ pl4:3.1.4 }}.", "Có không thuộc thẩm quyền."),
        ("Có {{ pl4:3.1.2 }} hồ sơ.", "Có không phát sinh hồ sơ."),
        ("Có {{ pl4:3.1.2 }}.\nDòng hai [1].", "Có không phát sinh.\nDòng hai [1]."),
    ],
)
def test_a_paragraph_about_what_did_not_happen_says_so(text: str, said: str) -> None:
    assert filled(settled(text, FIGURES), FIGURES) == (said, [])
