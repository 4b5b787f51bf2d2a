"""Who fills in the reports of units, and who else could; units to choose from."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from lienmach.calc.text import fold
from lienmach.org.models import Grant, UnitVersion, User
from lienmach.org.queries import above, above_each, names_on
from lienmach.org.registry import rights_of
from lienmach.reporting.flow import CONSOLIDATE, ENTER
from lienmach.reporting.models import Report
from lienmach.reporting.queries.keeping import keeper_of, who_keeps

MOST = 20  # people of one unit: more is nobody's task


@dataclass(frozen=True, slots=True)
class Hands:
    """``own`` fill in the report of a unit; ``others`` bring it together above, and
    could fill it in for the unit."""

    own: list[User] = field(default_factory=list)
    others: list[User] = field(default_factory=list)


def who_fills_in(
    reports: Collection[Report], above_id: int, day: date
) -> dict[int, Hands]:
    """The people for the reports of units that hand in to one, by unit.

    Two queries, however many units there are.
    """
    units = [report.unit_id for report in reports]
    chains = above_each([*units, above_id], day)
    grants = list(
        Grant.objects.in_force(day)
        .filter(unit__in={one for chain in chains.values() for one in chain})
        .filter(person__is_active=True)
        .select_related("role", "person")
        .order_by("person__name_key", "person")
    )
    rights = {
        role.pk: rights_of(role.code, role.added, role.removed)
        for role in {grant.role for grant in grants}
    }

    def holders(unit: int, right: str) -> dict[int, User]:
        chain = set(chains.get(unit, ()))
        return {
            grant.person_id: grant.person
            for grant in grants
            if grant.unit_id in chain and right in rights[grant.role_id]
        }

    bringing = holders(above_id, CONSOLIDATE)
    found = {}
    for unit in units:
        hands = found[unit] = Hands()
        for pk, person in holders(unit, ENTER).items():
            (hands.others if pk in bringing else hands.own).append(person)
        del hands.own[MOST:], hands.others[MOST:]
    return found


def who_brings_together(report: Report, day: date) -> list[User]:
    """The people for the report in which all comes together: those who were given the
    right for the unit, else for the nearest above it. Three queries. Of a regime that
    an office keeps those who may keep it there."""
    office = keeper_of(report.round.regime_id, report.unit_id)
    if office:
        return who_keeps(office, report.unit_id, on=day)[:MOST]
    chain = above(report.unit_id, day)
    grants = (
        Grant.objects.in_force(day)
        .filter(unit__in=chain, person__is_active=True)
        .select_related("role", "person")
        .order_by("person__name_key", "person")
    )
    by_unit: dict[int, dict[int, User]] = {}
    for grant in grants:
        role = grant.role
        if CONSOLIDATE in rights_of(role.code, role.added, role.removed):
            by_unit.setdefault(grant.unit_id, {})[grant.person_id] = grant.person
    nearest = next((by_unit[unit] for unit in chain if unit in by_unit), {})
    return list(nearest.values())[:MOST]


def unit_choices(units: Collection[int], on: date) -> list[tuple[int, str]]:
    """Units with their names, as people look for them."""
    names = names_on(units, on)
    return sorted(names.items(), key=lambda one: fold(one[1]))


def offices(report: Report) -> list[tuple[int, str]]:
    """The offices directly below a unit that reports, by number and name."""
    found = UnitVersion.objects.in_force(report.round.end).filter(parent=report.unit_id)
    return list(found.order_by("kind__rank", "name_key").values_list("unit", "name"))
