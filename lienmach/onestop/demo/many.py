"""Synthetic dossiers by the hundred thousand, for trials of speed and of figures.

Some thousands of lives are played; each is then written many times over by the
database, every time with a person, a code and numbers of its own, milliseconds apart.
All of them say in their content that they are synthetic.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from lienmach.calc.local import day_bounds, day_of
from lienmach.cases.models import Case
from lienmach.indicators.actions import rebuild, wait_for_recounts
from lienmach.onestop.actions.histories import History, Past
from lienmach.onestop.demo import offices
from lienmach.onestop.demo.copies import write_copies
from lienmach.onestop.demo.lives import Draw, Fate, Player
from lienmach.onestop.demo.offices import Office
from lienmach.onestop.demo.scenes import Shelf, days, some_receipt, stage
from lienmach.onestop.demo.town import COMMUNE_WEIGHTS, TOWN_WEIGHTS
from lienmach.onestop.demo.ward import AT_ONCE, WEIGHTS
from lienmach.org.demo import TURN

MARK = "Hồ sơ mô phỏng"
BEGAN = date(2021, 6, 1)  # the officers of the town are at their posts from then on
TOWN_ENDS = TURN - timedelta(days=90)  # so that all is closed when the town ends
MOST_PLAYED, COPIES = 4_000, 100
BULK = 20_000  # from so many on, indexes are made again at the end,
SHARE = 5  # unless so many times more are there already
LOADS = 7_026_041  # the key under which loads wait for each other
FATES = (
    *(Fate.EARLY,) * 70,
    *(Fate.ON_TIME,) * 18,
    *(Fate.LATE,) * 7,
    *(Fate.REJECTED, Fate.WITHDRAWN, Fate.STOPPED, Fate.REFUSED, Fate.CANCELLED),
)
SAME_DAY = 0.25


@dataclass(frozen=True, slots=True)
class Stand:
    """An office with the days on which it takes in, and what it has on offer."""

    office: Office
    window: list[date]
    at_once: Shelf
    shelf: Shelf


@transaction.atomic
def load(count: int, *, seed: int, at: datetime) -> None:
    """Write so many dossiers with all that became of them until a moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOADS])
        cursor.execute("SET LOCAL synchronous_commit = off")
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
    wait_for_recounts()
    is_bulk = count >= BULK and Case.objects.count() <= SHARE * count
    copies = max(1, min(COPIES, count // 500), -(-count // MOST_PLAYED))
    played, left = divmod(count, copies)
    write_copies(_played(played, seed=seed, at=at), copies, is_bulk=is_bulk)
    if left:
        write_copies(_played(left, seed=seed + 1, at=at), 1, is_bulk=False)
    rebuild()


def _played(count: int, *, seed: int, at: datetime) -> Past:
    """Play lives in the order in which they begin."""
    past, player = stage(seed)
    stands = _stands(at)
    chosen = past.dice.choices(stands, [len(s.window) for s in stands], k=count)
    begins = [(some_receipt(past, s.office, s.window, at), s) for s in chosen]
    for received, stand in sorted(begins, key=lambda begin: begin[0]):
        while not _play_one(player, stand, received, at):
            pass
    return past


def _stands(at: datetime) -> list[Stand]:
    today, in_town = day_of(at), date(2023, 3, 10)
    found = []
    if BEGAN < TURN:
        window = days(BEGAN, min(TOWN_ENDS, today))
        at_once = Shelf("commune", AT_ONCE)
        of_town = Shelf("district", TOWN_WEIGHTS)
        centre = Stand(
            offices.town(in_town), window, Shelf("district", AT_ONCE), of_town
        )
        of_commune = Shelf("commune", COMMUNE_WEIGHTS)
        desks = [
            Stand(each, window, at_once, of_commune)
            for each in offices.communes(in_town)
        ]
        found = [centre, centre, centre, *desks]
    if today > TURN:
        ward = Stand(
            offices.ward(today),
            days(TURN, today),
            Shelf("commune", AT_ONCE),
            Shelf("commune", WEIGHTS),
        )
        found += [ward, ward, ward]
    return found


def _play_one(player: Player, stand: Stand, received: datetime, at: datetime) -> bool:
    dice = player.dice
    is_same_day = dice.random() < SAME_DAY
    shelf = stand.at_once if is_same_day else stand.shelf
    offer = shelf.one(received.date(), dice)
    if offer is None:
        return False
    fate = Fate.ON_TIME if is_same_day else dice.choice(FATES)
    draw = Draw(
        stand.office,
        offer,
        received,
        fate,
        until=at,
        is_same_day=is_same_day,
        content=MARK,
    )
    ends = day_bounds(TURN)[0]
    is_of_town = received < ends
    return player.play(draw, lambda h: not is_of_town or _is_over(h, ends)) is not None


def _is_over(history: History, ends: datetime) -> bool:
    closed = history.case.closed_at
    return closed is not None and closed < ends
