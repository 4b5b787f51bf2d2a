"""What reading leaves behind: how often it is done, who was told of whose data."""

from datetime import datetime, timedelta
from math import ceil

from django.conf import settings

from lienmach.base.actor import Actor
from lienmach.calc.refusal import Refused
from lienmach.onestop.models import Dossier
from lienmach.org.actions import audit, tries
from lienmach.org.models import AccessToken, Verb

MINUTE = timedelta(minutes=1)


class TooOften(Refused):
    """A token was used too often; it may be used again after so many seconds."""

    def __init__(self, until: datetime, at: datetime) -> None:
        self.seconds = max(1, ceil((until - at).total_seconds()))
        super().__init__(
            f"Mã truy cập này gọi quá {settings.API_PER_MINUTE} lần trong một phút: "
            f"đợi {self.seconds} giây rồi gọi lại."
        )


def count_use(token: AccessToken, *, at: datetime) -> None:
    """Count one request made with a token; refuse what is more than a minute's."""
    key, most = f"api {token.pk}", settings.API_PER_MINUTE
    if block := tries.count(key, most, window=MINUTE, at=at):
        raise TooOften(block.until, at)


def note_list(
    query: str, *, actor: Actor, token: AccessToken | None, at: datetime
) -> None:
    """A page of dossiers with their owners leaves the office, as an export does."""
    audit.write(
        Verb.EXPORTED,
        "Danh sách hồ sơ",
        actor=actor,
        at=at,
        after={"dạng": _way(token), "bộ lọc": query[:500]},
    )


def note_one(
    dossier: Dossier, *, actor: Actor, token: AccessToken | None, at: datetime
) -> None:
    audit.write(
        Verb.PERSONAL_DATA_READ,
        dossier.case.code,
        actor=actor,
        at=at,
        unit_id=dossier.case.unit_id,
        after={"đã xem": ["họ tên"], "qua": _way(token)},
    )


def _way(token: AccessToken | None) -> str:
    return f"API, mã «{token.name}»" if token else "API"
