"""What reports said before figures were counted stands on the board as told."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from lienmach.indicators.actions import Printed, Row, enter_reported, rebuild
from lienmach.indicators.actions.past import RIGHT, place
from lienmach.onestop.tests import make_dossier as made
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db


def _board(client: Client, **asked: str) -> str:
    answer = client.get(reverse("indicators:board"), asked)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_what_a_report_said_before_counting_is_another_mark_on_the_trend(
    client: Client,
) -> None:
    office = made.office()
    made.dossier(office)
    rebuild()
    days = date(2025, 1, 1), date(2025, 3, 31)
    actor = make.actor(make.user(office.committee, RIGHT))
    report = Printed("check:1", office.committee.pk, *days, "Quý I/2025", "/x/")
    said = ("Hồ sơ", "2.4", "Tỷ lệ", "%", "87,5%", "value", Decimal("87.5"), 5)
    enter_reported(report, [Row(*said)], actor=actor)
    place("check:1", {5: ("ho-so", "2.4")}, actor=actor, at=MONDAY)
    client.force_login(office.leader)

    page = _board(client, tu="2024-01-01", den="2026-03-31")

    assert '<a href="/x/#d5"' in page
    assert '<polygon class="hollow"' in page
    assert "87,5 % (từ báo cáo)" in page
    assert "Điểm hình thoi" in page
    later = _board(client, tu="2025-10-01", den="2026-03-31")
    assert "/x/#d5" not in later.split("Xem dạng bảng")[0]
