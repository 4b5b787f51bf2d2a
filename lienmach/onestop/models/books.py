"""The register book of a year: every dossier has its number in it."""

from django.conf import settings
from django.db import models
from django.db.models import BigIntegerField, F, Q
from django.db.models.functions import Cast

from lienmach.onestop.models.dossiers import Dossier
from lienmach.org.models import Unit

# Where a line stands among all books: by year, then by its number.
PLACE = Cast("year", BigIntegerField()) * 1_000_000_000 + F("number")


class Book(models.Model):
    """The book of a unit and a year, once it is closed; ``last`` is its last number."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("năm")
    last = models.PositiveIntegerField("số cuối")
    open_left = models.PositiveIntegerField("hồ sơ chưa xong khi khóa")
    closed_at = models.DateTimeField("khóa lúc")
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "sổ đã khóa"
        constraints = [
            models.UniqueConstraint(
                name="a_book_is_closed_once", fields=["unit", "year"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.year}"


class BookEntry(models.Model):
    """The line of a dossier in the book: its number runs through the year."""

    dossier = models.OneToOneField(
        Dossier, models.PROTECT, primary_key=True, related_name="entry"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField("năm")
    number = models.PositiveIntegerField("số thứ tự")

    class Meta:
        verbose_name = "dòng trong sổ"
        constraints = [
            models.UniqueConstraint(
                name="line_has_its_number", fields=["unit", "year", "number"]
            ),
            models.CheckConstraint(
                name="line_is_counted_from_one", condition=Q(number__gte=1)
            ),
        ]
        indexes = [
            # onestop.lists.books: the newest numbers first
            models.Index(PLACE, "dossier", name="line_place"),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"
