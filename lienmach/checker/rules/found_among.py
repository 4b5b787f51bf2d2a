"""What is found among those looked at, or done of what came, is no more than these.

«Kiểm tra tại 235 đơn vị; phát hiện 263 đơn vị vi phạm», «nhận 249 phản ánh, đã trả lời
292 phản ánh», «ban hành 112 nghị định (riêng tháng 8 ban hành 116 nghị định)».
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from lienmach.checker.claims import amount, anchors_of, lines_of, name
from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.likeness import family, same_period
from lienmach.checker.quantities.vocabulary import any_word, words
from lienmach.checker.report import Bound, Fact, Report, Sense
from lienmach.checker.rule import Rule, rule

_LOOKED = re.compile(any_word("kiểm tra|thanh tra|giám sát|xác minh|rà soát|kiểm toán"))
_FOUND = re.compile(any_word("phát hiện|kết luận"))
_AT_FAULT = re.compile(any_word("vi phạm|sai phạm|chưa đạt|không đạt"))
_CAME = re.compile(
    any_word("tiếp nhận|nhận được|đã nhận|nhận và|thụ lý|phải thi hành|có điều kiện")
)
_DONE = re.compile(
    r"(?<!\w)(?:trả lời|giải quyết|xử lý|thi hành|giải quyết xong|xử lý xong"
    r"|thi hành xong|giải quyết dứt điểm)(?: được| là)? $"
)
_ALONE = re.compile(
    r"(?<!\w)(?:riêng|chỉ tính) (?:từ |trong |tháng |quý )[^;()]{0,120}$"
    r"|, riêng [^;(),\d]{2,40} $"
)
_NEW = re.compile(r"(?:nhận|thụ lý) mới(?: là| thêm)? $")
_OTHERS = re.compile(
    any_word("kỳ trước|năm trước|quý trước|tồn|chuyển sang|lũy kế|từ đầu năm|cùng kỳ")
)
_CLOSE, _NEAR, _WIDE = 40, 160, 400  # letters
_SENTENCES, _MOST = 2, 40  # sentences and figures looked back
_CLEARLY = Decimal("1.05")
_UNCOUNTED = words("time step point dossier")


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
    ),
    fails=(
        "Đã kiểm tra tại 235 đơn vị; phát hiện 263 đơn vị có sai phạm.",
        "Tháng 11 đã nhận 249 phản ánh, trả lời 292 phản ánh.",
        "Tỉnh ban hành 112 nghị quyết (riêng tháng 8 ban hành 116 nghị quyết).",
    ),
)
def found_among(self: Rule, report: Report) -> Iterator[Finding]:
    for index, part in enumerate(report.facts):
        if not _is_count(part) or part.bound is Bound.MOST:
            continue
        whole = _last_alike(report, index)
        if whole is None or not _is_more(part, whole):
            continue
        if _is_among(report, whole, part):
            facts = (whole, part)
            yield self.finding(
                anchors_of(facts),
                lines_of(facts),
                f"«{name(part)}» ghi {part.raw}, nhiều hơn {whole.raw} của"
                f" «{name(whole)}».",
                f"{part.raw} > {whole.raw}",
            )


def _is_count(fact: Fact) -> bool:
    counted = fact.sense is Sense.COUNT and bool(fact.unit) and fact.whole is None
    return counted and fact.bound is not Bound.ABOUT and family(fact) not in _UNCOUNTED


def _last_alike(report: Report, index: int) -> Fact | None:
    """The last count before of the very same unit, not far off, in no bracket."""
    part = report.facts[index]
    unit = _plain(part.unit)
    for fact in reversed(report.facts[max(0, index - _MOST) : index]):
        if part.sentence - fact.sentence > _SENTENCES:
            return None
        if _plain(fact.unit) == unit and not _is_aside(report, fact, part):
            return fact if _is_count(fact) else None
    return None


def _is_aside(report: Report, fact: Fact, part: Fact) -> bool:
    """Say whether a bracket that closes before a count holds another."""
    if fact.place.block != part.place.block:
        return False
    between = report.paragraph(part.place).text[fact.place.end : part.place.start]
    return between.count(")") > between.count("(")


def _plain(unit: str) -> str:
    unit = unit.lower().replace(",", "")
    return "vụ việc" if unit in ("vụ", "việc") else unit


def _is_more(part: Fact, whole: Fact) -> bool:
    exact = part.bound is whole.bound is Bound.EXACT
    return amount(part) > amount(whole) * (1 if exact else _CLEARLY)


def _is_among(report: Report, whole: Fact, part: Fact) -> bool:
    if whole.place.block != part.place.block:
        return False
    text = report.paragraph(part.place).lower
    between = text[whole.place.end : part.place.start]
    if len(between) > _WIDE:
        return False
    ahead = report.before(whole.place, _NEAR).rpartition(". ")[2]
    behind = re.split(
        r"[.;](?=\s|$)", report.behind(part.place, _NEAR // 2), maxsplit=1
    )[0]
    if _OTHERS.search(f"{ahead} # {between} # {report.behind(part.place, _CLOSE)}"):
        return False
    if ahead.endswith("+ "):
        return False  # «nhận 624 vụ + 89 vụ …; giải quyết 260 vụ»: of both together
    if whole.sentence == part.sentence and _ALONE.search(between):
        return True
    if same_period(whole.period, part.period, report.identity) is False:
        return False
    if _LOOKED.search(ahead) and _FOUND.search(between):
        return bool(_AT_FAULT.search(f"{between} {behind}"))
    came = whole.sentence == part.sentence and _CAME.search(ahead)
    return bool(came and (_DONE.search(between) or _NEW.search(between)))
