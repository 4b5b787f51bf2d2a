"""Units on the central system, registers that are kept, processes that follow."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.test import Client
from django.urls import reverse

from lienmach.base.actor import Actor
from lienmach.calc.forms import NONE, Value
from lienmach.calc.refusal import Refused
from lienmach.org.models import Unit
from lienmach.registers.actions import marks as shared
from lienmach.registers.actions import milestones, reviews
from lienmach.registers.actions.procedures import (
    RIGHT,
    begin_version,
    end_procedure,
)
from lienmach.registers.actions.unit_marks import mark_units
from lienmach.registers.models import Milestone, Review, UnitMark
from lienmach.registers.queries import kept, marks
from lienmach.registers.queries.procedures import AWAITS, decided, followed
from lienmach.registers.tests.make_procedure import (
    DECISION,
    START,
    draft,
    officer,
    version,
)
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
Kind = UnitMark.Kind
DAY = MONDAY.date()
EVE = DAY - timedelta(days=1)


def _committee(level: str = "commune", parent: Unit | None = None) -> Unit:
    made = make.unit(parent)
    made.versions.update(kind=make.kind("committee"), level=make.level(level))
    return made


def _here(unit: Unit) -> Actor:
    return make.actor(make.user(unit, RIGHT))


def _mark(unit: Unit, kind: str, *, by: Actor | None = None, on: date = DAY) -> None:
    said: dict[str, Any] = {"on": on, "document": "5/CV", "at": MONDAY}
    mark_units([unit.code], kind, actor=by or _here(unit), **said)


def test_the_share_is_of_the_committees_of_a_level_on_a_day() -> None:
    town = _committee("district")
    first, second = (_committee(parent=town) for _ in range(2))
    make.unit(town)  # a division: no committee
    boss = _here(town)
    _mark(first, Kind.CONNECTED, by=boss)
    _mark(first, Kind.USED, by=boss)
    _mark(town, Kind.CONNECTED, by=boss)

    told = marks.connected(
        marks.committees(on=DAY).filter(unit__in=boss.unit_ids), on=DAY
    )

    by_level = {one.level: (one.whole, one.connected, one.used) for one in told}
    assert by_level == {"district": (1, 1, 0), "commune": (2, 1, 1)}
    units = {town.pk, first.pk, second.pk}

    def share(level: str, last: date) -> Value:
        return kept.numbers({kept.SHARE}, units, level, EVE, last)[kept.SHARE]

    assert share("commune", DAY) == Value.of(50)
    assert share("commune", EVE) == Value.of(0)
    assert share("province", DAY) == NONE


def test_what_a_unit_says_holds_for_those_below_it_until_it_ends() -> None:
    town = _committee("district")
    commune = _committee(parent=town)
    boss = _here(town)
    _mark(town, Kind.REVIEWS, by=boss, on=EVE)

    assert marks.kept_since(commune.pk, DAY) == {Kind.REVIEWS: EVE}
    assert marks.kept_since(commune.pk, EVE - timedelta(days=1)) == {}
    assert marks.kept_since(_committee().pk, DAY) == {}
    one = UnitMark.objects.get()
    with pytest.raises(Refused, match="lý do"):
        shared.end(one, last_day=EVE, note=" ", actor=boss, at=MONDAY)
    with pytest.raises(PermissionDenied):
        shared.end(one, last_day=EVE, note="x", actor=_here(commune), at=MONDAY)
    ended = shared.end(one, last_day=EVE, note="Sổ dở", actor=boss, at=MONDAY)
    assert marks.kept_since(town.pk, DAY) == {}
    assert marks.kept_since(town.pk, EVE) == {Kind.REVIEWS: EVE}
    with pytest.raises(Refused, match="vừa ghi"):
        shared.withdraw(one, note="x", actor=boss, at=MONDAY)
    shared.withdraw(ended, note="Nhầm", actor=boss, at=MONDAY)
    assert marks.kept_since(town.pk, EVE) == {}


def test_a_unit_of_others_is_refused_and_so_is_a_day_to_come() -> None:
    mine, theirs = _committee(), _committee()

    with pytest.raises(Refused, match="không phụ trách"):
        _mark(theirs, Kind.USED, by=_here(mine))
    with pytest.raises(Refused, match="chưa đến"):
        _mark(mine, Kind.USED, on=DAY + timedelta(days=1))
    with pytest.raises(PermissionDenied):
        _mark(mine, Kind.USED, by=make.actor(make.user(mine)))
    with pytest.raises(Refused, match="không có đơn vị mã"):
        _mark(mine, Kind.REVIEWS, on=date(1990, 1, 1))
    division = make.unit()
    with pytest.raises(Refused, match="chỉ ghi cho ủy ban"):
        _mark(division, Kind.CONNECTED)

    assert not UnitMark.objects.exists()


def test_the_register_of_reviews_counts_approvals_of_some_units_in_a_window() -> None:
    actor = officer()
    version("1.1")
    said: dict[str, Any] = {"actor": actor, "at": MONDAY, "on": DAY}
    reviews.plan(actor.unit_id, 2026, ["1.1"], document="5/KH", **said)
    result: dict[str, Any] = {"proposal": "simplify", "finding": "Bỏ bản sao"}
    reviewed = reviews.record_result(Review.objects.get(), **result, **said)
    reviews.record_approval([reviewed], document="9/QĐ", **said)

    def count(units: set[int], first: date, last: date) -> Value:
        return kept.numbers({kept.APPROVALS}, units, "", first, last)[kept.APPROVALS]

    assert count({actor.unit_id}, DAY, DAY) == Value.of(1)
    assert count({actor.unit_id}, EVE, EVE) == Value.of(0)
    assert count({make.unit().pk}, DAY, DAY) == Value.of(0)


def _process(actor: Actor, *codes: str, on: date = DAY, document: str = "8/QĐ") -> None:
    kind = Milestone.Kind.PROCESS
    milestones.mark(codes, kind, on=on, document=document, actor=actor, at=MONDAY)


def test_a_process_follows_a_decision_once_a_document_of_later_says_so() -> None:
    actor = officer()
    for code in ("1.1", "1.2", "1.3"):
        version(code)
    early = DECISION.signed_on - timedelta(days=1)
    with pytest.raises(Refused, match=r"1\.1: ngày 25/12/2022 chưa ký quyết định"):
        _process(actor, "1.1", on=early)
    _process(actor, "1.1", on=DECISION.signed_on)
    Milestone.objects.update(valid_from=early)  # as what was entered before may be
    _process(actor, "1.2")
    ended = version("1.3").procedure
    end_procedure(ended, on=DAY, decision=DECISION, actor=actor, at=MONDAY)

    waits = decided(on=DAY).filter(AWAITS)
    assert [row.procedure.code for row in waits] == ["1.1"]
    with pytest.raises(Refused, match=r"1\.3 không còn áp dụng"):
        _process(actor, "1.3")
    (told,) = followed(DECISION.signed_on.year, on=DAY)
    assert (told.changed, told.followed, told.waits, told.last_on) == (2, 1, 1, DAY)
    assert followed(2020, on=DAY) == []
    version("1.1", on=EVE)
    (told,) = followed(DECISION.signed_on.year, on=DAY)
    assert (told.changed, told.followed) == (2, 1)  # the newer version waits alone


def test_a_later_document_takes_the_place_of_the_one_before() -> None:
    actor = officer()
    version("1.1")
    _process(actor, "1.1", on=START)
    _process(actor, "1.1", on=DAY, document="9/QĐ")
    _process(actor, "1.1", on=DAY, document="10/QĐ")

    rows = Milestone.objects.current().order_by("valid_from")
    assert [(row.document, row.valid_to) for row in rows] == [
        ("8/QĐ", DAY),
        ("9/QĐ", None),
    ]
    with pytest.raises(Refused, match="số văn bản"):
        _process(actor, "1.1", document=" ")


def test_the_process_before_holds_again_when_a_later_one_is_withdrawn() -> None:
    actor = officer()
    version("1.1")
    days = (START, START + timedelta(days=5), DAY)
    for n, on in enumerate(days):
        _process(actor, "1.1", on=on, document=f"{n}/QĐ")

    def held() -> list[tuple[str, date | None]]:
        rows = Milestone.objects.current().order_by("valid_from")
        return [(row.document, row.valid_to) for row in rows]

    for document, left in (
        ("1/QĐ", [("0/QĐ", DAY), ("2/QĐ", None)]),
        ("2/QĐ", [("0/QĐ", None)]),
    ):
        wrong = Milestone.objects.current().get(document=document)
        shared.withdraw(wrong, note="Nhầm", actor=actor, at=MONDAY)
        assert held() == left
    one = Milestone.objects.current().get()
    shared.end(one, last_day=EVE, note="Bỏ", actor=actor, at=MONDAY)
    _process(actor, "1.1", document="3/QĐ")
    wrong = Milestone.objects.current().get(document="3/QĐ")
    shared.withdraw(wrong, note="Nhầm", actor=actor, at=MONDAY)
    assert held() == [("0/QĐ", DAY)]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_ask_the_same_however_much_there_is(
    rows: int, client: Client, django_assert_max_num_queries: Any
) -> None:
    town = _committee("district")
    user = make.user(town, RIGHT)
    boss = make.actor(user)
    for n in range(rows):
        commune = _committee(parent=town)
        boss = make.actor(user)
        _mark(commune, Kind.CONNECTED, by=boss)
        _mark(commune, Kind.REVIEWS, by=boss)
        version(f"1.{n}")
    client.force_login(user)
    pages = {
        reverse("registers:on_system"): 14,
        reverse("registers:keeping"): 9,
        reverse("registers:processes") + "?nam=2022": 7,
        reverse("registers:procedure_changes"): 12,
    }

    for address, most in pages.items():
        client.get(address)
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200, address


def test_units_are_marked_and_ended_on_their_pages(client: Client) -> None:
    unit = _committee()
    client.force_login(make.user(unit, RIGHT))
    way = reverse("registers:on_system_mark")
    ticked = unit.versions.get()

    assert unit.code in client.post(way, {"chon": ticked.pk}).content.decode()
    sent = {"moc": "connected", "ngay": "5/1/2026", "ma": unit.code}
    assert client.post(way, {**sent, "ma": "X0"}).status_code == 422
    assert client.post(way, {**sent, "moc": "reviews"}).status_code == 422
    assert client.post(way, {**sent, "ngay": "5/1/2099"}).status_code == 422
    assert client.post(way, sent).status_code == 302
    keep = reverse("registers:keeping_mark")
    assert client.get(keep).status_code == 200
    assert client.post(keep, {**sent, "moc": "reviews"}).status_code == 302
    for one in UnitMark.objects.all():
        end = reverse("registers:unit_mark_end", args=[one.pk])
        assert client.get(end).status_code == 200
        assert client.post(end, {"lam": "nham", "vi_sao": ""}).status_code == 422
        assert client.post(end, {"lam": "nham", "vi_sao": "Nhầm"}).status_code == 302
    assert not UnitMark.objects.current().exists()
    page = client.get(
        reverse("registers:unit_marks", args=[unit.pk]), {"xem": "tat-ca"}
    )
    assert "Nhầm" in page.content.decode()
    assert (
        client.get(reverse("registers:unit_marks", args=[_committee().pk])).status_code
        == 404
    )


def test_ticked_changes_lead_to_their_processes(client: Client) -> None:
    client.force_login(make.user(rights=RIGHT))
    version("1.1")
    (change,) = decided(on=DAY).annotate(code=F("procedure__code"))
    way = reverse("registers:processes_mark")

    page = client.post(way, {"chon": change.pk}).content.decode()
    assert "1.1" in page
    assert "Ghi quy trình nội bộ" in page
    assert f'href="{reverse("registers:processes")}"' in page
    assert "<select" not in page
    assert client.post(way, {"ngay": "5/1/2026", "ma": "1.1"}).status_code == 422
    sent = {"moc": "approved", "ngay": "5/1/2026", "van_ban": "8/QĐ", "ma": "1.1"}
    assert client.post(way, sent).status_code == 302
    assert Milestone.objects.get().kind == Milestone.Kind.PROCESS
    listed = reverse("registers:procedure_changes")
    done = client.get(listed, {"xem": "xong"}, follow=True).content.decode()
    assert "cập nhật sau" in done
    waits = client.get(listed, {"xem": "cho"}, follow=True).content.decode()
    assert 'class="rl"' not in waits


def test_a_process_between_two_decisions_is_asked_about(client: Client) -> None:
    client.force_login(make.user(rights=RIGHT))
    version("1.1")
    later = replace(DECISION, number="13/QĐ-UBND", signed_on=EVE)
    officer_ = officer()
    draft_ = draft("1.1", name="Tên mới")
    begin_version(draft_, on=DAY, decision=later, actor=officer_, at=MONDAY)
    way = reverse("registers:processes_mark")
    sent = {"ngay": "27/12/2022", "van_ban": "8/QĐ", "ma": "1.1"}

    asked = client.post(way, sent)

    assert asked.status_code == 422
    assert "vẫn chờ cập nhật" in asked.content.decode()
    assert not Milestone.objects.exists()
    (tick,) = re.findall(r'name="van_ghi" value="(\w+)"', asked.content.decode())
    assert '<label class="opt"><input type="checkbox" name="van_ghi"' in (
        asked.content.decode()
    )
    other = {**sent, "ngay": "26/12/2022", "van_ghi": tick}
    assert client.post(way, other).status_code == 422  # said of another day
    assert client.post(way, {**sent, "van_ghi": tick}).status_code == 302
    assert client.post(way, {**sent, "ngay": "5/1/2026"}).status_code == 302


def test_nothing_is_asked_of_what_is_refused_or_changes_nothing(
    client: Client, monkeypatch: Any
) -> None:
    unit, other = _committee(), _committee()
    client.force_login(make.user(unit, RIGHT))
    doubt = "Đợt ấy (1 báo cáo)"
    monkeypatch.setattr("lienmach.registers.registry._leaning", [lambda *_: [doubt]])
    way = reverse("registers:keeping_mark")
    sent = {"moc": "reviews", "ngay": "5/1/2026", "ma": other.code}

    refused = client.post(way, sent)
    assert (refused.status_code, doubt in refused.content.decode()) == (422, False)
    asked = client.post(way, {**sent, "ma": unit.code})
    page = asked.content.decode()
    assert (asked.status_code, page.count(doubt), "cần sửa" in page) == (422, 1, False)
    (tick,) = re.findall(r'name="van_ghi" value="(\w+)"', page)
    assert (
        client.post(way, {**sent, "ma": unit.code, "van_ghi": tick}).status_code == 302
    )
    assert (
        client.post(way, {**sent, "ma": unit.code}).status_code == 302
    )  # held already

    end = reverse("registers:unit_mark_end", args=[UnitMark.objects.get().pk])
    said = {"lam": "het", "den_ngay": "4/1/2026", "vi_sao": "Thôi ghi"}
    refused = client.post(end, said)
    assert (refused.status_code, doubt in refused.content.decode()) == (422, False)
    asked = client.post(end, {**said, "den_ngay": "5/1/2026"})
    assert (asked.status_code, doubt in asked.content.decode()) == (422, True)


def test_all_refused_codes_can_be_seen_at_their_field(client: Client) -> None:
    client.force_login(make.user(rights=RIGHT))
    way = reverse("registers:processes_mark")
    codes = [f"9.{n}" for n in range(8)]

    refused = client.post(
        way, {"ngay": "5/1/2026", "van_ban": "8/QĐ", "ma": "\n".join(codes)}
    )

    assert refused.context["form"].errors["ma"] == [
        "Danh mục không có mã 9.0, 9.1, 9.2, 9.3, 9.4 và 3 mã khác."
    ]
    assert "9.0, 9.1, 9.2, 9.3, 9.4, 9.5, 9.6, 9.7</p>" in refused.content.decode()


def test_what_is_counted_of_the_catalogue_is_its_committees() -> None:
    town = _committee("district")
    division = make.unit(town)
    _mark(town, Kind.ANYWHERE)
    _mark(town, Kind.REVIEWS)

    assert set(marks.kept_since(town.pk, DAY)) == {Kind.REVIEWS, Kind.ANYWHERE}
    assert set(marks.kept_since(division.pk, DAY)) == {Kind.REVIEWS}


def test_the_links_of_a_report_lead_to_its_unit_and_those_below(client: Client) -> None:
    town = _committee("district")
    commune, other = _committee(parent=town), _committee(parent=town)
    client.force_login(make.user(town, RIGHT))
    way = kept.listed(kept.SHARE, DAY, DAY, commune.pk, "commune")

    page = client.get(way, follow=True).content.decode()

    assert commune.code in page
    assert f">{other.code}<" not in page
    of_day = reverse("registers:on_system_mark") + f"?ngay={DAY}"
    sent = {"moc": "connected", "ngay": "5/1/2026", "ma": commune.code}
    back = client.post(of_day, sent)["Location"]
    assert back == f"{reverse('registers:on_system')}?ngay={DAY}"
