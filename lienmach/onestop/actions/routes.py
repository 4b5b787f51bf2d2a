"""Who handles what a counter receives, and how its codes are made."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Length

from lienmach.base.actor import Actor
from lienmach.calc.dossier_code import PATTERN, checked_pattern
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.onestop.actions.numbers import SETTING
from lienmach.onestop.models import Route
from lienmach.onestop.queries.routes import RIGHT, pattern_now, scope_words
from lienmach.org.actions import audit
from lienmach.org.actions.settings import set_value
from lienmach.org.models import Unit, Verb
from lienmach.org.queries import names_on


@transaction.atomic
def set_route(new: Route, *, actor: Actor, at: datetime) -> Route:
    """Say where a counter's dossiers go: of a procedure, a field, or all the rest.

    What was received before stays where it is. Said again, the last word holds.
    """
    actor.require(RIGHT, new.counter_id)
    if new.procedure_id and new.field_id:
        raise Refused("Chọn một thủ tục hoặc một lĩnh vực, không cả hai.")
    held = (
        Route.objects.select_for_update()
        .filter(counter=new.counter_id, procedure=new.procedure_id, field=new.field_id)
        .first()
    )
    before = _told(held, at) if held else None
    if held:
        held.unit_id, held.decides_unit_id = new.unit_id, new.decides_unit_id
        held.save(update_fields=["unit", "decides_unit"])
        new = held
    else:
        new.save(force_insert=True)
    _note(new, actor, at, before=before, after=_told(new, at))
    return new


@transaction.atomic
def drop_route(route: Route, *, actor: Actor, at: datetime) -> None:
    """Take a route away: the next nearest one holds, or the counter answers itself."""
    actor.require(RIGHT, route.counter_id)
    before = _told(route, at)
    _note(route, actor, at, before=before, after=None)
    route.delete()


@transaction.atomic
def choose_pattern(text: str, *, actor: Actor, at: datetime) -> str:
    """Choose how the codes of dossiers are made from now on; old ones stay."""
    actor.require(RIGHT)
    longest = Unit.objects.aggregate(most=Max(Length("code")))["most"] or 0
    pattern = checked_pattern(text, longest_agency=longest)
    before = pattern_now() or PATTERN
    if pattern == before:
        raise Refused("Mẫu mã này đang được dùng.")
    set_value(SETTING, pattern)
    audit.write(
        Verb.SETTING_CHANGED,
        "Mẫu mã hồ sơ",
        actor=actor,
        at=at,
        before={"mẫu": before},
        after={"mẫu": pattern},
    )
    return pattern


def _told(route: Route, at: datetime) -> dict[str, str]:
    names = names_on([route.unit_id, route.decides_unit_id], day_of(at))
    return {
        "phạm vi": scope_words(route),
        "nơi thụ lý": names.get(route.unit_id, ""),
        "nơi giải quyết": names.get(route.decides_unit_id, ""),
    }


def _note(
    route: Route,
    actor: Actor,
    at: datetime,
    *,
    before: dict[str, str] | None,
    after: dict[str, str] | None,
) -> None:
    name = names_on([route.counter_id], day_of(at)).get(route.counter_id, "")
    audit.write(
        Verb.SETTING_CHANGED,
        f"Phân công thụ lý: {name}",
        actor=actor,
        at=at,
        before=before,
        after=after,
        unit_id=route.counter_id,
    )
