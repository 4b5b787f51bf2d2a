"""Questions on L02: each pattern is planted and found; clean work is asked nothing.

Moments lie ahead of the clock: what is written down then was not written late.
"""

import re
from datetime import date, datetime, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lienmach.calc.local import moment
from lienmach.indicators.queries import explain
from lienmach.onestop.actions import steps
from lienmach.onestop.actions.steps import Missing, Signed
from lienmach.onestop.models import Dossier, Party, Route
from lienmach.onestop.queries import questions
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.registers.queries.calendar import work_calendar
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MISSING = [Missing("Giấy chứng sinh", "Chưa có bản chính")]


@pytest.fixture
def office() -> Office:
    return made.office()


@pytest.fixture
def monday(office: Office) -> datetime:
    """The next Monday at nine before two weeks without days off."""
    calendar = work_calendar(office.counter, timezone.localdate(), projected=True)
    day = timezone.localdate() + DAY
    while day.weekday() or not all(
        calendar.is_working(day + n * DAY) for n in (*range(5), *range(7, 12))
    ):
        day += DAY
    return moment(f"{day}T09:00")


def _done(
    office: Office, at: datetime, *, hours: float = 26, owner: Party | None = None
) -> Dossier:
    """A dossier that is taken up and finished the next day, in office hours."""
    dossier = made.in_progress(office, on=at, owner=owner)
    _finish(office, dossier, at + hours * HOUR)
    return dossier


def _finish(office: Office, dossier: Dossier, at: datetime) -> None:
    signed = Signed(at.date(), "Chủ tịch")
    steps.record_result(dossier.pk, signed, actor=office.processes, at=at)


def _pause(office: Office, dossier: Dossier, at: datetime, hours: int = 2) -> None:
    by = office.processes
    steps.take(dossier.pk, "wait", actor=by, at=at, note="Hỏi ý kiến cơ quan thuế")
    steps.take(dossier.pk, "answered", actor=by, at=at + hours * HOUR)


def _asked(*dossiers: Dossier) -> dict[str, int]:
    """What is asked at all, of how many of some dossiers."""
    found = explain.answers([dossier.pk for dossier in dossiers])
    return {one.question.slug: one.count for one in found if one.count}


def test_clean_work_is_asked_nothing(office: Office, monday: datetime) -> None:
    dossiers = [_done(office, monday + n * HOUR / 10) for n in range(25)]
    early_pause = made.in_progress(office, on=monday)
    _pause(office, early_pause, monday + HOUR)
    _finish(office, early_pause, monday + DAY)
    once = made.in_progress(office, on=monday)
    by = office.processes
    steps.ask(once.pk, MISSING, reason="Thiếu", actor=by, at=monday + HOUR)
    steps.supplement(once.pk, actor=office.receives, at=monday + 2 * HOUR)
    _finish(office, once, monday + DAY)

    assert _asked(*dossiers, early_pause, once) == {}


def test_a_pause_in_the_last_tenth_of_the_term(
    office: Office, monday: datetime
) -> None:
    late, earlier = (made.in_progress(office, on=monday) for _ in range(2))
    promised = late.case.promised_at
    assert promised
    term = promised - monday
    _pause(office, late, promised - term / 20, 0)
    _pause(office, earlier, promised - term / 5, 0)

    assert questions.paused_near_the_end([late.pk, earlier.pk]) == [late.pk]


def test_a_pause_after_the_promise(office: Office, monday: datetime) -> None:
    overdue = made.in_progress(office, on=monday)
    assert overdue.case.promised_at
    _pause(office, overdue, overdue.case.promised_at + DAY)

    assert _asked(overdue)["dung-cuoi-han"] == 1


@pytest.mark.parametrize(("days", "is_asked"), [(4, True), (6, False)])
def test_closed_without_result_and_received_again(
    days: int, is_asked: bool, office: Office, monday: datetime
) -> None:
    owner, other = made.party(), made.party()
    dossiers = [made.in_progress(office, on=monday, owner=o) for o in (owner, other)]
    for dossier in dossiers:
        steps.take(
            dossier.pk,
            "withdraw",
            actor=office.receives,
            at=monday + HOUR,
            note="Người nộp xin rút",
        )
    made.dossier(office, on=monday + HOUR + days * DAY, owner=owner)

    assert _asked(*dossiers) == ({"nhan-lai": 1} if is_asked else {})


def test_a_result_and_the_same_again_is_no_question(
    office: Office, monday: datetime
) -> None:
    owner = made.party()
    first = _done(office, monday, owner=owner)
    made.dossier(office, on=monday + 2 * DAY, owner=owner)

    assert _asked(first) == {}


def test_a_supplement_asked_for_twice(office: Office, monday: datetime) -> None:
    dossier, other = (made.in_progress(office, on=monday) for _ in range(2))
    at = monday
    for by in (office.processes, office.leads):
        steps.ask(dossier.pk, MISSING, reason="Thiếu", actor=by, at=at + HOUR)
        steps.supplement(dossier.pk, actor=office.receives, at=at + 2 * HOUR)
        at += 3 * HOUR

    assert _asked(dossier, other) == {"bo-sung-nhieu-lan": 1}


@pytest.mark.parametrize(
    ("hours", "is_asked"),
    [
        (12, True),  # at nine in the evening
        (3.4, False),  # over the break at noon
        (8.4, False),  # soon after closing
        (5 * 24, True),  # on Saturday
        (24, False),
    ],
)
def test_a_result_outside_office_hours(
    hours: float, is_asked: bool, office: Office, monday: datetime
) -> None:
    dossier = _done(office, monday, hours=hours)

    assert _asked(dossier) == ({"ngoai-gio": 1} if is_asked else {})


def test_an_entry_long_after_it_happened(office: Office, monday: datetime) -> None:
    late = made.in_progress(office, on=MONDAY)  # the clock is months ahead of it
    fresh = made.in_progress(office, on=monday)

    assert _asked(late, fresh) == {"ghi-muon": 1}


def test_days_off_do_not_make_an_entry_late(office: Office) -> None:
    calendar = work_calendar(office.counter, date(2026, 1, 5), projected=True)
    days = [date(2026, 1, 16) + n * DAY for n in range(4)]  # from a Friday on

    gaps = dict(questions._gaps(days, calendar))

    assert [gaps[day] for day in days] == [3, 2, 1, 1]


def test_a_promise_that_was_changed_by_hand(office: Office, monday: datetime) -> None:
    moved, paused = (made.in_progress(office, on=monday) for _ in range(2))
    assert moved.case.promised_at
    letter = steps.prepare_apology(
        moved.pk,
        reason="Chờ đo đạc",
        new_promise=moved.case.promised_at + 5 * DAY,
        actor=office.processes,
        at=monday + HOUR,
    )
    steps.sign_apology(letter, actor=office.leads, at=monday + 2 * HOUR)
    _pause(office, paused, monday + HOUR)

    assert _asked(moved, paused) == {"doi-hen": 1}


def _paused_and_done(office: Office, at: datetime, many: int, of: int) -> list[Dossier]:
    made_now = []
    for n in range(of):
        dossier = made.in_progress(office, on=at)
        if n < many:
            _pause(office, dossier, at + HOUR, 1)
        _finish(office, dossier, at + DAY)
        made_now.append(dossier)
    return made_now


def _beside(office: Office) -> Office:
    """Another division of the same committee with a counter of its own."""
    counter, division = make.unit(office.committee), make.unit(office.committee)
    Route.objects.create(counter=counter, unit=division, decides_unit=division)
    clerk = make.user(counter, "onestop.receive")
    officer = make.user(division, "onestop.process")
    return Office(office.committee, counter, division, clerk, officer, office.leader)


@pytest.mark.parametrize(("many", "asked"), [(10, 10), (2, 0)])
def test_a_unit_that_is_never_late_and_pauses_unusually_often(
    many: int, asked: int, office: Office, monday: datetime
) -> None:
    here = _paused_and_done(office, monday, many, 20)
    there = _paused_and_done(_beside(office), monday, 2, 20)

    found = questions.never_late_often_paused([one.pk for one in here + there])

    assert len(found) == asked
    assert set(found) <= {one.pk for one in here}


def test_a_unit_that_is_late_at_times_is_not_asked_for_its_pauses(
    office: Office, monday: datetime
) -> None:
    here = _paused_and_done(office, monday, 15, 20)
    late = _done(office, monday, hours=24 * 14)

    cases = [one.pk for one in (*here, late)]

    assert questions.never_late_often_paused(cases) == []


def test_no_cases_no_questions() -> None:
    assert all(answer.count == 0 for answer in explain.answers([]))


# on the page


def _page(client: Client) -> str:
    address = reverse("indicators:explain", args=["da-giai-quyet"])
    answer = client.get(address, {"ky": "2026-Q1"})
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def _plant(office: Office) -> None:
    """Three finished dossiers, one of them in the night; all entered long after."""
    for hours in (26, 27, 12):
        _done(office, MONDAY, hours=hours)


def test_each_question_leads_to_exactly_its_cases(
    office: Office, client: Client
) -> None:
    _plant(office)
    client.force_login(office.leader)
    page = _page(client)

    links = re.findall(r'<a class="asks" href="([^"]+)">(\d+)</a>', page)

    assert [n for _, n in links] == ["3", "1"]
    assert "Là câu hỏi để xem lại hồ sơ, không phải kết luận" in page
    assert "33,3 %" in page
    for address, number in links:
        shown = client.get(unescape(address)).content.decode()
        assert f"{number} hồ sơ" in shown
    taken = client.get(unescape(links[1][0]), {"xuat": "csv"})
    assert len(b"".join(taken).decode("utf-8-sig").splitlines()) == 2


def test_the_questions_cost_as_many_queries_however_many_cases(
    office: Office, client: Client
) -> None:
    counts = []
    for _ in range(2):
        _plant(office)
        client.force_login(office.leader)
        _page(client)
        with CaptureQueriesContext(connection) as asked:
            _page(client)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_too_many_cases_are_not_looked_through(
    office: Office, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    _plant(office)
    monkeypatch.setattr(explain, "MOST_ASKED", 2)
    client.force_login(office.leader)

    page = _page(client)

    assert "Hơn 2 hồ sơ: hãy chọn kỳ ngắn hơn" in page
    place = ["da-giai-quyet", "hoi-ngoai-gio", office.committee.code]
    days = "2026-01-01_2026-03-31"
    listed = client.get(reverse("indicators:cases", args=[*place, days]))
    assert "hãy chọn kỳ ngắn hơn" in listed.content.decode()


def test_a_question_that_is_none_is_not_found(office: Office, client: Client) -> None:
    client.force_login(office.leader)
    place = ["da-giai-quyet", "hoi-gi", office.committee.code, "2026-01-01_2026-03-31"]

    answer = client.get(reverse("indicators:cases", args=place))

    assert answer.status_code == 404
