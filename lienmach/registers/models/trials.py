"""What would go wrong with the procedures of a file, found before it is let in."""

from django.conf import settings
from django.db import models

from lienmach.base.models import Job


class ImportTrial(models.Model):
    """A file whose procedures are rehearsed, with what was found; kept for a day.

    ``told`` holds a list of sentences under each code that would fail. ``unit_id`` is
    where its actor worked.
    """

    job = models.OneToOneField(Job, models.SET_NULL, null=True, related_name="+")
    name = models.CharField("tên tệp", max_length=200)
    content = models.BinaryField("tệp")
    on = models.DateField("có hiệu lực từ")
    told = models.JSONField("vướng ở đâu", default=dict)
    made_at = models.DateTimeField("diễn tập lúc")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    unit_id = models.IntegerField("nơi làm việc")

    class Meta:
        verbose_name = "lần diễn tập tệp danh mục"

    def __str__(self) -> str:
        return self.name
