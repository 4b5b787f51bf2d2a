"""What is found among those looked at, or done of what came, is no more than these.

«Kiểm tra tại 235 đơn vị; phát hiện 263 đơn vị vi phạm», «nhận 249 phản ánh, đã trả lời
292 phản ánh», «ban hành 112 nghị định (riêng tháng 8 ban hành 116 nghị định)», «xử phạt
7,2 tỷ đồng, đã nộp 9,2 tỷ đồng»: each step by the words that lead to its number.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from lienmach.checker.above import above
from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.likeness import family, same_period
from lienmach.checker.quantities.words.vocabulary import (
    MONEY,
    any_word,
    family_of,
    words,
)
from lienmach.checker.report import Bound, Fact, Report, Sense, Tie
from lienmach.checker.rule import Rule, rule


class _Step(NamedTuple):
    """What leads to a whole and to its part, and how many sentences apart they are."""

    whole: re.Pattern[str]
    part: re.Pattern[str]
    sentences: int = 0


def _own(names: str) -> re.Pattern[str]:
    return re.compile(any_word(names))


_CAME = (
    "tiếp nhận|nhận được|đã nhận|nhận và|thụ lý|phải thi hành|phải giải quyết"
    "|có điều kiện|đủ điều kiện"
)
_DONE = re.compile(
    r"(?<!\w)(?<!đang )(?<!đang được )(?<!chưa )(?<!phải )(?<!cần )(?<!chờ )"
    r"(?:trả lời|giải quyết|xử lý|thi hành|làm|hoàn thành)(?: xong| dứt điểm)?"
    r"(?: được| là)?(?: hơn| trên)? $"
)
_NEW = re.compile(r"(?:nhận|thụ lý) mới(?: là| thêm)? $")
_DEMANDED = r"(?:kiến nghị|đề nghị|yêu cầu) (?:thu hồi|nộp lại|thu nộp)"
_PAID = re.compile(
    any_word("đã thu|đã nộp|tạm thu|thu được|thu về|thu nộp|nộp được") + "[^;]*$"
)
_ELIGIBLE = _own("đủ điều kiện|có điều kiện")
_STEPS = (
    _Step(_own(_CAME), _DONE),
    _Step(_own(_CAME), _NEW),
    _Step(_own("tiếp nhận|nhận được|tổng hợp"), _ELIGIBLE, 1),
    _Step(_own("tiếp nhận|nhận được|tổng hợp"), re.compile(r"(?<!\w)còn(?: lại)? $")),
    _Step(_own("phạt|truy thu"), _PAID, 1),
    _Step(re.compile(_DEMANDED), _PAID),
    _Step(_own("sai phạm|vi phạm|tổng số tiền"), re.compile(_DEMANDED)),
    _Step(_own("mở|tiến hành|triển khai"), _own("kết luận|kết thúc|xong")),
    _Step(
        _own("toàn bộ|tất cả|tổng số|cả thảy"),
        re.compile(r"(?<!\w)(?:chỉ|mới)(?: có| được)? $"),
    ),
)
_LOOKED = re.compile(any_word("kiểm tra|thanh tra|giám sát|xác minh|rà soát|kiểm toán"))
_FOUND = re.compile(any_word("phát hiện|kết luận"))
_AT_FAULT = re.compile(any_word("vi phạm|sai phạm|chưa|không|thiếu|sai|lỗi|chậm"))
_ALONE = re.compile(
    r"(?<!\w)(?:riêng|chỉ tính) (?:từ |trong |tháng |quý )[^;()]{0,120}$"
    r"|, riêng [^;(),\d]{2,40} $"
)
_BEGINS_INSIDE = re.compile(r"trong (?:tổng )?(?:số )?(?:đó|này|ấy)(?!\w)")
_END = re.compile(r"[.;]\s+")
_SCALES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6}
_INSIDE = re.compile(r"(?<!\w)trong (?:tổng )?(?:số )?(?:đó|này|ấy)(?!\w)")
# «có mặt 95 người trong số được mời», «đã xét xử 45 vụ trong số đó»
_OF_THEM = re.compile(
    r"[^.;:()\d]{0,40}(?<!\w)trong (?:tổng )?số (?:đó|này|ấy|trên|nêu trên|được)(?!\w)"
)
_OTHERS = re.compile(
    any_word("kỳ trước|năm trước|quý trước|tồn|chuyển sang|lũy kế|từ đầu năm|cùng kỳ")
)
_COMPARED = re.compile(r"\((?:tăng|giảm) [^()]*\)")
_AGAINST = re.compile(r"(?<!\w)so (?:với )?(?:cùng kỳ )?năm (?:\d{4}|trước)")
_BRACKET = re.compile(r"[()]")
_THAT_IS = re.compile(r"(?:tương đương|tương ứng|bằng|tức)(?: với| là)? $")
_CLOSE, _NEAR, _WIDE = 40, 160, 400  # letters
_SENTENCES, _MOST = 2, 40  # sentences and figures looked back
_CLEARLY = Decimal("1.05")
_UNCOUNTED = words("time step point")


@rule(
    "SUB002",
    Kind.SUBSET_GT_TOTAL,
    Severity.ERROR,
    "Số phát hiện không nhiều hơn số đã kiểm tra, số giải quyết không nhiều hơn số đã"
    " nhận.",
    passes=(
        "Đã kiểm tra 235 đơn vị, phát hiện 63 đơn vị có sai phạm.",
        "Đã nhận 249 phản ánh, trả lời 292 phản ánh, gồm cả của kỳ trước.",
        "Kiểm tra 35 xã và 40 phường, phát hiện 42 hộ vi phạm.",
        "Mời 85 nghệ nhân. Hội thi có 95 nghệ nhân dự, 40 nghệ nhân trong số đó trẻ.",
        "Nhận 90 đơn, đã trả lời 60 đơn, từ chối 4 đơn, còn 26 đơn.",
        "Phạt 3,1 tỷ đồng, truy thu 2,2 tỷ đồng; đã nộp 4,9 tỷ đồng.",
        "Nhận 70 hồ sơ, giải quyết 61 hồ sơ, trễ hạn 4 hồ sơ, đang giải quyết 9 hồ sơ.",
        "Kiểm tra 10/31 cơ quan (gồm 7 xã và 3 sở), sau đó 13/31 cơ quan (trong đó có"
        " 9 xã và 4 sở).",
    ),
    fails=(
        "Đã kiểm tra tại 235 đơn vị; phát hiện 263 đơn vị có sai phạm.",
        "Tháng 11 đã nhận 249 phản ánh, trả lời 292 phản ánh.",
        "Tỉnh ban hành 112 nghị quyết (riêng tháng 8 ban hành 116 nghị quyết).",
        "Trung tâm tiếp nhận hơn 1,4 triệu hồ sơ và đã giải quyết hơn 1,7 triệu hồ sơ.",
        "Án dân sự thụ lý 327 vụ, tăng 40 vụ so năm 2021, đã giải quyết 372 vụ việc.",
        "Mở 32 cuộc thanh tra theo kế hoạch, đã kết luận 41 cuộc.",
        "Nhận được 864 đơn. Sau khi bỏ đơn trùng, đơn đủ điều kiện xử lý là 918 đơn.",
        "Đoàn tổng hợp 286 kiến nghị, gộp những kiến nghị trùng, còn 306 kiến nghị.",
        "Sai phạm hơn 14,2 tỷ đồng, kiến nghị thu hồi hơn 57,1 tỷ đồng.",
        "Kiến nghị thu hồi 6,3 tỷ đồng, giảm trừ 20 tỷ đồng; đã thu hồi 9,3 tỷ đồng.",
        "Ra 16 quyết định phạt 410 triệu đồng. Đã thu, nộp ngân sách 514 triệu đồng.",
        "Bộ có 5.120 hồ sơ của 480 công ty. Trong đó, ngành cảng có 6.120 hồ sơ của 90"
        " công ty.",
        "Mời 85 nghệ nhân, có mặt 95 nghệ nhân trong số được mời.",
        "Xã có 29 giếng. Nước được giữ sạch. Trong số đó, 92 giếng có nắp.",
        "Đã đo toàn bộ 93 thửa ruộng, kết quả chỉ có 96 thửa ruộng bị ngập.",
        "Quý I nhận 9,2 ngàn hồ sơ. Trong đó, phần lớn HS nộp tận nơi (11,2 ngàn HS).",
    ),
)
def found_among(self: Rule, report: Report) -> Iterator[Finding]:
    told = {
        relation.terms[0]
        for relation in report.relations
        if relation.tie is Tie.SOME and not relation.wholes
    }
    for index, part in enumerate(report.facts):
        if not _is_count(part) or part.bound is Bound.MOST:
            continue
        alike = list(_alike(report, index))
        if not alike:
            continue
        inside = index not in told and _is_inside(report, index, alike)
        whole = alike[0] if inside else _whole(report, index, alike)
        if whole is not None:
            yield above(self, report.facts[whole], part)


def _is_count(fact: Fact) -> bool:
    counted = fact.sense is Sense.COUNT and bool(fact.unit) and fact.whole is None
    return counted and fact.bound is not Bound.ABOUT and family(fact) not in _UNCOUNTED


@lru_cache(maxsize=1024)
def _kind(unit: str) -> tuple[str, int]:
    """What a unit counts, in plain words, and how many of it one is."""
    lower = unit.lower()
    if lower in MONEY:
        return "đồng", MONEY[lower]
    scale, _, rest = lower.partition(" ")
    times = _SCALES.get(scale, 1) if rest else 1
    plain = (rest if times > 1 else lower).replace(",", "")
    if family_of(plain) == "dossier":
        return "hồ sơ", times
    return ("vụ việc" if plain in ("vụ", "việc", "vụ án") else plain), times


def _alike(report: Report, index: int) -> Iterator[int]:
    """Counts before of the same unit in its paragraph, the last first, no bracket."""
    part = report.facts[index]
    kind = _kind(part.unit)[0]
    for before in range(index - 1, max(-1, index - _MOST), -1):
        fact = report.facts[before]
        if part.sentence - fact.sentence > _SENTENCES:
            return
        if fact.place.block != part.place.block:
            return
        if not fact.unit or fact.sense is Sense.CHANGE:
            continue
        alike = _are_one(_kind(fact.unit)[0], kind)
        if alike and (kind == "đồng" or not _is_aside(report, fact, part)):
            yield before


def _are_one(one: str, other: str) -> bool:
    """«cuộc thanh tra», then «cuộc»."""
    return one == other or one.startswith(f"{other} ")


def _is_aside(report: Report, fact: Fact, part: Fact) -> bool:
    """Say whether a bracket that closes before a count holds another."""
    between = report.paragraph(part.place).text[fact.place.end : part.place.start]
    open_ones = accumulate(
        1 if sign == "(" else -1 for sign in _BRACKET.findall(between)
    )
    return min(open_ones, default=0) < 0 and not _THAT_IS.search(
        report.before(fact.place, _CLOSE)
    )


def _is_more(part: Fact, wholes: Sequence[Fact]) -> bool:
    """Say whether a part is more than all of these together."""
    exact = all(fact.bound is Bound.EXACT for fact in (part, *wholes))
    least = sum((_worth(fact) for fact in wholes), Decimal(0))
    return _worth(part) > least * (1 if exact else _CLEARLY)


def _worth(fact: Fact) -> Decimal:
    return fact.quantity * _kind(fact.unit)[1]


def _is_inside(report: Report, index: int, alike: list[int]) -> bool:
    """«trong đó 130 hồ sơ», «Trong đó, … 130 hồ sơ»: more than all told before."""
    part = report.facts[index]
    words = _own_words(report, index)
    of_them = _OF_THEM.match(report.behind(part.place, _NEAR // 2))
    if not (of_them or _INSIDE.search(words)) or part.parent not in (None, *alike):
        return False
    begins = _BEGINS_INSIDE.match(words)
    back = 0 if not begins else _SENTENCES if "số" in begins[0] else 1
    first = part.sentence - back
    wholes = [report.facts[i] for i in alike]
    wholes = [fact for fact in wholes if fact.sentence >= first]
    if not wholes or _OTHERS.search(words):
        return False
    return all(map(_is_count, wholes)) and _is_more(part, wholes)


def _whole(report: Report, index: int, alike: list[int]) -> int | None:
    """Return the whole that a part of one of these steps is more than."""
    part = report.facts[index]
    words = _own_words(report, index)
    steps = [step for step in _STEPS if step.part.search(words)]
    if _OTHERS.search(f"{words} # {report.behind(part.place, _CLOSE)}"):
        return None
    if _kind(part.unit)[0] == "đồng":
        return _sum_of_money(report, part, alike, steps)
    last = report.facts[alike[0]]
    if not _is_count(last) or not _is_more(part, (last,)):
        return None
    return alike[0] if _is_among(report, alike[0], part, steps) else None


def _own_words(report: Report, index: int) -> str:
    """The words of its sentence between the number before and this one."""
    place = report.facts[index].place
    start = max(0, place.start - _NEAR)
    if index and report.facts[index - 1].place.block == place.block:
        start = max(start, report.facts[index - 1].place.end)
    words = report.paragraph(place).lower[start : place.start]
    return words.rpartition(". ")[2]


def _sum_of_money(
    report: Report, part: Fact, alike: list[int], steps: list[_Step]
) -> int | None:
    """«phạt 3 tỷ đồng, truy thu 2 tỷ đồng; đã nộp 7 tỷ đồng»: more than both."""
    for step in steps:
        wholes = [
            i
            for i in alike
            if part.sentence - report.facts[i].sentence <= step.sentences
            and step.whole.search(_own_words(report, i))
        ]
        facts = [report.facts[i] for i in wholes]
        if facts and all(map(_is_count, facts)) and _is_more(part, facts):
            return wholes[0]
    return None


def _is_among(report: Report, index: int, part: Fact, steps: list[_Step]) -> bool:
    whole = report.facts[index]
    text = report.paragraph(part.place).lower
    between = text[whole.place.end : part.place.start]
    if len(between) > _WIDE:
        return False
    ahead = report.before(whole.place, _NEAR).rpartition(". ")[2]
    behind = _END.split(report.behind(part.place, _NEAR // 2), maxsplit=1)[0]
    if _OTHERS.search(_COMPARED.sub("", f"{ahead} # {between}")):
        return False
    if ahead.endswith("+ "):
        return False  # «nhận 624 vụ + 89 vụ …; giải quyết 260 vụ»: of both together
    if whole.sentence == part.sentence and _ALONE.search(between):
        return True
    one_time = same_period(whole.period, part.period, report.identity) is not False
    if not one_time and not _AGAINST.search(between):
        return False
    if _LOOKED.search(ahead) and _FOUND.search(between):
        return bool(_AT_FAULT.search(f"{between} {behind}"))
    return any(
        part.sentence - whole.sentence <= step.sentences
        and step.whole.search(_own_words(report, index))
        for step in steps
    )
