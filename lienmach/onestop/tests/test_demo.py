"""The demo's dossiers: the town's figures, the ward's work, every row true."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from lienmach.calc.local import day_bounds, day_of, moment
from lienmach.cases import queries as case_queries
from lienmach.cases.models import Case
from lienmach.onestop import demo
from lienmach.onestop.actions import money
from lienmach.onestop.actions.numbers import dossier_code
from lienmach.onestop.demo import town, ward
from lienmach.onestop.flow import State
from lienmach.onestop.models import (
    Attachment,
    Dossier,
    Form,
    HandOver,
    Party,
    Receipt,
    Route,
)
from lienmach.onestop.models import (
    Counter as Numbers,
)
from lienmach.onestop.queries import signing
from lienmach.onestop.queries.chains import children
from lienmach.onestop.queries.dossiers import told, visible
from lienmach.onestop.tests.replay import Replay, check_facts, rows_of
from lienmach.org import demo as org
from lienmach.org.queries import actor_of
from lienmach.registers import demo as registers

pytestmark = pytest.mark.django_db
WARD_DESK = f"{org.TODAY}.04"
NOW = moment("2026-09-15T10:20")  # a Tuesday
FIRST, END = day_bounds(town.FIRST)[0], day_bounds(town.LAST)[1]


@pytest.fixture(scope="module", autouse=True)
def _demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        org.load(at=NOW)
        registers.load(at=NOW)
        demo.load(at=NOW)
        connection.check_constraints()  # once, not again at the end of each test
        yield
        transaction.set_rollback(True)


def centre() -> QuerySet[Case]:
    return Case.objects.filter(received_unit__code="X99.16.20")


def communes() -> QuerySet[Case]:
    """What the communes answer for."""
    codes = [f"{org.HISTORY}.{short}" for short, _ in org.COMMUNES]
    return Case.objects.filter(decides_unit__code__in=codes)


def outcomes(cases: QuerySet[Case]) -> dict[str, int]:
    done = cases.filter(finished_at__gte=FIRST, finished_at__lt=END)
    return {
        "early": done.filter(case_queries.EARLY).count(),
        "on_time": done.filter(case_queries.ON_TIME).count(),
        "late": done.filter(case_queries.LATE).count(),
    }


def open_at_the_end(cases: QuerySet[Case]) -> QuerySet[Case]:
    received = cases.filter(received_at__lt=END)
    return received.filter(Q(finished_at=None) | Q(finished_at__gte=END))


def paused_at_the_end() -> Q:
    return Q(waits__started_at__lt=END) & (
        Q(waits__ended_at=None) | Q(waits__ended_at__gte=END)
    )


def test_the_town_took_in_and_finished_what_its_quarter_says() -> None:
    received = centre().filter(received_at__gte=FIRST, received_at__lt=END)
    assert received.count() == 1118
    assert received.exclude(promised_at=None).count() == 1103
    assert received.filter(dossier__is_same_day=True).count() == 15
    assert outcomes(centre()) == {"early": 651, "on_time": 186, "late": 38}

    still = open_at_the_end(centre())
    overdue = still.filter(promised_at__lt=END).exclude(paused_at_the_end())
    assert (still.count(), overdue.count()) == (243, 13)
    assert still.filter(paused_at_the_end()).count() > 20


def test_half_of_what_was_late_in_the_town_was_about_land() -> None:
    late = centre().filter(case_queries.LATE, finished_at__lt=END)
    of_land = late.filter(dossier__procedure__field__name="Đất đai")
    assert of_land.count() == 19


def test_the_communes_finished_2008_of_which_1973_in_time() -> None:
    counted = outcomes(communes())
    assert sum(counted.values()) == 2008
    assert counted["late"] == 35
    assert communes().values("decides_unit").distinct().count() == 9


def test_all_of_the_town_is_closed_before_the_town_ends() -> None:
    of_town = Case.objects.filter(received_unit__code__startswith=org.HISTORY)
    last = day_bounds(org.TURN)[0]
    assert not of_town.filter(Q(closed_at=None) | Q(closed_at__gte=last)).exists()


def test_the_ward_has_open_work_in_every_state() -> None:
    states = Counter(of_ward().values_list("case__state", flat=True))
    assert set(states) == {str(state) for state in State}
    assert sum(states.values()) > 140

    chips = Counter(str(told(d, now=NOW).standing) for d in seen_by("lanhdao"))
    assert {"ontime", "soon", "over", "paused", "early", "done", "late"} <= set(chips)


def test_something_is_due_today_and_something_came_in_today() -> None:
    today, tomorrow = day_bounds(day_of(NOW))
    due = of_ward().filter(
        case__promised_at__gte=NOW,
        case__promised_at__lt=tomorrow,
        case__finished_at=None,
    )
    assert due.count() >= 3
    assert of_ward().filter(case__received_at__gte=today).count() >= 5
    assert Receipt.objects.filter(paid_at__gte=today, unit__code=WARD_DESK).exists()


def test_each_account_has_work_of_its_own() -> None:
    for name, states in (
        ("chuyenvien", {State.IN_PROGRESS, State.ASKED}),
        ("tuphap", {State.IN_PROGRESS}),
        ("lanhdao", {State.SIGNING}),
    ):
        held = of_ward().filter(case__person=org.account(name), case__closed_at=None)
        assert states <= set(held.values_list("case__state", flat=True)), name
    at_counter = of_ward().filter(case__unit__code=WARD_DESK, case__closed_at=None)
    assert {State.RECEIVED, State.READY} <= set(
        at_counter.values_list("case__state", flat=True)
    )


def test_nothing_lies_in_the_future() -> None:
    assert not Case.objects.filter(received_at__gt=NOW).exists()
    assert not Case.objects.filter(events__at__gt=NOW).exists()


@pytest.mark.parametrize(
    "at",
    ["2026-11-22T09:40", "2026-02-17T10:00", "2026-09-14T06:10", "2025-07-02T09:00"],
    ids=["Sunday", "New Year", "before opening", "first days"],
)
def test_the_ward_can_be_loaded_at_any_time(at: str) -> None:
    now = moment(at)

    past, _ = ward.played(at=now)

    assert len(past.histories) > 20
    assert all(history.moves.last_at <= now for history in past.histories)


def test_every_trail_is_complete_and_every_stored_moment_follows_from_facts() -> None:
    check_facts(Case.objects.all())


@pytest.mark.parametrize(
    "kind",
    [
        Q(case__state=State.RETURNED, case__received_unit__code="X99.16.20"),
        Q(case__state=State.RETURNED, supplements__isnull=False),
        Q(apologies__isnull=False, case__state=State.RETURNED),
        Q(postings__isnull=False),
        Q(consultations__answered_at__isnull=False),
        Q(is_same_day=True, receipts__isnull=False),
        Q(submitter__isnull=False, case__state=State.RETURNED),
        Q(case__waits__kind="finance"),
        Q(case__waits__kind="agency"),
        *(Q(case__state=state) for state in State),
    ],
    ids=str,
)
def test_what_is_written_at_once_is_what_the_actions_would_have_written(
    kind: Q,
) -> None:
    drafted = Attachment.objects.values("dossier")  # these took steps like any other
    found = Dossier.objects.filter(kind).exclude(pk__in=drafted)
    found = found.filter(procedure__hops=None)  # so did chains
    found = found.distinct().order_by("pk")
    for dossier in (found.first(), found.last()):
        assert dossier

        again = Replay(dossier).again()

        first, second = rows_of(dossier), rows_of(again)
        # The till of that day was closed since: money would fall into a later one.
        for row in (*first["receipts"], *second["receipts"]):
            del row["day"]
        for table, rows in first.items():
            assert second[table] == rows, table


def test_chains_of_the_ward_say_their_parts_and_go_on_from_agency_to_agency() -> None:
    roots = of_ward().filter(case__parent=None, procedure__hops__number=1)

    assert roots.count() == 4
    for root in roots:
        (receipt,) = root.slips.filter(form=Form.RECEIPT)
        hops = root.procedure.hops.order_by("number").values_list("agency", flat=True)
        assert [part["agency"] for part in receipt.said["parts"]] == list(hops)
        begun = children(root)
        assert [part.case.code for part in begun] == [
            f"{root.case.code}.{n}" for n in range(1, len(begun) + 1)
        ]
        assert [bool(part.case.finished_at) for part in begun] == [True] * (
            len(begun) - 1
        ) + [False]
    assert {len(children(root)) for root in roots} == {2, 3}


def test_what_comes_next_gets_the_next_numbers() -> None:
    today = Q(case__received_at__gte=day_bounds(day_of(NOW))[0], case__parent=None)
    last = of_ward().filter(today).count()
    counter = org.unit(WARD_DESK).pk
    code = dossier_code(counter, day_of(NOW))
    assert code == f"{WARD_DESK}-260915-{last + 1:04}"
    numbers = Receipt.objects.filter(unit=counter, year=2026)
    kept = Numbers.objects.get(series=money.SERIES, unit=counter, period="2026")
    assert kept.last == numbers.count() == max(r.number for r in numbers)


def test_nobody_in_the_demo_can_be_somebody() -> None:
    people = Party.objects.filter(kind=Party.Kind.PERSON)
    assert not people.exclude(id_number__startswith="999").exists()
    assert not Party.objects.exclude(phone__startswith="0100").exists()


def test_the_counters_have_their_routes_and_papers_went_with_sheets() -> None:
    for code in ("X99.50.04", "X99.16.20", "X99.16.41.01"):
        routes = Route.objects.filter(counter__code=code)
        assert routes.filter(field=None, procedure=None).count() == 1
    sheets = HandOver.objects.filter(from_unit__code="X99.16.20")
    assert sheets.count() > 50
    assert not sheets.filter(confirmed_at=None).exists()


def test_the_same_seed_makes_the_same_dossiers() -> None:
    once, again = (ward.played(at=NOW)[0].histories for _ in range(2))

    assert [h.dossier.token for h in once] == [h.dossier.token for h in again]
    assert [h.dossier.owner_name for h in once] == [h.dossier.owner_name for h in again]


def of_ward() -> QuerySet[Dossier]:
    return Dossier.objects.filter(case__received_unit__code=WARD_DESK)


def seen_by(name: str) -> QuerySet[Dossier]:
    return visible(actor_of(org.account(name), on=day_of(NOW)))


def test_the_leader_of_the_ward_has_drafts_to_sign_and_some_that_lack_one() -> None:
    leader = actor_of(org.account("lanhdao"), on=NOW.date())

    problems = [one.problem for one in signing.waiting(leader, now=NOW)]

    assert problems.count("chưa có dự thảo") == 2
    assert problems.count("") > 2
