"""A unit in the middle of a round writes, signs and hands in a report of its own."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from lienmach.base import files
from lienmach.base.signing import verify
from lienmach.calc.forms import Value
from lienmach.calc.refusal import Refused
from lienmach.registers.models import TakenNumber
from lienmach.reporting.actions import texts
from lienmach.reporting.actions.rounds import ask_on
from lienmach.reporting.models import Issue, Section, Words
from lienmach.reporting.queries import reports as queries
from lienmach.reporting.queries import texts as text_queries
from lienmach.reporting.queries.collected import units_asked
from lienmach.reporting.tests.make_levels import DUE, ROWS
from lienmach.reporting.tests.make_middle import Middle
from lienmach.reporting.tests.make_round import form_text, officer, use_forms
from lienmach.reporting.tests.make_text import DAY, RIGHTS
from tests import make
from tests.make import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def middle(settings: Any, tmp_path: Path) -> Middle:
    use_forms(settings, tmp_path, form_text(ROWS))
    return Middle()


def _ways(middle: Middle) -> list[str]:
    return [way.step.name for way in queries.steps(middle.own, middle.writer)]


def test_figures_and_signed_words_are_handed_in_together(middle: Middle) -> None:
    middle.hand_in(middle.communes[0], r1="40", r2="10")
    middle.choose()
    assert _ways(middle) == ["present"]
    middle.agree()
    assert _ways(middle) == ["reopen", "sign"]
    assert middle.cell(middle.top, "1.").value is None  # not handed in yet

    issue = middle.sign()
    middle.take("submit")

    assert middle.cell(middle.top, "1.") == Value.of(100)
    issue.refresh_from_db()
    assert issue.sent_at == MONDAY
    (signature,) = verify(files.load(issue.signed_key), ())
    assert (signature.signer, signature.is_intact) == ("Phạm Thị Thử", True)
    style = text_queries.style_of(middle.district.pk, middle.round.end)
    paper, _ = text_queries.paper_of(
        middle.own,
        style,
        text_queries.sections(middle.own),
        text_queries.told(middle.own),
    )
    said = [one.text for one in paper.paragraphs]
    assert "Trong kỳ có 100 việc, đã xong 40 việc, đạt 40%./." in said
    assert paper.issuer == "Huyện Một"

    middle.step(middle.district, "approve")
    assert middle.own.case.closed_at == MONDAY
    assert middle.own.snapshots.count() == 1  # what was signed is what was accepted


def test_a_unit_that_hands_in_figures_alone_stays_as_it_was(middle: Middle) -> None:
    assert _ways(middle) == ["submit"]
    with pytest.raises(Refused, match="chỉ nộp số liệu"):
        middle.take("present")
    with pytest.raises(Refused, match="chỉ nộp số liệu"):
        texts.begin(middle.own, actor=middle.writer, at=MONDAY)


def test_words_are_not_skipped_once_they_are_chosen(middle: Middle) -> None:
    middle.choose()
    with pytest.raises(Refused, match="trình lãnh đạo, ký rồi mới nộp"):
        middle.take("submit")
    with pytest.raises(Refused, match="Chưa soạn thuyết minh"):
        middle.take("present")
    middle.write()
    Section.objects.filter(report=middle.own).update(text="Số khác: 7 việc.")
    with pytest.raises(Refused, match="rà soát lại"):
        middle.take("present")


def test_nothing_from_below_changes_what_was_frozen_to_be_signed(
    middle: Middle,
) -> None:
    one, two = middle.communes
    middle.hand_in(one, r1="40", r2="10")
    middle.choose()
    middle.agree()
    middle.hand_in(two, days=1, r1="5", r2="5")
    assert units_asked(middle.own).after == ["Xã Bình"]

    middle.sign(days=1)
    middle.take("submit", days=2)

    assert middle.cell(middle.district, "1.") == Value.of(100)
    assert middle.cell(middle.top, "1.") == Value.of(100)
    assert units_asked(middle.report(middle.top)).after == ["Xã Bình (Huyện Một)"]


def test_a_signed_report_that_comes_back_gets_another_number(middle: Middle) -> None:
    middle.choose()
    middle.agree()
    first = middle.sign()
    middle.take("submit", days=1)
    stranger = officer(middle.top, "reporting.consolidate reporting.see")[1]

    middle.take("return", days=2, actor=stranger, note="Thiếu một xã")

    first.refresh_from_db()
    assert (first.sent_at, first.reason) == (
        None,
        "Đơn vị trên trả lại: Thiếu một xã",
    )
    spent = TakenNumber.objects.get(pk=first.taken_id)
    assert spent.withdrawn_at == MONDAY + timedelta(days=2)
    assert middle.own.snapshot_id is None
    assert middle.own.case.finished_at is None  # the clock runs again
    middle.agree(days=3)
    second = middle.sign(days=3)
    assert second.taken.number == first.taken.number + 1


def test_the_leader_of_the_unit_sends_it_back_and_opens_it_again(
    middle: Middle,
) -> None:
    middle.choose()
    middle.write()
    middle.take("present")
    middle.take("send_back", note="Viết rõ hơn")
    assert middle.own.is_open
    middle.agree()
    issue = middle.sign()
    with pytest.raises(Refused):
        middle.take("reopen", note="Sửa")
    middle.take("revoke", note="Sai chức vụ")
    issue.refresh_from_db()
    assert issue.reason == "Sai chức vụ"
    middle.take("reopen", note="Sửa")
    assert (middle.own.is_open, middle.own.snapshot_id) == (True, None)


def test_each_hand_finds_it_when_its_turn_has_come(middle: Middle) -> None:
    leader = officer(middle.district, "reporting.see reporting.approve reporting.sign")[
        1
    ]
    enters = officer(middle.district, "reporting.see reporting.enter")[1]
    middle.choose()
    assert middle.district.pk in middle.waiting(enters)
    assert middle.waiting(leader) == set()
    middle.write()
    middle.take("present")
    assert middle.waiting(leader) == {middle.district.pk}
    for other in (enters, middle.owner):
        assert middle.district.pk not in middle.waiting(other)
    middle.take("agree")
    assert middle.waiting(leader) == {middle.district.pk}
    middle.sign()
    assert middle.district.pk in middle.waiting(enters)
    middle.take("submit")
    assert middle.district.pk in middle.waiting(middle.owner)


def test_what_the_unit_above_asks_for_it_alone_lets_go(middle: Middle) -> None:
    with pytest.raises(PermissionDenied):
        middle.choose(Words.ASKED)
    middle.choose(Words.ASKED, by=middle.owner)
    with pytest.raises(PermissionDenied):
        middle.choose(Words.FIGURES)
    middle.choose(Words.FIGURES, by=middle.owner)
    assert not middle.own.is_written
    middle.choose()
    middle.write()
    middle.choose(Words.FIGURES)
    middle.take("submit")  # what was written is no hindrance
    assert middle.own.sections.exists()
    with pytest.raises(Refused, match="không đổi được nữa"):
        middle.choose()


def test_words_may_be_asked_for_from_the_beginning(middle: Middle) -> None:
    new = make.unit(middle.other)
    owner = officer(middle.top)[1]
    (made,) = ask_on(
        middle.report(middle.other),
        {new.pk: DUE},
        actor=owner,
        at=MONDAY,
        words=Words.ASKED,
    )
    assert made.is_written


def test_a_unit_without_words_gets_no_number(middle: Middle, client: Client) -> None:
    client.force_login(middle.hand)
    url = reverse("reporting:give_number", args=[middle.own.pk])
    sent = {"ngay": f"{DAY:%d/%m/%Y}", "nguoi_ky": "Thử", "chuc_vu": "CHỦ TỊCH"}
    answer = client.post(url, sent)
    assert answer.status_code == 422
    assert not Issue.objects.exists()


def test_it_is_chosen_on_the_page_of_the_report(middle: Middle, client: Client) -> None:
    client.force_login(middle.hand)
    pk = middle.own.pk
    page = client.get(reverse("reporting:report", args=[pk])).content.decode()
    assert "Lập cả báo cáo, ký số" in page
    assert "Thuyết minh" not in page

    client.post(reverse("reporting:words", args=[pk]), {"nop": "chosen"})
    page = client.get(reverse("reporting:report", args=[pk])).content.decode()
    for words in ("Soạn thuyết minh", "Trình lãnh đạo", "Đã ký, chờ nộp"):
        assert words in page


def test_it_is_handed_in_on_the_page_that_signs_it(
    middle: Middle, client: Client
) -> None:
    client.force_login(middle.hand)
    pk = middle.own.pk
    middle.choose()
    middle.agree()
    middle.sign()
    page = client.get(reverse("reporting:signing", args=[pk])).content.decode()
    assert "Nộp số liệu và báo cáo đã ký" in page
    assert "Tỉnh nhận cùng lúc" in page
    done = client.post(reverse("reporting:send", args=[pk]))

    assert done.status_code == 302
    assert middle.own.case.state == "submitted"
    reader = officer(middle.top, f"{RIGHTS}")[0]
    client.force_login(reader)
    pdf = client.get(reverse("reporting:as_pdf", args=[pk]))
    assert pdf.content.startswith(b"%PDF")
    page = client.get(
        reverse("reporting:matrix", args=[middle.report(middle.top).pk])
    ).content.decode()
    assert "cả báo cáo ký số" in page
