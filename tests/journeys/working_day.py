"""An office that is open whenever its day is played, and hands that only type."""

from datetime import date, datetime, time, timedelta
from time import sleep

from playwright.sync_api import Locator, Page, expect

from lienmach.calc.local import day_of
from lienmach.onestop.tests.make_dossier import Office
from lienmach.registers.actions.calendar import (
    DayDecision,
    HoursDecision,
    announce_year,
    begin_hours,
    decide_day,
)
from lienmach.registers.models import CalendarDay
from tests import make

Kind = CalendarDay.Kind
DOCUMENT = "01/QĐ-UBND"
ALWAYS = (time(0), time(23, 59))
PLAYED_WITHIN = timedelta(minutes=4)
MOST_STOPS = 150  # no page has so many


def open_today(office: Office, *, at: datetime) -> None:
    """Decide that this day is a working one, from its first minute to its last.

    A real clock runs through server, database and browser alike; so it is the office
    that is fitted to the day and not the day to the office.
    """
    boss = make.actor(make.user(office.committee, "registers.calendar"))
    today = day_of(at)
    for year in (today.year, today.year + 1):
        new_year = DayDecision(
            day=date(year, 1, 1),
            kind=Kind.HOLIDAY,
            name="Tết Dương lịch",
            document=DOCUMENT,
        )
        decide_day(new_year, actor=boss, at=at)
        announce_year(year, note="", actor=boss, at=at)
    kind = Kind.MAKE_UP if today.weekday() >= 5 else Kind.ORDINARY
    works = DayDecision(day=today, kind=kind, document=DOCUMENT, unit=office.committee)
    decide_day(works, actor=boss, at=at)
    hours = HoursDecision(
        unit=office.committee,
        purpose="work",
        valid_from=today,
        document=DOCUMENT,
        clocks=ALWAYS,
    )
    begin_hours(hours, actor=boss, at=at)


def wait_for_a_whole_day(now: datetime) -> None:
    """Let midnight pass if it is near: what is played must lie in one day."""
    if day_of(now) != day_of(now + PLAYED_WITHIN):
        sleep(PLAYED_WITHIN.total_seconds())


def scan(page: Page, code: str) -> None:
    """As a scanner does it: keys much faster than fingers, then Enter."""
    page.keyboard.type(code, delay=3)
    page.keyboard.press("Enter")


def reach(page: Page, wanted: Locator) -> None:
    """Press Tab until the focus is there."""
    expect(wanted).to_be_visible()
    for _ in range(MOST_STOPS):
        if wanted.evaluate("e => e === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no key leads to {wanted} on {page.url}")


def choose(page: Page, wanted: Locator) -> None:
    """Go to a link or button and press Enter."""
    reach(page, wanted)
    page.keyboard.press("Enter")


def fill(page: Page, wanted: Locator, text: str) -> None:
    """Go to a field and type over what it holds."""
    reach(page, wanted)
    page.keyboard.press("Control+KeyA")
    page.keyboard.insert_text(text)
    expect(wanted).to_have_value(text)


def tick(page: Page, wanted: Locator) -> None:
    reach(page, wanted)
    page.keyboard.press("Space")
    expect(wanted).to_be_checked()
