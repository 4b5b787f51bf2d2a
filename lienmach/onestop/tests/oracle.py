"""Figures of dossiers, counted one by one in Python from cases, promises and waits.

It shares nothing with what is tested but the words of ``docs/meaning.md``.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from lienmach.calc.local import day_of
from lienmach.cases.models import Case
from lienmach.onestop.models import Apology, Receipt, Supplement


@dataclass(frozen=True)
class Counted:
    """A dossier that is counted, with the days that matter."""

    case: Case
    promises: list[tuple[date, date]]  # made on, promised for
    waits: list[tuple[date, date | None]]

    @property
    def received(self) -> date:
        return day_of(self.case.received_at)

    @property
    def finished(self) -> date | None:
        return day_of(self.case.finished_at) if self.case.finished_at else None

    def is_open(self, day: date) -> bool:
        return self.received <= day and (self.finished is None or self.finished > day)

    def is_paused(self, day: date) -> bool:
        return self.is_open(day) and any(
            begun <= day and (ended is None or ended > day)
            for begun, ended in self.waits
        )

    def is_overdue(self, day: date) -> bool:
        in_force = [promised for made, promised in self.promises if made <= day]
        if not in_force or self.is_paused(day) or not self.is_open(day):
            return False
        return in_force[-1] <= day


def dossiers() -> list[Counted]:
    found = Case.objects.filter(kind="dossier", parent=None).exclude(state="cancelled")
    return [
        Counted(
            case,
            [
                (day_of(p.made_at), day_of(p.promised_at))
                for p in case.promises.order_by("pk")
                if not p.withdrawn_at
            ],
            [
                (day_of(w.started_at), day_of(w.ended_at) if w.ended_at else None)
                for w in case.waits.all()
            ],
        )
        for case in found.select_related("dossier")
    ]


def count(
    facts: list[Counted], units: Collection[int], first: date, last: date
) -> Counter[str]:
    """Count what happened to some units from one day to another, and how they stand."""
    found: Counter[str] = Counter()
    for one in facts:
        case = one.case
        if case.received_unit_id in units and first <= one.received <= last:
            found["dossiers_received"] += 1
            found[f"dossiers_received_{case.dossier.channel}"] += 1
            slip = "same_day" if case.dossier.is_same_day else "with_slip"
            found[f"dossiers_received_{slip}"] += 1
        if case.received_unit_id in units and case.state == "returned":
            assert case.closed_at
            found["results_returned"] += first <= day_of(case.closed_at) <= last
        if case.decides_unit_id in units:
            found["dossiers_taken"] += first <= one.received <= last
            online = case.dossier.channel == "online"
            found["dossiers_taken_online"] += online and first <= one.received <= last
            if one.finished and first <= one.finished <= last:
                found.update(_finished(one))
            found["dossiers_open"] += one.is_open(last)
            found["dossiers_overdue"] += one.is_overdue(last)
            found["dossiers_paused"] += one.is_paused(last)
    found.update(_beside(units, first, last))
    return +found


def _finished(one: Counted) -> list[str]:
    case = one.case
    assert case.finished_at
    names = ["dossiers_finished"]
    if case.promised_at is None:
        names.append("on_time" if one.finished == one.received else "late")
    elif case.finished_at > case.promised_at:
        names.append("late")
    elif one.finished and one.finished < day_of(case.promised_at):
        names.append("early")
    else:
        names.append("on_time")
    if "late" in names:
        names.append(_how_late(one))
    if case.state in ("refused", "withdrawn", "stopped"):
        names.append(case.state)
    return [names[0], *(f"dossiers_{name}" for name in names[1:])]


def _how_late(one: Counted) -> str:
    promised = day_of(one.case.promised_at or one.case.received_at)
    assert one.finished
    days = (one.finished - promised).days
    return next(
        name
        for most, name in (
            (0, "late_same_day"),
            (3, "late_3"),
            (10, "late_10"),
            (30, "late_30"),
            (10**6, "late_more"),
        )
        if days <= most
    )


def _beside(units: Collection[int], first: date, last: date) -> Counter[str]:
    found: Counter[str] = Counter()
    for asked in Supplement.objects.select_related("dossier__case"):
        case = asked.dossier.case
        if case.decides_unit_id in units and case.state != "cancelled":
            found["supplements_asked"] += first <= day_of(asked.asked_at) <= last
    counted = ~Q(dossier__case__state="cancelled")
    for letter in Apology.objects.filter(counted).exclude(signed_at=None):
        assert letter.signed_at
        if letter.dossier.case.decides_unit_id in units:
            found["apologies_signed"] += first <= day_of(letter.signed_at) <= last
    for receipt in Receipt.objects.filter(counted, cancelled_at=None):
        if receipt.dossier.case.received_unit_id in units:
            here = first <= day_of(receipt.paid_at) <= last
            found["payments"] += here
            found["payments_online"] += here and receipt.method == "online"
    return found
