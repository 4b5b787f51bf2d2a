"""What things are, with dates of validity."""

from lienmach.registers.models.awaited import AnnouncementRequest, AwaitedField
from lienmach.registers.models.calendar import (
    CalendarDay,
    CalendarYear,
    Hours,
    HoursFor,
)
from lienmach.registers.models.documents import Mention, OfficialDocument
from lienmach.registers.models.marks import UnitMark
from lienmach.registers.models.milestones import Milestone
from lienmach.registers.models.numbers import NumberBook, TakenNumber
from lienmach.registers.models.parts import Component, Fee, Hop, Step
from lienmach.registers.models.procedures import (
    Channel,
    ClockKind,
    OnlineLevel,
    Procedure,
    ProcedureChange,
    ProcedureField,
    ProcedureVersion,
)
from lienmach.registers.models.publications import Place, Publication
from lienmach.registers.models.regulations import Regulation, RegulationText
from lienmach.registers.models.reviews import Review
from lienmach.registers.models.trials import ImportTrial
from lienmach.registers.models.websites import Website

__all__ = [
    "AnnouncementRequest",
    "AwaitedField",
    "CalendarDay",
    "CalendarYear",
    "Channel",
    "ClockKind",
    "Component",
    "Fee",
    "Hop",
    "Hours",
    "HoursFor",
    "ImportTrial",
    "Mention",
    "Milestone",
    "NumberBook",
    "OfficialDocument",
    "OnlineLevel",
    "Place",
    "Procedure",
    "ProcedureChange",
    "ProcedureField",
    "ProcedureVersion",
    "Publication",
    "Regulation",
    "RegulationText",
    "Review",
    "Step",
    "TakenNumber",
    "UnitMark",
    "Website",
]
