"""The catalogue in numbers, each beside the list that shows what it counts."""

import csv
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from lienmach.calc.deadline import Limit
from lienmach.calc.procedures import Fee, Hop
from lienmach.registers.actions.procedures import Decision, end_procedure
from lienmach.registers.queries.catalogue import LABELS, listed, numbers
from lienmach.registers.tests.make_procedure import officer, version
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2023, 1, 1), date(2023, 3, 10)
NOBODY_PAYS: dict[str, Any] = {"fees": ()}


@pytest.fixture
def catalogue() -> None:
    make.level("province")
    make.level("district")
    version("1.000001")
    before = date(2022, 5, 1)  # the law still knew levels 1 to 4
    both = ("district", "commune")
    version("1.000002", on=before, levels=both, online="3", **NOBODY_PAYS)
    version("1.000003", on=before, levels=("district",), online="4", **NOBODY_PAYS)
    hop = Hop("Thẻ bảo hiểm y tế", "Bảo hiểm xã hội", Limit(2))
    version("1.000004", online="", hops=(hop,), fees=(_past_fee(),))
    version("1.000005", on=date(2023, 4, 1))
    ended = version("1.000006", on=before, online="", **NOBODY_PAYS)
    end_procedure(
        ended.procedure,
        on=date(2023, 2, 1),
        decision=Decision("9/QĐ-UBND", date(2023, 1, 20), "UBND tỉnh"),
        actor=officer(),
        at=MONDAY,
    )


def _past_fee() -> Fee:
    return Fee("Lệ phí", 5000, "", "", date(2020, 1, 1), date(2022, 12, 31))


def test_what_is_held_is_counted_on_the_last_day_and_what_changed_between(
    catalogue: None,
) -> None:
    assert numbers(FIRST, LAST) == {
        "procedures": 4,
        "procedures_province": 0,
        "procedures_district": 2,
        "procedures_commune": 3,
        "procedures_online_3": 1,
        "procedures_online_4": 1,
        "procedures_online_partial": 0,
        "procedures_online_full": 1,
        "procedures_interlinked": 1,
        "procedures_with_fee": 1,
        "procedures_new": 2,
        "procedures_amended": 0,
        "procedures_ended": 1,
    }


@pytest.mark.parametrize("name", sorted(LABELS))
def test_each_number_is_that_of_its_list(
    name: str, catalogue: None, client: Client
) -> None:
    client.force_login(make.user())

    answer: Any = client.get(f"{listed(name, FIRST, LAST)}&xuat=csv")

    file = b"".join(answer.streaming_content).decode("utf-8-sig")
    _head, *rows = csv.reader(StringIO(file))
    assert len(rows) == numbers(FIRST, LAST)[name]


def test_the_catalogue_is_counted_by_two_queries(
    catalogue: None, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        numbers(FIRST, LAST)
