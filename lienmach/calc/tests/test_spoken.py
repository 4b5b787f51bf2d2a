"""Words for days, and what is hidden in words."""

from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lienmach.calc.icalendar import event
from lienmach.calc.local import moment
from lienmach.calc.mask import without_persons
from lienmach.calc.spoken import spoken_day, spoken_moment, spoken_week

AM, PM = (time(7, 30), time(11, 30)), (time(13), time(17))


def test_a_day_is_said_with_its_weekday() -> None:
    assert spoken_day(date(2023, 3, 15)) == "thứ Tư, 15/3/2023"
    assert spoken_day(date(2023, 3, 19)) == "Chủ nhật, 19/3/2023"
    assert spoken_moment(moment("2023-03-15T02:05+00:00")) == "9:05 thứ Tư, 15/3/2023"


def test_days_of_a_week_that_are_alike_are_said_together() -> None:
    monday = date(2026, 1, 5)
    hours = [(AM, PM), (AM, PM), (), (AM, PM), (AM, PM), (AM,), ()]
    week = [(monday + timedelta(days=n), open_) for n, open_ in enumerate(hours)]

    assert spoken_week(week) == [
        "Thứ Hai đến thứ Ba: 7:30–11:30, 13:00–17:00",
        "Thứ Tư: nghỉ",
        "Thứ Năm đến thứ Sáu: 7:30–11:30, 13:00–17:00",
        "Thứ Bảy: 7:30–11:30",
    ]
    assert spoken_week([(monday, ())]) == []


def test_names_and_numbers_of_persons_are_taken_out_of_a_sentence() -> None:
    said = "Ông nguyễn  văn ẩn (0900.000.123) chưa ký bản 1941/QĐ-UBND ngày 26/12/2022"

    assert without_persons(said, ["Nguyễn Văn Ẩn", ""]) == (
        "Ông (…) ((…)) chưa ký bản 1941/QĐ-UBND ngày 26/12/2022"
    )


@given(st.text(max_size=400), st.text(max_size=80))
def test_no_line_of_a_calendar_is_longer_than_is_allowed(
    title: str, where: str
) -> None:
    start = datetime.fromisoformat("2026-01-05T08:00+07:00")
    made = event(
        uid="1", start=start, end=start, made_at=start, title=title, where=where
    )

    lines = made.split("\r\n")
    assert max(len(line.encode(errors="replace")) for line in lines) <= 75
    unfolded = made.replace("\r\n ", "")
    assert unfolded.count("BEGIN:VEVENT") >= 1
