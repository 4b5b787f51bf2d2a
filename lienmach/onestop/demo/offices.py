"""Who does what in the demo's offices: counters, desks behind them, those who sign."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from lienmach.onestop.models import Letterhead, Route
from lienmach.org.demo import COMMUNES, HISTORY, TODAY, unit
from lienmach.org.models import Post
from lienmach.registers.models import ProcedureField

# Fields, by the part of the unit's code behind that of the office.
TOWN_DESKS: Mapping[str, tuple[str, ...]] = {
    "03": ("Hộ tịch", "Chứng thực"),
    "05": ("Nông nghiệp", "Môi trường"),
    "06": ("Xây dựng", "Quy hoạch"),
    "04": ("Đăng ký kinh doanh",),
    "08": ("Bảo trợ xã hội", "Người có công"),
    "09": ("Giáo dục",),
    "10": ("Văn hóa",),
    "30": ("Đất đai",),
}
WARD_DESKS: Mapping[str, tuple[str, ...]] = {
    "01": ("Hộ tịch", "Chứng thực"),
    "02": (
        *("Đất đai", "Xây dựng", "Quy hoạch", "Đăng ký kinh doanh"),
        *("Môi trường", "Nông nghiệp"),
    ),
    "03": ("Bảo trợ xã hội", "Người có công", "Giáo dục", "Văn hóa"),
    "30": ("Cư trú",),
}
VERTICAL = "30"
# Of a counter: where it is, and whom to call.
LETTERHEADS = (
    (f"{HISTORY}.20", "Sao Khuê", "Số 1 đường Hồ Sen, thị xã Sao Khuê", "0200 000 000"),
    (
        f"{TODAY}.04",
        "Ngọc Lựu",
        "Số 2 đường Bờ Sông, phường Ngọc Lựu",
        "1900 0000",
    ),
)
OTHER_WORK = ("Quản trị hệ thống", "Chuyên viên nội vụ")


@dataclass(frozen=True, slots=True)
class Desk:
    """Where dossiers of some fields are handled, and who signs them.

    Without ``signer`` somebody signs who is not in the product: on paper.
    """

    unit: int
    decides: int
    officers: tuple[int, ...]
    signer: int | None
    signer_unit: int
    signer_name: str


@dataclass(frozen=True, slots=True)
class Office:
    counter: int
    code: str
    level: str
    place: str
    clerks: tuple[int, ...]
    desks: Mapping[str, Desk]

    def desk(self, field: str) -> Desk:
        return self.desks.get(field) or next(iter(self.desks.values()))


def letterheads(*, at: datetime) -> None:
    """What the forms of both counters say of the place and the telephone."""
    Letterhead.objects.bulk_create(
        Letterhead(
            unit=unit(code), place=place, address=address, hotline=call, changed_at=at
        )
        for code, place, address, call in LETTERHEADS
    )


def town(on: date) -> Office:
    """The centre of the town; the land office signs its own, on paper."""
    people = _People(on)
    chair = people.of(HISTORY, "Phó Chủ tịch")
    desks: dict[str, Desk] = {}
    for short, fields in TOWN_DESKS.items():
        code = f"{HISTORY}.{short}"
        desks |= dict.fromkeys(fields, _desk(code, people, chair, short == VERTICAL))
    return _office(f"{HISTORY}.20", "district", "thị xã Sao Khuê", desks, people)


def communes(on: date) -> list[Office]:
    """The desks of the communes: one officer each; the chair signs on paper."""
    people = _People(on)
    found = []
    for short, name in COMMUNES:
        code = f"{HISTORY}.{short}.01"
        officers = tuple(post.person_id for post in people.at(code))
        committee, counter = unit(f"{HISTORY}.{short}").pk, unit(code).pk
        desk = Desk(
            counter, committee, officers, None, committee, f"Chủ tịch UBND {name}"
        )
        fields = ProcedureField.objects.values_list("name", flat=True)
        desks = dict.fromkeys(fields, desk)
        found.append(_office(code, "commune", name, desks, people))
    return found


def ward(on: date) -> Office:
    people = _People(on)
    chair = people.of(TODAY, "Phó Chủ tịch")
    desks: dict[str, Desk] = {}
    for short, fields in WARD_DESKS.items():
        code = f"{TODAY}.{short}"
        desks |= dict.fromkeys(fields, _desk(code, people, chair, short == VERTICAL))
    return _office(f"{TODAY}.04", "commune", "phường Ngọc Lựu", desks, people)


def write_routes(office: Office) -> None:
    """Tell the counter where each field goes; what is of none goes to the first."""
    fields = {field.name: field for field in ProcedureField.objects.all()}
    first = office.desk("")
    wanted: list[tuple[ProcedureField | None, Desk]] = [(None, first)]
    wanted += [(fields[name], desk) for name, desk in office.desks.items()]
    Route.objects.bulk_create(
        Route(
            counter_id=office.counter,
            field=field,
            unit_id=desk.unit,
            decides_unit_id=desk.decides,
        )
        for field, desk in wanted
    )


class _People:
    """The posts of a day, by unit."""

    def __init__(self, on: date) -> None:
        self.posts: dict[str, list[Post]] = {}
        rows = Post.objects.in_force(on).select_related("unit", "person")
        for post in rows.order_by("pk"):
            self.posts.setdefault(post.unit.code, []).append(post)

    def at(self, code: str) -> list[Post]:
        return self.posts.get(code, [])

    def of(self, code: str, title: str) -> Post:
        return next(post for post in self.at(code) if post.title == title)


def _desk(code: str, people: _People, chair: Post, is_vertical: bool) -> Desk:
    here = people.at(code)
    working = [post for post in here if post.title not in OTHER_WORK]
    officers = [post for post in working if not post.is_head] or working
    pk = unit(code).pk
    if is_vertical:
        head = next((p for p in here if p.is_head), None)
        name = head.person.name if head else "Trưởng Công an phường"
        return Desk(pk, pk, _keys(officers), None, pk, name)
    signer = chair.person
    return Desk(pk, pk, _keys(officers), signer.pk, chair.unit_id, signer.name)


def _office(
    code: str, level: str, place: str, desks: Mapping[str, Desk], people: _People
) -> Office:
    clerks = [p for p in people.at(code) if not p.is_head]
    return Office(unit(code).pk, code, level, place, _keys(clerks), desks)


def _keys(posts: Iterable[Post]) -> tuple[int, ...]:
    return tuple(post.person_id for post in posts)
