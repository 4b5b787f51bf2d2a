"""The catalogue as a file: out and in again, what a preview says, nasty files."""

import contextlib
import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from lienmach.base.exports import csv_cell
from lienmach.base.sheets import read_table
from lienmach.calc.deadline import Clock, Limit
from lienmach.calc.procedure_cells import (
    HEADINGS,
    Words,
    from_cells,
    from_json,
    to_cells,
    to_json,
)
from lienmach.calc.procedures import Component, Draft, Fee, Hop, Step
from lienmach.calc.refusal import Refused
from lienmach.org.models import User
from lienmach.registers.actions.procedure_imports import apply, plan
from lienmach.registers.models import (
    Procedure,
    ProcedureChange,
    ProcedureField,
    ProcedureVersion,
)
from lienmach.registers.queries.procedures import in_force_on
from lienmach.registers.tests.make_procedure import DECISION, officer, version
from tests import make
from tests.make import MONDAY

ON = date(2024, 1, 1)
WORDS = Words(
    levels={"district": "Cấp huyện", "commune": "Cấp xã"},
    kinds={"division": "Phòng chuyên môn", "one_stop": "Một cửa"},
    channels={"counter": "Trực tiếp", "online": "Trực tuyến"},
    online={"3": "Mức độ 3", "full": "Toàn trình"},
)
# What forms and files make of any text: one line, single spaces.
TEXTS = st.text(
    st.sampled_from("Đăng ký ấ|\\;,\"'=0:x.«/"), min_size=1, max_size=20
).map(lambda text: " ".join(text.split()))
NAMES = TEXTS.filter(bool)
DAYS = st.none() | st.dates(date(2000, 1, 1), date(2090, 1, 1))
LIMITS = st.builds(Limit, st.integers(1, 400), st.sampled_from(Clock), st.none())
DRAFTS = st.builds(
    Draft,
    code=st.just("1.000001"),
    name=NAMES,
    everyday_name=TEXTS,
    field=NAMES,
    levels=st.lists(
        st.sampled_from(["district", "commune"]), unique=True, min_size=1
    ).map(tuple),
    owner=TEXTS,
    is_vertical=st.booleans(),
    legal_basis=st.lists(NAMES, max_size=2).map(tuple),
    components=st.lists(
        st.builds(Component, NAMES, st.integers(0, 9), st.integers(0, 9), TEXTS),
        max_size=2,
    ).map(tuple),
    fees=st.lists(
        st.builds(Fee, NAMES, st.integers(0, 10**9), TEXTS, TEXTS, DAYS, DAYS),
        max_size=2,
    ).map(tuple),
    limit=st.none() | LIMITS,
    limit_note=TEXTS,
    steps=st.lists(
        st.builds(
            Step,
            NAMES,
            st.sampled_from(["division", "one_stop"]),
            st.sampled_from([Decimal("12.5"), Decimal(100), Decimal("0.01")]),
        ),
        max_size=2,
    ).map(tuple),
    result=TEXTS,
    forms=st.lists(NAMES, max_size=2).map(tuple),
    channels=st.lists(st.sampled_from(["counter", "online"]), unique=True).map(tuple),
    online=st.sampled_from(["", "3", "full"]),
    received_where=TEXTS,
    hops=st.lists(st.builds(Hop, NAMES, TEXTS, LIMITS, TEXTS), max_size=2).map(tuple),
)


@given(DRAFTS)
def test_the_cells_of_any_draft_are_read_back_to_it(draft: Draft) -> None:
    cells = to_cells(draft, WORDS)

    assert from_cells(cells, WORDS) == draft
    sent = json.loads(json.dumps(to_json(cells)))
    assert from_cells(from_json(sent), WORDS) == draft


@example(Draft(code="1.000001", name="0", field="0", levels=("commune",), owner="'="))
@example(Draft(code="1.000001", name="=", field="0", levels=("commune",)))
@given(DRAFTS)
def test_a_csv_file_of_any_draft_is_read_back_to_it(draft: Draft) -> None:
    cells = to_cells(draft, WORDS)
    file = io.StringIO()
    written = [csv_cell(value) for value in cells.values()]
    csv.writer(file).writerows([list(cells), written])

    (_, heads), (number, row) = read_table(file.getvalue().encode(), "a.csv")
    assert number == 2
    assert from_cells(dict(zip(heads, row, strict=False)), WORDS) == draft


def test_columns_that_are_left_out_stay_as_they_were() -> None:
    known = Draft(code="1.1", name="Cũ", field="A", levels=("commune",), online="full")

    assert from_cells({"code": "1.1", "name": "Mới"}, WORDS, known) == replace(
        known, name="Mới"
    )


@pytest.fixture
def admin() -> User:
    return make.user(rights="registers.procedures")


def _exported(client: Client, admin: User, kind: str) -> bytes:
    client.force_login(admin)
    address = reverse("registers:procedures")
    if kind == "json":
        return client.get(reverse("registers:procedures_json")).content
    answer: Any = client.get(address, {"xem": "tat-ca", "xuat": kind})
    return b"".join(answer.streaming_content)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["xlsx", "csv", "json"])
def test_what_was_exported_changes_nothing_when_it_is_imported(
    kind: str, client: Client, admin: User
) -> None:
    version("1.1", name='=Đăng ký; khai "sinh"', limit=Limit(4, Clock.WORKING_HOURS))
    version("1.2", hops=(Hop("Khai sinh", "UBND", Limit(2)),), everyday_name="-x")
    content = _exported(client, admin, kind)

    planned = plan(content, f"danh-muc.{kind}", on=date(2026, 1, 1))

    assert [line.fate for line in planned.lines] == ["same", "same"], planned.lines


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["xlsx", "csv", "json"])
def test_what_was_exported_makes_the_same_catalogue_elsewhere(
    kind: str, client: Client, admin: User
) -> None:
    made = version("1.1", name="Đăng ký khai sinh")
    content = _exported(client, admin, kind)
    ProcedureChange.objects.all().delete()
    ProcedureVersion.objects.all().delete()
    Procedure.objects.all().delete()

    planned = plan(content, "x", on=date(2026, 1, 1))
    apply(
        content,
        "x",
        on=date(2026, 1, 1),
        seal=planned.seal,
        skip_errors=False,
        decision=DECISION,
        actor=officer(),
        at=MONDAY,
    )

    again = ProcedureVersion.objects.get()
    assert (again.name, again.valid_from, again.limit_amount) == (
        made.name,
        made.valid_from,
        made.limit_amount,
    )


@pytest.mark.django_db
def test_a_workbook_and_a_csv_file_say_the_same(
    client: Client, admin: User, golden: Any
) -> None:
    version("1.1")
    version("1.2", name="Sang tên sổ đỏ", field="Đất đai", online="", limit=None)

    rows = read_table(_exported(client, admin, "xlsx"), "a.xlsx")
    of_csv = read_table(_exported(client, admin, "csv"), "a.csv")

    start = rows[0][1].index("Từ ngày")
    assert [r[1][:start] for r in rows] == [r[1][:start] for r in of_csv]
    told = [[c for c in cells if not c.startswith("Tình")] for _, cells in of_csv]
    golden("catalogue", told)


def _table(*rows: list[str]) -> bytes:
    heads = [HEADINGS[slug] for slug in ("code", "name", "field", "levels", "limit")]
    file = io.StringIO()
    csv.writer(file).writerows([heads, *rows])
    return file.getvalue().encode()


ROW = ["1.000009", "Đăng ký kết hôn", "Hộ tịch", "Cấp xã", "3 ngày làm việc"]


@pytest.fixture
def _level() -> None:
    made = make.level("commune")
    made.name = "Cấp xã"
    made.save()


@pytest.mark.django_db
@pytest.mark.usefixtures("_level")
def test_a_preview_says_what_would_change_and_writes_nothing() -> None:
    version("1.000001")
    tables = (Procedure, ProcedureVersion, ProcedureChange, ProcedureField)
    before = [list(table.objects.values()) for table in tables]

    planned = plan(
        _table(
            ["1.000001", "Đăng ký khai sinh", "Hộ tịch", "Cấp xã", "2 ngày"],
            ROW,
            ["1.000001", "Trùng mã", "Hộ tịch", "Cấp xã", ""],
            ["1.000002", "", "Hộ tịch", "Cấp xã", ""],
            ["1.000003", "A", "Đất đai", "Cấp trên", ""],
            ["1.000004", "A", "Đất đai", "Cấp xã", "ba ngày"],
        ),
        "a.csv",
        on=ON,
    )

    assert [line.fate for line in planned.lines] == ["changed", "new"] + ["error"] * 4
    assert planned.changed[0].differences == (
        ("Thời hạn", "5 ngày làm việc", "2 ngày"),
    )
    assert [(line.number, line.error.partition(":")[0]) for line in planned.errors] == [
        (4, "Mã 1.000001 đã có ở dòng 2."),
        (5, "Chưa có tên thủ tục."),
        (6, "Cấp"),
        (7, "Thời hạn"),
    ]
    assert [list(table.objects.values()) for table in tables] == before


@pytest.mark.django_db
@pytest.mark.usefixtures("_level")
def test_rows_with_errors_are_left_out_only_if_asked() -> None:
    content = _table(ROW, ["1.000002", "", "Hộ tịch", "Cấp xã", ""])
    seal = plan(content, "a.csv", on=ON).seal
    how: dict[str, Any] = {"on": ON, "seal": seal, "decision": DECISION, "at": MONDAY}

    with pytest.raises(Refused, match="Còn 1 dòng lỗi"):
        apply(content, "a.csv", skip_errors=False, actor=officer(), **how)
    assert not Procedure.objects.exists()

    apply(content, "a.csv", skip_errors=True, actor=officer(), **how)
    assert in_force_on("1.000009", ON)


@pytest.mark.django_db
@pytest.mark.usefixtures("_level")
def test_a_plan_that_is_no_more_what_was_seen_is_not_carried_out() -> None:
    content = _table(ROW)
    seal = plan(content, "a.csv", on=ON).seal
    version("1.000009")

    with pytest.raises(Refused, match="đã thay đổi từ lúc xem trước"):
        apply(
            content,
            "a.csv",
            on=ON,
            seal=seal,
            skip_errors=False,
            decision=DECISION,
            actor=officer(),
            at=MONDAY,
        )


def _workbook(write: Any) -> bytes:
    file = io.BytesIO()
    with Workbook(file) as book:
        write(book.add_worksheet())
    return file.getvalue()


def _bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * (80 << 20))
    return file.getvalue()


NASTY = {
    "empty": b"",
    "blank": b" \n\n",
    "heads alone": "Mã,Tên thủ tục,Lĩnh vực,Cấp\n".encode(),
    "no heads": b"1,2,3\n4,5,6\n",
    "binary": bytes(range(256)) * 50,
    "old workbook": b"\xd0\xcf\x11\xe0" + b"\0" * 600,
    "broken workbook": b"PK\x03\x04" + b"\0" * 100,
    "bomb": _bomb(),
    "a far corner": _workbook(lambda sheet: sheet.write(1_048_575, 16_383, "x")),
    "a long cell": b"a" * 40_000,
    "a long field": b'"' + b"a" * 200_000 + b'"',
    "many columns": b"a," * 300,
    "json object": b'{"code": "1.1"}',
    "json of numbers": b"[1, 2, 3]",
    "json too deep": b"[" * 100_000,
    "json of odd types": b'[{"code": 1, "name": [], "field": {}, "levels": null}]',
    "json unknown": b'[{"colour": "red"}]',
    "many lines": "Mã,Tên thủ tục,Lĩnh vực,Cấp\n".encode() + b"x,,,\n" * 21_000,
    "too large": b"a" * (11 << 20),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", NASTY)
def test_a_nasty_file_gets_a_sentence(name: str) -> None:
    with pytest.raises(Refused) as refused:
        plan(NASTY[name], f"{name}.xlsx", on=ON)

    assert str(refused.value).endswith((".", "."))
    assert not Procedure.objects.exists()


STARTS = st.sampled_from([b"", b"PK\x03\x04", b"[", b"\xef\xbb\xbf"])


@pytest.mark.django_db
@given(STARTS, st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(start: bytes, content: bytes) -> None:
    with contextlib.suppress(Refused):
        plan(start + content, "x", on=ON)
