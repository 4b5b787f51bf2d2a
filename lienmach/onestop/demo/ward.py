"""The ward of today: the dossiers of the last weeks, in every state there is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from lienmach.calc.local import ZONE, day_of
from lienmach.calc.standing import Standing, tell
from lienmach.cases.queries import clockwork
from lienmach.onestop.actions.histories import History, Past
from lienmach.onestop.actions.write_histories import write
from lienmach.onestop.demo import offices
from lienmach.onestop.demo.lives import DAY, USUAL, Chances, Draw, Fate, Player
from lienmach.onestop.demo.offices import Office
from lienmach.onestop.demo.scenes import (
    Shelf,
    days,
    sheets,
    some_receipt,
    stage,
    weights,
)
from lienmach.onestop.flow import State
from lienmach.org.demo import TURN

SEED = 20260701
WEEKS = timedelta(days=45)
TRIES = 400  # for one dossier: what a day does not allow is left out
WEIGHTS = weights(
    "001 3, 002 3, 004 5, 005 7, 007 4, 013 2, 014 1, 021 3, 022 8, 023 5, "
    "024 5, 031 7, 033 2, 034 2, 041 6, 042 3, 043 2, 051 5, 052 4, 053 3, "
    "054 3, 061 2, 062 2, 071 1, 072 1, 073 1, 081 1, 091 1, 092 1, 101 4, "
    "102 3, 103 1"
)
AT_ONCE = weights("011 6, 012 4, 006 3, 003 1")
CHAINED = weights("008 1")
ECONOMY = (
    *("Đất đai", "Xây dựng", "Quy hoạch", "Đăng ký kinh doanh"),
    *("Môi trường", "Nông nghiệp"),
)
JUSTICE = ("Hộ tịch", "Chứng thực")
LAND = ("Đất đai",)


@dataclass(frozen=True, slots=True)
class Now:
    """How a dossier stands: its state, its chip, when it is due, and who has it."""

    state: str
    standing: Standing
    due_on: date | None
    person: int | None
    is_handed_over: bool


@dataclass(frozen=True, slots=True)
class Lot:
    count: int
    is_wanted: Callable[[Now], bool]
    fates: tuple[Fate, ...] = (Fate.EARLY, Fate.EARLY, Fate.ON_TIME, Fate.LATE)
    fields: tuple[str, ...] = ()
    since: timedelta = WEEKS
    needs_work: bool = False
    chances: Chances = USUAL


def load(*, at: datetime) -> None:
    past, office = played(at=at)
    offices.write_routes(office)
    write(past, {office.counter: office.code})


def played(*, at: datetime) -> tuple[Past, Office]:
    """Play the weeks before a moment; nothing is written yet."""
    past, player = stage(SEED)
    office = offices.ward(day_of(at))
    shelf = Shelf("commune", WEIGHTS)
    is_working = past.calendars.of(office.counter, day_of(at)).is_working(day_of(at))
    for lot in _lots(at):
        if is_working or not lot.needs_work:
            _play(player, office, shelf, lot, at)
    _today(player, office, shelf, at)
    _same_day(player, office, at)
    _chains(player, office, at)
    sheets(past, office)
    return past, office


def _lots(at: datetime) -> tuple[Lot, ...]:
    """The states of the work, and how many of each; for each account some."""
    today, late, mostly_early = (
        day_of(at),
        (Fate.LATE,),
        (*(Fate.EARLY,) * 4, Fate.ON_TIME),
    )
    hurried, recent = (Fate.ON_TIME, Fate.LATE), timedelta(days=4)

    def of(*states: State) -> Callable[[Now], bool]:
        return lambda now: now.state in states and now.standing is not Standing.OVERDUE

    def held(state: State, standing: Standing) -> Callable[[Now], bool]:
        return lambda now: now.state == state and now.standing is standing

    def due_today(*states: State) -> Callable[[Now], bool]:
        return lambda now: (
            now.state in states
            and now.due_on == today
            and now.standing is not Standing.OVERDUE
        )

    def untaken(now: Now) -> bool:
        return now.state == State.RECEIVED and now.is_handed_over

    def waiting(now: Now) -> bool:
        return now.state == State.RECEIVED and not now.is_handed_over

    busy, signing, ready = State.IN_PROGRESS, State.SIGNING, State.READY
    paused, plain = Chances(asked=1), Chances(asked=0, waiting=0)
    slow = Chances(signing=4 * DAY)
    return (
        Lot(7, waiting, since=recent),
        Lot(5, untaken, fields=ECONOMY, since=recent),
        Lot(3, untaken, fields=JUSTICE, since=recent),
        Lot(2, untaken, since=recent),
        Lot(12, held(busy, Standing.WITHIN), fields=ECONOMY),
        Lot(10, held(busy, Standing.WITHIN)),
        Lot(6, held(busy, Standing.SOON), fields=ECONOMY, chances=plain),
        Lot(5, held(busy, Standing.SOON), chances=plain),
        Lot(4, due_today(busy), fields=ECONOMY, fates=hurried, needs_work=True),
        Lot(2, due_today(busy), fields=JUSTICE, fates=hurried, needs_work=True),
        Lot(4, held(busy, Standing.OVERDUE), late, ECONOMY),
        Lot(2, held(busy, Standing.OVERDUE), late, JUSTICE),
        Lot(2, held(busy, Standing.OVERDUE), late),
        Lot(6, of(State.ASKED), fields=ECONOMY, chances=paused),
        Lot(2, of(State.ASKED), fields=JUSTICE, chances=paused),
        Lot(2, of(State.ASKED), chances=paused),
        Lot(5, of(State.OWING), fields=LAND, chances=Chances(owing=1)),
        Lot(4, of(State.WAITING), chances=Chances(waiting=1)),
        Lot(3, of(busy), late, ECONOMY, chances=Chances(apology=1, asked=0)),
        Lot(7, of(signing), chances=slow),
        Lot(3, due_today(signing), fates=hurried, needs_work=True),
        Lot(2, held(signing, Standing.OVERDUE), late, chances=slow),
        Lot(13, lambda now: now.state == ready),
        Lot(1, of(State.CANCELLED), (Fate.CANCELLED,)),
        Lot(2, of(State.REFUSED), (Fate.REFUSED,)),
        Lot(1, of(State.REFUSED), (Fate.REJECTED,)),
        Lot(2, of(State.WITHDRAWN), (Fate.WITHDRAWN,)),
        Lot(1, of(State.STOPPED), (Fate.STOPPED,)),
        Lot(30, of(State.RETURNED), mostly_early),
        Lot(3, of(State.RETURNED), late),
    )


def _play(player: Player, office: Office, shelf: Shelf, lot: Lot, at: datetime) -> None:
    window = days(max(day_of(at - lot.since), TURN), day_of(at))
    left, misses = lot.count, 0
    while left and misses < TRIES:
        received = some_receipt(player.past, office, window, until=at)
        offer = shelf.one(received.date(), player.dice, lot.fields)
        misses += 1
        if offer is None:
            continue
        fate = player.dice.choice(lot.fates)
        draw = Draw(office, offer, received, fate, lot.chances, until=at)
        if player.play(draw, lambda h: lot.is_wanted(_now(h, at))):
            left, misses = left - 1, 0


def _now(history: History, at: datetime) -> Now:
    case = history.case
    paused = next(
        (w.started_at for w in history.moves.waits if w.ended_at is None), None
    )
    calendar = history.past.calendars.of(
        case.received_unit_id, day_of(case.received_at)
    )
    told = tell(clockwork(case, paused), calendar, now=at)
    return Now(
        case.state,
        told.standing,
        day_of(case.promised_at) if case.promised_at else None,
        case.person_id,
        case.unit_id != case.received_unit_id,
    )


def _same_day(player: Player, office: Office, at: datetime) -> None:
    """What was given back at once, today and in the fortnight before."""
    shelf, today = Shelf("commune", AT_ONCE), day_of(at)
    before = days(max(today - timedelta(days=14), TURN), today - timedelta(days=1))
    for window, count in ((before, 34), ([today], 9)):
        for received, is_mobile in _receipts(player, office, window, count, at):
            offer = shelf.one(received.date(), player.dice)
            assert offer
            draw = Draw(
                office,
                offer,
                received,
                Fate.ON_TIME,
                is_same_day=True,
                is_mobile=is_mobile,
            )
            player.play(draw)


def _chains(player: Player, office: Office, at: datetime) -> None:
    """Chains received on the last working days; ``demo.chains`` takes them further."""
    shelf = Shelf("commune", CHAINED, of_chains=True)
    calendar = player.past.calendars.of(office.counter, day_of(at))
    before = days(
        max(day_of(at) - timedelta(days=7), TURN), day_of(at - timedelta(days=1))
    )
    for day in [day for day in before if calendar.is_working(day)][-2:]:
        for received, _ in _receipts(player, office, [day], 2, at):
            offer = shelf.one(day, player.dice)
            assert offer
            player.play(Draw(office, offer, received, Fate.EARLY, until=received))


def _today(player: Player, office: Office, shelf: Shelf, at: datetime) -> None:
    """What came in today and is promised for later."""
    for received, is_mobile in _receipts(player, office, [day_of(at)], 6, at):
        offer = shelf.one(received.date(), player.dice)
        if offer:
            draw = Draw(
                office, offer, received, Fate.EARLY, until=at, is_mobile=is_mobile
            )
            player.play(draw)


def _receipts(
    player: Player, office: Office, window: list[date], count: int, at: datetime
) -> Iterator[tuple[datetime, bool]]:
    """When people came; on a day off the counter comes to them, on a morning.

    None before the counter has opened.
    """
    past = player.past
    if len(window) == 1 and not past.calendars.of(office.counter, window[0]).opening(
        window[0]
    ):
        begin = datetime.combine(window[0], time(8), ZONE)
        minutes = min((at - begin) // timedelta(minutes=1), 150)
        for _ in range(count // 2 if minutes > 0 else 0):
            drawn = past.dice.randrange(minutes * 60)
            yield begin + timedelta(seconds=drawn), True
        return
    for _ in range(count):
        received = some_receipt(past, office, window)
        if received <= at:
            yield received, False
