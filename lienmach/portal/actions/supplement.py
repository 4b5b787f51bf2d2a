"""Papers that were asked for, sent by whoever has shown the second factor.

How often is counted before anything is looked at: a PDF costs a process of its own.
"""

from datetime import datetime, timedelta

from lienmach.calc.refusal import Refused
from lienmach.calc.spoken import spoken_moment
from lienmach.onestop.actions import sendings
from lienmach.onestop.models import Dossier
from lienmach.org.actions import tries

WINDOW, DAY = timedelta(minutes=10), timedelta(days=1)
FROM_ONE_PLACE, OF_ONE_DOSSIER = 60, 100
prepare, drop_file, send = sendings.prepare, sendings.drop_file, sendings.send


class TooOften(Refused):
    """Sent too often; may be sent again after so many seconds."""

    def __init__(self, until: datetime, at: datetime) -> None:
        super().__init__(
            "Đã gửi quá nhiều lần nên tạm dừng nhận qua mạng đến "
            f"{spoken_moment(until)}. Những gì đã tải lên vẫn còn."
        )
        self.seconds = max(1, round((until - at).total_seconds()))


def count(dossier: Dossier, *, address: str, at: datetime) -> None:
    """Count one sending of the form; refuse what is too many."""
    code = dossier.case.code
    blocks = [
        tries.count(f"send from {address}", FROM_ONE_PLACE, window=WINDOW, at=at),
        tries.count(f"send to {code}", OF_ONE_DOSSIER, window=DAY, at=at),
    ]
    until = max((block.until for block in blocks if block), default=None)
    if until:
        raise TooOften(until, at)
