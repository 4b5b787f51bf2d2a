"""What stands around the number of a document: its type, its subject, who acts."""

import re
from dataclasses import dataclass

from lienmach.checker.citations.dating import ISSUES
from lienmach.checker.citations.issuers import read_office
from lienmach.checker.citations.symbols import (
    ASSEMBLY,
    CANONICAL,
    LETTER,
    NAMES,
    TYPES,
    Symbol,
)
from lienmach.checker.quantities.words.vocabulary import any_word
from lienmach.checker.source import small

_WINDOW = 90
_LONGEST_SUBJECT = 420
_NAME = re.compile(any_word(NAMES.casefold()))
_ANY = "Văn bản"
_NUMBER = re.compile(r"\s*(?:số|Số|SỐ)?\s*[:.]?\s*")
_WORDS_THEN_NUMBER = re.compile(r"[^.;:()\d\"“”]{1,60}?\s(?:số|Số|SỐ)\s*:?\s*")
_SHORT = re.compile(
    r"(?:(?:QĐ|NQ|KH|CV|NĐ|TT|CT|TB|BC|TTr|HD)\s*)?(?:số|Số|SỐ)?\s*:?\s*$"
)
_BESIDE = 16  # letters of an abbreviation and «số»
_AGENCY = re.compile(
    r"(?<!\w)(?:(?:Phó )?Chủ tịch |Thường trực |Văn phòng |Ban Thường vụ |Ban )?"
    r"(?:UBND|HĐND|[UỦ][ỷy] ban nhân dân|Ủy ban|Hội đồng nhân dân|Chính phủ|Thủ tướng"
    r"|Quốc hội|Bộ|Sở|Ban|Phòng|Tỉnh ủy|Thị ủy|Huyện ủy|Thành ủy|Đảng ủy|Trung tâm"
    r"|Tổ công tác|Đoàn|Văn phòng|thị xã|huyện|tỉnh)(?!\w)"
)
_CLAUSE = re.compile(r"[.;:]\s")
_REPORTS = re.compile(r"\s(?:xin\s|trân trọng\s|kính\s){0,3}báo cáo\s(?!số)")
_SUBJECT = re.compile(
    r"\s{0,3}[,)]?\s{0,3}(?:(?:về việc|về|v/v|V/v|Về việc|Về)(?!\w)"
    r"|(?i:quy định|ban hành|phê duyệt|triển khai|thực hiện|hướng dẫn|giao|công bố"
    r"|sửa đổi|bổ sung|thành lập|kiện toàn|phát động|tăng cường|đẩy mạnh|nâng cao"
    r"|chấn chỉnh|tổ chức|kiểm tra|rà soát|tuyên truyền|chỉ đạo|thông qua|bãi bỏ|cử"
    r"|duy trì|đánh giá|phân công|điều chỉnh|cải cách|khắc phục|báo cáo|yêu cầu"
    r"|phân bổ|xây dựng|ứng dụng|kết luận|quán triệt|nghiêm túc|đôn đốc)(?!\w))"
)
_SUBJECT_ENDS = re.compile(
    r"[;\n]|[.!?](?:\s|$)|,\s(?:trong đó|qua đó|theo đó|đã|UBND|Ủy ban|HĐND|đến nay"
    r"|đồng thời|từ đó|cụ thể|nhằm|với|kết quả|góp phần)(?!\w)|\s–\s"
)
_CONNECTOR = re.compile(r"(?:[\s,;]|\bvà|\bcùng với|\bcùng|\bcác){1,9}$")


@dataclass(frozen=True, slots=True)
class Head:
    """The word before a number that says what it is: «Kế hoạch giám sát số»."""

    start: int
    type: str | None


def head_of(text: str, floor: int, start: int, symbol: Symbol) -> Head:
    """Return the type of the document whose number begins at ``start``.

    ``floor`` is the end of the number before. The word printed right before the number
    counts, unless another in the same phrase fits the symbol better: «Quyết định phê
    duyệt Đề án số 12/QĐ-UBND»; without a word the symbol decides.
    """
    floor = max(floor, start - _WINDOW)
    window = text[floor:start]
    names = [
        (m.start(), m.end(), CANONICAL[m[0]]) for m in _NAME.finditer(small(window))
    ]
    short = _SHORT.search(window, max(0, len(window) - _BESIDE))
    begins = floor + short.start() if short else start
    types = symbol.types
    if names:
        first, last, name = names[-1]
        gap = window[last:]
        adjacent = bool(_NUMBER.fullmatch(gap))
        if adjacent or _WORDS_THEN_NUMBER.fullmatch(gap) or _is_law(name, gap):
            begins = floor + first
            return Head(begins, _type(types, [n for *_, n in names], name, adjacent))
    return Head(begins, _default(symbol))


def _is_law(name: str, gap: str) -> bool:
    return name in ASSEMBLY and bool(re.fullmatch(r"[^.;:\d]{0,80}số\s*", gap))


def _type(
    types: tuple[str, ...], names: list[str], name: str, adjacent: bool
) -> str | None:
    if not types:
        return LETTER if name == _ANY else name
    fitting = next((said for said in types if said in names), None)
    if fitting:
        return fitting
    return name if adjacent and name != _ANY else types[0]


def _default(symbol: Symbol) -> str | None:
    if not symbol.types:
        return LETTER
    if symbol.type_code not in TYPES:
        return "Luật" if symbol.codes[0].startswith("QH") else "Nghị quyết"
    return symbol.types[0]


def actor(text: str, floor: int, head: int) -> str | None:
    """Return who «đã ban hành» the document whose name begins at ``head``."""
    prefix = text[max(floor, head - 160) : head]
    issues = ISSUES.search(prefix, max(0, len(prefix) - 64))
    if issues is None:
        return None
    said = prefix[: issues.start()]
    offices = _offices(said)
    if not offices or _CLAUSE.search(said, offices[-1][1]):
        return None
    return offices[-1][0]


def reporting_office(text: str) -> str | None:
    """Return who reports in a sentence: «UBND thị xã báo cáo tình hình …»."""
    reports = _REPORTS.search(text)
    if reports is None:
        return None
    said = text[max(0, reports.start() - 160) : reports.start()]
    offices = _offices(said)
    return offices[-1][0] if offices and offices[-1][1] >= len(said) else None


def _offices(said: str) -> list[tuple[str, int]]:
    """Return the offices that a text names, and where each name ends."""
    offices: list[tuple[str, int]] = []
    end = 0
    for match in _AGENCY.finditer(said):
        if match.start() >= end:
            name, end = read_office(said, match.start())
            offices += [(name, end)] if name else []
    return offices


def subject(text: str, start: int, limit: int) -> str | None:
    """Return what a document is about: the phrase from ``start`` to where it ends."""
    begins = _SUBJECT.match(text, start)
    if begins is None:
        return None
    first = start + len(begins[0]) - len(begins[0].lstrip(" ,)"))
    limit = min(limit, first + _LONGEST_SUBJECT, len(text))
    ends = _SUBJECT_ENDS.search(text, begins.end(), limit)
    said = text[first : ends.start() if ends else limit]
    connector = _CONNECTOR.search(said, max(0, len(said) - 24))
    said = _closed(said[: connector.start()] if connector else said)
    return said.strip(" ,.") or None


def _closed(said: str) -> str:
    """Cut at a closing bracket that nothing in the phrase has opened."""
    depth = 0
    if ")" not in said:
        return said
    for index, letter in enumerate(said):
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            return said[:index]
    return said
