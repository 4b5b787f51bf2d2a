"""What is counted, and the figures that reports of the past have printed."""

from lienmach.indicators.models.cells import Cell, HalfSum, Mark, MonthSum, PartSum
from lienmach.indicators.models.reported import (
    CellState,
    ReportedValue,
    RowMapping,
)

__all__ = [
    "Cell",
    "CellState",
    "HalfSum",
    "Mark",
    "MonthSum",
    "PartSum",
    "ReportedValue",
    "RowMapping",
]
