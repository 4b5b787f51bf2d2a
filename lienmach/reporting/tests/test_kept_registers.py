"""Rows that are entered until a unit says from when it keeps their register."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lienmach.base.actor import Actor
from lienmach.calc.findings import Weight
from lienmach.calc.forms import RowKind, Value
from lienmach.org.models import Unit, UnitVersion, User
from lienmach.registers.models import Procedure, Review, UnitMark
from lienmach.reporting.actions import reports as actions
from lienmach.reporting.actions.sheets import hand_in
from lienmach.reporting.models import Report, Round
from lienmach.reporting.queries import sheets
from lienmach.reporting.queries.kept import leaning
from lienmach.reporting.tests.make_round import (
    WINDOW,
    enter,
    form_text,
    officer,
    report_of,
    round_of,
    sheet_of,
    use_forms,
)
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
ROWS = """1.;Phương án được phê duyệt;Thủ tục;manual;reviews_approved;;;
2.;Việc khác;Việc;manual;;;;
"""


class Asked:
    """A town asks a commune, which has one approval in the window and one before."""

    def __init__(self, settings: Any, folder: Path) -> None:
        use_forms(settings, folder, form_text(ROWS))
        self.town = make.unit()
        self.commune = make.unit(self.town)
        _, self.owner = officer(self.town)
        _, self.focal = officer(self.commune)
        self.round: Round = round_of(self.owner, [self.commune])
        for day in (date(2025, 11, 3), date(2025, 9, 3)):
            _approved(self.commune, day)

    def keep(self, unit: Unit, since: date) -> None:
        UnitMark.objects.create(
            unit=unit, kind=UnitMark.Kind.REVIEWS, valid_from=since, made_at=MONDAY
        )

    @property
    def report(self) -> Report:
        return report_of(self.round, self.commune)

    def enter(self, by: Actor, **texts: str) -> None:
        enter(sheet_of(self.report), by, **texts)

    def cell(self) -> sheets.ShownCell:
        shown = sheets.cell(self.report, "phu-luc-4", "1.")
        assert shown
        return shown


def _approved(unit: Unit, day: date) -> None:
    Review.objects.create(
        unit=unit,
        year=2025,
        procedure=Procedure.objects.create(code=f"1.{day.month}"),
        plan="1/KH",
        planned_on=day,
        reviewed_on=day,
        proposal="simplify",
        finding="Bỏ bản sao",
        approved_by="9/QĐ",
        approved_on=day,
        made_at=MONDAY,
    )


@pytest.fixture
def asked(settings: Any, tmp_path: Path) -> Asked:
    return Asked(settings, tmp_path)


def test_it_is_entered_where_nobody_says_that_the_register_is_kept(
    asked: Asked,
) -> None:
    asked.keep(make.unit(), WINDOW.start)  # another office
    asked.keep(asked.commune, date(2025, 10, 2))  # only after the window had begun

    assert asked.cell().row.kind is RowKind.MANUAL
    asked.enter(asked.focal, r1="5")

    assert asked.cell().value == Value.of(5)


@pytest.mark.parametrize("above", [True, False])
def test_it_is_counted_from_the_register_once_it_is_kept_from_the_first_day_on(
    asked: Asked, above: bool
) -> None:
    asked.keep(asked.town if above else asked.commune, WINDOW.start)

    shown = asked.cell()

    assert (shown.row.kind, shown.value) == (RowKind.MEASURE, Value.of(1))
    assert shown.source == "Hệ thống đếm"


def test_pages_name_the_rows_of_the_office_s_own_form(
    asked: Asked, client: Client
) -> None:
    client.force_login(User.objects.get(pk=asked.owner.user_id))

    page = client.get(reverse("registers:keeping")).content.decode()

    assert "Rà soát, đơn giản hóa thủ tục: Biểu thử dòng 1." in page
    assert "Báo cáo định kỳ đã gửi: Phụ lục 8 dòng 3." in page


def test_what_was_entered_before_asks_for_a_reason_then(asked: Asked) -> None:
    asked.enter(asked.focal, r1="5")
    asked.keep(asked.commune, WINDOW.start)

    draft = sheets.draft(sheet_of(asked.report))

    wrong = [f.code for f in draft.findings() if f.weight is Weight.ERROR]
    assert wrong == ["1."]
    assert asked.cell().value == Value.of(5)


def test_a_report_that_was_approved_before_says_what_it_said(asked: Asked) -> None:
    asked.enter(asked.focal, r1="5", r2="1")
    hand_in(sheet_of(asked.report), actor=asked.focal, at=MONDAY)
    for step, by in (("submit", asked.focal), ("approve", asked.owner)):
        actions.take_step(asked.report, step, actor=by, at=MONDAY)

    asked.keep(asked.town, WINDOW.start)

    shown = asked.cell()
    assert (shown.row.kind, shown.value) == (RowKind.MANUAL, Value.of(5))


def test_which_open_rounds_would_be_counted_is_said_before_it_is_recorded(
    asked: Asked,
) -> None:
    said = leaning([asked.town.pk], "reviews", WINDOW.start, asked.owner)

    assert len(said) == 1
    assert "2 báo cáo" in said[0]
    of_one = leaning([asked.commune.pk], "reviews", WINDOW.start, asked.owner)
    assert "1 báo cáo" in of_one[0]
    after = WINDOW.start + timedelta(days=1)
    assert leaning([asked.town.pk], "reviews", after, asked.owner) == []
    assert leaning([asked.town.pk], "national", WINDOW.start, asked.owner) == []
    other = make.unit()
    assert leaning([other.pk], "reviews", WINDOW.start, asked.owner) == []
    asked.keep(asked.commune, WINDOW.start)  # which counts its own already
    of_town = leaning([asked.town.pk], "reviews", WINDOW.start, asked.owner)
    assert "1 báo cáo" in of_town[0]


def test_of_the_catalogue_reports_of_committees_alone_would_be_counted(
    settings: Any, tmp_path: Path
) -> None:
    row = "1.;Thủ tục;Thủ tục;manual;procedures_anywhere;;;\n"
    use_forms(settings, tmp_path, form_text(row))
    committee = make.unit()
    division, commune = make.unit(committee), make.unit(committee)
    both = UnitVersion.objects.filter(unit__in=[committee, commune])
    both.update(kind=make.kind("committee"))
    _, owner = officer(committee)
    round_of(owner, [division, commune])

    said = leaning([committee.pk], "anywhere", WINDOW.start, owner)

    assert "2 báo cáo" in said[0]  # its own and that of the commune


def test_of_plans_only_reports_of_whoever_keeps_them_would_be_counted(
    settings: Any, tmp_path: Path
) -> None:
    row = "1.;Nhiệm vụ;Việc;manual;tasks_reform;;;\n"
    use_forms(settings, tmp_path, form_text(row))
    town = make.unit()
    commune = make.unit(town)
    _, owner = officer(town)
    round_of(owner, [commune])

    for units, count in (([town.pk], 1), ([town.pk, commune.pk], 2)):
        (said,) = leaning(units, "plans", WINDOW.start, owner)
        assert f"{count} báo cáo" in said
