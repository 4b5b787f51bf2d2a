"""The forms of the steps: how each is made, and what is done when it is sent."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from lienmach.base.forms import Form
from lienmach.base.http import Request
from lienmach.base.pages import NewFile
from lienmach.calc.local import day_of
from lienmach.calc.pauses import PauseKind
from lienmach.onestop.actions import files, hands, opinions, receive, sendings, steps
from lienmach.onestop.actions.files import Place
from lienmach.onestop.actions.steps import Signed
from lienmach.onestop.flow import State
from lienmach.onestop.forms import dossier as forms
from lienmach.onestop.lists.clocks import long_words
from lienmach.onestop.models import Attachment, Dossier
from lienmach.onestop.queries import clock, offers, places, signing
from lienmach.onestop.queries.dossier_page import earlier_files
from lienmach.onestop.queries.offers import BY_KEY
from lienmach.onestop.queries.sendings import asked_of
from lienmach.onestop.views import signing_one
from lienmach.onestop.views.composing import Composer, Extra, Sent, now, number_of
from lienmach.onestop.views.noticing import NOTICES
from lienmach.registers.models import Step

# Steps with a reason.


def _reason_form(
    request: Request, dossier: Dossier, sent: Sent, *, is_sent: bool
) -> Form:
    return forms.ReasonForm(sent, is_sent=is_sent)


def _take_with_reason(
    request: Request, dossier: Dossier, form: Form, *, name: str
) -> None:
    steps.take(
        dossier.pk,
        name,
        actor=request.actor,
        at=now(),
        note=form.cleaned_data["note"],
        number=number_of(request),
    )


def _with_reason(
    name: str, title: str, *, is_sent: bool = True, is_grave: bool = True
) -> Composer:
    return Composer(
        name,
        title,
        title,
        title,
        partial(_reason_form, is_sent=is_sent),
        partial(_take_with_reason, name=name),
        is_grave=is_grave,
    )


def _cancel(request: Request, dossier: Dossier, form: Form) -> None:
    receive.cancel(
        dossier.pk,
        actor=request.actor,
        at=now(),
        note=form.cleaned_data["note"],
        number=number_of(request),
    )


# Other hands.


def _hand_form(request: Request, dossier: Dossier, sent: Sent) -> Form:
    case, day = dossier.case, day_of(now())
    units = places.office_of(case, day)
    names = places.unit_choices(units, day)
    short = places.short_names(units, day)
    people = [
        (person, f"{name} ({short.get(unit, '')})")
        for person, name, unit in places.people_of(units, day)
    ]
    return forms.HandForm(
        sent,
        units=names,
        people=people,
        initial={"unit": case.unit_id, "person": case.person_id},
    )


def _assign(request: Request, dossier: Dossier, form: Form) -> None:
    hands.assign(
        dossier.pk,
        actor=request.actor,
        at=now(),
        number=number_of(request),
        **_to(form),
    )


def _forward(request: Request, dossier: Dossier, form: Form) -> None:
    hands.forward(
        dossier.pk,
        actor=request.actor,
        at=now(),
        number=number_of(request),
        **_to(form),
    )


def _to(form: Form) -> dict[str, Any]:
    sent = form.cleaned_data
    return {"to_unit": sent["unit"], "to_person": sent["person"], "note": sent["note"]}


def _next_step(request: Request, dossier: Dossier) -> Extra:
    inner = list(Step.objects.filter(version=dossier.procedure_id))
    return {"next_step": offers.next_step(dossier, inner), "inner": inner}


# Pauses.


def _pause_form(request: Request, dossier: Dossier, sent: Sent, *, name: str) -> Form:
    return forms.PauseForm(sent, step=name)


def _pause(
    request: Request, dossier: Dossier, form: forms.PauseForm, *, name: str
) -> None:
    steps.take(
        dossier.pk,
        name,
        actor=request.actor,
        at=now(),
        note=form.note(),
        number=number_of(request),
    )


def _effect(request: Request, dossier: Dossier, *, kind: PauseKind) -> Extra:
    """What the pause would do to the deadline, before it is saved."""
    told = clock.effect_of(dossier.case, kind, now=now())
    return {
        "effects": [(long_words(e.ends_at), long_words(e.due_at)) for e in told],
        "restarts": kind is PauseKind.SUPPLEMENT,
    }


def _pausing(name: str, title: str) -> Composer:
    return Composer(
        name,
        title,
        "Tạm dừng",
        title,
        partial(_pause_form, name=name),
        partial(_pause, name=name),
        partial(_effect, kind=PauseKind.WAIT),
    )


# What is missing.


def _ask_form(request: Request, dossier: Dossier, sent: Sent) -> Form:
    limit = _ask_limit(dossier)
    is_late = bool(limit and limit.is_past and limit.is_confirmed)
    return forms.AskForm(
        sent, papers=list(dossier.papers.select_related("component")), is_late=is_late
    )


def _ask_limit(dossier: Dossier) -> clock.AskLimit | None:
    """Of the first request; a further one has no such limit but needs a leader."""
    if dossier.supplements.exists():
        return None
    return clock.ask_limit(dossier.case, now=now())


def _before_asking(request: Request, dossier: Dossier) -> Extra:
    told = _effect(request, dossier, kind=PauseKind.SUPPLEMENT)
    return {**told, "ask_limit": _ask_limit(dossier)}


def _ask(request: Request, dossier: Dossier, form: forms.AskForm) -> None:
    steps.ask(
        dossier.pk,
        form.missing(),
        reason=form.reason(),
        late=form.late(),
        actor=request.actor,
        at=now(),
        number=number_of(request),
    )


# What was sent over the web.


def _wanting_form(request: Request, dossier: Dossier, sent: Sent) -> Form:
    asked = asked_of(dossier)
    wanted = asked.wanted if asked and asked.is_sent else ()
    return forms.WantingForm(sent, items=[(o.item.pk, o.item.name) for o in wanted])


def _find_wanting(request: Request, dossier: Dossier, form: forms.WantingForm) -> None:
    sendings.find_wanting(
        dossier.pk,
        form.problems(),
        actor=request.actor,
        at=now(),
        number=number_of(request),
    )


# Results.


def _no_draft_form(request: Request, dossier: Dossier, sent: Sent) -> Form:
    return forms.NoDraftForm(sent)


def _result_form(
    request: Request, dossier: Dossier, sent: Sent, *, signs_now: bool
) -> Form:
    uploads = request.FILES if sent is not None else None
    return forms.ResultForm(
        sent,
        uploads,
        signs_now=signs_now,
        day=day_of(now()),
        received_on=day_of(dossier.case.received_at),
    )


def _result(
    request: Request, dossier: Dossier, form: forms.ResultForm, *, signs_now: bool
) -> None:
    """Attach the signed file first, for it belongs to the result."""
    actor, at, sent = request.actor, now(), form.cleaned_data
    file, number = _signed_file(request, dossier, sent["file"], at), number_of(request)
    signed = Signed(
        sent["signed_on"],
        str(request.user) if signs_now else sent["signer_name"],
        sent["result_number"],
        actor.user_id if signs_now else None,
        sent["is_on_paper"],
        file,
        *signing.judged(file),
    )
    if file is not None:
        number = None  # it was looked at when the file was added, which is a step too
    act = steps.sign if signs_now else steps.record_result
    act(dossier.pk, signed, actor=actor, at=at, number=number)


def _signed_file(
    request: Request, dossier: Dossier, upload: Any, at: datetime
) -> Attachment | None:
    if not upload:
        return None
    made = files.attach(
        dossier.pk,
        [NewFile(upload.name, upload.read())],
        Place(Attachment.Purpose.RESULT),
        actor=request.actor,
        at=at,
        number=number_of(request),
    )
    return made[0]


# Opinions and apologies.


def _consult_form(request: Request, dossier: Dossier, sent: Sent) -> Form:
    return forms.ConsultForm(sent, next_working=_next_working(dossier))


def _consult(request: Request, dossier: Dossier, form: Form) -> None:
    sent = form.cleaned_data
    opinions.consult(
        dossier.pk,
        agency=sent["agency"],
        question=sent["question"],
        due_at=_end_of(dossier, sent["due_on"]),
        actor=request.actor,
        at=now(),
        number=number_of(request),
    )


def _apology_form(request: Request, dossier: Dossier, sent: Sent) -> Form:
    """Filled in with a reason and a day, for somebody to put right."""
    case, at = dossier.case, now()
    proposed = clock.next_promise(case, now=at)
    state = str(State(case.state).label).lower()
    reason = f"Hồ sơ {state}, cần thêm thời gian để giải quyết xong."
    return forms.ApologyForm(
        sent,
        next_working=_next_working(dossier),
        initial={"note": reason, "new_on": day_of(proposed) if proposed else None},
    )


def _apologise(request: Request, dossier: Dossier, form: Form) -> None:
    sent = form.cleaned_data
    steps.prepare_apology(
        dossier.pk,
        reason=sent["note"],
        new_promise=_end_of(dossier, sent["new_on"]),
        actor=request.actor,
        at=now(),
        number=number_of(request),
    )


def _next_working(dossier: Dossier) -> Callable[[date], date]:
    return lambda day: day_of(_end_of(dossier, day))


def _end_of(dossier: Dossier, day: date) -> datetime:
    return clock.end_of_day(clock.calendar_of(dossier.case), clock.noon(day))


# Files.


def _papers(dossier: Dossier) -> list[tuple[int, str]]:
    return [(paper.pk, paper.name) for paper in dossier.papers.all()]


def _file_form(request: Request, dossier: Dossier, sent: Sent) -> Form:
    uploads = request.FILES if sent is not None else None
    asked = {
        "paper": request.GET.get("giay", ""),
        "purpose": request.GET.get("de", Attachment.Purpose.PAPER),
    }
    return forms.FileForm(sent, uploads, papers=_papers(dossier), initial=asked)


def _attach(request: Request, dossier: Dossier, form: Form) -> None:
    sent = form.cleaned_data
    files.attach(
        dossier.pk,
        [NewFile(upload.name, upload.read()) for upload in sent["uploads"]],
        Place(sent["purpose"], sent["paper"], sent["paper_type"]),
        actor=request.actor,
        at=now(),
        number=number_of(request),
        is_joined=sent["is_joined"],
    )


def _again_form(request: Request, dossier: Dossier, sent: Sent) -> Form:
    known = [
        (file.pk, f"{file.file_name}, từ {file.dossier.case.code}")
        for file in earlier_files(dossier, actor=request.actor)
    ]
    return forms.AgainForm(sent, known=known, papers=_papers(dossier))


def _use_again(request: Request, dossier: Dossier, form: Form) -> None:
    files.use_again(
        dossier.pk,
        form.cleaned_data["known"],
        paper_id=form.cleaned_data["paper"],
        actor=request.actor,
        at=now(),
        number=number_of(request),
    )


COMPOSERS: Mapping[str, Composer] = {
    one.name: one
    for one in (
        Composer(
            "forward",
            "Chuyển bước tiếp",
            "Chuyển",
            "Đã chuyển bước",
            _hand_form,
            _forward,
            _next_step,
        ),
        Composer(
            "assign",
            "Chuyển người, đơn vị",
            "Chuyển",
            "Đã chuyển",
            _hand_form,
            _assign,
        ),
        Composer(
            "ask",
            "Yêu cầu bổ sung",
            "Gửi yêu cầu bổ sung",
            "Đã yêu cầu bổ sung",
            _ask_form,
            _ask,
            _before_asking,
        ),
        Composer(
            "wanting",
            "Bổ sung còn thiếu",
            "Báo người nộp còn thiếu",
            "Đã báo còn thiếu",
            _wanting_form,
            _find_wanting,
        ),
        Composer(
            "submit",
            "Trình ký khi chưa có dự thảo",
            "Trình ký",
            "Trình ký",
            _no_draft_form,
            partial(_take_with_reason, name="submit"),
        ),
        _pausing("owe", "Chờ nghĩa vụ tài chính"),
        _pausing("wait", "Chờ cơ quan khác"),
        Composer(
            "sign",
            "Ký kết quả",
            "Ký kết quả",
            "Đã ký kết quả",
            partial(_result_form, signs_now=True),
            partial(_result, signs_now=True),
        ),
        Composer(
            BY_KEY,
            "Ký số dự thảo",
            "Ký số",
            "Đã ký số, in số và ngày vào tệp",
            signing_one.form,
            signing_one.act,
            signing_one.beside,
        ),
        Composer(
            "record_result",
            "Nhập kết quả đã ký",
            "Lưu kết quả",
            "Đã nhập kết quả",
            partial(_result_form, signs_now=False),
            partial(_result, signs_now=False),
        ),
        _with_reason("send_back", "Trả lại để sửa", is_sent=False, is_grave=False),
        _with_reason(
            "unowed", "Không còn nghĩa vụ tài chính", is_sent=False, is_grave=False
        ),
        _with_reason("refuse", "Từ chối tiếp nhận"),
        _with_reason("reject", "Từ chối giải quyết"),
        _with_reason("withdraw", "Người nộp rút hồ sơ", is_sent=False),
        _with_reason("stop", "Dừng giải quyết"),
        Composer(
            "cancel",
            "Hủy (nhập nhầm)",
            "Hủy hồ sơ",
            "Đã hủy; số này không dùng lại",
            partial(_reason_form, is_sent=False),
            _cancel,
            is_grave=True,
        ),
        Composer(
            "consult",
            "Lấy ý kiến cơ quan khác",
            "Gửi lấy ý kiến",
            "Đã lấy ý kiến",
            _consult_form,
            _consult,
        ),
        Composer(
            "apology",
            "Soạn thư xin lỗi, hẹn lại",
            "Lưu thư, chờ ký",
            "Đã soạn thư xin lỗi",
            _apology_form,
            _apologise,
        ),
        *NOTICES,
        Composer("attach", "Thêm tệp", "Tải lên", "Đã thêm tệp", _file_form, _attach),
        Composer(
            "again",
            "Dùng lại giấy tờ đã nộp",
            "Dùng lại",
            "Đã dùng lại",
            _again_form,
            _use_again,
        ),
    )
}
