"""Looking a dossier up by its code, and opening what is personal about it.

Whoever holds a slip sees how it stands; names and papers ask for the last four digits
of a telephone or identity number. Guessing is slowed by counting, never by a puzzle: a
wrong code and wrong digits are answered in the same words, after the same work.
"""

from datetime import datetime, timedelta

from django.db import transaction

from lienmach.calc.refusal import Refused
from lienmach.calc.spoken import spoken_moment
from lienmach.onestop.models import Dossier
from lienmach.onestop.queries.found import by_code, is_theirs, typed
from lienmach.org.actions import audit, tries
from lienmach.org.models import Verb

WINDOW, DAY = timedelta(minutes=10), timedelta(days=1)
# Ten wrong tries from one place or on one dossier; of four digits there are few, so
# that a day has its limit as well.
LIMIT, DAILY = 10, 40
NOT_FOUND = (
    "Không tìm thấy hồ sơ có mã này. Xem lại mã in đậm phía trên giấy hẹn, đủ cả chữ, "
    "dấu chấm và gạch nối."
)
NO_MATCH = (
    "Không tìm thấy hồ sơ có mã và 4 số này. Xem lại mã ở góc trên giấy hẹn; 4 số là 4 "
    "số cuối của điện thoại hoặc căn cước đã ghi khi nộp."
)


NO_FIT = (
    "4 số vừa nhập không khớp với hồ sơ này. Hãy nhập 4 số cuối của điện thoại hoặc "
    "căn cước đã ghi khi nộp."
)


class Blocked(Refused):
    """Tried too often; may be tried again after so many seconds."""

    def __init__(self, until: datetime, at: datetime) -> None:
        super().__init__(
            "Đã thử sai nhiều lần nên tạm dừng tra cứu đến "
            f"{spoken_moment(until)}. Quét mã QR trên giấy hẹn vẫn xem được hồ sơ."
        )
        self.seconds = max(1, round((until - at).total_seconds()))


def find(code: str, *, address: str, at: datetime) -> Dossier:
    """Return the dossier of a typed code."""
    keys = _Keys(address, typed(code))
    keys.count_place(at)
    found = by_code(keys.code)
    if found is None:
        raise Refused(NOT_FOUND)
    tries.take_back(keys.place)
    return found


def find_with(code: str, last_four: str, *, address: str, at: datetime) -> Dossier:
    """Return the dossier of a typed code to whom its details may be shown."""
    keys = _Keys(address, typed(code))
    keys.count(at)
    found = by_code(keys.code)
    if not is_theirs(found, last_four) or found is None:
        raise Refused(NO_MATCH)
    _opened(found, keys, address, at)
    return found


def open_details(
    dossier: Dossier, last_four: str, *, address: str, at: datetime
) -> None:
    """Let the details of a dossier be shown, or refuse what does not fit."""
    keys = _Keys(address, dossier.case.code)
    keys.count(at)
    if not is_theirs(dossier, last_four):
        raise Refused(NO_FIT)
    _opened(dossier, keys, address, at)


class _Keys:
    """What tries are counted under: the place they come from, and the dossier."""

    def __init__(self, address: str, code: str) -> None:
        self.code = code
        self.place = f"portal from {address}"
        self.dossier = f"portal to {code.upper()}"
        self.daily = f"portal today {code.upper()}"

    def count_place(self, at: datetime) -> None:
        self._check([tries.count(self.place, LIMIT, window=WINDOW, at=at)], at)

    def count(self, at: datetime) -> None:
        blocks = [
            tries.count(self.place, LIMIT, window=WINDOW, at=at),
            tries.count(self.dossier, LIMIT, window=WINDOW, at=at),
            tries.count(self.daily, DAILY, window=DAY, at=at),
        ]
        self._check(blocks, at)

    def _check(self, blocks: list[tries.Block | None], at: datetime) -> None:
        until = max((block.until for block in blocks if block), default=None)
        if until:
            raise Blocked(until, at)


@transaction.atomic
def _opened(dossier: Dossier, keys: _Keys, address: str, at: datetime) -> None:
    tries.take_back(keys.place)
    tries.forget(keys.dossier, keys.daily)
    tries.tidy(at)
    audit.write(
        Verb.PERSONAL_DATA_READ,
        dossier,
        actor=None,
        at=at,
        unit_id=dossier.case.received_unit_id,
        address=address,
    )
