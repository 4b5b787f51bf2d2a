"""What moves a report: handing in, returning, approving, signing, sending."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.calc.forms import State as Cell
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.cases import actions as cases
from lienmach.reporting.actions import issues, mailing
from lienmach.reporting.actions.sheets import count, to_be_counted
from lienmach.reporting.flow import CONSOLIDATE, State
from lienmach.reporting.models import (
    FrozenCell,
    Reminder,
    Report,
    Sheet,
    Snapshot,
)
from lienmach.reporting.queries import reports as queries
from lienmach.reporting.queries import sheets
from lienmach.reporting.queries.mailing import decided


@transaction.atomic
def take_step(
    report: Report,
    name: str,
    *,
    actor: Actor,
    at: datetime,
    note: str = "",
    number: int | None = None,
    only: Collection[int] | None = None,
) -> Report:
    """Take one step of a report; what it does to figures and forms happens with it.

    ``only`` names the forms that are returned, by key: None are all of them, and an
    empty one leaves them handed in, where only words have to be mended. ``number`` is
    what the actor's page showed of the case.
    """
    held = _locked(report, actor)
    issues.refuse_out_of_turn(held, name)
    _refuse_the_other_way(held, name)
    if name in ("submit", "present", "agree") or (name == "approve" and held.is_own):
        _refuse_unfinished(held, name, at)
    if name == "return" and held.above:
        _refuse_under_a_report_that_is_read(held.above)
    to_unit = held.unit_id if name == "return" else None
    if name == "submit" and held.above:
        to_unit = held.above.unit_id
    held.case = cases.take_step(
        held.pk,
        name,
        actor=actor,
        at=at,
        note=note,
        to_unit=to_unit,
        number=number,
    )
    if name in ("return", "reopen", "send_back"):
        _return_sheets(held, only)
    elif name == "approve":
        held.sheets.update(state=Sheet.State.APPROVED)
    if name in ("approve", "agree") and held.snapshot_id is None:
        freeze(held, actor=actor, at=at)
    issues.follow(held, name, note=note, actor=actor, at=at)
    if name == "submit":
        mailing.call_off(held)
    if held.above:
        to_be_counted(held.above)
    return held


@transaction.atomic
def freeze(report: Report, *, actor: Actor, at: datetime) -> Snapshot:
    """Keep every cell of a report as it stands: from now on this is what it says."""
    made = Snapshot.objects.create(report=report, made_at=at, made_by_id=actor.user_id)
    rows = []
    for draft in sheets.drafts(report).values():
        for order, cell in enumerate(draft.shown(), 1):
            value, row = cell.value, cell.row
            has_number = value.state is Cell.VALUE
            rows.append(
                FrozenCell(
                    snapshot=made,
                    form=draft.form.code,
                    code=row.code,
                    order=order,
                    kind=row.kind.value,
                    label=row.label[:500],
                    measure=row.unit[:100],
                    state=value.state.value,
                    value=value.value if has_number else None,
                    above=value.above,
                    below=value.below,
                    source=cell.source[:300],
                    note=cell.note,
                )
            )
    FrozenCell.objects.bulk_create(rows, batch_size=1000)
    report.snapshot = made
    report.save(update_fields=["snapshot"])
    return made


@transaction.atomic
def remind(above: Report, *, actor: Actor, at: datetime) -> list[Reminder]:
    """Remind the units that have not handed in to a report; who was told is kept, once
    a day.

    Units that were reminded today already are left out, and those that a unit below
    has asked: that one reminds them. Who has an address is written to as well, unless
    the unit has decided against it.
    """
    actor.require(CONSOLIDATE, above.unit_id)
    Report.objects.select_for_update(of=("self",)).get(pk=above.pk)
    made = []
    for waiting in queries.to_remind(above, at=at):
        report = waiting.report
        due = report.case.promised_at
        text = f"Nhắc nộp {report.round}"
        text += f", hạn {day_of(due):%d/%m/%Y}." if due else "."
        made.append(
            Reminder(
                report=report,
                at=at,
                by_id=actor.user_id,
                people=[person.name[:200] for person in waiting.people],
                text=text[:500],
            )
        )
        held = cases.locked(report.pk, actor=actor)
        cases.note_on(held, "remind", text, actor=actor, at=at)
        if decided(report.unit_id, day_of(at)).is_on:
            mailing.tell(
                report,
                waiting.people,
                subject=mailing.ASKED,
                occasion=f"asked:{day_of(at)}",
                by=actor.user_id,
                at=at,
            )
    return Reminder.objects.bulk_create(made)


def _locked(report: Report, actor: Actor) -> Report:
    """Take hold of a report that an actor may see; its forms wait with it."""
    cases.locked(report.pk, actor=actor)
    list(Sheet.objects.select_for_update().filter(report=report).order_by("pk"))
    related = ("case", "round__regime", "above__case")
    return Report.objects.select_related(*related).get(pk=report.pk)


def _refuse_unfinished(report: Report, step: str, at: datetime) -> None:
    """What is frozen and signed must be what was checked: so it is looked at again."""
    if report.case.state not in (State.DRAFTING, State.PRESENTED, State.SUBMITTED):
        return  # the flow says so better, or it is frozen
    for draft in sheets.drafts(report).values():
        count(draft, actor=None, at=at)
    if why := queries.blockers(report):
        begun = "Chưa duyệt được" if step in ("approve", "agree") else "Chưa nộp được"
        raise Refused(f"{begun}: {' '.join(why)}")


def _refuse_the_other_way(report: Report, step: str) -> None:
    """Who hands in words has them signed first; who has none presents nothing."""
    if report.is_own or report.case.state != State.DRAFTING:
        return
    if step == "submit" and report.is_written:
        raise Refused(
            "Báo cáo này nộp cả thuyết minh, ký số: hãy trình lãnh đạo, ký rồi mới nộp."
        )
    if step == "present" and not report.is_written:
        raise Refused("Báo cáo này chỉ nộp số liệu: nộp thẳng, không phải trình.")


def _refuse_under_a_report_that_is_read(above: Report) -> None:
    """Figures do not move below a report that somebody has submitted."""
    if above.case.state != State.DRAFTING:
        raise Refused(
            f"Báo cáo tổng hợp đang ở bước «{above.state_name}»: hãy trả lại hoặc "
            "mở lại báo cáo ấy trước, rồi mới trả lại đơn vị."
        )


def _return_sheets(report: Report, only: Collection[int] | None) -> None:
    every = report.sheets.all()
    chosen = every if only is None else every.filter(pk__in=only)
    chosen.update(state=Sheet.State.RETURNED)
    others = report.sheets.exclude(state=Sheet.State.RETURNED)
    others.update(state=Sheet.State.SUBMITTED)
    if report.snapshot_id:
        report.snapshot = None
        report.save(update_fields=["snapshot"])
