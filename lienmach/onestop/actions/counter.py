"""One press of a button at the counter: who came, and what they brought, in one go."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.base.parts import moment
from lienmach.calc.refusal import Refused
from lienmach.onestop.actions import receive as dossiers
from lienmach.onestop.actions import unaccepted
from lienmach.onestop.actions.people import NewParty, correct_party, meet, save_party
from lienmach.onestop.actions.receive import NewDossier
from lienmach.onestop.actions.steps import Missing
from lienmach.onestop.actions.unaccepted import Brought
from lienmach.onestop.models import Dossier, Party, Unaccepted
from lienmach.onestop.queries.dossiers import same_again


@dataclass(frozen=True, slots=True)
class Comers:
    """Who stands at the counter and for whom.

    ``party`` is who was found, ``owner`` what was typed of them: either, or both where
    somebody known was put right.
    """

    party: Party | None
    owner: NewParty | None
    submitter: NewParty | None = None
    co_owners: tuple[NewParty, ...] = ()

    def save_owner(self, at: datetime) -> Party:
        if self.party is None:
            assert self.owner is not None
            return save_party(self.owner, at=at)
        if self.owner is None:
            return self.party
        return correct_party(self.party, self.owner, at=at)


@transaction.atomic
def take_in(
    comers: Comers,
    made_by: Callable[..., NewDossier],
    procedure_id: int,
    *,
    actor: Actor,
    at: datetime,
    is_again: bool = False,
) -> Dossier:
    """Receive a dossier from whoever came; ``made_by`` makes it of its parties.

    The same person with the same procedure a short while ago is most likely a slip of
    the hand: refused unless the counter says ``is_again``.
    """
    owner = comers.save_owner(at)
    if not is_again and (before := same_again(owner, procedure_id, at=at).first()):
        raise Refused(
            f"Người này vừa nộp thủ tục này lúc {moment(before.case.received_at)}, "
            f"mã {before.case.code}. Nếu là hồ sơ khác, đánh dấu «Vẫn tạo hồ sơ mới»."
        )
    submitter = meet(comers.submitter, at=at) if comers.submitter else None
    others = tuple(meet(one, at=at) for one in comers.co_owners)
    new = made_by(owner=owner, submitter=submitter, co_owners=others)
    return dossiers.receive(new, actor=actor, at=at)


@transaction.atomic
def guide(
    comers: Comers,
    procedure: str,
    missing: list[Missing],
    *,
    actor: Actor,
    at: datetime,
    content: str = "",
    note: str = "",
) -> Unaccepted:
    """Ask whoever came for all that is missing; nothing is received yet."""
    brought = _brought(comers, procedure, content, at)
    return unaccepted.guide(brought, missing, actor=actor, at=at, note=note)


@transaction.atomic
def refuse(
    comers: Comers,
    procedure: str,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
    content: str = "",
) -> Unaccepted:
    """Refuse what whoever came has brought, with the reason in writing."""
    brought = _brought(comers, procedure, content, at)
    return unaccepted.refuse(brought, reason, actor=actor, at=at)


def _brought(comers: Comers, procedure: str, content: str, at: datetime) -> Brought:
    submitter = comers.submitter.name if comers.submitter else ""
    return Brought(procedure, comers.save_owner(at), submitter, content)
