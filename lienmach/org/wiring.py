"""What this room makes known to the frame, and its rights; read when Django starts."""

from django.http import HttpRequest

from lienmach.base.navigation import Entry, Office, Place
from lienmach.base.navigation import registry as navigation
from lienmach.org import registry
from lienmach.org.queries import Desk, is_demo

registry.right("org.units", "Quản lý đơn vị", "quantri", "noivu")
registry.right("org.people", "Quản lý người dùng, giao quyền", "quantri")
registry.right("org.roles", "Sửa vai trò", "quantri")
registry.right("org.audit", "Xem nhật ký", "quantri", "thanhtra")


def _office(request: HttpRequest) -> Office:
    desk: Desk | None = getattr(request, "desk", None)
    if desk is None:
        return Office(is_demo=is_demo())
    here = desk.here
    places = [
        Place(
            place.unit_id,
            place.name,
            "lưu trữ" if place.has_ended else place.title,
            place == here,
        )
        for place in desk.workplaces
    ]
    return Office(
        name=here.short_name,
        note="đơn vị đã kết thúc, xem như lưu trữ" if here.has_ended else "",
        is_demo=desk.is_demo,
        title=here.title,
        places=tuple(places) if len(places) > 1 else (),
    )


navigation.office = _office
navigation.sign_out = "org:sign_out"
navigation.change_place = "org:change_place"
navigation.add_account(
    Entry("Tài khoản của tôi", "circle-user-round", "org:account", 10),
    Entry("Đổi mật khẩu", "key-round", "org:password", 20),
)
