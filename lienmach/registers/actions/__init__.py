from lienmach.registers.actions.documents import (
    Cited,
    Text,
    enter_mentions,
    withdraw_mentions,
)
from lienmach.registers.actions.numbers import (
    Numbered,
    open_book,
    take_number,
    withdraw_number,
    withdraw_with_document,
)

__all__ = [
    "Cited",
    "Numbered",
    "Text",
    "enter_mentions",
    "open_book",
    "take_number",
    "withdraw_mentions",
    "withdraw_number",
    "withdraw_with_document",
]
