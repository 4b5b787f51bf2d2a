"""Forms of notices of financial obligation, beside the dossier they are of."""

from collections.abc import Callable
from functools import partial
from typing import Any

from lienmach.base.forms import Form
from lienmach.base.http import Request
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.onestop.actions import notices as actions
from lienmach.onestop.forms import notices as forms
from lienmach.onestop.models import Dossier, TaxNotice
from lienmach.onestop.queries.notices import of_dossier
from lienmach.onestop.views.composing import Composer, Sent, now, number_of

NOTHING = "Hồ sơ này không có thông báo nào còn phải ghi việc ấy: hãy tải lại trang."


def _receive_form(request: Request, dossier: Dossier, sent: Sent) -> Form:
    today = day_of(now())
    return forms.NoticeForm(
        sent,
        received_on=day_of(dossier.case.received_at),
        initial={"nhan_ngay": today},
    )


def _receive(request: Request, dossier: Dossier, form: forms.NoticeForm) -> None:
    actions.receive(
        dossier.pk,
        form.notice(),
        actor=request.actor,
        at=now(),
        number=number_of(request),
    )


def _form(
    request: Request,
    dossier: Dossier,
    sent: Sent,
    *,
    made: type[forms.OfNotice],
    fits: Callable[[TaxNotice], bool],
) -> Form:
    """A form about one of the notices that it can be said of."""
    known = [one for one in of_dossier(dossier) if fits(one)]
    if not known:
        raise Refused(NOTHING)
    start: dict[str, Any] = {"ngay": day_of(now())}
    if meant := request.GET.get("tb"):  # else the form takes the only one there is
        start["tb"] = meant
    return made(sent, notices=known, initial=start)


def _is_ungiven(notice: TaxNotice) -> bool:
    return notice.is_ungiven


def _is_open(notice: TaxNotice) -> bool:
    return notice.is_open


def _give(request: Request, dossier: Dossier, form: forms.GivenForm) -> None:
    said = form.cleaned_data
    actions.give(
        said["tb"],
        said["cach"],
        on=said["ngay"],
        how=said["qua"],
        actor=request.actor,
        at=now(),
        number=number_of(request),
    )


def _pay(request: Request, dossier: Dossier, form: forms.PaidForm) -> None:
    said = form.cleaned_data
    actions.pay(
        said["tb"],
        on=said["ngay"],
        receipt=said["chung_tu"],
        actor=request.actor,
        at=now(),
        number=number_of(request),
    )


def _cancel(request: Request, dossier: Dossier, form: forms.CancelledForm) -> None:
    said = form.cleaned_data
    actions.cancel(
        said["tb"],
        reason=said["ly_do"],
        actor=request.actor,
        at=now(),
        number=number_of(request),
    )


NOTICES = (
    Composer(
        "notice",
        "Nhận thông báo nghĩa vụ tài chính",
        "Ghi thông báo, chờ người nộp",
        "Đã ghi thông báo nghĩa vụ tài chính",
        _receive_form,
        _receive,
    ),
    Composer(
        "notice_given",
        "Trao thông báo cho người nộp",
        "Ghi đã trao",
        "Đã ghi trao thông báo",
        partial(_form, made=forms.GivenForm, fits=_is_ungiven),
        _give,
    ),
    Composer(
        "notice_paid",
        "Đã nộp tiền theo thông báo",
        "Ghi đã nộp",
        "Đã ghi nộp tiền theo thông báo",
        partial(_form, made=forms.PaidForm, fits=_is_open),
        _pay,
    ),
    Composer(
        "notice_cancel",
        "Hủy thông báo",
        "Hủy thông báo",
        "Đã hủy thông báo",
        partial(_form, made=forms.CancelledForm, fits=_is_open),
        _cancel,
    ),
)
