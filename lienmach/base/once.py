"""A form that is sent twice does its work once.

The key of a form (tag ``once``) and the answer to it are written in the transaction
that did the work. A second sending waits for the first and gets the same answer. What
was refused is not kept: it may be put right and sent again.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from lienmach.base.models import Answer

KEPT = timedelta(days=1)
FIELD = "khoa"


class OnceMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = request.POST.get(FIELD) if request.method == "POST" else None
        if not token or not request.user.is_authenticated:
            return self.get_response(request)
        key = _key(request, token)
        with transaction.atomic():
            if not _is_first(key):
                return _again(Answer.objects.get(pk=key))
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            elif response.status_code >= 400 or not isinstance(response, HttpResponse):
                Answer.objects.filter(pk=key).delete()
            else:
                _keep(key, response)
        return response


def _key(request: HttpRequest, token: str) -> UUID:
    """The same form of the same person, with the same contents."""
    hashed = hashlib.sha256(f"{request.user.pk} {request.path} {token}".encode())
    for name, values in sorted(request.POST.lists()):
        if name != "csrfmiddlewaretoken":
            hashed.update(repr((name, values)).encode())
    for name, uploads in sorted(request.FILES.lists()):
        hashed.update(repr((name, [(u.name, u.size) for u in uploads])).encode())
    return uuid5(UUID(int=0), hashed.hexdigest())


def _is_first(key: UUID) -> bool:
    """Write the key; where another request has just written it, wait for its end."""
    now = timezone.now()
    with connection.cursor() as cursor:
        if key.int % 100 == 0:  # now and then: no timer is needed
            cursor.execute("DELETE FROM base_answer WHERE at < %s", [now - KEPT])
        cursor.execute(
            "INSERT INTO base_answer (key, at, status, headers, body)"
            " VALUES (%s, %s, 0, '{}', '') ON CONFLICT DO NOTHING",
            [key, now],
        )
        return bool(cursor.rowcount)


def _keep(key: UUID, response: HttpResponse) -> None:
    headers = json.dumps(dict(response.headers))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE base_answer SET status = %s, headers = %s, body = %s"
            " WHERE key = %s",
            [response.status_code, headers, response.content, key],
        )


def _again(kept: Answer) -> HttpResponse:
    return HttpResponse(bytes(kept.body), status=kept.status, headers=kept.headers)
