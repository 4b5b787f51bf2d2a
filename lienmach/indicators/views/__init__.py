from lienmach.indicators.views.comparing import before_after
from lienmach.indicators.views.figures import (
    board,
    cases,
    explain,
    reported,
    summary,
)
from lienmach.indicators.views.past import (
    past,
    past_apply,
    past_import,
    past_out,
    past_sample,
)

__all__ = [
    "before_after",
    "board",
    "cases",
    "explain",
    "past",
    "past_apply",
    "past_import",
    "past_out",
    "past_sample",
    "reported",
    "summary",
]
