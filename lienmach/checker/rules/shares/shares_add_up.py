"""Shares that are all there is add up to 100 %."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.calculations import anchors_of, claims, lines_of
from lienmach.checker.report import Bound, Fact, Report, Sense, Tie
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.numbers import figure, last_place

_WHOLES = (
    ("early", "on_time", "late"),
    ("early+on_time", "late"),
    ("on_time", "late"),
    ("male", "female"),
    ("online", "direct"),
    ("online", "direct", "postal"),
)


@rule(
    "PCT003",
    Kind.PERCENT_MISMATCH,
    Severity.ERROR,
    "Các tỷ lệ hợp thành toàn bộ cộng lại bằng 100 %.",
    passes=(
        "Tỷ lệ đúng hạn 95,2%, trễ hạn 4,8%.",
        "Trước hạn 33,3%, đúng hạn 33,3%, trễ hạn 33,3%.",
        "Đơn về đất đai chiếm 71,4%; môi trường chiếm 20,5% và lĩnh vực khác 8,1%.",
        "Nộp trực tuyến đạt 41,2%, ký số đạt 33,6%, thanh toán trực tuyến đạt 28,1%.",
    ),
    fails=(
        "Tỷ lệ đúng hạn 95,2%, trễ hạn 6,8%.",
        "Đơn về đất đai chiếm 74,1%; môi trường chiếm 20,5% và lĩnh vực khác 8,1%.",
        "Đã thu hồi đạt 62,7% số phải thu; chưa thu hồi chiếm 33,7% số phải thu.",
    ),
)
def shares_add_up(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    told: set[tuple[Fact, ...]] = set()
    for facts in _by_tags(report):
        told.add(facts)
        yield from _judge(self, facts)
    for claim in claims(report, Tie.ALL):
        if claim.facts not in told:
            yield from _judge(self, claim.facts)


def _by_tags(report: Report) -> Iterator[tuple[Fact, ...]]:
    """Shares whose words are all there is by the nature of the thing."""
    shares = [f for f in report.facts if f.sense is Sense.SHARE]
    for _, group in groupby(shares, key=lambda fact: fact.sentence):
        facts = list(group)
        for names in _WHOLES:
            chosen = [_only(facts, name) for name in names]
            found = tuple(f for f in chosen if f is not None)
            if len(found) == len(names) and _covers(facts, names):
                yield found
                break


def _only(facts: list[Fact], tag: str) -> Fact | None:
    found = [f for f in facts if tag in f.tags]
    return found[0] if len(found) == 1 else None


def _covers(facts: list[Fact], names: tuple[str, ...]) -> bool:
    """Say whether no further share of the same kind stands in the sentence."""
    kind = {tag for whole in _WHOLES for tag in whole if set(whole) & set(names)}
    return sum(1 for f in facts if f.tags & kind) == len(names)


def _judge(self: Rule, facts: tuple[Fact, ...]) -> Iterator[Finding | Verified]:
    if any(
        f.bound is not Bound.EXACT or f.tags & {"expected", "before"} for f in facts
    ):
        return
    added = sum((f.quantity for f in facts), Decimal(0))
    sums = " + ".join(f"{f.raw} %" for f in facts)
    slack = sum((last_place(f.quantity) for f in facts), Decimal(0))
    if abs(added - 100) <= slack:
        if added == 100:
            yield self.verified(lines_of(facts), f"{sums} = 100 %")
        return
    yield self.finding(
        anchors_of(facts),
        lines_of(facts),
        f"Các tỷ lệ {sums} cộng lại được {figure(added)} %, không phải 100 %.",
        f"{sums} = {figure(added)} % ≠ 100 %",
    )
