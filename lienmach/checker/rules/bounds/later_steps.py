"""A later step is of no more than the step before: found of looked at, done of given.

«Kiểm tra tại 235 đơn vị; phát hiện 263 đơn vị vi phạm», «nhận 249 phản ánh, đã trả lời
292 phản ánh», «xử phạt 7,2 tỷ đồng, đã nộp 9,2 tỷ đồng», «văn bản đi 1.408, ký số
1.480», and a stretch of time inside another: «ban hành 112 nghị định (riêng tháng 8 ban
hành 116 nghị định)». Each step is known by the words that lead to its number.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.judging.above import above
from lienmach.checker.meaning.likeness import family, same_period
from lienmach.checker.quantities.words.vocabulary import (
    MONEY,
    any_word,
    family_in,
    family_of,
    words,
)
from lienmach.checker.report import Bound, Fact, Report, Sense, Tie
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.other_times import CUMULATIVE, EARLIER


class _Step(NamedTuple):
    """Words that lead to a number, and those that lead to what became of it.

    A step of ``families`` is of counts of these alone, of which one may be told without
    its unit. ``sentences``: how many they may be apart.
    """

    whole: re.Pattern[str]
    part: re.Pattern[str]
    sentences: int = 0
    families: frozenset[str] = frozenset()


def _own(names: str) -> re.Pattern[str]:
    return re.compile(any_word(names))


def _at_once(given: str, done: str, families: str, sentences: int = 2) -> _Step:
    """A step of which ``done`` stands right before its number."""
    return _Step(
        re.compile(rf"(?<!\w)(?:{given})(?!\w)[^\d;]{{0,80}}$"),
        re.compile(
            rf"(?<!\w)(?:{done})(?: (?:xong|được|là|cho|dứt điểm|đúng hạn|đúng quy định"
            r"|số|văn bản|nhiệm vụ|hồ sơ|tồn tại|lỗi|thiếu sót))*:? $"
        ),
        sentences,
        words(families),
    )


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
    _at_once(
        "phát hiện|chỉ ra|nêu|kết luận|yêu cầu|chấn chỉnh|nhắc nhở|kiến nghị",
        "khắc phục|chấn chỉnh|sửa chữa|sửa|tiếp thu|thực hiện xong",
        "crime task petition directive request document",
    ),
    _at_once(
        "giao|đề ra|theo dõi|phải thực hiện|đôn đốc",
        "hoàn thành|thực hiện xong|làm xong|xong",
        "task directive",
    ),
    _at_once(
        "văn bản đi|phát hành|gửi|gửi đi",
        "(?<!chữ )ký số|được ký số|có chữ ký số",
        "document",
    ),
    _at_once("văn bản đến|đến", "xử lý|vào sổ", "document", 0),
    _at_once(
        "rà soát",
        "bãi bỏ|thay thế|sửa đổi|hết hiệu lực|cắt giảm|đơn giản hóa|hủy bỏ",
        "document procedure",
    ),
    _at_once("phát ra|phát", "thu về|thu lại|thu được|hợp lệ", "ballot"),
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
_OTHERS = re.compile(any_word(f"{EARLIER}|{CUMULATIVE}|tồn(?! tại)|chuyển sang"))
# A number of these is of more than was given.
_MORE = _own(
    "kể cả|gồm cả|cùng với|ngoài ra|phát sinh|bổ sung|vượt|thêm|trước đó|riêng|tự"
    "|tương tự|cụ thể|chuyển lên|giấy"
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
    "Bước sau không nhiều hơn bước trước: số phát hiện so với số đã kiểm tra, số giải"
    " quyết so với số đã nhận, số khắc phục, hoàn thành, ký số so với số phải làm.",
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
        "Đoàn chỉ ra 14 tồn tại; các đơn vị đã khắc phục 11 tồn tại.",
        "Được giao 36 nhiệm vụ; đã hoàn thành 38, gồm cả 5 nhiệm vụ phát sinh.",
        "Văn bản đi 1.408, văn bản đến 5.480.",
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
        "Đoàn chỉ ra 14 tồn tại; các đơn vị đã khắc phục 17 tồn tại.",
        "Được giao 36 nhiệm vụ; đã hoàn thành 41 nhiệm vụ.",
        "Văn bản đi 1.408, ký số 1.480.",
    ),
)
def later_steps(self: Rule, report: Report) -> Iterator[Finding]:
    told = {
        relation.terms[0]
        for relation in report.relations
        if relation.tie is Tie.SOME and not relation.wholes
    }
    for index, part in enumerate(report.facts):
        if not _is_count(part) or part.bound is Bound.MOST:
            continue
        whole = None
        if part.unit:
            alike = list(_alike(report, index))
            inside = index not in told and _is_inside(report, index, alike)
            whole = alike[0] if inside else _whole(report, index, alike)
        if whole is None:
            whole = _whole_of_family(report, index)
        if whole is not None:
            yield above(self, report.facts[whole], part)


def _is_count(fact: Fact) -> bool:
    counted = fact.sense is Sense.COUNT and fact.whole is None
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
    for before in _before(report, index):
        fact = report.facts[before]
        if not fact.unit or not _are_one(_kind(fact.unit)[0], kind):
            continue
        if kind == "đồng" or not _is_aside(report, fact, part):
            yield before


def _before(report: Report, index: int) -> Iterator[int]:
    """The numbers before it in its paragraph, the last first, but what only grew."""
    part = report.facts[index]
    for before in range(index - 1, max(-1, index - _MOST), -1):
        fact = report.facts[before]
        apart = part.sentence - fact.sentence > _SENTENCES
        if apart or fact.place.block != part.place.block:
            return
        if fact.sense is not Sense.CHANGE:
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
    if not alike:
        return None
    last = report.facts[alike[0]]
    is_money = _kind(part.unit)[0] == "đồng"
    if not is_money and not (_is_count(last) and _is_more(part, (last,))):
        return None
    if _OTHERS.search(_said(report, index)):
        return None
    steps = [step for step in _steps_to(report, index) if not step.families]
    if is_money:
        return _sum_of_money(report, part, alike, steps)
    return alike[0] if _is_among(report, alike[0], part, steps) else None


def _steps_to(report: Report, index: int) -> list[_Step]:
    """The steps whose words lead to a number."""
    own = _own_words(report, index)
    return [step for step in _STEPS if step.part.search(own)]


def _whole_of_family(report: Report, index: int) -> int | None:
    """Return the same of the last count of its unit, or of two told with one unit."""
    part = report.facts[index]
    last = next((i for i in _before(report, index) if _may_be_one(report, i, part)), -1)
    if last < 0:
        return None
    whole = report.facts[last]
    if not _is_count(whole) or not _is_more(part, (whole,)):
        return None
    steps = [step for step in _steps_to(report, index) if step.families]
    if not steps:
        return None
    between = report.paragraph(part.place).lower[whole.place.end : part.place.start]
    said = f"{_own_words(report, last)} # {between} # {_said(report, index)}"
    if _OTHERS.search(said) or _MORE.search(said) or _is_aside(report, whole, part):
        return None
    kind = family(whole) or family(part) or family_in(whole.subject.lower())
    steps = [step for step in steps if kind in step.families]
    return last if _is_among(report, last, part, steps) else None


def _may_be_one(report: Report, index: int, part: Fact) -> bool:
    """Say whether two counts are of one unit, or one of them is told without it."""
    fact = report.facts[index]
    if not part.unit or fact.unit.lower() == part.unit.lower():
        return True
    return not fact.unit and family_in(fact.subject.lower()) == family(part)


def _said(report: Report, index: int) -> str:
    behind = report.behind(report.facts[index].place, _CLOSE)
    return f"{_own_words(report, index)} # {behind}"


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
