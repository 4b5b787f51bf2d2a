"""A day at the counter, from the first number to the closed till, by keyboard alone.

Officers sit at computers of their own and use no mouse; the citizen has a telephone
without a script. At the end the figures of the day are what was played.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from lienmach.calc.deadline import Limit
from lienmach.calc.local import day_of
from lienmach.calc.period import Window
from lienmach.calc.procedures import Hop
from lienmach.indicators import registry
from lienmach.indicators.actions import recount_marked
from lienmach.indicators.queries.reconcile import differences
from lienmach.indicators.queries.scope import only
from lienmach.indicators.queries.totals import totals
from lienmach.onestop.actions.windows import RIGHT, save_line, save_window
from lienmach.onestop.flow import TILL, State
from lienmach.onestop.models import (
    Dossier,
    Form,
    HandOver,
    Line,
    Printing,
    Receipt,
    Slip,
    Unaccepted,
)
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.org.models import User
from lienmach.registers.tests import make_procedure
from tests import make
from tests.journeys.working_day import (
    choose,
    fill,
    open_today,
    reach,
    scan,
    tick,
    wait_for_a_whole_day,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "Mot-Cua-Ngay-Moi-2026"
AN, THIEU, MOI = "046189004512", "046189004777", "046200001234"
CARD = f"{AN}|191234567|Nguye?n Thi? Ngo.c A?n|15031989|Nữ|Tô? 4|01012021"
FEE = 8_000  # of the procedures that make_procedure writes
CHAIN = (
    Hop("Đăng ký khai sinh", "UBND cấp xã", Limit(1)),
    Hop("Đăng ký thường trú", "Công an", Limit(2)),
    Hop("Cấp thẻ bảo hiểm y tế", "Bảo hiểm xã hội", Limit(1)),
)
PHONE: dict[str, Any] = {
    "viewport": {"width": 375, "height": 740},
    "java_script_enabled": False,
}


@dataclass
class Day:
    """The office, a desk for each of its people, and the citizen's telephone."""

    office: Office
    url: str
    counter: Page
    division: Page
    leader: Page
    phone: Page
    codes: dict[str, str] = field(default_factory=dict)

    def open(self, page: Page, name: str, *args: object) -> None:
        page.goto(self.url + reverse(name, args=args))

    def dossier(self, page: Page, code: str) -> None:
        self.open(page, "onestop:dossier", code)

    def citizen_reads(self, token: str, words: str | re.Pattern[str]) -> None:
        self.open(self.phone, "portal:state", token)
        expect(self.phone.locator("main")).to_contain_text(words)


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
    counter, division, leader = (
        _signed_in(desk(), url, who) for who in _people(office)
    )
    yield Day(office, url, counter, division, leader, desk(**PHONE))
    for context in opened:
        context.close()


def _people(office: Office) -> list[User]:
    for who in (people := [office.clerk, office.officer, office.leader]):
        who.set_password(PASSWORD)
        who.save()
    return people


def _signed_in(page: Page, url: str, who: User) -> Page:
    page.goto(url + reverse("org:sign_in"))
    fill(page, page.get_by_label("Tên đăng nhập"), who.username)
    fill(page, page.get_by_label("Mật khẩu", exact=True), PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/cb/"))
    return page


def _latest() -> Dossier:
    rows = Dossier.objects.select_related("case").filter(case__parent=None)
    return rows.latest("pk")


def _token(code: str, form: Form = Form.RECEIPT) -> str:
    return Slip.objects.filter(dossier__case__code=code, form=form).latest("pk").token


def _case(code: str) -> Any:
    return Dossier.objects.select_related("case").get(case__code=code).case


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


def a_number_is_called(day: Day) -> None:
    line = save_line_of(day)
    waits = day.phone.context.new_page()
    day.open(waits, "portal:take", day.office.counter.code)
    waits.get_by_label(line.name).check()
    waits.get_by_role("button", name="Lấy số").click()
    expect(waits.locator("h1")).to_have_text("A001")

    page = day.counter
    day.open(page, "onestop:queue")
    choose(page, page.get_by_role("button", name="Ngồi quầy này"))
    expect(page.get_by_role("button", name="Rời quầy")).to_be_visible()
    day.open(page, "onestop:counter")
    expect(page.locator("#hang")).to_contain_text("chờ 1")
    page.keyboard.press("F8")
    expect(page.locator("#hang .big")).to_have_text("A001")
    expect(waits.locator("main")).to_contain_text("Đến lượt ông/bà")  # by itself
    waits.close()


def save_line_of(day: Day) -> Line:
    """The one line of the point and its one window."""
    boss = make.actor(make.user(day.office.counter, RIGHT))
    said = {"letter": "A", "name": "Hộ tịch", "most": None, "is_open": True}
    line = save_line(None, **said, actor=boss)  # type: ignore[arg-type]  # spelt out above
    save_window(None, number=1, name="", lines=[line], is_used=True, actor=boss)
    return line


def _ready(page: Page) -> None:
    """The counter waits for somebody: a scanner may type."""
    expect(page.locator("#quet")).to_be_focused()
    expect(page.locator("#quet")).to_have_value("")


def _procedure(page: Page, letters: str, name: str) -> None:
    expect(page.locator("#tim_tt")).to_be_focused()
    page.keyboard.insert_text(letters)
    page.keyboard.press("Enter")
    expect(page.locator("#tt")).to_have_attribute("data-name", name)


def _send(page: Page, said: str) -> None:
    page.keyboard.press("Control+Enter")
    expect(page.locator(".toast").last).to_contain_text(said)


def a_known_person_is_received_by_scan(day: Day) -> None:
    page = day.counter
    page.keyboard.press("F2")
    _ready(page)
    scan(page, CARD)
    expect(page.locator(".person")).to_contain_text("Nguyễn Thị Ngọc Ẩn")
    _procedure(page, "ks", "Đăng ký khai sinh")
    page.keyboard.press("Alt+KeyA")
    page.keyboard.press("Alt+KeyG")
    with page.expect_popup() as opened:
        _send(page, "Đã tiếp nhận")
    paper = opened.value
    expect(paper.locator(".paper")).to_contain_text("Nguyễn Thị Ngọc Ẩn")

    day.codes["birth"] = _latest().case.code
    expect(paper.locator(".paper")).to_contain_text(day.codes["birth"])
    assert Printing.objects.count() == 1
    day.citizen_reads(_token(day.codes["birth"]), "Hồ sơ đã được tiếp nhận.")
    expect(day.phone.locator("main")).to_contain_text("Hẹn trả: trước")
    expect(day.phone.locator("main")).not_to_contain_text("Ngọc Ẩn")


def the_same_person_leaves_a_second_dossier(day: Day) -> None:
    page = day.counter
    expect(page.locator(".person")).to_contain_text("Nguyễn Thị Ngọc Ẩn")
    _procedure(page, "kết hôn", "Đăng ký kết hôn")
    page.keyboard.press("Alt+KeyA")
    page.keyboard.press("Alt+KeyG")  # and no third one
    _send(page, "Đã tiếp nhận")
    expect(page.locator("#quet")).to_be_focused()

    day.codes["marriage"] = _latest().case.code
    assert day.codes["marriage"] != day.codes["birth"]
    assert _latest().owner.id_number == AN
    choose(page, page.get_by_role("link", name=f"In lại {day.codes['birth']}"))
    expect(page.locator(".paper")).to_contain_text(day.codes["birth"])
    assert page.locator(".paper svg").count() > 0
    assert Printing.objects.count() == 2  # to look at a paper prints nothing


def a_copy_is_given_at_once(day: Day) -> None:
    page = day.counter
    page.go_back()
    _ready(page)
    scan(page, AN)
    _procedure(page, "chứng thực", "Chứng thực bản sao từ bản chính")
    page.keyboard.press("Alt+KeyA")
    page.keyboard.press("Alt+KeyT")
    expect(page.locator(".toast").last).to_contain_text("Đã trả ngay")

    copy = _latest()
    day.codes["copy"] = copy.case.code
    assert (copy.is_same_day, copy.case.state) == (True, State.RETURNED)
    assert not copy.slips.exists()
    day.citizen_reads(copy.token, "Đã trả kết quả.")


def somebody_new_begins_a_chain(day: Day) -> None:
    page = day.counter
    _ready(page)
    page.keyboard.type(MOI, delay=40)
    expect(page.locator("#id_ten")).to_be_focused()
    page.keyboard.insert_text("Trần Thị Mới")
    fill(page, page.get_by_label("Địa chỉ"), "Tổ 7, Tân Lộc")
    reach(page, page.locator("#tim_tt"))
    _procedure(page, "liên thông", "Liên thông cho trẻ mới sinh")
    page.keyboard.press("Alt+KeyA")
    _send(page, "Đã tiếp nhận")

    root = _latest()
    day.codes["chain"] = root.case.code
    assert root.owner.name == "Trần Thị Mới"
    day.citizen_reads(_token(root.case.code), "Hồ sơ gồm 3 phần")


def what_is_incomplete_is_not_received(day: Day) -> None:
    page = day.counter
    _ready(page)
    scan(page, THIEU)
    _procedure(page, "ks", "Đăng ký khai sinh")
    tick(page, page.locator(".papers [type=checkbox]").first)
    choose(page, page.get_by_role("button", name="Thiếu giấy tờ"))
    expect(page.locator("#thieu")).to_contain_text("Giấy chứng sinh")
    fill(page, page.get_by_label("Thiếu gì, sai gì"), "Bản sao mờ")
    _send(page, "Đã ghi phiếu yêu cầu bổ sung")

    slip = Unaccepted.objects.get()
    assert not slip.is_refusal
    day.open(page, "onestop:unaccepted", slip.pk)
    expect(page.locator("h1").last).to_contain_text("PHIẾU YÊU CẦU BỔ SUNG")
    expect(page.locator(".paper")).to_contain_text("Bản sao mờ")


def a_mistake_is_taken_back(day: Day) -> None:
    page = day.counter
    day.open(page, "onestop:counter")
    _ready(page)
    scan(page, THIEU)
    _procedure(page, "kết hôn", "Đăng ký kết hôn")
    page.keyboard.press("Alt+KeyA")
    _send(page, "Đã tiếp nhận")
    wrong = _latest().case.code
    page.keyboard.press("Alt+KeyZ")
    expect(page.locator(".toast").last).to_contain_text(f"Đã hoàn tác {wrong}")

    assert _case(wrong).state == State.CANCELLED
    day.citizen_reads(_token(wrong), "Mã hồ sơ này đã hủy.")


def papers_are_handed_over_and_confirmed(day: Day) -> None:
    page, codes = day.counter, day.codes
    choose(page, page.get_by_role("link", name="Bàn giao", exact=True).first)
    expect(page.get_by_label("Quét giấy hẹn, mã hồ sơ hoặc biên bản")).to_be_focused()
    scan(page, f"{day.url}/q/{_token(codes['birth'])}/")
    expect(page.locator("#vua-quet")).to_contain_text("đã đánh dấu")
    expect(page.locator("[data-total]")).to_have_text("Đã chọn 1 hồ sơ")
    scan(page, codes["marriage"])
    expect(page.locator("[data-total]")).to_have_text("Đã chọn 2 hồ sơ")
    page.keyboard.press("Control+Enter")
    expect(page.locator("main")).to_contain_text("Đã bàn giao 2 hồ sơ.")
    sheet = HandOver.objects.get()

    there = day.division
    day.open(there, "onestop:hand_over")
    scan(there, sheet.number)
    expect(there.locator("h1").first).to_contain_text(sheet.number)
    expect(there.get_by_label("Quét từng hồ sơ nhận được")).to_be_focused()
    scan(there, codes["marriage"])
    scan(there, f"{day.url}/q/{_token(codes['birth'])}/")
    expect(there.locator("[data-left]")).to_have_text("Đã quét đủ")
    there.keyboard.press("Control+Enter")
    expect(there.locator(".toast").last).to_be_visible()
    sheet.refresh_from_db()
    assert sheet.confirmed_at
    assert {item.is_accepted for item in sheet.items.all()} == {True}


def a_supplement_is_asked_for_and_brought(day: Day) -> None:
    page, code = day.division, day.codes["birth"]
    old = _token(code)
    day.open(page, "onestop:work")
    choose(page, page.get_by_role("link", name="Mới đến"))
    choose(page, page.locator(f"a.rl[href*='{code}']"))
    expect(page).to_have_url(re.compile(code))
    page.wait_for_load_state()  # its address comes before its keys
    page.keyboard.press("Control+Enter")
    expect(page.locator(".strip")).to_contain_text("Đang xử lý")
    day.citizen_reads(old, "Hồ sơ đang được xử lý.")
    choose(page, page.get_by_role("link", name="Yêu cầu bổ sung"))
    tick(page, page.get_by_label("Giấy chứng sinh"))
    missing = page.get_by_role("group", name="Giấy chứng sinh")
    fill(page, missing.get_by_label("Thiếu gì, sai gì"), "Ảnh trang 2 bị mờ")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".strip")).to_contain_text("Tạm dừng")
    day.citizen_reads(old, "Hồ sơ đang chờ ông/bà bổ sung 1 giấy tờ.")
    expect(day.phone.locator("main")).to_contain_text("Ảnh trang 2 bị mờ")

    page = day.counter
    day.open(page, "onestop:counter")
    _ready(page)
    scan(page, f"{day.url}/q/{old}/")
    expect(page.get_by_role("link", name="Mở hồ sơ")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Đã bổ sung đủ")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".strip")).to_contain_text("Đang xử lý")
    new = _token(code)
    assert new != old
    assert _case(code).promises.count() == 2
    day.citizen_reads(old, "đã được thay bằng")
    day.citizen_reads(new, "Hồ sơ đang được xử lý.")
    expect(day.phone.locator("main")).not_to_contain_text("đã được thay bằng")
    day.open(page, "onestop:print", code, Form.RECEIPT)
    expect(page.locator(".paper")).to_contain_text("Thay bản lần 1")


def an_apology_is_written_and_signed(day: Day) -> None:
    page, code = day.division, day.codes["marriage"]
    day.dossier(page, code)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".strip")).to_contain_text("Đang xử lý")
    choose(page, page.locator("summary").filter(has_text="Việc khác"))
    choose(page, page.get_by_role("link", name="Soạn thư xin lỗi, hẹn lại"))
    fill(page, page.get_by_label("Lý do chậm"), "Chờ xác minh nơi cư trú cũ.")
    later = day_of(timezone.now()) + timedelta(days=30)
    fill(page, page.get_by_label("Hẹn lại ngày"), f"{later:%d/%m/%Y}")
    page.keyboard.press("Control+Enter")
    expect(page.locator("main")).to_contain_text("Thư xin lỗi chờ ký")
    before = _case(code).promised_at

    day.dossier(day.leader, code)
    choose(day.leader, day.leader.get_by_role("button", name="Ký thư xin lỗi"))
    expect(day.leader.locator(".strip")).to_contain_text("đã hẹn lại 1 lần")
    assert _case(code).promised_at > before
    day.citizen_reads(_token(code), "Chúng tôi xin lỗi: hồ sơ không xong đúng hẹn")
    expect(day.phone.locator("main")).to_contain_text("Chờ xác minh nơi cư trú cũ.")


def _submit_and_sign(day: Day, code: str, number: str) -> None:
    page, signs = day.division, day.leader
    day.dossier(page, code)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".strip")).to_contain_text("Chờ ký")
    day.dossier(signs, code)
    signs.keyboard.press("Control+Enter")
    fill(signs, signs.get_by_label("Số, ký hiệu"), number)
    signs.keyboard.press("Control+Enter")
    expect(signs.locator(".strip")).to_contain_text("Có kết quả")


def a_result_is_signed(day: Day) -> None:
    code = day.codes["birth"]
    _submit_and_sign(day, code, "12/GKS")

    assert _case(code).state == State.READY
    day.citizen_reads(_token(code), "Đã có kết quả.")
    expect(day.phone.locator("main")).to_contain_text(
        "Nộp phí, lệ phí còn thiếu: 8.000"
    )


def the_chain_goes_through_its_parts(day: Day) -> None:
    page, root = day.division, day.codes["chain"]
    for number in (1, 2, 3):
        part = f"{root}.{number}"
        day.dossier(page, part)
        page.keyboard.press("Control+Enter")
        expect(page.locator(".strip")).to_contain_text("Đang xử lý")
        assert _case(root).state == State.IN_PROGRESS
        if number == 1:
            _submit_and_sign(day, part, "13/GKS")
            continue
        choose(page, page.locator("summary").filter(has_text="Việc khác"))
        choose(page, page.get_by_role("link", name="Nhập kết quả đã ký"))
        fill(page, page.get_by_label("Người ký", exact=True), "Trưởng Công an phường")
        page.keyboard.press("Control+Enter")
        expect(page.locator(".strip")).to_contain_text("Có kết quả")

    assert _case(root).state == State.READY
    day.citizen_reads(_token(root), "Đã có kết quả.")


def results_are_given_back_for_their_fee(day: Day) -> None:
    page, birth, chain = day.counter, day.codes["birth"], day.codes["chain"]
    day.open(page, "onestop:counter")
    page.keyboard.press("F4")
    expect(page.get_by_role("heading", name="Quét giấy hẹn")).to_be_visible()
    _ready(page)
    for code, said in ((birth, f"{day.url}/q/{_token(birth)}/"), (chain, MOI)):
        scan(page, said)
        expect(page.locator("[data-sum]").first).to_have_text("8.000")
        tick(page, page.get_by_label("Người nhận đã ký vào sổ"))
        _send(page, "Đã trả 1 kết quả, đã thu 8.000 đồng.")
        day.citizen_reads(_token(code), "Đã trả kết quả.")
        expect(page.locator("#quet")).to_be_focused()
    choose(page, page.get_by_role("link", name="In biên lai"))
    expect(page.locator(".paper")).to_contain_text("tám nghìn đồng", ignore_case=True)
    assert {row.amount for row in Receipt.objects.all()} == {FEE}


def the_till_is_closed(day: Day) -> None:
    page = day.leader
    till = reverse("onestop:till", query={"quay": day.office.counter.pk})
    page.goto(day.url + till)
    fill(page, page.get_by_label("Tiền mặt đếm được, đồng"), str(2 * FEE))
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Đã chốt quỹ")).to_be_visible()
    expect(page.locator("main")).to_contain_text("16.000 đồng tiền mặt")


def the_figures_are_what_was_played(day: Day) -> None:
    today = day_of(timezone.now())
    names = [measure.name for measure in registry.known()]

    def told(unit: Any) -> dict[str, int]:
        found = totals(names, only([unit.pk]), Window(today, today))
        return {name: n for name in names if (n := found.of(name))}

    counter = {
        "dossiers_received": 4,
        "dossiers_received_with_slip": 3,
        "dossiers_received_same_day": 1,
        "dossiers_received_counter": 4,
        "results_returned": 3,
        "payments": 2,
    }
    division = {
        "dossiers_taken": 4,
        "dossiers_finished": 3,
        "dossiers_early": 2,
        "dossiers_on_time": 1,
        "dossiers_open": 1,
        "supplements_asked": 1,
        "apologies_signed": 1,
    }
    for _ in range(2):  # as the facts say, then as they are kept
        assert told(day.office.counter) == counter
        assert told(day.office.division) == division
        recount_marked(limit=1000)
    assert list(differences()) == []
