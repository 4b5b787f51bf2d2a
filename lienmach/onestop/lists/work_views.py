"""The views of the list of work, and how many dossiers each of them has."""

from datetime import datetime
from functools import lru_cache

from django.db.models import Q
from django.db.models.functions import Now

from lienmach.base.actor import Actor
from lienmach.base.counts import Counts, counts
from lienmach.base.lists import View
from lienmach.cases.models import FINISHED
from lienmach.cases.queries import overdue, soon_due, through
from lienmach.onestop.flow import PAUSED, State
from lienmach.onestop.queries.sendings import waiting
from lienmach.onestop.queries.work import rows

OPEN = Q(case__closed_at=None)


def views(actor: Actor, now: datetime | Now) -> tuple[View, ...]:
    late = through("case__", overdue(now))
    soon = through("case__", soon_due(now))
    mine = OPEN & Q(case__person=actor.user_id)
    new = OPEN & Q(
        case__person=None,
        case__finished_at=None,
        case__unit__in=sorted(actor.unit_ids),
    )
    return (
        View(slug="", label="Của tôi", where=mine, is_counted=True),
        View(slug="sap-den-han", label="Sắp đến hạn", where=soon, is_counted=True),
        View(slug="qua-han", label="Quá hạn", where=late, is_counted=True),
        View(
            slug="tam-dung",
            label="Tạm dừng, chờ bổ sung",
            where=OPEN & Q(case__state__in=sorted(PAUSED)),
            is_counted=True,
        ),
        View(
            slug="da-bo-sung",
            label="Đã gửi bổ sung",
            where=OPEN & waiting(),
            is_counted=True,
        ),
        View(
            slug="cho-ky",
            label="Chờ ký",
            where=OPEN & Q(case__state=State.SIGNING),
            is_counted=True,
        ),
        View(slug="moi-den", label="Mới đến", where=new, is_counted=True),
        View(slug="da-xong", label="Đã xong", where=Q(case__urgency__gt=FINISHED)),
        View(slug="tat-ca", label="Tất cả"),
    )


@lru_cache(maxsize=1000)  # every page of the list asks it; writing it took a tenth
def tallies(actor: Actor) -> Counts:
    """Counts the views, as they are now by the clock of the database."""
    seen = rows(actor)
    return counts([seen.filter(v.where) for v in views(actor, Now()) if v.is_counted])
