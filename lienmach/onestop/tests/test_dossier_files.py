"""C05: the files of a dossier and of its result."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from lienmach.base.files import load
from lienmach.base.signing import Key, sign
from lienmach.base.tests.heic import HEIC
from lienmach.base.trial_keys import TrialAuthority
from lienmach.cases.models import Incident
from lienmach.onestop.actions import stalls
from lienmach.onestop.flow import State
from lienmach.onestop.models import Attachment, Dossier
from lienmach.onestop.tests import make_dossier as made
from lienmach.onestop.tests.at_dossier import page_of, send, signed_in, state_of
from lienmach.onestop.tests.make_dossier import Office
from lienmach.onestop.tests.sent_files import JPEG, pdf, png
from lienmach.org.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return made.office()


def _record(office: Office, dossier: Dossier, content: bytes) -> Any:
    return send(
        office.officer,
        dossier,
        "record_result",
        number=dossier.case.number,
        signed_on="6/1/2026",
        signer_name="Trưởng Công an",
        file=SimpleUploadedFile("kq.pdf", content),
    )


def test_a_signed_file_belongs_to_its_result(
    office: Office,
) -> None:
    dossier = made.in_progress(office)

    _record(office, dossier, pdf(2))

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

    _record(office, dossier, signed)

    result = Dossier.objects.get(pk=dossier.pk).result
    assert result.signature == (
        "Chữ ký số của Nguyễn Ký: nội dung nguyên vẹn, nhưng cơ quan chưa tin nơi cấp "
        "chứng thư"
    )
    page = page_of(office.officer, dossier, "?phan=ket-qua")
    assert "1 chữ ký số" in page
    assert "chưa kiểm tra" not in page  # the verdict stands above


def test_a_signature_that_failed_becomes_an_incident(office: Office) -> None:
    dossier, at = made.in_progress(office), timezone.now()
    key = Key(TrialAuthority(at).key_file("Nguyễn Ký", "mật khẩu"), "mật khẩu")
    signed = sign(pdf(1), key, field="Ky", reason="Ký kết quả", place="Lam Khê")

    size = b"/MediaBox[ "
    changed = signed.replace(size + b"0", size + b"1")
    assert changed != signed

    _record(office, dossier, changed)
    stalls.look(at=timezone.now())

    incident = dossier.case.incidents.get(kind=Incident.Kind.SIGNATURE)
    assert "phải ký lại" in incident.text
    assert "kiểm tra lại" in incident.public_text


def test_a_file_that_cannot_be_taken_away_is_not_offered_to_be(office: Office) -> None:
    dossier = made.in_progress(office)
    draft = SimpleUploadedFile("nhap.pdf", pdf(1))
    send(office.officer, dossier, "attach", uploads=[draft], purpose="draft")
    dossier.case.refresh_from_db()
    _record(office, dossier, pdf(2))

    page = page_of(office.clerk, dossier, "?phan=ket-qua")

    assert "tệp nhap.pdf</span></button>" in page
    assert "tệp kq.pdf</span></button>" not in page


def test_a_broken_signed_file_moves_nothing(office: Office) -> None:
    dossier = made.in_progress(office)

    answer = _record(office, dossier, b"%PDF-1.7 and nothing more")

    assert answer.status_code == 422
    assert "hỏng, không mở được" in answer.content.decode()
    assert state_of(dossier) == State.IN_PROGRESS
    assert not Attachment.objects.exists()


def _attach(user: User, dossier: Dossier, *uploads: Any, **sent: Any) -> Any:
    return send(user, dossier, "attach", uploads=uploads, purpose="paper", **sent)


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
    client, code = signed_in(office.clerk), dossier.case.code
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
    assert "<s>" not in page_of(office.clerk, dossier)
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
        (
            "<b>.txt",
            b"xin chao",
            "Chưa mở được tệp «b.txt». Hãy chọn tệp PDF, ảnh JPEG, PNG hoặc HEIC.",
        ),
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

    _attach(office.officer, dossier, *_jpegs(3), is_joined="on")

    file = dossier.attachments.get()
    assert (file.file_name, file.pages) == ("0.pdf", 3)


def test_a_photograph_in_heic_is_kept_as_one_that_browsers_show(
    office: Office,
) -> None:
    dossier = made.in_progress(office)
    photos = [SimpleUploadedFile("IMG_0001.HEIC", HEIC), *_jpegs(1)]

    _attach(office.officer, dossier, *photos)

    files = {one.file_name: one.file_type for one in dossier.attachments.all()}
    assert files == {"IMG_0001.jpg": "image/jpeg", "0.jpg": "image/jpeg"}
    kept = load(dossier.attachments.get(file_name="IMG_0001.jpg").file_key)
    assert kept.startswith(b"\xff\xd8\xff")
    assert b"Exif" not in kept
    torn = SimpleUploadedFile("dut.heic", HEIC[:200])
    refused = _attach(office.officer, dossier, torn)
    assert "hỏng hoặc quá lớn" in refused.content.decode()


def _jpegs(many: int) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(f"{n}.jpg", JPEG) for n in range(many)]


def test_what_somebody_gave_before_is_used_again(office: Office) -> None:
    owner = made.party()
    before = made.in_progress(office, owner=owner)
    _attach(office.officer, before, SimpleUploadedFile("cccd.png", png()))
    now = made.in_progress(office, owner=owner)
    other = made.in_progress(office)
    old = before.attachments.get()

    send(office.officer, now, "again", known=[old.pk])
    refused = send(office.officer, other, "again", known=[old.pk])

    used = now.attachments.get()
    assert (used.file_key, used.file_name) == (old.file_key, "cccd.png")
    assert refused.status_code == 422
    assert not other.attachments.exists()


def test_nobody_reads_the_files_of_another_office(office: Office) -> None:
    dossier = made.in_progress(office)
    _attach(office.officer, dossier, SimpleUploadedFile("a.png", png()))
    file = dossier.attachments.get()
    stranger = signed_in(made.office(name="Thủ tục khác").officer)

    for name, more in (("dossier_file", []), ("dossier_file_page", [1])):
        url = reverse(f"onestop:{name}", args=[dossier.case.code, file.pk, *more])
        assert stranger.get(url).status_code == 404
