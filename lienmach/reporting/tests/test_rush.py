"""The last hour of a round: every unit writes, by two hands on each form, and submits.

``RUSH`` says how many units; ``make soak`` asks for two hundred.
"""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from lienmach.base.actor import Actor
from lienmach.calc.refusal import Refused
from lienmach.org.models import Unit
from lienmach.reporting.actions.reports import take_step
from lienmach.reporting.actions.sheets import Entry, Outcome, hand_in, write
from lienmach.reporting.models import CellChange, Report, Round, SheetCell
from lienmach.reporting.queries.sheets import draft
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

UNITS = int(os.environ.get("RUSH", "6"))
HANDS = 16  # requests that the service answers at one time
TURNS = 3
FIGURES = {"1.1.": 40, "1.2.": 10, "1.4.": 30, "1.5.": 2}  # of the form, all allowed
ENTERS = "reporting.see reporting.enter"


@dataclass
class Desk:
    """A unit with its report and two people on the same form."""

    unit: Unit
    editors: tuple[Actor, ...]
    both_done: Barrier = field(default_factory=lambda: Barrier(2))
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    submitted: list[str] = field(default_factory=list)

    def edit(self, made: Round, editor: Actor) -> None:
        """Write each row some times, again where the other was first; then submit."""
        report = report_of(made, self.unit)
        sheet = sheet_of(report)
        for turn in range(TURNS):
            for code, figure in FIGURES.items():
                text = str(figure + turn) if code != "1.5." else str(turn % 3)
                seen, outcome = turn, Outcome.STALE
                while outcome is Outcome.STALE:
                    entry = Entry(code, text, seen=seen)
                    (done,) = write(sheet, [entry], actor=editor, at=MONDAY).written
                    outcome = done.outcome
                    self.outcomes[outcome] += 1
                    seen = done.cell.number if done.cell else 0
        self.both_done.wait(60)
        try:
            hand_in(sheet, actor=editor, at=MONDAY)
            take_step(report, "submit", actor=editor, at=MONDAY)
            self.submitted.append("yes")
        except Refused as refused:
            self.submitted.append(str(refused))


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_when_all_write_and_submit_at_once(
    settings: Any, tmp_path: Path
) -> None:
    use_forms(settings, tmp_path, form_text())
    town = make.unit(name="Thị xã")
    _, owner = officer(town)
    desks = []
    for _ in range(UNITS):
        unit = make.unit(town)
        desks.append(Desk(unit, tuple(officer(unit, ENTERS)[1] for _ in range(2))))
    made = round_of(owner, [desk.unit for desk in desks])

    def work(turn: tuple[Desk, Actor]) -> None:
        try:
            desk, editor = turn
            desk.edit(made, editor)
        finally:
            connections.close_all()

    turns = [(desk, editor) for desk in desks for editor in desk.editors]
    with ThreadPoolExecutor(HANDS) as pool:
        list(pool.map(work, turns))

    for desk in desks:
        report = report_of(made, desk.unit)
        assert report.case.state == "submitted"
        assert sorted(said == "yes" for said in desk.submitted) == [False, True]
        assert all("\n" not in said for said in desk.submitted)
        _is_whole(report, desk)
    own = draft(sheet_of(report_of(made, town))).cells()
    expected = UNITS * (FIGURES["1.1."] + TURNS - 1)
    assert own["1.1."].value == expected


def _is_whole(report: Report, desk: Desk) -> None:
    """Each value that was taken stands in the history, each after the one before."""
    changes = list(CellChange.objects.filter(sheet__report=report).order_by("number"))
    assert len(changes) == desk.outcomes[Outcome.SAVED]
    for cell in SheetCell.objects.filter(sheet__report=report):
        told = [one for one in changes if one.code == cell.code]
        assert [one.number for one in told] == list(range(1, cell.number + 1))
        for one, following in pairwise(told):
            assert following.value_before == one.value
        assert told[-1].value == cell.value
