"""The lake: what is written into it, and that its engines count what cells say."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.db.models import Q
from django.db.models.functions import Lower
from django.db.models.lookups import Exact
from hypothesis import given, settings
from hypothesis.extra.django import TestCase

from lienmach.calc.refusal import Refused
from lienmach.cases.models import Case
from lienmach.indicators import registry
from lienmach.indicators.actions import recount_marked
from lienmach.indicators.actions.lake import Exported, exported, held
from lienmach.indicators.models import Cell
from lienmach.indicators.queries.lake.comparing import compared
from lienmach.indicators.queries.lake.conditions import Unspoken
from lienmach.indicators.queries.lake.engines import opened
from lienmach.indicators.queries.lake.tables import Kind, refused, tables
from lienmach.indicators.registry import Facts, Measure
from lienmach.onestop.actions import steps
from lienmach.onestop.actions.steps import Signed
from lienmach.onestop.models import Dossier
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.test_figures import DAY, HISTORIES, PHASES, Story
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()


def _write(lake: Path) -> Exported:
    with held(lake):
        return exported(lake, today=TODAY)


def _differences(lake: Path, engine: str = "duckdb") -> list[str]:
    with opened(str(lake), engine) as seen:
        return list(compared(seen))


def _recounted() -> None:
    while recount_marked():
        pass


class AnyHistory(TestCase):
    """Whatever happens, cells, a recount and the lake agree."""

    @settings(max_examples=4, deadline=None, derandomize=True, phases=PHASES)
    @given(HISTORIES)
    def test_the_lake_counts_what_cells_say(
        self, history: list[tuple[str, int, int]]
    ) -> None:
        story = Story()
        for what, n, hours in history:
            story.happen(what, n, hours)
        with TemporaryDirectory() as folder:
            lake = Path(folder) / "kho"
            _write(lake)
            assert _differences(lake) == []  # what is marked is not compared

            _recounted()

            assert _differences(lake) == []
            assert _write(lake).written == 0


@pytest.fixture
def office(db: None) -> made.Office:
    """Two dossiers of January, one on time and one late, and one of March."""
    office = made.office()
    for days in (1, 9):
        dossier = made.in_progress(office)
        done = Signed(TODAY, "Chủ tịch")
        at = MONDAY + days * DAY
        steps.record_result(dossier.pk, done, actor=office.processes, at=at)
    made.in_progress(office, on=MONDAY + 60 * DAY)
    _recounted()
    return office


def test_a_wrong_cell_is_told_with_what_the_lake_counts(
    office: made.Office, tmp_path: Path
) -> None:
    _write(tmp_path)
    assert _differences(tmp_path) == []
    Cell.objects.filter(measure="dossiers_late").update(value=5)
    gone = Cell.objects.filter(measure="dossiers_received", day=TODAY).delete()

    told = _differences(tmp_path)

    assert gone[0] == 1
    at = f"{office.division.code}\t{TODAY + 9 * DAY}"
    assert f"dossiers_late\t{at}\tđang giữ 5\tđếm lại 1" in told
    at = f"{office.counter.code}\t{TODAY}"
    assert f"dossiers_received\t{at}\tđang giữ 0\tđếm lại 2" in told


def test_only_months_that_changed_are_written_again(
    office: made.Office, tmp_path: Path
) -> None:
    first = _write(tmp_path)
    files = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*.parquet")}
    late = Case.objects.filter(finished_at__gt=MONDAY + 5 * DAY)
    late.update(finished_at=MONDAY + 4 * DAY)

    again = _write(tmp_path)

    assert first.written == len(files)
    assert again == Exported(written=1, unchanged=len(files) - 1)
    changed = [file for file, at in files.items() if file.stat().st_mtime_ns != at]
    assert [file.parent.name for file in changed] == [f"month={TODAY:%Y-%m}"]
    assert not list(tmp_path.rglob(".*.new"))


def test_a_month_that_holds_nothing_more_is_taken_away(
    office: made.Office, tmp_path: Path
) -> None:
    _write(tmp_path)
    march = Case.objects.filter(received_at__gt=MONDAY + 50 * DAY)
    march.update(state="cancelled")

    assert _write(tmp_path).removed >= 1
    assert not list(tmp_path.glob("dossiers/*/month=2026-03"))
    assert list(tmp_path.glob("dossiers/*/month=2026-01/facts.parquet"))


def test_a_damaged_file_is_written_again(office: made.Office, tmp_path: Path) -> None:
    _write(tmp_path)
    file = next(tmp_path.glob("dossiers/*/*/facts.parquet"))
    file.write_bytes(b"PAR1")

    assert _write(tmp_path).written == 1
    assert _differences(tmp_path) == []


def test_nobody_can_be_told_from_the_lake(office: made.Office, tmp_path: Path) -> None:
    """Neither columns that say who, nor a word of them in any file."""
    said = {"owner_name": "Trần Thị Kín", "phone": "0987123456", "content": "Xin cấp"}
    Dossier.objects.update(**said)

    _write(tmp_path)

    kinds = {c.path: c.kind for table in tables() for c in table.columns}
    words = [path for path, kind in kinds.items() if kind is Kind.WORD]
    assert words == ["state"]
    codes = set(Case.objects.values_list("code", flat=True))
    told = set()
    for file in tmp_path.rglob("*.parquet"):
        for column in pq.read_table(file).itercolumns():
            told |= {str(value) for value in column.unique().to_pylist()}
    assert not told & (codes | set(said.values()))
    offices = {office.counter.code, office.division.code}
    assert offices <= told
    assert "in_progress" not in told  # no measure asks for that state


def test_every_declared_measure_can_be_counted_from_the_lake() -> None:
    assert refused() == []
    assert {table.facts.name for table in tables()} >= {"dossiers", "spans", "ratings"}


DOSSIERS = registry.get("dossiers_received").facts


def _measure(where: Q, unit: str = "decides_unit", facts: Facts = DOSSIERS) -> Measure:
    return Measure("thử", "Thử", facts, unit, "received_at", where=where)


@pytest.mark.parametrize(
    ("measure", "told"),
    [
        (_measure(Q(code__contains="1")), "lookup 'contains' of 'code__contains'"),
        (_measure(Q(received_at__year=2026)), "lookup 'year'"),
        (_measure(Q(number__in=[1.5])), "the value 1.5"),
        (_measure(Q(Exact(Lower("code"), "x"))), "the expression"),
        (_measure(Q(state="a") ^ Q(state="b")), "the connector XOR"),
        (_measure(Q(events__step="x")), "leads to several rows"),
        (_measure(Q(code__isnull=True)), "text that a person may have written"),
        (_measure(Q(person=3)), "whose entries have no code"),
        (_measure(Q(nothing=3)), "no field"),
        (_measure(Q(), unit="number"), "leads to no office"),
        (_measure(Q(state=Lower("code"))), "the value Lower"),
    ],
)
def test_what_engines_were_not_taught_is_refused_by_name(
    measure: Measure, told: str
) -> None:
    with pytest.raises(Unspoken, match=told):
        tables([measure])


def test_a_measure_that_is_refused_stops_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known: dict[str, Any] = registry._measures
    monkeypatch.setitem(known, "thử", _measure(Q(code__contains="1")))

    (error,) = refused()

    assert "'thử' cannot be counted from the lake" in error.msg


def test_a_folder_with_anything_else_is_no_lake(tmp_path: Path) -> None:
    (tmp_path / "thư.txt").write_text("việc khác")

    with pytest.raises(Refused, match="có tệp khác"):
        _write(tmp_path)


def test_two_do_not_write_one_lake_at_once(tmp_path: Path) -> None:
    with (
        held(tmp_path),
        pytest.raises(Refused, match="đang được ghi"),
        held(tmp_path),
    ):
        pass


def test_an_office_without_a_dossier_has_an_empty_lake(tmp_path: Path) -> None:
    done = _write(tmp_path)

    assert done.written == len(tables())
    assert _differences(tmp_path) == []
    assert _write(tmp_path) == Exported(unchanged=len(tables()))
