"""Figures in a text that are no digits but names of cells: «{{ pl4:3.1.1 }}».

Whoever writes a report names the cell; the digits are put in from it each time the text
is shown, so that text and annex cannot say two things. What cannot be put in is told in
one sentence that names the field, never left out in silence.

    {{ pl4:3.1.1 }}                   the cell: «855», «không phát sinh»
    {{ pl4:3.1 % }}                   the same, and it must be a share: «95,9%»
    {{ pl4:3.1.1 kỳ trước }}          the cell of the period before
    {{ pl4:3.1.1 so với kỳ trước }}   «tăng 12 hồ sơ (1,4%) so với kỳ trước»
    {{ kỳ }}                          a word of the report itself

A paragraph that counts what may not have happened says what to write then:

    Đã giao {{ pl2:2.1 }} nhiệm vụ. [không phát sinh: Trong kỳ không giao nhiệm vụ.]
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from lienmach.calc.findings import bare
from lienmach.calc.forms import State
from lienmach.calc.text import fold
from lienmach.calc.written import Figure, change_text, figure_text

FIELD = re.compile(r"\{\{([^{}]*)\}\}")
CELL = re.compile(
    r"(?P<form>[a-z][a-z0-9-]{0,39}):(?P<code>[^\s%]{1,20})\s*(?P<how>%|[^\d%][^%]*)?"
)
SHORT = re.compile(r"pl(\d.*)")
OTHERWISE = re.compile(r"\s*\[không phát sinh:\s*(.*?)\s*\]\s*$", re.IGNORECASE)
MISSING = "[thiếu số]"


class How(StrEnum):
    """What is asked of a cell, folded as people may type it."""

    NOW = ""
    PERCENT = "%"
    BEFORE = "ky truoc"
    CHANGE = "so voi ky truoc"


@dataclass(frozen=True, slots=True)
class Figures:
    """The cells of a report, those of the period before, and words about it.

    ``words`` are asked for with accents or without: «kỳ» is «quý I năm 2023». ``wrong``
    says of others why they cannot be put in.
    """

    now: Mapping[tuple[str, str], Figure]
    before: Mapping[tuple[str, str], Figure] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text; ``asked`` is the field it was put in for, if any.

    ``figure`` is the cell it shows, ``mistake`` why nothing could be put in; it
    ``is_nowhere`` if there is no such cell.
    """

    text: str
    asked: str = ""
    figure: Figure | None = None
    mistake: str = ""
    is_nowhere: bool = False


def collect(figures: Iterable[Figure]) -> dict[tuple[str, str], Figure]:
    return {(figure.form, figure.code): figure for figure in figures}


def pieces(text: str, figures: Figures) -> list[Piece]:
    """Cut a text at its fields and put in what they name."""
    found: list[Piece] = []
    at = 0
    for match in FIELD.finditer(text):
        if match.start() > at:
            found.append(_plain(text[at : match.start()]))
        found.append(_put_in(match[0], match[1].strip(), figures))
        at = match.end()
    if at < len(text):
        found.append(_plain(text[at:]))
    return found


def settled(text: str, figures: Figures) -> str:
    """Leave of each paragraph what holds: it, or what it says if nothing happened.

    Nothing happened if the first cell that the paragraph names is *none*. One that says
    what to write then is left out where that cell is of another level of government.
    """
    settled = (_settled(line, figures) for line in text.split("\n"))
    return "\n".join(line for line in settled if line is not None)


def _settled(line: str, figures: Figures) -> str | None:
    found = OTHERWISE.search(line)
    if not found:
        return line
    said = line[: found.start()]
    first = next((p.figure for p in pieces(said, figures) if p.figure), None)
    if first and first.value.state is State.NOT_OURS:
        return None
    return found[1] if first and first.value.state is State.NONE else said


def filled(text: str, figures: Figures) -> tuple[str, list[str]]:
    """Return a text with its figures put in, and the sentences about what is wrong."""
    cut = pieces(text, figures)
    return "".join(piece.text for piece in cut), [
        piece.mistake for piece in cut if piece.mistake
    ]


def named(text: str) -> list[tuple[str, str]]:
    """Return the form and the code of each cell that a text names, as it names them."""
    found = (CELL.fullmatch(match[1].strip()) for match in FIELD.finditer(text))
    return [(_form(cell["form"]), cell["code"]) for cell in found if cell]


def field_of(figure: Figure, how: How = How.NOW) -> str:
    """Return the field of a cell; its code in full, for «3.1» may be another."""
    form = re.sub(r"phu-luc-(?=\d)", "pl", figure.form)
    words = {
        How.NOW: " %" if figure.is_percent else "",
        How.PERCENT: " %",
        How.BEFORE: " kỳ trước",
        How.CHANGE: " so với kỳ trước",
    }
    return f"{{{{ {form}:{figure.code}{words[how]} }}}}"


def sentence_for(figure: Figure, before: Figure | None) -> str:
    """Return a sentence that says a cell and how it moved, with fields for figures."""
    unit = "" if figure.is_percent or not figure.unit else f" {figure.unit.lower()}"
    said = f"{figure.label}: {field_of(figure)}{unit}"
    if figure.value.state is State.VALUE and change_text(figure, before):
        said += f", {field_of(figure, How.CHANGE)}"
    return f"{said}."


def _plain(text: str) -> Piece:
    """What stands between fields; a brace that was never closed is told."""
    if "{{" in text or "}}" in text:
        start = text.find("{{")
        near = text[start if start >= 0 else 0 :][:30].strip()
        return Piece(
            text, asked=near, mistake=f"Dấu ngoặc nhọn chưa đóng hoặc thừa ở «{near}»."
        )
    return Piece(text)


def _put_in(raw: str, asked: str, figures: Figures) -> Piece:
    for word, said in figures.words.items():
        if fold(word) == fold(asked):
            return Piece(said, raw)
    for word, why in figures.wrong.items():
        if fold(word) == fold(asked):
            return _wrong(raw, why)
    cell = CELL.fullmatch(asked)
    if not cell:
        known = ", ".join(sorted(figures.words)) or "tên biểu và mã dòng"
        return _wrong(
            raw, f"không hiểu; viết như {{{{ pl4:3.1.1 }}}}, hoặc một trong: {known}"
        )
    try:
        how = How(fold(cell["how"] or ""))
    except ValueError:
        return _wrong(
            raw,
            f"không hiểu «{(cell['how'] or '').strip()[:30]}»; có «%», «kỳ trước», "
            "«so với kỳ trước»",
        )
    form, code = _form(cell["form"]), cell["code"]
    figure = _find(figures.now, form, code, figures.titles)
    if isinstance(figure, str):
        return replace(_wrong(raw, figure), is_nowhere=True)
    return _shown(raw, figure, how, figures)


def _form(name: str) -> str:
    short = SHORT.fullmatch(name)
    return f"phu-luc-{short[1]}" if short else name


def _find(
    figures: Mapping[tuple[str, str], Figure],
    form: str,
    code: str,
    titles: Mapping[str, str],
) -> Figure | str:
    """Find a cell by its code, else by the only one that differs by a last dot."""
    if found := figures.get((form, code)):
        return found
    close = [(form, code.rstrip(".")), (form, f"{code.rstrip('.')}.")]
    near = [figures[key] for key in close if key in figures]
    if len(near) == 1:
        return near[0]
    if not any(known == form for known, _ in figures):
        return f"báo cáo này không có {_name(form, titles)}"
    return f"{_name(form, titles)} không có dòng «{code}»"


def _name(form: str, titles: Mapping[str, str]) -> str:
    """A form as people call it: by its title, else «Phụ lục 4», else by its code."""
    if title := titles.get(form):
        return title
    number = form.removeprefix("phu-luc-")
    return f"Phụ lục {number}" if number != form else f"biểu «{form}»"


def _shown(raw: str, figure: Figure, how: How, figures: Figures) -> Piece:
    where = f"dòng {bare(figure.code)} của {_name(figure.form, figures.titles)}"
    if figure.is_section:
        return _wrong(raw, f"{where} là dòng đề mục, không có số liệu")
    if how is How.PERCENT and not figure.is_percent:
        return _wrong(raw, f"{where} không tính bằng phần trăm")
    before = figures.before.get((figure.form, figure.code))
    if how is How.CHANGE:
        if figure.value.state is State.BLANK:
            return _wrong(raw, f"{where} còn trống")
        said = change_text(figure, before)
        if said is None:
            return _wrong(raw, f"{where} không có số kỳ trước để so sánh")
        return Piece(said, raw, figure)
    if how is How.BEFORE:
        if before is None or before.value.state is State.BLANK:
            return _wrong(raw, f"{where} không có số kỳ trước")
        return Piece(figure_text(before), raw, before)
    said = figure_text(figure)
    return Piece(said, raw, figure) if said else _wrong(raw, f"{where} còn trống")


def _wrong(raw: str, why: str) -> Piece:
    return Piece(MISSING, raw, mistake=f"Trường {raw[:60]}: {why}.")
