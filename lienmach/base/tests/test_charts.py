"""Drawings are pure functions: what is drawn is what was given."""

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from lienmach.base import charts
from lienmach.base.charts import Mark


def _mark(n: int, value: str | None, of: int = 30, url: str = "/x/") -> Mark:
    number = None if value is None else Decimal(value)
    return Mark(f"T{n}", number, f"{value} %", f"{url}{n}", of, of < 20)


MARKS = [_mark(n, v) for n, v in enumerate(["93.1", "92.6", None, "95.9"])]


def _trend(marks: list[Mark]) -> str:
    return charts.trend("t", marks, title="Tăng", desc="Thấp nhất T1", volume="đã xong")


@pytest.mark.parametrize(
    "svg",
    [
        _trend(MARKS),
        _trend([]),
        _trend([_mark(1, None, 0)]),
        charts.columns("c", MARKS, title="a", desc="b"),
        charts.stacked("s", MARKS[:2], title="a", desc="b"),
        charts.sparkline(
            "l", [Decimal(1), None, Decimal(3), Decimal(2)], title="a", desc="b"
        ),
        charts.bar(3, 7, "f6"),
        *(charts.swatch(level) for level in range(1, 6)),
    ],
)
def test_every_drawing_is_well_formed_and_paints_by_classes(svg: str) -> None:
    ElementTree.fromstring(svg)  # noqa: S314 - our own

    assert "style=" not in svg
    assert not re.search(r'(?:fill|stroke)="(?!url\(#)', svg)


def test_words_from_outside_are_escaped() -> None:
    evil = Mark('<b>"', Decimal(1), "<i>", '/?a="')

    for svg in (
        charts.columns("c", [evil], title="<t>", desc="<d>"),
        _trend([evil, evil]),
    ):
        assert not re.search(r"<(?:b|i|t|d)>", svg)


def test_a_line_never_bridges_what_is_unknown() -> None:
    lines = re.findall(r'points="([^"]+)"', _trend([*MARKS, _mark(5, "96")]))

    assert [len(line.split()) for line in lines] == [2, 2]


def test_higher_is_drawn_higher() -> None:
    ups = [float(y) for y in re.findall(r'cy="([\d.]+)"', _trend(MARKS))]

    assert ups[1] > ups[0] > ups[2]  # down the page is less


@pytest.mark.parametrize(
    ("values", "lowest"), [(["99", "98"], 98), (["93"], 90), (["85"], 80), (["0"], 0)]
)
def test_an_axis_that_does_not_begin_at_zero_is_labelled(
    values: list[str], lowest: int
) -> None:
    svg = _trend([_mark(n, value) for n, value in enumerate(values)])

    labels = re.findall(r'text-anchor="end">([\d,]+)<', svg)

    assert labels[0] == str(lowest)
    assert labels[-1] == "100"


def test_a_share_of_few_is_hollow() -> None:
    svg = _trend([_mark(1, "90"), _mark(2, "50", of=19)])

    assert svg.count('class="hollow"') == 1


def test_every_mark_is_one_link_over_its_whole_place() -> None:
    svg = _trend([_mark(n, "95") for n in range(14)])

    wide = [float(w) for w in re.findall(r'class="hit"[^>]* width="([\d.]+)"', svg)]

    assert len(wide) == svg.count("<a ") == 14
    assert min(wide) >= charts.NEAREST


def test_levels_add_up_to_the_whole_bar_and_narrow_ones_are_no_links() -> None:
    marks = [_mark(n, v) for n, v in enumerate(["1", "0", "9", "40", "50"])]

    svg = charts.stacked("s", marks, title="a", desc="b")

    wide = re.findall(r'class="lv\d" x="[\d.]+" y="0" width="([\d.]+)"', svg)
    assert round(sum(map(float, wide))) == charts.WIDTH
    assert svg.count("<a ") == 2


@pytest.mark.parametrize(
    ("value", "shade"), [(None, 0), ("0", 0), ("1", 1), ("5", 3), ("9", 4), ("10", 5)]
)
def test_shades_go_with_the_number(value: str | None, shade: int) -> None:
    number = None if value is None else Decimal(value)

    assert charts.shade(number, Decimal(10)) == shade


def test_one_number_is_no_line() -> None:
    assert charts.sparkline("l", [Decimal(1), None], title="", desc="") == ""
