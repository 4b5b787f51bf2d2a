"""Why something is not done at once to all dossiers that fit the filters of a list."""

from datetime import datetime

from django.db.models import Count, QuerySet

from lienmach.base.parts import number
from lienmach.calc.local import day_of
from lienmach.onestop.actions.batches import MOST
from lienmach.onestop.models import Dossier
from lienmach.onestop.queries.places import short_names

MOST_UNITS_SAID = 3


def too_many(rows: QuerySet[Dossier]) -> str:
    if not rows.order_by().values("pk")[MOST : MOST + 1].exists():
        return ""
    return f"mỗi lần làm với nhiều nhất {number(MOST)} hồ sơ, hãy lọc bớt"


def not_of_one_unit(rows: QuerySet[Dossier], *, now: datetime) -> str:
    """Why not to assign them: each unit has people of its own."""
    held = rows.order_by().values_list("case__unit").annotate(n=Count("pk"))
    found = sorted(held, key=lambda pair: (-pair[1], pair[0]))
    if len(found) < 2:
        return too_many(rows)
    names = short_names([unit for unit, _ in found], day_of(now))
    some = [f"{names[unit]} {number(n)}" for unit, n in found[:MOST_UNITS_SAID]]
    more = "…" if len(found) > MOST_UNITS_SAID else ""
    return (
        f"hồ sơ ở {len(found)} đơn vị ({', '.join(some)}{more}), hãy lọc «Đơn vị đang "
        "giữ» rồi phân công từng đơn vị"
    )
