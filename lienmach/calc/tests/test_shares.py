from decimal import Decimal

from lienmach.calc.country import country
from lienmach.calc.local import moment
from lienmach.calc.shares import share_due

MONDAY, FRIDAY = moment("2023-03-06T07:30"), moment("2023-03-10T17:00")


def test_a_share_of_a_week_is_told_in_working_time() -> None:
    calendar = country()

    assert share_due(MONDAY, FRIDAY, Decimal(20), calendar) in (
        moment("2023-03-06T17:00"),
        moment("2023-03-07T07:30"),
    )
    assert share_due(MONDAY, FRIDAY, Decimal(50), calendar) == moment(
        "2023-03-08T11:30"
    )
    assert share_due(MONDAY, FRIDAY, Decimal(100), calendar) == FRIDAY
