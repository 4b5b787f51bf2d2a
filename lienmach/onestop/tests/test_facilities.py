"""What a receiving point has, lacks, and did on its Saturdays."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienmach.base.actor import Actor
from lienmach.calc.refusal import Refused
from lienmach.onestop.actions import facilities as actions
from lienmach.onestop.actions.facilities import RIGHT, Described
from lienmach.onestop.models import Equipment, Session
from lienmach.onestop.queries import facilities as queries
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
DAY = MONDAY.date()
SATURDAY = date(2026, 1, 3)


@pytest.fixture
def office() -> Office:
    office = made.office()
    made.one_stop(office)
    return office


@pytest.fixture
def chief(office: Office) -> Actor:
    return make.actor(make.user(office.committee, RIGHT))


def _duty(office: Office, chief: Actor, **more: object) -> object:
    said = {
        "since": DAY,
        "document": "1/TB-UBND",
        "contract": "permanent",
        "is_full_time": True,
        "trained_on": DAY,
    }
    return actions.assign(
        office.counter.pk,
        office.clerk.pk,
        actor=chief,
        **{**said, **more},  # type: ignore[arg-type]  # as said
    )


def _missing(office: Office) -> tuple[str, ...]:
    return queries.missing_of(office.counter.pk, on=DAY)


def test_a_point_lacks_what_nobody_has_written_down(
    office: Office, chief: Actor
) -> None:
    assert _missing(office) == (
        "quyết định thành lập",
        "quy chế hoạt động",
        "phân công người",
        "máy tính",
    )

    said = Described(founded_by="1/QĐ", rules_by="2/QĐ", has_sign=False, seats=5)
    actions.describe(office.counter.pk, said, actor=chief, at=MONDAY)
    _duty(office, chief, document="", trained_on=None)
    actions.keep(
        office.counter.pk,
        None,
        kind="computer",
        name="Máy 1",
        year=2013,
        state="working",
        actor=chief,
    )

    assert _missing(office) == (
        "văn bản phân công",
        "tập huấn",
        "biển hiệu đúng quy định",
    )
    assert queries.aged(office.counter.pk, on=DAY)[0].is_old


def test_what_is_below_a_standard_is_told_only_where_there_is_one(
    office: Office, chief: Actor
) -> None:
    for wanted, is_told in ((None, False), (20, True), (5, False)):
        said = Described(seats=5, seats_wanted=wanted, standard="Chuẩn thử")
        actions.describe(office.counter.pk, said, actor=chief, at=MONDAY)
        assert ("ghế chờ theo chuẩn" in _missing(office)) is is_told


def test_nobody_is_assigned_twice_or_relieved_before_they_began(
    office: Office, chief: Actor
) -> None:
    duty = _duty(office, chief)
    with pytest.raises(Refused, match="đang được phân công"):
        _duty(office, chief)
    with pytest.raises(Refused, match="trước ngày bắt đầu"):
        actions.relieve(duty, until=DAY - timedelta(days=1), actor=chief)  # type: ignore[arg-type]  # a duty

    with pytest.raises(PermissionDenied):
        _duty(office, office.receives)


def test_a_thing_is_broken_until_all_that_broke_is_mended(
    office: Office, chief: Actor
) -> None:
    thing = actions.keep(
        office.counter.pk,
        None,
        kind="printer",
        name="Máy in",
        year=2024,
        state="working",
        actor=chief,
    )
    first, second = (
        actions.broke(thing, what="Kẹt giấy", happened_on=DAY, actor=chief)
        for _ in range(2)
    )
    with pytest.raises(Refused, match="trước ngày hỏng"):
        actions.mended(first, how="x", mended_on=DAY - timedelta(days=1), actor=chief)

    actions.mended(first, how="Thay trục", mended_on=DAY, actor=chief)
    thing.refresh_from_db()
    assert thing.state == Equipment.State.BROKEN
    actions.mended(second, how="Thay trục", mended_on=DAY, actor=chief)
    thing.refresh_from_db()
    assert thing.state == Equipment.State.WORKING


def test_a_saturday_is_planned_with_people_and_told_afterwards(
    office: Office, chief: Actor
) -> None:
    def plan(people: list[int], ends: time = time(11, 30)) -> Session:
        return actions.plan_session(
            office.counter.pk,
            day=SATURDAY,
            begins=time(7, 30),
            ends=ends,
            document="",
            people=people,
            actor=chief,
        )

    for wrong, words in (([], "ít nhất một người"), ([1], "sau giờ bắt đầu")):
        with pytest.raises(Refused, match=words):
            plan(wrong, time(7) if wrong else time(11, 30))
    session = plan([office.clerk.pk])
    with pytest.raises(Refused, match="đã có buổi trực"):
        plan([office.clerk.pk])
    said = {"came": [], "today": DAY, "actor": chief}
    with pytest.raises(Refused, match="vì sao"):
        actions.report_session(session, was_open=False, note="", **said)  # type: ignore[arg-type]  # as said

    actions.report_session(session, was_open=True, note="", **said)  # type: ignore[arg-type]  # as said

    assert session.duties.get().came is False
    point = next(
        p for p in queries.points(chief, on=DAY) if p.unit_id == office.counter.pk
    )
    assert (point.kept, point.planned) == (1, 1)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_queries_however_long_it_is(
    rows: int, office: Office, client: Client, django_assert_max_num_queries: object
) -> None:
    for _ in range(rows - 1):
        unit = make.unit(office.committee)
        unit.versions.update(kind=make.kind("one_stop"))
    client.force_login(make.user(office.committee, RIGHT))
    client.get(reverse("onestop:facilities"))

    with django_assert_max_num_queries(14):  # type: ignore[operator]  # a fixture
        page = client.get(reverse("onestop:facilities")).content.decode()

    assert page.count("quyết định thành lập") == rows


def test_every_page_of_a_point_opens_saves_and_says_what_is_wrong(
    office: Office, client: Client
) -> None:
    chief = make.user(office.committee, RIGHT)
    unit, today = office.counter.pk, f"{timezone.localdate():%d/%m/%Y}"
    client.force_login(chief)
    sent: dict[str, dict[str, Any]] = {
        "facility_describe": {"quyet_dinh": "1/QĐ", "bien_hieu": "co"},
        "facility_duty": {
            "nguoi": str(office.clerk.pk),
            "tu_ngay": today,
            "hinh_thuc": "contract",
        },
        "facility_thing_new": {
            "loai": "kiosk",
            "ten": "Kiosk 1",
            "nam": "2020",
            "tinh_trang": "failing",
        },
        "facility_session": {
            "ngay": today,
            "tu": "7:30",
            "den": "11:30",
            "nguoi": [str(office.clerk.pk)],
        },
    }
    for name, good in sent.items():
        url = reverse(f"onestop:{name}", args=[unit])
        assert client.get(url).status_code == 200
        bad = {**good, "ngay": "31/02/2026", "tu_ngay": "x", "nam": "3000"}
        bad["dien_tich"] = "9" * 9  # more than the table holds
        assert client.post(url, bad).status_code == 422
        assert client.post(url, good).status_code == 302
    thing, session = Equipment.objects.get(), Session.objects.get()
    broke = reverse("onestop:facility_broke", args=[unit, thing.pk])
    assert (
        client.post(broke, {"hong_gi": "Mất nguồn", "ngay": today}).status_code == 302
    )
    report = reverse("onestop:facility_report", args=[unit, session.pk])
    assert client.post(report, {"mo_cua": "khong"}).status_code == 422
    answer = client.post(report, {"mo_cua": "co", "co_mat": [str(office.clerk.pk)]})
    assert answer.status_code == 302

    page = client.get(reverse("onestop:facility", args=[unit])).content.decode()

    for words in ("Kiosk 1", "Mất nguồn", "đã mở cửa", office.clerk.name, "Hợp đồng"):
        assert words in page
    client.force_login(made.office(name="Khác").leader)
    assert client.get(reverse("onestop:facility", args=[unit])).status_code == 404
