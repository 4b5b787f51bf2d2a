"""What becomes of a text that was read: corrected, read again, removed."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienmach.base import files, jobs
from lienmach.org.models import AuditRecord, User
from lienmach.registers.models import Mention
from lienmach.reporting.models import Check
from lienmach.reporting.tests.make_check import REPORT, check_with, upload
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client: Client) -> User:
    user = make.user(rights="reporting.check")
    client.force_login(user)
    return user


def test_a_corrected_version_takes_the_place_of_the_first_in_the_registers(
    client: Client, officer: User
) -> None:
    text = REPORT + "\nThực hiện Kế hoạch số 12/KH-UBND ngày 05/01/2023 của UBND xã.\n"
    first = upload(client, officer, "lan-1.txt", text.encode())
    period = {"tu": "15/12/2022", "den": "14/3/2023"}
    client.post(reverse("reporting:contents", args=[first.pk]), period)
    unit = officer.posts.get().unit_id
    again = reverse("reporting:submit") + f"?lan={first.pk}"
    file = SimpleUploadedFile("lan-2.txt", text.encode())
    client.post(again, {"tep": file, "don_vi": unit})
    jobs.run_next(at=timezone.now())
    second = Check.objects.latest("pk")

    client.post(reverse("reporting:contents", args=[second.pk]), period)

    assert set(Mention.objects.values_list("source", flat=True)) == {second.source}
    first.refresh_from_db()
    assert first.entered_at is None


def test_a_wrong_upload_is_removed_with_its_file(client: Client, officer: User) -> None:
    check = upload(client, officer, "nhầm.txt", REPORT.encode())
    address = reverse("reporting:remove_check", args=[check.pk])
    page = client.get(reverse("reporting:check", args=[check.pk])).content.decode()

    answer = client.post(address)
    while jobs.run_next(at=timezone.now()):
        pass

    assert address in page
    assert answer["Location"] == reverse("reporting:checks")
    assert not Check.objects.exists()
    assert not files.is_kept(check.file_key)
    assert AuditRecord.objects.filter(verb="check_removed", person=officer).exists()
    assert client.post(address).status_code == 404


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"entered_at": MONDAY}, "rút khỏi sổ"),
        ({"finished_at": None}, "đang được rà soát"),
    ],
)
def test_what_something_rests_on_is_not_removed(
    change: dict[str, Any], why: str, client: Client, officer: User
) -> None:
    check = check_with(1, officer)
    Check.objects.filter(pk=check.pk).update(**change)

    refused = client.post(reverse("reporting:remove_check", args=[check.pk]))

    assert refused.status_code == 422
    assert why in refused.content.decode()
    check.refresh_from_db()
    assert why in check.why_kept


def test_a_version_before_another_and_others_texts_are_not_removed(
    client: Client, officer: User
) -> None:
    first, second = check_with(1, officer), check_with(1, officer)
    Check.objects.filter(pk=second.pk).update(previous=first)
    address = reverse("reporting:remove_check", args=[first.pk])

    assert "lần rà soát sau" in client.post(address).content.decode()
    client.force_login(make.user(officer.posts.get().unit))
    assert client.post(address).status_code == 403
    client.force_login(make.user(rights="reporting.check"))
    assert client.post(address).status_code == 404
    assert Check.objects.count() == 2


def test_what_was_kept_with_a_reason_stays_kept_in_the_next_version(
    client: Client, officer: User
) -> None:
    text = REPORT.replace("186", "187").encode()
    first = upload(client, officer, "lan-1.txt", text)
    finding = first.findings.get()
    address = reverse("reporting:decide", args=[first.pk, finding.number])
    client.post(address, {"xu_ly": "keep", "ly_do": "Đã hỏi"})

    unit = officer.posts.get().unit_id
    again = reverse("reporting:submit") + f"?lan={first.pk}"
    file = SimpleUploadedFile("lan-2.txt", text)
    client.post(again, {"tep": file, "don_vi": unit})
    jobs.run_next(at=timezone.now())

    second = Check.objects.latest("pk")
    assert (second.round, second.open) == (2, 0)
    assert second.findings.get().reason == "Đã hỏi"
    page = client.get(reverse("reporting:check", args=[second.pk])).content.decode()
    assert "0 điểm không còn, 1 điểm còn nguyên, 0 điểm mới" in page


def test_a_later_version_says_what_became_of_each_finding(
    client: Client, officer: User
) -> None:
    first, second = check_with(3, officer), check_with(3, officer)
    Check.objects.filter(pk=second.pk).update(previous=first, round=2)
    second.findings.filter(number=2).update(anchors=["khác"])
    second.findings.filter(number=3).update(anchors=["khác nữa"])
    first.findings.filter(number=2).update(anchors=["sửa rồi"])
    first.findings.filter(number=3).update(anchors=["bỏ rồi"])
    sent = reverse("reporting:decide", args=[first.pk, 1])
    client.post(sent, {"xu_ly": "correct"})

    page = client.get(reverse("reporting:check", args=[second.pk])).content.decode()

    assert "2 điểm không còn, 1 điểm còn nguyên, 2 điểm mới" in page
    assert "Điểm 2</a>: Thân báo cáo ghi" in page
    assert page.count("lần trước hẹn sửa, vẫn còn") == 1
    assert page.count('<span class="tag">mới</span>') == 2


def test_of_a_text_with_a_later_version_nothing_is_left_to_do(
    client: Client, officer: User
) -> None:
    first, second = check_with(2, officer), check_with(2, officer)
    Check.objects.filter(pk=second.pk).update(previous=first, round=2)
    listed = reverse("reporting:checks")

    left = client.get(f"{listed}?xem=can-xu-ly").content.decode()
    every = client.get(listed).content.decode()
    page = client.get(reverse("reporting:check", args=[first.pk])).content.decode()
    again = client.get(reverse("reporting:submit") + f"?lan={first.pk}")

    assert "1 lần rà soát" in left
    assert "đã có lần 2" in every
    assert "xem lần 2" in page
    assert again["Location"] == reverse("reporting:check", args=[first.pk])
