from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from lienmach.base.http import Request
from lienmach.base.shown import show
from lienmach.surveys import queries
from lienmach.surveys.lists import ratings as declared
from lienmach.surveys.models import Level

BARRED = (
    "Từng câu trả lời chỉ người được giao xem đánh giá mới đọc được; số tổng hợp ở "
    "trên thì ai cũng thấy."
)


@require_safe
def ratings(request: Request) -> HttpResponseBase:
    """What applicants thought: totals for all, each answer for who may read it."""
    rows = queries.visible(request.actor)
    reads = request.actor.may(queries.RIGHT)
    shown = {
        "totals": queries.totals(rows, on=timezone.localdate()),
        "levels": [str(level.label) for level in Level],
        "reads": reads,
        "fewest": queries.FEWEST,
    }
    barred = "" if reads else BARRED
    return show(request, declared(), rows, "surveys/ratings.html", shown, barred=barred)
