"""P06: papers that were asked for are sent from a telephone."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lienmach.base.http import Request, address_of
from lienmach.calc.refusal import Refused
from lienmach.onestop.actions import look_up
from lienmach.onestop.actions.look_up import Blocked
from lienmach.onestop.actions.sendings import NOT_ASKED, Given, Problems, Unanswered
from lienmach.onestop.flow import State
from lienmach.onestop.queries.found import Found, by_token, has_second_factor
from lienmach.onestop.queries.sendings import Asked, Wanted, asked_of
from lienmach.portal.actions import supplement as actions
from lienmach.portal.actions.supplement import TooOften
from lienmach.portal.forms.look_up import FactorForm, LookUpForm
from lienmach.portal.forms.supplement import read
from lienmach.portal.queries.telling import telling
from lienmach.portal.views.opened import may_send, opened, sends
from lienmach.portal.views.page import limited, private, show

CLOSED = (
    "Đã quá một giờ từ khi nhập 4 số cuối nên trang tự đóng, chưa nhận gì của lần bấm "
    "vừa rồi. Những gì đã tải lên trước đó vẫn còn: nhập lại 4 số rồi chọn lại tệp."
)


@dataclass(frozen=True, slots=True)
class Row:
    """A thing asked for, what is wrong with what was sent of it, and what was typed."""

    wanted: Wanted
    problems: list[str]
    text: str
    is_lacking: bool

    @property
    def is_late(self) -> bool:
        """Whether something else was typed after this was sent."""
        return bool(self.text) and self.text != self.wanted.text


@private
@require_http_methods(["GET", "HEAD", "POST"])
def supplement(request: Request, token: str) -> HttpResponse:
    """What is missing, and the way to send it; the last four digits open it."""
    found = by_token(token)
    if found is None:
        return show(request, "portal/unknown.html", {"form": LookUpForm()}, status=404)
    asked = asked_of(found.dossier)
    if asked is None or found.dossier.case.state != State.ASKED:
        status = 422 if request.method == "POST" else 200
        wrong = NOT_ASKED if request.method == "POST" else ""
        return _page(request, found, token, None, wrong=wrong, status=status)
    if request.method == "POST" and "so4" in request.POST:
        return _open(request, found, token, asked)
    if not may_send(request, found.dossier):
        return _closed(request, found, token, asked)
    if request.method == "POST":
        return _take_in(request, found, token, asked)
    page = _page(request, found, token, asked)
    return sends(request, page, found.dossier, token)


def _open(request: Request, found: Found, token: str, asked: Asked) -> HttpResponse:
    """Try the digits that were typed on this page."""
    form, seconds = FactorForm(request.POST), 0
    if form.is_valid():
        digits, where = form.cleaned_data["so4"], address_of(request)
        try:
            look_up.open_details(
                found.dossier, digits, address=where, at=timezone.now()
            )
        except Refused as refused:
            form.add_error("so4", str(refused))
            seconds = refused.seconds if isinstance(refused, Blocked) else 0
        else:
            to = redirect("portal:supplement", token)
            return opened(request, to, found.dossier, token)
    page = _page(request, found, token, asked, form=form, status=422)
    return limited(page, seconds)


def _closed(request: Request, found: Found, token: str, asked: Asked) -> HttpResponse:
    if request.method != "POST":
        return _page(request, found, token, asked, form=FactorForm())
    form = FactorForm()
    return _page(request, found, token, asked, form=form, wrong=CLOSED, status=403)


def _take_in(request: Request, found: Found, token: str, asked: Asked) -> HttpResponse:
    """Keep what was typed and chosen; send it, if that was asked for."""
    dossier, at = found.dossier, timezone.now()
    problems: Problems = {}
    typed: Mapping[int, Given] = {}
    try:
        actions.count(dossier, address=address_of(request), at=at)
        sent = read(request, asked)
        problems, typed = sent.problems, sent.given
        if not (asked.is_sent and sent.dropped):
            wrong = actions.prepare(dossier, sent.given, stamp=sent.stamp, at=at)
            for pk, said in wrong.items():
                problems.setdefault(pk, []).extend(said)
        if sent.dropped:
            actions.drop_file(dossier, sent.dropped, stamp=sent.stamp, at=at)
        elif sent.is_sending and not problems:
            actions.send(dossier, stamp=sent.stamp, at=timezone.now())
    except Unanswered as refused:
        for pk, name in refused.names.items():
            problems[pk] = [f"«{name}»: chưa có tệp hay lời trả lời."]
    except Refused as refused:
        page = _again(request, found, token, problems, str(refused), typed)
        return limited(page, refused.seconds if isinstance(refused, TooOften) else 0)
    if problems and not sent.dropped:
        return _again(request, found, token, problems, "")
    to = redirect("portal:supplement", token)
    return sends(request, to, dossier, token)


def _again(
    request: Request,
    found: Found,
    token: str,
    problems: Problems,
    wrong: str,
    typed: Mapping[int, Given] | None = None,
) -> HttpResponse:
    """The page after what would do was kept; ``typed`` was not, and stands in it."""
    page = _page(
        request,
        found,
        token,
        asked_of(found.dossier),
        problems=problems,
        wrong=wrong,
        typed=typed,
        status=422,
    )
    return sends(request, page, found.dossier, token)


def _page(
    request: Request,
    found: Found,
    token: str,
    asked: Asked | None,
    *,
    form: FactorForm | None = None,
    problems: Problems | None = None,
    wrong: str = "",
    typed: Mapping[int, Given] | None = None,
    status: int = 200,
) -> HttpResponse:
    """``form`` asks for the digits first: until then nothing of the papers is shown."""
    told = telling(found.dossier, now=timezone.now())
    wanted = asked.wanted if asked and form is None else ()
    rows = [_row(one, problems or {}, typed or {}) for one in wanted]
    shown = {
        "here": "look_up",
        "told": told,
        "found": found,
        "token": token,
        "asked": asked,
        "form": form,
        "draft_days": settings.DRAFT_DAYS,
        "rows": rows,
        "wrong": wrong,
        "has_problems": bool(problems),
        "has_files": any(one.files for one in wanted),
        "was_sending": request.POST.get("lam") == "gui",
        "has_factor": has_second_factor(found.dossier),
    }
    return show(request, "portal/supplement.html", shown, status=status)


def _row(wanted: Wanted, problems: Problems, typed: Mapping[int, Given]) -> Row:
    pk = wanted.item.pk
    given = typed.get(pk) or Given(wanted.text, wanted.is_lacking)
    return Row(wanted, problems.get(pk, []), given.text, given.is_lacking)
