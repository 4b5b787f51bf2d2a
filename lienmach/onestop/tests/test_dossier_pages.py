"""C05: the page of a dossier, and what is sent from it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienmach.base.signing import Key, sign
from lienmach.base.trial_keys import TrialAuthority
from lienmach.onestop.actions import hands, steps
from lienmach.onestop.actions.steps import Missing, Signed
from lienmach.onestop.flow import State
from lienmach.onestop.models import Attachment, Dossier
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.onestop.tests.sent_files import JPEG, pdf, png
from lienmach.org.models import AuditRecord, User, Verb
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def office() -> Office:
    return made.office()


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _page(user: User, dossier: Dossier, query: str = "", status: int = 200) -> str:
    url = reverse("onestop:dossier", args=[dossier.case.code])
    page = _client(user).get(url + query)
    assert page.status_code == status
    return page.content.decode()


def _send(user: User, dossier: Dossier, name: str, **sent: Any) -> Any:
    url = reverse("onestop:dossier_step", args=[dossier.case.code, name])
    return _client(user).post(url, sent)


def _state(dossier: Dossier) -> str:
    return Dossier.objects.get(pk=dossier.pk).case.state


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_number_of_queries_however_much_happened(
    rows: int, office: Office, django_assert_num_queries: Any
) -> None:
    dossier = made.in_progress(office)
    for n in range(rows):
        at = MONDAY + n * HOUR
        hands.note(dossier.pk, f"Lần {n}", actor=office.processes, at=at)
        steps.consult(
            dossier.pk,
            agency="Công an phường",
            question="Xác minh",
            due_at=at + HOUR,
            actor=office.processes,
            at=at,
        )
    client = _client(office.officer)
    url = reverse("onestop:dossier", args=[dossier.case.code])

    with django_assert_num_queries(26):
        page = client.get(url)

    assert page.content.decode().count("Công an phường: Xác minh") == rows


@pytest.mark.parametrize("tab", ["", "thong-tin", "ket-qua", "lien-quan"])
def test_every_part_of_the_page_is_there_for_a_finished_dossier(
    tab: str, office: Office
) -> None:
    dossier = made.in_progress(office)
    steps.take(dossier.pk, "submit", actor=office.processes, at=MONDAY + HOUR)
    signed = Signed(MONDAY.date(), "Chủ tịch", "12/GKS")
    steps.sign(dossier.pk, signed, actor=office.leads, at=MONDAY + HOUR)

    page = _page(office.clerk, dossier, f"?phan={tab}" if tab else "")

    assert "Trả đúng hạn" in page or "Trả sớm" in page
    assert ("12/GKS" in page) == (tab == "ket-qua")


def test_a_stranger_does_not_learn_that_a_dossier_exists(office: Office) -> None:
    dossier = made.in_progress(office)
    stranger = made.office(name="Thủ tục khác").officer

    _page(stranger, dossier, status=404)
    answer = _send(stranger, dossier, "submit")

    assert answer.status_code == 404


def test_what_a_role_never_may_is_hidden_and_what_the_place_forbids_is_disabled(
    office: Office,
) -> None:
    dossier = made.in_progress(office)

    clerk, officer = _page(office.clerk, dossier), _page(office.officer, dossier)

    assert "Trình ký" in officer
    assert "Trình ký" not in clerk
    assert "Dừng giải quyết" not in officer
    assert "Người nộp rút hồ sơ" in clerk
    assert "Người nộp rút hồ sơ" not in officer


def test_a_dossier_goes_through_its_steps_from_the_page(office: Office) -> None:
    dossier = made.in_progress(office)
    number = dossier.case.number

    sent = _send(office.officer, dossier, "submit", number=number)
    assert sent.status_code == 302
    assert _state(dossier) == State.SIGNING
    refused = _send(office.leader, dossier, "sign", number=number + 1)
    assert refused.status_code == 422
    assert "Chưa nhập ngày ký" in refused.content.decode()
    _send(
        office.leader,
        dossier,
        "sign",
        number=number + 1,
        signed_on="6/1/2026",
        result_number="12/GKS",
        is_on_paper="on",
    )

    assert _state(dossier) == State.READY
    result = Dossier.objects.get(pk=dossier.pk).result
    assert (result.number, result.signer) == ("12/GKS", office.leader)


def test_a_signed_file_belongs_to_its_result(
    office: Office,
) -> None:
    dossier = made.in_progress(office)

    _send(
        office.officer,
        dossier,
        "record_result",
        number=dossier.case.number,
        signed_on="6/1/2026",
        signer_name="Trưởng Công an",
        file=SimpleUploadedFile("kq.pdf", pdf(2)),
    )

    result = Dossier.objects.get(pk=dossier.pk).result
    assert result.file
    assert result.file.pages == 2
    assert not result.is_on_paper
    assert result.signature == "Tệp không có chữ ký số"


def test_the_signature_of_a_result_is_looked_at(office: Office) -> None:
    dossier = made.in_progress(office)
    key = Key(
        TrialAuthority(timezone.now()).key_file("Nguyễn Ký", "mật khẩu"), "mật khẩu"
    )
    signed = sign(pdf(1), key, field="Ky", reason="Ký kết quả", place="Lam Khê")

    _send(
        office.officer,
        dossier,
        "record_result",
        number=dossier.case.number,
        signed_on="6/1/2026",
        signer_name="Trưởng Công an",
        file=SimpleUploadedFile("kq.pdf", signed),
    )

    result = Dossier.objects.get(pk=dossier.pk).result
    assert result.signature == (
        "Chữ ký số của Nguyễn Ký: nội dung nguyên vẹn, nhưng cơ quan chưa tin nơi cấp "
        "chứng thư"
    )
    page = _page(office.officer, dossier, "?phan=ket-qua")
    assert "1 chữ ký số" in page
    assert "chưa kiểm tra" not in page  # the verdict stands above


def test_a_file_that_cannot_be_taken_away_is_not_offered_to_be(office: Office) -> None:
    dossier = made.in_progress(office)
    draft = SimpleUploadedFile("nhap.pdf", pdf(1))
    _send(office.officer, dossier, "attach", uploads=[draft], purpose="draft")
    dossier.case.refresh_from_db()
    _send(
        office.officer,
        dossier,
        "record_result",
        number=dossier.case.number,
        signed_on="6/1/2026",
        signer_name="Trưởng Công an",
        file=SimpleUploadedFile("kq.pdf", pdf(2)),
    )

    page = _page(office.clerk, dossier, "?phan=ket-qua")

    assert "tệp nhap.pdf</span></button>" in page
    assert "tệp kq.pdf</span></button>" not in page


def test_a_broken_signed_file_moves_nothing(office: Office) -> None:
    dossier = made.in_progress(office)

    answer = _send(
        office.officer,
        dossier,
        "record_result",
        number=dossier.case.number,
        signed_on="6/1/2026",
        signer_name="Trưởng Công an",
        file=SimpleUploadedFile("kq.pdf", b"%PDF-1.7 and nothing more"),
    )

    assert answer.status_code == 422
    assert "hỏng, không mở được" in answer.content.decode()
    assert _state(dossier) == State.IN_PROGRESS
    assert not Attachment.objects.exists()


def test_a_page_that_is_out_of_date_moves_nothing(office: Office) -> None:
    dossier = made.in_progress(office)

    for name, sent in (
        ("submit", {}),
        ("forward", {"unit": office.division.pk}),
        ("wait", {"reason": "Chờ ý kiến của cơ quan phối hợp theo quy định"}),
        ("stop", {"note": "x"}),
        ("assign", {"unit": office.counter.pk}),
        ("consult", {"agency": "a", "question": "b", "due_on": "21/12/2026"}),
        ("apology", {"note": "x", "new_on": "21/12/2026"}),
    ):
        by = office.leader if name == "stop" else office.officer
        answer = _send(by, dossier, name, number=1, **sent)
        assert answer.status_code == 422, name
        assert "Trang đã cũ" in answer.content.decode()

    assert Dossier.objects.get(pk=dossier.pk).case.number == dossier.case.number


def test_a_supplement_asks_for_every_unticked_paper_at_once(office: Office) -> None:
    dossier = made.in_progress(office)
    first, second = dossier.papers.all()
    dossier.papers.filter(pk=second.pk).update(is_received=False)

    url = reverse("onestop:dossier_step", args=[dossier.case.code, "ask"])
    page = _client(office.officer).get(url).content.decode()
    assert f'name="missing_{second.pk}" id="id_missing_{second.pk}" checked' in page
    assert f'name="missing_{first.pk}" id="id_missing_{first.pk}" checked' not in page
    empty = _send(office.officer, dossier, "ask", **{f"missing_{first.pk}": "on"})
    assert empty.status_code == 422
    assert "thiếu gì, sai gì" in empty.content.decode()

    _send(
        office.officer,
        dossier,
        "ask",
        number=dossier.case.number,
        **{
            f"missing_{first.pk}": "on",
            f"reason_{first.pk}": "Chưa ký",
            f"example_{first.pk}": "Có chữ ký của cha hoặc mẹ",
            f"missing_{second.pk}": "on",
            f"reason_{second.pk}": "Chưa nộp",
        },
    )

    asked = dossier.supplements.get()
    told = [(i.paper_id, i.reason, i.example) for i in asked.items.all()]
    assert told == [
        (first.pk, "Chưa ký", "Có chữ ký của cha hoặc mẹ"),
        (second.pk, "Chưa nộp", ""),
    ]
    assert "Tạm dừng từ" in _page(office.officer, dossier)


def test_a_second_supplement_is_shown_disabled_until_a_leader_asks(
    office: Office,
) -> None:
    dossier = made.in_progress(office)
    steps.ask(
        dossier.pk,
        [Missing("Tờ khai", "Chưa ký")],
        reason="x",
        actor=office.processes,
        at=MONDAY,
    )
    steps.supplement(dossier.pk, actor=office.receives, at=MONDAY + HOUR)

    said = "Yêu cầu lần hai cần lãnh đạo đồng ý"
    assert said in _page(office.officer, dossier)
    assert said not in _page(office.leader, dossier)
    answer = _send(
        office.officer,
        dossier,
        "ask",
        missing_a="on",
        name_a="Giấy khác",
        reason_a="Thiếu",
    )
    assert answer.status_code == 422
    assert dossier.supplements.count() == 1


def test_a_pause_shows_what_it_does_to_the_deadline_before_it_is_saved(
    office: Office,
) -> None:
    dossier = made.in_progress(office)
    url = reverse("onestop:dossier_step", args=[dossier.case.code, "wait"])

    page = _client(office.officer).get(url).content.decode()

    assert "hạn trả sẽ lùi đúng bằng thời gian dừng" in page
    assert _send(office.officer, dossier, "wait").status_code == 422
    _send(
        office.officer,
        dossier,
        "wait",
        reason="Chờ ý kiến của cơ quan phối hợp theo quy định",
        detail="Công văn 12",
    )
    wait = dossier.case.waits.get()
    assert wait.reason.endswith("Công văn 12")


def test_the_last_step_is_taken_back_and_both_stand_on_the_timeline(
    office: Office,
) -> None:
    dossier = made.in_progress(office)
    client = _client(office.officer)
    code = dossier.case.code
    client.post(reverse("onestop:dossier_step", args=[code, "submit"]))

    page = client.get(reverse("onestop:dossier", args=[code])).content.decode()
    assert 'data-key="Alt+KeyZ"' in page
    client.post(reverse("onestop:dossier_undo", args=[code]))

    assert _state(dossier) == State.IN_PROGRESS
    page = client.get(reverse("onestop:dossier", args=[code])).content.decode()
    assert "<s>Trình ký</s>" in page
    assert "Hoàn tác: trình ký" in page


def test_an_undo_from_an_old_toast_is_refused_when_something_has_followed(
    office: Office,
) -> None:
    dossier = made.in_progress(office)
    steps.take(dossier.pk, "submit", actor=office.processes, at=MONDAY + HOUR)

    url = reverse("onestop:dossier_undo", args=[dossier.case.code])
    answer = _client(office.officer).post(f"{url}?so={dossier.case.number}")

    assert answer.status_code == 422
    assert _state(dossier) == State.SIGNING


def test_personal_data_is_masked_until_somebody_asks_and_is_written_down(
    office: Office,
) -> None:
    owner = made.party(id_number="079123456789", phone="0900123456")
    dossier = made.in_progress(office, owner=owner)
    client = _client(office.officer)

    page = _page(office.officer, dossier, "?phan=thong-tin")
    assert "079123456789" not in page
    assert "0900123456" not in page
    url = reverse("onestop:dossier_reveal", args=[dossier.case.code])
    shown = client.post(f"{url}?phan=thong-tin").content.decode()

    assert "079123456789" in shown
    record = AuditRecord.objects.get(verb=Verb.PERSONAL_DATA_READ)
    assert (record.person, record.subject) == (office.officer, dossier.case.code)


def test_the_neighbours_follow_the_list_that_was_left(office: Office) -> None:
    first, second, third = (
        made.in_progress(office, on=MONDAY + n * 24 * HOUR) for n in range(3)
    )

    page = _page(office.officer, second, "?ds=han%3Dqua-han")

    assert f"/cb/ho-so/{first.case.code}/?ds=han%3Dqua-han" in page
    assert f"/cb/ho-so/{third.case.code}/?ds=han%3Dqua-han" in page


def test_a_note_is_for_colleagues_and_stays_on_the_trail(office: Office) -> None:
    dossier = made.in_progress(office)
    url = reverse("onestop:dossier_note", args=[dossier.case.code])

    empty = _client(office.officer).post(url, {"text": " "})
    _client(office.officer).post(url, {"text": "Ông A gọi hỏi lần hai"})

    assert empty.status_code == 422
    assert "Ông A gọi hỏi lần hai" in _page(office.clerk, dossier)


def test_a_note_that_no_database_can_keep_is_refused_in_words(office: Office) -> None:
    dossier = made.in_progress(office)
    url = reverse("onestop:dossier_note", args=[dossier.case.code])

    page = _client(office.officer).post(url, {"text": "gọi\0lại"})

    assert page.status_code == 422
    assert "ký tự không lưu được" in page.content.decode()
    assert not dossier.case.events.filter(step="note").exists()


def test_a_dossier_is_sent_to_somebody_of_the_unit_that_gets_it(
    office: Office,
) -> None:
    dossier = made.in_progress(office)

    wrong = _send(
        office.officer,
        dossier,
        "assign",
        unit=office.counter.pk,
        person=office.officer.pk,
    )
    _send(
        office.officer,
        dossier,
        "assign",
        unit=office.counter.pk,
        person=office.clerk.pk,
        note="Thiếu chữ ký",
    )

    assert wrong.status_code == 422
    case = Dossier.objects.get(pk=dossier.pk).case
    assert (case.unit, case.person) == (office.counter, office.clerk)


def test_an_apology_is_prefilled_prepared_and_signed_from_the_page(
    office: Office,
) -> None:
    dossier = made.in_progress(office)
    assert "Gửi thư xin lỗi và hẹn lại" in _page(office.officer, dossier)
    url = reverse("onestop:dossier_step", args=[dossier.case.code, "apology"])

    page = _client(office.officer).get(url).content.decode()
    assert "cần thêm thời gian" in page
    _send(office.officer, dossier, "apology", note="Chờ xác minh", new_on="21/12/2026")
    letter = dossier.apologies.get()
    sign = reverse("onestop:dossier_apology_sign", args=[dossier.case.code, letter.pk])
    assert _client(office.officer).post(sign).status_code == 403
    _client(office.leader).post(sign)

    letter.refresh_from_db()
    assert letter.signed_by == office.leader
    assert "đã hẹn lại 1 lần" in _page(office.officer, dossier)


def test_an_opinion_that_is_late_is_shown_and_its_answer_written_down(
    office: Office,
) -> None:
    dossier = made.in_progress(office)
    asked = steps.consult(
        dossier.pk,
        agency="Công an phường",
        question="Xác minh nơi ở",
        due_at=MONDAY + 2 * HOUR,
        actor=office.processes,
        at=MONDAY + HOUR,
    )
    assert "Công an phường chưa trả lời" in _page(office.officer, dossier)

    url = reverse("onestop:dossier_answer", args=[dossier.case.code, asked.pk])
    _client(office.officer).post(url, {"text": "Đúng nơi ở"})

    assert "chưa trả lời" not in _page(office.officer, dossier)
    assert "Đúng nơi ở" in _page(office.officer, dossier, "?phan=lien-quan")


def _attach(user: User, dossier: Dossier, *uploads: Any, **sent: Any) -> Any:
    return _send(user, dossier, "attach", uploads=uploads, purpose="paper", **sent)


def test_a_scan_is_added_looked_at_taken_home_and_taken_away(office: Office) -> None:
    dossier = made.in_progress(office)
    paper = dossier.papers.first()
    assert paper
    content = pdf(40)
    scan = SimpleUploadedFile("../to khai<1>.pdf", content, "text/html")

    _attach(office.officer, dossier, scan, paper=paper.pk, paper_type="TK-01")

    file = dossier.attachments.get()
    assert (file.file_type, file.pages, file.paper) == ("application/pdf", 40, paper)
    assert file.file_name == "to khai1.pdf"
    client, code = _client(office.clerk), dossier.case.code
    kept = client.get(reverse("onestop:dossier_file", args=[code, file.pk]))
    assert kept.content == content
    assert kept["Content-Disposition"] == 'attachment; filename="to khai1.pdf"'
    assert kept["X-Content-Type-Options"] == "nosniff"
    assert kept["Content-Security-Policy"] == "default-src 'none'; sandbox"
    drawn = client.get(reverse("onestop:dossier_file_page", args=[code, file.pk, 40]))
    assert drawn["Content-Type"] == "image/png"
    assert drawn.content.startswith(b"\x89PNG")
    beyond = client.get(reverse("onestop:dossier_file_page", args=[code, file.pk, 41]))
    assert beyond.status_code == 404

    url = reverse("onestop:dossier_file_remove", args=[code, file.pk])
    for blind in ({}, {"number": ""}):
        assert client.post(url, blind).status_code == 422
    file.refresh_from_db()
    assert file.removed_at is None
    dossier.case.refresh_from_db()
    client.post(url, {"number": dossier.case.number})

    file.refresh_from_db()
    assert file.removed_at
    assert "<s>" not in _page(office.clerk, dossier)
    assert [e.step for e in dossier.case.events.all()][-2:] == ["attach", "detach"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"", "rỗng (0 byte)"),
        ("a.pdf", b"%PDF-1.4", "hỏng, không mở được"),
        ("a.pdf", b"MZ\x90", "Chưa mở được tệp «a.pdf» (chương trình)"),
        ("phim.mov", b"\0\0\0\x14ftypqt  ", "Chưa mở được tệp «phim.mov» (video)"),
        ("anh.heic", b"\0\0\0\x18ftypheic", "HEIC"),
        ("anh.jpg", JPEG[:60], "bị cắt cụt"),
        ("don.docx", b"PK\x03\x04", "Chưa mở được tệp «don.docx»"),
        ("<b>.txt", b"xin chao", "Chưa mở được tệp «b.txt»"),
        ("to.pdf", b"%PDF-1.4" + b"0" * (20 * 1024 * 1024), "nặng 20 MB, quá 20 MB"),
    ],
)
def test_a_file_that_is_no_scan_is_refused_in_one_sentence(
    name: str, content: bytes, words: str, office: Office
) -> None:
    dossier = made.in_progress(office)

    answer = _attach(office.officer, dossier, SimpleUploadedFile(name, content))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not dossier.attachments.exists()


def test_several_photographs_become_one_pdf(office: Office) -> None:
    dossier = made.in_progress(office)
    photos = [SimpleUploadedFile(f"{n}.jpg", JPEG) for n in range(3)]

    _attach(office.officer, dossier, *photos, is_joined="on")

    file = dossier.attachments.get()
    assert (file.file_name, file.pages) == ("0.pdf", 3)


def test_what_somebody_gave_before_is_used_again(office: Office) -> None:
    owner = made.party()
    before = made.in_progress(office, owner=owner)
    _attach(office.officer, before, SimpleUploadedFile("cccd.png", png()))
    now = made.in_progress(office, owner=owner)
    other = made.in_progress(office)
    old = before.attachments.get()

    _send(office.officer, now, "again", known=[old.pk])
    refused = _send(office.officer, other, "again", known=[old.pk])

    used = now.attachments.get()
    assert (used.file_key, used.file_name) == (old.file_key, "cccd.png")
    assert refused.status_code == 422
    assert not other.attachments.exists()


def test_nobody_reads_the_files_of_another_office(office: Office) -> None:
    dossier = made.in_progress(office)
    _attach(office.officer, dossier, SimpleUploadedFile("a.png", png()))
    file = dossier.attachments.get()
    stranger = _client(made.office(name="Thủ tục khác").officer)

    for name, more in (("dossier_file", []), ("dossier_file_page", [1])):
        url = reverse(f"onestop:{name}", args=[dossier.case.code, file.pk, *more])
        assert stranger.get(url).status_code == 404
