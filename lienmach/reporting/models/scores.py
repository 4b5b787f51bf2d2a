"""Scorecards: what a unit was asked, what it answered, what the unit above made of it.

The points of an answer follow from the criteria (``calc.scores``) and are stored with
it; what is counted by the product is stored when a card is handed in, and until then
counted whenever it is shown.
"""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lienmach.base.actor import Actor
from lienmach.calc.period import Window
from lienmach.cases.models import Case, seen_by
from lienmach.org.models import Unit
from lienmach.registers.models import OfficialDocument
from lienmach.reporting.flow import CardState, ToDo


class ScoreRound(models.Model):
    """A year's scoring: by which criteria, for whom, and until when.

    ``owner`` appraises and ranks. ``criteria`` is the text of the set as it was when
    the round was opened. Figures are of the days ``start`` to ``end``.
    """

    year = models.PositiveSmallIntegerField("năm")
    owner = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="đơn vị thẩm định", related_name="+"
    )
    set_code = models.SlugField("bộ tiêu chí", max_length=50)
    title = models.CharField("tên bộ tiêu chí", max_length=200)
    criteria = models.TextField("nội dung bộ tiêu chí")
    has_survey = models.BooleanField("có điều tra xã hội học", default=True)
    start = models.DateField("số liệu từ ngày")
    end = models.DateField("đến ngày")
    score_until = models.DateField("hạn tự chấm")
    appraise_until = models.DateField("hạn thẩm định")
    object_until = models.DateField("hạn kiến nghị")
    opened_at = models.DateTimeField("mở lúc")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    cancelled_at = models.DateTimeField("hủy lúc", null=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    cancelled_for = models.CharField("lý do hủy", max_length=1000, blank=True)

    class Meta:
        verbose_name = "đợt chấm điểm"
        ordering = ["-year", "owner", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_scoring_a_year",
                fields=["owner", "year", "set_code"],
                condition=Q(cancelled_at=None),
            ),
            models.CheckConstraint(
                name="scoring_is_cancelled_with_a_reason",
                condition=Q(cancelled_at=None, cancelled_by=None, cancelled_for="")
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False)
                & ~Q(cancelled_for=""),
            ),
            models.CheckConstraint(
                name="scoring_days_follow",
                condition=Q(start__lte=F("end"))
                & Q(score_until__lte=F("appraise_until"))
                & Q(appraise_until__lte=F("object_until")),
            ),
        ]

    def __str__(self) -> str:
        return f"Chỉ số cải cách hành chính {self.year}"

    @property
    def window(self) -> Window:
        return Window(self.start, self.end)


class ScorecardQuerySet(models.QuerySet["Scorecard"]):
    def visible_to(self, actor: Actor) -> Self:
        """The cards that a unit of the actor scores, holds or appraises."""
        return self.filter(seen_by(actor, "case__"))


class Scorecard(models.Model):
    """The card of one unit for a year; that it is due, and how late, is its case.

    The totals are stored for lists and the ranking, written with each change by
    ``reporting.actions.scores``: None until something is known. One whose round was
    called off stays to be read, and makes room for another.
    """

    case = models.OneToOneField(
        Case, models.PROTECT, primary_key=True, related_name="scorecard"
    )
    round = models.ForeignKey(ScoreRound, models.PROTECT, related_name="cards")
    year = models.PositiveSmallIntegerField("năm")
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="đơn vị được chấm", related_name="+"
    )
    is_cancelled = models.BooleanField("đợt đã hủy", default=False)
    most = models.DecimalField("điểm tối đa", max_digits=8, decimal_places=2)
    own_points = models.DecimalField(
        "điểm tự chấm", null=True, max_digits=8, decimal_places=2
    )
    given_points = models.DecimalField(
        "điểm thẩm định", null=True, max_digits=8, decimal_places=2
    )

    objects = ScorecardQuerySet.as_manager()

    class Meta:
        verbose_name = "phiếu chấm điểm"
        constraints = [
            models.UniqueConstraint(
                name="one_card_a_year",
                fields=["unit", "year"],
                condition=Q(is_cancelled=False),
            ),
            models.CheckConstraint(
                name="card_points_within_its_most",
                condition=(Q(own_points=None) | Q(own_points__range=(0, F("most"))))
                & (Q(given_points=None) | Q(given_points__range=(0, F("most")))),
            ),
        ]

    def __str__(self) -> str:
        return f"Phiếu chấm điểm {self.year}"

    @property
    def turn(self) -> str:
        """What leads to it from the page of its unit and year, where another stands."""
        return f"?dot={self.round_id}" if self.is_cancelled else ""

    @property
    def is_scoring(self) -> bool:
        return self.case.state == CardState.SCORING

    @property
    def is_appraising(self) -> bool:
        return self.case.state == CardState.APPRAISING

    @property
    def takes_objections(self) -> bool:
        return self.case.state == CardState.APPRAISED

    @property
    def is_final(self) -> bool:
        return self.case.state == CardState.FINAL

    @property
    def state_name(self) -> str:
        return CardState(self.case.state).label


class Stage(models.TextChoices):
    """Who said it: the unit itself, or the one above (a survey is entered there)."""

    OWN = "own", "Tự chấm"
    GIVEN = "given", "Thẩm định"


class Score(models.Model):
    """What one side answered to a criterion, and what that is worth.

    ``above`` and ``below`` are the parts of a share that the product counted;
    ``number`` counts the writings, from 1.
    """

    card = models.ForeignKey(Scorecard, models.PROTECT, related_name="scores")
    code = models.CharField("tiêu chí", max_length=12)
    stage = models.CharField("bước", max_length=5, choices=Stage.choices)
    answer = models.DecimalField("trả lời", null=True, max_digits=12, decimal_places=2)
    points = models.DecimalField("điểm", null=True, max_digits=8, decimal_places=2)
    above = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    below = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    is_counted = models.BooleanField("hệ thống đếm", default=False)
    note = models.CharField("thuyết minh", max_length=1000, blank=True)
    number = models.PositiveIntegerField("lần ghi", default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "điểm"
        constraints = [
            models.UniqueConstraint(
                name="one_score_a_side", fields=["card", "code", "stage"]
            ),
            models.CheckConstraint(
                name="score_is_not_below_zero",
                condition=Q(points=None) | Q(points__gte=0),
            ),
            models.CheckConstraint(
                name="score_has_points_if_answered",
                condition=Q(points=None, answer=None)
                | Q(points__isnull=False, answer__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.stage}: {self.points}"


class ScoreChange(models.Model):
    """One writing of a score. Never changed, never deleted: a trigger refuses both."""

    card = models.ForeignKey(Scorecard, models.PROTECT, related_name="changes")
    code = models.CharField(max_length=12)
    stage = models.CharField(max_length=5, choices=Stage.choices)
    number = models.PositiveIntegerField()
    answer = models.DecimalField(null=True, max_digits=12, decimal_places=2)
    points = models.DecimalField(null=True, max_digits=8, decimal_places=2)
    note = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "lần ghi điểm"
        ordering = ["card", "code", "stage", "number"]
        constraints = [
            models.UniqueConstraint(
                name="score_change_has_its_number",
                fields=["card", "code", "stage", "number"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.stage} {self.number}"


class Evidence(models.Model):
    """What proves an answer: a stored file, an official document, or words.

    It is withdrawn, not deleted, so that an appraisal can still be followed.
    """

    card = models.ForeignKey(Scorecard, models.PROTECT, related_name="evidence")
    code = models.CharField("tiêu chí", max_length=12)
    title = models.CharField("tên, số ký hiệu", max_length=300)
    file_key = models.CharField(max_length=64, blank=True)
    file_name = models.CharField("tệp", max_length=200, blank=True)
    size = models.PositiveIntegerField("cỡ tệp", default=0)
    document = models.ForeignKey(
        OfficialDocument,
        models.SET_NULL,
        null=True,
        verbose_name="văn bản trong sổ",
        related_name="+",
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")
    withdrawn_at = models.DateTimeField("rút lúc", null=True)

    class Meta:
        verbose_name = "tài liệu kiểm chứng"
        ordering = ["code", "at", "pk"]
        indexes = [models.Index(name="evidence_by_card", fields=["card", "code"])]

    def __str__(self) -> str:
        return self.title


class Remark(models.Model):
    """Something said about a criterion of a card, by either side."""

    card = models.ForeignKey(Scorecard, models.PROTECT, related_name="remarks")
    code = models.CharField("tiêu chí", max_length=12)
    text = models.TextField("nội dung", max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "trao đổi"
        ordering = ["at", "pk"]
        indexes = [models.Index(name="remark_by_card", fields=["card", "code"])]

    def __str__(self) -> str:
        return self.text[:80]


class Objection(models.Model):
    """A unit disagrees with the appraisal of a criterion, and what became of it."""

    card = models.ForeignKey(Scorecard, models.PROTECT, related_name="objections")
    code = models.CharField("tiêu chí", max_length=12)
    text = models.TextField("kiến nghị", max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")
    answer = models.TextField("trả lời", max_length=2000, blank=True)
    is_upheld = models.BooleanField("được chấp nhận", null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField("trả lời lúc", null=True)

    class Meta:
        verbose_name = "kiến nghị"
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_objection_a_criterion",
                fields=["card", "code"],
                condition=Q(answered_at=None),
            ),
            models.CheckConstraint(
                name="objection_is_answered_whole",
                condition=Q(answered_at=None, is_upheld=None, answered_by=None)
                | Q(
                    answered_at__isnull=False,
                    is_upheld__isnull=False,
                    answered_by__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class ScoreSnapshot(models.Model):
    """A card as it stood when a step closed: handed in, appraised, locked."""

    card = models.ForeignKey(Scorecard, models.PROTECT, related_name="snapshots")
    step = models.CharField("bước", max_length=10)
    made_at = models.DateTimeField("chốt lúc")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    own_points = models.DecimalField(
        "điểm tự chấm", null=True, max_digits=8, decimal_places=2
    )
    given_points = models.DecimalField(
        "điểm thẩm định", null=True, max_digits=8, decimal_places=2
    )

    class Meta:
        verbose_name = "bản chốt điểm"
        ordering = ["card", "pk"]

    def __str__(self) -> str:
        return f"{self.card_id}: {self.step}"


class FrozenScore(models.Model):
    """A criterion of a snapshot. Never changed, never deleted: a trigger refuses."""

    snapshot = models.ForeignKey(ScoreSnapshot, models.PROTECT, related_name="scores")
    code = models.CharField(max_length=12)
    label = models.CharField(max_length=500)
    most = models.DecimalField(max_digits=8, decimal_places=2)
    own_answer = models.DecimalField(null=True, max_digits=12, decimal_places=2)
    own_points = models.DecimalField(null=True, max_digits=8, decimal_places=2)
    own_note = models.CharField(max_length=1000, blank=True)
    given_answer = models.DecimalField(null=True, max_digits=12, decimal_places=2)
    given_points = models.DecimalField(null=True, max_digits=8, decimal_places=2)
    given_note = models.CharField(max_length=1000, blank=True)
    evidence = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "điểm đã chốt"
        constraints = [
            models.UniqueConstraint(
                name="one_frozen_score_a_criterion", fields=["snapshot", "code"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.given_points}"


class PublishedScore(models.Model):
    """A result of a year that no card of ours holds: as somebody has published it.

    ``owner`` ranked; ``unit`` is one of ours, or None where only the ``name`` is known.
    ``of`` is how many were ranked, where the others are not entered.
    """

    owner = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("năm")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    name = models.CharField("đơn vị", max_length=200)
    points = models.DecimalField("điểm", max_digits=8, decimal_places=2)
    most = models.DecimalField("trên", default=100, max_digits=8, decimal_places=2)
    rank = models.PositiveSmallIntegerField("hạng")
    of = models.PositiveSmallIntegerField("trong số")
    source = models.CharField("theo văn bản", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "kết quả đã công bố"
        ordering = ["owner", "-year", "rank", "name"]
        constraints = [
            models.UniqueConstraint(
                name="one_published_score_a_year", fields=["owner", "year", "name"]
            ),
            models.CheckConstraint(
                name="published_score_is_possible",
                condition=Q(points__range=(0, F("most")), rank__range=(1, F("of"))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}: {self.points}"


class ImprovementQuerySet(models.QuerySet["Improvement"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(seen_by(actor, "case__"))


class Improvement(models.Model):
    """Something a unit will do to win back points: work that is due, so a case.

    ``plan`` is the document by which the unit decided on it, once there is one.
    """

    case = models.OneToOneField(
        Case, models.PROTECT, primary_key=True, related_name="improvement"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    card = models.ForeignKey(
        Scorecard, models.PROTECT, null=True, related_name="improvements"
    )
    year = models.PositiveSmallIntegerField("năm mất điểm")
    code = models.CharField("tiêu chí", max_length=12, blank=True)
    label = models.CharField("tên tiêu chí", max_length=500)
    lost = models.DecimalField("điểm mất", null=True, max_digits=8, decimal_places=2)
    text = models.TextField("việc phải làm", max_length=1000)
    plan = models.CharField("kế hoạch", max_length=200, blank=True)

    objects = ImprovementQuerySet.as_manager()

    class Meta:
        verbose_name = "việc cải tiến"

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def state_name(self) -> str:
        return ToDo(self.case.state).label
