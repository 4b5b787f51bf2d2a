"""Everything that founds, changes or ends a unit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from lienmach.base.actor import Actor
from lienmach.calc.refusal import Refused
from lienmach.calc.tree import Branch, makes_a_cycle, uncovered
from lienmach.org.actions import audit
from lienmach.org.models import (
    Decision,
    Grant,
    Level,
    Post,
    Succession,
    Unit,
    UnitKind,
    UnitVersion,
    Verb,
)

RIGHT = "org.units"
ONE_AT_A_TIME = 7_230_002  # the number of our advisory lock: any that is ours alone


@dataclass(frozen=True, slots=True)
class Shape:
    """What a unit is, is called and belongs to."""

    name: str
    kind: UnitKind
    level: Level
    parent: Unit | None
    short_name: str = ""

    def shown(self) -> dict[str, Any]:
        """The shape in words, for the audit."""
        return {
            "tên": self.name,
            "tên gọi tắt": self.short_name,
            "loại": self.kind.name,
            "cấp": self.level.name,
            "trực thuộc": self.parent.code if self.parent else None,
        }


@dataclass(frozen=True, slots=True)
class NewUnit:
    code: str
    shape: Shape


@dataclass(slots=True)
class Outcome:
    """What a change did to the tree, to be shown before or after it is done."""

    began: list[UnitVersion] = field(default_factory=list)
    changed: list[UnitVersion] = field(default_factory=list)
    ended: list[UnitVersion] = field(default_factory=list)
    moved: list[UnitVersion] = field(default_factory=list)
    successions: list[Succession] = field(default_factory=list)
    posts: int = 0
    grants: int = 0

    @property
    def heirs(self) -> list[Unit]:
        """Those who take over, the first of whom gets the people."""
        return list(dict.fromkeys(one.new for one in self.successions))


@transaction.atomic
def found(
    new: NewUnit,
    *,
    on: date,
    decision: Decision | None,
    actor: Actor | None,
    at: datetime,
) -> Unit:
    """Found a unit. Without an actor it is the set-up, which may found a top."""
    _one_at_a_time()
    _require(actor, new.shape.parent)
    return _begin(new, on, _kept(decision), actor, at).unit


@transaction.atomic
def change(
    unit: Unit,
    shape: Shape,
    *,
    on: date,
    decision: Decision,
    actor: Actor | None,
    at: datetime,
) -> UnitVersion:
    """Rename a unit, move it or make it of another kind, from a day on.

    A second change from the same day is laid upon the first.
    """
    _one_at_a_time()
    _require(actor, unit, shape.parent)
    return _change(unit, shape, on, _kept(decision), actor, at)


@transaction.atomic
def correct(
    version: UnitVersion, *, name: str, short_name: str, actor: Actor, at: datetime
) -> None:
    """Put right what was mistyped; the days and the tree stay as they are."""
    _require(actor, version.unit)
    before = {"tên": version.name, "tên gọi tắt": version.short_name}
    version.name, version.short_name = name, short_name or name[:80]
    version.save()
    audit.write(
        Verb.UNIT_CORRECTED,
        version,
        actor=actor,
        at=at,
        unit_id=version.unit_id,
        before=before,
        after={"tên": version.name, "tên gọi tắt": version.short_name},
    )


@transaction.atomic
def reorganise(
    ended: Sequence[Unit],
    into: Sequence[Unit | NewUnit],
    *,
    on: date,
    decision: Decision,
    actor: Actor | None,
    at: datetime,
    moves_children: bool = False,
) -> Outcome:
    """End units and let others take over: a merger, a split, an absorption.

    Units below those that end either end with them, with the same successors, or move
    to the first successor. People and their roles move to the first successor.
    """
    _one_at_a_time()
    if not ended or not into:
        raise Refused("Chọn đơn vị kết thúc và ít nhất một đơn vị kế thừa.")
    _require(actor, *ended)
    document, outcome = _kept(decision), Outcome()
    assert document
    heirs = [_heir(one, on, document, actor, at, outcome) for one in into]
    for unit in ended:
        if unit in heirs:
            raise Refused(f"Đơn vị {unit.code} không thể kế thừa chính mình.")
    for unit in ended:
        _end(unit, heirs, on, document, moves_children, outcome, actor, at)
    return outcome


@transaction.atomic
def part(
    unit: Unit,
    new: NewUnit,
    *,
    on: date,
    decision: Decision,
    actor: Actor | None,
    at: datetime,
) -> Unit:
    """Let a part of a unit become a unit of its own; the rest goes on as it was."""
    _one_at_a_time()
    _require(actor, unit, new.shape.parent)
    _version_on(unit, on)
    document = _kept(decision)
    assert document
    made = _begin(new, on, document, actor, at).unit
    Succession.objects.create(old=unit, new=made, effective_on=on, decision=document)
    return made


def rehearse(do: Callable[[], Outcome]) -> Outcome:
    """Do a change and take it all back: what it says is what would come of it."""
    with transaction.atomic():
        outcome = do()
        transaction.set_rollback(True)
    return outcome


def _require(actor: Actor | None, *units: Unit | None) -> None:
    if actor is None:
        return
    actor.require(RIGHT)
    for unit in units:
        if unit is None or unit.pk not in actor.units_with(RIGHT):
            where = f"đơn vị {unit.code}" if unit else "một đơn vị cấp trên cùng"
            raise Refused(f"Quyền quản lý đơn vị của bạn không gồm {where}.")


def _one_at_a_time() -> None:
    """Let changes of the tree wait for each other: two could tie a knot together."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])


def _kept(decision: Decision | None) -> Decision | None:
    if decision is None or decision.pk:
        return decision
    kept, _ = Decision.objects.get_or_create(
        number=decision.number,
        signed_on=decision.signed_on,
        issuer=decision.issuer,
        defaults={"note": decision.note},
    )
    return kept


def _begin(
    new: NewUnit,
    on: date,
    decision: Decision | None,
    actor: Actor | None,
    at: datetime,
) -> UnitVersion:
    if Unit.objects.filter(code=new.code).exists():
        raise Refused(f"Mã {new.code} đã dùng cho đơn vị khác; mã không dùng lại.")
    unit = Unit.objects.create(code=new.code)
    version = _version(unit, new.shape, on, None, decision)
    _refuse_a_broken_tree(version)
    version.save()
    audit.write(
        Verb.UNIT_FOUNDED,
        unit,
        actor=actor,
        at=at,
        unit_id=unit.pk,
        after=new.shape.shown() | {"từ ngày": f"{on:%d/%m/%Y}"},
    )
    return version


def _change(
    unit: Unit,
    shape: Shape,
    on: date,
    decision: Decision | None,
    actor: Actor | None,
    at: datetime,
) -> UnitVersion:
    old = _version_on(unit, on)
    before = _shape(old)
    if before == _filled(shape):
        raise Refused("Chưa có gì thay đổi so với hiện tại.")
    new = _version(unit, shape, on, old.valid_to, decision)
    if old.valid_from == on:
        new.pk = old.pk
    else:
        old.valid_to = on
        old.save()
    _refuse_a_broken_tree(new)
    new.save()
    audit.write(
        Verb.UNIT_CHANGED,
        unit,
        actor=actor,
        at=at,
        unit_id=unit.pk,
        before=before.shown(),
        after=_filled(shape).shown() | {"từ ngày": f"{on:%d/%m/%Y}"},
    )
    return new


def _heir(
    one: Unit | NewUnit,
    on: date,
    decision: Decision,
    actor: Actor | None,
    at: datetime,
    outcome: Outcome,
) -> Unit:
    if isinstance(one, Unit):
        _version_on(one, on)
        _require(actor, one)
        return one
    _require(actor, one.shape.parent)
    version = _begin(one, on, decision, actor, at)
    outcome.began.append(version)
    return version.unit


def _end(
    unit: Unit,
    heirs: list[Unit],
    on: date,
    decision: Decision,
    moves_children: bool,
    outcome: Outcome,
    actor: Actor | None,
    at: datetime,
) -> None:
    version = _version_on(unit, on)
    if version.valid_from == on:
        raise Refused(f"{version.name} mới bắt đầu từ ngày {on:%d/%m/%Y}.")
    for child in list(UnitVersion.objects.filter(parent=unit).select_related("unit")):
        if not child.is_in_force(on) and child.valid_from < on:
            continue
        if child.unit in heirs:
            raise Refused(
                f"{child.name} đang trực thuộc {version.name}: hãy chuyển đi trước"
                " khi chọn làm đơn vị kế thừa."
            )
        if moves_children:
            shape = replace(_shape(child), parent=heirs[0])
            outcome.moved.append(_change(child.unit, shape, on, decision, actor, at))
        else:
            _end(child.unit, heirs, on, decision, False, outcome, actor, at)
    version.valid_to = on
    version.save()
    outcome.ended.append(version)
    outcome.successions += Succession.objects.bulk_create(
        Succession(old=unit, new=heir, effective_on=on, decision=decision)
        for heir in heirs
    )
    outcome.posts += _move_posts(unit, heirs[0], on)
    outcome.grants += _move_grants(unit, heirs[0], on)
    audit.write(
        Verb.UNIT_ENDED,
        unit,
        actor=actor,
        at=at,
        unit_id=unit.pk,
        after={
            "từ ngày": f"{on:%d/%m/%Y}",
            "kế thừa": [heir.code for heir in heirs],
            "văn bản": str(decision),
        },
    )


def _move_posts(unit: Unit, heir: Unit, on: date) -> int:
    """End the posts in a unit and begin them in another, nobody being its head."""
    moved = 0
    for post in Post.objects.in_force(on).filter(unit=unit).select_for_update():
        there = Post.objects.in_force(on).filter(unit=heir, person=post.person_id)
        if not there.exists():
            Post.objects.create(
                person_id=post.person_id,
                unit=heir,
                title=post.title,
                valid_from=on,
                valid_to=post.valid_to,
            )
            moved += 1
        _cut(post, on)
    for later in Post.objects.filter(unit=unit, valid_from__gt=on):
        _cut(later, later.valid_from)
    return moved


def _move_grants(unit: Unit, heir: Unit, on: date) -> int:
    moved = 0
    for grant in Grant.objects.in_force(on).filter(unit=unit).select_for_update():
        same = {"unit": heir, "person": grant.person_id, "role": grant.role_id}
        if not Grant.objects.in_force(on).filter(**same).exists():
            Grant.objects.create(
                person_id=grant.person_id,
                role_id=grant.role_id,
                unit=heir,
                valid_from=on,
                valid_to=grant.valid_to,
            )
            moved += 1
        _cut(grant, on)
    return moved


def _cut(row: Post | Grant, on: date) -> None:
    row.valid_to = max(on, row.valid_from)
    row.save(update_fields=["valid_to"])


def _version_on(unit: Unit, on: date) -> UnitVersion:
    """The version that a change from a day on begins with: it must be the last one."""
    versions = list(unit.versions.select_related("kind", "level", "parent", "unit"))
    last = versions[-1]
    if last.valid_to is not None and last.valid_to <= on:
        ended = f"{last.valid_to:%d/%m/%Y}"
        raise Refused(f"{last.name} đã kết thúc từ ngày {ended}.")
    if last.valid_to is not None:
        raise Refused(f"{last.name} đã được ghi kết thúc từ {last.valid_to:%d/%m/%Y}.")
    if on < last.valid_from:
        raise Refused(
            f"{last.name} đã có thay đổi từ ngày {last.valid_from:%d/%m/%Y};"
            " chọn ngày đó hoặc một ngày về sau."
        )
    return last


def _version(
    unit: Unit, shape: Shape, on: date, to: date | None, decision: Decision | None
) -> UnitVersion:
    shape = _filled(shape)
    return UnitVersion(
        unit=unit,
        parent=shape.parent,
        kind=shape.kind,
        level=shape.level,
        name=shape.name,
        short_name=shape.short_name,
        valid_from=on,
        valid_to=to,
        decision=decision,
    )


def _filled(shape: Shape) -> Shape:
    name = " ".join(shape.name.split())
    short = " ".join(shape.short_name.split()) or name[:80]
    return replace(shape, name=name, short_name=short)


def _shape(version: UnitVersion) -> Shape:
    return Shape(
        name=version.name,
        kind=version.kind,
        level=version.level,
        parent=version.parent,
        short_name=version.short_name,
    )


def _refuse_a_broken_tree(version: UnitVersion) -> None:
    """On all its days a unit hangs below one that lasts, and never below itself."""
    end = version.valid_to or date.max
    if not version.level.is_in_force(version.valid_from):
        raise Refused(
            f"{version.level.name} không có vào ngày {version.valid_from:%d/%m/%Y}."
        )
    if version.parent is None:
        return
    others = UnitVersion.objects.exclude(pk=version.pk).values_list(
        "unit_id", "parent_id", "valid_from", "valid_to"
    )
    branches = [
        Branch(unit, above, start, to or date.max) for unit, above, start, to in others
    ]
    parent = version.parent_id
    spans = [(one.start, one.end) for one in branches if one.child == parent]
    gap = uncovered(version.valid_from, end, spans)
    if gap:
        raise Refused(
            f"Đơn vị cấp trên {version.parent.code} không hoạt động ngày"
            f" {gap:%d/%m/%Y}; chọn đơn vị khác."
        )
    new = Branch(version.unit_id, parent, version.valid_from, end)
    if makes_a_cycle(new, branches):
        raise Refused(
            f"{version.name} không thể trực thuộc {version.parent.code}:"
            " đơn vị này nằm trong chính nó."
        )
