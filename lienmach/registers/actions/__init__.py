from lienmach.registers.actions.documents import (
    Cited,
    Text,
    enter_mentions,
    withdraw_mentions,
)

__all__ = ["Cited", "Text", "enter_mentions", "withdraw_mentions"]
