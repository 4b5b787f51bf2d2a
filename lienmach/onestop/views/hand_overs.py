"""C03: papers are handed over, scanned one by one, and confirmed at the other end."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from lienmach.base import codes
from lienmach.base.http import Request
from lienmach.base.toasts import toast
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.onestop.actions import hand_overs as actions
from lienmach.onestop.flow import PROCESS, RECEIVE
from lienmach.onestop.models import HandOver
from lienmach.onestop.queries import hand_overs as queries
from lienmach.onestop.queries.hand_overs import Desk, Group, Refusal
from lienmach.onestop.queries.letterheads import head_of
from lienmach.onestop.queries.slips import letter_day

PAGES = ["GET", "HEAD", "POST"]
FEW = 5  # missing codes are named up to here


@require_http_methods(PAGES)
def hand_over(request: Request) -> HttpResponse:
    """What waits here, by where it goes; scanning ticks, a POST hands over."""
    actions.require(request.actor)
    now = timezone.now()
    if request.method != "POST":
        if sheet := _scanned_sheet(request, request.GET.get("quet", "")):
            return redirect("onestop:hand_over_sheet", sheet.number)
        return _page(request, now, ticked=set(), refused=[])
    texts = [t for t in request.POST.getlist("chon") if t.strip()]
    scanned = request.POST.get("quet", "").strip()
    if request.POST.get("viec") == "danh-dau" or (scanned and not texts):
        return _tick(request, now, texts, scanned)
    if scanned:
        texts.append(scanned)
    if not texts:
        raise Refused("Chưa chọn hồ sơ nào để bàn giao: hãy quét hoặc đánh dấu.")
    given = actions.give(texts, actor=request.actor, at=now)
    for sheet in given.sheets:
        toast(
            request,
            f"Đã lập biên bản {sheet.number}.",
            undo=reverse("onestop:hand_over_call_off", args=[sheet.number]),
        )
    ticked = {refused.code for refused in given.refused}
    return _page(request, now, ticked=ticked, refused=given.refused, given=given)


@require_safe
def check(request: Request) -> HttpResponse:
    """A line for a scanned code that does not wait here: why it cannot go."""
    actions.require(request.actor)
    text = request.GET.get("ma", "")[: queries.LONGEST]
    shown = {"refused": _why(request, [text])}
    return render(request, "onestop/_not_handed.html", shown)


@require_http_methods(PAGES)
def sheet(request: Request, number: str) -> HttpResponse:
    """The paper of a sheet; whoever receives it confirms here what came."""
    found = get_object_or_404(queries.sheets(request.actor), number=number)
    if request.method == "POST":
        return _confirmed(request, found)
    return render(request, "onestop/hand_over_sheet.html", _sheet(request, found))


@require_POST
def call_off(request: Request, number: str) -> HttpResponse:
    found = get_object_or_404(queries.sheets(request.actor), number=number)
    actions.call_off(found.pk, actor=request.actor, at=timezone.now())
    toast(request, f"Đã hủy biên bản {number}: hồ sơ trở lại nơi giao.")
    return redirect("onestop:hand_over")


def _page(
    request: Request,
    now: datetime,
    *,
    ticked: set[str],
    refused: list[Refusal],
    given: actions.Given | None = None,
) -> HttpResponse:
    actor = request.actor
    groups = queries.groups(actor, at=now)
    incoming, outgoing = list(queries.incoming(actor)), list(queries.outgoing(actor))
    done = list(queries.done(actor))
    names = queries.sheet_names([*incoming, *outgoing, *done], now)
    shown = {
        "columns": [_column(group, ticked, now) for group in groups],
        "refused": [one for one in refused if one.code not in _codes(groups)],
        "reasons": {one.code: one.reason for one in refused},
        "given": given,
        "printable": ",".join(s.number for s in given.sheets) if given else "",
        "incoming": [(s, names.get(s.from_unit_id, "")) for s in incoming],
        "outgoing": [(s, names.get(s.to_unit_id, "")) for s in outgoing],
        "done": [
            (s, names.get(s.from_unit_id, ""), names.get(s.to_unit_id, ""))
            for s in done
        ],
        "waiting": sum(len(group.rows) for group in groups),
    }
    return render(request, "onestop/hand_over.html", shown)


def _column(group: Group, ticked: set[str], now: datetime) -> dict[str, Any]:
    rows = [
        (row, row.code in ticked, queries.due_words(row.due_at, at=now))
        for row in group.rows
    ]
    left = [row.tail for row, is_ticked, _ in rows if not is_ticked]
    due = group.due_at
    return {
        "group": group,
        "rows": rows,
        "left": _left(left) if len(left) < len(rows) else "",
        "due": queries.due_words(due, at=now),
        "is_late": due is not None and due < now,
    }


def _left(tails: list[str]) -> str:
    if not tails:
        return "Đã quét đủ"
    named = f": {', '.join(tails)}" if len(tails) <= FEW else ""
    return f"Còn thiếu {len(tails)} hồ sơ chưa quét{named}"


def _codes(groups: list[Group]) -> set[str]:
    return {row.code for group in groups for row in group.rows}


def _tick(
    request: Request, now: datetime, texts: list[str], scanned: str
) -> HttpResponse:
    """Without a script a scan is sent: the page comes back with one tick more."""
    if found := _scanned_sheet(request, scanned):
        return redirect("onestop:hand_over_sheet", found.number)
    known = queries.found_by([*texts, scanned], request.actor)
    ticked = {d.case.code for d in known.values() if d}
    waiting = _codes(queries.groups(request.actor, at=now))
    outside = [
        text
        for text, dossier in known.items()
        if text and (dossier is None or dossier.case.code not in waiting)
    ]
    return _page(request, now, ticked=ticked, refused=_why(request, outside))


def _why(request: Request, texts: list[str]) -> list[Refusal]:
    known = queries.found_by(texts, request.actor)
    desk = Desk(request.actor, [d.pk for d in known.values() if d])
    said = []
    for text, dossier in known.items():
        code = dossier.case.code if dossier else queries.code_of(text)
        why = desk.refusal(dossier) if dossier else "không thấy hồ sơ có mã này"
        said.append(Refusal(code, why or "vừa chuyển tới đây: tải lại trang để chọn"))
    return said


def _scanned_sheet(request: Request, text: str) -> HandOver | None:
    """The sheet whose bar code was scanned, if it was one."""
    number = queries.code_of(text)
    if not number.startswith("BG-"):
        return None
    return queries.sheets(request.actor).filter(number=number).first()


def _sheet(request: Request, found: HandOver) -> dict[str, Any]:
    items = list(queries.items_of(found))
    names = queries.sheet_names([found], found.made_at)
    head = head_of(found.from_unit_id, day_of(found.made_at))
    is_open = not found.confirmed_at and not found.called_off_at
    actor = request.actor
    may = {
        unit: actor.may(RECEIVE, unit) or actor.may(PROCESS, unit)
        for unit in (found.from_unit_id, found.to_unit_id)
    }
    may_confirm = is_open and may[found.to_unit_id]
    tokens = queries.tokens_of([i.dossier_id for i in items]) if may_confirm else {}
    return {
        "sheet": found,
        "head": head,
        "dated": letter_day(head.place, found.made_at),
        "from_name": names.get(found.from_unit_id, ""),
        "to_name": names.get(found.to_unit_id, ""),
        "bars": codes.barcode(found.number, f"Mã vạch {found.number}"),
        "rows": items,
        "accepted": sum(1 for item in items if item.is_accepted),
        "rejected": [item for item in items if item.is_accepted is False],
        "may_confirm": may_confirm,
        "to_confirm": [(i, tokens.get(i.dossier_id, i.dossier.token)) for i in items],
        "may_call_off": is_open and may[found.from_unit_id],
        "all_ticked": request.GET.get("du") == "1",
    }


def _confirmed(request: Request, found: HandOver) -> HttpResponse:
    sent = request.POST
    accepted = {int(t) for t in sent.getlist("nhan") if t.isascii() and t.isdecimal()}
    notes = {
        int(name[6:]): sent.get(name, "")[:300]
        for name in sent
        if name.startswith("ly_do_") and name[6:].isascii() and name[6:].isdecimal()
    }
    actions.confirm(
        found.pk,
        accepted,
        actor=request.actor,
        at=timezone.now(),
        note=sent.get("ly_do", "")[:300],
        notes=notes,
    )
    toast(request, f"Đã xác nhận biên bản {found.number}.")
    return redirect("onestop:hand_over")
