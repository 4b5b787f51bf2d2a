"""The books in which outgoing documents get their numbers, one for each year."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from lienmach.base.actor import Actor
from lienmach.org.models import Unit


class NumberBook(models.Model):
    """The book of a unit for documents of one symbol («BC-UBND») in one year.

    Numbers run on from 1 without a gap. ``began_after`` is the last number that was
    given on paper before the book was kept here. ``registers.actions`` alone writes it.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    symbol = models.CharField("ký hiệu", max_length=40)
    year = models.PositiveSmallIntegerField("năm")
    began_after = models.PositiveIntegerField("đã cấp trên giấy đến số", default=0)
    last = models.PositiveIntegerField("số cuối", default=0)
    last_on = models.DateField("ngày của số cuối", null=True)

    class Meta:
        verbose_name = "sổ đăng ký văn bản đi"
        constraints = [
            models.UniqueConstraint(
                name="a_unit_has_one_number_book", fields=["unit", "symbol", "year"]
            ),
            models.CheckConstraint(
                name="number_book_goes_on", condition=Q(last__gte=F("began_after"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.symbol} năm {self.year}"


class TakenNumberQuerySet(models.QuerySet["TakenNumber"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(book__unit__in=actor.unit_ids)


class TakenNumber(models.Model):
    """A number that was given to a document; withdrawn, it stays spent and says why.

    ``source`` names the document for the room it belongs to, ``path`` its page.
    """

    book = models.ForeignKey(NumberBook, models.PROTECT, related_name="taken")
    number = models.PositiveIntegerField("số")
    dated_on = models.DateField("ngày văn bản")
    subject = models.CharField("trích yếu", max_length=300)
    source = models.CharField(max_length=60)
    path = models.CharField(max_length=200)
    taken_at = models.DateTimeField("cấp lúc")
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField("thu hồi lúc", null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField("lý do thu hồi", max_length=300, blank=True)
    tokens = SearchVectorField(editable=False)

    objects = TakenNumberQuerySet.as_manager()

    class Meta:
        verbose_name = "số đã cấp"
        constraints = [
            models.UniqueConstraint(
                name="a_number_is_given_once", fields=["book", "number"]
            ),
            models.UniqueConstraint(
                name="a_document_has_one_number_in_force",
                fields=["source"],
                condition=Q(withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="a_withdrawn_number_says_why",
                condition=Q(withdrawn_at=None) | ~Q(reason=""),
            ),
        ]
        indexes = [
            # registers.queries.numbers: the last first
            models.Index(name="number_by_time", fields=["-taken_at", "-id"]),
        ]

    def __str__(self) -> str:
        return self.written

    @property
    def written(self) -> str:
        """The number as it is printed: below ten with a nought, «02/BC-UBND»."""
        return f"{self.number:02}/{self.book.symbol}"
