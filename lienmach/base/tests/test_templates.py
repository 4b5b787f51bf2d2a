"""Guards over every template, style and script of the product."""

import re
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted(ROOT.glob("*/templates/**/*.html"))
STATIC = sorted(f for kind in ("css", "js") for f in ROOT.glob(f"*/static/**/*.{kind}"))
INLINE = {
    "a script in the page": r"<script(?![^>]*\bsrc=)",
    "a style in the page": r"<style\b|\sstyle\s*=",
    "a handler in the page": r"<[^>]*\son[a-z]+\s*=",
    "a handler of htmx": r"\shx-on|\bjs:|javascript:",
    "a file of another house": r'(?:src|href)\s*=\s*"(?:https?:)?//',
}


def _name(file: Path) -> str:
    return str(file.relative_to(ROOT))


@pytest.mark.parametrize("file", TEMPLATES, ids=_name)
def test_no_script_or_style_stands_in_a_page(file: Path) -> None:
    text = re.sub(r"\{%.*?%\}", "", file.read_text())

    assert [what for what, seen in INLINE.items() if re.search(seen, text)] == []


@pytest.mark.parametrize(
    "bad",
    [
        "<script>alert(1)</script>",
        '<script type="module">x</script>',
        '<p style="color: red">',
        "<style>p {}</style>",
        '<button class="btn" onclick="go()">',
        '<div hx-on:click="go()">',
        '<div hx-vals="js:{a: 1}">',
        '<a href="javascript:go()">',
        '<script src="https://cdn.example/x.js"></script>',
    ],
)
def test_the_guard_sees_what_it_is_for(bad: str) -> None:
    assert any(re.search(seen, bad) for seen in INLINE.values())


@pytest.mark.parametrize("file", [*TEMPLATES, *STATIC], ids=_name)
def test_pages_are_written_in_nfc(file: Path) -> None:
    assert unicodedata.is_normalized("NFC", file.read_text())


def test_posts_carry_our_secret() -> None:
    forms = [
        (_name(file), form)
        for file in TEMPLATES
        for form in re.findall(
            r'<form\b[^>]*method="post".*?</form>', file.read_text(), re.S
        )
    ]

    assert forms
    assert [name for name, form in forms if "{% csrf_token %}" not in form] == []
