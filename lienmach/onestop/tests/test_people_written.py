"""Somebody who was written down by one statement is what that statement wrote."""

from datetime import date
from typing import Any

import pytest

from lienmach.onestop.actions import people
from lienmach.onestop.actions.people import NewParty
from tests.make import MONDAY


class _Write:
    def run(self, values: list[Any]) -> list[tuple[int]]:
        return [(7,)]


def test_the_order_of_the_columns_written_is_of_no_matter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(people, "WRITE", _Write())
    turned = dict(reversed(people.WRITTEN.items()))
    monkeypatch.setattr(people, "WRITTEN", turned)
    new = NewParty("Người Thử", "999000000001", born_on=date(1980, 2, 3))

    known, is_new = people._write(new, MONDAY)

    assert is_new
    assert (known.pk, known.name, known.id_number) == (7, new.name, new.id_number)
    assert (known.born_on, known.made_at) == (new.born_on, MONDAY)
