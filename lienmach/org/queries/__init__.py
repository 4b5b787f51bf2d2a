from lienmach.org.queries.caretakers import Caretaker, caretakers
from lienmach.org.queries.desk import Desk, NoDesk, Workplace, actor_of, desk_of
from lienmach.org.queries.holders import holders
from lienmach.org.queries.settings import is_demo
from lienmach.org.queries.tree import (
    Node,
    above,
    above_each,
    all_successors,
    below,
    codes_and_names,
    names_on,
    short_tree,
    successors,
    unit_tree,
)

__all__ = [
    "Caretaker",
    "Desk",
    "NoDesk",
    "Node",
    "Workplace",
    "above",
    "above_each",
    "actor_of",
    "all_successors",
    "below",
    "caretakers",
    "codes_and_names",
    "desk_of",
    "holders",
    "is_demo",
    "names_on",
    "short_tree",
    "successors",
    "unit_tree",
]
