"""The register book as its page, its file and its paper show it."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Count, Max, Q, QuerySet

from lienmach.base.actor import Actor
from lienmach.calc.local import day_bounds
from lienmach.onestop.flow import State
from lienmach.onestop.models import Book, BookEntry, Dossier
from lienmach.onestop.queries.circulars import (
    REGISTER,
    LegalForm,
    circulars,
    legal_form,
)

WAYS = {"counter": "Tại quầy", "post": "Bưu chính", "electronic": "Bản điện tử"}


def bounds(year: int) -> tuple[datetime, datetime]:
    """The first moment of a year and of the next one, where the offices are."""
    return day_bounds(date(year, 1, 1))[0], day_bounds(date(year + 1, 1, 1))[0]


def entries(actor: Actor, unit_id: int, year: int) -> QuerySet[BookEntry]:
    """The lines of a book, with all that they show. One query."""
    rows = BookEntry.objects.filter(unit=unit_id, year=year)
    if unit_id not in actor.unit_ids:
        return rows.none()
    return rows.select_related(
        "dossier__case__decides_unit",
        "dossier__procedure",
        "dossier__hop",
        "dossier__collection",
    )


def books(actor: Actor) -> list[tuple[int, int, int]]:
    """The books that an actor may open: unit, year, how many lines; newest first."""
    found = (
        BookEntry.objects.filter(unit__in=actor.unit_ids)
        .values("unit", "year")
        .annotate(last=Max("number"))
        .order_by("-year", "unit")
    )
    return [(row["unit"], row["year"], row["last"]) for row in found]


def closed(unit_id: int, year: int) -> Book | None:
    rows = Book.objects.filter(unit=unit_id, year=year)
    return rows.select_related("closed_by").first()


def state_of(unit_id: int, year: int) -> tuple[int, int]:
    """The last number of a book, and how many of its dossiers are not done."""
    found = BookEntry.objects.filter(unit=unit_id, year=year).aggregate(
        last=Max("number"),
        open_left=Count("pk", filter=Q(dossier__case__closed_at=None)),
    )
    return found["last"] or 0, found["open_left"]


def missing(unit_id: int, year: int) -> int:
    """How many dossiers of a year are not in its book yet."""
    start, end = bounds(year)
    return Dossier.objects.filter(
        case__received_unit=unit_id,
        case__parent=None,
        case__received_at__gte=start,
        case__received_at__lt=end,
        entry=None,
    ).count()


def law_of(year: int) -> LegalForm:
    """The form of a book: of the circular that held when its year began.

    A book that was begun is kept to its end in the form it was begun in.
    """
    day = date(year, 1, 1)
    begun = [one for one in circulars() if one.valid_from <= day] or [circulars()[0]]
    return legal_form(begun[-1].name, REGISTER)


def note_of(entry: BookEntry) -> str:
    """What stands in the last column: why a dossier has no result, if it has none."""
    dossier = entry.dossier
    words = {
        State.CANCELLED: "Hủy, nhập nhầm",
        State.REFUSED: "Từ chối",
        State.WITHDRAWN: "Người nộp rút",
        State.STOPPED: "Dừng giải quyết",
    }
    said = [words.get(State(dossier.case.state), "")]
    if dossier.is_same_day:
        said.append("Trả ngay, không giấy hẹn")
    if dossier.paper_number:
        said.append(f"Ghi từ giấy số {dossier.paper_number}")
    return ". ".join(filter(None, said))


def pages(rows: QuerySet[BookEntry], size: int) -> Iterator[list[BookEntry]]:
    """The lines of a printed book, a page at a time."""
    page: list[BookEntry] = []
    for row in rows.order_by("number").iterator(2000):
        page.append(row)
        if len(page) == size:
            yield page
            page = []
    if page:
        yield page
