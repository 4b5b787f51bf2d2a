"""Finds the numbers that count something in a run of text.

Dates, symbols of documents, codes, standards, telephone numbers, list numbers, ordinals
and years are numbers too, but count nothing: they are left out here.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from lienmach.checker.quantities.words.naming import (
    CLUSTER,
    RANKED,
    endings,
    is_name,
    words_before,
)
from lienmach.checker.quantities.words.spelled import (
    is_spelled,
    spelled,
    told_in_words,
)
from lienmach.checker.quantities.words.vocabulary import (
    family_of,
    is_known,
    unit_at,
    words,
)
from lienmach.checker.report import Bound, Sense
from lienmach.checker.source import has_any
from lienmach.checker.text.numbers import Number, read_number
from lienmach.checker.text.other_times import EARLIER

_PERCENT = re.compile(r"\s?(?:%|phần trăm(?!\w))")
_IN_WORDS = re.compile(r"\s?\((?:[^\W\d_]+ ?){1,6}\)")
_ITEM_NUMBER = re.compile(
    r"\s*(?:[-–+*•]\s*)?(?:\(?\d{1,2}\)|\d{1,2}(?:\.\d{1,2})*\.(?!\d)\s?"
    r"|\d{1,2}(?:\.\d{1,2})+\s|\d{1,2}/\s|\d{1,2}-\s(?=[^\W\d]))"
)


_LEAST = endings("hơn|trên|vượt|tối thiểu|ít nhất|không dưới|không ít hơn")
_MOST = endings(
    "dưới|không quá|tối đa|chưa đến|chưa tới|chưa đầy|không vượt quá|nhiều nhất"
    "|không hơn"
)
_ABOUT = endings("gần|khoảng|xấp xỉ|chừng|dự kiến|ước khoảng|độ")
_DEGREES = endings("thái độ|chế độ|mức độ|trình độ|tiến độ|tốc độ|cường độ|mật độ")
_ROSE = endings(
    "nhiều hơn|thăng|cải thiện|tăng|tăng thêm|tăng lên được|vượt thêm|tăng được"
    "|tăng tới|cao hơn"
    "|tăng là"
)
_FELL = endings(
    "ít hơn|tụt|tụt xuống|rớt|mất|hạ|giảm|giảm bớt|giảm được|giảm đi|giảm tới|thấp hơn"
    "|giảm là"
)
_EACH = re.compile(r"(?:bình quân|trung bình) (?:mỗi|một) [^\d,;]{2,16}$")
_OF_EACH = re.compile(
    r"(?:bình quân|trung bình) (?:mỗi|một) [^.;()]{2,24} \([^()]{1,20}\)[^.;,()\d]*$"
)
_OUT_OF = re.compile(
    r" (?:trên|trong) (?:tổng số )?(\d{1,3}(?:\.\d{3})+|\d+)(?![\d.,/%])(?! ?%)"
)
_OVER = re.compile(r" ?/ ?(\d(?:[\d.,]*\d)?) ?")  # «39,2 tỷ đồng/50 tỷ đồng»
_COMERS = re.compile(r"lượt (?:người|công dân)")  # «412 lượt/536 lượt người»: a pair
_SCORED = re.compile(
    r"(?<!thời )(?<!địa )(?<!quan )(?<!ưu )(?<!nhược )(?<!khuyết )điểm"
)
_THAN = endings(
    "cao hơn|thấp hơn|nhiều hơn|ít hơn|dày hơn|lớn hơn|nhỏ hơn|dài hơn|ngắn hơn"
    "|đông hơn|nhanh hơn|chậm hơn|trội hơn|kém hơn|sớm hơn|muộn hơn|gọn hơn"
)
_OPEN_ABOVE = re.compile(r" (?:trở lên|trở xuống|đến dưới|tuổi)(?!\w)")


# A paragraph of more numbers than this is no running text.
MOST_NUMBERS = 400


class Amount(NamedTuple):
    """A counting number in a text: offsets, value, and the words next to it.

    ``start`` to ``end`` is the number with its «/whole» and «%»; ``unit_end`` is where
    its counting word ends.
    """

    start: int
    end: int
    number: Number
    raw: str
    whole: Number | None
    unit: str
    unit_end: int
    sense: Sense
    bound: Bound
    falls: bool = False

    @property
    def value(self) -> Decimal:
        return self.number.value


def amounts(text: str, lower: str) -> tuple[Amount, ...]:
    """Return the numbers of a text that count something, in their order.

    ``lower`` is the text in small letters. Of very many (``MOST_NUMBERS``) only the
    first.
    """
    found = list(islice(_printed(text, lower), MOST_NUMBERS))
    if len(found) < MOST_NUMBERS and (
        said := list(islice(_spelled(text, lower), MOST_NUMBERS))
    ):
        found = sorted([*found, *said], key=lambda one: one.start)
    return tuple(found)


def _spelled(text: str, lower: str) -> Iterator[Amount]:
    for one in spelled(text, lower):
        bound = Bound.EXACT if one.is_exact else Bound.ABOUT
        start, end, raw, number = one.start, one.end, one.number.raw, one.number
        yield Amount(
            start, end, number, raw, None, one.unit, one.unit_end, Sense.COUNT, bound
        )


def _printed(text: str, lower: str) -> Iterator[Amount]:
    item = _ITEM_NUMBER.match(text)
    start = item.end() if item else 0
    named_until = read_until = -1  # «mức độ 3, 4»: a name goes on behind a comma
    for cluster in CLUSTER.finditer(text, start):
        if cluster.start() < read_until:  # «61 tỷ 723 triệu»
            continue
        if named_until >= 0 and lower[named_until : cluster.start()] in _JOINS:
            named = not is_known(unit_at(text, lower, cluster.end())[0])
        else:
            named = is_name(text, lower, cluster)
        if named:
            named_until = cluster.end()
            continue
        named_until = -1
        amount = _amount(text, lower, cluster)
        if amount:
            read_until = amount.unit_end
            yield amount


_JOINS = frozenset((", ", " và ", ",", " đến ", "; ", " hoặc "))


def _amount(text: str, lower: str, cluster: re.Match[str]) -> Amount | None:
    part, _, whole_text = cluster[0].partition("/")
    start, end = cluster.span()
    percent = _PERCENT.match(lower, end)
    if percent:
        end = percent.end()
    behind_it = None if percent or whole_text else _OUT_OF.match(lower, end)
    if behind_it:
        whole_text, end = behind_it[1], behind_it.end()
    number = read_number(part.strip() + ("%" if percent else ""))
    whole = read_number(whole_text) if whole_text else None
    if number is None or (whole_text and whole is None):
        return None
    raw = text[start : end if behind_it else cluster.end()]
    behind = end
    words = _IN_WORDS.match(lower, end) if not percent else None
    if words and is_spelled(words[0]):
        behind = words.end()
    if not percent and lower.startswith(")", end) and told_in_words(lower, start):
        behind = end + 1  # «bảy mươi mốt (71) hồ sơ»
    unit, unit_end = ("%", end) if percent else unit_at(text, lower, behind)
    if unit.lower() in _SMALLER:  # «2,3 triệu lượt hồ sơ»
        counted, behind = unit_at(text, lower, unit_end)
        if is_known(counted) and family_of(counted) not in ("money", "time"):
            unit, unit_end = f"{unit} {counted}", behind
    if unit.lower() in ("tỷ", "tỉ", "triệu"):
        number, raw, unit, unit_end = _compound(
            text, lower, start, number, raw, unit_end
        )
    number = _likelier(number, unit)
    if whole is None and unit and not percent:
        over = _OVER.match(lower, unit_end)
        if (
            over
            and lower.startswith(unit.lower(), over.end())
            and not lower[over.end() + len(unit) :][:1].isalpha()
            and not _COMERS.match(lower, over.end())
        ):
            whole = read_number(over[1])
            raw, end = f"{raw}/{over[1]}", over.end(1)
            unit_end = over.end() + len(unit)
    if (
        whole is not None
        and unit in ("", "năm")
        and _is_day(lower, start, number, whole)
    ):
        return None
    before = words_before(lower, start)
    in_bracket = text[start - 1 : start] == "("
    if in_bracket and (_COMPARED.search(before) or _EACH.search(before)):
        before = " ("  # «tăng so với cùng kỳ (100 hồ sơ)»: not by so many
    elif ")" in before and (told := _OF_EACH.search(lower[max(0, start - 80) : start])):
        before = told[0]  # «bình quân mỗi ngày (52 ngày) tiếp nhận 112,4 hồ sơ»
    if "thời điểm" in lower[max(0, start - 48) : start]:
        before = before.replace("điểm", "")  # a point in time is no score
    sense = _sense(before, unit, whole, lower, unit_end)
    if sense is Sense.SHARE and whole is not None:
        return None
    labelled = lower[max(0, start - 2) : start] == ": "  # «lâu hơn: 96 tin»
    bound = Bound.EXACT if labelled else _bound(before, lower, end, unit_end)
    falls = sense is Sense.CHANGE and _moved(before, _FELL, "giảm")
    falls = falls or (sense is Sense.CHANGE and before.endswith(" xuống"))
    if sense is Sense.CHANGE and unit == "điểm" and _POINTS.match(lower, unit_end):
        bound = Bound.EXACT if before.endswith(" vượt") else bound
        falls = falls or bool(_LOWER.search(lower[max(0, start - 60) : start]))
    return Amount(
        start, max(end, behind), number, raw, whole, unit, unit_end, sense, bound, falls
    )


def _is_day(lower: str, start: int, number: Number, whole: Number) -> bool:
    """«(06/5, 13/5 và 27/5)»: days of a month; one of them is above its number.

    «so với thời điểm 30/6» is a day as well.
    """
    if whole.value > _MONTHS or number.value > _DAYS:
        return False
    if lower.endswith(_AT, 0, start):
        return True
    if number.value > whole.value and _UNTIL.search(lower, max(0, start - 12), start):
        return True  # «phấn đấu đến 31/01 năm sau»
    near = lower[max(0, start - _LISTED) : start + _LISTED]
    days = [int(day) for day, month in _DAY.findall(near) if int(month) == whole.value]
    return len(days) > 1 and max(days) > whole.value


_UNTIL = re.compile(r"(?<!\w)(?:ngày|đến|trước|từ|hết|sau) $")
_DAY = re.compile(r"(?<![\d./,])(\d{1,2})/(\d{1,2})(?![\d/]|[.,]\d)")
_AT = ("thời điểm ", "mốc ", "cuối ngày ", "hết ngày ")
_MONTHS, _DAYS, _LISTED = 12, 31, 24
_FRACTIONAL = words("money measure point time step")


def _likelier(number: Number, unit: str) -> Number:
    """Choose between two readings: no share above all, and no part of a dossier."""
    if number.other is None:
        return number
    too_much = number.is_percent and number.other <= 100 < number.value
    a_part = (
        "," in number.raw and is_known(unit) and (family_of(unit) not in _FRACTIONAL)
    )
    if too_much or a_part:
        return Number(number.raw, number.other, number.value, number.is_percent)
    return number


_MONEY_REST = re.compile(r" (\d{1,3}(?:,\d+)?) (triệu|nghìn|ngàn)(?: đồng)?(?!\w)")
_SMALLER = {"tỷ": 10**9, "tỉ": 10**9, "triệu": 10**6, "nghìn": 1000, "ngàn": 1000}


def _compound(
    text: str, lower: str, start: int, number: Number, raw: str, unit_end: int
) -> tuple[Number, str, str, int]:
    """Read «61 tỷ 723 triệu 500 nghìn đồng» as 61.723.500 nghìn đồng."""
    unit = text[start + len(raw) : unit_end].strip()
    value, word = number.value, unit.lower()
    said = end = unit_end
    while (rest := _MONEY_REST.match(lower, end)) and (
        _SMALLER[rest[2]] < _SMALLER[word]
    ):
        small = read_number(rest[1])
        assert small is not None
        value = value * (_SMALLER[word] // _SMALLER[rest[2]]) + small.value
        word, said, end = rest[2], rest.end(2), rest.end()
    if end == unit_end:
        return number, raw, f"{unit} đồng", unit_end
    raw = text[start:said]
    return Number(raw, value), raw, f"{word} đồng", end


def _sense(
    before: str, unit: str, whole: Number | None, lower: str, unit_end: int
) -> Sense:
    if _moved(before):
        return Sense.CHANGE
    if unit.lower() == "điểm" and _POINTS.match(lower, unit_end):
        return Sense.CHANGE  # «cao hơn năm 2022 (96,1 %) 1,7 điểm phần trăm»
    if unit == "%":
        return Sense.SHARE
    is_ranked = before.endswith(RANKED) and not before.endswith(" sắp xếp")
    is_ranked = is_ranked or bool(whole and _RANK_IS.search(before))
    if is_ranked and unit.lower() not in ("xã", "hồ sơ", "bậc"):
        return Sense.RANK
    if unit.lower() == "điểm" or (whole and _SCORED.search(before)):
        return Sense.SCORE
    stepped = family_of(unit) == "step"
    if stepped and (before.endswith((" lên", " xuống")) or _AND_STEPS.search(before)):
        return Sense.CHANGE
    if before.endswith(_FROM_TO) and _RATE.match(lower, unit_end):
        return Sense.COUNT  # «giảm từ 84,6 triệu đồng/năm xuống 61,9 triệu đồng/năm»
    if GRADED.search(before):
        return Sense.COUNT  # «giỏi 604, khá 1.172, trung bình 83»
    if _MEAN.search(before) or _RATE.match(lower, unit_end):
        return Sense.AVERAGE
    return Sense.COUNT


_AND_STEPS = re.compile(r"(?:tăng|giảm) [\d.,]+ điểm(?: phần trăm)?(?: và|,)$")
_RANK_IS = re.compile(
    r" thứ$|(?:vị trí|thứ hạng|xếp hạng|thứ bậc)[^,;.:()\d]{0,40} (?:là|ở|đạt)$"
)
# «bình quân 12 văn bản/đơn vị; 14/14 đơn vị …»: what follows is no mean any more.
_MEAN = re.compile(r"(?:bình quân|trung bình)(?!.*;|.*\d.*,(?: |$))")
GRADED = re.compile(
    r"khá:? [^,;]{1,20}[,;] (?:và |loại |xếp loại )?trung bình(?: là| có|:)?$"
)
_FROM_TO = endings("từ|xuống|lên|còn|xuống còn|lên thành|xuống mức|từ mức")
_POINTS = re.compile(r" ?(?:phần trăm|%)")
_LOWER = re.compile(r"giảm|thấp hơn|kém|hụt|ít hơn")
_COMPARED = re.compile(
    rf" (?:so )?(?:với )?(?:{EARLIER})"
    r"(?: năm (?:trước|\d{4}))?(?: là)?$"
)
_TIMES = ("kỳ", "trước", "ngoái")  # of which one stands in it
_EXTENT = re.compile(r"(?:mức|tốc độ|tỷ lệ|tỉ lệ) (tăng|giảm)[^.;,\d]{0,30}$")


def _moved(
    before: str, words: tuple[str, ...] | None = None, way: str = "tăng|giảm"
) -> bool:
    """Say whether the words before a number tell of growth, or of a fall."""
    found = _EXTENT.search(before)
    if found:
        return found[1] in way
    plain = _COMPARED.sub("", before) if has_any(before, _TIMES) else before
    return plain.endswith(words if words is not None else _ROSE + _FELL)


_RATE = re.compile(
    r" ?/ ?(?:1 )?(?:ngày|tháng|tuần|quý|năm|xã|đơn vị|người|phường|giờ|lớp)"
)


def _bound(before: str, lower: str, end: int, unit_end: int) -> Bound:
    if before.endswith((" vượt là", " chưa tới là", " chưa đến là")):
        return Bound.EXACT  # «số chỉ tiêu đạt và vượt là 21»
    before = before.removesuffix(" là").removesuffix(" được")
    if before.endswith((" đạt và vượt", " đạt, vượt", " tính trên")):
        return Bound.EXACT
    if before.endswith(" vượt") and lower.startswith((" so với", " ("), unit_end):
        return Bound.EXACT  # «58,4 tỷ đồng, vượt 6,4 tỷ đồng so với dự toán»
    if before.endswith(_ABOUT) and not before.endswith(_DEGREES):
        return Bound.ABOUT
    if before.endswith(_MOST):
        return Bound.MOST
    if before.endswith(_LEAST) and not before.endswith(_THAN):
        return Bound.LEAST
    if _OPEN_ABOVE.match(lower, end) or _OPEN_ABOVE.match(lower, unit_end):
        return Bound.LEAST
    return Bound.EXACT
