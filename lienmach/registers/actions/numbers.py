"""Numbers of outgoing documents: taken without a gap, never twice, never again."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.base.search import stored
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.calc.text import tokens
from lienmach.registers.models import NumberBook, TakenNumber

RIGHT = "registers.numbers"  # to open a book, and to withdraw a number


@dataclass(frozen=True, slots=True)
class Numbered:
    """A document that gets a number: what it is about, and where it is found."""

    subject: str
    source: str
    path: str


@transaction.atomic
def open_book(
    unit_id: int, symbol: str, year: int, *, began_after: int, actor: Actor
) -> NumberBook:
    """Open the book of a year that has been kept on paper until now.

    Raises ``Refused`` once a number was taken from it here.
    """
    actor.require(RIGHT, unit_id)
    book = _locked(unit_id, symbol, year)
    if book.taken.exists():
        raise Refused(
            f"Sổ {book} đã cấp đến số {book.last}: không đặt lại số bắt đầu được."
        )
    book.began_after = book.last = began_after
    book.save(update_fields=["began_after", "last"])
    return book


@transaction.atomic
def take_number(
    unit_id: int,
    symbol: str,
    *,
    dated_on: date,
    document: Numbered,
    actor: Actor,
    at: datetime,
) -> TakenNumber:
    """Give a document the next number of the book of its year.

    The book stays locked until the caller's transaction ends: whoever asks meanwhile
    waits; if the caller fails the number was never taken. Whether the actor may sign
    the caller sees to. Raises ``Refused`` for a day before that of the last number,
    and for one that has not come yet: it would stop every number before it.
    """
    if dated_on > day_of(at):
        raise Refused("Ngày văn bản không thể sau hôm nay: hãy sửa ngày.")
    book = _locked(unit_id, symbol, dated_on.year)
    if book.last_on and dated_on < book.last_on:
        raise Refused(
            f"Số {book.last} của sổ {book} đã cấp ngày {book.last_on:%d/%m/%Y}: "
            "văn bản sau không thể ghi ngày trước đó."
        )
    book.last += 1
    book.last_on = dated_on
    book.save(update_fields=["last", "last_on"])
    return TakenNumber.objects.create(
        book=book,
        number=book.last,
        dated_on=dated_on,
        subject=document.subject[:300],
        source=document.source,
        path=document.path,
        taken_at=at,
        taken_by_id=actor.user_id,
        tokens=stored(
            tokens(names=[document.subject], codes=[f"{book.last:02}/{symbol}"])
        ),
    )


@transaction.atomic
def withdraw_number(
    taken: TakenNumber, *, reason: str, actor: Actor, at: datetime
) -> TakenNumber:
    """Withdraw a number: it stays spent, with the reason beside it in the book."""
    actor.require(RIGHT, taken.book.unit_id)
    return withdraw_with_document(taken, reason=reason, actor=actor, at=at)


@transaction.atomic
def withdraw_with_document(
    taken: TakenNumber, *, reason: str, actor: Actor, at: datetime
) -> TakenNumber:
    """The same because of what became of its document: whether the actor may decide
    that the caller sees to."""
    taken = (
        TakenNumber.objects.select_for_update(of=("self",))
        .select_related("book")
        .get(pk=taken.pk)
    )
    reason = reason.strip()
    if not reason:
        raise Refused("Hãy ghi lý do thu hồi số, để người đọc sổ sau này hiểu.")
    if taken.withdrawn_at:
        raise Refused(f"Số {taken.written} đã thu hồi rồi.")
    taken.reason = reason[:300]
    taken.withdrawn_at, taken.withdrawn_by_id = at, actor.user_id
    taken.save(update_fields=["reason", "withdrawn_at", "withdrawn_by"])
    return taken


def _locked(unit_id: int, symbol: str, year: int) -> NumberBook:
    """Lock the book of a year; made when first asked for, by however many at once."""
    NumberBook.objects.bulk_create(
        [NumberBook(unit_id=unit_id, symbol=symbol, year=year)], ignore_conflicts=True
    )
    return NumberBook.objects.select_for_update().get(
        unit=unit_id, symbol=symbol, year=year
    )
