"""Dossiers with a result at the counter and a fee to be paid, for tests."""

from datetime import datetime
from typing import Any, TypedDict

from lienmach.base.actor import Actor
from lienmach.onestop.actions import steps
from lienmach.onestop.actions.steps import Signed
from lienmach.onestop.models import Dossier
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from tests.make import MONDAY


class By(TypedDict):
    """Who does it, and when."""

    actor: Actor
    at: datetime


FEE = 8_000  # of the procedure that make_procedure writes


def ready(at: Office, *, on: datetime = MONDAY, **more: Any) -> Dossier:
    """A dossier whose result lies at the counter; its fee is not paid."""
    dossier = made.in_progress(at, on=on, **{"waived": "", **more})
    signed = Signed(on.date(), "Trưởng Công an", "12/GKS")
    steps.record_result(dossier.pk, signed, actor=at.processes, at=on)
    dossier.case.refresh_from_db()
    return dossier
