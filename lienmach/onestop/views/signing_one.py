"""One draft is signed with a key file, on the page of its own dossier."""

from typing import Any

from django.http import QueryDict
from django.utils import timezone

from lienmach.base.forms import Form
from lienmach.base.http import Request
from lienmach.calc.local import day_of
from lienmach.calc.refusal import Refused
from lienmach.onestop.actions.signing import Chosen, sign_results
from lienmach.onestop.forms.signing import KeyForm
from lienmach.onestop.models import Dossier
from lienmach.onestop.queries import signing
from lienmach.org.queries.trusted import trial_key
from lienmach.registers.queries import next_number


def form(request: Request, dossier: Dossier, sent: QueryDict | None) -> Form:
    return KeyForm(sent, request.FILES if sent is not None else None)


def beside(request: Request, dossier: Dossier) -> dict[str, Any]:
    """What is signed, and the number that it would get now."""
    now = timezone.now()
    one = next(iter(signing.waiting(request.actor, now=now, only=[dossier.pk])), None)
    following = None
    if one and one.head and one.head.wants_number and not one.problem:
        unit, year = request.actor.unit_id, day_of(now).year
        following = next_number(unit, one.head.symbol, year)
    return {
        "to_sign": one,
        "next_number": following,
        "has_trial": trial_key(request.user.get_username()) is not None,
    }


def act(request: Request, dossier: Dossier, form: KeyForm) -> None:
    """Sign the draft that the page has shown, as the page of many does."""
    found = signing.waiting(request.actor, now=timezone.now(), only=[dossier.pk])
    draft = found[0].draft if found else None
    seen = f"{draft.pk if draft else 0}.{request.POST.get('number', '')}"
    told = sign_results(
        found,
        {dossier.pk: Chosen(seen)},
        form.key(),
        signer=str(request.user),
        actor=request.actor,
        at=timezone.now(),
        as_it_is=form.cleaned_data["nguyen"],
    )
    for why in told.refused.values():
        raise Refused(why)
