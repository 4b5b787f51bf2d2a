"""Cuts a paragraph into clauses, and says which words go with a number."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum, auto
from typing import NamedTuple

from lienmach.checker.members import found_fast
from lienmach.checker.quantities.words.amounts import Amount, amounts
from lienmach.checker.quantities.words.idioms import OVERALL
from lienmach.checker.quantities.words.vocabulary import (
    MONEY,
    STATES,
    TIMES,
    any_word,
    family_in,
    family_of,
    tags_of,
)
from lienmach.checker.report import Bound, Sense
from lienmach.checker.source import Paragraph
from lienmach.checker.text.other_times import CUMULATIVE


@found_fast
class Mark(Enum):
    """What stands between the numbers of a paragraph."""

    OPEN = auto()
    CLOSE = auto()
    SEMICOLON = auto()
    COLON = auto()
    COMMA = auto()
    STOP = auto()
    ALL = auto()  # «gồm», «cụ thể»: what follows is the whole
    SOME = auto()  # «trong đó»: what follows is part of it


class Event(NamedTuple):
    mark: Mark
    start: int
    end: int


@dataclass(slots=True)
class Mention:
    """A number with its words: ``left`` and ``right`` are the clause around it.

    The clause goes from ``start`` to ``end``; its ``sentence`` begins at ``sentence``.
    """

    amount: Amount
    left: str
    right: str
    start: int
    end: int
    sentence: int
    tags: frozenset[str] = frozenset()
    family: str = ""
    unit: str = field(init=False)  # the counting word, in small letters
    worth: Decimal = field(init=False)  # the number; money in đồng

    def __post_init__(self) -> None:
        self.unit = self.amount.unit.lower()
        self.worth = self.amount.value * MONEY.get(self.unit, 1)

    @property
    def is_count(self) -> bool:
        """Say whether it counts exactly, alone: no share, change or fraction."""
        amount = self.amount
        if amount.sense is not Sense.COUNT or amount.bound is not Bound.EXACT:
            return False
        return self.unit != "%" and amount.whole is None


@dataclass(slots=True)
class Clauses:
    """A paragraph cut up into what stands between its numbers, and these."""

    text: str
    lower: str
    events: list[Event] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)


_AROUND = " :;,.-–+*•●▪◦"  # signs and bullets at the ends of a clause

_WORDS = {
    "trong đó": Mark.SOME,
    "trong số đó": Mark.SOME,
    "trong số này": Mark.SOME,
    "bao gồm": Mark.ALL,
    "gồm": Mark.ALL,
    "cụ thể": Mark.ALL,
    "chia ra": Mark.ALL,
    "chia theo": Mark.ALL,
    "chia thành": Mark.ALL,
    "phân theo": Mark.ALL,
    "phân loại": Mark.ALL,
    "như sau": Mark.ALL,
}
# Alternatives that each begin with one sign or letter: a search for them runs fast.
_MARKS = re.compile("|".join(map(re.escape, [*"()[]:;,.!?…", *_WORDS])))
_SIGNS = {
    "(": Mark.OPEN,
    "[": Mark.OPEN,
    ")": Mark.CLOSE,
    "]": Mark.CLOSE,
    ";": Mark.SEMICOLON,
    ",": Mark.COMMA,
}
_ABBREVIATED = (
    "TP",
    "Tp",
    "TS",
    "ThS",
    "KT",
    "TM",
    "BS",
    "GS",
    "tr",
    "đ/c",
    "v.v",
    "TX",
)
# A comma before one of these joins words of one name: «cán bộ, công chức».
_LISTED = re.compile(
    r" (?:công chức|viên chức|thị trấn|phường|xã|kiến nghị|cá nhân|đơn vị|tố cáo"
    r"|địa phương"
    r"|ban ngành|ngành|bài|giải quyết|trả lời|doanh nghiệp|thành phố"
    r"|thị xã|kỷ luật|đặc khu|bổ sung|xử lý|trả kết quả|thôi việc)(?!\w)(?! ?:? ?\d)"
)


def cut(paragraph: Paragraph) -> Clauses:
    """Cut a paragraph into its clauses and tie each number to its words."""
    text, lower = paragraph.text, paragraph.lower
    found = _out_of(lower, amounts(text, lower))
    if not found and len(text) > 80 and not text.endswith(":"):
        return Clauses(text, lower)
    events = list(_events(text, lower, found))
    starts = [0] + [e.end for e in events if e.mark is Mark.STOP]
    semicolons = [0] + [e.end for e in events if e.mark is Mark.SEMICOLON]
    ends = [e.start for e in events if e.mark is not Mark.COMMA]
    clauses = Clauses(text, lower, events)
    bounds = list(_bounds(lower, found, events))
    for at, amount in enumerate(found):
        start = bounds[at]
        end = _end_of_right(amount, bounds[at + 1], ends)
        left = lower[start : amount.start].strip(_AROUND + "(")
        right = lower[amount.unit_end : end].strip(_AROUND)
        sentence = starts[bisect_right(starts, amount.start) - 1]
        mention = Mention(amount, left[-120:], right[:90], start, end, sentence)
        ahead = max(sentence, semicolons[bisect_right(semicolons, amount.start) - 1])
        mention.tags = _tags(mention) | _said_ahead(
            lower[ahead : min(start, ahead + 160)]
        )
        mention.family = family_of(amount.unit) if amount.unit else family_in(left)
        if clauses.mentions:
            _lend(clauses.mentions[-1], mention, lower)
        clauses.mentions.append(mention)
    return clauses


_THAT_IS = re.compile(
    r"[\s,(]*(?:tương ứng|tương đương|ứng|tức|là|với|đạt|có)(?: với| là)?\s*"
)


def _lend(before: Mention, count: Mention, lower: str) -> None:
    """«trước hạn chiếm 81,2 %, tương ứng 4.061 hồ sơ»: the words are of both."""
    if before.amount.unit == "%" and _THAT_IS.fullmatch(
        lower, before.amount.end, count.amount.start
    ):
        count.tags |= before.tags
    elif _ONTO.fullmatch(count.left) and _FROM.search(before.left):
        # «hồ sơ trễ hạn giảm từ 33 hồ sơ xuống còn 14 hồ sơ»: of two times
        count.tags |= before.tags - {"before"}
        before.tags |= {"before"}


_OUT_OF = re.compile(r"[^,;.()\d]{0,48}(?<!\w)trên(?: tổng| tổng số| số)? ")


def _out_of(lower: str, found: Sequence[Amount]) -> list[Amount]:
    """«1.505 hồ sơ trên 2.327 hồ sơ»: out of so many, not more than so many."""
    given: list[Amount] = []
    for amount in found:
        last = given[-1] if given else None
        if (
            last is not None
            and amount.bound is Bound.LEAST
            and last.value <= amount.value
            and _are_one_kind(last.unit.lower(), amount.unit.lower())
            and _OUT_OF.fullmatch(lower, last.unit_end, amount.start)
        ):
            amount = amount._replace(bound=Bound.EXACT)
        given.append(amount)
    return given


def _are_one_kind(unit: str, whole: str) -> bool:
    """«812 người trên 900 dân», «40 hồ sơ trên 50 hồ sơ»."""
    return unit in (whole, "") or family_of(unit) == family_of(whole) == "person"


_TOOK = re.compile(
    r"nhận(?<!\wnhận)(?<!công nhận)(?<!xác nhận)(?<!chứng nhận)(?<!ghi nhận)"
    r"(?<!thừa nhận)(?: là)?$"
)
_TERSE = {
    "mới": frozenset(("new",)),
    "cũ": frozenset(("carried",)),
    "sớm": frozenset(("early",)),
    "còn": frozenset(("open",)),
    "nhận": frozenset(("received",)),
    "trả": frozenset(("finished",)),
    "xong": frozenset(("finished",)),
    "chậm": frozenset(("late",)),
}
_AHEAD_TAGS = {
    words: frozenset((tag,))
    for tag, told in (
        ("cumulative", CUMULATIVE),
        ("overall", OVERALL),
        ("partly", "riêng|tuần cuối|cao điểm|có ngày|có thời điểm"),
        ("expected", "dự kiến|phấn đấu|phương hướng"),
    )
    for words in told.split("|")
}
_AHEAD = re.compile("|".join(_AHEAD_TAGS))


def _said_ahead(words: str) -> frozenset[str]:
    """What the head of a sentence says of all its numbers: «Lũy kế từ đầu năm, …»."""
    found = _AHEAD.search(words)
    return _AHEAD_TAGS[found[0]] if found else frozenset()


def _events(text: str, lower: str, found: Sequence[Amount]) -> Iterator[Event]:
    covered = [(amount.start, amount.unit_end) for amount in found]
    at = 0
    for match in _MARKS.finditer(lower):
        start, end = match.span()
        while at < len(covered) and covered[at][1] <= start:
            at += 1
        if at < len(covered) and covered[at][0] <= start:
            continue  # inside a number or its counting word
        event = _event(text, lower, match[0], start, end)
        if event:
            yield event


def _event(text: str, lower: str, found: str, start: int, end: int) -> Event | None:
    if found in _WORDS:
        return _marker(lower, found, start, end)
    if found == ":":
        return Event(Mark.COLON, start, end)
    if found == ",":
        if not lower[end : end + 1].isspace() or _LISTED.match(lower, end):
            return None
        return Event(Mark.COMMA, start, end)
    if found in _SIGNS:
        return Event(_SIGNS[found], start, end)
    if end < len(text) and not _begins(text, end):
        return None
    if found == "." and text[:start].endswith(_ABBREVIATED):
        return None
    return Event(Mark.STOP, start, end)


_NEW = re.compile(r"\s[ ./]{0,2}(?:[\"“(+-]|\d[\d.]*(?:/\d[\d.]*)? +[^\W\d_])")
_SPLIT = re.compile(r"\s\d{3}(?!\d)")


def _begins(text: str, end: int) -> bool:
    """Say whether a sentence begins behind a stop: «… năm 2023. 14/14 xã có …»."""
    follows = text[end : end + 3].lstrip(" ./")
    if not text[end].isspace():
        return False
    if follows[:1].isupper():
        return True
    if _SPLIT.match(text, end) and text[:end].rstrip(".")[-1:].isdigit():
        return False  # «1. 118 hồ sơ», torn apart
    return bool(_NEW.match(text, end))


def _marker(lower: str, found: str, start: int, end: int) -> Event | None:
    if lower[start - 1 : start].isalpha() or lower[end : end + 1].isalpha():
        return None
    behind = lower[end : end + 16].lstrip()
    if found == "cụ thể":
        before = lower[max(0, start - 2) : start].strip()
        opens = behind.startswith((":", "như sau", "là", "gồm")) or (
            not before or before in (",", ".", ";", ")", "(", "-")
        )
        if not opens:
            return None
    if found == "phân loại" and not behind.startswith(":"):
        return None
    if found in ("gồm", "bao gồm") and behind.startswith(("cả", "những")):
        return Event(Mark.SOME, start, end)
    mark = _WORDS[found]
    return Event(mark, start, end)


_SHORTEST = 12  # letters of words that name what a bracket counts
_STRONG = (Mark.SEMICOLON, Mark.STOP, Mark.OPEN, Mark.CLOSE, Mark.ALL, Mark.SOME)
_LINK = re.compile(any_word("đạt|chiếm|tương ứng|tương đương|bằng|tỷ lệ|tỉ lệ"))
# «6 đơn vị và hồ sơ trả đúng hạn chiếm 97 %»: the percentage has words of its own.
_OF_ITS_OWN = re.compile(r" và ((?:số )?(?:hồ sơ|văn bản|nhiệm vụ|phản ánh|phiếu) \S)")
_MOVES = re.compile(r" và (tăng|giảm|vượt|hụt|cao hơn|thấp hơn)(?!\w)")
_JOINTS = (" và ", " còn ", " nhưng ", " với ", " cho ", " tại ")


def _bounds(
    lower: str, found: Sequence[Amount], events: Sequence[Event]
) -> Iterator[int]:
    """Yield where the words of each number begin, then where those of the last end."""
    previous = 0
    at = 0
    for amount in found:
        between = []
        while at < len(events) and events[at].start < amount.start:
            if events[at].start >= previous:
                between.append(events[at])
            at += 1
        yield _cut_between(lower, previous, amount, between)
        previous = amount.unit_end
    yield len(lower)


def _cut_between(
    lower: str, previous: int, amount: Amount, between: Sequence[Event]
) -> int:
    """Return where the words of one number end and those of the next begin."""
    colon = between[-1] if between and between[-1].mark is Mark.COLON else None
    if colon and not lower[colon.end : amount.start].strip():
        between = _without_aside(lower, between)
    elif between and between[-1].mark is Mark.CLOSE:
        opens = [at for at, event in enumerate(between) if event.mark is Mark.OPEN]
        if opens and not lower[between[-1].end : amount.start].strip():
            between = between[: opens[-1]]  # «đang thực hiện (còn hạn) 11»
    if amount.unit == "%" and previous and not between:
        link = _LINK.search(lower, previous, amount.start)
        if link:
            own = _OF_ITS_OWN.search(lower, previous, link.start())
            if own and tags_of(lower[own.start(1) : link.start()].strip()):
                return own.start(1)
            return link.start()
        moves = _MOVES.search(lower, previous, amount.start)
        if moves:
            return moves.start(1)
    if not between:
        if previous == 0:
            return 0
        if amount.unit == "%":
            return previous
        for joint in _JOINTS:
            found = lower.rfind(joint, previous, amount.start)
            if found >= 0 and not _joins(lower, found):
                return _after(lower, joint, found, previous)
        return previous
    opened = _before_bracket(lower, previous, amount, between)
    if opened is not None:
        return opened
    strong = [e for e in between if e.mark in _STRONG]
    if previous == 0:  # the first number: its sentence, from the last comma on
        last = strong[-1].end if strong else 0
        commas = [e.end for e in between if e.mark is Mark.COMMA and e.start >= last]
        return commas[-1] if commas else last
    return between[-1].end


def _before_bracket(
    lower: str, previous: int, amount: Amount, between: Sequence[Event]
) -> int | None:
    """«Hồ sơ tiếp nhận của cấp tỉnh (35.612 hồ sơ)»: where the words begin, if any do.

    A number alone in a bracket has the words before it, unless these have one.
    """
    last = between[-1]
    if last.mark is not Mark.OPEN or lower[last.end : amount.start].strip():
        return None
    stops = [e.end for e in between[:-1] if e.mark is not Mark.CLOSE]
    start = max([previous, *stops])
    return start if len(lower[start : last.start].strip(_AROUND)) > _SHORTEST else None


def _after(lower: str, joint: str, found: int, previous: int) -> int:
    """Return where the words behind a joint begin; «xuống còn» stays whole."""
    if joint != " còn ":
        return found + len(joint)
    if lower.endswith(("xuống", "giảm", "chỉ"), previous, found):
        return max(previous, lower.rfind(" ", previous, found) + 1)
    return found + 1


def _without_aside(lower: str, between: Sequence[Event]) -> Sequence[Event]:
    """Drop the colon of «Hợp đồng (gọi tắt HĐ68): 56», and the bracket before it."""
    colon, rest = between[-1], between[:-1]
    if not rest or rest[-1].mark is not Mark.CLOSE:
        return rest
    if lower[rest[-1].end : colon.start].strip():
        return rest
    opens = [at for at, event in enumerate(rest) if event.mark is Mark.OPEN]
    return rest[: opens[-1]] if opens else rest


def _joins(lower: str, at: int) -> bool:
    """«trước và đúng hạn» is one thing."""
    return lower.endswith(
        ("trước", "tiếp nhận", "đúng hạn", "sớm"), max(0, at - 12), at
    )


def _end_of_right(amount: Amount, next_start: int, ends: Sequence[int]) -> int:
    at = bisect_left(ends, amount.unit_end)
    last = max(next_start, amount.unit_end)
    return min(ends[at], last) if at < len(ends) else last


# What a number is compared with is of another time: «1.250 hồ sơ, hơn cùng kỳ».
_COMPARED = re.compile(
    any_word("tăng|giảm|ít hơn|nhiều hơn|cao hơn|thấp hơn|hơn|so với|vượt|bằng")
)
_ONTO = re.compile(r"(?:tăng lên|lên|xuống|xuống còn|giảm còn|còn)(?: còn| đến| tới)?")
_FROM = re.compile(r"(?:^|\s)từ(?: mức| con số)?$")


def _tags(mention: Mention) -> frozenset[str]:
    """What the words on both sides mean; the state of a thing stands on one of them."""
    left = tags_of(mention.left) | _TERSE.get(mention.left, frozenset())
    if mention.left == "giao" or mention.left.endswith(" giao"):
        left |= {"assigned"}
    if _TOOK.search(mention.left):
        left |= {"received"}
    behind = _COMPARED.split(mention.right.split(", ", 1)[0], maxsplit=1)[0]
    right = tags_of(f"{mention.unit} {behind}")
    if left & STATES:
        right -= STATES
        if left & TIMES:
            right -= TIMES
    return left | right
