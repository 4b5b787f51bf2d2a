"""Writing the lake: the facts of the declared measures, by province and month.

Each month is one file, put in its place whole. What has not changed is not written
again: the database says of each month what it is made of, and the file remembers.
"""

import errno
import fcntl
import io
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq
from django.db import connection, transaction
from django.db.models import Case, DateField, F, Func, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce

from lienmach.calc.local import ZONE
from lienmach.calc.refusal import Refused
from lienmach.indicators.queries.lake import files
from lienmach.indicators.queries.lake.comparing import compared
from lienmach.indicators.queries.lake.conditions import way
from lienmach.indicators.queries.lake.engines import opened
from lienmach.indicators.queries.lake.files import Month
from lienmach.indicators.queries.lake.tables import (
    Held,
    Kind,
    Table,
    key_of,
    tables,
)
from lienmach.org.models import Unit
from lienmach.org.queries.tree import above_each

# All is read as it is now; sorts of millions of rows are better not done on disk, nor
# their looking through by one process.
ONE_MOMENT = """
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET LOCAL work_mem = '192MB';
SET LOCAL parallel_setup_cost = 100;
SET LOCAL parallel_tuple_cost = 0.01
"""
# A zone that is named for every moment is looked up for every moment.
CLOCK = f"SET LOCAL TIME ZONE '{ZONE.key}'"
BLOCK = 4 << 20  # bytes of what the database sends, read at a time
ROWS = """
SELECT home.province, date_trunc('month', facts.month)::date, {columns}
FROM ({facts}) AS facts (unit, month, {columns})
JOIN unnest(%s::bigint[], %s::text[]) AS home (unit, province) USING (unit)
WHERE facts.month IS NOT NULL
"""
# What a month is made of, however its rows lie: how many, and their hashes added up.
# The fence keeps hashing with whoever reads the rows; as one query it was one process.
DIGESTS = """
SELECT province, to_char(month, 'YYYY-MM'), count(*), sum(hash)
FROM (SELECT province, month, hash_record_extended(facts, 0) AS hash
      FROM ({rows}) AS facts (province, month, {columns}) OFFSET 0) AS hashed
GROUP BY province, month
"""
CHANGED = """
COPY (
    SELECT province, to_char(month, 'YYYY-MM'), {columns}
    FROM ({rows}) AS facts (province, month, {columns})
    WHERE province || ' ' || to_char(month, 'YYYY-MM') = ANY(%s)
    ORDER BY province, month
) TO STDOUT (FORMAT csv)
"""
UNWRITABLE = "không tạo hay sửa được tệp ở đó"
WHY = {errno.EACCES: "không có quyền ghi", errno.ENOSPC: "ổ đĩa đã đầy"}


@dataclass(frozen=True, slots=True)
class Exported:
    """How many months were written, taken away, and left as they were."""

    written: int = 0
    removed: int = 0
    unchanged: int = 0

    def __add__(self, other: "Exported") -> "Exported":
        return Exported(
            self.written + other.written,
            self.removed + other.removed,
            self.unchanged + other.unchanged,
        )


def export(lake: Path, *, today: date) -> Exported:
    """Bring a lake up to the facts of now; all of it is of one moment."""
    with held(lake), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ONE_MOMENT)
        return exported(lake, today=today)


def exported(lake: Path, *, today: date) -> Exported:
    """The same in the transaction of the caller, who holds the lake."""
    homes = _homes(today)
    done = Exported()
    with connection.cursor() as cursor:
        cursor.execute(CLOCK)
    for table in tables():
        done += _export(lake, table, homes)
    return done


def reconciled(lake: Path, engine: str, *, today: date) -> Iterator[str]:
    """Bring a lake up to now, count from it, and tell each stored figure that differs.

    Lake and stored figures are of one moment, while steps and recounts go on.
    """
    with (
        held(lake),
        opened(str(lake), engine) as seen,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(ONE_MOMENT)
        exported(lake, today=today)
        yield from compared(seen)


@contextmanager
def held(lake: Path) -> Iterator[None]:
    """Keep a lake for oneself, made first where there is none.

    Raises ``Refused`` for a folder with anything else in it, and while another writes.
    """
    try:
        lake.mkdir(exist_ok=True)
        marker = lake / files.MARKER
        if not marker.exists() and any(lake.iterdir()):
            raise Refused(f"Thư mục «{lake}» có tệp khác: hãy nêu một thư mục trống.")
        with marker.open("a+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Refused(f"Kho «{lake}» đang được ghi bởi lệnh khác.") from None
            if marker.stat().st_size == 0:
                file.write(json.dumps(files.ABOUT))
                file.flush()
            files.require(lake)
            yield
    except OSError as error:
        raise Refused(
            f"Không ghi được vào «{lake}»: {WHY.get(error.errno or 0, UNWRITABLE)}."
        ) from error


def _export(lake: Path, table: Table, homes: tuple[list[int], list[str]]) -> Exported:
    rows, params = _rows(table)
    columns = ", ".join(f"c{n}" for n in range(len(table.columns)))
    told = ROWS.format(facts=rows, columns=columns)
    given = [*params, *homes]
    made = sha256(repr(table.columns).encode()).hexdigest()[:12]
    with connection.cursor() as cursor:
        cursor.execute(DIGESTS.format(rows=told, columns=columns), given)
        now = {(p, m): f"{made}:{n}:{total}" for p, m, n, total in cursor.fetchall()}
    now = now or {files.NOWHERE: made}
    before = files.kept(lake, table)
    changed = {month: of for month, of in now.items() if before.get(month) != of}
    if files.NOWHERE in changed:
        empty = files.schema(table).empty_table()
        _write(files.place(lake, table, files.NOWHERE), empty, made)
    elif changed:
        sql = CHANGED.format(rows=told, columns=columns)
        _copy(lake, table, sql, [*given, [*map(" ".join, changed)]], changed)
    gone = before.keys() - now.keys()
    for month in gone:
        _remove(files.place(lake, table, month))
    return Exported(len(changed), len(gone), len(now) - len(changed))


def _homes(today: date) -> tuple[list[int], list[str]]:
    """Each unit with the code of what stands at the top above it: its province."""
    codes = dict(Unit.objects.values_list("pk", "code"))
    tops = {unit: chain[-1] for unit, chain in above_each(codes, today).items()}
    named = {pk: re.sub(r"[^\w.-]", "_", code) for pk, code in codes.items()}
    return list(tops), [named[top] for top in tops.values()]


def _rows(table: Table) -> tuple[str, tuple[Any, ...]]:
    """The facts of a table: unit, month, then its columns."""
    dates = [_value(table, Held(path, table.kind(path))) for path in table.dates]
    days = [Cast(one, DateField()) for one in dates]
    first = Coalesce(*days) if len(days) > 1 else days[0]
    chosen: dict[str, Combinable] = {"u": F(table.unit), "m": first}
    values = {f"c{n}": _value(table, one) for n, one in enumerate(table.columns)}
    found: QuerySet[Any, Any] = table.facts.model._default_manager.filter(
        table.facts.where
    )
    return found.order_by().values(**chosen, **values).query.sql_with_params()


def _value(table: Table, held: Held) -> Combinable:
    """A column as the lake keeps it."""
    path = held.path
    match held.kind:
        case Kind.UNIT | Kind.CODE:
            target = way(table.facts.model, path).field.related_model
            assert isinstance(target, type)
            return F(f"{path}__{key_of(target)}")
        case Kind.WORD:
            text: TextField[str, str] = TextField()
            known = When(**{f"{path}__in": held.words}, then=F(path))
            return Case(known, default=Value(None), output_field=text)
        case Kind.MOMENT:
            local = "(%(expressions)s)::timestamp"  # of the session's zone
            return Func(F(path), template=local, output_field=TextField())
    return F(path)


class _Sent(io.RawIOBase):
    """What COPY sends, as a file."""

    def __init__(self, copy: Any) -> None:
        self.copy = copy
        self.left = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        size = BLOCK if size < 0 else size
        parts, length = [self.left], len(self.left)
        while length < size and (sent := bytes(self.copy.read())):
            parts.append(sent)
            length += len(sent)
        found = b"".join(parts)
        self.left = found[size:]
        return found[:size]


def _copy(
    lake: Path, table: Table, sql: str, params: list[Any], changed: dict[Month, str]
) -> None:
    """Write each month as soon as all of it has come: they come one after another."""
    schema = files.schema(table)
    names = ["province", "month", *schema.names]
    types = {"province": pa.string(), "month": pa.string()}
    types |= dict(zip(schema.names, schema.types, strict=True))
    current: Month | None = None
    parts: list[pa.Table] = []
    with connection.cursor() as cursor, cursor.cursor.copy(sql, params) as copy:
        sent = pa.PythonFile(_Sent(copy), mode="r")
        read = pc.open_csv(
            sent,
            pc.ReadOptions(column_names=names, block_size=BLOCK),
            convert_options=pc.ConvertOptions(
                column_types=types,
                true_values=["t"],
                false_values=["f"],
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
            ),
        )
        for batch in read:
            for month, rows in _by_month(pa.Table.from_batches([batch])):
                if current is not None and month != current:
                    _finish(lake, table, current, parts, changed)
                    parts = []
                current = month
                parts.append(rows)
    if current is not None:
        _finish(lake, table, current, parts, changed)


def _by_month(rows: pa.Table) -> Iterator[tuple[Month, pa.Table]]:
    """Part rows, which are sorted, where province or month change."""
    provinces, months = rows["province"].to_pylist(), rows["month"].to_pylist()
    keys = zip(provinces, months, strict=True)
    columns = rows.drop_columns(["province", "month"])
    begin = 0
    for month, count in Counter(keys).items():  # each stands in one run
        yield month, columns.slice(begin, count)
        begin += count


def _finish(
    lake: Path,
    table: Table,
    month: Month,
    parts: list[pa.Table],
    changed: dict[Month, str],
) -> None:
    _write(files.place(lake, table, month), pa.concat_tables(parts), changed[month])


def _write(file: Path, rows: pa.Table, digest: str) -> None:
    """Put a file in its place whole, or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    rows = rows.replace_schema_metadata({files.DIGEST: digest.encode()})
    begun = file.with_name(f".{file.name}.new")
    pq.write_table(rows, begun, compression="zstd")
    with begun.open("rb") as written:
        os.fsync(written.fileno())
    begun.replace(file)


def _remove(file: Path) -> None:
    """Take a month away, with the folders that held nothing else."""
    file.unlink(missing_ok=True)
    for folder in (file.parent, file.parent.parent):
        if any(folder.iterdir()):
            return
        folder.rmdir()
