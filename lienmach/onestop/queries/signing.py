"""What waits for the signature of a leader, with the draft that would be signed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from lienmach.base.actor import Actor
from lienmach.base.files import load
from lienmach.base.pages import PDF
from lienmach.base.papers.blanks import UNREAD, Head, heads
from lienmach.base.signing import verify, worth
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.calc.standing import Told
from lienmach.onestop.flow import SIGN, State
from lienmach.onestop.models import Attachment, Dossier
from lienmach.onestop.queries.dossiers import visible
from lienmach.onestop.queries.work import Clocks
from lienmach.org.queries.trusted import trusted_roots
from lienmach.registers.queries import kept_symbols

MOST = 50  # signed in one act
MOST_LOOKED_AT = 2_000
LOOKED_AT: dict[str, Head] = {}  # by the key of the file
GONE = Head("tệp dự thảo không còn mở được")


@dataclass(frozen=True, slots=True)
class ToSign:
    """A dossier with its latest draft; ``seen`` is what a page has shown of it.

    ``head`` says what is printed into the draft when it is signed; ``has_book`` whether
    the signer's unit keeps the book of its number.
    """

    dossier: Dossier
    told: Told
    draft: Attachment | None
    head: Head | None = None
    has_book: bool = True

    @property
    def seen(self) -> str:
        return f"{self.draft.pk if self.draft else 0}.{self.dossier.case.number}"

    @property
    def problem(self) -> str:
        """Why it cannot be signed digitally."""
        if self.draft is None:
            return "chưa có dự thảo"
        if self.head is None:
            return "dự thảo không phải PDF"
        if self.head.wants_number and not self.has_book:
            return (
                f"đơn vị chưa mở sổ {self.head.symbol}: mở ở Quản trị, «Sổ văn bản "
                "đi», ghi số cuối đã cấp trên giấy, rồi ký"
            )
        return ""

    @property
    def gap(self) -> str:
        """Why no number can be printed; it may be signed as it is, if one says so."""
        return "" if self.problem or self.head is None else self.head.problem


LONGEST = 300  # letters kept with a result of what its signatures are worth


def judged(file: Attachment | None) -> tuple[str, bool]:
    """Say what the signatures of a result are worth today, and whether they failed."""
    if file is None:
        return "", False
    if not file.signatures:
        return "Tệp không có chữ ký số", False
    try:
        found = verify(load(file.file_key), trusted_roots())
    except Refused:
        found = []
    if not found:
        return f"Tệp có {file.signatures} chữ ký số, không kiểm tra được", True
    is_good = all(one.is_intact for one in found) and any(o.is_whole for o in found)
    return worth(found)[:LONGEST], not is_good


def waiting(
    actor: Actor, *, now: datetime, only: Collection[int] | None = None
) -> list[ToSign]:
    """What an actor may sign, the most urgent first; three queries besides the clocks.

    The drafts themselves are looked at, each once: by one process for all that are new.
    """
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
    found_heads = _heads([one for one in drafts.values() if one.file_type == PDF])
    kept = kept_symbols(actor.unit_id, day_of(now).year) if found_heads else set()
    return [
        ToSign(
            one,
            clocks.told(one),
            draft := drafts.get(one.pk),
            head := found_heads.get(draft.file_key) if draft else None,
            head is not None and head.symbol in kept,
        )
        for one in dossiers
    ]


def _heads(drafts: Collection[Attachment]) -> dict[str, Head]:
    """The heads of drafts by the key of their file, under which it never changes."""
    wanted = {one.file_key for one in drafts}
    known = {key: head for key in wanted if (head := LOOKED_AT.get(key))}
    new = {key: content for key in wanted - set(known) if (content := _content(key))}
    found = dict(zip(new, heads(list(new.values())), strict=True))
    # What could not be read may have been a machine that was too busy: asked again.
    LOOKED_AT.update({k: head for k, head in found.items() if head.problem != UNREAD})
    while len(LOOKED_AT) > MOST_LOOKED_AT:
        del LOOKED_AT[next(iter(LOOKED_AT))]
    return dict.fromkeys(wanted, GONE) | known | found


def _content(key: str) -> bytes | None:
    try:
        return load(key)
    except FileNotFoundError:
        return None
