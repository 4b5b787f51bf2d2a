"""The views of the list of work, and how many dossiers each of them has."""

from datetime import datetime
from functools import lru_cache

from django.db.models import Q
from django.db.models.functions import Now

from lienmach.base.actor import Actor
from lienmach.base.counts import Counts, counts_among
from lienmach.base.lists import View
from lienmach.cases.models import FINISHED, Case
from lienmach.cases.queries import overdue, soon_due, through
from lienmach.onestop.flow import PAUSED, State
from lienmach.onestop.queries.dossiers import KIND
from lienmach.onestop.queries.sendings import waiting

OPEN = Q(case__closed_at=None)


def views(actor: Actor, now: datetime | Now) -> tuple[View, ...]:
    return (
        *(
            View(
                slug=slug,
                label=label,
                where=OPEN & through("case__", where),
                is_counted=True,
            )
            for slug, label, where in _of_open(actor, now)
        ),
        View(slug="da-xong", label="Đã xong", where=Q(case__urgency__gt=FINISHED)),
        View(slug="tat-ca", label="Tất cả"),
    )


def _of_open(actor: Actor, now: datetime | Now) -> tuple[tuple[str, str, Q], ...]:
    """The views of what is open: the word of each, its label, what cases are in it."""
    new = Q(person=None, finished_at=None, unit__in=sorted(actor.unit_ids))
    return (
        ("", "Của tôi", Q(person=actor.user_id)),
        ("sap-den-han", "Sắp đến hạn", soon_due(now)),
        ("qua-han", "Quá hạn", overdue(now)),
        ("tam-dung", "Tạm dừng, chờ bổ sung", Q(state__in=sorted(PAUSED))),
        ("da-bo-sung", "Đã gửi bổ sung", waiting()),
        ("cho-ky", "Chờ ký", Q(state=State.SIGNING)),
        ("moi-den", "Mới đến", new),
    )


@lru_cache(maxsize=1000)  # every page of the list asks it; writing it took a tenth
def tallies(actor: Actor) -> Counts:
    """Counts the views, as they are now by the clock of the database.

    Every dossier is a case of its kind and shares its key: the cases alone are asked,
    and those that are open once for all views, a quarter of what each by itself took.
    """
    seen = Case.objects.visible_to(actor).open().filter(kind=KIND)
    return counts_among(seen, [where for _, _, where in _of_open(actor, Now())])
