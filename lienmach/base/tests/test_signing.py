"""Signatures: one flipped byte is seen, wherever it is."""

from functools import cache
from io import BytesIO

import pytest
import typst
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader

from lienmach.base.papers import pdf
from lienmach.base.signing import (
    Key,
    Place,
    Signature,
    WrongPassword,
    holder,
    is_of,
    sign,
    verify,
    with_field,
)
from lienmach.base.trial_keys import AUTHORITY, TrialAuthority
from lienmach.calc.refusal import Refused

PASSWORD = "mật khẩu dài"
NAME = "Phạm Thị Thử"


@cache
def authority() -> TrialAuthority:
    return TrialAuthority(timezone.now())


@cache
def paper() -> bytes:
    return typst.compile("Báo cáo thử".encode())


@cache
def signed() -> bytes:
    return put(paper(), authority().key_file(NAME, PASSWORD))


def put(pdf: bytes, key: bytes, password: str = PASSWORD, field: str = "Ky1") -> bytes:
    return sign(
        pdf, Key(key, password), field=field, reason="Ký báo cáo", place="Lam Khê"
    )


def only(pdf: bytes, *roots: bytes) -> Signature:
    (found,) = verify(pdf, roots)
    return found


@pytest.mark.own_process
def test_a_signature_is_found_with_who_signed() -> None:
    found = only(signed(), authority().root)

    assert (found.signer, found.issuer) == (NAME, AUTHORITY)
    assert found.is_good
    assert found.at
    assert abs((timezone.now() - found.at).total_seconds()) < 300
    assert verify(paper(), [authority().root]) == []


@pytest.mark.parametrize("where", [0.02, 0.2, 0.4, 0.6])
def test_one_flipped_byte_is_seen(where: float) -> None:
    changed = bytearray(signed())
    changed[int(len(paper()) * where)] ^= 1

    try:
        found = verify(bytes(changed), [authority().root])
    except Refused:
        return  # no PDF any more
    assert not any(one.is_intact for one in found)


def test_whose_authority_is_not_trusted_is_intact_all_the_same() -> None:
    found = only(signed(), TrialAuthority(timezone.now()).root)

    assert (found.is_intact, found.is_trusted, found.is_good) == (True, False, False)
    assert "chưa tin" in found.verdict


def test_a_signature_stands_where_its_field_was_put() -> None:
    prepared = with_field(paper(), "Ky1", Place(0, 100, 200, 320, 268))
    key = Key(authority().key_file(NAME, PASSWORD), PASSWORD)
    shown = pdf.stamp(pdf.signed_lines(NAME, "UBND thị xã An Hòa", timezone.now()))

    made = sign(prepared, key, field="Ky1", reason="Ký", place="An Hòa", stamp=shown)

    assert verify(prepared, []) == []
    assert made.startswith(prepared)
    assert only(made, authority().root).is_good
    (field,) = [
        one.sig_field for one in PdfFileReader(BytesIO(made)).embedded_signatures
    ]
    assert list(field["/Rect"]) == [100, 200, 320, 268]
    assert field["/AP"]["/N"]["/Resources"]["/XObject"]


@pytest.mark.own_process
def test_a_key_says_whose_it_is_to_who_can_open_it() -> None:
    key = authority().key_file(NAME, PASSWORD)

    assert holder(Key(key, PASSWORD)) == NAME
    for wrong in (Key(key, "sai"), Key(b"khong phai", PASSWORD)):
        with pytest.raises(WrongPassword, match="Mật khẩu không đúng"):
            holder(wrong)


def test_two_signatures_stay_good() -> None:
    key = authority().key_file("Cơ quan Thử", PASSWORD)
    both = verify(put(signed(), key, field="Ky2"), [authority().root])

    assert [(one.signer, one.is_good) for one in both] == [
        (NAME, True),
        ("Cơ quan Thử", True),
    ]


@pytest.mark.parametrize(
    ("key", "password", "why"),
    [
        (lambda: authority().key_file(NAME, PASSWORD), "sai", "Mật khẩu không đúng"),
        (lambda: b"day khong phai chung thu", PASSWORD, "không phải chứng thư"),
        (lambda: b"", PASSWORD, "rỗng"),
        (lambda: authority().key_file(NAME, PASSWORD, days=-1), PASSWORD, "hạn dùng"),
    ],
)
def test_a_key_that_does_not_serve_is_refused(
    key: object, password: str, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        put(paper(), key(), password)  # type: ignore[operator]  # a call, put off


@pytest.mark.parametrize(
    "pdf",
    [b"", pytest.param(b"%PDF-1.7\n", marks=pytest.mark.own_process), b"PK\x03\x04"],
)
def test_what_is_no_pdf_is_refused(pdf: bytes) -> None:
    with pytest.raises(Refused):
        verify(pdf, [])


@pytest.mark.parametrize(
    ("name", "is_theirs"),
    [
        (NAME, True),
        ("PHẠM THỊ THỬ, Phó Chủ tịch", True),
        ("Ủy ban nhân dân thị xã An Hòa", True),
        ("Phạm Thị", False),
        ("UBND thị xã Khác", False),
    ],
)
def test_a_certificate_is_that_of_the_signer_or_of_the_office(
    name: str, *, is_theirs: bool
) -> None:
    assert is_of(name, NAME, "UBND thị xã An Hòa") is is_theirs
