from django.conf import settings
from django.db import models


class Answer(models.Model):
    """The answer to a form that was sent with a key, kept for a day (``base.once``)."""

    key = models.UUIDField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    status = models.SmallIntegerField()
    headers = models.JSONField()
    body = models.BinaryField()

    class Meta:
        verbose_name = "câu trả lời"

    def __str__(self) -> str:
        return str(self.key)


class SavedView(models.Model):
    """A list as someone likes to see it: filters and order under a name.

    ``unit`` is the number of the unit that shares it, or None for its owner alone;
    which units there are is not known here.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views"
    )
    unit = models.BigIntegerField("đơn vị dùng chung", null=True, blank=True)
    list_name = models.CharField("danh sách", max_length=50)
    name = models.CharField("tên khung nhìn", max_length=60)
    query = models.CharField("bộ lọc", max_length=1000, blank=True)
    made_at = models.DateTimeField("lưu lúc", auto_now_add=True)

    class Meta:
        verbose_name = "khung nhìn"
        constraints = [
            models.UniqueConstraint(
                name="saved_view_name_once_for_its_owner",
                fields=["owner", "list_name", "name"],
            ),
        ]
        indexes = [
            models.Index(name="saved_view_of_unit", fields=["list_name", "unit"]),
        ]

    def __str__(self) -> str:
        return self.name
