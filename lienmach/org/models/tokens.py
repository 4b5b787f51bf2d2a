"""What a program shows in place of a person who signs in."""

from django.db import models
from django.db.models import F, Q

from lienmach.org.models.people import User
from lienmach.org.models.units import Unit


class AccessToken(models.Model):
    """A long secret by which a program reads what a person may see in one unit.

    Only its digest is kept: the secret has 256 bits of chance, so that a slow hash
    would protect nothing. ``hint`` are its last letters, for people to tell them apart.
    """

    person = models.ForeignKey(User, models.PROTECT, related_name="tokens")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    name = models.CharField("dùng cho", max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(max_length=4, editable=False)
    made_at = models.DateTimeField("tạo lúc")
    expires_at = models.DateTimeField("hết hạn lúc")
    used_at = models.DateTimeField("dùng gần nhất", null=True)
    used_from = models.CharField("từ máy", max_length=45, blank=True)
    revoked_at = models.DateTimeField("thu hồi lúc", null=True)

    class Meta:
        verbose_name = "mã truy cập"
        constraints = [
            models.UniqueConstraint(
                name="tokens_in_use_have_names_of_their_own",
                fields=["person", "name"],
                condition=Q(revoked_at=None),
            ),
            models.CheckConstraint(
                name="token_lasts_for_a_while",
                condition=Q(expires_at__gt=F("made_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.name
