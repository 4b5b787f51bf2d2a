"""What reports count of plans and directives, and the lists that have exactly that."""

from datetime import date, datetime, timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from lienmach.base.lists import Query
from lienmach.calc.local import day_of, moment
from lienmach.cases.models import Case
from lienmach.registers.models import UnitMark
from lienmach.registers.queries import marks
from lienmach.tasks.actions import tasks as actions
from lienmach.tasks.models import Mandate
from lienmach.tasks.queries import kept
from lienmach.tasks.queries import tasks as queries
from lienmach.tasks.queries.addresses import lists
from lienmach.tasks.queries.progress import total
from lienmach.tasks.tests.make_tasks import Kind, Office
from lienmach.tasks.views.tasks import list_of
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)


def _days(number: int) -> datetime:
    return MONDAY + timedelta(days=number)


@pytest.fixture
def office() -> Office:
    """Of a plan of six: two due and done, one done before its day, one due and not
    done, one of next year, one dropped; and four tasks from above."""
    office = Office()
    plan = office.plan()
    for due, done in ((10, 5), (20, 30), (200, 40)):
        office.finish(office.task(plan, due), at=_days(done))
    office.task(plan, 50)
    late = office.task(plan, 300)
    actions.tell_progress(
        late,
        text="Chậm",
        expected_on=date(2027, 2, 1),
        actor=office.worker,
        at=_days(30),
    )
    gone = office.task(plan, 60)
    actions.drop(gone, document="1/QĐ", note="Thôi", actor=office.chief, at=_days(8))
    above = office.plan(Kind.DIRECTIVE, source=Mandate.Source.ABOVE)
    office.finish(office.task(above, 10), at=_days(5))
    office.finish(office.task(above, 10), at=_days(15))
    office.task(above, 20)
    office.task(above, 200)
    below = Office()  # another office's plan counts nowhere here
    below.task()
    return office


def _count(office: Office, address: str, now: datetime) -> int:
    """How many tasks the list of an address has."""
    sent = QueryDict(address.partition("?")[2])
    declared, rows = list_of(office.chief, now, sent)
    return Query.read(declared, sent).narrow(rows).count()


EXPECTED = {
    "tasks_reform": 5,
    "tasks_reform_due": 3,
    "tasks_reform_done": 3,
    "tasks_reform_done_due": 2,
    "tasks_reform_expected": 4,
    "tasks_thematic": 0,
    "tasks_above": 4,
    "tasks_above_on_time": 1,
    "tasks_above_late": 1,
    "tasks_above_overdue": 1,
}


def test_numbers_are_what_was_given_due_done_and_expected(office: Office) -> None:
    units = {office.unit.pk, office.first.pk, office.second.pk}

    found = kept.numbers(EXPECTED.keys(), units, "", FIRST, LAST)

    assert {name: value.value for name, value in found.items()} == EXPECTED


def test_each_number_leads_to_the_list_of_exactly_its_tasks(office: Office) -> None:
    now, listed = moment("2026-06-01T08:00"), {}
    for name in EXPECTED:
        address = kept.listed(name, FIRST, LAST, office.unit.pk, "")
        listed[name] = _count(office, address, now)

    assert listed == EXPECTED


def test_what_a_unit_says_it_keeps_is_counted_in_its_own_reports_alone(
    office: Office,
) -> None:
    office.unit.versions.update(kind=make.kind("committee"))
    commune = make.unit(office.unit)
    commune.versions.update(kind=make.kind("committee"))
    assert marks.kept_since(office.unit.pk, LAST) == {}
    for unit in (office.unit, office.second):
        UnitMark.objects.create(
            unit=unit, kind=UnitMark.Kind.PLANS, valid_from=FIRST, made_at=MONDAY
        )

    for unit in (office.unit, office.second):
        assert marks.kept_since(unit.pk, LAST) == {kept.PLANS: FIRST}
    for unit in (office.first, commune):  # their plans are their own to keep
        assert marks.kept_since(unit.pk, LAST) == {}


def test_what_is_due_later_today_is_not_overdue_yet(office: Office) -> None:
    now = timezone.now()
    task = office.task(office.plan())
    Case.objects.filter(pk=task.pk).update(promised_at=now + timedelta(minutes=1))

    late = queries.tasks(office.chief).filter(
        queries.overdue_on(day_of(now) + timedelta(days=2))
    )

    assert task not in late


def test_a_plan_of_a_unit_below_is_that_units_own(office: Office) -> None:
    below = make.unit(office.unit)
    Mandate.objects.filter(unit=office.unit).update(unit=below.pk)

    of_both = kept.numbers(
        ["tasks_reform"], {office.unit.pk, below.pk}, "", FIRST, LAST
    )
    own = kept.numbers(["tasks_reform"], {below.pk}, "", FIRST, LAST)

    found = [one["tasks_reform"].value for one in (of_both, own)]
    assert found == [0, 5]


def test_the_quarter_is_told_apart_from_the_year(office: Office) -> None:
    rows = queries.tasks(office.chief).filter(mandate__kind=Kind.REFORM)

    told = total(rows, LAST)

    assert (told.done_due, told.due) == (2, 3)
    assert (told.done, told.total, told.expected) == (3, 5, 4)
    assert told.overdue == 1


def test_a_day_off_that_was_given_stays_in_its_year(office: Office) -> None:
    plan = office.plan(issued_on=date(2023, 1, 5))
    last = date(2023, 12, 31)  # a Sunday
    task = office.task(plan, (last - plan.issued_on).days)
    rows = queries.tasks(office.chief).filter(mandate=plan)

    told = total(rows, last)

    assert task.counts_until == date(2024, 1, 2)
    assert (told.due, told.expected, told.overdue) == (1, 1, 0)
    assert total(rows, date(2024, 1, 2)).overdue == 1
    for name, (count, address) in lists(told, last, kh=plan.pk).items():
        assert (name, _count(office, address, MONDAY)) == (name, count)
