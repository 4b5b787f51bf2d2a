"""What people type or paste into a cell: a number, a state in words, or a mistake.

Numbers are written the Vietnamese way (1.118 and 95,9); spreadsheets are often set to
the English one. What could be both is told as such and never guessed, except where a
row counts things: there is no fraction of a dossier.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from lienmach.calc.forms import BLANK, NONE, NOT_OURS, Row, Value
from lienmach.calc.refusal import Refused
from lienmach.calc.text import fold

MOST_DIGITS = 15  # before the comma: more than any budget has
MOST_DECIMALS = 6
LONGEST = 100
_NONE = frozenset(
    {"-", "–", "—", "khong phat sinh", "khong co phat sinh", "kps", "k/p/s"}
)
_NOT_OURS = re.compile(r"(khong )?(thuoc )?tham quyen( .*)?|khong thuoc .*")
_CODE = re.compile(r"\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5}")
_PLAIN = re.compile(r"-?\d+")
_ONE_GROUP = re.compile(r"-?[1-9]\d{0,2}([.,])\d{3}")
_VIETNAMESE = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+),\d+|-?\d{1,3}(?:\.\d{3}){2,}")
_ENGLISH = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d+|-?\d{1,3}(?:,\d{3}){2,}")


class Style(StrEnum):
    """How numbers are written where they come from."""

    VIETNAMESE = "vi"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Typed:
    """What a text was read as; ``readings`` where it could be two numbers."""

    text: str
    value: Value | None = None
    error: str = ""
    readings: tuple[Decimal, ...] = ()

    @property
    def is_ambiguous(self) -> bool:
        return bool(self.readings)


def read_entry(text: str, row: Row, style: Style | None = None) -> Typed:
    """Read what was typed into a row; ``style`` says how numbers are written there."""
    said = " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())
    if not said:
        return Typed(text, BLANK)
    if len(said) > LONGEST:
        return Typed(text, error="Nội dung quá dài: ô này chỉ nhận một số.")
    folded = fold(said)
    if said in _NONE or folded in _NONE:
        return Typed(text, NONE)
    if _NOT_OURS.fullmatch(folded):
        return Typed(text, NOT_OURS)
    if row.choices:
        return _chosen(text, folded, row)
    number = said.removesuffix("%").rstrip() if row.is_percent else said
    number = number.replace(" ", "")
    if not number.isascii():
        return Typed(text, error=_wrong(said))
    if style is None and _ONE_GROUP.fullmatch(number):
        if row.is_whole or "." in number:
            return _checked(text, _plain(number), row)
        grouped, split = _plain(number), Decimal(number.replace(",", "."))
        return Typed(text, readings=(split, grouped))
    read = _read(number, style)
    if read is None:
        return Typed(text, error=_wrong(said))
    return _checked(text, read, row)


def style_of(texts: Iterable[str]) -> Style | None:
    """Tell how the numbers of a range are written, from those that leave no choice."""
    found = set()
    for text in texts:
        said = text.strip().removesuffix("%").rstrip()
        if _ONE_GROUP.fullmatch(said):
            continue
        if _VIETNAMESE.fullmatch(said):
            found.add(Style.VIETNAMESE)
        elif _ENGLISH.fullmatch(said):
            found.add(Style.ENGLISH)
    return found.pop() if len(found) == 1 else None


def read_range(text: str) -> list[list[str]]:
    """Read what a spreadsheet puts on the clipboard: lines of cells with tabs between.

    A cell with a line break or a tab in it comes in double quotes.
    """
    rows: list[list[str]] = [[""]]
    at, quoted = 0, False
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    while at < len(text):
        letter = text[at]
        cell = rows[-1][-1]
        if quoted and letter == '"':
            if text[at + 1 : at + 2] == '"':
                rows[-1][-1] += '"'
                at += 1
            else:
                quoted = False
        elif not quoted and letter == '"' and not cell:
            quoted = _closes(text, at)
            if not quoted:
                rows[-1][-1] += letter
        elif not quoted and letter == "\t":
            rows[-1].append("")
        elif not quoted and letter == "\n":
            rows.append([""])
        else:
            rows[-1][-1] += letter
        at += 1
    return rows


def figures_of(lines: Sequence[Sequence[str]], rows: Iterable[Row]) -> dict[str, str]:
    """Find by their codes the figures of a range that was copied with its codes.

    Empty where it has none: then its lines are those from the chosen row on. The figure
    of a line is the last of its cells that is a number, a state or one of the answers
    of its row; where none is, its last cell, so that what cannot be read is said and
    not taken for an empty cell. Refuses figures under codes that no row has.
    """
    known = {row.code.strip(" .)"): row for row in rows}
    found: dict[str, str] = {}
    strange: list[str] = []
    for line in lines:
        code = line[0].strip(" .)") if len(line) > 1 else ""
        row = known.get(code)
        cells = [cell for cell in line[1:] if _is_figure(cell, row)]
        if row:
            found[row.code] = cells[-1] if cells else line[-1]
        elif cells and _CODE.fullmatch(code):
            strange.append(code)
    wide = sum(len(line) > 1 for line in lines)
    if not wide or len(found) * 2 < wide:
        return {}
    if strange:
        raise Refused(
            f"Biểu này không có dòng {', '.join(strange[:5])}: hãy chép lại đúng vùng."
        )
    return found


def _is_figure(text: str, row: Row | None) -> bool:
    said = text.strip()
    folded = fold(said)
    bare = said.removesuffix("%").rstrip().replace(" ", "")
    if said == "%" or not said:
        return False
    if said in _NONE or folded in _NONE or _NOT_OURS.fullmatch(folded):
        return True
    if row and any(folded == fold(choice.words) for choice in row.choices):
        return True
    return bool(bare.isascii() and re.fullmatch(r"-?\d[\d.,]*", bare))


def _closes(text: str, at: int) -> bool:
    """Whether a quote that begins a cell ends at the end of one."""
    end = at + 1
    while (end := text.find('"', end)) >= 0:
        if text[end + 1 : end + 2] == '"':
            end += 2
            continue
        return text[end + 1 : end + 2] in ("", "\t", "\n")
    return False


def _chosen(text: str, folded: str, row: Row) -> Typed:
    for choice in row.choices:
        if folded in (str(choice.code), f"0{choice.code}", fold(choice.words)):
            return Typed(text, Value.of(choice.code))
    offered = ", ".join(f"{one.code} ({one.words})" for one in row.choices)
    return Typed(text, error=f"Ô này chỉ nhận: {offered}.")


def _read(number: str, style: Style | None) -> Decimal | None:
    if _PLAIN.fullmatch(number):
        return Decimal(number)
    if style is Style.ENGLISH:
        is_english = bool(_ENGLISH.fullmatch(number) or _ONE_GROUP.fullmatch(number))
        return Decimal(number.replace(",", "")) if is_english else None
    if style is Style.VIETNAMESE and _ONE_GROUP.fullmatch(number):
        return Decimal(number.replace(".", "").replace(",", "."))
    if _VIETNAMESE.fullmatch(number):
        return Decimal(number.replace(".", "").replace(",", "."))
    if style is None and _ENGLISH.fullmatch(number):
        return Decimal(number.replace(",", ""))
    return None


def _plain(number: str) -> Decimal:
    return Decimal(number.replace(".", "").replace(",", ""))


def _checked(text: str, number: Decimal, row: Row) -> Typed:
    if number < 0:
        return Typed(text, error="Số liệu không thể âm.")
    if number >= Decimal(10) ** MOST_DIGITS:
        return Typed(text, error=f"Số có hơn {MOST_DIGITS} chữ số: hãy xem lại.")
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > MOST_DECIMALS:
        return Typed(text, error=f"Phần lẻ có hơn {MOST_DECIMALS} chữ số.")
    if row.is_whole and number != number.to_integral_value():
        what = row.unit.lower() or "ô này"
        return Typed(text, error=f"Số đếm ({what}) không có phần lẻ.")
    return Typed(text, Value.of(number))


def _wrong(said: str) -> str:
    return f"«{said[:40]}» không phải số: viết như 1.118 hoặc 95,9."
