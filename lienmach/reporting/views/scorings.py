"""Opening a year of scoring, its progress, results of other years, improvements."""

from datetime import date

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lienmach.base.http import Request, posted
from lienmach.base.shown import show
from lienmach.base.toasts import toast
from lienmach.calc.criteria import Kind, Tree
from lienmach.calc.period import Window
from lienmach.calc.refusal import Refused
from lienmach.org.models import Unit
from lienmach.org.queries import names_on
from lienmach.reporting.actions import score_rounds as round_actions
from lienmach.reporting.actions import score_talk as talk
from lienmach.reporting.actions.score_rounds import NewScoring
from lienmach.reporting.actions.scores import lock_all as lock_every
from lienmach.reporting.flow import APPRAISE, LOCK, SCORE
from lienmach.reporting.forms.scores import (
    CancelForm,
    FreePlanForm,
    LockForm,
    NamePlanForm,
    PublishForm,
    ScoringForm,
    StepForm,
    SurveyForm,
    usual_days,
)
from lienmach.reporting.lists import scores as lists
from lienmach.reporting.lists.reports import due_chip
from lienmach.reporting.models import Improvement, ScoreRound
from lienmach.reporting.queries import criteria_sets, score_waits, scores
from lienmach.reporting.queries import ranking as queries
from lienmach.reporting.queries import score_rounds as rounds
from lienmach.reporting.queries.people import unit_choices
from lienmach.reporting.queries.rounds import UnitBelow, units_below
from lienmach.reporting.queries.scores import tree_of
from lienmach.reporting.views.score_lines import points_said


def open_scoring(request: Request) -> HttpResponse:
    """Open a year's scoring for the units below one."""
    today = timezone.localdate()
    owners = rounds.owners(request.actor, today)
    owner = _chosen_owner(request, owners)
    year = today.year - 1 if today.month < 7 else today.year
    days = usual_days(year)
    form = ScoringForm(
        posted(request),
        sets=[(t.code, f"{t.title}, {points_said(t.points)} điểm") for t in _sets()],
        units=[(unit.unit_id, unit.name) for unit in _below(owner, days)],
        initial={
            **days,
            "nam": year,
            "khao_sat": True,
            "don_vi": [u.unit_id for u in _below(owner, days) if u.is_usual],
        },
    )
    if form.is_bound and form.is_valid():
        sent = form.cleaned_data
        try:
            made = round_actions.open_scoring(
                NewScoring(
                    year=sent["nam"],
                    owner_id=owner,
                    set_code=sent["bo"],
                    window=form.window,
                    score_until=sent["han_cham"],
                    appraise_until=sent["han_tham_dinh"],
                    object_until=sent["han_kien_nghi"],
                    units=sent["don_vi"],
                    has_survey=sent["khao_sat"],
                ),
                actor=request.actor,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, f"Đã mở đợt chấm năm {made.year}.")
            return redirect("reporting:scoring", made.pk)
    context = {
        "form": form,
        "owner": owner,
        "owner_name": names_on([owner], today)[owner],
        "owners": owners,
    }
    status = 422 if form.is_bound else 200
    return render(request, "reporting/open_scoring.html", context, status=status)


def scoring(request: Request, pk: int) -> HttpResponse:
    """A year's cards, how far each is; a survey that is brought in."""
    made = get_object_or_404(rounds.visible(request.actor), pk=pk)
    form = SurveyForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            done = round_actions.bring_survey(
                made, form.rows, actor=request.actor, at=timezone.now()
            )
        except Refused as refused:
            form.add_error("bang", str(refused))
        else:
            toast(request, f"Đã ghi {len(done)} kết quả điều tra.")
            return redirect("reporting:scoring", pk)
    return _scoring(request, made, form, status=422 if form.is_bound else 200)


@require_POST
def add_units(request: Request, pk: int) -> HttpResponse:
    """Open cards for units that were forgotten when the round was opened."""
    made = get_object_or_404(rounds.visible(request.actor), pk=pk)
    units = [int(one) for one in request.POST.getlist("don_vi") if one.isdecimal()]
    round_actions.add_units(made, units, actor=request.actor, at=timezone.now())
    toast(request, f"Đã thêm {len(units)} đơn vị vào đợt chấm.")
    return redirect("reporting:scoring", pk)


@require_POST
def cancel(request: Request, pk: int) -> HttpResponse:
    """Call a round off with a reason; it can be taken back at once."""
    made = get_object_or_404(rounds.visible(request.actor), pk=pk)
    form = CancelForm(request.POST)
    if not form.is_valid():
        wrong = [str(errors[0]) for errors in form.errors.values()]
        raise Refused(" ".join(wrong))
    note = form.cleaned_data["ghi_chu"]
    round_actions.cancel(made, note=note, actor=request.actor, at=timezone.now())
    undo = reverse("reporting:restore_scoring", args=[pk])
    toast(request, f"Đã hủy đợt chấm năm {made.year}.", undo=undo)
    return redirect("reporting:scoring", pk)


@require_POST
def restore(request: Request, pk: int) -> HttpResponse:
    """Take the calling off of a round back."""
    made = get_object_or_404(rounds.visible(request.actor), pk=pk)
    round_actions.restore(made, actor=request.actor, at=timezone.now())
    toast(request, f"Đã mở lại đợt chấm năm {made.year}: mọi phiếu như trước khi hủy.")
    return redirect("reporting:scoring", pk)


@require_POST
def lock_all(request: Request, pk: int) -> HttpResponse:
    """Lock every appraised card of a year without open objections."""
    made = get_object_or_404(rounds.visible(request.actor), pk=pk)
    form = LockForm(request.POST)
    if not form.is_valid():
        wrong = form.errors.get("chac", ["Nội dung gửi lên chưa đúng."])
        raise Refused(str(wrong[0]))
    done, left = lock_every(
        made,
        actor=request.actor,
        at=timezone.now(),
        note=form.cleaned_data["ghi_chu"],
        told=form.cleaned_data["phieu"],
    )
    said = f"Đã chốt {done} phiếu." if done else "Chưa có phiếu nào chốt được."
    toast(request, f"{said} Còn {left} phiếu chưa chốt." if left else said)
    return redirect("reporting:scoring", pk)


def publish(request: Request) -> HttpResponse:
    """Enter the results of a year that was not scored here."""
    today = timezone.localdate()
    request.actor.require(APPRAISE)
    allowed = _publishers(request, today)
    owner = next((u for u in allowed if u.code == request.GET.get("bang")), allowed[0])
    below = {u.unit_id: u for u in units_below(owner.pk, _year(today.year - 1))}
    units = {u.code: pk for pk, u in below.items()}
    units |= {u.name.casefold(): pk for pk, u in below.items()}
    form = PublishForm(posted(request), units=units)
    if form.is_bound and form.is_valid():
        sent = form.cleaned_data
        try:
            made = round_actions.publish_year(
                owner,
                sent["nam"],
                form.results,
                source=sent["nguon"],
                actor=request.actor,
                at=timezone.now(),
                of=sent["so"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, f"Đã ghi kết quả của {len(made)} đơn vị.")
            address = reverse("reporting:ranking", args=[sent["nam"]])
            return redirect(f"{address}?bang={owner.code}")
    names = names_on([unit.pk for unit in allowed], today)
    context = {
        "form": form,
        "owner": owner,
        "owners": [(unit.code, names.get(unit.pk, unit.code)) for unit in allowed],
    }
    status = 422 if form.is_bound else 200
    return render(request, "reporting/publish_scores.html", context, status=status)


@require_POST
def withdraw(request: Request, year: int) -> HttpResponse:
    """Take back the results of a year that were entered by mistake."""
    request.actor.require(APPRAISE)
    allowed = _publishers(request, timezone.localdate())
    owner = next((u for u in allowed if u.code == request.GET.get("bang")), None)
    if owner is None:
        raise Http404
    if not request.POST.get("chac"):
        raise Refused("Hãy đánh dấu xác nhận: rút rồi phải nhập lại.")
    gone = round_actions.withdraw_year(
        owner, year, actor=request.actor, at=timezone.now()
    )
    toast(request, f"Đã rút kết quả năm {year} của {gone} đơn vị.")
    return redirect("reporting:scores")


@require_safe
def scorecards(request: Request) -> HttpResponseBase:
    """The cards one sees, those that wait for one first."""
    actor, now = request.actor, timezone.now()
    rows = scores.cards(actor)
    units = set(rows.order_by().values_list("unit", flat=True))
    named = unit_choices(units, timezone.localdate())
    declared = lists.scorecards(named, score_waits.waiting(actor), now)
    return show(request, declared, rows, "reporting/scorecards.html")


@require_safe
def improvements(request: Request) -> HttpResponseBase:
    """The items of improvement plans, those due first."""
    actor, now = request.actor, timezone.now()
    rows = queries.improvements(actor)
    units = set(rows.values_list("unit", flat=True))
    declared = lists.improvements(unit_choices(units, timezone.localdate()), now)
    context = {"may_plan": actor.may(SCORE)}
    return show(request, declared, rows, "reporting/improvements.html", context)


def new_improvement(request: Request) -> HttpResponse:
    """Take up work for one's own unit, for a year that has no card here."""
    request.actor.require(SCORE)
    year = request.GET.get("nam", "")
    form = FreePlanForm(posted(request), initial={"nam": year[:4]})
    if form.is_bound and form.is_valid():
        sent = form.cleaned_data
        new = talk.Plan(
            request.actor.unit_id,
            sent["nam"],
            sent["viec"],
            sent["han"],
            label=sent["tieu_chi"],
            document=sent["ke_hoach"],
        )
        try:
            made = talk.plan(new, actor=request.actor, at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, f"Đã đưa {made.case.code} vào kế hoạch cải tiến.")
            return redirect("reporting:improvement", made.case.code)
    status = 422 if form.is_bound else 200
    context = {"form": form}
    return render(request, "reporting/new_improvement.html", context, status=status)


@require_safe
def improvement(request: Request, code: str) -> HttpResponse:
    """One item: what is to be done, by when, and what came of it."""
    item = get_object_or_404(queries.improvements(request.actor), case__code=code)
    return _improvement(request, item)


@require_POST
def improvement_plan(request: Request, code: str) -> HttpResponse:
    """Name the document of the plan, for all items of the year that have none."""
    item = get_object_or_404(queries.improvements(request.actor), case__code=code)
    form = NamePlanForm(request.POST)
    if not form.is_valid():
        return _improvement(request, item, form, 422)
    document = form.cleaned_data["ke_hoach"]
    named = talk.name_plan(item, document, actor=request.actor, at=timezone.now())
    toast(request, f"Đã ghi kế hoạch cho {len(named)} việc.")
    return redirect("reporting:improvement", code)


@require_POST
def improvement_step(request: Request, code: str, name: str) -> HttpResponse:
    item = get_object_or_404(queries.improvements(request.actor), case__code=code)
    if name not in ("finish", "drop"):
        raise Http404
    form = StepForm(request.POST)
    if not form.is_valid():
        raise Refused("Nội dung gửi lên chưa đúng: hãy tải lại trang.")
    talk.move(
        item,
        name,
        note=form.cleaned_data["ghi_chu"],
        actor=request.actor,
        at=timezone.now(),
        number=form.cleaned_data["so"],
    )
    toast(request, "Đã ghi kết quả việc cải tiến.")
    return redirect("reporting:improvement", code)


def _sets() -> list[Tree]:
    trees = (tree for tree, _ in criteria_sets.known().values())
    return sorted(trees, key=lambda tree: tree.title)


def _below(owner_id: int, days: dict[str, date]) -> list[UnitBelow]:
    return units_below(owner_id, Window(days["tu"], days["den"]))


def _year(year: int) -> Window:
    return Window(date(year, 1, 1), date(year, 12, 31))


def _chosen_owner(request: Request, owners: list[tuple[int, str, str]]) -> int:
    """The unit asked for among those for which an actor may open a year; else the one
    where they work, or the highest."""
    if not owners:
        request.actor.require(APPRAISE)
        raise Refused("Đơn vị của bạn không có đơn vị nào trực thuộc để chấm điểm.")
    asked = request.GET.get("dv", "")
    if not asked:
        ids = [pk for pk, _, _ in owners]
        return request.actor.unit_id if request.actor.unit_id in ids else ids[0]
    found = next((pk for pk, code, _ in owners if code == asked), None)
    if found is None:
        raise Http404
    return found


def _publishers(request: Request, today: date) -> list[Unit]:
    """Whose results may be entered: of units one appraises for, and of those above."""
    ids = queries.publishers(request.actor, today)
    return sorted(Unit.objects.filter(pk__in=ids), key=lambda u: (len(u.code), u.code))


def _scoring(
    request: Request, made: ScoreRound, form: SurveyForm, status: int
) -> HttpResponse:
    actor, now = request.actor, timezone.now()
    shown = rounds.progress(actor, made)
    lines = [
        {
            "card": one.card,
            "name": one.name,
            "is_appraised": one.card.is_appraising,
            "chip": due_chip(one.card, now),
            "own": "đang chấm"
            if one.card.is_scoring
            else points_said(one.card.own_points),
            "given": points_said(one.card.given_points),
        }
        for one in shown
    ]
    tree = tree_of(made)
    ready = rounds.lockable(actor, made).count()
    context = {
        "round": made,
        "lines": lines,
        "form": form,
        "taking": [line for line in lines if line["is_appraised"]],
        "surveys": [leaf for leaf in tree.leaves if leaf.kind is Kind.SURVEY],
        "may_bring": actor.may(APPRAISE, made.owner_id)
        and made.has_survey
        and not made.cancelled_at,
        "may_cancel": actor.may(APPRAISE, made.owner_id)
        and not made.cancelled_at
        and not any(one.card.is_final for one in shown),
        "may_restore": made.cancelled_by_id == actor.user_id,
        "may_lock": actor.may(LOCK, made.owner_id) and not made.cancelled_at,
        "ready": ready,
        "forgotten": rounds.forgotten(made)
        if actor.may(APPRAISE, made.owner_id)
        and not made.cancelled_at
        and timezone.localdate() <= made.appraise_until
        else [],
        "is_early": timezone.localdate() <= made.object_until,
        "owner_name": names_on([made.owner_id], made.end).get(made.owner_id, ""),
    }
    return render(request, "reporting/scoring.html", context, status=status)


def _improvement(
    request: Request,
    item: Improvement,
    form: NamePlanForm | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    events = item.case.events.select_related("actor").order_by("-number")
    labels = {
        "open": "Đưa vào kế hoạch",
        "plan": "Ghi văn bản kế hoạch",
        "finish": "Đã làm xong",
        "drop": "Thôi làm",
    }
    may_score = request.actor.may(SCORE, item.unit_id)
    known = item.plan or queries.plan_of(item.unit_id, item.year)
    context = {
        "item": item,
        "naming": (form or NamePlanForm(initial={"ke_hoach": known}))
        if may_score
        else None,
        "chip": lists.plan_chip(item, now),
        "unit_name": names_on([item.unit_id], timezone.localdate())[item.unit_id],
        "lost": points_said(item.lost),
        "may_move": item.case.closed_at is None and may_score,
        "trail": [{"event": one, "label": labels.get(one.step)} for one in events],
    }
    return render(request, "reporting/improvement.html", context, status=status)
