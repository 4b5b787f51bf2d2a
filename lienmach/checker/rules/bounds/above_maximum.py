"""No score above its maximum, no share above 100 %, no 32 of 31."""

import re
from collections.abc import Iterator

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.calculations import anchors_of, name
from lienmach.checker.quantities.words.vocabulary import words
from lienmach.checker.report import Bound, Fact, Report, Sense, Tie
from lienmach.checker.rule import Rule, rule
from lienmach.checker.source import has_any
from lienmach.checker.text.numbers import read_number

_MAY_EXCEED = (
    "vượt",
    "chỉ tiêu",
    "kế hoạch",
    "dự toán",
    "so với",
    "tăng",
    "thu ngân sách",
    "định mức",
)
_OF_ALL = ("chiếm", "số hóa", "số hoá", "ký số", "niêm yết", "bình thường trở lên")
_NEAR, _WIDE, _SENTENCE = 60, 80, 400  # letters
_LEAST = 10  # a score above its maximum is above ten
_SCALES = (10, 100, 1000)
_SCALE = re.compile(
    r"(?: điểm)?[ ,(]*(?:trên|/|tối đa|thang(?: điểm)?|trong|so với|mức tối đa|của)"
    r"[^\d.;]{0,24}?(\d{2,4})(?![\d.,]\d)(?: điểm)?"
)
_SCALE_BEFORE = re.compile(
    r"(?:thang(?: điểm)?|tối đa(?: là)?|điểm chuẩn) (\d{2,4})(?: điểm)?[^\d.;]{0,24}$"
)
# «thụ lý và giải quyết 179/29 vụ»: so many taken in, so many of them settled
_TWO_STEPS = re.compile(
    r"(?:thụ lý|nhận|khởi tố|truy tố|phát hiện|kiểm tra|thanh tra)[^,;.()\d]{0,24}"
    r"(?: và|,|/| -) ?(?:đã )?(?:giải quyết|xử lý|trả|xét xử|truy tố|thi hành|ban hành)"
    r"[^,;.()\d]{0,24}(?:$| \d[\d.]*/\d)"  # or those before it in the sentence
)
# «13/12 khoản thu đạt và vượt tiến độ» are so many of them, and none above
_EXCEEDS = re.compile(r"v(?<!đạt và v)(?<!đạt, v)(?<!đạt v)ượt")
_SHARES = words(
    "early on_time early+on_time late within online direct postal pleased"
    " very_pleased displeased male female full_online part_online"
)


@rule(
    "MAX001",
    Kind.OVER_MAX,
    Severity.ERROR,
    "Điểm không vượt điểm tối đa, phần không vượt mẫu số, tỷ lệ không quá 100 %.",
    passes=(
        "Điểm thẩm định 63,71/100 điểm.",
        "Thu ngân sách đạt 105% dự toán.",
        "Có 31/31 đơn vị thực hiện.",
        "Kết nạp 32/30 đảng viên, vượt chỉ tiêu kế hoạch.",
        "Thanh tra huyện tiếp nhận và giải quyết 39/32 đơn.",
        "Dân sự thụ lý và giải quyết 152/47 vụ, hành chính 16/03 vụ.",
    ),
    fails=(
        "Điểm thẩm định 163,71/100 điểm.",
        "Tỷ lệ hồ sơ giải quyết đúng hạn đạt 102,5%.",
        "Có 32/31 đơn vị thực hiện.",
        "Có 13/12 khoản thu đạt và vượt tiến độ.",
        "Số hóa hồ sơ đầu vào đạt 98,7%; số hóa kết quả đạt 109,4%.",
        "Chỉ số đạt 102,5 điểm trên thang điểm 100.",
    ),
)
def above_maximum(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    over_100 = {
        relation.terms[0]
        for relation in report.relations
        if relation.tie is Tie.SHARE and report.facts[relation.result].quantity > 100
    }
    for index, fact in enumerate(report.facts):
        if fact.bound is not Bound.EXACT:
            continue
        if fact.sense is Sense.SHARE:
            said = _share(self, fact)
        elif fact.whole and fact.sense in (Sense.COUNT, Sense.SCORE):
            said = None if index in over_100 else _fraction(self, report, fact)
        elif fact.sense in (Sense.COUNT, Sense.SCORE) and fact.quantity > _LEAST:
            said = _scored(self, report, fact)
        else:
            continue
        if said:
            yield said


def _scored(self: Rule, report: Report, fact: Fact) -> Finding | None:
    """«102,5 điểm trên thang điểm 100», «102,5 điểm (tối đa 100 điểm)»."""
    if fact.unit.lower() not in ("", "điểm"):
        return None
    found = _SCALE.match(report.behind(fact.place, _NEAR)) or _SCALE_BEFORE.search(
        report.before(fact.place, _NEAR)
    )
    if not found or not ("điểm" in found[0] or fact.unit):
        return None
    most = read_number(found[1])
    if most is None or most.value not in _SCALES or fact.quantity <= most.value:
        return None
    return self.finding(
        (fact.raw,),
        (fact.line,),
        f"Điểm {fact.raw} của «{name(fact)}» vượt điểm tối đa {found[1]}.",
        f"{fact.raw} > {found[1]}",
    )


def _share(self: Rule, fact: Fact) -> Finding | None:
    too_much = fact.quantity > 100 and (fact.other is None or fact.other > 100)
    named = fact.tags & _SHARES or has_any(fact.subject.lower(), _OF_ALL)
    if not too_much or not named:
        return None
    if fact.tags & {"plan", "expected"} or _may_exceed(fact):
        return None
    return self.finding(
        (fact.raw,),
        (fact.line,),
        f"Tỷ lệ {fact.raw} % của «{name(fact)}» lớn hơn 100 %.",
        f"{fact.raw} % > 100 %",
    )


def _fraction(self: Rule, report: Report, fact: Fact) -> Finding | None:
    whole = fact.whole or 0
    if fact.quantity <= whole:
        return None
    if fact.sense is Sense.COUNT and (_may_exceed(fact) or _is_exceeded(report, fact)):
        return None
    if fact.sense is Sense.SCORE:
        said = f"Điểm {fact.raw} của «{name(fact)}» vượt điểm tối đa."
    else:
        said = f"«{name(fact)}» ghi {fact.raw}: tử số lớn hơn mẫu số."
    return self.finding(
        anchors_of([fact]), (fact.line,), said, fact.raw.replace("/", " > ")
    )


def _is_exceeded(report: Report, fact: Fact) -> bool:
    """«Kết nạp 32/30 đảng viên, vượt chỉ tiêu»; «nhận và giải quyết 39/32 đơn»."""
    if _TWO_STEPS.search(report.before(fact.place, _SENTENCE).rpartition(". ")[2]):
        return True
    return bool(_EXCEEDS.search(report.behind(fact.place, _WIDE)))


def _may_exceed(fact: Fact) -> bool:
    subject = fact.subject.lower().replace("đạt và vượt", "")
    return has_any(subject, _MAY_EXCEED)
