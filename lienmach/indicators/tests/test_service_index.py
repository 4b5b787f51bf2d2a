"""The components of the service index: read as they stand, without points."""

from decimal import Decimal

from lienmach.calc.forms import Row, RowKind, State, Value, work_out
from lienmach.indicators.queries.forms import ANNEXES, forms, library
from tests.make import MONDAY

FACTS = {
    "2.1.1": 200,
    "2.1.2": 150,
    "3.0": 100,
    "3.1.1": 90,
    "3.2.1": 80,
    "6.3.1": 30,
    "6.3.2": 10,
}


def test_rates_follow_from_what_is_counted_and_entered() -> None:
    def read(row: Row) -> Value:
        return Value.of(FACTS.get(row.code, 0))

    cells = work_out(forms()["chi-so-766"], read)

    assert cells["2.1"].value == Decimal(75)
    assert cells["3.2"].value == Decimal(80)
    assert cells["6.3"].value == Decimal(80)  # 100 % less 15 % overdue, 5 % complaints
    assert cells["1.1"].state is State.NONE


def test_the_form_says_what_it_is_worth_and_is_in_no_periodic_report() -> None:
    form = forms()["chi-so-766"]

    assert "chưa đối chiếu" in form.title
    assert form.code not in {
        one.code for one in library().group(ANNEXES, MONDAY.date())
    }
    assert [one.code for one in library().group("phuc-vu", MONDAY.date())] == [
        form.code
    ]
    counted = {row.code for row in form.rows if row.kind is RowKind.MEASURE}
    assert {"2.1.1", "2.1.2", "4.2.1", "5.2.2", "6.3.1"} <= counted
