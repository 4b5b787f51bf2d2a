"""Follows dossiers through a report: brought forward, received, finished, still open.

Reports tell it in many sentences («Tiếp nhận 100. Đã giải quyết: trước hạn 50 …; đang
giải quyết 10»). A ledger collects the numbers of one telling, and says what must
balance.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.vocabulary import ONE_OF_MANY, words
from lienmach.checker.report import Bound, Relation, Sense, Tie

_FAMILIES = frozenset(("dossier", "petition", "directive", "task", "case"))
_CAME = frozenset(("received", "carried", "new"))
_STATES = frozenset(("finished", "open"))
_OTHER_SIDES = words(
    "online direct postal slip no_slip male female full_online part_online"
    " expected cumulative before left partly"
)
LEVELS = frozenset(("province", "district", "commune", "overall"))
_DEEP = 8  # totals above totals
_FAR = 6  # sentences without a word on the matter

_ASIDE = re.compile(r"trên|tổng cộng$|cộng$")

FINISHED_PARTS = (
    ("early", "on_time", "late"),
    ("early+on_time", "late"),
    ("on_time", "late"),
)


@dataclass(slots=True)
class Ledger:
    """One telling; ``slots`` names what each number is, as an index of a mention."""

    family: str
    chapter: int
    level: frozenset[str]
    block: int
    slots: dict[str, int] = field(default_factory=dict)
    recent: dict[str, int] = field(default_factory=dict)  # where each was told last
    told: dict[str, list[int]] = field(default_factory=dict)  # each time, in order
    last: int = 0  # its last sentence

    @property
    def finished(self) -> tuple[int, ...]:
        """What was finished: its total, or all its parts."""
        if "finished" in self.slots:
            return (self.slots["finished"],)
        return self.finished_parts

    @property
    def finished_parts(self) -> tuple[int, ...]:
        for names in FINISHED_PARTS:
            if all(name in self.slots for name in names):
                others = {"early", "on_time", "early+on_time"} - set(names)
                if not others & self.slots.keys():
                    return tuple(self.slots[name] for name in names)
        return ()


def ledgers(outline: Outline, parents: dict[int, int]) -> list[Ledger]:
    """Collect the ledgers of a text; finds parents for «đúng hạn 5» on the way."""
    return list(_Book(outline, parents).ledgers())


class _Book:
    def __init__(self, outline: Outline, parents: dict[int, int]) -> None:
        self._outline = outline
        self._parents = parents
        self._open: dict[str, Ledger] = {}
        self._all: list[Ledger] = []
        self._state: tuple[int, str, int] = (-1, "", -1)  # sentence, state, holder

    def ledgers(self) -> list[Ledger]:
        for index in range(len(self._outline.mentions)):
            self._enter(index)
        return self._all

    def _enter(self, index: int) -> None:
        mention = self._outline.mentions[index]
        sides = mention.tags & _OTHER_SIDES
        if "open" in mention.tags:
            sides -= {"left"}  # «còn lại 55 hồ sơ đang giải quyết»
        if mention.amount.sense is not Sense.COUNT or sides:
            return
        if ONE_OF_MANY.search(mention.left):
            return
        if mention.amount.bound is not Bound.EXACT or self._is_aside(index):
            return
        slot = self._slot(index)
        kind = mention.family or self._kind_before(index)
        if not slot or kind not in _FAMILIES:
            return
        ledger = self._ledger(kind, slot, index)
        if not self._is_summed_up(ledger, slot, index):
            ledger.slots.setdefault(slot, index)
        ledger.recent[slot] = index
        ledger.told.setdefault(slot, []).append(index)
        ledger.last = self._outline.sentences[index]

    def _is_summed_up(self, ledger: Ledger, slot: str, index: int) -> bool:
        """«Trước và đúng hạn 1.917» told behind what was early and what on time."""
        if slot != "early+on_time" or not {"early", "on_time"} <= ledger.slots.keys():
            return False
        sentences = self._outline.sentences
        return sentences[ledger.slots["early"]] != sentences[index]

    def _is_aside(self, index: int) -> bool:
        """A part of another side is no entry: «trực tuyến 50, đúng hạn 45»."""
        parent = self._parents.get(index)
        for _ in range(_DEEP):
            if parent is None:
                return False
            if self._outline.mentions[parent].tags & _OTHER_SIDES:
                return True
            parent = self._parents.get(parent)
        return False

    def _slot(self, index: int) -> str:
        mention = self._outline.mentions[index]
        tags = mention.tags
        state = self._state_of(index, tags)
        late, early = "late" in tags, tags & {"early", "on_time", "early+on_time"}
        name = ""
        if "carried" in tags:
            return "carried"
        if "new" in tags and "total" not in tags:
            return "new"
        if late or early or "within" in tags:
            name = self._time_slot(tags, state)
            holder = self._state[2]
            if name == "within" and self._is_beside(holder, index):
                name = "beside_open"
        elif "finished" in tags and "received" not in tags:
            name = "finished"
        elif "open" in tags:
            name = "open"
        elif "returned" in tags:
            return "returned"
        elif tags & {"received", "total"} or (
            tags & {"assigned", "plan"} and mention.family in ("task", "directive")
        ):
            return "" if _ASIDE.match(mention.left) else "received"
        if name in ("finished", "open", "within"):
            state = "finished" if name == "finished" else "open"
            holder = index if name != "within" else -1
            self._state = (self._outline.sentences[index], state, holder)
        return name

    def _time_slot(self, tags: frozenset[str], state: str) -> str:
        if "within" in tags or state == "open":
            return "open_late" if "late" in tags else "within"
        for name in ("late", "early+on_time", "early", "on_time"):
            if name in tags:
                return name
        return ""

    def _state_of(self, index: int, tags: frozenset[str]) -> str:
        """Return whether a «quá hạn 5» speaks of finished or of open dossiers."""
        if tags & _STATES:
            return "open" if "open" in tags else "finished"
        parent = self._parents.get(index)
        for _ in range(_DEEP):
            if parent is None:
                break
            found = self._outline.mentions[parent].tags & _STATES
            if found:
                return "open" if "open" in found else "finished"
            if "within" in self._outline.mentions[parent].tags:
                return "open"
            parent = self._parents.get(parent)
        sentence, state, holder = self._state
        if sentence == self._outline.sentences[index]:
            apart = state == "open" and self._is_beside(holder, index)
            if holder >= 0 and index not in self._parents and not apart:
                self._parents[index] = holder
            return state
        return ""

    def _is_beside(self, holder: int, index: int) -> bool:
        """«còn 8 việc đang làm và 4 việc chưa tới hạn»: those are not among the 8."""
        if holder < 0 or index - holder != 1:
            return False
        joined = self._outline.between(holder, index).endswith(" và ")
        return joined and self._outline.depths[holder] == self._outline.depths[index]

    def _kind_before(self, index: int) -> str:
        """A number without a counting word counts what its sentence counts."""
        sentence = self._outline.sentences[index]
        start, first = index, max(0, index - 40)
        while index > first and self._outline.sentences[index - 1] >= sentence - 2:
            index -= 1
            kind = self._outline.mentions[index].family
            if kind:
                return kind
        return self._kind_behind(start)

    def _kind_behind(self, index: int) -> str:
        """«Nhận 555, trả 438, còn 76 hồ sơ»: the counting word comes last."""
        sentence = self._outline.sentences[index]
        for other in range(index + 1, min(index + 8, len(self._outline.mentions))):
            if self._outline.sentences[other] != sentence:
                break
            if kind := self._outline.mentions[other].family:
                return kind
        return ""

    def _ledger(self, kind: str, slot: str, index: int) -> Ledger:
        ledger = self._open.get(kind)
        outline = self._outline
        level = outline.mentions[index].tags & LEVELS
        if (
            ledger is None
            or self._says_otherwise(ledger, slot, index)
            or ledger.chapter != outline.chapters[index]
            or outline.sentences[index] - ledger.last > _FAR
            or self._starts_again(ledger, slot)
            or (level and level != ledger.level)
            or (not level and self._is_elsewhere(ledger, index))
        ):
            told = self._told_with(ledger, index)
            ledger = Ledger(
                kind, outline.chapters[index], level, outline.blocks[index], told
            )
            self._open[kind] = ledger
            self._all.append(ledger)
        ledger.level = ledger.level or level
        return ledger

    def _told_with(self, ledger: Ledger | None, index: int) -> dict[str, int]:
        """Return what the same sentence has told before: it goes with what follows."""
        if ledger is None:
            return {}
        sentences = self._outline.sentences
        return {
            slot: told
            for slot, told in ledger.recent.items()
            if sentences[told] == sentences[index] and self._is_open_to(ledger, index)
        }

    def _is_open_to(self, ledger: Ledger, index: int) -> bool:
        level = self._outline.mentions[index].tags & LEVELS
        return not level or level == ledger.level

    def _says_otherwise(self, ledger: Ledger, slot: str, index: int) -> bool:
        """A second number for a slot begins another telling, unless it is the same."""
        if slot not in ledger.slots:
            return False
        known = self._outline.mentions[ledger.slots[slot]].amount
        return known.value != self._outline.mentions[index].amount.value

    def _starts_again(self, ledger: Ledger, slot: str) -> bool:
        fresh = ledger.slots.keys() <= {"carried", "new"}
        return slot == "received" and slot not in ledger.slots and not fresh

    def _is_elsewhere(self, ledger: Ledger, index: int) -> bool:
        """What was told of all levels, or of communes, ends with its paragraph."""
        if "overall" in ledger.level:
            return self._outline.sentences[index] != ledger.last
        return "commune" in ledger.level and self._outline.blocks[index] != ledger.block


def balances(found: list[Ledger], outline: Outline) -> Iterator[Relation]:
    """Yield what the numbers of each ledger must fulfil."""
    for before, ledger in pairwise(found):
        yield from _over_chapters(before, ledger)
    carried = [one.slots["carried"] for one in found if "carried" in one.slots]
    for ledger in found:
        yield from (
            relation
            for relation in _of(ledger, outline)
            if not _is_with_carried(relation, ledger, carried, outline)
        )


def _is_with_carried(
    relation: Relation, ledger: Ledger, carried: Sequence[int], outline: Outline
) -> bool:
    """Say whether what was brought forward, told elsewhere, makes a balance right."""
    if relation.tie is not Tie.BALANCE or "carried" in ledger.slots:
        return False
    came, *gone = (
        outline.mentions[i].amount.value for i in (relation.result, *relation.terms)
    )
    values = {outline.mentions[i].amount.value for i in carried}
    return sum(gone) - came in values


def _over_chapters(before: Ledger, ledger: Ledger) -> Iterator[Relation]:
    """«1. Tiếp nhận: 326 hồ sơ», «2. Giải quyết: có kết quả 319, chưa có 7»."""
    if before.family != ledger.family or before.level != ledger.level:
        return
    if ledger.chapter - before.chapter != 1 or ledger.slots.keys() & _CAME:
        return
    if "received" not in before.slots:
        return
    if before.finished and "open" not in before.slots:
        if ledger.slots.keys() == {"open"}:  # «chuyển sang tháng 8: 5 hồ sơ»
            gone = (*before.finished, ledger.slots["open"])
            yield Relation(Tie.BALANCE, before.slots["received"], gone, is_guess=True)
        return
    told = before.slots.keys() <= _CAME
    if told and "open" in ledger.slots and ledger.finished:
        gone = (*ledger.finished, ledger.slots["open"])
        yield Relation(Tie.BALANCE, before.slots["received"], gone, is_guess=True)


def _beside(ledger: Ledger, slot: str, index: int, outline: Outline) -> int:
    """Return the telling of a slot that stands in the sentence of another number."""
    sentence = outline.sentences[index]
    same = [i for i in ledger.told.get(slot, ()) if outline.sentences[i] == sentence]
    return same[0] if same else ledger.slots[slot]


def _of(ledger: Ledger, outline: Outline) -> Iterator[Relation]:
    slots: Mapping[str, int] = ledger.slots
    parts = ledger.finished_parts
    if "finished" in slots and parts:
        whole = _beside(ledger, "finished", parts[0], outline)
        yield Relation(Tie.PARTS, whole, parts)
    elif {"early+on_time", "late"} <= slots.keys():
        # «đúng hạn 1.303/1.347 hồ sơ … trễ hạn 44 hồ sơ»: the whole of the fraction
        both = (slots["early+on_time"], slots["late"])
        yield Relation(Tie.PARTS, both[0], both)
    if {"open", "within", "open_late"} <= slots.keys():
        whole = _beside(ledger, "open", slots["within"], outline)
        if outline.sentences[whole] <= outline.sentences[slots["within"]]:
            yield Relation(Tie.PARTS, whole, (slots["within"], slots["open_late"]))
    if {"received", "carried", "new"} <= slots.keys():
        whole = _beside(ledger, "received", slots["carried"], outline)
        yield Relation(Tie.PARTS, whole, (slots["carried"], slots["new"]))
    came = [slots[name] for name in ("received", "new", "carried") if name in slots]
    if came and came != [slots.get("carried")] and "open" in slots and ledger.finished:
        gone = (*ledger.finished, slots["open"])
        for name in ("returned", "beside_open"):
            if name in slots:
                gone += (slots[name],)
        sure = "received" in slots or len(came) == 2
        yield Relation(Tie.BALANCE, came[0], gone, tuple(came[1:]), is_sure=sure)
