"""Says what a number counts, for whom and when, from the words around it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TypeVar

from lienmach.checker.quantities.words.outline import Outline
from lienmach.checker.quantities.words.periods import Span, spans
from lienmach.checker.quantities.words.phrases import Mention
from lienmach.checker.quantities.words.vocabulary import CAPITALS, is_known
from lienmach.checker.report import Identity, Place, Section, Window
from lienmach.checker.source import Paragraph, Source, has_any
from lienmach.checker.text.periods import Period

_T = TypeVar("_T")
_LEVELS = 6  # totals above totals
_NAME = rf"[{CAPITALS}][^\W\d_]*(?: [{CAPITALS}][^\W\d_]*){{0,4}}"
_PLACES = r"(?:, (?:xã|phường|thị trấn|đặc khu))*"
_OF_PLACE = (
    r"(?: các)? (?:xã|phường|thị trấn|đặc khu|thị xã|huyện|tỉnh|thành phố|quận)"
    rf"{_PLACES}(?: {_NAME})?"
)
_OF_UNITS = r"(?:, (?:xã|phường|thị xã|thị trấn|thành phố))*"


def _either(*names: str) -> Iterator[str]:
    """Yield names as they may begin: «Cấp xã», «cấp xã»."""
    for name in names:
        yield from (name[0].upper() + name[1:], name)


# Alternatives that each begin with one letter: a search for them runs fast.
_SCOPE = re.compile(
    "|".join(
        (
            *_either(r"cấp (?:tỉnh|huyện|xã|thị xã|thành phố|quận)(?!\w)"),
            *(
                f"{office}{_OF_PLACE}"
                for office in ("UBND", "Ủ[ỷy] ban nhân dân", "U[ỷy] ban nhân dân")
            ),
            *_either(
                rf"các (?:xã|phường){_PLACES}",
                r"trung tâm (?:[Pp]hục vụ )?[Hh]ành chính công"
                r"(?: (?:tỉnh|huyện|thị xã|thành phố|xã|phường|cấp \w+))?",
                r"bộ phận (?:[Tt]iếp nhận và [Tt]rả kết quả|[Mm]ột cửa)(?: cấp \w+)?",
            ),
            *(
                rf"{unit}(?<=đơn vị {unit}){_OF_UNITS}"
                for unit in ("xã", "phường", "huyện", "thị xã")
            ),
            r"lãnh đạo (?:tỉnh|thị xã|huyện|thành phố|xã) giao(?!\w)",
            *(
                rf"{place} giao(?!\w)"
                for place in ("tỉnh", "thị xã", "huyện", "thành phố", "xã")
            ),
            r"lãnh đạo (?:tỉnh|thị xã|huyện|thành phố)",
            *_either(
                r"toàn (?:tỉnh|huyện|thị xã|ngành|thành phố|xã)",
                r"cả (?:tỉnh|huyện|thị xã|thành phố|hai cấp|ba cấp)",
                *(
                    f"{office} {_NAME}"
                    for office in ("sở", "phòng", "xã", "phường", "thị trấn", "huyện")
                ),
            ),
        )
    )
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
        self._all_sections = sections
        self._headings: dict[int, Period | None] = {}
        self._year = _year_of(identity)
        self._scopes: dict[int, tuple[list[int], list[str]]] = {}
        self._spans: dict[int, list[Span]] = {}
        self._told: dict[int, list[tuple[Span, bool]]] = {}

    def subject(self, index: int) -> str:
        """Return the phrase that says what is counted, as printed."""
        mention = self._outline.mentions[index]
        amount = mention.amount
        text = self._outline.text(index)
        left = text[mention.start : amount.start].strip(" :;,.-–+*(")
        left = left.removesuffix(" là").removesuffix(" có").strip(" :")
        unit = text[amount.end : amount.unit_end].strip() if amount.unit != "%" else ""
        behind = text[amount.unit_end : mention.end].strip(" :;,.-–+*()")
        words = [left] if unit.lower() in left.lower() else [left, unit]
        if len(left) < 60 or not left:
            words.append(behind)
        subject = " ".join(word for word in words if word)[:200]
        heads = subject.split(" ", 2)
        if is_known(" ".join(heads[:2])) or is_known(heads[0]):
            subject = subject[:1].lower() + subject[1:]
        return subject

    def scope(self, index: int) -> str | None:
        for at in self._with_parents(index):
            found = self._scope_of(at)
            if found:
                return found
        for words in (
            self._outline.leads.get(self._outline.blocks[index], ""),
            self._outline.headings.get(self._outline.chapters[index], ""),
        ):
            found = last_scope(words, 0, len(words)) if words else None
            if found:
                return found
        return None

    def period(self, index: int) -> Period | None:
        for at in self._with_parents(index):
            span = self._span_of(at)
            if span and span.start and span.end:
                line = self._paragraph(at).line_at(span.at)
                return Period(span.start, span.end, span.raw, line)
        return self._headed(self.section(index))

    def _headed(self, section: int | None) -> Period | None:
        """Return the time that the headings above a number name: «II. QUÝ II»."""
        for _ in range(_LEVELS):
            if section is None:
                return None
            if section not in self._headings:
                self._headings[section] = self._named_by(section)
            if found := self._headings[section]:
                return found
            section = self._all_sections[section].parent
        return None

    def _named_by(self, section: int) -> Period | None:
        title, line = (
            self._all_sections[section].title,
            self._all_sections[section].line,
        )
        for span in spans(title, title.lower(), self._year):
            if span.start and span.end:
                return Period(span.start, span.end, span.raw, line)
        return None

    def _with_parents(self, index: int) -> Iterator[int]:
        """Yield a number and the totals that it is a part of."""
        at: int | None = index
        for _ in range(_LEVELS):
            if at is None:
                return
            yield at
            above = self._parents.get(at)
            at = above if above is not None and above < at else None

    def _scope_of(self, index: int) -> str | None:
        mention = self._outline.mentions[index]
        starts, scopes = self._scopes_of(index)
        return _nearest(starts, scopes, mention)

    def _span_of(self, index: int) -> Span | None:
        mention = self._outline.mentions[index]
        lower = self._outline.lower(index)
        own = [
            span
            for span, is_compared in self._told_in(self._outline.blocks[index])
            if not is_compared or _is_beside(lower, span, mention)
        ]
        return _nearest([span.at for span in own], own, mention) if own else None

    def _told_in(self, block: int) -> list[tuple[Span, bool]]:
        """The times at which a paragraph counts, and which are only compared with."""
        if block not in self._told:
            lower = self._outline.lowers[block]
            self._told[block] = [
                (span, _is_compared(lower, span))
                for span in self._spans_in(block)
                if span.start and span.end and not _is_source(lower, span)
            ]
        return self._told[block]

    def section(self, index: int) -> int | None:
        at = bisect_right(self._sections, self._outline.blocks[index]) - 1
        return at if at >= 0 else None

    def _paragraph(self, index: int) -> Paragraph:
        paragraph = self._source.blocks[self._outline.blocks[index]]
        assert isinstance(paragraph, Paragraph)
        return paragraph

    def _scopes_of(self, index: int) -> tuple[list[int], list[str]]:
        block = self._outline.blocks[index]
        if block not in self._scopes:
            found = [*_SCOPE.finditer(self._outline.text(index))]
            starts = [match.start() for match in found]
            self._scopes[block] = starts, [normal_scope(match[0]) for match in found]
        return self._scopes[block]

    def _spans_in(self, block: int) -> list[Span]:
        if block not in self._spans:
            paragraph = self._source.blocks[block]
            assert isinstance(paragraph, Paragraph)
            self._spans[block] = [*spans(paragraph.text, paragraph.lower, self._year)]
        return self._spans[block]

    def windows(self) -> Iterator[Window]:
        """Yield the stretches of time that the paragraphs name.

        Mere years only beside others, and where the text speaks of the report.
        """
        for block, paragraph in enumerate(self._source.blocks):
            if not isinstance(paragraph, Paragraph):
                continue
            if not has_any(paragraph.lower, _TIMED):
                continue
            for span in self._spans_in(block):
                end = span.at + len(span.raw)
                place = Place(block, span.at, end, paragraph.line_at(span.at))
                yield Window(span.raw, place, span.start, span.end, span.anchors)


_TIMED = ("quý", "tháng", "từ ", "trên đây", "báo cáo")
_AGAINST = re.compile(r"(?:so với|cùng kỳ|hơn|so cùng kỳ)(?: của| cả)?\s?$")
_BESIDE = re.compile(r"[\s:(]*(?:là|đạt|có|được)?[\s(]*")


def _is_compared(lower: str, span: Span) -> bool:
    """«1.250 hồ sơ, tăng so với năm 2022 (1.130 hồ sơ)»: of the second number alone."""
    return _AGAINST.search(lower, max(0, span.at - 16), span.at) is not None


def _is_beside(lower: str, span: Span, mention: Mention) -> bool:
    end = span.at + len(span.raw)
    return bool(_BESIDE.fullmatch(lower, end, max(end, mention.amount.start)))


_LEFT_OVER = re.compile(r" (?:chuyển|để lại|mang|dồn|gối)(?! đổi)")
_ONWARD = re.compile(r"(?:chuyển|gối|dồn)(?: tiếp)? (?:sang|qua) $")


def _is_source(lower: str, span: Span) -> bool:
    """«31 hồ sơ quý I chuyển sang»: whence they came, not when they were counted."""
    end = span.at + len(span.raw)
    before = lower[max(0, span.at - 24) : span.at]
    return bool(_LEFT_OVER.match(lower, end) or _ONWARD.search(before))


def _nearest(starts: list[int], values: list[_T], mention: Mention) -> _T | None:
    """Return what is named in the clause of a number, else last before it."""
    inside = bisect_left(starts, mention.end) - 1
    if inside >= 0 and starts[inside] >= mention.start:
        return values[inside]
    before = bisect_left(starts, mention.amount.start) - 1
    return values[before] if before >= 0 else None


def _year_of(identity: Identity | None) -> int | None:
    if identity is None:
        return None
    if identity.period:
        return identity.period.end.year
    return identity.date.year if identity.date else None
