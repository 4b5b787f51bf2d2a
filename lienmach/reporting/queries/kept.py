"""Open reports in which a register that units keep is counted, not entered."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from lienmach.base.actor import Actor
from lienmach.base.parts import number
from lienmach.indicators.queries.forms import Library, library
from lienmach.org.queries import above_each
from lienmach.registers.queries.kept import names_of
from lienmach.reporting.models import Report, Round, Sheet


def leaning(units: Collection[int], kind: str, first: date, actor: Actor) -> list[str]:
    """The open rounds that begin on a day or after it and have a row of a register.

    Of the units named and those below them: what was approved stays as it was.
    """
    rows = (
        Report.objects.asked()
        .visible_to(actor)
        .filter(snapshot=None, round__start__gte=first)
        .select_related("round__regime")
        .prefetch_related("sheets")
    )
    reports = list(rows)
    chains = above_each({one.unit_id for one in reports}, first)
    names, known = names_of(kind), library()
    found: dict[Round, int] = defaultdict(int)
    for one in reports:
        held = set(units) & set(chains.get(one.unit_id, [one.unit_id]))
        has_row = any(names & _kept(s, known) for s in one.sheets.all())
        if held and has_row:
            found[one.round] += 1
    ordered = sorted(found, key=lambda one: (one.start, one.pk))
    return [f"{one} ({number(found[one])} báo cáo)" for one in ordered]


def _kept(sheet: Sheet, known: Library) -> set[str]:
    """What a form has of registers; nothing of one that cannot be read."""
    form = known.forms.get(sheet.form)
    return form.kept() if form else set()
