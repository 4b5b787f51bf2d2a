"""What a counter may receive, and by what: read for every dossier, so by hand."""

from datetime import date

from django.db import connection

from lienmach.base.prepared import Prepared
from lienmach.calc.choosing import Option
from lienmach.registers.models import Channel, Procedure, ProcedureVersion

# A version, who answers for what comes under it (None: the counter), if it is a chain.
Received = tuple[ProcedureVersion, int | None, bool]

# What both statements are asked by: the counter ($1), the day ($2), in person ($3).
ASKED = ("bigint", "date", "text")
IN_FORCE = """
version.replaced_at IS NULL AND version.valid_from <= $2
AND (version.valid_to IS NULL OR version.valid_to > $2)
"""
# Handled at the counter's own level, or given a route of its own or of its field; of
# either, what may be brought in person.
OFFERED = """
(version.channels = '{}' OR $3 = ANY (version.channels))
AND (
    version.levels && ARRAY(
        SELECT level.code
        FROM org_unitversion AS unit JOIN org_level AS level ON level.id = unit.level_id
        WHERE unit.unit_id = $1 AND unit.valid_from <= $2
            AND (unit.valid_to IS NULL OR unit.valid_to > $2)
    )
    OR EXISTS (
        SELECT FROM onestop_route
        WHERE counter_id = $1 AND (
            procedure_id = version.procedure_id OR field_id = version.field_id
        )
    )
)
"""
ALL_OFFERED = Prepared(
    "onestop_offered",
    ASKED,
    f"""
SELECT procedure.code, version.name, version.everyday_name
FROM registers_procedureversion AS version
JOIN registers_procedure AS procedure ON procedure.id = version.procedure_id
WHERE {IN_FORCE} AND {OFFERED}
ORDER BY version.name_key, version.id
""",  # noqa: S608 - ours
)
# Named one by one: a planned statement refuses to run once a table has more of them.
FIELDS = [field.attname for field in ProcedureVersion._meta.concrete_fields]
COLUMNS = ", ".join(f"version.{name}" for name in FIELDS)
# Of the code $4; unless $5 whether it is offered or not.
ONE = Prepared(
    "onestop_received_by",
    (*ASKED, "text", "boolean"),
    f"""
SELECT {COLUMNS},
    (
        SELECT decides_unit_id FROM onestop_route
        WHERE counter_id = $1 AND (
            procedure_id = version.procedure_id OR field_id = version.field_id
            OR (procedure_id IS NULL AND field_id IS NULL)
        )
        ORDER BY procedure_id NULLS LAST, field_id NULLS LAST
        LIMIT 1
    ) AS decides_id,
    EXISTS (SELECT FROM registers_hop WHERE version_id = version.id) AS is_chain
FROM registers_procedureversion AS version
WHERE version.procedure_id = (SELECT id FROM registers_procedure WHERE code = $4)
    AND {IN_FORCE} AND (NOT $5 OR {OFFERED})
""",  # noqa: S608 - ours
)


def offered(counter_id: int, day: date) -> list[Option]:
    """The procedures in force that a counter receives. One query."""
    return [
        Option(code, (name, everyday) if everyday else (name,))
        for code, name, everyday in ALL_OFFERED.run([counter_id, day, Channel.COUNTER])
    ]


def received_by(
    code: str, day: date, counter_id: int, *, is_offered: bool = False
) -> Received | None:
    """What a dossier of a day is received by: its version, who answers, if a chain.

    Nobody is named where the counter has set no route; ``is_offered`` leaves out what
    it does not receive from people who come. One query.
    """
    found = ONE.run([counter_id, day, Channel.COUNTER, code, is_offered])
    if not found:
        return None
    *values, decides_id, is_chain = found[0]
    version = ProcedureVersion.from_db(connection.alias, FIELDS, values)
    version.procedure = Procedure(pk=version.procedure_id, code=code)
    return version, decides_id, is_chain
