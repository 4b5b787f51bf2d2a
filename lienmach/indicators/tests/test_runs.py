"""Whatever days are asked for, what is read of them adds up to each of them once."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from lienmach.indicators.queries.counting import Days, next_month
from lienmach.indicators.queries.runs import Cover, cover

BEGAN = date(2023, 1, 1)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _read(found: Cover) -> Counter[date]:
    """How often each day is counted in what is read."""
    read: Counter[date] = Counter()
    for _, first, stop in found.months:
        read.update(_days(first, stop - timedelta(days=1)))
    for _, month, sign in found.halves:
        last = next_month(month) - timedelta(days=1)
        for day in _days(month.replace(day=15), last):
            read[day] += sign
    for _, first, last in found.edges:
        read.update(_days(first, last))
    return +read


def test_every_day_is_counted_once_and_few_are_read_singly() -> None:
    dice = Random(7)
    for _ in range(600):
        first = BEGAN + timedelta(days=dice.randrange(500))
        last = first + timedelta(days=dice.choice((0, 5, 13, 14, 29, 60, 100)))

        found = cover([Days(1, first, last)])

        assert _read(found) == Counter(_days(first, last)), (first, last)
        assert all((b - a).days < 17 for _, a, b in found.edges), (first, last)


def test_of_a_quarter_as_reports_cut_it_no_day_is_read() -> None:
    found = cover([Days(1, date(2022, 12, 15), date(2023, 3, 14))])

    assert found == Cover(
        months=[
            (1, date(2023, 1, 1), date(2023, 3, 1)),
            (1, date(2023, 3, 1), date(2023, 4, 1)),
        ],
        halves=[(1, date(2022, 12, 1), 1), (1, date(2023, 3, 1), -1)],
    )
