"""Who handles what a counter receives, and the pattern of codes, as they are set."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lienmach.onestop.models import Route
from lienmach.onestop.queries.routes import RIGHT
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import PROCEDURE, Office
from lienmach.org.models import AuditRecord, User, Verb
from lienmach.registers.models import ProcedureField
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return made.office()


@pytest.fixture
def admin(office: Office, client: Client) -> User:
    user = make.user(office.committee, f"{RIGHT} org.admin", title="Quản trị")
    client.force_login(user)
    return user


def _page(client: Client, name: str = "routes") -> str:
    return client.get(reverse(f"onestop:{name}")).content.decode()


def _send(client: Client, **said: Any) -> Any:
    return client.post(reverse("onestop:routes"), said)


@pytest.mark.usefixtures("admin")
def test_a_field_gets_a_unit_of_its_own_and_the_audit_knows(
    client: Client, office: Office
) -> None:
    field = ProcedureField.objects.get()
    said = {"quay": office.counter.pk, "linh_vuc": field.pk}
    for unit in (office.committee, office.division):
        assert _send(client, **said, thu_ly=unit.pk).status_code == 302

    route = Route.objects.get(field=field)
    assert (route.unit, route.decides_unit) == (office.division, office.division)
    assert "Lĩnh vực Hộ tịch" in _page(client)
    noted = AuditRecord.objects.filter(verb=Verb.SETTING_CHANGED).order_by("pk")
    assert [record.before is None for record in noted] == [True, False]
    assert made.dossier(office).case.decides_unit == office.division


@pytest.mark.usefixtures("admin")
def test_a_procedure_is_named_by_its_code_and_taken_away_again(
    client: Client, office: Office
) -> None:
    _send(
        client,
        quay=office.counter.pk,
        thu_tuc=PROCEDURE,
        thu_ly=office.division.pk,
        giai_quyet=office.committee.pk,
    )
    route = Route.objects.get(procedure__code=PROCEDURE)
    assert "Thủ tục 1.000001 Đăng ký khai sinh" in _page(client)
    assert route.decides_unit == office.committee

    client.post(reverse("onestop:route_drop", args=[route.pk]))

    assert not Route.objects.filter(pk=route.pk).exists()
    assert made.dossier(office).case.decides_unit == office.division


@pytest.mark.usefixtures("admin")
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"thu_tuc": "9.9"}, "Danh mục không có thủ tục mã 9.9."),
        ({"thu_ly": ""}, "Chưa chọn nơi thụ lý."),
        ({"quay": "0"}, "Chọn một giá trị trong danh sách."),
        ({"thu_tuc": PROCEDURE, "both": True}, "bỏ chọn lĩnh vực"),
    ],
)
def test_a_wrong_line_is_told_and_not_written(
    client: Client, office: Office, wrong: dict[str, Any], words: str
) -> None:
    field = ProcedureField.objects.get().pk if wrong.pop("both", False) else ""
    said = {"quay": office.counter.pk, "thu_ly": office.division.pk}

    answer = _send(client, **{**said, "linh_vuc": field, **wrong})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Route.objects.count() == 1


def test_an_office_without_any_line_is_told_what_that_means(client: Client) -> None:
    client.force_login(make.user(rights=f"{RIGHT} org.admin"))

    assert "Chưa phân công ở quầy nào" in _page(client)


@pytest.mark.usefixtures("admin")
def test_the_counter_of_another_office_is_neither_shown_nor_changed(
    client: Client, office: Office
) -> None:
    other = made.office(name="Thủ tục khác")
    route = Route.objects.get(counter=other.counter)

    assert (
        client.post(reverse("onestop:route_drop", args=[route.pk])).status_code == 404
    )
    answer = _send(client, quay=other.counter.pk, thu_ly=office.division.pk)
    assert answer.status_code == 422
    assert f"quay-{other.counter.pk}" not in _page(client)


def test_who_may_not_set_it_does_not_see_it(client: Client, office: Office) -> None:
    client.force_login(office.clerk)

    for name in ("routes", "code_pattern"):
        assert client.get(reverse(f"onestop:{name}")).status_code == 403


@pytest.mark.usefixtures("admin")
def test_the_page_stands_among_the_parts_of_the_administration(client: Client) -> None:
    page = client.get(reverse("org:admin")).content.decode()

    assert reverse("onestop:routes") in page


@pytest.mark.usefixtures("admin")
def test_a_pattern_is_chosen_and_codes_follow_it(
    client: Client, office: Office
) -> None:
    address = reverse("onestop:code_pattern")
    wrong = client.post(address, {"mau": "{agency}/{day}"})
    assert wrong.status_code == 422
    assert "{number} đúng một lần" in wrong.content.decode()
    same = client.post(address, {"mau": "{agency}-{day}-{number}"})
    assert "đang được dùng" in same.content.decode()

    client.post(address, {"mau": "{agency}.{day}.{number}"})

    assert made.dossier(office).case.code == f"{office.counter.code}.260105.0001"
    assert "{agency}.{day}.{number}" in _page(client, "code_pattern")
    assert AuditRecord.objects.filter(verb=Verb.SETTING_CHANGED).count() == 1


@pytest.mark.usefixtures("admin")
@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_much_for_one_counter_as_for_three(
    rows: int, client: Client, office: Office, django_assert_num_queries: Any
) -> None:
    for _ in range(rows - 1):
        counter = make.unit(office.committee)
        Route.objects.create(
            counter=counter, unit=office.division, decides_unit=office.division
        )
    _page(client)

    # Session, user, desk twice; units and two trees of choices, fields, routes, then
    # the names, and the counters.
    with django_assert_num_queries(11):
        _page(client)
