from pathlib import Path

import pytest

from lienmach.config.env import Env


def test_an_office_says_that_a_pooler_stands_before_its_database() -> None:
    env = {"DATABASE_URL": "postgresql:///x", "LIENMACH_SECRET_KEY": "x"}
    said = [
        Env.read(Path(), env | more).database["DISABLE_SERVER_SIDE_CURSORS"]
        for more in ({}, {"LIENMACH_POOLER": "yes"})
    ]

    assert said == [False, True]


@pytest.mark.parametrize("said", ["0", "-1", "x", "1.5", "100001", "9" * 30, "²"])
def test_how_often_one_may_read_is_a_whole_number(said: str) -> None:
    env = {"DATABASE_URL": "postgresql:///x", "LIENMACH_SECRET_KEY": "x"}

    with pytest.raises(ValueError, match="LIENMACH_API_PER_MINUTE must be"):
        Env.read(Path(), env | {"LIENMACH_API_PER_MINUTE": said})
    assert Env.read(Path(), env).api_per_minute == 120
