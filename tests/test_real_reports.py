"""The command on the five real documents: what it says of them is kept and compared.

Only rules, numbers and lines are kept here, no sentence of the documents.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lienmach.config.cli import main
from lienmach.indicators.queries.forms import forms

pytestmark = pytest.mark.reports
NUMBERS = ("000", "001", "002", "003", "004")


def _checked(number: str, reports: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    (file,) = reports.glob(f"{number}_*.txt")
    status = main(["check", "--format", "json", str(file)])
    said = json.loads(capsys.readouterr().out)
    assert status == any(f["severity"] == "error" for f in said["findings"])
    return said


@pytest.mark.parametrize("number", NUMBERS)
def test_what_is_said_of_a_real_document_stays_as_it_was_read_by_eye(
    number: str,
    reports: Path,
    capsys: pytest.CaptureFixture[str],
    golden: Callable[[str, Any], None],
) -> None:
    said = _checked(number, reports, capsys)

    found = [
        [f["severity"], f["rule"], f["kind"], f["lines"], f["anchors"]]
        for f in said["findings"]
    ]
    golden(f"report_{number}", found)


def test_the_report_with_annexes_ends_with_one_and_its_documents_are_right(
    reports: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = _checked("004", reports, capsys)
    kept = json.loads((reports / "golden" / "004.documents.json").read_text())

    read_by_eye = {(d["symbol"], d["date"]) for d in kept["documents"]}
    dated = {symbol for symbol, day in read_by_eye if day}
    expected = {(s, d) for s, d in read_by_eye if d or s not in dated}
    assert {(d["number"], d["date"]) for d in said["documents"]} == expected
    assert [d["number"] for d in said["documents"] if d["role"] == "self"] == [
        "496/BC-UBND"
    ]


def test_its_annexes_are_read_without_a_fault(
    reports: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = _checked("004", reports, capsys)
    kept = json.loads((reports / "golden" / "004.annexes.json").read_text())

    def row(found: dict[str, Any], raw: str, value: str) -> list[Any]:
        fields = ("line", "code", "label", "unit", raw, "note")
        return [*(found[name] for name in fields), found[value]]

    assert [
        [row(found, "raw", "value") for found in annex["rows"]]
        for annex in said["annexes"]
    ] == [
        [row(found, "value_raw", "value_number") for found in annex["rows"]]
        for annex in kept["annexes"]
    ]


def test_our_forms_have_every_row_of_its_annexes(reports: Path) -> None:
    kept = json.loads((reports / "golden" / "004.annexes.json").read_text())

    for annex in kept["annexes"]:
        form = forms()[f"phu-luc-{annex['annex']}"]
        assert {row["code"] for row in annex["rows"]} <= {row.code for row in form.rows}
