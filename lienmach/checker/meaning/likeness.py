"""When two numbers of a report speak of the same thing."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from lienmach.checker.meaning.levels import own_level
from lienmach.checker.meaning.lexicon import COMMUNE, DISTRICT, PROVINCE
from lienmach.checker.quantities.words.vocabulary import WORD, family_of, words
from lienmach.checker.report import Fact, Identity, Report
from lienmach.checker.text.periods import Period

_GENERIC = words(
    "a b c d đã được là có tổng số lượng cộng trong quý năm tháng kỳ i ii iii iv"
    " đầu cuối 6 9 của các và với trên địa bàn toàn hiện nay đến tính từ ngày cho"
    " tại theo thì qua kết quả tiếp nhận giải quyết trả hồ sơ thủ tục hành chính"
    " tthc xử lý trước đúng hạn hẹn quá trễ chậm sớm thời đang xong thuộc thẩm"
    " quyền lĩnh vực yêu cầu tổ chức cá nhân công dân doanh nghiệp người dân nào"
    " bị đều phải còn đó gồm những này khi việc về công tác báo cáo ubnd để ra"
    " không ủy ban nhân đơn vị địa phương thực hiện hoàn thành xảy ra tồn đọng"
    " muộn nhìn chung đạt tỷ tỉ lệ cụ thể như sau biên chế giao mặt lại chưa sử"
    " dụng ghi bộ phận một cửa trung tâm phục vụ đánh giá chung tóm tính như vậy"
    " nhận lượt khối lượng tồn chuyển sang tiếp sau vẫn với"
    " nêu trên thị xã huyện tỉnh thành phố quận phường cấp cơ quan hết mới nhưng"
)
# A report that names no office speaks of its own, not of these.
_LEVELS = ("cấp ", "toàn ", "cả ", "xã, ", "xã", "phường, ", "huyện, ", "huyện")
_WHEN = re.compile(
    r"[qt0-9nđ](?:(?<=q)uý (?:[ivx]+|\d)(?!\w)|(?<=t)háng \d+|(?<=\d)\d* tháng"
    r"|(?<=n)ăm \d{4}|(?<=đ)ợt \w+|(?<=t)uần \w+|(?<=n)gày \d+)"
)
_OWNER = re.compile(r"khối|phòng|ban|xã|cấp|lĩnh vực|đơn vị|nhóm|sở|ngành|phường|loại")
_FIELD = re.compile(r"lĩnh vực ([^,.;:()]{2,30})")


class Likeness(NamedTuple):
    """What must agree for two facts to be one: compare with ``==``."""

    unit: str
    tags: frozenset[str]
    words: frozenset[str]
    field: str
    above: "Likeness | None" = None


@lru_cache(maxsize=4096)
def words_of(phrase: str) -> frozenset[str]:
    """Return the words of a phrase that set it apart from others of the genre."""
    return frozenset(WORD.findall(phrase.lower())) - _GENERIC


def likeness(report: Report, fact: Fact, depth: int = 3) -> Likeness:
    above = None
    if fact.parent is not None and depth:
        above = likeness(report, report.facts[fact.parent], depth - 1)
    unit = fact.unit.lower()
    own = (
        words_of(_without_lead(fact.subject))
        - words_of(fact.scope or "")
        - words_of(unit)
    )
    if fact.period:
        own -= words_of(fact.period.raw)
    found = _FIELD.search(_around(report, fact))
    times = [] if fact.period else _WHEN.findall(_lead(report, fact))
    field = " ".join([found[1].strip() if found else "", *times]).strip()
    tags = fact.tags - {"total"}
    return Likeness(unit, tags, own, field, above)


def _lead(report: Report, fact: Fact) -> str:
    """Return the words of the sentence before a fact."""
    return _around(report, fact, behind=0).rpartition(". ")[2]


def _around(report: Report, fact: Fact, behind: int = 120) -> str:
    """Return the words near a fact, in small letters."""
    start = max(0, fact.place.start - 160)
    return report.paragraph(fact.place).lower[start : fact.place.start + behind]


def _without_lead(subject: str) -> str:
    """Drop «Kết quả nổi bật trong kỳ:»; keep a lead that names whose number it is."""
    lead, colon, rest = subject.rpartition(": ")
    return rest if colon and not _OWNER.search(lead.lower()) else subject


def family(fact: Fact) -> str:
    return family_of(fact.unit) if fact.unit else ""


@lru_cache(maxsize=4)  # several rules ask
def scopes(report: Report) -> tuple[str | None, ...]:
    """Return of each fact whom it speaks of: as printed, or as its paragraph says."""
    return tuple(_scopes(report))


def _scopes(report: Report) -> Iterator[str | None]:
    own = own_level(report)
    last: str | None = None
    section: int | None = None
    sentence = block = 0
    for fact in report.facts:
        if fact.section != section or fact.sentence - sentence > 4:
            last, section = None, fact.section
        scope = None if _is_own(fact.scope, own) else fact.scope
        if fact.scope:
            last, sentence, block = scope, fact.sentence, fact.place.block
        yield scope or (last if block == fact.place.block else None)


_OWN = re.compile(r"(?:cấp |toàn |cả )?(xã|phường|huyện|quận|thị xã|thành phố|tỉnh)$")
_OFFICES = {
    PROVINCE: ("tỉnh",),
    DISTRICT: ("huyện", "quận", "thị xã"),
    COMMUNE: ("xã", "phường"),
}


def _is_own(scope: str | None, own: str | None) -> bool:
    """«UBND xã», «toàn xã» in the report of a commune: its own, and need no name.

    «toàn huyện» is more than the offices of a district.
    """
    found = _OWN.fullmatch(scope) if scope and own else None
    if found is None or own is None or found[1] not in _OFFICES.get(own, ()):
        return False
    return own == COMMUNE or scope == found[1]


def same_scope(one: str | None, other: str | None) -> bool | None:
    """Say whether two scopes are one; None where that is not clear."""
    if one == other:
        return True
    if one is None or other is None:
        return False if (one or other or "").startswith(_LEVELS) else None
    return None if one in other or other in one else False


def same_period(
    one: Period | None, other: Period | None, identity: Identity
) -> bool | None:
    """Say whether two periods are one; what is not printed is the report's own."""
    first = one or identity.period
    second = other or identity.period
    if first is None and second is None:
        return True
    if first is None or second is None:
        return None
    if (first.start, first.end) == (second.start, second.end):
        return True
    # a quarter by law runs from the 15th of the month before to the 14th
    days = abs((first.start - second.start).days), abs((first.end - second.end).days)
    return max(days) <= 25
