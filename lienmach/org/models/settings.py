from django.db import models


class Setting(models.Model):
    """A fact about the whole database, such as that it holds the demo."""

    name = models.SlugField(primary_key=True, max_length=50)
    value = models.JSONField("giá trị")

    class Meta:
        verbose_name = "thiết lập"

    def __str__(self) -> str:
        return self.name
