from datetime import date
from itertools import pairwise

import pytest

from lienmach.calc.country import country
from lienmach.calc.deadline import Limit, readings
from lienmach.calc.local import moment
from lienmach.calc.pauses import Pause, PauseKind
from lienmach.calc.refusal import Refused
from lienmach.calc.rules import (
    RuleSet,
    Supplement,
    apology_by,
    ask_by,
    hand_over_by,
    reschedule,
    rule_sets,
    rules_on,
    settle,
)

NOW = rules_on(date(2026, 3, 2))


@pytest.mark.parametrize(
    ("day", "document", "is_confirmed"),
    [
        (date(2018, 6, 20), "Quyết định 09/2015/QĐ-TTg", False),
        (date(2018, 6, 21), "Nghị định 61/2018/NĐ-CP", True),
        (date(2025, 6, 30), "Nghị định 61/2018/NĐ-CP", True),
        (date(2025, 7, 1), "Nghị định 118/2025/NĐ-CP", False),
    ],
)
def test_a_dossier_follows_the_law_of_its_day(
    day: date, document: str, is_confirmed: bool
) -> None:
    rules = rules_on(day)

    assert rules.document.startswith(document)
    assert rules.is_confirmed is is_confirmed
    assert is_confirmed or "Chưa đối chiếu" in rules.note


def test_the_laws_lie_end_to_end() -> None:
    sets = rule_sets()

    for earlier, later in pairwise(sets):
        assert (later.valid_from - earlier.valid_to).days == 1


def test_a_day_without_a_law_is_refused() -> None:
    with pytest.raises(Refused, match="01/01/2018"):
        rules_on(date(2018, 1, 1), [RuleSet("Luật", True, date(2019, 1, 1))])


@pytest.mark.parametrize(
    ("received", "by"),
    [
        pytest.param("2026-03-02T09:00", "2026-03-02T17:00", id="in the morning"),
        pytest.param("2026-03-02T15:00", "2026-03-02T17:00", id="at three"),
        pytest.param("2026-03-02T15:01", "2026-03-03T07:30", id="after three"),
        pytest.param("2026-03-06T15:40", "2026-03-09T07:30", id="on a Friday"),
        pytest.param("2026-03-07T09:00", "2026-03-09T07:30", id="on a Saturday"),
        pytest.param("2026-01-09T16:00", "2026-01-10T07:30", id="to a make-up day"),
        pytest.param("2026-02-13T16:00", "2026-02-23T07:30", id="before Tết"),
    ],
)
def test_paper_is_handed_over_by(received: str, by: str) -> None:
    assert hand_over_by(moment(received), NOW, country()) == moment(by)


def test_a_file_found_wanting_goes_back_within_three_working_days() -> None:
    found = ask_by(moment("2026-03-05T16:00"), NOW, country())

    assert found == moment("2026-03-10T17:00")


@pytest.mark.parametrize(
    ("due", "by"),
    [
        ("2026-03-10T17:00", "2026-03-09T17:00"),
        ("2026-03-09T10:00", "2026-03-06T17:00"),
        ("2026-02-23T17:00", "2026-02-13T17:00"),
    ],
)
def test_an_apology_comes_a_working_day_before(due: str, by: str) -> None:
    assert apology_by(moment(due), NOW, country()) == moment(by)


def test_no_apology_is_due_before_any_calendar() -> None:
    with pytest.raises(Refused, match="2014"):
        apology_by(moment("2015-01-05T17:00"), NOW, country())


@pytest.mark.parametrize(
    ("chosen", "settled"),
    [
        pytest.param("2026-03-10T10:20", "2026-03-10T10:20", id="inside hours"),
        pytest.param("2026-03-10T17:00", "2026-03-10T17:00", id="at closing"),
        pytest.param("2026-03-10T19:00", "2026-03-10T17:00", id="in the evening"),
        pytest.param("2026-03-10T12:15", "2026-03-10T11:30", id="in the break"),
        pytest.param("2026-03-10T06:00", "2026-03-10T07:30", id="before opening"),
        pytest.param("2026-03-14T10:00", "2026-03-16T17:00", id="on a day off"),
    ],
)
def test_a_chosen_moment_is_brought_inside_hours(chosen: str, settled: str) -> None:
    assert settle(moment(chosen), country()) == moment(settled)


def test_a_case_is_rescheduled_once_to_a_later_moment() -> None:
    due, at = moment("2026-03-10T17:00"), moment("2026-03-09T09:00")

    def again(new: str, done: int = 0) -> str:
        found = reschedule(
            due, moment(new), at=at, done=done, rules=NOW, calendar=country()
        )
        return f"{found:%d/%m %H:%M}"

    assert again("2026-03-14T10:00") == "16/03 17:00"
    with pytest.raises(Refused, match="Chỉ được hẹn lại một lần theo Nghị định 118"):
        again("2026-03-14T10:00", done=1)
    with pytest.raises(Refused, match="sau hạn đang hẹn"):
        again("2026-03-10T17:30")


def test_a_new_moment_lies_ahead() -> None:
    with pytest.raises(Refused, match="sau lúc này"):
        reschedule(
            moment("2026-03-10T17:00"),
            moment("2026-03-11T17:00"),
            at=moment("2026-03-12T08:00"),
            done=0,
            rules=NOW,
            calendar=country(),
        )


@pytest.mark.parametrize(
    ("supplement", "due"),
    [
        (Supplement.RESTART, "2026-03-18T17:00"),
        (Supplement.SUBTRACT, "2026-03-16T17:00"),
    ],
)
def test_the_law_chooses_between_restart_and_subtraction(
    supplement: Supplement, due: str
) -> None:
    wait = Pause.of_days(date(2026, 3, 4), date(2026, 3, 11), PauseKind.SUPPLEMENT)
    found = readings(moment("2026-03-02T09:00"), Limit(5), country(), [wait])

    assert RuleSet("Luật", True, supplement=supplement).due(found) == moment(due)
