"""The same thing told twice is told with the same number."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.calculations import amount, anchors_of, lines_of, name
from lienmach.checker.meaning.likeness import (
    Likeness,
    family,
    likeness,
    same_period,
    same_scope,
    scopes,
    words_of,
)
from lienmach.checker.quantities.words.vocabulary import TIMELY, any_word, words
from lienmach.checker.report import Bound, Fact, Report, Sense
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.slips import is_one_key_away, is_swap

_STAGES = words(
    "received finished open early on_time early+on_time late within carried new"
)
_STAFF = frozenset(("assigned", "present", "left"))
_LEVELS = frozenset(("province", "district", "commune"))
_SIDES = _LEVELS | words("online direct postal")
_CHANNELS = words("online direct postal")
_SAID = words("hạn chế vẫn còn có số trả là tồn nguyên do chủ yếu trong ở")
_NARROWED = re.compile(
    r"lĩnh vực|một số|phòng|các (?:xã|phường|đơn vị)|riêng|loại|trong đó|đã khắc phục"
    r"|xin lỗi|trên"
)
_RETURNED = re.compile(r"trả kết quả|trả (?:quá|trễ|chậm|muộn)|được trả|xảy ra")
_REMAINS = re.compile(any_word("còn|tồn"))
_PLANNED = words("finished plan")
_PLAN = words("kế hoạch đề xã năm cải cách")
_SETTLED = frozenset(("late", "on_time"))
_RATE = re.compile(r"tỷ lệ|tỉ lệ|mức độ hài lòng")
_OF_RATES = words("mức độ chung sự còn vẫn cao thấp mới chỉ")
_MOST = 24  # tellings of one thing
_MOST_LATE = 100
_LEAST_SLIP = 100
_NEAR = 5  # of two tellings that are one, the difference is a fifth at most
_ELSEWHERE = frozenset(("expected", "before", "cumulative", "partly"))


@rule(
    "NAR001",
    Kind.NARRATIVE_MISMATCH,
    Severity.ERROR,
    "Cùng một nội dung, cùng kỳ, cùng phạm vi nêu hai lần trong lời văn thì số phải như"
    " nhau.",
    passes=(
        "Tiếp nhận 120 hồ sơ.\nTrong quý tiếp nhận 120 hồ sơ.",
        "Tiếp nhận 120 hồ sơ.\nLũy kế từ đầu năm tiếp nhận 320 hồ sơ.",
        "UBND xã An Bình tiếp nhận 120 hồ sơ.\nUBND xã Tân Lập tiếp nhận 90 hồ sơ.",
        "Tiếp nhận trực tuyến 20 hồ sơ.\nTiếp nhận 120 hồ sơ.",
        "I. KẾT QUẢ\nĐã giải quyết 690 hồ sơ, trong đó quá hạn 2 hồ sơ.\nII. ĐÁNH GIÁ\n"
        "Riêng lĩnh vực đất đai có 1 hồ sơ quá hạn.",
    ),
    fails=(
        "Đã tiếp nhận 120 hồ sơ.\nĐánh giá chung: đã tiếp nhận 130 hồ sơ.",
        "I. KẾT QUẢ\nĐã giải quyết 690 hồ sơ, trong đó quá hạn 2 hồ sơ.\nII. ĐÁNH GIÁ\n"
        "- Hạn chế: còn 5 hồ sơ trả kết quả quá hạn.",
    ),
)
def told_twice(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    groups: dict[Likeness, list[int]] = {}
    for index, fact in enumerate(report.facts):
        if _is_telling(fact):
            like = likeness(report, fact)
            if fact.sense is Sense.SHARE:
                tags = like.tags & (TIMELY | {"pleased"} | _SIDES)
                like = like._replace(tags=tags, words=like.words - _OF_RATES)
            elif family(fact) == "task" and fact.tags >= _PLANNED:
                like = like._replace(words=like.words - _PLAN)
            if _is_enough(fact, like):
                groups.setdefault(like, []).append(index)
    where = scopes(report) if any(len(g) > 1 for g in groups.values()) else ()
    apart: dict[tuple[int, int], list[Finding]] = {}
    for group in groups.values():
        for one, other in combinations(group[:_MOST], 2):
            pair = report.facts[one], report.facts[other]
            said = _judge(self, report, pair, same_scope(where[one], where[other]))
            if isinstance(said, Finding):
                blocks = pair[0].place.block, pair[1].place.block
                apart.setdefault(blocks, []).append(said)
                break
            if said:
                yield said
    for found in apart.values():
        if len(found) == 1:  # where more is told otherwise, it is told of others
            yield from found
    yield from _late_told(self, report)


def _late_told(self: Rule, report: Report) -> Iterator[Finding]:
    """«Còn 36 hồ sơ trễ hạn» in the assessment, where the results tell of 26.

    Those settled late and those that still lie there are two; a number that is neither,
    nor both together, is wrong. Whose a number is must be as plain as it was.
    """
    tied = {i for r in report.relations for i in (r.result, *r.terms)}
    late = [
        fact
        for fact in report.facts
        if "late" in fact.tags
        and _kind(report, fact) == "dossier"
        and fact.sense is Sense.COUNT
        and fact.bound is Bound.EXACT
        and not fact.tags & (_ELSEWHERE | _CHANNELS)
    ]
    if not 1 < len(late) <= _MOST_LATE:
        return
    told = {id(fact) for fact in late}
    where = {id(f): s for f, s in zip(report.facts, scopes(report), strict=True)}
    for index, fact in enumerate(report.facts):
        if index in tied or id(fact) not in told or not fact.unit:
            continue
        if fact.parent is not None or not _names_no_other(fact):
            continue
        state = _state(report, fact)
        before = [
            one
            for one in late
            if one.place.block < fact.place.block
            and one.section != fact.section
            and _state(report, one) == state
            and one.tags & _LEVELS == fact.tags & _LEVELS
            and same_scope(where[id(one)], where[id(fact)]) is not False
            and same_period(one.period, fact.period, report.identity)
        ]
        values = [amount(one) for one in late if one is not fact]
        sums = {one + other for one, other in combinations(values[:_MOST], 2)}
        if not before or amount(fact) in {*values, *sums}:
            continue
        if any(one.tags & _LEVELS != fact.tags & _LEVELS for one in late):
            continue
        first = before[0]
        yield self.finding(
            anchors_of((first, fact)),
            lines_of((first, fact)),
            f"«{name(first)}» ở dòng {first.line} ghi {first.raw}, ở dòng {fact.line}"
            f" lại ghi {fact.raw}.",
            f"{first.raw} ≠ {fact.raw}",
        )


def _kind(report: Report, fact: Fact) -> str:
    """What a number counts, or what it is a part of."""
    for _ in range(4):
        if fact.unit or fact.parent is None:
            break
        fact = report.facts[fact.parent]
    return family(fact)


def _state(report: Report, fact: Fact) -> str:
    """Say whether what is late was settled late or still lies there."""
    at: Fact = fact
    for _ in range(4):
        if at.tags & {"open", "within"}:
            return "open"
        if "finished" in at.tags or _RETURNED.search(at.subject.lower()):
            return "finished"
        if at.parent is None:
            break
        at = report.facts[at.parent]
    return "open" if _REMAINS.search(fact.subject.lower()) else "finished"


def _names_no_other(fact: Fact) -> bool:
    """Say whether a number is of all dossiers: of no field, office or kind."""
    own = words_of(fact.subject.split(", ")[0]) - _SAID
    return not own and not _NARROWED.search(fact.subject.lower())


def _is_telling(fact: Fact) -> bool:
    if fact.bound is not Bound.EXACT:
        return False
    if fact.sense is Sense.SHARE:
        told = fact.tags & (TIMELY | {"pleased"}) and _RATE.search(fact.subject.lower())
        return bool(told) and not fact.tags & _ELSEWHERE
    if fact.sense is not Sense.COUNT:
        return False
    return bool(fact.unit) and not fact.tags & _ELSEWHERE


def _is_enough(fact: Fact, like: Likeness) -> bool:
    """Say whether the words name one thing of which a report has one number."""
    if fact.sense is Sense.SHARE:
        return True
    kind = family(fact)
    if fact.tags & _SETTLED and not fact.tags & {"finished", "open"}:
        return False  # late: settled late, or still lying there
    if like.above is not None and not like.words and not like.tags & _STAGES:
        return False
    if kind == "dossier":
        return bool(fact.tags & _STAGES) and fact.whole is None
    if kind == "procedure":
        return bool(fact.tags & _LEVELS or "total" in fact.tags) and bool(like.words)
    if kind == "task":
        planned = fact.tags >= _PLANNED
        return "finished" in fact.tags and (planned or len(like.words) > 1)
    if kind in ("petition", "directive"):
        return bool(fact.tags & _STAGES) and bool(like.words)
    if "biên chế" in like.unit:
        return bool(fact.tags & _STAFF)
    return "total" in fact.tags and len(like.words) > 1


def _judge(
    self: Rule, report: Report, pair: tuple[Fact, Fact], scope: bool | None
) -> Finding | Verified | None:
    one, other = pair
    if one.sentence == other.sentence or scope is False:
        return None
    if None not in (one.whole, other.whole) and one.whole != other.whole:
        return None
    if one.parent is not None and one.parent == other.parent:
        return None
    period = same_period(one.period, other.period, report.identity)
    if period is False:
        return None
    if amount(one) == amount(other):
        return self.verified(lines_of(pair), f"{one.raw} = {other.raw} ({name(one)})")
    if not _may_be_a_slip(amount(one), amount(other)):
        return None  # so far apart they tell of two things
    is_sure = scope is True and period is True and one.section != other.section
    is_sure = is_sure or (
        scope is True
        and period is True
        and one.place.block != other.place.block
        and not _is_list(report, pair)
    )
    if one.section != other.section and min(amount(one), amount(other)) >= _LEAST_SLIP:
        is_sure = is_sure or is_swap(amount(one), amount(other))
    return self.finding(
        anchors_of(pair),
        lines_of(pair),
        f"«{name(one)}» ở dòng {one.line} ghi {one.raw}, ở dòng {other.line} lại ghi"
        f" {other.raw}.",
        f"{one.raw} ≠ {other.raw}",
        severity=self.severity if is_sure else Severity.WARNING,
    )


def _may_be_a_slip(one: Decimal, other: Decimal) -> bool:
    """Say whether two tellings may be one: near, a key apart, or small."""
    least, most = sorted((abs(one), abs(other)))
    near = (most - least) * _NEAR <= most
    return most < _LEAST_SLIP or near or is_one_key_away(one, other)


def _is_list(report: Report, pair: tuple[Fact, Fact]) -> bool:
    """Say whether both stand in a list, each perhaps of another office."""
    texts = [report.source.lines[fact.line - 1][:8].lstrip() for fact in pair]
    return all(text[:1] in "-–+*•" for text in texts)
