from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import conditional_page

from lienmach.interop.views import (  # noqa: F401 - each adds its operations
    dossiers,
    figures,
    look_up,
    me,
    pages,
    procedures,
    reports,
    units,
)
from lienmach.interop.views.api import PREFIX, api, unasked

app_name = "interop"


def _operations() -> list[URLPattern]:
    """The operations, each of which lets in by itself whom it lets in."""
    found = []
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name != "api-root":
            view = _only_asked(conditional_page(pattern.callback), str(pattern.pattern))
            pattern.callback = login_not_required(view)
            found.append(pattern)
    return found


def _only_asked(
    view: Callable[..., HttpResponse], route: str
) -> Callable[..., HttpResponse]:
    """A parameter that the operation does not have is told; HEAD asks as GET does."""
    path = PREFIX + route.replace("<", "{").replace(">", "}")

    @wraps(view)
    def asked(request: HttpRequest, **named: str) -> HttpResponse:
        told = pages.described()["paths"][path]["get"]["parameters"]
        known = {one["name"] for one in told if one["in"] == "query"}
        if strange := request.GET.keys() - known:
            return unasked(request, strange)
        if request.method == "HEAD":
            request.method = "GET"
        return view(request, **named)

    return asked


urlpatterns = [
    path("", pages.index, name="index"),
    path("openapi.json", pages.description, name="openapi"),
    *_operations(),
]
