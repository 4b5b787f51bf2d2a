"""The register book as its page, its file and its paper show it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import (
    BigIntegerField,
    Count,
    ExpressionWrapper,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)

from lienmach.base.actor import Actor
from lienmach.calc.local import day_bounds
from lienmach.onestop.flow import State
from lienmach.onestop.models import Book, BookEntry, Counter
from lienmach.onestop.models.books import PLACE
from lienmach.onestop.queries.circulars import (
    REGISTER,
    LegalForm,
    circulars,
    legal_form,
)
from lienmach.org.models import UnitVersion

WAYS = {"counter": "Tại quầy", "post": "Bưu chính", "electronic": "Bản điện tử"}


def bounds(year: int) -> tuple[datetime, datetime]:
    """The first moment of a year and of the next one, where the offices are."""
    return day_bounds(date(year, 1, 1))[0], day_bounds(date(year + 1, 1, 1))[0]


@dataclass(frozen=True, slots=True)
class Kept:
    """A book: whose, of which year, how far it goes, and whether it is closed."""

    unit_id: int
    year: int
    last: int
    closing: Book | None

    @property
    def key(self) -> str:
        return f"{self.unit_id}-{self.year}"


def entries(actor: Actor, *, on: date) -> QuerySet[BookEntry]:
    """The lines of the books of an actor's units, with all that they show.

    ``lead`` is who decides, as the unit is called on a day, or was last called before
    it; ``place`` is the number with its year, to sort by. One query.
    """
    lead = UnitVersion.objects.filter(
        unit=OuterRef("dossier__case__decides_unit"), valid_from__lte=on
    ).order_by("-valid_from")
    return (
        BookEntry.objects.filter(unit__in=actor.unit_ids)
        .select_related(
            "dossier__case",
            "dossier__procedure",
            "dossier__hop",
            "dossier__collection",
        )
        .annotate(
            lead=Subquery(lead.values("name")[:1]),
            place=ExpressionWrapper(PLACE, BigIntegerField()),
        )
    )


def lead_of(entry: BookEntry) -> str:
    """Who decides the dossier of a line fetched by ``entries``."""
    return getattr(entry, "lead", "") or ""


def books(actor: Actor) -> list[Kept]:
    """The books that an actor may open, the newest first. Two queries."""
    given = Counter.objects.filter(series="book", unit__in=actor.unit_ids)
    closings = Book.objects.filter(unit__in=actor.unit_ids).select_related("closed_by")
    closed = {(book.unit_id, book.year): book for book in closings}
    found = [
        Kept(
            row.unit_id,
            int(row.period),
            row.last,
            closed.get((row.unit_id, int(row.period))),
        )
        for row in given
    ]
    return sorted(found, key=lambda book: (-book.year, book.unit_id))


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
