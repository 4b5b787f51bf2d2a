"""The centre of B02: the words of a report, section by section."""

from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lienmach.base import files
from lienmach.base.actor import Actor
from lienmach.base.http import Request, posted
from lienmach.base.papers import pdf, word
from lienmach.base.toasts import toast
from lienmach.calc.claims import assesses, without_figure
from lienmach.calc.refusal import Refused
from lienmach.org.queries import above, names_on
from lienmach.reporting.actions import texts as actions
from lienmach.reporting.flow import CONSOLIDATE, WRITE
from lienmach.reporting.forms.texts import AssignForm, HouseForm, SectionForm
from lienmach.reporting.models import RIGHT, Report, Section, Sheet
from lienmach.reporting.queries import keeping, named_lists, sheets
from lienmach.reporting.queries import texts as queries
from lienmach.reporting.queries.citations import citable
from lienmach.reporting.queries.offering import offered
from lienmach.reporting.queries.people import offices, unit_choices
from lienmach.reporting.queries.sheets import ShownCell
from lienmach.reporting.views.links import Links
from lienmach.reporting.views.reaching import reached

PDF = "application/pdf"


@require_safe
def text(request: Request, pk: int) -> HttpResponse:
    """All sections with their figures put in, and what stops them from going on."""
    return _read(request, reached(request, pk=pk))


WHY_NOT = "ra-soat"  # of the session: why the last text was not checked, said once


def _read(request: Request, found: Report) -> HttpResponse:
    refused = request.session.pop(WHY_NOT, "")
    shown = queries.reading(found)
    context = {
        "report": found,
        "reading": shown,
        "names": _unit_names(shown.sections, found),
        "issue": queries.issue_of(found),
        "may_begin": found.is_open and request.actor.may(WRITE, found.unit_id),
        "may_check": request.actor.may(RIGHT, found.unit_id),
        "title": queries.title_of(found),
        "refused": refused,
    }
    return render(request, "reporting/text.html", context)


@require_POST
def begin(request: Request, pk: int) -> HttpResponse:
    made = actions.begin(
        reached(request, pk=pk), actor=request.actor, at=timezone.now()
    )
    toast(request, f"Đã lập {len(made)} mục theo đề cương.")
    return redirect("reporting:text", pk)


@require_POST
def check(request: Request, pk: int) -> HttpResponse:
    found = reached(request, pk=pk)
    try:
        made = actions.check(found, actor=request.actor, at=timezone.now())
    except Refused as refused:  # on a page of its own, that can be loaded again
        request.session[WHY_NOT] = str(refused)
        return redirect(f"{reverse('reporting:text', args=[pk])}#ra-soat")
    return redirect("reporting:check", made.pk)


def section(request: Request, pk: int, place: int) -> HttpResponse:
    """The editor of a section, with the figures that can be put in."""
    found = _section(request, pk, place)
    if request.method != "POST":
        start = {
            "noi_dung": found.text,
            "lan": found.number,
            "xong": found.state == Section.State.DONE,
        }
        return _edit(request, found, SectionForm(initial=start))
    form = SectionForm(request.POST)
    if not form.is_valid():
        return _edit(request, found, form, status=422)
    try:
        actions.write(
            found,
            form.cleaned_data["noi_dung"],
            is_done=form.cleaned_data["xong"],
            seen=form.cleaned_data["lan"],
            actor=request.actor,
            at=timezone.now(),
        )
    except Refused as refused:
        form.add_error("noi_dung", str(refused))
        return _edit(request, _section(request, pk, place), form, status=422)
    toast(request, f"Đã lưu mục «{found}».")
    following = None
    if "nua" in request.POST:
        _, following = queries.around(found, queries.sections(found.report))
    return redirect("reporting:section", pk, following.place if following else place)


@require_POST
def assign(request: Request, pk: int, place: int) -> HttpResponse:
    found = _section(request, pk, place)
    units = offices(found.report)
    form = AssignForm(request.POST, units=units)
    if not form.is_valid():
        return _edit(request, found, _form_of(found), status=422)
    chosen = form.cleaned_data["don_vi"] or None
    actions.assign(found, chosen, actor=request.actor)
    toast(
        request,
        f"Đã giao mục «{found}» cho {dict(units).get(chosen or 0, 'đơn vị báo cáo')}.",
    )
    return redirect("reporting:section", pk, place)


@require_POST
def bring_back(request: Request, pk: int, place: int, number: int) -> HttpResponse:
    """Write again what a section said at an earlier writing."""
    found = _section(request, pk, place)
    kept = get_object_or_404(found.texts, number=number)
    actions.write(
        found,
        kept.text,
        is_done=False,
        seen=found.number,
        actor=request.actor,
        at=timezone.now(),
    )
    toast(request, f"Đã dùng lại bản {number} của mục «{found}».")
    return redirect("reporting:section", pk, place)


@require_safe
def figure(request: Request, pk: int) -> HttpResponse:
    """Lead from a figure in the text to how it was counted, else to its annex."""
    found = reached(request, pk=pk)
    form, code = request.GET.get("bieu", ""), request.GET.get("dong", "")
    sheet = get_object_or_404(found.sheets, form=form)
    shown = {cell.row.code: cell for cell in sheets.cells(found).get(form, [])}
    if code not in shown:
        raise Http404
    if address := _counted(sheet, shown[code]):
        return redirect(address)
    codes = list(shown)
    address = reverse("reporting:annex", args=[pk, sheet.slug])
    return redirect(f"{address}#d{codes.index(code)}")


def _counted(sheet: Sheet, shown: ShownCell) -> str:
    """The page of exactly what a cell shows; nothing if it has changed since."""
    now = sheets.draft_beside(sheet)
    row = now.rows.get(shown.row.code) if now else None
    if now is None or row is None or now.cells()[row.code] != shown.value:
        return ""
    return Links(now).url(row)


@require_safe
def download(request: Request, pk: int, kind: str) -> HttpResponse:
    """The report as a file: what was signed, else what was numbered, else the draft."""
    found = reached(request, pk=pk)
    issue = queries.issue_of(found)
    name = queries.title_of(found)
    if issue:
        key = issue.word_key if kind == "docx" else issue.signed_key or issue.file_key
        name = f"{issue.taken.written.replace('/', '-')} {name}"
        return _file(files.load(key), f"{name}.{kind}", kind)
    style = queries.style_for(found)
    text = queries.sections(found)
    paper, _ = queries.paper_of(found, style, text, queries.told(found, text))
    if kind == "pdf":
        return _file(pdf.printed(paper), f"Dự thảo {name}.pdf", kind)
    template = files.load(style.template_key) if style.template_key else None
    return _file(word.written(paper, template), f"Dự thảo {name}.docx", kind)


def house(request: Request) -> HttpResponse:
    """How a unit writes its reports: outline, heads and feet, template."""
    request.actor.require(CONSOLIDATE)
    on = timezone.localdate()
    units = unit_choices(request.actor.units_with(CONSOLIDATE), on)
    unit = unit_asked(request, CONSOLIDATE)
    style = queries.style_of(unit, on)
    sent = (request.POST, request.FILES) if posted(request) is not None else ()
    form = HouseForm(*sent, initial=_house_initial(style))
    if form.is_bound and form.is_valid() and _kept(request, unit, form):
        toast(request, "Đã lưu đề cương, thể thức.")
        return redirect(f"{reverse('reporting:house')}?dv={unit}")
    context = {
        "form": form,
        "units": units,
        "unit": unit,
        "style": style,
        "names": word.NAMES,
    }
    status = 422 if form.is_bound else 200
    return render(request, "reporting/house.html", context, status=status)


@require_safe
def template(request: Request) -> HttpResponse:
    """The Word template in use, for whoever wants to change it."""
    request.actor.require(CONSOLIDATE)
    unit = unit_asked(request, CONSOLIDATE)
    style = queries.style_of(unit, timezone.localdate())
    kept = files.load(style.template_key) if style.template_key else None
    name = style.template_name or "Mẫu báo cáo.docx"
    return _file(kept or word.default_template(), name, "docx")


def unit_asked(request: Request, right: str) -> int:
    """The unit asked for, else the one that stands highest above where one works."""
    allowed = request.actor.units_with(right)
    asked = request.GET.get("dv", "")
    unit = int(asked) if asked.isascii() and asked.isdecimal() else 0
    if unit in allowed:
        return unit
    if asked:
        raise Http404
    return highest(request.actor, right)


def highest(actor: Actor, right: str) -> int:
    """The unit that stands highest above where one works and for which one may."""
    allowed = actor.units_with(right)
    chain = above(actor.unit_id, timezone.localdate())
    return next(one for one in reversed(chain) if one in allowed)


def _kept(request: Request, unit: int, form: HouseForm) -> bool:
    said = form.cleaned_data
    file = said["mau"]
    try:
        actions.keep_house(
            unit,
            actions.NewHouse(
                outline=said["de_cuong"],
                superior=said["chu_quan"],
                issuer=said["co_quan"],
                symbol=said["ky_hieu"],
                place=said["dia_danh"],
                recipients=said["noi_nhan"],
                authority=said["chuc_vu"],
                signer=said["nguoi_ky"],
                template=(file.name, file.read()) if file else None,
                drops_template=said["bo_mau"],
            ),
            actor=request.actor,
            at=timezone.now(),
        )
    except Refused as refused:
        is_template = isinstance(refused, word.WrongTemplate)
        form.add_error("mau" if is_template else "de_cuong", str(refused))
        return False
    return True


def _house_initial(style: queries.Style) -> dict[str, str]:
    house = style.house
    return {
        "de_cuong": style.outline,
        "chu_quan": style.superior,
        "co_quan": house.issuer if house else "",
        "ky_hieu": style.symbol,
        "dia_danh": style.place if style.place != queries.NOWHERE else "",
        "noi_nhan": style.recipients,
        "chuc_vu": style.authority,
        "nguoi_ky": style.signer,
    }


def _edit(
    request: Request, found: Section, form: SectionForm, *, status: int = 200
) -> HttpResponse:
    report = found.report
    text = queries.sections(report)
    known = queries.told(report, text)
    is_writer = queries.may_write(found, report, request.actor)
    is_lead = report.is_open and request.actor.may(WRITE, report.unit_id)
    units = offices(report)
    context: dict[str, Any] = {
        "section": found,
        "report": report,
        "form": form,
        "offered": offered(known),
        "lists": named_lists.offered(),
        "citable": citable(report) if is_writer else [],
        "shown": queries.shown_text(found.text, known),
        "bare": without_figure(found.text) if assesses(found.title) else [],
        "is_writer": is_writer,
        "assign": AssignForm(units=units, initial={"don_vi": found.unit_id})
        if is_lead
        else None,
        "texts": list(found.texts.select_related("by")[:12]),
        "around": queries.around(found, text),
        "title": queries.title_of(report),
        "unit_name": dict(units).get(found.unit_id or 0, ""),
        "sees_report": Report.objects.visible_to(request.actor)
        .filter(pk=report.pk)
        .exists(),
    }
    return render(request, "reporting/section.html", context, status=status)


def _form_of(found: Section) -> SectionForm:
    is_done = found.state == Section.State.DONE
    return SectionForm(
        initial={"noi_dung": found.text, "lan": found.number, "xong": is_done}
    )


def _section(request: Request, pk: int, place: int) -> Section:
    rows = queries.one_section(request.actor)
    found = get_object_or_404(rows, report=pk, place=place)
    request.actor = keeping.acting(found.report, request.actor)
    return found


def _unit_names(found: list[Section], report: Report) -> dict[int, str]:
    units = [one.unit_id for one in found if one.unit_id]
    return names_on([*units, report.unit_id], report.round.end)


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    types = {"pdf": PDF, "docx": word.KIND}
    response = HttpResponse(content, content_type=types[kind])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
