from pathlib import Path

from lienmach.config.env import Env


def test_an_office_says_that_a_pooler_stands_before_its_database() -> None:
    env = {"DATABASE_URL": "postgresql:///x", "LIENMACH_SECRET_KEY": "x"}
    said = [
        Env.read(Path(), env | more).database["DISABLE_SERVER_SIDE_CURSORS"]
        for more in ({}, {"LIENMACH_POOLER": "yes"})
    ]

    assert said == [False, True]
