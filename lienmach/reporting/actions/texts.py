"""Everything that writes the words of a report."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from lienmach.base import files
from lienmach.base.actor import Actor
from lienmach.base.papers import word
from lienmach.base.papers.paper import Line, Paper, Paragraph, Part, Table
from lienmach.calc.fields import Figures, pieces
from lienmach.calc.outline import WrongOutline, read_outline
from lienmach.calc.refusal import Refused
from lienmach.cases.models import Case
from lienmach.org.models import Unit, UnitVersion
from lienmach.reporting.actions import checks
from lienmach.reporting.flow import CONSOLIDATE, WRITE
from lienmach.reporting.models import Check, House, Report, Section, SectionText
from lienmach.reporting.queries import texts as queries

LONGEST = 20_000
# What a template of the office is tried on: nothing of it is anybody's.
SAMPLE = Paper(
    superior="UBND TỈNH THỬ",
    issuer="UBND xã Thử",
    symbol="BC-UBND",
    place="Thử",
    kind="BÁO CÁO",
    title="Văn bản thử",
    paragraphs=tuple(Paragraph(part, "Một đoạn thử.") for part in Part),
    recipients=("- Nơi thử;",),
    authority=("CHỦ TỊCH",),
    signer="Người Thử",
    tables=(
        Table(
            "Phụ lục 1",
            "Biểu thử",
            queries.COLUMNS,
            (Line(("1", "Dòng thử", "Việc", "1", "")),),
            queries.WIDTHS,
        ),
    ),
)


@transaction.atomic
def begin(report: Report, *, actor: Actor, at: datetime) -> list[Section]:
    """Begin the text of a report by the outline that holds for its unit.

    A first line that names a form which the report does not have is left out.
    """
    actor.require(WRITE, report.unit_id)
    report = _locked(report)
    if not report.is_written:
        raise Refused(
            "Báo cáo này chỉ nộp số liệu: muốn soạn thuyết minh thì chọn "
            "«Lập cả báo cáo» ở trang báo cáo."
        )
    if report.sections.exists():
        raise Refused("Báo cáo này đã bắt đầu soạn rồi.")
    style = queries.style_for(report)
    entries = queries.outline_of(style)
    units = queries.units_named(report, entries)
    figures = queries.told(report).figures
    made = Section.objects.bulk_create(
        Section(
            report=report,
            place=place,
            level=entry.level,
            code=entry.code,
            title=entry.title,
            hint=entry.hint,
            unit_id=units.get(entry.unit),
            text=_usable(entry.text, figures),
            state=_begun(_usable(entry.text, figures)),
        )
        for place, entry in enumerate(entries, 1)
    )
    return list(made)


@transaction.atomic
def write(
    section: Section,
    text: str,
    *,
    is_done: bool,
    seen: int,
    actor: Actor,
    at: datetime,
) -> Section:
    """Write a section; ``seen`` is the writing that the person's page showed.

    Raises ``Refused`` where somebody else has written meanwhile: what was typed is for
    the page to keep.
    """
    report = _locked(section.report)
    section = Section.objects.select_for_update(of=("self",)).get(pk=section.pk)
    if not queries.may_write(section, report, actor):
        actor.require(WRITE, report.unit_id)
    text = text.replace("\r\n", "\n").strip()
    if len(text) > LONGEST:
        raise Refused(f"Mục này dài quá {LONGEST:,} ký tự.".replace(",", "."))
    if section.number != seen:
        who = section.changed_by.name if section.changed_by else "Người khác"
        raise Refused(
            f"{who} vừa viết mục này. Bản của người đó ở bên dưới; bản của bạn vẫn còn "
            "trong ô: hãy ghép lại rồi lưu."
        )
    if is_done and not text:
        raise Refused("Mục chưa có nội dung nên chưa đánh dấu xong được.")
    if text != section.text:
        section.number += 1
        SectionText.objects.create(
            section=section,
            number=section.number,
            text=text,
            by_id=actor.user_id,
            at=at,
        )
    section.text = text
    section.state = (
        Section.State.DONE
        if is_done
        else Section.State.WRITING
        if text
        else Section.State.EMPTY
    )
    section.changed_at, section.changed_by_id = at, actor.user_id
    section.save()
    return section


@transaction.atomic
def assign(section: Section, unit_id: int | None, *, actor: Actor) -> Section:
    """Give a section to an office below the unit that reports, or back to it."""
    report = _locked(section.report)
    actor.require(WRITE, report.unit_id)
    if unit_id is not None:
        below = UnitVersion.objects.in_force(report.round.end)
        if not below.filter(parent=report.unit_id, unit=unit_id).exists():
            raise Refused("Đơn vị này không trực thuộc đơn vị báo cáo.")
    section = Section.objects.select_for_update().get(pk=section.pk)
    section.unit_id = unit_id
    section.save(update_fields=["unit"])
    return section


@transaction.atomic
def check(report: Report, *, actor: Actor, at: datetime) -> Check:
    """Have the report as it stands now read by the checker, in the background."""
    found = queries.sections(report)
    if not found:
        raise Refused("Chưa soạn thuyết minh nên chưa có văn bản để rà soát.")
    style = queries.style_for(report)
    paper, mistakes = queries.paper_of(
        report, style, found, queries.told(report, found)
    )
    if mistakes:
        raise Refused(mistakes[0])
    last = queries.last_check(report)
    key = queries.said_key(paper)
    if last and last.said_key == key and not last.failure:
        return last
    return checks.submit(
        file_name=f"{paper.title}.docx",
        content=word.written(paper),
        unit_id=report.unit_id,
        actor=actor,
        at=at,
        previous=last if last and last.is_done else None,
        report_id=report.pk,
        said_key=key,
    )


@dataclass(frozen=True, slots=True)
class NewHouse:
    """How a unit writes; ``template`` is its Word file with its name, if it brings one.

    ``drops_template`` goes back to ours.
    """

    outline: str
    superior: str
    issuer: str
    symbol: str
    place: str
    recipients: str
    authority: str
    signer: str
    template: tuple[str, bytes] | None = None
    drops_template: bool = False


@transaction.atomic
def keep_house(unit_id: int, new: NewHouse, *, actor: Actor, at: datetime) -> House:
    """Set how a unit writes its reports; outline and template are tried first."""
    actor.require(CONSOLIDATE, unit_id)
    try:
        read_outline(new.outline)
    except WrongOutline as wrong:
        raise Refused(str(wrong)) from wrong
    Unit.objects.select_for_update().get(pk=unit_id)
    house = House.objects.filter(unit=unit_id).first() or House(
        unit_id=unit_id, number=0
    )
    for name in (
        *("outline", "superior", "issuer", "symbol", "place"),
        *("recipients", "authority", "signer"),
    ):
        setattr(house, name, getattr(new, name).strip())
    if new.drops_template:
        house.template_key = house.template_name = ""
    if new.template:
        name, content = new.template
        word.written(SAMPLE, content)
        house.template_key = files.store(content)
        house.template_name = name[-200:]
    house.number += 1
    house.changed_at, house.changed_by_id = at, actor.user_id
    house.save()
    return house


def _locked(report: Report) -> Report:
    """Take hold of a report that is being written, so that it is not handed in now."""
    Case.objects.select_for_update().get(pk=report.pk)
    found = Report.objects.select_related("case", "round__regime", "unit")
    report = found.get(pk=report.pk)
    if not report.is_open:
        raise Refused("Báo cáo đã trình: muốn sửa thì trả lại hoặc mở lại trước.")
    return report


def _usable(text: str, figures: Figures) -> str:
    """Leave out the lines that ask for forms which this report does not have."""
    kept = [
        line
        for line in text.splitlines()
        if not any(piece.is_nowhere for piece in pieces(line, figures))
    ]
    return "\n".join(kept).strip()


def _begun(text: str) -> str:
    return Section.State.WRITING if text else Section.State.EMPTY
