"""The API: who is let in, what is read, and how it says no."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienmach.calc.period import Window
from lienmach.indicators.queries.ask import ask
from lienmach.interop.views import dossiers, procedures, reports
from lienmach.onestop.actions import steps
from lienmach.onestop.actions.look_up import LIMIT
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.org.actions import tokens
from lienmach.org.models import (
    AccessToken,
    AuditRecord,
    Post,
    Succession,
    User,
    Verb,
)
from lienmach.org.queries import actor_of
from lienmach.registers.actions import Cited, Text, enter_mentions
from lienmach.registers.tests import make_procedure
from lienmach.reporting.tests import make_round
from tests import make
from tests.make import LONG_AGO, MONDAY

pytestmark = pytest.mark.django_db
EVERY = [
    "me",
    "units",
    "units/X",
    "forms",
    "forms/X",
    "figures?unit=X&from=2026-01-01&to=2026-01-31",
    "dossiers",
    "dossiers/X",
    "reports",
    "reports/X",
    "documents",
]


@pytest.fixture
def office() -> Office:
    return made.office()


def _secret(user: User) -> str:
    actor = actor_of(user, on=timezone.localdate())
    return tokens.make(name="thử", days=30, actor=actor, at=timezone.now())[1]


def _client(user: User) -> Client:
    """A program of somebody: it has a token and no session."""
    return Client(headers={"Authorization": f"Bearer {_secret(user)}"})


def _get(client: Client, way: str, status: int = 200) -> Any:
    response = client.get(f"/api/{way}")
    assert response.status_code == status, response.content.decode()
    assert response["Content-Type"].startswith("application/json")
    return json.loads(response.content)


@pytest.mark.parametrize("way", EVERY)
def test_nobody_reads_without_saying_who(way: str) -> None:
    client = Client()
    said = _get(client, way, 401)

    assert said["status"] == 401
    assert "Mã truy cập" in said["text"]
    assert client.get(f"/api/{way}")["WWW-Authenticate"] == "Bearer"


def test_a_token_reads_as_its_person_where_it_was_made(office: Office) -> None:
    said = _get(_client(office.officer), "me")

    assert said["username"] == office.officer.username
    assert said["unit"]["code"] == office.division.code
    assert said["rights"] == ["onestop.process"]
    assert said["token"]["name"] == "thử"
    token = AccessToken.objects.get()
    assert token.used_at
    assert token.used_from == "127.0.0.1"


def test_the_head_of_an_answer_can_be_asked_for_alone(office: Office) -> None:
    client = _client(office.officer)
    alone, whole = client.head("/api/me"), client.get("/api/me")
    assert (alone.status_code, alone["ETag"]) == (200, whole["ETag"])


def test_who_is_signed_in_needs_no_token(office: Office) -> None:
    client = Client()
    client.force_login(office.officer)

    assert _get(client, "me")["token"] is None
    assert client.get("/api/me")["Cache-Control"] == "no-store"


def _revoked(user: User) -> None:
    AccessToken.objects.update(revoked_at=timezone.now())


def _ended(user: User) -> None:
    AccessToken.objects.update(
        made_at=MONDAY - timedelta(days=2), expires_at=MONDAY - timedelta(days=1)
    )


def _closed(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def _must_change(user: User) -> None:
    User.objects.filter(pk=user.pk).update(must_change_password=True)


def _left(user: User) -> None:
    Post.objects.filter(person=user).update(valid_to=timezone.localdate())


def _moved(user: User) -> None:
    _left(user)
    Post.objects.create(person=user, unit=make.unit(), title="", valid_from=LONG_AGO)


@pytest.mark.parametrize(
    ("happens", "status", "words"),
    [
        (_revoked, 401, "thu hồi"),
        (_ended, 401, "hết hạn"),
        (_closed, 401, "không đúng"),
        (_must_change, 403, "đổi mật khẩu"),
        (_left, 403, "chưa được bố trí"),
        (_moved, 403, "không còn làm việc"),
    ],
)
def test_a_token_ends_with_what_it_stood_for(
    happens: Callable[[User], None], status: int, words: str
) -> None:
    user = make.user()
    client = _client(user)
    _get(client, "me")

    happens(user)

    assert words in _get(client, "me", status)["text"]


def test_a_wrong_token_lets_nobody_in_even_who_is_signed_in() -> None:
    client = Client(headers={"Authorization": "Bearer lm_khong-dung"})
    client.force_login(make.user())

    assert "không đúng" in _get(client, "me", 401)["text"]


@pytest.mark.parametrize(
    ("method", "way", "status"),
    [
        ("get", "khong-co", 404),
        ("get", "me%00", 404),
        ("post", "me", 405),
        ("delete", "dossiers/X", 405),
        ("post", "", 405),
        ("post", "openapi.json", 405),
    ],
)
def test_every_fault_under_the_api_is_told_in_json(
    method: str, way: str, status: int
) -> None:
    response = getattr(Client(), method)(f"/api/{way}")
    said = json.loads(response.content)

    assert response.status_code == said["status"] == status
    assert said["title"]
    assert said["text"]
    assert len(said["code"]) == 4


def test_an_error_of_ours_is_told_in_json_too(office: Office, monkeypatch: Any) -> None:
    def breaks(*given: object, **named: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("lienmach.interop.queries.dossiers", breaks)
    client = _client(office.officer)
    client.raise_request_exception = False

    said = _get(client, "dossiers", 500)
    assert "phía chúng tôi" in said["text"]
    assert "Zero" not in str(said)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("way", "queries"),
    [("dossiers?xem=tat-ca", 10), ("dossiers?xem=tat-ca&kem=chu-ho-so", 11)],
)
def test_the_list_asks_the_same_number_of_queries_however_long_it_is(
    way: str, queries: int, rows: int, office: Office, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        made.in_progress(office)
    client = _client(office.officer)
    _get(client, "me")  # the use of the token is noted

    with django_assert_num_queries(queries):
        assert len(_get(client, way)["items"]) == rows


def test_a_dossier_is_told_as_its_list_tells_it(office: Office) -> None:
    dossier = made.in_progress(office)

    (item,) = _get(_client(office.officer), "dossiers")["items"]

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
    stranger = _client(make.user())

    assert _get(stranger, "dossiers?xem=tat-ca")["items"] == []
    hidden = _get(stranger, f"dossiers/{dossier.case.code}", 404)
    absent = _get(stranger, "dossiers/KHONG-CO", 404)
    assert hidden["text"] == absent["text"]
    assert _get(stranger, f"units/{office.division.code}", 404)
    assert office.division.code not in str(_get(stranger, "units"))
    way = f"figures?unit={office.division.code}&from=2026-01-01&to=2026-01-31"
    assert "unit" in _get(stranger, way, 422)["fields"]


def test_a_list_goes_on_until_all_were_told_once() -> None:
    top = make.unit()
    codes = {make.unit(top).code for _ in range(26)} | {top.code}
    client, told = _client(make.user(top)), []
    way = "units?sx=-ma&co=25"
    while way:
        found = _get(client, way)
        told += [item["code"] for item in found["items"]]
        way = (found["next"] or "").removeprefix("/api/")

    assert told == sorted(codes, reverse=True)
    before = _get(client, found["previous"].removeprefix("/api/"))
    assert [item["code"] for item in before["items"]] == told[:25]


@pytest.mark.parametrize(
    ("way", "field"),
    [
        ("dossiers?xem=khong-co", "xem"),
        ("dossiers?dv=khong-co", "dv"),
        ("dossiers?tth=dang-xu-ly,khong-co", "tth"),
        ("dossiers?tu=hom-qua", "tu"),
        ("dossiers?tu=20260101", "tu"),
        ("dossiers?trang-thai=dang-xu-ly", "trang-thai"),
        ("dossiers?co=26", "co"),
        ("dossiers?sx=khong-co", "sx"),
        ("dossiers?kem=tat-ca", "kem"),
        (f"dossiers?q={'x' * 201}", "q"),
        ("units?ngay=0001-01-01", "ngay"),
        ("units?ngay=1700000000", "ngay"),
        ("figures?unit=X&to=2026-01-01", "from"),
        ("figures?unit=X&from=2026-02-30&to=2026-03-01", "from"),
        ("procedures?thieu=co", "thieu"),
        ("reports?dv=1", "dv"),
        ("documents?nam=1", "nam"),
        ("me?x=1", "x"),
        ("look-up/X?a=1", "a"),
        ("procedures/1.1?zz=1", "zz"),
        ("figures?unit=X&from=2026-01-01&to=2026-02-01&bieu=y", "bieu"),
        ("units?sau=rac", "sau"),
        ("units?truoc=rac", "truoc"),
        ("dossiers?tu=2026-12-01&den=2026-01-01", "den"),
    ],
)
def test_what_cannot_be_read_is_told_and_never_left_out(
    way: str, field: str, office: Office
) -> None:
    fields = _get(_client(office.officer), way, 422)["fields"]

    assert list(fields) == [field]
    assert fields[field]


def test_what_a_list_may_be_asked_is_what_its_page_may_be_asked(
    office: Office,
) -> None:
    """Who changes a list of a page must say here what programs may ask."""
    paging = {"sx", "co", "sau", "truoc"}
    assert _filters("onestop:work", office) | {"kem", "xem"} == (
        dossiers.DossiersAsked.model_fields.keys() - paging
    )
    assert procedures.ProceduresAsked.model_fields.keys() - paging == (
        procedures.PUBLIC | {"xem"}
    )
    assert _filters("reporting:reports", office) | {"xem"} == (
        reports.ReportsAsked.model_fields.keys() - paging
    )
    assert _filters("registers:documents", office) == (
        reports.DocumentsAsked.model_fields.keys() - paging
    )


def _filters(page: str, office: Office) -> set[str]:
    """What the form of a list on a page can send."""
    client = Client()
    client.force_login(office.leader)
    shown = client.get(reverse(page), follow=True).context["list"]
    every = shown.declared.filters
    return {f.slug for f in every} | {getattr(f, "until", f.slug) for f in every}


def test_owners_are_told_when_asked_for_and_the_audit_says_to_whom(
    office: Office,
) -> None:
    dossier = made.in_progress(office)
    client, code = _client(office.officer), dossier.case.code
    plain = _get(client, f"dossiers/{code}")
    assert plain["owner"] is None
    assert dossier.owner_name not in json.dumps(plain, ensure_ascii=False)

    one = _get(client, f"dossiers/{code}?kem=chu-ho-so")["owner"]
    (item,) = _get(client, "dossiers?kem=chu-ho-so")["items"]

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
    client = _client(office.officer)
    _get(client, "me")

    with django_assert_num_queries(11):
        said = _get(client, f"dossiers/{dossier.case.code}")

    assert said["deadline"]["limit"] == "5 ngày làm việc"
    assert said["deadline"]["days"][0]["note"].startswith("ngày tiếp nhận")
    assert [wait["kind"] for wait in said["deadline"]["waits"]] == ["agency"]
    assert said["due_at"] is None
    assert [event["step"] for event in said["events"]][:2] == ["wait", "accept"]
    assert "Kín" not in str(said)  # what officers write to each other stays here


def test_figures_are_those_that_the_command_prints(office: Office) -> None:
    made.in_progress(office)
    window = Window(MONDAY.date(), MONDAY.date())
    printed = ask(
        office.committee.code,
        window,
        form=None,
        how="then",
        today=timezone.localdate(),
    )
    way = f"figures?unit={office.committee.code}&from=2026-01-05&to=2026-01-05"

    assert _get(_client(office.leader), way) == {
        "warnings": printed.warnings,
        "rows": printed.rows,
    }


def test_figures_hold_only_units_that_one_sees(office: Office) -> None:
    """What a unit had that has gone elsewhere since is told there alone."""
    made.in_progress(office)
    client, left = _client(office.leader), MONDAY.date() + timedelta(days=1)
    way = f"figures?unit={office.committee.code}&from=2026-01-05&to=2026-01-05"
    before = _get(client, way)["rows"]

    version = office.counter.versions.get()
    office.counter.versions.update(valid_to=left)
    version.pk, version.valid_from, version.parent = None, left, make.unit()
    version.save()

    assert _numbers(before) > _numbers(_get(client, way)["rows"])
    unlimited = ask(
        office.committee.code,
        Window(MONDAY.date(), MONDAY.date()),
        form=None,
        how="then",
        today=timezone.localdate(),
    )
    assert unlimited.rows == before


def _numbers(rows: list[dict[str, str | None]]) -> int:
    """How many rows have something to count."""
    return sum(row["value"] not in (None, "0") for row in rows)


def test_a_form_tells_its_rows() -> None:
    client = _client(make.user())
    code = _get(client, "forms")[0]["code"]

    assert _get(client, f"forms/{code}")["rows"]
    _get(client, "forms/khong-co", 404)
    way = f"figures?unit={make.unit().code}&from=2026-01-01&to=2026-01-01"
    assert "unit" in _get(client, way, 422)["fields"]


def test_a_unit_tells_what_it_was_and_became(django_assert_num_queries: Any) -> None:
    top = make.unit()
    old = make.unit(top, name="Phòng cũ")
    client = _client(make.user(top))
    _get(client, "me")

    with django_assert_num_queries(11):
        said = _get(client, f"units/{old.code}")

    assert said["versions"][0]["parent"] == top.code
    assert said["versions"][0]["name"] == "Phòng cũ"
    assert said["predecessors"] == said["successors"] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_units_are_those_of_a_day_that_one_sees(
    rows: int, django_assert_num_queries: Any
) -> None:
    top = make.unit()
    kept = [make.unit(top).code for _ in range(rows)]
    ended = make.unit(top, until=MONDAY.date())
    Succession.objects.create(
        old=ended, new=top, effective_on=MONDAY.date(), decision=make.decision()
    )
    client = _client(make.user(top))
    _get(client, "me")

    with django_assert_num_queries(4):
        items = _get(client, "units?ngay=2026-01-05")["items"]

    assert [item["code"] for item in items] == sorted([top.code, *kept])
    assert {item["parent"] for item in items} == {None, top.code}
    assert len(_get(client, "units?ngay=2026-01-04")["items"]) == rows + 2
    said = _get(client, f"units/{top.code}")
    assert [kin["code"] for kin in said["predecessors"]] == [ended.code]


@pytest.mark.parametrize("rows", [1, 3])
def test_documents_are_those_that_ones_texts_cite(
    rows: int, django_assert_num_queries: Any
) -> None:
    user = make.user()
    text = Text("check:1", actor_of(user, on=MONDAY.date()).unit_id, "Báo cáo", "/")
    cited = [
        Cited(f"{n}/QĐ-UBND", "Quyết định", "UBND", MONDAY.date(), "về việc", 1, "số")
        for n in range(rows)
    ]
    enter_mentions(text, cited, actor=actor_of(user, on=MONDAY.date()))
    client = _client(user)
    _get(client, "me")

    with django_assert_num_queries(5):
        items = _get(client, "documents?nam=2026&sx=ngay")["items"]

    assert [item["number"] for item in items] == [one.number for one in cited]
    assert items[0]["cited"] == 1
    assert _get(_client(make.user()), "documents")["items"] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_reports_are_told_with_their_figures(
    rows: int, settings: Any, tmp_path: Path, django_assert_num_queries: Any
) -> None:
    make_round.use_forms(settings, tmp_path, make_round.form_text())
    top = make.unit(name="UBND phường")
    below = [make.unit(top) for _ in range(rows)]
    user, owner = make_round.officer(top)
    opened = make_round.round_of(owner, below)
    report = make_round.report_of(opened, below[0])
    make_round.enter(make_round.sheet_of(report), owner, r1_1="5")
    client = _client(user)
    _get(client, "me")

    with django_assert_num_queries(7):
        items = _get(client, "reports?xem=tat-ca")["items"]
    assert len(items) == rows + 1  # those below, and the one that brings them together
    assert {item["period"] for item in items} == {"Quý IV năm 2025"}

    said = _get(client, f"reports/{report.case.code}")
    (sheet,) = said["sheets"]
    cells = {row["code"]: row["value"] for row in sheet["rows"]}
    assert (said["is_frozen"], cells["1.1."], cells["1.2."]) == (False, "5", None)
    _get(_client(make.user()), f"reports/{report.case.code}", 404)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_catalogue_is_open_to_everybody(
    rows: int, django_assert_num_queries: Any
) -> None:
    for n in range(rows):
        make_procedure.version(f"1.00000{n}")

    with django_assert_num_queries(10):
        items = _get(Client(), "procedures?ngay=2026-01-05")["items"]

    assert [item["code"] for item in items] == [f"1.00000{n}" for n in range(rows)]
    first = items[0]
    assert first["components"][1] == {
        "name": "Giấy chứng sinh",
        "originals": 1,
        "copies": 1,
        "note": "",
    }
    assert first["fees"][0]["amount"] == 8000
    assert _get(Client(), "procedures?ngay=2022-01-05")["items"] == []
    assert _get(Client(), "procedures/1.000000")["name"] == "Đăng ký khai sinh"
    _get(Client(), "procedures/9.999999", 404)


def test_what_has_not_changed_is_not_sent_again() -> None:
    make_procedure.version("1.000001")
    for way in ("/api/procedures", "/api/openapi.json"):
        tag = Client().get(way)["ETag"]
        again = Client().get(way, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")


def test_the_page_tells_every_operation_to_everybody() -> None:
    page = Client().get("/api/")
    said = json.loads(Client().get("/api/openapi.json").content)

    assert said["openapi"] == "3.1.0"
    text = page.content.decode()
    for path, methods in said["paths"].items():
        assert f"GET {path}<" in text
        responses = methods["get"]["responses"].keys()
        assert {"200", "404", "422"} <= responses
        assert ("401" in responses) == ("security" in methods["get"])
    assert "<script" not in text.replace("<script src=", "")
    assert "script-src 'self'" in page["Content-Security-Policy"]


def test_whoever_has_a_code_learns_what_the_public_page_tells(office: Office) -> None:
    dossier = made.in_progress(office)
    client, code = Client(), dossier.case.code
    said = _get(client, f"look-up/{code.lower()}")

    assert (said["code"], said["state"]) == (code, "in_progress")
    assert dossier.owner_name not in json.dumps(said, ensure_ascii=False)
    assert client.get(f"/api/look-up/{code}")["Cache-Control"] == "no-store"


def test_who_guesses_codes_has_to_wait(office: Office) -> None:
    code, client = made.in_progress(office).case.code, Client()
    for n in range(LIMIT):
        assert "giấy hẹn" in _get(client, f"look-up/{code[:-1]}X{n}", 404)["text"]

    blocked = client.get(f"/api/look-up/{code}")
    assert (blocked.status_code, blocked["Retry-After"]) == (429, "600")
    assert "Đã thử sai nhiều lần" in json.loads(blocked.content)["text"]
