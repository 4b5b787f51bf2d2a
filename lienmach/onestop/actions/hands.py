"""A dossier changes hands: to another unit, to a person, one or many at a time."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.cases import actions as cases
from lienmach.cases.models import Case
from lienmach.cases.queries import last_event
from lienmach.onestop.actions import steps
from lienmach.onestop.flow import LEAD, PROCESS, RECEIVE
from lienmach.onestop.models import Dossier, Result
from lienmach.onestop.queries import places
from lienmach.onestop.queries.dossiers import KIND

MOST_AT_ONCE = 200
LONGEST = 1000  # characters of a note
OUR_FAULT = (
    "Lỗi ở phía chúng tôi, đã ghi lại để sửa; hồ sơ này giữ nguyên, thử lại sau."
)
log = logging.getLogger(__name__)


@transaction.atomic
def assign(
    case_id: int,
    *,
    actor: Actor,
    at: datetime,
    to_unit: int | None = None,
    to_person: int | None = None,
    note: str = "",
    number: int | None = None,
) -> Dossier:
    """Give a dossier to a person or another unit of its office; its state stays."""
    case = cases.locked(case_id, actor=actor, number=number)
    if not may_give(case, actor):
        raise Refused(f"{case.code} đang ở đơn vị khác: nơi đang giữ mới chuyển được.")
    _refuse_a_wrong_hand(case, to_unit, to_person, at)
    if to_unit in (None, case.unit_id) and to_person in (None, case.person_id):
        raise Refused(f"{case.code} đang ở đúng nơi này rồi.")
    cases.assign(
        case, actor=actor, at=at, to_unit=to_unit, to_person=to_person, note=note
    )
    return Dossier.objects.select_related("case").get(pk=case.pk)


@transaction.atomic
def forward(
    case_id: int,
    *,
    actor: Actor,
    at: datetime,
    to_unit: int | None = None,
    to_person: int | None = None,
    note: str = "",
    number: int | None = None,
) -> Dossier:
    """Send a dossier to the next step of its process, and to whoever does that."""
    case = cases.locked(case_id, actor=actor, number=number)
    _refuse_a_wrong_hand(case, to_unit, to_person, at)
    return steps.take(
        case_id,
        "forward",
        actor=actor,
        at=at,
        note=note,
        to_unit=to_unit,
        to_person=to_person,
    )


@transaction.atomic
def note(
    case_id: int, text: str, *, actor: Actor, at: datetime, number: int | None = None
) -> None:
    """Write something down for colleagues; the applicant never sees it."""
    if not text.strip():
        raise Refused("Hãy viết nội dung ghi chú.")
    if len(text) > LONGEST:
        raise Refused(f"Ghi chú dài quá {LONGEST} ký tự; đang có {len(text)}.")
    case = cases.locked(case_id, actor=actor, number=number)
    if not any(actor.units_with(right) for right in (RECEIVE, PROCESS, LEAD)):
        raise PermissionDenied(PROCESS)
    cases.note_on(case, "note", text.strip(), actor=actor, at=at)


def may_give(case: Case, actor: Actor) -> bool:
    """Say whether an actor is of those who hold a case now."""
    at_counter = case.unit_id == case.received_unit_id
    return (
        actor.may(PROCESS, case.unit_id)
        or actor.may(LEAD, case.unit_id)
        or (at_counter and actor.may(RECEIVE, case.unit_id))
    )


def _refuse_a_wrong_hand(
    case: Case, to_unit: int | None, to_person: int | None, at: datetime
) -> None:
    day = day_of(at)
    if (
        to_unit is not None
        and to_unit != case.unit_id
        and to_unit not in places.office_of(case, day)
    ):
        raise Refused("Đơn vị nhận không thuộc cơ quan đang giải quyết hồ sơ này.")
    unit = to_unit or case.unit_id
    if to_person is not None and not places.works_in(to_person, unit, day):
        raise Refused("Người được chọn không làm việc ở đơn vị nhận hồ sơ.")


@dataclass(frozen=True, slots=True)
class Many:
    """What came of doing one thing to many dossiers.

    ``done`` are their keys with the number of the step that was written, by which it
    can be taken back; ``refused`` those that stay, with the reason.
    """

    done: list[tuple[int, int]] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)


def accept_many(seen: Mapping[int, int], *, actor: Actor, at: datetime) -> Many:
    """Take over many; ``seen`` are their keys, each with the number it was shown at."""

    def accept(pk: int) -> Dossier:
        return steps.take(pk, "accept", actor=actor, at=at, number=seen[pk])

    return _each(list(seen), accept)


def assign_many(
    seen: Mapping[int, int],
    *,
    actor: Actor,
    at: datetime,
    to_unit: int | None = None,
    to_person: int | None = None,
    note: str = "",
) -> Many:
    give = partial(
        assign, actor=actor, at=at, to_unit=to_unit, to_person=to_person, note=note
    )
    return _each(list(seen), lambda pk: give(pk, number=seen[pk]))


def undo_many(done: Iterable[tuple[int, int]], *, actor: Actor, at: datetime) -> Many:
    """Take back what was done to many, as far as nothing has followed."""
    numbers = dict(done)

    def back(pk: int) -> Dossier:
        return steps.undo(pk, actor=actor, at=at, step=numbers[pk])

    return _each(list(numbers), back)


Act = Callable[[int], Dossier | Result]


def _each(ids: Sequence[int], act: Act) -> Many:
    """Each for itself, in the order of their keys, so that two never wait in a ring."""
    if len(ids) > MOST_AT_ONCE:
        raise Refused(f"Mỗi lần làm với nhiều nhất {MOST_AT_ONCE} hồ sơ.")
    told = Many()
    for pk in sorted(ids):
        number, reason = attempt(pk, act)
        if number is None:
            told.refused[pk] = reason
        else:
            told.done.append((pk, number))
    return told


def attempt(pk: int, act: Act) -> tuple[int | None, str]:
    """Do one thing to one dossier: the number of the step, or why it was refused.

    A fault of ours is logged and refuses this one alone: others may be done already,
    and whoever asked must be told of each.
    """
    try:
        with transaction.atomic():
            made = act(pk)
    except Refused as refused:
        return None, str(refused)
    except PermissionDenied:
        return None, "Không có quyền làm bước này ở đơn vị đang giữ hồ sơ."
    except Case.DoesNotExist:
        return None, "Hồ sơ không còn thuộc đơn vị của bạn."
    except Exception:
        log.exception("dossier %s, one of many", pk)
        return None, OUR_FAULT
    dossier = made.dossier if isinstance(made, Result) else made
    return dossier.case.number, ""


@transaction.atomic
def hand_over_all(leaver: int, heir: int, actor: Actor, at: datetime) -> int:
    """Give all open dossiers of somebody who leaves to another person.

    Whoever looks after people decides this: no right to the dossiers is asked, and they
    stay in their units.
    """
    cases_of = Case.objects.open().filter(kind=KIND, person=leaver)
    held = cases_of.select_for_update(of=("self",)).order_by("pk")
    for case in held:
        last = last_event(case)
        moment = max(at, last.at) if last else at
        why = "Bàn giao việc"
        cases.assign(case, actor=actor, at=moment, to_person=heir, note=why)
    return len(held)
