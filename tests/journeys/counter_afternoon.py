"""Scenes of a day at the counter: what becomes of what was received."""

import re
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from lienmach.calc.local import day_of
from lienmach.calc.period import Window
from lienmach.indicators import registry
from lienmach.indicators.actions import recount_marked
from lienmach.indicators.queries.reconcile import differences
from lienmach.indicators.queries.scope import only
from lienmach.indicators.queries.totals import totals
from lienmach.onestop.flow import State
from lienmach.onestop.models import (
    Form,
    HandOver,
    Receipt,
)
from tests.journeys.counter_day import (
    FEE,
    MOI,
    Day,
    case_of,
    ready,
    send,
    token,
)
from tests.journeys.working_day import (
    choose,
    fill,
    scan,
    tick,
)


def papers_are_handed_over_and_confirmed(day: Day) -> None:
    page, codes = day.counter, day.codes
    choose(page, page.get_by_role("link", name="Bàn giao", exact=True).first)
    expect(page.get_by_label("Quét giấy hẹn, mã hồ sơ hoặc biên bản")).to_be_focused()
    scan(page, f"{day.url}/q/{token(codes['birth'])}/")
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
    scan(there, f"{day.url}/q/{token(codes['birth'])}/")
    expect(there.locator("[data-left]")).to_have_text("Đã quét đủ")
    there.keyboard.press("Control+Enter")
    expect(there.locator(".toast").last).to_be_visible()
    sheet.refresh_from_db()
    assert sheet.confirmed_at
    assert {item.is_accepted for item in sheet.items.all()} == {True}


def a_supplement_is_asked_for_and_brought(day: Day) -> None:
    page, code = day.division, day.codes["birth"]
    old = token(code)
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
    ready(page)
    scan(page, f"{day.url}/q/{old}/")
    expect(page.get_by_role("link", name="Mở hồ sơ")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Đã bổ sung đủ")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".strip")).to_contain_text("Đang xử lý")
    new = token(code)
    assert new != old
    assert case_of(code).promises.count() == 2
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
    before = case_of(code).promised_at

    day.dossier(day.leader, code)
    choose(day.leader, day.leader.get_by_role("button", name="Ký thư xin lỗi"))
    expect(day.leader.locator(".strip")).to_contain_text("đã hẹn lại 1 lần")
    assert case_of(code).promised_at > before
    day.citizen_reads(token(code), "Chúng tôi xin lỗi: hồ sơ không xong đúng hẹn")
    expect(day.phone.locator("main")).to_contain_text("Chờ xác minh nơi cư trú cũ.")


def _submit_and_sign(day: Day, code: str, number: str) -> None:
    page, signs = day.division, day.leader
    day.dossier(page, code)
    page.keyboard.press("Control+Enter")  # nothing is drafted: that is asked about
    expect(page.get_by_label("Vẫn trình ký")).to_be_focused()
    page.keyboard.press("Space")
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

    assert case_of(code).state == State.READY
    day.citizen_reads(token(code), "Đã có kết quả.")
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
        assert case_of(root).state == State.IN_PROGRESS
        if number == 1:
            _submit_and_sign(day, part, "13/GKS")
            continue
        choose(page, page.locator("summary").filter(has_text="Việc khác"))
        choose(page, page.get_by_role("link", name="Nhập kết quả đã ký"))
        fill(page, page.get_by_label("Người ký", exact=True), "Trưởng Công an phường")
        page.keyboard.press("Control+Enter")
        expect(page.locator(".strip")).to_contain_text("Có kết quả")

    assert case_of(root).state == State.READY
    day.citizen_reads(token(root), "Đã có kết quả.")


def results_are_given_back_for_their_fee(day: Day) -> None:
    page, birth, chain = day.counter, day.codes["birth"], day.codes["chain"]
    day.open(page, "onestop:counter")
    page.keyboard.press("F4")
    expect(page.get_by_role("heading", name="Quét giấy hẹn")).to_be_visible()
    ready(page)
    for code, said in ((birth, f"{day.url}/q/{token(birth)}/"), (chain, MOI)):
        scan(page, said)
        expect(page.locator("[data-sum]").first).to_have_text("8.000")
        tick(page, page.get_by_label("Người nhận đã ký vào sổ"))
        send(page, "Đã trả 1 kết quả, đã thu 8.000 đồng.")
        day.citizen_reads(token(code), "Đã trả kết quả.")
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
