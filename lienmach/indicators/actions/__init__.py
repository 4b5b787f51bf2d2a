"""Every write of this room: cells and what marks them, figures that reports printed."""

from lienmach.indicators.actions.cells import (
    mark,
    marking,
    rebuild,
    recount,
    recount_marked,
    wait_for_recounts,
)
from lienmach.indicators.actions.reported import (
    Printed,
    Row,
    enter_reported,
    withdraw_reported,
)

__all__ = [
    "Printed",
    "Row",
    "enter_reported",
    "mark",
    "marking",
    "rebuild",
    "recount",
    "recount_marked",
    "wait_for_recounts",
    "withdraw_reported",
]
