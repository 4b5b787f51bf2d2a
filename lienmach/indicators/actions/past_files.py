"""Figures of past periods out of a table that somebody brings."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256

from django.db import transaction
from django.urls import reverse

from lienmach.base.actor import Actor
from lienmach.base.search import stored
from lienmach.base.sheets import read_table
from lienmach.calc.entries import Style, read_entry, style_of
from lienmach.calc.forms import Form, Row, RowKind, State
from lienmach.calc.likeness import bare, recognise_form
from lienmach.calc.period import Window
from lienmach.calc.refusal import Refused
from lienmach.calc.text import fold
from lienmach.indicators.actions.past import RIGHT
from lienmach.indicators.actions.reported import clear_places
from lienmach.indicators.models import ReportedValue
from lienmach.indicators.queries.forms import forms
from lienmach.indicators.queries.past import OF_FILE, Place, is_of_file, others_of
from lienmach.org.models import Unit

COLUMNS = ("Mã đơn vị", "Từ ngày", "Đến ngày", "Biểu", "Mã dòng", "Số liệu")
UNIT, FIRST, LAST, FORM, CODE, FIGURE = COLUMNS
YEARS = range(1946, 2200)
# A spreadsheet may show the midnight with which a day begins.
_DAY = re.compile(
    r"(?:(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d\d)-(\d\d))"
    r"(?:[ T]0?0:00(?::00)?)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file: what it would write, or why it cannot.

    ``other`` is what stands in the series for the same days and would give way.
    """

    number: int
    cells: Mapping[str, str]
    value: ReportedValue | None = None
    row: Row | None = None
    error: str = ""
    other: ReportedValue | None = None

    @property
    def unit(self) -> str:
        return self.cells[UNIT]

    @property
    def days(self) -> str:
        """The days as they were read; of a line with a mistake as they are written."""
        if self.value:
            first, last = self.value.period_start, self.value.period_end
            return f"{first:%d/%m/%Y} – {last:%d/%m/%Y}"
        return f"{self.cells[FIRST]} – {self.cells[LAST]}"

    @property
    def said_row(self) -> str:
        return f"{self.cells[FORM]} {self.cells[CODE]}"

    @property
    def figure(self) -> str:
        return self.cells[FIGURE]

    @property
    def is_same(self) -> bool:
        """Whether the series says this already."""
        return bool(self.other and self.value and self.other.value == self.value.value)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would write; ``seal`` tells whether it is still so when confirmed."""

    source: str
    name: str
    lines: tuple[Line, ...]
    seal: str

    @property
    def errors(self) -> list[Line]:
        return [line for line in self.lines if line.error]

    @property
    def new(self) -> list[Line]:
        return [line for line in self.lines if line.value and not line.other]

    @property
    def changed(self) -> list[Line]:
        return [x for x in self.lines if x.value and x.other and not x.is_same]

    @property
    def same(self) -> list[Line]:
        return [line for line in self.lines if line.is_same]

    @property
    def written(self) -> list[ReportedValue]:
        return [x.value for x in (*self.new, *self.changed) if x.value]


def plan(content: bytes, name: str, *, actor: Actor, today: date) -> Plan:
    """Read a table of past figures and say what it would write. Three queries.

    Raises ``Refused`` for what is no table, or lacks a column.
    """
    rows = read_table(content, name)
    if not all(isinstance(row, tuple) for row in rows):
        raise Refused("Hãy tải lên bảng tính XLSX hoặc CSV, không phải JSON.")
    head, *body = rows
    places = _places(head[1])
    read = [
        (number, {c: _cell(cells, places[c]) for c in COLUMNS})
        for number, cells in body
    ]
    digest = sha256(content).hexdigest()[:16]
    reader = _Reader(f"{OF_FILE}{digest}", name, actor, today, read)
    lines = reader.lines()
    told = "\n".join(f"{x.number} {x.error} {x.other and x.other.pk}" for x in lines)
    seal = sha256(f"{digest}\n{told}".encode()).hexdigest()
    return Plan(reader.source, name, tuple(lines), seal)


@transaction.atomic
def apply(content: bytes, name: str, *, seal: str, actor: Actor, today: date) -> Plan:
    """Write what the preview said; lines with a mistake are left out.

    Raises ``Refused`` where something has changed since, and where nothing is left.
    """
    planned = plan(content, name, actor=actor, today=today)
    if planned.seal != seal:
        raise Refused("Số liệu vừa thay đổi sau khi xem trước: hãy xem lại rồi ghi.")
    written = planned.written
    if not written:
        raise Refused("Không có dòng nào để ghi.")
    kept = {value.line for value in written}
    earlier = ReportedValue.objects.filter(source=planned.source, line__in=kept)
    earlier.delete()
    clear_places(written)
    ReportedValue.objects.bulk_create(written, batch_size=500)
    return planned


@transaction.atomic
def withdraw(source: str, *, actor: Actor) -> int:
    """Take back what a file has brought."""
    values = ReportedValue.objects.filter(source=source)
    units = set(values.values_list("unit_id", flat=True))
    if not units or not is_of_file(source):
        raise Refused("Lần nhập này không còn trong sổ.")
    for unit_id in units:
        actor.require(RIGHT, unit_id)
    return values.delete()[0]


class _Reader:
    """Reads lines one after another, for an actor; what two of them say is refused."""

    def __init__(
        self,
        source: str,
        name: str,
        actor: Actor,
        today: date,
        read: Sequence[tuple[int, Mapping[str, str]]],
    ) -> None:
        self.source, self.name, self.today, self.read = source, name, today, read
        self.forms = forms()
        self.titles = [(code, form.title) for code, form in self.forms.items()]
        codes = {cells[UNIT].strip() for _, cells in read}
        units = Unit.objects.filter(code__in=[c for c in codes if "\0" not in c])
        self.units = {unit.code: unit for unit in units}
        self.may = actor.units_with(RIGHT)
        self.style = style_of(cells[FIGURE] for _, cells in read)
        self.used: dict[tuple[int, date, date, Place], int] = {}

    def lines(self) -> list[Line]:
        found = [self._line(number, cells) for number, cells in self.read]
        values = [line.value for line in found if line.value]
        others = others_of(values)
        return [
            Line(
                line.number,
                line.cells,
                line.value,
                line.row,
                line.error,
                others.get(_place(line.value)) if line.value else None,
            )
            for line in found
        ]

    def _line(self, number: int, cells: Mapping[str, str]) -> Line:
        try:
            value, row = self._value(number, cells)
        except Refused as refused:
            return Line(number, cells, error=str(refused))
        return Line(number, cells, value, row)

    def _value(
        self, number: int, cells: Mapping[str, str]
    ) -> tuple[ReportedValue, Row]:
        unit = self.units.get(cells[UNIT].strip())
        if unit is None:
            raise Refused(f"Không có đơn vị mã «{cells[UNIT][:40]}».")
        if unit.pk not in self.may:
            raise Refused(f"Bạn không được đưa số liệu của đơn vị «{unit.code}» vào.")
        window = Window(_day(cells[FIRST]), _day(cells[LAST]))
        if window.end > self.today:
            raise Refused("Kỳ này chưa hết: chỉ đưa vào số liệu của kỳ đã qua.")
        form, row = self._row(cells[FORM], cells[CODE])
        typed = read_entry(cells[FIGURE], row, self.style or Style.VIETNAMESE)
        says = typed.value
        if says is None or says.state not in (State.VALUE, State.NONE):
            told = typed.error or "Ô số liệu phải là một số hoặc «không phát sinh»."
            raise Refused(told)
        made = self._made(number, unit, window, form, row, cells[FIGURE], says.value)
        first = self.used.setdefault(_place(made), number)
        if first != number:
            raise Refused(f"Trùng đơn vị, kỳ và dòng của biểu với dòng {first}.")
        return made, row

    def _row(self, said: str, code: str) -> tuple[Form, Row]:
        known = said.strip() if said.strip() in self.forms else ""
        form = self.forms.get(known or recognise_form(said, self.titles))
        if form is None:
            raise Refused(f"Không có biểu «{said[:40]}».")
        for row in form.rows:
            if row.kind is not RowKind.SECTION and bare(row.code) == bare(code) != "":
                return form, row
        raise Refused(f"Biểu «{form.code}» không có dòng «{code[:30]}».")

    def _made(
        self,
        number: int,
        unit: Unit,
        window: Window,
        form: Form,
        row: Row,
        raw: str,
        value: Decimal | None,
    ) -> ReportedValue:
        title = form.title.partition(":")[0][:60]
        return ReportedValue(
            unit=unit,
            period_start=window.start,
            period_end=window.end,
            source=self.source,
            source_label=self.name[:300],
            path=reverse("indicators:past", args=[self.source]),
            form=title,
            form_key=fold(title)[:60],
            code=row.code,
            label=row.label,
            measure=row.unit[:120],
            raw=raw.strip()[:200],
            state=State.NONE if value is None else State.VALUE,
            value=value,
            line=number,
            row_form=form.code,
            row_code=row.code,
            tokens=stored(fold(f"{title} {row.code} {row.label}").split()),
        )


def _place(value: ReportedValue) -> tuple[int, date, date, Place]:
    days = value.period_start, value.period_end
    return value.unit_id, *days, (value.row_form, value.row_code)


def _places(head: Sequence[str]) -> dict[str, int]:
    """Where each column stands."""
    names = [fold(cell) for cell in head]
    missing = [column for column in COLUMNS if fold(column) not in names]
    if missing:
        raise Refused(
            f"Dòng đầu thiếu cột {', '.join(f'«{one}»' for one in missing)}: "
            "hãy dùng tệp mẫu."
        )
    return {column: names.index(fold(column)) for column in COLUMNS}


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place].replace("\0", "") if place < len(cells) else ""


def _day(text: str) -> date:
    read = _DAY.fullmatch(text.strip())
    try:
        if read is None:
            raise ValueError
        day, month, year = read.group(1, 2, 3) if read[1] else read.group(6, 5, 4)
        found = date(int(year), int(month), int(day))
        if found.year not in YEARS:
            raise ValueError
    except ValueError:
        said = f"Không đọc được ngày «{text[:20]}»: ghi như 15/03/2022."
        raise Refused(said) from None
    return found
