"""A rate told in words («tỷ lệ đúng hạn đạt 95,7 %») against the counts before it."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.calculations import (
    Claim,
    anchors_of,
    claims,
    lines_of,
    part,
    sum_of,
    total,
)
from lienmach.checker.judging.percentages import decimals_of, off_by
from lienmach.checker.report import Fact, Report, Tie
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.numbers import figure
from lienmach.checker.text.slips import is_share_but_for_a_key

_TOLD = (
    "Đã giải quyết trước hạn 70 hồ sơ; đúng hạn 25 hồ sơ; quá hạn 5 hồ sơ."
    " Tỷ lệ giải quyết trước và đúng hạn đạt "
)
_TIMES = ("early", "on_time", "early+on_time", "late")
_HUNDRED = Decimal(100)


@rule(
    "PCT002",
    Kind.PERCENT_MISMATCH,
    Severity.ERROR,
    "Tỷ lệ đúng hạn, trễ hạn khớp với số hồ sơ trước hạn, đúng hạn, trễ hạn đã nêu.",
    passes=(
        f"{_TOLD}95%.",
        f"{_TOLD}trên 90%.",
        "Đã giải quyết 330 hồ sơ, đúng hẹn 325 hồ sơ, trễ hẹn 5 hồ sơ; tỷ lệ đúng hẹn"
        " từ 93,2% lên 98,5%.",
    ),
    fails=(f"{_TOLD}98%.",),
)
def rate_of_cases(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for claim in claims(report, Tie.RATE):
        said = _judge(self, report, claim)
        if said:
            yield said


def _judge(self: Rule, report: Report, claim: Claim) -> Finding | Verified | None:
    share = claim.result
    if _is_of_one_time(share, claim.terms):
        return None
    done = [f for f in claim.terms if f.tags & set(_TIMES)]
    by_tag = {tag: f for f in done for tag in _TIMES if tag in f.tags}
    tops = _tops(share, by_tag)
    bases = _bases(claim, done)
    if not tops or not bases:
        return None
    best = min(
        ((top, base) for top in tops for base in bases),
        key=lambda pair: off_by(share, _rate(*pair)),
    )
    off = off_by(share, _rate(*best))
    facts = (share, *best[0])
    if off <= report.tolerance:
        return self.verified(lines_of(facts), f"{_division(*best)} = {share.raw} %")
    top, base = tops[0], bases[0]
    slip = is_share_but_for_a_key(share.quantity, total(top), base)
    if claim.relation.is_guess and not slip:
        return None
    shown = f"{figure(_rate(top, base), max(decimals_of(share), 1))} %"
    return self.finding(
        anchors_of((share, *top)),
        lines_of((share, *top)),
        f"Ghi tỷ lệ {share.raw} %, nhưng theo số hồ sơ đã nêu thì"
        f" {_division(top, base)}"
        f" = {shown}.",
        f"{_division(top, base)} = {shown} ≠ {share.raw} %",
        severity=Severity.INFO if off <= max(Decimal(1), report.tolerance) else None,
        suggestion=shown,
    )


def _is_of_one_time(share: Fact, counts: Sequence[Fact]) -> bool:
    """«Đúng hạn 55.482 hồ sơ. Tỷ lệ đúng hạn năm 2018 đạt 97 %»: of one year."""
    told = share.period
    return (
        told is not None
        and told.raw.lower() in share.subject
        and all(fact.period != told for fact in counts)
    )


def _tops(share: Fact, by_tag: dict[str, Fact]) -> list[tuple[Fact, ...]]:
    """Return what a rate may count, the likeliest first."""
    wanted = share.tags & set(_TIMES)
    if "late" in wanted:
        return [(by_tag["late"],)] if "late" in by_tag else []
    kept = tuple(
        by_tag[t] for t in ("early", "on_time", "early+on_time") if t in by_tag
    )
    tops = [kept] if kept else []
    if "early" in wanted and "early" in by_tag:
        tops.insert(0, (by_tag["early"],))
    elif wanted == {"on_time"} and "on_time" in by_tag:
        tops.append((by_tag["on_time"],))
    return tops


def _bases(claim: Claim, done: list[Fact]) -> list[Decimal]:
    """Return what a rate may be of: all finished, then all received."""
    bases = [fact.whole for fact in done if fact.whole]
    bases += [
        fact.quantity
        for fact in claim.terms
        if fact not in done and "finished" in fact.tags
    ]
    if not bases:
        bases = [total(done)]
    if len(bases) == 1 and bases[0] == total(done):
        return bases  # «xong 15.011, trong đó đúng hạn 14.964, quá hạn 47»: of these
    received = [f.quantity for f in claim.terms if "received" in f.tags]
    return [base for base in (*bases, *received) if base]


def _rate(top: tuple[Fact, ...], base: Decimal) -> Decimal:
    return _HUNDRED * total(top) / base


def _division(top: tuple[Fact, ...], base: Decimal) -> str:
    upper = f"({sum_of(top)})" if len(top) > 1 else part(top[0])
    return f"{upper}/{figure(base)}"
