"""Who stands at the counter for results, and what there is for them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from lienmach.base.actor import Actor
from lienmach.base.counts import capped
from lienmach.base.search import matching
from lienmach.calc.calendar import WorkCalendar
from lienmach.calc.local import day_of
from lienmach.calc.scan import Kind, Scanned
from lienmach.calc.standing import Told, tell
from lienmach.calc.text import words
from lienmach.cases.models import Wait
from lienmach.cases.queries import clockwork
from lienmach.onestop.flow import PAUSED, State
from lienmach.onestop.models import (
    Apology,
    Charge,
    Dossier,
    Form,
    Loss,
    Party,
    Posting,
    Slip,
    Supplement,
)
from lienmach.onestop.queries.dossiers import visible
from lienmach.registers.queries.calendar import work_calendar

RECENTLY = timedelta(days=60)
MOST_FOUND = 12
ENDED = (State.RETURNED, State.REFUSED, State.WITHDRAWN, State.STOPPED)


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a scan means: one person, several to choose from, or nobody.

    ``dossier`` is the one whose slip or code was read.
    """

    person: Party | None = None
    dossier: Dossier | None = None
    choices: list[Dossier] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A dossier of somebody at the counter, and what may be said about it."""

    dossier: Dossier
    told: Told
    owed: int
    is_chosen: bool = False
    why: str = ""
    to_do: tuple[str, ...] = ()
    apology: Slip | None = None

    @property
    def way(self) -> str:
        return self.dossier.get_return_way_display()

    @property
    def has_open_loss(self) -> bool:
        return any(loss.closed_at is None for loss in self.dossier.losses.all())

    @property
    def posting(self) -> Posting | None:
        return next((p for p in self.dossier.postings.all() if not p.ended_at), None)

    @property
    def came_back(self) -> Posting | None:
        """The last letter, where it came back."""
        posted = list(self.dossier.postings.all())
        return posted[-1] if posted and posted[-1].came_back_on else None


@dataclass(frozen=True, slots=True)
class ForPerson:
    """What there is for a person at this counter: to take now, later, or taken."""

    ready: list[Waiting]
    posted: list[Waiting]
    later: list[Waiting]
    ended: list[Waiting]

    @property
    def is_empty(self) -> bool:
        return not (self.ready or self.posted or self.later or self.ended)


def find(actor: Actor, scan: Scanned) -> Found:
    """Find the person of a card, a slip, a code or a telephone; else by words."""
    received = here(actor)
    match scan.kind:
        case Kind.NOTHING:
            return Found()
        case Kind.CITIZEN | Kind.ORGANISATION:
            return Found(Party.objects.filter(id_number=scan.text).first())
        case Kind.TEN_DIGITS:
            party = Party.objects.filter(id_number=scan.text).first()
            phone = _with_phone(received, scan.text)
            return Found(party) if party else _choices(phone)
        case Kind.TOKEN:
            return _of(received.filter(_by_token(scan.text)))
        case Kind.CODE:
            return _of(received.filter(case__code=scan.text))
        case Kind.PHONE:
            return _choices(_with_phone(received, scan.text))
    asked = words(scan.text)
    if not asked:
        return Found()
    open_ones = received.filter(matching("case__tokens", asked), case__closed_at=None)
    return _choices(open_ones)


def for_person(
    actor: Actor, person: Party, *, now: datetime, first: Dossier | None = None
) -> ForPerson:
    """All that concerns a person at this counter, as owner or submitter.

    ``first`` is the dossier whose slip was scanned: it alone is ticked, else all are.
    The number of queries does not depend on how many there are.
    """
    since = Q(case__closed_at=None) | Q(case__closed_at__gte=now - RECENTLY)
    rows = list(
        _with_all(of_person(actor, person).filter(since))
        .exclude(case__state=State.CANCELLED)
        .order_by("case__received_at")
    )
    calendar = work_calendar(actor.unit_id, day_of(now), projected=True)
    told_rows = [
        _waiting(row, _told(row, calendar, now), is_chosen=first in (None, row))
        for row in rows
    ]
    ready = [row for row in told_rows if row.dossier.case.state == State.READY]
    return ForPerson(
        ready=[row for row in ready if row.posting is None],
        posted=[row for row in ready if row.posting],
        later=[
            row
            for row in told_rows
            if row.dossier.case.state not in (State.READY, *ENDED)
        ],
        ended=[row for row in told_rows if row.dossier.case.state in ENDED][::-1],
    )


def of_person(actor: Actor, person: Party) -> QuerySet[Dossier]:
    """What a person owns, shares or brought, of all that this counter received."""
    shared = Dossier.co_owners.through.objects.filter(party=person)
    theirs = (
        Dossier.objects.filter(owner=person)
        .order_by()
        .values("pk")
        .union(
            Dossier.objects.filter(submitter=person).order_by().values("pk"),
            shared.order_by().values("dossier"),
        )
    )
    return here(actor).filter(pk__in=theirs)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much lies at a counter to be collected, and is on its way by post."""

    ready: int
    posted: int


def counts(actor: Actor) -> Counts:
    ready = here(actor).filter(case__state=State.READY, case__closed_at=None)
    on_way = Exists(Posting.objects.filter(dossier=OuterRef("pk"), ended_at=None))
    return Counts(capped(ready.exclude(on_way)), capped(ready.filter(on_way)))


def gone(actor: Actor, codes: Sequence[str]) -> QuerySet[Dossier]:
    """Dossiers whose results have just left, with their receipts."""
    return here(actor).filter(case__code__in=codes).prefetch_related("receipts")


def postings(actor: Actor) -> QuerySet[Posting]:
    """The letters of this counter that are on their way, the oldest first."""
    return (
        Posting.objects.filter(ended_at=None, dossier__in=here(actor))
        .select_related(
            "dossier__case", "dossier__procedure", "dossier__hop", "sent_by"
        )
        .order_by("sent_at", "pk")
    )


def losses(dossier: Dossier) -> QuerySet[Loss]:
    """What was lost or damaged of a dossier, the open ones first."""
    return dossier.losses.select_related("by").order_by("closed_at", "pk").reverse()


def here(actor: Actor) -> QuerySet[Dossier]:
    """What was received where the actor works; parts of a chain go with their root."""
    return visible(actor).filter(case__received_unit=actor.unit_id, case__parent=None)


def _with_phone(rows: QuerySet[Dossier], phone: str) -> QuerySet[Dossier]:
    """Found by the end of the number, which is indexed; the whole number must agree."""
    return rows.filter(matching("case__tokens", [f"p{phone[-4:]}"]), phone=phone)


def _by_token(token: str) -> Q:
    """The page of a dossier, or a slip of it, be it replaced by now or not."""
    of_slip = Slip.objects.filter(token=token).values("dossier")
    return Q(token=token) | Q(pk__in=of_slip)


def _of(rows: QuerySet[Dossier]) -> Found:
    """Whoever holds the slip: who brought the dossier, else its owner."""
    dossier = rows.select_related("owner", "submitter").first()
    if dossier is None:
        return Found()
    return Found(dossier.submitter or dossier.owner, dossier)


def _choices(rows: QuerySet[Dossier]) -> Found:
    """One person if all rows are of one, else the rows to choose from."""
    found = list(
        rows.select_related("owner", "submitter").order_by("-case__received_at")[
            :MOST_FOUND
        ]
    )
    people = {(one.submitter or one.owner).pk for one in found}
    if len(people) == 1:
        return Found(found[0].submitter or found[0].owner)
    return Found(choices=found)


def _with_all(rows: QuerySet[Dossier]) -> QuerySet[Dossier]:
    open_wait = Wait.objects.filter(case=OuterRef("pk"), ended_at=None)
    letters = Slip.objects.filter(form=Form.APOLOGY, replaced_by=None)
    return (
        rows.select_related("owner", "submitter", "result", "collection")
        .annotate(wait_reason=Subquery(open_wait.values("reason")[:1]))
        .prefetch_related(
            Prefetch("charges", Charge.objects.order_by("number")),
            Prefetch(
                "supplements",
                Supplement.objects.filter(answered_at=None).prefetch_related("items"),
            ),
            Prefetch("apologies", Apology.objects.filter(dropped_at=None)),
            Prefetch("slips", letters, to_attr="apology_slips"),
            "postings",
            "losses",
        )
    )


def _told(dossier: Dossier, calendar: WorkCalendar, now: datetime) -> Told:
    """One calendar for all: each of these was received by the same counter."""
    paused_at: datetime | None = getattr(dossier, "paused_at", None)
    return tell(clockwork(dossier.case, paused_at), calendar, now=now)


def _waiting(dossier: Dossier, told: Told, *, is_chosen: bool) -> Waiting:
    state = State(dossier.case.state)
    unpaid = [c for c in dossier.charges.all() if not c.receipt_id and not c.waived]
    slips: list[Slip] = getattr(dossier, "apology_slips", [])
    return Waiting(
        dossier,
        told,
        sum(charge.amount for charge in unpaid),
        is_chosen=is_chosen,
        why=_why(dossier, state),
        to_do=tuple(_to_do(dossier, state)),
        apology=slips[-1] if slips else None,
    )


def _why(dossier: Dossier, state: State) -> str:
    """Why there is no result yet, as it can be said at the counter."""
    reason = str(getattr(dossier, "wait_reason", "") or "")
    if state in PAUSED:
        return f"{state.label}: {reason}" if reason else str(state.label)
    signed = [letter for letter in dossier.apologies.all() if letter.signed_at]
    if signed:
        return f"Chậm vì: {signed[-1].reason}"
    if state == State.SIGNING:
        return "Đang chờ lãnh đạo ký."
    return str(state.label)


def _to_do(dossier: Dossier, state: State) -> Sequence[str]:
    """What the applicant has to do so that it goes on."""
    if state == State.ASKED:
        return [
            f"Bổ sung {item.name}: {item.reason}"
            for asked in dossier.supplements.all()
            for item in asked.items.all()
        ]
    if state == State.OWING:
        return ["Nộp nghĩa vụ tài chính theo thông báo, rồi báo lại quầy."]
    return []
