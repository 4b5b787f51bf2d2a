"""The offices of the demo: all of it is made up, and marked so in the database.

A room that has something to show in the demo has a module ``demo`` with a function
``load(*, at)``; ``manage.py load_demo`` calls each once, lower rooms first. It finds
the units here by their codes and the people by their names to sign in with.

*History* is a town of three levels with nine communes and wards that ended with its
level on 1 July 2025; *today* is a ward of two levels, begun on that day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password

from lienmach.org.actions import people, units
from lienmach.org.actions.contacts import NewContact, set_contact, speak_for
from lienmach.org.actions.lists import complete_lists
from lienmach.org.actions.people import NewPerson
from lienmach.org.actions.units import NewUnit, Shape
from lienmach.org.models import Decision, Level, Role, Unit, UnitKind, User

PASSWORD = "Thu-Nghiem-2026"  # noqa: S105 - made to be read: the demo's, on every start
PROVINCE, HISTORY, TODAY = "X99", "X99.16", "X99.50"
BEGAN, TURN = date(2011, 11, 15), date(2025, 7, 1)


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody to sign in as; ``reach`` is where the role is held, which is called like
    the account where nothing else is said."""

    username: str
    name: str
    title: str
    unit: str
    reach: tuple[str, ...]
    said: str
    role: str = ""


ACCOUNTS = (
    Account(
        "quay",
        "Trần Thị Lan Chi",
        "Cán bộ một cửa",
        f"{TODAY}.04",
        (f"{TODAY}.04",),
        "cán bộ một cửa",
    ),
    Account(
        "chuyenvien",
        "Lê Hữu Tuấn Kha",
        "Chuyên viên",
        f"{TODAY}.02",
        (f"{TODAY}.02",),
        "chuyên viên thụ lý",
    ),
    Account(
        "lanhdao",
        "Phạm Quang Đoan",
        "Phó Chủ tịch",
        TODAY,
        (TODAY, HISTORY),
        "lãnh đạo; ký cả báo cáo của thị xã trước 7/2025",
    ),
    Account(
        "noivu",
        "Nguyễn Thị Thảo Ước",
        "Chuyên viên nội vụ",
        f"{TODAY}.03",
        (TODAY, HISTORY),
        "nội vụ: báo cáo, chỉ số; cả thị xã trước 7/2025",
    ),
    Account(
        "tuphap",
        "Đỗ Minh Ngữ",
        "Công chức tư pháp – hộ tịch",
        f"{TODAY}.01",
        (TODAY, HISTORY),
        "tư pháp: thủ tục, văn bản, báo cáo kiểm soát thủ tục",
    ),
    Account(
        "xa",
        "Hồ Thị Ẩn",
        "",
        "",
        (f"{HISTORY}.46",),
        "đầu mối báo cáo một xã trước 7/2025",
    ),
    Account(
        "thanhtra",
        "Võ Đình Trực",
        "Thành viên",
        f"{TODAY}.05",
        (TODAY,),
        "thanh tra, kiểm tra",
    ),
    Account(
        "quantri",
        "Bùi Thị Quỳnh",
        "Quản trị hệ thống",
        f"{TODAY}.01",
        (PROVINCE,),
        "quản trị",
    ),
    Account(
        "tinh",
        "Hà Thị Mộc Miên",
        "Chuyên viên",
        f"{PROVINCE}.02",
        (PROVINCE,),
        "Sở Nội vụ tỉnh: báo cáo, chỉ số của cả tỉnh",
        "noivu",
    ),
    Account(
        "lanhdaotinh",
        "Lê Đình Khải Ân",
        "Phó Chủ tịch",
        PROVINCE,
        (PROVINCE,),
        "lãnh đạo tỉnh: duyệt, ký báo cáo của tỉnh",
        "lanhdao",
    ),
)

# Code after that of the parent, name, kind.
PROVINCE_OFFICES = (
    ("01", "Văn phòng UBND tỉnh Lam Khê", "division"),
    ("02", "Sở Nội vụ tỉnh Lam Khê", "division"),
    ("03", "Sở Tư pháp tỉnh Lam Khê", "division"),
    ("04", "Thanh tra tỉnh Lam Khê", "division"),
)
TOWN_OFFICES = (
    ("01", "Văn phòng HĐND và UBND thị xã", "division"),
    ("02", "Phòng Nội vụ", "division"),
    ("03", "Phòng Tư pháp", "division"),
    ("04", "Phòng Tài chính – Kế hoạch", "division"),
    ("05", "Phòng Kinh tế", "division"),
    ("06", "Phòng Quản lý đô thị", "division"),
    ("07", "Phòng Tài nguyên và Môi trường", "division"),
    ("08", "Phòng Lao động – Thương binh và Xã hội", "division"),
    ("09", "Phòng Giáo dục và Đào tạo", "division"),
    ("10", "Phòng Văn hóa và Thông tin", "division"),
    ("11", "Phòng Y tế", "division"),
    ("12", "Thanh tra thị xã", "division"),
    ("20", "Trung tâm Hành chính công thị xã", "one_stop"),
    ("21", "Trung tâm Văn hóa, Thông tin và Thể thao thị xã", "public_unit"),
    ("22", "Ban Quản lý dự án đầu tư xây dựng khu vực", "public_unit"),
    ("23", "Trung tâm Phát triển quỹ đất thị xã", "public_unit"),
    ("24", "Trung tâm Dịch vụ nông nghiệp thị xã", "public_unit"),
    ("25", "Hội Chữ thập đỏ thị xã", "public_unit"),
    ("30", "Chi nhánh Văn phòng đăng ký đất đai thị xã", "vertical"),
    ("31", "Chi cục Thuế khu vực", "vertical"),
    ("32", "Bảo hiểm xã hội thị xã", "vertical"),
    ("33", "Công an thị xã", "vertical"),
)
COMMUNES = (
    ("41", "phường Mộc Trà"),
    ("42", "phường Hạc Vũ"),
    ("43", "phường Bích Lựu"),
    ("44", "phường Tùng Nga"),
    ("45", "phường Lựu Giang"),
    ("46", "xã Mây Khê"),
    ("47", "xã Thạch Dao"),
    ("48", "xã Quế Vĩ"),
    ("49", "xã Trúc Lĩnh"),
)
# What the communes have become: code, name, and those that are wholly in it.
MERGERS = (
    ("X99.51", "phường Sao Khuê", ("41", "42", "43")),
    ("X99.52", "phường Lam Tước", ("44", "45")),
    ("X99.53", "xã Yên Hạc", ("46",)),
    ("X99.54", "xã Nguyệt Khê", ("48", "49")),
)
DIVIDED, AMONG = "47", ("X99.53", "X99.54")
WARD_OFFICES = (
    ("01", "Văn phòng HĐND và UBND phường", "division"),
    ("02", "Phòng Kinh tế, Hạ tầng và Đô thị", "division"),
    ("03", "Phòng Văn hóa – Xã hội", "division"),
    ("04", "Trung tâm Phục vụ hành chính công phường", "one_stop"),
    ("05", "Tổ kiểm tra công vụ", "team"),
    ("20", "Trung tâm Cung ứng dịch vụ sự nghiệp công phường", "public_unit"),
    ("21", "Trạm Y tế phường Ngọc Lựu", "public_unit"),
    ("30", "Công an phường Ngọc Lựu", "vertical"),
)
# The officers of the town, who sign in no more: code of the unit, title, name.
OFFICERS = (
    ("", "Chủ tịch", "Hoàng Kim Đường"),
    ("", "Phó Chủ tịch", "Đặng Thị Yên Nhiên"),
    ("01", "Chánh Văn phòng", "Mai Xuân Ngạn"),
    ("02", "Trưởng phòng", "Lương Thị Hoài Ân"),
    ("02", "Chuyên viên", "Châu Gia Khiêm"),
    ("03", "Trưởng phòng", "Tạ Đức Uy"),
    ("03", "Chuyên viên", "Kiều Thị Oanh Vũ"),
    ("05", "Trưởng phòng", "Đinh Công Nghiêm"),
    ("06", "Trưởng phòng", "Phùng Bá Ước"),
    ("06", "Chuyên viên", "Trịnh Thị Ý Như"),
    ("07", "Trưởng phòng", "Lưu Trọng Khuê"),
    ("07", "Chuyên viên", "Ngô Thị Ánh Dao"),
    ("08", "Trưởng phòng", "Quách Văn Đệ"),
    ("20", "Giám đốc", "Cao Thị Ngân Hà My"),
    ("20", "Cán bộ một cửa", "Tô Hữu Ẩm"),
    ("20", "Cán bộ một cửa", "Từ Thị Ỷ Lan"),
    ("30", "Giám đốc", "Vương Đình Ổn"),
    ("41", "Công chức một cửa", "La Thị Út Hiền"),
    ("42", "Công chức một cửa", "Đoàn Bảo Ngữ"),
    ("43", "Công chức một cửa", "Lâm Thị Ý"),
    ("44", "Công chức một cửa", "Thái Văn Ở"),
    ("45", "Công chức một cửa", "Chu Thị Ái Mơ"),
    ("46", "Công chức một cửa", "Âu Dương Nghĩa"),
    ("47", "Công chức một cửa", "Khổng Thị Ơn"),
    ("48", "Công chức một cửa", "Tăng Văn Ưng"),
    ("49", "Công chức một cửa", "Giang Thị Êm"),
    ("04", "Chuyên viên", "Ứng Thị Diễm Kha"),
    ("05", "Chuyên viên", "Ông Ích Ngạn"),
    ("08", "Chuyên viên", "Ninh Thị Ỷ Ngân"),
    ("09", "Chuyên viên", "Khúc Văn Ẩn"),
    ("10", "Chuyên viên", "Lục Thị Ánh Êm"),
    ("30", "Viên chức đăng ký đất đai", "Tiêu Bá Ngữ"),
    ("30", "Viên chức đăng ký đất đai", "Sầm Thị Yên Ước"),
    ("30", "Viên chức đăng ký đất đai", "Nhữ Đình Ức"),
)
# The colleagues of today's accounts, so that lists and choices are not of one person.
COLLEAGUES = (
    ("", "Chủ tịch", "Triệu Thị Đông Nghi", "lanhdao"),
    ("01", "Chánh Văn phòng", "Viên Ngọc Áng", "chuyenvien"),
    ("02", "Trưởng phòng", "Nghiêm Văn Ức", "lanhdao"),
    ("02", "Chuyên viên", "Sử Thị Hồng Ẩm", "chuyenvien"),
    ("03", "Trưởng phòng", "Mạc Thị Yến Oanh", "lanhdao"),
    ("03", "Chuyên viên", "Doãn Quốc Ý", "chuyenvien"),
    ("04", "Giám đốc", "Lều Thị Uyên", "lanhdao"),
    ("04", "Cán bộ một cửa", "Bạch Văn Ân", "quay"),
    ("30", "Cán bộ cư trú", "Ngụy Thị Ơn", "chuyenvien"),
)
CONTACTS = (
    (TODAY, "1900 0000", "Số 2 đường Bờ Sông, phường Ngọc Lựu", ""),
    (
        f"{TODAY}.04",
        "1900 0000",
        "Số 2 đường Bờ Sông, phường Ngọc Lựu",
        "tầng 1, cửa bên phải",
    ),
)
HEADS = ("Chủ tịch", "Chánh Văn phòng", "Trưởng phòng", "Giám đốc")


def load(*, at: datetime) -> None:
    """Make both offices, their people and the accounts to sign in with."""
    complete_lists()
    _Founding(at).all()
    for code, phone, address, hint in CONTACTS:
        new = NewContact(phone, address, hint)
        set_contact(unit(code), new, on=TURN, actor=None, at=at)
    speak_for(unit(TODAY), actor=None, at=at)


def account(username: str) -> User:
    """The person of a demo account, for the rooms that load after this one."""
    return User.objects.get(username=username)


def unit(code: str) -> Unit:
    return Unit.objects.get(code=code)


class _Founding:
    """The founding of it all, in the order in which it would have happened."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.kinds = {kind.code: kind for kind in UnitKind.objects.all()}
        self.levels = {level.code: level for level in Level.objects.all()}
        self.roles = {role.code: role for role in Role.objects.all()}
        self.units: dict[str, Unit] = {}
        self.password = make_password(PASSWORD)  # once: it takes its time on purpose

    def all(self) -> None:
        self._province()
        self._town()
        self._officers()
        self._turn()
        self._ward()
        self._colleagues()
        self._accounts()

    def _province(self) -> None:
        name = "UBND tỉnh Lam Khê"
        self._found(PROVINCE, name, "committee", "province", None, BEGAN)
        self._offices(PROVINCE, PROVINCE_OFFICES, "province", BEGAN)

    def _town(self) -> None:
        town = "UBND thị xã Sao Khuê"
        self._found(HISTORY, town, "committee", "district", PROVINCE, BEGAN)
        council = "HĐND thị xã Sao Khuê"
        self._found(f"{HISTORY}.00", council, "council", "district", HISTORY, BEGAN)
        self._offices(HISTORY, TOWN_OFFICES, "district", BEGAN)
        for short, name in COMMUNES:
            code = f"{HISTORY}.{short}"
            self._found(code, f"UBND {name}", "committee", "commune", HISTORY, BEGAN)
            desk = f"Bộ phận Tiếp nhận và Trả kết quả {name}"
            self._found(f"{code}.01", desk, "one_stop", "commune", code, BEGAN)

    def _officers(self) -> None:
        heads: set[str] = set()
        for n, (short, title, name) in enumerate(OFFICERS, 1):
            code = f"{HISTORY}.{short}" if short else HISTORY
            new = NewPerson(
                username=f"sk{n:02}",
                name=name,
                unit=self.units[f"{code}.01" if short >= "41" else code],
                title=title,
                is_head=title in HEADS and code not in heads,
                until=TURN,
                signs_in=False,
            )
            heads.add(code)
            people.add(new, on=date(2021, 6, 1), actor=None, at=self.at)

    def _turn(self) -> None:
        """On 1 July 2025 the communes are merged, one divided, and the town ends."""
        merger = Decision(
            number="999/NQ-UBTVQH15",
            signed_on=date(2025, 6, 16),
            issuer="Ủy ban Thường vụ Quốc hội",
            note="Sắp xếp các đơn vị hành chính cấp xã của tỉnh Lam Khê năm 2025",
        )
        for code, name, parts in MERGERS:
            shape = self._shape(f"UBND {name}", "committee", "commune", PROVINCE)
            ended = [self.units[f"{HISTORY}.{part}"] for part in parts]
            self._reorganise(ended, [NewUnit(code, shape)], merger)
            self.units[code] = unit(code)
        heirs = [self.units[code] for code in AMONG]
        self._reorganise([self.units[f"{HISTORY}.{DIVIDED}"]], heirs, merger)
        end_of_level = Decision(
            number="888/QĐ-UBND",
            signed_on=date(2025, 6, 27),
            issuer="UBND tỉnh Lam Khê",
            note="Kết thúc hoạt động của cấp huyện; bàn giao nhiệm vụ, hồ sơ, tài liệu",
        )
        heirs = [self.units[code] for code, *_ in MERGERS]
        self._reorganise([self.units[HISTORY]], heirs, end_of_level)

    def _ward(self) -> None:
        ward = "UBND phường Ngọc Lựu"
        self._found(TODAY, ward, "committee", "commune", PROVINCE, TURN)
        council = "HĐND phường Ngọc Lựu"
        self._found(f"{TODAY}.00", council, "council", "commune", TODAY, TURN)
        self._offices(TODAY, WARD_OFFICES, "commune", TURN)

    def _colleagues(self) -> None:
        for n, (short, title, name, role) in enumerate(COLLEAGUES, 1):
            new = NewPerson(
                username=f"nl{n:02}",
                name=name,
                unit=self.units[f"{TODAY}.{short}" if short else TODAY],
                title=title,
                is_head=title in HEADS,
                role=self.roles[role],
            )
            people.add(
                new,
                on=TURN,
                actor=None,
                at=self.at,
                known_hash=self.password,
            )

    def _accounts(self) -> None:
        for one in ACCOUNTS:
            home = self.units[one.unit or one.reach[0]]
            until = None if one.unit else TURN
            since = TURN if one.unit else date(2021, 6, 1)
            new = NewPerson(
                username=one.username,
                name=one.name,
                unit=home,
                title=one.title or "Công chức Văn phòng – Thống kê",
                until=until,
            )
            person, _ = people.add(
                new,
                on=since,
                actor=None,
                at=self.at,
                known_hash=self.password,
            )
            for code in one.reach:
                people.grant(
                    person,
                    self.roles[one.role or one.username],
                    self.units[code],
                    since=TURN,
                    until=None,
                    actor=None,
                    at=self.at,
                )

    def _offices(
        self, code: str, offices: Iterable[tuple[str, str, str]], level: str, on: date
    ) -> None:
        for short, name, kind in offices:
            self._found(f"{code}.{short}", name, kind, level, code, on)

    def _found(
        self, code: str, name: str, kind: str, level: str, parent: str | None, on: date
    ) -> None:
        new = NewUnit(code, self._shape(name, kind, level, parent))
        self.units[code] = units.found(
            new, on=on, decision=None, actor=None, at=self.at
        )

    def _shape(self, name: str, kind: str, level: str, parent: str | None) -> Shape:
        above = self.units[parent] if parent else None
        return Shape(name, self.kinds[kind], self.levels[level], above)

    def _reorganise(
        self, ended: list[Unit], into: list[Unit] | list[NewUnit], by: Decision
    ) -> None:
        units.reorganise(ended, into, on=TURN, decision=by, actor=None, at=self.at)
