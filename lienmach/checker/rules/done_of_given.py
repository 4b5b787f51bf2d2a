"""What is mended, finished, signed … of so many things is no more than these.

«Chỉ ra 14 tồn tại; đã khắc phục 17 tồn tại», «được giao 36 nhiệm vụ; đã hoàn thành 41»,
«văn bản đi 1.408, ký số 1.480»: also where one of the two is told without its unit.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lienmach.checker.above import above
from lienmach.checker.claims import amount
from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.likeness import family, same_period
from lienmach.checker.other_times import CUMULATIVE, EARLIER
from lienmach.checker.quantities.words.vocabulary import any_word, family_in, words
from lienmach.checker.report import Bound, Fact, Report, Sense
from lienmach.checker.rule import Rule, rule


class _Way(NamedTuple):
    """What is said right before all there is, and before what became of it."""

    before: re.Pattern[str]
    done: re.Pattern[str]
    families: frozenset[str]
    is_wide: bool = False  # over a full stop, too


def _way(before: str, done: str, families: str, *, is_wide: bool = False) -> _Way:
    """``before`` may go on up to the number, ``done`` stands by it."""
    ahead = re.compile(rf"(?<!\w)(?:{before})(?!\w)[^\d;]{{0,80}}$")
    stands = re.compile(
        rf"(?<!\w)(?:{done})(?: (?:xong|được|là|cho|dứt điểm|đúng hạn|đúng quy định"
        rf"|{_COUNTED}))*:? $"
    )
    return _Way(ahead, stands, words(families), is_wide)


_COUNTED = "số|văn bản|nhiệm vụ|hồ sơ|tồn tại|lỗi|thiếu sót"
_FAULTS = "crime task petition directive request document"
_WAYS = (
    _way(
        r"phát hiện|chỉ ra|nêu|kết luận|yêu cầu|chấn chỉnh|nhắc nhở|kiến nghị",
        r"khắc phục|chấn chỉnh|sửa chữa|sửa|tiếp thu|thực hiện xong",
        _FAULTS,
        is_wide=True,
    ),
    _way(
        r"giao|đề ra|theo dõi|phải thực hiện|đôn đốc",
        r"hoàn thành|thực hiện xong|làm xong|xong",
        "task directive",
        is_wide=True,
    ),
    _way(
        r"văn bản đi|phát hành|gửi|gửi đi",
        r"(?<!chữ )ký số|được ký số|có chữ ký số",
        "document",
        is_wide=True,
    ),
    _way(r"văn bản đến|đến", r"xử lý|vào sổ", "document"),
    _way(
        r"rà soát",
        r"bãi bỏ|thay thế|sửa đổi|hết hiệu lực|cắt giảm|đơn giản hóa|hủy bỏ",
        "document procedure",
        is_wide=True,
    ),
    _way(r"phát ra|phát", r"thu về|thu lại|thu được|hợp lệ", "ballot", is_wide=True),
)
_OTHERS = re.compile(
    any_word(
        f"{EARLIER}|{CUMULATIVE}|tồn(?! tại)|chuyển sang|kể cả|gồm cả|cùng với|ngoài ra"
        "|phát sinh|bổ sung|vượt|thêm|trước đó|riêng|tự|tương tự|cụ thể|chuyển lên|giấy"
    )
)
_CLOSE, _NEAR, _WIDE = 40, 160, 300  # letters
_SENTENCES, _MOST = 2, 12  # sentences and figures looked back


@rule(
    "SUB005",
    Kind.SUBSET_GT_TOTAL,
    Severity.ERROR,
    "Số đã khắc phục, hoàn thành, ký số … không nhiều hơn số phải làm.",
    passes=(
        "Đoàn chỉ ra 14 tồn tại; các đơn vị đã khắc phục 11 tồn tại.",
        "Được giao 36 nhiệm vụ; đã hoàn thành 38, gồm cả 5 nhiệm vụ phát sinh.",
        "Văn bản đi 1.408, văn bản đến 5.480.",
    ),
    fails=(
        "Đoàn chỉ ra 14 tồn tại; các đơn vị đã khắc phục 17 tồn tại.",
        "Được giao 36 nhiệm vụ; đã hoàn thành 41 nhiệm vụ.",
        "Văn bản đi 1.408, ký số 1.480.",
    ),
)
def done_of_given(self: Rule, report: Report) -> Iterator[Finding]:
    for index, part in enumerate(report.facts):
        ahead = report.before(part.place, _CLOSE)
        ways = [way for way in _WAYS if way.done.search(ahead)]
        if not ways or not _is_count(part) or part.bound is Bound.MOST:
            continue
        whole = _last_alike(report, index)
        if whole is None or amount(part) <= amount(whole):
            continue
        if _is_given(report, whole, part, ways):
            yield above(self, whole, part)


def _is_count(fact: Fact) -> bool:
    counted = fact.sense is Sense.COUNT and fact.whole is None
    return counted and fact.bound is not Bound.ABOUT


def _last_alike(report: Report, index: int) -> Fact | None:
    """The last count before of its unit, or of none, in its paragraph."""
    part = report.facts[index]
    for fact in reversed(report.facts[max(0, index - _MOST) : index]):
        apart = part.sentence - fact.sentence > _SENTENCES
        if apart or fact.place.block != part.place.block:
            return None
        if _is_alike(fact, part):
            return fact if _is_count(fact) else None
    return None


def _is_alike(fact: Fact, part: Fact) -> bool:
    """Say whether two counts are of one unit, or one of them is told without it."""
    if not part.unit or fact.unit.lower() == part.unit.lower():
        return True
    return not fact.unit and family_in(fact.subject.lower()) == family(part)


def _is_given(report: Report, whole: Fact, part: Fact, ways: list[_Way]) -> bool:
    text = report.paragraph(part.place).lower
    between = text[whole.place.end : part.place.start]
    if len(between) > _WIDE or between.count(")") > between.count("("):
        return False
    ahead = report.before(whole.place, _NEAR).rpartition(". ")[2]
    if _OTHERS.search(f"{ahead} # {between} # {report.behind(part.place, _CLOSE)}"):
        return False
    if same_period(whole.period, part.period, report.identity) is False:
        return False
    kind = family(whole) or family(part) or family_in(whole.subject.lower())
    return any(
        kind in way.families
        and (way.is_wide or whole.sentence == part.sentence)
        and way.before.search(ahead)
        for way in ways
    )
