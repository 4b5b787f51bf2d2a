"""A Spark cluster counts the same lake as DuckDB, and both what cells say."""

from pathlib import Path
from random import Random

import pytest

from lienmach.indicators import registry
from lienmach.indicators.actions import recount_marked
from lienmach.indicators.actions.lake import exported, held
from lienmach.indicators.models import Cell
from lienmach.indicators.queries.lake.comparing import compared
from lienmach.indicators.queries.lake.engines import by_month, count, opened
from lienmach.onestop.tests.test_figures import HAPPENINGS, Story
from tests.make import MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.spark, pytest.mark.timeout(900)]


@pytest.mark.filterwarnings("ignore")  # Spark's own Python side warns of much
def test_a_cluster_counts_the_lake_as_duckdb_does(tmp_path: Path) -> None:
    story, dice = Story(), Random(7)
    for _ in range(160):
        story.happen(dice.choice(HAPPENINGS), dice.randrange(50), dice.randrange(1, 99))
    while recount_marked():
        pass
    with held(tmp_path):
        exported(tmp_path, today=MONDAY.date())
    measures = registry.known()

    with opened(str(tmp_path), "duckdb") as lake:
        embedded = {
            by: list(by_month(count(lake, measures, by))) for by in ("", "field")
        }
    with opened(str(tmp_path), "spark") as lake:
        nodes = lake.connection._session.sparkContext._jsc.sc()
        executors = nodes.getExecutorMemoryStatus().size() - 1
        cluster = {
            by: list(by_month(count(lake, measures, by))) for by in ("", "field")
        }
        agreed = list(compared(lake))
        Cell.objects.filter(measure="dossiers_late").update(value=77)
        wrong = [line for line in compared(lake) if "đang giữ 77" in line]

    assert executors == 2
    counted = {measures[place].name for place, *_ in embedded[""]}
    assert counted >= {"dossiers_late", "dossiers_early", "dossiers_overdue"}
    assert cluster == embedded
    assert agreed == []
    assert wrong
