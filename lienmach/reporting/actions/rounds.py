"""Regimes of reports, and the rounds in which they are collected."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction

from lienmach.base.actor import Actor
from lienmach.calc.forms import Form
from lienmach.calc.period import Period, Window
from lienmach.calc.refusal import Refused
from lienmach.cases import actions as cases
from lienmach.org.models import Level
from lienmach.reporting.actions.sheets import count
from lienmach.reporting.flow import BELOW, CONSOLIDATE, OWN
from lienmach.reporting.models import DueRule, Regime, Report, Round, Sheet
from lienmach.reporting.queries import rounds as queries
from lienmach.reporting.queries import sheets
from lienmach.reporting.queries.ends import ends_of

MOST_UNITS = 500
MOST_DAYS = 400  # of a window: a year and what precedes it


@dataclass(frozen=True, slots=True)
class NewRegime:
    """``days`` says, by level, how many days after the window a report is due."""

    name: str
    document: str
    kind: str
    cut: str
    forms: str
    valid_from: date
    valid_to: date | None = None
    days: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewRound:
    """``due`` are the units below that report, each with its last day; ``own_due`` is
    that of the report in which all comes together."""

    regime: Regime
    period: Period
    window: Window
    owner_id: int
    own_due: date
    due: Mapping[int, date]


@transaction.atomic
def keep_regime(new: NewRegime, *, actor: Actor | None) -> Regime:
    """Enter a regime with its due days."""
    if actor:
        actor.require(CONSOLIDATE)
    if new.valid_to and new.valid_to <= new.valid_from:
        raise Refused("Ngày hết hiệu lực phải sau ngày có hiệu lực.")
    if Regime.objects.filter(
        name=new.name, kind=new.kind, valid_from=new.valid_from
    ).exists():
        raise Refused("Chế độ báo cáo này đã có, từ cùng ngày ấy.")
    regime = Regime.objects.create(
        name=new.name,
        document=new.document,
        kind=new.kind,
        cut=new.cut,
        forms=new.forms,
        valid_from=new.valid_from,
        valid_to=new.valid_to,
    )
    levels = Level.objects.in_bulk(list(new.days), field_name="code")
    DueRule.objects.bulk_create(
        DueRule(regime=regime, level=levels[code], days=days)
        for code, days in new.days.items()
    )
    return regime


@transaction.atomic
def open_round(new: NewRound, *, actor: Actor, at: datetime) -> Round:
    """Open a round: a report for each unit below, and one where all comes together."""
    actor.require(CONSOLIDATE, new.owner_id)
    forms = _forms(new)
    _check_units(new)
    try:
        with transaction.atomic():
            made = Round.objects.create(
                regime=new.regime,
                period=new.period.code,
                start=new.window.start,
                end=new.window.end,
                owner_id=new.owner_id,
                opened_at=at,
                opened_by_id=actor.user_id,
            )
    except IntegrityError:
        raise Refused(
            f"Kỳ {new.period.label} của chế độ này đã mở rồi: hãy dùng kỳ đã mở."
        ) from None
    due = {**new.due, new.owner_id: new.own_due}
    moments = ends_of(due)
    for number, unit_id in enumerate([*new.due, new.owner_id], 1):
        report = _open(made, number, unit_id, moments[unit_id], actor=actor, at=at)
        Sheet.objects.bulk_create(
            Sheet(report=report, form=form.code, title=form.title) for form in forms
        )
    for report in made.reports.select_related("case", "round__regime"):
        for draft in sheets.drafts(report).values():
            count(draft, actor=None, at=at)
    return made


def _forms(new: NewRound) -> list[Form]:
    if len(new.window) > MOST_DAYS:
        raise Refused(f"Kỳ số liệu dài hơn {MOST_DAYS} ngày: hãy xem lại ngày.")
    forms = sheets.forms_of(new.regime.forms, new.window.end)
    if not forms:
        raise Refused(
            f"Nhóm biểu «{new.regime.forms}» không có biểu nào dùng cho kỳ này."
        )
    return forms


def _check_units(new: NewRound) -> None:
    if len(new.due) > MOST_UNITS:
        raise Refused(f"Một kỳ không quá {MOST_UNITS} đơn vị.")
    allowed = {unit.unit_id for unit in queries.units_below(new.owner_id, new.window)}
    if not set(new.due) <= allowed:
        raise Refused(
            "Có đơn vị không trực thuộc đơn vị tổng hợp trong kỳ số liệu này: "
            "hãy tải lại trang rồi chọn lại."
        )


def _open(
    made: Round,
    number: int,
    unit_id: int,
    due: datetime,
    *,
    actor: Actor,
    at: datetime,
) -> Report:
    is_own = unit_id == made.owner_id
    case = cases.open_case(
        cases.NewCase(
            kind=OWN if is_own else BELOW,
            code=f"BC-{made.period}-{made.pk}.{number}",
            limit=None,
            received_unit_id=made.owner_id,
            decides_unit_id=unit_id,
            unit_id=unit_id,
            due_at=due,
        ),
        actor=actor,
        at=at,
    )
    return Report.objects.create(case=case, round=made, unit_id=unit_id)
