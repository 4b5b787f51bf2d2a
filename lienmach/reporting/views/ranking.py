"""X01: the ranking of a year, one's own unit first."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from lienmach.base.bumps import Runner, bump, part, rising
from lienmach.base.charts import Mark
from lienmach.base.http import Request
from lienmach.calc.scores import Loss
from lienmach.org.models import Unit
from lienmach.reporting.flow import APPRAISE, SCORE
from lienmach.reporting.lists import scores as lists
from lienmach.reporting.models import Scorecard
from lienmach.reporting.queries import ranking as queries
from lienmach.reporting.queries.ranking import Group, Place
from lienmach.reporting.views.score_book import ranking_book
from lienmach.reporting.views.score_lines import points_said

MOST_YEARS = 8  # in a chart
MOST_PLANS = 6


@require_safe
def scores(request: Request) -> HttpResponse:
    """The latest year that an actor may read; without any, what to do about it."""
    years = queries.years_of(request.actor, timezone.localdate())
    if years:
        return redirect("reporting:ranking", years[0])
    context = {"may_open": bool(request.actor.units_with(APPRAISE))}
    return render(request, "reporting/no_scores.html", context)


@require_safe
def ranking(request: Request, year: int) -> HttpResponse:
    """X01: one's own unit first, then everybody, then where points are lost."""
    today = timezone.localdate()
    known, owner = _owner(request, year, today)
    of = _unit(request.GET.get("dv", ""))
    by = request.GET.get("bo", "")
    group = queries.group(request.actor, owner, of=of, on=today, by=by)
    if year not in group.years:
        raise Http404
    cards = queries.cards_of(request.actor, owner, year, group.years[year].by)
    mine = [card for card in cards if f"u{card.unit_id}" == group.mine]
    looked = mine or cards
    context = {
        "year": year,
        "group": group,
        "of_year": group.years[year],
        "years": sorted(group.years, reverse=True),
        "sets": group.sets.get(year, ()),
        "boards": [(code, name) for _, code, name in known],
        "told": _told(group, year),
        "lines": _lines(group, year),
        "points": _points_chart(group),
        "bump": _bump_chart(group, year),
        "lost": [_lost(one, mine[0] if mine else None) for one in queries.lost(looked)],
        "card": mine[0] if mine else None,
        "round": cards[0].round if cards else None,
        "may_open": bool(request.actor.units_with(APPRAISE)),
        "may_withdraw": not cards
        and bool(request.actor.units_with(APPRAISE))
        and owner.pk in queries.publishers(request.actor, today),
        "may_plan": bool(mine) and request.actor.may(SCORE, mine[0].unit_id),
        "may_add": request.actor.may(SCORE),
        "plans": _plans(request, mine, year),
        "mine_name": next(
            (
                place.name
                for place in group.years[year].places
                if mine and place.key == group.mine
            ),
            "",
        ),
        "is_averaged": not mine and len(cards) > 1,
    }
    return render(request, "reporting/ranking.html", context)


@require_safe
def workbook(request: Request, year: int) -> HttpResponseBase:
    """The ranking as a workbook."""
    today = timezone.localdate()
    _, owner = _owner(request, year, today)
    by = request.GET.get("bo", "")
    group = queries.group(request.actor, owner, of=None, on=today, by=by)
    if year not in group.years:
        raise Http404
    return ranking_book(group, year)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart with what it finds, and the table of its numbers."""

    svg: SafeString
    finding: str
    heads: list[str]
    rows: list[list[str]]


def _owner(
    request: Request, year: int, today: date
) -> tuple[list[tuple[int, str, str]], Unit]:
    """The rankings of an actor, and the one asked for; else that of one's own unit."""
    known = queries.groups(request.actor, today)
    asked = request.GET.get("bang", "")
    if asked:
        found = next((pk for pk, code, _ in known if code == asked), None)
    else:
        found = queries.usual_owner(request.actor, [pk for pk, _, _ in known], year)
    if found is None:
        raise Http404
    return known, Unit.objects.get(pk=found)


def _unit(code: str) -> int | None:
    if not code:
        return None
    return Unit.objects.filter(code=code).values_list("pk", flat=True).first()


def _told(group: Group, year: int) -> str:
    """One's own points and rank, against the year before, side by side."""
    now, before = group.place(year), group.place(year - 1)
    if now is None or now.points is None:
        return ""
    said = f"{now.name}: {points_said(now.points)} điểm"
    said += f", hạng {now.rank}/{now.of}." if now.rank else ", chưa xếp hạng."
    if before is None or before.points is None:
        return said
    change = now.points - before.points
    word = "tăng" if change > 0 else "giảm"
    said += f" Điểm {word} {points_said(abs(change))}" if change else " Điểm giữ nguyên"
    if now.rank and before.rank:
        said += f"; {_moved(before.rank, now.rank)}."
        if (change > 0) == (now.rank > before.rank) and change:
            said += " Điểm và hạng đi ngược nhau: các đơn vị khác đi nhanh hơn."
    else:
        said += "."
    return said


def _moved(before: int, now: int) -> str:
    if before == now:
        return "hạng giữ nguyên"
    return f"hạng lên {before - now}" if now < before else f"hạng xuống {now - before}"


@dataclass(frozen=True, slots=True)
class RankLine:
    place: Place
    points: str
    change: str
    moved: str
    url: str
    is_mine: bool


def _lines(group: Group, year: int) -> list[RankLine]:
    earlier = group.years.get(year - 1)
    found = []
    for place in group.years[year].places:
        before = earlier.of(place.key) if earlier else None
        change, moved = "", ""
        if before and before.points is not None and place.points is not None:
            by = place.points - before.points
            sign = "+" if by > 0 else "–" if by < 0 else ""
            change = f"{sign}{points_said(abs(by))}"
        if before and before.rank and place.rank:
            moved = _moved(before.rank, place.rank).removeprefix("hạng ")
        url = (
            reverse("reporting:scorecard", args=[year, place.code])
            if place.code
            else ""
        )
        found.append(
            RankLine(
                place,
                points_said(place.points),
                change,
                moved,
                url,
                place.key == group.mine,
            )
        )
    return found


def _shown_years(group: Group) -> list[int]:
    return sorted(group.years)[-MOST_YEARS:]


def _points_chart(group: Group) -> Drawing | None:
    """One's own points over the years; nothing where fewer than two are known."""
    years = _shown_years(group)
    places = [(year, group.place(year)) for year in years]
    known = [(y, p) for y, p in places if p and p.share is not None]
    if len(known) < 2:
        return None
    marks = [
        Mark(
            str(year),
            place.share if place else None,
            points_said(place.points) if place else "",
            _year_url(group, year),
        )
        for year, place in places
    ]
    (first, one), (last, other) = known[0], known[-1]
    finding = (
        f"Từ {points_said(one.points)} điểm năm {first} đến "
        f"{points_said(other.points)} điểm năm {last}"
    )
    rows = [[str(y), points_said(p.points), points_said(p.most)] for y, p in known]
    svg = rising("diem", marks, title=finding, desc="Điểm quy về thang 100.")
    return Drawing(svg, finding, ["Năm", "Điểm", "Trên"], rows)


def _bump_chart(group: Group, year: int) -> Drawing | None:
    """Everybody's rank over the years, one's own in front."""
    years = [
        y for y in _shown_years(group) if any(p.rank for p in group.years[y].places)
    ]
    if len(years) < 2:
        return None
    keys: dict[str, str] = {}
    for y in years:
        for place in group.years[y].places:  # «UBND» before each name says nothing
            keys[place.key] = place.name.removeprefix("UBND ")
    runners = []
    for key, name in keys.items():
        found = [group.years[y].of(key) for y in years]
        ranks = [place.rank if place else None for place in found]
        runners.append(Runner(name, ranks, is_mine=key == group.mine))
    runners.sort(key=lambda one: one.places[-1] or 999)
    mine = next((one for one in runners if one.is_mine), None)
    finding = f"Hạng của {len(runners)} đơn vị qua {len(years)} năm"
    if mine:
        said = " → ".join(str(rank) if rank else "–" for rank in mine.places)
        finding = f"Hạng của {mine.label}: {said}"
    heads = ["Đơn vị", *map(str, years)]
    rows = [
        [one.label, *(str(rank) if rank else "–" for rank in one.places)]
        for one in runners
    ]
    svg = bump(
        "hang",
        [str(y) for y in years],
        runners,
        title=finding,
        desc="Hạng 1 ở trên cùng.",
    )
    return Drawing(svg, finding, heads, rows)


def _year_url(group: Group, year: int) -> str:
    return f"{reverse('reporting:ranking', args=[year])}?bang={group.owner.code}"


def _lost(one: Loss, card: Scorecard | None) -> dict[str, object]:
    points = one.points or Decimal(0)
    got, most = points_said(points), points_said(one.row.points)
    address = [card.year, card.unit.code, one.row.code] if card else []
    return {
        "row": one.row,
        "bar": part(points, one.row.points, f"{got} trên {most}"),
        "lost": points_said(one.lost),
        "got": got,
        "most": most,
        "url": reverse("reporting:criterion", args=address) if card else "",
        "plan_url": reverse("reporting:plan", args=address) if card else "",
    }


def _plans(
    request: Request, mine: list[Scorecard], year: int
) -> list[dict[str, object]]:
    rows = queries.improvements(request.actor).filter(year=year)
    if mine:
        rows = rows.filter(unit=mine[0].unit_id)
    now = timezone.now()
    found = rows.order_by("case__urgency", "pk")[:MOST_PLANS]
    return [{"item": one, "chip": lists.plan_chip(one, now)} for one in found]
