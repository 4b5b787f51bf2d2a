"""What staff see of ratings: numbers all of them, words only some."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lienmach.calc.deadline import Limit
from lienmach.calc.refusal import Refused
from lienmach.cases import actions as cases
from lienmach.cases.actions import NewCase
from lienmach.cases.models import Case
from lienmach.org.models import Unit
from lienmach.surveys.actions import OPEN_FOR, rate
from lienmach.surveys.models import Level, Rating, Reason
from lienmach.surveys.queries import totals
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
URL = "surveys:ratings"


@pytest.fixture
def unit() -> Unit:
    return make.unit(name="Phòng Kinh tế")


def _case(unit: Unit, *, is_closed: bool = True) -> Case:
    case = cases.open_case(
        NewCase(
            kind="dossier",
            code=f"X-{Case.objects.count():04}",
            limit=Limit(5),
            received_unit_id=unit.pk,
            decides_unit_id=unit.pk,
            unit_id=unit.pk,
        ),
        actor=None,
        at=MONDAY,
    )
    if is_closed:
        Case.objects.filter(pk=case.pk).update(finished_at=MONDAY, closed_at=MONDAY)
    return case


def _rate(unit: Unit, level: Level, text: str = "") -> Rating:
    reasons = [Reason.MANNER] if level < Level.GOOD else []
    pk = _case(unit).pk
    return rate(pk, level=level, reasons=reasons, text=text, at=MONDAY)


def test_what_is_open_or_long_over_is_not_rated(unit: Unit) -> None:
    with pytest.raises(Refused, match="chưa xong"):
        rate(_case(unit, is_closed=False).pk, level=Level.GOOD, at=MONDAY)
    late = MONDAY + OPEN_FOR + timedelta(seconds=1)
    with pytest.raises(Refused, match="30 ngày"):
        rate(_case(unit).pk, level=Level.GOOD, at=late)


def test_an_average_stands_beside_all_five_levels_and_their_number(unit: Unit) -> None:
    for level in (1, 4, 4, 5, 5, 5):
        _rate(unit, Level(level))

    (total,) = totals(Rating.objects.all(), on=MONDAY.date())

    assert (total.unit, total.count, total.average) == ("Phòng Kinh tế", 6, "4,0")
    assert [n for _, n, _ in total.levels] == [1, 0, 0, 2, 3]
    assert total.levels[-1] == ("Rất hài lòng", 3, "50 %")


def test_who_handles_dossiers_sees_numbers_but_no_answer(
    unit: Unit, client: Client
) -> None:
    for _ in range(5):
        _rate(unit, Level.BAD, "Bảo tôi về lấy thêm giấy")
    client.force_login(make.user(unit, "onestop.process"))

    page = client.get(reverse(URL)).content.decode()

    assert "Phòng Kinh tế" in page
    assert "(100 %)" in page
    assert "Bảo tôi" not in page
    assert "Không có quyền xem" in page
    exported = client.get(reverse(URL), {"xuat": "csv"})
    assert "Bảo tôi" not in exported.content.decode(errors="replace")


def test_few_ratings_are_not_taken_apart_before_who_may_not_read_them(
    unit: Unit, client: Client
) -> None:
    _rate(unit, Level.BAD)
    client.force_login(make.user(unit))

    page = client.get(reverse(URL)).content.decode()

    assert "ít hơn 5 đánh giá" in page
    assert "(100 %)" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_queries_however_long_it_is(
    rows: int, unit: Unit, client: Client, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        _rate(unit, Level.FAIR, "Chờ lâu")
    client.force_login(make.user(unit, "surveys.read"))

    with django_assert_num_queries(13):
        page = client.get(reverse(URL)).content.decode()

    assert page.count("Chờ lâu") == rows
    assert "Thái độ phục vụ" in page


def test_ratings_of_other_units_are_not_seen(unit: Unit, client: Client) -> None:
    _rate(unit, Level.BAD, "Chờ lâu")
    client.force_login(make.user(rights="surveys.read"))

    page = client.get(reverse(URL)).content.decode()

    assert "Chờ lâu" not in page
    assert "Phòng Kinh tế" not in page
