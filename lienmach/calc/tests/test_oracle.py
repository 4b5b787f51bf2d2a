from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienmach.calc.bulk import Facts, due_many
from lienmach.calc.deadline import Clock, Limit, due_at
from lienmach.calc.local import moment
from lienmach.calc.pauses import Pause
from lienmach.calc.tests.offices import PAIRS, pair, random_cases

COUNT = 10_000


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("clock", Clock)
def test_tables_find_what_counting_one_by_one_does(name: str, clock: Clock) -> None:
    known = pair(name)

    for case in random_cases(hash_of(name, clock), COUNT, clock):
        amount, spans = case.limit.amount, case.spans
        counted = known.office.due(case.received_at, amount, clock, spans)
        assert due_at(case.received_at, case.limit, known.calendar, case.pauses) == (
            counted
        ), case


@pytest.mark.parametrize("name", PAIRS)
def test_a_batch_is_due_when_each_of_its_cases_is(name: str) -> None:
    calendar = pair(name).calendar
    cases = [c for clock in Clock for c in random_cases(3, 1_000, clock)]
    facts = [Facts(c.received_at, c.limit, c.pauses) for c in cases]

    assert due_many(facts, calendar) == [due_at(*f[:2], calendar, f[2]) for f in facts]


moments = st.integers(0, 60 * 24 * 60 * 60).map(
    lambda seconds: moment("2025-12-01T00:00") + timedelta(seconds=seconds)
)
spans = st.tuples(moments, moments).map(lambda ends: Pause(min(ends), max(ends)))


@given(
    received=moments,
    limit=st.builds(Limit, st.integers(0, 30), st.sampled_from(Clock)),
    name=st.sampled_from(PAIRS),
    pauses=st.lists(spans, max_size=4),
)
def test_the_smallest_case_that_differs_is_none(
    received: datetime, limit: Limit, name: str, pauses: list[Pause]
) -> None:
    known = pair(name)
    waits = [(pause.start, pause.end) for pause in pauses if pause.end]
    counted = known.office.due(received, limit.amount, limit.clock, waits)

    assert due_at(received, limit, known.calendar, pauses) == counted


def hash_of(name: str, clock: Clock) -> int:
    """Return a seed that is the same in every run."""
    return sum(map(ord, name + clock))
