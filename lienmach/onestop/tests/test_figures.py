"""Whatever happens to dossiers: cells, live counts and a count by hand agree."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import Phase, event, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from lienmach.calc.local import day_of
from lienmach.calc.period import Window
from lienmach.calc.refusal import Refused
from lienmach.cases import actions as cases
from lienmach.cases.models import Case, Span
from lienmach.indicators import registry
from lienmach.indicators.actions import rebuild, recount_marked
from lienmach.indicators.models import Cell, HalfSum, Mark, MonthSum, PartSum
from lienmach.indicators.queries.reconcile import compared
from lienmach.indicators.queries.scope import Scope, only
from lienmach.indicators.queries.totals import parts, totals
from lienmach.onestop.actions import receive, steps
from lienmach.onestop.actions.money import Payment, take_fee
from lienmach.onestop.actions.steps import Handed, Missing, Signed
from lienmach.onestop.models import Channel
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests import oracle
from lienmach.onestop.tests.make_dossier import Office
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PHASES = (Phase.explicit, Phase.generate, Phase.shrink)  # histories are slow
NAMES = [measure.name for measure in registry.known()]


def _read(scope: Scope, first: date, last: date) -> dict[str, int]:
    found = totals(NAMES, scope, Window(first, last))
    assert found.since is None
    return {name: n for name in NAMES if (n := found.of(name))}


class Story:
    """An office in which things happen; what is refused has not happened."""

    def __init__(self) -> None:
        self.office: Office = made.office()
        self.now: datetime = MONDAY
        self.begun: dict[int, datetime] = {}
        self.party = made.party()

    @property
    def units(self) -> set[int]:
        return {self.office.counter.pk, self.office.division.pk}

    def pick(self, n: int) -> int:
        keys = sorted(self.begun)
        return keys[n % len(keys)]

    def happen(self, what: str, n: int, hours: int) -> None:
        if what == "later":
            self.now += hours * HOUR
        elif what == "recount":
            recount_marked(limit=1 + n % 3)
        elif what == "receive":
            self.receive(n, hours)
        elif self.begun:
            try:
                with transaction.atomic():
                    getattr(self, f"do_{what}")(self.pick(n))
            except (Refused, PermissionDenied, Case.DoesNotExist):
                pass

    def receive(self, n: int, hours: int) -> None:
        """Every third one is written down days after it was received."""
        at = self.now - hours * HOUR if n % 3 == 0 else self.now
        dossier = made.dossier(
            self.office,
            on=at,
            owner=self.party,
            is_same_day=n % 7 == 0,
            channel=list(Channel)[n % 4].value,
            waived="" if n % 4 == 1 else "Miễn",
        )
        self.begun[dossier.pk] = at
        if n % 5 and not dossier.is_same_day:
            case = dossier.case
            cases.assign(
                case,
                actor=self.office.receives,
                at=at,
                to_unit=self.office.division.pk,
            )
            steps.take(dossier.pk, "accept", actor=self.office.processes, at=at)

    def step(self, name: str, who: str) -> Callable[[int], Any]:
        def do(pk: int) -> None:
            actor = getattr(self.office, who)
            steps.take(pk, name, actor=actor, at=self.now, note="Vì vậy")

        return do

    def __getattr__(self, name: str) -> Any:
        who = {"withdraw": "receives", "refuse": "receives", "stop": "leads"}
        if name.startswith("do_"):
            return self.step(name[3:], who.get(name[3:], "processes"))
        raise AttributeError(name)

    def do_ask(self, pk: int) -> None:
        missing = [Missing("Tờ khai", "Thiếu chữ ký")]
        steps.ask(pk, missing, reason="Thiếu", actor=self.office.leads, at=self.now)

    def do_supplement(self, pk: int) -> None:
        steps.supplement(pk, actor=self.office.receives, at=self.now)

    def do_result(self, pk: int) -> None:
        signed = Signed(self.begun[pk].date(), "Chủ tịch")
        steps.record_result(pk, signed, actor=self.office.processes, at=self.now)

    def do_sign(self, pk: int) -> None:
        signed = Signed(self.begun[pk].date(), "Chủ tịch")
        steps.sign(pk, signed, actor=self.office.leads, at=self.now)

    def do_pay(self, pk: int) -> None:
        method = "online" if pk % 2 else "cash"
        take_fee(pk, Payment(method, "GD1"), actor=self.office.receives, at=self.now)

    def do_return(self, pk: int) -> None:
        steps.give_back(pk, Handed("Ẩn"), actor=self.office.receives, at=self.now)

    def do_undo(self, pk: int) -> None:
        for who in (self.office.processes, self.office.leads, self.office.receives):
            try:
                with transaction.atomic():
                    steps.undo(pk, actor=who, at=self.now)
                return
            except Refused:
                continue

    def do_cancel(self, pk: int) -> None:
        receive.cancel(pk, actor=self.office.receives, at=self.now)

    def do_sorry(self, pk: int) -> None:
        letter = steps.prepare_apology(
            pk,
            reason="Chờ",
            new_promise=self.now + 9 * DAY,
            actor=self.office.processes,
            at=self.now,
        )
        steps.sign_apology(letter, actor=self.office.leads, at=self.now)


HAPPENINGS = (
    *("later", "later", "receive", "receive", "receive", "recount", "accept", "ask"),
    *("supplement", "owe", "paid", "wait", "answered", "submit", "result", "return"),
    *("undo", "withdraw", "refuse", "stop", "cancel", "sorry", "sign", "pay"),
    *("result", "return", "ask"),
)
HISTORIES = st.lists(
    st.tuples(st.sampled_from(HAPPENINGS), st.integers(0, 50), st.integers(1, 24 * 9)),
    min_size=12,
    max_size=45,
)


class AnyHistory(TestCase):
    """Whatever happens, in whatever order, and whenever it is counted."""

    @settings(max_examples=15, deadline=None, derandomize=True, phases=PHASES)
    @given(HISTORIES, st.integers(-5, 60), st.integers(0, 60))
    def test_cells_live_counts_and_a_count_by_hand_agree(
        self, history: list[tuple[str, int, int]], begin: int, length: int
    ) -> None:
        story = Story()
        for what, n, hours in history:
            story.happen(what, n, hours)
        first, now = MONDAY.date() + begin * DAY, day_of(story.now)
        windows = [
            (first, first + length * DAY),
            (MONDAY.date() - 30 * DAY, now),
            (now - 12 * DAY, now - 2 * DAY),
        ]
        _agree(story.units, windows)


def _agree(units: set[int], windows: list[tuple[date, date]]) -> None:
    facts = oracle.dossiers()
    counted = [
        (only(some), window, dict(oracle.count(facts, some, *window)))
        for some in (units, *({unit} for unit in units))
        for window in windows
    ]
    for scope, window, numbers in counted:
        assert _read(scope, *window) == numbers
    for name in counted[1][2]:
        event(name)

    while recount_marked():
        pass

    assert not Mark.objects.exists()
    for scope, window, numbers in counted:
        assert _read(scope, *window) == numbers
    _by_parts_adds_up(units, *windows[0])
    assert list(compared()) == []
    kept = _kept()
    rebuild()
    assert _kept() == kept


def _by_parts_adds_up(units: set[int], first: date, last: date) -> None:
    """What has parts is the sum of them, for edge days and whole months alike."""
    whole = _read(only(units), first, last)
    for dimension in ("field", "channel"):
        found = parts(NAMES, dimension, only(units), Window(first, last))
        for measure in registry.known():
            if measure.facts.parts:
                summed = sum(
                    n for (name, _), n in found.items() if name == measure.name
                )
                assert summed == whole.get(measure.name, 0), (measure.name, dimension)


def _kept() -> list[set[tuple[Any, ...]]]:
    return [
        set(Cell.objects.values_list("unit", "day", "measure", "value")),
        set(MonthSum.objects.values_list("unit", "month", "measure", "value")),
        set(HalfSum.objects.values_list("unit", "month", "measure", "value")),
        set(
            PartSum.objects.values_list(
                "unit", "month", "dimension", "measure", "key", "value"
            )
        ),
        set(Span.objects.values_list("case", "unit", "kind", "begins_on", "ends_on")),
    ]
