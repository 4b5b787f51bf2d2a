"""Tasks as an actor sees them, and the conditions under which they are counted.

A list narrows by the same conditions by which reports count: a number and the list of
what it counts cannot differ.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from lienmach.base.actor import Actor
from lienmach.calc.local import day_bounds
from lienmach.calc.text import fold
from lienmach.org.models import Unit
from lienmach.org.queries import below, names_on
from lienmach.org.queries.units import choices
from lienmach.tasks.flow import GIVE, WORK, State
from lienmach.tasks.models import Extension, Mandate, Proof, Task

SOON = timedelta(days=7)
Kind = Mandate.Kind
# What the yearly rows of reports call the plan of reform, and the plans of a subject.
THEMATIC = (
    *(Kind.CONTROL, Kind.TELLING, Kind.INSPECTION, Kind.DIGITAL),
    *(Kind.ISO, Kind.LEGAL, Kind.OTHER),
)

OPEN = Q(case__state=State.OPEN)
DONE = Q(case__state=State.DONE)
IN_PLAN = ~Q(case__state=State.DROPPED)
AWAITS = Q(case__state=State.SUBMITTED)
IN_TIME = DONE & Q(case__finished_at__lte=F("case__promised_at"))
# Handed in by its day, accepted or not yet looked at.
REPORTED_IN_TIME = IN_PLAN & Q(case__finished_at__lte=F("case__promised_at"))
LATE = DONE & Q(case__finished_at__gt=F("case__promised_at"))
# By the end of the year of the plan: what is handed in, what its unit expects, and of
# what no unit has said anything what is due by then.
EXPECTED = IN_PLAN & (
    Q(case__finished_at__year__lte=F("mandate__year"))
    | Q(case__finished_at=None, expected_on__year__lte=F("mandate__year"))
    | Q(
        case__finished_at=None,
        expected_on=None,
        due_on__year__lte=F("mandate__year"),
    )
)
UNSAID = OPEN & Q(expected_on=None)


def overdue(now: datetime) -> Q:
    return OPEN & Q(case__promised_at__lt=now)


def soon_due(now: datetime) -> Q:
    return OPEN & Q(case__promised_at__gte=now, case__promised_at__lt=now + SOON)


def stands_on(last: date) -> Q:
    """Given by the end of a day and not dropped by then."""
    gone = Q(case__state=State.DROPPED, case__closed_at__lt=day_bounds(last)[1])
    return Q(given_on__lte=last) & ~gone


def due_by(last: date) -> Q:
    """Due by the day that was given, be it a day off; late it is by the promise."""
    return Q(due_on__lte=last)


def done_by(last: date) -> Q:
    """Accepted, however late; the day is that on which it was handed in."""
    return DONE & Q(case__finished_at__lt=day_bounds(last)[1])


def in_hand_since(first: date) -> Q:
    """Not yet done on the eve of a day, or handed in and not yet looked at."""
    begin = day_bounds(first)[0]
    return AWAITS | Q(case__finished_at=None) | Q(case__finished_at__gte=begin)


def overdue_on(last: date) -> Q:
    """Due by the end of a day, by now at the most, and not handed in by then."""
    end = min(day_bounds(last)[1], timezone.now())
    late = Q(case__finished_at=None) | Q(case__finished_at__gte=end)
    return Q(case__promised_at__lt=end) & late


def tasks(actor: Actor) -> QuerySet[Task]:
    """The tasks an actor sees; every page and export starts here."""
    rows = Task.objects.visible_to(actor).filter(mandate__withdrawn_at=None)
    return rows.select_related("case", "mandate")


def with_proofs(rows: QuerySet[Task]) -> QuerySet[Task]:
    """With how much evidence each has, and if a later day was given or is asked for."""
    later = Extension.objects.filter(task=OuterRef("pk"))
    kept = Proof.objects.filter(task=OuterRef("pk"), withdrawn_at=None)
    counted = kept.order_by().values("task").annotate(many=Count("pk")).values("many")
    return rows.annotate(
        proof_count=Coalesce(Subquery(counted), 0),
        is_asked=Exists(later.filter(answered_at=None)),
        is_extended=Exists(later.filter(is_granted=True)),
    )


def found(words: str) -> Q:
    """Tasks with each word in what is to be done, or of a document with it."""
    where = Q()
    for word in fold(words).split():
        where &= (
            Q(text_key__contains=word)
            | Q(mandate__title_key__contains=word)
            | Q(case__code__icontains=word)
        )
    return where


def titled(words: str) -> Q:
    """Documents with each word in their number or title."""
    where = Q()
    for word in fold(words).split():
        where &= Q(title_key__contains=word)
    return where


def mandates(actor: Actor, *, withdrawn: bool = False) -> QuerySet[Mandate]:
    """The documents an actor sees: those that stand, or those withdrawn."""
    rows = Mandate.objects.visible_to(actor)
    return rows.filter(withdrawn_at__isnull=not withdrawn)


def waiting(actor: Actor, now: datetime | Now) -> Q:
    """What an actor has to do: look at what was handed in, answer who asks for time,
    do what one's own unit leads and is due within days."""
    where = Q(pk__in=[])
    if gives := actor.units_with(GIVE):
        asked = Extension.objects.filter(task=OuterRef("pk"), answered_at=None)
        given = Q(case__received_unit__in=gives)
        where |= given & (AWAITS | (OPEN & Q(Exists(asked))))
    if works := actor.units_with(WORK) & {actor.unit_id}:
        near = OPEN & Q(case__promised_at__lt=now + SOON)
        where |= near & Q(case__unit__in=works)
    return where


def lead_choices(mandate: Mandate, today: date) -> list[tuple[int, str]]:
    """The units that may lead a task: whose mandate it is, and those below it.

    Of a plan those of its year; a project runs on, and so takes those of today.
    """
    end = date(mandate.year, 12, 31)
    on = today if mandate.kind == Kind.PROJECT else min(today, end)
    return choices(below(mandate.unit_id, on), on=on)


def own_units(actor: Actor, today: date) -> list[tuple[int, str]]:
    """The units whose documents an actor looks after, in the order of the tree."""
    return choices(actor.units_with(GIVE), on=today)


class Names:
    """What units are called: known ones at once, others in one more query."""

    def __init__(self, known: Iterable[int], on: date) -> None:
        self._on = on
        self._names = names_on(known, on, short=True)
        self._is_whole = False

    def of(self, unit_id: int) -> str:
        if unit_id not in self._names and not self._is_whole:
            every = Unit.objects.values_list("pk", flat=True)
            self._names = names_on(every, self._on, short=True)
            self._is_whole = True
        return self._names.get(unit_id, "")

    def lead(self, task: Task) -> str:
        return self.of(task.case.unit_id)

    def helping(self, task: Task) -> str:
        """Who else works on it, ours and others."""
        named = [self.of(unit) for unit in task.helpers]
        return ", ".join([*named, *([task.others] if task.others else [])])
