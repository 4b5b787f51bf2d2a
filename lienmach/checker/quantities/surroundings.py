"""Says what a number counts, for whom and when, from the words around it."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from lienmach.checker.quantities.outline import Outline
from lienmach.checker.quantities.periods import Span, spans
from lienmach.checker.quantities.vocabulary import is_known
from lienmach.checker.report import Identity, Period, Place, Section, Window
from lienmach.checker.source import Paragraph, Source

_NAME = r"[A-ZĐÀ-Ỹ][^\W\d_]*(?: [A-ZĐÀ-Ỹ][^\W\d_]*){0,4}"
_SCOPE = re.compile(
    r"[Cc]ấp (?:tỉnh|huyện|xã|thị xã|thành phố|quận)(?!\w)"
    r"|(?:UBND|[ỦU][ỷy] ban nhân dân)(?: các)?"
    r" (?:xã|phường|thị trấn|đặc khu|thị xã|huyện|tỉnh|thành phố|quận)"
    rf"(?:, (?:xã|phường|thị trấn|đặc khu))*(?: {_NAME})?"
    r"|[Cc]ác (?:xã|phường)(?:, (?:xã|phường|thị trấn|đặc khu))*"
    r"|[Tt]rung tâm (?:[Pp]hục vụ )?[Hh]ành chính công(?: (?:tỉnh|huyện|thị xã"
    r"|thành phố|xã"
    r"|phường|cấp \w+))?"
    r"|[Bb]ộ phận (?:[Tt]iếp nhận và [Tt]rả kết quả|[Mm]ột cửa)(?: cấp \w+)?"
    r"|(?:lãnh đạo )?(?:tỉnh|thị xã|huyện|thành phố|xã) giao(?!\w)"
    r"|lãnh đạo (?:tỉnh|thị xã|huyện|thành phố)"
    r"|[Tt]oàn (?:tỉnh|huyện|thị xã|ngành|thành phố|xã)"
    r"|[Cc]ả (?:tỉnh|huyện|thị xã|thành phố|hai cấp|ba cấp)"
    rf"|(?:[Ss]ở|[Pp]hòng|[Xx]ã|[Pp]hường|[Tt]hị trấn|[Hh]uyện) {_NAME}"
)


def normal_scope(printed: str) -> str:
    """Bring the names of an agency that mean the same to one form."""
    scope = re.sub(r"[ủu][ỷy] ban nhân dân", "ubnd", printed.lower())
    scope = scope.replace("phường, xã", "xã, phường").removeprefix("ubnd các ")
    return scope.removeprefix("ubnd ").removeprefix("các ").removeprefix("lãnh đạo ")


@lru_cache(maxsize=256)
def last_scope(text: str, start: int, end: int) -> str | None:
    """Return the agency named in a stretch of text, else the last one before it."""
    found = [(m.start(), normal_scope(m[0])) for m in _SCOPE.finditer(text, 0, end)]
    inside = [scope for at, scope in found if at >= start]
    chosen = inside or [scope for _, scope in found]
    return chosen[-1] if chosen else None


class Surroundings:
    """Looks around numbers; the sentences of a paragraph are read once."""

    def __init__(
        self,
        source: Source,
        outline: Outline,
        parents: dict[int, int],
        sections: Sequence[Section],
        identity: Identity | None,
    ) -> None:
        self._source = source
        self._outline = outline
        self._parents = parents
        self._sections = [section.block for section in sections]
        self._year = _year_of(identity)
        self._scopes: dict[int, list[tuple[int, str]]] = {}
        self._spans: dict[int, list[Span]] = {}

    def subject(self, index: int) -> str:
        """Return the phrase that says what is counted, as printed."""
        mention = self._outline.mentions[index]
        amount = mention.amount
        text = self._text(index)
        left = text[mention.start : amount.start].strip(" :;,.-–+*(")
        left = left.removesuffix(" là").removesuffix(" có").strip(" :")
        unit = text[amount.end : amount.unit_end].strip() if amount.unit != "%" else ""
        behind = text[amount.unit_end : mention.end].strip(" :;,.-–+*()")
        words = [left] if left.lower().endswith(unit.lower()) else [left, unit]
        if len(left) < 60 or not left:
            words.append(behind)
        subject = " ".join(word for word in words if word)[:200]
        first = subject.split(" ")[0]
        if is_known(" ".join(subject.split(" ")[:2])) or is_known(first):
            subject = subject[:1].lower() + subject[1:]
        return subject

    def scope(self, index: int) -> str | None:
        mention = self._outline.mentions[index]
        found = self._scopes_of(index)
        inside = [s for at, s in found if mention.start <= at < mention.end]
        if inside:
            return inside[-1]
        before = [s for at, s in found if at < mention.amount.start]
        if before:
            return before[-1]
        parent = self._parents.get(index)
        if parent is not None and parent < index:
            return self.scope(parent)
        lead = self._outline.leads.get(self._outline.blocks[index], "")
        found_there = last_scope(lead, 0, len(lead)) if lead else None
        if found_there:
            return found_there
        heading = self._outline.headings.get(self._outline.chapters[index], "")
        return last_scope(heading, 0, len(heading)) if heading else None

    def period(self, index: int) -> Period | None:
        mention = self._outline.mentions[index]
        found = [span for span in self._spans_of(index) if span.start and span.end]
        inside = [s for s in found if mention.start <= s.at < mention.end]
        before = [s for s in found if s.at < mention.amount.start]
        chosen = inside[-1:] or before[-1:]
        if chosen and chosen[0].start and chosen[0].end:
            span = chosen[0]
            line = self._paragraph(index).line_at(span.at)
            return Period(chosen[0].start, chosen[0].end, span.raw, line)
        parent = self._parents.get(index)
        return self.period(parent) if parent is not None and parent < index else None

    def section(self, index: int) -> int | None:
        at = bisect_right(self._sections, self._outline.blocks[index]) - 1
        return at if at >= 0 else None

    def _paragraph(self, index: int) -> Paragraph:
        paragraph = self._source.blocks[self._outline.blocks[index]]
        assert isinstance(paragraph, Paragraph)
        return paragraph

    def _text(self, index: int) -> str:
        return self._paragraph(index).text

    def _scopes_of(self, index: int) -> list[tuple[int, str]]:
        block = self._outline.blocks[index]
        if block not in self._scopes:
            self._scopes[block] = [
                (found.start(), normal_scope(found[0]))
                for found in _SCOPE.finditer(self._text(index))
            ]
        return self._scopes[block]

    def _spans_of(self, index: int) -> list[Span]:
        block = self._outline.blocks[index]
        if block not in self._spans:
            text = self._text(index)
            self._spans[block] = list(spans(text, text.lower(), self._year))
        return self._spans[block]


def _year_of(identity: Identity | None) -> int | None:
    if identity is None:
        return None
    if identity.period:
        return identity.period.end.year
    return identity.date.year if identity.date else None


def windows(source: Source, identity: Identity | None) -> tuple[Window, ...]:
    """Return the stretches of time that the paragraphs of a source name."""
    year = _year_of(identity)
    found = []
    for block, paragraph in enumerate(source.blocks):
        if not isinstance(paragraph, Paragraph):
            continue
        lower = paragraph.text.lower()
        if "quý" not in lower and "tháng" not in lower and "từ " not in lower:
            continue
        for span in spans(paragraph.text, lower, year):
            end = span.at + len(span.raw)
            place = Place(block, span.at, end, paragraph.line_at(span.at))
            found.append(Window(span.raw, place, span.start, span.end, span.anchors))
    return tuple(found)
