"""P06: papers that were asked for come over the web, from their owner, once."""

import html
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienmach.base import jobs
from lienmach.base.files import is_kept
from lienmach.base.pages import NewFile
from lienmach.calc.deadline import Limit
from lienmach.calc.local import ZONE, moment
from lienmach.calc.procedures import Hop
from lienmach.calc.refusal import Refused
from lienmach.cases.models import CaseEvent
from lienmach.onestop.actions import sendings, stalls, steps
from lienmach.onestop.actions.files import Place, attach
from lienmach.onestop.actions.people import NewParty, save_party
from lienmach.onestop.actions.sendings import Given
from lienmach.onestop.actions.steps import Missing
from lienmach.onestop.flow import State
from lienmach.onestop.models import Attachment, Dossier, Paper, Sending, SentFile
from lienmach.onestop.queries.sendings import asked_of
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.onestop.tests.sent_files import JPEG, png
from lienmach.org.models import AuditRecord
from lienmach.portal.actions import supplement as limits
from lienmach.portal.queries.telling import telling
from lienmach.portal.tests import bring
from lienmach.registers.actions.calendar import load_country
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
NAME, PHONE = "Trịnh Thị Ước Mơ", "0987654321"
DAY = timedelta(days=1)
TUESDAY = moment("2026-01-06T09:00")
WORD = b"PK\x03\x04" + b"\0" * 40


@pytest.fixture
def office() -> Office:
    load_country(at=MONDAY)
    return made.office()


@pytest.fixture
def dossier(office: Office) -> Dossier:
    """Two things are missing: one of the papers on the list, one besides."""
    owner = save_party(NewParty(NAME, "001199012345", phone=PHONE), at=MONDAY)
    found = made.in_progress(office, owner=owner)
    paper = found.papers.get(name="Giấy chứng sinh")
    Paper.objects.filter(pk=paper.pk).update(is_received=False)
    missing = [
        Missing("Giấy chứng sinh", "Ảnh mờ", "Thấy đủ bốn góc", paper.pk),
        Missing("Giấy ủy quyền", "Chưa có chữ ký"),
    ]
    steps.ask(found.pk, missing, reason="Thiếu", actor=office.processes, at=bring.LATER)
    return found


def _url(dossier: Dossier) -> str:
    return reverse("portal:supplement", args=[dossier.token])


def _text(page: Any) -> str:
    return html.unescape(page.content.decode())


def _open(client: Client, dossier: Dossier) -> None:
    assert client.post(_url(dossier), {"so4": PHONE[-4:]}).status_code == 302


def _form(dossier: Dossier, **more: Any) -> dict[str, Any]:
    asked = asked_of(dossier)
    assert asked
    return {"yeu_cau": asked.stamp, "lam": "gui", **more}


def _items(dossier: Dossier) -> list[int]:
    asked = asked_of(dossier)
    assert asked
    return [one.item.pk for one in asked.wanted]


def _photo(name: str = "anh.png", width: int = 2) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, png(width))


def _whole(dossier: Dossier) -> dict[str, Any]:
    first, second = _items(dossier)
    photo = _photo()
    said = {f"loi-{second}": "ở nước ngoài", f"khong-{second}": "1"}
    return _form(dossier, **{f"tep-{first}": photo, **said})


def test_nothing_is_shown_or_taken_before_the_second_factor(
    client: Client, dossier: Dossier
) -> None:
    page = client.get(_url(dossier))
    sent = client.post(_url(dossier), _whole(dossier))
    wrong = client.post(_url(dossier), {"so4": "0000"})

    assert NAME not in _text(page)
    assert "Chưa có chữ ký" not in _text(page)
    assert 'type="file"' not in _text(page)
    assert (sent.status_code, wrong.status_code) == (403, 422)
    assert "nhập lại 4 số" in _text(sent)
    assert not Sending.objects.exists()
    assert not AuditRecord.objects.filter(verb="personal_data_read").exists()


def test_what_is_sent_belongs_to_the_dossier_and_has_a_receipt(
    client: Client, dossier: Dossier, office: Office
) -> None:
    _open(client, dossier)

    sent = client.post(_url(dossier), _whole(dossier), follow=True)
    state = client.get(reverse("portal:state", args=[dossier.token]))

    said = _text(sent)
    assert "Đã nhận 2/2 mục" in said
    assert f"{dossier.case.code}/BS" in said
    assert "anh.png" in said
    file = Attachment.objects.get(dossier=dossier)
    assert file.paper
    assert (file.paper.name, file.made_by_id) == ("Giấy chứng sinh", None)
    assert "Đã nhận bổ sung của ông/bà, đang kiểm tra." in _text(state)
    event = dossier.case.events.get(step="sent")
    assert event.actor_id is None
    assert "không có, vì ở nước ngoài" in event.note
    dossier.case.refresh_from_db()
    assert (dossier.case.state, dossier.case.due_at) == (State.ASKED, None)


def _run(at: datetime) -> None:
    while jobs.run_next(at=at):
        pass


def test_what_is_prepared_and_never_sent_is_forgotten_with_its_files(
    client: Client, dossier: Dossier, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DRAFT_DAYS = 20
    _open(client, dossier)
    assert "được giữ 20 ngày" in _text(client.get(_url(dossier)))
    client.post(_url(dossier), _whole(dossier) | {"lam": "luu"})
    draft = Sending.objects.get()
    key = SentFile.objects.get().file_key
    until = draft.kept_until
    said = f"được giữ đến {until.astimezone(ZONE):%d/%m/%Y}"
    assert said in _text(client.get(_url(dossier)))
    Sending.objects.update(changed_at=draft.changed_at + 2 * DAY)  # they went on later
    moments = [until + DAY, until + 3 * DAY]

    monkeypatch.setattr(timezone, "now", lambda: moments[0])
    _run(moments[0])
    assert Sending.objects.exists()
    assert is_kept(key)
    monkeypatch.setattr(timezone, "now", lambda: moments[1])
    _run(moments[1])

    assert not Sending.objects.exists()
    assert not is_kept(key)


def test_what_was_sent_stays_and_so_do_bytes_that_serve_elsewhere(
    client: Client, dossier: Dossier, office: Office
) -> None:
    _open(client, dossier)
    first, _ = _items(dossier)
    client.post(_url(dossier), _form(dossier, lam="luu", **{f"tep-{first}": _photo()}))
    draft = SentFile.objects.get()
    attach(
        dossier.pk,
        [NewFile("như-thế.png", png(2))],
        Place(),
        actor=office.receives,
        at=timezone.now(),
    )
    client.post(_url(dossier), _form(dossier, lam="luu", bo=draft.pk))
    _run(timezone.now())
    assert not SentFile.objects.exists()
    assert is_kept(draft.file_key)  # the dossier has the same picture

    client.post(_url(dossier), _whole(dossier))
    assert not sendings.forget_old(
        Sending.objects.get().pk, at=timezone.now() + 99 * DAY
    )
    assert Sending.objects.get().state == "sent"


def test_sent_again_it_is_sent_once_and_something_else_is_too_late(
    client: Client, dossier: Dossier
) -> None:
    _open(client, dossier)
    first, second = _items(dossier)
    form = _whole(dossier)

    client.post(_url(dossier), form)
    form[f"tep-{first}"] = _photo()
    again = client.post(_url(dossier), form)
    form[f"tep-{first}"] = _photo("khac.png", 3)
    other = client.post(_url(dossier), form)
    words = client.post(_url(dossier), _form(dossier, **{f"loi-{second}": "Đã mất"}))
    nothing = client.post(_url(dossier), _form(dossier))

    assert again.status_code == nothing.status_code == 302
    assert other.status_code == words.status_code == 422
    assert "tệp vừa chọn chưa được nhận" in _text(other)
    assert "lời vừa ghi chưa được nhận" in _text(words)
    assert "Vừa ghi thêm, chưa được nhận: Đã mất" in _text(words)
    assert dossier.case.events.filter(step="sent").count() == 1
    assert Attachment.objects.count() == 1


def test_sent_and_not_yet_looked_at_it_waits_for_the_office_not_for_the_applicant(
    client: Client, dossier: Dossier
) -> None:
    url = reverse("portal:state", args=[dossier.token])
    before = _text(client.get(url))
    _open(client, dossier)
    client.post(_url(dossier), _whole(dossier))

    after = _text(client.get(url))

    today = timezone.localdate()
    assert "Chờ bổ sung từ" in before
    assert "Chờ ông/bà bổ sung" in before
    assert "Chờ bổ sung" not in after
    assert "Chờ ông/bà bổ sung" not in after
    assert f"Chờ kiểm tra bổ sung từ {today.day}/{today.month}" in after
    now = after.split('aria-current="step"')[1].split("</li>")[0]
    assert "Chờ cán bộ kiểm tra bổ sung" in now
    assert f"{today.day}/{today.month}/{today.year}" in now


def test_a_file_that_will_not_do_is_told_and_the_good_one_is_kept(
    client: Client, dossier: Dossier
) -> None:
    _open(client, dossier)
    first, second = _items(dossier)
    wrong = SimpleUploadedFile("uy-quyen.docx", WORD)
    empty = SimpleUploadedFile("rong.pdf", b"")
    torn = SimpleUploadedFile("dut.jpg", JPEG[:-2])

    page = client.post(
        _url(dossier),
        _form(dossier, **{f"tep-{first}": _photo(), f"tep-{second}": [wrong, torn]}),
    )
    client.post(_url(dossier), _form(dossier, **{f"tep-{second}": empty}))

    said = _text(page)
    assert page.status_code == 422
    assert "Chưa mở được tệp «uy-quyen.docx» (văn bản hoặc tệp nén)" in said
    assert "Ảnh «dut.jpg» bị cắt cụt" in said
    assert "anh.png" in said
    assert not Attachment.objects.exists()
    asked = asked_of(dossier)
    assert asked
    assert [len(one.files) for one in asked.wanted] == [1, 0]


def test_all_that_was_asked_for_must_be_answered(
    client: Client, dossier: Dossier
) -> None:
    _open(client, dossier)
    first, second = _items(dossier)

    half = client.post(_url(dossier), _form(dossier, **{f"tep-{first}": _photo()}))
    lacking = client.post(_url(dossier), _form(dossier, **{f"khong-{second}": "1"}))

    link = f'<a href="#muc-{second}">«Giấy ủy quyền»: chưa có tệp hay lời trả lời.</a>'
    assert (half.status_code, link in _text(half)) == (422, True)
    assert "Những tệp dùng được đã được giữ" in _text(half)
    assert "portal/back.js" in _text(half)  # one can come back to it by the arrow
    assert "portal/back.js" not in _text(client.get(_url(dossier)))
    assert "«Giấy ủy quyền»: ghi rõ vì sao không có." in _text(lacking)
    assert not Sending.objects.exclude(state="draft").exists()


def test_a_file_is_taken_out_again_before_it_is_sent(
    client: Client, dossier: Dossier
) -> None:
    _open(client, dossier)
    first, _ = _items(dossier)
    client.post(_url(dossier), _form(dossier, lam="luu", **{f"tep-{first}": _photo()}))
    asked = asked_of(dossier)
    assert asked
    (file,) = asked.wanted[0].files

    taken = client.post(_url(dossier), _form(dossier, bo=str(file.pk)))

    assert taken.status_code == 302
    assert "anh.png" not in _text(client.get(_url(dossier)))


def test_an_officer_says_what_is_wanting_and_only_that_is_asked_again(
    client: Client, dossier: Dossier, office: Office
) -> None:
    _open(client, dossier)
    client.post(_url(dossier), _whole(dossier))
    old = _form(dossier)
    first, _ = _items(dossier)
    client.force_login(office.officer)
    steps_url = reverse("onestop:dossier", args=[dossier.case.code])

    page = client.get(steps_url)
    empty = client.post(f"{steps_url}buoc/wanting/", {"number": ""})
    told = client.post(
        f"{steps_url}buoc/wanting/", {f"problem_{first}": "Thiếu mặt sau"}
    )

    assert "Người nộp đã gửi bổ sung qua mạng" in _text(page)
    assert "Nhận đủ bổ sung qua mạng" in _text(page)
    assert (empty.status_code, told.status_code) == (422, 302)
    client.logout()
    _open(client, dossier)
    again = _text(client.get(_url(dossier)))
    assert "Cần bổ sung 1 giấy tờ" in again
    assert "Thiếu mặt sau" in again
    said = {f"loi-{first}": "Mặt sau để trắng", f"tep-{first}": _photo()}
    stale = _text(client.post(_url(dossier), {**old, **said}))
    assert "vừa thay đổi" in stale
    assert ">Mặt sau để trắng</textarea>" in stale
    assert "Những tệp dùng được" not in stale
    client.post(
        _url(dossier), _form(dossier, **{f"tep-{first}": _photo("mat-sau.png", 3)})
    )
    asked = asked_of(dossier)
    assert asked
    assert asked.is_sent
    assert [one.item.pk for one in asked.wanted] == [first]


def test_accepted_the_clock_runs_again_and_what_is_lacking_is_not_received(
    client: Client, dossier: Dossier, office: Office
) -> None:
    with pytest.raises(Refused, match="chưa gửi"):
        steps.supplement(
            dossier.pk, actor=office.processes, at=bring.LATER, is_sent=True
        )
    _open(client, dossier)
    client.post(_url(dossier), _whole(dossier))
    client.force_login(office.officer)
    here = reverse("onestop:dossier", args=[dossier.case.code])

    client.post(f"{here}buoc/supplement_sent/", {"number": ""})

    dossier.case.refresh_from_db()
    assert dossier.case.state == State.IN_PROGRESS
    assert dossier.case.due_at
    assert dossier.papers.get(name="Giấy chứng sinh").is_received
    sending = Sending.objects.get()
    assert (sending.state, sending.judged_by) == ("accepted", office.officer)
    client.logout()
    closed = client.post(_url(dossier), {"lam": "gui"})
    assert closed.status_code == 422
    assert "không còn chờ bổ sung" in _text(closed)
    steps.undo(dossier.pk, actor=office.processes, at=timezone.now())
    sending.refresh_from_db()
    assert (sending.state, sending.judged_at) == ("sent", None)


def test_the_counter_does_not_take_away_what_it_has_accepted(
    client: Client, office: Office, dossier: Dossier
) -> None:
    _open(client, dossier)
    client.post(_url(dossier), _whole(dossier))
    steps.supplement(dossier.pk, actor=office.receives, at=timezone.now())
    sent = Attachment.objects.get(dossier=dossier)
    code = dossier.case.code
    client.force_login(office.clerk)
    dossier.case.refresh_from_db()
    remove = reverse("onestop:dossier_file_remove", args=[code, sent.pk])

    assert remove not in _text(client.get(reverse("onestop:dossier", args=[code])))
    answer = client.post(
        remove,
        {"number": dossier.case.number},
    )

    assert answer.status_code == 422
    assert "đã được nhận: không bỏ được" in _text(answer)
    sent.refresh_from_db()
    assert sent.removed_at is None


def test_the_counter_accepts_what_was_sent_as_what_is_brought(
    client: Client, dossier: Dossier, office: Office
) -> None:
    _open(client, dossier)
    client.post(_url(dossier), _whole(dossier))

    steps.supplement(dossier.pk, actor=office.receives, at=timezone.now())

    assert Sending.objects.get().state == "accepted"


def test_taken_back_the_request_takes_no_more_and_the_draft_is_gone(
    client: Client, dossier: Dossier, office: Office
) -> None:
    _open(client, dossier)
    form = _whole(dossier)
    client.post(_url(dossier), {**form, "lam": "luu"})

    steps.undo(dossier.pk, actor=office.processes, at=TUESDAY)
    sent = client.post(_url(dossier), {**form, "lam": "gui"})

    assert sent.status_code == 422
    assert "không còn chờ bổ sung" in _text(sent)
    assert not Sending.objects.exists()


def test_sending_is_limited_and_an_unknown_token_says_nothing(
    client: Client, dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "FROM_ONE_PLACE", 1)
    _open(client, dossier)
    form = _form(dossier, lam="luu")

    answers = [client.post(_url(dossier), form) for _ in range(2)]
    unknown = client.get(reverse("portal:supplement", args=["khong-co-ma-nay"]))

    assert [answer.status_code for answer in answers] == [302, 429]
    assert answers[1]["Retry-After"]
    assert unknown.status_code == 404


def test_a_part_of_a_chain_is_answered_with_the_slip_of_the_whole() -> None:
    """The applicant holds the slip of the root; it is the part that asks."""
    load_country(at=MONDAY)
    hops = (Hop("Khai sinh", "UBND cấp xã", Limit(1)), Hop("Thẻ", "BHXH", Limit(1)))
    office = made.office(limit=Limit(2), hops=hops)
    root = made.dossier(office)
    part = Dossier.objects.get(case__parent=root.pk)
    steps.take(part.pk, "accept", actor=office.processes, at=bring.LATER)
    missing, at = [Missing("Tờ khai", "Mờ")], bring.LATER
    steps.ask(part.pk, missing, reason="Mờ", actor=office.processes, at=at)
    asked = asked_of(root)
    assert asked
    (item,) = (one.item.pk for one in asked.wanted)

    given = {item: Given(files=[NewFile("to-khai.png", png())])}
    sendings.prepare(root, given, stamp=asked.stamp, at=TUESDAY)
    sendings.send(root, stamp=asked.stamp, at=TUESDAY)

    assert Attachment.objects.get().dossier_id == part.pk
    assert CaseEvent.objects.filter(step="sent").count() == 2
    told = telling(bring.found(root).dossier, now=TUESDAY)
    assert told.parts[0].verdict == "Đã nhận bổ sung của ông/bà, đang kiểm tra."
    assert told.parts[0].chip
    assert told.parts[0].chip.text == "Chờ kiểm tra bổ sung từ 6/1"
    steps.supplement(part.pk, actor=office.processes, at=TUESDAY, is_sent=True)
    root.case.refresh_from_db()
    assert root.case.state == State.IN_PROGRESS


def test_what_nobody_looks_at_becomes_an_incident(
    client: Client, dossier: Dossier
) -> None:
    _open(client, dossier)
    client.post(_url(dossier), _whole(dossier))
    Sending.objects.update(sent_at=bring.LATER)

    stalls.look(at=moment("2026-01-09T16:00"))

    incident = dossier.case.incidents.get()
    assert "chưa ai kiểm tra" in incident.text


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_asks_the_same_number_of_queries_however_much_is_missing(
    many: int, client: Client, office: Office, django_assert_max_num_queries: Any
) -> None:
    owner = save_party(NewParty(NAME, "001199012345", phone=PHONE), at=MONDAY)
    found = made.in_progress(office, owner=owner)
    missing = [Missing(f"Giấy {n}", "Mờ") for n in range(many)]
    steps.ask(found.pk, missing, reason="Thiếu", actor=office.processes, at=bring.LATER)
    _open(client, found)

    with django_assert_max_num_queries(28):
        page = client.get(_url(found))

    assert f"Cần bổ sung {many} giấy tờ" in _text(page)


def test_what_was_prepared_for_something_else_is_refused(
    dossier: Dossier,
) -> None:
    with pytest.raises(Refused, match="vừa thay đổi"):
        sendings.send(dossier, stamp="0.0", at=TUESDAY)
