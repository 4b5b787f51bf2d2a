"""Fields that wait for an announcement: watched, asked for, announced, opened again."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from lienmach.base.actor import Actor
from lienmach.calc.refusal import Refused
from lienmach.registers.actions import awaited as actions
from lienmach.registers.actions import marks
from lienmach.registers.actions.procedures import RIGHT
from lienmach.registers.models import AnnouncementRequest, AwaitedField
from lienmach.registers.queries import awaited as queries
from lienmach.registers.queries.procedures import fields
from lienmach.registers.tests.make_procedure import DECISION, officer, version
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
SIGNED = DECISION.signed_on
SINCE = SIGNED - timedelta(days=30)
DAY = MONDAY.date()


def _wait(actor: Actor, name: str = "Hộ tịch", **more: Any) -> AwaitedField:
    said = {"since": SINCE, "document": "7/NĐ-CP", "is_new": True, "at": MONDAY}
    return actions.watch(name, actor=actor, **{**said, **more})


def _ask(actor: Actor, wait: AwaitedField, on: date, document: str = "5/CV") -> None:
    unit = actor.unit_id
    actions.ask(wait, unit_id=unit, document=document, on=on, actor=actor, at=MONDAY)


def _announce(actor: Actor, wait: AwaitedField, decision: str = "") -> AwaitedField:
    by = decision or DECISION.number
    return actions.announce(wait, decision=by, on=SIGNED, actor=actor, at=MONDAY)


def test_a_field_waits_until_a_decision_of_the_log_announces_it() -> None:
    actor = officer()
    wait = _wait(actor)
    assert queries.told(DAY) == (1, 1, SINCE)
    with pytest.raises(Refused, match="không có quyết định"):
        _announce(actor, wait)
    version("1.1")
    version("1.2", field="Đất đai")
    (found,) = queries.decisions(wait)
    assert (found.decision, found.changed) == (DECISION.number, 1)
    with pytest.raises(Refused, match="không có quyết định"):
        _announce(actor, wait, "13/QĐ-UBND")

    made = _announce(actor, wait)

    eve = SIGNED - timedelta(days=1)
    assert (queries.told(eve).waiting, queries.told(SIGNED).waiting) == (1, 0)
    with pytest.raises(Refused, match="Người khác vừa ghi"):
        _announce(actor, wait)
    reopened = actions.reopen(made, note="Nhầm quyết định", actor=actor, at=MONDAY)
    assert (reopened.valid_to, reopened.announced_by) == (None, "")
    assert queries.told(SIGNED).waiting == 1
    marks.withdraw(reopened, note="Nhầm", actor=actor, at=MONDAY)
    assert queries.told(SIGNED).waiting == 0


def test_a_letter_belongs_to_the_wait_in_which_its_day_lies() -> None:
    actor = officer()
    version("1.1")
    wait = _wait(actor)
    with pytest.raises(Refused, match="không chờ công bố"):
        _ask(actor, wait, SINCE - timedelta(days=1))
    with pytest.raises(Refused, match="chưa đến"):
        _ask(actor, wait, DAY + timedelta(days=1))
    _ask(actor, wait, SINCE)
    with pytest.raises(Refused, match="đã ghi"):
        _ask(actor, wait, SINCE)
    _ask(actor, wait, SIGNED, "6/CV")  # nobody knew yet that it was signed
    _announce(actor, wait)
    again = _wait(actor, since=SIGNED + timedelta(days=5))

    rows: Any = queries.awaited(on=DAY)
    told = {pk: rest for pk, *rest in rows.values_list("pk", "letters", "asked_on")}

    assert told[again.pk] == [[], None]
    (held,) = (pk for pk in told if pk != again.pk)
    assert told[held] == [["5/CV"], SINCE]
    earlier = AwaitedField.objects.get(pk=held)
    assert [one.document for one in queries.letters(earlier)] == ["6/CV", "5/CV"]
    letter = AnnouncementRequest.objects.get(document="5/CV")
    with pytest.raises(PermissionDenied):
        actions.withdraw_letter(letter, note="x", actor=officer(), at=MONDAY)
    actions.withdraw_letter(letter, note="Nhầm", actor=actor, at=MONDAY)
    assert rows.filter(pk=held, letters=[]).exists()
    with pytest.raises(Refused, match="chờ lại từ"):
        actions.reopen(earlier, note="x", actor=actor, at=MONDAY)


def test_a_field_waits_once_and_a_new_name_is_asked_about() -> None:
    actor = officer()
    with pytest.raises(actions.Unknown, match="Tôn giáo"):
        _wait(actor, "Tôn giáo", is_new=False)
    _wait(actor, "Tôn giáo")
    with pytest.raises(Refused, match="đã ghi chờ từ"):
        _wait(actor, "ton giao", since=SINCE - timedelta(days=90))
    with pytest.raises(Refused, match="chưa đến"):
        _wait(actor, since=DAY + timedelta(days=1))
    with pytest.raises(Refused, match="văn bản"):
        _wait(actor, document=" ")
    with pytest.raises(PermissionDenied):
        _wait(make.actor())
    assert AwaitedField.objects.count() == 1


def test_a_field_typed_by_mistake_is_offered_no_more() -> None:
    actor = officer()
    wait = _wait(actor, "Tôn giáp")
    assert wait.field in fields()
    marks.withdraw(wait, note="Gõ nhầm", actor=actor, at=MONDAY)
    assert wait.field not in fields()
    with pytest.raises(actions.Unknown):
        _wait(actor, "Tôn giáp", is_new=False)


def test_a_wait_is_written_asked_for_and_closed_on_its_pages(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    client.force_login(make.user(rights=RIGHT))
    way = reverse("registers:awaited_watch")
    sent = {"linh_vuc": "Hộ tịch", "ngay": "26/11/2022", "van_ban": "7/NĐ-CP"}
    asked = client.post(way, sent)
    assert asked.status_code == 422
    assert "lĩnh vực mới" in asked.content.decode()
    assert client.post(way, {**sent, "ngay": "1/1/2099"}).status_code == 422
    there = client.post(way, {**sent, "linh_vuc_moi": "on"})
    wait = AwaitedField.objects.get()
    assert there["Location"] == reverse("registers:awaited_field", args=[wait.pk])
    letter = reverse("registers:awaited_ask", args=[wait.pk])
    unit = make.actor().unit_id
    typed = {"don_vi": unit, "van_ban": "5/CV", "ngay": "27/11/2022"}
    assert client.post(letter, typed).status_code == 422  # a unit of others
    shown = client.get(letter).context["form"]["don_vi"].value()
    assert client.post(letter, {**typed, "don_vi": shown}).status_code == 302
    close = reverse("registers:awaited_announce", args=[wait.pk])
    empty = client.get(close).content.decode()
    assert "chưa có quyết định" in empty
    assert "quyet_dinh" not in empty  # nothing to choose, so no button that must fail
    asked = client.get(reverse("registers:awaited_end", args=[wait.pk]))
    assert asked.context["form"]["den_ngay"].field.required
    version("1.1")
    for address in (there["Location"], reverse("registers:awaited")):
        client.get(address)
        with django_assert_max_num_queries(14):
            page = client.get(address).content.decode()
        assert "đã có quyết định" in page
        assert "5/CV" in page
    key = f"{SIGNED} {DECISION.number}"
    assert client.post(close, {"quyet_dinh": "x"}).status_code == 422
    assert client.post(close, {"quyet_dinh": key}).status_code == 302
    held = AwaitedField.objects.current().get()
    assert client.get(there["Location"]).status_code == 302
    end = reverse("registers:awaited_end", args=[held.pk])
    assert "mở lại" in client.get(end).content.decode()
    assert client.post(end, {"lam": "lai", "vi_sao": ""}).status_code == 422
    assert client.post(end, {"lam": "lai", "vi_sao": "Nhầm"}).status_code == 302
    one = AnnouncementRequest.objects.get()
    back = reverse("registers:awaited_letter", args=[one.pk])
    assert client.post(back, {"vi_sao": "Nhầm"}).status_code == 302
    client.force_login(make.user())
    assert client.get(reverse("registers:awaited")).status_code == 200
    assert client.get(way).status_code == 403
    assert client.post(back, {"vi_sao": "x"}).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_however_much_waits(
    rows: int, client: Client, django_assert_num_queries: Any
) -> None:
    user = make.user(rights=RIGHT)
    for n in range(rows):
        wait = _wait(make.actor(user), f"Lĩnh vực {n}")
        _ask(make.actor(user), wait, DAY)
    client.force_login(user)
    client.get(reverse("registers:awaited"))
    with django_assert_num_queries(9):
        page = client.get(reverse("registers:awaited")).content.decode()
    assert all(f"Lĩnh vực {n}" in page for n in range(rows))
