"""The accounts of dossiers over the whole text: levels add up, late is the rest.

Each figure is brought to one form: the level it is of, the stage it counts, the days.
Where the text tells one figure alone for each of the three, they must agree; they are
called wrong only if one key parts them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.judging.calculations import (
    amount,
    anchors_of,
    lines_of,
    place,
    sum_of,
    total,
)
from lienmach.checker.meaning.likeness import family, same_period, words_of
from lienmach.checker.quantities.words.vocabulary import words
from lienmach.checker.report import Bound, Fact, Report, Sense
from lienmach.checker.rule import Rule, rule
from lienmach.checker.rules.sums.cases_balance import cases_balance
from lienmach.checker.rules.sums.parts_add_up import parts_add_up
from lienmach.checker.source import has_any
from lienmach.checker.text.numbers import figure
from lienmach.checker.text.slips import is_sum_but_for_a_key

_LEVELS = ("province", "district", "commune")
_ASIDE = words(
    "expected before cumulative partly plan online direct postal carried new left"
    " returned slip no_slip"
)
_LARGE = 100
_IN_TIME = words("early on_time within")
_SAID = words("hạn chế vẫn còn có số trả là tồn chủ yếu ở chỉ xong đã")
_NARROWED = ("lĩnh vực", "riêng", "phòng", "một số")
_CUT = re.compile(r"[.;:,()]")
_LETTERS = 90


@dataclass(frozen=True, slots=True)
class _Entry:
    """Where a figure belongs in the accounts."""

    level: str
    stage: str


@rule(
    "SUM004",
    Kind.SUM_MISMATCH,
    Severity.ERROR,
    "Số toàn địa bàn bằng tổng các cấp, số trễ hạn bằng số đã giải quyết trừ số đúng"
    " hạn, dù nêu ở các đoạn khác nhau.",
    passes=(
        "Cấp huyện có 14 hồ sơ trễ hạn.\nCấp xã có 4 hồ sơ trễ hạn.\nSố hồ sơ trễ hạn"
        " cả hai cấp là 18 hồ sơ.",
        "Cấp huyện có 14 hồ sơ trễ hạn.\nCấp xã có 4 hồ sơ trễ hạn.\nCả hai cấp có 8 hồ"
        " sơ đất đai trễ hạn.",
        "Cấp huyện giải quyết 602 hồ sơ.\nCấp xã giải quyết 500 hồ sơ.\nQuý trước toàn"
        " huyện giải quyết 1.012 hồ sơ.",
    ),
    fails=(
        "Cấp huyện có 14 hồ sơ trễ hạn.\nKhông có đơn thư.\nCấp xã có 4 hồ sơ trễ"
        " hạn.\nSố hồ sơ trễ hạn cả hai cấp là 28 hồ sơ.",
        "Cấp huyện giải quyết 59.602 hồ sơ, trước và đúng hạn 57.098 hồ sơ.\nHồ sơ trễ"
        " hạn của cấp huyện là 2.405 hồ sơ.",
    ),
)
def accounts(self: Rule, report: Report) -> Iterator[Finding | Verified]:
    entries: dict[_Entry, list[Fact]] = {}
    for index, fact in enumerate(report.facts):
        entry = _entry(report, index)
        if entry and same_period(fact.period, None, report.identity):
            entries.setdefault(entry, []).append(fact)
    told = {
        entry: facts[0]
        for entry, facts in entries.items()
        if len({amount(fact) for fact in facts}) == 1
    }
    made = [said for sums in _sums(told) if (said := _judge(self, *sums))]
    if any(isinstance(said, Finding) for said in made):
        others = _said_by_others(report)
        made = [
            said
            for said in made
            if not (isinstance(said, Finding) and {*said.anchors} in others)
        ]
    yield from made


def _said_by_others(report: Report) -> list[set[str]]:
    """The numbers of what the rules of one telling find."""
    return [
        set(said.anchors)
        for other in (parts_add_up, cases_balance)
        for said in other.check(report)
        if isinstance(said, Finding)
    ]


def _sums(told: dict[_Entry, Fact]) -> Iterator[tuple[Fact, list[Fact]]]:
    """Yield each total of the accounts with what it is made of."""
    for stage in ("received", "finished", "late", "open"):
        whole = told.get(_Entry("overall", stage))
        parts = [told[e] for level in _LEVELS if (e := _Entry(level, stage)) in told]
        if whole and len(parts) > 1:
            yield whole, parts
    for level in ("overall", *_LEVELS):
        whole = told.get(_Entry(level, "finished"))
        timely = told.get(_Entry(level, "timely"))
        late = told.get(_Entry(level, "late"))
        if whole and timely and late:
            yield whole, [timely, late]


def _judge(self: Rule, whole: Fact, parts: Sequence[Fact]) -> Finding | Verified | None:
    added, facts = total(parts), (whole, *parts)
    if len({fact.place.block for fact in facts}) == 1:
        return None  # of one paragraph, and so read by others
    if added == amount(whole):
        return self.verified(lines_of(facts), f"{sum_of(parts)} = {whole.raw}")
    named = "overall" in whole.tags or amount(whole) >= _LARGE
    if not named or not is_sum_but_for_a_key(
        amount(whole), [amount(fact) for fact in parts]
    ):
        return None
    return self.finding(
        anchors_of(facts),
        lines_of(facts),
        f"Cộng {sum_of(parts)} ({place(parts)}) được {figure(added)}, dòng {whole.line}"
        f" lại ghi {whole.raw}.",
        f"{sum_of(parts)} = {figure(added)} ≠ {whole.raw}",
    )


def _entry(report: Report, index: int) -> _Entry | None:
    fact = report.facts[index]
    if fact.sense is not Sense.COUNT or fact.bound is not Bound.EXACT:
        return None
    if fact.whole is not None or fact.tags & _ASIDE:
        return None
    kind, above = family(fact), fact
    if not kind and fact.parent is not None and fact.parent < index:
        above = report.facts[fact.parent]
        kind = family(above)
    levels = [level for level in _LEVELS if level in fact.tags]
    stage = _stage(fact, above)
    if kind != "dossier" or not stage or len(levels) > 1:
        return None
    if not levels and "overall" not in fact.tags:
        return None
    if _is_narrow(report, fact):
        return None
    return _Entry(levels[0] if levels else "overall", stage)


def _stage(fact: Fact, above: Fact) -> str:
    tags = fact.tags
    if "late" in tags:
        return "" if "open" in tags | above.tags else "late"
    if "early+on_time" in tags:
        return "timely"
    if tags & _IN_TIME:
        return ""
    for name in ("open", "finished", "received"):
        if name in tags:
            return name
    return (
        next(iter(above.tags & {"received", "finished"}), "")
        if not tags & {"total"}
        else ""
    )


def _is_narrow(report: Report, fact: Fact) -> bool:
    """Say whether a number is of a field, an office or a kind alone."""
    before = _CUT.split(report.before(fact.place, _LETTERS))[-1]
    behind = _CUT.split(report.behind(fact.place, _LETTERS))[0]
    own = words_of(f"{before} {behind}") - words_of(fact.scope or "") - _SAID
    if fact.period:
        own -= words_of(fact.period.raw)
    said = f"{before} {behind}"
    return bool(own) or has_any(said, _NARROWED)
