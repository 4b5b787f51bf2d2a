"""Numbers of the public: taken without a name, followed, shown on a wall."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienmach.onestop.actions import queue
from lienmach.onestop.models import Line, Ticket, Window
from lienmach.onestop.tests import make_dossier as made
from tests.make import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def line() -> Line:
    """A line of a counter that is open now, whatever day and hour it is."""
    office = made.office()
    line = Line.objects.create(unit=office.counter, letter="B", name="Đất đai")
    window = Window.objects.create(unit=office.counter, number=3, officer=office.clerk)
    window.lines.add(line)
    return line


@pytest.fixture(autouse=True)
def _open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock on the wall: a Monday morning."""
    at = MONDAY + timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: at)


def test_a_number_is_taken_and_followed_without_a_name(
    line: Line, client: Client
) -> None:
    url = reverse("portal:take", args=[line.unit.code])
    page = client.get(url).content.decode()
    assert "Chưa có ai chờ" in page

    answer = client.post(url, {"hang": "B"})

    ticket = Ticket.objects.get()
    assert answer.headers["Location"] == reverse("portal:ticket", args=[ticket.token])
    shown = client.get(answer.headers["Location"])
    assert "B001" in shown.content.decode()
    assert "kế tiếp" in shown.content.decode()
    assert '<meta http-equiv="refresh" content="5">' in shown.content.decode()
    client.post(url, {"hang": "B"})
    assert Ticket.objects.count() == 1


def test_choosing_nothing_is_said_at_its_place(line: Line, client: Client) -> None:
    answer = client.post(reverse("portal:take", args=[line.unit.code]), {})

    assert answer.status_code == 422
    assert "Hãy chọn việc cần làm" in answer.content.decode()
    assert client.get(reverse("portal:take", args=["khong-co"])).status_code == 404


def test_the_page_of_a_number_says_what_has_become_of_it(
    line: Line, client: Client
) -> None:
    ticket = queue.take(line, source="kiosk", at=timezone.now())
    url = reverse("portal:ticket", args=[ticket.token])
    said = {
        "called": "mời đến Quầy 3",
        "absent": "gọi lại",
        "done": "đã xong",
        "given_up": "đã hủy",
    }
    for state, words in said.items():
        window = Window.objects.get()
        Ticket.objects.update(state=state, window=window, called_at=timezone.now())
        assert words in client.get(url).content.decode()


def test_coming_later_and_giving_up_are_buttons(line: Line, client: Client) -> None:
    ticket = queue.take(line, source="web", at=timezone.now())
    change = reverse("portal:ticket_change", args=[ticket.token])

    client.post(change, {"muon": "1"})
    ticket.refresh_from_db()
    assert ticket.is_late

    client.post(change, {"bo": "1"})
    ticket.refresh_from_db()
    assert ticket.state == Ticket.State.GIVEN_UP


def test_the_kiosk_gives_a_number_with_a_code_to_follow_it(
    line: Line, client: Client
) -> None:
    url = reverse("portal:kiosk", args=[line.unit.code])
    assert "Đất đai" in client.get(url).content.decode()

    page = client.post(url, {"hang": "B", "uu_tien": "1"}).content.decode()

    assert "B001" in page
    assert "<svg" in page
    assert Ticket.objects.get().is_priority


def test_the_board_names_numbers_and_windows_and_nobody(
    line: Line, client: Client
) -> None:
    ticket = queue.take(line, source="kiosk", at=timezone.now())
    Ticket.objects.update(
        state="called",
        window=Window.objects.get(),
        called_at=timezone.now(),
        first_called_at=timezone.now(),
        calls=1,
    )
    url = reverse("portal:board", args=[line.unit.code])

    whole = client.get(url).content.decode()
    part = client.get(url, headers={"HX-Request": "true"}).content.decode()

    for page in (whole, part):
        assert ticket.code in page
        assert "Quầy 3" in page
    assert "<html" not in part
