"""The ward's receiving point: papers, people, old and new machines, Saturdays."""

from datetime import date, datetime, time, timedelta

from lienmach.calc.local import day_of
from lienmach.onestop.models import (
    Coaching,
    Duty,
    Equipment,
    Facility,
    Failure,
    Session,
    SessionDuty,
)
from lienmach.org.demo import TODAY, TURN, account, unit
from lienmach.org.models import Post

# Kind, name, year, state.
THINGS = (
    ("computer", "Máy tính quầy 1", 2024, "working"),
    ("computer", "Máy tính quầy 2", 2018, "failing"),
    ("printer", "Máy in A5 quầy 1", 2023, "working"),
    ("reader", "Máy đọc mã vạch quầy 1", 2025, "working"),
    ("kiosk", "Kiosk lấy số", 2025, "working"),
    ("scanner", "Máy quét tài liệu", 2019, "broken"),
)
SATURDAYS = 6
# Days ago, kind, subject, what was found, what is left, whether it is done.
VISITS = (
    (90, "coach", "Tiếp nhận hồ sơ trực tuyến", "Làm được đủ các bước", "", False),
    (
        40,
        "both",
        "Chuyển bước, yêu cầu bổ sung",
        "Hai người còn ghi thiếu lý do yêu cầu bổ sung",
        "Thực hành lại mẫu yêu cầu bổ sung",
        True,
    ),
    (
        20,
        "check",
        "Quét giấy tờ, ký số kết quả",
        "Ảnh quét mờ, tên tệp chưa thống nhất",
        "Đặt lại máy quét, nhắc cách đặt tên tệp",
        False,
    ),
)


def load(*, at: datetime) -> None:
    point, today = unit(f"{TODAY}.04"), day_of(at)
    Facility.objects.create(
        unit=point,
        founded_by="Quyết định 3/QĐ-UBND của UBND phường (mô phỏng)",
        founded_on=date(2025, 7, 2),
        rules_by="Quyết định 9/QĐ-UBND của UBND phường (mô phỏng)",
        rules_on=date(2025, 7, 15),
        area=110,
        seats=24,
        has_sign=True,
        sign_checked_on=date(2026, 6, 1),
        changed_at=at,
        changed_by=account("noivu"),
    )
    posts = Post.objects.in_force(today).filter(unit=point).order_by("pk")
    people = [post.person_id for post in posts]
    for n, person in enumerate(people):
        Duty.objects.create(
            unit=point,
            person_id=person,
            since=TURN,
            document="Thông báo 5/TB-UBND (mô phỏng)",
            contract="contract" if n == len(people) - 1 else "permanent",
            trained_on=date(2025, 9, 12) if n else None,
        )
    for kind, name, year, state in THINGS:
        thing = Equipment.objects.create(
            unit=point, kind=kind, name=name, year=year, state=state
        )
        if state == "broken":
            Failure.objects.create(
                equipment=thing,
                happened_on=today - timedelta(days=9),
                what="Không kéo giấy",
            )
    _coachings(point.pk, people, today, at)
    last = today - timedelta(days=(today.weekday() - 5) % 7)
    for back in range(-1, SATURDAYS):
        _saturday(point.pk, last - timedelta(weeks=back), people, back, today)


def _coachings(unit_id: int, people: list[int], today: date, at: datetime) -> None:
    """Three visits: one with nothing left to do, one done since, one still open."""
    for days, kind, subject, found, follow_up, is_done in VISITS:
        day = today - timedelta(days=days)
        made = Coaching.objects.create(
            unit_id=unit_id,
            day=day,
            kind=kind,
            led_by="Tổ công nghệ số phường (mô phỏng)",
            subject=subject,
            found=found,
            follow_up=follow_up,
            due_on=day + timedelta(days=14) if follow_up else None,
            done_on=day + timedelta(days=5) if is_done else None,
            outcome="Đã thực hành lại, làm được" if is_done else "",
            made_at=at,
        )
        made.people.set(people)


def _saturday(
    unit_id: int, day: date, people: list[int], back: int, today: date
) -> None:
    """One to come, one that nobody has told of, one that was missed, the rest kept."""
    was_open = None if back <= 0 else back != SATURDAYS - 2
    session = Session.objects.create(
        unit_id=unit_id,
        day=day,
        begins=time(7, 30),
        ends=time(11, 30),
        document="Kế hoạch 12/KH-UBND (mô phỏng)",
        was_open=was_open,
        note="Mất điện cả phường" if was_open is False else "",
    )
    person = people[back % len(people)]
    SessionDuty.objects.create(session=session, person_id=person, came=was_open)
