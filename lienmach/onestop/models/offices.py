"""How an office has arranged itself: who handles what, and the numbers it gives."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from lienmach.onestop.models.dossiers import Dossier
from lienmach.org.models import Unit
from lienmach.registers.models import Procedure, ProcedureField


class Route(models.Model):
    """Where the dossiers that a counter receives go: by procedure, field, or all.

    The nearest one holds: of the procedure, else of its field, else of the counter.
    ``unit`` handles them, ``decides_unit`` answers for them.
    """

    counter = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    procedure = models.ForeignKey(
        Procedure, models.PROTECT, null=True, related_name="+", verbose_name="thủ tục"
    )
    field = models.ForeignKey(
        ProcedureField,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="lĩnh vực",
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="nơi thụ lý"
    )
    decides_unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="nơi giải quyết"
    )

    class Meta:
        verbose_name = "phân công thụ lý"
        constraints = [
            models.UniqueConstraint(
                name="one_route_for_each",
                fields=["counter", "procedure", "field"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="route_is_of_a_procedure_or_a_field",
                condition=Q(procedure=None) | Q(field=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.counter_id} → {self.unit_id}"


class Counter(models.Model):
    """The last number given in a series of a unit, such as the dossiers of a day."""

    series = models.CharField("loạt số", max_length=20)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    period = models.CharField("ngày, năm", max_length=10)
    last = models.PositiveIntegerField("số cuối")

    class Meta:
        verbose_name = "số đã cấp"
        constraints = [
            models.UniqueConstraint(
                name="one_counter_a_series", fields=["series", "unit", "period"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.period}: {self.last}"


class HandOver(models.Model):
    """Paper dossiers go from one unit to another, with a sheet that lists them.

    In force once somebody there has confirmed it; until then it can be called off. A
    sheet of results moves papers alone: who holds the dossier was settled by signing.
    """

    number = models.CharField("số biên bản", max_length=60, unique=True)
    from_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    is_results = models.BooleanField("giao kết quả", default=False)
    made_at = models.DateTimeField("giao lúc")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField("nhận lúc", null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    called_off_at = models.DateTimeField("hủy lúc", null=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        verbose_name = "biên bản bàn giao"
        ordering = ["-pk"]
        indexes = [
            # queries.hand_overs: the sheets that nobody has answered yet
            models.Index(
                name="hand_over_unanswered",
                fields=["to_unit", "made_at"],
                condition=Q(confirmed_at=None, called_off_at=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="hand_over_goes_elsewhere",
                condition=~Q(from_unit=models.F("to_unit")),
            ),
            models.CheckConstraint(
                name="hand_over_is_confirmed_or_called_off",
                condition=Q(confirmed_at=None) | Q(called_off_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class HandOverItem(models.Model):
    """A dossier on a sheet; None until the receiver has said whether it came.

    ``case_number`` is how far its trail went then: whether something has followed.
    """

    hand_over = models.ForeignKey(
        HandOver, models.PROTECT, related_name="items", db_index=False
    )
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="hand_overs")
    case_number = models.PositiveIntegerField("số bước khi giao", default=0)
    is_accepted = models.BooleanField("đã nhận", null=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        verbose_name = "hồ sơ bàn giao"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="dossier_once_on_a_sheet", fields=["hand_over", "dossier"]
            ),
            models.UniqueConstraint(
                name="dossier_on_one_open_sheet",
                fields=["dossier"],
                condition=Q(is_accepted=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hand_over_id}: {self.dossier_id}"
