"""The one list: a room declares it, a view shows it with one call.

What is seen is the address: filters, order, page and view stand in it in short words
and a fixed order, so that it can be kept, sent and gone back to.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, Literal, Self, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase

from lienmach.base.counts import Counts
from lienmach.base.filters import Filter, Many, Values
from lienmach.base.paging import Key, Order, Page, page_of

Row = TypeVar("Row", bound=Model)
Value = str | int | float | Decimal | date | datetime | None
# Where a cell stands on a phone: there a row is a card of a few lines. On a screen
# «rest» takes what is left and is cut; «fact», short as a day is, never is; «text»
# is a sentence, in as many lines as it needs.
Place = Literal["lead", "end", "line", "text", "rest", "fact", "hide"]
SIZES = (25, 50, 100)
MOST_CHOSEN = 1000


@dataclass(frozen=True, kw_only=True)
class Column(Generic[Row]):
    """``value`` is what an export writes; ``show`` what a cell shows, where it is more.

    ``sort`` names the field to sort by; its rows may lack it (``is_nullable``).
    """

    slug: str
    label: str
    value: Callable[[Row], Value]
    show: Callable[[Row], object] | None = None
    sort: str = ""
    is_nullable: bool = False
    is_number: bool = False
    place: Place = "hide"
    only_export: bool = False


@dataclass(frozen=True, kw_only=True)
class View:
    """A tab: some of the rows under a name; the first is what a list opens with."""

    slug: str
    label: str
    where: Q = field(default_factory=Q)
    is_counted: bool = False


@dataclass(frozen=True, kw_only=True)
class Action(Generic[Row]):
    """Something done to chosen rows; ``refuses`` says why not to this one.

    ``fits`` are the rows it does not refuse, asked of all that fit the filters at once;
    ``whole`` says why it cannot be done to all of those together. Rows of a page are
    done together only where ``alike`` says the same of them; else ``unlike`` is said.
    ``url_args`` are what the address of ``url_name`` has besides its name.
    """

    slug: str
    label: str
    url_name: str
    url_args: tuple[str, ...] = ()
    right: str = ""
    refuses: Callable[[Row], str] | None = None
    fits: Callable[[], Q] | None = None
    whole: Callable[[QuerySet[Row]], str] | None = None
    alike: Callable[[Row], str] | None = None
    unlike: str = ""


@dataclass(frozen=True, kw_only=True)
class Empty:
    """What stands where rows will be, and the one thing to do about it."""

    title: str
    text: str = ""
    url: str = ""
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class List(Generic[Row]):
    """``noun`` is what is counted («13 việc»); ``name_of`` what a row is called.

    ``file`` is what an exported file is called, without accents, where the address of
    the list does not say it. ``later`` has a long list written in the background.
    ``link`` is where a row leads; nothing where it leads nowhere.
    ``peek`` is where a row is shown at a glance, over the list. ``fetch`` adds what a
    row shows to what is fetched: counts and conditions do without. ``tallies`` counts
    its views, for a list that has the statement written already.
    """

    name: str
    noun: str
    columns: Sequence[Column[Row]]
    empty: Empty
    sort: str
    filters: Sequence[Filter] = ()
    views: Sequence[View] = ()
    actions: Sequence[Action[Row]] = ()
    link: Callable[[Row], str] | None = None
    peek: Callable[[Row], str] | None = None
    name_of: Callable[[Row], str] = str
    group: Callable[[Row], str] | None = None
    size: int = 50
    file: str = ""
    on_export: Callable[[HttpRequest, str], None] | None = None
    later: Callable[[HttpRequest, str], HttpResponseBase] | None = None
    fetch: Callable[[QuerySet[Row]], QuerySet[Row]] | None = None
    tallies: Counts | None = None

    def action(self, slug: str) -> Action[Row]:
        return next(action for action in self.actions if action.slug == slug)

    def fetched(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        return self.fetch(rows) if self.fetch else rows

    def order(self, sort: str) -> Order:
        column = next(c for c in self.columns if c.slug == sort.lstrip("-"))
        return Order(column.sort, sort.startswith("-"), column.is_nullable)


@dataclass(frozen=True, kw_only=True)
class Query(Generic[Row]):
    """An address as its list reads it; what means nothing there is left out."""

    declared: List[Row]
    chosen: dict[str, Values]
    view: str
    sort: str
    size: int
    after: str = ""
    before: str = ""
    problems: tuple[str, ...] = ()

    @classmethod
    def read(cls, declared: List[Row], sent: QueryDict) -> Self:
        sortable = {c.slug for c in declared.columns if c.sort}
        sort, size = sent.get("sx", ""), sent.get("co", "")
        views = [view.slug for view in declared.views] or [""]
        read = {f.slug: f.read(sent) for f in declared.filters}
        problems = (f.problem(sent) for f in declared.filters)
        return cls(
            declared=declared,
            chosen={slug: values for slug, values in read.items() if values},
            view=v if (v := sent.get("xem", "")) in views else views[0],
            sort=sort if sort.removeprefix("-") in sortable else declared.sort,
            size=int(size) if size in map(str, SIZES) else declared.size,
            after=sent.get("sau", ""),
            before=sent.get("truoc", ""),
            problems=tuple(filter(None, problems)),
        )

    def pairs(self, *, paged: bool = True, **changed: Any) -> list[tuple[str, str]]:
        """Return the address in its fixed order; what is usual is left out."""
        now = {**vars(self), **changed}
        declared = self.declared
        first_view = declared.views[0].slug if declared.views else ""
        pairs = [("xem", now["view"])] if now["view"] != first_view else []
        for one in declared.filters:
            if values := now["chosen"].get(one.slug):
                pairs += one.pairs(values)
        pairs += [("sx", now["sort"])] if now["sort"] != declared.sort else []
        pairs += [("co", str(now["size"]))] if now["size"] != declared.size else []
        if paged:
            pairs += [("sau", now["after"])] if now["after"] else []
            pairs += [("truoc", now["before"])] if now["before"] else []
        return pairs

    def text(self, *, paged: bool = False, **changed: Any) -> str:
        return urlencode(self.pairs(paged=paged, **changed), safe=",:")

    @property
    def order(self) -> Order:
        return self.declared.order(self.sort)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chosen)

    def narrow(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """Return the rows of the view that fit every filter, not yet in order."""
        for view in self.declared.views:
            if view.slug == self.view:
                rows = rows.filter(view.where)
        for one in self.declared.filters:
            if values := self.chosen.get(one.slug):
                rows = rows.filter(one.where(values))
        return rows

    @property
    def is_surely_long(self) -> bool:
        """Whether its one filter has found out already that more fit than are counted.

        The filter was asked before, by ``narrow``, and keeps what it found.
        """
        if any(v.where for v in self.declared.views if v.slug == self.view):
            return False
        chosen = [f for f in self.declared.filters if f.slug in self.chosen]
        return len(chosen) == 1 and isinstance(
            chosen[0].where(self.chosen[chosen[0].slug]), Many
        )

    def said(self) -> list[str]:
        """What the list shows, in words: its view, then each filter."""
        views = [one.label for one in self.declared.views if one.slug == self.view]
        filters = (f for f in self.declared.filters if f.slug in self.chosen)
        return [*views, *(one.said(self.chosen[one.slug]) for one in filters)]

    def page(self, rows: QuerySet[Row]) -> Page[Row]:
        return page_of(
            self.declared.fetched(self.narrow(rows)),
            self.order,
            after=Key.parse(self.after) if self.after else None,
            before=Key.parse(self.before) if self.before else None,
            size=self.size,
        )


def chosen(
    request: HttpRequest, declared: List[Row], rows: QuerySet[Row]
) -> QuerySet[Row]:
    """Return the rows that a bulk action was asked for, of those the actor may see.

    Either the ticked ones, or all that fit the filters the address carries.
    """
    if request.POST.get("tat-ca"):
        return Query.read(declared, request.GET).narrow(rows)
    ticked = [t for t in request.POST.getlist("chon") if t.isdecimal() and len(t) < 19]
    return rows.filter(pk__in=ticked[:MOST_CHOSEN])


@dataclass(frozen=True, kw_only=True)
class Around:
    """Where one is inside the list one came from."""

    list_url: str
    previous_url: str
    next_url: str


def around(
    request: HttpRequest,
    declared: List[Row],
    rows: QuerySet[Row],
    row: Row,
    *,
    list_url: str,
) -> Around | None:
    """Return the neighbours of a row in the list it was opened from, if it was."""
    if "ds" not in request.GET or declared.link is None:
        return None
    query = Query.read(declared, QueryDict(request.GET["ds"]))
    rows = declared.fetched(rows)  # with what its order needs
    narrowed = query.narrow(rows)
    placed = rows.filter(pk=row.pk).first()
    back = f"{list_url}?{query.text()}"
    if placed is None:
        return Around(list_url=back, previous_url="", next_url="")
    key = query.order.key_of(placed)
    nearest = [
        page_of(narrowed, query.order, after=key, size=1).rows,
        page_of(narrowed, query.order, before=key, size=1).rows,
    ]
    after, before = (
        f"{declared.link(found[0])}?{urlencode({'ds': query.text()})}" if found else ""
        for found in nearest
    )
    return Around(list_url=back, previous_url=before, next_url=after)
