"""The Word file of an office itself, each note a comment at its place.

Nothing but comments is added: all other parts of the file stay as they are, and runs of
the text are at most cut in two where a comment begins or ends.
"""

import posixpath
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from copy import deepcopy
from datetime import datetime
from typing import NamedTuple
from unicodedata import combining

from lxml import etree
from lxml.etree import _Element

from lienmach.checker.output.commented import Note, commented, plain
from lienmach.checker.output.marks import Mark
from lienmach.checker.readers import DEFAULT, Unreadable
from lienmach.checker.readers.elements import attribute, child, kind, whole
from lienmach.checker.readers.kinds import kind_of
from lienmach.checker.readers.letters import clean, raised
from lienmach.checker.readers.package import Package
from lienmach.checker.readers.word import Origins, is_on, origins
from lienmach.checker.source import Paragraph, Source

_DOCUMENT = "word/document.xml"
_RELATIONS = "word/_rels/document.xml.rels"
_TYPES = "[Content_Types].xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_COMMENTS = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Letter(NamedTuple):
    """A letter that is read, and the part of which element it is."""

    text: str
    atom: _Element
    start: int
    end: int


class Cut(NamedTuple):
    """Where comments begin or end, by the order in which the letters stand."""

    at: int
    is_start: bool
    atom: _Element
    offset: int
    number: int


def with_comments(
    data: bytes, source: Source, notes: Iterable[Note], *, author: str, at: datetime
) -> bytes:
    """Return a Word file with the notes as comments.

    If the file that was read is one, it is that file; of others, the text set anew.
    """
    kept = list(notes)
    try:
        if kind_of(data, source.name)[0] == "docx":
            return annotated(data, source, kept, author=author, at=at)
    except Unreadable:  # its pictures are larger than what we unpack
        pass
    return commented(source, kept, author=author)


def annotated(
    data: bytes, source: Source, notes: Iterable[Note], *, author: str, at: datetime
) -> bytes:
    """Return the bytes of a ``.docx`` file with comments added, made at a local time.

    A note without a place is put at the first letter, so that none is lost. Raises
    Unreadable for a file that cannot be opened.
    """
    package = Package(data, source.name, DEFAULT)
    document = package.tree(_DOCUMENT)
    if document is None:
        raise package.broken()
    places = _Places(source, origins(package, document), document)
    comments = _Comments(package, document, author, at)
    cuts: list[Cut] = []
    for note in notes:
        spans = [places.span(marks) for marks in _placed(note.marks)]
        found = [span for span in spans if span] or places.first()
        for nth, (first, last) in enumerate(found):
            text = f"Xem điểm {note.number}." if nth else note.text
            number = comments.add(text)
            start, end = places.order(first), places.order(last)
            cuts.append(Cut(start, True, first.atom, first.start, number))
            cuts.append(Cut(end, False, last.atom, last.end, number))
    # From the back: what stands before a cut keeps its place in its element.
    for cut in sorted(cuts, key=_from_the_back, reverse=True):
        _insert(cut, document)
    return package.with_parts({_DOCUMENT: _written(document), **comments.parts()})


def _placed(marks: Iterable[Mark]) -> list[list[Mark]]:
    """Group marks by paragraph and row; of a row, those of its last marked cell."""
    groups: dict[tuple[int, int | None], list[Mark]] = {}
    for mark in marks:
        groups.setdefault((mark.block, mark.row), []).append(mark)
    return [[m for m in group if m.cell == group[-1].cell] for group in groups.values()]


def _from_the_back(cut: Cut) -> tuple[int, int, bool]:
    return cut.at, cut.offset, cut.is_start


class _Places:
    """Finds marks of a text among the letters of the document it was read from."""

    def __init__(self, source: Source, found: Origins, document: _Element) -> None:
        self._source, self._found = source, found
        self._letters: dict[_Element, list[Letter]] = {}
        self._atoms = {
            atom: at
            for at, atom in enumerate(document.iter("{*}t", "{*}noBreakHyphen"))
        }
        self._document = document

    def order(self, letter: Letter) -> int:
        return self._atoms[letter.atom]

    def first(self) -> list[tuple[Letter, Letter]]:
        letter = next(_letters(self._document), None)
        return [(letter, letter)] if letter else []

    def span(self, marks: list[Mark]) -> tuple[Letter, Letter] | None:
        """Return the first and last letter of the marks of one paragraph or cell."""
        start, end = min(m.start for m in marks), max(m.end for m in marks)
        block = self._source.blocks[marks[0].block]
        if isinstance(block, Paragraph):
            first = self._piece(block, start)
            last = self._piece(block, max(end - 1, start))
        else:
            row = block.rows[marks[0].row or 0]
            column = marks[0].cell or 0
            first = last = (
                self._found.cells.get((row.line, column)),
                0,
                row.cells[column],
            )
        begin, finish = self._at(*first, start, end), self._at(*last, start, end)
        if begin is None or finish is None or begin[0].atom not in self._atoms:
            return None  # in a footnote, which cannot hold comments, nor can a header
        return begin[0], finish[1]

    def _piece(self, block: Paragraph, offset: int) -> tuple[_Element | None, int, str]:
        """Return where the line of a letter was read, where it starts, and its text."""
        starts = [start for start, _ in block.breaks]
        at = bisect_left(starts, offset + 1) - 1
        end = starts[at + 1] if at + 1 < len(starts) else len(block.text)
        line = block.breaks[at][1]
        return self._found.lines.get(line), starts[at], block.text[starts[at] : end]

    def _at(
        self, holder: _Element | None, starts: int, text: str, start: int, end: int
    ) -> tuple[Letter, Letter] | None:
        """Return the letters of a stretch, where it is likeliest if it is not there."""
        if holder is None:
            return None
        if holder not in self._letters:
            self._letters[holder] = list(_letters(holder))
        letters = self._letters[holder]
        stream = "".join(letter.text for letter in letters)
        start, end = max(start - starts, 0), min(end - starts, len(text))
        before, word = len(_squeezed(text[:start])), _squeezed(text[start:end])
        if not letters or not word:
            return None
        base = stream.find(_squeezed(text))
        at = base + before if base >= 0 else _nearest(stream, word, before)
        if at < 0:  # written otherwise than it is read: all of it
            return letters[0], letters[-1]
        return letters[at], letters[at + len(word) - 1]


def _nearest(stream: str, word: str, wanted: int) -> int:
    """Return where a word stands nearest to a place, -1 if nowhere."""
    found, at = -1, stream.find(word)
    while at >= 0:
        if found < 0 or abs(at - wanted) < abs(found - wanted):
            found = at
        at = stream.find(word, at + 1)
    return found


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _letters(holder: _Element) -> Iterator[Letter]:
    """Yield the letters of a paragraph or cell that are read, without spaces."""
    for atom in holder.iter("{*}t", "{*}noBreakHyphen"):
        run = atom.getparent()
        if run is None or kind(run) != "r" or not _is_read(run, holder):
            continue
        if kind(atom) != "t":
            yield Letter("-", atom, 0, 1)
            continue
        text = atom.text or ""
        align = attribute(child(child(run, "rPr"), "vertAlign"), "val")
        is_raised = align == "superscript" and text.strip().isdecimal()
        start = 0
        for end in range(1, len(text) + 1):
            if end < len(text) and combining(text[end]):
                continue
            said = clean(text[start:end])
            for letter in raised(said) if is_raised else said:
                if not letter.isspace():
                    yield Letter(letter, atom, start, end)
            start = end


def _is_read(run: _Element, holder: _Element) -> bool:
    properties = child(run, "rPr")
    if is_on(properties, "vanish") or is_on(properties, "webHidden"):
        return False
    above, stands = run.getparent(), kind(holder) == "p"
    while above is not None and above is not holder:
        if kind(above) in ("moveFrom", "del", "Fallback", "txbxContent"):
            return False
        stands |= kind(above) == "p"
        above = above.getparent()
    return stands


class _Comments:
    """The part of a package that holds comments, made where there is none yet."""

    def __init__(
        self, package: Package, document: _Element, author: str, at: datetime
    ) -> None:
        self._package, self._author, self._at = package, author, at
        self._space = document.tag.rpartition("}")[0] + "}"
        self._relations = _tree(package, _RELATIONS, "relationships", "Relationships")
        self._types = _tree(package, _TYPES, "content-types", "Types")
        known = [
            str(relation.get("Target"))
            for relation in self._relations
            if str(relation.get("Type")).endswith("/comments")
        ]
        self._name = posixpath.normpath(posixpath.join("word", *known[:1]))
        self._name = self._name.lstrip("/") if known else self._related()
        self._declare()
        found = package.tree(self._name)
        space = {"w": self._space[1:-1]}
        made = etree.Element(f"{self._space}comments", nsmap=space)
        self._root = made if found is None else found
        known_ids = (whole(comment, "id", -1) for comment in self._root)
        self._last = max(known_ids, default=-1)

    def add(self, text: str) -> int:
        """Add a comment of one paragraph a line; return its number."""
        self._last += 1
        comment = etree.SubElement(self._root, f"{self._space}comment")
        initials = "".join(word[0] for word in self._author.split())[:3].upper()
        for name, value in (
            ("id", str(self._last)),
            ("author", plain(self._author)),
            ("initials", plain(initials)),
            ("date", f"{self._at:%Y-%m-%dT%H:%M:%SZ}"),  # Word means local time by it
        ):
            comment.set(f"{self._space}{name}", value)
        for line in plain(text).splitlines() or [""]:
            paragraph = etree.SubElement(comment, f"{self._space}p")
            run = etree.SubElement(paragraph, f"{self._space}r")
            said = etree.SubElement(run, f"{self._space}t")
            said.text = line
            said.set(_SPACE, "preserve")
        return self._last

    def parts(self) -> dict[str, bytes]:
        return {
            _RELATIONS: _written(self._relations),
            _TYPES: _written(self._types),
            self._name: _written(self._root),
        }

    def _related(self) -> str:
        """Name a new part, and have the document know of it."""
        names = ("comments.xml", *(f"comments{n}.xml" for n in range(2, 10_000)))
        name = next(n for n in names if f"word/{n}" not in self._package.parts)
        used = {relation.get("Id") for relation in self._relations}
        number = next(n for n in range(1, 10_000) if f"rId{n}" not in used)
        is_strict = self._space.startswith("{http://purl.oclc.org/")
        etree.SubElement(
            self._relations,
            f"{{{_PACKAGE}/relationships}}Relationship",
            Id=f"rId{number}",
            Type=f"{_STRICT if is_strict else _OFFICE}/comments",
            Target=name,
        )
        return f"word/{name}"

    def _declare(self) -> None:
        name = f"/{self._name}"
        if all(said.get("PartName") != name for said in self._types):
            etree.SubElement(
                self._types,
                f"{{{_PACKAGE}/content-types}}Override",
                PartName=name,
                ContentType=_COMMENTS,
            )


def _tree(package: Package, part: str, space: str, root: str) -> _Element:
    found = package.tree(part)
    if found is not None:
        return found
    return etree.fromstring(f'<{root} xmlns="{_PACKAGE}/{space}"/>')


def _written(root: _Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _insert(cut: Cut, document: _Element) -> None:
    """Put the beginning or the end of a comment between two letters."""
    space = document.tag.rpartition("}")[0] + "}"
    name = "commentRangeStart" if cut.is_start else "commentRangeEnd"
    mark = etree.Element(f"{space}{name}", {f"{space}id": str(cut.number)})
    run = cut.atom.getparent()
    assert run is not None
    top = _in_paragraph(run)
    if top is not run:  # in a link or an insertion: around all of it
        before = top if cut.is_start else None
    else:
        before = _cut(cut.atom, cut.offset)
    if before is not None:
        before.addprevious(mark)
    else:
        top.addnext(mark)
    if not cut.is_start:
        shown = etree.Element(f"{space}r")
        number = {f"{space}id": str(cut.number)}
        etree.SubElement(shown, f"{space}commentReference", number)
        mark.addnext(shown)


def _in_paragraph(run: _Element) -> _Element:
    """Return the run, or what holds it, that stands in the paragraph itself.

    A text box cannot hold comments: what stands in it is what holds the box.
    """
    around = list(run.iterancestors("{*}txbxContent"))
    top = around[-1] if around else run
    above = top.getparent()
    while above is not None and kind(above) != "p":
        top, above = above, above.getparent()
    return top


def _cut(atom: _Element, offset: int) -> _Element | None:
    """Cut a run before a letter; return the run that begins there, None at its end."""
    run = atom.getparent()
    assert run is not None
    text = atom.text or ""
    if kind(atom) == "t" and 0 < offset < len(text):
        rest = deepcopy(atom)
        atom.text, rest.text = text[:offset], text[offset:]
        for part in (atom, rest):
            part.set(_SPACE, "preserve")
        atom.addnext(rest)
    elif offset:
        following = atom.getnext()
        if following is None:
            return None
        rest = following
    else:
        rest = atom
    content = [part for part in run if kind(part) != "rPr"]
    if rest is content[0]:
        return run
    right = etree.Element(run.tag, {str(k): str(v) for k, v in run.attrib.items()})
    properties = child(run, "rPr")
    if properties is not None:
        right.append(deepcopy(properties))
    right.extend(content[content.index(rest) :] if rest in content else [rest])
    run.addnext(right)
    return right
