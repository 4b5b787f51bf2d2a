"""Colours are fit to be read: computed from the file that knows them."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[1] / "static" / "base"
CSS = (STATIC / "tokens.css").read_text()
CHIPS = ("early", "ontime", "soon", "over", "late", "paused", "done")
GROUNDS = ("bg", "bg-2", "bg-3", "hover", "select", "brand-tint")


def _block(opening: str) -> dict[str, str]:
    start = CSS.index(opening)
    body = CSS[start : CSS.index("}", start)]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})\b", body))


LIGHT = _block(':root, [data-theme="light"]')
DARK = _block('  [data-theme="dark"]')
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert round(_contrast("#000", "#ffffff"), 2) == 21


def test_dark_by_device_and_dark_by_choice_are_the_same() -> None:
    assert _block(":root:not([data-theme])") == DARK
    assert len(DARK) > 60


@THEMES
@pytest.mark.parametrize("ink", ["ink", "ink-2"])
def test_text_is_read_on_every_ground(theme: dict[str, str], ink: str) -> None:
    assert min(_contrast(theme[ink], theme[ground]) for ground in GROUNDS) >= 4.5


@THEMES
@pytest.mark.parametrize(
    "pair",
    [
        ("link", "bg"),
        ("link", "bg-2"),
        ("link", "bg-3"),
        ("visited", "bg"),
        ("danger", "bg"),
        ("danger", "danger-bg"),
        ("ok", "bg"),
        ("on-brand", "brand"),
        ("on-brand", "brand-2"),
        ("on-bar", "bar"),
        ("on-inverse", "inverse"),
        ("on-inverse-2", "inverse"),
        ("brand", "bg-2"),
        ("ink", "todo-bg"),
    ],
    ids=str,
)
def test_text_is_read_on_its_own_ground(
    theme: dict[str, str], pair: tuple[str, str]
) -> None:
    assert _contrast(theme[pair[0]], theme[pair[1]]) >= 4.5


@THEMES
@pytest.mark.parametrize("part", ["control", "brand", "focus", "todo-line", "danger"])
def test_an_edge_is_seen(theme: dict[str, str], part: str) -> None:
    if part == "todo-line":  # beside words, on its own ground
        assert _contrast(theme["ink"], theme["todo-bg"]) >= 4.5
    else:
        assert min(_contrast(theme[part], theme[g]) for g in ("bg", "bg-2")) >= 3


@THEMES
@pytest.mark.parametrize("chip", CHIPS)
def test_a_chip_is_read_better_than_text(theme: dict[str, str], chip: str) -> None:
    assert _contrast(theme[chip], theme[f"{chip}-bg"]) >= 6
    assert _contrast(theme[f"{chip}-line"], theme["bg"]) >= 3


@THEMES
@pytest.mark.parametrize("chip", [chip for chip in CHIPS if chip != "over"])
def test_what_is_overdue_stands_out_without_colour(
    theme: dict[str, str], chip: str
) -> None:
    assert _contrast(theme["over-bg"], theme[f"{chip}-bg"]) >= 3


@pytest.mark.parametrize(
    "file", sorted(STATIC.glob("*.css")), ids=lambda file: file.name
)
def test_only_one_file_knows_a_colour(file: Path) -> None:
    """Paper is black on white in every theme; a shadow has no meaning to lose."""
    if file.name == "tokens.css":
        return
    rules = [rule for rule in re.split(r"(?<=[}])", file.read_text()) if "#" in rule]
    found = [r for r in rules if re.search(r"#[0-9a-f]{3,6}\b", r)]
    paper = re.compile(r"\.(paper|sheet)\b|@media print|:root, \[data-theme\]|\.chip")

    assert [rule for rule in found if not paper.search(rule)] == []


def test_no_line_is_too_low_for_two_accents() -> None:
    """Ẫ and Ậ need 1.288 em; one line holding a number alone may be lower."""
    heights = re.findall(
        r"line-height: ([\d.]+)", "".join(map(_read, STATIC.glob("*.css")))
    )

    assert heights
    assert [h for h in heights if 1 < float(h) < 1.3] == []


def _read(file: Path) -> str:
    return file.read_text()
