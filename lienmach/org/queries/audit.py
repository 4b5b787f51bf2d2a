"""Reading the audit, and proving that nobody has changed it."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Model, Q, QuerySet

from lienmach.base.actor import Actor
from lienmach.org.models import AuditRecord, Post

RIGHT = "org.audit"

BROKEN = """
SELECT id FROM (
    SELECT id, previous, digest,
           org_audit_digest(record) AS expected,
           lag(digest, 1, ''::bytea) OVER (ORDER BY id) AS before,
           lag(id, 1, 0::bigint) OVER (ORDER BY id) AS number_before
    FROM org_auditrecord AS record
) AS row
WHERE previous <> before OR digest <> expected OR id <> number_before + 1
ORDER BY id LIMIT 1
"""


def visible(actor: Actor) -> QuerySet[AuditRecord]:
    """What was done in or about the units whose audit an actor may read.

    Signing in happens in no unit: it is seen where the person has or had a post.
    """
    units = actor.units_with(RIGHT)
    theirs = Post.objects.filter(unit__in=units).values("person")
    in_no_unit = Q(unit=None, about_unit=None)
    where = Q(unit__in=units) | Q(about_unit__in=units)
    nobody = Q(person=None)
    return AuditRecord.objects.filter(
        where | (in_no_unit & (Q(person__in=theirs) | nobody))
    ).select_related("person")


def about(subject: Model) -> QuerySet[AuditRecord]:
    """What was done to one thing, the last first: for its own page, and whoever works
    on it there."""
    kind, key = named(subject)
    rows = AuditRecord.objects.filter(subject_type=kind, subject_id=key)
    return rows.select_related("person").order_by("-id")


def named(subject: Model) -> tuple[str, str]:
    """What the audit calls a thing: its kind and its key."""
    return subject._meta.label_lower, str(subject.pk)


@dataclass(frozen=True, slots=True)
class Chain:
    """How many rows there are, the digest of the last, and the first that is wrong."""

    rows: int
    digest: str
    broken_at: int | None


def chain() -> Chain:
    """Read the whole chain; the digest, noted elsewhere, proves its end as well."""
    with connection.cursor() as cursor:
        cursor.execute(BROKEN)
        broken = cursor.fetchone()
        cursor.execute(
            "SELECT id, encode(digest, 'hex') FROM org_auditrecord"
            " ORDER BY id DESC LIMIT 1"
        )
        last = cursor.fetchone() or (0, "")
    return Chain(last[0], last[1], broken[0] if broken else None)
