"""X02: the card of a unit, one of its criteria, and everything done to them."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lienmach.base.brought import give
from lienmach.base.http import Request, posted
from lienmach.base.toasts import toast
from lienmach.calc.criteria import Criterion, Tree
from lienmach.calc.refusal import Refused
from lienmach.calc.written import written
from lienmach.org.queries import names_on
from lienmach.registers.queries.documents import documents
from lienmach.reporting.actions import score_talk as talk
from lienmach.reporting.actions import scores as actions
from lienmach.reporting.actions.scores import Outcome, Tried
from lienmach.reporting.flow import APPRAISE, CARD_FLOW, SCORE, CardState
from lienmach.reporting.forms.scores import (
    AnswerForm,
    PlanForm,
    ProofForm,
    RemarkForm,
    StepForm,
    entries_of,
)
from lienmach.reporting.lists.reports import due_chip
from lienmach.reporting.models import Evidence, Objection, Scorecard, Stage
from lienmach.reporting.queries import scores as queries
from lienmach.reporting.queries.ranking import plan_of
from lienmach.reporting.queries.scores import Sheet
from lienmach.reporting.views.score_book import card_book
from lienmach.reporting.views.score_lines import (
    UNITS,
    days_left,
    lines_of,
    options_of,
    points_said,
)

DONE = {
    "submit": "Đã nộp phiếu tự chấm.",
    "return": "Đã trả lại phiếu để chấm lại.",
    "appraise": "Đã kết thúc thẩm định; đơn vị có thể kiến nghị.",
    "reopen": "Đã mở lại thẩm định.",
    "lock": "Đã chốt điểm.",
}
STEPS = {step.name: step.label for step in CARD_FLOW.steps} | {
    "open": "Mở đợt chấm",
    "undo": "Hoàn tác",
    "object": "Kiến nghị",
    "answer": "Trả lời kiến nghị",
}


def scorecard(request: Request, year: int, code: str) -> HttpResponse:
    """The card: read, or with the rows that were sent, written."""
    card = _card(request, year, code)
    if request.method != "POST":
        return _show(request, card)
    stage = _stage(request, card)
    if stage is None:
        raise Refused(f"Phiếu đang ở bước «{card.state_name}»: không ghi được nữa.")
    tried = actions.write(
        card, stage, entries_of(request.POST), actor=request.actor, at=timezone.now()
    )
    bad = [t for t in tried if t.outcome not in (Outcome.SAVED, Outcome.SAME)]
    if bad:
        return _show(request, _card(request, year, code), tried, status=422)
    saved = sum(one.outcome is Outcome.SAVED for one in tried)
    toast(request, f"Đã lưu {saved} tiêu chí." if saved else "Không có gì thay đổi.")
    return redirect("reporting:scorecard", year, code)


@require_safe
def by_code(request: Request, code: str) -> HttpResponse:
    """The page of a case, by its code."""
    card = get_object_or_404(queries.cards(request.actor), case__code=code)
    page = reverse("reporting:scorecard", args=[card.year, card.unit.code])
    return redirect(f"{page}{card.turn}")


@require_POST
def step(request: Request, year: int, code: str, name: str) -> HttpResponse:
    """Take one step of a card."""
    card = _card(request, year, code)
    if name not in DONE:
        raise Http404
    form = StepForm(request.POST)
    if not form.is_valid():
        raise Refused("Nội dung gửi lên chưa đúng: hãy tải lại trang.")
    if name == "lock" and not form.cleaned_data["chac"]:
        raise Refused("Hãy đánh dấu xác nhận: chốt rồi không mở lại được.")
    actions.take_step(
        card,
        name,
        actor=request.actor,
        at=timezone.now(),
        note=form.cleaned_data["ghi_chu"],
        number=form.cleaned_data["so"],
    )
    toast(request, DONE[name])
    return redirect("reporting:scorecard", year, code)


@require_safe
def workbook(request: Request, year: int, code: str) -> HttpResponseBase:
    """The card as a workbook."""
    card = _card(request, year, code)
    name = names_on([card.unit_id], card.round.end)[card.unit_id]
    return card_book(queries.read(card, today=timezone.localdate()), name)


@require_safe
def snapshot(request: Request, year: int, code: str, pk: int) -> HttpResponse:
    """A card as it stood when one of its steps was closed."""
    card = _card(request, year, code)
    found = get_object_or_404(card.snapshots.select_related("made_by"), pk=pk)
    context = {
        "card": card,
        "unit_name": _name(card),
        "snapshot": found,
        "label": STEPS.get(found.step, found.step),
        "rows": [
            {
                "row": row,
                "most": points_said(row.most),
                "own": points_said(row.own_points),
                "given": points_said(row.given_points),
            }
            for row in found.scores.order_by("pk")
        ],
        "own": points_said(found.own_points),
        "given": points_said(found.given_points),
    }
    return render(request, "reporting/score_snapshot.html", context)


@require_safe
def criterion(request: Request, year: int, code: str, row: str) -> HttpResponse:
    """A criterion of a card: evidence, what was said, objections, history."""
    card, leaf = _leaf(request, year, code, row)
    return _criterion(request, card, leaf)


@require_POST
def add_evidence(request: Request, year: int, code: str, row: str) -> HttpResponse:
    card, leaf = _leaf(request, year, code, row)
    form = _proof_form(request, request.POST, request.FILES)
    if form.is_valid():
        sent, file = form.cleaned_data, form.cleaned_data["tep"]
        proof = talk.Proof(
            sent["ten"],
            file.name if file else "",
            file.read() if file else b"",
            documents(request.actor).filter(pk=sent["van_ban"]).first()
            if sent["van_ban"]
            else None,
        )
        try:
            talk.add_evidence(
                card, [(leaf.code, proof)], actor=request.actor, at=timezone.now()
            )
        except Refused as refused:
            form.add_error("tep" if file else None, str(refused))
        else:
            toast(request, f"Đã thêm bằng chứng cho tiêu chí {leaf.code}.")
            return _back(card, leaf)
    return _criterion(request, card, leaf, proof=form, status=422)


@require_POST
def withdraw_evidence(
    request: Request, year: int, code: str, row: str, pk: int
) -> HttpResponse:
    card, leaf = _leaf(request, year, code, row)
    found = get_object_or_404(Evidence, pk=pk, card=card, code=leaf.code)
    found.card = card
    talk.withdraw_evidence(found, actor=request.actor, at=timezone.now())
    toast(request, f"Đã rút «{found.title}».")
    return _back(card, leaf)


@require_safe
def evidence_file(
    request: Request, year: int, code: str, row: str, pk: int
) -> HttpResponse:
    """A file as it was sent: to be kept, never to be opened inside our pages."""
    card, leaf = _leaf(request, year, code, row)
    found = get_object_or_404(Evidence, pk=pk, card=card, code=leaf.code)
    return give(found.file_key, found.file_name)


@require_POST
def remark(request: Request, year: int, code: str, row: str) -> HttpResponse:
    card, leaf = _leaf(request, year, code, row)
    form = RemarkForm(request.POST)
    if not form.is_valid():
        return _criterion(request, card, leaf, remark=form, status=422)
    text = form.cleaned_data["noi_dung"]
    talk.remark(card, leaf.code, text, actor=request.actor, at=timezone.now())
    toast(request, "Đã ghi trao đổi.")
    return _back(card, leaf)


@require_POST
def object_to(request: Request, year: int, code: str, row: str) -> HttpResponse:
    card, leaf = _leaf(request, year, code, row)
    form = RemarkForm(request.POST, prefix="kn")
    if not form.is_valid():
        return _criterion(request, card, leaf, objection=form, status=422)
    text = form.cleaned_data["noi_dung"]
    talk.object_to(card, leaf.code, text, actor=request.actor, at=timezone.now())
    toast(request, f"Đã gửi kiến nghị về tiêu chí {leaf.code}.")
    return _back(card, leaf)


@require_POST
def answer(request: Request, year: int, code: str, row: str, pk: int) -> HttpResponse:
    """Answer an objection; where it is upheld with the new appraisal."""
    card, leaf = _leaf(request, year, code, row)
    found = get_object_or_404(Objection, pk=pk, card=card, code=leaf.code)
    found.card = card
    form = _answer_form(leaf, request.POST)
    if form.is_valid():
        sent = form.cleaned_data
        is_upheld = sent["ket_qua"] == "nhan"
        value, trouble = actions.answer_from(sent["moi"], leaf)
        if is_upheld and trouble:
            form.add_error("moi", trouble)
        else:
            try:
                talk.answer(
                    found,
                    sent["tra_loi"],
                    points_answer=value,
                    is_upheld=is_upheld,
                    actor=request.actor,
                    at=timezone.now(),
                )
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                toast(request, "Đã trả lời kiến nghị.")
                return _back(card, leaf)
    return _criterion(request, card, leaf, answer=form, status=422)


def plan(request: Request, year: int, code: str, row: str) -> HttpResponse:
    """Take up work that wins the points of a criterion back."""
    card, leaf = _leaf(request, year, code, row)
    request.actor.require(SCORE, card.unit_id)
    sheet = queries.read(card, today=timezone.localdate(), with_marks=False)
    lost = {one.code: points for one, points in sheet.lost()}
    start = {"ke_hoach": plan_of(card.unit_id, card.year)}
    form = PlanForm(posted(request), initial=start)
    if form.is_bound and form.is_valid():
        new = talk.Plan(
            card.unit_id,
            card.year,
            form.cleaned_data["viec"],
            form.cleaned_data["han"],
            leaf.code,
            leaf.label,
            lost.get(leaf.code),
            card,
            form.cleaned_data["ke_hoach"],
        )
        try:
            made = talk.plan(new, actor=request.actor, at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, f"Đã đưa {made.case.code} vào kế hoạch cải tiến.")
            return redirect("reporting:improvements")
    context = {
        "card": card,
        "leaf": leaf,
        "unit_name": _name(card),
        "lost": points_said(lost.get(leaf.code)),
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "reporting/score_plan.html", context, status=status)


def _card(request: Request, year: int, code: str) -> Scorecard:
    """The card that holds; «?dot=» asks for that of a round that was called off."""
    said = request.GET.get("dot", "")
    of = int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else None
    return get_object_or_404(queries.one(request.actor, year, code, of))


def _leaf(
    request: Request, year: int, code: str, row: str
) -> tuple[Scorecard, Criterion]:
    card = _card(request, year, code)
    leaf = queries.tree_of(card.round).leaf(row)
    if leaf is None:
        raise Http404
    return card, leaf


def _back(card: Scorecard, leaf: Criterion) -> HttpResponse:
    args = [card.year, card.unit.code, leaf.code]
    return redirect(reverse("reporting:criterion", args=args))


def _name(card: Scorecard) -> str:
    return names_on([card.unit_id], card.round.end).get(card.unit_id, card.unit.code)


def _stage(request: Request, card: Scorecard) -> Stage | None:
    """The side that an actor may write now."""
    if card.is_scoring and queries.may_score(request.actor, card):
        return Stage.OWN
    if card.is_appraising and queries.may_appraise(request.actor, card):
        return Stage.GIVEN
    return None


def _proof_form(request: Request, *sent: Any) -> ProofForm:
    return ProofForm(*sent, documents=queries.offered_documents(request.actor))


def _answer_form(leaf: Criterion, *sent: Any) -> AnswerForm:
    """The answer to an objection, with the field that the card has for the result."""
    options = options_of(leaf, None, "chọn kết quả")
    return AnswerForm(*sent, unit=UNITS.get(leaf.kind, ""), options=options)


def _show(
    request: Request,
    card: Scorecard,
    tried: Iterable[Tried] = (),
    status: int = 200,
) -> HttpResponse:
    today, now = timezone.localdate(), timezone.now()
    sheet = queries.read(card, today=today)
    stage = _stage(request, card)
    lines = lines_of(sheet, stage=stage, tried=tried)
    ways = queries.ways(sheet, request.actor)
    names = names_on([card.unit_id, card.round.owner_id, card.case.unit_id], today)
    context = {
        "card": card,
        "round": card.round,
        "unit_name": names.get(card.unit_id, card.unit.code),
        "owner_name": names.get(card.round.owner_id, card.round.owner.code),
        "holder_name": names.get(card.case.unit_id, ""),
        "lines": lines,
        "stage": stage,
        "is_own": stage == Stage.OWN,
        "shows_given": not card.is_scoring,
        "totals": _totals(sheet),
        "troubles": [ln for ln in lines if ln.own.trouble or ln.given.trouble],
        "unproven": sheet.unproven(),
        "unanswered": sheet.unanswered() if card.is_scoring else [],
        "since": sheet.since,
        "ways": ways,
        "awaited": [] if ways else queries.awaited(card, on=today),
        "chip": due_chip(card, now),
        "trail": [
            {"event": one, "label": STEPS.get(one.step, one.step)}
            for one in queries.trail(card)
        ],
        "stages": _stages(card),
        "snapshots": [
            {
                "row": one,
                "label": STEPS.get(one.step, one.step),
                "own": points_said(one.own_points),
                "given": points_said(one.given_points),
            }
            for one in card.snapshots.select_related("made_by")
        ],
        "is_early": today <= card.round.object_until,
        "objects": days_left(card.round.object_until, today),
    }
    return render(request, "reporting/scorecard.html", context, status=status)


def _totals(sheet: Sheet) -> dict[str, str]:
    """Points of both sides with what they are called; a grade only of a card in which
    every criterion has points."""
    own, given = queries.totals_of(sheet)
    tree, most = sheet.tree, sheet.card.most
    bands = [f"{one.name} từ {written(one.least)} %" for one in tree.grades]
    return {
        "own": points_said(own),
        "given": points_said(given),
        "most": points_said(most),
        "own_grade": _grade(tree, None if sheet.unanswered() else own, tree.own_points),
        "given_grade": _grade(tree, None if sheet.unappraised() else given, most),
        "graded_by": tree.graded_by,
        "grades": ", ".join(bands),
    }


def _grade(tree: Tree, points: Decimal | None, most: Decimal) -> str:
    return tree.grade(None if points is None or not most else points / most * 100)


def _stages(card: Scorecard) -> list[tuple[str, str]]:
    """The states that a card goes through, each behind, now or to come."""
    off = CardState.CANCELLED
    if card.is_cancelled:
        return [(CardState.SCORING.label, ""), (off.label, "is-now")]
    line = [(s, label) for s, label in CARD_FLOW.labels.items() if s != off]
    now = next(at for at, (state, _) in enumerate(line) if state == card.case.state)
    return [
        (
            label,
            "" if at < now or card.is_final else "is-now" if at == now else "is-next",
        )
        for at, (_, label) in enumerate(line)
    ]


def _criterion(
    request: Request,
    card: Scorecard,
    leaf: Criterion,
    *,
    proof: ProofForm | None = None,
    remark: RemarkForm | None = None,
    objection: RemarkForm | None = None,
    answer: AnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = request.actor
    sheet = queries.read(card, today=timezone.localdate())
    line = next(ln for ln in lines_of(sheet, stage=None) if ln.code == leaf.code)
    remarks, objections = queries.talk(card, leaf.code)
    may_talk = actor.may(SCORE, card.unit_id) or actor.may(
        APPRAISE, card.round.owner_id
    )
    may_prove = card.is_scoring and queries.may_score(actor, card)
    has_open = any(one.answered_at is None for one in objections)
    may_object = card.takes_objections and actor.may(SCORE, card.unit_id)
    may_answer = card.takes_objections and queries.may_appraise(actor, card)
    order = [row.code for row in sheet.tree.leaves]
    at = order.index(leaf.code)
    context = {
        "card": card,
        "leaf": leaf,
        "line": line,
        "parents": sheet.tree.parents(leaf.code),
        "unit_name": _name(card),
        "evidence": queries.evidence_of(card, leaf.code),
        "remarks": remarks,
        "objections": objections,
        "changes": card.changes.filter(code=leaf.code).select_related("by"),
        "names": names_on([one.unit_id for one in remarks], timezone.localdate()),
        "proof": (proof or _proof_form(request)) if may_prove else None,
        "remark": (remark or RemarkForm()) if may_talk and not card.is_final else None,
        "objection": (objection or RemarkForm(prefix="kn"))
        if may_object and not has_open
        else None,
        "answer": (answer or _answer_form(leaf)) if may_answer and has_open else None,
        "may_plan": actor.may(SCORE, card.unit_id) and not card.is_scoring,
        "before": order[at - 1] if at else "",
        "after": order[at + 1] if at + 1 < len(order) else "",
    }
    return render(request, "reporting/criterion.html", context, status=status)
