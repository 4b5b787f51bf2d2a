"""Loads beside each other and beside a counter at work."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connections
from django.db.models import Count

from lienmach.calc.local import day_of, moment
from lienmach.cases.models import Case
from lienmach.indicators.actions import recount_marked
from lienmach.indicators.queries.reconcile import differences
from lienmach.onestop.actions.people import NewParty, save_party
from lienmach.onestop.actions.receive import NewDossier, NewPaper, receive
from lienmach.onestop.demo import many, offices
from lienmach.onestop.models import BookEntry
from lienmach.org import demo as org
from lienmach.org.demo import account
from lienmach.org.queries import actor_of
from lienmach.registers import demo as registers

NOW = moment("2026-09-15T10:20")
TOWN = day_of(moment("2023-03-10T12:00"))
LOADED, RECEIVED = 120, 15


@pytest.mark.django_db(transaction=True)
def test_two_loads_and_a_counter_at_work_give_no_number_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    org.load(at=NOW)
    registers.load(at=NOW)
    for office in (*offices.communes(TOWN), offices.town(TOWN)):
        offices.write_routes(office)
    offices.write_routes(offices.ward(day_of(NOW)))
    monkeypatch.setattr(many, "MOST_PLAYED", 30)
    monkeypatch.setattr(many, "BULK", 100)
    stop, failed = threading.Event(), list[BaseException]()

    def load(seed: int) -> Callable[[], None]:
        return lambda: many.load(LOADED, seed=seed, at=NOW)

    def at_work() -> None:
        actor = actor_of(account("quay"), on=day_of(NOW))
        for n in range(RECEIVED):
            at = NOW + timedelta(minutes=n)
            owner = save_party(NewParty("Người Thử", f"99900000{n:04}"), at=at)
            papers = (NewPaper("Tờ khai", 1),)
            new = NewDossier(procedure="9.900041", owner=owner, papers=papers)
            receive(new, actor=actor, at=at)

    def recounting() -> None:
        while not stop.wait(0.02):
            recount_marked()

    def in_thread(run: Callable[[], None]) -> threading.Thread:
        def whole() -> None:
            try:
                run()
            except BaseException as error:  # noqa: BLE001 - told by the test itself
                failed.append(error)
            finally:
                connections.close_all()

        return threading.Thread(target=whole)

    counting = in_thread(recounting)
    others = [in_thread(run) for run in (load(1), load(1), at_work)]
    for thread in (counting, *others):
        thread.start()
    for thread in others:
        thread.join(120)
    stop.set()
    counting.join(60)

    assert failed == []
    assert Case.objects.count() == 2 * LOADED + RECEIVED
    lines = BookEntry.objects.values("unit", "year", "number").annotate(n=Count("pk"))
    assert not lines.filter(n__gt=1).exists()
    while recount_marked():
        pass
    assert list(differences()) == []
