"""A chain: one dossier at the counter, a part of its own for each agency in turn.

The root is what the applicant holds a slip for and what is counted; a part has its own
limit, unit and trail. When a part waits, the root waits with it; when the last part has
its result, so has the root; what ends the root ends the part that is open.
"""

import secrets
from datetime import datetime

from django.db import transaction

from lienmach.base.actor import Actor
from lienmach.calc.refusal import Refused
from lienmach.calc.text import tokens
from lienmach.cases import actions as cases
from lienmach.cases.actions import NewCase
from lienmach.cases.models import Case
from lienmach.onestop.actions import messages
from lienmach.onestop.actions.messages import Occasion
from lienmach.onestop.flow import OF_A_ROOT, PAUSED, RECEIVE, State
from lienmach.onestop.models import Dossier
from lienmach.onestop.queries import chains as queries
from lienmach.onestop.queries.dossiers import KIND
from lienmach.registers.models import Hop

# What a part does and the root does with it.
WITH_ITS_PART = frozenset(
    {
        *("ask", "supplement", "supplement_sent", "owe", "paid", "unowed"),
        *("wait", "answered", "undo"),
    }
)
WITH_ITS_ROOT = frozenset({"withdraw", "stop"})


@transaction.atomic(savepoint=False)
def begin(root: Dossier, *, actor: Actor, at: datetime) -> Dossier:
    """Begin the first part of a chain; what is no chain stays as it is."""
    hops = queries.hops_of(root.procedure)
    if not hops:
        return root
    root.case = cases.follow(root.pk, "chain", at=at)
    _begin_part(root, hops[0], actor=actor, at=at)
    return root


@transaction.atomic
def went(dossier: Dossier, step: str, *, actor: Actor, at: datetime) -> None:
    """Bring a chain in line with a step that one of its dossiers has just taken."""
    if dossier.case.parent_id:
        _part_went(dossier, step, actor=actor, at=at)
    elif step in WITH_ITS_ROOT | {"return"}:
        _root_went(dossier, step, at=at)


def refuse_for_a_root(case_id: int, step: str) -> None:
    """Refuse what the root of a chain only does after one of its parts."""
    if step not in OF_A_ROOT and Case.objects.filter(parent=case_id).exists():
        raise Refused(
            "Hồ sơ liên thông đi theo các chặng của nó: hãy làm bước này ở chặng đang "
            "mở."
        )


@transaction.atomic
def go_on(root: Dossier, *, actor: Actor, at: datetime) -> Dossier:
    """Begin the next part although the one before it came to nothing.

    A part that was refused does not begin the next by itself: somebody at the counter
    decides whether the rest still makes sense.
    """
    actor.require(RECEIVE, root.case.received_unit_id)
    cases.locked(root.pk, actor=actor)
    open_parts = [c for c in queries.children(root) if not c.case.finished_at]
    if open_parts:
        raise Refused(f"Chặng «{open_parts[0].title}» chưa xong.")
    _next_part(root, actor=actor, at=at)
    return root


def _part_went(part: Dossier, step: str, *, actor: Actor, at: datetime) -> None:
    root = Dossier.objects.select_related("case", "procedure").get(
        pk=part.case.parent_id
    )
    if step == "undo":
        if (part.case.state in PAUSED) != (root.case.state in PAUSED):
            cases.unfollow(root.pk, at=at)
    elif step in WITH_ITS_PART:
        cases.follow(root.pk, step, at=at, note=part.title)
    elif part.case.state == State.READY:
        _next_part(root, actor=actor, at=at)


def _root_went(root: Dossier, step: str, *, at: datetime) -> None:
    for part in queries.children(root):
        is_open = part.case.closed_at is None
        if step == "return" and part.case.state == State.READY:
            cases.follow(part.pk, "return", at=at)
        elif step in WITH_ITS_ROOT and is_open and part.case.finished_at is None:
            cases.follow(part.pk, "withdraw", at=at, note="Hồ sơ liên thông kết thúc")


def _next_part(root: Dossier, *, actor: Actor, at: datetime) -> None:
    hop = queries.next_hop(root)
    if hop:
        _begin_part(root, hop, actor=actor, at=at)
    else:
        cases.follow(root.pk, "chain_done", at=at, to_unit=root.case.received_unit_id)
        messages.tell(root, Occasion.READY, actor=actor, at=at)


def _begin_part(root: Dossier, hop: Hop, *, actor: Actor, at: datetime) -> Dossier:
    """Open the dossier of a part and send it to its agency at once."""
    where = queries.route_of_hop(root.case.received_unit_id, hop)
    counter = root.case.received_unit_id
    code = f"{root.case.code}.{hop.number}"
    case = cases.open_case(
        NewCase(
            kind=KIND,
            code=code,
            limit=queries.limit_of(hop),
            received_unit_id=counter,
            decides_unit_id=where.decides_unit_id if where else counter,
            unit_id=where.unit_id if where else counter,
            tokens=tuple(tokens(names=[root.owner_name, hop.name], codes=[code])),
            parent=root.case,
        ),
        actor=actor,
        at=at,
    )
    return Dossier.objects.create(
        case=case,
        procedure=root.procedure,
        hop=hop,
        channel=root.channel,
        owner=root.owner,
        owner_name=root.owner_name,
        owner_key=root.owner_key,
        submitter=root.submitter,
        submitter_name=root.submitter_name,
        address=root.address,
        phone=root.phone,
        email=root.email,
        is_same_day=False,
        return_way=root.return_way,
        notify_way=root.notify_way,
        token=secrets.token_urlsafe(12),
    )
