"""Recounts while steps are taken lose nothing."""

import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connections

from lienmach.calc.period import Window
from lienmach.indicators.actions import rebuild, recount_marked
from lienmach.indicators.models import Mark
from lienmach.indicators.queries.reconcile import differences
from lienmach.indicators.queries.scope import only
from lienmach.indicators.queries.totals import totals
from lienmach.onestop.actions import steps
from lienmach.onestop.actions.steps import Signed
from lienmach.onestop.tests import make_dossier as made
from tests.make import MONDAY

WINDOW = Window(date(2026, 1, 1), date(2026, 1, 31))


def _in_thread(run: Callable[[], None], done: list[bool]) -> threading.Thread:
    """A thread that says when it has ended well."""

    def whole() -> None:
        try:
            run()
            done.append(True)
        finally:
            connections.close_all()

    return threading.Thread(target=whole)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("again", [recount_marked, rebuild])
def test_counting_again_while_steps_are_taken_loses_nothing(
    again: Callable[[], int],
) -> None:
    office = made.office()
    owner = made.party()
    stop = threading.Event()
    done: list[bool] = []
    seen: list[int] = []

    def work() -> None:
        for n in range(12):
            dossier = made.in_progress(office, owner=owner)
            if n % 2:
                steps.record_result(
                    dossier.pk,
                    Signed(MONDAY.date(), "Chủ tịch"),
                    actor=office.processes,
                    at=MONDAY + timedelta(days=n),
                )

    def count() -> None:
        while not stop.is_set():
            again()

    def read() -> None:
        while not stop.is_set():
            found = totals(["dossiers_received"], only([office.counter.pk]), WINDOW)
            seen.append(found.of("dossiers_received"))

    workers = [_in_thread(work, done) for _ in range(2)]
    others = [_in_thread(count, done), _in_thread(read, done)]
    for thread in (*workers, *others):
        thread.start()
    for thread in workers:
        thread.join(60)
    stop.set()
    for thread in others:
        thread.join(60)

    assert len(done) == 4
    assert seen == sorted(seen), "a reader saw fewer dossiers than before"
    while recount_marked():
        pass
    assert not Mark.objects.exists()
    assert list(differences()) == []
    found = totals(
        ["dossiers_received", "dossiers_finished", "dossiers_open"],
        only([office.counter.pk, office.division.pk]),
        WINDOW,
    )
    assert (
        found.of("dossiers_received"),
        found.of("dossiers_finished"),
        found.of("dossiers_open"),
    ) == (24, 12, 12)
