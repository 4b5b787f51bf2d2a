"""A draft with room gets the next number of the book before it is signed."""

import html
import re
from typing import Any

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienmach.base.files import load, store
from lienmach.base.pages import NewFile
from lienmach.base.papers.paper import Paper
from lienmach.base.papers.pdf import printed
from lienmach.base.signing import Key
from lienmach.base.trial_keys import TrialAuthority
from lienmach.calc.local import day_of
from lienmach.onestop.actions import files, steps
from lienmach.onestop.actions.files import Place
from lienmach.onestop.actions.hands import Many
from lienmach.onestop.actions.signing import Chosen, sign_results
from lienmach.onestop.flow import State
from lienmach.onestop.models import Attachment, Dossier, Result
from lienmach.onestop.queries import signing
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.make_dossier import Office
from lienmach.onestop.tests.sent_files import pdf
from lienmach.org.models import User
from lienmach.registers.actions.calendar import load_country
from lienmach.registers.models import NumberBook, TakenNumber
from tests import make
from tests.at_once import at_once
from tests.make import MONDAY

pytestmark = pytest.mark.django_db
PASSWORD = "mật khẩu dài"
SYMBOL = "GXN-UBND"
OFFICE = "UBND phường An Hòa"


@pytest.fixture(scope="module")
def key_file() -> bytes:
    return TrialAuthority(timezone.now()).key_file(OFFICE, PASSWORD)


def _office() -> Office:
    load_country(at=MONDAY)
    office = made.office()
    year = timezone.localdate().year
    NumberBook.objects.create(
        unit=office.committee, symbol=SYMBOL, year=year, began_after=40, last=40
    )
    return office


@pytest.fixture
def office() -> Office:
    return _office()


def _draft(about: str) -> bytes:
    return printed(
        Paper(
            superior="",
            issuer=OFFICE,
            symbol=SYMBOL,
            place="An Hòa",
            kind="KẾT QUẢ",
            title=about,
            paragraphs=(),
            recipients=("- Lưu: VT.",),
            authority=("CHỦ TỊCH",),
            signer="Phạm Thị Thử",
        )
    )


def _waiting(office: Office, draft: bytes | None = None) -> Dossier:
    now = timezone.now()
    dossier = made.in_progress(office, on=now)
    files.attach(
        dossier.pk,
        [NewFile("Dự thảo.pdf", draft or _draft(dossier.case.code))],
        Place(Attachment.Purpose.DRAFT),
        actor=office.processes,
        at=now,
    )
    return steps.take(dossier.pk, "submit", actor=office.processes, at=now)


def _client(office: Office) -> Client:
    client = Client()
    client.force_login(office.leader)
    return client


def _text(page: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(page.content.decode()))


def _key(content: bytes, password: str = PASSWORD) -> dict[str, Any]:
    return {
        "chung_thu": SimpleUploadedFile("ky.p12", content),
        "mat_khau": password,
    }


def _many(page: str, *dossiers: Dossier) -> dict[str, Any]:
    seen = dict(re.findall(r'name="(thay-\d+)" value="([\d.]+)"', page))
    return {**seen, "chon": [one.pk for one in dossiers], "cach": "so"}


def _sign(office: Office, key: bytes, *dossiers: Dossier, who: User) -> Many:
    actor, now = office.actor(who), timezone.now()
    ids = [one.pk for one in dossiers]
    found = signing.waiting(actor, now=now, only=ids)
    chosen = {one.dossier.pk: Chosen(one.seen) for one in found}
    return sign_results(
        found, chosen, Key(key, PASSWORD), signer=who.name, actor=actor, at=now
    )


def _numbers() -> list[int]:
    return list(TakenNumber.objects.order_by("number").values_list("number", flat=True))


def _words(result: Result) -> str:
    assert result.file
    page = pypdfium2.PdfDocument(load(result.file.file_key))[0]
    return str(page.get_textpage().get_text_range())


def test_each_file_bears_the_next_number_and_the_day(
    office: Office, key_file: bytes
) -> None:
    first, second = _waiting(office), _waiting(office)
    client, url = _client(office), reverse("onestop:sign_many")
    page = _text(client.get(url))

    answer = client.post(url, {**_many(page, first, second), **_key(key_file)})

    today = timezone.localdate()
    assert "khi ký in số của sổ GXN-UBND và ngày" in page
    assert answer.status_code == 302
    results = list(Result.objects.order_by("pk"))
    assert [one.number for one in results] == ["41/GXN-UBND", "42/GXN-UBND"]
    assert [one.signed_on for one in results] == [today, today]
    for one, number in zip(results, ("41", "42"), strict=True):
        said = _words(one)
        assert number in said
        assert str(today.year) in said
    taken = TakenNumber.objects.order_by("number").select_related("book")
    assert [one.source for one in taken] == [f"dossier:{x.pk}" for x in (first, second)]
    book = _text(client.get(reverse("registers:numbers")))
    assert reverse("onestop:dossier", args=[first.case.code]) in book


def test_what_fails_leaves_no_number_behind(office: Office, key_file: bytes) -> None:
    first, torn, last = (_waiting(office) for _ in range(3))
    key = Attachment.objects.get(dossier=torn).file_key
    page = _text(_client(office).get(reverse("onestop:sign_many")))
    assert key in signing.LOOKED_AT
    head = signing.LOOKED_AT[key]
    broken = store(b"%PDF-1.7 no longer a file")
    Attachment.objects.filter(dossier=torn).update(file_key=broken)
    signing.LOOKED_AT[broken] = head

    form = {**_many(page, first, torn, last), **_key(key_file)}
    answer = _client(office).post(reverse("onestop:sign_many"), form)

    assert "Đã ký 2 kết quả, 1 chưa ký được" in _text(answer)
    assert _numbers() == [41, 42]
    torn.case.refresh_from_db()
    assert torn.case.state == State.SIGNING
    assert NumberBook.objects.get().last == 42


def test_a_wrong_password_or_an_expired_key_takes_no_number(
    office: Office, key_file: bytes
) -> None:
    dossier = _waiting(office)
    client, url = _client(office), reverse("onestop:sign_many")
    page = _text(client.get(url))
    ended = TrialAuthority(timezone.now()).key_file(OFFICE, PASSWORD, days=-1)

    wrong = client.post(url, {**_many(page, dossier), **_key(key_file, "khác")})
    old = client.post(url, {**_many(page, dossier), **_key(ended)})

    assert "Mật khẩu không đúng" in _text(wrong)
    assert "không còn hiệu lực" in _text(old)
    assert (_numbers(), Result.objects.count()) == ([], 0)
    assert NumberBook.objects.get().last == 40


def test_without_a_book_nothing_begins_again_at_one(
    office: Office, key_file: bytes
) -> None:
    NumberBook.objects.all().delete()
    dossier = _waiting(office)
    client, url = _client(office), reverse("onestop:sign_many")
    page = _text(client.get(url))

    answer = client.post(
        url, {**_many(page, dossier), **_key(key_file), "nguyen": "on"}
    )

    assert "đơn vị chưa mở sổ GXN-UBND" in page
    assert "Chưa ký số được: đơn vị chưa mở sổ GXN-UBND" in _text(answer)
    assert not Result.objects.exists()


def test_a_number_typed_beside_a_draft_with_room_is_asked_about(
    office: Office, key_file: bytes
) -> None:
    dossier = _waiting(office)
    client, url = _client(office), reverse("onestop:sign_many")
    form = _many(_text(client.get(url)), dossier)

    answer = client.post(
        url, {**form, **_key(key_file), f"so-{dossier.pk}": "99/GXN-UBND"}
    )

    assert "số lấy từ sổ GXN-UBND khi ký" in _text(answer)
    assert 'value="99/GXN-UBND"' in _text(answer)
    assert _numbers() == []


def test_a_scan_says_what_to_do_and_is_signed_only_where_one_says_so(
    office: Office, key_file: bytes
) -> None:
    dossier = _waiting(office, pdf(1))
    client = _client(office)
    url = reverse("onestop:dossier_step", args=[dossier.case.code, "sign_key"])
    page = client.get(url)
    form = {"number": re.findall(r'name="number" value="(\d+)"', _text(page))[0]}

    refused = client.post(url, {**form, **_key(key_file)})
    signed = client.post(url, {**form, **_key(key_file), "nguyen": "on"})

    assert "chừa trống sau «Số:»" in _text(page)
    assert refused.status_code == 422
    assert "chừa trống sau «Số:»" in _text(refused)
    assert signed.status_code == 302
    assert Result.objects.get().number == ""
    assert _numbers() == []


def test_one_draft_is_signed_on_the_page_of_its_dossier(
    office: Office, key_file: bytes, django_assert_max_num_queries: Any
) -> None:
    dossier = _waiting(office)
    client = _client(office)
    page = _text(client.get(reverse("onestop:dossier", args=[dossier.case.code])))
    url = reverse("onestop:dossier_step", args=[dossier.case.code, "sign_key"])
    assert f'href="{url}"' in page
    with django_assert_max_num_queries(40):
        form = _text(client.get(url))
    sent = {"number": re.findall(r'name="number" value="(\d+)"', form)[0]}

    wrong = client.post(url, {**sent, **_key(key_file, "khác")})
    stale = client.post(url, {"number": "1", **_key(key_file)})
    done = client.post(url, {**sent, **_key(key_file)})
    twice = client.post(url, {**sent, **_key(key_file)})

    assert "Số kế tiếp lúc này: <b>41/GXN-UBND</b>" in form
    assert wrong.status_code == 422
    assert "Mật khẩu không đúng" in _text(wrong)
    assert "vừa thay đổi" in _text(stale)
    assert done.status_code == 302
    assert twice.status_code in (404, 422)
    assert Result.objects.get().number == "41/GXN-UBND"
    assert _numbers() == [41]


@pytest.mark.django_db(transaction=True)
def test_two_who_sign_at_once_get_two_numbers_and_never_one_dossier_twice(
    key_file: bytes,
) -> None:
    office = _office()
    both, own, other = (_waiting(office) for _ in range(3))
    deputy = make.user(office.committee, "onestop.process onestop.sign onestop.lead")
    for who in (office.leader, deputy):  # what each is shown before either signs
        signing.waiting(office.actor(who), now=timezone.now())

    told = at_once(
        lambda: _sign(office, key_file, both, own, who=office.leader),
        lambda: _sign(office, key_file, both, other, who=deputy),
    )

    assert sorted(pk for one in told for pk, _ in one.done) == sorted(
        one.pk for one in (both, own, other)
    )
    assert [pk for one in told for pk in one.refused] == [both.pk]
    assert _numbers() == [41, 42, 43]
    assert day_of(timezone.now()) == Result.objects.first().signed_on  # type: ignore[union-attr]  # there are three
