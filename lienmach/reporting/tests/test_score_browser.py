"""Scorecards in a browser: filled in with the keys alone, pages for everyone."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from lienmach.org.models import Unit, User
from lienmach.reporting.actions.score_rounds import Result, publish_year
from lienmach.reporting.actions.scores import take_step
from lienmach.reporting.models import Scorecard
from lienmach.reporting.tests.make_scores import (
    ABOVE,
    BELOW,
    YEAR,
    appraise,
    card_of,
    handed_in,
    officer,
    use_criteria,
    year_of,
)
from tests import make
from tests.make import MONDAY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SignIn = Callable[[User], None]


class Town:
    """A town with two communes: the first has a year behind it."""

    def __init__(self, settings: Any, folder: Path) -> None:
        use_criteria(settings, folder)
        self.owner: Unit = make.unit(name="UBND thị xã Thử")
        self.unit = make.unit(self.owner, name="UBND xã Thử")
        other = make.unit(self.owner, name="UBND xã Khác")
        self.chief, self.head = officer(self.owner, ABOVE)
        self.person, self.hand = officer(self.unit, BELOW)
        late = date(2099, 1, 1)
        self.made = year_of(self.head, [self.unit, other], object_until=late)
        for year, points in ((YEAR - 2, "45,8"), (YEAR - 1, "63,71")):
            rows = [
                Result(self.unit.code, _number(points), self.unit.pk),
                Result(other.code, _number("60"), other.pk),
            ]
            publish_year(
                self.owner, year, rows, source="QĐ 1", actor=self.head, at=MONDAY
            )

    @property
    def card(self) -> Scorecard:
        return card_of(self.made, self.unit)

    def appraised(self) -> None:
        card = handed_in(self.card, self.hand)
        appraise(card, self.head, note="Theo báo cáo.", r1_2="60", r3_1="50")
        take_step(card, "appraise", actor=self.head, at=MONDAY)


def test_a_card_is_filled_in_and_handed_in_with_the_keys_alone(
    settings: Any,
    tmp_path: Path,
    page: Page,
    live_server: Any,
    sign_in: SignIn,
    axe_clean: Callable[[Page], None],
) -> None:
    town = Town(settings, tmp_path)
    sign_in(town.person)
    args = [YEAR, town.unit.code]
    page.goto(live_server.url + reverse("reporting:scorecard", args=args))
    axe_clean(page)

    page.locator("[name='s.1.1']").focus()
    page.keyboard.press("C")  # «Có»
    page.keyboard.press("Enter")
    page.keyboard.type("nhiều")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("1")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("1.2")
    expect(page.locator("[name='s.1.2']")).to_have_value("nhiều")
    axe_clean(page)

    page.locator("[name='s.1.2']").fill("90")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("[name='s.2.2']")).to_be_focused()
    page.keyboard.type("4")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".toasts")).to_contain_text("Đã lưu")
    assert town.card.own_points == Decimal("17.10")
    page.get_by_role("button", name="Nộp phiếu tự chấm").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".sub")).to_contain_text("đang thẩm định")


@pytest.mark.parametrize(("width", "theme"), [(320, "dark"), (1280, "light")])
def test_the_pages_are_accessible_and_never_scroll_sideways(
    width: int,
    theme: Any,
    settings: Any,
    tmp_path: Path,
    page: Page,
    live_server: Any,
    sign_in: SignIn,
    axe_clean: Callable[[Page], None],
) -> None:
    town = Town(settings, tmp_path)
    town.appraised()
    sign_in(town.chief)
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=theme)
    card = [YEAR, town.unit.code]
    frozen = town.card.snapshots.get(step="appraise").pk
    of = f"?dv={town.unit.code}"
    for name, args, more in (
        ("ranking", [YEAR - 1], of),
        ("ranking", [YEAR], of),
        ("scorecard", card, ""),
        ("criterion", [*card, "1.2"], ""),
        ("score_snapshot", [*card, frozen], ""),
        ("scoring", [town.made.pk], ""),
        ("open_scoring", [], ""),
        ("publish_scores", [], ""),
        ("scorecards", [], ""),
        ("improvements", [], ""),
    ):
        page.goto(f"{live_server.url}{reverse(f'reporting:{name}', args=args)}{more}")
        axe_clean(page)
        wide = "document.documentElement.scrollWidth - innerWidth"
        assert page.evaluate(wide) <= 0, page.url


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))
