"""What was asked of an applicant and what they have sent in answer."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from lienmach.onestop.models import (
    Dossier,
    Reply,
    Sending,
    SentFile,
    Supplement,
    SupplementItem,
)

UNDER_WAY = (Sending.State.DRAFT, Sending.State.SENT)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing asked for; ``why`` is what is wrong now, after the last sending."""

    item: SupplementItem
    why: str
    reply: Reply | None
    files: tuple[SentFile, ...]

    @property
    def text(self) -> str:
        return self.reply.text if self.reply else ""

    @property
    def is_lacking(self) -> bool:
        return bool(self.reply and self.reply.is_lacking)

    @property
    def is_answered(self) -> bool:
        """Whether there is a file, an answer, or the reason why there is none."""
        return bool(self.files or self.text)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that is open, with what was sent in answer to it.

    ``wanted`` are the things still asked for, each with its reply in the sending under
    way; ``stamp`` changes whenever other things are asked for.
    """

    supplement: Supplement
    wanted: tuple[Wanted, ...]
    sending: Sending | None
    stamp: str

    @property
    def is_sent(self) -> bool:
        return self.sending is not None and self.sending.state == Sending.State.SENT

    @property
    def unanswered(self) -> list[Wanted]:
        return [one for one in self.wanted if not one.is_answered]


def asked_of(dossier: Dossier) -> Asked | None:
    """What is asked for now, of a dossier or of a part of it. Up to four queries."""
    rows = open_requests(dossier).select_related("dossier__case")
    supplement = rows.last()
    return asked(supplement) if supplement else None


def open_requests(dossier: Dossier) -> QuerySet[Supplement]:
    """What is asked for of a dossier or of a part of it."""
    own = Q(dossier=dossier.pk) | Q(dossier__case__parent=dossier.pk)
    return Supplement.objects.filter(own, answered_at=None)


def asked(supplement: Supplement) -> Asked:
    """A request with its items and sendings. Three queries."""
    sendings = list(supplement.sendings.prefetch_related("replies__files"))
    open_ = next((one for one in sendings if one.state in UNDER_WAY), None)
    judged = [one for one in sendings if one.state not in UNDER_WAY]
    said = {reply.item_id: reply for one in judged for reply in one.replies.all()}
    now = {reply.item_id: reply for reply in open_.replies.all()} if open_ else {}
    wanted = tuple(
        _wanted(item, said.get(item.pk), now.get(item.pk))
        for item in supplement.items.filter(is_brought=False)
    )
    return Asked(supplement, wanted, open_, f"{supplement.pk}.{len(judged)}")


def _wanted(item: SupplementItem, last: Reply | None, now: Reply | None) -> Wanted:
    files = tuple(now.files.all()) if now else ()
    why = last.problem if last and last.problem else item.reason
    return Wanted(item, why, now, files)


def sent_of(dossiers: Collection[int]) -> Sending | None:
    """What some dossiers have sent and nobody has looked at yet. One query."""
    rows = Sending.objects.filter(
        supplement__dossier__in=dossiers, state=Sending.State.SENT
    )
    return rows.last()


def waiting() -> Q:
    """Dossiers whose applicant has sent what was asked for: somebody must look."""
    sent = Sending.objects.filter(state=Sending.State.SENT)
    return Q(pk__in=sent.values("supplement__dossier"))
