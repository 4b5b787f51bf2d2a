"""Every change of the catalogue: each by a decision, from a day on, and kept."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, Q

from lienmach.base.actor import Actor
from lienmach.base.search import stored
from lienmach.calc.deadline import Limit
from lienmach.calc.local import day_of
from lienmach.calc.procedures import Draft, check
from lienmach.calc.refusal import Refused
from lienmach.calc.text import fold, tokens
from lienmach.org.models import Level, UnitKind
from lienmach.registers.models import (
    Component,
    Fee,
    Hop,
    Procedure,
    ProcedureChange,
    ProcedureField,
    ProcedureVersion,
    Step,
)
from lienmach.registers.registry import doubts_about

RIGHT = "registers.procedures"
Kind = ProcedureChange.Kind


@dataclass(frozen=True, slots=True)
class Decision:
    """The document by which a procedure is made known, changed or ended."""

    number: str
    signed_on: date
    issuer: str
    note: str = ""


class Doubted(Refused):
    """A rehearsal of a version found what would go wrong; it may be kept if meant."""

    def __init__(self, doubts: list[str]) -> None:
        super().__init__("Diễn tập chưa đạt: " + " ".join(doubts))
        self.doubts = doubts


class Known(Refused):
    """A procedure that was to be added stands in the catalogue already."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Mã này đã có trong danh mục: «{name}».")


@transaction.atomic
def begin_version(
    draft: Draft,
    *,
    on: date,
    decision: Decision,
    actor: Actor,
    at: datetime,
    is_meant: bool = True,
    is_new: bool = False,
) -> ProcedureVersion:
    """Let a procedure be so from a day on; the version of before ends the day before.

    A version that begins on the day of another puts that one right: it is kept, marked
    as replaced. One that begins before a later one lasts until that one begins. Unless
    it ``is_meant`` so, raises ``Doubted`` where a rehearsal finds what would go wrong;
    if ``is_new``, ``Known`` where there is such a code.
    """
    actor.require(RIGHT)
    user = actor.user_id
    version = write_version(draft, on=on, decision=decision, user_id=user, at=at)
    others = version.procedure.versions.exclude(pk=version.pk)
    if is_new and (other := others.order_by("-valid_from", "-pk").first()):
        raise Known(other.name)
    day = max(on, day_of(at))
    is_over = version.valid_to is not None and version.valid_to <= day
    if not (is_meant or is_over) and (doubts := doubts_about(version, actor, day)):
        raise Doubted(doubts)
    return version


@transaction.atomic
def write_version(
    draft: Draft, *, on: date, decision: Decision, user_id: int | None, at: datetime
) -> ProcedureVersion:
    """Do as ``begin_version`` without a right: for what sets up an office."""
    check(draft, on=on)
    _check_known(draft)
    procedure = _locked(draft.code)
    current = procedure.versions.filter(replaced_at=None)
    same = current.filter(valid_from=on).first()
    running = current.filter(
        Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lt=on
    ).first()
    later = current.filter(valid_from__gt=on).order_by("valid_from").first()
    is_first = not current.filter(valid_from__lt=on).exists()
    before = same or running
    ends = later.valid_from if later else before.valid_to if before else None
    if same:
        current.filter(pk=same.pk).update(replaced_at=at)
    if running:
        current.filter(pk=running.pk).update(valid_to=on)
    version = _version(procedure, draft, on, ends, user_id, at)
    _log(
        procedure,
        Kind.NEW if is_first else Kind.AMENDED,
        version=version,
        on=on,
        decision=decision,
        user_id=user_id,
        at=at,
    )
    return version


@transaction.atomic
def end_procedure(
    procedure: Procedure,
    *,
    on: date,
    decision: Decision,
    actor: Actor | None,
    at: datetime,
    successor: Procedure | None = None,
) -> None:
    """Abolish a procedure from a day on, or let another take its place.

    Without an actor it is the set-up of an office, which needs no right.
    """
    if actor:
        actor.require(RIGHT)
    procedure = _locked(procedure.code)
    current = procedure.versions.filter(replaced_at=None)
    if current.filter(valid_from__gte=on).exists():
        raise Refused("Còn phiên bản bắt đầu từ ngày đó trở đi: hãy chọn ngày sau.")
    running = current.filter(Q(valid_to=None) | Q(valid_to__gt=on))
    if successor == procedure:
        raise Refused("Thủ tục không thể thay thế chính mình.")
    if not running.update(valid_to=on):
        raise Refused("Thủ tục này đã hết hiệu lực trước ngày đó.")
    _log(
        procedure,
        Kind.REPLACED if successor else Kind.ABOLISHED,
        successor=successor,
        on=on,
        decision=decision,
        user_id=actor.user_id if actor else None,
        at=at,
    )


def _locked(code: str) -> Procedure:
    Procedure.objects.get_or_create(code=code)
    return Procedure.objects.select_for_update().get(code=code)


def _check_known(draft: Draft) -> None:
    levels = set(Level.objects.values_list("code", flat=True))
    if unknown := set(draft.levels) - levels:
        raise Refused(f"Không có cấp «{min(unknown)}».")
    wanted = {step.unit_kind for step in draft.steps}
    kinds = UnitKind.objects.filter(code__in=wanted).values_list("code", flat=True)
    if missing := wanted - set(kinds):
        raise Refused(f"Không có loại đơn vị «{min(missing)}».")


def _version(
    procedure: Procedure,
    draft: Draft,
    on: date,
    ends: date | None,
    user_id: int | None,
    at: datetime,
) -> ProcedureVersion:
    limit = draft.limit
    if limit and not limit.amount:  # on the day of receipt, whatever would be counted
        limit = Limit(0, cutoff=limit.cutoff)
    found = tokens(names=[draft.name, draft.everyday_name], codes=[draft.code])
    version = ProcedureVersion.objects.create(
        procedure=procedure,
        valid_from=on,
        valid_to=ends,
        name=draft.name,
        everyday_name=draft.everyday_name,
        name_key=fold(draft.name)[:500],
        field=field_called(draft.field),
        levels=list(draft.levels),
        owner=draft.owner,
        is_vertical=draft.is_vertical,
        legal_basis=list(draft.legal_basis),
        limit_amount=limit.amount if limit else None,
        clock=limit.clock if limit else "",
        cutoff=limit.cutoff if limit else None,
        limit_note=draft.limit_note,
        result=draft.result,
        forms=list(draft.forms),
        channels=list(draft.channels),
        online=draft.online,
        received_where=draft.received_where,
        tokens=stored([*found, draft.code.lower()]),
        made_by_id=user_id,
        made_at=at,
    )
    _write_parts(version, draft)
    return version


def _write_parts(version: ProcedureVersion, draft: Draft) -> None:
    kinds = dict(UnitKind.objects.values_list("code", "pk"))
    _numbered(
        Component,
        version,
        draft.components,
        lambda c: {"originals": c.originals, "copies": c.copies, "note": c.note},
    )
    _numbered(
        Fee,
        version,
        draft.fees,
        lambda f: {
            "amount": f.amount,
            "waiver": f.waiver,
            "document": f.document,
            "valid_from": f.valid_from,
            "last_day": f.last_day,
        },
    )
    _numbered(
        Step,
        version,
        draft.steps,
        lambda s: {"unit_kind_id": kinds[s.unit_kind], "share": s.share},
    )
    _numbered(
        Hop,
        version,
        draft.hops,
        lambda h: {
            "agency": h.agency,
            "limit_amount": h.limit.amount,
            "clock": h.limit.clock,
            "code": h.code,
        },
    )


def _numbered(
    model: type[Model],
    version: ProcedureVersion,
    parts: Iterable[Any],
    columns: Callable[[Any], dict[str, Any]],
) -> None:
    model._default_manager.bulk_create(
        model(version=version, number=n, name=part.name, **columns(part))
        for n, part in enumerate(parts, 1)
    )


def field_called(name: str) -> ProcedureField:
    field, _ = ProcedureField.objects.get_or_create(
        name_key=fold(name), defaults={"name": name}
    )
    return field


def _log(
    procedure: Procedure,
    kind: str,
    *,
    on: date,
    decision: Decision,
    user_id: int | None,
    at: datetime,
    version: ProcedureVersion | None = None,
    successor: Procedure | None = None,
) -> None:
    if not decision.number or not decision.issuer:
        raise Refused("Ghi số và cơ quan ban hành của quyết định công bố.")
    ProcedureChange.objects.create(
        procedure=procedure,
        version=version,
        successor=successor,
        kind=kind,
        effective_on=on,
        decision=decision.number,
        decided_on=decision.signed_on,
        decided_by=decision.issuer,
        note=decision.note,
        made_by_id=user_id,
        made_at=at,
    )
