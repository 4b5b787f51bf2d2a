"""How an office has arranged who handles what its counters receive."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from lienmach.base.actor import Actor
from lienmach.onestop.models import Route
from lienmach.org.models import Setting, UnitVersion
from lienmach.org.queries import names_on
from lienmach.registers.models import ProcedureVersion

RIGHT = "onestop.settings"
ONE_STOP = "one_stop"  # the kind of unit that is a counter by its name


@dataclass(frozen=True, slots=True)
class Line:
    """A route in words."""

    route: Route
    scope: str
    unit: str
    decides: str


@dataclass(frozen=True, slots=True)
class Arranged:
    """A counter with its routes; without any it answers for all that it receives."""

    unit_id: int
    name: str
    lines: list[Line]

    @property
    def has_rest(self) -> bool:
        """Whether somebody is named for what no other line names."""
        return any(
            line.route.procedure_id is None and line.route.field_id is None
            for line in self.lines
        )


def arranged(actor: Actor, *, on: date) -> list[Arranged]:
    """The counters an actor looks after, with their routes, by name. Four queries."""
    units = actor.units_with(RIGHT)
    routes = list(
        Route.objects.filter(counter__in=units)
        .select_related("procedure", "field")
        .order_by("field__name_key", "procedure__code", "pk")
    )
    named = _names(routes, on)
    counters = dict(
        UnitVersion.objects.in_force(on)
        .filter(unit__in=units)
        .filter(Q(kind__code=ONE_STOP) | Q(unit__in={r.counter_id for r in routes}))
        .values_list("unit_id", "name")
    )
    procedures = procedure_names(routes, on)
    by_counter: dict[int, list[Line]] = {pk: [] for pk in counters}
    for route in routes:
        line = Line(
            route,
            scope_words(route, procedures),
            named.get(route.unit_id, ""),
            named.get(route.decides_unit_id, ""),
        )
        by_counter.setdefault(route.counter_id, []).append(line)
    found = [
        Arranged(pk, counters.get(pk) or named.get(pk, ""), lines)
        for pk, lines in by_counter.items()
    ]
    return sorted(found, key=lambda one: (one.name, one.unit_id))


def _names(routes: list[Route], on: date) -> dict[int, str]:
    units = {pk for r in routes for pk in (r.unit_id, r.decides_unit_id, r.counter_id)}
    return names_on(units, on)


def procedure_names(routes: list[Route], on: date) -> dict[int, str]:
    """What the procedures of some routes are called on a day."""
    wanted = {route.procedure_id for route in routes if route.procedure_id}
    rows = ProcedureVersion.objects.shown_on(on).filter(procedure__in=wanted)
    return dict(rows.values_list("procedure_id", "name"))


def scope_words(route: Route, names: dict[int, str] | None = None) -> str:
    """What a route is for: «Hộ tịch», «1.000001 Đăng ký khai sinh», «Mọi thủ tục»."""
    if route.procedure_id and route.procedure:
        name = (names or {}).get(route.procedure_id, "")
        return f"Thủ tục {route.procedure.code} {name}".strip()
    if route.field_id and route.field:
        return f"Lĩnh vực {route.field.name}"
    return "Mọi thủ tục còn lại"


def pattern_now() -> str:
    """The pattern of codes that the office has chosen, if it has."""
    chosen = Setting.objects.filter(name="dossier-code").values_list("value", flat=True)
    return str(chosen.first() or "")
