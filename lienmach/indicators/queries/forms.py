"""Forms as the office has them, and their figures for a unit and a window."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from lienmach.calc.findings import bare
from lienmach.calc.forms import (
    BLANK,
    NOT_OURS,
    Form,
    Row,
    RowKind,
    Value,
    WrongForm,
    added,
    read_form,
    work_out,
)
from lienmach.calc.period import Window
from lienmach.indicators import registry
from lienmach.indicators.queries.scope import Scope, of_levels
from lienmach.indicators.queries.totals import totals
from lienmach.org.models import Level
from lienmach.registers.queries.marks import kept_since

OURS = Path(__file__).parents[1] / "sheets"
_HEAD = re.compile(r"(?m)^\ufeff?(form|group);([^;\r\n]*)")
ANNEXES = "cchc"  # the group of forms that a periodic report has


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of a form with what was counted for it."""

    row: Row
    cell: Value
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Library:
    """The forms that can be read, by code; and why others cannot, by the code that
    their file names. A form of ours stands back where the office's own is wrong: other
    rows in its place would be believed."""

    forms: dict[str, Form]
    wrong: dict[str, WrongForm]
    groups: dict[str, str]  # of those that cannot be read, as far as their files say

    def get(self, code: str) -> Form | None:
        """Raises ``WrongForm`` where its file cannot be read."""
        if code in self.wrong:
            raise self.wrong[code]
        return self.forms.get(code)

    def group(self, name: str, day: date) -> list[Form]:
        """The forms of a group that hold on a day, by code.

        Raises ``WrongForm`` where one that may belong to it cannot be read.
        """
        for code, wrong in self.wrong.items():
            if self.groups[code] in (name, ""):
                raise wrong
        held = [f for f in self.forms.values() if f.group == name and f.holds(day)]
        return sorted(held, key=lambda form: form.code)


def library() -> Library:
    """Ours, and those that the office has put beside its database.

    One of the office takes the place of ours with the same code.
    """
    known, kept = frozenset(registry.countable()), frozenset(registry.kept_names())
    found = Library({}, {}, {})
    for folder in (OURS, settings.KEPT / "forms"):
        for file in sorted(folder.glob("*.csv")) if folder.is_dir() else ():
            heads: dict[str, str] = {}
            try:
                text = _text(file)
                heads = dict(_HEAD.findall(text))
                form = _read(text, file.name, known, kept)
            except WrongForm as wrong:
                code = heads.get("form", "").strip() or file.name
                ours = found.forms.pop(code, None)
                found.wrong[code] = wrong
                group = heads.get("group", "").strip()
                found.groups[code] = group or (ours.group if ours else "")
            else:
                found.forms[form.code] = form
    return found


def doubts(found: Library) -> list[str]:
    """What the office should look at among its files, though no form falls with it."""
    folder = settings.KEPT / "forms"
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    said = [
        f"{file.name}: bị bỏ qua, biểu phải là tệp có đuôi .csv."
        for file in files
        if file.suffix != ".csv" and not file.name.startswith((".", "~"))
    ]
    levels = set(Level.objects.values_list("code", flat=True))
    for form in found.forms.values():
        for row in form.rows:
            if row.level and row.level not in levels:
                known = ", ".join(sorted(levels))
                said.append(
                    f"Biểu «{form.title}», dòng {row.line} của tệp: không có cấp "
                    f"«{row.level}» nên số này không của ai; có {known}."
                )
    return said


def forms() -> dict[str, Form]:
    """The forms by code. Raises ``WrongForm`` where one cannot be read."""
    found = library()
    for wrong in found.wrong.values():
        raise wrong
    return found.forms


def kept_of(many: Collection[Form], unit_id: int, window: Window) -> set[str]:
    """Which numbers that people may enter are counted for a unit and a window.

    Those of a register that the unit, or one above it, says it keeps fully at least
    from the first day on: of what was kept in part a count would be wrong.
    """
    asked = {name for form in many for name in form.kept()}
    if not asked:
        return set()
    held = kept_since(unit_id, window.end)
    return {
        name
        for one in registry.all_kept()
        for name, kind in one.registers.items()
        if name in asked and kind in held and held[kind] <= window.start
    }


def rows_kept(on: date) -> dict[str, list[str]]:
    """Which rows of the forms of a day are counted once a register is kept, by the kind
    of its mark: «Phụ lục 4 dòng 1.1»."""
    kinds = {
        n: kind for one in registry.all_kept() for n, kind in one.registers.items()
    }
    found: dict[str, list[str]] = {}
    for _, form in sorted(library().forms.items()):
        codes: dict[str, list[str]] = {}
        for row in form.rows if form.holds(on) else ():
            if row.kind is RowKind.MANUAL:
                for kind in {kinds[term.name] for term in row.above}:
                    codes.setdefault(kind, []).append(bare(row.code))
        name = form.title.partition(":")[0]
        for kind, rows in codes.items():
            found.setdefault(kind, []).append(f"{name} dòng {', '.join(rows)}")
    return found


def figures(form: Form, scope: Scope, window: Window) -> list[Figure]:
    """Fill in a form for a scope and a window: what is no measure of ours is blank."""
    cells, since = counted(form, scope, window)
    worked = work_out(form, lambda row: cells[row.code])
    return [Figure(row, worked[row.code], since) for row in form.rows]


def counted(
    form: Form, scope: Scope, window: Window
) -> tuple[dict[str, Value], datetime | None]:
    """What the product itself knows of a form: its measures, and what is not ours.

    Rows that people fill in are blank, formulas are left out; with it the moment that
    the numbers are as old as, where very much is still to be counted again.
    """
    levels = {row.level for row in form.rows}
    scopes = {"": scope} | of_levels(scope, levels - {""})
    eve = window.start - timedelta(days=1)
    known: dict[tuple[str, bool], dict[str, Value]] = {}
    moments: list[datetime] = []
    for is_before, days in ((False, window), (True, Window(eve, eve))):
        held = _held(_names(form.rows, levels, is_before), days)
        for level in levels:
            names = _names(form.rows, {level}, is_before)
            of_registers = _kept(names, scopes[level], level, days)
            rest = names - held.keys() - of_registers.keys()
            read = totals(sorted(rest), scopes[level], days)
            counts = held | {name: read.of(name) for name in rest}
            found = {name: Value.of(count) for name, count in counts.items()}
            known[level, is_before] = found | of_registers
            moments += [read.since] if read.since else []
    ours = {
        level: bool(one.over(window) or one.up_to(window.end))
        for level, one in scopes.items()
    }

    def cell(row: Row) -> Value:
        if not ours[row.level]:
            return NOT_OURS
        if row.kind is not RowKind.MEASURE:
            return BLANK
        return added(known[row.level, row.is_before], row.above)

    kept = (row for row in form.rows if row.kind is not RowKind.FORMULA)
    return {row.code: cell(row) for row in kept}, min(moments, default=None)


def said(figure: Figure) -> dict[str, str | None]:
    """A figure as the command prints it; numbers are decimal strings."""
    row, cell = figure.row, figure.cell
    kind = row.kind.value
    return {
        "code": row.code,
        "label": row.label,
        "state": cell.state.value,
        "value": _number(cell.value),
        "numerator": _number(cell.above),
        "denominator": _number(cell.below),
        "source": f"{kind}: {row.source}" if row.source else kind,
    }


def _names(rows: Iterable[Row], levels: Collection[str], is_before: bool) -> set[str]:
    """What the rows of some levels count in the window, or on its eve."""
    return {
        term.name
        for row in rows
        if row.kind is RowKind.MEASURE
        and row.level in levels
        and row.is_before == is_before
        for term in row.above
    }


def _held(names: Collection[str], days: Window) -> dict[str, int]:
    """The numbers of registers, if any is asked for."""
    found: dict[str, int] = {}
    for standing in registry.standings():
        if standing.labels.keys() & names:
            found |= standing.read(days.start, days.end)
    return found


def _kept(
    names: Collection[str], scope: Scope, level: str, days: Window
) -> dict[str, Value]:
    """The numbers of registers that are kept for some units, if any is asked for."""
    found: dict[str, Value] = {}
    for one in registry.all_kept():
        if wanted := one.labels.keys() & names:
            units = {part.unit_id for part in scope.over(days)}
            found |= one.read(wanted, units, level, days.start, days.end)
    return found


def _number(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


@lru_cache(maxsize=100)
def _read(text: str, name: str, known: frozenset[str], kept: frozenset[str]) -> Form:
    """Read a form; once, as long as its file says the same."""
    return read_form(text, name, known, kept)


def _text(file: Path) -> str:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongForm(f"{file.name}: không đọc được, cần chữ UTF-8.") from error
    if "\0" in text:
        raise WrongForm(
            f"{file.name}: không phải tệp chữ. Biểu là tệp CSV, không phải bảng tính "
            "hay tệp nén đổi đuôi."
        )
    return text
