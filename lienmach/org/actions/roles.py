from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.org import registry
from lienmach.org.actions import audit
from lienmach.org.models import Role, UnitVersion, Verb
from lienmach.org.queries.people import has_administrator

RIGHT = "org.roles"


@transaction.atomic
def add(
    *,
    code: str,
    name: str,
    note: str,
    rights: Collection[str],
    actor: Actor,
    at: datetime,
) -> Role:
    """Add a role of this office's own."""
    _require_everywhere(actor, at)
    if Role.objects.filter(code=code).exists():
        raise Refused(f"Mã {code} đã dùng cho vai trò khác.")
    role = Role.objects.create(code=code, name=name, note=note)
    _set(role, rights, actor, at)
    return role


@transaction.atomic
def change(
    role: Role,
    *,
    name: str,
    note: str,
    rights: Collection[str],
    actor: Actor,
    at: datetime,
) -> None:
    """Let a role hold these rights; kept as what differs from the product's own."""
    _require_everywhere(actor, at)
    role.name, role.note = name, note
    _set(role, rights, actor, at)


def _require_everywhere(actor: Actor, at: datetime) -> None:
    """A role is the same in every unit: who looks after some must not change it."""
    actor.require(RIGHT)
    tops = UnitVersion.objects.in_force(day_of(at)).filter(parent=None)
    if set(tops.values_list("unit", flat=True)) - actor.units_with(RIGHT):
        raise Refused("Vai trò dùng chung mọi đơn vị; nhờ người quản trị cấp trên sửa.")


def _set(role: Role, rights: Collection[str], actor: Actor, at: datetime) -> None:
    before = sorted(registry.rights_of(role.code, role.added, role.removed))
    given = registry.rights_of(role.code, (), ())
    role.added = sorted(set(rights) - given)
    role.removed = sorted(given - set(rights))
    role.save()
    if not has_administrator(day_of(at)):
        raise Refused("Phải còn ít nhất một người quản trị đang hoạt động.")
    audit.write(
        Verb.ROLE_CHANGED,
        role,
        actor=actor,
        at=at,
        unit_id=actor.unit_id,
        before={"quyền": before},
        after={"quyền": sorted(rights)},
    )
