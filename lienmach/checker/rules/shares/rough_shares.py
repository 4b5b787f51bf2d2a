"""A percentage fits counts that are rounded, or is rounded itself."""

from collections.abc import Iterator
from decimal import Decimal

from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.judging.calculations import amount, anchors_of, lines_of, part
from lienmach.checker.report import Bound, Fact, Report, Tie
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.numbers import decimals, figure, last_place

_HUNDRED, _TEN = Decimal(100), Decimal(10)
_OFF = Decimal(3)  # per cent that rounding leaves open
_WIDE = Decimal(5)  # «hơn 88 %», «gần 90 %»


@rule(
    "PCT011",
    Kind.PERCENT_MISMATCH,
    Severity.ERROR,
    "Tỷ lệ phần trăm không lệch xa các số đã làm tròn mà nó tính từ.",
    passes=(
        "Tòa án thụ lý gần 1.650 vụ, đã giải quyết trên 1.300 vụ, đạt 79%.",
        "Đã giải quyết 249/277 đơn, đạt tỷ lệ gần 90%.",
        "Thu hơn 2,3 tỷ đồng trong tổng số hơn 2,9 tỷ đồng, đạt hơn 79%.",
    ),
    fails=(
        "Tòa án thụ lý gần 1.650 vụ, đã giải quyết trên 1.300 vụ, đạt 97%.",
        "Đã giải quyết 149/277 đơn, đạt tỷ lệ gần 90%.",
    ),
)
def rough_shares(self: Rule, report: Report) -> Iterator[Finding]:
    for relation in report.relations:
        if relation.tie is not Tie.ROUGHLY:
            continue
        share, top = report.facts[relation.result], report.facts[relation.terms[0]]
        wholes = [report.facts[i] for i in relation.wholes]
        found = [_judge(self, share, top, whole) for whole in wholes or (None,)]
        if found[0] and all(found):
            yield found[0]


def _judge(self: Rule, share: Fact, top: Fact, whole: Fact | None) -> Finding | None:
    low, high = _ends(top, amount(top), _step(top.quantity) * _scale(top))
    if whole is None:
        assert top.whole is not None
        least = most = top.whole
    else:
        scale = _step(whole.quantity) * _scale(whole)
        least, most = _ends(whole, amount(whole), scale)
    if least <= 0:
        return None
    bottom, ceiling = _HUNDRED * low / most, _HUNDRED * high / least
    wide = last_place(share.quantity)
    if share.bound is not Bound.EXACT:
        wide = max(_WIDE, _step(share.quantity))
        if decimals(share.quantity):
            wide = _TEN * last_place(share.quantity)  # «hơn 63,6 %»
    exactly = top.bound is Bound.EXACT and (whole is None or whole.bound is Bound.EXACT)
    off = last_place(share.quantity) if exactly else _OFF
    first, last = _ends(share, share.quantity, wide)
    if bottom - off <= last and first <= ceiling + off:
        return None
    exact = _HUNDRED * amount(top) / (amount(whole) if whole else most)
    shown = f"{figure(exact, max(decimals(share.quantity), 1))} %"
    facts = (share, top) if whole is None else (share, top, whole)
    base = figure(most) if whole is None else part(whole)
    return self.finding(
        anchors_of(facts),
        lines_of(facts),
        f"Ghi tỷ lệ {share.raw} %, nhưng {part(top)}/{base} là khoảng {shown}.",
        f"{part(top)}/{base} ≈ {shown} ≠ {share.raw} %",
        suggestion=shown,
    )


def _scale(fact: Fact) -> Decimal:
    return amount(fact) / fact.quantity if fact.quantity else Decimal(1)


def _step(value: Decimal) -> Decimal:
    """What one more in the last digit that is no nought adds: 50 has steps of ten."""
    step = last_place(value)
    while value and value % (step * _TEN) == 0:
        step *= _TEN
    return step


def _ends(fact: Fact, value: Decimal, step: Decimal) -> tuple[Decimal, Decimal]:
    """Between what a number lies: «gần 1.650», «trên 1.300», «khoảng 90»."""
    match fact.bound:
        case Bound.LEAST:
            return value, value + step
        case Bound.MOST:
            return max(value - step, Decimal(0)), value
        case Bound.ABOUT:
            return max(value - step, Decimal(0)), value + step
        case _:
            return value, value
