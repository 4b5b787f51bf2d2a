"""The addresses of the lists behind the numbers of a document that gives work."""

from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from lienmach.tasks.queries.progress import Progress


def lists(told: Progress, on: date, **chosen: object) -> dict[str, tuple[int, str]]:
    """Each number with the address of exactly its tasks; ``chosen`` narrows all."""
    due: dict[str, object] = {"hden": on}
    done: dict[str, object] = {"xden": on}
    ways: dict[str, tuple[str, dict[str, object]]] = {
        "total": ("tat-ca", {}),
        "due": ("tat-ca", due),
        "done": ("xong", done),
        "done_due": ("xong", due | done),
        "expected": ("tat-ca", {"kq": "du-kien"}),
        "awaiting": ("nghiem-thu", {}),
        "overdue": ("tat-ca", {"qua": on}),
    }
    return {
        name: (
            getattr(told, name),
            address(xem=view, **chosen, **narrowed, tinh=on),
        )
        for name, (view, narrowed) in ways.items()
    }


def address(**chosen: object) -> str:
    return f"{reverse('tasks:tasks')}?{urlencode(chosen)}"
