"""Numbers and symbols of documents: «1941/QĐ-UBND», «68/2000/NĐ-CP», «19-NQ/TW».

A symbol is read in every form that is met in print, also with slips in it (a mark left
out, a year in the wrong place), so that a rule can say so; what merely looks like one
(«09/09 xã», «12/HĐ-XD» of a contract, «Mẫu số 02/CCHC») is not read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

# Abbreviation → the types that it stands for, the usual one first.
TYPES: dict[str, tuple[str, ...]] = {
    "NQ": ("Nghị quyết",),
    "QĐ": ("Quyết định", "Quy định"),
    "CT": ("Chỉ thị", "Chương trình"),
    "QC": ("Quy chế",),
    "QCPH": ("Quy chế",),
    "QYĐ": ("Quy định",),
    "QĐI": ("Quy định",),
    "TC": ("Thông cáo",),
    "TB": ("Thông báo", "Kết luận"),
    "TBKL": ("Thông báo", "Kết luận"),
    "HD": ("Hướng dẫn",),
    "HDLN": ("Hướng dẫn",),
    "CTR": ("Chương trình",),
    "CTRHĐ": ("Chương trình",),
    "CTHĐ": ("Chương trình",),
    "CTPH": ("Chương trình",),
    "CTRPH": ("Chương trình",),
    "KH": ("Kế hoạch",),
    "KHPH": ("Kế hoạch",),
    "KHLN": ("Kế hoạch",),
    "KHLT": ("Kế hoạch",),
    "PA": ("Phương án",),
    "ĐA": ("Đề án",),
    "DA": ("Dự án",),
    "BC": ("Báo cáo",),
    "BB": ("Biên bản",),
    "TTR": ("Tờ trình",),
    "CĐ": ("Công điện",),
    "CV": ("Công văn",),
    "GM": ("Giấy mời",),
    "KL": ("Kết luận",),
    "KLTT": ("Kết luận",),
    "NĐ": ("Nghị định",),
    "TT": ("Thông tư", "Tờ trình", "Thông tri"),
    "TTLT": ("Thông tư liên tịch", "Thông tư"),
    "TTLB": ("Thông tư liên tịch", "Thông tư"),
    "NQLT": ("Nghị quyết liên tịch", "Nghị quyết"),
    "VBHN": ("Văn bản hợp nhất",),
    "PL": ("Pháp lệnh",),
    "SL": ("Sắc lệnh",),
    "L": ("Lệnh",),
    "GUQ": ("Giấy ủy quyền",),
    "GGT": ("Giấy giới thiệu",),
    "PC": ("Phiếu chuyển",),
    "PG": ("Phiếu gửi",),
}
_WITHOUT_STROKE = {"QD": "QĐ", "ND": "NĐ", "CD": "CĐ"}
ASSEMBLY = ("Luật", "Bộ luật", "Nghị quyết", "Pháp lệnh")
LETTER = "Công văn"
_ASSEMBLY = re.compile(r"(?:UBTV)?QH\d{1,2}|UBTVQH")
# Papers with a number of their own that are no official documents of an office.
_NOT_OURS = re.compile(r"HĐ(?:LĐ|KT|TV|MB|XD|TC|TX|DV|TK|GT|BH|ĐT)?|GCN\w*|GPXD|GPLX")

_DASH = "\\-\u2010-\u2013"
_DASHES = dict.fromkeys(range(0x2010, 0x2014), "-")
_BIG = "A-ZĐÐƯÂĂÊÔƠ"
_CODE = rf"[{_BIG}][A-Za-zđ0-9{_BIG}ưÉ]{{0,14}}"
# It begins with a digit, and so does a search for it: that runs fast.
_CORE = re.compile(
    rf"""
    (?P<digits>[0-9][0-9]{{0,4}}(?:\.\d{{1,3}})?)
    (?P<suffix>[a-zđ]{{1,2}}|[A-EĐ](?=\s?/))?
    (?P<gap>\s{{0,8}}[/{_DASH}]{{1,2}}\s{{0,2}}|\s?)
    (?:(?P<year>(?:19|20)\d\d)(?P<gap2>\s{{0,2}}[/{_DASH}]{{1,2}}\s{{0,2}}|\s?))?
    (?P<letters>
        {_CODE}
        (?:(?:\s{{0,2}}[{_DASH}]{{1,2}}\s{{0,2}}|\s?/{{1,2}}\s?|[.&]|\s(?=(?:UBND|HĐND|TTg|CP)\b))
           (?:{_CODE}|(?:19|20)\d\d)){{0,5}}
    )
    (?!\w|-[0-9])
    """,
    re.VERBOSE,
)
_BEGINS = re.compile(rf"(?<![\w./{_DASH}])|(?<=[sS][ốỐ])")
MAY_NAME = re.compile(rf"[/{_DASH}]").search  # most paragraphs name no document
_PART = re.compile(rf"({_CODE}|\d{{4}})|(\s*[{_DASH}./&]{{1,2}}\s*|\s+)")
_JOINT = frozenset({"TTLT", "TTLB", "NQLT", "KHPH", "KHLN", "CTPH", "QCPH", "KHLT"})


@dataclass(frozen=True, slots=True)
class Symbol:
    """A document's number taken apart.

    ``codes`` are the letters («QĐ», «UBND»), ``marks`` what joins number, year and
    codes, in order, as printed but without spaces («» where nothing is printed).
    """

    digits: str
    suffix: str
    year: int | None
    codes: tuple[str, ...]
    marks: tuple[str, ...]
    spaced: bool = False  # a space stands where a mark belongs
    # the same for every way of writing the same number: «02/QD.UBND»
    key: tuple[int, str, int | None, str] = field(init=False)
    # the abbreviation of the type in capitals, None for a letter («UBND-VP»)
    type_code: str | None = field(init=False)

    def __post_init__(self) -> None:
        letters = "".join(_bare(code) for code in self.codes if not code.isdigit())
        number = int(self.digits.replace(".", ""))
        object.__setattr__(self, "key", (number, self.suffix, self.year, letters))
        code = _plain(self.codes[0])
        code = _WITHOUT_STROKE.get(code, code)
        known = code in TYPES or _ASSEMBLY.fullmatch(code)
        object.__setattr__(self, "type_code", code if known else None)

    @property
    def number(self) -> str:
        """The number as printed, a space in the place of a mark repaired."""
        parts = [self.digits + self.suffix]
        parts += [str(self.year)] if self.year else []
        parts += self.codes
        marks = [*self.marks, ""]
        return "".join(part + mark for part, mark in zip(parts, marks, strict=True))

    @property
    def is_party(self) -> bool:
        return self.marks[0] == "-" and self.marks[1:2] == ("/",)

    @property
    def types(self) -> tuple[str, ...]:
        """The types that the symbol can stand for; empty if it says none."""
        code = self.type_code
        if code is None:
            return ()
        return TYPES.get(code, ASSEMBLY)

    @property
    def organ(self) -> str:
        """The letters of the office: «UBND» of «12/KH-UBND» and of «12/UBND-VP»."""
        codes = [_plain(code) for code in self.codes if not code.isdigit()]
        if self.type_code in TYPES:
            codes = codes[1:]
        return codes[0] if codes else ""


@dataclass(frozen=True, slots=True)
class Printed:
    """A symbol where it stands in a text; ``start`` is that of its first digit."""

    symbol: Symbol
    start: int
    end: int


def read_symbols(text: str) -> Iterator[Printed]:
    """Yield the numbers of documents that a text names, in order."""
    if not MAY_NAME(text):
        return
    for match in _CORE.finditer(text):
        if not MAY_NAME(match[0]) or not _BEGINS.match(text, match.start()):
            continue
        symbol, length = _take_apart(match)
        named = is_announced(text, 0, match.start())
        if _is_one(symbol, named) and not _is_other(symbol, text, match.start()):
            end = match.start("letters") + length
            yield Printed(symbol, match.start(), end)


@lru_cache(maxsize=4096)
def parse(number: str) -> Symbol | None:
    """Take a number apart; None if it is no document's."""
    match = _CORE.fullmatch(number)
    return _take_apart(match)[0] if match else None


def _take_apart(match: re.Match[str]) -> tuple[Symbol, int]:
    """Return the symbol, and how many of the letters matched belong to it."""
    codes: list[str] = []
    marks: list[str] = []
    length, spaced = 0, False
    for part in _PART.finditer(match["letters"]):
        if part[2]:
            gap = part[2]
            continue
        code = part[1].replace("Ð", "Đ")
        if codes:
            if _ends_before(codes, gap, code):
                break
            spaced = spaced or not gap.strip()
            marks.append(_mark(gap) or "-")
        codes.append(code)
        length = part.end()
    year = int(match["year"]) if match["year"] else None
    first = [match["gap"]] + ([match["gap2"]] if match["year"] else [])
    spaced = spaced or any(gap and not gap.strip() for gap in first)
    heads = [_mark(gap) or ("/" if gap else "") for gap in first]
    symbol = Symbol(
        match["digits"],
        match["suffix"] or "",
        year,
        tuple(codes),
        (*heads, *marks),
        spaced,
    )
    return symbol, length


def _ends_before(codes: list[str], gap: str, code: str) -> bool:
    """Whether a symbol is complete and what follows is the sentence going on."""
    if gap == "." and (code.isdigit() or (len(codes) > 1 and code in codes)):
        return True
    apart = gap[0].isspace() and gap[-1].isspace() and len(codes) > 1
    return apart and codes[0] not in _JOINT


def _is_one(symbol: Symbol, named: bool) -> bool:
    first = symbol.codes[0]
    if _NOT_OURS.fullmatch(_plain(first)) or not any(map(_is_code, symbol.codes)):
        return False
    known = symbol.type_code is not None
    if not known and not _is_code(first):
        return False
    whole = len(symbol.codes) > 1 or symbol.type_code not in TYPES
    if "" in symbol.marks or symbol.spaced or symbol.marks[0] == "-":
        # A mark is missing: only with a known type, an office and a word before it.
        well_formed = symbol.is_party and not symbol.spaced
        return known and whole and (named or symbol.year is not None or well_formed)
    return named or (known and (whole or symbol.year is not None)) or _is_letter(symbol)


def _is_letter(symbol: Symbol) -> bool:
    return len(symbol.codes) > 1 and all(map(_is_code, symbol.codes[:2]))


def _is_code(code: str) -> bool:
    return sum(letter.isupper() for letter in code) > 1


_NAMED = re.compile(r"(?:số|Số|SỐ)\s*[:.]?\s*$")
_NUMBER = r"\s*(?:số)?\s*[:.]?\s*$"
_FORM = re.compile(
    r"(?:mẫu|biểu|phụ lục|giấy phép|giấy chứng nhận|hồ sơ|mã)"
    r"(?:\s(?:mẫu|thống|kê|báo|cáo|xây|dựng|đăng|ký|số))*" + _NUMBER,
    re.IGNORECASE,
)
_THING = re.compile(
    r"\b(?:đề án|hợp đồng|thửa|lô|bản đồ|nhà|biển|tài khoản|hóa đơn|hoá đơn|gói thầu"
    r"|quy trình|thẻ|kiệt|hẻm|ngõ|đường|điện thoại|cmnd|cccd|hộ chiếu|tờ khai|biên lai"
    r"|phiếu thu|phiếu chi)" + _NUMBER,
    re.IGNORECASE,
)


def is_announced(text: str, floor: int, start: int) -> bool:
    """Whether «số» or the name of a type stands right before an offset."""
    before = text[max(floor, start - 24) : start]
    return bool(_NAMED.search(before) or _TYPE_BEFORE.search(before))


def _is_other(symbol: Symbol, text: str, start: int) -> bool:
    before = text[max(0, start - 40) : start]
    if _FORM.search(before):
        return True
    return symbol.type_code is None and bool(_THING.search(before))  # «Đề án 06/CP»


def _mark(gap: str) -> str:
    return gap.strip().translate(_DASHES)


@lru_cache(maxsize=4096)
def _plain(code: str) -> str:
    return code.upper().replace("Ð", "Đ")


def _bare(code: str) -> str:
    return _plain(code).replace("Đ", "D").replace("Ư", "U")


NAMES = (
    "Thông tư liên tịch|Nghị quyết liên tịch|Văn bản hợp nhất|Nghị quyết|Quyết định"
    "|Chỉ thị|Quy chế|Quy định|Thông cáo|Thông báo|Hướng dẫn|Chương trình|Kế hoạch"
    "|Phương án|Đề án|Dự án|Báo cáo|Biên bản|Tờ trình|Công điện|Công văn|Giấy mời"
    "|Bộ luật|Luật|Pháp lệnh|Sắc lệnh|Lệnh|Nghị định|Thông tư|Kết luận|Thông tri"
    "|Văn bản"
)
CANONICAL = {name.casefold(): name for name in NAMES.split("|")}
SHORT_NAMES = "QĐ|NQ|KH|CV|NĐ|TT|CT|TB|BC|TTr|HD|TTLT"
_TYPE_BEFORE = re.compile(rf"(?:(?i:{NAMES})|\b(?:{SHORT_NAMES}))\s*$")
