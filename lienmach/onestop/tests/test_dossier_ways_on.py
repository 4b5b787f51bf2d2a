"""Two ways on from the page of a dossier: a new slip, and the next part of a chain."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienmach.calc.deadline import Limit
from lienmach.calc.procedures import Hop
from lienmach.cases.models import Case
from lienmach.onestop.actions import steps
from lienmach.onestop.models import Closing, Dossier, Form
from lienmach.onestop.tests import make_dossier as made
from tests.make import MONDAY

pytestmark = pytest.mark.django_db


def test_a_later_deadline_offers_a_new_slip_to_the_counter_alone(
    client: Client,
) -> None:
    office = made.office()
    dossier = made.in_progress(office)
    case = Case.objects.get(pk=dossier.pk)
    later = (case.due_at or MONDAY) + timedelta(days=2)
    Case.objects.filter(pk=case.pk).update(due_at=later)
    url = reverse("onestop:dossier", args=[case.code])
    renew = reverse("onestop:dossier_renew", args=[case.code])
    client.force_login(office.officer)
    page = client.get(url).content.decode()
    assert "Lịch làm việc đã đổi" in page
    assert renew not in page
    assert client.post(renew).status_code == 403

    client.force_login(office.clerk)
    assert renew in client.get(url).content.decode()
    client.post(renew)

    case.refresh_from_db()
    assert case.promised_at == later
    assert dossier.slips.filter(form=Form.RECEIPT).count() == 2
    assert "Lịch làm việc đã đổi" not in client.get(url).content.decode()


def test_a_chain_that_stands_still_offers_its_next_part(client: Client) -> None:
    hops = (Hop("Khai sinh", "UBND", Limit(1)), Hop("Thường trú", "Công an", Limit(2)))
    office = made.office(hops=hops)
    root = made.dossier(office, on=timezone.now() - timedelta(minutes=5))
    part = Dossier.objects.get(case__parent=root.pk)
    at = timezone.now() - timedelta(minutes=4)
    steps.take(part.pk, "accept", actor=office.processes, at=at)
    steps.take(part.pk, "reject", actor=office.leads, at=at, note="Không đủ")
    go_on = reverse("onestop:dossier_go_on", args=[root.case.code])
    client.force_login(office.clerk)
    page = client.get(reverse("onestop:dossier", args=[root.case.code]))
    assert go_on in page.content.decode()

    client.post(go_on)

    begun = Dossier.objects.filter(case__parent=root.pk)
    assert sorted(one.title for one in begun) == ["Khai sinh", "Thường trú"]
    assert client.post(go_on).status_code == 422


def test_whoever_handles_a_part_reads_which_papers_were_handed_in(
    client: Client,
) -> None:
    office = made.office(hops=(Hop("Khai sinh", "UBND", Limit(1)),))
    root = made.dossier(office)
    client.force_login(office.officer)

    url = reverse("onestop:dossier", args=[f"{root.case.code}.1"])
    page = client.get(url).content.decode()

    assert "Giấy chứng sinh" in page
    assert "nộp chung cho cả chuỗi" in page
    assert "không ghi giấy tờ nào" not in page


def test_the_state_that_is_reported_stands_on_the_page_and_in_the_export(
    client: Client,
) -> None:
    office = made.office()
    dossier = made.in_progress(office)
    client.force_login(office.officer)

    url = reverse("onestop:dossier", args=[dossier.case.code])
    page = client.get(url, {"phan": "thong-tin"}).content.decode()
    sheet = client.get(reverse("onestop:work"), {"xem": "tat-ca", "xuat": "csv"})

    assert "4 – Đang xử lý" in page
    written = b"".join(sheet.streaming_content) if sheet.streaming else sheet.content  # type: ignore[attr-defined]  # of a streamed answer
    assert "4 – Đang xử lý" in written.decode()


def test_who_has_just_received_it_is_led_to_hand_it_over(client: Client) -> None:
    office = made.office()
    dossier = made.dossier(office, on=timezone.now() - timedelta(minutes=5))
    url = reverse("onestop:dossier", args=[dossier.case.code])
    client.force_login(office.clerk)
    page = client.get(url).content.decode()
    assert "Chờ bàn giao sang nơi thụ lý." in page
    assert reverse("onestop:hand_over") in page


def test_no_door_is_shown_that_does_not_open(client: Client) -> None:
    office = made.office()
    client.force_login(office.leader)
    till = client.get(reverse("onestop:till")).content.decode()
    for way in ("counter", "counter_return", "postings", "queue"):
        assert f'href="{reverse(f"onestop:{way}")}"' not in till


def test_a_till_of_a_day_that_cannot_be_read_is_said_and_never_closed(
    client: Client,
) -> None:
    client.force_login(made.office().clerk)
    way = reverse("onestop:till") + "?ngay=31/2/2026"

    page = client.get(way).content.decode()
    closed = client.post(way, {"dem_duoc": "0", "giai_thich": "x"})
    month = client.get(reverse("onestop:till_month"), {"thang": "13/2026"})

    assert "Ngày chưa đúng" in page
    assert 'value="31/2/2026"' in page
    assert closed.status_code == 422
    assert "Chưa đọc được ngày" in closed.content.decode()
    assert "Tháng chưa đúng" in month.content.decode()
    assert not Closing.objects.exists()
