from django.http import Http404

from lienmach.base.http import Request
from lienmach.tasks.flow import GIVE, SEE
from lienmach.tasks.models import Mandate, Task
from lienmach.tasks.queries import tasks as queries


def found(request: Request, code: str) -> Task:
    """The task of a code, as its page shows it, if the actor may see it."""
    request.actor.require(SEE)
    rows = queries.with_proofs(queries.tasks(request.actor))
    held = rows.filter(case__code=code).first()
    if held is None:
        raise Http404(code)
    return held


def found_mandate(
    request: Request, pk: int, *, to_give: bool = False, withdrawn: bool = False
) -> Mandate:
    """The document of a number; ``to_give`` for who looks after it only."""
    request.actor.require(SEE)
    rows = queries.mandates(request.actor, withdrawn=withdrawn)
    held = rows.filter(pk=pk).first()
    if held is None:
        raise Http404(pk)
    if to_give:
        request.actor.require(GIVE, held.unit_id)
    return held
