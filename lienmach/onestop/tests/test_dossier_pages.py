"""C05: the page of a dossier, and what is sent from it."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from lienmach.base.pages import NewFile
from lienmach.cases.models import CaseEvent
from lienmach.onestop.actions import files, hands, opinions, steps
from lienmach.onestop.actions.files import Place
from lienmach.onestop.actions.steps import Missing, Signed
from lienmach.onestop.flow import State
from lienmach.onestop.models import Attachment, Dossier
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.at_dossier import page_of, send, signed_in, state_of
from lienmach.onestop.tests.make_dossier import Office
from lienmach.onestop.tests.sent_files import png
from lienmach.org.models import AuditRecord, User, Verb
from tests.make import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return made.office()


HOUR = timedelta(hours=1)
TODAY = timezone.localdate()
A_SUNDAY = f"{TODAY + timedelta(days=20 - TODAY.weekday()):%d/%m/%Y}"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_number_of_queries_however_much_happened(
    rows: int, office: Office, django_assert_num_queries: Any
) -> None:
    dossier = made.in_progress(office)
    for n in range(rows):
        at = MONDAY + n * HOUR
        hands.note(dossier.pk, f"Lần {n}", actor=office.processes, at=at)
        opinions.consult(
            dossier.pk,
            agency="Công an phường",
            question="Xác minh",
            due_at=at + HOUR,
            actor=office.processes,
            at=at,
        )
    client = signed_in(office.officer)
    url = reverse("onestop:dossier", args=[dossier.case.code])

    with django_assert_num_queries(27):
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

    page = page_of(office.clerk, dossier, f"?phan={tab}" if tab else "")

    assert "Trả đúng hạn" in page or "Trả sớm" in page
    assert ("12/GKS" in page) == (tab == "ket-qua")


def test_a_stranger_does_not_learn_that_a_dossier_exists(office: Office) -> None:
    dossier = made.in_progress(office)
    stranger = made.office(name="Thủ tục khác").officer

    page_of(stranger, dossier, status=404)
    answer = send(stranger, dossier, "submit")

    assert answer.status_code == 404


def test_what_a_role_never_may_is_hidden_and_what_the_place_forbids_is_disabled(
    office: Office,
) -> None:
    dossier = made.in_progress(office)

    clerk, officer = page_of(office.clerk, dossier), page_of(office.officer, dossier)

    assert "Trình ký" in officer
    assert "Trình ký" not in clerk
    assert "Dừng giải quyết" not in officer
    assert "Người nộp rút hồ sơ" in clerk
    assert "Người nộp rút hồ sơ" not in officer


def test_a_dossier_goes_through_its_steps_from_the_page(office: Office) -> None:
    dossier = made.in_progress(office)
    number = dossier.case.number

    sent = send(office.officer, dossier, "submit", number=number, van_trinh="on")
    assert sent.status_code == 302
    assert state_of(dossier) == State.SIGNING
    refused = send(office.leader, dossier, "sign", number=number + 1)
    assert refused.status_code == 422
    assert "Chưa nhập ngày ký" in refused.content.decode()
    send(
        office.leader,
        dossier,
        "sign",
        number=number + 1,
        signed_on="6/1/2026",
        result_number="12/GKS",
        is_on_paper="on",
    )

    assert state_of(dossier) == State.READY
    result = Dossier.objects.get(pk=dossier.pk).result
    assert (result.number, result.signer) == ("12/GKS", office.leader)


def test_a_page_that_is_out_of_date_moves_nothing(office: Office) -> None:
    dossier = made.in_progress(office)

    for name, sent in (
        ("submit", {"van_trinh": "on"}),
        ("forward", {"unit": office.division.pk}),
        ("wait", {"reason": "Chờ ý kiến của cơ quan phối hợp theo quy định"}),
        ("stop", {"note": "x"}),
        ("assign", {"unit": office.counter.pk}),
        ("consult", {"agency": "a", "question": "b", "due_on": "21/12/2026"}),
        ("apology", {"note": "x", "new_on": "21/12/2026"}),
    ):
        by = office.leader if name == "stop" else office.officer
        answer = send(by, dossier, name, number=1, **sent)
        assert answer.status_code == 422, name
        page = answer.content.decode()
        assert "qua bước khác" in page
        typed = [text for key, text in sent.items() if key in ("agency", "new_on")]
        assert all(text in page for text in typed), name  # nothing typed is lost

    assert Dossier.objects.get(pk=dossier.pk).case.number == dossier.case.number


def test_a_supplement_asks_for_every_unticked_paper_at_once(office: Office) -> None:
    dossier = made.in_progress(office)
    first, second = dossier.papers.all()
    dossier.papers.filter(pk=second.pk).update(is_received=False)

    url = reverse("onestop:dossier_step", args=[dossier.case.code, "ask"])
    page = signed_in(office.officer).get(url).content.decode()
    assert f'name="missing_{second.pk}" id="id_missing_{second.pk}" checked' in page
    assert f'name="missing_{first.pk}" id="id_missing_{first.pk}" checked' not in page
    empty = send(office.officer, dossier, "ask", **{f"missing_{first.pk}": "on"})
    assert empty.status_code == 422
    assert "thiếu gì, sai gì" in empty.content.decode()

    send(
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
    assert "Tạm dừng từ" in page_of(office.officer, dossier)


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
    assert said in page_of(office.officer, dossier)
    assert said not in page_of(office.leader, dossier)
    assert _refused_form(office.officer, dossier, "ask", said)
    url = reverse("onestop:dossier_step", args=[dossier.case.code, "ask"])
    assert b'name="number"' in signed_in(office.leader).get(url).content
    answer = send(
        office.officer,
        dossier,
        "ask",
        missing_a="on",
        name_a="Giấy khác",
        reason_a="Thiếu",
    )
    assert answer.status_code == 422
    assert dossier.supplements.count() == 1


def test_a_request_while_one_is_open_is_refused_before_its_form(
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

    for who in (office.officer, office.leader):
        said = "đang chờ bổ sung theo yêu cầu ngày 05/01/2026: chưa yêu cầu thêm được"
        assert _refused_form(who, dossier, "ask", said)
    assert _refused_form(office.officer, dossier, "forward", "không qua bước ấy được")


def _refused_form(who: User, dossier: Dossier, step: str, said: str) -> bool:
    """Whether the form of a step is not opened, and the page says why."""
    url = reverse("onestop:dossier_step", args=[dossier.case.code, step])
    answer = signed_in(who).get(url)
    page = answer.content.decode()
    return answer.status_code == 422 and said in page and f'action="{url}"' not in page


def test_a_pause_shows_what_it_does_to_the_deadline_before_it_is_saved(
    office: Office,
) -> None:
    dossier = made.in_progress(office)
    url = reverse("onestop:dossier_step", args=[dossier.case.code, "wait"])

    page = signed_in(office.officer).get(url).content.decode()

    assert "hạn trả sẽ lùi đúng bằng thời gian dừng" in page
    assert send(office.officer, dossier, "wait").status_code == 422
    send(
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
    client = signed_in(office.officer)
    code = dossier.case.code
    submit = reverse("onestop:dossier_step", args=[code, "submit"])
    client.post(submit, {"van_trinh": "on"})

    page = client.get(reverse("onestop:dossier", args=[code])).content.decode()
    assert 'data-key="Alt+KeyZ"' in page
    client.post(reverse("onestop:dossier_undo", args=[code]))

    assert state_of(dossier) == State.IN_PROGRESS
    page = client.get(reverse("onestop:dossier", args=[code])).content.decode()
    assert "<s>Trình ký</s>" in page
    assert "Hoàn tác: trình ký" in page


def test_a_dossier_without_a_draft_goes_to_signature_only_if_so_meant(
    office: Office,
) -> None:
    bare, drafted = made.in_progress(office), made.in_progress(office)
    client = signed_in(office.officer)
    bare_step, drafted_step = (
        reverse("onestop:dossier_step", args=[one.case.code, "submit"])
        for one in (bare, drafted)
    )
    files.attach(
        drafted.pk,
        [NewFile("du-thao.png", png())],
        Place(Attachment.Purpose.DRAFT),
        actor=office.processes,
        at=timezone.now(),
    )
    asked = client.post(bare_step)

    assert asked.status_code == 422
    assert "chưa có dự thảo kết quả" in asked.content.decode()
    assert state_of(bare) == State.IN_PROGRESS
    client.post(bare_step, {"van_trinh": "on"})
    client.post(drafted_step)
    assert state_of(bare) == state_of(drafted) == State.SIGNING
    noted = CaseEvent.objects.filter(step="submit").order_by("case")
    assert [event.note for event in noted] == ["Trình khi chưa có dự thảo kết quả", ""]


def test_an_undo_from_an_old_toast_is_refused_when_something_has_followed(
    office: Office,
) -> None:
    dossier = made.in_progress(office)
    steps.take(dossier.pk, "submit", actor=office.processes, at=MONDAY + HOUR)

    url = reverse("onestop:dossier_undo", args=[dossier.case.code])
    answer = signed_in(office.officer).post(f"{url}?so={dossier.case.number}")

    assert answer.status_code == 422
    assert state_of(dossier) == State.SIGNING


def test_personal_data_is_masked_until_somebody_asks_and_is_written_down(
    office: Office,
) -> None:
    owner = made.party(id_number="079123456789", phone="0900123456")
    dossier = made.in_progress(office, owner=owner)
    client = signed_in(office.officer)

    page = page_of(office.officer, dossier, "?phan=thong-tin")
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

    page = page_of(office.officer, second, "?ds=han%3Dqua-han")

    assert f"/cb/ho-so/{first.case.code}/?ds=han%3Dqua-han" in page
    assert f"/cb/ho-so/{third.case.code}/?ds=han%3Dqua-han" in page


def test_a_note_is_for_colleagues_and_stays_on_the_trail(office: Office) -> None:
    dossier = made.in_progress(office)
    url = reverse("onestop:dossier_note", args=[dossier.case.code])

    empty = signed_in(office.officer).post(url, {"text": " "})
    signed_in(office.officer).post(url, {"text": "Ông A gọi hỏi lần hai"})
    long = signed_in(office.officer).post(url, {"text": "x" * 1001})

    assert empty.status_code == 422
    assert "đang có 1001" in long.content.decode()
    assert dossier.case.events.filter(step="note").count() == 1
    assert "Ông A gọi hỏi lần hai" in page_of(office.clerk, dossier)


def test_a_note_that_no_database_can_keep_is_refused_in_words(office: Office) -> None:
    dossier = made.in_progress(office)
    url = reverse("onestop:dossier_note", args=[dossier.case.code])

    page = signed_in(office.officer).post(url, {"text": "gọi\0lại"})

    assert page.status_code == 422
    assert "ký tự không lưu được" in page.content.decode()
    assert not dossier.case.events.filter(step="note").exists()


def test_a_dossier_is_sent_to_somebody_of_the_unit_that_gets_it(
    office: Office,
) -> None:
    dossier = made.in_progress(office)

    wrong = send(
        office.officer,
        dossier,
        "assign",
        unit=office.counter.pk,
        person=office.officer.pk,
    )
    send(
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
    assert "Gửi thư xin lỗi và hẹn lại" in page_of(office.officer, dossier)
    url = reverse("onestop:dossier_step", args=[dossier.case.code, "apology"])

    page = signed_in(office.officer).get(url).content.decode()
    assert "cần thêm thời gian" in page
    send(office.officer, dossier, "apology", note="Chờ xác minh", new_on="21/12/2026")
    letter = dossier.apologies.get()
    sign = reverse("onestop:dossier_apology_sign", args=[dossier.case.code, letter.pk])
    assert signed_in(office.officer).post(sign).status_code == 403
    signed_in(office.leader).post(sign)

    letter.refresh_from_db()
    assert letter.signed_by == office.leader
    assert "đã hẹn lại 1 lần" in page_of(office.officer, dossier)


def test_an_opinion_that_is_late_is_shown_and_its_answer_written_down(
    office: Office,
) -> None:
    dossier = made.in_progress(office)
    asked = opinions.consult(
        dossier.pk,
        agency="Công an phường",
        question="Xác minh nơi ở",
        due_at=MONDAY + 2 * HOUR,
        actor=office.processes,
        at=MONDAY + HOUR,
    )
    assert "Công an phường chưa trả lời" in page_of(office.officer, dossier)

    url = reverse("onestop:dossier_answer", args=[dossier.case.code, asked.pk])
    signed_in(office.officer).post(url, {"text": "Đúng nơi ở"})

    assert "chưa trả lời" not in page_of(office.officer, dossier)
    assert "Đúng nơi ở" in page_of(office.officer, dossier, "?phan=lien-quan")


@pytest.mark.parametrize(
    ("step", "field", "typed", "words"),
    [
        ("record_result", "signed_on", "1/1/2099", "sau hôm nay"),
        ("record_result", "signed_on", "4/1/2026", "trước ngày tiếp nhận"),
        ("consult", "due_on", "1/1/2000", "đã qua"),
        ("consult", "due_on", "1/1/2100", "quá xa"),
        ("apology", "new_on", "1/1/2000", "đã qua"),
        ("apology", "new_on", "1/1/2100", "quá xa"),
        ("apology", "new_on", A_SUNDAY, "hãy chọn thứ"),
        ("consult", "due_on", A_SUNDAY, "hãy chọn thứ"),
    ],
)
def test_a_day_that_cannot_be_is_told_at_its_field(
    step: str, field: str, typed: str, words: str, office: Office
) -> None:
    dossier = made.in_progress(office)
    rest = {
        "record_result": {"signer_name": "Chủ tịch", "is_on_paper": "on"},
        "consult": {"agency": "Công an", "question": "Xác minh"},
        "apology": {"note": "Chờ xác minh"},
    }[step]

    answer = send(office.officer, dossier, step, **rest, **{field: typed})

    assert answer.status_code == 422
    assert words in " ".join(answer.context["form"].errors[field])
