"""«một nửa», «hai phần ba», «gấp đôi» are shares and ratios as well."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.calculations import amount, anchors_of, lines_of
from lienmach.checker.quantities.words.vocabulary import words
from lienmach.checker.report import Bound, Fact, Report, Sense
from lienmach.checker.rule import Rule, rule
from lienmach.checker.source import Paragraph
from lienmach.checker.text.numbers import figure

_DIGITS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6}
_DIGITS |= {"bảy": 7, "tám": 8, "chín": 9, "mười": 10}
_SHARE = re.compile(
    r"(?<!\w)(?:(hơn|trên|quá|gần|ngót|xấp xỉ|khoảng|chưa đến|chưa tới|chưa đầy"
    r"|dưới) )?"
    r"(?:(một nửa|phân nửa|nửa)|(một|hai|ba|bốn) phần (ba|tư|năm|mười))"
    r"(?! (?:năm|tháng))(?!\w)"
)
_LINKED = re.compile(
    r"(?:^|\W)(?:đạt|chiếm|bằng|tức|tương ứng|tương đương|là|hay|được)(?: là| với)? $"
    r"|\($"
)
_TIMES = re.compile(
    r"(?<!\w)(?:(hơn|gần|xấp xỉ|khoảng) )?(?:gấp|tăng gấp) (?:(hơn|gần) )?"
    r"(đôi|hai|ba|bốn|năm|rưỡi)(?! lần rưỡi)(?!\w)"
)
_MULTIPLES = {word: Decimal(value) for word, value in _DIGITS.items()}
_MULTIPLES |= {"đôi": Decimal(2), "rưỡi": Decimal("1.5")}
_TOLERANCE, _RATIO = Decimal("0.06"), Decimal("0.12")
_LINE = 60  # letters between a count and the words
_PERCENT = re.compile(r"(?: [^\W\d_]+){0,8} ?\((?:chỉ |đạt |là |chiếm |khoảng )?")
_MORE = words("hơn trên quá")
_LESS = frozenset(("dưới", "chưa đến", "chưa tới", "chưa đầy"))
_CLOSE = Decimal("0.1")
_UNCOUNTED = words("%")


@rule(
    "CLM005",
    Kind.CONTRADICTORY_CLAIM,
    Severity.ERROR,
    "Phần và số lần nói bằng chữ («một nửa», «gấp đôi») khớp với các số đứng cạnh.",
    passes=(
        "Chưa đến một nửa số dịch vụ (48,9%) là toàn trình, hơn một phần ba (35%) mới.",
        "Rà soát 340 văn bản, đề nghị bãi bỏ 85 văn bản (một phần tư số văn bản).",
        "Cấp 2.418 thẻ, riêng xã cấp 1.596 thẻ (gần hai phần ba).",
        "Năm 2023 tập huấn 1.260 lượt, năm 2022 là 630 lượt, năm 2023 gấp đôi.",
    ),
    fails=(
        "Quá một nửa số dịch vụ (48,9%) là toàn trình.",
        "Rà soát 340 văn bản, đề nghị bãi bỏ 85 văn bản (một nửa số văn bản).",
        "Năm 2023 tập huấn 1.260 lượt, năm 2022 là 630 lượt, năm 2023 gấp ba.",
    ),
)
def told_in_words(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    exact = [f for f in report.facts if f.bound is Bound.EXACT]
    for block, facts in groupby(exact, key=lambda fact: fact.place.block):
        paragraph = report.source.blocks[block]
        lower = paragraph.lower if isinstance(paragraph, Paragraph) else ""
        if "nửa" not in lower and "phần" not in lower and "gấp" not in lower:
            continue
        here = list(facts)
        told = [fact for fact in here if _is_plain(fact)]
        shares = [fact for fact in here if fact.unit == "%"]
        for found in _SHARE.finditer(lower):
            yield from _beside_percent(self, found, lower, shares)
            yield from _share(self, lower, found, told)
        for found in _TIMES.finditer(lower):
            if not _OF_BRACKET.match(lower, found.end()):
                yield from _times(self, found, told)


def _beside_percent(
    self: Rule, found: re.Match[str], lower: str, shares: list[Fact]
) -> Iterator[Finding]:
    """«quá một nửa số dịch vụ (48,9 %)»: less than what is said, or more."""
    less = found[1] in _LESS
    behind = _PERCENT.match(lower, found.end())
    if not behind or not (less or found[1] in _MORE):
        return
    said = 100 * _said(found)
    for fact in shares:
        if fact.place.start != behind.end() or abs(fact.quantity - said) <= _CLOSE:
            continue
        if less != (fact.quantity < said):
            yield self.finding(
                anchors_of([fact]),
                lines_of([fact]),
                f"Viết «{found[0]}», nhưng tỷ lệ ghi kèm là {fact.raw} %.",
                f"{fact.raw} % {'>' if less else '<'} {figure(said)} %",
            )


# «xong 18 trên 20 việc đến hạn, bằng một nửa kế hoạch năm»
_OF_PLAN = re.compile(r" ?(?:số )?(?:kế hoạch|chỉ tiêu|dự toán|cả năm)")
# «đơn điện tử tăng gấp đôi (năm trước 85 đơn)»: of what stands there
_OF_BRACKET = re.compile(r"[^.;()]{0,30}\([^()]*\d")


def _said(found: re.Match[str]) -> Decimal:
    if found[2]:
        return Decimal("0.5")
    return Decimal(_DIGITS[found[3]]) / _DIGITS[found[4]]


def _is_plain(fact: Fact) -> bool:
    exact = fact.sense is Sense.COUNT and fact.bound is Bound.EXACT
    return exact and fact.whole is None and fact.unit not in _UNCOUNTED


def _share(
    self: Rule, lower: str, found: re.Match[str], counts: list[Fact]
) -> Iterator[Finding | Verified]:
    before = [f for f in counts if f.place.end <= found.start()]
    if _OF_PLAN.match(lower, found.end()):
        return
    if len(before) < 2 or not _LINKED.search(lower, 0, found.start()):
        return
    whole, part = before[-2:]
    apart = found.start() - part.place.end
    alike = whole.unit and whole.unit.lower() == part.unit.lower()
    if apart > _LINE or not alike or whole.sentence != part.sentence:
        return
    if ". " in lower[part.place.end : found.start()]:
        return  # «… và huyện khác 241 hồ sơ. Hồ sơ đất đai chiếm quá nửa»
    base = amount(whole)
    if not base or amount(part) >= base:
        return
    said = _said(found)
    yield from _judge(self, found, (part, whole), amount(part) / base, said, _TOLERANCE)


def _times(
    self: Rule, found: re.Match[str], counts: list[Fact]
) -> Iterator[Finding | Verified]:
    before = [f for f in counts if f.place.end <= found.start()]
    if not before:
        return
    here = [
        f
        for f in counts
        if f.sentence == before[-1].sentence
        and not found.start() <= f.place.start < found.end()
    ]
    units = {f.unit.lower() for f in here}
    if len(here) != 2 or len(units) != 1 or "" in units:
        return
    low, high = sorted(here, key=amount)
    if not amount(low):
        return
    said, value = _MULTIPLES[found[3]], amount(high) / amount(low)
    yield from _judge(self, found, (high, low), value, said, _RATIO * said)


def _judge(
    self: Rule,
    found: re.Match[str],
    facts: tuple[Fact, Fact],
    value: Decimal,
    said: Decimal,
    tolerance: Decimal,
) -> Iterator[Finding | Verified]:
    over, under = facts
    shown = figure(round(value, 2))
    if abs(value - said) <= tolerance:
        yield self.verified(lines_of(facts), f"{over.raw}/{under.raw} = {shown}")
        return
    if found[1] and abs(value - said) <= 2 * tolerance:
        return
    yield self.finding(
        anchors_of(facts),
        lines_of(facts),
        f"Viết «{found[0]}», nhưng {over.raw}/{under.raw} = {shown}.",
        f"{over.raw}/{under.raw} = {shown}",
    )
