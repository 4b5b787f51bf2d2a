"""Numbered headings: «Phần thứ nhất», «II.», «1.1.», «a)», «Phụ lục 2»."""

import re
from collections.abc import Iterable, Iterator
from enum import IntEnum

from lienmach.checker.report import Code, Numbered, Section, Style
from lienmach.checker.source import Paragraph, Source

_CODE = re.compile(
    r"""
    (?P<annex>(?:Phụ\slục|PHỤ\sLỤC)(?:\s(?:số|SỐ))?\s
        (?:\d{1,2}|[IVX]{1,5}|[A-Z])(?=[.:\s]|$))[.:]?
  | (?P<part>(?:Phần|PHẦN)\s(?:(?:thứ|THỨ)\s\w+|[IVX]{1,5}|[A-H]|\d{1,2})
        (?=[.:\s]|$))[.:]?
  | (?P<chapter>(?:Chương|CHƯƠNG|Mục|MỤC)\s(?:[IVX]{1,5}|\d{1,2})(?=[.:\s]|$))[.:]?
  | (?P<clause>(?:Điều|ĐIỀU)\s\d{1,3}(?=[.:\s]))[.:]?
  | (?P<mixed>[IVX]{1,5}(?:\.\d{1,2}){1,4})(?:[.)]|(?=\s))
  | (?P<roman>[IVX]{1,5})(?:\s?[.)](?=\s|[^\W\d])|\s?/(?=\s)|(?=\s[–-]\s))
  | (?P<dotted>\d{1,2}(?:\.\d{1,2}){1,4})(?:[.)](?=\s?[^\W\d])|(?=\s[^\W\d_]))
  | (?P<arabic>\d{1,2})(?:[.)/](?=\s?[^\W\d])|-(?=\s[^\W\d])|(?=\s[–-]\s))
  | (?P<capital>[A-H])[.)](?=\s)
  | (?P<letter>[a-zđ])[.)](?=\s?[^\W\d])
    """,
    re.VERBOSE,
)
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ROMAN_VALUES = {code: value for value, code in enumerate(_ROMAN) if code} | {
    "X" + code: 10 + value for value, code in enumerate(_ROMAN[:10]) if code
}
_ORDINALS = {
    "nhất": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7,
    "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip
LETTERS = "abcdđefghijklmnopqrstuvwxyz"
_TASK = re.compile(
    r"(?:Tiếp tục|Đẩy mạnh|Tăng cường|Thực hiện|Tổ chức|Chỉ đạo|Nâng cao|Phối hợp"
    r"|Rà soát|Quan tâm|Đề nghị|Kịp thời|Chú trọng|Triển khai|Xây dựng|Hoàn thành"
    r"|Hoàn thiện|Duy trì|Kiểm tra|Tham mưu|Theo dõi|Ban hành|Giao|Yêu cầu)(?!\w)"
)
_LONGEST_TITLE = 200
_RUN_IN = 90  # a title that its text follows in the same paragraph is no longer


def sections(paragraphs: Iterable[Numbered]) -> tuple[Section, ...]:
    """Return the headings among numbered paragraphs, each with the one above it.

    A numbered sentence in a list of tasks is none.
    """
    found: list[Section] = []
    above: list[tuple[int, Code]] = []  # the headings still open, outermost first
    for one in paragraphs:
        if not one.is_title:
            continue
        while above and not _is_under(one.code, above[-1][1]):
            above.pop()
        parent = above[-1][0] if above else None
        above.append((len(found), one.code))
        found.append(
            Section(one.printed, one.text, len(above), one.line, one.block, parent)
        )
    return tuple(found)


def numbered(source: Source) -> Iterator[Numbered]:
    """Yield every paragraph that begins with a code."""
    for block, paragraph in enumerate(source.blocks):
        if isinstance(paragraph, Paragraph):
            one = _numbered(block, paragraph)
            if one:
                yield one


def read_code(printed: str) -> Code | None:
    """Read the code of a heading as printed: «II.», «1.1», «đ)»."""
    match = _CODE.match(f"{printed.strip()} x")
    return _code(match) if match else None


def _numbered(block: int, paragraph: Paragraph) -> Numbered | None:
    text = paragraph.text
    if paragraph.number:
        text = f"{paragraph.number} {text}"
    match = _CODE.match(text)
    code = _code(match) if match else None
    if match is None or code is None:
        return None
    title = text[match.end() :].strip(" .:–-*")
    whole = text[match.end() :].strip(" –-*")
    heads = _title(whole, code, paragraph.level)
    return Numbered(
        match[0].strip(), code, heads or title, heads is not None, block, paragraph.line
    )


def _title(text: str, code: Code, level: int) -> str | None:
    """Return the title in what follows a code, None if that is a mere sentence."""
    if code.style is Style.ANNEX:
        is_reference = len(text) > _RUN_IN or text[:1].islower() or "tiếp" in text[:8]
        return None if is_reference else text.strip(" .:")
    if not text:
        return "" if code.style <= Style.CHAPTER else None
    if len(text) <= _LONGEST_TITLE and (level or not text.endswith((".", ";", ","))):
        return text.strip(" .:;")
    outer = code.style <= Style.ROMAN and code.style is not Style.CLAUSE
    if len(text) <= _LONGEST_TITLE and not _TASK.match(text):
        short = len(text) <= _RUN_IN and "." not in text[:-1] and text.endswith(".")
        return text.strip(" .:;") if outer or short else None
    run_in, mark, _ = text[: _RUN_IN + 1].partition(":")
    return run_in.strip() if mark and not _TASK.match(text) else None


def _code(match: re.Match[str]) -> Code | None:
    kind = match.lastgroup or ""
    said = match[kind]
    if kind in ("annex", "part", "chapter", "clause"):
        value = _value(said.split()[-1])
        return Code(Style[kind.upper()], (value,)) if value else None
    if kind == "capital":
        return Code(Style.CAPITAL, (ord(said) - ord("A") + 1,))
    if kind == "letter":
        return Code(Style.LETTER, (LETTERS.index(said) + 1,))
    values = tuple(map(_value, said.split(".")))
    style = Style.ROMAN if kind in ("roman", "mixed") else Style.ARABIC
    return Code(style, values) if all(values) else None


def _value(said: str) -> int:
    """Return the value of a number in any writing, 0 if it is none."""
    if said.isdecimal():
        return int(said)
    if len(said) == 1 and "A" <= said <= "H":
        return ord(said) - ord("A") + 1
    return _ROMAN_VALUES.get(said) or _ORDINALS.get(said.casefold(), 0)


def _is_under(code: Code, above: Code) -> bool:
    if code.style is Style.ARABIC and above.style is Style.ROMAN:
        return len(above.values) == 1 or len(code.values) > 1
    return above.rank < code.rank


class Step(IntEnum):
    """How a heading follows the one before it in its row."""

    AGAIN = 1
    JUMP = 2


_OPTIONAL = frozenset(LETTERS.index(letter) + 1 for letter in "đfjwz")


def missteps(found: tuple[Section, ...]) -> Iterator[tuple[Step, Section, Section]]:
    """Yield each heading that repeats or leaps over a number, after the one before it.

    A row that begins anew at 1 is a list of its own and may end anywhere. A heading
    numbered twice counts for the one that is then missing: 1, 2, 2, 4 is one slip.
    """
    parents = {section.parent for section in found}
    for row in _rows(found):
        runs: list[tuple[Code, int]] = []  # the innermost list last
        spare = 0
        for code, index in row:
            section = found[index]
            fitting = [n for n, (last, _) in enumerate(runs) if _follows(last, code)]
            if not runs or (code.last == 1 and not _repeats(runs[-1], code, parents)):
                runs.append((code, index))
                continue
            last, before = runs[-1][0], found[runs[-1][1]]
            if fitting:
                del runs[fitting[-1] :]
            elif code.last == last.last:
                spare += 1
                yield Step.AGAIN, before, section
                continue
            elif code.last < last.last:
                continue  # a list within the list that was not seen to begin
            else:
                runs.pop()
                if code.last - last.last - 1 > spare:
                    yield Step.JUMP, before, section
                spare = 0
            runs.append((code, index))


def _repeats(last: tuple[Code, int], code: Code, parents: set[int | None]) -> bool:
    """Whether a «1.» repeats the «1.» before, and begins no list under it."""
    known, index = last
    return known.last == 1 and (code.style is Style.ROMAN or index in parents)


def _rows(found: tuple[Section, ...]) -> Iterator[list[tuple[Code, int]]]:
    """Yield the headings (as indices) that are counted together, in order."""
    rows: dict[object, list[tuple[Code, int]]] = {}
    for index, section in enumerate(found):
        code = read_code(section.code)
        if code:
            key = (section.parent, code.style, code.values[:-1])
            rows.setdefault(key, []).append((code, index))
    yield from rows.values()


def _follows(last: Code, code: Code) -> bool:
    between = range(last.last + 1, code.last)
    if code.style is Style.LETTER:
        return code.last > last.last and all(n in _OPTIONAL for n in between)
    return code.last == last.last + 1
