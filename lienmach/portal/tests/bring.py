"""A dossier brought to any state of its life, by the steps that lead there."""

import html
import re
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from lienmach.calc.local import day_of
from lienmach.onestop.actions import receive, steps
from lienmach.onestop.actions.people import NewParty, save_party
from lienmach.onestop.actions.steps import Handed, Missing, Signed
from lienmach.onestop.flow import State
from lienmach.onestop.models import Dossier, Party
from lienmach.onestop.queries.found import Found, by_token
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from tests.make import MONDAY

HOUR = timedelta(hours=1)
LATER = MONDAY + HOUR
NAME, PHONE, NUMBER = "Trịnh Thị Ước Mơ", "0987654321", "001199012345"
HOME, MAIL = "Tổ 4, phố Bến Mơ", "uocmo@thu.example"
SECRETS = (NAME, PHONE, NUMBER, HOME, MAIL, "Người nhận")
MISSING = (
    Missing("Giấy chứng sinh", "Ảnh trang 2 bị mờ", "Thấy đủ bốn góc"),
    Missing("Tờ khai", "Chưa ký"),
)
AT_COUNTER = {State.REFUSED: "refuse", State.WITHDRAWN: "withdraw"}
BY_OFFICER = {State.OWING: "owe", State.WAITING: "wait", State.SIGNING: "submit"}


def to(office: Office, state: State, *, on: datetime = MONDAY, **more: Any) -> Found:
    """Make a dossier that has reached a state an hour after it was received."""
    later = on + HOUR
    if state in (State.RECEIVED, State.REFUSED, State.CANCELLED, State.WITHDRAWN):
        dossier = made.dossier(office, on=on, **more)
    else:
        dossier = made.in_progress(office, on=on, **more)
    _take(office, dossier, state, later)
    return found(dossier)


def owner() -> Party:
    """Somebody whose name and numbers must not be told to everybody."""
    new = NewParty(NAME, NUMBER, phone=PHONE, address=HOME, email=MAIL)
    return save_party(new, at=MONDAY)


def text_of(page: Any) -> str:
    """What a page says, without its secrets against forgery."""
    said = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())
    return html.unescape(said)


def address_of(dossier: Dossier) -> str:
    return reverse("portal:state", args=[dossier.token])


def found(dossier: Dossier) -> Found:
    again = by_token(dossier.token)
    assert again
    return again


def _take(office: Office, dossier: Dossier, state: State, at: datetime) -> None:
    pk = dossier.pk
    if state in AT_COUNTER:
        name = AT_COUNTER[state]
        steps.take(
            pk, name, actor=office.receives, at=at, note="Không thuộc thẩm quyền"
        )
    elif state in BY_OFFICER:
        name = BY_OFFICER[state]
        steps.take(pk, name, actor=office.processes, at=at, note="Chờ thông báo thuế")
    elif state is State.ASKED:
        steps.ask(pk, MISSING, reason="Thiếu", actor=office.processes, at=at)
    elif state is State.STOPPED:
        steps.take(pk, "stop", actor=office.leads, at=at, note="Có tranh chấp")
    elif state is State.CANCELLED:
        receive.cancel(pk, actor=office.receives, at=at)
    elif state in (State.READY, State.RETURNED):
        steps.take(pk, "submit", actor=office.processes, at=at)
        signed = Signed(day_of(at), "Phạm Quang Đoan", number="12/QĐ-UBND")
        steps.sign(pk, signed, actor=office.leads, at=at)
        if state is State.RETURNED:
            steps.give_back(pk, Handed("Người nhận"), actor=office.receives, at=at)
