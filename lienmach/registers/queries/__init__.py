from lienmach.registers.queries.calendar import reception_hours, work_calendar
from lienmach.registers.queries.documents import (
    MOST,
    alike,
    documents,
    mentions,
    merged_into,
)
from lienmach.registers.queries.numbers import (
    kept_symbols,
    next_number,
    number_of,
    taken_numbers,
)

__all__ = [
    "MOST",
    "alike",
    "documents",
    "kept_symbols",
    "mentions",
    "merged_into",
    "next_number",
    "number_of",
    "reception_hours",
    "taken_numbers",
    "work_calendar",
]
