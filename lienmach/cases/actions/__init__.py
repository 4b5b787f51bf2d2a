"""Every write of this room: cases are moved, worked out again, and watched."""

from lienmach.cases.actions.incidents import settle, sync
from lienmach.cases.actions.moving import (
    NewCase,
    assign,
    follow,
    locked,
    note_on,
    open_case,
    place_of,
    promise_again,
    retoken,
    take_step,
    undo,
    unfollow,
)
from lienmach.cases.actions.past import PastCase
from lienmach.cases.actions.touching import rewrite_spans, touch

__all__ = [
    "NewCase",
    "PastCase",
    "assign",
    "follow",
    "locked",
    "note_on",
    "open_case",
    "place_of",
    "promise_again",
    "retoken",
    "rewrite_spans",
    "settle",
    "sync",
    "take_step",
    "touch",
    "undo",
    "unfollow",
]
