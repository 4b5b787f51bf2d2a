"""`lienmach due --unit`: the calendar that a unit has in the register."""

from datetime import date, time

import pytest

from lienmach.config.cli import main
from lienmach.registers.actions.calendar import (
    HoursDecision,
    load_country,
    write_hours,
)
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
SUMMER = (time(7), time(11), time(13, 30), time(17, 30))


def test_due_counts_by_the_calendar_of_the_unit(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///the-one-of-the-test")
    load_country(at=MONDAY)
    top = make.unit(code="P1")
    town = make.unit(top, code="T1")
    for purpose, clocks, mode in (("work", SUMMER, ""), ("saturday", (), "whole")):
        decision = HoursDecision(
            unit=town,
            purpose=purpose,
            valid_from=date(2023, 1, 1),
            document="12/QĐ-UBND",
            clocks=clocks,
            mode=mode,
        )
        write_hours(decision, user_id=None, at=MONDAY)
    asked = ["due", "--received", "2023-10-27T09:32", "--limit", "5"]

    assert main([*asked, "--unit", "T1"]) == 0
    assert main([*asked, "--unit", "P1"]) == 0

    assert capsys.readouterr().out.splitlines() == [
        "2023-11-02T17:30+07:00",
        "2023-11-03T17:00+07:00",
    ]


def test_due_of_an_unknown_unit_is_said_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///the-one-of-the-test")
    asked = ["due", "--received", "2023-10-27T09:32", "--limit", "5", "--unit", "Không"]

    with pytest.raises(SystemExit, match="2"):
        main(asked)

    assert capsys.readouterr().err.count("\n") == 1
