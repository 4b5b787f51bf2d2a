from datetime import date, time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienmach.calc.calendar import WorkCalendar
from lienmach.calc.country import country
from lienmach.calc.deadline import Clock, Limit, due_at, restarted_at
from lienmach.calc.explain import explain, left_out, unsure
from lienmach.calc.hours import SaturdayMode, SaturdayMornings
from lienmach.calc.local import day_of, moment
from lienmach.calc.pauses import Pause, PauseKind
from lienmach.calc.tests.offices import PAIRS, pair, random_cases

DAYS, CALENDAR, HOURS = Clock.WORKING_DAYS, Clock.CALENDAR_DAYS, Clock.WORKING_HOURS


def told(received: str, limit: Limit, *pauses: str) -> list[str]:
    waits = map(Pause.parse, pauses)
    return [str(day) for day in explain(moment(received), limit, country(), waits)]


def test_working_days_are_told_with_the_decision_behind_each_day_off() -> None:
    assert told("2025-12-31T09:00", Limit(3)) == [
        "Thứ Tư 31/12/2025: ngày tiếp nhận, không tính",
        "Thứ Năm 01/01/2026: không tính – nghỉ Tết Dương lịch"
        " theo Bộ luật Lao động 2019, Điều 112",
        "Thứ Sáu 02/01/2026: không tính – nghỉ hoán đổi, làm bù thứ Bảy 10/01/2026"
        " theo Văn bản 12729/VPCP-KGVX ngày 25/12/2025",
        "Thứ Bảy 03/01/2026: không tính – nghỉ thứ Bảy",
        "Chủ nhật 04/01/2026: không tính – nghỉ Chủ nhật",
        "Thứ Hai 05/01/2026: ngày thứ 1/3",
        "Thứ Ba 06/01/2026: ngày thứ 2/3",
        "Thứ Tư 07/01/2026: ngày thứ 3/3; hết hạn lúc 17:00",
    ]


def test_hours_are_told_with_their_minutes() -> None:
    pause = "2026-01-12T08:00/2026-01-12T08:45"

    assert told("2026-01-09T15:20", Limit(11, HOURS), pause) == [
        "Thứ Sáu 09/01/2026: tính 1 giờ 40 phút, cộng 1,67/11 giờ",
        "Thứ Bảy 10/01/2026: tính 8 giờ, cộng 9,67/11 giờ"
        " – làm bù cho thứ Sáu 02/01/2026"
        " theo Văn bản 12729/VPCP-KGVX ngày 25/12/2025",
        "Chủ nhật 11/01/2026: không tính – nghỉ Chủ nhật",
        "Thứ Hai 12/01/2026: tính 1 giờ 20 phút, cộng 11/11 giờ; hết hạn lúc 09:35",
    ]


def test_calendar_days_that_end_on_days_off_are_told_to_the_next_working_day() -> None:
    assert told("2026-04-22T09:00", Limit(4, CALENDAR))[-3:] == [
        "Chủ nhật 26/04/2026: ngày thứ 4/4",
        "Thứ Hai 27/04/2026: hạn lùi đến ngày làm việc tiếp theo – nghỉ bù Giỗ Tổ Hùng"
        " Vương (Chủ nhật 26/04/2026) theo Bộ luật Lao động 2019, Điều 111 khoản 3",
        "Thứ Ba 28/04/2026: ngày làm việc tiếp theo; hết hạn lúc 17:00",
    ]


def test_a_pause_is_told() -> None:
    assert told("2026-03-02T09:00", Limit(1), "2026-03-02/2026-03-03") == [
        "Thứ Hai 02/03/2026: ngày tiếp nhận, không tính",
        "Thứ Ba 03/03/2026: không tính – tạm dừng",
        "Thứ Tư 04/03/2026: ngày thứ 1/1; hết hạn lúc 17:00",
    ]


def test_an_open_pause_ends_the_tale_without_a_deadline() -> None:
    assert told("2026-03-02T09:00", Limit(5), "2026-03-03/") == [
        "Thứ Hai 02/03/2026: ngày tiếp nhận, không tính",
        "Thứ Ba 03/03/2026: ngày thứ 1/5; tạm dừng, chưa có hạn",
    ]
    assert told("2026-03-02T09:00", Limit(5), "2026-02-20T09:00/") == [
        "Thứ Hai 02/03/2026: ngày tiếp nhận, không tính; tạm dừng, chưa có hạn",
    ]


@pytest.mark.parametrize(
    ("received", "limit", "first"),
    [
        (
            "2026-03-02T09:00",
            Limit(0),
            "ngày tiếp nhận, trả trong ngày; hết hạn lúc 17:00",
        ),
        (
            "2026-03-07T09:00",
            Limit(0),
            "ngày tiếp nhận, hạn lùi đến ngày làm việc tiếp theo – nghỉ thứ Bảy",
        ),
        (
            "2026-03-02T17:00",
            Limit(1, HOURS),
            "không tính – tiếp nhận khi đã hết giờ làm việc",
        ),
        (
            "2026-03-02T15:40",
            Limit(1, HOURS, time(15)),
            "không tính – tiếp nhận sau 15:00",
        ),
    ],
)
def test_the_day_of_receipt_is_told(received: str, limit: Limit, first: str) -> None:
    assert told(received, limit)[0].partition(": ")[2] == first


def test_a_saturday_that_counts_half_is_told() -> None:
    half = SaturdayMornings(SaturdayMode.HALF, document="QĐ 12/QĐ-UBND")
    calendar = WorkCalendar(range(2026, 2027), saturdays=(half,))

    days = explain(moment("2026-03-06T09:00"), Limit(1), calendar)

    assert [day.note for day in days] == [
        "ngày tiếp nhận, không tính",
        "tính 0,5 ngày, cộng 0,5/1 ngày – làm việc sáng thứ Bảy theo QĐ 12/QĐ-UBND",
        "không tính – nghỉ Chủ nhật",
        "tính 1 ngày, cộng 1,5/1 ngày; hết hạn lúc 17:00",
    ]


def test_days_before_a_complete_file_do_not_count() -> None:
    pause = Pause.of_days(
        moment("2026-03-03T00:00").date(),
        moment("2026-03-05T00:00").date(),
        PauseKind.SUPPLEMENT,
    )
    again = restarted_at([pause])

    days = explain(moment("2026-03-02T09:00"), Limit(1), country(), [pause], again)

    assert [day.note for day in days] == [
        "ngày tiếp nhận, không tính",
        "không tính – tính lại từ đầu khi hồ sơ đủ",
        "không tính – tính lại từ đầu khi hồ sơ đủ",
        "không tính – tính lại từ đầu khi hồ sơ đủ",
        "ngày thứ 1/1; hết hạn lúc 17:00",
    ]


def test_days_that_rest_on_an_unsure_source_are_named() -> None:
    days = explain(moment("2023-01-17T09:00"), Limit(5), country())

    assert [f"{day.day:%d/%m}" for day in unsure(days)] == ["20/01", "26/01"]
    assert "chưa đối chiếu văn bản" in str(days[3])


@pytest.mark.parametrize(
    ("limit", "rests"), [(Limit(1), 0), (Limit(1, HOURS), 1), (Limit(0), 1)]
)
def test_an_unsure_day_of_receipt_matters_only_where_it_counts(
    limit: Limit, rests: int
) -> None:
    days = explain(moment("2015-04-25T09:00"), limit, country())

    assert len(unsure(days)) == rests


def test_a_projected_day_is_named_as_such() -> None:
    known = country(projected=True)

    days = explain(moment("2026-12-30T09:00"), Limit(2), known)

    assert "dự kiến, chưa công bố" in str(days[2])
    assert [day.is_sure for day in days] == [True, True, False, True, True, True]


def test_the_slip_names_the_days_left_out() -> None:
    days = explain(moment("2023-03-10T16:30"), Limit(3), country())

    assert left_out(days) == "không tính thứ Bảy 11/03/2023, Chủ nhật 12/03/2023"
    assert left_out(days[2:]) == ""


@pytest.mark.parametrize(
    ("limit", "received"),
    [(Limit(0), "2023-03-11T09:00"), (Limit(1, CALENDAR), "2023-03-10T09:00")],
)
def test_the_slip_never_names_the_day_it_promises_as_left_out(
    limit: Limit, received: str
) -> None:
    days = explain(moment(received), limit, country())

    assert days[-1].day == date(2023, 3, 13)
    assert "13/03/2023" not in left_out(days)


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("clock", Clock)
def test_the_tale_of_any_case_ends_at_its_deadline_and_adds_up(
    name: str, clock: Clock
) -> None:
    calendar = pair(name).calendar

    for case in random_cases(len(name) + len(clock), 400, clock):
        due = due_at(case.received_at, case.limit, calendar, case.pauses)
        days = explain(case.received_at, case.limit, calendar, case.pauses)

        assert due is not None
        assert days[0].day == day_of(case.received_at)
        assert days[-1].day == due.date()
        assert f"hết hạn lúc {due:%H:%M}" in days[-1].note
        dates = [day.day.toordinal() for day in days]
        assert dates == list(range(dates[0], dates[-1] + 1))
        total = sum(day.counted for day in days)
        half = Fraction(1, 2) if name == "Saturday half" else Fraction(0)
        assert total - case.limit.amount in {Fraction(0), half}, case
        assert days[-1].total == total
        silent = [d for d in days[1:-1] if not d.counted]
        assert all("không tính" in d.note or "hạn lùi" in d.note for d in silent)


@given(st.integers(0, 10_000), st.sampled_from(PAIRS), st.sampled_from(Clock))
def test_to_leave_out_a_day_moves_a_deadline_in_hours_only_if_the_day_counted(
    seed: int, name: str, clock: Clock
) -> None:
    calendar = pair(name).calendar
    case = next(random_cases(seed, 1, clock))
    due = due_at(case.received_at, case.limit, calendar, case.pauses)

    for day in explain(case.received_at, case.limit, calendar, case.pauses):
        midnight = moment(f"{day.day}T00:00")
        whole = Pause(midnight, moment(f"{day.day}T23:59"))
        again = due_at(case.received_at, case.limit, calendar, [*case.pauses, whole])
        assert again is not None
        assert due is not None
        if not day.counted:
            assert again == due
        elif clock is HOURS:
            assert again > due
