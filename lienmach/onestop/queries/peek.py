"""A dossier at a glance: what one looks for before opening it."""

from dataclasses import dataclass
from datetime import datetime

from lienmach.base.actor import Actor
from lienmach.calc.local import day_of
from lienmach.calc.standing import Told
from lienmach.onestop.models import Attachment, Dossier
from lienmach.onestop.queries.places import short_names
from lienmach.onestop.queries.sendings import sent_of
from lienmach.onestop.queries.trail import Entry, entries
from lienmach.onestop.queries.work import Clocks

LATEST = 4


@dataclass(frozen=True, slots=True)
class Peek:
    """``first`` is the file to look at: the draft, the result, else the first paper."""

    told: Told
    unit: str
    papers: int
    missing: tuple[str, ...]
    files: int
    first: Attachment | None
    entries: list[Entry]
    is_sent: bool


def peek(dossier: Dossier, *, actor: Actor, now: datetime) -> Peek:
    """Seven queries besides the calendars."""
    case, papers = dossier.case, list(dossier.papers.all())
    files = list(dossier.attachments.filter(removed_at=None))
    order = {Attachment.Purpose.RESULT: 0, Attachment.Purpose.DRAFT: 1}
    files.sort(key=lambda file: order.get(Attachment.Purpose(file.purpose), 2))
    return Peek(
        told=Clocks(actor, now).told(dossier),
        unit=short_names({case.unit_id}, day_of(now)).get(case.unit_id, ""),
        papers=len(papers),
        missing=tuple(paper.name for paper in papers if not paper.is_received),
        files=len(files),
        first=files[0] if files else None,
        entries=entries(dossier)[:LATEST],
        is_sent=sent_of([dossier.pk]) is not None,
    )
