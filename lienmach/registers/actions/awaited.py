"""The watch list of fields: put on it, asked for by letter, announced, opened again."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from lienmach.base.actor import Actor
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.calc.text import fold
from lienmach.registers.actions.marks import held, reason, written
from lienmach.registers.actions.procedures import RIGHT, field_called
from lienmach.registers.models import (
    AnnouncementRequest,
    AwaitedField,
    ProcedureField,
)
from lienmach.registers.queries.awaited import decisions
from lienmach.registers.queries.procedures import known_fields


class Unknown(Refused):
    """The catalogue has no field of such a name: perhaps a slip of the hand."""


@transaction.atomic
def watch(
    name: str,
    *,
    since: date,
    document: str,
    is_new: bool = False,
    actor: Actor,
    at: datetime,
) -> AwaitedField:
    """Say that a field waits for its procedures to be announced, and what asks for it.

    Raises ``Unknown`` where the catalogue has no such field, unless it ``is_new``.
    """
    actor.require(RIGHT)
    if since > day_of(at):
        raise Refused("Ngày này chưa đến: chưa chờ thì chưa ghi.")
    if not document.strip():
        raise Refused("Ghi văn bản làm phát sinh thủ tục phải công bố.")
    if not is_new and not known_fields().filter(name_key=fold(name)).exists():
        raise Unknown(f"Danh mục chưa có lĩnh vực «{name}».")
    field = _locked(field_called(name))
    later = AwaitedField.objects.current().filter(
        Q(valid_to=None) | Q(valid_to__gt=since), field=field
    )
    if known := later.first():
        until = f" đến {known.valid_to:%d/%m/%Y}" if known.valid_to else ""
        raise Refused(
            f"Lĩnh vực này đã ghi chờ từ {known.valid_from:%d/%m/%Y}{until}: "
            "mở dòng ấy mà ghi tiếp."
        )
    return AwaitedField.objects.create(
        field=field,
        valid_from=since,
        document=document.strip(),
        made_by_id=actor.user_id,
        made_at=at,
    )


@transaction.atomic
def ask(
    wait: AwaitedField,
    *,
    unit_id: int,
    document: str,
    on: date,
    actor: Actor,
    at: datetime,
) -> AnnouncementRequest:
    """Record the letter by which a unit asked for the announcement."""
    actor.require(RIGHT, unit_id)
    _locked(wait.field)
    known = AwaitedField.objects.get(pk=wait.pk)
    if known.replaced_at:
        raise Refused("Người khác vừa ghi: mở lại trang rồi ghi.")
    if on > day_of(at):
        raise Refused("Ngày văn bản chưa đến.")
    if not known.is_in_force(on):
        raise Refused("Ngày này lĩnh vực không chờ công bố: xem lại ngày văn bản.")
    rows = AnnouncementRequest.objects.filter(replaced_at=None, unit=unit_id)
    if rows.filter(field=known.field_id, document=document, sent_on=on).exists():
        raise Refused("Văn bản này đã ghi.")
    return AnnouncementRequest.objects.create(
        field=known.field,
        unit_id=unit_id,
        document=document,
        sent_on=on,
        made_by_id=actor.user_id,
        made_at=at,
    )


@transaction.atomic
def withdraw_letter(
    letter: AnnouncementRequest, *, note: str, actor: Actor, at: datetime
) -> None:
    """Take back a letter that was recorded by mistake; it stays to be seen."""
    actor.require(RIGHT, letter.unit_id)
    known = AnnouncementRequest.objects.select_for_update().get(pk=letter.pk)
    if known.replaced_at:
        raise Refused("Người khác vừa rút lại văn bản này.")
    known.replaced_at, known.note = at, reason(note)
    known.save(update_fields=["replaced_at", "note"])


@transaction.atomic
def announce(
    wait: AwaitedField, *, decision: str, on: date, actor: Actor, at: datetime
) -> AwaitedField:
    """End a wait by a decision that stands in the change log of the catalogue."""
    known = held(wait, actor)
    if known.valid_to:
        raise Refused("Đã ghi kết thúc.")
    found = decisions(known)
    if not any((one.decision, one.decided_on) == (decision, on) for one in found):
        raise Refused(
            f"Nhật ký thay đổi không có quyết định {decision} ngày {on:%d/%m/%Y} về "
            "lĩnh vực này ký từ khi chờ."
        )
    known.announced_by = decision
    return written(known, on, known.note, actor, at)


@transaction.atomic
def reopen(
    wait: AwaitedField, *, note: str, actor: Actor, at: datetime
) -> AwaitedField:
    """Say that it waits still: the decision was another one, or the end a mistake."""
    known = held(wait, actor)
    if not known.valid_to:
        raise Refused("Lĩnh vực này vẫn đang chờ.")
    why = reason(note)
    _locked(known.field)
    later = AwaitedField.objects.current().filter(
        field=known.field_id, valid_from__gte=known.valid_to
    )
    if other := later.first():
        raise Refused(
            f"Lĩnh vực này đã ghi chờ lại từ {other.valid_from:%d/%m/%Y}: rút dòng ấy "
            "trước."
        )
    known.announced_by = ""
    return written(known, None, why, actor, at)


def _locked(field: ProcedureField) -> ProcedureField:
    """Two who write of one field wait for each other."""
    return ProcedureField.objects.select_for_update().get(pk=field.pk)
