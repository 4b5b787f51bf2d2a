"""Lists, figures and the catalogue: the same that pages show, told the same way."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienmach.calc.period import Window
from lienmach.indicators.queries.ask import ask
from lienmach.interop.tests.make_program import get, program
from lienmach.interop.views import dossiers, procedures, reports
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.org.models import (
    Succession,
)
from lienmach.org.queries import actor_of
from lienmach.registers.actions import Cited, Text, enter_mentions
from lienmach.registers.tests import make_procedure
from lienmach.reporting.tests import make_round
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return made.office()


def test_a_list_goes_on_until_all_were_told_once() -> None:
    top = make.unit()
    codes = {make.unit(top).code for _ in range(26)} | {top.code}
    client, told = program(make.user(top)), []
    way = "units?sx=-ma&co=25"
    while way:
        found = get(client, way)
        told += [item["code"] for item in found["items"]]
        way = (found["next"] or "").removeprefix("/api/")

    assert told == sorted(codes, reverse=True)
    before = get(client, found["previous"].removeprefix("/api/"))
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
    fields = get(program(office.officer), way, 422)["fields"]

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

    assert get(program(office.leader), way) == {
        "warnings": printed.warnings,
        "rows": printed.rows,
    }


def test_figures_hold_only_units_that_one_sees(office: Office) -> None:
    """What a unit had that has gone elsewhere since is told there alone."""
    made.in_progress(office)
    client, left = program(office.leader), MONDAY.date() + timedelta(days=1)
    way = f"figures?unit={office.committee.code}&from=2026-01-05&to=2026-01-05"
    before = get(client, way)["rows"]

    version = office.counter.versions.get()
    office.counter.versions.update(valid_to=left)
    version.pk, version.valid_from, version.parent = None, left, make.unit()
    version.save()

    assert _numbers(before) > _numbers(get(client, way)["rows"])
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
    client = program(make.user())
    code = get(client, "forms")[0]["code"]

    assert get(client, f"forms/{code}")["rows"]
    get(client, "forms/khong-co", 404)
    way = f"figures?unit={make.unit().code}&from=2026-01-01&to=2026-01-01"
    assert "unit" in get(client, way, 422)["fields"]


def test_a_unit_tells_what_it_was_and_became(django_assert_num_queries: Any) -> None:
    top = make.unit()
    old = make.unit(top, name="Phòng cũ")
    client = program(make.user(top))
    get(client, "me")

    with django_assert_num_queries(15):
        said = get(client, f"units/{old.code}")

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
    client = program(make.user(top))
    get(client, "me")

    with django_assert_num_queries(8):
        items = get(client, "units?ngay=2026-01-05")["items"]

    assert [item["code"] for item in items] == sorted([top.code, *kept])
    assert {item["parent"] for item in items} == {None, top.code}
    assert len(get(client, "units?ngay=2026-01-04")["items"]) == rows + 2
    said = get(client, f"units/{top.code}")
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
    client = program(user)
    get(client, "me")

    with django_assert_num_queries(9):
        items = get(client, "documents?nam=2026&sx=ngay")["items"]

    assert [item["number"] for item in items] == [one.number for one in cited]
    assert items[0]["cited"] == 1
    assert get(program(make.user()), "documents")["items"] == []


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
    client = program(user)
    get(client, "me")

    with django_assert_num_queries(11):
        items = get(client, "reports?xem=tat-ca")["items"]
    assert len(items) == rows + 1  # those below, and the one that brings them together
    assert {item["period"] for item in items} == {"Quý IV năm 2025"}

    said = get(client, f"reports/{report.case.code}")
    (sheet,) = said["sheets"]
    cells = {row["code"]: row["value"] for row in sheet["rows"]}
    assert (said["is_frozen"], cells["1.1."], cells["1.2."]) == (False, "5", None)
    get(program(make.user()), f"reports/{report.case.code}", 404)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_catalogue_is_open_to_everybody(
    rows: int, django_assert_num_queries: Any
) -> None:
    for n in range(rows):
        make_procedure.version(f"1.00000{n}")

    with django_assert_num_queries(10):
        items = get(Client(), "procedures?ngay=2026-01-05")["items"]

    assert [item["code"] for item in items] == [f"1.00000{n}" for n in range(rows)]
    first = items[0]
    assert first["components"][1] == {
        "name": "Giấy chứng sinh",
        "originals": 1,
        "copies": 1,
        "note": "",
    }
    assert first["fees"][0]["amount"] == 8000
    assert get(Client(), "procedures?ngay=2022-01-05")["items"] == []
    assert get(Client(), "procedures/1.000000")["name"] == "Đăng ký khai sinh"
    get(Client(), "procedures/9.999999", 404)
