"""C05: all that the page of a dossier shows, fetched at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from lienmach.base.actor import Actor
from lienmach.base.parts import day
from lienmach.calc.calendar import WorkCalendar
from lienmach.calc.local import day_of
from lienmach.calc.mask import masked_email, masked_number
from lienmach.calc.standing import Told, tell
from lienmach.cases.queries import clockwork
from lienmach.onestop.flow import AT_WORK, State
from lienmach.onestop.models import (
    Apology,
    Attachment,
    Charge,
    Consultation,
    Dossier,
    Loss,
    Paper,
    Result,
    Sending,
    Slip,
    Supplement,
    TaxNotice,
)
from lienmach.onestop.queries import chains, clock, offers, trail
from lienmach.onestop.queries.dossiers import visible
from lienmach.onestop.queries.notices import of_dossier
from lienmach.onestop.queries.offers import Offer
from lienmach.onestop.queries.places import short_names
from lienmach.registers.models import Step

MOST_RELATED = 10


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper with its files, as the list of papers shows it."""

    paper: Paper
    files: list[Attachment]


@dataclass(frozen=True, slots=True)
class DossierPage:
    """``is_near`` says that a letter of apology should be ready; ``back`` why the last
    step may not be taken back (None: there is nothing to take back). ``shared`` are the
    papers of a part of a chain: they were handed in once, with its root.
    """

    dossier: Dossier
    told: Told
    units: dict[int, str]
    inner: list[Step]
    offers: list[Offer]
    besides: list[Offer]
    back: str | None
    story: clock.Story
    entries: list[trail.Entry]
    sheets: list[Sheet]
    shared: list[Paper]
    files: list[Attachment]
    supplements: list[Supplement]
    sending: Sending | None
    consultations: list[Consultation]
    apologies: list[Apology]
    charges: list[Charge]
    losses: list[Loss]
    notices: list[TaxNotice]
    slips: list[Slip]
    parts: list[chains.Part]
    is_near: bool
    ask_limit: clock.AskLimit | None
    now: datetime

    @property
    def notes(self) -> list[trail.Entry]:
        return [entry for entry in self.entries if entry.step == "note"]

    @property
    def letter(self) -> Apology | None:
        """The letter that waits for its signature."""
        open_letters = (a for a in self.apologies if not (a.signed_at or a.dropped_at))
        return next(open_letters, None)

    @property
    def apologised(self) -> int:
        return sum(bool(letter.signed_at) for letter in self.apologies)

    @property
    def drafts(self) -> list[Attachment]:
        return list(filter(is_draft, self.files))

    @property
    def results(self) -> list[Attachment]:
        return [f for f in self.files if f.purpose == Attachment.Purpose.RESULT]

    @property
    def other_files(self) -> list[Attachment]:
        """What belongs to no paper of the list and is no draft or result."""
        own = (Attachment.Purpose.PAPER, Attachment.Purpose.OTHER)
        return [f for f in self.files if f.paper_id is None and f.purpose in own]

    @property
    def staying(self) -> set[int]:
        """The files that cannot be taken away: the result, and what was found good."""
        sendings = (sent for one in self.supplements for sent in one.sendings.all())
        replies = (reply for sent in sendings for reply in sent.replies.all())
        good = (file for r in replies if r.was_taken for file in r.files.all())
        ids = {file.attachment_id for file in good}
        result: Result | None = getattr(self.dossier, "result", None)
        return {pk for pk in (*ids, result and result.file_id) if pk}

    @property
    def judged(self) -> int | None:
        """The file of the result, where it says what its signatures are worth."""
        result: Result | None = getattr(self.dossier, "result", None)
        return result.file_id if result and result.signature else None

    @property
    def first(self) -> Offer | None:
        return next((one for one in self.offers if one.is_first), None)

    @property
    def rare(self) -> list[Offer]:
        """What stands a click further away."""
        able = (o for o in self.offers if o.is_rare and not (o.is_first or o.reason))
        return [*self.besides, *able]

    def why_not(self, name: str) -> str:
        """Why the form of a step is not opened now; empty if it is, or is of none."""
        if name not in offers.STEPS:
            return ""
        offered = next((one for one in self.offers if one.name == name), None)
        if offered:
            return offered.reason
        asked = next((one for one in self.supplements if not one.answered_at), None)
        if name == "ask" and asked:
            said = offers.ASKED_ALREADY.format(day=day(day_of(asked.asked_at)))
            return said + offers.SENT_ALREADY if self.sending else said
        return offers.NOT_NOW

    @property
    def is_idle(self) -> bool:
        """Nobody who looks at it has anything to do with it at this moment."""
        return not any(o.is_first or not (o.reason or o.is_rare) for o in self.offers)

    @property
    def is_due_later(self) -> bool:
        """The calendar has changed since the slip was given out: it says too little."""
        case = self.dossier.case
        due, promised = case.due_at, case.promised_at
        return bool(not case.finished_at and due and promised and due > promised)

    @property
    def is_stuck(self) -> bool:
        """A chain of which no part runs although it has no result."""
        begun = [part.dossier for part in self.parts if part.dossier]
        running = any(not dossier.case.finished_at for dossier in begun)
        return bool(begun) and not running and not self.dossier.case.finished_at

    @property
    def overdue_opinions(self) -> list[Consultation]:
        return [
            c for c in self.consultations if not c.answered_at and c.due_at < self.now
        ]


def page_of(dossier: Dossier, *, actor: Actor, now: datetime) -> DossierPage:
    """Everything about a dossier that was fetched by ``visible``."""
    case = dossier.case
    inner = list(Step.objects.filter(version=dossier.procedure_id))
    supplements = list(
        dossier.supplements.select_related("asked_by", "approved_by").prefetch_related(
            "items", "sendings__replies__files", "sendings__judged_by"
        )
    )
    sending = next((sent for one in supplements if (sent := _waiting(one))), None)
    parts = chains.parts(dossier)
    notices = list(of_dossier(dossier))
    calendar = clock.calendar_of(case)
    paused_at: datetime | None = getattr(dossier, "paused_at", None)
    files = list(files_of(dossier))
    units = {case.unit_id, case.received_unit_id, case.decides_unit_id}
    return DossierPage(
        dossier=dossier,
        told=tell(clockwork(case, paused_at), calendar, now=now),
        units=short_names(units, day_of(now)),
        inner=inner,
        offers=offers.offers(
            dossier,
            inner,
            actor=actor,
            is_root=bool(parts),
            asked_before=bool(supplements),
            is_sent=sending is not None,
            has_draft=any(map(is_draft, files)),
            is_owing=any(one.is_open for one in notices),
            is_unowed=all(one.cancelled_at for one in notices)
            and any(one.made_at == paused_at for one in notices),
        ),
        besides=offers.besides(dossier, actor=actor, is_root=bool(parts)),
        back=offers.back_reason(case, actor=actor),
        story=clock.story(case, calendar, now=now),
        entries=trail.entries(dossier),
        sheets=_sheets(dossier, files),
        shared=list(Paper.objects.filter(dossier=case.parent_id or 0)),
        files=files,
        supplements=supplements,
        sending=sending,
        consultations=list(dossier.consultations.select_related("asked_by")),
        apologies=list(dossier.apologies.select_related("signed_by", "prepared_by")),
        charges=list(dossier.charges.select_related("receipt")),
        losses=list(dossier.losses.all()),
        notices=notices,
        slips=list(dossier.slips.filter(replaced_by=None)),
        parts=parts,
        ask_limit=_ask_limit(dossier, calendar, supplements, now),
        is_near=offers.apology_is_near(case, calendar, now=now),
        now=now,
    )


def _ask_limit(
    dossier: Dossier,
    calendar: WorkCalendar,
    supplements: Sequence[Supplement],
    now: datetime,
) -> clock.AskLimit | None:
    """Until when the first request may be made, while it still may be made."""
    if supplements or dossier.case.state not in AT_WORK:
        return None
    return clock.ask_limit(dossier.case, calendar, now=now)


def _waiting(asked: Supplement) -> Sending | None:
    """What was sent in answer to a request and nobody has looked at yet."""
    sent = (s for s in asked.sendings.all() if s.state == Sending.State.SENT)
    return next(sent, None)


def found(actor: Actor, code: str) -> QuerySet[Dossier]:
    """One dossier with what its page shows of people and results."""
    return (
        visible(actor)
        .filter(case__code=code)
        .select_related("owner", "submitter", "case__parent", "result", "collection")
    )


def files_of(dossier: Dossier) -> QuerySet[Attachment]:
    return dossier.attachments.filter(removed_at=None).select_related("made_by")


def is_draft(file: Attachment) -> bool:
    return file.purpose == Attachment.Purpose.DRAFT


def _sheets(dossier: Dossier, files: Sequence[Attachment]) -> list[Sheet]:
    return [
        Sheet(paper, [file for file in files if file.paper_id == paper.pk])
        for paper in dossier.papers.all()
    ]


@dataclass(frozen=True, slots=True)
class Reach:
    """How somebody is reached; masked until asked for."""

    id_number: str
    phone: str
    email: str
    is_whole: bool


def reach(dossier: Dossier, *, is_whole: bool) -> Reach:
    number, phone, email = dossier.owner.id_number, dossier.phone, dossier.email
    if is_whole:
        return Reach(number, phone, email, is_whole=True)
    return Reach(
        masked_number(number), masked_number(phone), masked_email(email), is_whole=False
    )


def earlier_files(dossier: Dossier, *, actor: Actor) -> QuerySet[Attachment]:
    """What the owner gave before, of dossiers that the actor may see; newest first."""
    return (
        Attachment.objects.filter(
            dossier__in=visible(actor).filter(owner=dossier.owner_id).values("pk"),
            purpose__in=[Attachment.Purpose.PAPER, Attachment.Purpose.RESULT],
            removed_at=None,
        )
        .exclude(dossier=dossier)
        .exclude(
            file_key__in=dossier.attachments.filter(removed_at=None).values("file_key")
        )
        .select_related("dossier__case", "paper")
        .order_by("-made_at", "-pk")[:50]
    )


def related(dossier: Dossier, *, actor: Actor) -> list[Dossier]:
    """Other dossiers of the same owner, newest first."""
    rows = visible(actor).filter(owner=dossier.owner_id).exclude(pk=dossier.pk)
    return list(
        rows.exclude(case__state=State.CANCELLED).order_by("-pk")[:MOST_RELATED]
    )
