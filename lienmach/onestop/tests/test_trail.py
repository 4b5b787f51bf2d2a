"""The trail says every step in words."""

import ast
from pathlib import Path

import pytest

from lienmach.cases.actions.reckoning import CALENDAR
from lienmach.onestop import actions
from lienmach.onestop.actions import hand_overs
from lienmach.onestop.queries import trail
from lienmach.onestop.tests import make_dossier as made
from tests.make import MONDAY


def _noted() -> set[str]:
    """The names of steps the room writes on trails, as its actions spell them."""
    found = set()
    for path in Path(actions.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in (
                "cases.note_on",
                "self.note",
            ):
                found |= {
                    arg.value
                    for arg in node.args[:2]
                    if isinstance(arg, ast.Constant)
                    and isinstance(arg.value, str)
                    and arg.value  # an empty remark is no step
                }
    return found


def test_every_step_that_is_written_has_words() -> None:
    noted = _noted()

    assert {"receipt", "hand_back", "apology"} <= noted
    assert {*noted, CALENDAR} - trail.WORDS.keys() == set()


@pytest.mark.django_db
def test_papers_taken_over_are_told_in_words() -> None:
    office = made.office()
    dossier = made.dossier(office)
    given = hand_overs.give([dossier.case.code], actor=office.receives, at=MONDAY)
    sheet = given.sheets[0]
    every = [item.pk for item in sheet.items.all()]
    hand_overs.confirm(sheet.pk, every, actor=office.processes, at=MONDAY)

    assert trail.entries(dossier)[0].words == "Nhận bàn giao"
