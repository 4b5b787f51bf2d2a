"""Every decision about days off and hours; nothing is deleted, all of it is kept."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Q

from lienmach.base.actor import Actor
from lienmach.calc.country import FILE, read_day
from lienmach.calc.days import Certainty, named
from lienmach.calc.hours import OfficeHours
from lienmach.calc.refusal import Refused
from lienmach.org.models import Unit, UnitVersion
from lienmach.registers.models import CalendarDay, CalendarYear, Hours, HoursFor
from lienmach.registers.registry import calendar_changed

RIGHT = "registers.calendar"
ONE_AT_A_TIME = 7_230_003  # the number of our advisory lock: any that is ours alone
FIRST_YEAR, LAST_YEAR = 2000, 2100
SHIPPED = "lịch kèm phần mềm"
Kind = CalendarDay.Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class DayDecision:
    """What a day shall be; ``unit`` is None for the whole country."""

    day: date
    kind: str
    document: str
    unit: Unit | None = None
    name: str = ""
    certainty: str = Certainty.SURE
    partner: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursDecision:
    """Hours from a day on; without ``clocks`` and ``mode`` those of the unit above.

    ``season`` is a first and a last (month, day) of each year.
    """

    unit: Unit
    purpose: str
    valid_from: date
    document: str
    clocks: tuple[time, ...] = ()
    mode: str = ""
    season: tuple[tuple[int, int], tuple[int, int]] | None = None


@transaction.atomic
def decide_day(
    decision: DayDecision, *, actor: Actor, at: datetime
) -> list[CalendarDay]:
    """Enter what a day is, with its partner where two days change places.

    An earlier decision on the same day by the same unit is kept as history.
    """
    _require(actor, decision.unit)
    _one_at_a_time()
    _check(decision)
    other = _other(decision)
    wanted = [decision, other] if other else [decision]
    wanted += _left_alone(wanted)
    written = _write(wanted, actor.user_id, at)
    calendar_changed(actor.user_id, at)
    return written


@transaction.atomic
def begin_hours(decision: HoursDecision, *, actor: Actor, at: datetime) -> Hours:
    """Let hours begin on a day; they end where the next ones begin.

    A second decision from the same day takes the place of the first, which is kept.
    """
    _require(actor, decision.unit)
    written = write_hours(decision, user_id=actor.user_id, at=at)
    calendar_changed(actor.user_id, at)
    return written


@transaction.atomic
def write_hours(decision: HoursDecision, *, user_id: int | None, at: datetime) -> Hours:
    """Do as ``begin_hours`` without asking for a right: for what sets up an office."""
    _one_at_a_time()
    _check_hours(decision)
    start, end = decision.season or ((0, 0), (0, 0))
    lined_up = Hours.objects.filter(
        unit=decision.unit,
        purpose=decision.purpose,
        season_from=start[0] * 100 + start[1],
        replaced_at=None,
    )
    begins = decision.valid_from
    lined_up.filter(valid_from=begins).update(replaced_at=at)
    following = lined_up.filter(valid_from__gt=begins).order_by("valid_from").first()
    running = Q(valid_to=None) | Q(valid_to__gt=begins)
    lined_up.filter(running, valid_from__lt=begins).update(valid_to=begins)
    return Hours.objects.create(
        unit=decision.unit,
        purpose=decision.purpose,
        mode=decision.mode,
        clocks=list(decision.clocks),
        season_from=start[0] * 100 + start[1],
        season_to=end[0] * 100 + end[1],
        document=decision.document,
        valid_from=begins,
        valid_to=following.valid_from if following else None,
        made_by_id=user_id,
        made_at=at,
    )


@transaction.atomic
def announce_year(year: int, *, note: str, actor: Actor, at: datetime) -> None:
    """Say that a year's days off are all entered, so that deadlines may lean on it."""
    _require(actor, None)
    known = CalendarYear.objects.filter(pk=year).first()
    if known is None or not known.days.exists():
        raise Refused(f"Chưa nhập ngày nghỉ nào của năm {year}.")
    doubtful = known.days.filter(replaced_at=None, certainty=Certainty.PROJECTED)
    if doubtful.exclude(kind=Kind.ORDINARY).exists():
        raise Refused(
            f"Năm {year} còn ngày ghi «dự kiến»: hãy ghi văn bản quyết định cho từng "
            "ngày trước khi công bố."
        )
    known.status, known.note = CalendarYear.Status.ANNOUNCED, note
    known.save()
    calendar_changed(actor.user_id, at)


@transaction.atomic
def load_country(*, at: datetime) -> int:
    """Bring in the calendar that the product brings; say how many days changed.

    What somebody has entered is left alone, so it may be done again after any upgrade.
    """
    _one_at_a_time()
    shipped = json.loads(FILE.read_text("utf-8"))["years"]
    known = CalendarYear.objects.in_bulk()
    years = [
        CalendarYear(year=int(name), status=held["status"], note=held.get("note", ""))
        for name, held in shipped.items()
    ]
    CalendarYear.objects.bulk_create(
        [
            year
            for year in years
            if year.pk not in known
            or known[year.pk].status != CalendarYear.Status.ANNOUNCED
        ],
        update_conflicts=True,
        unique_fields=["year"],
        update_fields=["status", "note"],
    )
    entries = [entry for held in shipped.values() for entry in held["days"]]
    changed = _write(_to_bring_in(entries, {year.pk for year in years}), None, at)
    if changed:
        calendar_changed(None, at)
    return len(changed)


def _to_bring_in(entries: list[dict[str, Any]], years: set[int]) -> list[DayDecision]:
    """What the entries say otherwise, but for the days that people entered."""
    known = {
        row.day: row
        for row in CalendarDay.objects.filter(
            year__in=years, unit=None, replaced_at=None
        )
    }
    decisions = []
    for special in map(read_day, entries):
        row = known.pop(special.day, None)
        same = row is not None and not row.is_ordinary and row.special() == special
        if same or (row is not None and row.made_by_id):
            continue
        decisions.append(
            DayDecision(
                day=special.day,
                kind=special.kind,
                document=special.document,
                name=special.name,
                certainty=special.certainty,
                partner=special.partner,
                source=special.source,
            )
        )
    return decisions + [  # shipped once and no more: it was a mistake
        DayDecision(day=day, kind=Kind.ORDINARY, document=SHIPPED, source=SHIPPED)
        for day, row in known.items()
        if not row.made_by_id and not row.is_ordinary
    ]


def _write(
    decisions: list[DayDecision], user_id: int | None, at: datetime
) -> list[CalendarDay]:
    """Write decisions on different days, all of one unit or of the country."""
    if not decisions:
        return []
    CalendarYear.objects.bulk_create(
        [
            CalendarYear(year=year, status=CalendarYear.Status.PARTIAL)
            for year in {one.day.year for one in decisions}
        ],
        ignore_conflicts=True,
    )
    CalendarDay.objects.filter(
        unit=decisions[0].unit,
        day__in=[one.day for one in decisions],
        replaced_at=None,
    ).update(replaced_at=at)
    return CalendarDay.objects.bulk_create(
        CalendarDay(
            year_id=one.day.year,
            unit=one.unit,
            day=one.day,
            kind=one.kind,
            name=one.name,
            document=one.document,
            certainty=one.certainty,
            partner=one.partner,
            source=one.source,
            made_by_id=user_id,
            made_at=at,
        )
        for one in decisions
    )


def _other(decision: DayDecision) -> DayDecision | None:
    """The day that changes places with this one."""
    swapped = {Kind.SWAPPED_OFF: Kind.MAKE_UP, Kind.MAKE_UP: Kind.SWAPPED_OFF}
    if decision.partner is None or decision.kind not in swapped:
        return None
    return DayDecision(
        day=decision.partner,
        kind=swapped[Kind(decision.kind)],
        document=decision.document,
        unit=decision.unit,
        certainty=decision.certainty,
        partner=decision.day,
        source=decision.source,
    )


def _left_alone(wanted: list[DayDecision]) -> list[DayDecision]:
    """The days that had changed places with one that now does so no more."""
    decided = {one.day for one in wanted}
    first = wanted[0]
    swapped = CalendarDay.objects.filter(
        unit=first.unit,
        replaced_at=None,
        kind__in=[Kind.SWAPPED_OFF, Kind.MAKE_UP],
        partner__in=decided,
    ).exclude(day__in=decided)
    return [
        DayDecision(
            day=row.day, kind=Kind.ORDINARY, document=first.document, unit=first.unit
        )
        for row in swapped
    ]


def _check(decision: DayDecision) -> None:
    if not FIRST_YEAR <= decision.day.year <= LAST_YEAR:
        raise Refused(f"Lịch chỉ nhận các năm từ {FIRST_YEAR} đến {LAST_YEAR}.")
    if not decision.document and decision.certainty == Certainty.SURE:
        raise Refused("Ghi văn bản quyết định, hoặc chọn «chưa đối chiếu văn bản».")
    if decision.kind in (Kind.HOLIDAY, Kind.SUBSTITUTE) and not decision.name:
        raise Refused("Ghi tên ngày nghỉ, như «Quốc khánh 2/9».")
    is_weekend = decision.day.weekday() >= 5
    if decision.kind == Kind.MAKE_UP and not is_weekend:
        raise Refused(f"Ngày làm bù phải là cuối tuần; đó là {named(decision.day)}.")
    if decision.kind == Kind.SWAPPED_OFF and is_weekend:
        raise Refused(
            f"Ngày nghỉ hoán đổi phải trong tuần; đó là {named(decision.day)}."
        )
    if partner := decision.partner:
        if partner == decision.day:
            raise Refused("Ngày đi đôi phải là một ngày khác.")
        if abs((partner - decision.day).days) > 100:
            raise Refused("Hai ngày đi đôi cách nhau quá xa; hãy xem lại năm.")
        if (other := _other(decision)) is not None:
            weekend = other.day.weekday() >= 5
            if weekend != (other.kind == Kind.MAKE_UP):
                raise Refused(
                    "Hoán đổi là một ngày trong tuần với một ngày cuối tuần; ngày đi "
                    f"đôi là {named(other.day)}."
                )


def _check_hours(decision: HoursDecision) -> None:
    clocks = decision.clocks
    if len(clocks) % 2 or len(clocks) > 6:
        raise Refused("Mỗi buổi cần giờ bắt đầu và giờ kết thúc.")
    if clocks:  # what hours must be is said in one place
        OfficeHours(tuple(zip(clocks[::2], clocks[1::2], strict=True)))
    if decision.purpose == HoursFor.SATURDAY:
        if clocks and decision.mode in ("", Hours.Mode.CLOSED):
            raise Refused("Giờ sáng thứ Bảy cần một cách tính đi cùng.")
        if decision.season:
            raise Refused("Sáng thứ Bảy không chia theo mùa.")
    if decision.season:
        _check_season(decision)


def _check_season(decision: HoursDecision) -> None:
    assert decision.season
    for month, day in decision.season:
        try:
            date(2023, month, day)  # no leap year: a season has its ends every year
        except ValueError:
            raise Refused("Mùa ghi ngày và tháng có trong mọi năm, như 16/4.") from None


def _require(actor: Actor, unit: Unit | None) -> None:
    """Ask for the right over a unit; for the country, over one that has none above."""
    if unit is not None:
        actor.require(RIGHT, unit.pk)
    elif not may_decide_for_all(actor):
        raise PermissionDenied(RIGHT)


def may_decide_for_all(actor: Actor) -> bool:
    tops = UnitVersion.objects.filter(parent=None, valid_to=None)
    return tops.filter(unit__in=actor.units_with(RIGHT)).exists()


def _one_at_a_time() -> None:
    """Let decisions wait for each other: a day has one, hours lie end to end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
