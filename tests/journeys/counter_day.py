"""The desks of a day at the counter, and what is done at them again and again."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from playwright.sync_api import Page, expect

from lienmach.calc.deadline import Limit
from lienmach.calc.procedures import Hop
from lienmach.onestop.models import (
    Dossier,
    Form,
    Slip,
)
from lienmach.onestop.tests.make_dossier import Office
from lienmach.org.models import User
from tests.journeys.working_day import (
    fill,
)

PASSWORD = "Mot-Cua-Ngay-Moi-2026"
AN, THIEU, MOI = "046189004512", "046189004777", "046200001234"
CARD = f"{AN}|191234567|Nguye?n Thi? Ngo.c A?n|15031989|Nữ|Tô? 4|01012021"
FEE = 8_000  # of the procedures that make_procedure writes
CHAIN = (
    Hop("Đăng ký khai sinh", "UBND cấp xã", Limit(1)),
    Hop("Đăng ký thường trú", "Công an", Limit(2)),
    Hop("Cấp thẻ bảo hiểm y tế", "Bảo hiểm xã hội", Limit(1)),
)
PHONE: dict[str, Any] = {
    "viewport": {"width": 375, "height": 740},
    "java_script_enabled": False,
}


@dataclass
class Day:
    """The office, a desk for each of its people, and the citizen's telephone."""

    office: Office
    url: str
    counter: Page
    division: Page
    leader: Page
    phone: Page
    codes: dict[str, str] = field(default_factory=dict)

    def open(self, page: Page, name: str, *args: object) -> None:
        page.goto(self.url + reverse(name, args=args))

    def dossier(self, page: Page, code: str) -> None:
        self.open(page, "onestop:dossier", code)

    def citizen_reads(self, token: str, words: str | re.Pattern[str]) -> None:
        self.open(self.phone, "portal:state", token)
        expect(self.phone.locator("main")).to_contain_text(words)


def people(office: Office) -> list[User]:
    for who in (people := [office.clerk, office.officer, office.leader]):
        who.set_password(PASSWORD)
        who.save()
    return people


def signed_in(page: Page, url: str, who: User) -> Page:
    page.goto(url + reverse("org:sign_in"))
    fill(page, page.get_by_label("Tên đăng nhập"), who.username)
    fill(page, page.get_by_label("Mật khẩu", exact=True), PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/cb/"))
    return page


def latest() -> Dossier:
    rows = Dossier.objects.select_related("case").filter(case__parent=None)
    return rows.latest("pk")


def token(code: str, form: Form = Form.RECEIPT) -> str:
    return Slip.objects.filter(dossier__case__code=code, form=form).latest("pk").token


def case_of(code: str) -> Any:
    return Dossier.objects.select_related("case").get(case__code=code).case


def ready(page: Page) -> None:
    """The counter waits for somebody: a scanner may type."""
    expect(page.locator("#quet")).to_be_focused()
    expect(page.locator("#quet")).to_have_value("")


def procedure(page: Page, letters: str, name: str) -> None:
    expect(page.locator("#tim_tt")).to_be_focused()
    page.keyboard.insert_text(letters)
    page.keyboard.press("Enter")
    expect(page.locator("#tt")).to_have_attribute("data-name", name)


def send(page: Page, said: str) -> None:
    page.keyboard.press("Control+Enter")
    expect(page.locator(".toast").last).to_contain_text(said)
