"""The checker's pages in a real browser, as an officer uses them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from lienmach.base import jobs
from lienmach.org.models import User
from lienmach.org.queries import actor_of
from lienmach.reporting.actions import checks as actions
from lienmach.reporting.models import Check
from lienmach.reporting.tests.make_check import check_with
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SignIn = Callable[[User], None]
LooksRight = Callable[..., None]


@pytest.fixture
def officer(sign_in: SignIn) -> User:
    user = make.user(rights="reporting.check", name="Người Thử")
    sign_in(user)
    return user


def _checked(content: bytes, name: str, user: User) -> Check:
    actor = actor_of(user, on=timezone.localdate())
    check = actions.submit(
        file_name=name,
        content=content,
        unit_id=actor.unit_id,
        actor=actor,
        at=timezone.now(),
    )
    while jobs.run_next(at=timezone.now()):
        pass
    check.refresh_from_db()
    return check


def _address(live_server: LiveServer, name: str, *args: int) -> str:
    return live_server.url + reverse(f"reporting:{name}", args=args)


def test_the_pages_are_accessible_and_never_scroll_sideways(
    live_server: LiveServer, officer: User, looks_right: LooksRight
) -> None:
    check = check_with(3, officer)
    looks_right(
        _address(live_server, "check", check.pk) + "?diem=2",
        _address(live_server, "contents", check.pk),
        _address(live_server, "sheet", check.pk),
        _address(live_server, "checks"),
        _address(live_server, "submit"),
        live_server.url + reverse("registers:documents"),
        live_server.url + reverse("indicators:reported"),
    )


def test_a_report_is_pasted_checked_and_worked_off_by_keyboard_alone(
    page: Page, live_server: LiveServer, officer: User
) -> None:
    page.goto(_address(live_server, "submit"))
    page.get_by_label("Hoặc dán văn bản vào đây").focus()
    page.keyboard.insert_text(
        "BÁO CÁO\nKết quả quý I năm 2023\n\nĐã giải quyết 875 hồ sơ, gồm: 651 hồ sơ "
        "trước hạn, 187 hồ sơ đúng hạn và 38 hồ sơ trễ hạn."
    )
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status").first).to_contain_text("Đang")
    while jobs.run_next(at=timezone.now()):
        pass
    expect(page.locator(".mnote")).to_have_count(1)

    page.keyboard.press("Alt+PageDown")
    expect(page.locator(".mnote.is-open")).to_have_count(1)
    expect(page.locator(".evid")).to_be_visible()

    page.keyboard.press("Control+Alt+KeyG")
    expect(page.locator(".mnote.is-open textarea")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".mnote.is-open .err")).to_contain_text("lý do")

    page.keyboard.insert_text("Khác phạm vi")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".mnote.is-done")).to_contain_text("Khác phạm vi")


@pytest.mark.reports
def test_the_contradictions_of_a_real_report_stand_in_the_margin(
    page: Page, live_server: LiveServer, officer: User, reports: Path
) -> None:
    (file,) = reports.glob("004_*.txt")
    check = _checked(file.read_bytes(), file.name, officer)
    page.set_viewport_size({"width": 1280, "height": 900})

    page.goto(_address(live_server, "check", check.pk))
    said = {
        note.get_attribute("id"): note.inner_text()
        for note in page.locator(".mnote").all()
    }

    def found(severity: str, *words: str) -> list[str]:
        return [
            number or ""
            for number, text in said.items()
            if severity in text and all(word in text for word in words)
        ]

    assert found("Sai", "14", "33", "100")
    assert found("Sai", "875", "855")
    assert found("Sai", "837", "820")
    assert found("Sai", "1118", "1121") or found("Sai", "1.118", "1121")
    assert found("Sai", "329", "396")
    assert found("Sai", "100", "0")
    assert found("Sai", "3957/KH-UBND")
    assert found("Nghi vấn", "319", "396")
    assert found("Nghi vấn", "45,2")
    assert found("Nghi vấn", "30,162")
    assert found("Gợi ý", "42,3")
    for wrong in ("1.304", "1.265", "1973", "1103"):
        assert not found("Sai", wrong), wrong

    for words in (["875", "855"], ["837", "820"], ["42,3"], ["37,9"]):
        number = next(n for n, text in said.items() if all(w in text for w in words))
        address = _address(live_server, "check", check.pk)
        page.goto(f"{address}?diem={str(number)[1:]}#m{str(number)[1:]}")
        assert page.locator(".evid > div:not(.eq, .to-note)").count() >= 2
        expect(page.locator(".evid")).to_be_in_viewport(ratio=1)
