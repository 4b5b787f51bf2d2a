"""What waits for a leader is signed in one act, each file for itself; a quick look."""

import html
import re
from functools import cache
from typing import Any

import pytest
import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienmach.base.files import load, store
from lienmach.base.pages import NewFile
from lienmach.base.signing import Key, OpenKey, sign, verify
from lienmach.base.trial_keys import TrialAuthority
from lienmach.calc.local import day_of, moment
from lienmach.calc.refusal import Refused
from lienmach.onestop.actions import files, steps
from lienmach.onestop.actions.files import Place
from lienmach.onestop.actions.steps import Missing
from lienmach.onestop.flow import State
from lienmach.onestop.models import Attachment, Dossier, Result
from lienmach.onestop.queries import clock
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.onestop.tests.sent_files import pdf, png
from lienmach.org.models import User
from lienmach.registers.actions.calendar import load_country
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
PASSWORD = "mật khẩu dài"
LATER = moment("2026-01-05T10:00")


@cache
def key_file() -> bytes:
    return TrialAuthority(timezone.now()).key_file("Phạm Thị Thử", PASSWORD)


@cache
def paper(said: str = "Quyết định thử") -> bytes:
    return typst.compile(said.encode())


@pytest.fixture
def office() -> Office:
    load_country(at=MONDAY)
    office = made.office()
    User.objects.filter(pk=office.leader.pk).update(name="Phạm Thị Thử")
    return office


def _waiting(
    office: Office, draft: bytes | None = None, name: str = "qd.pdf"
) -> Dossier:
    dossier = made.in_progress(office)
    if draft:
        files.attach(
            dossier.pk,
            [NewFile(name, draft)],
            Place(Attachment.Purpose.DRAFT),
            actor=office.processes,
            at=LATER,
        )
    return steps.take(dossier.pk, "submit", actor=office.processes, at=LATER)


def _client(office: Office) -> Client:
    client = Client()
    client.force_login(office.leader)
    return client


def _text(page: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(page.content.decode()))


def _form(page: str, *dossiers: Dossier, password: str = PASSWORD) -> dict[str, Any]:
    seen = dict(re.findall(r'name="(thay-\d+)" value="([\d.]+)"', page))
    return {
        **seen,
        "chon": [one.pk for one in dossiers],
        "cach": "so",
        "chung_thu": SimpleUploadedFile("ky.p12", key_file()),
        "mat_khau": password,
        "nguyen": "on",
    }


def test_each_chosen_draft_gets_its_own_signature_and_the_rest_waits(
    office: Office,
) -> None:
    first, second = (_waiting(office, paper(f"Số {n}")) for n in range(2))
    _waiting(office, paper("Số 2"))
    client, url = _client(office), reverse("onestop:sign_many")
    form = _form(_text(client.get(url)), first, second)
    form[f"so-{first.pk}"] = "12/QĐ-UBND"

    answer = client.post(url, form)

    assert answer.status_code == 302
    results = {one.dossier_id: one for one in Result.objects.select_related("file")}
    assert set(results) == {first.pk, second.pk}
    assert results[first.pk].number == "12/QĐ-UBND"
    for pk, text in ((first.pk, "Số 0"), (second.pk, "Số 1")):
        file = results[pk].file
        assert file
        signed = load(file.file_key)
        assert signed.startswith(paper(text))
        (found,) = verify(signed, [])
        assert (found.signer, found.is_intact) == ("Phạm Thị Thử", True)
        assert "Phạm Thị Thử: nội dung nguyên vẹn" in results[pk].signature
        assert not results[pk].is_on_paper
        assert file.file_name == "qd, đã ký.pdf"
    states = Dossier.objects.order_by("pk").values_list("case__state", flat=True)
    assert list(states) == [State.READY, State.READY, State.SIGNING]


def test_one_that_fails_stays_with_its_reason_and_the_others_are_signed(
    office: Office,
) -> None:
    good, broken = _waiting(office, paper()), _waiting(office, paper("Hỏng"))
    photo, bare = _waiting(office, png(), "anh.png"), _waiting(office)
    stale = _waiting(office, paper("Cũ"))
    torn = store(b"%PDF-1.7 khong phai PDF")
    Attachment.objects.filter(dossier=broken).update(file_key=torn)
    client, url = _client(office), reverse("onestop:sign_many")
    form = _form(_text(client.get(url)), good, broken, photo, bare, stale)
    form[f"thay-{stale.pk}"] = "1.1"

    page = _text(client.post(url, form))

    assert "Đã ký 1 kết quả, 4 chưa ký được" in page
    assert "Tệp dự thảo này không ký được" in page
    assert "Chưa ký số được: dự thảo không phải PDF." in page
    assert "Chưa ký số được: chưa có dự thảo." in page
    assert "vừa thay đổi" in page
    assert [one.dossier_id for one in Result.objects.all()] == [good.pk]


def test_a_wrong_password_signs_nothing_and_keeps_what_was_chosen(
    office: Office,
) -> None:
    dossier = _waiting(office, paper())
    client, url = _client(office), reverse("onestop:sign_many")
    shown = _text(client.get(url))

    wrong = client.post(url, _form(shown, dossier, password="khac"))
    none = client.post(url, _form(shown))

    assert wrong.status_code == none.status_code == 422
    assert "Mật khẩu không đúng" in _text(wrong)
    assert f'value="{dossier.pk}" data-name="{dossier.case.code}"' in _text(wrong)
    assert "Chọn ít nhất một kết quả để ký." in _text(none)
    assert not Result.objects.exists()


def test_with_the_key_of_somebody_else_nothing_is_signed(office: Office) -> None:
    dossier, other = _waiting(office, paper()), _waiting(office, paper())
    client, url = _client(office), reverse("onestop:sign_many")
    chosen = _text(client.get(url, {"chon": dossier.pk}))
    User.objects.filter(pk=office.leader.pk).update(name="Đỗ Văn Khác")

    page = client.post(url, {**_form(chosen, dossier), "chi": "1"})

    assert page.status_code == 422
    assert "cấp cho «Phạm Thị Thử», không phải «Đỗ Văn Khác»" in _text(page)
    assert 'name="chi"' in chosen
    assert dossier.case.code in _text(page)
    assert other.case.code not in _text(page), "only what was chosen is shown again"
    assert not Result.objects.exists()


@pytest.mark.parametrize("number", ["12\0/QĐ", "1" * 61])
def test_a_number_that_cannot_be_read_signs_none_of_the_chosen(
    number: str, office: Office
) -> None:
    first, second = (_waiting(office, paper(f"Số {n}")) for n in range(2))
    client, url = _client(office), reverse("onestop:sign_many")
    form = _form(_text(client.get(url)), first, second)
    form[f"so-{second.pk}"] = number

    answer = client.post(url, form)

    assert answer.status_code == 422
    assert "Có số, ký hiệu ghi chưa đúng" in _text(answer)
    assert _text(answer).count('<p class="err">') == 1
    assert not Result.objects.exists()


def test_a_fault_at_one_is_told_beside_those_that_were_signed(office: Office) -> None:
    first, second = (_waiting(office, paper(f"Số {n}")) for n in range(2))
    client, url = _client(office), reverse("onestop:sign_many")
    form = _form(_text(client.get(url)), first, second)
    refuse = f"""
        CREATE FUNCTION torn() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE 'disk torn'; END $$;
        CREATE TRIGGER torn BEFORE INSERT ON onestop_result FOR EACH ROW
            WHEN (NEW.dossier_id = {second.pk}) EXECUTE FUNCTION torn();"""
    with connection.cursor() as cursor:
        cursor.execute(refuse)

    answer = client.post(url, form)

    assert answer.status_code == 200
    assert "Đã ký 1 kết quả, 1 chưa ký được" in _text(answer)
    assert "Lỗi ở phía chúng tôi" in _text(answer)
    assert [one.dossier_id for one in Result.objects.all()] == [first.pk]
    assert second.case.code in _text(answer)


def test_what_was_signed_on_paper_is_recorded_without_a_key(office: Office) -> None:
    dossier = _waiting(office)
    client, url = _client(office), reverse("onestop:sign_many")
    form = _form(_text(client.get(url)), dossier)

    client.post(url, {**form, "cach": "giay", "chung_thu": "", "mat_khau": ""})

    result = Result.objects.get()
    assert (result.is_on_paper, result.file, result.signer) == (
        True,
        None,
        office.leader,
    )


def test_only_who_may_sign_comes_here_and_sees_only_their_own(office: Office) -> None:
    dossier = _waiting(office)
    other = made.dossier(office)
    client = Client()
    client.force_login(office.officer)

    assert client.get(reverse("onestop:sign_many")).status_code == 403
    page = _text(_client(office).get(reverse("onestop:sign_many")))
    assert dossier.case.code in page
    assert other.case.code not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_number_of_queries_however_much_waits(
    rows: int, office: Office, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        _waiting(office)
    client = _client(office)

    with django_assert_num_queries(12):
        page = client.get(reverse("onestop:sign_many"))

    assert _text(page).count('name="chon"') == rows


def test_nothing_to_sign_is_said(office: Office) -> None:
    page = _client(office).get(reverse("onestop:sign_many"))

    assert "Không có kết quả nào chờ ký" in _text(page)


def test_a_draft_that_has_a_signature_already_gets_another(office: Office) -> None:
    key = Key(key_file(), PASSWORD)
    once = sign(paper(), key, field="KetQua", reason="", place="")

    with OpenKey(key, field="KetQua", reason="", roots=[]) as opened:
        made_ = opened.sign(once)

    assert made_
    assert len(made_.signatures) == 2
    with (
        pytest.raises(Refused),
        OpenKey(Key(b"x", ""), field="A", reason="", roots=[]),
    ):
        pass


def test_a_quick_look_says_what_one_looks_for_and_is_a_page_of_its_own(
    office: Office, django_assert_max_num_queries: Any
) -> None:
    dossier = _waiting(office, paper())
    client = _client(office)
    url = reverse("onestop:peek", args=[dossier.case.code])

    with django_assert_max_num_queries(19):
        part = _text(client.get(url, headers={"HX-Request": "true"}))
    page = _text(client.get(url))
    stranger = Client()
    stranger.force_login(made.office().officer)

    assert "Dự thảo kết quả: qd.pdf" in part
    assert "data-turn" not in part  # of one page there is nothing to turn
    assert "<html" not in part
    assert "<html" in page
    assert dossier.owner_name in part
    assert stranger.get(url).status_code == 404


@pytest.mark.parametrize(
    ("asked", "shown", "links"),
    [
        ("", 1, ["?trang=2"]),
        ("2", 2, ["?trang=1", "?trang=3"]),
        ("3", 3, ["?trang=2"]),
        ("99", 3, ["?trang=2"]),
        ("x", 1, ["?trang=2"]),
        ("0", 1, ["?trang=2"]),
    ],
)
def test_a_quick_look_turns_the_pages_of_a_file(
    asked: str, shown: int, links: list[str], office: Office
) -> None:
    dossier = _waiting(office, pdf(3))
    url = reverse("onestop:peek", args=[dossier.case.code])

    page = _text(_client(office).get(url, {"trang": asked} if asked else {}))

    assert f'alt="Trang {shown} của qd.pdf"' in page
    assert re.findall(r'data-turn="\w+" href="([^"]+)"', page) == links


# Until when a supplement may be asked for.


def _ask_page(office: Office, dossier: Dossier) -> tuple[Client, str, str]:
    client = Client()
    client.force_login(office.officer)
    url = reverse("onestop:dossier_step", args=[dossier.case.code, "ask"])
    return client, url, _text(client.get(url))


def test_an_officer_sees_until_when_the_law_lets_them_ask(office: Office) -> None:
    today = made.in_progress(office, on=timezone.now())
    _, _, page = _ask_page(office, today)
    limit = clock.ask_limit(today.case, now=timezone.now())

    assert limit
    assert not limit.is_past
    assert "Yêu cầu trước" in page
    assert "3 ngày làm việc từ ngày nhận" in page
    assert "chưa đối chiếu văn bản này" in page
    assert "Vì sao yêu cầu muộn" not in page


def test_late_it_is_asked_why_where_the_law_is_certain(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = made.in_progress(office)  # months ago, under a law not compared yet
    _, _, unsure = _ask_page(office, old)
    certain = clock.AskLimit(LATER, 3, "Nghị định 61/2018/NĐ-CP", True, True)
    monkeypatch.setattr(clock, "ask_limit", lambda *_, **__: certain)
    client, url, page = _ask_page(office, old)
    sent = {"missing_a": "1", "name_a": "Tờ khai", "reason_a": "Mờ"}

    refused = client.post(url, sent)
    client.post(url, {**sent, "late": "Luật đất đai cho 10 ngày"})

    assert "Đã quá lúc yêu cầu bổ sung" in unsure
    assert "Vì sao yêu cầu muộn" not in unsure
    assert "Vì sao yêu cầu muộn" in page
    assert refused.status_code == 422
    event = old.case.events.get(step="ask")
    assert event.note.endswith("(yêu cầu muộn: Luật đất đai cho 10 ngày)")


def test_a_second_request_has_no_such_limit(office: Office) -> None:
    dossier = made.in_progress(office)
    steps.ask(
        dossier.pk,
        [Missing("Tờ khai", "Mờ")],
        reason="Mờ",
        actor=office.processes,
        at=LATER,
    )
    steps.supplement(dossier.pk, actor=office.receives, at=LATER)

    _, _, page = _ask_page(office, dossier)

    assert "ngày làm việc từ ngày nhận" not in page
    assert day_of(dossier.case.received_at) == MONDAY.date()
