"""The catalogue from a file: first what it would change, then, if asked, the change.

Planning writes nothing. Applying plans again: if the catalogue has changed meanwhile,
the plan that was seen is no more, and nothing is done.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.base.sheets import read_table
from lienmach.calc.procedure_cells import (
    HEADINGS,
    NEEDED,
    SINCE,
    Words,
    changes,
    from_cells,
    from_json,
    headings,
)
from lienmach.calc.procedures import Draft, check, read_day
from lienmach.calc.refusal import Refused
from lienmach.registers.actions.procedures import RIGHT, Decision, begin_version
from lienmach.registers.models import ProcedureVersion
from lienmach.registers.queries import procedures as queries

MOST_PROCEDURES = 5_000
Row = tuple[int, dict[str, str]]  # its number in the file, its cells by column
Fate = Literal["new", "changed", "same", "error"]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file and what becomes of it: ``on`` is when that would begin."""

    number: int
    code: str
    name: str
    fate: Fate
    on: date
    draft: Draft | None = None
    differences: tuple[tuple[str, str, str], ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would do; ``unused`` are its columns that mean nothing here."""

    lines: list[Line]
    unused: list[str]

    def of(self, fate: Fate) -> list[Line]:
        return [line for line in self.lines if line.fate == fate]

    @property
    def new(self) -> list[Line]:
        return self.of("new")

    @property
    def changed(self) -> list[Line]:
        return self.of("changed")

    @property
    def same(self) -> list[Line]:
        return self.of("same")

    @property
    def errors(self) -> list[Line]:
        return self.of("error")

    @property
    def written(self) -> int:
        return len(self.new) + len(self.changed)

    @property
    def seal(self) -> str:
        """Tells this plan from any other."""
        told = repr([(x.code, x.fate, x.on, x.draft) for x in self.lines])
        return hashlib.sha256(told.encode()).hexdigest()


def plan(content: bytes, name: str, *, on: date) -> Plan:
    """Say what a file would change if it took effect ``on`` a day; write nothing.

    A procedure that is not yet known begins on the day its row names, else ``on``.
    """
    rows, unused = _rows(content, name)
    if len(rows) > MOST_PROCEDURES:
        raise Refused(f"Tệp có {len(rows)} thủ tục; mỗi lần nhập {MOST_PROCEDURES}.")
    codes = {cells.get("code", "").strip().upper() for _, cells in rows}
    known = _known(codes)
    said = queries.words()
    seen: dict[str, int] = {}
    return Plan([_line(*row, known, said, seen, on) for row in rows], unused)


@transaction.atomic
def apply(
    content: bytes,
    name: str,
    *,
    on: date,
    seal: str,
    skip_errors: bool,
    decision: Decision,
    actor: Actor,
    at: datetime,
) -> Plan:
    """Do what a plan said; refuse if the file would now do something else."""
    actor.require(RIGHT)
    planned = plan(content, name, on=on)
    if planned.seal != seal:
        raise Refused(
            "Danh mục đã thay đổi từ lúc xem trước: hãy xem lại trước khi nhập."
        )
    if planned.errors and not skip_errors:
        raise Refused(
            f"Còn {len(planned.errors)} dòng lỗi: sửa tệp, hoặc chọn bỏ qua dòng lỗi."
        )
    for line in [*planned.new, *planned.changed]:
        assert line.draft
        begin_version(line.draft, on=line.on, decision=decision, actor=actor, at=at)
    return planned


def _rows(content: bytes, name: str) -> tuple[list[Row], list[str]]:
    """The rows of a file as cells by column, with their numbers in the file."""
    read = read_table(content, name)
    if not isinstance(read[0], tuple):
        return list(_from_list(read)), []
    (_, first), *rest = read
    columns, unused = headings(first)
    if not rest:
        raise Refused(f"Tệp «{name}» chỉ có dòng tiêu đề.")
    found = [
        (number, {slug: cells[at] for at, slug in columns.items() if at < len(cells)})
        for number, cells in rest
    ]
    return found, unused


def _from_list(entries: list[Any]) -> Iterator[Row]:
    for number, entry in enumerate(entries, 1):
        try:
            yield number, from_json(entry)
        except Refused as refused:
            raise Refused(f"Mục {number}: {refused}") from None


def _known(codes: set[str]) -> dict[str, list[ProcedureVersion]]:
    """The versions of each procedure that a file names, in order."""
    rows = ProcedureVersion.objects.current().filter(procedure__code__in=codes)
    known: dict[str, list[ProcedureVersion]] = {}
    for version in queries.with_parts(rows).order_by("valid_from"):
        known.setdefault(version.procedure.code, []).append(version)
    return known


def _line(
    number: int,
    cells: dict[str, str],
    known: dict[str, list[ProcedureVersion]],
    said: Words,
    seen: dict[str, int],
    on: date,
) -> Line:
    code = cells.get("code", "").strip().upper()
    title = " ".join(cells.get("name", "").split())
    try:
        first = seen.setdefault(code, number)
        if first != number and code:
            raise Refused(f"Mã {code} đã có ở dòng {first}.")
        return _planned(number, code, cells, known.get(code, []), said, on)
    except Refused as refused:
        return Line(number, code[:40], title[:200], "error", on, error=str(refused))


def _planned(
    number: int,
    code: str,
    cells: dict[str, str],
    versions: list[ProcedureVersion],
    said: Words,
    on: date,
) -> Line:
    start = read_day(cells.get(SINCE, "").strip())
    begins = on if versions else start or on
    begun = [version for version in versions if version.valid_from <= begins]
    before = queries.draft_of(begun[-1]) if begun else None
    cells = {s: text for s, text in cells.items() if s in HEADINGS}
    if before is None:
        cells = {slug: cells.get(slug, "") for slug in {*NEEDED, *cells}}
    draft = from_cells(cells, said, before)
    check(draft, on=begins)
    fate: Fate = "new"
    if begun:
        is_running = begun[-1].is_in_force(begins)
        fate = "same" if draft == before and is_running else "changed"
    elif versions:
        raise Refused(
            f"Thủ tục đã có phiên bản từ {versions[0].valid_from:%d/%m/%Y}, sau ngày "
            f"{begins:%d/%m/%Y}."
        )
    told = changes(before, draft, said) if before and fate == "changed" else []
    return Line(number, code, draft.name, fate, begins, draft, tuple(told))
