from django.db import models

from lienmach.org.models.units import Unit


class Notice(models.Model):
    """Something to tell a unit once; saying the same ``key`` again does nothing."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="notices")
    key = models.CharField(max_length=100, unique=True)
    text = models.CharField("nội dung", max_length=300)

    class Meta:
        verbose_name = "thông báo"

    def __str__(self) -> str:
        return self.text
