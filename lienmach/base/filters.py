"""What a list can be narrowed by: each kind reads its part of an address.

Values are kept as they stand in the address: short, in a fixed order, absent where
nothing is chosen. What cannot be read becomes a sentence, never an error page.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from html import escape

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lienmach.base import parts
from lienmach.base.forms import DayField
from lienmach.calc.local import day_bounds
from lienmach.calc.text import fold

Values = tuple[str, ...]
LONGEST = 200


class Many(Q):
    """A condition that more rows fit than a list counts: whoever made it has looked."""


@dataclass(frozen=True, kw_only=True)
class Control:
    """A filter as the form shows it."""

    kind: str
    slug: str
    label: str
    hint: str = ""
    until: str = ""
    values: Values = ()
    options: tuple[tuple[str, str, bool], ...] = ()

    @property
    def written(self) -> SafeString:
        return _as_html(self, is_open=False)

    @property
    def opened(self) -> SafeString:
        """The same where it stands open among others."""
        return _as_html(self, is_open=True)

    @property
    def boxes(self) -> SafeString:
        """A box for each option, written out: there may be a hundred on a page."""
        name = escape(self.slug)
        return SafeString(
            "".join(
                f'<label class="opt"><input type="checkbox" name="{name}"'
                f' value="{escape(value)}"{" checked" if is_chosen else ""}>'
                f"{escape(text)}</label>"
                for value, text, is_chosen in self.options
            )
        )


@lru_cache(maxsize=500)  # most lists are opened with nothing chosen
def _as_html(control: Control, *, is_open: bool) -> SafeString:
    shown = {"control": control, "is_open": is_open}
    return render_to_string("base/_control.html", shown)


@dataclass(frozen=True, kw_only=True)
class Filter(ABC):
    """``is_quick``: always in sight; the others stand under «Thêm bộ lọc».

    ``stays``: what all views of the list are of, such as a day; tabs carry it along.
    """

    slug: str
    label: str
    is_quick: bool = False
    stays: bool = False

    @abstractmethod
    def read(self, sent: QueryDict) -> Values: ...

    def pairs(self, values: Values) -> list[tuple[str, str]]:
        return [(self.slug, ",".join(values))]

    @abstractmethod
    def where(self, values: Values) -> Q: ...

    @abstractmethod
    def said(self, values: Values) -> str: ...

    @abstractmethod
    def control(self, values: Values) -> Control: ...

    def problem(self, sent: QueryDict) -> str:
        """Say what could not be read, if anything."""
        return ""


@dataclass(frozen=True, kw_only=True)
class Search(Filter):
    """Words to look for; ``match`` gets them folded: «Đăng ký» as «dang ky»."""

    match: Callable[[str], Q]
    slug: str = "q"
    label: str = "Tìm"
    hint: str = ""

    def read(self, sent: QueryDict) -> Values:
        text = " ".join(sent.get(self.slug, "").replace("\0", "").split())[:LONGEST]
        return (text,) if text else ()

    def where(self, values: Values) -> Q:
        return self.match(fold(values[0]))

    def said(self, values: Values) -> str:
        return f"“{values[0]}”"

    def control(self, values: Values) -> Control:
        return Control(
            kind="search",
            slug=self.slug,
            label=self.label,
            hint=self.hint,
            values=values,
        )


@dataclass(frozen=True, kw_only=True)
class Choice(Filter):
    """One or several of known values: (short name in the address, words)."""

    options: Sequence[tuple[str, str]]
    field: str = ""
    match: Callable[[Values], Q] | None = None

    def read(self, sent: QueryDict) -> Values:
        chosen = {v for text in sent.getlist(self.slug) for v in text.split(",")}
        return tuple(slug for slug, _ in self.options if slug in chosen)

    def where(self, values: Values) -> Q:
        if self.match:
            return self.match(values)
        return Q(**{f"{self.field}__in": values})

    def said(self, values: Values) -> str:
        words = dict(self.options)
        return f"{self.label}: {', '.join(words[value] for value in values)}"

    def control(self, values: Values) -> Control:
        options = tuple((value, text, value in values) for value, text in self.options)
        return Control(kind="choice", slug=self.slug, label=self.label, options=options)


@dataclass(frozen=True, kw_only=True)
class Days(Filter):
    """From one day to another, both included, of a date or of a moment."""

    field: str
    is_moment: bool = False
    slug: str = "tu"
    until: str = "den"

    def read(self, sent: QueryDict) -> Values:
        found = tuple(self._day(sent.get(slug, "")) for slug in (self.slug, self.until))
        return tuple(d.isoformat() if d else "" for d in found) if any(found) else ()

    def pairs(self, values: Values) -> list[tuple[str, str]]:
        both = zip((self.slug, self.until), values, strict=True)
        return [(slug, value) for slug, value in both if value]

    def where(self, values: Values) -> Q:
        first, last = (date.fromisoformat(v) if v else None for v in values)
        where = Q()
        if first:
            start = day_bounds(first)[0] if self.is_moment else first
            where &= Q(**{f"{self.field}__gte": start})
        if last and self.is_moment:
            where &= Q(**{f"{self.field}__lt": day_bounds(last)[1]})
        elif last:
            where &= Q(**{f"{self.field}__lte": last})
        return where

    def said(self, values: Values) -> str:
        both = zip(("từ", "đến"), _written(values), strict=True)
        said = [f"{word} {day}" for word, day in both if day]
        return " ".join([self.label, *said])

    def control(self, values: Values) -> Control:
        return Control(
            kind="days",
            slug=self.slug,
            label=self.label,
            until=self.until,
            values=_written(values or ("", "")),
        )

    def problem(self, sent: QueryDict) -> str:
        for slug in (self.slug, self.until):
            text = sent.get(slug, "").strip()
            if text and not self._day(text):
                said = f"chưa đọc được ngày “{text[:30]}”, viết như 15/3/2023."
                return f"{self.label}: {said}"
        return ""

    @staticmethod
    def _day(text: str) -> date | None:
        try:
            return DayField(required=False).to_python(text)
        except ValidationError:
            return None


@dataclass(frozen=True, kw_only=True)
class Day(Filter):
    """One day."""

    match: Callable[[date], Q]

    def read(self, sent: QueryDict) -> Values:
        day = Days._day(sent.get(self.slug, ""))
        return (day.isoformat(),) if day else ()

    def where(self, values: Values) -> Q:
        return self.match(date.fromisoformat(values[0]))

    def said(self, values: Values) -> str:
        return f"{self.label} {_written(values)[0]}"

    def control(self, values: Values) -> Control:
        return Control(
            kind="day",
            slug=self.slug,
            label=self.label,
            values=_written(values or ("",)),
        )

    def problem(self, sent: QueryDict) -> str:
        text = sent.get(self.slug, "").strip()
        if not text or self.read(sent):
            return ""
        said = f"chưa đọc được ngày “{text[:30]}”, viết như 15/3/2023."
        return f"{self.label}: {said}"


@dataclass(frozen=True, kw_only=True)
class DayOfRows(Day):
    """The day that all rows of a list are of already: it only stands in the address."""

    match: Callable[[date], Q] = lambda day: Q()
    slug: str = "ngay"
    label: str = "Ngày"
    stays: bool = True


def _written(values: Values) -> Values:
    return tuple(parts.day(date.fromisoformat(v)) if v else "" for v in values)
