"""A list that nearly adds up to the number before it: «261 người: 38 …, 190 …, 5 …»."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from lienmach.checker.finding import Finding, Kind, Severity
from lienmach.checker.judging.calculations import (
    amount,
    anchors_of,
    in_unit,
    name,
    readings,
)
from lienmach.checker.judging.doubts import may_overlap
from lienmach.checker.quantities.words.vocabulary import any_word
from lienmach.checker.report import Bound, Fact, Report, Sense, Tie
from lienmach.checker.rule import Rule, rule
from lienmach.checker.text.numbers import NUMBER, read_number
from lienmach.checker.text.slips import is_one_key_away

_BRACKET = re.compile(r"\(([^()]{8,600})\)")
_COLON = re.compile(r":\s([^:]{12,900}?)(?=\.\s|\.?$)")
_INNER = re.compile(r"\([^()]*\)")
_COUNT = re.compile(rf"(?<![\w/.,%-])({NUMBER})(?![\w/-]|\s?%|[.,]\d)", re.ASCII)
_NO_COUNT = re.compile(
    r"\d+\s?/\s?\d|\d\s?%|ngày|tháng|năm|số \d|từ|đến|tăng|giảm"
    r"|nâng cao|kiểu mẫu|(?<!\w)(?<!khai )trừ(?!\w)"
)
_OVERLAPS = re.compile(any_word("nữ|đảng viên|dân tộc"))
_START = re.compile(r"[.;]\s+(?=[^\d\s])")
_CANDIDATES = 3
_FEW = 30  # below this many, units must agree: small numbers are alike by chance


@dataclass(frozen=True, slots=True)
class _Listed:
    """The numbers of a list in the order printed, and where it stands."""

    start: int
    raws: tuple[str, ...]
    values: tuple[Decimal, ...]
    texts: tuple[str, ...]


@rule(
    "SUM003",
    Kind.SUM_MISMATCH,
    Severity.ERROR,
    "Danh sách liền sau một con số cộng lại bằng con số đó.",
    passes=(
        "Xếp loại 263 người: 38 xuất sắc, 190 tốt, 30 khá và 5 không hoàn thành.",
        "Có 18 lớp cho 373 lượt người: công chức 118, viên chức 190, cán bộ 65.",
        "Đã họp 12 cuộc: chủ trì 5 phòng, phối hợp 9 phòng, mời 3 xã.",
        "Có 47 người (52 người được giao, trừ 03 người nghỉ hưu, 02 người chuyển).",
    ),
    fails=(
        "Cử 37 lượt công chức đi học, chia ra: lý luận chính trị 14, nghiệp vụ 15, tin"
        " học 5, ngoại ngữ 8.",
    ),
)
def lists_nearly_add_up(self: Rule, report: Report) -> Iterator[Finding]:
    counted = _counted_elsewhere(report)
    plain: dict[int, list[Fact]] = {}
    for fact in report.facts:
        if _is_plain(fact):
            plain.setdefault(fact.place.block, []).append(fact)
    for facts in plain.values():
        paragraph = report.paragraph(facts[0].place)
        if len(paragraph.text) > 5_000 or may_overlap(paragraph):
            continue
        for listed in _lists(paragraph.text):
            wholes = _before(paragraph.text, listed.start, facts)
            if wholes and not any(id(whole) in counted for whole in wholes):
                yield from _judge(self, wholes, listed)


def _counted_elsewhere(report: Report) -> set[int]:
    """The totals whose parts another rule adds up."""
    ties = (Tie.PARTS, Tie.SOME)
    known = [r for r in report.relations if r.tie in ties and r.is_sure]
    return {id(report.facts[i]) for r in known for i in (r.result, *r.wholes)}


def _is_plain(fact: Fact) -> bool:
    exact = fact.sense is Sense.COUNT and fact.bound is Bound.EXACT
    return exact and fact.whole is None


def _lists(text: str) -> Iterator[_Listed]:
    for found in _BRACKET.finditer(text):
        yield from _listed(found.start(), found[1], at_least=2)
    for found in _COLON.finditer(text):
        yield from _listed(found.start(), _INNER.sub("", found[1]), at_least=3)


def _listed(start: int, words: str, *, at_least: int) -> Iterator[_Listed]:
    """Yield the list if each of its items holds just one count."""
    items = re.split(r";", words) if ";" in words else re.split(r",\s|\svà\s", words)
    if len(items) < at_least or any(_NO_COUNT.search(item.lower()) for item in items):
        return
    raws = [_COUNT.findall(item) for item in items]
    if any(len(found) != 1 for found in raws):
        return
    numbers = [read_number(found[0]) for found in raws]
    values = tuple(number.value for number in numbers if number)
    if len(values) == len(items):
        printed = tuple(found[0] for found in raws)
        yield _Listed(start, printed, values, tuple(items))


def _before(text: str, at: int, facts: list[Fact]) -> list[Fact]:
    """The counts of the sentence before a list, the nearest first."""
    cuts = [found.end() for found in _START.finditer(text, 0, at)]
    start = cuts[-1] if cuts else 0
    near = [f for f in facts if start <= f.place.start and f.place.end <= at]
    return sorted(near, key=lambda fact: -fact.place.start)[:_CANDIDATES]


def _judge(self: Rule, wholes: list[Fact], listed: _Listed) -> Iterator[Finding]:
    added = sum(listed.values, Decimal(0))
    if any(added in readings(whole) for whole in wholes):
        return
    if any(_OVERLAPS.search(text.lower()) for text in listed.texts):
        return  # «cán bộ 20, công chức 25, nữ 18»
    for whole in wholes:
        is_more = whole is wholes[0] and added > amount(whole)
        if not _is_meant(whole, added, listed, is_more=is_more):
            continue
        sums = f"{' + '.join(listed.raws)} = {in_unit(added, whole)}"
        yield self.finding(
            (*anchors_of((whole,)), *listed.raws),
            (whole.line,),
            f"«{name(whole)}» ghi {whole.raw} {whole.unit}".rstrip()
            + f", nhưng các số liệt kê ngay sau cộng lại được {in_unit(added, whole)}.",
            f"{sums} ≠ {whole.raw}",
        )
        return


def _is_meant(whole: Fact, added: Decimal, listed: _Listed, *, is_more: bool) -> bool:
    """Say whether a total is the list's, all but a slip.

    A list may leave some out, so only one wrong key tells a slip from a short list;
    parts that are more (``is_more``) than the number right before them cannot be.
    """
    total = amount(whole)
    if total < max(listed.values) / 2 or abs(total - added) * 3 > max(total, added):
        return False
    unit = whole.unit.lower()
    is_same = bool(unit) and any(unit in text.lower() for text in listed.texts)
    if max(total, added) < _FEW and not is_same:
        return False
    gap = total - added
    return (
        is_more
        or is_one_key_away(total, added)
        or any(is_one_key_away(value, value + gap) for value in listed.values)
    )
