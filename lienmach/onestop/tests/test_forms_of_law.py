"""Every form of the circulars, word for word as it is printed."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lienmach.calc.local import moment
from lienmach.onestop.actions import hand_overs, receive, steps
from lienmach.onestop.actions.steps import Missing
from lienmach.onestop.models import Dossier, Form, HandOverItem, Letterhead
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
Golden = Callable[[str, Any], None]
HOUR = timedelta(hours=1)
# What differs between two runs: who and what a builder made, and drawn codes.
VARYING = (
    (re.compile(r"\bU\d+\b"), "U"),
    (re.compile(r"\b(Người|Đơn vị) \d+"), r"\1"),
)


@pytest.fixture
def office() -> Office:
    office = made.office()
    Letterhead.objects.create(
        unit=office.counter,
        above="UBND phường An Hòa",
        name="Trung tâm Phục vụ hành chính công",
        place="An Hòa",
        address="quầy 3, số 2 đường Bờ Sông",
        hotline="1900 0000",
        signer_title="Chủ tịch",
        changed_at=MONDAY,
    )
    return office


def _dossier(office: Office, **more: Any) -> Dossier:
    owner = made.party(
        name="Nguyễn Thị Ngọc Ẩn",
        born_year=1989,
        address="Tổ 4, phường An Hòa",
        phone="0900000123",
    )
    return made.dossier(office, owner=owner, **more)


def _handed(office: Office) -> Dossier:
    """A dossier that went to its division on a sheet and was taken over there."""
    dossier = _dossier(office)
    given = hand_overs.give(
        [dossier.case.code], actor=office.receives, at=MONDAY + HOUR
    )
    hand_overs.confirm(
        given.sheets[0].pk,
        HandOverItem.objects.values_list("pk", flat=True),
        actor=office.processes,
        at=MONDAY + 2 * HOUR,
    )
    at = MONDAY + 3 * HOUR
    return steps.take(dossier.pk, "accept", actor=office.processes, at=at)


def _lines(client: Client, office: Office, dossier: Dossier, form: str) -> list[str]:
    client.force_login(office.clerk)
    where = reverse("onestop:print", args=[dossier.case.code, form])
    page = client.get(where).content.decode()
    paper = page[page.index('<article class="paper') : page.index("</article>")]
    text = re.sub(r"(?s)<svg.*?</svg>", "", paper)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"</?(?:p|div|h1|li|dd|tr|td|th|br)\b[^>]*>", "\n", text)
    text = unescape(re.sub(r"<[^>]+>", "", text))
    for pattern, word in VARYING:
        text = pattern.sub(word, text)
    return [line.strip() for line in text.splitlines() if line.strip()]


def test_a_receipt(office: Office, client: Client, golden: Golden) -> None:
    dossier = _dossier(office, waived="", quantity=2)

    golden("form-receipt", _lines(client, office, dossier, "receipt"))


def test_a_receipt_under_the_older_circular_has_its_place_in_the_law(
    office: Office, client: Client
) -> None:
    dossier = _dossier(office, on=moment("2025-03-03T08:00"))
    client.force_login(office.clerk)
    where = reverse("onestop:print", args=[dossier.case.code, "receipt"])

    page = client.get(where).content.decode()

    assert "Mẫu số 01, Thông tư 01/2018/TT-VPCP" in page
    assert "Chưa đối chiếu" not in page


def test_a_supplement(office: Office, client: Client, golden: Golden) -> None:
    dossier = _handed(office)
    missing = [
        Missing("Giấy chứng sinh", "Ảnh trang 2 bị mờ", "Chụp đủ bốn góc"),
        Missing("Tờ khai", "Thiếu chữ ký"),
    ]
    steps.ask(
        dossier.pk,
        missing,
        reason="Giấy tờ chưa đủ để giải quyết",
        actor=office.processes,
        at=MONDAY + 4 * HOUR,
    )

    golden("form-supplement", _lines(client, office, dossier, "supplement"))


def test_a_refusal(office: Office, client: Client, golden: Golden) -> None:
    dossier = _dossier(office)
    steps.take(
        dossier.pk,
        "refuse",
        actor=office.receives,
        at=MONDAY + HOUR,
        note="Không thuộc thẩm quyền của phường",
    )

    golden("form-refusal", _lines(client, office, dossier, "refusal"))


def test_an_apology(office: Office, client: Client, golden: Golden) -> None:
    dossier = _handed(office)
    apology = steps.prepare_apology(
        dossier.pk,
        reason="Chờ cơ quan khác xác nhận ranh giới thửa đất",
        new_promise=moment("2026-01-14T17:00"),
        actor=office.processes,
        at=MONDAY + 4 * HOUR,
    )
    steps.sign_apology(apology, actor=office.leads, at=MONDAY + 5 * HOUR)

    golden("form-apology", _lines(client, office, dossier, "apology"))


def test_a_notice_that_work_has_stopped(
    office: Office, client: Client, golden: Golden
) -> None:
    dossier = _handed(office)
    steps.take(
        dossier.pk,
        "stop",
        actor=office.leads,
        at=MONDAY + 4 * HOUR,
        note="Có tranh chấp, chờ tòa án giải quyết",
    )

    golden("form-stop", _lines(client, office, dossier, "stop"))


def test_a_control_sheet(
    office: Office,
    client: Client,
    golden: Golden,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dossier = _handed(office)
    steps.take(
        dossier.pk,
        "withdraw",
        actor=office.receives,
        at=MONDAY + 4 * HOUR,
        note="Người nộp đổi ý",
    )
    monkeypatch.setattr(
        "lienmach.onestop.views.prints.timezone.now", lambda: MONDAY + 5 * HOUR
    )

    golden("form-control", _lines(client, office, dossier, Form.CONTROL))


def test_a_cancelled_receipt_is_not_given_out_again(
    office: Office, client: Client
) -> None:
    dossier = _dossier(office)
    receive.cancel(dossier.pk, actor=office.receives, at=MONDAY + HOUR)
    client.force_login(office.clerk)
    where = reverse("onestop:print", args=[dossier.case.code, "receipt"])

    answer = client.post(where, {"viec": "phat-hanh", "ly_do": "Thử"})

    assert answer.status_code == 422
    assert dossier.slips.count() == 1
