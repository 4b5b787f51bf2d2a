"""Numbers: each given once, called in turn, passed over, called again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienmach.calc.local import moment
from lienmach.calc.refusal import Refused
from lienmach.onestop.actions import queue
from lienmach.onestop.actions.windows import save_line, save_window
from lienmach.onestop.flow import RECEIVE
from lienmach.onestop.models import Line, Ticket, Window
from lienmach.onestop.queries.queue import board, place_of, standing
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.org.queries import actor_of, names_on
from tests import make
from tests.make import MONDAY

AT = MONDAY + timedelta(hours=1)  # Monday, 09:00
MINUTE = timedelta(minutes=1)
State = Ticket.State


@pytest.fixture
def office(db: None) -> Office:
    return made.office()


@pytest.fixture
def line(office: Office) -> Line:
    return Line.objects.create(unit=office.counter, letter="B", name="Đất đai")


def _window(office: Office, number: int, *lines: Line) -> Window:
    window = Window.objects.create(unit=office.counter, number=number)
    window.lines.set(lines)
    return window


def _take(line: Line, **more: object) -> Ticket:
    at = more.pop("at", AT)
    return queue.take(line, source="web", at=at, **more)  # type: ignore[arg-type]  # filled in by the tests


def test_numbers_run_within_a_line_and_begin_again_each_day(line: Line) -> None:
    other = Line.objects.create(unit=line.unit, letter="C", name="Hộ tịch")

    codes = [_take(one).code for one in (line, line, other)]
    tomorrow = _take(line, at=AT + timedelta(days=1)).code

    assert codes == ["B001", "B002", "C001"]
    assert tomorrow == "B001"


def test_a_telephone_has_one_number_in_a_line(line: Line) -> None:
    first = _take(line)

    assert _take(line, held=[first.token]) == first
    queue.give_up(first.token, at=AT)
    assert _take(line, held=[first.token]).number == 2


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-01-05T06:00", "bắt đầu phát số từ 07:30"),
        ("2026-01-05T18:00", "hết giờ tiếp nhận"),
        ("2026-01-04T09:00", "không tiếp nhận"),
    ],
)
def test_no_number_is_given_while_the_counter_is_closed(
    line: Line, at: str, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        _take(line, at=moment(at))


def test_a_line_that_is_full_says_when_to_come_back(line: Line) -> None:
    line.most = 1
    _take(line)

    with pytest.raises(Refused, match="hết số hôm nay"):
        _take(line)

    assert Ticket.objects.count() == 1


def test_a_window_calls_in_turn_with_priority_first(office: Office, line: Line) -> None:
    plain, old = _take(line), _take(line, is_priority=True)
    window = _window(office, 1, line)
    queue.sit(window, actor=office.receives)

    called = [queue.call_next(actor=office.receives, at=AT) for _ in range(3)]

    assert called == [old, plain, None]
    old.refresh_from_db()
    assert (old.state, old.window) == (State.DONE, window)


def test_who_comes_late_stands_behind_those_who_came_meanwhile(
    office: Office, line: Line
) -> None:
    late, next_one = _take(line), _take(line)
    queue.come_later(late.token, at=AT)
    queue.sit(_window(office, 1, line), actor=office.receives)

    assert queue.call_next(actor=office.receives, at=AT + MINUTE) == next_one
    with pytest.raises(Refused, match="một lần"):
        queue.come_later(late.token, at=AT)


def test_who_was_not_there_is_called_by_hand_when_they_come_back(
    office: Office, line: Line
) -> None:
    ticket = _take(line)
    queue.sit(_window(office, 3, line), actor=office.receives)
    queue.call_next(actor=office.receives, at=AT)
    queue.recall(actor=office.receives, at=AT + MINUTE)
    queue.absent(actor=office.receives, at=AT + 2 * MINUTE)
    ticket.refresh_from_db()
    assert (ticket.state, ticket.calls) == (State.ABSENT, 2)

    queue.call("b001", actor=office.receives, at=AT + 3 * MINUTE)

    ticket.refresh_from_db()
    assert ticket.state == State.CALLED
    with pytest.raises(Refused, match="không có số"):
        queue.call("B9x", actor=office.receives, at=AT)
    with pytest.raises(Refused, match="không có số"):
        queue.call("B" + "9" * 5000, actor=office.receives, at=AT)


def test_numbers_of_the_paper_block_wait_for_nobody_until_called(
    office: Office, line: Line
) -> None:
    block = queue.take_block(line, 3, actor=office.receives, at=AT)
    queue.sit(_window(office, 1, line), actor=office.receives)

    assert queue.call_next(actor=office.receives, at=AT) is None
    assert queue.call(block[1].code, actor=office.receives, at=AT) == block[1]
    assert _take(line).number == 4
    with pytest.raises(Refused, match="từ 1 đến 100"):
        queue.take_block(line, 0, actor=office.receives, at=AT)


def test_calling_needs_a_window_and_leaving_one_an_ended_turn(
    office: Office, line: Line
) -> None:
    with pytest.raises(Refused, match="chọn quầy"):
        queue.call_next(actor=office.receives, at=AT)
    _take(line)
    queue.sit(_window(office, 1, line), actor=office.receives)
    queue.call_next(actor=office.receives, at=AT)

    with pytest.raises(Refused, match="kết thúc lượt"):
        queue.leave(actor=office.receives)

    queue.finish(actor=office.receives, at=AT)
    queue.leave(actor=office.receives)
    assert not Window.objects.filter(officer__isnull=False).exists()


def test_people_ahead_are_those_of_the_same_line(office: Office, line: Line) -> None:
    other = Line.objects.create(unit=line.unit, letter="C", name="Hộ tịch")
    for one in (other, line, line):
        _take(one)
    mine = _take(line)

    place = place_of(mine, at=AT)

    assert (place.ahead, place.minutes) == (2, 10)
    told = {one.line.letter: one.waiting for one in standing(line.unit_id, at=AT)}
    assert told == {"B": 3, "C": 1}


def test_the_board_shows_who_is_called_and_who_was(office: Office, line: Line) -> None:
    first, second = _take(line), _take(line)
    queue.sit(_window(office, 2, line), actor=office.receives)
    queue.call_next(actor=office.receives, at=AT)
    queue.call_next(actor=office.receives, at=AT + MINUTE)

    shown = board(line.unit_id, at=AT + MINUTE)

    assert (shown.now, shown.before) == ((second,), (first,))


@pytest.mark.django_db(transaction=True)
def test_two_windows_that_call_at_once_get_two_numbers() -> None:
    office = made.office()
    line = Line.objects.create(unit=office.counter, letter="B", name="Đất đai")
    actors = [
        actor_of(make.user(office.counter, RECEIVE), on=MONDAY.date()) for _ in range(4)
    ]
    for number, actor in enumerate(actors, 1):
        queue.sit(_window(office, number, line), actor=actor)
        _take(line)

    def call(n: int) -> str:
        try:
            ticket = queue.call_next(actor=actors[n], at=AT)
            return ticket.code if ticket else ""
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        codes = sorted(pool.map(call, range(4)))

    assert codes == ["B001", "B002", "B003", "B004"]


def test_a_letter_and_a_window_number_are_used_once(office: Office) -> None:
    chief = make.actor(make.user(office.counter, "onestop.windows"))
    open_line = partial(
        save_line,
        None,
        unit_id=chief.unit_id,
        name="Đất đai",
        most=None,
        is_open=True,
        actor=chief,
    )
    line = open_line(letter="B")
    with pytest.raises(Refused, match="Đã có hàng chữ B"):
        open_line(letter="B")

    open_window = partial(
        save_window, None, unit_id=chief.unit_id, name="", is_used=True, actor=chief
    )
    for number in (1, 2):
        open_window(number=number, lines=[line])
    with pytest.raises(Refused, match="Đã có quầy số 1"):
        open_window(number=1, lines=[])


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_the_queue_asks_the_same_number_of_queries(
    rows: int, office: Office, client: Client, django_assert_max_num_queries: object
) -> None:
    for n in range(rows):
        line = Line.objects.create(unit=office.counter, letter="ABC"[n], name="Việc")
        _window(office, n + 1, line)
    client.force_login(office.clerk)
    client.get(reverse("onestop:queue"))

    with django_assert_max_num_queries(18):  # type: ignore[operator]  # a fixture
        page = client.get(reverse("onestop:queue")).content.decode()

    assert page.count("Ngồi quầy này") == rows


def test_at_the_counter_one_sits_calls_and_is_told_when_nobody_waits(
    office: Office, line: Line, client: Client
) -> None:
    window = _window(office, 1, line)
    client.force_login(office.clerk)
    client.post(reverse("onestop:queue_sit", args=[window.pk]))
    Ticket.objects.all().delete()

    page = client.post(
        reverse("onestop:queue_do", args=["goi"]), {"next": "/cb/quay/"}, follow=False
    )
    assert page.headers["Location"] == "/cb/quay/"
    assert client.post(reverse("onestop:queue_do", args=["la"])).status_code == 404
    assert client.post(reverse("onestop:queue_do", args=["vang"])).status_code == 422
    client.force_login(office.officer)
    assert client.get(reverse("onestop:queue")).status_code == 403


def _block(client: Client, line: Line, size: str, key: str) -> object:
    where = reverse("onestop:queue_block", args=[line.pk])
    return client.post(where, {"so_luong": size, "khoa": key})


def test_a_block_sent_twice_or_opened_again_takes_no_further_numbers(
    office: Office, line: Line, client: Client
) -> None:
    client.force_login(office.clerk)

    pages = [_block(client, line, "2", "one form") for _ in range(2)]

    printed = {page.headers["Location"] for page in pages}  # type: ignore[attr-defined]  # an answer
    assert len(printed) == 1
    page = client.get(printed.pop()).content.decode()
    assert client.get(reverse("onestop:queue_block", args=[line.pk])).status_code == 302
    assert [one.code for one in Ticket.objects.order_by("number")] == ["B001", "B002"]
    today = timezone.localdate()
    name = names_on({line.unit_id}, today)[line.unit_id]
    assert page.count(f"<span>Ngày {today:%d/%m/%Y}</span>") == 2
    assert page.count(f"<li><span>{name}</span>") == 2


def test_the_blocks_of_the_day_are_listed_each_with_its_reprint(
    office: Office, line: Line, client: Client
) -> None:
    client.force_login(office.clerk)
    for key in ("one", "two"):
        _block(client, line, "2", key)

    page = client.get(reverse("onestop:queue")).content.decode()

    first = {one.code: one.pk for one in Ticket.objects.all()}
    for code in ("B001", "B003"):
        assert reverse("onestop:queue_block_print", args=[first[code]]) in page
    again = reverse("onestop:queue_block_print", args=[first["B003"]])
    shown = client.get(again).content.decode()
    assert "<b>B004</b>" in shown
    assert "<b>B002</b>" not in shown
    client.force_login(make.user(make.unit(), RECEIVE))
    assert client.get(again).status_code == 404


@pytest.mark.parametrize("size", ["", "0", "101", "hai"])
def test_a_block_of_no_size_is_refused_at_its_field_with_what_was_typed(
    size: str, office: Office, line: Line, client: Client
) -> None:
    client.force_login(office.clerk)

    page = _block(client, line, size, "key")

    said = page.content.decode()  # type: ignore[attr-defined]  # an answer
    assert page.status_code == 422  # type: ignore[attr-defined]  # an answer
    assert f'id="khoi-{line.pk}-so_luong_error"' in said
    assert "Mỗi khối từ 1 đến 100 số." in said
    assert not size or f'value="{size}"' in said
    assert "Hàng đợi hôm nay" in said
    assert not Ticket.objects.exists()


def _call(client: Client, so: str, **more: str) -> tuple[int, str]:
    where = reverse("onestop:queue_do", args=["goi-so"])
    page = client.post(where, {"so": so, "next": reverse("onestop:queue"), **more})
    return page.status_code, page.content.decode()


@pytest.mark.parametrize(
    ("so", "words"),
    [("", "Chưa nhập số cần gọi"), ("B099", "không có số"), ("số 7", "không có số")],
)
def test_a_number_that_cannot_be_called_is_told_at_its_field(
    so: str, words: str, office: Office, line: Line, client: Client
) -> None:
    queue.sit(_window(office, 1, line), actor=office.receives)
    client.force_login(office.clerk)

    status, page = _call(client, so)

    assert status == 422
    assert "Hàng đợi hôm nay" in page
    error = page.split('id="goi-so_error"')[1].split("</span></span>")[0]
    assert words in error
    assert not so or f'value="{so}"' in page


def test_a_number_of_another_line_or_amid_a_turn_is_asked_about_first(
    office: Office, line: Line, client: Client
) -> None:
    other = Line.objects.create(unit=line.unit, letter="C", name="Hộ tịch")
    present, wanted = (
        queue.take_block(one, 1, actor=office.receives, at=timezone.now())[0]
        for one in (line, other)
    )
    queue.sit(_window(office, 1, line), actor=office.receives)
    client.force_login(office.clerk)
    assert _call(client, present.code)[0] == 302

    status, page = _call(client, wanted.code)

    assert status == 422
    assert "Quầy 1 không gọi hàng «C – Hộ tịch»" in page
    assert "Lượt B001 đang phục vụ ở đây sẽ tính là xong" in page
    present.refresh_from_db()
    assert present.state == State.CALLED
    assert _call(client, wanted.code, van_goi="B005")[0] == 422  # asked of another
    assert _call(client, wanted.code, van_goi=wanted.code)[0] == 302
    wanted.refresh_from_db()
    present.refresh_from_db()
    assert (wanted.state, present.state) == (State.CALLED, State.DONE)


def test_calling_the_next_brings_the_lines_of_the_page_up_to_date(
    office: Office, line: Line, client: Client
) -> None:
    now = timezone.now()
    for number in (1, 2):
        Ticket.objects.create(
            line=line,
            day=timezone.localdate(),
            number=number,
            token=str(number),
            state=State.WAITING,
            source="web",
            taken_at=now,
            order_at=now,
        )
    queue.sit(_window(office, 1, line), actor=office.receives)
    client.force_login(office.clerk)

    def call_next(page: str) -> str:
        headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{page}"}
        where = reverse("onestop:queue_do", args=["goi"])
        return client.post(where, headers=headers).content.decode()

    here = call_next(reverse("onestop:queue"))
    elsewhere = call_next(reverse("onestop:counter"))

    lines = here.split('id="cac-hang"')[1]
    assert 'hx-swap-oob="true"' in lines
    assert "B002" in lines
    assert "B001" not in lines
    assert "cac-hang" not in elsewhere


def test_who_sets_up_points_chooses_the_point_and_reaches_no_other(
    office: Office, client: Client
) -> None:
    made.one_stop(office)
    point = office.counter
    name = names_on([point.pk], MONDAY.date())[point.pk]
    chief = make.user(office.committee, "onestop.windows")
    client.force_login(chief)

    page = client.get(reverse("onestop:windows"))
    assert name in page.content.decode()

    asked = {"chu": "b", "ten": "Đất đai", "dang_phat": "on"}
    client.post(reverse("onestop:line_new") + f"?dv={point.pk}", asked)
    line = Line.objects.get()
    assert line.unit_id == point.pk

    outsider = make.user(office.division, "onestop.windows")
    client.force_login(outsider)
    assert client.get(reverse("onestop:line", args=[line.pk])).status_code == 404
    other = reverse("onestop:windows") + f"?dv={point.pk}"
    assert client.get(other).status_code == 403
