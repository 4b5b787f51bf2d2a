"""Follows a text through its brackets, lists and bullets and says what is part of what.

A *frame* is a stretch whose numbers may be parts of a total: a bracket behind a number,
what follows «gồm» or «trong đó», the bullets below «cụ thể:». Frames are found by
form alone; whether they add up is left to others.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum, auto
from itertools import islice

from lienmach.checker.members import found_fast
from lienmach.checker.quantities.words.phrases import Clauses, Event, Mark, Mention
from lienmach.checker.quantities.words.vocabulary import CAPITALS
from lienmach.checker.report import Sense


@found_fast
class Opened(Enum):
    """What opened a frame."""

    SENTENCE = auto()
    BRACKET = auto()
    MARKER = auto()
    COLON = auto()
    BULLETS = auto()


@dataclass(slots=True)
class Frame:
    """A stretch of numbers at one level; ``wholes`` are totals that it may split.

    ``is_all``: the text says that the items are all there is («gồm»); None where it
    says neither that nor «trong đó». ``items`` and ``wholes`` are indices of mentions.
    ``is_open``: the list ends in «…» or «và một số …».
    """

    opened: Opened
    is_all: bool | None
    wholes: list[int] = field(default_factory=list)
    items: list[int] = field(default_factory=list)
    has_colon: bool = False
    has_semicolon: bool = False
    style: str = ""
    is_open: bool = False
    bullets: list[list[int]] = field(default_factory=list)


@dataclass(slots=True)
class Outline:
    """All mentions of a text in order, and the frames they stand in."""

    mentions: list[Mention] = field(default_factory=list)
    blocks: list[int] = field(default_factory=list)  # of each mention
    sentences: list[int] = field(default_factory=list)  # of each mention
    by_sentence: list[list[int]] = field(default_factory=list)  # where any stands
    depths: list[int] = field(default_factory=list)  # of each mention, in brackets
    chapters: list[int] = field(default_factory=list)  # of each mention
    texts: dict[int, str] = field(default_factory=dict)  # of each block read
    lowers: dict[int, str] = field(default_factory=dict)  # the same in small letters
    styles: dict[int, str] = field(default_factory=dict)  # of bullets, by block
    headings: dict[int, str] = field(default_factory=dict)  # of each chapter
    leads: dict[int, str] = field(
        default_factory=dict
    )  # «Kết quả của cấp xã:», by block
    frames: list[Frame] = field(default_factory=list)
    # «31 vụ/77 bị can»: the second number of each first. They come last among the
    # mentions, each in a sentence of its own: what is told of a pair is of the first.
    seconds: dict[int, int] = field(default_factory=dict)

    def between(self, one: int, other: int) -> str:
        """Return the words between two mentions, in small letters."""
        if self.blocks[one] != self.blocks[other]:
            return ""
        start, end = self.mentions[one].amount.end, self.mentions[other].amount.start
        return self.lower(one)[start:end]

    def text(self, index: int) -> str:
        """Return the paragraph that a mention stands in."""
        return self.texts[self.blocks[index]]

    def lower(self, index: int) -> str:
        """Return the paragraph that a mention stands in, in small letters."""
        return self.lowers[self.blocks[index]]

    def value(self, index: int) -> Decimal:
        """Return the number of a mention; money in đồng."""
        return self.mentions[index].worth

    def unit(self, index: int) -> str:
        """Return the counting word of a mention, in small letters."""
        return self.mentions[index].unit

    def is_count(self, index: int) -> bool:
        """Say whether a mention counts exactly, alone: no share, change or fraction."""
        return self.mentions[index].is_count


_BULLET = re.compile(
    rf"\s*(?:([-–+*•●▪◦o])(?=\s|\d|[{CAPITALS}])"
    r"|(\(?\d{1,2}\))|(\d{1,2}\.)(?=\s)"
    r"|((?:\d{1,2}\.){2,4}|\d{1,2}(?:\.\d{1,2}){1,3})\s|(\(?[a-zđ][.)])\s)"
)


_APART = 10  # sentences that are not told one after the other
_WHOLE_AGAIN = frozenset(("cả", "toàn bộ", "tất cả", "toàn bộ cả", "trong cả"))
_DEEPEST = 24  # brackets and lists in each other
_WHOLES = 12  # numbers before a marker that may be the total
_PARTED = re.compile(r"[,;()]")
_ITEM = re.compile(r"(?!Tổng|Cộng)[^\d:]{3,60}: \d[\d.,]*[^\d:]{0,30}$")
_OF_ALL = re.compile(r"(?:(?:trong|trên|của|so với) )?(?:tổng|tổng số)")
_BY_NOW = re.compile(r"đã|đang|còn|hiện|đến nay|chưa")
_HEADINGS = ("1.", "a)", "1.1.")


def style_of(text: str, number: str = "") -> str:
    """Return what kind of bullet a paragraph begins with, or nothing."""
    found = _BULLET.match(text)
    if not found:
        return f"#{re.sub('[0-9a-z]+', '1', number)}" if number else ""
    if found[1]:
        return "-" if found[1] == "–" else found[1]
    if found[2] or found[3]:
        return "1)" if found[2] else "1."
    if found[4]:
        return "1." * (found[4].strip(".").count(".") + 1)
    return "a)"


_HEADED = re.compile(
    r"(?:[IVX]{1,5}[.)]|\d{1,2}(?:\.\d{1,2})*[.)]?|[a-zđ][.)])\s+"
    rf"[{CAPITALS}]"
)


def _is_heading(text: str) -> bool:
    """A short numbered line without a stop at its end is a heading."""
    return len(text) < 120 and text[-1:] not in ".;:," and bool(_HEADED.match(text))


class Follower:
    """Reads paragraph after paragraph; ``outline`` grows."""

    def __init__(self) -> None:
        self.outline = Outline()
        self._stack: list[Frame] = []
        self._sentence = 0
        self._chapter = 0
        self._previous: list[int] = []  # numbers of the sentence before
        self._awaits: Frame | None = None  # «cụ thể:» at the end of a paragraph
        self._bullets: list[Frame] = []
        self._loose = False  # list items without bullets, each ending in «;»
        self._list: list[list[int]] = []  # the numbers of the bullets just read
        self._list_style = ""
        self._stopped = 0  # where the sentence before ended
        self._seconds: dict[int, Mention] = {}
        self._lead = ""  # the line with a colon that a list without numbers hangs on

    def heading(self, text: str = "") -> None:
        """A heading ends every list and every thought."""
        self._end_bullets()
        self._previous = []
        self._awaits = None
        self._chapter += 1
        self.outline.headings[self._chapter] = text

    def paragraph(self, clauses: Clauses, block: int, number: str = "") -> None:
        """Read one paragraph."""
        if not clauses.mentions and _is_heading(clauses.text):
            self.heading(clauses.text)
            return
        style = style_of(clauses.text, number)
        if not clauses.mentions and clauses.text.endswith(":"):
            self._lead = clauses.text
        elif not style:
            self._lead = ""
        self.outline.texts[block] = clauses.text
        self.outline.lowers[block] = clauses.lower
        self.outline.leads[block] = self._lead
        self.outline.styles[block] = style
        self._place_in_lists(style, clauses.text)
        first = len(self.outline.mentions)
        root = Frame(Opened.SENTENCE, None)
        self._stack = [root]
        self._stopped = 0
        self._sentence += 1
        at = 0
        for event in clauses.events:
            while (
                at < len(clauses.mentions)
                and clauses.mentions[at].amount.start < event.start
            ):
                self._mention(clauses.mentions[at], block)
                at += 1
            self._event(event, clauses, at)
        for mention in clauses.mentions[at:]:
            self._mention(mention, block)
        mine = range(first, len(self.outline.mentions))
        self._total_below(clauses.text, style, mine)
        self._close_paragraph(clauses.text, mine)

    # Lists of paragraphs

    def _place_in_lists(self, style: str, text: str) -> None:
        awaited, self._awaits = self._awaits, None
        if awaited is not None:
            awaited.style = style
            if style and any(frame.style == style for frame in self._bullets):
                self._end_bullets(style, keep=False)
            self._bullets.append(awaited)
            self._loose = not style
        elif not style:
            if not self._loose:
                if self._bullets:  # «Chi giáo dục: 390 triệu» without a bullet
                    self._bullets[-1].is_open |= _ITEM.match(text) is not None
                self._end_bullets()
        elif self._bullets:
            self._end_bullets(style)
            self._loose = False
        if self._bullets and self._bullets[-1].style == style:
            self._bullets[-1].bullets.append([])

    def _total_below(self, text: str, style: str, mine: range) -> None:
        """Read «Tổng cộng có 226 tin, bài.» below a list as its total."""
        if not style and len(self._list) > 1 and mine and text.startswith("Tổng cộng"):
            frame = Frame(Opened.BULLETS, True, [mine[0]])
            frame.bullets = [*self._list]
            self.outline.frames.append(frame)
        if not style or style != self._list_style:
            self._list = []
        self._list_style = style
        if style and mine:
            self._list.append([*mine])

    def _end_bullets(self, style: str | None = None, *, keep: bool = True) -> None:
        """Close lists down to the one of this style; without one, all."""
        while self._bullets and not (keep and self._bullets[-1].style == style):
            is_deeper = style is not None and all(
                f.style != style for f in self._bullets
            )
            if is_deeper and self._bullets[-1].bullets and style not in _HEADINGS:
                return  # its numbers are no items of ours
            frame = self._bullets.pop()
            self._keep(frame)
            if not keep and frame.style == style:
                return

    def _close_paragraph(self, text: str, mine: range) -> None:
        self._previous = self._stack[0].items or self._previous if mine else []
        self._note_open_list(text[-8:])
        while self._stack:
            frame = self._stack.pop()
            if self._is_awaiting(frame, text):
                self._awaits = Frame(
                    Opened.BULLETS, frame.is_all, frame.wholes, has_colon=True
                )
            else:
                self._keep(frame)
        if self._awaits is None and text.endswith(":"):
            self._awaits = Frame(Opened.BULLETS, None, [*reversed(mine)])
        if self._bullets and self._bullets[-1].bullets:
            self._bullets[-1].bullets[-1].extend(mine)
        if self._loose and not text.endswith((";", ",")) and self._awaits is None:
            self._end_bullets()
            self._loose = False

    def _is_awaiting(self, frame: Frame, text: str) -> bool:
        opened = frame.opened in (Opened.MARKER, Opened.COLON)
        return opened and not frame.items and text.endswith((":", "đó", "sau", "gồm"))

    # Inside a paragraph

    def _mention(self, mention: Mention, block: int) -> None:
        index = len(self.outline.mentions)
        if mention.left == "/" and index:
            self._seconds[index - 1] = mention
            return
        self.outline.mentions.append(mention)
        self.outline.blocks.append(block)
        if self.outline.sentences[-1:] == [self._sentence]:
            self.outline.by_sentence[-1].append(index)
        else:
            self.outline.by_sentence.append([index])
        self.outline.sentences.append(self._sentence)
        depth = sum(frame.opened is Opened.BRACKET for frame in self._stack)
        self.outline.depths.append(depth)
        self.outline.chapters.append(self._chapter)
        if self._is_total_again(mention):
            self._keep(self._stack.pop())
        in_list = self._stack[-1].opened in (Opened.MARKER, Opened.COLON)
        at = 0 if in_list and self._is_base(index) else -1
        self._stack[at].items.append(index)

    def _is_base(self, index: int) -> bool:
        """«gồm 3 xã và 2 phường, đạt 25 % tổng số 20 xã, phường»: no third part."""
        share = self.outline.mentions[index - 1] if index else None
        if share is None or share.unit != "%":
            return False
        beside = self.outline.sentences[index - 1] == self._sentence
        return beside and bool(_OF_ALL.fullmatch(self.outline.mentions[index].left))

    def _is_total_again(self, mention: Mention) -> bool:
        """«52 chi bộ, gồm 37 của xã và 15 của trường; cả 52 chi bộ đều …»: no part."""
        frame = self._stack[-1]
        if frame.opened is not Opened.MARKER or not frame.items:
            return False
        if mention.left not in _WHOLE_AGAIN:
            return False
        told = (self.outline.mentions[i] for i in frame.wholes)
        return any(one.amount.value == mention.amount.value for one in told)

    def _event(self, event: Event, clauses: Clauses, at: int) -> None:
        match event.mark:
            case Mark.COMMA:
                pass
            case Mark.OPEN:
                if len(self._stack) >= _DEEPEST:
                    return
                wholes = [*reversed(self._stack[-1].items[-3:])]
                self._stack.append(Frame(Opened.BRACKET, None, wholes))
            case Mark.CLOSE:
                self._note_open_list(clauses.text[event.start - 8 : event.start])
                self._close_bracket()
            case Mark.ALL | Mark.SOME:
                self._marker(event, clauses, is_all=event.mark is Mark.ALL)
            case Mark.COLON:
                self._colon(event, clauses, at)
            case Mark.SEMICOLON:
                self._semicolon(event, clauses, at)
            case Mark.STOP:
                self._stopped = event.end
                self._note_open_list(clauses.text[max(0, event.end - 8) : event.end])
                self._stop()

    def _close_bracket(self) -> None:
        if all(frame.opened is not Opened.BRACKET for frame in self._stack):
            return
        while True:
            frame = self._stack.pop()
            self._keep(frame)
            if frame.opened is Opened.BRACKET:
                return

    def _marker(self, event: Event, clauses: Clauses, *, is_all: bool) -> None:
        top = self._stack[-1]
        if top.opened is Opened.BRACKET and not top.items and top.is_all is None:
            top.is_all = is_all
        elif top.opened is Opened.MARKER and not top.items:
            return  # «cụ thể như sau», «trong đó gồm»: the first word decides
        else:
            wholes = self._wholes(event, clauses)
            opens = top.opened is Opened.SENTENCE
            if opens and not wholes and not self._text_before(event, clauses):
                wholes = [*reversed(self._previous[-_WHOLES:])]
            if len(self._stack) < _DEEPEST:
                self._stack.append(Frame(Opened.MARKER, is_all, wholes))

    def _wholes(self, event: Event, clauses: Clauses) -> list[int]:
        """Return the numbers before a marker, nearest first, back to a semicolon."""
        wholes = [*reversed(self._stack[-1].items[-_WHOLES:])]
        start = clauses.text.rfind(";", 0, event.start) + 1
        mentions = self.outline.mentions
        near = [i for i in wholes if mentions[i].amount.start >= start]
        return near or wholes

    def _text_before(self, event: Event, clauses: Clauses) -> str:
        """Return what stands before a marker in its sentence."""
        start = max(0, self._stopped, event.start - 40)
        return clauses.text[start : event.start].strip(" -–+*•,")

    def _note_open_list(self, text: str) -> None:
        if text.rstrip(" .").endswith("v.v") or text.rstrip().endswith(("...", "…")):
            self._stack[-1].is_open = True

    def _colon(self, event: Event, clauses: Clauses, at: int) -> None:
        top = self._stack[-1]
        if top.opened is Opened.MARKER and not top.items:
            top.has_colon = True
            return
        if not at or not top.items or top.items[-1] != len(self.outline.mentions) - 1:
            return
        amount = clauses.mentions[at - 1].amount
        if amount.sense is not Sense.COUNT or event.start - amount.unit_end > 40:
            return
        if _PARTED.search(clauses.text, amount.unit_end, event.start):
            return  # «5 người; công chức: 7»: the colon belongs to the next number
        if len(self._stack) >= _DEEPEST:
            return
        self._stack.append(Frame(Opened.COLON, True, top.items[-1:], has_colon=True))

    def _semicolon(self, event: Event, clauses: Clauses, at: int) -> None:
        """End what the semicolon ends: the inner list, or «X, trong đó a; Y, …»."""
        listed = [
            depth
            for depth, frame in enumerate(self._stack)
            if frame.has_colon or frame.opened is Opened.BRACKET
        ]
        if listed:
            while len(self._stack) - 1 > listed[-1]:
                self._keep(self._stack.pop())
            if self._is_through(clauses, event):
                self._keep(self._stack.pop())
        elif self._begins_anew(event, clauses, at):
            while len(self._stack) > 1:
                self._keep(self._stack.pop())

    def _is_through(self, clauses: Clauses, event: Event) -> bool:
        """A list told with commas ends at its first semicolon."""
        top = self._stack[-1]
        if top.opened is Opened.BRACKET or clauses.text[event.end :].lstrip()[:1] == "":
            return False
        if top.has_semicolon:
            return False
        top.has_semicolon = True
        counts = [
            i for i in top.items if self.outline.mentions[i].amount.sense is Sense.COUNT
        ]
        return len(counts) > 1

    def _begins_anew(self, event: Event, clauses: Clauses, at: int) -> bool:
        """Say whether a new total follows: a capital, or its own «trong đó».

        So does a turn from kinds of things to what was done with them: «gồm 10 đơn và
        4 phản ánh; đã xử lý 12, đang xử lý 2».
        """
        if clauses.text[event.end : event.end + 2].strip()[:1].isupper():
            return True
        if at < len(clauses.mentions) and self._turns(clauses.mentions[at]):
            return True
        seen = at
        first = bisect_right(clauses.events, event.start, key=lambda e: e.start)
        for other in islice(clauses.events, first, first + 24):
            if other.mark in (Mark.SEMICOLON, Mark.STOP):
                return False
            if other.mark in (Mark.ALL, Mark.SOME):
                mentions = clauses.mentions[seen : seen + 1]
                return bool(mentions) and mentions[0].amount.start < other.start
        return False

    def _turns(self, follows: Mention) -> bool:
        listed = self._stack[-1].items
        if follows.family == "money" and not _BY_NOW.match(follows.left):
            return False  # «in ấn 32 triệu đồng; nhập và xử lý phiếu 41 triệu đồng»
        progress = frozenset(("finished", "open", "received", "late", "on_time"))
        return (
            bool(listed)
            and bool(follows.tags & progress)
            and not any(
                self.outline.mentions[i].tags
                & (progress | {"early", "early+on_time", "within"})
                for i in listed
            )
        )

    def _stop(self) -> None:
        root = self._stack[0]
        while self._stack:
            self._keep(self._stack.pop())
        self._previous = root.items
        self._sentence += 1
        self._stack = [Frame(Opened.SENTENCE, None)]

    def _keep(self, frame: Frame) -> None:
        if frame.opened is Opened.BULLETS or frame.items:
            self.outline.frames.append(frame)

    def finish(self) -> Outline:
        self._end_bullets()
        for first, mention in self._seconds.items():
            self._sentence += _APART
            self.outline.seconds[first] = len(self.outline.mentions)
            self.outline.mentions.append(mention)
            self.outline.sentences.append(self._sentence)
            for of in (self.outline.blocks, self.outline.depths, self.outline.chapters):
                of.append(of[first])
        return self.outline


def follow(paragraphs: Sequence[tuple[int, str, Clauses | str]]) -> Outline:
    """Read paragraphs (block, list number, clauses; a heading as text) in order."""
    follower = Follower()
    for block, number, clauses in paragraphs:
        if isinstance(clauses, str):
            follower.heading(clauses)
        else:
            follower.paragraph(clauses, block, number)
    return follower.finish()
