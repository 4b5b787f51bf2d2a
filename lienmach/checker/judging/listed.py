"""Reads how many things a text names one by one behind a number.

«3 sở gồm: Tài chính, Công Thương, Khoa học và Công nghệ», «5 tỉnh (…)», «8 nội dung:
(1) …; (2) …», «2 đơn vị Tân Lập và An Bình». A comma and «và» may stand inside of a
name, so that what is counted is the fewest and the most that may be meant.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from lienmach.checker.quantities.words.vocabulary import CAPITALS, any_word

_CLASSES = (
    "thành phố|tỉnh|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu|thôn|bản|ấp|khu phố"
    "|tp|tx|các|sở|bộ|ban|ngành|phòng|chi cục|cục|văn phòng|ubnd|trung tâm|trường"
    "|vùng|đảng bộ|công an|thanh tra|lĩnh vực|về"
)
_CLASS = rf"(?:(?:{_CLASSES})\.? )*"
_NAME = rf"{_CLASS}[“\"]?[{CAPITALS}]"
_BEGINS = re.compile(rf"(?i:{_CLASS})[“\"]?[{CAPITALS}]")
_WORD = rf"[{CAPITALS}][^\W\d_'`]*(?:['`][^\W\d_]+)?"
_PROPER = re.compile(rf"(?i:{_CLASS}){_WORD}(?: (?:- )?{_WORD}){{0,4}}(?: \d{{1,2}})?")
_LOOSE_NAME = re.compile(rf"(?i:{_CLASS}){_WORD}(?: (?:- )?{_WORD})*")
_OFFICE = re.compile(
    r"(?:các )?(?:bộ|sở|ủy ban|uỷ ban|ubnd|hđnd|ban|phòng|cục|chi cục|tổng cục"
    r"|tổng công ty|tập đoàn|công ty|trung tâm|văn phòng|thanh tra|hội|liên minh|đài"
    r"|trường|bệnh viện|viện|quỹ|kho bạc|công an|đảng bộ|đảng ủy|huyện|thị xã|xã"
    r"|thành phố|phường|thị trấn|quận|tỉnh|luật|nghị định|chỉ số|trạm|nhóm)(?!\w)",
    re.IGNORECASE,
)
_RANK = re.compile(
    r"(?:^| và )(thành phố|tp|tỉnh|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu)[. ]"
)
_UNIT = re.compile(rf" (?:{_CLASSES}|đơn vị|địa phương)(?:, (?:{_CLASSES}))? ")
_LINK = re.compile(r", (?:và )?| và ")
_INNER = re.compile(r"\s*\([^()]*\)")
_OPENS = re.compile(
    r" (?=\(1\))| ?\((?:đó )?(?:(?:bao )?gồm|là)?:? ?|,? (?:bao )?gồm(?: có| các)?:? "
    r"|:\s?| (?:đó )?là:? (?:các )?"
)
_AGAIN = re.compile(r"(?:đó là|(?:bao )?gồm|cụ thể là):? (?:các )?", re.IGNORECASE)
_ENDS = re.compile(
    rf"(?<!TP)(?<!Tp)(?<!TX)(?<!Tx)\.(?=\s+[{CAPITALS}\d(“\"-]|\s*$|/)|[…\n]|\.\.\."
)
SOME = re.compile(
    any_word(
        "như(?! [cts])|điển hình|tiêu biểu|nhất là|chủ yếu|ví dụ|chẳng hạn|một số"
        "|trong đó|trừ|các|những|mỗi|từng|trước đây|cũ là|tên là|gọi là|cao nhất"
        "|thấp nhất|thay|nổi bật|so với|gọi tắt|viết tắt|nguồn|ngoài|giữa"
        "|thành(?! [pvl])"
    )
)
_OPEN_END = re.compile(r"…|\.\.\.|v\.v|vân vân| khác$")
_AND = r"(?:,| ?-| ?–)?(?: và| &)? "
_COMPOUNDS = re.compile(
    "|".join(
        _AND.join(names.split("+"))
        for names in (
            *(
                "văn h[oó][aá]+thông tin+thể thao",
                "văn h[oó][aá]+thể thao+truyền thông",
            ),
            *("văn h[oó][aá]+thể thao+du lịch", "lao động+thương binh+xã hội"),
            *("văn h[oó][aá]+thể thao", "văn h[oó][aá]+xã hội", "giáo dục+đào tạo"),
            *("khoa học+công nghệ", "tài nguyên+môi trường", "kế hoạch+đầu tư"),
            *("nông nghiệp+phát triển nông thôn", "nông nghiệp+ptnt"),
            *("nông nghiệp+môi trường", "thông tin+truyền thông", "dân tộc+tôn giáo"),
            *(
                "giao thông+vận tải",
                "hđnd+ubnd",
                "tư pháp+hộ tịch",
                "kinh tế+ngân sách",
            ),
            *("quốc phòng+an ninh", "kinh tế+xã hội", "nông nghiệp+nông thôn"),
            *("kinh tế+hạ tầng+đô thị", "kinh tế+hạ tầng"),
        )
    ),
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\((\d{1,2}|i{1,3}|iv|vi{0,3})\)\s")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8}
_BULLET = re.compile(r"\s*([-–+*•●▪])\s")
_ORDINALS = ["nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"]
_ORDINAL = re.compile(
    rf"\s*[-+*]?\s*thứ ({'|'.join(_ORDINALS)})(?: là)?[,:]", re.IGNORECASE
)
_FAR, _NEAR = 120, 60  # letters between a number and its list
_LONGEST = 24  # words of a name
_LIST = 2_000  # letters of a list
_FEWEST = 2


class Listed(NamedTuple):
    """The fewest and the most things that a text names, and where that ends."""

    fewest: int
    most: int
    end: int


def listed(text: str, lower: str, start: int, stop: int, unit: str) -> Listed | None:
    """Return what is named behind a number that ends at ``start``.

    ``stop`` is where the next count begins, which no word of the list lies behind
    unless the list has begun before it; ``unit`` is what is counted.
    """
    named = _direct(text, start, unit)
    if named:
        return named
    for opener in _OPENS.finditer(lower, start, start + _FAR):
        between = lower[start : opener.start()].replace("tỉnh, thành", "tỉnh")
        if stop < opener.start() or SOME.search(between):
            return None
        if re.search(r"[.;:()](?!\d)", between):
            return None
        found = _behind(text, opener, len(between), unit)
        if found:
            return found
        if opener[0].lstrip().startswith("("):
            return None
    return None


def again(text: str, lower: str, start: int, unit: str) -> Listed | None:
    """Return what a sentence at ``start`` names: «Đó là: …», «Gồm: …»."""
    opener = _AGAIN.match(lower, start)
    if opener is None:
        return None
    return _names(text, opener.end(), _end(text, opener.end()), unit)


def below(texts: Iterable[str], unit: str) -> Listed | None:
    """Return how many paragraphs of a list there are: bullets of one sign, «Thứ nhất».

    What follows a list of bullets may look like one of them: it may be too long. Where
    each tells a number they are parts, to be added up.
    """
    parts = re.compile(rf"\d (?i:{re.escape(unit)})|\d[;.,]?$")
    sign, bullets, ordinals = "", 0, 0
    for text in texts:
        if ordinals or not bullets:
            ordinal = _ORDINAL.match(text)
            if ordinal and _ORDINALS.index(ordinal[1].lower()) == ordinals:
                ordinals += 1
                continue
            if ordinals:
                continue
        bullet = _BULLET.match(text)
        sign = sign or (bullet[1] if bullet else "")
        if not bullet:
            break
        if _has_count(text[bullet.end() :][:2]) or parts.search(text):
            return None
        bullets += bullet[1] == sign
    if ordinals >= _FEWEST:
        return Listed(ordinals, ordinals, 0)
    return Listed(1, bullets, 0) if bullets >= _FEWEST else None


def _direct(text: str, start: int, unit: str) -> Listed | None:
    """«tại 2 xã Tân Lập và An Bình»: names right behind what is counted."""
    found = _UNIT.match(text, start)
    if not found:
        return None
    at = found.end()
    ends: list[int] = []
    while name := _PROPER.match(text, at):
        if ends and _is_of_other_rank(name[0], unit):
            return None
        ends.append(name.end())
        link = _LINK.match(text, name.end())
        if not link:
            break
        at = link.end()
    if len(ends) < _FEWEST or (at > ends[-1] and _BEGINS.match(text, at)):
        return None
    if at > ends[-1] and text[at : at + 1].isdigit():
        return None
    return Listed(len(ends), len(ends), ends[-1])


def _behind(text: str, opener: re.Match[str], far: int, unit: str) -> Listed | None:
    start = opener.end()
    numbered = _numbered(text, start)
    if numbered:
        return numbered
    if opener[0].lstrip().startswith("("):
        end = _closing(text, start)
        return _names(text, start, end, unit) if far <= _NEAR and end else None
    if opener[0].startswith(":") and far > _NEAR:
        return None
    return _names(text, start, _end(text, start), unit)


def _numbered(text: str, start: int) -> Listed | None:
    """«(1) …; (2) …»: the marks tell how many there are."""
    marks = [*_NUMBERED.finditer(text, start, start + _LIST)]
    if not marks or marks[0].start() > start + 2:
        return None
    values = [_ROMAN.get(mark[1]) or int(mark[1]) for mark in marks]
    last = 1
    for one, other in pairwise(values):
        if other != one + 1:
            break
        last = other
    if values[0] != 1 or last < _FEWEST:
        return None
    return Listed(last, last, marks[last - 1].end())


def _closing(text: str, start: int) -> int:
    """Return where the bracket closes that was opened before ``start``, or 0."""
    depth = 1
    for at in range(start, min(len(text), start + _LIST)):
        depth += (text[at] == "(") - (text[at] == ")")
        if not depth:
            return at
    return 0


def _end(text: str, start: int) -> int:
    found = _ENDS.search(text, start, start + _LIST)
    if found is None:
        return min(len(text), start + _LIST)
    return found.end() if found[0] in ("…", "...") else found.start()


def _names(text: str, start: int, end: int, unit: str) -> Listed | None:
    told = text[start:end]
    if _OPEN_END.search(told):
        return None
    plain = _INNER.sub("", told)
    if "(" in plain or ")" in plain or ":" in plain:
        return None
    plain = _COMPOUNDS.sub(lambda found: f"{found[0].split()[0]} x", plain)
    parts = [part for part in plain.split(";") if part.strip(" .")]
    if len(parts) > 1 and not any(map(_has_count, parts)):
        named = {
            bool(_BEGINS.match(part.strip().removeprefix("và "))) for part in parts
        }
        if len(named) == 1:
            most = sum(len(re.split(r",| và ", part)) for part in parts)
            return Listed(len(parts), most, end)
    if not parts:
        return None
    return _counted(list(_segments(parts[0])), end, unit)


def _has_count(said: str) -> bool:
    return re.search(r"(?:^|[^\w.,/]|[^\W\d_]\.)\d", said.strip()) is not None


def _segments(told: str) -> Iterator[str]:
    for segment in told.split(","):
        yield segment.strip().removeprefix("và ").strip(" .”\"'")


def _counted(segments: list[str], end: int, unit: str) -> Listed | None:
    """Count names that commas part; the last is followed by what is said of them."""
    counted = sum(segment[-1:].isdigit() for segment in segments)
    alike = 0 if counted else _alike(segments)
    if alike:
        return Listed(alike, alike, end)
    names = 0
    while names < len(segments) and _BEGINS.match(segments[names]):
        names += 1
    if not names or counted > 1 or any(map(_BEGINS.match, segments[names:])):
        return None
    offices = all(map(_OFFICE.match, segments[:names]))
    fewest = most = 0
    for segment in segments[:names]:
        is_last = segment is segments[names - 1]
        low, high = _of_one(segment, is_last=is_last, offices=offices)
        if not low:
            return None
        if names > 1 and _is_of_other_rank(segment, unit):
            low = 0  # «3 xã (Tân Lập, An Bình, Phú Mỹ và thị trấn Hòa An)»
        fewest, most = fewest + low, most + high
    return Listed(fewest, most, end) if most >= _FEWEST else None


def _alike(segments: Sequence[str]) -> int:
    """«tỷ lệ a, tỷ lệ b và tỷ lệ c»: where each begins alike, so many there are."""
    first = segments[0].split(" ")[0].lower()
    if len(segments) < _FEWEST or len(first) < _FEWEST:
        return 0
    if not all(one.lower().startswith(f"{first} ") for one in segments):
        return 0
    last = segments[-1].lower()
    return len(segments) + last.count(f" và {first} ")


def _is_of_other_rank(segment: str, unit: str) -> bool:
    """Say whether a name tells that it is of another kind than what is counted."""
    found = _RANK.search(segment.lower())
    return found is not None and found[1] not in unit.lower()


def _of_one(segment: str, *, is_last: bool, offices: bool) -> tuple[int, int]:
    """Return how many things the words between two commas name; 0 if that is not clear.

    «Bắc Hà và An Lão» are two, «Ban Quản lý dự án và Tư vấn» may be one; where each
    name begins with what it is of, so does one behind «và».
    """
    parts = re.split(rf" và (?={_NAME})", segment)
    if re.search(r" và \d", parts[-1]):
        return 0, 0
    if not is_last and (len(segment.split()) > _LONGEST or _is_told(segment)):
        return 0, 0
    if offices:
        own = sum(bool(_OFFICE.match(part)) for part in parts)
        return own, own
    low = 1
    for one, other in pairwise(parts):
        low += bool(_PROPER.fullmatch(one) and _LOOSE_NAME.match(other))
    return low, len(parts) + (" và " in parts[-1])


def _is_told(segment: str) -> bool:
    """«Tân Lập đạt 98 %»: what is told of each name is no list of names."""
    return re.search(r"(?:^|\s)\d[\d.,]*\s?(?:%|[^\W\d_])", segment) is not None
