"""Regimes, and the units that a round asks for."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from lienmach.base.actor import Actor
from lienmach.calc.local import day_of
from lienmach.calc.period import Window
from lienmach.calc.refusal import Refused
from lienmach.org.models import Level, Unit, UnitVersion
from lienmach.org.queries import names_on
from lienmach.reporting.flow import CONSOLIDATE
from lienmach.reporting.models import DueRule, Regime, Report, Round
from lienmach.reporting.queries.keeping import kept_pairs
from lienmach.reporting.queries.people import unit_choices
from lienmach.reporting.queries.sheets import level_of

USUAL_DAYS = 5  # after the window, where a regime has no rule for a level


@dataclass(frozen=True, slots=True)
class UnitBelow:
    """A unit that may be asked to report; ``is_usual`` if it commonly is."""

    unit_id: int
    code: str
    name: str
    level: str
    is_usual: bool


def regimes(actor: Actor, on: date) -> list[Regime]:
    """The regimes in force on a day of which an actor may open rounds."""
    held = Regime.objects.in_force(on)
    if not actor.units_with(CONSOLIDATE):
        held = held.filter(pk__in={regime for regime, _ in kept_pairs(actor)})
    return list(held)


def follows(regime: Regime, owner_id: int, usual: Window) -> Window:
    """The days of a round that begin where its owner's last round ended.

    So no day is reported twice and none is left out. One of long ago changes nothing.
    """
    before = (
        Round.objects.filter(regime=regime, owner=owner_id, end__lt=usual.end)
        .order_by("-end")
        .values_list("end", flat=True)
        .first()
    )
    if before is None or (usual.start - before).days > len(usual):
        return usual
    return Window(before + timedelta(days=1), usual.end)


def all_regimes() -> list[Regime]:
    """Every regime, the last to begin first, with ``due_rules`` and ``keepers``.
    Four queries."""
    found = Regime.objects.order_by("-valid_from", "name")
    return list(found.prefetch_related("due_rules__level", "keepers"))


def owners(actor: Actor, on: date) -> list[tuple[int, str]]:
    """The units for which an actor may open rounds and that have units below: of any
    regime, or of one that an office of theirs keeps."""
    kept = {unit for _, unit in kept_pairs(actor)}
    return bringing(actor.units_with(CONSOLIDATE) | kept, on)


def bringing(allowed: Collection[int], on: date) -> list[tuple[int, str]]:
    """Those of some units that have units below, in the order of their codes."""
    parents = UnitVersion.objects.filter(parent__in=allowed).values_list(
        "parent", flat=True
    )
    names = names_on(set(parents), on)
    codes = Unit.objects.in_bulk(list(names))
    return sorted(
        ((unit, names[unit]) for unit in names), key=lambda one: codes[one[0]].code
    )


def may_open(actor: Actor) -> bool:
    """Whether an actor may open rounds of some regime."""
    return bool(actor.units_with(CONSOLIDATE) or kept_pairs(actor))


def units_below(owner_id: int, window: Window) -> list[UnitBelow]:
    """The units directly below one at the end of a window, as people list them.

    Commonly those of a lower level report; where there are none, the offices do.
    """
    level = level_of(owner_id, window.end)
    found = list(
        UnitVersion.objects.in_force(window.end)
        .filter(parent=owner_id)
        .select_related("unit", "level", "kind")
        .order_by("kind__rank", "name_key", "unit_id")
    )
    has_lower = any(version.level.code != level for version in found)
    return [
        UnitBelow(
            version.unit_id,
            version.unit.code,
            version.name,
            version.level.code,
            is_usual=version.level.code != level
            if has_lower
            else version.kind.code == "division",
        )
        for version in found
    ]


def due_days(
    regime: Regime, owner_id: int, units: Iterable[UnitBelow], window: Window
) -> tuple[date, dict[int, date]]:
    """The last days that a regime sets: of the owner's report, and of those below."""
    rules = {
        rule.level.code: rule.days
        for rule in DueRule.objects.filter(regime=regime).select_related("level")
    }
    own = rules.get(level_of(owner_id, window.end), USUAL_DAYS)
    return (
        window.end + timedelta(days=own),
        {
            unit.unit_id: window.end
            + timedelta(days=rules.get(unit.level, min(own, USUAL_DAYS)))
            for unit in units
        },
    )


def to_ask(report: Report) -> tuple[list[UnitBelow], dict[int, date]]:
    """The units that one may still ask for the forms of a report, each with the last
    day that the regime gives it: before that of the report itself. Five queries."""
    round_ = report.round
    asked = Report.objects.asked().filter(round=round_)
    known = set(asked.values_list("unit", flat=True))
    units = [
        unit
        for unit in units_below(report.unit_id, round_.window)
        if unit.unit_id not in known
    ]
    _, due = due_days(round_.regime, report.unit_id, units, round_.window)
    promised_at = report.case.promised_at
    if promised_at is None:
        return units, due
    latest = day_of(promised_at) - timedelta(days=1)
    return units, {unit: min(day, latest) for unit, day in due.items()}


def may_ask_on(report: Report, actor: Actor) -> bool:
    """Whether an actor may ask units below for the forms of a report. One query."""
    if not report.is_open or not actor.may(CONSOLIDATE, report.unit_id):
        return False
    known = Report.objects.asked().filter(round=report.round_id).values("unit")
    below = UnitVersion.objects.in_force(report.round.end).filter(parent=report.unit_id)
    return below.exclude(unit__in=known).exists()


def opened(regime: Regime, period: str, owner_id: int) -> int | None:
    """The report that brings a round together, if that round is open already."""
    same = Q(round__regime=regime, round__period=period, round__owner=owner_id)
    own = Report.objects.filter(same, unit=owner_id, above=None)
    return own.values_list("pk", flat=True).first()


def regime_of(pk: int) -> Regime:
    found = Regime.objects.filter(pk=pk).first()
    if found is None:
        raise Refused("Chế độ báo cáo này không còn.")
    return found


def levels() -> list[tuple[str, str]]:
    """The levels of government, by code, with their names."""
    return list(Level.objects.values_list("code", "name"))


def unit_names(actor: Actor) -> list[tuple[int, str]]:
    """The units that have reports an actor sees, by name. Two queries."""
    units = set(
        Report.objects.visible_to(actor).values_list("unit", flat=True).distinct()
    )
    return unit_choices(units, date.max)


def next_due(actor: Actor, at: datetime) -> Report | None:
    """The report that is due next of all that an actor sees."""
    seen = Report.objects.visible_to(actor).asked()
    coming = seen.filter(case__promised_at__gte=at)
    found = coming.select_related("case", "round__regime", "unit")
    return found.order_by("case__promised_at", "pk").first()
