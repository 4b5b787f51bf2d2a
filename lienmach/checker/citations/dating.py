"""Which of the dates of a sentence is that of a document: only one printed for it."""

import re
from collections.abc import Sequence

from lienmach.checker.citations.issuers import read_issuer
from lienmach.checker.citations.symbols import NAMES
from lienmach.checker.text.dates import PrintedDate

_REACH = 130  # letters between a number and its date, at most
_SIGNED = (
    r"(?:(?:đã|được|ký|kí|ban hành|ra|đề|lập|thông qua|gửi|phát hành|cùng|vào)"
    r"\s{1,3}){0,6}"
)
_DIRECTLY = re.compile(rf"\s{{0,3}},?\s{{0,3}}[(\[]?\s?{_SIGNED}")
_FAR = 260
_CLAUSE = re.compile(r"[;:]|[.!?]\s|,\s(?:UBND|HĐND|đã|trong)")
_ISSUED = re.compile(r"\s(?:ban hành|ký ban hành|ký)\s+$")
_SAME_DAY = re.compile(r"\s{0,3},?\s{0,3}\(?\s?cùng\s{1,3}ngày\b(?!\s{0,3}\d)")
_OFFICE_ACTS = re.compile(
    r"\s{0,3},?\s{0,3}(?:UBND|HĐND|Ủy ban|Uỷ ban|Hội đồng|Chủ tịch|Thường trực"
    r"|Phòng|Sở|Ban|Bộ"
    r"|Trung tâm|Văn phòng|Đoàn|Tổ|Chính phủ|Thủ tướng|Thị ủy|Huyện ủy|Tỉnh ủy|huyện"
    r"|thị xã|tỉnh|xã|phường|thành phố)\b"
)
_BOUND = re.compile(
    r"(?:từ|đến|tới|trước|sau|hết|kể|tính|giai đoạn|thời điểm|hạn|và)\s*$",
    re.IGNORECASE,
)
ISSUES = re.compile(
    r"\b(?:ban hành|kí|ký|phát hành|thông qua|xây dựng|ra|có|gửi)"
    r"(?:\s(?:ban hành|các|văn bản|kế hoạch|thêm|tiếp|gồm|là|hai|\d{1,2}))*\s*:?\s*$",
    re.IGNORECASE,
)
_ACTS_OTHERWISE = re.compile(
    r"tổ chức|tham dự|tham gia|kiểm tra|họp|khai mạc|triển khai|thực hiện|tiếp nhận"
    r"|làm việc|theo|căn cứ|hội nghị|quán triệt",
    re.IGNORECASE,
)
_ANY_NAME = re.compile(rf"(?<!\w)(?:{NAMES})(?!\w)", re.IGNORECASE)
_NAME_BEFORE = re.compile(rf"(?:{NAMES})\s*$", re.IGNORECASE)


def date_after(
    text: str, end: int, limit: int, dates: Sequence[PrintedDate]
) -> PrintedDate | None:
    """Return the date printed for a number that ends at ``end``.

    ``limit`` is where the next document is named. «của UBND tỉnh» may stand between
    number and date; a date at which an office goes on to do something else is not one:
    «theo Kế hoạch số 12/KH-UBND, ngày 15/3/2023 UBND thị xã đã tổ chức …».
    """
    found = next((date for date in dates if date.said >= end), None)
    if found is None or found.said - end > _REACH or found.end > limit:
        return None
    between = text[end : found.said]
    if _DIRECTLY.fullmatch(between):
        if "," in between and _OFFICE_ACTS.match(text, found.end):
            return None
        return found
    if not found.has_word:
        return None
    issuer, ends = read_issuer(text, end)
    if issuer is None or ends > found.said:
        return None
    between = text[ends : found.said]
    if "," in between and _OFFICE_ACTS.match(text, found.end):
        return None
    return found if _DIRECTLY.fullmatch(between) else None


def date_of_issue(
    text: str, end: int, limit: int, dates: Sequence[PrintedDate]
) -> PrintedDate | None:
    """Return the date behind the subject: «số 12/KH-UBND về … ban hành ngày …».

    ``limit`` is where the next document is named.
    """
    found = next((date for date in dates if date.said >= end), None)
    if found is None or not found.has_word or found.end > limit:
        return None
    if found.said - end > _FAR or _CLAUSE.search(text, end, found.said):
        return None
    if _ANY_NAME.search(text, max(end, found.said - 60), found.said):
        return None  # of a document without a number: «theo Đề án ban hành ngày …»
    return (
        found if _ISSUED.search(text, max(end, found.said - 24), found.said) else None
    )


def says_same_day(text: str, end: int) -> bool:
    """Whether «cùng ngày» without a date follows: the day of the document before."""
    return bool(_SAME_DAY.match(text, end))


def date_within(
    text: str, floor: int, start: int, dates: Sequence[PrintedDate]
) -> PrintedDate | None:
    """Return the date of «Quyết định ngày 26/12/2022 số 1941/QĐ-UBND».

    ``start`` is where «số» stands, or the number.
    """
    found = _last(dates, floor, start)
    if found is None or text[found.end : start].strip(" ,("):
        return None
    return found if _NAME_BEFORE.search(text, floor, found.said) else None


def date_of_act(
    text: str, floor: int, head: int, dates: Sequence[PrintedDate]
) -> PrintedDate | None:
    """Return the date of «Ngày 16/3/2016 UBND huyện ban hành Kế hoạch số …».

    ``head`` is where the name of the document begins, ``floor`` where what is said of
    the document before it ends.
    """
    found = _last(dates, floor, head)
    if found is None or not found.has_word or head - found.end > _REACH + 40:
        return None
    between = text[found.end : head]
    issues = ISSUES.search(between, max(0, len(between) - 64))
    if issues is None or _BOUND.search(text[floor : found.said][-24:]):
        return None
    said = between[: issues.start()]
    firm = issues[0].casefold().startswith(("ban hành", "ký", "kí", "phát hành"))
    if re.search(r"[.;:]\s", said) or (_ACTS_OTHERWISE.search(said) and not firm):
        return None
    return found


def _last(dates: Sequence[PrintedDate], floor: int, end: int) -> PrintedDate | None:
    found = next((date for date in reversed(dates) if date.end <= end), None)
    return found if found and found.said >= floor else None
