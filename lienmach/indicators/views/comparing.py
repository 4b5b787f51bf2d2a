"""A figure before and after a day, made ready for its template."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lienmach.base import parts
from lienmach.base.forms import DayField
from lienmach.base.http import Request
from lienmach.calc.forms import Value
from lienmach.calc.period import Window
from lienmach.indicators import registry
from lienmach.indicators.queries import comparing as queries
from lienmach.indicators.queries import explain as explained
from lienmach.indicators.queries.comparing import FEWEST, Comparison, Side
from lienmach.indicators.queries.explain import WHOLE
from lienmach.indicators.queries.scope import As, Scope, counting_begun, seen_units
from lienmach.indicators.registry import Indicator
from lienmach.indicators.views.pieces import NOTHING, amount_or_nothing
from lienmach.indicators.views.screen import LEVEL, of_units
from lienmach.org.models import Level, Unit
from lienmach.org.queries import names_on

LENGTHS = ((30, "30 ngày"), (90, "90 ngày"), (180, "180 ngày"), (364, "52 tuần"))
USUAL = 90


@dataclass(frozen=True, slots=True)
class Number:
    """A line of the table: before, after, and by how much it changed."""

    label: str
    before: str
    after: str
    change: str
    before_url: str = ""
    after_url: str = ""


@dataclass(frozen=True, slots=True)
class Screen:
    indicator: Indicator
    unit: Unit
    level: Level | None
    scope: Scope
    how: As
    day: date
    two: tuple[Window, Window]
    found: Comparison
    name: str
    may_list: bool

    @property
    def headline(self) -> str:
        before, after = (amount_of(s, self.indicator) for s in self._sides)
        return f"{self.indicator.label}: {before} → {after}"

    @property
    def sentence(self) -> str:
        length = len(self.two[0])
        day = parts.day(self.day)
        among = f" ({of_units(self.level)})" if self.level else ""
        return f"{self.name}{among}, {length} ngày trước và {length} ngày từ {day}."

    @property
    def sides(self) -> list[tuple[str, str]]:
        """What both columns are called, and of which days they are."""
        words = ("Trước", "Sau")
        if self.indicator.is_stock:
            days = [f"cuối ngày {parts.day(window.end)}" for window in self.two]
        else:
            days = [
                f"{parts.day(window.start)} – {parts.day(window.end)}"
                for window in self.two
            ]
        return list(zip(words, days, strict=True))

    @property
    def numbers(self) -> list[Number]:
        before, after = self._sides
        lines = [
            Number(
                self.indicator.label,
                amount_of(before, self.indicator),
                amount_of(after, self.indicator),
                _change(before.found.value, after.found.value, self.indicator),
                self._list(WHOLE, self.two[0]),
                self._list(WHOLE, self.two[1]),
            )
        ]
        pairs = zip(
            (*before.found.above, *before.found.below),
            (*after.found.above, *after.found.below),
            strict=True,
        )
        for one, other in pairs:
            lines.append(
                Number(
                    f"{self.indicator.noun} {one.term.said}".capitalize(),
                    parts.number(one.value),
                    parts.number(other.value),
                    _difference(Decimal(other.value - one.value)),
                    self._list(one.part, self.two[0]),
                    self._list(other.part, self.two[1]),
                )
            )
        if self.indicator.lasts_from:
            days = [side.median for side in self._sides]
            known = [day for day in days if day is not None]
            change = _difference(known[1] - known[0]) if len(known) == 2 else ""
            told = "Trung vị số ngày giải quyết"
            lines.append(Number(told, _days(days[0]), _days(days[1]), change))
        return lines

    @property
    def cautions(self) -> list[str]:
        """What must be known before anything is concluded."""
        found = []
        few = [
            f"{words} {parts.number(side.of)}"
            for words, side in zip(("trước", "sau"), self._sides, strict=True)
            if side.is_few
        ]
        if few:
            found.append(
                f"Ít {self.indicator.noun} ({', '.join(few)}; dưới {FEWEST}): thêm bớt "
                "một là tỷ lệ đã đổi nhiều, chưa kết luận được."
            )
        begun = counting_begun(self.scope)
        if begun is None:
            found.append("Đơn vị này chưa có số liệu nào được đếm.")
        elif begun > self.two[1].end:
            found.append(
                f"Phần mềm đếm từ {parts.day(begun)}: cả hai khoảng đều trước ngày ấy."
            )
        elif begun > self.two[0].start:
            found.append(
                f"Phần mềm đếm từ {parts.day(begun)}: những ngày trước đó không có "
                "trong các số này."
            )
        if self.scope.undivided:
            found.append(
                "Đơn vị đã chia cho nhiều nơi không quy được về một nơi: bị để ngoài."
            )
        return found

    @property
    def year_before(self) -> str:
        """The same days a year earlier, as a sentence."""
        then, later = (one.value for one in self.found.year_before)
        if then.value is None and later.value is None:
            return "Cùng hai khoảng ấy một năm trước: không phát sinh."
        told = [_written(value, self.indicator) for value in (then, later)]
        return f"Cùng hai khoảng ấy một năm trước: {told[0]} → {told[1]}."

    @property
    def _sides(self) -> tuple[Side, Side]:
        return self.found.before, self.found.after

    def _list(self, part: str, window: Window) -> str:
        if not self.may_list:
            return ""
        code = explained.address_of(
            self.unit.code, self.level.code if self.level else "", self.how
        )
        days = f"{window.start}_{window.end}"
        place = [self.indicator.slug, part, code, days]
        return reverse("indicators:cases", args=place)


@require_safe
def before_after(request: Request, slug: str) -> HttpResponse:
    """A figure of a unit before and after a day, in windows of the same length."""
    indicator = registry.indicators().get(slug)
    actor, today = request.actor, timezone.localdate()
    unit = explained.unit_of(actor, request.GET.get("dv", ""))
    named = request.GET.get(LEVEL, "")
    level = explained.level_of(named) if named else None
    if indicator is None or unit is None or (named and level is None):
        raise Http404
    changes = [one for one in queries.changes_of(unit.pk) if one.day <= today]
    how = As.NOW if request.GET.get("nhu") == "nay" else As.THEN
    length, unread = _length(request.GET.get("so", ""))
    day, problem = _day(request.GET.get("ngay", ""), today)
    pairs = {"dv": unit.code, "so": str(length)}
    if how is As.NOW:
        pairs["nhu"] = "nay"
    if level:
        pairs[LEVEL] = level.code
    context = {
        "indicator": indicator,
        "asked": parts.day(day) if day else request.GET.get("ngay", ""),
        "problem": problem,
        "lengths": [(n, label, n == length) for n, label in LENGTHS],
        "units": [
            (code, name, pk == unit.pk) for pk, code, name in seen_units(actor, today)
        ],
        "is_now": how is As.NOW,
        "level": level,
        "back": _here({k: v for k, v in pairs.items() if k in ("dv", LEVEL)}),
        "changes": [
            (parts.day(c.day), c.text, _here({**pairs, "ngay": c.day.isoformat()}))
            for c in changes
        ],
        "others": [
            (one.label, reverse("indicators:before_after", args=[one.slug]))
            for one in registry.indicators().values()
            if one.slug != slug
        ],
        "query": _here({**pairs, "ngay": day.isoformat()} if day else pairs),
        "shown": _screen(
            request, indicator, (unit, level), day, length, how, today=today
        )
        if day
        else None,
    }
    context["unread"] = unread
    status = 422 if problem or unread else 200
    return render(request, "indicators/before_after.html", context, status=status)


def _screen(
    request: Request,
    indicator: Indicator,
    of: tuple[Unit, Level | None],
    day: date,
    length: int,
    how: As,
    *,
    today: date,
) -> Screen:
    actor, (unit, level) = request.actor, of
    two = queries.windows(day, length, today=today)
    scope = explained.scope_for(actor, unit, level, today=today, how=how)
    return Screen(
        indicator,
        unit,
        level,
        scope,
        how,
        day,
        two,
        queries.compare(indicator, scope, two),
        names_on([unit.pk], two[1].end).get(unit.pk, unit.code),
        explained.may_list(actor, indicator),
    )


def _day(text: str, today: date) -> tuple[date | None, str]:
    """Read a day as people write it or as an address has it."""
    if not text:
        return None, ""
    try:
        day = DayField().clean(text)
    except ValidationError as error:
        return None, " ".join(error.messages)
    if day > today:
        return None, "Ngày này chưa đến: hãy chọn một ngày đã qua."
    return day, ""


def _length(text: str) -> tuple[int, str]:
    """Read how many days are on a side; what is not offered is said, and the usual."""
    known = {str(length): length for length, _ in LENGTHS}
    if not text or text in known:
        return known.get(text, USUAL), ""
    offered = ", ".join(known)
    told = f"Mỗi bên {text[:20]} ngày thì không có: hãy chọn {offered}."
    return USUAL, f"{told} Đang so {USUAL} ngày."


def _here(pairs: dict[str, str]) -> str:
    return f"?{urlencode(pairs)}"


def amount_of(side: Side, indicator: Indicator) -> str:
    return _written(side.found.value, indicator)


def _written(value: Value, indicator: Indicator) -> str:
    return amount_or_nothing(value.value, indicator)


def _change(before: Value, after: Value, indicator: Indicator) -> str:
    if before.value is None or after.value is None:
        return ""
    told = _difference(after.value - before.value)
    return f"{told} điểm %" if indicator.is_share else told


def _difference(by: Decimal) -> str:
    if not by:
        return "không đổi"
    sign = "+" if by > 0 else "−"  # noqa: RUF001 - a minus as printed
    return f"{sign}{parts.number(abs(by))}"


def _days(value: Decimal | None) -> str:
    return NOTHING if value is None else f"{parts.number(value)} ngày"
