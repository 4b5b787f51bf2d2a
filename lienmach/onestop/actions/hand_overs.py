"""Paper dossiers go from hand to hand: given, confirmed, sent back, called off."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.base.parts import moment
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.cases import actions as cases
from lienmach.cases.models import Case
from lienmach.onestop.actions.numbers import next_number
from lienmach.onestop.flow import PROCESS, RECEIVE
from lienmach.onestop.models import Dossier, HandOver, HandOverItem
from lienmach.onestop.queries import hand_overs as queries
from lienmach.onestop.queries.dossiers import with_rows
from lienmach.onestop.queries.hand_overs import Desk, Refusal
from lienmach.org.models import Unit
from lienmach.org.queries import names_on

CALLED_OFF = "Hủy bàn giao"


@dataclass(frozen=True, slots=True)
class Given:
    """What came of handing over: a sheet for each unit, and what stayed, with why."""

    sheets: list[HandOver]
    refused: list[Refusal]
    count: int


def give(texts: Collection[str], *, actor: Actor, at: datetime) -> Given:
    """Hand over what was ticked or scanned: one sheet and one transaction a unit.

    What cannot go is told and stays; it keeps nothing else from going. The same
    dossier given twice at once goes on one sheet: the other is told so.
    """
    require(actor)
    refused: list[Refusal] = []
    found: dict[int, Dossier] = {}  # its code and its QR code may both be scanned
    for text, dossier in queries.found_by(list(dict.fromkeys(texts)), actor).items():
        if dossier is None:
            refused.append(Refusal(text, "không thấy hồ sơ có mã này"))
        else:
            found[dossier.pk] = dossier
    desk = Desk(actor, found)
    wanted: dict[tuple[int, bool], list[int]] = {}
    for dossier in found.values():
        if why := desk.refusal(dossier):
            refused.append(Refusal(dossier.case.code, why))
        elif to_unit := desk.target(dossier):
            key = (to_unit, desk.is_result(dossier))
            wanted.setdefault(key, []).append(dossier.pk)
    sheets, count = [], 0
    for (to_unit, is_result), dossiers in sorted(wanted.items()):
        sheet, items, late = _give_to(to_unit, dossiers, is_result, actor, at)
        refused += late
        count += items
        sheets += [sheet] if sheet else []
    return Given(sheets, refused, count)


@transaction.atomic
def confirm(
    sheet_id: int,
    accepted: Collection[int],
    *,
    actor: Actor,
    at: datetime,
    note: str = "",
    notes: Mapping[int, str] | None = None,
) -> HandOver:
    """Confirm what came; what did not goes back, and somebody says why.

    ``accepted`` and ``notes`` go by item; ``note`` is for all that have none.
    """
    sheet = _locked(sheet_id)
    require(actor, sheet.to_unit_id)
    _refuse_settled(sheet)
    names = names_on([sheet.from_unit_id, sheet.to_unit_id], day_of(at))
    for item in _items(sheet):
        why = ((notes or {}).get(item.pk, "") or note).strip()
        if item.pk in accepted:
            item.is_accepted = True
            said = f"{names[sheet.to_unit_id]} nhận theo biên bản {sheet.number}"
            cases.note_on(item.dossier.case, "handed_over", said, actor=actor, at=at)
        else:
            if not why:
                raise Refused(
                    f"Hãy ghi lý do không nhận {item.dossier.case.code}, "
                    "hoặc đánh dấu đã nhận."
                )
            item.is_accepted, item.note = False, why
            _back(sheet, item, actor, at, f"Không nhận, biên bản {sheet.number}: {why}")
        item.save(update_fields=["is_accepted", "note"])
    sheet.confirmed_at, sheet.confirmed_by_id = at, actor.user_id
    sheet.save(update_fields=["confirmed_at", "confirmed_by"])
    return sheet


@transaction.atomic
def call_off(sheet_id: int, *, actor: Actor, at: datetime) -> HandOver:
    """Take a sheet back before anybody has confirmed it; its number stays spent."""
    sheet = _locked(sheet_id)
    require(actor, sheet.from_unit_id)
    _refuse_settled(sheet)
    for item in _items(sheet):
        _back(sheet, item, actor, at, f"{CALLED_OFF}, biên bản {sheet.number}")
        item.is_accepted, item.note = False, CALLED_OFF
        item.save(update_fields=["is_accepted", "note"])
    sheet.called_off_at = at
    sheet.save(update_fields=["called_off_at"])
    return sheet


def require(actor: Actor, unit_id: int | None = None) -> None:
    """Whoever receives or handles dossiers in a unit may give and take its papers."""
    if not (actor.may(RECEIVE, unit_id) or actor.may(PROCESS, unit_id)):
        raise PermissionDenied(PROCESS)


@transaction.atomic
def _give_to(
    to_unit: int,
    dossiers: list[int],
    is_results: bool,
    actor: Actor,
    at: datetime,
) -> tuple[HandOver | None, int, list[Refusal]]:
    """Make one sheet. Cases are locked in one order and looked at again."""
    locked = list(
        Case.objects.select_for_update(of=("self",))
        .filter(pk__in=dossiers)
        .order_by("pk")
    )
    desk = Desk(actor, dossiers)
    refused, going = [], []
    known = with_rows(Dossier.objects.filter(pk__in=dossiers)).in_bulk()
    for case in locked:
        dossier = known[case.pk]
        dossier.case = case
        if why := desk.refusal(dossier):
            refused.append(Refusal(case.code, why))
        else:
            going.append(case)
    if not going:
        return None, 0, refused
    sheet = HandOver.objects.create(
        number=_number(actor.unit_id, at),
        from_unit_id=actor.unit_id,
        to_unit_id=to_unit,
        is_results=is_results,
        made_at=at,
        made_by_id=actor.user_id,
    )
    said = f"Biên bản bàn giao {sheet.number}"
    for case in going:
        if is_results:
            cases.note_on(case, "hand_over", said, actor=actor, at=at)
        else:
            cases.assign(case, actor=actor, at=at, to_unit=to_unit, note=said)
    HandOverItem.objects.bulk_create(
        HandOverItem(hand_over=sheet, dossier_id=case.pk, case_number=case.number)
        for case in going
    )
    return sheet, len(going), refused


def _number(unit_id: int, at: datetime) -> str:
    code = Unit.objects.values_list("code", flat=True).get(pk=unit_id)
    year = f"{day_of(at):%y}"
    return f"BG-{code}-{year}-{next_number('hand-over', unit_id, year):04}"


def _locked(sheet_id: int) -> HandOver:
    return HandOver.objects.select_for_update(of=("self",)).get(pk=sheet_id)


def _items(sheet: HandOver) -> list[HandOverItem]:
    """The lines of a sheet, their cases locked in one order."""
    items = list(sheet.items.select_related("dossier").order_by("dossier"))
    held = Case.objects.select_for_update(of=("self",)).order_by("pk")
    by_pk = {
        case.pk: case for case in held.filter(pk__in=[i.dossier_id for i in items])
    }
    for item in items:
        item.dossier.case = by_pk[item.dossier_id]
    return items


def _refuse_settled(sheet: HandOver) -> None:
    if sheet.confirmed_at:
        raise Refused(
            f"Biên bản {sheet.number} đã xác nhận lúc {moment(sheet.confirmed_at)}."
        )
    if sheet.called_off_at:
        raise Refused(f"Biên bản {sheet.number} đã hủy.")


def _back(
    sheet: HandOver, item: HandOverItem, actor: Actor, at: datetime, note: str
) -> None:
    """Give a dossier back to whoever gave it, if nobody has begun to handle it."""
    case = item.dossier.case
    if sheet.is_results:
        if not case.closed_at:
            cases.note_on(case, "hand_back", note, actor=actor, at=at)
        return
    if case.number != item.case_number:
        raise Refused(
            f"{case.code} đã được xử lý tiếp sau khi giao: không trả lại bằng biên bản."
        )
    cases.assign(case, actor=actor, at=at, to_unit=sheet.from_unit_id, note=note)
