from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from lienmach.org import demo
from lienmach.org.management.commands import load_demo
from lienmach.org.models import AuditRecord, Unit, User
from lienmach.org.queries import (
    actor_of,
    desk_of,
    is_demo,
    names_on,
    successors,
    unit_tree,
)
from lienmach.org.queries.audit import chain
from tests import make

pytestmark = pytest.mark.django_db
IN_2023, LAST_DAY = date(2023, 3, 10), date(2025, 6, 30)


@pytest.fixture
def _demo() -> None:
    demo.load(at=timezone.now())


def below(code: str, on: date) -> list[str]:
    nodes = unit_tree(on)
    start = next(n for n, node in enumerate(nodes) if node.version.unit.code == code)
    deeper = []
    for node in nodes[start + 1 :]:
        if node.depth <= nodes[start].depth:
            break
        deeper.append(node.version.unit.code)
    return deeper


@pytest.mark.usefixtures("_demo")
def test_the_town_of_2023_had_its_divisions_its_centre_and_nine_communes() -> None:
    codes = below(demo.HISTORY, IN_2023)

    assert (
        sum("0" < code.removeprefix(demo.HISTORY + ".") < "13" for code in codes) > 11
    )
    assert f"{demo.HISTORY}.20" in codes
    communes = [c for c in codes if c.count(".") == 2 and c.split(".")[2] > "40"]
    assert len(communes) == 9


@pytest.mark.usefixtures("_demo")
def test_every_unit_of_the_town_has_become_one_of_today() -> None:
    lasting = {node.version.unit_id for node in unit_tree(demo.TURN)}

    for unit in Unit.objects.filter(code__startswith=demo.HISTORY):
        now = successors(unit.pk, demo.TURN)
        assert now
        assert now <= lasting
    divided = demo.unit(f"{demo.HISTORY}.{demo.DIVIDED}")
    names = names_on(successors(divided.pk, demo.TURN), demo.TURN).values()
    assert sorted(names) == ["UBND xã Nguyệt Khê", "UBND xã Yên Hạc"]


@pytest.mark.usefixtures("_demo")
def test_each_account_works_where_the_contract_says() -> None:
    today = timezone.localdate()
    for one in demo.ACCOUNTS:
        person = demo.account(one.username)
        actor = actor_of(person, on=today)
        assert person.check_password(demo.PASSWORD)
        assert not person.must_change_password
        assert demo.unit(one.unit or one.reach[0]).pk == actor.unit_id

    home_affairs = desk_of(demo.account("noivu"), on=today)
    assert [place.code for place in home_affairs.workplaces] == ["X99.50.03", "X99.16"]
    assert home_affairs.is_demo == is_demo()
    assert actor_of(demo.account("quantri"), on=today).may("org.people")


@pytest.mark.usefixtures("_demo")
def test_the_focal_point_of_a_commune_sees_its_archive() -> None:
    desk = desk_of(demo.account("xa"), on=timezone.localdate())

    codes = Unit.objects.filter(pk__in=desk.actor.unit_ids).values_list(
        "code", flat=True
    )
    assert sorted(codes) == ["X99.16.46", "X99.16.46.01"]
    assert desk.here.has_ended


def test_the_demo_is_loaded_once_and_tells_its_accounts_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(load_demo, "_rooms", lambda: ["lienmach.org"])
    first, second = StringIO(), StringIO()
    call_command("load_demo", stdout=first)
    users = User.objects.count()
    call_command("load_demo", stdout=second)

    assert first.getvalue() == second.getvalue()
    assert demo.PASSWORD in first.getvalue()
    assert User.objects.count() == users
    assert is_demo()
    assert chain().broken_at is None


def test_a_database_in_use_is_left_alone() -> None:
    make.user()
    said = StringIO()

    call_command("load_demo", stdout=said)

    assert not is_demo()
    assert said.getvalue() == ""


def test_the_first_administrator_must_change_the_password() -> None:
    said = StringIO()
    call_command(
        "create_admin",
        "an",
        name="Nguyễn Văn An",
        unit="Y1",
        unit_name="UBND xã Mẫu",
        stdout=said,
    )

    person = User.objects.get(username="an")
    password = said.getvalue().split("lần này: ")[1].split()[0]
    assert person.check_password(password)
    assert person.must_change_password
    assert actor_of(person, on=timezone.localdate()).may("org.people")
    assert AuditRecord.objects.filter(verb="granted").exists()


def test_the_first_administrator_may_choose_a_password_that_will_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    options = {"name": "An", "unit": "Y1", "unit_name": "UBND xã Mẫu", "ask": True}
    monkeypatch.setattr("sys.stdin", StringIO("ngan\n"))
    with pytest.raises(CommandError, match="từ 8 đến 128"):
        call_command("create_admin", "an", **options)

    monkeypatch.setattr("sys.stdin", StringIO("Tre-Xanh/47\n"))
    call_command("create_admin", "an", **options, stdout=StringIO())
    assert User.objects.get(username="an").check_password("Tre-Xanh/47")


def test_what_the_first_administrator_lacks_is_said_in_a_sentence() -> None:
    with pytest.raises(CommandError, match="--unit-name"):
        call_command("create_admin", "an", name="An", unit="Y1")
    with pytest.raises(CommandError, match="không dấu"):
        call_command("create_admin", "bà hoa", name="Hoa", unit="Y1", unit_name="X")

    assert not User.objects.exists()


@pytest.mark.usefixtures("_demo")
def test_the_chain_is_verified_by_a_command() -> None:
    said = StringIO()
    call_command("verify_audit", stdout=said)
    last = said.getvalue().split()[-1]

    call_command("verify_audit", last=last, stdout=StringIO())
    with pytest.raises(CommandError, match="Không còn dòng"):
        call_command("verify_audit", last="99999:ab", stdout=StringIO())
