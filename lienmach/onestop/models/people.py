"""Who comes to the counter: people and organisations, known by their numbers."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from lienmach.calc.mask import masked_number


class Party(models.Model):
    """A person or an organisation that the office has dealt with.

    ``id_number`` is the 12 digits of an identity card or the 10 or 13 of a tax number;
    empty where somebody had none. What was true of them when a dossier came in stands
    in the dossier: this row says what is true now.
    """

    class Kind(models.TextChoices):
        PERSON = "person", "Cá nhân"
        ORGANISATION = "organisation", "Tổ chức"

    kind = models.CharField("loại", max_length=12, choices=Kind.choices)
    id_number = models.CharField("số căn cước, mã số thuế", max_length=13, blank=True)
    name = models.CharField("họ tên, tên tổ chức", max_length=200)
    name_key = models.CharField(max_length=200, db_collation="C", editable=False)
    born_on = models.DateField("ngày sinh", null=True)
    born_year = models.PositiveSmallIntegerField("năm sinh", null=True)
    address = models.CharField("địa chỉ", max_length=300, blank=True)
    phone = models.CharField("điện thoại", max_length=15, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    made_at = models.DateTimeField("ghi lúc")
    changed_at = models.DateTimeField("sửa lúc")
    tokens = SearchVectorField(editable=False)

    class Meta:
        verbose_name = "người nộp"
        constraints = [
            models.UniqueConstraint(
                name="id_number_is_of_one_party",
                fields=["id_number"],
                condition=~Q(id_number=""),
            ),
        ]
        indexes = [
            models.Index(name="party_by_phone", fields=["phone"]),
            GinIndex(name="party_tokens", fields=["tokens"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def masked_number(self) -> str:
        return masked_number(self.id_number)

    @property
    def masked_phone(self) -> str:
        return masked_number(self.phone)

    @property
    def initials(self) -> str:
        """The first letters of the middle and given name, which tell people apart."""
        return "".join(word[0] for word in self.name.split()[-2:]).upper()
