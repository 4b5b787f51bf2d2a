"""Past figures on their way into series: recognise, correct, enter, take out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django import forms as django_forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lienmach.base import parts
from lienmach.base.carried import MOST_PACKED, packed, unpacked
from lienmach.base.forms import Form
from lienmach.base.http import Request
from lienmach.base.toasts import toast
from lienmach.calc.forms import Form as Sheet
from lienmach.calc.forms import RowKind, Value
from lienmach.calc.likeness import Sureness
from lienmach.calc.period import Window
from lienmach.calc.refusal import Refused
from lienmach.indicators.actions import past as actions
from lienmach.indicators.actions import past_files as files
from lienmach.indicators.actions.past import RIGHT
from lienmach.indicators.models import CellState, ReportedValue
from lienmach.indicators.queries import past as queries
from lienmach.indicators.queries.forms import forms
from lienmach.indicators.queries.past import Place, Planned
from lienmach.org.queries import names_on

SHOWN = 500  # lines of each sort that a preview lists
SURE = {
    Sureness.SAME: ("khớp mã và tên", "ok"),
    Sureness.RENAMED: ("cùng mã, tên hơi khác", "warn"),
    Sureness.MOVED: ("cùng tên, mã khác", "warn"),
    Sureness.UNKNOWN: ("chưa nhận ra", ""),
}
OUT = "-"  # chosen for a row that is not to enter; an empty choice is none
MOMENT = "luc"  # in the address of an undo: what was decided then is forgotten
SAMPLE = (
    "Mã đơn vị;Từ ngày;Đến ngày;Biểu;Mã dòng;Số liệu\r\n"
    "{unit};01/01/2021;31/03/2021;ho-so;{code};128\r\n"
)


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A printed row with what it may be and what is held of it."""

    planned: Planned
    options: Sequence[Option]
    is_kept_out: bool = False

    @property
    def value(self) -> ReportedValue:
        return self.planned.value

    @property
    def said(self) -> str:
        return printed(self.value)

    @property
    def sure(self) -> tuple[str, str]:
        if self.planned.is_decided and self.planned.row:
            return ("đã nối", "ok")
        if self.planned.is_decided:
            return ("đã chọn không đưa vào", "")
        return SURE[self.planned.sureness]

    @property
    def hint(self) -> str:
        """Which row it may be, where a person should say so."""
        row = self.planned.row
        doubtful = self.planned.sureness in (Sureness.RENAMED, Sureness.MOVED)
        return f"Có thể là {row.code} {row.label}" if row and doubtful else ""

    @property
    def counted(self) -> str:
        return cell(self.planned.counted) if self.planned.counted else ""


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one printed form; ``sheets`` are ours, to choose from."""

    title: str
    field: str
    sheets: Sequence[Option]
    rows: Sequence[Shown]

    @property
    def is_known(self) -> bool:
        return any(option.is_chosen for option in self.sheets)


def printed(value: ReportedValue) -> str:
    """What stands in the report; a state that is no number is said in words."""
    if value.state in (CellState.VALUE, CellState.TEXT):
        return value.raw
    return str(value.get_state_display())


def cell(value: Value) -> str:
    return "không phát sinh" if value.value is None else parts.number(value.value)


def past(request: Request, source: str) -> HttpResponse:
    """What a report or a file said: which rows of ours that is, and what differs."""
    values = list(queries.of_source(source, request.actor))
    if not values:
        raise Http404
    may = all(request.actor.may(RIGHT, unit) for unit in {v.unit_id for v in values})
    problem = ""
    if request.method == "POST":
        try:
            return _placed(request, source, values)
        except Refused as refused:
            problem = str(refused)
    chosen = _chosen(request, values)
    today = timezone.localdate()
    planned = queries.planned(values, chosen, today=today)
    context = {
        "groups": _groups(planned, request, chosen),
        "first": values[0],
        "source": source,
        "of": _of(values),
        "may_decide": may,
        "problem": problem,
        "counts": _counts(planned),
        "is_in": any(one.is_in for one in planned),
        "is_file": queries.is_of_file(source),
    }
    status = 422 if problem else 200
    return render(request, "indicators/past.html", context, status=status)


@require_POST
def past_out(request: Request, source: str) -> HttpResponse:
    """Take a report out of series, or what a file has brought back altogether."""
    if queries.is_of_file(source):
        count = files.withdraw(source, actor=request.actor)
        toast(request, f"Đã bỏ {count} số liệu của lần nhập này.")
        return redirect("indicators:reported")
    forgetting = _moment(request.GET.get(MOMENT, ""))
    count = actions.take_out(source, actor=request.actor, forgetting=forgetting)
    toast(request, f"Đã đưa {count} số liệu ra khỏi chuỗi.")
    return redirect("indicators:past", source)


def _moment(text: str) -> datetime | None:
    """When what is undone was decided; None where nothing is to be forgotten."""
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise Refused("Địa chỉ hoàn tác không đúng: hãy sửa cách nối ở trang này.")
    return at


class UploadForm(Form):
    tep = django_forms.FileField(
        label="Tệp số liệu cũ",
        help_text="XLSX hoặc CSV: mỗi dòng một số của một đơn vị, một kỳ.",
        widget=django_forms.FileInput({"accept": ".xlsx,.csv"}),
        error_messages={"empty": "Tệp này trống: hãy chọn tệp khác."},
    )


class CarriedForm(Form):
    """The file again, as the preview carried it along."""

    ten = django_forms.CharField(max_length=200, widget=django_forms.HiddenInput)
    tep = django_forms.CharField(
        max_length=MOST_PACKED, widget=django_forms.HiddenInput
    )
    dau = django_forms.CharField(max_length=64, widget=django_forms.HiddenInput)

    def clean_tep(self) -> bytes:
        return unpacked(self.cleaned_data["tep"])


def past_import(request: Request) -> HttpResponse:
    """Take a table of past figures and show what it would bring; nothing is written."""
    request.actor.require(RIGHT)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*sent)
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["tep"]
        content = file.read()
        try:
            plan = _plan(request, content, file.name)
            carried = {
                "ten": file.name[:200],
                "tep": packed(content),
                "dau": plan.seal,
            }
        except Refused as refused:
            form.add_error("tep", str(refused))
        else:
            return _preview(request, plan, CarriedForm(initial=carried))
    status = 422 if form.errors else 200
    return render(request, "indicators/past_import.html", {"form": form}, status=status)


@require_POST
def past_apply(request: Request) -> HttpResponse:
    """Write what the preview said."""
    request.actor.require(RIGHT)
    form = CarriedForm(request.POST)
    if not form.is_valid():
        raise Refused("Tệp xem trước đã hỏng: hãy tải lên lại.")
    said = form.cleaned_data
    try:
        done = files.apply(
            said["tep"],
            said["ten"],
            seal=said["dau"],
            actor=request.actor,
            today=timezone.localdate(),
        )
    except Refused as refused:
        plan = _plan(request, said["tep"], said["ten"])
        form = CarriedForm(
            initial={"ten": said["ten"], "tep": packed(said["tep"]), "dau": plan.seal}
        )
        return _preview(request, plan, form, problem=str(refused))
    undo = reverse("indicators:past_out", args=[done.source])
    toast(request, f"Đã đưa {len(done.written)} số liệu vào chuỗi.", undo=undo)
    return redirect("indicators:past", done.source)


@require_safe
def past_sample(request: Request) -> HttpResponse:
    """A file to begin with: the columns, and one line that can be read."""
    request.actor.require(RIGHT)
    row = next(row for row in forms()["ho-so"].rows if row.kind is RowKind.MEASURE)
    unit = queries.code_of(request.actor.unit_id)
    text = "\ufeff" + SAMPLE.format(unit=unit, code=row.code)
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="so-lieu-cu.csv"'
    return answer


def _plan(request: Request, content: bytes, name: str) -> files.Plan:
    today = timezone.localdate()
    return files.plan(content, name, actor=request.actor, today=today)


def _preview(
    request: Request, plan: files.Plan, form: CarriedForm, *, problem: str = ""
) -> HttpResponse:
    shown: dict[str, Any] = {"plan": plan, "form": form, "problem": problem}
    shown["parts"] = [
        ("Lỗi", plan.errors[:SHOWN], len(plan.errors)),
        ("Thay số đang có", plan.changed[:SHOWN], len(plan.changed)),
        ("Mới", plan.new[:SHOWN], len(plan.new)),
    ]
    status = 422 if problem else 200
    return render(request, "indicators/past_preview.html", shown, status=status)


def _placed(
    request: Request, source: str, values: Sequence[ReportedValue]
) -> HttpResponse:
    chosen = {}
    for value in values:
        if (sent := request.POST.get(f"d{value.line}")) is not None:
            form, _, code = sent.partition("|")
            if form and code:
                chosen[value.line] = form, code
            elif sent == OUT:
                chosen[value.line] = queries.NOWHERE
    at = timezone.now()
    entered, cleared = actions.place(source, chosen, actor=request.actor, at=at)
    gave = f", thay {cleared} số của báo cáo khác" if cleared else ""
    address = reverse("indicators:past_out", args=[source])
    undo = f"{address}?{urlencode({MOMENT: at.isoformat()})}"
    toast(request, f"Đã đưa {entered} số liệu vào chuỗi{gave}.", undo=undo)
    return redirect("indicators:past", source)


def _keys(values: Iterable[ReportedValue]) -> list[str]:
    return list(dict.fromkeys(value.form_key for value in values))


def _chosen(request: Request, values: Sequence[ReportedValue]) -> dict[str, str]:
    """Which form of ours was chosen for a printed one, by the address."""
    asked = ((key, request.GET.get(f"b{n}", "")) for n, key in enumerate(_keys(values)))
    return {key: code for key, code in asked if code}


def _groups(
    planned: Sequence[Planned], request: Request, chosen: dict[str, str]
) -> list[Group]:
    known = forms()
    keys = _keys(one.value for one in planned)
    ordered = sorted(planned, key=lambda one: keys.index(one.value.form_key))
    groups = []
    for key, several in groupby(ordered, key=lambda one: one.value.form_key):
        rows = list(several)
        places = [one.place[0] for one in rows if one.place[0]]
        code = chosen.get(key) or (max(places, key=places.count) if places else "")
        sheets = [Option(c, f.title, c == code) for c, f in sorted(known.items())]
        shown = [_shown(one, known, code, request) for one in rows]
        title = rows[0].value.form
        groups.append(Group(title, f"b{keys.index(key)}", sheets, shown))
    return groups


def _shown(one: Planned, known: dict[str, Sheet], code: str, request: Request) -> Shown:
    """Only what is sure is chosen beforehand; what a person chose is kept."""
    is_sure = one.sureness is Sureness.SAME and not one.is_other_unit
    chosen = _text(one.place) if is_sure and one.is_figure else ""
    if one.is_decided and not one.row:
        chosen = OUT
    if request.method == "POST":
        chosen = request.POST.get(f"d{one.value.line}", chosen)
    sheet = known.get(one.place[0] or code)
    rows = sheet.rows if sheet else ()
    options = [
        Option(f"{sheet.code}|{row.code}", f"{row.code} {row.label}", False)
        for row in rows
        if sheet and row.kind is not RowKind.SECTION
    ]
    marked = [Option(o.value, o.label, o.value == chosen) for o in options]
    return Shown(one, marked, is_kept_out=chosen == OUT)


def _text(place: Place) -> str:
    return "|".join(place) if place != queries.NOWHERE else ""


def _counts(planned: Sequence[Planned]) -> dict[str, int]:
    figures = [one for one in planned if one.is_figure]
    sure = [one for one in figures if one.sureness is Sureness.SAME and one.row]
    doubtful = [one for one in figures if one.row and one not in sure]
    return {
        "sure": len(sure),
        "doubtful": len(doubtful),
        "unknown": len(figures) - len(sure) - len(doubtful),
        "words": len(planned) - len(figures),
        "differ": sum(one.differs for one in planned),
        "inside": sum(one.is_in for one in planned),
    }


def _of(values: Sequence[ReportedValue]) -> str:
    """Whose figures these are, and of which days; of a file how many of each."""
    units = {value.unit_id for value in values}
    days = {(value.period_start, value.period_end) for value in values}
    if len(units) == len(days) == 1:
        ((first, last),) = days
        (unit,) = units
        return f"{names_on(units, last).get(unit, '')}, {Window(first, last)}"
    return f"{len(units)} đơn vị, {len(days)} kỳ"
