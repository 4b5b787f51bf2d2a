"""Things that happen at the same moment, each with a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

T = TypeVar("T")


def at_once(*verbs: Callable[[], T]) -> list[T]:
    """What each of some calls returns, all begun at the same moment."""
    ready = Barrier(len(verbs))

    def begin(verb: Callable[[], T]) -> T:
        try:
            ready.wait(10)
            return verb()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(verbs)) as pool:
        return list(pool.map(begin, verbs))
