"""Invented places, and the published documents that such reports cite."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

FIRST = (
    "An", "Bình", "Cẩm", "Đông", "Gia", "Hòa", "Kim", "Lạc", "Minh", "Nam", "Phú",
    "Quảng", "Sơn", "Tân", "Thanh", "Vĩnh", "Xuân", "Yên", "Ea", "Mường", "Trà",
)  # fmt: skip
SECOND = (
    "Thạc", "Khuê", "Lãm", "Điềm", "Nhuận", "Trữ", "Khoáng", "Vĩ", "Thuyên", "Ngạn",
    "Dẫn", "Súc", "Hoẵng", "Kênh", "Lũng", "Bãi", "Thưởng", "Quế", "Duệ", "Trì",
)  # fmt: skip
PEOPLE = (
    "Trần Khuê Lãm", "Lê Thị Điềm", "Phạm Nhuận Vĩ", "Hồ Thị Thuyên", "Đinh Công Trữ",
    "Võ Ngạn Sơn", "Bùi Thị Quế Duệ", "H’Len Niê Kênh",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Doc:
    """An official document: ``number`` as printed whole, and what it is about."""

    type: str
    number: str
    date: date
    issuer: str
    subject: str


def _law(line: str) -> Doc:
    kind, number, day, issuer, subject = line.split("|")
    return Doc(kind, number, date.fromisoformat(day), issuer, subject)


# Documents of the State and the Party; facts, with our own words for their subjects.
LAWS = tuple(
    map(_law, (Path(__file__).parent / "laws.txt").read_text("utf-8").splitlines())
)
