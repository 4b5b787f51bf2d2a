import threading

import pytest
from django.db import IntegrityError, connection

from lienmach.org.actions import audit
from lienmach.org.models import AuditRecord, Verb
from lienmach.org.queries.audit import chain
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db


def write(rows: int = 3) -> None:
    actor = make.actor()
    for n in range(rows):
        audit.write(Verb.GRANTED, f"dòng {n}", actor=actor, at=MONDAY, after={"n": n})


def force(sql: str) -> None:
    """Do what nobody should be able to do: behind the back of the trigger."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE org_auditrecord DISABLE TRIGGER USER")
        cursor.execute(sql)
        cursor.execute("ALTER TABLE org_auditrecord ENABLE TRIGGER USER")


def test_rows_are_numbered_and_chained() -> None:
    write()

    found = chain()

    assert (found.rows, found.broken_at) == (3, None)
    assert [r.pk for r in AuditRecord.objects.order_by("pk")] == [1, 2, 3]
    assert bytes(AuditRecord.objects.get(pk=3).digest).hex() == found.digest


def test_an_empty_chain_is_whole() -> None:
    assert chain().broken_at is None


@pytest.mark.parametrize(
    "sql",
    ["UPDATE org_auditrecord SET subject = 'khác'", "DELETE FROM org_auditrecord"],
)
def test_the_database_refuses_to_change_a_row(sql: str) -> None:
    write(1)

    with (
        connection.cursor() as cursor,
        pytest.raises(IntegrityError, match="never changed"),
    ):
        cursor.execute(sql)


@pytest.mark.parametrize(
    ("sql", "broken_at"),
    [
        ("UPDATE org_auditrecord SET after = '{\"n\": 9}' WHERE id = 2", 2),
        ("UPDATE org_auditrecord SET at = at + interval '1 second' WHERE id = 1", 1),
        ("UPDATE org_auditrecord SET address = '10.0.0.9' WHERE id = 3", 3),
        ("DELETE FROM org_auditrecord WHERE id = 2", 3),
        ("DELETE FROM org_auditrecord WHERE id = 1", 2),
        (
            "UPDATE org_auditrecord AS r SET after = '{}',"
            " digest = org_audit_digest(r) WHERE id = 2",
            2,
        ),
    ],
)
def test_what_was_changed_by_force_is_found(sql: str, broken_at: int) -> None:
    write()

    force(sql)

    assert chain().broken_at == broken_at


def test_only_what_differs_is_kept() -> None:
    audit.write(
        Verb.UNIT_CHANGED,
        "Phòng A",
        actor=make.actor(),
        at=MONDAY,
        before={"tên": "A", "cấp": "xã"},
        after={"tên": "B", "cấp": "xã"},
    )

    row = AuditRecord.objects.get()
    assert (row.before, row.after) == ({"tên": "A"}, {"tên": "B"})


@pytest.mark.django_db(transaction=True)
def test_rows_written_at_once_make_one_chain() -> None:
    actor = make.actor()

    def work() -> None:
        for n in range(10):
            audit.write(Verb.EXPORTED, str(n), actor=actor, at=MONDAY)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (chain().rows, chain().broken_at) == (40, None)
