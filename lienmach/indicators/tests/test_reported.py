from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from lienmach.base.actor import Actor
from lienmach.calc.refusal import Refused
from lienmach.indicators.actions import Printed, Row, enter_reported, withdraw_reported
from lienmach.indicators.queries import reported
from lienmach.org.queries import actor_of
from tests import make

pytestmark = pytest.mark.django_db
START, END = date(2022, 12, 15), date(2023, 3, 10)


def _row(
    raw: str = "855", state: str = "value", value: Decimal | None = Decimal(855)
) -> Row:
    return Row("Phụ lục 4", "3.1.1.", "Tổng số hồ sơ", "Hồ sơ", raw, state, value, 320)


def _enter(actor: Actor, *rows: Row, start: date = START, end: date = END) -> int:
    report = Printed("check:1", actor.unit_id, start, end, "Quý I", "/cb/ra-soat/1/")
    return enter_reported(report, rows, actor=actor)


def test_a_printed_figure_is_kept_with_its_line_and_replaced_when_entered_again() -> (
    None
):
    actor = make.actor()
    _enter(actor, _row("854", value=Decimal(854)))

    assert _enter(actor, _row()) == 1

    kept = reported(actor).get()
    assert (kept.value, kept.raw, kept.line) == (Decimal(855), "855", 320)


@pytest.mark.parametrize("state", ["blank", "none", "not_ours", "text"])
def test_a_cell_without_a_number_keeps_its_state(state: str) -> None:
    actor = make.actor()
    _enter(actor, _row("", state, None))

    assert reported(actor).get().state == state


def test_an_exported_figure_says_its_state_its_period_and_its_line(
    client: Client,
) -> None:
    user = make.user()
    client.force_login(user)
    actor = actor_of(user, on=END)
    _enter(actor, _row(), Row("Phụ lục 3", "2.2.", "Tỷ lệ", "%", "", "none", None, 9))

    written = client.get(reverse("indicators:reported") + "?xuat=csv").getvalue()

    said = written.decode()
    assert ",855,855," in said
    assert ",,không phát sinh," in said
    assert "2022-12-15,2023-03-10" in said
    assert '"dòng 9, Quý I"' in said


def test_a_number_of_ten_million_digits_is_kept_as_text() -> None:
    actor = make.actor()
    _enter(actor, _row("9" * 300, "value", Decimal("9" * 300)))

    kept = reported(actor).get()
    assert (kept.state, kept.value) == ("text", None)


def test_a_backward_period_is_refused_and_nothing_changes() -> None:
    actor = make.actor()
    _enter(actor, _row())

    with pytest.raises(Refused, match="Kỳ báo cáo"):
        _enter(actor, _row("1"), start=END, end=START)

    assert reported(actor).get().raw == "855"


def test_a_withdrawn_report_leaves_no_figure() -> None:
    actor = make.actor()
    _enter(actor, _row())

    withdraw_reported("check:1")

    assert not reported(actor)
