"""A report comes back for its words, for some forms or for all: it says which."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienmach.reporting.actions import reports as actions
from lienmach.reporting.actions.sheets import Entry, write
from lienmach.reporting.tests.make_round import sheet_of
from lienmach.reporting.tests.make_text import Written
from tests.make import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(settings: Any, tmp_path: Path, client: Client) -> Written:
    made = Written(settings, tmp_path)
    client.force_login(made.user)
    made.write_all()
    made.check()
    made.step("submit")
    return made


def _return(client: Client, written: Written, **chosen: Any) -> str:
    report = written.report
    url = reverse("reporting:step", args=[report.pk, "return"])
    said = {"ghi_chu": "Sửa mục III.", "so": report.case.number}
    return client.post(url, said | chosen, follow=True).content.decode()


def test_a_report_that_comes_back_for_its_words_keeps_its_forms(
    written: Written, client: Client
) -> None:
    page = _return(client, written, thuyet_minh="on")

    assert "Các biểu giữ nguyên đã nộp." in page
    assert sheet_of(written.report).is_handed_in
    section = written.write(3, "Đã tuyên truyền lại.")
    assert section.text == "Đã tuyên truyền lại."
    written.check()
    actions.take_step(written.report, "submit", actor=written.actor, at=timezone.now())
    assert written.report.case.state == "submitted"


def test_nothing_chosen_reopens_every_form_and_the_page_says_so_before(
    written: Written, client: Client
) -> None:
    before = client.get(reverse("reporting:report", args=[written.report.pk]))

    page = _return(client, written)

    assert "Không chọn gì thì mở lại cả 1 biểu" in before.content.decode()
    assert "Mở lại cả 1 biểu." in page
    assert not sheet_of(written.report).is_handed_in
    entry = Entry("1.1.", "11")
    assert write(sheet_of(written.report), [entry], actor=written.actor, at=MONDAY)


def test_a_form_chosen_beside_the_words_is_reopened(
    written: Written, client: Client
) -> None:
    sheet = sheet_of(written.report)

    _return(client, written, thuyet_minh="on", bieu=[sheet.pk])

    assert not sheet_of(written.report).is_handed_in
