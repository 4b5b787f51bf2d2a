"""The words of a report: its sections with figures put in, and the paper they make."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from django.db.models import QuerySet

from lienmach.base.actor import Actor
from lienmach.base.papers.paper import (
    Line,
    Paper,
    Paragraph,
    Part,
    Table,
    ended,
    paragraphs,
    short_day,
)
from lienmach.calc.fields import (
    Figures,
    Piece,
    collect,
    filled,
    pieces,
    settled,
)
from lienmach.calc.findings import bare
from lienmach.calc.forms import Row, RowKind, Value
from lienmach.calc.outline import Entry, read_outline
from lienmach.calc.period import Period
from lienmach.calc.text import fold
from lienmach.calc.written import Figure, figure_text
from lienmach.org.models import UnitVersion
from lienmach.org.queries import above, is_demo, names_on
from lienmach.reporting.flow import WRITE
from lienmach.reporting.models import Check, Decision, House, Issue, Report, Section
from lienmach.reporting.queries.citations import citations
from lienmach.reporting.queries.named_lists import named
from lienmach.reporting.queries.sheets import (
    Answers,
    ShownCell,
    cells,
    cells_before,
    coded_answers,
)

SHIPPED = Path(__file__).parents[1] / "samples" / "de-cuong.txt"
SYMBOL = "BC-UBND"
COLUMNS = ("STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số liệu", "Ghi chú")
WIDTHS, CENTRED = (9, 47, 16, 14, 14), (0, 2, 3)
RECIPIENTS = (
    "- Cơ quan cấp trên (để b/c);\n- Các cơ quan, đơn vị trực thuộc;\n- Lưu: VT."
)
AUTHORITY = "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"
NOWHERE = "......"  # where the paper is given out, if nobody has said
REMARK = "Dữ liệu mô phỏng: văn bản dùng thử phần mềm, không có giá trị"


@cache
def shipped_outline() -> str:
    return SHIPPED.read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Style:
    """How a report is written, with nothing left open: what an office set, or ours."""

    outline: str
    superior: str
    issuer: str
    symbol: str
    place: str
    recipients: str
    authority: str
    signer: str
    template_key: str = ""
    template_name: str = ""
    house: House | None = None


def style_of(unit_id: int, on: date) -> Style:
    """The style of the nearest unit upwards that has one. Three queries."""
    chain = above(unit_id, on)
    houses = {house.unit_id: house for house in House.objects.filter(unit__in=chain)}
    house = next((houses[unit] for unit in chain if unit in houses), None)
    name = names_on([unit_id], on).get(unit_id, "")
    ours = house if house and house.unit_id == unit_id else None
    return Style(
        outline=house.outline if house else shipped_outline(),
        superior=ours.superior if ours else "",
        issuer=(ours.issuer if ours else "") or name,
        symbol=ours.symbol if ours else SYMBOL,
        place=(ours.place if ours else "") or _place(name),
        recipients=(house.recipients if house else "") or RECIPIENTS,
        authority=(ours.authority if ours else "") or AUTHORITY,
        signer=ours.signer if ours else "",
        template_key=house.template_key if house else "",
        template_name=house.template_name if house else "",
        house=ours,
    )


def style_for(report: Report) -> Style:
    """How a report is written: as its unit writes, with what its regime has of its own.

    Whom the regime names is told by who brings the round together; the units below
    hand in to those above them.
    """
    style = style_of(report.unit_id, report.round.end)
    regime = report.round.regime
    recipients = regime.recipients if report.above_id is None else ""
    return replace(
        style,
        outline=regime.outline or style.outline,
        recipients=recipients or style.recipients,
    )


def _place(name: str) -> str:
    """«An Hòa» of «UBND thị xã An Hòa»: what begins with a capital, at the end."""
    words = name.split()
    kept: list[str] = []
    while words and words[-1][:1].isupper() and not words[-1].isupper():
        kept.insert(0, words.pop())
    return " ".join(kept) or NOWHERE


def outline_of(style: Style) -> tuple[Entry, ...]:
    return read_outline(style.outline)


def units_named(report: Report, entries: Sequence[Entry]) -> dict[str, int]:
    """The offices below a unit whose name begins as the outline calls them."""
    on = report.round.end
    offices = UnitVersion.objects.in_force(on).filter(parent=report.unit_id)
    known = list(offices.order_by("unit__code").values_list("name_key", "unit"))
    found: dict[str, int] = {}
    for words in {entry.unit for entry in entries if entry.unit}:
        for name, unit in known:
            if name.startswith(fold(words)):
                found.setdefault(words, unit)
    return found


def sections(report: Report) -> list[Section]:
    found = Section.objects.filter(report=report).select_related("changed_by")
    return list(found.order_by("place"))


def one_section(actor: Actor) -> QuerySet[Section]:
    return Section.objects.visible_to(actor).select_related(
        "report__case", "report__round__regime", "report__unit", "changed_by"
    )


def given(actor: Actor) -> QuerySet[Section]:
    """The open sections given to a unit where the actor may write."""
    mine = actor.units_with(WRITE)
    return (
        Section.objects.filter(unit__in=mine, report__case__state="drafting")
        .exclude(state=Section.State.DONE)
        .select_related("report__round__regime")
        .order_by("report", "place")
    )


def may_write(section: Section, report: Report, actor: Actor) -> bool:
    places = [report.unit_id, section.unit_id]
    return report.is_open and any(actor.may(WRITE, unit) for unit in places if unit)


@dataclass(frozen=True, slots=True)
class Told:
    """All that the words of a report may name: its cells, as annexes and as fields."""

    cells: Mapping[str, list[ShownCell]]
    titles: Mapping[str, str]
    figures: Figures
    lists: tuple[Table, ...] = ()


def told(report: Report, written: Iterable[Section] = ()) -> Told:
    """Read a report's cells once: text and annexes are made of the same; and the lists
    and documents that what is ``written`` names."""
    found = cells(report)
    before = cells_before(report, found)
    sheets = list(report.sheets.all())
    titles = {sheet.form: sheet.title for sheet in sheets}
    texts = [section.text for section in written]
    lists, cited = named(report, texts, sheets), citations(report, texts)
    answers = coded_answers()
    now = [
        _figure(form, cell.row, cell.value, answers)
        for form, shown in found.items()
        for cell in shown
    ]
    earlier = [
        _figure(form, cell.row, before[form][cell.row.code], answers)
        for form, shown in found.items()
        for cell in shown
        if cell.row.code in before.get(form, {})
    ]
    window = report.round.window
    words = {
        "kỳ": _period(report),
        "từ ngày": short_day(window.start),
        "đến ngày": short_day(window.end),
        **lists.words,
        **cited.words,
    }
    wrong = {**lists.wrong, **cited.wrong}
    short = {form: title.partition(":")[0] for form, title in titles.items()}
    figures = Figures(collect(now), collect(earlier), words, short, wrong)
    return Told(found, titles, figures, lists.tables)


def _figure(form: str, row: Row, value: Value, answers: Answers) -> Figure:
    is_section = row.kind is RowKind.SECTION
    answer = ""
    if row.kind is RowKind.CHOICE and value.value is not None:
        answer = answers.get((form, row.code, int(value.value)), "")
    return Figure(form, row.code, row.label, row.unit, value, is_section, answer)


def _period(report: Report) -> str:
    label = Period.parse(report.round.period).label
    return label[:1].lower() + label[1:]


def shown_text(text: str, known: Told) -> list[tuple[bool, list[Piece]]]:
    """The paragraphs of a section with figures put in; whether each is of a list."""
    return [
        (paragraph.part is Part.ITEM, pieces(paragraph.text, known.figures))
        for paragraph in paragraphs(settled(text, known.figures))
    ]


def title_of(report: Report) -> str:
    """«Cải cách hành chính quý I năm 2023»: what the report is about."""
    name = report.round.regime.name
    for word in ("Báo cáo ", "báo cáo "):
        name = name.removeprefix(word)
    name = name[:1].upper() + name[1:]
    return f"{name} {_period(report)}"


def paper_of(
    report: Report, style: Style, found: Sequence[Section], known: Told
) -> tuple[Paper, list[str]]:
    """The report as a paper, and the sentences about fields that say nothing."""
    said: list[Paragraph] = [Paragraph(Part.TEXT, _opening(report, style))]
    mistakes: list[str] = []
    depths = (Part.HEADING_1, Part.HEADING_2, Part.HEADING_3)
    for section in found:
        said.append(Paragraph(depths[section.level - 1], str(section)))
        text, wrong = filled(settled(section.text, known.figures), known.figures)
        said += paragraphs(text)
        mistakes += [f"Mục «{section}»: {why}" for why in wrong]
    if said[-1].part in (Part.TEXT, Part.ITEM):
        said[-1] = replace(said[-1], text=ended(said[-1].text))
    paper = Paper(
        superior=style.superior,
        issuer=style.issuer,
        symbol=style.symbol,
        place=style.place,
        kind="BÁO CÁO",
        title=title_of(report),
        paragraphs=tuple(said),
        recipients=tuple(_lines(style.recipients)),
        authority=tuple(_lines(style.authority)),
        signer=style.signer,
        tables=(*_tables(known), *known.lists),
        remark=REMARK if is_demo() else "",
    )
    return paper, mistakes


def _opening(report: Report, style: Style) -> str:
    title = title_of(report)
    about = title[:1].lower() + title[1:]
    document = report.round.regime.document
    basis = f"Thực hiện {document}, " if document else ""
    window = report.round.window
    days = f"từ ngày {short_day(window.start)} đến ngày {short_day(window.end)}"
    return f"{basis}{style.issuer} báo cáo {about}, số liệu {days}, như sau:"


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _tables(known: Told) -> list[Table]:
    found = []
    for form, shown in sorted(known.cells.items()):
        name, _, title = known.titles.get(form, form).partition(":")
        lines = tuple(
            Line(
                (
                    bare(cell.row.code),
                    cell.row.label,
                    cell.row.unit,
                    figure_text(known.figures.now[form, cell.row.code]),
                    cell.note,
                ),
                is_heading=cell.row.kind is RowKind.SECTION,
            )
            for cell in shown
        )
        found.append(
            Table(name.strip(), title.strip(), COLUMNS, lines, WIDTHS, CENTRED)
        )
    return found


def said_key(paper: Paper) -> str:
    """A key of what a paper says, whatever its number and its day."""
    said = asdict(replace(paper, number=None, dated_on=None))
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def last_check(report: Report) -> Check | None:
    return Check.objects.filter(report=report).order_by("-pk").first()


def issue_of(report: Report) -> Issue | None:
    """The issue in force of a report."""
    found = Issue.objects.filter(report=report, revoked_at=None)
    return found.select_related("taken__book", "signed_by", "made_by").first()


def leaves(found: Sequence[Section]) -> list[Section]:
    """The sections that must say something: those with none below them."""
    return [
        section
        for section, following in zip(found, [*found[1:], None], strict=False)
        if following is None or following.level <= section.level
    ]


def blockers(report: Report) -> list[str]:
    """Why the words of a report stop it from going on; the owner's own may go on
    without any, a unit below that hands in words may not.

    A finding that the checker calls wrong stops it until it is gone or kept with a
    reason.
    """
    if not report.is_written:
        return []
    found = sections(report)
    if not found:
        return [] if report.is_own else ["Chưa soạn thuyết minh."]
    return _blockers(report, found, told(report, found))


def _blockers(report: Report, found: Sequence[Section], known: Told) -> list[str]:
    said = []
    waiting = [s for s in leaves(found) if s.state != Section.State.DONE]
    if waiting:
        names = ", ".join(_short(section, found) for section in waiting[:6])
        more = ", …" if len(waiting) > 6 else ""
        said.append(f"{len(waiting)} mục chưa viết xong ({names}{more}).")
    style = style_for(report)
    paper, mistakes = paper_of(report, style, found, known)
    if mistakes:
        more = f" (còn {len(mistakes) - 1} trường nữa)" if len(mistakes) > 1 else ""
        said.append(f"{mistakes[0]}{more}")
    if not waiting and not mistakes:
        said += unchecked(report, paper)
    return said


def unchecked(report: Report, paper: Paper) -> list[str]:
    """Why the checker stops it."""
    check = last_check(report)
    if check is None:
        return ["Chưa rà soát văn bản."]
    if check.said_key != said_key(paper):
        return ["Văn bản đã đổi sau lần rà soát trước: hãy rà soát lại."]
    if not check.is_done:
        why = check.failure
        return [f"Rà soát chưa xong: {why}" if why else "Đang rà soát văn bản."]
    wrong = check.findings.filter(severity="error").exclude(decision=Decision.KEEP)
    if count := wrong.count():
        return [f"{count} điểm Sai chưa sửa, chưa ghi lý do giữ."]
    return []


def _short(section: Section, found: Sequence[Section]) -> str:
    """«II.2.a»: a section with those it stands under."""
    codes = [section.code]
    level = section.level
    for other in reversed([s for s in found if s.place < section.place]):
        if other.level < level:
            codes.append(other.code)
            level = other.level
    said = ".".join(code.strip(" .)") for code in reversed(codes) if code)
    return said or str(section)


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section as it is read: its paragraphs with figures, and what is wrong in it."""

    section: Section
    name: str
    paragraphs: list[tuple[bool, list[Piece]]]
    is_leaf: bool

    @property
    def mistakes(self) -> list[str]:
        every = (piece for _, cut in self.paragraphs for piece in cut)
        return [piece.mistake for piece in every if piece.mistake]


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole report to be read: sections, what blocks it, its last check."""

    sections: list[Section]
    shown: list[ShownSection]
    blockers: list[str]
    check: Check | None
    done: int
    leaves: int


def reading(report: Report) -> Reading:
    found = sections(report)
    if not found:
        return Reading([], [], [], None, 0, 0)
    known = told(report, found)
    last = {section.pk for section in leaves(found)}
    shown = [
        ShownSection(
            section,
            _short(section, found),
            shown_text(section.text, known),
            section.pk in last,
        )
        for section in found
    ]
    done = sum(s.pk in last and s.state == Section.State.DONE for s in found)
    check = last_check(report)
    why = _blockers(report, found, known) if report.is_open else []
    return Reading(found, shown, why, check, done, len(last))


def around(
    section: Section, found: Sequence[Section]
) -> tuple[Section | None, Section | None]:
    """Those of a report's sections before and after one that must say something."""
    line = [one for one in found if one in leaves(found) or one == section]
    at = line.index(section)
    return (
        line[at - 1] if at else None,
        line[at + 1] if at + 1 < len(line) else None,
    )
