"""A rate claimed in the running text that the figures of the annexes deny."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.percentages import decimals_of
from lienmach.checker.judging.phrasing import percent
from lienmach.checker.meaning.concepts import LEVELS, NOUNS, read_phrase
from lienmach.checker.meaning.levels import without_names
from lienmach.checker.report import Bound, Fact, Report, Sense
from lienmach.checker.rule import Rule, rule
from lienmach.checker.statements.matching import Matcher, matcher_of
from lienmach.checker.statements.statement import Statement, Tokens
from lienmach.checker.tables.rates import HUNDRED, rates
from lienmach.checker.text.numbers import is_rounded

_TASKS = (
    "\nPhụ lục 2\nSTT\tChỉ tiêu\tĐơn vị tính\tSố liệu\n"
    "2.\tTỷ lệ hoàn thành kế hoạch\t%\t\n"
    "2.1\tSố nhiệm vụ đề ra trong kế hoạch\tNhiệm vụ\t33\n"
    "2.2\tSố nhiệm vụ đã hoàn thành\tNhiệm vụ\t14\n"
)
_SERVICES = (
    "\nPhụ lục 8\nSTT\tChỉ tiêu\tĐơn vị tính\tSố liệu\n"
    "1.4.2.\tSố TTHC cấp huyện\tThủ tục\t396\n"
    "6.3.1.\tTổng số TTHC đang cung cấp trực tuyến mức độ 3 và 4\tThủ tục\t{}\n"
)


@dataclass(frozen=True, slots=True)
class _Share:
    """A part and its whole as the annexes have them."""

    part: Statement
    whole: Statement

    @property
    def text(self) -> str:
        shown = percent(self.part.value, self.whole.value)
        return f"{self.part.raws[0]} / {self.whole.raws[0]} = {shown}"


@rule(
    "ANX003",
    Kind.CONTRADICTORY_CLAIM,
    Severity.ERROR,
    "Tỷ lệ nêu trong thân báo cáo (nhất là «100 %») đúng với số liệu ở phụ lục.",
    passes=(
        f"UBND huyện đã hoàn thành 14 nhiệm vụ, đạt tỷ lệ 42,4%.\n{_TASKS}",
        "UBND huyện báo cáo. 100% TTHC được cung cấp trực tuyến mức độ 3, 4."
        f"\n{_SERVICES.format(396)}",
        f"Quý I phải làm 14 nhiệm vụ, đã xong 14 nhiệm vụ, đạt 100%.\n{_TASKS}",
    ),
    fails=(
        f"UBND huyện đã hoàn thành 14 nhiệm vụ đạt tỷ lệ 100%.\n{_TASKS}",
        "UBND huyện báo cáo. 100% TTHC được cung cấp trực tuyến mức độ 3, 4."
        f"\n{_SERVICES.format(329)}",
    ),
)
def claims_against_annex(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    matcher = matcher_of(report)
    if not matcher.rows:
        return
    pairs = _pairs(report, matcher)
    for index, fact in enumerate(report.facts):
        if fact.sense is not Sense.SHARE or fact.bound is not Bound.EXACT:
            continue
        share = _of_count(report, index, pairs, matcher) or _of_everything(
            report, fact, matcher
        )
        if share and share.whole.value:
            yield from _judge(self, report, fact, share)


def _judge(
    self: Rule, report: Report, fact: Fact, share: _Share
) -> Iterator[Finding | Verified]:
    exact = HUNDRED * share.part.value / share.whole.value
    decimals = decimals_of(fact)
    lines = (fact.line, *share.whole.lines, *share.part.lines)
    off = abs(fact.quantity - exact).scaleb(decimals)
    if off <= report.tolerance:
        yield self.verified(lines, f"Thân báo cáo: {share.text}")
    elif off > max(Decimal(1), report.tolerance):
        claim = f"{fact.raw} %" if "%" not in fact.raw else fact.raw
        yield self.finding(
            (fact.raw, share.part.raws[0], share.whole.raws[0]),
            lines,
            f"Thân báo cáo ghi đạt {claim}, nhưng theo {share.part.place} và"
            f" {share.whole.place} thì {share.text}.",
            f"{share.text} ≠ {claim}",
        )


def _pairs(report: Report, matcher: Matcher) -> list[_Share]:
    """The parts and wholes under the rates of the forms."""
    by_row = {(id(s.row[0]), s.row[1]): s for s in matcher.rows if s.row}
    found = []
    for grid in report.grids:
        for rate in rates(grid):
            part = by_row.get((id(grid), rate.part[0]))
            whole = by_row.get((id(grid), rate.whole[0]))
            if part and whole and rate.is_certain and part is not whole:
                found.append(_Share(part, whole))
    return found


_BETWEEN = re.compile(r"\D{0,60}")
_NEAR = 4  # numbers before a percentage


def _of_count(
    report: Report, index: int, pairs: list[_Share], matcher: Matcher
) -> _Share | None:
    """«hoàn thành 14 nhiệm vụ, đạt 100 %»: the rate of the count just before it."""
    if index == 0:
        return None
    fact, before = report.facts[index], report.facts[index - 1]
    if before.place.block != fact.place.block or before.sentence != fact.sentence:
        return None
    if before.sense is not Sense.COUNT or before.whole:
        return None
    text = report.paragraph(fact.place).text
    if not _BETWEEN.fullmatch(text, before.place.end, fact.place.start):
        return None
    if _is_of_another(report, index):
        return None
    counted = next((one for one in matcher.facts if one.fact == index - 1), None)
    if counted is None:
        return None
    for share in pairs:
        if before.quantity == share.part.value and share.part.tokens == counted.tokens:
            return share
    return None


def _is_of_another(report: Report, index: int) -> bool:
    """«Quý I phải làm 9 nhiệm vụ, xong 9 nhiệm vụ, đạt 100 %»: not of the year's."""
    fact, before = report.facts[index], report.facts[index - 1]
    told = [
        one
        for one in report.facts[max(0, index - _NEAR) : index - 1]
        if one.sentence == fact.sentence and one.sense is Sense.COUNT and one.quantity
    ]
    return any(
        one.unit == before.unit
        and is_rounded(fact.quantity, HUNDRED * before.quantity / one.quantity)
        for one in told
    )


_END = re.compile(
    r"[.;:(]|,(?!\s*(?:\d|mức|kiến nghị|phường|thị trấn|đơn vị))"
    r"|\s(?:và|với|tại|theo|trên|đạt|nhằm|để|qua|trong đó)\s(?!\d|mức)"
)


def _of_everything(report: Report, fact: Fact, matcher: Matcher) -> _Share | None:
    """«100 % TTHC được cung cấp trực tuyến»: those that are, of all there are."""
    if fact.quantity != HUNDRED:
        return None
    after = (
        report.paragraph(fact.place)
        .text[fact.place.end : fact.place.end + 160]
        .lstrip(" %")
    )
    stop = _END.search(after)
    phrase = read_phrase(without_names(after[: stop.start()] if stop else after))
    thing = phrase.tokens - LEVELS
    nouns = thing & NOUNS
    if len(nouns) != 1 or thing == nouns:
        return None
    level = phrase.level or matcher.own
    part = _only(matcher, thing, level)
    whole = _only(matcher, nouns, level)
    if part and whole and part.value <= whole.value:
        return _Share(part, whole)
    return None


def _only(matcher: Matcher, tokens: Tokens, level: str | None) -> Statement | None:
    """The one row that counts just this, for this level or for none in particular."""
    rows = [
        row
        for row in matcher.rows
        if row.tokens == tokens and not row.is_share and not row.must - tokens
    ]
    exact = [row for row in rows if row.level == level]
    found = exact or [row for row in rows if row.level is None]
    values = {row.value for row in found}
    return found[0] if len(values) == 1 else None
