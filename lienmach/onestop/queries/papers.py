"""A slip as a paper: what its template needs, drawn codes included."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from lienmach.base import codes
from lienmach.base.parts import moment
from lienmach.onestop.models import Slip, Unaccepted
from lienmach.onestop.queries.circulars import LegalForm, legal_form
from lienmach.onestop.queries.slips import said_unaccepted
from lienmach.onestop.queries.templates import copies_words, filled

LARGE = "a4 large"


@dataclass(frozen=True, slots=True)
class Paper:
    """``body`` is what an office's own template says; empty for the one shipped."""

    slip: Slip | Unaccepted
    law: LegalForm
    said: Mapping[str, Any]
    size: str
    template: str
    body: SafeString


def paper_of(slip: Slip, *, site: str, is_large: bool = False) -> Paper:
    """Draw a slip as it was issued; ``site`` is where its QR code leads today."""
    law = legal_form(slip.circular, slip.form)
    said = slip.said | {
        "title": law.title,
        "serial": slip.serial,
        "qr": codes.qr(f"{site}/q/{slip.token}/", "Mã QR mở trang hồ sơ"),
        "bars": codes.barcode(slip.said["code"], f"Mã vạch {slip.said['code']}"),
        "papers": [p | {"words": copies_words(p)} for p in slip.said["papers"]],
        "replaced": _replaced(slip),
        "replaces": _replaces(slip),
    }
    return _drawn(slip, law, said, is_large=is_large)


def paper_of_unaccepted(slip: Unaccepted, *, is_large: bool = False) -> Paper:
    """Draw what was given out where nothing was taken in: there is no page to scan."""
    law = legal_form(slip.circular, slip.form)
    codes_of_none = {"qr": "", "bars": "", "replaced": "", "replaces": ""}
    named = {"title": law.title, "serial": slip.serial}
    said = said_unaccepted(slip) | named | codes_of_none
    return _drawn(slip, law, said, is_large=is_large)


def _drawn(
    slip: Slip | Unaccepted, law: LegalForm, said: Mapping[str, Any], *, is_large: bool
) -> Paper:
    own = slip.template
    return Paper(
        slip,
        law,
        said,
        LARGE if is_large else law.paper,
        f"onestop/forms/{slip.form}.html",
        filled(own.body, said) if own else SafeString(""),
    )


def _replaced(slip: Slip) -> str:
    """What a paper that is no longer in force says of itself."""
    new = slip.replaced_by
    if new is None:
        return ""
    return f"ĐÃ THAY BẰNG bản lần {new.number}, lập lúc {moment(new.made_at)}"


def _replaces(slip: Slip) -> str:
    old: Slip | None = getattr(slip, "replaces", None)
    if old is None:
        return ""
    why = f": {slip.reason}" if slip.reason else ""
    return f"Thay bản lần {old.number}, lập lúc {moment(old.made_at)}{why}"
