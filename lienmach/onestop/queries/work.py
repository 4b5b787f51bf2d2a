"""The list of work: its rows, their clocks, and what is due next."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from lienmach.base.actor import Actor
from lienmach.base.filters import Many
from lienmach.base.search import among, matching
from lienmach.calc.calendar import WorkCalendar
from lienmach.calc.local import day_of
from lienmach.calc.standing import Told, tell
from lienmach.calc.text import words
from lienmach.cases.models import STANDING_STILL, Case, CaseEvent, Wait, seen_by
from lienmach.cases.queries import clockwork
from lienmach.onestop.models import Apology, Dossier, Route
from lienmach.onestop.queries.dossiers import KIND
from lienmach.org.models import Post
from lienmach.org.queries import below, short_tree
from lienmach.registers.models import ProcedureField, Step
from lienmach.registers.queries.calendar import work_calendars

MOST_COUNTERS = 200
MOST_NAMED = 2_000  # of what words lead to; of more a page is full soon
FOUND = """
WITH exact (id) AS MATERIALIZED ({exact}), fitting (id) AS MATERIALIZED ({fitting})
SELECT id FROM exact UNION ALL
(SELECT id FROM fitting WHERE NOT EXISTS (SELECT FROM exact) LIMIT %s)
"""


def rows(actor: Actor) -> QuerySet[Dossier]:
    """The dossiers of the list of work; ``with_shown`` for those that it shows."""
    return Dossier.objects.filter(seen_by(actor, "case__"))


def found(actor: Actor, text: str) -> Q:
    """What words lead to, as a condition on dossiers; a whole code leads to its own.

    A list walks along its order until a page is full. That is soon where much fits;
    where hardly anything does, it reads all that there is, and the server cannot know
    which: how often words come together is in no statistics. So we look before: few are
    named one by one, by the index of the tokens.
    """
    if not (asked := words(text)):
        return Q()
    seen = Case.objects.visible_to(actor).values("pk").order_by()
    exact = seen.filter(code=text.strip().upper()).query.sql_with_params()
    fitting = seen.filter(matching("tokens", asked)).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            FOUND.format(exact=exact[0], fitting=fitting[0]),
            [*exact[1], *fitting[1], MOST_NAMED + 1],
        )
        keys = [key for (key,) in cursor.fetchall()]
    if len(keys) > MOST_NAMED:
        return Many(matching("case__tokens", asked))
    return Q(among("pk", keys))


def with_shown(rows: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """With what the list and its files show of a dossier, of other rows only the names.

    To make a procedure, a field and a person of each row took a tenth of a page.
    ``changed_at`` is when something last happened, ``steps`` how many steps its
    procedure has inside the office.
    """
    waits = Wait.objects.filter(case=OuterRef("pk"), ended_at=None)
    events = CaseEvent.objects.filter(case=OuterRef("pk")).order_by("-number")
    steps = Step.objects.filter(version=OuterRef("procedure")).order_by()
    counted = steps.values("version").annotate(n=Count("pk")).values("n")
    return rows.select_related("case").annotate(
        titled=Coalesce("hop__name", "procedure__name"),
        field_name=F("procedure__field__name"),
        person_name=Coalesce("case__person__name", Value("")),
        paused_at=Subquery(waits.values("started_at")[:1]),
        changed_at=Subquery(events.values("at")[:1]),
        steps=Subquery(counted),
    )


@dataclass
class Clocks:
    """Tells how dossiers stand at one moment, by one calendar for each counter.

    The calendars are those of today: what is left is working time from now on. They
    are fetched together for all counters that work with the actor.
    """

    actor: Actor
    now: datetime
    _known: dict[int, WorkCalendar] = field(default_factory=dict)

    def told(self, dossier: Dossier) -> Told:
        """How a dossier stands; it was fetched ``with_shown`` or ``with_rows``."""
        unit = dossier.case.received_unit_id
        if unit not in self._known:
            self._fetch(unit)
        paused_at: datetime | None = getattr(dossier, "paused_at", None)
        return tell(clockwork(dossier.case, paused_at), self._known[unit], now=self.now)

    def _fetch(self, unit: int) -> None:
        wanted = {unit}
        if not self._known:
            units = self.actor.unit_ids
            ours = Q(counter__in=units) | Q(unit__in=units) | Q(decides_unit__in=units)
            counters = Route.objects.filter(ours).values_list("counter", flat=True)
            wanted |= set(counters.distinct()[:MOST_COUNTERS])
        day = day_of(self.now)
        self._known |= work_calendars(wanted, day, projected=True)


def next_due(rows: QuerySet[Dossier], *, now: datetime) -> datetime | None:
    """When the next of some dossiers is due; None if none is."""
    due = rows.filter(
        case__urgency__gte=int(now.timestamp()), case__urgency__lt=STANDING_STILL
    ).order_by("case__urgency")
    return due.values_list("case__promised_at", flat=True).first()


@dataclass(frozen=True, slots=True)
class Choices:
    """What the list may be narrowed to. Three queries, however much work there is."""

    fields: list[tuple[str, str]]
    units: list[tuple[str, str, int]]
    people: list[tuple[str, str, int]]


def unit_choices(actor: Actor, *, on: date) -> list[tuple[str, str, int]]:
    """The units an actor sees: the word of each in addresses, its name, its key."""
    units = short_tree(on, units=actor.unit_ids)
    return [(code.lower(), name, pk) for code, name, pk in units]


def choices(actor: Actor, *, on: date) -> Choices:
    posts = (
        Post.objects.in_force(on)
        .filter(unit__in=actor.unit_ids)
        .order_by("person__name_key", "person")
    )
    people = posts.values_list("person__username", "person__name", "person")
    return Choices(
        [
            ("-".join(words(name)), name)
            for name in ProcedureField.objects.values_list("name", flat=True)
        ],
        unit_choices(actor, on=on),
        list(dict.fromkeys(people)),
    )


def with_letter_to_sign() -> Q:
    """Dossiers with a letter of apology that waits for a signature."""
    waiting = Apology.objects.filter(signed_at=None, dropped_at=None)
    return Q(case__finished_at=None, pk__in=waiting.values("dossier"))


def of_units(units: Collection[int], prefix: str = "") -> Q:
    """What some units took, hold or answer for; ``prefix`` is the way to the case."""
    return Q(**{f"{prefix}units__overlap": sorted(units)})


def within(
    code: str, units: list[tuple[str, str, int]], actor: Actor, *, on: date
) -> frozenset[int]:
    """A unit that was chosen by its word, with those below it that an actor sees."""
    pk = next((pk for slug, _, pk in units if slug == code), None)
    return below(pk, on) & actor.unit_ids if pk else frozenset()


def open_of(person_id: int) -> int:
    """How many open dossiers somebody holds."""
    return Case.objects.open().filter(kind=KIND, person=person_id).count()
