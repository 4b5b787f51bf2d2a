"""The quarter of the town: 15 December 2022 to 10 March 2023, and what came of it.

Its centre took in 1,118 dossiers, 15 of them without a slip; 875 were finished by the
end of the last day, 651 early, 186 on time and 38 late, half of these about land; 243
were open, 13 of them overdue. The communes had finished 2,008, 35 of them late.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lienmach.calc.local import day_bounds
from lienmach.calc.outcome import Outcome, outcome
from lienmach.onestop.actions.histories import History
from lienmach.onestop.actions.write_histories import write
from lienmach.onestop.demo import offices
from lienmach.onestop.demo.lives import USUAL, Chances, Draw, Fate, Player
from lienmach.onestop.demo.offices import Office
from lienmach.onestop.demo.scenes import (
    Shelf,
    days,
    sheets,
    some_receipt,
    stage,
    weights,
)

FIRST, LAST = date(2022, 12, 15), date(2023, 3, 10)
END = day_bounds(LAST)[1]
SEED = 20230310
LAND = ("Đất đai",)
TOWN_WEIGHTS = weights(
    "021 4, 022 24, 023 9, 024 12, 031 9, 032 4, 033 2, 034 3, 041 11, "
    "042 5, 043 4, 004 6, 013 2, 051 3, 053 4, 061 3, 071 2, 072 0.4, "
    "082 0.4, 091 0.6, 093 0.5"
)
AT_ONCE = weights("011 5, 012 4, 006 2")
COMMUNE_WEIGHTS = weights(
    "001 8, 002 4, 003 3, 004 3, 005 7, 007 2, 014 0.5, 025 0.3, 051 3, "
    "052 2, 053 3, 054 2, 061 1, 062 2, 092 0.3"
)


@dataclass(frozen=True, slots=True)
class Lot:
    """So many dossiers that stand, at the end of the quarter, in one way."""

    count: int
    kind: str
    fates: tuple[Fate, ...]
    since: date = FIRST
    fields: Collection[str] = ()
    but: bool = False
    chances: Chances = USUAL


E, O, L = Fate.EARLY, Fate.ON_TIME, Fate.LATE  # noqa: E741 - one letter, three lines
SOME_ASKED = Chances(asked=1, online=0.3)
SAID_SORRY = Chances(apology=1)
LATER = date(2023, 1, 30)
TOWN = (
    Lot(638, "early", (E,)),
    Lot(6, "early", (Fate.REJECTED,)),
    Lot(5, "early", (Fate.WITHDRAWN,)),
    Lot(2, "early", (Fate.STOPPED,)),
    Lot(165, "on_time", (O,)),
    Lot(6, "on_time", (O,), chances=SAID_SORRY),
    Lot(16, "late", (L,), fields=LAND),
    Lot(3, "late", (L,), fields=LAND, chances=SAID_SORRY),
    Lot(16, "late", (L,), fields=LAND, but=True),
    Lot(3, "late", (L,), fields=LAND, but=True, chances=SAID_SORRY),
    Lot(204, "within", (E, E, E, O), since=LATER),
    Lot(15, "paused", (E, O), since=LATER, chances=SOME_ASKED),
    Lot(8, "paused", (E, O), since=LATER, fields=LAND, chances=Chances(owing=1)),
    Lot(3, "paused", (E, O), since=LATER, fields=LAND, chances=Chances(waiting=1)),
    Lot(7, "overdue", (L,), since=LATER, fields=LAND),
    Lot(6, "overdue", (L,), since=LATER, fields=LAND, but=True),
)
COMMUNES = (
    Lot(560, "early", (E,)),
    Lot(163, "on_time", (O,)),
    Lot(35, "late", (L,)),
    Lot(92, "within", (E, E, O), since=LATER),
    Lot(6, "paused", (E, O), since=LATER, chances=SOME_ASKED),
    Lot(8, "overdue", (L,), since=LATER),
)
SAME_DAY_OF_TOWN, SAME_DAY_OF_COMMUNES = 15, 1250


def load() -> None:
    past, player = stage(SEED)
    centre, desks = offices.town(LAST), offices.communes(LAST)
    at_once, of_town = Shelf("district", AT_ONCE), Shelf("district", TOWN_WEIGHTS)
    for lot in TOWN:
        _play(player, [centre], of_town, lot)
    _same_day(player, [centre], at_once, SAME_DAY_OF_TOWN)
    at_once, of_commune = Shelf("commune", AT_ONCE), Shelf("commune", COMMUNE_WEIGHTS)
    for lot in COMMUNES:
        _play(player, desks, of_commune, lot)
    _same_day(player, desks, at_once, SAME_DAY_OF_COMMUNES)
    sheets(past, centre)
    for office in (centre, *desks):
        offices.write_routes(office)
    write(past, {office.counter: office.code for office in (centre, *desks)})


def standing(history: History) -> str:
    """How a dossier stands at the end of the quarter, from all that is known of it."""
    case = history.case
    finished, promised = case.finished_at, case.promised_at
    if finished and finished < END:
        return str(outcome(finished, promised, case.received_at))
    if any(w.started_at < END <= (w.ended_at or END) for w in history.moves.waits):
        return "paused" if _is_within(promised) else ""
    if any(p.made_at >= END for p in history.moves.promises):
        return ""  # so that what was promised then and now say the same
    return "within" if _is_within(promised) else "overdue"


def _is_within(promised: datetime | None) -> bool:
    return promised is not None and promised >= END


def _play(player: Player, among: Sequence[Office], shelf: Shelf, lot: Lot) -> None:
    past, dice = player.past, player.dice
    window, left = days(lot.since, LAST), lot.count
    while left:
        office = dice.choice(among)
        at = some_receipt(past, office, window)
        offer = shelf.one(at.date(), dice, lot.fields, but=lot.but)
        if offer is None:
            continue
        fate = dice.choice(lot.fates)
        draw = Draw(office, offer, at, fate, lot.chances)
        left -= player.play(draw, lambda h: standing(h) == lot.kind) is not None


def _same_day(
    player: Player, among: Sequence[Office], shelf: Shelf, count: int
) -> None:
    window = days(FIRST, LAST)
    for _ in range(count):
        office = player.dice.choice(among)
        at = some_receipt(player.past, office, window)
        offer = shelf.one(at.date(), player.dice)
        assert offer
        draw = Draw(office, offer, at, Fate.ON_TIME, is_same_day=True)
        player.play(draw, lambda h: standing(h) == Outcome.ON_TIME)
