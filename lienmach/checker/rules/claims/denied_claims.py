"""«100 %», «tất cả», «không có» are denied by a single number to the contrary."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.calculations import anchors_of, name
from lienmach.checker.meaning.likeness import (
    family,
    same_period,
    same_scope,
    scopes,
    words_of,
)
from lienmach.checker.quantities.words.periods import spans
from lienmach.checker.quantities.words.vocabulary import family_of, tags_of, words
from lienmach.checker.report import Bound, Fact, Report, Sense, Sweep
from lienmach.checker.rule import Rule, rule
from lienmach.checker.source import has_any
from lienmach.checker.statements.tellings import STATES
from lienmach.checker.text.periods import Period

_AHEAD = 120  # letters
_WHOLE = ("toàn ", "cả ")  # none of all are none of any
_MOST = 40  # claims of a report
_PUNCTUAL = frozenset(("on_time", "early+on_time", "early"))
_LATER = "Đã giải quyết trước hạn 50 hồ sơ, đúng hạn 40 hồ sơ, quá hạn 5 hồ sơ.\n"


@dataclass(frozen=True, slots=True)
class _Claim:
    """Something said of all or none, as the rule compares it."""

    raw: str
    family: str
    denies: frozenset[str]  # a count with one of these tags contradicts it
    line: int
    block: int
    scope: str | None
    period: Period | None
    anchor: str
    stages: frozenset[str] = frozenset()  # settled or not, where it says so
    of_done: bool = False  # of what was finished alone


@rule(
    "CLM001",
    Kind.CONTRADICTORY_CLAIM,
    Severity.ERROR,
    "Khẳng định «100 %», «tất cả», «không có» không bị số liệu khác phủ nhận.",
    passes=(
        f"{_LATER}Phấn đấu không có hồ sơ quá hạn.",
        f"{_LATER}Phấn đấu 100% hồ sơ bảo đảm đúng hạn; không có hồ sơ quá hạn.",
        f"{_LATER}Không có hồ sơ lĩnh vực tư pháp quá hạn.",
        "Đã giải quyết đúng hạn 40 hồ sơ, quá hạn 0 hồ sơ.\nKhông có hồ sơ quá hạn.",
    ),
    fails=(
        f"{_LATER}Không có hồ sơ trễ hạn.",
        f"{_LATER}100% hồ sơ được giải quyết đúng hạn.",
        f"{_LATER}Kết quả: 100% hồ sơ đã giải quyết bảo đảm trước và đúng hạn, người"
        " dân đồng tình.",
        f"{_LATER}Cơ bản bảo đảm tiến độ; không có hồ sơ quá hạn trong tổng số hồ sơ đã"
        " giải quyết.",
        f"{_LATER}Tất cả hồ sơ đều được giải quyết trước và đúng hạn.",
        "Kế hoạch đề ra 47 nhiệm vụ, đã hoàn thành 40 nhiệm vụ. Như vậy, toàn bộ nhiệm"
        " vụ đã hoàn thành.",
    ),
)
def denied_claims(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    yield from _of_plan(self, report)
    made = [*_in_words(report), *_in_percent(report)][:_MOST]
    if not made:
        return
    where = scopes(report)
    for claim in made:
        against = [
            (fact, same_scope(claim.scope, scope))
            for fact, scope in zip(report.facts, where, strict=True)
            if _denies(report, fact, claim)
        ]
        told = [
            (fact, scope)
            for fact, scope in against
            if scope is not False or claim.scope is None
        ]
        if told:
            yield _finding(self, claim, *_best(told, claim))


def _best(told: list[tuple[Fact, bool | None]], claim: _Claim) -> tuple[Fact, bool]:
    """Choose the number that denies a claim most plainly."""
    for fact, scope in told:
        if scope is True or fact.place.block == claim.block:
            return fact, True
    fact = told[0][0]
    return fact, claim.scope is None


def _finding(self: Rule, claim: _Claim, fact: Fact, is_sure: bool) -> Finding:
    anchors = ((claim.anchor,) if claim.anchor else ()) + anchors_of([fact])
    return self.finding(
        anchors,
        tuple(dict.fromkeys((claim.line, fact.line))),
        f"Dòng {claim.line} viết «{claim.raw}», nhưng dòng {fact.line} nêu {fact.raw}"
        f" {fact.unit} («{name(fact)}»).".replace("  ", " "),
        f"{fact.raw} > 0",
        severity=self.severity if is_sure else Severity.WARNING,
    )


def _denies(report: Report, fact: Fact, claim: _Claim) -> bool:
    if fact.sense is not Sense.COUNT or fact.bound is Bound.MOST or not fact.quantity:
        return False
    if not fact.tags & claim.denies or fact.tags & {"expected", "before"}:
        return False
    if claim.of_done and _is_under_way(report, fact):
        return False
    kind = family(fact)
    if kind and kind != claim.family:
        return False
    if not kind and not _counts(report, fact, claim.family):
        return False
    stages = claim.stages, _stages(report, fact)
    if all(stages) and not stages[0] & stages[1]:
        return False  # «không có hồ sơ trả trễ», and some lie there too long
    if "late" not in claim.denies and (words_of(fact.subject) - words_of(fact.unit)):
        return False
    return same_period(claim.period, fact.period, report.identity) is not False


def _stages(report: Report, fact: Fact) -> frozenset[str]:
    """Settled, or still lying there: as it says, or the total that it is a part of."""
    above = report.facts[fact.parent].tags if fact.parent is not None else fact.tags
    return fact.tags & STATES or above & STATES


def _is_under_way(report: Report, fact: Fact) -> bool:
    """«Đang giải quyết 61 hồ sơ: trong hạn 58, quá hạn 3»: none of them is done."""
    seen: Fact | None = fact
    for _ in range(4):
        if seen is None or "open" in seen.tags:
            return seen is not None
        seen = None if seen.parent is None else report.facts[seen.parent]
    return False


def _tells_of_done(report: Report, sweep: Sweep) -> bool:
    """«… trên tổng số 1.106 hồ sơ đã giải quyết; không có hồ sơ trễ hạn»."""
    start, end = max(0, sweep.place.start - _AHEAD), sweep.place.end
    text = report.paragraph(sweep.place).lower
    ahead = re.split(r"[.]\s", text[start : sweep.place.start])[-1]
    behind = re.split(r"[.;]\s", text[end : end + _AHEAD])[0]
    tags = tags_of(f"{ahead} {sweep.rest} {behind}")
    return "finished" in tags and "open" not in tags


def _counts(report: Report, fact: Fact, kind: str) -> bool:
    """Say whether a number without a counting word counts what its total counts."""
    seen = fact
    for _ in range(4):
        if seen.parent is None:
            return False
        seen = report.facts[seen.parent]
        if seen.unit:
            return family(seen) == kind
    return False


def _is_narrowed(report: Report, sweep: Sweep) -> bool:
    """«Về thái độ phục vụ, không có phản ánh»: none of that kind alone."""
    cut = r"[.;]\s" if family_of(sweep.unit) == "petition" else r"[.,;:]\s"
    ahead = re.split(cut, report.before(sweep.place, _AHEAD))[-1]
    said = words_of(ahead) - words_of(sweep.scope or "")
    return bool(said - words_of(sweep.period.raw if sweep.period else "") - _LEADS)


def _is_of_other_time(report: Report, sweep: Sweep) -> bool:
    """«Quý trước không phát sinh …»; «Tháng 9 không có …» in that of a quarter."""
    ahead = report.before(sweep.place, _AHEAD).rpartition(". ")[2]
    if _FORMER.search(ahead):
        return True
    own = report.identity.period
    if _MONTH.search(ahead) and (own is None or (own.end - own.start).days > _LONG):
        return True
    for span in spans(ahead, ahead, own.end.year if own else None):
        if span.start and span.end:
            period = Period(span.start, span.end, span.raw, sweep.line)
            if same_period(period, None, report.identity) is False:
                return True
    return False


_FORMER = re.compile(r"cùng kỳ|(?:quý|năm|kỳ|tháng) (?:trước|ngoái)|đợt |tuần ")
_MONTH, _LONG = re.compile(r"(?<!\w)tháng \d{1,2}(?!\d)"), 31  # days
_LEADS = words(
    "năm nay hiện nhìn chung đặc biệt ngoài ra bên cạnh cũng vừa qua gian thời"
)
_ALL_DONE = re.compile(
    r"(toàn bộ|tất cả|100 ?%)(?: các| số)? (?:nhiệm vụ|kế hoạch|công việc|chỉ tiêu"
    r"|nội dung|phản ánh|kiến nghị|hồ sơ|việc)[^.;\d]{0,40}?"
    r"(?:hoàn thành|xong|hoàn tất|giải quyết|thực hiện)"
    r"|(?:hoàn thành|xong|hoàn tất|giải quyết xong|thực hiện xong) (toàn bộ|tất cả)"
    r"(?: các| số)? (?:nhiệm vụ|kế hoạch|công việc|chỉ tiêu|nội dung|phản ánh|việc)"
    r"(?!\w)"
)
_NOT_YET = re.compile(
    r"phấn đấu|sẽ|dự kiến|mục tiêu|tiếp tục|quyết tâm|yêu cầu|chỉ đạo|đôn đốc|để |nhằm"
    r"|chưa|phải|cần|đề nghị|nếu|bảo đảm|đảm bảo"
)
_GIVEN = frozenset(("plan", "assigned", "total", "received"))


def _of_plan(self: Rule, report: Report) -> Iterator[Finding]:
    """«đề ra 47 nhiệm vụ, đã xong 40 nhiệm vụ; như vậy đã hoàn thành toàn bộ …»."""
    for fact, done in pairwise(report.facts):
        if fact.place.block != done.place.block or done.sentence - fact.sentence > 1:
            continue
        both = (fact, done)
        plain = all(
            f.sense is Sense.COUNT and f.bound is Bound.EXACT and f.whole is None
            for f in both
        )
        if not plain or family(fact) != family(done) or not fact.tags & _GIVEN:
            continue
        if "finished" not in done.tags or done.quantity >= fact.quantity:
            continue
        if done.tags & (_PUNCTUAL | {"late", "expected"}):
            continue
        text, end = report.paragraph(done.place).text, done.place.end
        behind = text[end : end + 160]
        found = _ALL_DONE.search(behind.lower())
        if found and not _NOT_YET.search(behind[: found.end()].lower()):
            start, end = found.span(1 if found[1] else 2)
            said = behind[start:end]
            yield self.finding(
                (said, *anchors_of([done, fact])),
                tuple(dict.fromkeys((fact.line, done.line))),
                f"Viết «{said}», nhưng mới xong {done.raw} trên {fact.raw}"
                f" («{name(done)}»).",
                f"{done.raw} < {fact.raw}",
            )


def _in_words(report: Report) -> Iterator[_Claim]:
    for sweep in report.sweeps:
        if words_of(sweep.rest) - words_of(sweep.scope or ""):
            continue  # of some only: «không có hồ sơ đất đai trễ hạn»
        if sweep.of_all and not sweep.tags & _PUNCTUAL:
            continue
        denies = frozenset(("late",))
        if _is_narrowed(report, sweep) or _is_of_other_time(report, sweep):
            continue
        if not sweep.of_all and "late" not in sweep.tags:
            if sweep.tags - {"received"} or family_of(sweep.unit) != "petition":
                continue
            denies = frozenset(("received",))
        yield _Claim(
            sweep.raw,
            family_of(sweep.unit),
            denies,
            sweep.line,
            sweep.place.block,
            None if (sweep.scope or "").startswith(_WHOLE) else sweep.scope,
            sweep.period,
            "",
            sweep.tags & STATES or _stages_ahead(report, sweep),
            _tells_of_done(report, sweep),
        )


def _stages_ahead(report: Report, sweep: Sweep) -> frozenset[str]:
    """«Đang giải quyết 134 hồ sơ; không có hồ sơ quá hạn»: none of these."""
    ahead = report.before(sweep.place, _AHEAD).rpartition(". ")[2]
    return tags_of(ahead) & STATES


_NOT_ACHIEVED = (
    "phấn đấu",
    "đảm bảo",
    "bảo đảm",
    "mục tiêu",
    "yêu cầu",
    "chỉ tiêu",
    "phải",
)


_ASIDE = re.compile(r"(đúng (?:thời )?(?:hạn|hẹn)[^,;]*)[,;].*")
# «100% hồ sơ đã giải quyết bảo đảm đúng hạn» tells what was, not what shall be.
_DONE = re.compile(r"(hồ sơ (?:đã|được) [^,;]{2,24}) (?:bảo đảm|đảm bảo)(?!\w)")


def _in_percent(report: Report) -> Iterator[_Claim]:
    """«100% hồ sơ được giải quyết đúng hạn»."""
    tied = {r.result for r in report.relations}
    for index, fact in enumerate(report.facts):
        if fact.sense is not Sense.SHARE or fact.quantity != 100:
            continue
        if not fact.tags & _PUNCTUAL or fact.tags & {"expected", "before"}:
            continue
        subject = fact.subject.lower()
        subject = _DONE.sub(r"\1", _ASIDE.sub(r"\1", subject))
        if words_of(subject) - words_of(fact.scope or "") or index in tied:
            continue
        if has_any(subject, _NOT_ACHIEVED) or "hồ sơ" not in subject:
            continue
        yield _Claim(
            f"{fact.raw}% {fact.subject}",
            "dossier",
            frozenset(("late",)),
            fact.line,
            fact.place.block,
            fact.scope,
            fact.period,
            fact.raw,
        )
