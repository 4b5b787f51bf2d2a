from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienmach.calc.period import Cut, Kind, Period, Window, periods
from lienmach.calc.refusal import Refused

days = st.dates(date(1990, 1, 1), date(2100, 1, 1))
kinds = st.sampled_from(Kind)
cuts = st.sampled_from(Cut)


def one(kind: Kind, day: date, cut: Cut = Cut.CALENDAR) -> Period | None:
    try:
        return Period.of(kind, day, cut)
    except Refused:
        assert kind is Kind.NINE_MONTHS
        return None


@pytest.mark.parametrize(
    ("label", "calendar", "report"),
    [
        ("Tháng 1 năm 2023", "01/01/2023 31/01/2023", "15/12/2022 14/01/2023"),
        ("Tháng 2 năm 2024", "01/02/2024 29/02/2024", "15/01/2024 14/02/2024"),
        ("Quý I năm 2023", "01/01/2023 31/03/2023", "15/12/2022 14/03/2023"),
        ("Quý IV năm 2023", "01/10/2023 31/12/2023", "15/09/2023 14/12/2023"),
        ("6 tháng đầu năm 2023", "01/01/2023 30/06/2023", "15/12/2022 14/06/2023"),
        ("6 tháng cuối năm 2023", "01/07/2023 31/12/2023", "15/06/2023 14/12/2023"),
        ("9 tháng đầu năm 2023", "01/01/2023 30/09/2023", "15/12/2022 14/09/2023"),
        ("Năm 2023", "01/01/2023 31/12/2023", "15/12/2022 14/12/2023"),
        ("Tuần 1 năm 2026", "29/12/2025 04/01/2026", "29/12/2025 04/01/2026"),
    ],
)
def test_a_period_has_its_days_by_the_calendar_and_by_decree(
    label: str, calendar: str, report: str
) -> None:
    period = Period.parse(label)

    for cut, expected in ((Cut.CALENDAR, calendar), (Cut.REPORT, report)):
        window = period.window(cut)
        assert f"{window.start:%d/%m/%Y} {window.end:%d/%m/%Y}" == expected


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("quý 1/2023", "Quý I năm 2023"),
        ("QUÝ IV-2022", "Quý IV năm 2022"),
        ("Quý III, năm 2023", "Quý III năm 2023"),
        ("quí", None),
        ("quí 4 năm 2023", "Quý IV năm 2023"),
        ("Q2/2023", "Quý II năm 2023"),
        ("Quy\u0301 II năm 2023", "Quý II năm 2023"),
        ("tháng 03/2023", "Tháng 3 năm 2023"),
        ("3/2023", "Tháng 3 năm 2023"),
        ("06 tháng đầu năm 2023", "6 tháng đầu năm 2023"),
        ("sáu tháng cuối năm 2023", "6 tháng cuối năm 2023"),
        ("9 tháng năm 2023", "9 tháng đầu năm 2023"),
        ("chín tháng đầu năm 2023", "9 tháng đầu năm 2023"),
        ("2023", "Năm 2023"),
        ("cả năm 2023", "Năm 2023"),
        ("tuần thứ 7 năm 2023", "Tuần 7 năm 2023"),
        ("2023-W07", "Tuần 7 năm 2023"),
        ("2023-h2", "6 tháng cuối năm 2023"),
        ("Quý V năm 2023", None),
        ("quý 5/2023", None),
        ("tháng 13/2023", None),
        ("tháng 0/2023", None),
        ("tuần 53 năm 2023", None),
        ("năm 1800", None),
        ("năm 9999", None),
        ("quý I năm ٢٠٢٣", None),
        ("", None),
        ("quý " * 50_000, None),
    ],
)
def test_periods_are_read_as_people_write_them(text: str, label: str | None) -> None:
    if label is None:
        with pytest.raises(Refused):
            Period.parse(text)
    else:
        assert Period.parse(text).label == label


@given(kinds, days, cuts)
def test_what_is_printed_is_read_back(kind: Kind, day: date, cut: Cut) -> None:
    if period := one(kind, day, cut):
        assert Period.parse(period.label) == period
        assert Period.parse(period.code) == period
        assert str(period) == period.label


@given(kinds, days, cuts)
def test_a_day_lies_in_the_period_that_is_found_for_it(
    kind: Kind, day: date, cut: Cut
) -> None:
    if period := one(kind, day, cut):
        assert day in period.window(cut)
    else:
        assert day not in Period(kind, day.year).window(cut)


@given(kinds.filter(lambda kind: kind is not Kind.NINE_MONTHS), days, cuts)
def test_periods_lie_end_to_end(kind: Kind, day: date, cut: Cut) -> None:
    period = Period.of(kind, day, cut)
    tomorrow = period.window(cut).end + timedelta(days=1)

    assert period.next.window(cut).start == tomorrow
    assert period.next.previous == period
    assert period.next == Period.of(kind, tomorrow, cut)


@given(kinds, st.integers(1990, 2100))
def test_the_periods_of_a_year_are_in_order(kind: Kind, year: int) -> None:
    found = list(periods(kind, year))
    counts = {Kind.MONTH: 12, Kind.QUARTER: 4, Kind.HALF: 2}

    assert found == sorted(found, key=lambda period: period.window().start)
    assert [period.code for period in found] == sorted(period.code for period in found)
    assert len(found) == counts.get(kind, len(found) if kind is Kind.WEEK else 1)


def test_the_same_period_of_the_year_before() -> None:
    assert Period(Kind.QUARTER, 2023, 3).year_before == Period(Kind.QUARTER, 2022, 3)
    assert Period(Kind.WEEK, 2026, 53).year_before == Period(Kind.WEEK, 2025, 52)


def test_the_nine_months_are_followed_by_those_of_the_next_year() -> None:
    period = Period(Kind.NINE_MONTHS, 2023)

    assert (period.next.year, period.previous.year) == (2024, 2022)


def test_a_report_may_have_days_of_its_own() -> None:
    window = Window(date(2022, 12, 15), date(2023, 3, 10))

    assert str(window) == "từ 15/12/2022 đến 10/03/2023"
    assert len(window) == 86
    assert date(2023, 3, 10) in window
    assert date(2023, 3, 11) not in window
    with pytest.raises(Refused):
        Window(date(2023, 3, 10), date(2022, 12, 15))
