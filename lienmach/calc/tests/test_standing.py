from dataclasses import replace

import pytest

from lienmach.calc.calendar import WorkCalendar
from lienmach.calc.country import country
from lienmach.calc.deadline import Limit
from lienmach.calc.local import moment
from lienmach.calc.outcome import Outcome, outcome
from lienmach.calc.standing import Clockwork, Standing, soon_at, tell

CALENDAR: WorkCalendar = country()
RECEIVED = moment("2023-03-06T08:00")  # a Monday
DUE = moment("2023-03-13T17:00")
RUNNING = Clockwork(RECEIVED, DUE, moment("2023-03-10T17:00"), None)


@pytest.mark.parametrize(
    ("now", "standing", "text"),
    [
        ("2023-03-07T09:00", Standing.WITHIN, "Còn 4 ngày"),
        ("2023-03-10T17:30", Standing.SOON, "Còn 1 ngày"),
        ("2023-03-11T09:00", Standing.SOON, "Còn 1 ngày"),
        ("2023-03-13T16:59", Standing.SOON, "Hôm nay, trước 17:00"),
        ("2023-03-13T17:00", Standing.SOON, "Hôm nay, trước 17:00"),
        ("2023-03-13T18:00", Standing.OVERDUE, "Quá hạn"),
        ("2023-03-16T08:00", Standing.OVERDUE, "Quá hạn 3 ngày"),
    ],
)
def test_an_open_case_says_what_is_left_in_working_time(
    now: str, standing: Standing, text: str
) -> None:
    told = tell(RUNNING, CALENDAR, now=moment(now))

    assert (told.standing, told.text) == (standing, text)


@pytest.mark.parametrize(
    ("finished", "standing", "text"),
    [
        ("2023-03-09T10:00", Standing.EARLY, "Trả sớm 2 ngày"),
        ("2023-03-11T10:00", Standing.EARLY, "Trả sớm 1 ngày"),
        ("2023-03-13T17:00", Standing.ON_TIME, "Trả đúng hạn"),
        ("2023-03-14T08:30", Standing.LATE, "Trả trễ 1 ngày"),
    ],
)
def test_a_finished_case_says_how_it_kept_its_promise(
    finished: str, standing: Standing, text: str
) -> None:
    done = replace(RUNNING, finished_at=moment(finished))

    told = tell(done, CALENDAR, now=moment("2023-04-01T08:00"))

    assert (told.standing, told.text) == (standing, text)


def test_a_paused_case_is_never_late() -> None:
    paused = replace(RUNNING, paused_at=moment("2023-03-08T09:00"))

    told = tell(paused, CALENDAR, now=moment("2023-05-01T08:00"))

    assert (told.standing, told.text) == (Standing.PAUSED, "Tạm dừng từ 8/3")


def test_without_a_promise_there_is_no_clock_but_a_same_day_result_is_on_time() -> None:
    open_case = Clockwork(RECEIVED, None, None, None)
    done = replace(open_case, finished_at=moment("2023-03-06T10:00"))
    late = replace(open_case, finished_at=moment("2023-03-07T10:00"))

    now = moment("2023-03-08T08:00")
    told = [tell(case, CALENDAR, now=now) for case in (open_case, done, late)]
    assert [one.standing for one in told] == [
        Standing.UNLIMITED,
        Standing.ON_TIME,
        Standing.LATE,
    ]


@pytest.mark.parametrize(
    ("received", "due", "limit", "soon"),
    [
        # One working day is longer than a fifth of three.
        ("2023-03-06T08:00", "2023-03-09T17:00", 3, "2023-03-08T17:00"),
        # A fifth of 20 days and 7.5 hours, of eight hours each, is 33.5 hours.
        ("2023-03-06T08:00", "2023-04-03T17:00", 20, "2023-03-28T15:30"),
        ("2023-03-06T08:00", "2023-03-06T17:00", 0, "2023-03-06T08:00"),
    ],
)
def test_a_case_is_soon_due_in_its_last_day_or_its_last_fifth(
    received: str, due: str, limit: int, soon: str
) -> None:
    found = soon_at(moment(received), moment(due), Limit(limit), CALENDAR)

    assert found == moment(soon)


def test_where_the_law_sets_no_limit_nothing_is_late() -> None:
    done = Clockwork(RECEIVED, None, None, moment("2023-05-01T10:00"), has_limit=False)

    assert tell(done, CALENDAR, now=DUE).standing is Standing.ON_TIME


def test_early_is_a_matter_of_days_and_late_of_minutes() -> None:
    on_the_day = moment("2023-03-13T08:00")
    a_minute_late = moment("2023-03-13T17:01")
    the_day_before = moment("2023-03-12T23:59")

    found = [outcome(at, DUE, RECEIVED) for at in (the_day_before, on_the_day)]
    assert found == [Outcome.EARLY, Outcome.ON_TIME]
    assert outcome(a_minute_late, DUE, RECEIVED) is Outcome.LATE
