"""Statements that the server plans once for a connection and not every time.

For the few that are asked with every page or step and whose planning costs more than
their running. What is planned is forgotten with its connection. A parameter that is a
list is written ``(SELECT $1)``: by a list that it knows the server would plan anew each
time, because it is shorter than what it takes for usual.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

_known: "WeakKeyDictionary[Any, set[str]]" = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement with its parameters as ``$1``, ``$2`` …, of these ``types``."""

    name: str
    types: tuple[str, ...]
    sql: str

    def run(self, params: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Run it and return its rows; none of what only writes.

        Behind a pooler each statement may have another server, which may know the name
        or not (then ``DISABLE_SERVER_SIDE_CURSORS`` is set, as Django asks): there it
        is an ordinary statement without a name.
        """
        if connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
            return _rows(self._unnamed, {f"p{n}": p for n, p in enumerate(params, 1)})
        connection.ensure_connection()
        known = _known.setdefault(connection.connection, set())
        if self.name not in known:
            types = ", ".join(self.types)
            self._directly(f"PREPARE {self.name} ({types}) AS {self.sql}")
            known.add(self.name)
        places = ", ".join(f"%s::{kind}" for kind in self.types)
        return _rows(f"EXECUTE {self.name} ({places})", params)

    @property
    def _unnamed(self) -> str:
        def place(found: re.Match[str]) -> str:
            return f"%(p{found[1]})s::{self.types[int(found[1]) - 1]}"

        return re.sub(r"\$([0-9]+)", place, self.sql.replace("%", "%%"))

    def _directly(self, sql: str) -> None:
        """Past what counts and logs queries: it happens once, whoever comes first."""
        with connection.wrap_database_errors:
            connection.connection.execute(sql)


def _rows(sql: str, params: Sequence[Any] | dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []
