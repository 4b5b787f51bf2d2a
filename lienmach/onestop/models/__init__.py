"""Dossiers and what the counter keeps beside them."""

from lienmach.onestop.models.batches import Batch, BatchItem
from lienmach.onestop.models.books import Book, BookEntry
from lienmach.onestop.models.coachings import Coaching
from lienmach.onestop.models.dossiers import (
    Apology,
    Attachment,
    Channel,
    Consultation,
    Dossier,
    NotifyWay,
    Paper,
    ReturnWay,
    Supplement,
    SupplementItem,
)
from lienmach.onestop.models.facilities import (
    Duty,
    Equipment,
    Facility,
    Failure,
    Session,
    SessionDuty,
)
from lienmach.onestop.models.money import Charge, Closing, Receipt, ReceiptLine
from lienmach.onestop.models.notices import TaxNotice
from lienmach.onestop.models.offices import Counter, HandOver, HandOverItem, Route
from lienmach.onestop.models.people import Party
from lienmach.onestop.models.prints import FormTemplate, Letterhead
from lienmach.onestop.models.queue import Line, Ticket, Window
from lienmach.onestop.models.results import Collection, Loss, Posting, Result
from lienmach.onestop.models.sendings import Reply, Sending, SentFile
from lienmach.onestop.models.slips import Form, Printing, Slip
from lienmach.onestop.models.unaccepted import Unaccepted

__all__ = [
    "Apology",
    "Attachment",
    "Batch",
    "BatchItem",
    "Book",
    "BookEntry",
    "Channel",
    "Charge",
    "Closing",
    "Coaching",
    "Collection",
    "Consultation",
    "Counter",
    "Dossier",
    "Duty",
    "Equipment",
    "Facility",
    "Failure",
    "Form",
    "FormTemplate",
    "HandOver",
    "HandOverItem",
    "Letterhead",
    "Line",
    "Loss",
    "NotifyWay",
    "Paper",
    "Party",
    "Posting",
    "Printing",
    "Receipt",
    "ReceiptLine",
    "Reply",
    "Result",
    "ReturnWay",
    "Route",
    "Sending",
    "SentFile",
    "Session",
    "SessionDuty",
    "Slip",
    "Supplement",
    "SupplementItem",
    "TaxNotice",
    "Ticket",
    "Unaccepted",
    "Window",
]
