"""The watch list: which fields wait for an announcement, since when, who asked."""

from datetime import date
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Count,
    Exists,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from lienmach.org.models.dated import in_force
from lienmach.registers.models import (
    AnnouncementRequest,
    AwaitedField,
    ProcedureChange,
)
from lienmach.registers.queries.procedures import BY_CHANGE

OPEN_END = Value(date.max)
IS_DECIDED = Q(has_decision=True, valid_to=None)


def is_waiting(on: date) -> Q:
    return Q(valid_to=None) | Q(valid_to__gt=on)


def is_announced(on: date) -> Q:
    return Q(valid_to__lte=on) & ~Q(announced_by="")


def awaited(*, on: date) -> QuerySet[AwaitedField]:
    """The waits that had begun on a day, with the letters that asked until then.

    ``has_decision``: a decision of the change log is about the field and was signed
    since, so the wait may be over.
    """
    letters = AnnouncementRequest.objects.filter(
        field=OuterRef("field"),
        replaced_at=None,
        sent_on__gte=OuterRef("valid_from"),
        sent_on__lt=Coalesce(OuterRef("valid_to"), OPEN_END),
        sent_on__lte=on,
    ).order_by("sent_on", "pk")
    decisions = ProcedureChange.objects.filter(
        BY_CHANGE,
        version__field=OuterRef("field"),
        decided_on__gt=OuterRef("valid_from"),
    )
    return (
        AwaitedField.objects.current()
        .filter(valid_from__lte=on)
        .select_related("field")
        .annotate(
            letters=ArraySubquery(letters.values("document")),
            asked_on=Subquery(letters.reverse().values("sent_on")[:1]),
            has_decision=Exists(decisions),
        )
    )


class Told(NamedTuple):
    """How many fields wait on a day, how many unasked for, since when the first."""

    waiting: int
    unasked: int
    since: date | None


def told(on: date) -> Told:
    """Count the waits of a day. One query."""
    rows = awaited(on=on).filter(is_waiting(on))
    counted = rows.aggregate(
        waiting=Count("pk"),
        unasked=Count("pk", filter=Q(asked_on=None)),
        since=Min("valid_from"),
    )
    return Told(**counted)


def trail(wait: AwaitedField) -> QuerySet[AwaitedField]:
    """All that was recorded of one wait, the last first."""
    rows = AwaitedField.objects.filter(field=wait.field_id, valid_from=wait.valid_from)
    return rows.select_related("made_by").order_by("-made_at", "-pk")


def letters(wait: AwaitedField) -> QuerySet[AnnouncementRequest]:
    """The letters that asked since a wait began and before the field waited again.

    Withdrawn ones too, the last first.
    """
    later = AwaitedField.objects.current().filter(
        field=OuterRef("field"),
        valid_from__gt=wait.valid_from,
        valid_from__lte=OuterRef("sent_on"),
    )
    rows = AnnouncementRequest.objects.filter(
        ~Exists(later), field=wait.field_id, sent_on__gte=wait.valid_from
    )
    return rows.select_related("made_by").order_by("-sent_on", "-pk")


class Decided(NamedTuple):
    """A decision of the change log about a field, and how much of it changed."""

    decision: str
    decided_on: date
    decided_by: str
    changed: int

    @property
    def key(self) -> str:
        return f"{self.decided_on} {self.decision}"


def decisions(wait: AwaitedField) -> list[Decided]:
    """The decisions on a field that were signed since it waits, the first first."""
    rows = ProcedureChange.objects.filter(
        BY_CHANGE, version__field=wait.field_id, decided_on__gt=wait.valid_from
    )
    by = rows.order_by("decided_on", "decision").values_list("decision", "decided_on")
    told = by.annotate(by=Max("decided_by"), changed=Count("procedure", distinct=True))
    return [Decided(*row) for row in told]


def waits_for(field_id: int, signed_on: date) -> AwaitedField | None:
    """The wait of a field that a decision signed on a day may have ended."""
    rows = AwaitedField.objects.current().filter(
        in_force(signed_on), field=field_id, valid_to=None
    )
    return rows.filter(valid_from__lt=signed_on).first()


def of_letter(letter: AnnouncementRequest) -> AwaitedField | None:
    """The wait that a letter is about: the last that had begun on its day."""
    rows = AwaitedField.objects.current().filter(
        field=letter.field_id, valid_from__lte=letter.sent_on
    )
    return rows.order_by("-valid_from").first()
