"""What waits for the signature of a leader, with the draft that would be signed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from lienmach.base.actor import Actor
from lienmach.base.files import load
from lienmach.base.pages import PDF
from lienmach.base.signing import verify, worth
from lienmach.calc.refusal import Refused
from lienmach.calc.standing import Told
from lienmach.onestop.flow import SIGN, State
from lienmach.onestop.models import Attachment, Dossier
from lienmach.onestop.queries.dossiers import visible
from lienmach.onestop.queries.work import Clocks
from lienmach.org.queries.trusted import trusted_roots

MOST = 50  # signed in one act


@dataclass(frozen=True, slots=True)
class ToSign:
    """A dossier with its latest draft; ``seen`` is what a page has shown of it."""

    dossier: Dossier
    told: Told
    draft: Attachment | None

    @property
    def seen(self) -> str:
        return f"{self.draft.pk if self.draft else 0}.{self.dossier.case.number}"

    @property
    def problem(self) -> str:
        """Why it cannot be signed digitally."""
        if self.draft is None:
            return "chưa có dự thảo"
        return "" if self.draft.file_type == PDF else "dự thảo không phải PDF"


LONGEST = 300  # letters kept with a result of what its signatures are worth


def signature_words(file: Attachment | None) -> str:
    """Say what the signatures of a result are worth, as they were found today."""
    if file is None:
        return ""
    if not file.signatures:
        return "Tệp không có chữ ký số"
    try:
        found = verify(load(file.file_key), trusted_roots())
    except Refused:
        found = []
    if not found:
        return f"Tệp có {file.signatures} chữ ký số, không kiểm tra được"
    return worth(found)[:LONGEST]


def waiting(
    actor: Actor, *, now: datetime, only: Collection[int] | None = None
) -> list[ToSign]:
    """What an actor may sign, the most urgent first; two queries besides the clocks."""
    units = sorted(actor.units_with(SIGN))
    found = visible(actor).filter(
        case__closed_at=None, case__state=State.SIGNING, case__unit__in=units
    )
    if only is not None:
        found = found.filter(pk__in=only)
    dossiers = list(found.order_by("case__urgency", "pk")[: MOST + 1])
    drafts = {
        file.dossier_id: file
        for file in Attachment.objects.filter(
            dossier__in=[one.pk for one in dossiers],
            purpose=Attachment.Purpose.DRAFT,
            removed_at=None,
        ).order_by("pk")
    }
    clocks = Clocks(actor, now)
    return [ToSign(one, clocks.told(one), drafts.get(one.pk)) for one in dossiers]
