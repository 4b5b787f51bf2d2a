from datetime import date
from urllib.parse import urlencode

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lienmach.base.http import Request
from lienmach.base.parts import number
from lienmach.base.shown import show
from lienmach.calc.period import Window
from lienmach.calc.refusal import Refused
from lienmach.indicators import forms, lists, queries, registry
from lienmach.indicators.actions.past import RIGHT
from lienmach.indicators.queries import board as queries_of_board
from lienmach.indicators.queries import explain as explained
from lienmach.indicators.queries.explain import Place
from lienmach.indicators.registry import Indicator, Question
from lienmach.indicators.views.board import MOST_UNITS, Screen
from lienmach.indicators.views.board import screen as board_of
from lienmach.indicators.views.pieces import ON_PAPER
from lienmach.indicators.views.screen import LEVEL, of_units, screen
from lienmach.org.queries import names_on

TOO_MANY = (
    f"Hơn {number(explained.MOST_ASKED)} hồ sơ: hãy chọn kỳ ngắn hơn hoặc một đơn vị "
    "để xem các câu hỏi."
)
BARRED = "Số này ai cũng xem được; từng hồ sơ chỉ người được giao mới mở được."


@require_safe
def reported(request: Request) -> HttpResponseBase:
    """The figures that the reports of one's units have printed."""
    units = queries.units(request.actor, on=timezone.localdate())
    rows = queries.reported(request.actor)
    context = {"may_enter": request.actor.may(RIGHT)}
    declared = lists.reported(units)
    return show(request, declared, rows, "indicators/reported.html", context)


@require_safe
def explain(request: Request, slug: str) -> HttpResponse:
    """L02: a figure with its formula, what it leaves out and the cases behind it."""
    indicator = registry.indicators().get(slug)
    unit = explained.unit_of(request.actor, request.GET.get("dv", ""))
    named = request.GET.get(LEVEL, "")
    level = explained.level_of(named) if named else None
    if indicator is None or unit is None or (named and level is None):
        raise Http404
    today = timezone.localdate()
    asked = forms.read_days(request.GET, today=today)
    divided = request.GET.get("chia", "")
    shown = screen(request.actor, indicator, unit, level, asked, divided, today=today)
    periods = forms.choices(asked, today=today)
    context = {"shown": shown, "asked": asked, "periods": periods}
    return render(request, "indicators/explain.html", context)


@require_safe
def cases(
    request: Request,
    slug: str,
    part: str,
    code: str,
    days: str,
    dimension: str = "",
    key: str = "",
) -> HttpResponseBase:
    """The very cases that a figure counts, as a list of their own room.

    With a dimension, only those of one of its keys.
    """
    today = timezone.localdate()
    indicator = registry.indicators().get(slug)
    place = explained.place_of(request.actor, code, today=today)
    window = forms.read_address(days)
    if indicator is None or place is None or window is None:
        raise Http404
    if question := explained.question_of(part):
        return _asked_about(request, indicator, question, place, window)
    measures = explained.measures_of(indicator, part)
    if measures is None:
        raise Http404
    of_part = explained.part_of(measures, dimension, key)
    if dimension and of_part is None:
        raise Http404
    found = explained.cases_of(measures, place.scope, window, of_part)
    what = " + ".join(measure.label for measure in measures)
    more = explained.called(*of_part) if of_part else ""
    return _list(request, indicator, place, window, found, what, more)


def _asked_about(
    request: Request,
    indicator: Indicator,
    question: Question,
    place: Place,
    window: Window,
) -> HttpResponseBase:
    """The cases of which an inspection would ask a question."""
    cases = explained.asked_about(request.actor, indicator, place.scope, window)
    if cases is None:
        raise Refused(TOO_MANY)
    found = explained.among(question.find(cases))
    return _list(
        request, indicator, place, window, found, question.text, question.counts
    )


def _list(
    request: Request,
    indicator: Indicator,
    place: Place,
    window: Window,
    found: Q,
    what: str,
    more: str,
) -> HttpResponseBase:
    unit, level = place.unit, place.level
    name = names_on([unit.pk], window.end).get(unit.pk, unit.code)
    of = [name, of_units(level) if level else "", more]
    back = [*forms.Asked(window, None).query, ("dv", unit.code)]
    context = {
        "indicator": indicator,
        "unit_name": ", ".join(filter(None, of)),
        "window": forms.said(window),
        "what": what,
        "back": urlencode([*back, (LEVEL, level.code)] if level else back),
    }
    rows = explained.listed(request.actor, found)
    declared = registry.the_listing().declared
    template = "indicators/cases.html"
    barred = "" if explained.may_list(request.actor, indicator) else BARRED
    return show(request, declared, rows, template, context, barred=barred)


@require_safe
def board(request: Request) -> HttpResponse:
    """L01: what a leader decides today, and how the office stands."""
    today = timezone.localdate()
    asked = forms.read_days(request.GET, today=today)
    shown = _board(request, asked, today)
    periods = forms.choices(asked, today=today)
    context = {"shown": shown, "asked": asked, "periods": periods}
    return render(request, "indicators/board.html", context)


@require_safe
def summary(request: Request) -> HttpResponse:
    """One page to be printed: the week in which the chosen days end."""
    today = timezone.localdate()
    asked = forms.week_of(forms.read_days(request.GET, today=today), today=today)
    shown = _board(request, asked, today, most_units=ON_PAPER)
    return render(request, "indicators/summary.html", {"shown": shown, "asked": asked})


def _board(
    request: Request, asked: forms.Asked, today: date, *, most_units: int = MOST_UNITS
) -> Screen:
    actor, code = request.actor, request.GET.get("dv", "")
    if code:
        place = explained.unit_of(actor, code)
    else:
        place = queries_of_board.place_of(actor, today=today)
    if place is None:
        raise Http404
    heated = request.GET.get("nhiet", "")
    return board_of(
        actor,
        place,
        asked,
        heated,
        now=timezone.now(),
        today=today,
        most_units=most_units,
    )
