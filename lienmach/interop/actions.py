"""What reading leaves behind: who was told of whose personal data, and how."""

from datetime import datetime

from lienmach.base.actor import Actor
from lienmach.onestop.models import Dossier
from lienmach.org.actions import audit
from lienmach.org.models import AccessToken, Verb


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
