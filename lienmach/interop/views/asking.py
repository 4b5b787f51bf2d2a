"""Lists as programs read them: what a page of ours can be asked, and not a word more.

The parameters are those in the address of the page with the same list. A page leaves
out what it cannot read; a program would then get more than it asked for, so that here
it is told instead.
"""

from collections.abc import Callable, Iterator
from typing import Any, Generic, Literal, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, QueryDict
from ninja import Schema
from pydantic import Field

from lienmach.base.filters import LONGEST, Choice, Days, Filter, Search
from lienmach.base.lists import List, Query
from lienmach.interop.views.api import Wrong

Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item")
Told = TypeVar("Told")


class Asked(Schema):
    """What every list can be asked: how many rows, in which order, from where on."""

    sx: str = Field(
        "", max_length=40, description="Sắp theo cột; «-» ở đầu là giảm dần"
    )
    co: Literal["", "25", "50", "100"] = Field("", description="Số dòng một trang")
    sau: str = Field("", max_length=700, description="Trang kế: lấy từ «next»")
    truoc: str = Field("", max_length=700, description="Trang trước: từ «previous»")


class Page(Schema, Generic[Item]):
    items: list[Item]
    next: str | None = Field(description="Địa chỉ của trang kế; null là hết")
    previous: str | None = Field(description="Địa chỉ của trang trước")


def page(
    request: HttpRequest,
    declared: List[Row],
    rows: QuerySet[Row],
    tell: Callable[[list[Row]], list[Told]],
    *,
    besides: tuple[str, ...] = (),
) -> dict[str, Any]:
    """Answer with one page of a list; ``tell`` makes the items of all its rows.

    ``besides`` names parameters that say nothing to the list; they are carried along.
    """
    query = read(declared, request.GET)
    try:
        found = query.page(rows)
    except Http404 as error:
        where = "truoc" if query.before else "sau"
        raise Wrong(**{where: "không phải trang của danh sách này"}) from error
    more = [(name, request.GET[name]) for name in besides if name in request.GET]

    def address(after: str = "", before: str = "") -> str:
        pairs = [*query.pairs(after=after, before=before), *more]
        return f"{request.path}?{urlencode(pairs, safe=',:')}"

    return {
        "items": tell(found.rows),
        "next": address(after=str(found.next)) if found.next else None,
        "previous": address(before=str(found.previous)) if found.previous else None,
    }


def read(declared: List[Row], sent: QueryDict) -> Query[Row]:
    query = Query.read(declared, sent)
    if wrong := dict(_faults(query, sent)):
        raise Wrong(**wrong)
    return query


def _faults(query: Query[Any], sent: QueryDict) -> Iterator[tuple[str, str]]:
    for slug, understood in (
        ("xem", query.view),
        ("sx", query.sort),
        ("co", str(query.size)),
    ):
        if sent.get(slug) and sent[slug] != understood:
            yield slug, f"không có «{sent[slug][:40]}»"
    for one in query.declared.filters:
        if said := _unread(one, sent):
            yield one.slug, said
        elif (
            isinstance(one, Days) and all(days := one.read(sent)) and days > days[::-1]
        ):
            yield one.until, "trước ngày đầu"


def _unread(one: Filter, sent: QueryDict) -> str:
    """What a filter was sent and cannot read, if anything."""
    if isinstance(one, Choice):
        given = {v for text in sent.getlist(one.slug) for v in text.split(",")} - {""}
        strange = given - {slug for slug, _ in one.options}
        return f"không có «{min(strange)[:40]}»" if strange else ""
    if isinstance(one, Search) and len(sent.get(one.slug, "")) > LONGEST:
        return f"dài quá {LONGEST} ký tự"
    return one.problem(sent)
