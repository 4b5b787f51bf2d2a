from lienmach.registers.queries.calendar import reception_hours, work_calendar
from lienmach.registers.queries.documents import MOST, documents, mentions

__all__ = ["MOST", "documents", "mentions", "reception_hours", "work_calendar"]
