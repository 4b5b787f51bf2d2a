"""The rank of a unit on the board: what was published and locked, and nothing else."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lienmach.indicators.registry import Ranked
from lienmach.org.models import User
from lienmach.reporting.actions import score_rounds as rounds
from lienmach.reporting.actions.score_rounds import Result
from lienmach.reporting.queries.index_rank import index_ranks
from lienmach.reporting.tests.make_scores import Scene, make_scene
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()


@pytest.fixture
def scene(settings: Any, tmp_path: Path) -> Scene:
    return make_scene(settings, tmp_path)


def _publish(scene: Scene, year: int, points: str, rank: int, of: int = 9) -> None:
    results = [Result("X", Decimal(points), scene.units[0].pk, rank=rank)]
    rounds.publish_year(
        scene.owner, year, results, source="QĐ", actor=scene.head, at=MONDAY, of=of
    )


def _told(scene: Scene, on: date = TODAY) -> list[Ranked]:
    return index_ranks(scene.head, scene.units[0].pk, on)


def test_nothing_is_told_of_a_unit_that_was_never_ranked(
    scene: Scene, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        assert _told(scene) == []
    scene.appraised(0, "50")  # not locked: it may still change
    assert _told(scene) == []


def test_the_last_published_year_is_told_with_the_one_before(scene: Scene) -> None:
    _publish(scene, 2021, "63.71", 5)
    _publish(scene, 2022, "71.63", 9)

    (one,) = _told(scene)
    assert one.place == "Hạng 9/9 năm 2022"
    assert "71,63 điểm" in one.note
    assert "Năm 2021: hạng 5/9, 63,71 điểm; xuống 4 bậc." in one.note
    assert one.url == f"/cb/chi-so/2022/?bang={scene.owner.code}"
    (then,) = _told(scene, date(2021, 12, 31))  # the board of that time
    assert then.place == "Hạng 5/9 năm 2021"
    assert "Năm" not in then.note


def test_ranks_among_other_numbers_of_units_are_not_compared(scene: Scene) -> None:
    _publish(scene, 2021, "60", 5, of=12)
    _publish(scene, 2022, "70", 5)
    (one,) = _told(scene)
    assert "số đơn vị được xếp hạng khác nhau" in one.note
    assert "giữ hạng" not in one.note


def test_the_board_shows_it_and_leads_to_the_ranking(
    scene: Scene, client: Client
) -> None:
    _publish(scene, 2022, "71.63", 9)
    client.force_login(User.objects.get(pk=scene.head.user_id))
    page = client.get(reverse("indicators:board"), {"dv": scene.units[0].code})
    assert "Hạng 9/9 năm 2022" in page.content.decode()
