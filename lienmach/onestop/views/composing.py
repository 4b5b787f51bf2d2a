"""What a form of a step is, for the modules that make them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from lienmach.base.forms import Form
from lienmach.base.http import Request
from lienmach.onestop.models import Dossier

Extra = dict[str, Any]
Sent = QueryDict | None


@dataclass(frozen=True)
class Composer:
    """``said`` is what the toast says; ``words`` what the button does."""

    name: str
    title: str
    words: str
    said: str
    form: Callable[[Request, Dossier, Sent], Form]
    act: Callable[[Request, Dossier, Any], None]
    beside: Callable[[Request, Dossier], Extra] = lambda request, dossier: {}
    is_grave: bool = False


def now() -> datetime:
    return timezone.now()


def number_of(request: Request) -> int | None:
    sent = request.POST.get("number", "")
    return int(sent) if sent.isdecimal() and len(sent) < 9 else None
