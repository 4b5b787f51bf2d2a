"""Local rules of reception and return: issued, amended, replaced, ended, looked at."""

from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from lienmach.base import pages
from lienmach.base.actor import Actor
from lienmach.base.files import store
from lienmach.base.pages import NewFile
from lienmach.base.virus import Scan, scan
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.calc.text import fold
from lienmach.registers.actions.documents import (
    Cited,
    Text,
    enter_mentions,
    move_mentions,
    withdraw_mentions,
)
from lienmach.registers.actions.procedures import RIGHT
from lienmach.registers.models import Regulation, RegulationText
from lienmach.registers.queries.regulations import named

Kind = RegulationText.Kind


@dataclass(frozen=True, slots=True)
class Issued:
    """A decision that lays down a text, or changes it."""

    number: str
    signed_on: date
    issuer: str
    summary: str = ""
    basis: list[str] = field(default_factory=list)
    file: NewFile | None = None


@transaction.atomic
def lay_down(
    unit_id: int,
    name: str,
    issued: Issued,
    *,
    on: date,
    actor: Actor,
    at: datetime,
) -> RegulationText:
    """Enter a regulation of a unit by its first text."""
    _require(actor, unit_id)
    regulation, is_new = Regulation.objects.get_or_create(
        unit_id=unit_id, name_key=fold(name)[:300], defaults={"name": name}
    )
    if not is_new:
        raise Refused("Đơn vị đã có quy định tên này: mở ra mà ghi bản sửa đổi.")
    return _write(regulation, Kind.ISSUED, issued, on, actor, at)


@transaction.atomic
def change(
    text: RegulationText,
    kind: str,
    issued: Issued,
    *,
    on: date,
    note: str = "",
    actor: Actor,
    at: datetime,
) -> RegulationText:
    """Let a regulation be so from a day on; the text before ends the day before.

    A text that begins on the day of another puts that one right and says why; one that
    begins before a later one lasts until that one begins.
    """
    regulation = _locked(text, actor)
    current = RegulationText.objects.current().filter(regulation=regulation)
    if same := current.filter(valid_from=on).first():
        if not note.strip():
            raise Refused(
                f"Đã có bản áp dụng từ ngày {on:%d/%m/%Y} ({same.number}): sửa bản ấy "
                "thì ghi lý do."
            )
        kind = same.kind if same.kind == Kind.ISSUED else kind
    elif not current.filter(valid_from__lt=on).exists():
        raise Refused("Ngày này trước bản đầu tiên: bản sửa đổi phải áp dụng sau.")
    elif not current.in_force(on).exists():
        raise Refused("Ngày này quy định đã bị bãi bỏ: mở lại rồi ghi bản sửa đổi.")
    return _write(regulation, kind, issued, on, actor, at, note.strip())


@transaction.atomic
def end(
    text: RegulationText,
    *,
    last_day: date,
    by: str,
    note: str,
    actor: Actor,
    at: datetime,
) -> RegulationText:
    """Say that a regulation is no longer in force after a day, and by what."""
    known = _held(text, actor)
    if known.valid_to:
        raise Refused("Bản này đã hết hiệu lực.")
    if last_day < known.valid_from:
        raise Refused("Ngày hết hiệu lực không thể trước ngày áp dụng.")
    if not by.strip():
        raise Refused("Ghi văn bản bãi bỏ.")
    valid_to = last_day + timedelta(days=1)
    said = {"ended_by": by.strip(), "note": note.strip()}
    return _instead(known, actor, at, valid_to=valid_to, **said)


@transaction.atomic
def reopen(
    text: RegulationText, *, note: str, actor: Actor, at: datetime
) -> RegulationText:
    """Say that a regulation was not repealed, and why that was written."""
    known = _held(text, actor)
    if not known.ended_by:
        raise Refused("Bản này không ghi bãi bỏ.")
    if not note.strip():
        raise Refused("Ghi lý do.")
    rows = RegulationText.objects.current().filter(regulation=known.regulation_id)
    later = rows.filter(valid_from__gt=known.valid_from).order_by("valid_from").first()
    until = later.valid_from if later else None
    said = {"ended_by": "", "note": note.strip()}
    return _instead(known, actor, at, valid_to=until, **said)


@transaction.atomic
def look(
    text: RegulationText, *, why: str, actor: Actor, at: datetime
) -> RegulationText:
    """Say that a text may stay though a document that it rests on has ended."""
    known = _held(text, actor)
    if not why.strip():
        raise Refused("Ghi kết luận: vì sao giữ nguyên, hay sẽ sửa thế nào.")
    said = {"looked_by_id": actor.user_id, "looked_why": why.strip()}
    return _instead(known, actor, at, looked_at=at, **said)


def _require(actor: Actor, unit_id: int) -> None:
    """The right, in a unit that one sees: its regulation will stand among its texts."""
    actor.require(RIGHT, unit_id)
    if unit_id not in actor.unit_ids:
        raise PermissionDenied(RIGHT)


def _locked(text: RegulationText, actor: Actor) -> Regulation:
    rows = Regulation.objects.select_for_update()
    regulation = rows.get(pk=text.regulation_id)
    _require(actor, regulation.unit_id)
    return regulation


def _held(text: RegulationText, actor: Actor) -> RegulationText:
    _locked(text, actor)
    known = RegulationText.objects.select_for_update().get(pk=text.pk)
    if known.replaced_at:
        raise Refused("Người khác vừa ghi: mở lại trang rồi ghi.")
    return known


def _instead(
    known: RegulationText, actor: Actor, at: datetime, **changed: Any
) -> RegulationText:
    """Put a row of which something else is said in the place of one, which stays."""
    made = copy(known)
    known.replaced_at = at
    known.save(update_fields=["replaced_at"])
    made.pk, made._state.adding = None, True
    made.made_by_id, made.made_at = actor.user_id, at
    for name, value in changed.items():
        setattr(made, name, value)
    made.save()
    move_mentions(known.source, made.source, _path(made))
    return made


def _path(text: RegulationText) -> str:
    return reverse("registers:regulation", args=[text.pk])


def _write(
    regulation: Regulation,
    kind: str,
    issued: Issued,
    on: date,
    actor: Actor,
    at: datetime,
    note: str = "",
) -> RegulationText:
    if issued.signed_on > day_of(at):
        raise Refused("Ngày ký chưa đến: quyết định chưa ký thì chưa ghi.")
    if issued.signed_on > on:
        raise Refused("Ngày áp dụng không thể trước ngày ký.")
    current = RegulationText.objects.current().filter(regulation=regulation)
    same = current.filter(valid_from=on).first()
    running = current.filter(
        Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lt=on
    ).first()
    later = current.filter(valid_from__gt=on).order_by("valid_from").first()
    before = same or running
    ends = later.valid_from if later else before.valid_to if before else None
    # What repealed the text before ends this one too, on the same day.
    is_repealed = before is not None and before.valid_to == ends
    ended_by = before.ended_by if before and is_repealed else ""
    if same:
        current.filter(pk=same.pk).update(replaced_at=at)
        withdraw_mentions(same.source)
    if running:
        current.filter(pk=running.pk).update(valid_to=on, ended_by="")
    made = RegulationText.objects.create(
        regulation=regulation,
        kind=kind,
        valid_from=on,
        valid_to=ends,
        ended_by=ended_by,
        number=issued.number,
        signed_on=issued.signed_on,
        issuer=issued.issuer,
        summary=issued.summary,
        basis=issued.basis,
        note=note,
        made_by_id=actor.user_id,
        made_at=at,
        **_file(issued.file, same),
    )
    _cite(made, actor)
    return made


def _file(file: NewFile | None, same: RegulationText | None) -> dict[str, str]:
    """What is written of a file; one that is put right keeps the file it had."""
    columns = ("file_name", "file_key", "file_type")
    if file is None:
        return {name: getattr(same, name) for name in columns} if same else {}
    file = pages.readable(file)
    looked = pages.look(file.name, file.content)
    if scan(file.content) is Scan.INFECTED:
        raise Refused(f"Tệp «{looked.name}» có mã độc: không nhận.")
    values = (looked.name, store(file.content), looked.kind)
    return dict(zip(columns, values, strict=True))


def _cite(made: RegulationText, actor: Actor) -> None:
    """Put what a text rests on into the register of official documents."""
    label = f"{made.regulation.name} ({made.number})"
    text = Text(made.source, made.regulation.unit_id, label, _path(made))
    cited = [
        Cited(one.number, one.type, one.issuer, one.issued_on, "", one.line, one.raw)
        for one in named(made.basis)
    ]
    enter_mentions(text, cited, actor=actor)
