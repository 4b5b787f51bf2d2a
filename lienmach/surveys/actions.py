from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from lienmach.calc.refusal import Refused
from lienmach.cases.actions import touch
from lienmach.cases.models import Case
from lienmach.surveys.models import LOW, Level, Rating, Reason

OPEN_FOR = timedelta(days=30)
ALREADY = "Hồ sơ này đã được đánh giá. Mỗi hồ sơ đánh giá một lần."


@transaction.atomic
def rate(
    case_id: int,
    *,
    level: Level,
    reasons: Collection[Reason] = (),
    text: str = "",
    at: datetime,
) -> Rating:
    """Keep what somebody thinks of a case that has ended: once, within thirty days.

    Reasons are for low levels: what was ticked before another face was chosen is let
    go.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    if case.closed_at is None:
        raise Refused("Hồ sơ chưa xong nên chưa đánh giá được.")
    if at > case.closed_at + OPEN_FOR:
        raise Refused("Đã quá 30 ngày từ khi trả kết quả nên không đánh giá được nữa.")
    if Rating.objects.filter(case=case).exists():
        raise Refused(ALREADY)
    chosen = [reason for reason in Reason if reason in reasons]
    made = Rating.objects.create(
        case=case,
        level=level,
        reasons=chosen if level <= LOW else [],
        text=" ".join(text.split()) if level <= LOW else "",
        at=at,
    )
    touch(case, at)
    return made
