"""Checks and coaching on the software at a receiving point."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienmach.base.actor import Actor
from lienmach.calc.refusal import Refused
from lienmach.onestop.actions.coachings import (
    Finished,
    Visit,
    finish_coaching,
    record_coaching,
)
from lienmach.onestop.actions.facilities import RIGHT
from lienmach.onestop.models import Coaching
from lienmach.onestop.queries.coachings import TO_DO, coachings
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
DAY = MONDAY.date()


@pytest.fixture
def office() -> Office:
    office = made.office()
    made.one_stop(office)
    return office


@pytest.fixture
def chief(office: Office) -> Actor:
    return make.actor(make.user(office.committee, RIGHT))


def _record(office: Office, actor: Actor, **more: Any) -> Coaching:
    said = {
        "day": DAY,
        "kind": "check",
        "led_by": "Trần Văn Thử",
        "subject": "Tiếp nhận trực tuyến",
        "found": "Làm được",
        "people": [office.clerk.pk],
    }
    visit = Visit(**{**said, **more})
    return record_coaching(office.counter.pk, visit, actor=actor, at=MONDAY)


def test_what_is_left_to_do_is_open_until_somebody_says_how_it_came_out(
    office: Office, chief: Actor
) -> None:
    _record(office, chief)
    left = _record(office, chief, follow_up="Tập lại", due_on=DAY + timedelta(days=7))
    assert list(coachings(chief).filter(TO_DO)) == [left]

    for wrong in (DAY - timedelta(days=1), DAY + timedelta(days=1)):
        with pytest.raises(Refused, match="từ ngày kiểm tra đến hôm nay"):
            finish_coaching(left, Finished(wrong, "x"), actor=chief, at=MONDAY)
    finish_coaching(left, Finished(DAY, "Đã tập"), actor=chief, at=MONDAY)

    assert not coachings(chief).filter(TO_DO)
    with pytest.raises(Refused, match="Không còn việc"):
        finish_coaching(left, Finished(DAY, "Lần nữa"), actor=chief, at=MONDAY)


def test_a_visit_has_been_has_people_and_its_dates_follow_each_other(
    office: Office, chief: Actor
) -> None:
    wrong: tuple[tuple[dict[str, Any], str], ...] = (
        ({"day": DAY + timedelta(days=1)}, "chưa đến"),
        ({"people": []}, "ít nhất một người"),
        ({"due_on": DAY}, "ghi việc phải làm tiếp"),
        ({"follow_up": "Tập", "due_on": date(2020, 1, 1)}, "không thể trước"),
    )
    for more, words in wrong:
        with pytest.raises(Refused, match=words):
            _record(office, chief, **more)
    with pytest.raises(PermissionDenied):
        _record(office, office.receives)

    assert not Coaching.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_however_long_it_is(
    rows: int,
    office: Office,
    chief: Actor,
    client: Client,
    django_assert_max_num_queries: Any,
) -> None:
    for n in range(rows):
        _record(office, chief, subject=f"Lần {n}")
    client.force_login(make.user(office.committee))
    client.get(reverse("onestop:coachings"))

    with django_assert_max_num_queries(12):
        page = client.get(reverse("onestop:coachings")).content.decode()

    assert page.count('class="rl"') == rows


def test_a_period_counts_the_visits_of_its_days(
    office: Office, chief: Actor, client: Client
) -> None:
    for days in (0, 1, 40):
        _record(office, chief, day=DAY - timedelta(days=days))
    client.force_login(make.user(office.committee))

    asked = {"tu": f"{DAY - timedelta(days=1)}", "den": f"{DAY}"}
    page = client.get(reverse("onestop:coachings"), asked, follow=True)

    assert "2 lần" in page.content.decode()


def test_a_visit_is_written_down_on_the_page_of_its_point(
    office: Office, client: Client
) -> None:
    unit, today = office.counter.pk, f"{timezone.localdate():%d/%m/%Y}"
    client.force_login(make.user(office.committee, RIGHT))
    way = reverse("onestop:facility_coaching", args=[unit])
    sent = {
        "ngay": today,
        "viec": "both",
        "chu_tri": "Trần Văn Thử",
        "nguoi": [str(office.clerk.pk)],
        "noi_dung": "Ký số kết quả",
        "ghi_nhan": "Còn lúng túng",
        "tiep": "Tập lại",
        "truoc_ngay": today,
    }
    assert client.get(way).status_code == 200
    wrong_ones: list[dict[str, Any]] = [
        {"ngay": "31/02/2026"},
        {"nguoi": []},
        {"tiep": ""},
    ]
    for wrong in wrong_ones:
        assert client.post(way, {**sent, **wrong}).status_code == 422
    assert client.post(way, sent).status_code == 302
    one = Coaching.objects.get()
    done = reverse("onestop:facility_coaching_done", args=[unit, one.pk])

    page = client.get(reverse("onestop:facility", args=[unit])).content.decode()
    for words in ("Ký số kết quả", office.clerk.name, "Còn lúng túng", done):
        assert words in page
    assert client.post(done, {"ngay": today, "ket_qua": ""}).status_code == 422
    assert client.post(done, {"ngay": today, "ket_qua": "Đã tập"}).status_code == 302
    page = client.get(reverse("onestop:facility", args=[unit])).content.decode()
    assert "Đã tập" in page

    client.force_login(made.office(name="Khác").leader)
    empty = client.get(reverse("onestop:coachings")).content.decode()
    assert "Chưa ghi lần kiểm tra" in empty
    assert client.get(way).status_code == 404
