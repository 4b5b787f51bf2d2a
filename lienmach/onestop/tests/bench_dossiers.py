"""Measure dossiers: ``python -m lienmach.onestop.tests.bench_dossiers``.

Prints a JSON object a line, for 100 thousand dossiers and a million, or for ``N`` of
them. ``against`` of what is received is the same rows inserted by pgbench from one
connection; of what is read, the time that the issue allows, in milliseconds.
"""

import json
import os
import statistics
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from random import Random
from time import perf_counter
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienmach.config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 - after the set-up
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from lienmach.base.search import matching  # noqa: E402
from lienmach.calc.local import day_of  # noqa: E402
from lienmach.calc.text import words  # noqa: E402
from lienmach.cases.models import Case  # noqa: E402
from lienmach.onestop.actions.people import NewParty, save_party  # noqa: E402
from lienmach.onestop.actions.receive import (  # noqa: E402
    NewDossier,
    NewPaper,
    receive,
)
from lienmach.onestop.demo import many  # noqa: E402
from lienmach.onestop.models import Dossier, Party  # noqa: E402
from lienmach.onestop.queries import work  # noqa: E402
from lienmach.onestop.tests import plain_rows  # noqa: E402
from lienmach.org.demo import account  # noqa: E402
from lienmach.org.models import Unit  # noqa: E402
from lienmach.org.queries import actor_of  # noqa: E402

SIZES = (100_000, 1_000_000)
RECEIVED, ASKED = 300, 200
MARKS = ("SAVEPOINT", "RELEASE SAVEPOINT")


def main() -> None:
    wanted = os.environ.get("N")
    for size in [int(wanted)] if wanted else SIZES:
        fill(size)
        _receive(size)
        _read(size)


def fill(size: int) -> None:
    """See that there are so many dossiers; how fast they were loaded is told."""
    call_command("migrate", verbosity=0)
    if not Unit.objects.exists():
        call_command("load_demo", stdout=sys.stderr)
    missing = size - Case.objects.count()
    if missing <= 0:
        return
    begun = perf_counter()
    many.load(missing, seed=size, at=timezone.now())
    rate = missing / (perf_counter() - begun)
    _tell("load", rate, "1/s", 20_000, missing)


def _receive(size: int) -> None:
    """Receive through the action, then insert the same rows again by pgbench."""
    now, clerk = timezone.now(), account("quay")
    actor = actor_of(clerk, on=day_of(now))
    dice, took, made = Random(size), [], []
    for n in range(RECEIVED):
        begun = perf_counter()
        with transaction.atomic():
            number = f"997{size % 1000:03}{dice.randrange(10**6):06}"
            owner = save_party(
                NewParty(f"Nguyễn Văn Thử {n}", number, phone="0100000001"), at=now
            )
            papers = (NewPaper("Tờ khai", 1), NewPaper("Giấy tờ kèm theo", 1, 1))
            new = NewDossier(procedure="9.900041", owner=owner, papers=papers)
            with _statements() as asked:
                made.append(receive(new, actor=actor, at=now).pk)
        took.append(perf_counter() - begun)
    _tell("receive", RECEIVED / sum(took), "1/s", plain_rows.rate(made), size)
    _tell("receive_statements", len(asked), "statements", 15, size)
    _tell("receive_p95", _p95(took), "ms", 100, size)


@contextmanager
def _statements() -> Iterator[list[str]]:
    """What is asked of the database meanwhile, but for marks inside the transaction."""
    asked: list[str] = []

    def noted(execute: Any, sql: str, *more: Any) -> Any:
        if not sql.startswith(MARKS):
            asked.append(sql)
        return execute(sql, *more)

    with connection.execute_wrapper(noted):
        yield asked


def _read(size: int) -> None:
    now, dice = timezone.now(), Random(1)
    actor = actor_of(account("lanhdao"), on=day_of(now))
    ours = Dossier.objects.filter(case__received_unit__in=actor.unit_ids)
    some = list(ours.order_by("-pk").select_related("case", "owner")[:ASKED])
    keys = list(
        Case.objects.visible_to(actor).order_by("urgency", "pk").values_list("urgency")
    )
    rows = work.with_shown(work.rows(actor)).order_by("case__urgency", "pk")
    pages = [dice.choice(keys)[0] for _ in range(40)]
    _ask("list_page", [lambda: list(rows[:100])] * 40, 60, size)
    _ask(
        "list_page_deep",
        [_page(rows, at) for at in pages],
        60,
        size,
    )
    seen = work.with_shown(work.rows(actor))
    _ask("find_by_code", [_by_code(seen, d) for d in some], 15, size)
    questions: dict[str, list[list[str]]] = {
        "search_name": [words(d.owner_name) for d in some],
        "search_phone": [[f"p{d.phone[-4:]}"] for d in some if d.phone],
        "search_id": [[f"c{d.owner.id_number[-4:]}"] for d in some],
        "search_code_end": [[d.case.code[-4:]] for d in some],
    }
    for name, asked in questions.items():
        found = [_by_words(seen, text) for text in asked[:60]]
        _ask(name, found, 100, size)
    numbers = Party.objects.order_by("-pk").values_list("id_number", flat=True)[:ASKED]
    _ask("party_by_id", [_by_number(number) for number in numbers], 15, size)


def _by_code(seen: Any, dossier: Dossier) -> Callable[[], object]:
    return lambda: seen.filter(case__code=dossier.case.code).get()


def _page(rows: Any, urgency: int) -> Callable[[], object]:
    return lambda: list(rows.filter(case__urgency__gte=urgency)[:100])


def _by_number(number: str) -> Callable[[], object]:
    return lambda: Party.objects.get(id_number=number)


def _by_words(seen: Any, text: list[str]) -> Callable[[], object]:
    rows = seen.filter(matching("case__tokens", text)).order_by("-pk")
    return lambda: list(rows.all()[:20])


def _ask(
    name: str, questions: Iterable[Callable[[], object]], allowed: float, size: int
) -> None:
    took = []
    for question in questions:
        begun = perf_counter()
        question()
        took.append(perf_counter() - begun)
    _tell(f"{name}_p50", statistics.median(took) * 1000, "ms", allowed, size)
    _tell(f"{name}_p95", _p95(took), "ms", allowed, size)


def _p95(took: list[float]) -> float:
    return sorted(took)[int(len(took) * 0.95)] * 1000


def _tell(name: str, value: float, unit: str, against: float, n: int) -> None:
    line = {
        "name": f"dossiers_{name}",
        "value": round(value, 2),
        "unit": unit,
        "against": round(against, 2),
        "ratio": round(value / against, 3),
        "n": n,
    }
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
