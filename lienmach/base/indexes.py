"""Indexes and checks are taken away for a load in bulk, and made again afterwards.

To sort once is far cheaper than to find a place for each of a million rows. Nobody else
can read or write the tables meanwhile.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.models import Model

CONSTRAINTS = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
FROM pg_constraint WHERE conrelid::regclass::text = ANY(%s) AND contype = ANY(%s)
ORDER BY conrelid, conname
"""
INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
FROM pg_index WHERE indrelid::regclass::text = ANY(%s)
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
ORDER BY 1
"""


@contextmanager
def made_again(tables: Iterable[type[Model]]) -> Iterator[None]:
    """Load without keys to other tables, indexes and triggers; all are back at the end.

    Primary keys and the checks of a row stay. Belongs inside a transaction.
    """
    names = [model._meta.db_table for model in tables]
    with connection.cursor() as cursor:
        # A table whose rows still wait to be checked cannot be changed.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(CONSTRAINTS, [names, ["f"]])
        foreign = cursor.fetchall()
        cursor.execute(CONSTRAINTS, [names, ["u"]])
        unique = cursor.fetchall()
        for table, name, _ in [*foreign, *unique]:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        cursor.execute(INDEXES, [names])
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
        for name in names:
            cursor.execute(f'ALTER TABLE "{name}" DISABLE TRIGGER USER')
    yield
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f'ALTER TABLE "{name}" ENABLE TRIGGER USER')
        for _, definition in indexes:
            cursor.execute(definition)
        for table, name, definition in [*unique, *foreign]:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
