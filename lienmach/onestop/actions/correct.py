"""A receipt that says something wrong is put right and given out again.

The code and the promise stay; the slip before stays on record and its square leads to
the new one. A wrong procedure is no correction: that intake is taken back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.calc.refusal import Refused
from lienmach.calc.text import fold
from lienmach.cases import actions as cases
from lienmach.onestop.actions import slips
from lienmach.onestop.actions.people import NewParty, correct_party, save_party
from lienmach.onestop.actions.receive import tokens_of
from lienmach.onestop.flow import RECEIVE
from lienmach.onestop.models import Dossier, Form, Paper, Party

WORDS: Mapping[str, str] = {
    "owner_name": "họ tên",
    "address": "địa chỉ",
    "phone": "điện thoại",
    "email": "thư điện tử",
    "content": "nội dung yêu cầu",
    "return_way": "cách nhận kết quả",
    "notify_way": "cách báo tin",
}


@dataclass(frozen=True, slots=True)
class CorrectedPaper:
    pk: int
    is_received: bool
    originals: int
    copies: int


@dataclass(frozen=True, slots=True)
class Correction:
    """All that a receipt may say wrong, as it should be; ``id_number`` of the owner."""

    owner_name: str
    id_number: str
    address: str
    phone: str
    email: str
    content: str
    return_way: str
    notify_way: str
    papers: tuple[CorrectedPaper, ...] = ()


@transaction.atomic
def correct(
    case_id: int,
    right: Correction,
    *,
    reason: str,
    actor: Actor,
    at: datetime,
    number: int | None = None,
) -> Dossier:
    """Put a receipt right, tell on the trail what was changed, and issue it again."""
    case = cases.locked(case_id, actor=actor, number=number)
    actor.require(RECEIVE, case.received_unit_id)
    if case.closed_at:
        raise Refused(f"{case.code} đã xong: không sửa giấy hẹn nữa.")
    if not reason.strip():
        raise Refused("Hãy ghi lý do sửa: lý do này in trên giấy hẹn mới.")
    dossier = Dossier.objects.select_related("owner", "procedure", "hop").get(
        pk=case.pk
    )
    dossier.case = case
    changed = [*_facts(dossier, right, at), *_papers(dossier, right.papers)]
    if not changed:
        raise Refused("Chưa có gì khác với giấy hẹn đang có.")
    known = [dossier.owner, *filter(None, [dossier.submitter])]
    everyone = [*known, *dossier.co_owners.all()]
    cases.retoken(case, tokens_of(case.code, dossier.title, everyone))
    told = f"Sửa {', '.join(changed)}. {reason.strip()}"
    cases.note_on(case, "correct", told, actor=actor, at=at)
    if case.promised_at:
        slips.issue(
            dossier, Form.RECEIPT, actor=actor, at=at, reason=reason.strip()[:300]
        )
    return dossier


def _facts(dossier: Dossier, right: Correction, at: datetime) -> list[str]:
    """Bring the dossier and its owner in line; return what was wrong."""
    said: dict[str, Any] = {name: getattr(right, name) for name in WORDS}
    said["owner_name"] = " ".join(right.owner_name.split())
    changed = [name for name, value in said.items() if getattr(dossier, name) != value]
    owner = _owner(dossier, right, at)
    is_other = owner.pk != dossier.owner_id or owner.id_number != right.id_number
    words = [WORDS[name] for name in changed]
    if is_other:
        words.append("số căn cước, mã số thuế")
    if not words:
        return []
    for name in changed:
        setattr(dossier, name, said[name])
    dossier.owner, dossier.owner_key = owner, fold(dossier.owner_name)
    dossier.save(update_fields=[*changed, "owner", "owner_key"])
    return words


def _owner(dossier: Dossier, right: Correction, at: datetime) -> Party:
    """Who it is of: somebody else where the number was wrong, else put right as well.

    What a proxy has left to be reached by is not the owner's.
    """
    owner, is_by_proxy = dossier.owner, dossier.submitter_id is not None
    new = NewParty(
        name=right.owner_name,
        id_number=right.id_number,
        kind=owner.kind,
        born_on=owner.born_on,
        born_year=owner.born_year,
        address=right.address,
        phone=owner.phone if is_by_proxy else right.phone,
        email=owner.email if is_by_proxy else right.email,
    )
    if right.id_number == owner.id_number:
        return correct_party(owner, new, at=at)
    if not right.id_number:
        raise Refused("Không bỏ được số căn cước, mã số thuế đã có.")
    return save_party(replace(new, born_on=None, born_year=None), at=at)


def _papers(dossier: Dossier, papers: tuple[CorrectedPaper, ...]) -> list[str]:
    known = {paper.pk: paper for paper in dossier.papers.all()}
    changed: list[Paper] = []
    for one in papers:
        paper = known[one.pk]
        now = (paper.is_received, paper.originals, paper.copies)
        right = (one.is_received, one.originals, one.copies)
        if now != right:
            paper.is_received, paper.originals, paper.copies = right
            changed.append(paper)
    Paper.objects.bulk_update(changed, ["is_received", "originals", "copies"])
    return ["giấy tờ"] if changed else []
