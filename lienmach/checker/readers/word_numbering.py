"""The list numbers that Word generates, and what its styles say of a paragraph."""

from dataclasses import dataclass, field

from lxml.etree import _Element

from lienmach.checker.readers.elements import attribute, child, children, whole
from lienmach.checker.readers.numerals import letter, roman

_LEVELS = 9


@dataclass(slots=True)
class Level:
    """One level of a list: «%1.%2.» in Arabic digits, from 1."""

    style: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    is_legal: bool = False

    @classmethod
    def read(cls, element: _Element) -> "Level":
        restart = child(element, "lvlRestart")
        return cls(
            attribute(child(element, "numFmt"), "val") or "decimal",
            attribute(child(element, "lvlText"), "val") or "",
            whole(child(element, "start"), "val", 1),
            None if restart is None else whole(restart, "val", 0),
            child(element, "isLgl") is not None,
        )


@dataclass(slots=True)
class Style:
    """What a paragraph style says that matters here."""

    name: str = ""
    based_on: str = ""
    outline: int = 0  # 1 is the highest heading
    num_id: str = ""
    level: int | None = None


class Styles:
    """The styles of ``styles.xml`` by their id; what a style lacks its base says."""

    def __init__(self, root: _Element | None) -> None:
        self._styles: dict[str, Style] = {}
        for element in children(root, "style"):
            properties = child(element, "pPr")
            listed = child(properties, "numPr")
            level = child(listed, "ilvl")
            self._styles[attribute(element, "styleId") or ""] = Style(
                (attribute(child(element, "name"), "val") or "").lower(),
                attribute(child(element, "basedOn"), "val") or "",
                whole(child(properties, "outlineLvl"), "val", -1) + 1,
                attribute(child(listed, "numId"), "val") or "",
                None if level is None else whole(level, "val", 0),
            )

    def of(self, style_id: str) -> Style:
        """Return a style with what it inherits."""
        found, seen = Style(), 0
        style = self._styles.get(style_id)
        while style and seen < 20:
            found.name = found.name or style.name
            found.outline = found.outline or style.outline or _heading(style.name)
            if not found.num_id:
                found.num_id, found.level = style.num_id, style.level
            style, seen = self._styles.get(style.based_on), seen + 1
        return found


def _heading(name: str) -> int:
    end = name.removeprefix("heading ")
    return int(end) if end != name and end in "123456789" else 0


@dataclass(slots=True)
class _List:
    levels: dict[int, Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the items of each list as they come, in the order of the document."""

    def __init__(self, root: _Element | None) -> None:
        self._abstract: dict[str, _List] = {}
        self._lists: dict[str, _List] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        for element in children(root, "abstractNum"):
            levels = {
                whole(lvl, "ilvl", 0): Level.read(lvl)
                for lvl in children(element, "lvl")
            }
            self._abstract[attribute(element, "abstractNumId") or ""] = _List(levels)
        for element in children(root, "num"):
            self._add(element)

    def _add(self, element: _Element) -> None:
        num_id = attribute(element, "numId") or ""
        abstract = attribute(child(element, "abstractNumId"), "val") or ""
        found = self._abstract.setdefault(abstract, _List())
        restarts: dict[int, int] = {}
        for override in children(element, "lvlOverride"):
            at = whole(override, "ilvl", 0)
            own = child(override, "lvl")
            if own is not None:
                levels = found.levels | {at: Level.read(own)}
                found = _List(levels, found.counts)
            start = child(override, "startOverride")
            if start is not None:
                restarts[at] = whole(start, "val", 1)
        self._lists[num_id] = found
        self._restarts[num_id] = restarts

    def next(self, num_id: str, at: int) -> str:
        """Return the number of the next item, empty where the list shows none."""
        found = self._lists.get(num_id)
        if found is None or not 0 <= at < _LEVELS:
            return ""
        level = found.levels.get(at, Level(text=f"%{at + 1}."))
        if at in self._restarts[num_id]:
            found.counts[at] = self._restarts[num_id].pop(at)
        else:
            found.counts[at] = found.counts.get(at, level.start - 1) + 1
        for deeper in range(at + 1, _LEVELS):
            below = found.levels.get(deeper)
            if below is None or below.restart is None or 0 < below.restart <= at + 1:
                found.counts.pop(deeper, None)
        return self._shown(found, level, at)

    def _shown(self, found: _List, level: Level, at: int) -> str:
        if level.style == "bullet":
            return "-"
        if level.style == "none":
            return ""
        text = level.text[:60]
        for upper in range(_LEVELS):
            mark = f"%{upper + 1}"
            if mark in text:
                other = found.levels.get(upper, Level())
                count = found.counts.get(upper, other.start)
                style = other.style
                if level.is_legal and upper != at:
                    style = "decimal"
                text = text.replace(mark, _counted(count, style))
        return text.strip()


def _counted(count: int, style: str) -> str:
    match style:
        case "upperRoman":
            return roman(count).upper()
        case "lowerRoman":
            return roman(count)
        case "upperLetter":
            return letter(count).upper()
        case "lowerLetter":
            return letter(count)
        case "decimalZero":
            return f"{count:02}"
        case _:
            return str(count)
