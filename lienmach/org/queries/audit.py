"""Reading the audit, and proving that nobody has changed it."""

from dataclasses import dataclass

from django.db import connection

BROKEN = """
SELECT id FROM (
    SELECT id, previous, digest,
           org_audit_digest(record) AS expected,
           lag(digest, 1, ''::bytea) OVER (ORDER BY id) AS before,
           lag(id, 1, 0::bigint) OVER (ORDER BY id) AS number_before
    FROM org_auditrecord AS record
) AS row
WHERE previous <> before OR digest <> expected OR id <> number_before + 1
ORDER BY id LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Chain:
    """How many rows there are, the digest of the last, and the first that is wrong."""

    rows: int
    digest: str
    broken_at: int | None


def chain() -> Chain:
    """Read the whole chain; the digest, noted elsewhere, proves its end as well."""
    with connection.cursor() as cursor:
        cursor.execute(BROKEN)
        broken = cursor.fetchone()
        cursor.execute(
            "SELECT id, encode(digest, 'hex') FROM org_auditrecord"
            " ORDER BY id DESC LIMIT 1"
        )
        last = cursor.fetchone() or (0, "")
    return Chain(last[0], last[1], broken[0] if broken else None)
