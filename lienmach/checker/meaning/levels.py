"""Whose a figure of the running text is: the level of government it speaks of."""

import re
from functools import lru_cache

from lienmach.checker.meaning.lexicon import COMMUNE, DISTRICT, OWN, PROVINCE
from lienmach.checker.quantities.words.vocabulary import any_word
from lienmach.checker.report import Fact, Report
from lienmach.checker.source import Paragraph

_CAPITAL = f"[{''.join(c for c in map(chr, range(0x41, 0x1EFA)) if c.isupper())}]"
ONE_PLACE = "=nơinày"  # a word of no phrase
_OWN_COMMUNE = re.compile(
    r"^(?i:ủy ban nhân dân|uỷ ban nhân dân|ubnd)\s+"
    rf"((?i:xã|phường|thị trấn|đặc khu)(?:\s+{_CAPITAL}[^\W\d_]*){{1,4}})"
)
_LEVEL_WORDS = {
    "tỉnh": PROVINCE,
    "huyện": DISTRICT,
    "thị xã": DISTRICT,
    "thành phố": DISTRICT,
    "quận": DISTRICT,
    "xã": COMMUNE,
    "phường": COMMUNE,
    "thị trấn": COMMUNE,
    "đặc khu": COMMUNE,
}
_IN_ANY_CASE = "|".join(
    dict.fromkeys(
        case(word)
        for word in _LEVEL_WORDS
        for case in (str.lower, str.capitalize, str.title, str.upper)
    )
)
_PLACE_NAME = re.compile(
    rf"({any_word(_IN_ANY_CASE)})((?:\s+(?!UBND|HĐND){_CAPITAL}[^\W\d_]*){{1,4}})"
)
_ISSUER = re.compile(
    r"(?:ủy ban nhân dân|uỷ ban nhân dân|ubnd)\s+(tỉnh|thị xã|thành phố|huyện|quận|xã"
    r"|phường|thị trấn|đặc khu)\b"
)


_DEPARTMENT = re.compile(r"\W{0,3}sở\s+\w")


def own_level(report: Report) -> str | None:
    """Return the level of government that reports, by whom the text names first."""
    if report.identity.issuer:
        texts = [report.identity.issuer]
    else:
        paragraphs = list(report.source.paragraphs())
        texts = [paragraph.text[:400] for paragraph in paragraphs[:30]]
    for text in texts:
        if found := _ISSUER.search(text.lower()):
            return _LEVEL_WORDS[found[1]]
        if _DEPARTMENT.match(text.lower()):
            return PROVINCE
    return None


def without_names(text: str, own_name: str = "") -> str:
    """Drop the name after «huyện», so that only its level is left.

    One commune named («xã An Bình») is another matter than the communes: it becomes a
    word of its own, which nothing else equals, unless it is the one that reports.
    """

    if text.islower():
        return text  # a name has a capital

    def bare(found: re.Match[str]) -> str:
        is_one = _LEVEL_WORDS[found[1].lower()] == COMMUNE
        is_own = bool(own_name) and found[0].lower().startswith(own_name)
        return f"{found[1]} {ONE_PLACE[1:]}" if is_one and not is_own else found[1]

    return _PLACE_NAME.sub(bare, text)


def own_name(report: Report, own: str | None) -> str:
    """Return «xã an bình» where a commune reports, else an empty text."""
    if own != COMMUNE:
        return ""
    if found := _PLACE_NAME.search(report.identity.issuer or ""):
        return " ".join(found[0].lower().split())
    for paragraph in list(report.source.paragraphs())[:30]:
        if named := _OWN_COMMUNE.search(paragraph.text):
            return " ".join(named[1].lower().split())
    return ""


_ISSUED = (
    r"\d+\s*/[\w/-]+|ngày\s+\d{1,2}(?:\s+tháng\s+|[/.-])\d{1,2}"
    r"(?:\s+năm\s+|[/.-])\d{4}(?:\s+của\s+(?:ubnd|hđnd|chủ tịch|sở|bộ)[^,;.)]{0,40})?"
)
CITED = re.compile(
    r"(?:(?:quyết định|nghị quyết|công văn|chỉ thị|thông báo|báo cáo|tờ trình)\s+)?"
    rf"(?:số:?\s*)?{_ISSUED}",
    re.IGNORECASE,
)
_NUMBERED = re.compile(_ISSUED)  # the same of small letters, without the words before


_NAMES_LEVEL = re.compile(
    r"(?:(trung tâm (?:phục vụ )?hành chính công)"
    r"|cấp (tỉnh|huyện|thị xã|thành phố|xã|phường)\b"
    r"|(?:ubnd|ủy ban nhân dân|tại|ở|các|của)\s+(?:các\s+|\d+\s+)?"
    r"(tỉnh|huyện|thị xã|thành phố|quận|xã|phường|thị trấn)\b(?! hội))"
)
_CLOSED = re.compile(r"\([^()]{0,200}\)")
_ITEM = re.compile(r"\s*(?:[-+*•–]|[a-zđ0-9]{1,2}[).])\s")
MOST_ITEMS = 12
REACH = 1500  # how many letters back a level may be named


def level_before(report: Report, fact: Fact) -> str | None:
    """The level named last before a number, in its paragraph or over its list."""
    blocks = report.source.blocks
    found = _last_level(report, fact)
    if found or not _ITEM.match(report.paragraph(fact.place).text):
        return found
    for at in range(fact.place.block - 1, max(fact.place.block - MOST_ITEMS, -1), -1):
        above = blocks[at]
        if not isinstance(above, Paragraph):
            return None
        if above.text.rstrip().endswith(":") or not _ITEM.match(above.text):
            return next((name for _, name in reversed(_levels(above.lower))), None)
    return None


def follows_another(report: Report, fact: Fact, own: str | None) -> bool:
    """The paragraph before speaks of another level, and this one names none."""
    at = fact.place.block - 1
    above = report.source.blocks[at] if at >= 0 else None
    if not isinstance(above, Paragraph):
        return False
    levels = {name for _, name in _levels(above.lower)}
    return bool(levels) and not {OWN, own} & levels


def _last_level(report: Report, fact: Fact) -> str | None:
    """The level named last before a number; in a bracket, what it says counts too."""
    paragraph, start = report.paragraph(fact.place), fact.place.start
    lower = paragraph.lower
    if lower.rfind("(", 0, start) > lower.rfind(")", 0, start):
        lower = lower[:start]
    named = [name for end, name in _levels(lower) if start - REACH <= end <= start]
    return named[-1] if named else None


@lru_cache(maxsize=64)
def _levels(lower: str) -> tuple[tuple[int, str], ...]:
    """Where levels are named, and which, but for those who issued what is cited."""
    plain = _CLOSED.sub(_blank, lower) if "(" in lower else lower
    if "/" in plain:
        plain = _NUMBERED.sub(_blank, plain)
    return tuple(
        (found.end(), OWN if found[1] else _LEVEL_WORDS[found[2] or found[3]])
        for found in _NAMES_LEVEL.finditer(plain)
    )


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])
