"""Who asks: by a token, or by the session of somebody signed in."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja.errors import AuthenticationError
from ninja.security import APIKeyCookie, HttpBearer

from lienmach.base.actor import Actor
from lienmach.base.http import address_of
from lienmach.interop.actions import count_use
from lienmach.interop.views.api import Barred
from lienmach.org.actions.tokens import digest_of, note_use
from lienmach.org.middleware import UNIT
from lienmach.org.models import AccessToken, User
from lienmach.org.queries import Desk, NoDesk, desk_of
from lienmach.org.queries.tokens import by_digest


class Request(HttpRequest):
    """A request that was let in; ``token`` is None for whoever is signed in."""

    actor: Actor
    desk: Desk
    token: AccessToken | None


class Token(HttpBearer):
    """A token that is no good lets nobody in, even who is signed in besides; one that
    is used too often waits."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        now = timezone.now()
        found = by_digest(digest_of(token), at=now)
        if found is None:
            raise AuthenticationError(
                message="Mã truy cập không đúng, đã hết hạn hoặc đã thu hồi."
            )
        count_use(found, at=now)
        note_use(found, address=address_of(request), at=now)
        request.user = found.person
        actor = _let_in(request, found.person, found.unit_id, found)
        if actor.unit_id != found.unit_id:
            raise Barred(
                "Người của mã này không còn làm việc ở đơn vị ghi trong mã: tạo mã mới."
            )
        return actor


class Session(APIKeyCookie):
    """The session of an officer, for trying out in the browser."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        user = request.user
        if not isinstance(user, User):
            return None
        return _let_in(request, user, request.session.get(UNIT), None)


READERS = [Token(), Session()]


def _let_in(
    request: Any, person: User, unit_id: int | None, token: AccessToken | None
) -> Actor:
    """Put on the request what ``org.middleware`` puts on those of pages."""
    if person.must_change_password:
        raise Barred("Người của mã này phải đăng nhập và đổi mật khẩu trước.")
    try:
        request.desk = desk_of(
            person,
            on=timezone.localdate(),
            unit_id=unit_id,
            address=address_of(request),
        )
    except NoDesk as none:
        raise Barred(str(none)) from none
    request.token = token
    request.actor = request.desk.actor
    actor: Actor = request.actor
    return actor
