"""Which dossier a token or a typed code means, and what opens its details."""

import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from lienmach.calc.scan import Kind, read
from lienmach.onestop.models import Dossier, Slip
from lienmach.onestop.queries.dossiers import with_rows

DASHES = str.maketrans("‐‑‒–—−", "------")  # noqa: RUF001 - as copied from documents
LONGEST = 60
_BARE = re.compile(r"([^-]+?)-?([0-9]{6})-?([0-9]{4})")


@dataclass(frozen=True, slots=True)
class Found:
    """A dossier, opened by its own token or by that of a slip.

    ``replaced`` is the slip that was scanned, where another has taken its place;
    ``instead`` the one in force.
    """

    dossier: Dossier
    replaced: Slip | None = None
    instead: Slip | None = None


def by_token(token: str) -> Found | None:
    """Two queries for the token of a dossier, up to four for that of a slip."""
    own = _rows().filter(token=token).first()
    if own:
        return Found(own)
    slip = Slip.objects.filter(token=token).first()
    if slip is None:
        return None
    dossier = _rows().get(pk=slip.dossier_id)
    if slip.replaced_by_id is None:
        return Found(dossier)
    in_force = Slip.objects.filter(
        dossier=slip.dossier_id, form=slip.form, replaced_by=None
    )
    return Found(dossier, slip, in_force.last())


def by_code(code: str) -> Dossier | None:
    """The dossier of a code as somebody has typed it; small letters will do.

    So does a code without its hyphens: only of its usual form can they be put back.
    """
    bare = _BARE.fullmatch(code.upper())
    meant = {code, code.upper(), "-".join(bare.groups()) if bare else code}
    return _rows().filter(case__code__in=meant).first()


def by_key(pk: int | None) -> Dossier | None:
    return _rows().filter(pk=pk).first() if pk else None


def typed(code: str) -> str:
    """A code without the blanks and dashes that keyboards and documents put in it."""
    return "".join(code.split()).translate(DASHES)[:LONGEST]


def token_in(text: str) -> str:
    """The token in the address that a scanner has read, if it is one of ours."""
    found = read(text)
    return found.text if found.kind is Kind.TOKEN else ""


def is_theirs(dossier: Dossier | None, last_four: str) -> bool:
    """Whether the digits end the telephone or identity number of an applicant.

    Takes as long where there is no such dossier.
    """
    known = list(_numbers(dossier)) if dossier else []
    known += [""] * (3 - len(known))
    fits = [
        len(number) >= 4 and hmac.compare_digest(number[-4:], last_four)
        for number in known
    ]
    return any(fits)


def has_second_factor(dossier: Dossier) -> bool:
    return any(len(number) >= 4 for number in _numbers(dossier))


def _numbers(dossier: Dossier) -> Iterable[str]:
    yield _digits(dossier.phone)
    yield _digits(dossier.owner.id_number)
    if dossier.submitter:
        yield _digits(dossier.submitter.id_number)


def _digits(number: str) -> str:
    return "".join(c for c in number if c.isascii() and c.isdecimal())


def _rows() -> QuerySet[Dossier]:
    return with_rows(Dossier.objects.all()).select_related("owner", "submitter")
