"""N01, the list of documents and Ctrl+K: what is shown and found, at what cost."""

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from lienmach.tasks import lists
from lienmach.tasks.models import Mandate, Task
from lienmach.tasks.queries.offered import offered
from lienmach.tasks.tests.make_tasks import DAY, Kind, Office, text_of
from lienmach.tasks.views.tasks import MOST_SHOWN
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
LIST = reverse("tasks:tasks")


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def chief(office: Office, client: Client) -> Client:
    client.force_login(office.chief_user)
    return client


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_the_same_however_much_there_is(
    rows: int, office: Office, chief: Client, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        plan = office.plan()
        for _ in range(rows):
            office.finish(office.task(plan, helpers=[office.second]))
            task = office.task(plan, helpers=[office.second])
    chief.get(LIST)

    for url, queries in (
        (f"{LIST}?xem=tat-ca&loai=ke-hoach&nam=2026", 14),
        (reverse("tasks:task", args=[task.case.code]), 10),
        (reverse("tasks:mandate", args=[plan.pk]), 15),
        (reverse("tasks:mandates"), 9),
    ):
        with django_assert_num_queries(queries):
            page = text_of(chief, url)
        assert "Kế hoạch" in page


def test_a_project_stands_as_today_and_full_documents_come_first(
    office: Office, chief: Client
) -> None:
    for _ in range(MOST_SHOWN):
        office.plan()
    old = office.plan(Kind.PROJECT, issued_on=MONDAY.date().replace(year=2024))
    office.finish(office.task(old))
    order = office.plan(Kind.DIRECTIVE)
    office.task(order)

    page = text_of(chief, f"{LIST}?nam=2026")

    assert page.index(order.title) < page.index("Kế hoạch 1<")
    assert "Còn 1 văn bản" in page
    page = text_of(chief, f"{LIST}?kh={old.pk}")
    assert "Xong 1, đến hạn 1, tổng 1" in page  # at the end of 2024 it was not done
    assert f"kh={old.pk}&amp;kq=du-kien" not in page


def test_few_documents_are_offered_the_chosen_one_among_them(
    office: Office, monkeypatch: Any
) -> None:
    monkeypatch.setattr("lienmach.tasks.queries.offered.MOST_OFFERED", 2)
    old = office.plan(issued_on=date(2023, 1, 5))
    late = office.plan(issued_on=DAY)
    for day in (2, 3):
        office.plan(issued_on=date(2026, 1, day))

    def told(query: str) -> list[Mandate]:
        return offered(office.chief, lists.asked(QueryDict(query)), DAY)

    assert told(f"kh={old.pk}") == [old, late]
    assert told("")[0] == late
    assert told("nam=2023") == [old]
    assert not offered(Office().chief, lists.asked(QueryDict(f"kh={old.pk}")), DAY)


@pytest.mark.parametrize("sent", ["kh=-1&nam=x", "kh=" + "9" * 18, "nam=99999&dv=0"])
def test_numbers_of_nothing_in_an_address_are_left_out(
    sent: str, office: Office, chief: Client
) -> None:
    assert chief.get(f"{LIST}?{sent}", follow=True).status_code == 200


def test_fields_of_reform_stand_above_the_list_each_with_its_tasks(
    office: Office, chief: Client
) -> None:
    task = office.task(office.plan())
    Task.objects.filter(pk=task.pk).update(area=Task.Area.SERVICE)
    office.task(office.plan(Kind.CONTROL))
    office.task(office.plan(issued_on=date(2025, 1, 6)))

    page = chief.get(f"{LIST}?loai=ke-hoach&nam=2026")

    (line,) = page.context["areas"]
    assert (line.label, line.told.total) == ("Cải cách chế độ công vụ", 1)
    listed = chief.get(line.numbers["total"][1], follow=True)
    assert "1 nhiệm vụ" in listed.content.decode()
    years = f"{LIST}?loai=ke-hoach&nam=2026,2025"
    assert not chief.get(years).context["areas"]
    assert not chief.get(f"{LIST}?loai=chi-dao").context["areas"]


@pytest.mark.parametrize("rows", [1, 3])
def test_ctrl_k_finds_tasks_and_documents_that_one_sees(
    rows: int, office: Office, chief: Client, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        plan = office.plan(number="" if Mandate.objects.exists() else "12/KH-UBND")
        task = office.task(plan, text="Rà soát thủ tục đất đai")
    way = reverse("base:find")
    text_of(chief, f"{way}?q=dat+dai")

    with django_assert_num_queries(8):  # the session, who and where, each source, menu
        page = text_of(chief, f"{way}?q=dat+dai")
    assert page.count("Rà soát thủ tục đất đai") == rows
    assert task.case.code in text_of(chief, f"{way}?q={task.case.code}")
    assert "Kế hoạch 1" in text_of(chief, f"{way}?q=12/kh")
    assert "Kế hoạch" not in text_of(chief, f"{way}?q=k")
    chief.force_login(office.other_user)  # who neither leads nor helps
    for text in ("dat+dai", "12/kh"):
        page = text_of(chief, f"{way}?q={text}")
        assert "Rà soát thủ tục" not in page
        assert "Kế hoạch 1" not in page
