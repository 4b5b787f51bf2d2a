"""The online list and what was integrated: marked, ended, put right, counted."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from lienmach.base.actor import Actor
from lienmach.calc.refusal import Refused
from lienmach.registers.actions import marks
from lienmach.registers.actions import milestones as actions
from lienmach.registers.actions.procedures import RIGHT
from lienmach.registers.models import Milestone
from lienmach.registers.queries import milestones as queries
from lienmach.registers.tests.make_procedure import officer, version
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
Kind = Milestone.Kind
DAY = MONDAY.date()
EVE = DAY - timedelta(days=1)


def _mark(actor: Actor, *codes: str, **more: Any) -> tuple[int, int]:
    said = {"kind": Kind.NATIONAL, "on": DAY, "document": "", "at": MONDAY}
    return actions.mark(codes, actor=actor, **{**said, **more})


def _counted(kind: str, on: date = DAY) -> tuple[int, int]:
    one = next(one for one in queries.counts(on) if one.kind == kind)
    return one.marked, one.whole


def test_what_is_integrated_is_told_of_what_is_online_that_day() -> None:
    for code, online in (("1.1", "full"), ("1.2", "partial"), ("1.3", "")):
        version(code, online=online)

    assert _mark(officer(), "1.1", "1.3") == (2, 0)

    assert _counted(Kind.NATIONAL) == (1, 2)
    assert _counted(Kind.NATIONAL, EVE) == (0, 2)


def test_payment_is_told_of_procedures_that_ask_a_fee() -> None:
    version("1.1")
    version("1.2", fees=())
    _mark(officer(), "1.1", "1.2", kind=Kind.PAYMENT)

    assert _counted(Kind.PAYMENT) == (1, 1)
    assert _counted(Kind.NATIONAL) == (0, 2)


def test_marking_again_changes_nothing_that_stands() -> None:
    actor = officer()
    version("1.1")
    version("1.2")
    _mark(actor, "1.1", document="1/QĐ")

    assert _mark(actor, "1.1", "1.2", document="2/QĐ") == (1, 1)

    assert Milestone.objects.get(procedure__code="1.1").document == "1/QĐ"


def test_what_ended_counted_until_then_and_may_begin_again_afterwards() -> None:
    actor = officer()
    version("1.1")
    _mark(actor, "1.1", on=EVE - timedelta(days=5))
    one = Milestone.objects.get()

    with pytest.raises(Refused, match="trước ngày bắt đầu"):
        marks.end(one, last_day=date(2020, 1, 1), note="x", actor=actor, at=MONDAY)
    marks.end(one, last_day=EVE, note="Cổng dừng kết nối", actor=actor, at=MONDAY)

    assert (_counted(Kind.NATIONAL, EVE)[0], _counted(Kind.NATIONAL)[0]) == (1, 0)
    with pytest.raises(Refused, match="Người khác vừa ghi"):
        marks.end(one, last_day=EVE, note="x", actor=actor, at=MONDAY)
    with pytest.raises(Refused, match="đến hết"):
        _mark(actor, "1.1", on=EVE)
    assert _mark(actor, "1.1") == (1, 0)
    assert _counted(Kind.NATIONAL)[0] == 1


def test_what_was_marked_by_mistake_counts_on_no_day_and_stays_to_be_seen() -> None:
    actor = officer()
    made = version("1.1")
    _mark(actor, "1.1")
    one = Milestone.objects.get()

    with pytest.raises(Refused, match="lý do"):
        marks.withdraw(one, note=" ", actor=actor, at=MONDAY)
    marks.withdraw(one, note="Nhầm thủ tục", actor=actor, at=MONDAY)

    assert _counted(Kind.NATIONAL) == (0, 1)
    assert queries.of_procedure(made.procedure).get().note == "Nhầm thủ tục"
    assert _mark(actor, "1.1") == (1, 0)


def test_the_list_is_proposed_approved_and_published_by_a_document() -> None:
    actor = officer()
    version("1.1")

    for kind in (Kind.PROPOSED, Kind.APPROVED, Kind.PUBLISHED):
        with pytest.raises(Refused, match="số văn bản"):
            _mark(actor, "1.1", kind=kind)
    with pytest.raises(Refused, match="chưa đến"):
        _mark(actor, "1.1", on=DAY + timedelta(days=1))
    with pytest.raises(Refused, match=r"không có mã 2\.2"):
        _mark(actor, "1.1", "2.2")
    with pytest.raises(PermissionDenied):
        _mark(make.actor(), "1.1")

    assert not Milestone.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_however_many_are_marked(
    rows: int, client: Client, django_assert_max_num_queries: Any
) -> None:
    actor = officer()
    codes = [f"1.{n}" for n in range(rows)]
    for code in codes:
        version(code)
    _mark(actor, *codes)
    client.force_login(make.user())
    address = reverse("registers:milestones")
    client.get(address)

    with django_assert_max_num_queries(7):
        page = client.get(address).content.decode()

    assert f">{rows}</a>" in page


def test_each_number_leads_to_the_procedures_that_it_counts(client: Client) -> None:
    actor = officer()
    version("1.1")
    version("1.2", fees=())
    version("1.3", online="")
    for kind in (Kind.NATIONAL, Kind.PAYMENT, Kind.ANYWHERE):
        _mark(actor, "1.1", "1.2", "1.3", kind=kind)
    client.force_login(make.user())

    for one in queries.counts(DAY):
        for slug, number in (("moc", one.marked), ("chua", one.whole - one.marked)):
            asked = {"ngay": DAY.isoformat(), slug: one.kind}
            page = client.get(reverse("registers:procedures"), asked, follow=True)
            assert page.content.decode().count('class="rl"') == number, (one, slug)


def test_ticked_procedures_are_marked_and_a_mark_is_ended_on_its_page(
    client: Client,
) -> None:
    client.force_login(make.user(rights=RIGHT))
    ticked = version("1.1")
    way = reverse("registers:milestones_mark")

    assert "1.1" in client.post(way, {"chon": ticked.pk}).content.decode()
    sent = {"moc": "approved", "ngay": "5/1/2026", "van_ban": "", "ma": "1.1"}
    assert client.post(way, sent).status_code == 422
    assert client.post(way, {**sent, "van_ban": "7/QĐ-UBND"}).status_code == 302
    one = Milestone.objects.get()
    page = client.get(reverse("registers:procedure", args=["1.1"])).content.decode()
    assert "7/QĐ-UBND" in page
    end = reverse("registers:milestone_end", args=[one.pk])
    assert end in page
    assert client.get(end).status_code == 200
    assert client.post(end, {"lam": "het", "vi_sao": "x"}).status_code == 422
    said = {"lam": "het", "den_ngay": "6/1/2026", "vi_sao": "Bỏ khỏi danh mục"}
    assert client.post(end, said).status_code == 302
    held = Milestone.objects.current().get()
    assert held.valid_to == date(2026, 1, 7)
    back = reverse("registers:milestone_end", args=[held.pk])
    assert client.post(back, {"lam": "nham", "vi_sao": "Nhầm"}).status_code == 302
    assert not Milestone.objects.current().exists()
