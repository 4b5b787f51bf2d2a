from datetime import date

import pytest
from django.utils import timezone

from lienmach.org import demo as org
from lienmach.registers import demo
from lienmach.registers.models import Procedure, ProcedureVersion
from lienmach.registers.queries import work_calendar
from lienmach.registers.queries.procedures import counts, history

pytestmark = pytest.mark.django_db
IN_2023, IN_2026 = date(2023, 3, 10), date(2026, 4, 1)


def test_the_demo_holds_a_catalogue_and_a_calendar_for_both_offices() -> None:
    org.load(at=timezone.now())
    demo.load(at=timezone.now())

    then, now = counts(IN_2023), counts(IN_2026)
    assert (then.total, now.total) == (41, 39)
    assert len(then.fields) == 13
    assert dict(then.by_level).keys() == {"district", "commune"}
    assert dict(now.by_level) == {"commune": 39}

    house = Procedure.objects.get(code=demo.SOONER)
    assert len(history(house)) == 4
    assert ProcedureVersion.objects.filter(made_by=None).count() == 41 * 3

    calendar = work_calendar(org.unit(org.HISTORY), IN_2023)
    assert calendar.saturday_on(date(2023, 3, 11))
    assert not calendar.is_working(date(2023, 3, 11))
