from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from lienmach.base.actor import Actor
from lienmach.calc.password import faults
from lienmach.calc.refusal import Refused
from lienmach.org import registry
from lienmach.org.actions import people
from lienmach.org.models import AuditRecord, Grant, Post, Unit, User
from lienmach.org.registry import OpenWork
from tests import make
from tests.make import LONG_AGO, MONDAY

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()


@pytest.fixture
def office() -> Unit:
    return make.unit()


@pytest.fixture
def admin(office: Unit) -> Actor:
    return make.actor(make.user(office, "org.people"))


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> dict[int, int]:
    """How many pieces of work each person holds, for a kind of work made up here."""
    work: dict[int, int] = {}

    def hand_over(giver: int, taker: int, actor: Actor, at: datetime) -> int:
        given = work.pop(giver, 0)
        work[taker] = work.get(taker, 0) + given
        return given

    monkeypatch.setattr(registry, "_open_work", {})
    registry.open_work(
        OpenWork("parcels", "gói việc", lambda pk: work.get(pk, 0), hand_over)
    )
    return work


def test_who_holds_work_leaves_only_when_somebody_takes_it(
    office: Unit, admin: Actor, held: dict[int, int]
) -> None:
    leaver, heir = make.user(office), make.user(office)
    held[leaver.pk] = 12

    with pytest.raises(Refused, match="còn giữ 12 gói việc"):
        people.deactivate(leaver, on=TODAY, actor=admin, at=MONDAY)
    with pytest.raises(Refused, match="một người khác đang làm việc"):
        people.deactivate(leaver, on=TODAY, actor=admin, at=MONDAY, heir=leaver)

    given = people.deactivate(leaver, on=TODAY, actor=admin, at=MONDAY, heir=heir)

    assert given == 12
    assert held == {heir.pk: 12}
    assert not User.objects.get(pk=leaver.pk).is_active
    assert AuditRecord.objects.latest("pk").after == {
        "bàn giao cho": heir.name,
        "số việc": 12,
    }


def test_nobody_closes_the_own_account(office: Unit) -> None:
    person = make.user(office, "org.people")

    with pytest.raises(Refused, match="của mình"):
        people.deactivate(person, on=TODAY, actor=make.actor(person), at=MONDAY)


def test_a_role_is_given_only_for_units_in_ones_care(admin: Actor) -> None:
    elsewhere = make.unit()

    with pytest.raises(Refused, match="không gồm đơn vị"):
        people.grant(
            make.user(elsewhere),
            make.role("a.do"),
            elsewhere,
            since=TODAY,
            until=None,
            actor=admin,
            at=MONDAY,
        )


def test_a_unit_has_one_head_on_a_day(office: Unit, admin: Actor) -> None:
    days = {"since": TODAY, "until": None}
    first, second = make.user(name="Đỗ Nhất"), make.user()
    how = {"actor": admin, "at": MONDAY}
    people.give_post(first, office, "Trưởng phòng", is_head=True, **days, **how)  # type: ignore[arg-type]  # a dict of two kinds

    with pytest.raises(Refused, match="đang có người đứng đầu là Đỗ Nhất"):
        people.give_post(second, office, "Quyền", is_head=True, **days, **how)  # type: ignore[arg-type]  # as above
    with pytest.raises(IntegrityError, match="unit_has_one_head"):
        Post.objects.create(
            person=second, unit=office, title="X", is_head=True, valid_from=TODAY
        )


def test_a_post_needs_a_unit_that_lasts_as_long(admin: Actor, office: Unit) -> None:
    office.versions.update(valid_to=date(2026, 7, 1))

    with pytest.raises(Refused, match="không hoạt động ngày 01/07/2026"):
        people.give_post(
            make.user(),
            office,
            "Chuyên viên",
            is_head=False,
            since=TODAY,
            until=None,
            actor=admin,
            at=MONDAY,
        )


def test_the_database_refuses_the_same_role_twice_on_a_day(office: Unit) -> None:
    person, role = make.user(office), make.role()
    make.grant(person, office, role, until=TODAY)
    make.grant(person, office, role, since=TODAY)

    with pytest.raises(IntegrityError, match="grants_never_overlap"):
        make.grant(person, office, role, since=date(2027, 1, 1))


def test_a_role_that_was_taken_back_before_it_began_may_be_given_again(
    office: Unit, admin: Actor
) -> None:
    person, role = make.user(office), make.role()
    later = date(2026, 6, 1)
    how = {"until": None, "actor": admin, "at": MONDAY}
    given = people.grant(person, role, office, since=later, **how)  # type: ignore[arg-type]  # a dict of two kinds
    people.end_grant(given, on=TODAY, actor=admin, at=MONDAY)

    people.grant(person, role, office, since=later, **how)  # type: ignore[arg-type]  # as above

    assert Grant.objects.in_force(later).filter(person=person).count() == 1


def test_the_audit_of_an_edit_keeps_no_number(office: Unit, admin: Actor) -> None:
    person = make.user(office, name="Cũ")

    people.edit(
        person, name="Mới", phone="0912345678", email="", actor=admin, at=MONDAY
    )

    row = AuditRecord.objects.get()
    assert row.before == {"họ và tên": "Cũ"}
    assert "0912345678" not in f"{row.after}"


def test_made_up_passwords_follow_the_rules_and_differ() -> None:
    made = {people.made_up_password() for _ in range(200)}

    assert len(made) == 200
    assert [password for password in made if faults(password)] == []


def test_what_is_refused_leaves_no_person_behind(office: Unit, admin: Actor) -> None:
    office.versions.update(valid_to=TODAY)
    new = people.NewPerson("an", "An", office, "Chuyên viên")

    with pytest.raises(Refused), transaction.atomic():
        people.add(new, on=LONG_AGO.replace(year=2027), actor=admin, at=MONDAY)

    assert not User.objects.filter(username="an").exists()
