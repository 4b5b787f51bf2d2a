"""How the public reaches a unit: with dates, from the nearest unit that says so."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienmach.org.actions.contacts import NewContact, set_contact, speak_for
from lienmach.org.models import AuditRecord, Unit
from lienmach.org.queries.contacts import contact_of, public_unit
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
FIRST, NEXT = date(2026, 1, 1), date(2026, 3, 1)
DAY = timedelta(days=1)


def _set(unit: Unit, phone: str, on: date = FIRST) -> None:
    new = NewContact(phone, "Số 2 đường Bờ Sông")
    set_contact(unit, new, on=on, actor=None, at=MONDAY)


def _phone(unit: Unit, on: date) -> str | None:
    found = contact_of(unit.pk, on)
    return found.phone if found else None


def test_a_unit_has_its_own_contact_or_that_of_the_nearest_above() -> None:
    top = make.unit()
    middle = make.unit(top)
    low = make.unit(middle)
    assert _phone(low, FIRST) is None

    _set(top, "1")
    assert _phone(low, FIRST) == "1"
    _set(middle, "2")
    assert (_phone(low, FIRST), _phone(top, FIRST)) == ("2", "1")


def test_a_new_contact_holds_from_its_day_and_the_one_before_until_then() -> None:
    unit = make.unit()
    _set(unit, "1")
    _set(unit, "3", NEXT)
    _set(unit, "2", FIRST + DAY)
    _set(unit, "4", NEXT)  # from the same day: a correction

    days = (FIRST, FIRST + DAY, NEXT - DAY, NEXT)
    assert [_phone(unit, day) for day in days] == ["1", "2", "2", "4"]
    assert AuditRecord.objects.count() == 4


def test_only_who_looks_after_units_may_change_it() -> None:
    unit = make.unit()
    stranger = make.actor(rights=["org.units"])

    with pytest.raises(PermissionDenied):
        set_contact(unit, NewContact("1", "x"), on=FIRST, actor=stranger, at=MONDAY)
    with pytest.raises(PermissionDenied):
        speak_for(unit, actor=stranger, at=MONDAY)


def test_the_page_keeps_a_contact_and_whose_the_public_pages_are(
    client: Client,
) -> None:
    unit = make.unit()
    client.force_login(make.user(unit, "org.units"))
    url = reverse("org:unit_contact", args=[unit.code])
    sent = {
        "tu_ngay": f"{timezone.localdate():%d/%m/%Y}",
        "dien_thoai": "0204 3 000 123",
        "dia_chi": "Số 2 đường Bờ Sông",
        "cong_khai": "on",
    }

    wrong = client.post(url, sent | {"dien_thoai": "gọi bác Tư"})
    assert wrong.status_code == 422
    assert "chỉ gồm chữ số" in wrong.content.decode()
    page = client.post(url, sent, follow=True).content.decode()

    assert "0204 3 000 123" in page
    assert public_unit() == unit
    assert "Số 2 đường Bờ Sông" in client.get(url).content.decode()
