"""How a clock stands, as a list and a page show it."""

from datetime import date, datetime, timedelta

from django.utils.safestring import SafeString

from lienmach.base.parts import chip, time
from lienmach.calc.local import ZONE, day_of
from lienmach.calc.standing import Standing, Told
from lienmach.onestop.models import Dossier

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
SHORT = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")


def clock(told: Told) -> str | SafeString:
    """A chip for what needs to be seen; what is far from due is said in plain words."""
    if told.standing is Standing.UNLIMITED:
        return told.text
    if told.standing is Standing.WITHIN:
        return time(told.text, told.at) if told.at else told.text
    return chip(told.standing, told.text, told.at)


def due_words(at: datetime | None, now: datetime) -> str:
    """«11:00» for today, «7/3» this year, «7/3/2027» otherwise."""
    if at is None:
        return ""
    local, today = at.astimezone(ZONE), day_of(now)
    if local.date() == today:
        return f"{local:%H:%M}"
    year = "" if local.year == today.year else f"/{local.year}"
    return f"{local.day}/{local.month}{year}"


def long_words(at: datetime) -> str:
    """«17:00 thứ Bảy, 10/01/2026»."""
    local = at.astimezone(ZONE)
    return f"{local:%H:%M} {WEEKDAYS[local.weekday()]}, {local:%d/%m/%Y}"


def short_words(at: datetime, now: datetime) -> str:
    """«8:31» for today, «T6 16:40» for the last days, else a date."""
    local, today = at.astimezone(ZONE), day_of(now)
    if local.date() == today:
        return f"{local.hour}:{local:%M}"
    if timedelta() < today - local.date() < timedelta(days=7):
        return f"{SHORT[local.weekday()]} {local.hour}:{local:%M}"
    return due_words(at, now)


def group(dossier: Dossier, now: datetime) -> str:
    """The heading under which a dossier stands in the order of urgency."""
    case = dossier.case
    if case.closed_at:
        return "Đã xong"
    if case.finished_at:
        return "Có kết quả, chờ trả"
    due = case.promised_at or case.due_at
    if case.due_at is None or due is None:
        return "Đồng hồ đang dừng hoặc không tính hạn"
    if due < now:
        return "Quá hạn"
    today, day = day_of(now), day_of(due)
    if day == today:
        return f"Hôm nay, {WEEKDAYS[today.weekday()]} {today.day}/{today.month}"
    return "Tuần này" if day <= _sunday(today) else "Sau tuần này"


def _sunday(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())
