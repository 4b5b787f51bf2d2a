"""What units hand in comes together as one would count it by hand, whatever they do."""

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienmach.calc.forms import State
from lienmach.reporting.actions import reports as actions
from lienmach.reporting.actions.sheets import Entry, fill_blanks, hand_in, write
from lienmach.reporting.queries import reports as queries
from lienmach.reporting.tests.make_round import (
    form_text,
    officer,
    report_of,
    round_of,
    sheet_of,
    use_forms,
)
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
ROWS = """1.;Tổng;Việc;collected;;;;
2.;Xong;Việc;collected;;;;
3.;Tỷ lệ;%;formula;[2.] / [1.];;1;
"""
# What a unit writes into the two rows, and whether it hands in and is returned.
UNIT = st.tuples(
    st.sampled_from(["", "-", "0", "1", "7", "1.118", "93"]),
    st.sampled_from(["", "-", "0", "3", "250"]),
    st.sampled_from(["drafting", "submitted", "returned", "approved"]),
)
NUMBERS = {"0": 0, "1": 1, "7": 7, "1.118": 1118, "93": 93, "3": 3, "250": 250}


@given(units=st.lists(UNIT, min_size=1, max_size=4), own=UNIT)
@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_sums_and_shares_are_those_one_counts_by_hand(
    units: list[tuple[str, str, str]],
    own: tuple[str, str, str],
    settings: Any,
    tmp_path: Path,
) -> None:
    use_forms(settings, tmp_path, form_text(ROWS))
    with transaction.atomic():
        _play(units, own)
        transaction.set_rollback(True)


def _play(units: list[tuple[str, str, str]], own: tuple[str, str, str]) -> None:
    town = make.unit()
    places = [make.unit(town) for _ in units]
    _, owner = officer(town)
    made = round_of(owner, places)
    counted: list[tuple[str, str]] = [own[:2]]
    for place, (one, two, fate) in zip(places, units, strict=True):
        report = report_of(made, place)
        sheet = sheet_of(report)
        entries = [Entry("1.", one), Entry("2.", two)]
        write(sheet, entries, actor=owner, at=MONDAY)
        if fate == "drafting":
            continue
        fill_blanks(sheet, actor=owner, at=MONDAY)
        hand_in(sheet, actor=owner, at=MONDAY)
        actions.take_step(report, "submit", actor=owner, at=MONDAY)
        if fate == "returned":
            actions.take_step(report, "return", actor=owner, at=MONDAY, note="Sửa")
            continue
        if fate == "approved":
            actions.take_step(report, "approve", actor=owner, at=MONDAY)
        counted.append((one or "-", two or "-"))
    entries = [Entry("1.", own[0]), Entry("2.", own[1])]
    write(sheet_of(report_of(made, town)), entries, actor=owner, at=MONDAY)

    cells = queries.cells(report_of(made, town))["phu-luc-4"]
    said = {cell.row.code: cell.value for cell in cells}
    sums = []
    for at, code in enumerate(("1.", "2.")):
        texts = [row[at] for row in counted]
        numbers = [NUMBERS[text] for text in texts if text in NUMBERS]
        if numbers:
            assert said[code].value == sum(numbers)
        else:
            state = State.NONE if "-" in texts else State.BLANK
            assert said[code].state is state
        sums.append(sum(numbers) if numbers else None)
    total, done = sums
    if total and done is not None:
        away = abs(float(said["3."].value or 0) - done * 100 / total)
        assert away <= 0.05 + 1e-9  # half of the digit printed, as floats have it
    elif total is not None and done is not None:
        assert said["3."].state is State.NONE
