"""The official documents that somebody has named."""

from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from lienmach.base.actor import Actor
from lienmach.base.search import matching
from lienmach.calc.text import fold
from lienmach.org.models import Unit

_BETWEEN = frozenset(["so", "ngay", "cua", "ve", "viec"])
_SHORT = {"uy ban nhan dan": "ubnd", "hoi dong nhan dan": "hdnd"}


def shortened(folded: str) -> str:
    """A folded text with offices by their short names: reports print either."""
    for long, short in _SHORT.items():
        folded = folded.replace(long, short)
    return folded


def asked_words(folded: str) -> list[str]:
    """The words to look for in «Kế hoạch số 12/KH-UBND ngày 5/1/2023 của …»."""
    return [word for word in shortened(folded).split() if word not in _BETWEEN]


class OfficialDocumentQuerySet(models.QuerySet["OfficialDocument"]):
    def visible_to(self, actor: Actor) -> Self:
        """The documents that a text of one of the actor's units cites."""
        units = Mention.objects.filter(unit__in=actor.unit_ids)
        return self.filter(Exists(units.filter(document=OuterRef("pk"))))

    def search(self, text: str) -> Self:
        """The documents with a word, number or symbol beginning like each one asked.

        Accents may be left out; «1941 ke hoach» finds the plan of decision 1941.
        """
        return self.filter(matching("tokens", asked_words(fold(text))))


class OfficialDocument(models.Model):
    """A decision, a plan, a law: issuer, symbol and year say which one it is.

    What a citation leaves out stays empty. ``issuer_key`` tells offices apart by their
    short names («ubnd tinh»); where no issuer is printed it holds ``~`` and the unit in
    whose text it stands, so that two offices' documents of the same number never become
    one. From ``ended_on`` on it is no longer in force, as far as somebody noted it.
    Written by ``registers.actions`` alone.
    """

    number = models.CharField("số, ký hiệu", max_length=80)
    number_key = models.CharField(max_length=80, editable=False)
    type = models.CharField("loại", max_length=80, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=300, blank=True)
    issuer_key = models.CharField(max_length=300, editable=False)
    year = models.PositiveSmallIntegerField("năm", null=True)
    issued_on = models.DateField("ngày ban hành", null=True)
    subject = models.TextField("về việc", blank=True)
    tokens = SearchVectorField(editable=False)
    ended_on = models.DateField("hết hiệu lực từ ngày", null=True)
    ended_by = models.CharField("thay thế, bãi bỏ bởi", max_length=200, blank=True)
    ended_noted_at = models.DateTimeField("ghi hết hiệu lực lúc", null=True)
    ended_noted_by = models.ForeignKey(
        "org.User", models.PROTECT, null=True, related_name="+"
    )
    same_as = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="merged", verbose_name="là"
    )
    merged_at = models.DateTimeField("gộp lúc", null=True)
    merged_by = models.ForeignKey(
        "org.User", models.PROTECT, null=True, related_name="+"
    )

    objects = OfficialDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản"
        constraints = [
            models.UniqueConstraint(
                name="a_document_is_issuer_number_and_year",
                fields=["number_key", "year", "issuer_key"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="a_document_is_not_merged_into_itself",
                condition=~Q(same_as=F("id")),
            ),
        ]
        indexes = [
            GinIndex(name="document_tokens", fields=["tokens"]),
            # registers.queries.documents: newest first
            models.Index(name="document_by_date", fields=["-issued_on", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.type} số {self.number}".strip()

    def may_be(self, other: "OfficialDocument") -> bool:
        """Whether two entries can be one document: one number, and no two years.

        A number may be written with another sign between its parts.
        """
        years = {self.year, other.year} - {None}
        return _bare(self.number_key) == _bare(other.number_key) and len(years) < 2


def _bare(number: str) -> str:
    return "".join(letter for letter in number if letter.isalnum())


class Mention(models.Model):
    """A line of a text in which a document is cited.

    ``source`` names the text for the room that read it, ``path`` its page. What was
    ``entered_as`` another entry of the register came here when the two were merged.
    """

    document = models.ForeignKey(
        OfficialDocument, models.CASCADE, related_name="mentions"
    )
    entered_as = models.ForeignKey(
        OfficialDocument, models.CASCADE, null=True, related_name="+"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    source = models.CharField(max_length=60)
    label = models.CharField("văn bản viện dẫn", max_length=300)
    label_key = models.CharField(max_length=300, editable=False)
    path = models.CharField(max_length=200)
    line = models.PositiveIntegerField("dòng")
    raw = models.CharField("ghi là", max_length=200)
    printed_on = models.DateField("ngày ghi", null=True)

    class Meta:
        verbose_name = "chỗ viện dẫn"
        indexes = [models.Index(name="mention_by_source", fields=["source"])]

    def __str__(self) -> str:
        return f"{self.source}:{self.line} {self.raw}"
