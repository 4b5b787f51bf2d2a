"""The ward's chains: their parts take their steps, one agency after another."""

from datetime import datetime

from lienmach.calc.calendar import WorkCalendar
from lienmach.calc.local import day_of
from lienmach.calc.tables import minute_of, moment_of
from lienmach.onestop.actions import chains, steps
from lienmach.onestop.actions.steps import Signed
from lienmach.onestop.demo import offices
from lienmach.onestop.demo.offices import Desk
from lienmach.onestop.models import Dossier
from lienmach.onestop.queries.chains import children
from lienmach.org.demo import TODAY, unit
from lienmach.org.models import User
from lienmach.org.queries import actor_of
from lienmach.registers.queries.calendar import work_calendar

HOUR = 60  # in minutes of work
ACCEPTED, DONE_OF_A_DAY = HOUR, 6 * HOUR


def load(*, at: datetime) -> None:
    """Begin each chain when it was received and bring it as far as it would be."""
    counter = unit(f"{TODAY}.04")
    office = offices.ward(day_of(at))
    desks = {desk.unit: desk for desk in office.desks.values()}
    calendar = work_calendar(counter.pk, day_of(at), projected=True)
    rows = Dossier.objects.filter(
        case__received_unit=counter, case__parent=None, procedure__hops__number=1
    )
    for root in rows.select_related("case", "procedure").order_by("pk"):
        received = root.case.received_at
        clerk = root.case.events.select_related("actor").get(number=1).actor
        assert clerk
        actor = actor_of(clerk, on=day_of(received))
        chains.begin(root, actor=actor, at=received)
        while _is_done(children(root)[-1], desks, calendar, at):
            pass


def _is_done(
    part: Dossier, desks: dict[int, Desk], calendar: WorkCalendar, until: datetime
) -> bool:
    """Take the steps of a part; whether it was done in time, so that the next began."""
    case, desk = part.case, desks[part.case.unit_id]
    days = case.limit.amount if case.limit else 1
    officer = actor_of(
        User.objects.get(pk=desk.officers[0]), on=day_of(case.received_at)
    )
    begun = calendar.tables.minutes_until(minute_of(case.received_at))
    accepted, done = (
        moment_of(calendar.tables.nth_minute(begun + minutes))
        for minutes in (ACCEPTED, DONE_OF_A_DAY * days)
    )
    if accepted <= until:
        steps.take(part.pk, "accept", actor=officer, at=accepted)
    if (
        done > until
        or part.hop is None
        or part.hop.number == part.procedure.hops.count()
    ):
        return False
    signed = Signed(day_of(done), desk.signer_name)
    steps.record_result(part.pk, signed, actor=officer, at=done)
    return True
