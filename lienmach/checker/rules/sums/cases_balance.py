"""What came in was finished or is still open."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.calculations import (
    Claim,
    amount,
    anchors_of,
    claims,
    in_unit,
    lines_of,
    name,
    place,
    sum_of,
    total,
)
from lienmach.checker.judging.doubts import may_bring_forward, weighed
from lienmach.checker.report import Fact, Report, Tie
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.numbers import figure
from lienmach.checker.text.slips import is_sum_but_for_a_key


@rule(
    "SUM002",
    Kind.SUM_MISMATCH,
    Severity.ERROR,
    "Số tiếp nhận bằng số đã giải quyết cộng số đang giải quyết.",
    passes=(
        "Trong quý tiếp nhận 120 hồ sơ.\n"
        "Đã giải quyết trước hạn: 70 hồ sơ; đúng hạn: 30 hồ sơ; quá hạn: 5 hồ sơ.\n"
        "Hồ sơ đang giải quyết: 15 hồ sơ.",
        "Kỳ trước chuyển sang 20 hồ sơ, tiếp nhận mới 100 hồ sơ; đã giải quyết 110 hồ"
        " sơ,"
        " đang giải quyết 10 hồ sơ.",
    ),
    fails=(
        "Trong quý tiếp nhận 120 hồ sơ.\n"
        "Đã giải quyết trước hạn: 70 hồ sơ; đúng hạn: 30 hồ sơ; quá hạn: 5 hồ sơ.\n"
        "Hồ sơ đang giải quyết: 25 hồ sơ.",
    ),
)
def cases_balance(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    for claim in claims(report, Tie.BALANCE):
        said: Finding | Verified | None = _judge(self, claim)
        forward = not claim.wholes and may_bring_forward(
            claim.result, total(claim.terms)
        )
        if isinstance(said, Finding) and (claim.relation.is_guess or forward):
            values = [amount(fact) for fact in claim.terms]
            if not is_sum_but_for_a_key(amount(claim.result), values):
                said = None
        if isinstance(said, Finding):
            is_told = claim.relation.is_sure and _is_all_that_came(claim)
            said = weighed(report, claim, said) if is_told else None
        if said:
            yield said


def _judge(self: Rule, claim: Claim) -> Finding | Verified:
    came = (claim.result, *claim.wholes)
    gone = claim.terms
    returned = [fact for fact in gone if "returned" in fact.tags]
    for size in range(1, len(came) + 1):
        for some in combinations(came, size):
            for out in (gone, tuple(f for f in gone if f not in returned)):
                if total(some) == total(out):
                    return self.verified(lines_of((*some, *out)), _equation(some, out))
    added = total(gone)
    return self.finding(
        anchors_of((*came, *gone)),
        lines_of((*came, *gone)),
        f"«{name(claim.result)}» ghi {claim.result.raw} ({place((claim.result,))}),"
        " nhưng số"
        f" đã giải quyết và đang giải quyết ({place(gone)}) cộng lại được"
        f" {in_unit(added, claim.result)}.",
        f"{sum_of(gone)} = {figure(added)} ≠ {_incoming(came)}",
    )


def _is_all_that_came(claim: Claim) -> bool:
    """What is new alone need not be all: some may have been carried over untold.

    Nor is a total that stands among what was finished a number of finished cases.
    """
    came = (claim.result, *claim.wholes)
    totals = {total(came), *(amount(fact) for fact in came)}
    if any(amount(fact) in totals for fact in claim.terms):
        return False
    values = [amount(fact) for fact in came]
    if len(values) > len(set(values)):
        return False  # what is new is told as all that came: the rest was carried over
    is_new = "mới" in claim.result.subject or "phát sinh" in claim.result.subject
    return not is_new or len(came) > 1


def _incoming(came: tuple[Fact, ...]) -> str:
    if len(came) == 1:
        return figure(amount(came[0]))
    return f"{figure(amount(came[0]))} ({sum_of(came)} = {figure(total(came))})"


def _equation(came: tuple[Fact, ...], gone: tuple[Fact, ...]) -> str:
    """Write «651 + 186 + 38 = 875; 875 + 243 = 1118»."""
    done = tuple(f for f in gone if not f.tags & {"open", "returned"})
    rest = tuple(f for f in gone if f.tags & {"open", "returned"})
    left = sum_of(came) if len(came) > 1 else came[0].raw
    if len(done) < 2:
        return f"{sum_of(gone)} = {left} ({name(came[0])})"
    finished = figure(sum((f.quantity for f in done), Decimal(0)))
    parts = " + ".join([finished, *(f.raw for f in rest)])
    return f"{sum_of(done)} = {finished}; {parts} = {left} ({name(came[0])})"
