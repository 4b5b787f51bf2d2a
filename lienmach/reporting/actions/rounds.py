"""The rounds in which reports are collected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from lienmach.base.actor import Actor
from lienmach.calc.forms import Form
from lienmach.calc.local import day_of
from lienmach.calc.period import Period, Window
from lienmach.calc.refusal import Refused
from lienmach.cases import actions as cases
from lienmach.indicators.queries.forms import library
from lienmach.org.queries import names_on
from lienmach.registers.queries.ends import ends_of
from lienmach.reporting.actions.sheets import to_be_counted
from lienmach.reporting.flow import BELOW, CONSOLIDATE, OWN, State
from lienmach.reporting.models import Regime, Report, Round, Sheet, Words
from lienmach.reporting.queries import rounds as queries

MOST_UNITS = 500
MOST_DAYS = 400  # of a window: a year and what precedes it


@dataclass(frozen=True, slots=True)
class NewRound:
    """``due`` are the units below that report, each with its last day; ``own_due`` is
    that of the report in which all comes together. ``words`` says what the units below
    hand in besides figures."""

    regime: Regime
    period: Period
    window: Window
    owner_id: int
    own_due: date
    due: Mapping[int, date]
    words: Words = Words.FIGURES


@transaction.atomic
def open_round(new: NewRound, *, actor: Actor, at: datetime) -> Round:
    """Open a round: a report for each unit below, and one where all comes together."""
    actor.require(CONSOLIDATE, new.owner_id)
    forms = _forms(new)
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
    moment = ends_of({new.owner_id: new.own_due})[new.owner_id]
    root = _open(made, None, 1, new.owner_id, moment, actor=actor, at=at)
    told = [(form.code, form.title) for form in forms]
    below = _ask(root, new.due, new.words, actor=actor, at=at)
    _give(told, [*below, root])
    return made


@transaction.atomic
def ask_on(
    above: Report,
    due: Mapping[int, date],
    *,
    actor: Actor,
    at: datetime,
    words: Words = Words.FIGURES,
) -> list[Report]:
    """Ask units below for the same forms, each by its last day, so that their figures
    come together in a report that one was asked for, or owns; for words as well, if
    one says so.

    Refused once the report was handed in, and for a day after its own.
    """
    case = cases.locked(above.pk, actor=actor)
    actor.require(CONSOLIDATE, above.unit_id)
    if above.taken_back_at:
        raise Refused("Báo cáo này đã rút yêu cầu: không giao thêm được.")
    if case.state != State.DRAFTING:
        raise Refused(
            f"Báo cáo đang ở bước «{State(case.state).label}»: không giao thêm được."
        )
    if not due:
        raise Refused("Chưa chọn đơn vị nào.")
    last = day_of(case.promised_at) if case.promised_at else None
    if last and max(due.values()) > last:
        raise Refused(
            f"Hạn của đơn vị cấp dưới không được sau hạn của chính báo cáo này, "
            f"{last:%d/%m/%Y}."
        )
    asked = Report.objects.asked().filter(round=above.round)
    known = asked.values_list("unit", flat=True)
    if twice := set(due) & set(known):
        names = ", ".join(sorted(names_on(twice, above.round.end).values()))
        raise Refused(f"Trong kỳ này đã giao rồi: {names}.")
    forms = list(above.sheets.values_list("form", "title"))
    made = _ask(above, due, words, actor=actor, at=at)
    _give(forms, made)
    to_be_counted(above)
    return made


def _ask(
    above: Report,
    due: Mapping[int, date],
    words: Words,
    *,
    actor: Actor,
    at: datetime,
) -> list[Report]:
    """Open a report for each unit, that will hand in to one."""
    round_ = above.round
    Round.objects.select_for_update().get(pk=round_.pk)  # numbers follow each other
    begun = round_.reports.count()
    if begun - 1 + len(due) > MOST_UNITS:
        raise Refused(f"Một kỳ không quá {MOST_UNITS} đơn vị.")
    below = queries.units_below(above.unit_id, round_.window)
    if not set(due) <= {unit.unit_id for unit in below}:
        raise Refused(
            "Có đơn vị không trực thuộc đơn vị tổng hợp trong kỳ số liệu này: "
            "hãy tải lại trang rồi chọn lại."
        )
    moments = ends_of(due) if due else {}
    return [
        _open(
            round_,
            above,
            number,
            unit_id,
            moments[unit_id],
            words=words,
            actor=actor,
            at=at,
        )
        for number, unit_id in enumerate(due, begun + 1)
    ]


def _give(forms: Sequence[tuple[str, str]], reports: Sequence[Report]) -> None:
    """Make the forms of new reports, by code and title; how many cells there are to
    fill is counted when they are read, or when nothing else is to be done."""
    Sheet.objects.bulk_create(
        Sheet(report=report, form=form, title=title, is_stale=True)
        for report in reports
        for form, title in forms
    )


def _forms(new: NewRound) -> list[Form]:
    if len(new.window) > MOST_DAYS:
        raise Refused(f"Kỳ số liệu dài hơn {MOST_DAYS} ngày: hãy xem lại ngày.")
    forms = library().group(new.regime.forms, new.window.end)
    if not forms:
        raise Refused(
            f"Nhóm biểu «{new.regime.forms}» không có biểu nào dùng cho kỳ này."
        )
    return forms


def _open(
    made: Round,
    above: Report | None,
    number: int,
    unit_id: int,
    due: datetime,
    *,
    actor: Actor,
    at: datetime,
    words: Words = Words.FIGURES,
) -> Report:
    """Open the report of a unit; that of the round's owner has none above."""
    case = cases.open_case(
        cases.NewCase(
            kind=BELOW if above else OWN,
            code=f"BC-{made.period}-{made.pk}.{number}",
            limit=None,
            received_unit_id=above.unit_id if above else unit_id,
            decides_unit_id=unit_id,
            unit_id=unit_id,
            due_at=due,
        ),
        actor=actor,
        at=at,
    )
    return Report.objects.create(
        case=case, round=made, unit_id=unit_id, above=above, words=words
    )
