"""How a unit ranks by the reform index, for the board: what was published, no more."""

from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse

from lienmach.base.actor import Actor
from lienmach.calc.written import written
from lienmach.indicators.registry import Ranked
from lienmach.org.models import Unit
from lienmach.reporting.flow import CardState
from lienmach.reporting.models import PublishedScore, Scorecard
from lienmach.reporting.queries.ranking import Group, Place, group


def index_ranks(actor: Actor, unit_id: int, on: date) -> list[Ranked]:
    """The last final year of each ranking that a unit is in, up to the year of a day.

    One query where there is none.
    """
    published = PublishedScore.objects.filter(unit=unit_id, year__lte=on.year)
    locked = Scorecard.objects.filter(
        unit=unit_id,
        year__lte=on.year,
        is_cancelled=False,
        case__state=CardState.FINAL,
    )
    owners = {
        owner
        for (owner,) in published.order_by()
        .values_list("owner")
        .union(locked.order_by().values_list("round__owner"))
    }
    if not owners:
        return []
    found = []
    for owner in Unit.objects.filter(pk__in=owners).order_by("code"):
        told = _told(group(actor, owner, of=unit_id, on=on), on.year)
        if told:
            found.append(told)
    return found


def _told(found: Group, until: int) -> Ranked | None:
    places = {
        year: place
        for year, of_year in sorted(found.years.items(), reverse=True)
        if year <= until
        and of_year.is_final
        and (place := found.place(year))
        and place.rank
    }
    if not places:
        return None
    year, place = next(iter(places.items()))
    note = f"{found.owner_name} xếp{_points(place)}."
    if before := places.get(year - 1):
        note += f" {_compared(place, before, year - 1)}"
    pairs = urlencode({"bang": found.owner.code})
    return Ranked(
        f"{_rank(place)} năm {year}",
        note,
        f"{reverse('reporting:ranking', args=[year])}?{pairs}",
    )


def _rank(place: Place) -> str:
    shared = "Đồng hạng" if place.is_shared else "Hạng"
    return f"{shared} {place.rank}/{place.of}"


def _points(place: Place) -> str:
    if place.points is None:
        return ""
    of = "" if place.most == Decimal(100) else f" trên {written(place.most)}"
    return f", {written(place.points)}{of} điểm"


def _compared(place: Place, before: Place, year: int) -> str:
    """What became of it since the year before; ranks among others cannot be compared
    where others were ranked."""
    said = f"Năm {year}: {_rank(before).lower()}{_points(before)}"
    if place.of != before.of:
        return f"{said}; số đơn vị được xếp hạng khác nhau."
    assert place.rank
    assert before.rank
    up = before.rank - place.rank
    if not up:
        return f"{said}; giữ hạng."
    return f"{said}; {'lên' if up > 0 else 'xuống'} {abs(up)} bậc."
