"""Somebody who fetched a result says what they think."""

from collections.abc import Collection
from datetime import datetime

from lienmach.calc.refusal import Refused
from lienmach.onestop.flow import State
from lienmach.onestop.models import Dossier
from lienmach.surveys import actions as surveys
from lienmach.surveys.models import Level, Rating, Reason


def rate(
    dossier: Dossier,
    *,
    level: Level,
    reasons: Collection[Reason],
    text: str,
    at: datetime,
) -> Rating:
    """Rate a dossier whose result was given; others have nothing to be rated by."""
    if dossier.case.state != State.RETURNED:
        raise Refused("Hồ sơ này chưa trả kết quả nên chưa đánh giá được.")
    return surveys.rate(dossier.pk, level=level, reasons=reasons, text=text, at=at)
