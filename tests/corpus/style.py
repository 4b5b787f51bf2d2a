"""How one office prints numbers, percentages and dates."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from random import Random

NBSP = "\u00a0"


@dataclass(frozen=True, slots=True)
class Style:
    thousands: str
    pad: bool
    decimals: int
    percent_gap: str
    dates: tuple[str, ...]
    decomposed: bool
    hard_spaces: bool
    broken_lines: bool
    bold: bool
    bullet: str

    @staticmethod
    def of(rng: Random) -> "Style":
        forms = ("d/m/y", "dd/mm/y", "long", "dd-mm-y", "dd.mm.y", "long0", "d/mm/y")
        weights = (4, 6, 3, 0.6, 0.5, 1, 0.5)
        main = rng.choices(forms, weights)[0]
        mixed = (main, main, rng.choices(forms, weights)[0])
        return Style(
            thousands="." if rng.random() < 0.8 else "",
            pad=rng.random() < 0.75,
            decimals=rng.choices((0, 1, 2), (1, 5, 5))[0],
            percent_gap=rng.choices(("", " ", NBSP), (8, 1, 0.5))[0],
            dates=mixed,
            decomposed=rng.random() < 0.12,
            hard_spaces=rng.random() < 0.12,
            broken_lines=rng.random() < 0.25,
            bold=rng.random() < 0.2,
            bullet=rng.choice(("-", "-", "+", "*", "•", "–")),
        )

    def count(self, value: int) -> str:
        if self.pad and value < 10:
            return f"{value:02d}"
        return f"{value:,}".replace(",", self.thousands)

    def decimal(self, value: Decimal) -> str:
        whole, _, rest = str(value).partition(".")
        return self.plain(int(whole)) + ("," + rest if rest else "")

    def plain(self, value: int) -> str:
        return f"{value:,}".replace(",", self.thousands)

    def percent(self, value: Decimal) -> str:
        return f"{self.decimal(value)}{self.percent_gap}%"

    def rate(self, part: Decimal, whole: Decimal) -> Decimal:
        """A share rounded as this office does, but never up to 100 when it is not."""
        exact = part * 100 / whole
        places = self.decimals
        shown = rounded(exact, places)
        while shown == 100 and exact != 100 and places < 4:
            places += 1
            shown = rounded(exact, places)
        return trimmed(shown)

    def day(self, rng: Random, day: date) -> str:
        return printed_day(rng.choice(self.dates), day.day, day.month, day.year)


def rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def trimmed(value: Decimal) -> Decimal:
    """100 rather than 100.00; other figures keep their places."""
    return Decimal(100) if value == 100 else value


def printed_day(form: str, day: int, month: int, year: int) -> str:
    if form == "d/m/y":
        return f"{day}/{month}/{year}"
    if form == "dd/mm/y":  # office habit: a zero before 1 and 2 only, for months
        padded = f"{month:02d}" if month < 3 else str(month)
        return f"{day:02d}/{padded}/{year}"
    if form == "d/mm/y":
        return f"{day}/{month:02d}/{year}"
    if form == "dd-mm-y":
        return f"{day:02d}-{month:02d}-{year}"
    if form == "dd.mm.y":
        return f"{day:02d}.{month:02d}.{year}"
    if form == "long0":
        return f"{day:02d} tháng {month:02d} năm {year}"
    return f"{day:02d} tháng {month} năm {year}"
