"""What one field has of a stage is no more than all the fields have of it."""

import re
from collections.abc import Iterator

from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.judging.above import above
from lienmach.checker.meaning.likeness import words_of
from lienmach.checker.quantities.words.vocabulary import any_word, words
from lienmach.checker.report import Bound, Fact, Report, Sense
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.other_times import CUMULATIVE

_FIELD = re.compile(
    r"(?<!\w)(?:lĩnh vực|riêng) ?(?!tháng|quý|năm|tuần|ngày)[^;.()\d]{3,60}$"
)
_TIME = re.compile(any_word(f"so với|{CUMULATIVE}|từ đầu|tháng|quý|năm|kỳ|tồn"))
_OTHERS = re.compile(
    any_word("từng|mỗi|bình quân|tăng|giảm|còn|cấp|riêng|trong đó|ngoài")
)
_STAGES = words("received finished late open")
_ASIDE = words("overall total partly")
_OWN = words("toàn số các hồ sơ chiếm")
_FAR, _NEAR = 100, 40  # letters
_SENTENCES, _MOST = 3, 24  # sentences and figures looked back


@rule(
    "SUB004",
    Kind.SUBSET_GT_TOTAL,
    Severity.ERROR,
    "Số của một lĩnh vực không nhiều hơn số của tất cả các lĩnh vực.",
    passes=(
        "Có 312 hồ sơ quá hạn. Lĩnh vực đất đai có 208 hồ sơ quá hạn.",
        "Có 312 hồ sơ quá hạn. Lĩnh vực đất đai có 802 hồ sơ đang giải quyết.",
        "Cấp xã có 312 hồ sơ quá hạn. Lĩnh vực đất đai có 802 hồ sơ quá hạn.",
    ),
    fails=(
        "Có 312 hồ sơ quá hạn. Lĩnh vực đất đai có 802 hồ sơ quá hạn.",
        "Số hồ sơ trễ hẹn là 96, riêng đất đai là 161 hồ sơ trễ hẹn.",
    ),
)
def of_one_field(self: Rule, report: Report) -> Iterator[Finding]:
    for index, part in enumerate(report.facts):
        if not _is_count(part) or not part.unit:
            continue
        ahead = re.split(r"[.;]\s", report.before(part.place, _FAR))[-1]
        if not _FIELD.search(f", {ahead}") or _TIME.search(ahead):
            continue
        wholes = [
            fact
            for fact in report.facts[max(0, index - _MOST) : index]
            if part.sentence - fact.sentence <= _SENTENCES
            and _is_count(fact)
            and _is_of(report, fact, part)
        ]
        if wholes and all(part.quantity > whole.quantity for whole in wholes):
            yield above(self, wholes[-1], part, "tất cả")


def _is_count(fact: Fact) -> bool:
    counts = fact.sense is Sense.COUNT and fact.bound is Bound.EXACT
    return counts and fact.whole is None and bool(fact.tags & _STAGES)


def _is_of(report: Report, whole: Fact, part: Fact) -> bool:
    """Say whether a count of the same things is of all fields."""
    if whole.place.block != part.place.block:
        return False
    if whole.tags - _ASIDE != part.tags - _ASIDE:
        return False
    if (whole.unit or part.unit).lower() != part.unit.lower():
        return False
    clause = re.split(r"[.;(]", report.before(whole.place, _NEAR))[-1]
    said = f"{clause} {re.split(r'[.;,]', report.behind(whole.place, _NEAR))[0]}"
    if _TIME.search(said) or _OTHERS.search(said) or _FIELD.search(clause):
        return False
    return not words_of(whole.subject) - _OWN
