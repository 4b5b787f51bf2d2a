"""What was asked of units and is not any more."""

from collections.abc import Iterable
from datetime import datetime

from lienmach.base.actor import Actor
from lienmach.cases.models import CaseEvent
from lienmach.org.queries import names_on
from lienmach.reporting.flow import CONSOLIDATE, WRITE
from lienmach.reporting.models import Report, Sheet, Words


def has_come_in(sheets: Iterable[Sheet], events: Iterable[CaseEvent]) -> bool:
    """Whether a unit has handed in anything of a report, be it one form or long ago;
    its forms and its trail say so."""
    is_handed_in = any(sheet.is_handed_in for sheet in sheets)
    return is_handed_in or any(event.step == "submit" for event in events)


def below_at_any_level(
    report: Report, *, taken_back_at: datetime | None = None
) -> list[Report]:
    """The reports that hand in to one, to those, and so on: those still asked for, or
    those that were taken back at a moment. One query a level."""
    found: list[Report] = []
    level = [report.pk]
    while level:
        rows = Report.objects.select_related("case", "round", "unit", "above__case")
        below = list(rows.filter(above__in=level, taken_back_at=taken_back_at))
        found += sorted(below, key=lambda one: one.pk)
        level = [one.pk for one in below]
    return found


def taken_back(above: Report) -> list[tuple[Report, str]]:
    """The reports that a unit does not ask for any more, with their units. Two
    queries."""
    rows = Report.objects.filter(above=above).exclude(taken_back_at=None)
    found = list(rows.select_related("case", "unit", "taken_back_by").order_by("pk"))
    names = names_on([one.unit_id for one in found], above.round.end) if found else {}
    return [(one, names.get(one.unit_id, one.unit.code)) for one in found]


def may_take_back(report: Report, actor: Actor) -> bool:
    above = report.above
    if above is None or report.taken_back_at:
        return False
    return actor.may(CONSOLIDATE, above.unit_id)


def may_ask_again(report: Report, actor: Actor) -> bool:
    above = report.above
    if above is None or above.taken_back_at or report.taken_back_at is None:
        return False
    if report.taken_back_by_id != actor.user_id:
        return False
    others = Report.objects.asked().filter(round=report.round_id, unit=report.unit_id)
    return actor.may(CONSOLIDATE, above.unit_id) and not others.exists()


def words_offered(report: Report, actor: Actor) -> Words | None:
    """What an actor may have a report hand in instead of what it does."""
    above = report.above
    if above is None or not report.is_open:
        return None
    is_above = actor.may(CONSOLIDATE, above.unit_id)
    is_own = actor.may(WRITE, report.unit_id)
    works_above = is_above and actor.unit_id != report.unit_id
    if report.words == Words.FIGURES:
        if works_above:
            return Words.ASKED
        return Words.CHOSEN if is_own or is_above else None
    if report.words == Words.ASKED:
        return Words.FIGURES if is_above else None
    return Words.FIGURES if is_own or is_above else None
