"""The regimes: what is asked for, and which office keeps it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from lienmach.base.http import Request, posted
from lienmach.base.toasts import toast
from lienmach.calc.forms import Form as Annex
from lienmach.calc.refusal import Refused
from lienmach.indicators.queries.forms import doubts, library
from lienmach.org.queries import names_on
from lienmach.reporting.actions import regimes as actions
from lienmach.reporting.flow import CONSOLIDATE
from lienmach.reporting.forms.regimes import ChangedRegimeForm, KeeperForm, RegimeForm
from lienmach.reporting.models import Regime
from lienmach.reporting.queries import keeping, rounds
from lienmach.reporting.views.texts import unit_asked


def regimes(request: Request) -> HttpResponse:
    """The regimes of reports, and the form that adds one."""
    request.actor.require(CONSOLIDATE)
    known = library()
    groups = _groups(known.forms)
    form = RegimeForm(posted(request), groups=groups, levels=rounds.levels())
    if form.is_bound and form.is_valid():
        try:
            made = actions.keep_regime(form.new, actor=request.actor, at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, f"Đã thêm chế độ «{made}».")
            return redirect("reporting:regime", made.pk)
    found = rounds.all_regimes()
    offices = {one.office_id for regime in found for one in regime.keepers.all()}
    names = names_on(offices, timezone.localdate())
    context: dict[str, Any] = {
        "form": form,
        "lines": [
            {
                "regime": one,
                "forms": groups.get(one.forms, one.forms),
                "keepers": [names[keeper.office_id] for keeper in one.keepers.all()],
            }
            for one in found
        ],
        "wrong": known.wrong.values(),
        "doubts": doubts(known),
    }
    status = 422 if form.is_bound else 200
    return render(request, "reporting/regimes.html", context, status=status)


def regime(request: Request, pk: int) -> HttpResponse:
    """One regime: put right, ended, and given to an office."""
    found = _regime(request, pk)
    form = _form_of(found, posted(request))
    if form.is_bound and form.is_valid():
        try:
            actions.change_regime(
                found,
                form.told(found),
                seen=form.cleaned_data["ban"],
                actor=request.actor,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
            sent = request.POST.copy()
            sent["ban"] = actions.stamp_of(found)
            form.data = sent
        else:
            toast(request, "Đã lưu chế độ báo cáo.")
            return redirect("reporting:regime", pk)
    unit = unit_asked(request, CONSOLIDATE)
    status = 422 if form.is_bound else 200
    return _show(request, found, unit, form=form, status=status)


@require_POST
def keeper(request: Request, pk: int, unit: int) -> HttpResponse:
    """Let an office of a unit keep a regime, or nobody in particular."""
    found = _regime(request, pk)
    request.actor.require(CONSOLIDATE, unit)
    now = timezone.now()
    offices = keeping.offices_of(unit, timezone.localdate(now))
    form = KeeperForm(request.POST, offices=offices)
    if form.is_valid():
        try:
            actions.let_keep(
                found, unit, form.cleaned_data["co_quan"], actor=request.actor, at=now
            )
        except Refused as refused:
            form.add_error("co_quan", str(refused))
        else:
            toast(request, "Đã lưu cơ quan giữ.")
            return redirect(f"{reverse('reporting:regime', args=[pk])}?dv={unit}")
    return _show(request, found, unit, keeper=form, status=422)


def _regime(request: Request, pk: int) -> Regime:
    request.actor.require(CONSOLIDATE)
    rows = Regime.objects.prefetch_related("due_rules__level", "keepers")
    return get_object_or_404(rows, pk=pk)


def _show(
    request: Request,
    found: Regime,
    unit: int,
    *,
    form: ChangedRegimeForm | None = None,
    keeper: KeeperForm | None = None,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    units = rounds.bringing(request.actor.units_with(CONSOLIDATE), today)
    offices = keeping.offices_of(unit, today)
    held = {one.unit_id: one.office_id for one in found.keepers.all()}
    initial = {"co_quan": held.get(unit)}
    context = {
        "regime": found,
        "forms": _groups(library().forms).get(found.forms, found.forms),
        "form": form or _form_of(found),
        "keeper": keeper or KeeperForm(offices=offices, initial=initial),
        "offices": offices,
        "unit": unit,
        "unit_name": dict(units).get(unit, ""),
        "units": units,
    }
    return render(request, "reporting/regime.html", context, status=status)


def _form_of(found: Regime, sent: QueryDict | None = None) -> ChangedRegimeForm:
    initial = ChangedRegimeForm.of(found)
    return ChangedRegimeForm(sent, levels=rounds.levels(), initial=initial)


def _groups(known: Mapping[str, Annex]) -> dict[str, str]:
    """The groups of forms, each with what its forms are called for short."""
    found: dict[str, list[str]] = {}
    for form in sorted(known.values(), key=lambda one: one.code):
        if form.group:
            found.setdefault(form.group, []).append(form.title.partition(":")[0])
    return {group: ", ".join(found[group]) for group in sorted(found)}
