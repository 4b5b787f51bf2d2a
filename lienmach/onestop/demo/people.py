"""People and organisations for the demo, put together by chance from lists of words.

None of them exists: no province has the first three digits of their identity numbers,
no telephone number begins like theirs, no tax office has their number's.
"""

from datetime import date, timedelta
from random import Random

from lienmach.base.rows import Rows
from lienmach.base.search import lexemes
from lienmach.calc.text import fold
from lienmach.onestop.actions.people import NewParty
from lienmach.onestop.models import Party

SURNAMES = (
    *("Nguyễn",) * 9,
    *("Trần",) * 5,
    *("Lê",) * 4,
    *("Phạm",) * 3,
    *("Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý"),
    *("Đoàn", "Lương", "Trịnh", "Mai", "Tô", "Hà", "Cao", "Thái", "Châu", "Đinh"),
)
MIDDLE = {
    "nam": ("Văn", "Văn", "Hữu", "Đức", "Minh", "Quang", "Công", "Thanh", "Xuân"),
    "nữ": ("Thị", "Thị", "Thị", "Ngọc", "Thu", "Thanh", "Kim", "Mỹ", "Bích"),
}
GIVEN = {
    "nam": (
        *("An", "Bảo", "Cường", "Dũng", "Đạt", "Giang", "Hải", "Hiếu", "Hòa", "Hùng"),
        *("Khánh", "Khôi", "Lâm", "Long", "Lộc", "Nam", "Nghĩa", "Nhân", "Phong"),
        *("Phúc", "Quân", "Sơn", "Tài", "Tân", "Thành", "Thịnh", "Toàn", "Trí", "Vinh"),
    ),
    "nữ": (
        *("Ánh", "Bình", "Chi", "Diễm", "Dung", "Đào", "Giang", "Hà", "Hạnh", "Hiền"),
        *("Hoa", "Hồng", "Huệ", "Hương", "Lan", "Liên", "Loan", "Mai", "Nga", "Ngân"),
        *("Nhung", "Oanh", "Phương", "Quyên", "Thảo", "Thúy", "Trang", "Tuyết", "Yến"),
    ),
}
TRADES = (
    *("Vật liệu xây dựng", "Nông sản", "May mặc", "Cơ khí", "Vận tải", "Thủy sản"),
    *("Nội thất", "Thương mại dịch vụ", "Điện lạnh", "Dược liệu"),
)
MARKS = ("An Lạc", "Bình Minh Khê", "Hạc Vàng", "Lam Tước", "Lựu Đỏ", "Mây Xanh")
STREETS = ("Trúc Bạch Lĩnh", "Hạc Vũ", "Lựu Hoa", "Quế Lâm Khê", "Suối Mây", "Bến Dao")
NOWHERE = "999"  # no province's


class Crowd:
    """Those who come to a counter; some of them come again."""

    def __init__(self, rows: Rows, dice: Random, place: str) -> None:
        self.rows, self.dice, self.place = rows, dice, place
        self.known: list[Party] = []

    def somebody(self) -> Party:
        if self.known and self.dice.random() < 0.15:
            return self.dice.choice(self.known)
        party = self._met(self._person())
        self.known.append(party)
        return party

    def organisation(self) -> Party:
        return self._met(self._firm())

    def name(self) -> str:
        """A name alone, for those who only sign or carry something."""
        sex = self.dice.choice(("nam", "nữ"))
        words = (SURNAMES, MIDDLE[sex], GIVEN[sex])
        return " ".join(self.dice.choice(each) for each in words)

    def _person(self) -> NewParty:
        born = date(1948, 1, 1) + timedelta(days=self.dice.randrange(365 * 58))
        return NewParty(
            self.name(),
            self._number(NOWHERE, 12),
            born_on=born,
            address=self._address(),
            phone=self._phone(),
        )

    def _firm(self) -> NewParty:
        trade, mark = self.dice.choice(TRADES), self.dice.choice(MARKS)
        return NewParty(
            f"Công ty TNHH {trade} {mark}",
            self._number("99", 10),
            kind=Party.Kind.ORGANISATION,
            address=self._address(),
            phone=self._phone(),
        )

    def _met(self, new: NewParty) -> Party:
        return self.rows.add(
            Party(
                kind=new.kind,
                id_number=new.id_number,
                name=new.name,
                name_key=fold(new.name),
                born_on=new.born_on,
                born_year=new.born_on.year if new.born_on else None,
                address=new.address,
                phone=new.phone,
                tokens=lexemes(new.tokens()),
            )
        )

    def _number(self, begin: str, length: int) -> str:
        """Drawn by chance, and by how many there are, so that none comes twice."""
        count = len(self.rows.all(Party))
        free = length - len(begin) - 5
        drawn = self.dice.randrange(10**free)
        return f"{begin}{drawn:0{free}}{count:05}"

    def _address(self) -> str:
        house = f"Số {self.dice.randrange(1, 240)} đường {self.dice.choice(STREETS)}"
        if self.dice.random() < 0.5:
            house = (
                f"Tổ {self.dice.randrange(1, 14)}, khu phố {self.dice.randrange(1, 9)}"
            )
        return f"{house}, {self.place}"

    def _phone(self) -> str:
        return f"0100{self.dice.randrange(10**6):06}"
