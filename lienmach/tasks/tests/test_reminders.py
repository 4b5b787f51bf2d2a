"""Who leads tasks is told by mail, once a working day, of what is due now."""

from datetime import timedelta
from typing import Any

import pytest

from lienmach.base.models import Message
from lienmach.calc.local import moment
from lienmach.org.models import Post
from lienmach.tasks.actions.reminders import remind
from lienmach.tasks.tests.make_tasks import Office

pytestmark = pytest.mark.django_db
FRIDAY = moment("2026-01-16T08:00")


def test_a_task_is_told_the_working_day_before_on_its_day_and_once_overdue(
    settings: Any,
) -> None:
    settings.MAIL_IS_SET = True
    office = Office()
    office.worker_user.email = "mot@example.vn"
    office.worker_user.save()
    Post.objects.filter(person=office.worker_user).update(is_head=True)
    plan = office.plan()
    office.task(plan, 14, text="Đến hạn thứ Hai")  # 19 January
    office.task(plan, 25, text="Còn lâu")
    office.finish(office.task(plan, 14, text="Đã xong"))
    days = (-1, 0, 1, 3, 4, 5)  # Thursday to Wednesday

    told = [remind(at=FRIDAY + timedelta(days=day)) for day in days]

    assert told == [0, 1, 0, 1, 1, 0]
    assert remind(at=FRIDAY + timedelta(days=4, hours=2)) == 0
    bodies = list(Message.objects.order_by("pk").values_list("body", flat=True))
    assert all("Đến hạn thứ Hai" in body for body in bodies)
    assert not any("Đã xong" in body or "Còn lâu" in body for body in bodies)
    assert "quá hạn từ 19/01/2026" in bodies[2]
