"""Dossiers as programs read them, and looking one up by its code."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from lienmach.interop.tests.make_program import get, program
from lienmach.onestop.actions import steps
from lienmach.onestop.actions.look_up import LIMIT
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.org.models import (
    AuditRecord,
    Verb,
)
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return made.office()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("way", "queries"),
    [("dossiers?xem=tat-ca", 14), ("dossiers?xem=tat-ca&kem=chu-ho-so", 15)],
)
def test_the_list_asks_the_same_number_of_queries_however_long_it_is(
    way: str, queries: int, rows: int, office: Office, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        made.in_progress(office)
    client = program(office.officer)
    get(client, "me")  # the use of the token is noted

    with django_assert_num_queries(queries):
        assert len(get(client, way)["items"]) == rows


def test_a_dossier_is_told_as_its_list_tells_it(office: Office) -> None:
    dossier = made.in_progress(office)

    (item,) = get(program(office.officer), "dossiers")["items"]

    assert item["code"] == dossier.case.code
    assert item["procedure"] == made.PROCEDURE
    assert (item["state"], item["national_state"]) == ("in_progress", 4)
    assert item["received_at"] == "2026-01-05T08:00:00+07:00"
    assert item["promised_at"] == "2026-01-10T17:00:00+07:00"
    assert item["standing"] == "over"
    assert item["unit"] == office.division.code
    assert item["received_unit"] == office.counter.code
    assert item["owner"] is None


def test_what_one_may_not_see_is_not_there(office: Office) -> None:
    dossier = made.in_progress(office)
    stranger = program(make.user())

    assert get(stranger, "dossiers?xem=tat-ca")["items"] == []
    hidden = get(stranger, f"dossiers/{dossier.case.code}", 404)
    absent = get(stranger, "dossiers/KHONG-CO", 404)
    assert hidden["text"] == absent["text"]
    assert get(stranger, f"units/{office.division.code}", 404)
    assert office.division.code not in str(get(stranger, "units"))
    way = f"figures?unit={office.division.code}&from=2026-01-01&to=2026-01-31"
    assert "unit" in get(stranger, way, 422)["fields"]


def test_owners_are_told_when_asked_for_and_the_audit_says_to_whom(
    office: Office,
) -> None:
    dossier = made.in_progress(office)
    client, code = program(office.officer), dossier.case.code
    plain = get(client, f"dossiers/{code}")
    assert plain["owner"] is None
    assert dossier.owner_name not in json.dumps(plain, ensure_ascii=False)

    one = get(client, f"dossiers/{code}?kem=chu-ho-so")["owner"]
    (item,) = get(client, "dossiers?kem=chu-ho-so")["items"]

    assert one["name"] == item["owner"]["name"] == dossier.owner_name
    assert one["phone"] == "•••••••123"
    read = AuditRecord.objects.get(verb=Verb.PERSONAL_DATA_READ)
    listed = AuditRecord.objects.get(verb=Verb.EXPORTED)
    assert (read.person, read.subject) == (office.officer, code)
    assert read.after == {"đã xem": ["họ tên"], "qua": "API, mã «thử»"}
    assert listed.after == {"dạng": "API, mã «thử»", "bộ lọc": "kem=chu-ho-so"}


def test_one_dossier_tells_how_its_deadline_was_counted(
    office: Office, django_assert_num_queries: Any
) -> None:
    dossier = made.in_progress(office)
    steps.take(
        dossier.pk,
        "wait",
        actor=office.processes,
        at=MONDAY + timedelta(hours=1),
        note="Chờ ông Nguyễn Văn Kín xác minh",
    )
    client = program(office.officer)
    get(client, "me")

    with django_assert_num_queries(15):
        said = get(client, f"dossiers/{dossier.case.code}")

    assert said["deadline"]["limit"] == "5 ngày làm việc"
    assert said["deadline"]["days"][0]["note"].startswith("ngày tiếp nhận")
    assert [wait["kind"] for wait in said["deadline"]["waits"]] == ["agency"]
    assert said["due_at"] is None
    assert [event["step"] for event in said["events"]][:2] == ["wait", "accept"]
    assert "Kín" not in str(said)  # what officers write to each other stays here


def test_whoever_has_a_code_learns_what_the_public_page_tells(office: Office) -> None:
    dossier = made.in_progress(office)
    client, code = Client(), dossier.case.code
    said = get(client, f"look-up/{code.lower()}")

    assert (said["code"], said["state"]) == (code, "in_progress")
    assert dossier.owner_name not in json.dumps(said, ensure_ascii=False)
    assert client.get(f"/api/look-up/{code}")["Cache-Control"] == "no-store"


def test_who_guesses_codes_has_to_wait(office: Office) -> None:
    code, client = made.in_progress(office).case.code, Client()
    for n in range(LIMIT):
        assert "giấy hẹn" in get(client, f"look-up/{code[:-1]}X{n}", 404)["text"]

    blocked = client.get(f"/api/look-up/{code}")
    assert (blocked.status_code, blocked["Retry-After"]) == (429, "600")
    assert "Đã thử sai nhiều lần" in json.loads(blocked.content)["text"]
