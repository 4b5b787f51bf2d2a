"""What this room makes known to the frame, and its rights; read when Django starts."""

from django.http import HttpRequest

from lienmach.base.navigation import Entry, Office, Place
from lienmach.base.navigation import registry as navigation
from lienmach.base.palette import Source
from lienmach.base.palette import add as look_in
from lienmach.org import registry
from lienmach.org.middleware import elsewhere
from lienmach.org.queries import Desk, is_demo, palette
from lienmach.org.registry import Section

registry.right(
    "org.admin", "Mở phần quản trị", "quantri", "noivu", "tuphap", "thanhtra"
)
registry.right("org.units", "Quản lý đơn vị", "quantri", "noivu")
registry.right("org.people", "Quản lý người dùng, giao quyền", "quantri")
registry.right("org.roles", "Sửa vai trò", "quantri")
registry.right("org.audit", "Xem nhật ký", "quantri", "thanhtra")
registry.section(
    Section(
        "Đơn vị",
        "Cây đơn vị theo ngày; thành lập, đổi tên, sáp nhập, chia tách",
        "network",
        "org:units",
        "org.units",
    ),
    Section(
        "Người dùng",
        "Tài khoản, vị trí công tác, giao quyền theo thời gian",
        "users",
        "org:people",
        "org.people",
    ),
    Section(
        "Vai trò", "Mỗi vai trò được làm những gì", "badge", "org:roles", "org.roles"
    ),
    Section(
        "Nhật ký",
        "Ai đã làm gì, lúc nào; không sửa, không xóa được",
        "scroll-text",
        "org:audit",
        "org.audit",
    ),
)


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
navigation.elsewhere = elsewhere
navigation.change_place = "org:change_place"
navigation.add(Entry("Quản trị", "settings", "org:admin", 90, "org.admin"))
navigation.add_account(
    Entry("Tài khoản của tôi", "circle-user-round", "org:account", 10),
    Entry("Đổi mật khẩu", "key-round", "org:password", 20),
)
look_in(Source("Quản trị", "settings", 40, palette.sections))
