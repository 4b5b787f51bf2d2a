"""What a counter may receive, and by what: read for every dossier, so by hand."""

from datetime import date
from typing import Any

from django.db import connection

from lienmach.calc.choosing import Option
from lienmach.registers.models import Channel, Procedure, ProcedureVersion

# A version, who answers for what comes under it (None: the counter), if it is a chain.
Received = tuple[ProcedureVersion, int | None, bool]

IN_FORCE = """
version.replaced_at IS NULL AND version.valid_from <= %(day)s
AND (version.valid_to IS NULL OR version.valid_to > %(day)s)
"""
# Handled at the counter's own level, or given a route of its own or of its field; of
# either, what may be brought in person.
OFFERED = """
(version.channels = '{}' OR %(channel)s = ANY (version.channels))
AND (
    version.levels && ARRAY(
        SELECT level.code
        FROM org_unitversion AS unit JOIN org_level AS level ON level.id = unit.level_id
        WHERE unit.unit_id = %(counter)s AND unit.valid_from <= %(day)s
            AND (unit.valid_to IS NULL OR unit.valid_to > %(day)s)
    )
    OR EXISTS (
        SELECT FROM onestop_route
        WHERE counter_id = %(counter)s AND (
            procedure_id = version.procedure_id OR field_id = version.field_id
        )
    )
)
"""
ALL_OFFERED = f"""
SELECT procedure.code, version.name, version.everyday_name
FROM registers_procedureversion AS version
JOIN registers_procedure AS procedure ON procedure.id = version.procedure_id
WHERE {IN_FORCE} AND {OFFERED}
ORDER BY version.name_key, version.id
"""  # noqa: S608 - ours
ONE = f"""
SELECT version.*,
    (
        SELECT decides_unit_id FROM onestop_route
        WHERE counter_id = %(counter)s AND (
            procedure_id = version.procedure_id OR field_id = version.field_id
            OR (procedure_id IS NULL AND field_id IS NULL)
        )
        ORDER BY procedure_id NULLS LAST, field_id NULLS LAST
        LIMIT 1
    ) AS decides_id,
    EXISTS (SELECT FROM registers_hop WHERE version_id = version.id) AS is_chain
FROM registers_procedureversion AS version
WHERE version.procedure_id = (SELECT id FROM registers_procedure WHERE code = %(code)s)
    AND {IN_FORCE}
"""  # noqa: S608 - ours


def offered(counter_id: int, day: date) -> list[Option]:
    """The procedures in force that a counter receives. One query."""
    with connection.cursor() as cursor:
        cursor.execute(ALL_OFFERED, _asked(counter_id, day))
        return [
            Option(code, (name, everyday) if everyday else (name,))
            for code, name, everyday in cursor.fetchall()
        ]


def received_by(
    code: str, day: date, counter_id: int, *, is_offered: bool = False
) -> Received | None:
    """What a dossier of a day is received by: its version, who answers, if a chain.

    Nobody is named where the counter has set no route; ``is_offered`` leaves out what
    it does not receive from people who come. One query.
    """
    sql = f"{ONE} AND {OFFERED}" if is_offered else ONE
    asked = {**_asked(counter_id, day), "code": code}
    found: Any = next(iter(ProcedureVersion.objects.raw(sql, asked)), None)
    if found is None:
        return None
    found.procedure = Procedure(pk=found.procedure_id, code=code)
    return found, found.decides_id, found.is_chain


def _asked(counter_id: int, day: date) -> dict[str, int | str | date]:
    return {"counter": counter_id, "day": day, "channel": Channel.COUNTER}
