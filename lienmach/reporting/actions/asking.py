"""What was asked of a unit, after it was asked: words besides figures, or nothing more.

A report that was asked for by mistake is never deleted: it is taken back with a reason,
counts in no sum and may be asked for again.
"""

from datetime import datetime

from django.db import IntegrityError, transaction

from lienmach.base.actor import Actor
from lienmach.calc.refusal import Refused
from lienmach.cases import actions as cases
from lienmach.org.queries import names_on
from lienmach.reporting.actions import mailing
from lienmach.reporting.actions.sheets import to_be_counted
from lienmach.reporting.flow import (
    CONSOLIDATE,
    HANDED_IN,
    RELEASE,
    WITHDRAW,
    WRITE,
    State,
)
from lienmach.reporting.models import Report, Words
from lienmach.reporting.queries.asking import below_at_any_level, has_come_in

TAKEN_BACK = ("taken_back_at", "taken_back_by", "taken_back_for")
LONGEST = 1000


@transaction.atomic
def hand_in_words(
    report: Report, words: Words, *, actor: Actor, at: datetime
) -> Report:
    """Say whether a unit below hands in words, numbered and signed, with its figures.

    The unit may choose so itself; where the unit above asks for it, only that one may
    let it go again. What was written stays and is there when it is chosen again.
    """
    held = _held(report, actor)
    if held.above is None:
        raise Refused("Báo cáo tổng hợp của kỳ luôn có thuyết minh và chữ ký.")
    is_above = actor.may(CONSOLIDATE, held.above.unit_id)
    if words == Words.ASKED or (held.words == Words.ASKED and not is_above):
        actor.require(CONSOLIDATE, held.above.unit_id)
    elif not is_above:
        actor.require(WRITE, held.unit_id)
    if held.case.state != State.DRAFTING:
        raise Refused(f"Báo cáo đang ở bước «{held.state_name}»: không đổi được nữa.")
    if held.words == words:
        return held
    cases.note_on(held.case, "words", f"Nộp {words.label}.", actor=actor, at=at)
    held.words = words
    held.save(update_fields=["words"])
    return held


@transaction.atomic
def take_back(report: Report, *, note: str, actor: Actor, at: datetime) -> Report:
    """Ask no longer for a report, nor for those that units below hand in to it.

    What nobody had handed in is withdrawn; of what was, the unit is told that it is
    not asked for any more. Either way its figures are in no sum. Refused where a report
    that was handed in holds them.
    """
    held = _held(report, actor)
    above = held.above
    if above is None:
        raise Refused("Báo cáo tổng hợp của kỳ không rút được: hãy rút từng đơn vị.")
    actor.require(CONSOLIDATE, above.unit_id)
    if held.taken_back_at:
        raise Refused("Báo cáo này đã rút yêu cầu rồi.")
    if not note.strip():
        raise Refused("Hãy ghi lý do rút yêu cầu.")
    _refuse_in_a_sum_that_is_read(held)
    for one in [held, *below_at_any_level(held)]:
        _take_back(one, note.strip()[:LONGEST], actor, at)
    to_be_counted(above)
    return held


@transaction.atomic
def ask_again(report: Report, *, actor: Actor, at: datetime) -> Report:
    """Undo the taking back of a report, and of those taken back with it.

    Only whoever took it back may, and only while the unit was not asked otherwise.
    """
    held = _held(report, actor)
    above = held.above
    if above is None or held.taken_back_at is None:
        raise Refused("Báo cáo này không bị rút yêu cầu.")
    actor.require(CONSOLIDATE, above.unit_id)
    if held.taken_back_by_id != actor.user_id:
        raise Refused("Chỉ người đã rút yêu cầu được hoàn tác.")
    if above.taken_back_at:
        raise Refused("Đơn vị trên cũng đã rút yêu cầu: hãy hoàn tác ở đó trước.")
    below = below_at_any_level(held, taken_back_at=held.taken_back_at)
    for one in [held, *below]:
        _ask_again(one, actor, at)
    _refuse_in_a_sum_that_is_read(held)
    to_be_counted(above)
    return held


def _take_back(report: Report, note: str, actor: Actor, at: datetime) -> None:
    came_in = has_come_in(report.sheets.all(), report.case.events.all())
    report.taken_back_at, report.taken_back_by_id = at, actor.user_id
    report.taken_back_for = note
    report.save(update_fields=TAKEN_BACK)
    if report.case.closed_at:
        cases.note_on(report.case, RELEASE, note, actor=actor, at=at)
    else:
        name = RELEASE if came_in else WITHDRAW
        cases.take_step(report.pk, name, actor=actor, at=at, note=note)
    mailing.call_off(report)


def _ask_again(report: Report, actor: Actor, at: datetime) -> None:
    report.taken_back_at, report.taken_back_by_id = None, None
    report.taken_back_for = ""
    try:
        with transaction.atomic():
            report.save(update_fields=TAKEN_BACK)
    except IntegrityError:
        names = names_on([report.unit_id], report.round.end)
        raise Refused(
            f"{names.get(report.unit_id, report.unit.code)} đã được giao lại trong kỳ "
            "này: không hoàn tác được."
        ) from None
    if report.case.state == State.APPROVED:
        cases.note_on(report.case, "undo", "", actor=actor, at=at)
    else:
        report.case = cases.undo(report.pk, actor=actor, at=at)


def _refuse_in_a_sum_that_is_read(report: Report) -> None:
    above = report.above
    is_in = report.case.state in HANDED_IN
    if above and is_in and above.case.state != State.DRAFTING:
        raise Refused(
            f"Số của đơn vị này đã nằm trong báo cáo tổng hợp, đang ở bước "
            f"«{above.state_name}»: hãy trả lại hoặc mở lại báo cáo ấy trước."
        )


def _held(report: Report, actor: Actor) -> Report:
    """Take hold of a report that an actor may see, after the one above: who hands that
    in meanwhile waits."""
    if report.above_id:
        Report.objects.select_for_update(of=("self", "case")).select_related(
            "case"
        ).get(pk=report.above_id)
    cases.locked(report.pk, actor=actor)
    related = ("case", "round__regime", "unit", "above__case", "above__unit")
    return Report.objects.select_related(*related).get(pk=report.pk)
