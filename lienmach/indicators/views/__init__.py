from lienmach.indicators.views.figures import (
    board,
    cases,
    explain,
    reported,
    summary,
)

__all__ = ["board", "cases", "explain", "reported", "summary"]
