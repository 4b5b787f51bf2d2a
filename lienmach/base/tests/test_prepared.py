from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DataError

from lienmach.base.prepared import Prepared

pytestmark = pytest.mark.django_db


def _kept() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT n FROM kept ORDER BY n")
        return [n for (n,) in cursor.fetchall()]


def _planned(name: str) -> int:
    with connection.cursor() as cursor:
        sql = "SELECT count(*) FROM pg_prepared_statements WHERE name = %s"
        cursor.execute(sql, [name])
        return int(cursor.fetchone()[0])


@pytest.fixture(autouse=True)
def _table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE kept (n int) ON COMMIT DROP")


@pytest.mark.parametrize(("is_pooled", "left"), [(False, 1), (True, 0)])
def test_a_statement_is_planned_once_for_a_connection_but_not_behind_a_pooler(
    is_pooled: bool, left: int, monkeypatch: Any, django_assert_num_queries: Any
) -> None:
    monkeypatch.setitem(
        connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", is_pooled
    )
    name = f"kept_{left}"
    keep = Prepared(name, ("int[]",), "INSERT INTO kept SELECT unnest($1)")

    with django_assert_num_queries(2):
        keep.run([[1, 2]])
        keep.run([[3]])

    assert _kept() == [1, 2, 3]
    assert _planned(name) == left


def test_what_was_planned_outlives_a_transaction_that_failed() -> None:
    divide = Prepared("divide", ("int",), "INSERT INTO kept SELECT 6 / $1")
    with pytest.raises(DataError), transaction.atomic():
        divide.run([0])
    divide.run([2])
    assert _kept() == [3]


def test_its_rows_are_returned_and_none_of_what_only_writes() -> None:
    doubled = Prepared("doubled", ("int[]",), "SELECT n, 2 * n FROM unnest($1) AS n")
    keep = Prepared("keep", ("int",), "INSERT INTO kept SELECT $1")

    assert doubled.run([[1, 2]]) == [(1, 2), (2, 4)]
    assert keep.run([1]) == []


def test_behind_a_pooler_nothing_is_prepared_by_name(monkeypatch: Any) -> None:
    """The next statement may have a server that does not know the name."""
    name = "DISABLE_SERVER_SIDE_CURSORS"
    monkeypatch.setitem(connection.settings_dict, name, True)
    monkeypatch.delattr(Prepared, "_directly")
    same = Prepared("same", ("text", "int"), "SELECT $2 - 1, $1 LIKE '1%'")

    assert same.run(["10", 3]) == [(2, True)]
