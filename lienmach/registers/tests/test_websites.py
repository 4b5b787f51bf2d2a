"""The websites of units: recorded, found kept otherwise, ended, listed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from lienmach.calc.refusal import Refused
from lienmach.org.models import Succession, Unit
from lienmach.org.queries import actor_of
from lienmach.registers.actions import marks
from lienmach.registers.actions import websites as actions
from lienmach.registers.actions.marks import WEBSITES
from lienmach.registers.models import Website
from lienmach.registers.queries import websites as queries
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
DAY = MONDAY.date()
BEFORE = DAY - timedelta(days=30)
GOOD, POOR, PAUSED = Website.Upkeep
LIST = "registers:websites"


class Office:
    """A commune below a town, and who records the websites of both."""

    def __init__(self) -> None:
        self.town = make.unit(name="UBND thị xã Thử")
        self.commune = make.unit(parent=self.town, name="UBND xã Mây")
        for unit in (self.town, self.commune):
            unit.versions.update(kind=make.kind("committee"))
        self.user = make.user(self.town, WEBSITES)
        self.actor = actor_of(self.user, on=DAY)

    def record(
        self,
        upkeep: str = GOOD,
        *,
        on: date = BEFORE,
        address: str = "may.vidu.vn",
        unit: Unit | None = None,
    ) -> Website:
        return actions.record(
            (unit or self.commune).pk,
            address,
            upkeep,
            on=on,
            document="",
            actor=self.actor,
            at=MONDAY,
        )

    def kept(self, on: date = DAY) -> list[str]:
        units = [self.town.pk, self.commune.pk]
        return [site.upkeep for site in queries.standing(units, on)]


@pytest.fixture
def office(db: None) -> Office:
    return Office()


def test_what_is_found_later_holds_from_its_own_day_on(office: Office) -> None:
    office.record()
    later = office.record(POOR, on=DAY)
    eve = DAY - timedelta(days=1)
    assert (office.kept(eve), office.kept()) == ([GOOD], [POOR])
    for upkeep, on, why in (
        (POOR, DAY, "đã ghi như vậy"),
        (PAUSED, eve, "ghi từ một ngày sau đó"),
        (GOOD, DAY + timedelta(days=1), "chưa đến"),
    ):
        with pytest.raises(Refused, match=why):
            office.record(upkeep, on=on)

    office.record(PAUSED, on=DAY)  # the same day is put right
    assert (office.kept(), Website.objects.current().count()) == ([PAUSED], 2)
    with pytest.raises(Refused, match="Người khác vừa ghi"):
        marks.withdraw(later, note="Nhầm", actor=office.actor, at=MONDAY)
    (found,) = queries.standing([office.commune.pk], DAY)
    marks.withdraw(found, note="Nhầm", actor=office.actor, at=MONDAY)
    assert office.kept() == [GOOD]  # what it took the place of holds again


def test_one_that_has_ended_may_begin_again(office: Office) -> None:
    site = office.record()
    last = DAY - timedelta(days=3)
    marks.end(site, last_day=last, note="Gộp trang", actor=office.actor, at=MONDAY)
    assert office.kept() == []
    with pytest.raises(Refused, match="đến hết"):
        office.record(on=last)
    office.record(on=DAY)
    assert (office.kept(last), office.kept()) == ([GOOD], [GOOD])
    assert queries.told([office.commune.pk], DAY)[:4] == (1, 1, 0, 0)
    with pytest.raises(Refused, match="chưa có"):
        office.record(on=make.LONG_AGO - timedelta(days=9), address="a.vn")


def test_who_may_not_write_of_a_unit_neither_records_nor_ends(office: Office) -> None:
    site = office.record()
    clerk = make.actor(make.user(office.commune))
    with pytest.raises(PermissionDenied):
        actions.record(
            office.commune.pk, "b.vn", GOOD, on=DAY, document="", actor=clerk, at=MONDAY
        )
    with pytest.raises(PermissionDenied):
        marks.end(site, last_day=DAY, note="x", actor=clerk, at=MONDAY)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_however_long_it_is(
    rows: int, office: Office, client: Client, django_assert_num_queries: Any
) -> None:
    for n in range(rows):
        office.record(address=f"a{n}.vidu.vn")
    client.force_login(office.user)
    client.get(reverse(LIST))

    # Session, who and where (4), names, which are there, what is told (2), rows, tabs,
    # views, total.
    with django_assert_num_queries(12):
        page = client.get(reverse(LIST)).text
    assert f"{rows} trang đang có" in page
    assert "1/2 ủy ban nhân dân có trang" in page
    assert page.count(".vidu.vn</a>") == rows


def test_of_units_that_have_ended_nothing_is_counted_but_as_of_their_own_day(
    office: Office, client: Client
) -> None:
    office.record()
    new = make.unit(name="UBND phường Mới")
    new.versions.update(kind=make.kind("committee"), valid_from=DAY)
    for unit in (office.commune, office.town):
        unit.versions.update(valid_to=DAY)
        Succession.objects.create(
            old=unit, new=new, effective_on=DAY, decision=make.decision()
        )
    whose = make.user(new, WEBSITES)
    client.force_login(whose)
    page = client.get(reverse(LIST)).text
    assert "0 trang đang có" in page
    assert "0/1 ủy ban nhân dân có trang" in page
    assert ".vidu.vn</a>" not in page
    before = client.get(f"{reverse(LIST)}?xem=qua").text
    assert "đơn vị đã kết thúc" in before
    assert "may.vidu.vn" in before

    client.force_login(office.user)  # works in the archive: as on its last day
    archive = client.get(reverse(LIST)).text
    assert "1 trang đang có" in archive
    assert "1/2 ủy ban nhân dân có trang" in archive
    assert "may.vidu.vn</a>" in archive


def test_a_website_is_recorded_and_found_otherwise_on_its_page(
    office: Office, client: Client
) -> None:
    client.force_login(office.user)
    new = reverse("registers:website_new")
    typed = {"don_vi": office.commune.pk, "tinh_trang": "poor", "ngay": "05/01/2026"}
    wrong = client.post(new, typed | {"dia_chi": "không phải địa chỉ"})
    assert wrong.status_code == 422
    assert "Địa chỉ chưa đúng" in wrong.text
    assert "không phải địa chỉ" in wrong.text

    client.post(new, typed | {"dia_chi": "HTTP://May.vidu.vn/"})
    site = Website.objects.get()
    assert site.address == "may.vidu.vn"
    page = reverse("registers:website", args=[site.pk])
    again = client.post(page, {"tinh_trang": "poor", "ngay": "05/01/2026"})
    assert "đã ghi như vậy" in again.text
    client.post(page, {"tinh_trang": "good", "ngay": "06/01/2026"})
    assert "Cập nhật thường xuyên" in client.get(reverse(LIST)).text
    ended = {"lam": "het", "den_ngay": "07/01/2026", "vi_sao": "Gộp trang"}
    site = Website.objects.get(replaced_at=None, valid_to=None)
    client.post(reverse("registers:website_end", args=[site.pk]), ended)
    assert not Website.objects.filter(replaced_at=None, valid_to=None).exists()
    assert "Chưa ghi trang nào" in client.get(reverse(LIST)).text

    client.force_login(make.user(office.commune))
    assert client.get(reverse(LIST)).status_code == 200
    assert client.get(page).status_code in (403, 404)
    assert client.get(new).status_code == 403
