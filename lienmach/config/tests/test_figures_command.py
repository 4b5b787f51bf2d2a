import json
from datetime import timedelta

import pytest

from lienmach.config.cli import main
from lienmach.indicators.actions import recount_marked
from lienmach.indicators.models import Cell
from lienmach.onestop.actions import steps
from lienmach.onestop.actions.steps import Signed
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from tests import make
from tests.make import MONDAY

JANUARY = ["--from", "2026-01-01", "--to", "2026-01-31"]


@pytest.fixture(autouse=True)
def _named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///the-one-of-the-test")


def _finished() -> Office:
    office = made.office()
    for days in (1, 9):
        dossier = made.in_progress(office)
        steps.record_result(
            dossier.pk,
            Signed(MONDAY.date(), "Chủ tịch"),
            actor=office.processes,
            at=MONDAY + timedelta(days=days),
        )
    return office


@pytest.mark.django_db
def test_figures_are_printed_as_json_and_forms_are_listed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    office = _finished()

    assert main(["figures", "--unit", office.committee.code, *JANUARY]) == 0
    printed = {row["code"]: row for row in json.loads(capsys.readouterr().out)}
    assert main(["forms"]) == 0

    assert printed["3.2.1."]["value"] == "2"
    assert printed["3.2."]["value"] == "50.0"
    assert "phu-luc-4\tPhụ lục 4" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_reconcile_finds_nothing_until_a_stored_figure_is_wrong(
    capsys: pytest.CaptureFixture[str],
) -> None:
    office = _finished()
    assert main(["reconcile"]) == 0  # what is marked is not read
    while recount_marked():
        pass
    assert (main(["reconcile"]), capsys.readouterr().out) == (0, "")
    Cell.objects.filter(measure="dossiers_late").update(value=5)

    assert main(["reconcile"]) == 1

    told = capsys.readouterr().out.splitlines()
    late = f"dossiers_late\t{office.division.code}\t2026-01-14"
    assert told[0] == f"{late}\tđang giữ 5\tđếm lại 1"
    assert len(told) == 2  # and its month, which no longer adds up


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["--unit", "KHONG"], "Không có đơn vị mã «KHONG»"),
        (["--unit", "\0"], "Không có đơn vị"),
        (["--unit", "X1", "--form", "gì"], "Không có biểu mã «gì»"),
        (["--unit", "X1", "--from", "2026-02-30"], "Không đọc được ngày"),
        (["--unit", "X1", "--from", "9999-01-01"], "nằm ngoài"),
        (["--unit", "X1", "--to", "2025-01-01"], "Ngày đầu kỳ"),
    ],
)
def test_a_question_that_cannot_be_answered_is_told_in_one_line(
    asked: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    make.unit(code="X1")

    with pytest.raises(SystemExit, match="2"):
        main(["figures", *JANUARY, *asked])

    said = capsys.readouterr().err
    assert told in said
    assert said.count("\n") == 1
