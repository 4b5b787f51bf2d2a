"""The figures that reports of the past have printed."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from lienmach.base.actor import Actor
from lienmach.base.search import matching
from lienmach.calc.text import fold
from lienmach.org.models import Unit

OF_CARDS = "scorecard-"  # begins the source of what scorecards have published
WHOLE_CARD = "0"  # the code under which the points of a whole card stand


class CellState(models.TextChoices):
    """What a cell of a form says; the four states never mix, words are a fifth."""

    VALUE = "value", "số liệu"
    BLANK = "blank", "để trống"
    NONE = "none", "không phát sinh"
    NOT_OURS = "not_ours", "không thuộc thẩm quyền"
    TEXT = "text", "chữ"


class ReportedValueQuerySet(models.QuerySet["ReportedValue"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(unit__in=actor.unit_ids)

    def search(self, text: str) -> Self:
        return self.filter(matching("tokens", fold(text).split()))


class ReportedValue(models.Model):
    """A figure that a report prints for a unit and a period: not counted by us.

    It is what the row ``code`` of the form ``form`` says in the text ``source``, on its
    line. ``value`` is the number meant, with «%» for a share of a hundred. In a series
    it stands as the row ``row_code`` of our form ``row_form``; both are empty outside.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    period_start = models.DateField("từ ngày")
    period_end = models.DateField("đến ngày")
    form = models.CharField("biểu", max_length=60)
    form_key = models.CharField(max_length=60, editable=False)
    code = models.CharField("mã dòng", max_length=30)
    label = models.TextField("chỉ tiêu")
    measure = models.CharField("đơn vị tính", max_length=120, blank=True)
    raw = models.CharField("ghi là", max_length=200, blank=True)
    state = models.CharField("tình trạng", max_length=10, choices=CellState.choices)
    value = models.DecimalField(
        "giá trị", max_digits=24, decimal_places=6, null=True, blank=True
    )
    source = models.CharField(max_length=60)
    source_label = models.CharField("từ báo cáo", max_length=300)
    path = models.CharField(max_length=200)
    line = models.PositiveIntegerField("dòng")
    row_form = models.CharField("thuộc biểu", max_length=60, blank=True)
    row_code = models.CharField("thuộc dòng", max_length=30, blank=True)
    tokens = SearchVectorField(editable=False)

    objects = ReportedValueQuerySet.as_manager()

    class Meta:
        verbose_name = "số liệu từ báo cáo"
        constraints = [
            models.UniqueConstraint(
                name="a_line_of_a_text_has_one_value", fields=["source", "line"]
            ),
            models.CheckConstraint(
                name="reported_period_does_not_run_backwards",
                condition=Q(period_end__gte=F("period_start")),
            ),
            models.CheckConstraint(
                name="only_a_value_has_a_number",
                condition=Q(state="value", value__isnull=False)
                | Q(value=None) & ~Q(state="value"),
            ),
            models.UniqueConstraint(
                name="one_point_of_a_series",
                fields=["unit", "row_form", "row_code", "period_start", "period_end"],
                condition=~Q(row_form=""),
            ),
            models.CheckConstraint(
                name="only_a_figure_is_in_a_series",
                condition=Q(row_form="", row_code="")
                | ~Q(row_form="") & ~Q(row_code="") & Q(state__in=["value", "none"]),
            ),
        ]
        indexes = [
            GinIndex(name="reported_tokens", fields=["tokens"]),
            # indicators.queries.reported: newest period first
            models.Index(
                name="reported_by_unit", fields=["unit", "-period_end", "form", "code"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.code} = {self.raw}"

    @property
    def url(self) -> str:
        """Where it stands: a row of a card by its code, a line of a text by number."""
        if self.source.startswith(OF_CARDS):
            return (
                self.path if self.code == WHOLE_CARD else f"{self.path}#d-{self.code}"
            )
        return f"{self.path}#d{self.line}"


class RowMapping(models.Model):
    """Which row of our forms a printed row is; as somebody decided, for all reports.

    A printed row is known by its form, its code and what it is called, folded. Without
    ``row_form`` it was decided that it is none of ours.
    """

    form_key = models.CharField(max_length=60, db_collation="C")
    code = models.CharField(max_length=30, db_collation="C")
    label_key = models.CharField(max_length=300, db_collation="C")
    row_form = models.CharField("thuộc biểu", max_length=60, blank=True)
    row_code = models.CharField("thuộc dòng", max_length=30, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "dòng biểu đã nối"
        constraints = [
            models.UniqueConstraint(
                name="a_printed_row_is_mapped_once",
                fields=["form_key", "code", "label_key"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form_key} {self.code} → {self.row_form} {self.row_code}"
