from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from lienmach.base.actor import Actor
from lienmach.calc.refusal import Refused
from lienmach.registers.actions import (
    Numbered,
    open_book,
    take_number,
    withdraw_number,
)
from lienmach.registers.models import NumberBook, TakenNumber
from lienmach.registers.queries import next_number, number_of
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
DAY = MONDAY.date()
RIGHT = "registers.numbers"


def take(actor: Actor, source: str = "", on: date = DAY) -> TakenNumber:
    source = source or f"report:{TakenNumber.objects.count()}"
    document = Numbered("Công tác cải cách hành chính", source, "/cb/bao-cao/1/")
    at = MONDAY + timedelta(days=max(0, (on - DAY).days))
    return take_number(
        actor.unit_id, "BC-UBND", dated_on=on, document=document, actor=actor, at=at
    )


def test_numbers_run_on_and_begin_anew_each_year() -> None:
    actor = make.actor()

    taken = [take(actor) for _ in range(3)]
    next_year = take(actor, on=date(DAY.year + 1, 1, 2))

    assert [one.written for one in taken] == [f"0{n}/BC-UBND" for n in (1, 2, 3)]
    assert next_year.number == 1
    assert next_number(actor.unit_id, "BC-UBND", DAY.year) == 4


def test_no_paper_is_of_a_day_to_come() -> None:
    document = Numbered("Báo cáo", "report:1", "/cb/bao-cao/1/")

    with pytest.raises(Refused, match="không thể sau hôm nay"):
        take_number(
            make.actor().unit_id,
            "BC-UBND",
            dated_on=DAY + timedelta(days=1),
            document=document,
            actor=make.actor(),
            at=MONDAY,
        )

    assert not NumberBook.objects.exists()


def test_a_book_that_was_kept_on_paper_goes_on_from_there() -> None:
    actor = make.actor(rights=[RIGHT])

    open_book(actor.unit_id, "BC-UBND", DAY.year, began_after=495, actor=actor)

    assert take(actor).written == "496/BC-UBND"
    with pytest.raises(Refused, match="đã cấp đến số 496"):
        open_book(actor.unit_id, "BC-UBND", DAY.year, began_after=0, actor=actor)


def test_a_signing_that_fails_has_taken_no_number() -> None:
    actor = make.actor()

    def fail() -> None:
        with transaction.atomic():
            take(actor)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert take(actor).number == 1


def test_a_later_number_has_no_earlier_day() -> None:
    actor = make.actor()
    take(actor)

    with pytest.raises(Refused, match="không thể ghi ngày trước"):
        take(actor, on=date(DAY.year, 1, 1))

    assert take(actor).number == 2


def test_a_withdrawn_number_stays_spent_and_says_why() -> None:
    actor = make.actor(rights=[RIGHT])
    taken = take(actor, "report:1")

    with pytest.raises(Refused, match="lý do"):
        withdraw_number(taken, reason=" ", actor=actor, at=MONDAY)
    withdraw_number(taken, reason="ký nhầm bản nháp", actor=actor, at=MONDAY)

    with pytest.raises(Refused, match="đã thu hồi"):
        withdraw_number(taken, reason="lần nữa", actor=actor, at=MONDAY)
    assert number_of("report:1") is None
    again = take(actor, "report:1")
    assert again.number == 2
    assert number_of("report:1") == again
    assert TakenNumber.objects.get(number=1).reason == "ký nhầm bản nháp"


def test_a_document_has_one_number_in_force() -> None:
    actor = make.actor()
    take(actor, "report:1")

    with pytest.raises(IntegrityError), transaction.atomic():
        take(actor, "report:1")


@pytest.mark.django_db(transaction=True)
def test_signing_at_once_leaves_neither_a_gap_nor_a_double() -> None:
    actor = make.actor()
    ready = Barrier(8)

    def sign(worker: int) -> None:
        try:
            ready.wait(10)
            for n in range(5):
                try:
                    with transaction.atomic():
                        take(actor, f"report:{worker}-{n}")
                        if (worker + n) % 3 == 0:
                            raise Refused("chữ ký không hợp lệ")
                except Refused:
                    continue
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(sign, range(8)))

    numbers = TakenNumber.objects.order_by("number").values_list("number", flat=True)
    signed = sum((worker + n) % 3 != 0 for worker in range(8) for n in range(5))
    assert list(numbers) == list(range(1, signed + 1))
    assert NumberBook.objects.get().last == signed


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_number_of_queries_however_long_it_is(
    rows: int, client: Client, django_assert_num_queries: Any
) -> None:
    user = make.user(rights=RIGHT)
    actor = make.actor(user)
    taken = [take(actor) for _ in range(rows)]
    withdraw_number(taken[0], reason="in nhầm", actor=actor, at=MONDAY)
    client.force_login(user)

    with django_assert_num_queries(10):
        page = client.get(reverse("registers:numbers")).content.decode()

    assert all(one.written in page for one in taken)
    assert "Thu hồi: in nhầm" in page


def test_a_book_of_paper_is_opened_by_its_page(client: Client) -> None:
    user = make.user(rights=RIGHT)
    unit = make.actor(user).unit_id
    client.force_login(user)
    sent = {"don_vi": unit, "ky_hieu": "BC-UBND", "nam": DAY.year, "so_cuoi": "495"}

    assert client.get(reverse("registers:open_book")).status_code == 200
    assert client.post(reverse("registers:open_book"), sent).status_code == 302
    assert take(make.actor(user)).number == 496
    assert client.post(reverse("registers:open_book"), sent).status_code == 422
