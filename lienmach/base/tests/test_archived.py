"""An official paper is PDF/A when it is printed, and still is when it was signed."""

from dataclasses import replace
from datetime import datetime

import pytest
from django.utils import timezone

from lienmach.base.papers.pdf import printed, signed_lines, signing_place, stamp
from lienmach.base.signing import Key, sign, verify, with_field
from lienmach.base.tests.archived import faults
from lienmach.base.tests.test_papers import PAPER
from lienmach.base.trial_keys import TrialAuthority

PASSWORD = "mật khẩu dài"


def _signed(file: bytes, authority: TrialAuthority, at: datetime) -> bytes:
    key = Key(authority.key_file(PAPER.signer, PASSWORD), PASSWORD)
    shown = stamp(signed_lines(PAPER.signer, PAPER.issuer, at))
    ready = with_field(file, "Ky1", signing_place(PAPER))
    return sign(ready, key, field="Ky1", reason="Ký", place=PAPER.place, stamp=shown)


def test_a_paper_with_its_day_is_for_the_archive_before_and_after_signing() -> None:
    now = timezone.now()
    authority, file = TrialAuthority(now), printed(PAPER)

    signed = _signed(file, authority, now)

    assert faults(file) == []
    assert faults(signed) == []
    assert signed.startswith(file)
    (found,) = verify(signed, [authority.root])
    assert found.is_good


def test_what_is_not_for_the_archive_is_told() -> None:
    draft = printed(replace(PAPER, dated_on=None, number=None))

    assert faults(draft) == ["the XMP does not say PDF/A-2b", "0 output intents"]


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        (b"/FontFile", b"/FontLost", "is not embedded"),
        (b"/GTS_PDFA1", b"/GTS_PDFX1", "0 output intents"),
        (b"%PDF-1.7", b"%PDF-1.4", "head"),
        (b"/OutputIntents", b"/OutputLost1234", "0 output intents"),
    ],
)
def test_a_paper_that_was_spoilt_is_told(right: bytes, wrong: bytes, told: str) -> None:
    spoilt = printed(PAPER).replace(right, wrong[: len(right)])

    assert any(told in one for one in faults(spoilt))
