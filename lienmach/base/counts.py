"""How many rows there are, as far as it is worth telling; many counts in one go."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Q, QuerySet, Value

CAP = 1000


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts written as one statement, which may be asked again without writing it.

    ``places`` says which of them it asks for: in the others nothing can be.
    """

    many: int
    places: tuple[int, ...]
    sql: str
    params: tuple[Any, ...]

    def ask(self) -> list[int]:
        told = [0] * self.many
        if not self.places:
            return told
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.params)
            found = cursor.fetchone()
        for place, count in zip(self.places, found or (), strict=True):
            told[place] = count
        return told


def counts(many: Sequence[QuerySet[Any]], *, cap: int = CAP) -> Counts:
    """Write the statement that counts each of some lists, up to one over ``cap``."""
    parts: dict[int, tuple[str, tuple[Any, ...]]] = {}
    for place, rows in enumerate(many):
        with suppress(EmptyResultSet):
            parts[place] = rows.values("pk")[: cap + 1].query.sql_with_params()
    # Every part was written by the query builder, its values stand beside it.
    asked = (f"(SELECT count(*) FROM ({sql}) AS one)" for sql, _ in parts.values())  # noqa: S608
    params = tuple(value for _, values in parts.values() for value in values)
    return Counts(len(many), tuple(parts), f"SELECT {', '.join(asked)}", params)


def counts_among(rows: QuerySet[Any], many: Sequence[Q]) -> Counts:
    """Write the statement that counts how many of some rows fit each condition.

    The rows are read once for all of them, and to their end: no count is capped.
    """
    named = {f"n{place}": Count("pk", filter=where) for place, where in enumerate(many)}
    # One group of all rows: only so the query builder writes a count without asking it.
    counted = rows.order_by().values(one=Value(1)).annotate(**named)
    try:
        sql, params = counted.values_list(*named).query.sql_with_params()
    except EmptyResultSet:
        return Counts(len(many), (), "", ())
    return Counts(len(many), tuple(range(len(many))), sql, params)


def capped(rows: QuerySet[Any]) -> int:
    """Count up to one more than is told: «hơn 1.000» says enough, and costs little.

    What a row is annotated with is left out: nobody sees it here. They are counted in
    the order that they come in: where many are, the first are then found by its index.
    """
    return rows.values("pk")[: CAP + 1].count()
