"""Open reports in which a register that units keep is counted, not entered."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef

from lienmach.base.actor import Actor
from lienmach.base.parts import number
from lienmach.indicators.queries.forms import library
from lienmach.indicators.registry import all_kept
from lienmach.org.queries import above_each
from lienmach.registers.models import UnitMark
from lienmach.registers.queries.marks import KEEPS, Reach, committees
from lienmach.reporting.models import Report, Round, Sheet


def leaning(units: Collection[int], kind: str, first: date, actor: Actor) -> list[str]:
    """The open rounds that begin on a day or after it and have a row of a register.

    Of the units named and those that the register reaches below them (``Reach``), as
    far as no other unit keeps it for them: what was approved stays as it was.
    """
    reach = KEEPS[UnitMark.Kind(kind)]
    names = {
        n for kept in all_kept() for n, one in kept.registers.items() if one == kind
    }
    forms = [name for name, form in library().forms.items() if form.kept() & names]
    has_row = Sheet.objects.filter(report=OuterRef("pk"), form__in=forms)
    reports = list(
        Report.objects.asked()
        .visible_to(actor)
        .filter(Exists(has_row), snapshot=None, round__start__gte=first)
        .select_related("round__regime")
    )
    asked = {one.unit_id for one in reports}
    chains = (
        {unit: [unit] for unit in asked}
        if reach is Reach.OWN
        else above_each(asked, first)
    )
    others = {unit for chain in chains.values() for unit in chain} - set(units)
    kept: dict[int, list[UnitMark]] = defaultdict(list)
    for mark in UnitMark.objects.current().filter(kind=kind, unit__in=others):
        kept[mark.unit_id].append(mark)
    counted = _committees(chains, first) if reach is Reach.COMMITTEES else chains
    found: dict[Round, int] = defaultdict(int)
    for one in reports:
        chain, start = chains.get(one.unit_id, []), one.round.start
        held = any(mark.is_in_force(start) for unit in chain for mark in kept[unit])
        if set(units) & set(chain) and not held and one.unit_id in counted:
            found[one.round] += 1
    ordered = sorted(found, key=lambda one: (one.start, one.pk))
    return [f"{one} ({number(found[one])} báo cáo)" for one in ordered]


def _committees(units: Collection[int], on: date) -> Collection[int]:
    rows = committees(on=on).filter(unit__in=units)
    return set(rows.values_list("unit", flat=True))
