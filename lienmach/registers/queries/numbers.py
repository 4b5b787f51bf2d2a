from django.db.models import QuerySet

from lienmach.base.actor import Actor
from lienmach.registers.models import NumberBook, TakenNumber


def taken_numbers(actor: Actor) -> QuerySet[TakenNumber]:
    """The numbers of the books an actor may see, the last first."""
    return (
        TakenNumber.objects.visible_to(actor)
        .select_related("book", "taken_by", "withdrawn_by")
        .order_by("-taken_at", "-pk")
    )


def number_of(source: str) -> TakenNumber | None:
    """The number in force of a document, if it has one."""
    found = TakenNumber.objects.filter(source=source, withdrawn_at=None)
    return found.select_related("book").first()


def next_number(unit_id: int, symbol: str, year: int) -> int:
    """The number that would be given next; nobody is promised it."""
    found = NumberBook.objects.filter(unit=unit_id, symbol=symbol, year=year).first()
    return (found.last if found else 0) + 1


def kept_symbols(unit_id: int, year: int) -> set[str]:
    """The symbols of which a unit keeps a book: this year, or it did the year before.

    A book that begins by itself begins with 1: of one that is kept on paper the
    numbers given there would be given again.
    """
    books = NumberBook.objects.filter(unit=unit_id, year__in=[year - 1, year])
    return set(books.values_list("symbol", flat=True))
