"""What the lives of a demo are played on: calendars, procedures on offer, sheets."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from random import Random

from lienmach.calc.local import day_of
from lienmach.onestop.actions.histories import History, Past
from lienmach.onestop.actions.write_histories import hand_over, spend
from lienmach.onestop.demo.lives import Offer, Player, receipt_on
from lienmach.onestop.demo.offices import Office
from lienmach.onestop.demo.people import Crowd
from lienmach.registers.models import ProcedureVersion
from lienmach.registers.queries.calendar import Calendars


def weights(told: str) -> dict[str, float]:
    """Read how often each procedure is asked for, by the end of its code: «021 4»."""
    pairs = (pair.split() for pair in told.split(","))
    return {f"9.900{short}": float(weight) for short, weight in pairs}


class Crowds:
    """The people of each office, made where they are first needed."""

    def __init__(self, past: Past) -> None:
        self.past = past
        self.known: dict[int, Crowd] = {}

    def __call__(self, office: Office) -> Crowd:
        if office.counter not in self.known:
            crowd = Crowd(self.past.rows, self.past.dice, office.place)
            self.known[office.counter] = crowd
        return self.known[office.counter]


def stage(seed: int) -> tuple[Past, Player]:
    past = Past(Calendars(projected=True), Random(seed))  # noqa: S311 - chance that can be repeated
    return past, Player(past, Crowds(past))


class Shelf:
    """What an office of a level has on offer; chains only where they are asked for.

    Of a chain a life is its receipt: its parts take their steps like any other.
    """

    def __init__(
        self, level: str, weights: Mapping[str, float], *, of_chains: bool = False
    ) -> None:
        rows = (
            ProcedureVersion.objects.current()
            .filter(levels__contains=[level], procedure__code__in=weights)
            .filter(hops__isnull=not of_chains)
            .select_related("procedure", "field")
            .prefetch_related("fees", "components", "hops")
            .order_by("procedure__code", "valid_from")
            .distinct()
        )
        self.offers = [Offer(row, tuple(row.components.all())) for row in rows]
        self.weights = weights
        self.known: dict[date, list[Offer]] = {}

    def on(self, day: date) -> list[Offer]:
        if day not in self.known:
            self.known[day] = [o for o in self.offers if o.version.is_in_force(day)]
        return self.known[day]

    def one(
        self,
        day: date,
        dice: Random,
        fields: Collection[str] = (),
        *,
        but: bool = False,
    ) -> Offer | None:
        """One procedure by its weight, of some fields only, or of all the others."""
        found = [
            offer
            for offer in self.on(day)
            if not fields or (offer.version.field.name in fields) is not but
        ]
        weights = [self.weights[o.version.procedure.code] for o in found]
        return dice.choices(found, weights)[0] if found else None


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def some_receipt(
    past: Past, office: Office, among: list[date], until: datetime | None = None
) -> datetime:
    """A moment at which somebody comes, on one of some days."""
    while True:
        day = past.dice.choice(among)
        calendar = past.calendars.of(office.counter, day)
        at = receipt_on(calendar, day, past.dice)
        if at and (until is None or at <= until):
            return at


def sheets(past: Past, office: Office) -> None:
    """Write the sheets with which papers went from a counter to the desks behind it."""
    carts: dict[tuple[int, datetime], list[History]] = defaultdict(list)
    for history in past.histories:
        if history.case.received_unit_id == office.counter and history.cart:
            carts[history.cart.unit_id, history.cart.at].append(history)
    taken: dict[tuple[int, str], int] = defaultdict(int)
    for (unit, at), moved in sorted(carts.items(), key=lambda cart: cart[0][1]):
        year = f"{day_of(at):%y}"
        taken[office.counter, year] += 1
        number = f"BG-{office.code}-{year}-{taken[office.counter, year]:04}"
        receiver = past.dice.choice(
            next(d for d in office.desks.values() if d.unit == unit).officers
        )
        hand_over(
            past,
            number,
            moved,
            to=unit,
            by=past.dice.choice(office.clerks),
            received_by=receiver,
            at=at,
            confirmed_at=at + timedelta(minutes=9),
        )
    spend("hand-over", taken)
