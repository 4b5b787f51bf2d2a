"""Numbers of plans and directives that reports count once an office keeps them here.

Counted are the documents of the unit that reports, not those of units below it: each
of these reports its own. The conditions are those by which N01 narrows its list.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from lienmach.calc.forms import Value
from lienmach.org.queries import above_each
from lienmach.registers.models import UnitMark
from lienmach.tasks.models import Mandate, Task
from lienmach.tasks.queries.tasks import (
    EXPECTED,
    IN_TIME,
    LATE,
    THEMATIC,
    done_by,
    due_by,
    in_hand_since,
    overdue_on,
    stands_on,
)

Kind, Source = Mandate.Kind, Mandate.Source
PLANS, DIRECTIVES = UnitMark.Kind.PLANS, UnitMark.Kind.DIRECTIVES
GROUPS = MappingProxyType({"reform": "cchc", "thematic": "chuyen-de"})


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of tasks: what it is called, which tasks, and the address of their list.

    ``where`` and ``address`` are asked for the first and the last day of a window.
    """

    label: str
    register: UnitMark.Kind
    where: Callable[[date, date], Q]
    address: Callable[[date, date], Mapping[str, object]]


def _plan(
    label: str,
    group: str,
    where: Callable[[date], Q],
    address: Callable[[date], Mapping[str, object]],
) -> Counted:
    """A stock at the end of the last day, of the plans of the year of that day."""
    kinds = (Kind.REFORM,) if group == "reform" else THEMATIC

    def of_plans(first: date, last: date) -> Q:
        plans = Q(mandate__kind__in=kinds, mandate__year=last.year)
        return plans & stands_on(last) & where(last)

    def listed(first: date, last: date) -> dict[str, object]:
        chosen = {"nhom": GROUPS[group], "nam": last.year, "tinh": last}
        return {"xem": "tat-ca", **chosen, **address(last)}

    return Counted(label, PLANS, of_plans, listed)


def _directive(
    label: str,
    where: Callable[[date, date], Q],
    address: Callable[[date, date], Mapping[str, object]],
) -> Counted:
    """Tasks from above that were in hand in the window."""

    def of_directives(first: date, last: date) -> Q:
        given = Q(mandate__kind=Kind.DIRECTIVE, mandate__source=Source.ABOVE)
        return given & stands_on(last) & in_hand_since(first) & where(first, last)

    def listed(first: date, last: date) -> dict[str, object]:
        chosen = {"loai": "chi-dao", "nguon": Source.ABOVE, "con": first, "tinh": last}
        return {"xem": "tat-ca", **chosen, **address(first, last)}

    return Counted(label, DIRECTIVES, of_directives, listed)


def _plans(group: str, said: str) -> dict[str, Counted]:
    return {
        f"tasks_{group}": _plan(
            f"Nhiệm vụ cả năm của {said}", group, lambda _: Q(), lambda _: {}
        ),
        f"tasks_{group}_due": _plan(
            f"Nhiệm vụ đến hạn của {said}",
            group,
            due_by,
            lambda last: {"hden": last},
        ),
        f"tasks_{group}_done": _plan(
            f"Nhiệm vụ đã hoàn thành của {said}",
            group,
            done_by,
            lambda last: {"xem": "xong", "xden": last},
        ),
        f"tasks_{group}_done_due": _plan(
            f"Nhiệm vụ đến hạn đã hoàn thành của {said}",
            group,
            lambda last: due_by(last) & done_by(last),
            lambda last: {"xem": "xong", "hden": last, "xden": last},
        ),
        f"tasks_{group}_expected": _plan(
            f"Nhiệm vụ dự kiến hoàn thành trong năm của {said}",
            group,
            lambda _: EXPECTED,
            lambda _: {"kq": "du-kien"},
        ),
    }


NUMBERS: Mapping[str, Counted] = MappingProxyType(
    {
        **_plans("reform", "kế hoạch cải cách hành chính"),
        **_plans("thematic", "các kế hoạch chuyên đề"),
        "tasks_above": _directive(
            "Nhiệm vụ cấp trên giao trong kỳ", lambda *_: Q(), lambda *_: {}
        ),
        "tasks_above_on_time": _directive(
            "Nhiệm vụ cấp trên giao hoàn thành đúng hạn",
            lambda first, last: done_by(last) & IN_TIME,
            lambda _, last: {"kq": "dung", "xden": last},
        ),
        "tasks_above_late": _directive(
            "Nhiệm vụ cấp trên giao hoàn thành quá hạn",
            lambda first, last: done_by(last) & LATE,
            lambda _, last: {"kq": "tre", "xden": last},
        ),
        "tasks_above_overdue": _directive(
            "Nhiệm vụ cấp trên giao quá hạn, chưa hoàn thành",
            lambda first, last: overdue_on(last),
            lambda first, last: {"qua": last},
        ),
    }
)
LABELS = MappingProxyType({name: one.label for name, one in NUMBERS.items()})
REGISTERS = MappingProxyType({name: one.register for name, one in NUMBERS.items()})


def numbers(
    names: Collection[str], units: Collection[int], level: str, first: date, last: date
) -> dict[str, Value]:
    """Count the tasks of some numbers: of the units that stand above the rest."""
    chains = above_each(units, last) if units else {}
    tops = [one for one, chain in chains.items() if not {*chain[1:]} & {*units}]
    rows = Task.objects.filter(
        mandate__withdrawn_at=None, mandate__unit__in=tops
    ).order_by()
    counts = {n: Count("pk", filter=NUMBERS[n].where(first, last)) for n in names}
    return {name: Value.of(count) for name, count in rows.aggregate(**counts).items()}


def listed(name: str, first: date, last: date, unit_id: int, level: str) -> str:
    """The address of the tasks behind a number, for the unit that reports."""
    chosen = {**NUMBERS[name].address(first, last), "cua": unit_id}
    return f"{reverse('tasks:tasks')}?{urlencode(chosen)}"
