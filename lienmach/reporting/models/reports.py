"""Periodic reports: what is asked for, by whom, what was entered and what was frozen.

Only what people enter is stored. What is counted or worked out is counted and worked
out whenever it is shown, until a report is approved: then it is frozen.
"""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from lienmach.base.actor import Actor
from lienmach.calc.forms import State as Cell
from lienmach.calc.forms import Value
from lienmach.calc.period import Period, Window
from lienmach.cases.models import Case, seen_by
from lienmach.org.models import Unit
from lienmach.reporting.flow import FLOWS, OWN, State
from lienmach.reporting.models.regimes import Regime, kept_by


class CellState(models.TextChoices):
    """What a cell says; the four never mix. The values are those of ``calc.forms``."""

    VALUE = Cell.VALUE.value, "có số"
    BLANK = Cell.BLANK.value, "trống"
    NONE = Cell.NONE.value, "không phát sinh"
    NOT_OURS = Cell.NOT_OURS.value, "không thuộc thẩm quyền"


# A number where, and only where, the state says that there is one.
NUMBER_IF_VALUE = Q(state="value", value__isnull=False) | Q(
    ~Q(state="value"), value__isnull=True
)


class Round(models.Model):
    """A regime's report for one period: its window of data, and who consolidates it."""

    regime = models.ForeignKey(Regime, models.PROTECT, related_name="rounds")
    period = models.CharField("kỳ", max_length=10)
    start = models.DateField("số liệu từ ngày")
    end = models.DateField("đến ngày")
    owner = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="đơn vị tổng hợp", related_name="+"
    )
    opened_at = models.DateTimeField("mở lúc")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "kỳ báo cáo"
        ordering = ["-end", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_round_a_period", fields=["regime", "period", "owner"]
            ),
            models.CheckConstraint(
                name="round_has_days", condition=Q(start__lte=F("end"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regime}, {self.period_name}"

    @property
    def window(self) -> Window:
        return Window(self.start, self.end)

    @property
    def period_name(self) -> str:
        """«Quý I năm 2023»."""
        return Period.parse(self.period).label


class Words(models.TextChoices):
    """Whether a unit below hands in words, numbered and signed, with its figures."""

    FIGURES = "figures", "chỉ số liệu"
    CHOSEN = "chosen", "cả thuyết minh, ký số"
    ASKED = "asked", "cả thuyết minh, ký số, do đơn vị trên yêu cầu"


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, actor: Actor) -> Self:
        """The reports that a unit of the actor makes, holds or consolidates, and those
        of regimes that it keeps."""
        return self.filter(seen_by(actor, "case__") | kept_by(actor))

    def asked(self) -> Self:
        """Those that are still asked for."""
        return self.filter(taken_back_at=None)


class Report(models.Model):
    """The report of one unit for a round; that it is due, and how late, is its case.

    ``unit`` makes it, and hands it in to the unit of ``above``, in whose report its
    figures come together with those of others; that of the round's owner has none
    above. ``snapshot`` is what holds of it once it is approved. One that was asked for
    by mistake is taken back: it stays to be read and counts nowhere.
    """

    case = models.OneToOneField(
        Case, models.PROTECT, primary_key=True, related_name="report"
    )
    round = models.ForeignKey(Round, models.PROTECT, related_name="reports")
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="đơn vị báo cáo", related_name="+"
    )
    above = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="below", verbose_name="nộp vào"
    )
    snapshot = models.OneToOneField(
        "Snapshot", models.PROTECT, null=True, related_name="+"
    )

    words = models.CharField(
        "nộp", max_length=10, choices=Words.choices, default=Words.FIGURES
    )
    taken_back_at = models.DateTimeField("rút yêu cầu lúc", null=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    taken_back_for = models.CharField("lý do rút", max_length=1000, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo"
        constraints = [
            models.UniqueConstraint(
                name="one_report_a_unit",
                fields=["round", "unit"],
                condition=Q(taken_back_at=None),
            ),
            models.CheckConstraint(
                name="a_report_taken_back_says_why",
                condition=Q(taken_back_at=None, taken_back_for="")
                | (Q(taken_back_at__isnull=False) & ~Q(taken_back_for="")),
            ),
            models.UniqueConstraint(
                name="one_report_has_none_above",
                fields=["round"],
                condition=Q(above=None),
            ),
            models.CheckConstraint(
                name="report_is_not_above_itself", condition=~Q(above=F("case"))
            ),
        ]
        indexes = [models.Index(name="report_by_unit", fields=["unit", "round"])]

    def __str__(self) -> str:
        return f"{self.round}"

    @property
    def is_own(self) -> bool:
        """Whether it is the consolidating unit's own report."""
        return self.case.kind == OWN

    @property
    def is_written(self) -> bool:
        """Whether it has words that are signed, and not figures alone."""
        return self.is_own or self.words != Words.FIGURES

    @property
    def is_open(self) -> bool:
        """Whether figures may be entered now."""
        return self.case.state == State.DRAFTING

    @property
    def is_locked(self) -> bool:
        """Whether its figures are frozen."""
        return self.snapshot_id is not None

    @property
    def is_ready_to_sign(self) -> bool:
        """Whether it waits for its number and signature."""
        ready = State.APPROVED if self.is_own else State.AGREED
        return self.is_written and self.case.state == ready

    @property
    def closed_at(self) -> datetime | None:
        """Since when what comes from below changes nothing of what it hands in."""
        if self.is_own:
            return None
        ends = [self.case.finished_at, self.snapshot and self.snapshot.made_at]
        return min((end for end in ends if end), default=None)

    @property
    def state_name(self) -> str:
        """Its step; of one that was over when it was taken back, that it was."""
        state = State(self.case.state)
        is_over = bool(self.taken_back_at) and state is State.APPROVED
        labels = FLOWS[self.case.kind].labels
        return labels[State.RELEASED if is_over else state]


class Sheet(models.Model):
    """A form of a report as one unit fills it in.

    ``filled``, ``cells`` and ``errors`` are stored for the lists, written with each
    change by ``reporting.actions.sheets``: how many cells there are to fill, how many
    are, and how many errors stop handing in. ``is_stale`` says that a unit below has
    handed in since, so that they have to be counted again.
    """

    class State(models.TextChoices):
        ENTERING = "entering", "Đang nhập"
        SUBMITTED = "submitted", "Đã nộp"
        RETURNED = "returned", "Trả lại"
        APPROVED = "approved", "Đã duyệt"

    report = models.ForeignKey(Report, models.PROTECT, related_name="sheets")
    form = models.CharField("biểu", max_length=50)
    title = models.CharField("tên biểu", max_length=200)
    state = models.CharField(
        "trạng thái", max_length=10, choices=State.choices, default=State.ENTERING
    )
    filled = models.PositiveSmallIntegerField("ô đã nhập", default=0)
    cells_to_fill = models.PositiveSmallIntegerField("ô phải nhập", default=0)
    errors = models.PositiveSmallIntegerField("lỗi chặn", default=0)
    doubts = models.PositiveSmallIntegerField("cảnh báo", default=0)
    is_stale = models.BooleanField("phải đếm lại", default=False)
    changed_at = models.DateTimeField("nhập lần cuối", null=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "biểu"
        ordering = ["form"]
        constraints = [
            models.UniqueConstraint(name="one_sheet_a_form", fields=["report", "form"]),
        ]
        indexes = [
            # reporting.actions.sheets.count_stale
            models.Index(
                name="sheet_to_count", fields=["id"], condition=Q(is_stale=True)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def slug(self) -> str:
        """How addresses call it: «4» of «phu-luc-4»."""
        return self.form.removeprefix("phu-luc-")

    @property
    def short(self) -> str:
        """What a narrow place calls it: «PL 4»."""
        return f"PL {self.slug}" if self.slug != self.form else self.title[:12]

    @property
    def is_handed_in(self) -> bool:
        return self.state in (self.State.SUBMITTED, self.State.APPROVED)


class SheetCell(models.Model):
    """What was entered in one row; ``number`` counts the changes, from 1.

    In a row that the product counts it stands in place of that number, with a
    ``reason``.
    """

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="cells")
    code = models.CharField("dòng", max_length=30)
    state = models.CharField("là", max_length=10, choices=CellState.choices)
    value = models.DecimalField("số", max_digits=24, decimal_places=6, null=True)
    note = models.CharField("ghi chú", max_length=500, blank=True)
    reason = models.CharField("lý do sửa số đếm", max_length=500, blank=True)
    number = models.PositiveIntegerField("lần ghi", default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "ô"
        constraints = [
            models.UniqueConstraint(name="one_cell_a_row", fields=["sheet", "code"]),
            models.CheckConstraint(
                name="cell_has_a_number_if_it_says_so", condition=NUMBER_IF_VALUE
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.value if self.value is not None else self.state}"

    @property
    def says(self) -> Value:
        return Value(Cell(self.state), self.value)


class CellChange(models.Model):
    """One change of one cell. Never changed, never deleted: a trigger refuses both."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="changes")
    code = models.CharField(max_length=30)
    number = models.PositiveIntegerField()
    state_before = models.CharField(max_length=10, choices=CellState.choices)
    value_before = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    state = models.CharField(max_length=10, choices=CellState.choices)
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    note = models.CharField(max_length=500, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "lần ghi ô"
        ordering = ["sheet", "code", "number"]
        constraints = [
            models.UniqueConstraint(
                name="change_has_its_number", fields=["sheet", "code", "number"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.code} {self.number}"

    @property
    def says(self) -> Value:
        return Value(Cell(self.state), self.value)

    @property
    def said(self) -> Value:
        """What the cell said before."""
        return Value(Cell(self.state_before), self.value_before)


class Snapshot(models.Model):
    """A report as it stood when it was approved: all its cells, whoever filled them."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="snapshots")
    made_at = models.DateTimeField("chốt lúc")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "bản chốt số"
        ordering = ["report", "pk"]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.made_at}"


class FrozenCell(models.Model):
    """A cell of a snapshot. Never changed, never deleted: a trigger refuses both.

    ``measure`` is the unit of measure, ``source`` where it came from, in words;
    ``above`` and ``below`` are the parts of a share.
    """

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="cells")
    form = models.CharField(max_length=50)
    code = models.CharField(max_length=30)
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    label = models.CharField(max_length=500)
    measure = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=CellState.choices)
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    above = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    below = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    source = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = "ô đã chốt"
        ordering = ["snapshot", "form", "order"]
        constraints = [
            models.UniqueConstraint(
                name="one_frozen_cell_a_row", fields=["snapshot", "form", "code"]
            ),
            models.CheckConstraint(
                name="frozen_cell_has_a_number_if_it_says_so",
                condition=NUMBER_IF_VALUE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.code}"

    @property
    def says(self) -> Value:
        return Value(Cell(self.state), self.value, self.above, self.below)


class Reminder(models.Model):
    """That a unit was reminded of a report: whom it reached, and when."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="reminders")
    at = models.DateTimeField("nhắc lúc")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    people = ArrayField(
        models.CharField(max_length=200), verbose_name="người được nhắc"
    )
    text = models.CharField("nội dung", max_length=500)

    class Meta:
        verbose_name = "lần nhắc"
        ordering = ["report", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.at}"
