"""«Cả 18 xã đều …» where the figures know some that do not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.calculations import anchors_of, name
from lienmach.checker.judging.doubts import is_earlier
from lienmach.checker.meaning.likeness import same_scope, scopes, words_of
from lienmach.checker.quantities.words.sweeps import WISHED
from lienmach.checker.quantities.words.vocabulary import (
    WORD,
    any_word,
    family_of,
    is_known,
    tags_of,
    unit_at,
    words,
)
from lienmach.checker.report import Bound, Fact, Report, Sense
from lienmach.checker.rule import Rule, rule
from lienmach.checker.source import Paragraph, has_any
from lienmach.checker.text.numbers import read_number

_MOST = 40  # claims of a report
_NEAR, _LONGEST = 12, 120  # paragraphs; letters of a claim
_CLAIM = re.compile(
    r"(?<!\w)(?:(?:toàn bộ|tất cả|mọi|100 ?%)(?: các| số| những)*|cả(?= \d)|các"
    r"|((?:đa|phần|quá) (?:số|lớn|nửa)|hầu hết|hơn một nửa)(?: các| số)*)"
    r" ?(?:(\d[\d.]{0,11}) )?(?=[^\W\d_])"
)
_END = re.compile(r"[.,;:()\n]| nhưng | tuy nhiên | do | vì | nên | trừ | ngoại trừ ")
_QUANTIFIERS = (
    "toàn bộ",
    "tất cả",
    "mọi ",
    "cả ",
    "100",
    "đều ",
    "phần lớn",
    "đa số",
    "hầu hết",
    "nửa ",
)
_IN_FULL = re.compile(r" 100 ?%")
_DONE = re.compile(
    r"(?<!\w)(hoàn thành|giải quyết|xử lý|trả lời|khắc phục)(?: xong| dứt điểm)? $"
)
_OTHERS = re.compile(r"^ (?:(?:của |trong |theo )?kế hoạch(?: năm| đề ra)?|đề ra)$")
_HOLDS = re.compile(
    r"(?= (?:đạt|hoàn thành|niêm yết|công khai|có|thực hiện|bố trí|lập|xây dựng|gửi|nộp"
    r"|ban hành|tổ chức|sử dụng|dùng) )"
)
_AIMS = ("chỉ tiêu", "mục tiêu", "tiêu chí")
_REACHED, _COMPLETED = frozenset(("đạt",)), frozenset(("hoàn", "thành"))
_MOSTLY, _SEVERAL = 0.6, 2  # of the words of a fraction
_SAYS = re.compile(any_word("đều|đã|được"))
_SOME = re.compile(
    r"hoặc|trở lên|trở xuống|theo(?! dõi)|khi |nếu |cơ bản|hầu hết|phần lớn|\d"
)
_DENIED = re.compile(any_word("không|chưa"))
_FILLING = words(
    "đều đã được bị là có và các số của trong kỳ này đến nay hiện tại ở về"
)
_ASIDE = words("expected before plan cumulative partly")
_TIMELY = words("on_time early+on_time")
_MINOR = Decimal("0.4")
_IS_SHARE = ("chiếm ", "bằng ", "tương đương ", "tương ứng ", "tỷ lệ ")
_UNCOUNTED = words("time step money point measure")


@dataclass(frozen=True, slots=True)
class _Claim:
    """All of ``unit``, as far as ``among`` tells, are said to be ``said``."""

    raw: str
    unit: str
    count: Decimal | None
    among: frozenset[str]
    said: frozenset[str]
    is_done: bool
    is_timely: bool
    of_most: bool
    block: int
    start: int
    end: int
    line: int


@rule(
    "CLM004",
    Kind.CONTRADICTORY_CLAIM,
    Severity.ERROR,
    "Điều nói về tất cả không bị số đếm được ít hơn, hoặc số chưa được, phủ nhận.",
    passes=(
        "Có 18 xã. 12 xã đã bố trí phòng đọc điện tử, 6 xã chưa có. Cả 18 xã đều đã lập"
        " kế hoạch.",
        "Khảo sát 450 người, 431 người hài lòng, 19 người không hài lòng. Tất cả người"
        " được khảo sát đều đã ký xác nhận.",
        "Nhận 26 đơn, đã giải quyết 24 đơn, còn 2 đơn đang xem xét. Toàn bộ đơn nhận"
        " được đã được vào sổ theo dõi.",
    ),
    fails=(
        "Có 18 xã. 12 xã đã bố trí phòng đọc điện tử, 6 xã chưa có. Cả 18 xã đều đã bố"
        " trí phòng đọc điện tử.",
        "Khảo sát 450 người, 431 người hài lòng, 19 người không hài lòng. Tất cả người"
        " được khảo sát đều hài lòng.",
        "Nhận 26 đơn, đã giải quyết 24 đơn, còn 2 đơn đang xem xét. Toàn bộ đơn nhận"
        " được đã được giải quyết dứt điểm.",
        "Nhận 40 đơn, đã giải quyết 12 đơn, như vậy quá nửa số đơn đã được giải quyết.",
        "Có 10/13 xã số hóa hồ sơ. Như vậy, 100% xã đã số hóa hồ sơ.",
        "Có 14 xã, 12 xã hoàn thành số hóa, 2 xã chưa hoàn thành số hóa. Các xã đều"
        " hoàn thành số hóa.",
    ),
)
def all_of_them(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    made = list(islice(_claims(report), _MOST))
    where = scopes(report) if made else ()
    for claim in made:
        own = next(
            (s for f, s in zip(report.facts, where, strict=True) if _is_in(f, claim)),
            None,
        )
        for fact, scope in zip(report.facts, where, strict=True):
            if not _denies(report, claim, fact):
                continue
            near = fact.place.block == claim.block or scope is None
            if near or same_scope(own, scope) is True:
                yield _finding(self, claim, fact)
                break


def _is_in(fact: Fact, claim: _Claim) -> bool:
    return fact.place.block == claim.block


def _claims(report: Report) -> Iterator[_Claim]:
    for block, paragraph in enumerate(report.source.blocks):
        if not isinstance(paragraph, Paragraph):
            continue
        lower = paragraph.lower
        if not has_any(lower, _QUANTIFIERS):
            continue
        for found in _CLAIM.finditer(lower):
            claim = _read(paragraph, lower, block, found)
            if claim:
                yield claim


def _read(
    paragraph: Paragraph, lower: str, block: int, found: re.Match[str]
) -> _Claim | None:
    start = found.start()
    if WISHED.search(re.split(r"[.;:]\s", lower[max(0, start - 120) : start])[-1]):
        return None
    if "%" in found[0] and lower.endswith(_IS_SHARE, 0, start):
        return None  # «hồ sơ đúng hạn chiếm 100 % số hồ sơ đã trả»
    unit, at = unit_at(lower, lower, found.end() - 1)
    if not is_known(unit) or family_of(unit) in _UNCOUNTED:
        return None
    cut = _END.search(lower, at, at + _LONGEST)
    end = cut.start() if cut else min(len(lower), at + _LONGEST)
    rest = _IN_FULL.sub("", lower[at:end])
    ahead = re.split(r"[.,;:]\s", lower[max(0, start - _LONGEST) : start])[-1]
    done = _DONE.search(ahead)
    says = _SAYS.search(rest)
    if (
        says is None
        and done
        and not (found[1] or words_of(ahead) or _OTHERS.sub("", rest))
    ):
        rest = f"{rest} đã {done[1]}"  # «đã hoàn thành 100% nhiệm vụ»
        says = re.search(r"đã(?! [^ ]+ [^ ]+ )", rest)
    says = says or _HOLDS.match(rest)
    if "đều" in rest:
        says = re.search(r"(?<!\w)đều(?!\w)", rest) or says
    elif "đã" in rest:
        says = re.search(r"(?<!\w)đã(?!\w)", rest) or says
    if says is None or _SOME.search(rest) or _DENIED.search(rest):
        return None
    said = _reached(frozenset(WORD.findall(rest[says.end() :])) - _FILLING, unit)
    number = read_number(found[2]) if found[2] else None
    if not said or (found[0].startswith("các") and "đều" not in rest):
        return None
    tags = tags_of(f"đã {rest[says.end() :].strip()}")
    return _Claim(
        paragraph.text[start:end].strip(),
        unit,
        number.value if number else None,
        words_of(rest[: says.start()]),
        said,
        "finished" in tags,
        bool(tags & _TIMELY),
        found[1] is not None,
        block,
        start,
        end,
        paragraph.line_at(start),
    )


def _reached(said: frozenset[str], unit: str) -> frozenset[str]:
    """An aim that is completed is reached."""
    if unit.lower() in _AIMS and said >= _COMPLETED:
        return said - _COMPLETED | _REACHED
    return said


def _is_of_fewer(claim: _Claim, fact: Fact) -> bool:
    """«9/14 xã đã lập sổ»: so many of all, in most of the words of the claim."""
    if fact.whole is None or not fact.quantity < fact.whole:
        return False
    if claim.of_most or claim.count not in (None, fact.whole):
        return False
    unit = frozenset(WORD.findall(claim.unit.lower()))
    told = frozenset(WORD.findall(fact.subject.lower())) - _FILLING - unit
    shared = len(told & (claim.said - unit))
    least = min(len(told), len(claim.said - unit))
    return shared >= _SEVERAL and shared >= _MOSTLY * least and claim.among <= told


def _denies(report: Report, claim: _Claim, fact: Fact) -> bool:
    if not 0 <= claim.block - fact.place.block <= _NEAR:
        return False
    if fact.sense is not Sense.COUNT or fact.bound is not Bound.EXACT:
        return False
    if fact.tags & _ASIDE or fact.quantity <= 0:
        return False
    if fact.unit.lower() != claim.unit.lower() or is_earlier(report, fact):
        return False
    here = fact.place.block == claim.block
    if here and claim.start <= fact.place.start < claim.end:
        return False
    if fact.whole is not None:
        return _is_of_fewer(claim, fact)
    told = _reached(frozenset(WORD.findall(fact.subject.lower())), fact.unit)
    if claim.of_most:
        return claim.said <= told and _is_minor(report, fact)
    if claim.is_timely and "late" in fact.tags and claim.among:
        return claim.among <= told and not words_of(fact.subject) - claim.among
    if not _is_among(report, claim, fact):
        return False
    if claim.is_done and "open" in fact.tags and here:
        return not words_of(fact.subject) - _PENDING
    if not claim.said <= told:
        return False
    more = words_of(fact.subject) - claim.said - words_of(claim.unit) - claim.among
    if more - _PENDING:
        return False
    return bool(_DENIED.search(fact.subject.lower())) or _is_fewer(report, claim, fact)


_PENDING = words("xem xét tra chờ tục thụ lý riêng khi vượt")


def _is_among(report: Report, claim: _Claim, fact: Fact) -> bool:
    """Say whether the words that narrow a claim are those of the passage counted."""
    if claim.among <= frozenset(WORD.findall(report.paragraph(fact.place).lower)):
        return True
    return claim.count is not None and any(
        one.quantity == claim.count
        and one.unit.lower() == fact.unit.lower()
        and one.place.block <= claim.block
        and not claim.start <= one.place.start < claim.end
        and claim.among <= frozenset(WORD.findall(one.subject.lower()))
        for one in report.facts
    )


def _is_minor(report: Report, fact: Fact) -> bool:
    """Say whether far fewer than half are counted."""
    totals = [
        one.quantity
        for one in report.facts
        if one.place.block == fact.place.block
        and one.place.start < fact.place.start
        and one.unit.lower() == fact.unit.lower()
        and one.sense is Sense.COUNT
    ]
    denied = _DENIED.search(fact.subject.lower())
    return bool(totals) and not denied and fact.quantity < _MINOR * totals[-1]


def _is_fewer(report: Report, claim: _Claim, fact: Fact) -> bool:
    if claim.count is not None:
        return fact.quantity < claim.count
    return any(
        one.place.block == fact.place.block
        and one.place.start < fact.place.start
        and one.unit.lower() == fact.unit.lower()
        and one.quantity > fact.quantity
        and one.sense is Sense.COUNT
        for one in report.facts
    )


def _finding(self: Rule, claim: _Claim, fact: Fact) -> Finding:
    counted = (claim.raw.split(" ")[1],) if claim.count is not None else ()
    anchors = tuple(dict.fromkeys((*anchors_of([fact]), *counted)))
    return self.finding(
        anchors,
        tuple(dict.fromkeys((claim.line, fact.line))),
        f"Dòng {claim.line} viết «{claim.raw}», nhưng dòng {fact.line} nêu {fact.raw}"
        f" {fact.unit} («{name(fact)}»).",
        f"{fact.raw} {fact.unit}",
    )
