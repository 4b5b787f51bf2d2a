"""A list made ready for its templates: every text and address, nothing left to ask."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from html import escape
from itertools import groupby
from typing import Any, Generic
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    QueryDict,
)
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from lienmach.base import parts
from lienmach.base.actor import Actor
from lienmach.base.counts import CAP, capped, counts
from lienmach.base.exports import FORMATS, export, is_long
from lienmach.base.filters import Control, Filter
from lienmach.base.http import Request, wants_fragment
from lienmach.base.lists import SIZES, Column, List, Query, Row
from lienmach.base.models import SavedView
from lienmach.base.queries import saved_views

# The parts of the page that HTMX asks for: all of the list, or what filters change.
WHOLE, RESULTS = "list", "results"
ASKS = "hoi"  # «hoi=viec»: what bulk actions say of all that fits the filters
MOST_WEIGHED = 5000  # of all that fits, told how many exactly up to here


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    is_current: bool
    count: str = ""
    saved: SavedView | None = None


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    without_url: str


@dataclass(frozen=True, slots=True)
class Head:
    slug: str
    label: str
    css: str
    url: str
    aria_sort: str


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading, written out: templates would take most of the time."""

    label: str
    rows: SafeString


@dataclass(frozen=True, slots=True)
class Button:
    slug: str
    label: str
    url: str
    unlike: str = ""


class Shown(Generic[Row]):
    """One page of a list; ``barred`` says why its rows may not be seen, if so."""

    def __init__(
        self,
        request: HttpRequest,
        declared: List[Row],
        query: Query[Row],
        rows: QuerySet[Row],
        barred: str = "",
    ) -> None:
        self._request, self._query, self._rows = request, query, rows
        self.declared, self.barred = declared, barred
        self.path = request.path
        self.problems = query.problems
        self._actor: Actor | None = getattr(request, "actor", None)
        self._page = query.page(rows.none() if barred else rows)

    def url(self, **changed: Any) -> str:
        paged = "after" in changed or "before" in changed
        return f"{self.path}?{self._query.text(paged=paged, **changed)}"

    @property
    def here(self) -> str:
        return f"{self.path}?{self._query.text(paged=True)}"

    @cached_property
    def query_text(self) -> str:
        return self._query.text()

    @cached_property
    def total(self) -> int:
        if self.barred:
            return 0
        rows, query = self._query.narrow(self._rows), self._query
        if query.is_surely_long:
            return CAP + 1
        is_many = not query.is_narrowed
        return capped(query.order.sort(rows) if is_many else rows.order_by())

    @property
    def counted(self) -> str:
        """How many there are: «13 việc», «hơn 1.000 việc»."""
        return f"{_capped(self.total)} {self.declared.noun}"

    @property
    def is_first_empty(self) -> bool:
        return not (self._page.rows or self._query.is_narrowed or self._query.after)

    @property
    def narrowed_by(self) -> int:
        return len(self._query.chosen)

    @cached_property
    def groups(self) -> list[Group]:
        lines = zip(self._page.rows, map(self._line, self._page.rows), strict=True)
        name = self.declared.group
        if name is None or self._query.sort != self.declared.sort:
            return [_group("", lines)] if self._page.rows else []
        grouped = groupby(lines, key=lambda pair: name(pair[0]))
        return [_group(label, pairs) for label, pairs in grouped]

    def _line(self, row: Row) -> str:
        link, name = self.declared.link, self.declared.name_of(row)
        way = link(row) if link else ""
        url = self._opened(way) if way else ""
        texts: list[str] = [
            _safe(parts.written(show(row))) for _, show in self._columns_shown
        ]
        if url:
            glance = self._glance(row)
            texts[0] = (
                f'<a class="rl" id="r{row.pk}" href="{escape(url)}"{glance}>'
                f"{texts[0]}</a>"
            )
        cells = "".join(
            f"<td {attributes}>{text}</td>"
            for (attributes, _), text in zip(self._columns_shown, texts, strict=True)
        )
        tick = self._tick(row, escape(name)) if self.buttons else ""
        return f"<tr>{tick}{cells}</tr>"

    def _glance(self, row: Row) -> str:
        """Where the row is shown at a glance, over the list."""
        peek = self.declared.peek
        return f' data-peek="{escape(peek(row))}"' if peek else ""

    @cached_property
    def _together(self) -> list[tuple[str, Callable[[Row], str]]]:
        actions = self.declared.actions
        return [(a.slug, a.alike) for a in actions if a.alike is not None]

    def _tick(self, row: Row, name: str) -> str:
        """The box that chooses a row; it knows what would be refused, and why."""
        refusals = tuple(
            (action.slug, reason)
            for action in self.declared.actions
            if action.refuses and (reason := action.refuses(row))
        )
        marks = _marked("no", refusals) if refusals else ""
        if alike := tuple((slug, of(row)) for slug, of in self._together):
            marks += _marked("alike", alike)
        return (
            '<td class="at-tick"><label class="tick"><input type="checkbox"'
            f' name="chon" value="{row.pk}" data-name="{name}"'
            f' aria-label="Chọn {name}"{marks}></label></td>'
        )

    def _opened(self, link: str) -> str:
        """The address of a row, which also says from which list it is opened."""
        address, mark, anchor = link.partition("#")
        joint = "&" if "?" in address else "?"
        return f"{address}{joint}{self._from_here}{mark}{anchor}"

    @cached_property
    def _from_here(self) -> str:
        return urlencode({"ds": self.query_text})

    @cached_property
    def _columns(self) -> list[Column[Row]]:
        return [c for c in self.declared.columns if not c.only_export]

    @cached_property
    def _columns_shown(self) -> list[tuple[str, Callable[[Row], object]]]:
        return [(_attributes(c), c.show or c.value) for c in self._columns]

    @property
    def heads(self) -> Iterator[Head]:
        now = self._query.sort
        for column in self._columns:
            is_this = now.removeprefix("-") == column.slug
            turned = f"-{column.slug}" if now == column.slug else column.slug
            sort = "descending" if now.startswith("-") else "ascending"
            yield Head(
                column.slug,
                column.label,
                _css(column),
                self.url(sort=turned) if column.sort else "",
                sort if is_this else "",
            )

    @cached_property
    def tabs(self) -> list[Tab]:
        """The views of the list, then those that the reader or the unit has saved."""
        counted = [v for v in self.declared.views if v.is_counted and not self.barred]
        rows = self._rows.order_by()
        tallies = self.declared.tallies or counts(
            [rows.filter(view.where) for view in counted]
        )
        found = tallies.ask() if counted else []
        told = {v.slug: _capped(n) for v, n in zip(counted, found, strict=True)}
        staying = {one.slug for one in self.declared.filters if one.stays}
        chosen = {s: v for s, v in self._query.chosen.items() if s in staying}
        usual = replace(
            self._query,
            chosen=chosen,
            sort=self.declared.sort,
            size=self.declared.size,
        )
        tabs = [
            Tab(
                view.label,
                f"{self.path}?{usual.text(view=view.slug)}",
                view.slug == self._query.view and not self.saved,
                told.get(view.slug, ""),
            )
            for view in self.declared.views
        ]
        for kept in self._saved_views:
            url, is_current = f"{self.path}?{kept.query}", kept == self.saved
            tabs.append(Tab(kept.name, url, is_current, saved=kept))
        return tabs

    @cached_property
    def _saved_views(self) -> list[SavedView]:
        return saved_views(self._actor, self.declared.name) if self._actor else []

    @cached_property
    def saved(self) -> SavedView | None:
        """The saved view that is being looked at, if one is."""
        now = self._query.text()
        return next((v for v in self._saved_views if now and v.query == now), None)

    @property
    def may_drop(self) -> bool:
        actor, saved = self._actor, self.saved
        return bool(actor and saved and saved.owner_id == actor.user_id)

    @property
    def tokens(self) -> Iterator[Token]:
        chosen = self._query.chosen
        for one in self.declared.filters:
            if one.slug in chosen:
                rest = {slug: v for slug, v in chosen.items() if slug != one.slug}
                yield Token(one.said(chosen[one.slug]), self.url(chosen=rest))

    @property
    def no_filter_url(self) -> str:
        return self.url(chosen={})

    @property
    def quick(self) -> list[Control]:
        return [self._control(f) for f in self.declared.filters if f.is_quick]

    @property
    def more(self) -> list[Control]:
        return [self._control(f) for f in self.declared.filters if not f.is_quick]

    def _control(self, one: Filter) -> Control:
        return one.control(self._query.chosen.get(one.slug, ()))

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the filter form carries along unseen: view, order and size."""
        return self._query.pairs(paged=False, chosen={})

    @cached_property
    def buttons(self) -> list[Button]:
        rights = self._actor.rights if self._actor else frozenset()
        return [
            Button(
                a.slug,
                a.label,
                f"{reverse(a.url_name, args=a.url_args)}?{self._query.text()}",
                a.unlike,
            )
            for a in self.declared.actions
            if not a.right or a.right in rights
        ]

    @property
    def whole_url(self) -> str:
        """Where it is told what can be done to all that fit the filters."""
        text = self._query.text()
        return f"{self.path}?{text}{'&' if text else ''}{ASKS}=viec"

    def weighed(self) -> dict[str, dict[str, str]]:
        """What actions say of all that fit the filters: why not («no»), or to how many
        of them they would be done, where those are not all («told»).

        One query for the counts, and what an action asks of the whole.
        """
        rows, noun = self._query.narrow(self._rows).order_by(), self.declared.noun
        asked = [
            (action, rows.filter(action.fits()))
            for action in self.declared.actions
            if action.fits is not None
        ]
        these = [rows, *(fitting for _, fitting in asked)]
        all_of, *found = counts(these, cap=MOST_WEIGHED).ask()
        told: dict[str, dict[str, str]] = {}
        for (action, fitting), count in zip(asked, found, strict=True):
            if not count:
                why = f"không có {noun} nào khớp bộ lọc làm được việc này"
                told[action.slug] = {"no": why}
            elif action.whole and (why := action.whole(fitting)):
                told[action.slug] = {"no": why}
            elif count < all_of:
                some, every = (_capped(n, MOST_WEIGHED) for n in (count, all_of))
                said = f"làm được với {some} trong {every} {noun}, còn lại giữ nguyên"
                told[action.slug] = {"told": said}
        return told

    @property
    def next_url(self) -> str:
        key = self._page.next
        return self.url(after=str(key), before="") if key else ""

    @property
    def previous_url(self) -> str:
        key = self._page.previous
        return self.url(before=str(key), after="") if key else ""

    @property
    def is_whole(self) -> bool:
        return not (self._page.next or self._page.previous)

    @property
    def printed(self) -> str:
        """What paper must say of the list: a page of it is not the whole."""
        tab = next((tab.label for tab in self.tabs if tab.is_current), "")
        part = ""
        if not self.is_whole:
            lines = parts.number(len(self._page.rows))
            part = f"Bản in có {lines} dòng của một trang, không đủ {self.counted}. "
        return f"{f'{tab}. ' if tab else ''}{part}In lúc {parts.moment(timezone.now())}"

    @property
    def sizes(self) -> list[tuple[int, str, bool]]:
        now = self._query.size
        return [(size, self.url(size=size), size == now) for size in SIZES]

    @property
    def exports(self) -> list[tuple[str, str]]:
        text = self._query.text()
        return [
            (label, f"{self.path}?{text}{'&' if text else ''}xuat={slug}")
            for slug, (label, _) in FORMATS.items()
        ]


def show(
    request: Request,
    declared: List[Row],
    rows: QuerySet[Row],
    template: str,
    context: dict[str, Any] | None = None,
    *,
    barred: str = "",
) -> HttpResponseBase:
    """Answer with the page of a list, the part HTMX asked for, or a file of its rows.

    ``template`` includes ``base/_list.html``; the list is the variable ``list``. An
    address that says the same in another way is led to the one way to say it.
    """
    query = Query.read(declared, request.GET)
    if (kind := request.GET.get("xuat", "")) in FORMATS and not barred:
        found = query.narrow(rows)
        if declared.later and is_long(declared, found):
            return declared.later(request, kind)
        return export(request, declared, query.order.sort(found), kind)
    if request.GET.get(ASKS) == "viec":
        asked = Shown(request, declared, query, rows, barred)
        return JsonResponse({} if barred else asked.weighed())
    is_part = wants_fragment(request)
    if not is_part and not query.problems and _pairs(request.GET) != query.pairs():
        return HttpResponseRedirect(f"{request.path}?{query.text(paged=True)}")
    shown = Shown(request, declared, query, rows, barred)
    if is_part:
        template = "base/_list.html"
        if request.htmx.target == RESULTS:
            template = "base/_results.html"
    response: HttpResponse = render(
        request, template, {**(context or {}), "list": shown}
    )
    if is_part:
        response["HX-Push-Url"] = shown.here
    return response


def _pairs(sent: QueryDict) -> list[tuple[str, str]]:
    return [(name, value) for name, values in sent.lists() for value in values]


def _group(label: str, lines: Iterable[tuple[object, str]]) -> Group:
    return Group(label, SafeString("".join(line for _, line in lines)))


@lru_cache(maxsize=200)
def _marked(name: str, told: tuple[tuple[str, str], ...]) -> str:
    """What a row tells of actions, as its box says it; few differ on a page."""
    said = json.dumps(dict(told), ensure_ascii=False)
    return f' data-{name}="{escape(said)}"'


def _safe(text: str | SafeString) -> str:
    return text if isinstance(text, SafeString) else escape(text)


def _css(column: Column[Any]) -> str:
    return f"at-{column.place}{' n' if column.is_number else ''}"


def _attributes(column: Column[Any]) -> str:
    """What a cell bears; on a phone, without heads, a fact says its name."""
    label = f' data-label="{escape(column.label)}"' if column.place == "fact" else ""
    return f'class="{_css(column)}"{label}'


def _capped(count: int, cap: int = CAP) -> str:
    return f"hơn {parts.number(cap)}" if count > cap else parts.number(count)
