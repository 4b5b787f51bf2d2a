"""Charts as inline SVG, drawn on the server: pure functions of numbers and words.

Geometry stands in attributes and paint in classes, so that the strict policy of our
pages holds and both themes fit. What a chart finds is said in its ``title`` and
``desc``; every mark is a link of at least 24 px; numbers stand at the marks. The page
puts a table of the same numbers beside each (``Mark`` serves both).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from lienmach.base.parts import number

NEAREST = 24  # px that a link is wide or high at least
WIDTH = 560
LEFT, RIGHT = 44, 470  # between these lie the marks of a trend; words follow
LOWEST = (98, 95, 90, 80, 60, 0)  # where the axis of a share may begin, labelled
TICKS = 5
LABELS = 7  # more names than these under a trend would touch


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark: its name, its number as drawn and as written, and where it leads.

    ``of`` is how many a share is of; a share of few is drawn hollow. What was told and
    not counted is a square that stands on its corner.
    """

    label: str
    value: Decimal | None
    text: str
    url: str = ""
    of: int = 0
    is_few: bool = False
    is_told: bool = False

    @property
    def said(self) -> str:
        return f"{self.label}: {self.text}"


def sparkline(
    name: str, values: Sequence[Decimal | None], *, title: str, desc: str
) -> SafeString:
    """A line without axes: the shape of a number over the last windows."""
    width, low, high = 120, 30, 3
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return SafeString("")
    least, most = min(known), max(known)
    span = (most - least) or Decimal(1)
    step = Decimal(width) / (len(values) - 1)
    stretches = runs(
        [
            None
            if value is None
            else (step * n, low - (value - least) / span * (low - high))
            for n, value in enumerate(values)
        ]
    )
    area = format_html_join(
        "",
        '<path class="area" d="M{} 34L{}L{} 34Z"/>',
        (
            (n_(run[0][0]), line(run), n_(run[-1][0]))
            for run in stretches
            if len(run) > 1
        ),
    )
    lines = format_html_join(
        "",
        '<polyline class="l1" points="{}"/>',
        ((line(run),) for run in stretches if len(run) > 1),
    )
    return format_html(
        '<svg viewBox="0 0 {} 34" preserveAspectRatio="none" role="img"'
        ' aria-labelledby="{}-t {}-d"><title id="{}-t">{}</title>'
        '<desc id="{}-d">{}</desc>{}{}</svg>',
        width,
        name,
        name,
        name,
        title,
        name,
        desc,
        area,
        lines,
    )


def trend(
    name: str, marks: Sequence[Mark], *, title: str, desc: str, volume: str
) -> SafeString:
    """A share over time, and under it in a panel of its own how many it is of.

    ``name`` makes the identifiers; ``volume`` says what the bars count.
    """
    top, bottom, floor, height = 10, 160, 250, 50
    known = [mark.value for mark in marks if mark.value is not None]
    lowest = next((n for n in LOWEST if known and min(known) >= n), 0)
    step = Decimal(RIGHT - 6 - LEFT) / max(len(marks) - 1, 1)
    most = max((mark.of for mark in marks), default=0) or 1

    def y(value: Decimal) -> Decimal:
        return bottom - (value - lowest) / (100 - lowest) * (bottom - top)

    at = [
        (mark, LEFT + step * n, None if mark.value is None else y(mark.value))
        for n, mark in enumerate(marks)
    ]
    axis = format_html_join(
        "",
        '<path class="ax" d="M{0} {1}H{2}"/>'
        '<text x="36" y="{3}" text-anchor="end">{4}</text>',
        (
            (LEFT, n_(y(tick)), RIGHT, n_(y(tick) + 4), number(short(tick)))
            for tick in (
                lowest + Decimal(100 - lowest) * n / TICKS for n in range(TICKS + 1)
            )
        ),
    )
    lines = format_html_join(
        "",
        '<polyline class="l1 thick" points="{}"/>',
        (
            (line(run),)
            for run in runs([None if up is None else (x, up) for _, x, up in at])
            if len(run) > 1
        ),
    )
    every = -(-len(marks) // LABELS)
    drawn = []
    for n, (mark, x, up) in enumerate(at):
        is_last = n == len(at) - 1
        tall = Decimal(height) * mark.of / most
        bar = min(Decimal(20), step * 6 / 10)
        inner = [
            format_html(
                '<rect class="fv3" x="{}" y="{}" width="{}" height="{}" rx="1.5"/>',
                n_(x - bar / 2),
                n_(floor - tall),
                n_(bar),
                n_(tall),
            )
        ]
        if up is not None:
            inner.append(point(mark, x, up, is_last=is_last))
        if (len(at) - 1 - n) % every == 0:
            inner.append(
                format_html(
                    '<text x="{}" y="268" text-anchor="middle">{}</text>',
                    n_(x),
                    mark.label,
                )
            )
        if is_last:
            inner.append(
                format_html(
                    '<text class="tb" x="{}" y="{}" text-anchor="middle">{}</text>',
                    n_(x),
                    n_(floor - tall - 5),
                    number(mark.of),
                )
            )
            if up is not None:
                inner.append(
                    format_html(
                        '<text class="tb" x="{}" y="{}">{} %</text>',
                        RIGHT + 8,
                        n_(up + 4),
                        number(mark.value or Decimal("0.0")),
                    )
                )
        wide = max(step, Decimal(NEAREST))
        drawn.append(linked(mark, x - wide / 2, top - 10, wide, 268, inner))
    return figure(
        name,
        274,
        title,
        desc,
        [
            axis,
            lines,
            format_html('<path class="ax" d="M34 {}H{}"/>', floor, RIGHT + 10),
            format_html('<text x="{}" y="{}">{}</text>', RIGHT + 12, floor - 4, volume),
            *drawn,
        ],
    )


def point(mark: Mark, x: Decimal, y: Decimal, *, is_last: bool) -> SafeString:
    """A point of a line: a circle, or the corners of what was told."""
    if mark.is_told:
        corners = ((x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y))
        return format_html('<polygon class="hollow" points="{}"/>', line(corners))
    shape = "hollow" if mark.is_few else "f1"
    size = 5 if is_last or mark.is_few else 3
    return format_html(
        '<circle class="{}" cx="{}" cy="{}" r="{}"/>', shape, n_(x), n_(y), size
    )


def columns(name: str, marks: Sequence[Mark], *, title: str, desc: str) -> SafeString:
    """Upright bars of counts, one beside the other in their own order."""
    floor, height = 170, 140
    most = max((mark.value or Decimal(0) for mark in marks), default=Decimal(0)) or 1
    step = Decimal(WIDTH) / max(len(marks), 1)
    drawn = []
    for n, mark in enumerate(marks):
        x = step * n
        tall = height * (mark.value or Decimal(0)) / most
        inner = [
            format_html(
                '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="2"/>',
                "hollow" if mark.is_told else "f6",
                n_(x + step / 5),
                n_(floor - tall),
                n_(step * 3 / 5),
                n_(tall),
            ),
            format_html(
                '<text class="tb" x="{}" y="{}" text-anchor="middle">{}</text>',
                n_(x + step / 2),
                n_(floor - tall - 6),
                mark.text,
            ),
            format_html(
                '<text x="{}" y="{}" text-anchor="middle">{}</text>',
                n_(x + step / 2),
                floor + 18,
                mark.label,
            ),
        ]
        drawn.append(linked(mark, x, 0, step, floor + 24, inner))
    ground = format_html('<path class="ax" d="M0 {}H{}"/>', floor, WIDTH)
    return figure(name, floor + 28, title, desc, [ground, *drawn])


def stacked(name: str, marks: Sequence[Mark], *, title: str, desc: str) -> SafeString:
    """One bar of a hundred per cent from the worst level to the best.

    Each level has a pattern of its own. What is too narrow to be hit is no link here;
    the page links every level again in the words below.
    """
    whole = sum((mark.value or Decimal(0) for mark in marks), Decimal(0)) or Decimal(1)
    x, drawn = Decimal(0), []
    for n, mark in enumerate(marks):
        wide = WIDTH * (mark.value or Decimal(0)) / whole
        inner = [
            format_html(
                '<rect class="lv{}" x="{}" y="0" width="{}" height="40"/>',
                n + 1,
                n_(x),
                n_(wide),
            ),
            _pattern(name, n + 1, x, wide),
        ]
        if wide * 9 >= WIDTH:  # on the narrowest phone it is just 24 px
            drawn.append(linked(mark, x, 0, wide, 40, inner))
        elif wide:
            drawn.append(format_html("<g>{}{}</g>", *inner))
        x += wide
    defs = format_html_join(
        "",
        '<pattern id="{}-p{}" width="8" height="8" patternUnits="userSpaceOnUse">'
        '<path class="hatch" d="{}"/></pattern>',
        ((name, n, d) for n, d in HATCHES.items()),
    )
    drawn = [format_html("<defs>{}</defs>", defs), *drawn]
    return figure(name, 40, title, desc, drawn, is_stretched=True)


def swatch(level: int) -> SafeString:
    """The ground of a level, to stand before its words."""
    return format_html(
        '<svg viewBox="0 0 20 12" aria-hidden="true">'
        '<rect class="lv{}" width="20" height="12" rx="2"/>{}</svg>',
        level,
        format_html('<path class="hatch" d="{}"/>', SWATCHES[level])
        if level in SWATCHES
        else "",
    )


def bar(value: int, most: int, css: str) -> SafeString:
    """A bar to stand in the row of a table, beside its number."""
    wide = Decimal(100) * value / most if most else Decimal(0)
    return format_html(
        '<svg viewBox="0 0 100 18" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="{}" y="1" width="{}" height="16"/></svg>',
        css,
        n_(wide),
    )


def shade(value: Decimal | None, most: Decimal) -> int:
    """Which of five shades fits a number; none for nothing."""
    if not value or most <= 0:
        return 0
    return min(5, 1 + int((4 * value / most).to_integral_value(ROUND_FLOOR)))


# The two lower and the fourth level carry strokes: they differ without colour too.
HATCHES = {1: "M0 8L8 0", 2: "M0 4H8", 4: "M4 0V8"}
SWATCHES = {
    1: "M2 12L14 0M10 12L20 2",
    2: "M0 4H20M0 8H20",
    4: "M5 0V12M10 0V12M15 0V12",
}


def _pattern(name: str, level: int, x: Decimal, wide: Decimal) -> SafeString:
    if level not in HATCHES:
        return SafeString("")
    return format_html(
        '<rect fill="url(#{}-p{})" x="{}" y="0" width="{}" height="40"/>',
        name,
        level,
        n_(x),
        n_(wide),
    )


def linked(
    mark: Mark,
    x: Decimal,
    y: int,
    wide: Decimal,
    high: int,
    inner: Sequence[SafeString],
) -> SafeString:
    """What is drawn of a mark as one link, over the whole of its place."""
    drawn = format_html_join("", "{}", ((one,) for one in inner))
    if not mark.url:
        return format_html("<g>{}</g>", drawn)
    return format_html(
        '<a href="{}" aria-label="{}"><title>{}</title>'
        '<rect class="hit" x="{}" y="{}" width="{}" height="{}"/>{}</a>',
        mark.url,
        mark.said,
        mark.said,
        n_(x),
        y,
        n_(wide),
        high,
        drawn,
    )


def figure(
    name: str,
    height: int,
    title: str,
    desc: str,
    inner: Sequence[SafeString],
    *,
    is_stretched: bool = False,
) -> SafeString:
    return format_html(
        '<svg viewBox="0 0 {} {}"{} role="group" aria-labelledby="{}-t {}-d">'
        '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}</svg>',
        WIDTH,
        height,
        SafeString(' preserveAspectRatio="none"') if is_stretched else "",
        name,
        name,
        name,
        title,
        name,
        desc,
        format_html_join("", "{}", ((one,) for one in inner)),
    )


Point = tuple[Decimal, Decimal]


def runs(points: Sequence[Point | None]) -> list[list[Point]]:
    """Part points at those that are missing: a line never bridges what is unknown."""
    return [
        [point for point in group if point is not None]
        for is_known, group in groupby(points, key=lambda point: point is not None)
        if is_known
    ]


def line(points: Sequence[Point]) -> str:
    return " ".join(f"{n_(x)},{n_(y)}" for x, y in points)


def n_(value: Decimal | int) -> str:
    return f"{value:.1f}"


def short(value: Decimal) -> Decimal | int:
    return int(value) if value == int(value) else value.quantize(Decimal("0.1"))
