"""Who comes to the counter: found by number, name or the end of a number."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from lienmach.base.actor import Actor
from lienmach.base.search import matching
from lienmach.calc.calendar import WorkCalendar
from lienmach.calc.standing import Told, tell
from lienmach.calc.text import fold
from lienmach.cases.models import Case
from lienmach.cases.queries import clockwork
from lienmach.onestop.models import Dossier, Party, Unaccepted
from lienmach.onestop.queries.dossiers import visible

MOST = 10
LOOKED_AT = 200  # namesakes that are fetched to be put in order


@dataclass(frozen=True, slots=True)
class Past:
    """A dossier of somebody, with how its clock stands."""

    dossier: Dossier
    told: Told


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody at the counter, with what they have brought before."""

    party: Party
    total: int
    open: int
    last: list[Past]
    turned_away: list[Unaccepted]

    @property
    def born(self) -> str:
        born = self.party.born_on
        if born:
            return f"{born.day}/{born.month}/{born.year}"
        return str(self.party.born_year or "")

    @property
    def before(self) -> str:
        """How often they came: «4 hồ sơ trước, 1 đang xử lý»."""
        if not self.total:
            return "chưa có hồ sơ nào"
        said = f"{self.total} hồ sơ trước"
        return f"{said}, {self.open} đang xử lý" if self.open else said

    @property
    def recent(self) -> list[str]:
        """The codes of the procedures they asked for, the last first."""
        return list(
            dict.fromkeys(p.dossier.procedure.procedure.code for p in self.last)
        )


def by_number(number: str) -> Party | None:
    return Party.objects.filter(id_number=number).first() if number else None


def by_phone(phone: str, actor: Actor) -> list[Party]:
    """Those who have left this telephone number and were here before."""
    return list(met(actor).filter(phone=phone).order_by("name_key", "pk")[:MOST])


def by_words(text: str, actor: Actor) -> list[Party]:
    """Namesakes who were here before, found without accents, in order of their names.

    The number of an identity card or a telephone ends with the four digits asked for.
    """
    words = fold(text).split()
    if text.isdecimal():
        ends = Q(matching("tokens", [f"c{text}"])) | Q(matching("tokens", [f"p{text}"]))
        found = met(actor).filter(ends)
    else:
        found = met(actor).filter(matching("tokens", words))
    rows = list(found[:LOOKED_AT])
    rows.sort(key=lambda party: (party.name_key, party.pk))
    return rows[:MOST]


def met(actor: Actor) -> QuerySet[Party]:
    """Those whose matters a unit of the actor has handled: no other is named."""
    cases = Case.objects.visible_to(actor).filter(pk=OuterRef("case"))
    theirs = Dossier.objects.filter(
        Q(owner=OuterRef("pk")) | Q(submitter=OuterRef("pk"))
    )
    return Party.objects.filter(Exists(theirs.filter(Exists(cases))))


def known(
    party: Party, actor: Actor, *, calendar: WorkCalendar, now: datetime
) -> Known:
    """Somebody with what the actor may see of their matters. Three queries."""
    theirs = Dossier.objects.filter(owner=party, case__parent=None).filter(
        case__in=Case.objects.visible_to(actor)
    )
    counted = theirs.aggregate(
        total=Count("pk"), open=Count("pk", filter=Q(case__finished_at=None))
    )
    rows = visible(actor).filter(owner=party, case__parent=None).order_by("-case")
    return Known(
        party,
        counted["total"],
        counted["open"],
        [Past(row, told_by(row, calendar, now=now)) for row in rows[:5]],
        list(
            Unaccepted.objects.filter(owner=party, unit__in=actor.unit_ids)
            .select_related("procedure__procedure")
            .order_by("-pk")[:3]
        ),
    )


def told_by(dossier: Dossier, calendar: WorkCalendar, *, now: datetime) -> Told:
    """How a clock stands, in the words of the calendar of whoever reads it."""
    paused_at: datetime | None = getattr(dossier, "paused_at", None)
    return tell(clockwork(dossier.case, paused_at), calendar, now=now)
