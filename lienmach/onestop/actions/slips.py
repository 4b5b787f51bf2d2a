"""Legal forms are issued: what stands on them is kept as it was given out."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.calc.refusal import Refused
from lienmach.onestop.models import Dossier, Form, Paper, Printing, Slip
from lienmach.onestop.queries import slips as queries


@transaction.atomic(savepoint=False)
def issue(
    dossier: Dossier,
    form: Form,
    *,
    actor: Actor | None,
    at: datetime,
    said: dict[str, Any] | None = None,
    reason: str = "",
    is_first: bool = False,
    papers: Iterable[Paper] | None = None,
) -> Slip:
    """Issue a form; where it was issued before, the new one takes its place.

    ``said`` adds what only this form says to what is known of the dossier. Whoever has
    just written the dossier says that it ``is_first`` and gives its ``papers``.
    """
    before = None
    if not is_first:
        before = dossier.slips.filter(form=form, replaced_by=None).last()
    slip = Slip.objects.create(
        dossier=dossier,
        form=form,
        number=before.number + 1 if before else 1,
        circular=queries.circular_on(at),
        token=secrets.token_urlsafe(12),
        said=queries.said_of(dossier, form, papers) | (said or {}),
        promised_at=dossier.case.promised_at,
        made_at=at,
        made_by_id=actor.user_id if actor else None,
        reason=reason,
    )
    if before:
        Slip.objects.filter(pk=before.pk).update(replaced_by=slip)
    return slip


@transaction.atomic
def printed(slip: Slip, *, actor: Actor, at: datetime, reason: str = "") -> Printing:
    """Note that a slip is being printed; again asks for a reason."""
    Slip.objects.select_for_update().get(pk=slip.pk)
    number = slip.printings.count() + 1
    if number > 1 and not reason.strip():
        raise Refused(f"Giấy này đã in {number - 1} lần. Hãy ghi lý do in lại.")
    return Printing.objects.create(
        slip=slip, number=number, at=at, by_id=actor.user_id, reason=reason.strip()
    )
