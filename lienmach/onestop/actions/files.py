"""Files of a dossier: added, used again, taken away; nothing is ever deleted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from lienmach.base import pages
from lienmach.base.actor import Actor
from lienmach.base.pages import NewFile
from lienmach.base.virus import Scan, scan
from lienmach.calc.refusal import Refused
from lienmach.cases import actions as cases
from lienmach.cases.models import Case
from lienmach.onestop.actions.hands import may_give
from lienmach.onestop.actions.kept_files import new_file, same_file
from lienmach.onestop.flow import RECEIVE
from lienmach.onestop.models import Attachment, Dossier, Paper, SentFile
from lienmach.onestop.queries.dossier_page import earlier_files

MOST_FILES = 20


@dataclass(frozen=True, slots=True)
class Place:
    """What files are for; ``paper_type`` is their code in the national list."""

    purpose: str = Attachment.Purpose.PAPER
    paper_id: int | None = None
    paper_type: str = ""


@transaction.atomic
def attach(
    case_id: int,
    files: Sequence[NewFile],
    place: Place,
    *,
    actor: Actor,
    at: datetime,
    number: int | None = None,
    is_joined: bool = False,
) -> list[Attachment]:
    """Add files to a dossier, all or none; joined, photographs become one PDF."""
    if not files:
        raise Refused("Chưa chọn tệp nào.")
    if len(files) > MOST_FILES:
        raise Refused(f"Mỗi lần tải lên nhiều nhất {MOST_FILES} tệp.")
    sent = [pages.readable(file) for file in files]
    looked = [(pages.look(file.name, file.content), file.content) for file in sent]
    if is_joined and len(looked) > 1:
        looked = [_joined(looked)]
    dossier = _open(case_id, actor, number)
    paper = _paper(dossier, place.paper_id)
    made = [
        _attachment(dossier, paper, place, found, content, actor, at)
        for found, content in looked
    ]
    names = ", ".join(one.file_name for one in made)
    cases.note_on(dossier.case, "attach", names, actor=actor, at=at)
    return made


@transaction.atomic
def use_again(
    case_id: int,
    ids: Sequence[int],
    *,
    actor: Actor,
    at: datetime,
    paper_id: int | None = None,
    number: int | None = None,
) -> list[Attachment]:
    """Put to a dossier what its owner gave with an earlier one."""
    dossier = _open(case_id, actor, number)
    paper = _paper(dossier, paper_id)
    known = {one.pk: one for one in earlier_files(dossier, actor=actor)}
    chosen = [known[pk] for pk in ids if pk in known]
    if not chosen:
        raise Refused("Hãy chọn ít nhất một tệp đã có.")
    made = [
        Attachment.objects.create(
            dossier=dossier,
            paper=paper,
            purpose=Attachment.Purpose.PAPER,
            paper_type=old.paper_type,
            made_at=at,
            made_by_id=actor.user_id,
            **same_file(old),
        )
        for old in chosen
    ]
    said = ", ".join(f"{o.file_name} (từ {o.dossier.case.code})" for o in chosen)
    cases.note_on(dossier.case, "attach", said, actor=actor, at=at)
    return made


@transaction.atomic
def take_away(
    attachment: Attachment, *, actor: Actor, at: datetime, number: int
) -> None:
    """Mark a file as taken away; it stays stored, and the trail says by whom.

    What the applicant sent and an officer found good is theirs: it stays.
    """
    dossier = _open(attachment.dossier_id, actor, number)
    attachment = Attachment.objects.select_for_update().get(pk=attachment.pk)
    if attachment.removed_at:
        raise Refused(f"Tệp «{attachment.file_name}» đã bỏ rồi.")
    result = getattr(dossier, "result", None)
    if result and result.file_id == attachment.pk:
        raise Refused("Tệp này là kết quả đã ký: không bỏ được.")
    if _was_accepted(attachment):
        raise Refused(
            f"Tệp «{attachment.file_name}» do người nộp gửi bổ sung và đã được nhận: "
            "không bỏ được."
        )
    attachment.removed_at = at
    attachment.save(update_fields=["removed_at"])
    cases.note_on(dossier.case, "detach", attachment.file_name, actor=actor, at=at)


def _was_accepted(attachment: Attachment) -> bool:
    sent = SentFile.objects.filter(attachment=attachment)
    return any(one.reply.was_taken for one in sent.select_related("reply__sending"))


def _open(case_id: int, actor: Actor, number: int | None) -> Dossier:
    case = cases.locked(case_id, actor=actor, number=number)
    if case.closed_at:
        raise Refused(f"{case.code} đã xong: không thêm, bỏ tệp được nữa.")
    if not may_file(case, actor):
        raise Refused("Nơi tiếp nhận hoặc nơi đang giữ hồ sơ mới thêm, bỏ tệp được.")
    dossier: Dossier = case.dossier
    dossier.case = case
    return dossier


def may_file(case: Case, actor: Actor) -> bool:
    """Say whether an actor looks after the papers of a case."""
    return may_give(case, actor) or actor.may(RECEIVE, case.received_unit_id)


def _paper(dossier: Dossier, paper_id: int | None) -> Paper | None:
    if paper_id is None:
        return None
    paper = dossier.papers.filter(pk=paper_id).first()
    if paper is None:
        raise Refused("Giấy tờ được chọn không thuộc hồ sơ này.")
    return paper


def _joined(looked: Sequence[tuple[pages.Looked, bytes]]) -> tuple[pages.Looked, bytes]:
    others = [found.name for found, _ in looked if found.kind != pages.JPEG]
    if others:
        raise Refused(f"Chỉ gộp được ảnh JPEG; «{others[0]}» không phải.")
    made = pages.join([content for _, content in looked])
    stem = looked[0][0].name.rpartition(".")[0]
    return pages.look(f"{stem}.pdf", made), made


def _attachment(
    dossier: Dossier,
    paper: Paper | None,
    place: Place,
    found: pages.Looked,
    content: bytes,
    actor: Actor,
    at: datetime,
) -> Attachment:
    scanned = scan(content)
    if scanned is Scan.INFECTED:
        raise Refused(f"Tệp «{found.name}» có vi-rút: không nhận. Hãy báo người gửi.")
    return Attachment.objects.create(
        dossier=dossier,
        paper=paper,
        purpose=place.purpose,
        paper_type=place.paper_type.strip()[:40],
        made_at=at,
        made_by_id=actor.user_id,
        **new_file(found, content, scanned),
    )
