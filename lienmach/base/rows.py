"""Rows that belong together, made in memory and written with one COPY a table.

For what is too much for a statement a row: a demo, an import, a trial load.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from django.db import connection, models, transaction
from django.db.models import Field, Model

Row = TypeVar("Row", bound=Model)


class Rows:
    """Rows of several tables that point at each other by keys counted from 1.

    ``write`` moves all keys to where each table stands, and so every foreign key to a
    table that has rows here: such a key never points at a row that was there before.
    """

    def __init__(self) -> None:
        self.of: dict[type[Model], list[Model]] = {}

    def add(self, row: Row) -> Row:
        kept = self.of.setdefault(type(row), [])
        if row.pk is None:
            row.pk = len(kept) + 1
        kept.append(row)
        return row

    def all(self, model: type[Row]) -> list[Row]:
        return self.of.get(model, [])  # type: ignore[return-value]  # by its own key

    def mark(self) -> dict[type[Model], int]:
        return {model: len(rows) for model, rows in self.of.items()}

    def back_to(self, mark: dict[type[Model], int]) -> None:
        """Forget what was added after a mark."""
        for model, rows in self.of.items():
            del rows[mark.get(model, 0) :]

    @transaction.atomic
    def write(self) -> None:
        """Write all rows; those that others point at may come later."""
        made = {model: rows for model, rows in self.of.items() if rows}
        moved = {model: self._moved(model) for model in made}
        for model, rows in made.items():
            copy(model, rows, moved)

    def _moved(self, model: type[Model]) -> int:
        last = max(row.pk for row in self.of[model])
        return reserve(model, last) if has_own_key(model) else 0


def reserve(model: type[Model], count: int) -> int:
    """Take the next keys of a table; return the last one before them.

    The table is locked against other writers until the transaction ends.
    """
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f'LOCK TABLE "{table}" IN SHARE ROW EXCLUSIVE MODE')
        key = model._meta.pk
        cursor.execute(
            "SELECT setval(s, nextval(s) + %s - 1) FROM"
            " (SELECT pg_get_serial_sequence(%s, %s)::regclass AS s) AS taken",
            [count, f'"{table}"', key.column],
        )
        last: int = cursor.fetchone()[0]
    return last - count


def copy(
    model: type[Model],
    rows: Iterable[Model],
    moved: dict[type[Model], int],
    *,
    into: str = "",
) -> None:
    """Write rows as they are, keys moved by what ``moved`` says of their table.

    ``into`` names another table with the same columns.
    """
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    shifts = [_shift(field, moved) for field in fields]
    as_text = [isinstance(field, models.JSONField) for field in fields]
    names = [field.attname for field in fields]
    table = into or model._meta.db_table
    columns = ", ".join(f'"{field.column}"' for field in fields)
    plan = list(zip(names, shifts, as_text, strict=True))
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as out,
    ):
        for row in rows:
            out.write_row(list(_values(row.__dict__, plan)))


def _values(
    held: dict[str, Any], plan: list[tuple[str, int, bool]]
) -> Iterator[object]:
    for name, shift, is_json in plan:
        value = held[name]
        if value is None:
            yield None
        elif is_json:
            yield json.dumps(value, ensure_ascii=False)
        elif shift:
            yield value + shift
        else:
            yield value


def _shift(field: "Field[Any, Any]", moved: dict[type[Model], int]) -> int:
    """How far the keys of a column move; a key that is another's moves with it."""
    if field.remote_field:
        target: Any = field.remote_field.model
        own = target._meta.pk
        return moved.get(target, 0) if not own.remote_field else _shift(own, moved)
    return moved.get(field.model, 0) if field.primary_key else 0


def has_own_key(model: type[Model]) -> bool:
    """Say whether rows have keys of their own, not those of another table's rows."""
    return not model._meta.pk.remote_field
