"""Procedures as people look for them: by what they are called every day."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from django.db.models import Count, QuerySet

from lienmach.base.parts import number
from lienmach.calc.choosing import Option, choose
from lienmach.calc.local import day_bounds
from lienmach.calc.procedures import limit_words
from lienmach.calc.text import words
from lienmach.cases.models import Case
from lienmach.onestop.models import Dossier
from lienmach.org.queries import below
from lienmach.org.queries.contacts import public_unit
from lienmach.registers.models import (
    Procedure,
    ProcedureChange,
    ProcedureField,
    ProcedureVersion,
)
from lienmach.registers.queries.calendar import work_calendar
from lienmach.registers.queries.procedures import with_parts

MOST, CLOSEST = 100, 3
LINKED = re.compile(r"([^\n]*?)(https://[^\s<>\"]++)")
LATELY, ENOUGH, SAMPLE = timedelta(days=90), 5, 300
LAST_MONTH, POPULAR = timedelta(days=30), 8


@dataclass(frozen=True, slots=True)
class Shown:
    """A procedure as a result of a search."""

    code: str
    name: str
    official: str
    field: str
    limit: str
    fee: str
    ways: str


@dataclass(frozen=True, slots=True)
class Found:
    """What fits a question; where nothing does, what comes closest to it."""

    rows: list[Shown]
    closest: list[Shown]
    total: int


def search(text: str, field: str, *, on: date) -> Found:
    """The procedures in force that fit some letters and a field. Two queries."""
    rows = {row.procedure.code: row for row in _in_force(on)}
    in_field = {
        code: row for code, row in rows.items() if field in ("", str(row.field_id))
    }
    if not words(text):
        shown = [_shown(row) for row in in_field.values()]
        return Found(shown[:MOST], [], len(shown))
    fitting = choose(map(_option, in_field.values()), text, most=MOST)
    found = [_shown(rows[option.code]) for option in fitting]
    closest = [] if found else _closest(rows, text)
    return Found(found, closest, len(found))


def fields(on: date) -> list[ProcedureField]:
    """The fields that have a procedure in force. One query."""
    used = ProcedureVersion.objects.current().in_force(on).values("field")
    return list(ProcedureField.objects.filter(pk__in=used))


def count(on: date) -> int:
    return ProcedureVersion.objects.current().in_force(on).count()


def popular(on: date) -> list[Shown]:
    """What was applied for most in the last thirty days. Up to four queries.

    Where nobody applied yet, nothing is popular.
    """
    unit = public_unit()
    if unit is None:
        return []
    since = day_bounds(on - LAST_MONTH)[0]
    units = below(unit.pk, on)
    counted = (
        Dossier.objects.filter(
            case__received_unit__in=units,
            case__received_at__gte=since,
            case__parent=None,
        )
        .values_list("procedure__procedure")
        .annotate(n=Count("pk"))
        .order_by("-n")[:POPULAR]
    )
    order = [procedure for procedure, _ in counted]
    rows = {row.procedure_id: row for row in _in_force(on, order)}
    return [_shown(rows[procedure]) for procedure in order if procedure in rows]


@dataclass(frozen=True, slots=True)
class Blank:
    """A form to be filled in: what it is called, and where it is fetched, if told."""

    name: str
    url: str = ""


def blank(said: str) -> Blank:
    """Read «Tờ khai: https://…»; what leads anywhere else than there is only words."""
    found = LINKED.fullmatch(said.strip())
    if found is None:
        return Blank(said)
    return Blank(found[1].rstrip(" :;,–-") or found[2], found[2])


@dataclass(frozen=True, slots=True)
class Page:
    """A procedure with all that somebody needs before they leave home.

    ``ended_on`` is the first day on which it is no more; ``successor`` what to ask for
    then.
    """

    version: ProcedureVersion
    shown: Shown
    usual: str
    ended_on: date | None
    begins_on: date | None
    successor: Procedure | None

    @property
    def blanks(self) -> list[Blank]:
        return [blank(said) for said in self.version.forms]

    @property
    def has_links(self) -> bool:
        return any(one.url for one in self.blanks)


def page(code: str, *, on: date) -> Page | None:
    """The version of a day, or the last there was, or the first to come."""
    rows = ProcedureVersion.objects.shown_on(on).filter(procedure__code=code)
    version = with_parts(rows).first()
    if version is None:
        return None
    is_over = version.is_over(on)
    successor = None
    if is_over:
        changes = ProcedureChange.objects.filter(procedure=version.procedure_id)
        last = changes.filter(successor__isnull=False).select_related("successor")
        change = last.first()
        successor = change.successor if change else None
    return Page(
        version=version,
        shown=_shown(version),
        usual="" if is_over else _usual(version, on),
        ended_on=version.valid_to if is_over else None,
        begins_on=version.valid_from if version.valid_from > on else None,
        successor=successor,
    )


def _in_force(
    on: date, procedures: Iterable[int] | None = None
) -> QuerySet[ProcedureVersion]:
    rows = ProcedureVersion.objects.current().in_force(on)
    if procedures is not None:
        rows = rows.filter(procedure__in=procedures)
    rows = rows.select_related("procedure", "field").prefetch_related("fees")
    return rows.order_by("name_key", "pk")


def _option(row: ProcedureVersion) -> Option:
    names = (row.everyday_name, row.name) if row.everyday_name else (row.name,)
    return Option(row.procedure.code, names)


def _closest(rows: dict[str, ProcedureVersion], text: str) -> list[Shown]:
    """What fits the most of the words asked for."""
    fits: dict[str, int] = {}
    options = [_option(row) for row in rows.values()]
    for word in words(text)[:8]:
        for option in choose(options, word, most=len(options)):
            fits[option.code] = fits.get(option.code, 0) + 1
    best = sorted(fits, key=lambda code: -fits[code])[:CLOSEST]
    return [_shown(rows[code]) for code in best]


def _shown(row: ProcedureVersion) -> Shown:
    return Shown(
        code=row.procedure.code,
        name=row.everyday_name or row.name,
        official=row.name if row.everyday_name else "",
        field=row.field.name,
        limit=limit_words(row.limit),
        fee=_fee(row),
        ways=", ".join(row.channel_words).capitalize(),
    )


def _fee(row: ProcedureVersion) -> str:
    amounts = [fee.amount for fee in row.fees.all() if fee.amount]
    if not amounts:
        return "không thu"
    least, most = min(amounts), max(amounts)
    if least == most:
        return f"{number(most)} đồng"
    return f"{number(least)} đến {number(most)} đồng"


def _usual(version: ProcedureVersion, on: date) -> str:
    """In how many working days results of the last ninety days were ready.

    Half of them were sooner. Told of five results or more.
    """
    unit = public_unit()
    if unit is None:
        return ""
    since = day_bounds(on - LATELY)[0]
    done = (
        Case.objects.filter(
            dossier__procedure__procedure=version.procedure_id,
            decides_unit__in=below(unit.pk, on),
            finished_at__gte=since,
            parent=None,
        )
        .exclude(dossier__result=None, dossier__is_same_day=False)
        .order_by("-finished_at")
        .values_list("received_at", "finished_at")[:SAMPLE]
    )
    spans = [(start, end) for start, end in done if end]
    if len(spans) < ENOUGH:
        return ""
    tables = work_calendar(unit.pk, on, projected=True).tables
    days = round(
        median(
            (
                tables.halves_until(end.date().toordinal())
                - tables.halves_until(start.date().toordinal())
                + 1
            )
            // 2
            for start, end in spans
        )
    )
    return f"{days} ngày làm việc" if days else "trong ngày"
