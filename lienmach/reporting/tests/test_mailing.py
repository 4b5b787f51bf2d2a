"""People are reminded by mail before, on and after the last day, once each."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lienmach.base.models import Message
from lienmach.calc.local import moment
from lienmach.calc.period import Kind, Period
from lienmach.org.models import User
from lienmach.reporting.actions import mailing
from lienmach.reporting.actions import reports as actions
from lienmach.reporting.actions.mailing import decide, remind
from lienmach.reporting.actions.sheets import fill_blanks, hand_in
from lienmach.reporting.models import Report
from lienmach.reporting.tests.make_round import (
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
State = Message.State
NEXT = Period(Kind.QUARTER, 2026, 1)
# Units hand in until Monday, 12 January 2026 (the 11th is a Sunday, the 10th a Saturday
# worked in exchange), the town until the 15th.
EARLY, BEFORE, DAY, LATE = (
    moment(f"2026-01-{day}T09:00") for day in ("08", "09", "12", "13")
)


class Town:
    """A town with two units; in each somebody reports who has an address."""

    def __init__(self) -> None:
        self.town = make.unit(name="Thị xã Thử")
        self.units = [make.unit(self.town, name=f"Xã {n}") for n in ("Một", "Hai")]
        self.chief, self.owner = officer(self.town)
        self.focal = [self._focal(number) for number in (0, 1)]
        self.round = round_of(self.owner, self.units)

    def _focal(self, number: int) -> User:
        user, _ = officer(self.units[number], "reporting.see reporting.enter")
        user.email = f"xa{number}@thu.example"
        user.save()
        return user

    def report(self, number: int) -> Report:
        return report_of(self.round, self.units[number])

    def hand_in(self, number: int, at: datetime = MONDAY) -> None:
        sheet = sheet_of(self.report(number))
        enter(sheet, self.owner, r1_1="1", r1_2="1", r1_4="1", r1_5="0")
        fill_blanks(sheet, actor=self.owner, at=at)
        hand_in(sheet, actor=self.owner, at=at)
        actions.take_step(self.report(number), "submit", actor=self.owner, at=at)


@pytest.fixture
def town(settings: Any, tmp_path: Path) -> Town:
    settings.MAIL_IS_SET = True
    settings.PUBLIC_ADDRESS = "https://baocao.example"
    use_forms(settings, tmp_path, form_text())
    return Town()


def _told() -> list[tuple[str, str]]:
    rows = Message.objects.order_by("pk").values_list("to", "subject")
    return [(to, subject.partition(":")[0]) for to, subject in rows]


def test_who_has_not_handed_in_is_told_once_of_each_occasion(town: Town) -> None:
    town.hand_in(1)
    asked = [EARLY, BEFORE, BEFORE, DAY, LATE, LATE]

    written = [remind(at=at) for at in asked]

    assert written == [0, 1, 0, 1, 1, 0]
    assert _told() == [
        ("xa0@thu.example", "Sắp đến hạn nộp"),
        ("xa0@thu.example", "Hôm nay là hạn nộp"),
        ("xa0@thu.example", "Quá hạn nộp"),
    ]
    body = Message.objects.latest("pk").body
    assert f"https://baocao.example/cb/bao-cao/{town.report(0).pk}/" in body
    assert "Xã Một" in body
    assert "12/01/2026" in body


def test_nobody_is_told_at_night_on_a_day_off_or_long_afterwards(town: Town) -> None:
    for at in ("2026-01-12T06:30", "2026-01-11T09:00", "2026-01-20T09:00"):
        assert remind(at=moment(at)) == 0


def test_what_waits_is_not_sent_once_the_report_is_handed_in(town: Town) -> None:
    remind(at=DAY)
    assert Message.objects.filter(state=State.WAITING).count() == 2

    town.hand_in(0, at=DAY)

    told = dict(Message.objects.values_list("to", "state"))
    assert told == {
        "xa0@thu.example": State.CALLED_OFF,
        "xa1@thu.example": State.WAITING,
    }


def test_a_unit_decides_for_itself_and_those_below(town: Town, settings: Any) -> None:
    decide(town.town.pk, is_on=False, days_before=2, actor=town.owner, at=MONDAY)
    assert remind(at=BEFORE) == 0
    decide(town.units[0].pk, is_on=True, days_before=3, actor=town.owner, at=MONDAY)
    assert remind(at=EARLY) == 1
    mailing.forget(town.town.pk, actor=town.owner)
    settings.MAIL_IS_SET = False
    assert remind(at=DAY) == 0
    settings.MAIL_IS_SET = True

    assert remind(at=DAY) == 2


def test_the_button_writes_too_and_the_outbox_shows_it(
    town: Town, client: Client
) -> None:
    actions.remind(report_of(town.round, town.town), actor=town.owner, at=MONDAY)
    assert {subject for _, subject in _told()} == {"Nhắc nộp"}
    Message.objects.update(state=State.FAILED, error="550 no such mailbox")

    client.force_login(town.chief)
    listed = client.get(reverse("cases:messages")).content.decode()
    assert listed.count("Nhắc nộp") >= 2
    one = reverse("cases:message", args=[Message.objects.latest("pk").pk])
    page = client.get(one).content.decode()
    assert "550" in page
    assert reverse("reporting:by_code", args=[town.report(1).case.code]) in page
    client.force_login(town.focal[0])  # fills in, and looks after no messages
    assert client.get(one).status_code == 404


def test_the_page_says_who_is_reached_and_who_could_fill_in_instead(
    town: Town, client: Client
) -> None:
    alone = make.unit(town.town, name="Xã Ba")
    _, owner = officer(town.town)
    made = round_of(owner, [*town.units, alone], of=town.round.regime, period=NEXT)
    client.force_login(town.chief)
    url = reverse("reporting:matrix", args=[report_of(made, town.town).pk])

    page = client.get(url).content.decode()

    assert f"{town.focal[0].name}" in page
    assert "đơn vị chưa có người điền riêng" in page
    assert f"{town.chief.name}" in page.partition("chưa có người điền riêng")[2]
    assert "chưa có ai được giao điền biểu" not in page


def test_how_mails_are_sent_is_decided_on_a_page(town: Town, client: Client) -> None:
    client.force_login(town.chief)
    url = reverse("reporting:mailing") + f"?dv={town.town.pk}"
    assert "theo mặc định" in client.get(url).content.decode()
    assert client.post(url, {"bat": "on", "truoc": "0"}).status_code == 422

    client.post(url, {"truoc": "3"})

    page = client.get(url).content.decode()
    assert "Đơn vị này tự quyết" in page
    assert remind(at=BEFORE) == 0
    client.post(url, {"theo-tren": "1"})
    assert remind(at=BEFORE) == 2
