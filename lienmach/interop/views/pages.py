"""What the API is, for people and for programs."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import conditional_page, require_safe

from lienmach.interop.views.api import PREFIX, TAGS, WORDS, api


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    said: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Told:
    """An operation as its page tells it."""

    key: str
    path: str
    summary: str
    text: str
    tag: str
    parameters: list[Parameter]
    is_open: bool


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The operations in words; the same that the description tells programs."""
    shown = {
        "operations": operations(),
        "base": request.build_absolute_uri(PREFIX),
        "most": settings.API_PER_MINUTE,
    }
    return render(request, "interop/index.html", shown)


@login_not_required
@require_safe
@conditional_page
def description(request: HttpRequest) -> HttpResponse:
    return JsonResponse(described(), json_dumps_params=WORDS)


@cache
def described() -> dict[str, Any]:
    """The description of every operation; it changes with the code alone."""
    return api.get_openapi_schema(path_prefix=PREFIX)


def operations() -> list[Told]:
    found = []
    for path, methods in described()["paths"].items():
        of = methods["get"]
        parameters = [
            Parameter(one["name"], one.get("description", ""), one["required"])
            for one in of["parameters"]
        ]
        found.append(
            Told(
                of["operationId"],
                path,
                of["summary"],
                of.get("description", ""),
                of["tags"][0],
                parameters,
                is_open="security" not in of,
            )
        )
    return sorted(found, key=lambda told: TAGS.index(told.tag))
