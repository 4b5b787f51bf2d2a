"""Where the lake keeps what: ``TABLE/province=CODE/month=YYYY-MM/facts.parquet``.

A file says in its own metadata what it was made from, so that a month that has not
changed since is known and left alone.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from lienmach.calc.refusal import Refused
from lienmach.indicators.queries.lake.tables import Held, Kind, Table

MARKER = "lienmach-lake.json"
ABOUT = {"lake": "lienmach", "format": 1, "moments": "Asia/Ho_Chi_Minh"}
FILE = "facts.parquet"
DIGEST = b"lienmach.digest"
# A table without a row still has its columns: engines read them from here.
NOWHERE = ("none", "none")
TYPES = {
    **dict.fromkeys((Kind.UNIT, Kind.CODE, Kind.CHOICE, Kind.WORD), pa.string()),
    Kind.MOMENT: pa.timestamp("us"),
    Kind.DAY: pa.date32(),
    Kind.NUMBER: pa.int64(),
    Kind.TRUTH: pa.bool_(),
}
Month = tuple[str, str]  # of a province: its code and the month


def schema(table: Table) -> pa.Schema:
    return pa.schema([_typed(one) for one in table.columns])


def _typed(held: Held) -> pa.Field:
    return pa.field(held.path, TYPES[held.kind])


def place(lake: Path, table: Table, month: Month) -> Path:
    province, when = month
    folder = lake / table.facts.name / f"province={province}" / f"month={when}"
    return folder / FILE


def kept(lake: Path, table: Table) -> dict[Month, str]:
    """The months of a table that there are, with what each was made from."""
    return {
        (of.parent.parent.name[9:], of.parent.name[6:]): _digest(of)
        for of in _files(lake, table)
    }


def require(lake: Path) -> None:
    """Raise ``Refused`` where a folder is no lake of ours."""
    marker = lake / MARKER
    if not lake.is_dir():
        raise Refused(f"Không có thư mục «{lake}».")
    try:
        about = json.loads(marker.read_text())
    except FileNotFoundError:
        raise Refused(f"«{lake}» không phải kho dữ liệu của Liền Mạch.") from None
    except (OSError, ValueError) as error:
        raise Refused(f"Không đọc được «{marker}»: {error}.") from None
    if about != ABOUT:
        raise Refused(f"Kho «{lake}» ghi theo cách khác: hãy xuất sang thư mục mới.")


def _files(lake: Path, table: Table) -> Iterator[Path]:
    yield from sorted((lake / table.facts.name).glob(f"province=*/month=*/{FILE}"))


def _digest(file: Path) -> str:
    """What a file says it was made from; nothing where it cannot be read."""
    try:
        found = pq.read_schema(file).metadata or {}
    except (OSError, pa.ArrowInvalid):
        return ""
    return str(found.get(DIGEST, b"").decode("ascii", "replace"))
