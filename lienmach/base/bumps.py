"""Two charts of years side by side: a number, and who stood where in an order.

Drawn like the others (``base.charts``). A line breaks where a year is not known.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from lienmach.base.charts import Mark, figure, line, linked, n_, point, runs, short
from lienmach.base.parts import number

LEFT, RIGHT, TOP, STEP = 30, 390, 18, 26
MOST_NAMED = 22  # letters of a name beside the last mark
Where = Callable[[int], Decimal]


@dataclass(frozen=True, slots=True)
class Runner:
    """Somebody's place in each year, None where not known; ``url`` leads to them."""

    label: str
    places: Sequence[int | None]
    url: str = ""
    is_mine: bool = False


def rising(name: str, marks: Sequence[Mark], *, title: str, desc: str) -> SafeString:
    """A number from year to year, with its own axis and the number at each mark."""
    top, bottom = 24, 218
    known = [mark.value for mark in marks if mark.value is not None]
    low, high = _axis(known)
    step = Decimal(510 - 50) / max(len(marks) - 1, 1)

    def y(value: Decimal) -> Decimal:
        return bottom - (value - low) / (high - low) * (bottom - top)

    at = [
        (mark, 50 + step * n, None if mark.value is None else y(mark.value))
        for n, mark in enumerate(marks)
    ]
    ticks = [low + (high - low) * n / 4 for n in range(5)]
    axis = format_html_join(
        "",
        '<path class="ax" d="M44 {0}H520"/>'
        '<text x="36" y="{1}" text-anchor="end">{2}</text>',
        ((n_(y(tick)), n_(y(tick) + 4), number(short(tick))) for tick in ticks),
    )
    points = [None if up is None else (x, up) for _, x, up in at]
    drawn = []
    for n, (mark, x, up) in enumerate(at):
        inner = [
            format_html(
                '<text x="{}" y="252" text-anchor="middle">{}</text>',
                n_(x),
                mark.label,
            )
        ]
        if up is not None:
            aside, lower, anchor = _beside(at, n)
            inner.append(point(mark, x, up, is_last=True))
            inner.append(
                format_html(
                    '<text class="tb" x="{}" y="{}" text-anchor="{}">{}</text>',
                    n_(x + aside),
                    n_(up + lower),
                    anchor,
                    mark.text,
                )
            )
        drawn.append(linked(mark, x - 24, 0, Decimal(48), 260, inner))
    return figure(name, 266, title, desc, [axis, _lines(points, "l1 thick"), *drawn])


def bump(
    name: str, years: Sequence[str], runners: Sequence[Runner], *, title: str, desc: str
) -> SafeString:
    """Places from year to year, the first on top; one's own line stands out."""
    worst = max((p for r in runners for p in r.places if p), default=1)
    height = TOP + STEP * worst + 16
    step = Decimal(RIGHT - LEFT - 20) / max(len(years) - 1, 1)

    def x(at: int) -> Decimal:
        return LEFT + 20 + step * at

    def y(place: int) -> Decimal:
        return Decimal(TOP + STEP * (place - 1))

    feet = format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="middle">{}</text>',
        ((n_(x(at)), height, year) for at, year in enumerate(years)),
    )
    sides = format_html_join(
        "",
        '<text x="14" y="{}" text-anchor="middle">{}</text>',
        ((n_(y(place) + 5), place) for place in range(1, worst + 1)),
    )
    ordered = sorted(runners, key=lambda one: one.is_mine)  # one's own lies on top
    drawn = [feet, sides, *(_run(runner, x, y) for runner in ordered)]
    return figure(name, height + 8, title, desc, drawn)


def part(value: Decimal, most: Decimal, said: str) -> SafeString:
    """How much of what could be reached, as a bar in the row of a table."""
    wide = value / most * 100 if most else Decimal(0)
    return format_html(
        '<svg viewBox="0 0 100 18" preserveAspectRatio="none" role="img"'
        ' aria-label="{}"><rect class="fg" y="4" width="100" height="10"/>'
        '<rect class="f1" y="4" width="{}" height="10"/></svg>',
        said,
        n_(wide),
    )


def _run(runner: Runner, x: Where, y: Where) -> SafeString:
    points = [
        None if place is None else (x(at), y(place))
        for at, place in enumerate(runner.places)
    ]
    lines = _lines(points, "l1 thick" if runner.is_mine else "lg-line")
    inner = []
    for at, place in enumerate(runner.places):
        if place is None:
            continue
        spot = (n_(x(at)), n_(y(place)))
        if runner.is_mine:
            inner.append(
                format_html(
                    '<g class="dotx"><circle class="f1" cx="{0}" cy="{1}" r="10"/>'
                    '<text class="ti" x="{0}" y="{2}" text-anchor="middle">{3}</text>'
                    "</g>",
                    *spot,
                    n_(y(place) + Decimal("4.5")),
                    place,
                )
            )
        else:
            inner.append(
                format_html('<circle class="dotg" cx="{}" cy="{}" r="4"/>', *spot)
            )
    last = runner.places[-1] if runner.places else None
    if last is not None:
        words = runner.label
        if len(words) > MOST_NAMED:
            words = f"{words[: MOST_NAMED - 1].rstrip()}…"
        inner.append(
            format_html(
                '<text class="{}" x="{}" y="{}">{}</text>',
                "tb" if runner.is_mine else "",
                RIGHT + 18,
                n_(y(last) + 5),
                words,
            )
        )
    drawn = format_html_join("", "{}", ((one,) for one in inner))
    if not runner.url or last is None:
        return format_html("<g>{}{}</g>", lines, drawn)
    mark = Mark(runner.label, Decimal(last), f"hạng {last}", runner.url)
    link = linked(mark, Decimal(RIGHT + 8), int(y(last)) - 12, Decimal(150), 24, [])
    return format_html("<g>{}{}</g>{}", lines, drawn, link)


def _lines(points: Sequence[tuple[Decimal, Decimal] | None], css: str) -> SafeString:
    return format_html_join(
        "",
        '<polyline class="{}" points="{}"/>',
        ((css, line(run)) for run in runs(points) if len(run) > 1),
    )


def _beside(
    at: Sequence[tuple[Mark, Decimal, Decimal | None]], n: int
) -> tuple[int, int, str]:
    """Where a number stands so that its line does not cross it: how far aside, how far
    below, and which end of it is at the mark."""
    here = at[n][2] or Decimal(0)
    before = at[n - 1][2] if n else None
    after = at[n + 1][2] if n + 1 < len(at) else None
    rises = after is not None and after < here - 8
    rose = before is not None and here < before - 8
    if rises and rose:
        return 2, -10, "end"
    if rises:
        return 0, 22, "middle"
    falls = after is not None and after > here + 8
    fell = before is not None and here > before + 8
    return (-2, -10, "start") if falls and fell else (0, -12, "middle")


def _axis(known: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """Round tens around what is shown, so that the shape can be read."""
    if not known:
        return Decimal(0), Decimal(100)
    low = (min(known) / 10).to_integral_value(ROUND_FLOOR) * 10
    high = (max(known) / 10).to_integral_value(ROUND_CEILING) * 10
    return low, high if high > low else low + 10
