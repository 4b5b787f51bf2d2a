"""What a counter shows while it receives: procedures, promise, today's receipts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Q

from lienmach.base.actor import Actor
from lienmach.calc.calendar import WorkCalendar
from lienmach.calc.days import weekday
from lienmach.calc.deadline import Limit, due_at
from lienmach.calc.explain import explain, unsure
from lienmach.calc.local import ZONE, day_bounds, day_of
from lienmach.calc.procedures import limit_words
from lienmach.calc.text import fold
from lienmach.cases.models import Case
from lienmach.onestop.flow import State
from lienmach.onestop.models import Dossier, Slip
from lienmach.onestop.queries.dossiers import (
    KIND,
    fees_on,
    same_again,
    visible,
)
from lienmach.onestop.queries.receiving import Received, received_by
from lienmach.org.queries import names_on
from lienmach.registers.models import Component, Fee, Hop
from lienmach.registers.queries.procedures import papers_of

LAST = 10  # of today's receipts
LOOKED_AT = 60  # of the counter's last dossiers, for what an officer uses most


def used_lately(actor: Actor) -> list[str]:
    """The codes of the procedures an officer has received, the last first."""
    mine = Case.objects.filter(
        received_unit=actor.unit_id,
        kind=KIND,
        parent=None,
        events__number=1,
        events__actor=actor.user_id,
    ).order_by("-received_at")
    codes = mine.values_list("dossier__procedure__procedure__code", flat=True)
    return list(dict.fromkeys(codes[:LOOKED_AT]))


@dataclass(frozen=True, slots=True)
class Promised:
    """When a dossier received now would be due, and how that was counted.

    ``doubts`` are the days it rests on that no document was seen for.
    """

    due: datetime | None
    limit: str
    left_out: str = ""
    doubts: tuple[str, ...] = ()

    @property
    def when(self) -> str:
        if self.due is None:
            return "Không quy định"
        local = self.due.astimezone(ZONE)
        return f"{local:%H:%M} {short(local.date())}"

    @property
    def counted(self) -> str:
        return ", ".join(filter(None, [self.limit, self.left_out]))

    @property
    def words(self) -> str:
        """The line that an officer reads out."""
        return f"Hẹn trả {self.when} ({self.counted})"


def promised(
    received_at: datetime, limit: Limit | None, calendar: WorkCalendar
) -> Promised:
    if limit is None:
        return Promised(None, limit_words(limit))
    days = explain(received_at, limit, calendar)
    off = [short(d.day) for d in days[1:] if not d.counted]
    doubts = tuple(f"{short(d.day)}: {d.reason}" for d in unsure(days))
    return Promised(
        due_at(received_at, limit, calendar),
        limit_words(limit),
        f"không tính {_listed(off)}" if off else "",
        doubts,
    )


def short(day: date) -> str:
    """Name a day of around now: «thứ Tư 15/3»."""
    name = weekday(day)
    name = name if name == "Chủ nhật" else name[0].lower() + name[1:]
    return f"{name} {day.day}/{day.month}"


def _listed(days: list[str]) -> str:
    """Name a few days, and of a long row only its ends."""
    if len(days) > 6:
        return f"{len(days)} ngày nghỉ từ {days[0]} đến {days[-1]}"
    head, last = days[:-1], days[-1]
    return f"{', '.join(head)} và {last}" if head else last


@dataclass(frozen=True, slots=True)
class Need:
    """A paper that a procedure asks for; one «nếu có», «chỉ khi …» may be left out."""

    component: Component

    @property
    def is_optional(self) -> bool:
        said = fold(f"{self.component.name} {self.component.note}")
        is_conditional = "neu" in said.split() or "chi khi" in said
        return is_conditional or not (self.component.originals + self.component.copies)


class Chosen:
    """A procedure that is being received; what is not shown is not read."""

    def __init__(
        self,
        code: str,
        found: Received,
        actor: Actor,
        *,
        calendar: Callable[[], WorkCalendar],
        at: datetime,
        owner_id: int | None,
    ) -> None:
        self.code, self.found = code, found
        self.version, decides_id, self.is_chain = found
        self._decides_id = decides_id or actor.unit_id
        self._calendar, self._at, self._owner_id = calendar, at, owner_id

    @cached_property
    def needs(self) -> list[Need]:
        return [Need(component) for component in papers_of(self.version.pk)]

    @cached_property
    def fees(self) -> list[Fee]:
        return fees_on(self.version, day_of(self._at))

    @property
    def total(self) -> int:
        return sum(fee.amount for fee in self.fees)

    @property
    def waivers(self) -> list[str]:
        return list(dict.fromkeys(fee.waiver for fee in self.fees if fee.waiver))

    @cached_property
    def hops(self) -> list[Hop]:
        return list(self.version.hops.all()) if self.is_chain else []

    @cached_property
    def decides(self) -> str:
        names = names_on([self._decides_id], day_of(self._at))
        return names.get(self._decides_id, "")

    @cached_property
    def promised(self) -> Promised:
        return promised(self._at, self.version.limit, self._calendar())

    @cached_property
    def again(self) -> list[Dossier]:
        if self._owner_id is None:
            return []
        rows = same_again(self._owner_id, self.version.procedure_id, at=self._at)
        return list(rows[:3])


def chosen(
    code: str,
    actor: Actor,
    *,
    calendar: Callable[[], WorkCalendar],
    at: datetime,
    owner_id: int | None = None,
) -> Chosen | None:
    """What a procedure asks for when a counter that receives it does so. One query."""
    day = day_of(at)
    found = received_by(code, day, actor.unit_id, is_offered=True)
    if found is None:
        return None
    return Chosen(code, found, actor, calendar=calendar, at=at, owner_id=owner_id)


@dataclass(frozen=True, slots=True)
class Receipt:
    """A dossier received today; ``may_undo`` until it has gone further."""

    dossier: Dossier
    may_undo: bool

    @property
    def time(self) -> str:
        local = self.dossier.case.received_at.astimezone(ZONE)
        return f"{local.hour}:{local.minute:02}"

    @property
    def short_code(self) -> str:
        return self.dossier.case.code[-4:]

    @property
    def has_slip(self) -> bool:
        return self.dossier.case.promised_at is not None


def receipts(actor: Actor, *, at: datetime) -> tuple[list[Receipt], int]:
    """The last receipts of a counter on a day, and how many there were. Two queries."""
    start, end = day_bounds(day_of(at))
    today = Dossier.objects.filter(
        case__received_unit=actor.unit_id,
        case__received_at__gte=start,
        case__received_at__lt=end,
        case__parent=None,
    ).exclude(case__state=State.CANCELLED)
    rows = today.select_related("case", "procedure", "hop").order_by(
        "-case__received_at", "-case_id"
    )
    return [Receipt(row, may_undo(row)) for row in rows[:LAST]], today.count()


def may_undo(dossier: Dossier) -> bool:
    case = dossier.case
    return case.state == State.RECEIVED and case.unit_id == case.received_unit_id


def by_token(token: str, actor: Actor) -> Dossier | None:
    """The dossier of a square on a slip of ours, also of one that was replaced."""
    of_slip = Slip.objects.filter(token=token).values("dossier")
    fits = Q(token=token) | Q(pk__in=of_slip)
    return visible(actor).filter(fits).first()


def by_code(code: str, actor: Actor) -> Dossier | None:
    return visible(actor).filter(case__code=code).first()
