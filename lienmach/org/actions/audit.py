"""The one function that writes the audit, for whatever grants, reads or exports."""

from datetime import datetime
from typing import Any

from django.db.models import Model

from lienmach.base.actor import Actor
from lienmach.org.models import AuditRecord, User, Verb
from lienmach.org.queries.audit import named


def write(
    verb: Verb,
    subject: Model | str,
    *,
    actor: Actor | None,
    at: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    unit_id: int | None = None,
    person: User | None = None,
    address: str = "",
) -> None:
    """Add a row, as part of the caller's transaction.

    ``unit_id`` is the unit it is about; ``person`` and ``address`` stand in for an
    actor where there is none yet. Of ``before`` and ``after`` only what differs is
    kept. Rows are chained one behind the other, so until the caller's transaction ends
    another one that writes here waits: call it last.
    """
    if before is not None and after is not None:
        same = {key for key in before if key in after and before[key] == after[key]}
        before = {key: before[key] for key in before if key not in same}
        after = {key: after[key] for key in after if key not in same}
    kind, key = ("", "") if isinstance(subject, str) else named(subject)
    AuditRecord.objects.create(
        at=at,
        person_id=actor.user_id if actor else person.pk if person else None,
        unit_id=actor.unit_id if actor else None,
        verb=verb,
        subject_type=kind,
        subject_id=key,
        subject=str(subject)[:300],
        about_unit_id=unit_id,
        before=before,
        after=after,
        address=actor.address if actor else address,
        previous=b"",
        digest=b"",
    )
