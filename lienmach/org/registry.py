"""What the rooms above make known to this one, and the lists that it begins with.

A room's ``wiring`` registers the rights its actions ask for, with the roles that hold
them, and how a person's open work is counted and handed over.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from lienmach.base.actor import Actor

# Code, name, first day, first day on which the law knows it no more.
LEVELS = (
    ("national", "Trung ương", date(1945, 9, 2), None),
    ("province", "Cấp tỉnh", date(1945, 9, 2), None),
    ("district", "Cấp huyện", date(1945, 9, 2), date(2025, 7, 1)),
    ("commune", "Cấp xã", date(1945, 9, 2), None),
)
KINDS = (
    ("committee", "Ủy ban nhân dân"),
    ("council", "Hội đồng nhân dân"),
    ("division", "Cơ quan, phòng chuyên môn"),
    ("one_stop", "Trung tâm, bộ phận một cửa"),
    ("public_unit", "Đơn vị sự nghiệp công lập"),
    ("vertical", "Cơ quan ngành dọc"),
    ("party", "Cơ quan đảng, đoàn thể"),
    ("team", "Tổ, nhóm công tác"),
    ("other", "Đơn vị khác"),
)
# Code, name, what for. The codes are what people type into a list to be imported.
ROLES = (
    ("quay", "Cán bộ một cửa", "tiếp nhận hồ sơ, trả kết quả tại quầy"),
    ("chuyenvien", "Chuyên viên", "thụ lý hồ sơ và nhiệm vụ được giao"),
    ("lanhdao", "Lãnh đạo", "ký, chỉ đạo, xem điều hành"),
    ("noivu", "Nội vụ", "báo cáo, chỉ số, tổ chức bộ máy"),
    ("tuphap", "Tư pháp", "thủ tục hành chính, văn bản pháp luật"),
    ("xa", "Đầu mối báo cáo", "điền biểu, cập nhật nhiệm vụ của đơn vị"),
    ("thanhtra", "Thanh tra, kiểm tra", "kiểm tra, xem nhật ký"),
    ("quantri", "Quản trị", "đơn vị, người dùng, danh mục, nhật ký"),
)


@dataclass(frozen=True, slots=True)
class Right:
    """What an action asks for, and the roles that hold it unless an office says no."""

    code: str
    label: str
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class OpenWork:
    """One sort of work that a person may hold when leaving.

    ``count(person_id)`` says how much; ``hand_over(from, to, actor, at)`` gives all of
    it to another person and says how much that was.
    """

    code: str
    label: str
    count: Callable[[int], int]
    hand_over: Callable[[int, int, Actor, datetime], int]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the administration, shown to those who hold the right to it."""

    label: str
    text: str
    icon: str
    url_name: str
    right: str


_sections: list[Section] = []
_rights: dict[str, Right] = {}
_open_work: dict[str, OpenWork] = {}


def right(code: str, label: str, *roles: str) -> None:
    """Register a right («room.verb») with its words and the roles that hold it."""
    new = Right(code, label, frozenset(roles))
    unknown = new.roles - {role for role, *_ in ROLES}
    if unknown or _rights.setdefault(code, new) != new:
        raise ValueError(f"Right {code!r}: twice, or for unknown roles {unknown}")


def open_work(new: OpenWork) -> None:
    if _open_work.setdefault(new.code, new) != new:
        raise ValueError(f"Open work {new.code!r} is registered twice")


def section(*new: Section) -> None:
    """Put parts of the administration on its first page, in the order of the rooms."""
    _sections.extend(new)


def sections() -> list[Section]:
    return list(_sections)


def rights() -> list[Right]:
    return sorted(_rights.values(), key=lambda right: right.code)


def kinds_of_open_work() -> list[OpenWork]:
    return list(_open_work.values())


def rights_of(
    role: str, added: Iterable[str], removed: Iterable[str]
) -> frozenset[str]:
    """The rights of a role: what it comes with and what this office has changed."""
    given = {right.code for right in _rights.values() if role in right.roles}
    return frozenset((given | set(added)) - set(removed))
