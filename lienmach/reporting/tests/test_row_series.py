"""The past of a row that people enter: approved reports, old ones, before and after."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lienmach.calc.period import Kind, Period, Window
from lienmach.indicators.models import ReportedValue
from lienmach.org.models import Unit, User
from lienmach.reporting.actions import reports
from lienmach.reporting.actions.asking import take_back
from lienmach.reporting.actions.sheets import hand_in
from lienmach.reporting.models import Regime, Report
from lienmach.reporting.queries.row_series import row_series, sides_of
from lienmach.reporting.tests.make_round import (
    enter,
    form_text,
    officer,
    regime,
    report_of,
    round_of,
    sheet_of,
    use_forms,
)
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
FORM, CODE = "phu-luc-4", "1."
ROWS = "1.;Nhiệm vụ đề ra;Nhiệm vụ;manual;;;;\n"
QUARTERS = {
    4: Window(date(2024, 10, 1), date(2024, 12, 31)),
    1: Window(date(2025, 1, 1), date(2025, 3, 31)),
    2: Window(date(2025, 4, 1), date(2025, 6, 30)),
    3: Window(date(2025, 7, 1), date(2025, 9, 30)),
}


class Town:
    """A town with a commune, whose reports of some quarters are approved."""

    def __init__(self) -> None:
        self.top = make.unit(name="Huyện Một")
        self.commune: Unit = make.unit(self.top, name="Xã An")
        user, self.actor = officer(self.top)
        self.user: User = user
        self.regime: Regime = regime()

    def approve(self, window: Window, text: str, kind: Kind = Kind.QUARTER) -> None:
        number = (window.start.month + 2) // 3 if kind is Kind.QUARTER else 1
        made = round_of(
            self.actor,
            [self.commune],
            window=window,
            of=self.regime,
            period=Period(kind, window.start.year, number),
        )
        report = report_of(made, self.commune)
        sheet = sheet_of(report)
        enter(sheet, self.actor, r1=text)
        hand_in(sheet, actor=self.actor, at=MONDAY)
        for step in ("submit", "approve"):
            reports.take_step(report, step, actor=self.actor, at=MONDAY)

    def told(self, window: Window, value: int) -> None:
        """Put what an old report says into the series."""
        count = ReportedValue.objects.count()
        ReportedValue.objects.create(
            unit=self.commune,
            period_start=window.start,
            period_end=window.end,
            form="Phụ lục 4",
            form_key="phu luc 4",
            code=CODE,
            label="Nhiệm vụ đề ra",
            raw=str(value),
            state="value",
            value=Decimal(value),
            source=f"check:{count}",
            source_label="Báo cáo cũ",
            path="/cb/ra-soat/1/",
            line=count + 1,
            row_form=FORM,
            row_code=CODE,
            tokens="",
        )

    def points(self) -> list[tuple[int, bool]]:
        found = row_series(self.actor, self.commune.pk, FORM, CODE)
        return [(int(p.number or 0), p.is_reported) for p in found.points]

    def page(self, client: Client, **more: str) -> Any:
        pairs = {"bieu": FORM, "dong": CODE, "dv": self.commune.code} | more
        return client.get(reverse("reporting:row_series"), pairs)


@pytest.fixture
def town(settings: Any, tmp_path: Path, client: Client) -> Town:
    use_forms(settings, tmp_path, form_text(ROWS))
    found = Town()
    client.force_login(found.user)
    return found


def test_approved_reports_and_old_ones_make_one_series(town: Town) -> None:
    town.told(QUARTERS[4], 20)
    town.approve(QUARTERS[1], "30")
    town.told(Window(date(2024, 12, 15), date(2025, 3, 14)), 31)  # cut otherwise
    town.approve(QUARTERS[2], "40")

    found = row_series(town.actor, town.commune.pk, FORM, CODE)

    assert town.points() == [(20, True), (30, False), (40, False)]
    (other,) = [point for point in found.points if point.other]
    assert other.other
    assert (other.number, other.other.value) == (Decimal(30), Decimal(31))


def test_a_report_that_was_taken_back_is_no_point(town: Town) -> None:
    town.approve(QUARTERS[1], "30")
    report = Report.objects.get(unit=town.commune)
    take_back(report, note="Nhầm", actor=town.actor, at=MONDAY)
    assert town.points() == []


def test_whole_periods_stand_on_either_side_of_a_day_and_none_across_it(
    town: Town,
) -> None:
    for value, window in zip((20, 30, 40, 50), QUARTERS.values(), strict=True):
        town.approve(window, str(value))
    found = row_series(town.actor, town.commune.pk, FORM, CODE)

    even = sides_of(found, date(2025, 4, 1))
    assert [p.number for p in even.before] == [20, 30]
    assert [p.number for p in even.after] == [40, 50]
    assert even.across is None
    assert even.middles() == (Decimal(25), Decimal(45))
    within = sides_of(found, date(2025, 4, 2))
    assert [p.number for p in (*within.before, *within.after)] == [30, 50]
    assert within.across
    assert within.across.number == 40


def test_a_half_year_is_told_but_neither_drawn_nor_compared(
    town: Town, client: Client
) -> None:
    for number in (4, 1, 2):
        town.approve(QUARTERS[number], str(number))
    town.told(Window(date(2024, 1, 1), date(2024, 6, 30)), 99)
    found = row_series(town.actor, town.commune.pk, FORM, CODE)

    assert 99 in [point.number for point in found.points]
    assert 99 not in [point.number for point in found.alike]
    assert "kỳ dài ngắn khác, không vẽ" in town.page(client).content.decode()


def test_the_page_draws_tells_and_compares(town: Town, client: Client) -> None:
    town.told(QUARTERS[4], 20)
    town.approve(QUARTERS[1], "30")
    town.approve(QUARTERS[2], "36")

    page = town.page(client, ngay="1/4/2025").content.decode()

    assert "Kỳ gần nhất 36, kỳ trước đó 30: tăng 6" in page
    assert "<svg" in page
    assert "◇ Báo cáo cũ, dòng 1" in page
    assert "<polygon" in page  # drawn as what was told
    assert "/cb/ra-soat/1/#d1" in page
    assert "Mỗi bên 1 kỳ trọn" in page
    assert "Không đủ kỳ để so" in town.page(client, ngay="1/1/2020").content.decode()


def test_what_cannot_be_told_is_said(town: Town, client: Client) -> None:
    empty = town.page(client)
    assert empty.status_code == 200
    assert "Chưa có kỳ nào" in empty.content.decode()
    town.approve(QUARTERS[1], "30")
    assert town.page(client, ngay="40/1/2025").status_code == 422
    assert town.page(client, dong="9.").status_code == 404
    other = make.unit(name="Nơi khác")
    assert town.page(client, dv=other.code).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_as_many_queries_however_many_periods(
    rows: int, town: Town, client: Client, django_assert_num_queries: Any
) -> None:
    for number in list(QUARTERS)[:rows]:
        town.approve(QUARTERS[number], str(number))
    with django_assert_num_queries(12):  # four of them are of the row
        page = town.page(client).content.decode()
    assert page.count("Báo cáo cải cách hành chính, Quý") == rows
