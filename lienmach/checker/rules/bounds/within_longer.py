"""What one month counts is no more than what all the months with it count."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.judging.above import above
from lienmach.checker.meaning.likeness import same_scope, scopes, words_of
from lienmach.checker.quantities.words.vocabulary import any_begun, any_word, words
from lienmach.checker.report import Bound, Fact, Report, Sense
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.other_times import COMPARED, CUMULATIVE

_TIME = re.compile(
    any_word(f"{CUMULATIVE}|cả năm|sáu tháng|chín tháng")
    + "|"
    + any_begun("tháng|quý")
    + r" (\d{1,2}|iv|i{1,3})(?!\w|[.,]\d)"
    r"|(?<![\d.,])(\d{1,2}) tháng(?! (?:cuối|qua|tới|sau|liền|kể))"
)
_WHOLE_YEAR = 12
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_OTHER_TIME = re.compile(
    rf"{COMPARED}|bình quân|trung bình|dự kiến"
    r"|ước|từ tháng|đến tháng|kế hoạch|tồn|chuyển sang"
)
_YEAR = re.compile(r"(?:/|năm )((?:19|20)\d\d)")
# «Chi cục Số 1 nhận 3.104 hồ sơ»: of one of many
_OF_ONE = re.compile(
    r"(?i:chi cục|chi nhánh|phòng|xã|phường|huyện|trung tâm|trạm|đội|văn phòng|quầy)"
    r" (?:[Ss]ố \d|[^\W\d_a-zà-ỹ])"
)
_STAGES = words("received finished late")
_ASIDE = words("cumulative partly overall total")
_FAR = 160  # letters
_APART = 40  # figures
_OWN = words("lũy luỹ kế cả đầu đến nay riêng trong cục sở chi đã ghi")


class _Told(NamedTuple):
    """A count with the first and the last month of its time."""

    place: int  # of its fact
    first: int
    last: int
    year: str

    def is_within(self, other: "_Told") -> bool:
        longer = other.last - other.first > self.last - self.first
        inside = other.first <= self.first <= self.last <= other.last
        return self.year == other.year and longer and inside


@rule(
    "SUB003",
    Kind.SUBSET_GT_TOTAL,
    Severity.ERROR,
    "Số của một tháng, một quý không nhiều hơn số của cả thời gian có tháng, quý đó.",
    passes=(
        "9 tháng Sở tiếp nhận 5.630 hồ sơ. Riêng tháng 8, Sở tiếp nhận 702 hồ sơ.",
        "9 tháng Sở tiếp nhận 5.630 hồ sơ. Riêng tháng 8, Sở giải quyết 7.020 hồ sơ.",
        "Tháng 8/2022 tiếp nhận 702 hồ sơ. 9 tháng tiếp nhận 690 hồ sơ.",
        "9 tháng cấp xã tiếp nhận 563 hồ sơ. Tháng 8, cấp tỉnh tiếp nhận 702 hồ sơ.",
    ),
    fails=(
        "9 tháng Sở tiếp nhận 5.630 hồ sơ. Riêng tháng 8, Sở tiếp nhận 7.020 hồ sơ.",
        "Trong tháng 10 tiếp nhận 834 hồ sơ. Lũy kế 10 tháng tiếp nhận 690 hồ sơ.",
    ),
)
def within_longer(self: Rule, report: Report) -> Iterator[Finding]:
    told = [one for n in range(len(report.facts)) if (one := _told(report, n))]
    whose = scopes(report) if told else ()
    pairs = (
        (one, other)
        for at, one in enumerate(told)
        for other in told[at + 1 : at + 1 + _APART]
        if other.place - one.place <= _APART
    )
    for one, other in pairs:
        short, long = (one, other) if one.is_within(other) else (other, one)
        if not short.is_within(long):
            continue
        part, whole = report.facts[short.place], report.facts[long.place]
        if part.quantity <= whole.quantity or not _is_of(part, whole):
            continue
        if same_scope(whose[short.place], whose[long.place]) is True:
            yield above(self, whole, part, "cả thời gian dài hơn")


def _told(report: Report, index: int) -> _Told | None:
    fact = report.facts[index]
    counts = fact.sense is Sense.COUNT and fact.bound is Bound.EXACT and fact.unit
    if not counts or not fact.tags & _STAGES or fact.whole is not None:
        return None
    ahead = report.before(fact.place, _FAR).rpartition(". ")[2]
    if _OTHER_TIME.search(ahead) or fact.parent is not None:
        return None
    found = list(_TIME.finditer(ahead))
    if found:
        year = _YEAR.search(ahead, found[-1].end())
        told = year[1] if year else _year_of(report)
        return _Told(index, *_months(found[-1]), told)
    said = report.paragraph(fact.place).text[: fact.place.start].rpartition(". ")[2]
    if _YEAR.search(ahead) or _OF_ONE.search(said):
        return None
    return _headed(report, index)


def _headed(report: Report, index: int) -> _Told | None:
    """The time that a heading above names, else that of the report."""
    section = report.facts[index].section
    while section is not None:
        title = report.sections[section].title.lower()
        if time := _TIME.search(title):
            return _Told(index, *_months(time), _year_of(report))
        section = report.sections[section].parent
    period = report.identity.period
    if period is None or period.start.year != period.end.year:
        return None
    return _Told(index, period.start.month, period.end.month, _year_of(report))


def _year_of(report: Report) -> str:
    """The year that is meant where none is named; "" where the report tells none."""
    period = report.identity.period
    return str(period.end.year) if period else ""


def _months(time: re.Match[str]) -> tuple[int, int]:
    word, number = time[0].split(" ")[0], time[1]
    if time[2]:
        return 1, int(time[2])
    if word == "tháng" and number.isdigit():
        return int(number), int(number)
    if word == "quý":
        quarter = _ROMAN.get(number) or int(number)
        return 3 * quarter - 2, 3 * quarter
    return 1, {"sáu": 6, "chín": 9}.get(word, _WHOLE_YEAR)


def _is_of(part: Fact, whole: Fact) -> bool:
    """Say whether two counts are of the same things, or the part is of fewer."""
    if part.unit.lower() != whole.unit.lower():
        return False
    if part.tags - _ASIDE != whole.tags - _ASIDE:
        return False
    return words_of(whole.subject) - _OWN <= words_of(part.subject)
