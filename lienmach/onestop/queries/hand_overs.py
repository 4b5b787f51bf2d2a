"""C03: the paper dossiers that must go elsewhere, and the sheets that list them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from lienmach.base.actor import Actor
from lienmach.base.parts import moment
from lienmach.calc.calendar import WorkCalendar
from lienmach.calc.local import day_of
from lienmach.calc.rules import hand_over_by, rules_on
from lienmach.calc.scan import Kind, read
from lienmach.cases.models import Case, CaseEvent
from lienmach.onestop.flow import AT_WORK, State
from lienmach.onestop.models import (
    Dossier,
    HandOver,
    HandOverItem,
    Paper,
    Route,
    Slip,
)
from lienmach.onestop.queries.dossiers import with_rows
from lienmach.org.queries import names_on
from lienmach.registers.queries.calendar import work_calendar

MOST = 500  # on one page
SIGNED = ("sign", "record_result")
LONGEST = 300
OPEN = Q(confirmed_at=None, called_off_at=None)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A dossier that waits to be handed over: to whom, until when."""

    dossier: Dossier
    to_unit: int
    is_result: bool
    due_at: datetime | None = None
    tokens: str = ""

    @property
    def code(self) -> str:
        return self.dossier.case.code

    @property
    def tail(self) -> str:
        return f"…{self.code[-4:]}"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A code that cannot be handed over, and why."""

    code: str
    reason: str


@dataclass
class Group:
    """What goes to one unit."""

    unit_id: int
    name: str
    is_results: bool
    rows: list[Waiting] = field(default_factory=list)

    @property
    def due_at(self) -> datetime | None:
        return min((row.due_at for row in self.rows if row.due_at), default=None)


def groups(actor: Actor, *, at: datetime) -> list[Group]:
    """What waits where one works, by the unit it goes to; the most urgent first.

    Eight queries, however much it is.
    """
    targets = Targets(actor.unit_id)
    here = _waiting_papers(actor.unit_id)
    found = [(d, False, targets.of(d)) for d in here[:MOST]]
    results = _waiting_results(actor.unit_id)
    found += [(d, True, d.case.unit_id) for d in results[:MOST]]
    calendar = work_calendar(actor.unit_id, day_of(at), projected=True)
    tokens = tokens_of([dossier.pk for dossier, _, _ in found])
    made: dict[tuple[int, bool], Group] = {}
    for dossier, is_result, unit_id in found:
        if unit_id in (None, actor.unit_id):
            continue
        row = Waiting(
            dossier,
            unit_id,
            is_result,
            None if is_result else due_at(dossier, calendar),
            tokens.get(dossier.pk, dossier.token),
        )
        key = (unit_id, is_result)
        made.setdefault(key, Group(unit_id, "", is_result)).rows.append(row)
    names = names_on([unit for unit, _ in made], day_of(at))
    for group in made.values():
        group.name = names.get(group.unit_id, "")
    last = datetime.max.replace(tzinfo=at.tzinfo)
    return sorted(made.values(), key=lambda g: (g.due_at or last, g.name))


class Targets:
    """Where the dossiers of a counter go: all its routes, read once."""

    def __init__(self, counter_id: int) -> None:
        rows = Route.objects.filter(counter=counter_id)
        self._by = {
            (row.procedure_id, row.field_id): row.unit_id for row in rows.iterator()
        }

    def of(self, dossier: Dossier) -> int | None:
        version = dossier.procedure
        keys = ((version.procedure_id, None), (None, version.field_id), (None, None))
        return next((self._by[key] for key in keys if key in self._by), None)


def due_at(dossier: Dossier, calendar: WorkCalendar) -> datetime:
    """Until when the papers must be with those who decide them."""
    received_at = dossier.case.received_at
    return hand_over_by(received_at, rules_on(day_of(received_at)), calendar)


def found_by(texts: Collection[str], actor: Actor) -> dict[str, Dossier | None]:
    """The dossiers of scanned codes, or of links on slips, by what was read.

    What an actor may not see is not found.
    """
    codes = {text: code_of(text) for text in texts}
    read_as = {text: read(text) for text in texts}
    links = {x.text: text for text, x in read_as.items() if x.kind is Kind.TOKEN}
    if links:
        slips = Slip.objects.filter(token__in=links)
        for token, code in slips.values_list("token", "dossier__case__code"):
            codes[links[token]] = code
        dossiers = Dossier.objects.filter(token__in=links)
        for token, code in dossiers.values_list("token", "case__code"):
            codes[links[token]] = code
    seen = Case.objects.visible_to(actor).filter(code__in=codes.values())
    rows = with_rows(Dossier.objects.filter(case__in=seen))
    known = {row.case.code: row for row in rows.select_related("result")}
    return {text: known.get(code) for text, code in codes.items()}


def code_of(text: str) -> str:
    """Read a code as a scanner or a hand types it."""
    return "".join(text.split()).upper()[:LONGEST]


class Desk:
    """Where one works, and what keeps some dossiers from going elsewhere from there.

    Three queries, however many dossiers are asked about.
    """

    def __init__(self, actor: Actor, dossiers: Collection[int]) -> None:
        self._unit_id = actor.unit_id
        self._targets = Targets(actor.unit_id)
        pending = HandOverItem.objects.filter(dossier__in=dossiers, is_accepted=None)
        self._sheets = dict(pending.values_list("dossier", "hand_over__number"))
        results = _waiting_results(actor.unit_id).filter(pk__in=dossiers)
        self._results = set(results.values_list("pk", flat=True))

    def is_result(self, dossier: Dossier) -> bool:
        """Whether the signed paper of a dossier is still here, where it was signed."""
        return dossier.pk in self._results

    def target(self, dossier: Dossier) -> int | None:
        if self.is_result(dossier):
            return dossier.case.unit_id
        return self._targets.of(dossier)

    def refusal(self, dossier: Dossier) -> str:
        """Say why a dossier does not go anywhere from here; nothing where it does."""
        case = dossier.case
        state = State(case.state)
        if dossier.pk in self._sheets:
            number = self._sheets[dossier.pk]
            return f"đang ở biên bản {number}, chờ nơi nhận xác nhận"
        if case.closed_at:
            return f"đã xong ({state.label.lower()})"
        if self.is_result(dossier):
            return ""
        if case.unit_id != self._unit_id:
            return "không phải nơi này đang giữ"
        if state not in AT_WORK:
            return f"{state.label.lower()}: chưa bàn giao"
        target = self.target(dossier)
        if target is None:
            return "chưa phân công nơi thụ lý thủ tục này"
        if target == self._unit_id:
            return "thụ lý ngay tại đây, không phải bàn giao"
        return ""


def pending_sheet(dossier_id: int) -> HandOver | None:
    item = (
        HandOverItem.objects.filter(dossier=dossier_id, is_accepted=None)
        .select_related("hand_over")
        .first()
    )
    return item.hand_over if item else None


def sheets(actor: Actor) -> QuerySet[HandOver]:
    """The sheets that an actor gave or is given."""
    units = actor.unit_ids
    return HandOver.objects.filter(
        Q(from_unit__in=units) | Q(to_unit__in=units)
    ).select_related("made_by", "confirmed_by")


def incoming(actor: Actor) -> QuerySet[HandOver]:
    """The sheets that wait to be confirmed where one works."""
    return _counted(sheets(actor).filter(OPEN, to_unit=actor.unit_id))


def outgoing(actor: Actor) -> QuerySet[HandOver]:
    """The sheets given from where one works that nobody has confirmed yet."""
    return _counted(sheets(actor).filter(OPEN, from_unit=actor.unit_id))


def done(actor: Actor) -> QuerySet[HandOver]:
    """The last sheets that were confirmed or called off, either way."""
    here = Q(from_unit=actor.unit_id) | Q(to_unit=actor.unit_id)
    return _counted(sheets(actor).filter(here).exclude(OPEN))[:10]


def items_of(sheet: HandOver) -> QuerySet[HandOverItem]:
    """The lines of a sheet with what it prints: of papers those there. Two queries."""
    papers = Prefetch("dossier__papers", Paper.objects.filter(is_received=True))
    return (
        sheet.items.select_related(
            "dossier__case", "dossier__procedure", "dossier__hop", "dossier__result"
        )
        .prefetch_related(papers)
        .order_by("dossier__case__code")
    )


def sheet_names(rows: Iterable[HandOver], at: datetime) -> Mapping[int, str]:
    """The names of the units of some sheets. One query."""
    units = {unit for row in rows for unit in (row.from_unit_id, row.to_unit_id)}
    return names_on(units, day_of(at)) if units else {}


def due_words(due: datetime | None, *, at: datetime) -> str:
    """Say until when papers must be handed over, from here and now."""
    if due is None:
        return ""
    day = day_of(due)
    if due < at:
        return f"lẽ ra đã giao trước {moment(due)}"
    if day == day_of(at):
        return f"giao trong hôm nay, trước {moment(due)[:5]}"
    if day == day_of(at) + timedelta(days=1):
        return f"giao sáng mai, trước {moment(due)}"
    return f"giao trước {moment(due)}"


def _waiting_papers(unit_id: int) -> QuerySet[Dossier]:
    pending = HandOverItem.objects.filter(dossier=OuterRef("pk"), is_accepted=None)
    rows = Dossier.objects.filter(
        case__unit=unit_id,
        case__received_unit=unit_id,
        case__closed_at=None,
        case__state__in=AT_WORK,
    )
    return (
        with_rows(rows)
        .filter(~Exists(pending))
        .order_by("case__received_at", "case__code")
    )


def _waiting_results(unit_id: int) -> QuerySet[Dossier]:
    """Results signed here whose paper nobody has taken to the counter yet."""
    signed = CaseEvent.objects.filter(
        case=OuterRef("pk"), step__in=SIGNED, unit_before=unit_id, undone_by=None
    )
    handed = HandOverItem.objects.filter(
        dossier=OuterRef("pk"), hand_over__is_results=True
    ).exclude(is_accepted=False)
    rows = Dossier.objects.filter(
        case__closed_at=None, case__state=State.READY, result__is_on_paper=True
    ).exclude(case__unit=unit_id)
    return (
        with_rows(rows)
        .filter(Exists(signed), ~Exists(handed))
        .order_by("case__finished_at", "case__code")
    )


def tokens_of(dossiers: Collection[int]) -> dict[int, str]:
    """The links on the slips of some dossiers, so that a scan finds its line."""
    found: dict[int, list[str]] = {}
    slips = Slip.objects.filter(dossier__in=dossiers)
    for dossier_id, token, own in slips.values_list(
        "dossier", "token", "dossier__token"
    ):
        found.setdefault(dossier_id, [own]).append(token)
    return {dossier_id: " ".join(tokens) for dossier_id, tokens in found.items()}


def _counted(rows: QuerySet[HandOver]) -> QuerySet[HandOver]:
    return rows.annotate(
        size=Count("items"),
        rejected=Count("items", filter=Q(items__is_accepted=False)),
    ).order_by("-pk")
