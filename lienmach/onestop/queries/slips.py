"""What stands on the legal forms, and by which circular they are."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from lienmach.base.parts import moment
from lienmach.calc.local import day_of
from lienmach.onestop.models import Dossier, Form, Paper

# First day, circular. The day of the second is that of its signing.
CIRCULARS = (
    (date(2018, 11, 23), "01/2018/TT-VPCP"),
    (date(2025, 9, 15), "03/2025/TT-VPCP"),
)


def circular_on(at: datetime) -> str:
    """The circular whose forms are given out on a day."""
    day = day_of(at)
    begun = [name for since, name in CIRCULARS if since <= day]
    return begun[-1] if begun else CIRCULARS[0][1]


def said_of(
    dossier: Dossier, form: Form, papers: Iterable[Paper] | None = None
) -> dict[str, Any]:
    """What a form says of a dossier as it stands now, in plain values."""
    case = dossier.case
    return {
        "code": case.code,
        "procedure": dossier.title,
        "owner": dossier.owner_name,
        "submitter": dossier.submitter_name,
        "address": dossier.address,
        "phone": dossier.phone,
        "received": moment(case.received_at),
        "promised": moment(case.promised_at) if case.promised_at else "",
        "papers": [
            {"name": p.name, "originals": p.originals, "copies": p.copies}
            for p in (dossier.papers.all() if papers is None else papers)
            if p.is_received
        ],
    }
