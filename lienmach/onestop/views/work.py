"""C04: the list of work, and what is done to many dossiers at once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lienmach.base.exports import export, is_long
from lienmach.base.forms import Form
from lienmach.base.http import Request, back
from lienmach.base.lists import List, chosen
from lienmach.base.parts import number
from lienmach.base.shown import show
from lienmach.base.toasts import toast
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.cases.models import Case
from lienmach.onestop.actions import batches, hands
from lienmach.onestop.actions.hands import Many
from lienmach.onestop.forms.work import AssignForm, MoveForm
from lienmach.onestop.lists.clocks import long_words
from lienmach.onestop.lists.work import Work, nothing
from lienmach.onestop.models import Batch, Dossier
from lienmach.onestop.queries import places
from lienmach.onestop.queries import work as queries
from lienmach.onestop.queries.dossiers import visible
from lienmach.org.actions import audit
from lienmach.org.models import Verb

MANY, MOST_KEPT = "many", 5
WHOLE = "ca-bo-loc"  # the set is all that fitted the filters, not what was ticked
CHOSEN = "da-chon"  # the set as it was chosen: «pk.number pk.number»
PLACES = ("received_unit", "unit")
SLUG = "onestop:work"


def list_of(
    request: Request, *, now: datetime, soonest: datetime | None = None
) -> List[Dossier]:
    """The list as whoever asks sees it now: for its page, its neighbours, its files."""
    actor, mine = request.actor, request.GET.get("xem", "") == ""
    return Work(
        actor,
        now,
        queries.choices(actor, on=day_of(now)),
        queries.Clocks(actor, now),
        nothing(mine, soonest, now),
        note_export,
        export_later,
    ).declared


def note_export(request: HttpRequest, kind: str) -> None:
    """Personal data leaves the office: the audit says who took it, and what of it."""
    audit.write(
        Verb.EXPORTED,
        "Danh sách hồ sơ",
        actor=request.actor,  # type: ignore[attr-defined]  # set by our middleware
        at=timezone.now(),
        after={"dạng": kind, "bộ lọc": request.GET.urlencode()[:500]},
    )


def export_later(request: HttpRequest, kind: str) -> HttpResponseBase:
    """A long list is written in the background; its page says when it is there."""
    note_export(request, kind)
    asked = request.GET.copy()
    asked.pop("xuat", None)
    said = {"kind": kind, "query": asked.urlencode()}
    actor = request.actor  # type: ignore[attr-defined]  # set by our middleware
    made = batches.begin(Batch.Verb.EXPORT, {}, said, actor=actor, at=timezone.now())
    return redirect("onestop:batch", made.pk)


@require_safe
def work(request: Request) -> HttpResponseBase:
    now = timezone.now()
    rows = queries.rows(request.actor)
    soonest = queries.next_due(rows, now=now)
    shown = {"soonest": long_words(soonest) if soonest else ""}
    declared = list_of(request, now=now, soonest=soonest)
    return show(request, declared, rows, "onestop/work.html", shown)


@require_POST
def accept(request: Request) -> HttpResponse:
    now = timezone.now()
    seen = _seen(request, now, "nhan")
    if _is_whole(request) and CHOSEN not in request.POST:
        return _ask(request, "Nhận xử lý", "work_accept", Form(), seen)
    if len(seen) > batches.AT_THE_PAGE:
        return _in_the_background(request, Batch.Verb.ACCEPT, seen, {}, now)
    told = hands.accept_many(seen, actor=request.actor, at=now)
    return _told(request, "Nhận xử lý", "work_accept", told, {})


@require_POST
def assign(request: Request) -> HttpResponse:
    """Ask to whom, then give all to that person."""
    now = timezone.now()
    seen = _seen(request, now, "phan-cong")
    units = set(_held(seen).values_list("unit", flat=True))
    people = places.people_of(units, day_of(now))
    if len(units) > 1:
        raise Refused("Các hồ sơ đã chọn ở nhiều đơn vị: hãy phân công từng đơn vị.")
    data = request.POST if "person" in request.POST else None
    form = AssignForm(data, people=[(pk, name) for pk, name, _ in people])
    if not form.is_valid():
        return _ask(request, "Phân công", "work_assign", form, seen)
    sent = form.cleaned_data
    if len(seen) > batches.AT_THE_PAGE:
        return _in_the_background(request, Batch.Verb.ASSIGN, seen, sent, now)
    told = hands.assign_many(
        seen,
        actor=request.actor,
        at=now,
        to_person=sent["person"],
        note=sent["note"],
    )
    return _told(request, "Phân công", "work_assign", told, sent)


@require_POST
def move(request: Request) -> HttpResponse:
    """Ask to which unit, then send all there."""
    now = timezone.now()
    seen = _seen(request, now, "chuyen")
    first = _held(seen).order_by("received_unit", "unit", "pk")
    pairs = {(c.received_unit_id, c.unit_id): c for c in first.distinct(*PLACES)}
    offered = [places.office_of(case, day_of(now)) for case in pairs.values()]
    shared = frozenset.intersection(*offered) if offered else frozenset()
    data = request.POST if "unit" in request.POST else None
    form = MoveForm(data, units=places.unit_choices(shared, day_of(now)))
    if not form.is_valid():
        return _ask(request, "Chuyển đơn vị", "work_move", form, seen)
    sent = form.cleaned_data
    if len(seen) > batches.AT_THE_PAGE:
        return _in_the_background(request, Batch.Verb.MOVE, seen, sent, now)
    told = hands.assign_many(
        seen, actor=request.actor, at=now, to_unit=sent["unit"], note=sent["note"]
    )
    return _told(request, "Chuyển đơn vị", "work_move", told, sent)


@require_POST
def export_chosen(request: Request) -> HttpResponseBase:
    declared = list_of(request, now=timezone.now())
    rows = chosen(request, declared, queries.rows(request.actor))
    if not rows.exists():
        raise Refused("Chưa chọn hồ sơ nào.")
    if is_long(declared, rows):
        return export_later(request, "xlsx")
    return export(request, declared, declared.order("han").sort(rows), "xlsx")


@require_POST
def undo(request: Request, key: str) -> HttpResponse:
    """Take back what was done to many at once, as one."""
    kept: dict[str, list[list[int]]] = request.session.get(MANY, {})
    done = kept.pop(key, None)
    if done is None:
        raise Refused("Việc này đã hoàn tác, hoặc đã quá lâu để hoàn tác.")
    request.session[MANY] = kept
    now = timezone.now()
    told = hands.undo_many([(a, b) for a, b in done], actor=request.actor, at=now)
    if told.refused:
        dossiers = _dossiers(request, list(told.refused))
        return _result(request, "Hoàn tác", "", told, dossiers, {})
    toast(request, f"Đã hoàn tác {len(told.done)} hồ sơ.")
    return redirect(SLUG)


def whole_of(request: Request, now: datetime, slug: str) -> QuerySet[Dossier]:
    """Of all that fit the filters, those that an action fits: it leaves the rest."""
    declared = list_of(request, now=now)
    rows = chosen(request, declared, queries.rows(request.actor))
    fits = declared.action(slug).fits
    return rows.filter(fits()) if fits else rows


def _seen(request: Request, now: datetime, slug: str) -> dict[int, int]:
    """What was chosen, each with the number of its case when it was.

    It is settled when it is chosen: what a page asks for after that is about the same
    dossiers, whatever fits the filters by then.
    """
    most = batches.MOST
    kept = _read(request.POST.get(CHOSEN, ""))
    rows = queries.rows(request.actor)
    if kept and request.POST.get("tat-ca"):
        rows = rows.filter(pk__in=list(kept))
    elif request.POST.get("tat-ca"):
        rows = whole_of(request, now, slug)
    else:
        rows = chosen(request, list_of(request, now=now), rows)
    found = rows.order_by("pk").values_list("pk", "case__number")[: most + 1]
    seen = {pk: kept.get(pk, current) for pk, current in found}
    if not seen and _is_whole(request):
        raise Refused("Không có hồ sơ nào khớp bộ lọc làm được việc này.")
    if not seen:
        raise Refused("Chưa chọn hồ sơ nào.")
    if len(seen) > most:
        raise Refused(
            f"Mỗi lần làm với nhiều nhất {number(most)} hồ sơ: "
            "hãy lọc bớt rồi làm nhiều lần."
        )
    return seen


def _kept(seen: Mapping[int, int]) -> str:
    return " ".join(f"{pk}.{seen_at}" for pk, seen_at in seen.items())


def _read(sent: str) -> dict[int, int]:
    """Read what ``_kept`` wrote; what is no such pair is left out."""
    read = {}
    for one in sent.split()[: batches.MOST]:
        pk, _, seen = one.partition(".")
        if all(n.isdecimal() and len(n) < 10 for n in (pk, seen)):
            read[int(pk)] = int(seen)
    return read


def _held(ids: Iterable[int]) -> QuerySet[Case]:
    return Case.objects.filter(pk__in=list(ids))


def _in_the_background(
    request: Request,
    verb: Batch.Verb,
    seen: dict[int, int],
    sent: dict[str, Any],
    now: datetime,
) -> HttpResponse:
    of = {"query": request.GET.urlencode(), "whole": _is_whole(request)}
    made = batches.begin(verb, seen, {**sent, **of}, actor=request.actor, at=now)
    return redirect("onestop:batch", made.pk)


def _is_whole(request: Request) -> bool:
    """Whether all that fitted the filters was chosen; a page that asks carries it."""
    name = WHOLE if CHOSEN in request.POST else "tat-ca"
    return bool(request.POST.get(name))


def _dossiers(request: Request, ids: Sequence[int]) -> list[Dossier]:
    rows: QuerySet[Dossier] = visible(request.actor).filter(pk__in=ids)
    return list(rows.order_by("case__urgency", "pk"))


def _ask(
    request: Request,
    title: str,
    name: str,
    form: Form,
    seen: dict[int, int],
) -> HttpResponse:
    """Ask what is needed besides; more than a page is not listed, only counted."""
    is_many = len(seen) > hands.MOST_AT_ONCE
    is_whole = is_many and _is_whole(request)  # what is listed may be unticked
    shown = {
        "title": title,
        "action": f"{reverse(f'onestop:{name}')}?{request.GET.urlencode()}",
        "form": form,
        "rows": []
        if is_many
        else [(one, "") for one in _dossiers(request, list(seen))],
        "many": len(seen),
        "is_many": is_many,
        "next": _next(request),
        "is_whole": is_whole,
        "left": _left(request, len(seen)),
        "fields": [
            (CHOSEN, _kept(seen)),
            *([("tat-ca", "1")] if is_many else []),
            *([(WHOLE, "1")] if is_whole else []),
        ],
    }
    status = 422 if form.is_bound else 200
    return render(request, "onestop/work_many.html", shown, status=status)


def _left(request: Request, count: int) -> int:
    """Of all that fit the filters, how many an action leaves as they are."""
    if not request.POST.get("tat-ca") or CHOSEN in request.POST:
        return 0
    declared = list_of(request, now=timezone.now())
    rows = chosen(request, declared, queries.rows(request.actor))
    return rows.order_by().count() - count


def _told(
    request: Request, title: str, name: str, told: Many, sent: dict[str, Any]
) -> HttpResponse:
    """Say what was done, with one way back for all; what was refused stays chosen."""
    if told.done:
        kept = list(request.session.get(MANY, {}).items())[-(MOST_KEPT - 1) :]
        key = f"{told.done[0][0]}-{told.done[0][1]}-{len(told.done)}"
        request.session[MANY] = {**dict(kept), key: told.done}
        toast(
            request,
            f"{title}: xong {len(told.done)} hồ sơ.",
            undo=reverse("onestop:work_undo", args=[key]),
        )
    if not told.refused:
        return redirect(_next(request))
    dossiers = _dossiers(request, list(told.refused))
    return _result(request, title, name, told, dossiers, sent)


def _result(
    request: Request,
    title: str,
    name: str,
    told: Many,
    dossiers: list[Dossier],
    sent: dict[str, Any],
) -> HttpResponse:
    shown = {
        "title": title,
        "action": reverse(f"onestop:{name}") if name else "",
        "done": len(told.done),
        "many": 0,
        "is_many": False,
        "is_whole": False,
        "rows": [(dossier, told.refused[dossier.pk]) for dossier in dossiers],
        "next": _next(request),
        "fields": [
            (CHOSEN, _kept({one.pk: one.case.number for one in dossiers})),
            *((name, value) for name, value in sent.items() if value),
        ],
        "form": None,
    }
    return render(request, "onestop/work_many.html", shown)


def _next(request: Request) -> str:
    wanted = back(request)
    return reverse(SLUG) if wanted == "/" else wanted
