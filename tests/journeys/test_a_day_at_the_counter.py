"""A day at the counter, from the first number to the closed till, by keyboard alone.

Officers sit at computers of their own and use no mouse; the citizen has a telephone
without a script. At the end the figures of the day are what was played.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from lienmach.calc.deadline import Limit
from lienmach.onestop.flow import TILL
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.registers.tests import make_procedure
from tests import make
from tests.journeys.counter_afternoon import (
    a_result_is_signed,
    a_supplement_is_asked_for_and_brought,
    an_apology_is_written_and_signed,
    papers_are_handed_over_and_confirmed,
    results_are_given_back_for_their_fee,
    the_chain_goes_through_its_parts,
    the_figures_are_what_was_played,
    the_till_is_closed,
)
from tests.journeys.counter_day import AN, CHAIN, PHONE, THIEU, Day, people, signed_in
from tests.journeys.counter_morning import (
    a_copy_is_given_at_once,
    a_known_person_is_received_by_scan,
    a_mistake_is_taken_back,
    a_number_is_called,
    somebody_new_begins_a_chain,
    the_same_person_leaves_a_second_dossier,
    what_is_incomplete_is_not_received,
)
from tests.journeys.working_day import (
    open_today,
    wait_for_a_whole_day,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office() -> Office:
    wait_for_a_whole_day(timezone.now())
    now = timezone.now()
    office = made.office()
    open_today(office, at=now)
    made.one_stop(office)
    names: dict[str, tuple[str, dict[str, Any]]] = {
        "1.000002": ("Đăng ký kết hôn", {}),
        "1.000003": ("Chứng thực bản sao từ bản chính", {"fees": ()}),
        "1.000004": ("Liên thông cho trẻ mới sinh", {"hops": CHAIN, "limit": Limit(4)}),
    }
    for code, (name, more) in names.items():
        make_procedure.version(code, name=name, everyday_name="", **more)
    made.party(name="Nguyễn Thị Ngọc Ẩn", id_number=AN, address="Tổ 4, Tân Lộc")
    made.party(name="Lê Văn Thiếu", id_number=THIEU)
    make.grant(office.leader, office.committee, TILL)
    return office


@pytest.fixture
def day(
    office: Office,
    live_server: LiveServer,
    browser: Browser,
    browser_context_args: dict[str, Any],
) -> Iterator[Day]:
    opened: list[BrowserContext] = []

    def desk(**more: Any) -> Page:
        opened.append(browser.new_context(**browser_context_args, **more))
        page = opened[-1].new_page()
        page.set_default_timeout(20_000)
        return page

    url = live_server.url
    counter, division, leader = (signed_in(desk(), url, who) for who in people(office))
    yield Day(office, url, counter, division, leader, desk(**PHONE))
    for context in opened:
        context.close()


def test_a_day_at_the_counter(day: Day) -> None:
    a_number_is_called(day)
    a_known_person_is_received_by_scan(day)
    the_same_person_leaves_a_second_dossier(day)
    a_copy_is_given_at_once(day)
    somebody_new_begins_a_chain(day)
    what_is_incomplete_is_not_received(day)
    a_mistake_is_taken_back(day)
    papers_are_handed_over_and_confirmed(day)
    a_supplement_is_asked_for_and_brought(day)
    an_apology_is_written_and_signed(day)
    a_result_is_signed(day)
    the_chain_goes_through_its_parts(day)
    results_are_given_back_for_their_fee(day)
    the_till_is_closed(day)
    the_figures_are_what_was_played(day)
