"""Scenes of a day at the counter: who comes, and what is received of them."""

from playwright.sync_api import expect

from lienmach.onestop.actions.windows import RIGHT, save_line, save_window
from lienmach.onestop.flow import State
from lienmach.onestop.models import (
    Line,
    Printing,
    Unaccepted,
)
from tests import make
from tests.journeys.counter_day import (
    AN,
    CARD,
    MOI,
    THIEU,
    Day,
    case_of,
    latest,
    procedure,
    ready,
    send,
    token,
)
from tests.journeys.working_day import (
    choose,
    fill,
    reach,
    scan,
    tick,
)


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
    at = boss.unit_id
    line = save_line(
        None,
        unit_id=at,
        letter="A",
        name="Hộ tịch",
        most=None,
        is_open=True,
        actor=boss,
    )
    save_window(
        None, unit_id=at, number=1, name="", lines=[line], is_used=True, actor=boss
    )
    return line


def a_known_person_is_received_by_scan(day: Day) -> None:
    page = day.counter
    page.keyboard.press("F2")
    ready(page)
    scan(page, CARD)
    expect(page.locator(".person")).to_contain_text("Nguyễn Thị Ngọc Ẩn")
    procedure(page, "ks", "Đăng ký khai sinh")
    page.keyboard.press("Alt+KeyA")
    page.keyboard.press("Alt+KeyG")
    with page.expect_popup() as opened:
        send(page, "Đã tiếp nhận")
    paper = opened.value
    expect(paper.locator(".paper")).to_contain_text("Nguyễn Thị Ngọc Ẩn")

    day.codes["birth"] = latest().case.code
    expect(paper.locator(".paper")).to_contain_text(day.codes["birth"])
    assert Printing.objects.count() == 1
    day.citizen_reads(token(day.codes["birth"]), "Hồ sơ đã được tiếp nhận.")
    expect(day.phone.locator("main")).to_contain_text("Hẹn trả: trước")
    expect(day.phone.locator("main")).not_to_contain_text("Ngọc Ẩn")


def the_same_person_leaves_a_second_dossier(day: Day) -> None:
    page = day.counter
    expect(page.locator(".person")).to_contain_text("Nguyễn Thị Ngọc Ẩn")
    procedure(page, "kết hôn", "Đăng ký kết hôn")
    page.keyboard.press("Alt+KeyA")
    page.keyboard.press("Alt+KeyG")  # and no third one
    send(page, "Đã tiếp nhận")
    expect(page.locator("#quet")).to_be_focused()

    day.codes["marriage"] = latest().case.code
    assert day.codes["marriage"] != day.codes["birth"]
    assert latest().owner.id_number == AN
    choose(page, page.get_by_role("link", name=f"In lại {day.codes['birth']}"))
    expect(page.locator(".paper")).to_contain_text(day.codes["birth"])
    assert page.locator(".paper svg").count() > 0
    assert Printing.objects.count() == 2  # to look at a paper prints nothing


def a_copy_is_given_at_once(day: Day) -> None:
    page = day.counter
    page.go_back()
    ready(page)
    scan(page, AN)
    procedure(page, "chứng thực", "Chứng thực bản sao từ bản chính")
    page.keyboard.press("Alt+KeyA")
    page.keyboard.press("Alt+KeyT")
    expect(page.locator(".toast").last).to_contain_text("Đã trả ngay")

    copy = latest()
    day.codes["copy"] = copy.case.code
    assert (copy.is_same_day, copy.case.state) == (True, State.RETURNED)
    assert not copy.slips.exists()
    day.citizen_reads(copy.token, "Đã trả kết quả.")


def somebody_new_begins_a_chain(day: Day) -> None:
    page = day.counter
    ready(page)
    page.keyboard.type(MOI, delay=40)
    expect(page.locator("#id_ten")).to_be_focused()
    page.keyboard.insert_text("Trần Thị Mới")
    fill(page, page.get_by_label("Địa chỉ"), "Tổ 7, Tân Lộc")
    reach(page, page.locator("#tim_tt"))
    procedure(page, "liên thông", "Liên thông cho trẻ mới sinh")
    page.keyboard.press("Alt+KeyA")
    send(page, "Đã tiếp nhận")

    root = latest()
    day.codes["chain"] = root.case.code
    assert root.owner.name == "Trần Thị Mới"
    day.citizen_reads(token(root.case.code), "Hồ sơ gồm 3 phần")


def what_is_incomplete_is_not_received(day: Day) -> None:
    page = day.counter
    ready(page)
    scan(page, THIEU)
    procedure(page, "ks", "Đăng ký khai sinh")
    tick(page, page.locator(".papers [type=checkbox]").first)
    choose(page, page.get_by_role("button", name="Thiếu giấy tờ"))
    expect(page.locator("#thieu")).to_contain_text("Giấy chứng sinh")
    fill(page, page.get_by_label("Thiếu gì, sai gì"), "Bản sao mờ")
    send(page, "Đã ghi phiếu yêu cầu bổ sung")

    slip = Unaccepted.objects.get()
    assert not slip.is_refusal
    day.open(page, "onestop:unaccepted", slip.pk)
    expect(page.locator("h1").last).to_contain_text("Phiếu yêu cầu bổ sung")
    expect(page.locator(".paper")).to_contain_text("Bản sao mờ")


def a_mistake_is_taken_back(day: Day) -> None:
    page = day.counter
    day.open(page, "onestop:counter")
    ready(page)
    scan(page, THIEU)
    procedure(page, "kết hôn", "Đăng ký kết hôn")
    page.keyboard.press("Alt+KeyA")
    send(page, "Đã tiếp nhận")
    wrong = latest().case.code
    page.keyboard.press("Alt+KeyZ")
    expect(page.locator(".toast").last).to_contain_text(f"Đã hoàn tác {wrong}")

    assert case_of(wrong).state == State.CANCELLED
    day.citizen_reads(token(wrong), "Mã hồ sơ này đã hủy.")
