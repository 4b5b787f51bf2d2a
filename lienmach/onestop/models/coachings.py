"""Checks and coaching of those who work with the software at a receiving point."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lienmach.base.actor import Actor
from lienmach.org.models import Unit


class CoachingQuerySet(models.QuerySet["Coaching"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(unit__in=actor.unit_ids)


class Coaching(models.Model):
    """A visit to a point: its skills were checked, or people were shown how to work.

    What is to be done afterwards (``follow_up``) is open until ``done_on``.
    """

    class Kind(models.TextChoices):
        CHECK = "check", "Kiểm tra"
        COACH = "coach", "Hướng dẫn"
        BOTH = "both", "Kiểm tra và hướng dẫn"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="coachings")
    day = models.DateField("ngày")
    kind = models.CharField("việc", max_length=10, choices=Kind.choices)
    led_by = models.CharField("người chủ trì", max_length=120)
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    subject = models.CharField("nội dung", max_length=300)
    found = models.CharField("ghi nhận", max_length=1000)
    follow_up = models.CharField("việc phải làm tiếp", max_length=500, blank=True)
    due_on = models.DateField("làm xong trước ngày", null=True)
    done_on = models.DateField("đã làm xong ngày", null=True)
    outcome = models.CharField("kết quả", max_length=500, blank=True)
    made_at = models.DateTimeField("ghi lúc")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = CoachingQuerySet.as_manager()

    class Meta:
        verbose_name = "kiểm tra, hướng dẫn sử dụng phần mềm"
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="coaching_is_followed_up_afterwards",
                condition=Q(due_on=None, done_on=None)
                | (Q(due_on=None) | Q(due_on__gte=F("day")))
                & (Q(done_on=None) | Q(done_on__gte=F("day")))
                & ~Q(follow_up=""),
            ),
        ]
        indexes = [
            # onestop.queries.coachings: the list opens with the last
            models.Index(name="coaching_by_day", fields=["day", "id"]),
        ]

    def __str__(self) -> str:
        return self.subject
