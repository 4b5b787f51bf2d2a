"""Lists of registers that the words of a report name, and bring along as annexes.

    … đã ban hành nhiều văn bản (có {{ danh mục văn bản }} kèm theo).

The field says «Phụ lục 9»: lists follow the forms, in the order in which the words
name them. What they hold is of the unit with those below it, in the days of the round.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from django.db.models import Exists, OuterRef
from django.utils import timezone

from lienmach.base.papers.paper import Line, Table
from lienmach.calc.fields import FIELD
from lienmach.calc.forms import Value
from lienmach.calc.refusal import Refused
from lienmach.calc.text import fold
from lienmach.calc.written import written
from lienmach.indicators.queries.comparing import windows
from lienmach.indicators.queries.explain import explain
from lienmach.indicators.queries.scope import As, Scope, scope_of
from lienmach.indicators.registry import Indicator, indicators
from lienmach.org.queries import below, names_on
from lienmach.registers.models import Mention, OfficialDocument, ProcedureChange
from lienmach.registers.queries import websites
from lienmach.reporting.models import Report, Sheet

MOST = 500  # lines of one list: more is a register, not an annex
BEGINS = "danh muc "
COMPARING = re.compile(r"truoc sau (\d{1,2})/(\d{1,2})/(\d{4})")
COMPARED = ("tiep-nhan", "truc-tuyen", "da-giai-quyet", "dung-han", "tre-han")
ANNEX = re.compile(r"Phụ lục (\d+)")
# Types of documents by which an office steers, folded; laws and decisions are none.
STEERING = frozenset(
    {
        *("chi thi", "ke hoach", "cong van", "chuong trinh"),
        *("thong bao", "huong dan", "nghi quyet"),
    }
)
OF_DOCUMENTS = (
    ("STT", "Văn bản", "Ngày", "Cơ quan ban hành", "Về việc"),
    (7, 24, 13, 22, 34),
    (0, 2),
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A list that words may name: ``name`` is typed after «danh mục», ``title`` is
    printed above; ``lines`` are read of a report."""

    name: str
    title: str
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    centred: tuple[int, ...]
    lines: Callable[[Report], list[tuple[str, ...]]]

    def table(self, report: Report, number: int) -> Table:
        found = self.lines(report)
        told = [Line((str(at), *cells)) for at, cells in enumerate(found[:MOST], 1)]
        if not found:
            empty = ("", "Không có", *[""] * (len(self.columns) - 2))
            told = [Line(empty)]
        elif len(found) > MOST:
            rest = f"Còn nữa: chỉ in {MOST} dòng đầu, xem trong phần mềm."
            told.append(Line(("", rest, *[""] * (len(self.columns) - 2))))
        return Table(
            f"Phụ lục {number}",
            self.title,
            self.columns,
            tuple(told),
            self.widths,
            self.centred,
        )


@dataclass(frozen=True, slots=True)
class Named:
    """The lists that the words of a report name: as tables, what fields of them say,
    and why others name none."""

    tables: tuple[Table, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)


def named(report: Report, texts: Iterable[str], sheets: Iterable[Sheet]) -> Named:
    """Read the lists that some texts name; no query where they name none."""
    asked = {fold(said): said for said in _asked(texts)}
    tables: list[Table] = []
    words = {f"danh mục {one.name}": "" for one in KNOWN.values()}
    wrong: dict[str, str] = {}
    numbers = [int(n) for sheet in sheets for n in ANNEX.findall(sheet.title)]
    first = max(numbers, default=0) + 1
    for key, said in asked.items():
        name = key.removeprefix(BEGINS)
        try:
            one = KNOWN.get(name) or _compared_from(name, report)
        except Refused as refused:
            wrong[said] = str(refused)
            continue
        if one:
            number = first + len(tables)
            tables.append(one.table(report, number))
            is_known = name in KNOWN
            words[f"danh mục {one.name}" if is_known else said] = f"Phụ lục {number}"
    return Named(tuple(tables), words, wrong)


def offered() -> list[tuple[str, str]]:
    """What may be typed, and what it brings along."""
    lists = [(f"danh mục {one.name}", one.title) for one in KNOWN.values()]
    return [*lists, ("danh mục trước sau 1/4/2017", "Số liệu trước và sau một ngày")]


def _asked(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for match in FIELD.finditer(text):
            said = " ".join(match[1].split())
            if fold(said).startswith(BEGINS):
                yield said


def _compared_from(name: str, report: Report) -> Listed | None:
    """The list that compares from the day that a folded name says, if it is one."""
    read = COMPARING.fullmatch(name)
    if read is None:
        return None
    try:
        day = date(int(read[3]), int(read[2]), int(read[1]))
    except ValueError:
        raise Refused("không có ngày này trong lịch") from None
    last = _last_counted(report)
    if day > last or day.year < 1900:
        raise Refused(f"chỉ so sánh được từ một ngày không sau {_day(last)}")
    return _compared(day, report)


def _documents(types: Collection[str]) -> Callable[[Report], list[tuple[str, ...]]]:
    """The documents of some types that texts of the unit, or of those below it, cite,
    and that are of the days of the round."""

    def lines(report: Report) -> list[tuple[str, ...]]:
        window = report.round.window
        units = below(report.unit_id, window.end)
        cited = Mention.objects.filter(document=OuterRef("pk"), unit__in=units)
        found = OfficialDocument.objects.filter(
            Exists(cited), issued_on__gte=window.start, issued_on__lte=window.end
        )
        written = found.order_by().values_list("type", flat=True).distinct()
        named = [one for one in written if fold(one) in types]
        rows = found.filter(type__in=named).order_by("issued_on", "number_key", "pk")
        return [
            (
                str(one),
                _day(one.issued_on),
                one.issuer or "chưa rõ",
                " ".join(one.subject.split()),
            )
            for one in rows[: MOST + 1]
        ]

    return lines


def _procedures(report: Report) -> list[tuple[str, ...]]:
    """What decisions changed of the catalogue, in force from days of the round on."""
    window = report.round.window
    rows = ProcedureChange.objects.filter(
        effective_on__gte=window.start, effective_on__lte=window.end
    ).select_related("procedure", "version")
    return [
        (
            one.procedure.code,
            one.version.name if one.version else "",
            one.get_kind_display(),
            f"{one.decision} ngày {_day(one.decided_on)} của {one.decided_by}",
            _day(one.effective_on),
        )
        for one in rows.order_by("effective_on", "procedure__code", "pk")[: MOST + 1]
    ]


def _websites(report: Report) -> list[tuple[str, ...]]:
    """The websites of the unit and those below it, as they are kept on the last day."""
    on = _last_counted(report)
    rows = websites.standing(below(report.unit_id, on), on)[: MOST + 1]
    names = names_on({one.unit_id for one in rows}, on)
    return [
        (
            names.get(one.unit_id, one.unit.code),
            one.address,
            one.get_upkeep_display(),
            _day(one.valid_from),
        )
        for one in rows
    ]


def _compared(day: date, report: Report) -> Listed:
    """Figures of as many days before a day and from it on, up to the round's last or
    to today: days that have not come would be compared with days that have."""
    last = _last_counted(report)
    two = windows(day, (last - day).days + 1, today=last)
    heads = [f"{_day(one.start)} – {_day(one.end)}" for one in two]

    def lines(report: Report) -> list[tuple[str, ...]]:
        scope = scope_of(report.unit_id, As.THEN, today=last)
        known = indicators()
        return [_line(known[slug], scope) for slug in COMPARED if slug in known]

    def _line(one: Indicator, scope: Scope) -> tuple[str, ...]:
        before, after = (explain(one, scope, window).value for window in two)
        unit = "%" if one.is_share else one.noun.capitalize()
        return one.label, unit, _said(before), _said(after), _moved(before, after)

    return Listed(
        name=f"trước sau {_day(day)}",
        title=f"Số liệu giải quyết hồ sơ trước và sau ngày {_day(day)}",
        columns=("STT", "Chỉ tiêu", "Đơn vị tính", *heads, "Tăng, giảm"),
        widths=(7, 35, 14, 16, 16, 12),
        centred=(0, 2, 3, 4, 5),
        lines=lines,
    )


def _last_counted(report: Report) -> date:
    return min(report.round.end, timezone.localdate())


def _said(value: Value) -> str:
    return "không phát sinh" if value.value is None else written(value.value)


def _moved(before: Value, after: Value) -> str:
    if before.value is None or after.value is None:
        return ""
    by = after.value - before.value
    return f"+{written(by)}" if by > 0 else written(by)


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


_LISTS = (
    Listed(
        "văn bản",
        "Danh mục văn bản chỉ đạo, điều hành",
        *OF_DOCUMENTS,
        _documents(STEERING),
    ),
    Listed(
        "quyết định",
        "Danh mục quyết định",
        *OF_DOCUMENTS,
        _documents({"quyet dinh"}),
    ),
    Listed(
        "thủ tục",
        "Danh mục thủ tục hành chính có thay đổi",
        ("STT", "Mã", "Tên thủ tục", "Thay đổi", "Quyết định", "Hiệu lực từ"),
        (7, 13, 34, 14, 20, 12),
        (0, 1, 5),
        _procedures,
    ),
    Listed(
        "trang thông tin điện tử",
        "Danh mục trang thông tin điện tử",
        ("STT", "Đơn vị", "Địa chỉ", "Tình trạng", "Từ ngày"),
        (7, 34, 26, 20, 13),
        (0, 4),
        _websites,
    ),
)
KNOWN = MappingProxyType({fold(one.name): one for one in _LISTS})
