from django.contrib.auth.decorators import login_not_required
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
from lienmach.interop.views.api import api

app_name = "interop"


def _operations() -> list[URLPattern]:
    """The operations, each of which lets in by itself whom it lets in."""
    found = []
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name != "api-root":
            pattern.callback = login_not_required(conditional_page(pattern.callback))
            found.append(pattern)
    return found


urlpatterns = [
    path("", pages.index, name="index"),
    path("openapi.json", pages.description, name="openapi"),
    *_operations(),
]
