"""A procedure as a row of a sheet: what stands under each heading, and back again.

The headings and words are those that people read. A file may leave columns out: what
it does not say stays as it was.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lienmach.calc.procedures import (
    Draft,
    Step,
    limit_words,
    read_components,
    read_fees,
    read_hops,
    read_limit,
    read_lines,
    read_steps,
    write_components,
    write_fees,
    write_hops,
    write_lines,
    write_steps,
)
from lienmach.calc.refusal import Refused
from lienmach.calc.text import fold

Cells = Mapping[str, str]
SINCE = "valid_from"
# What a column is called in a program and on a screen, in the order of a sheet.
HEADINGS = {
    "code": "Mã",
    "name": "Tên thủ tục",
    "everyday_name": "Tên thường gọi",
    "field": "Lĩnh vực",
    "levels": "Cấp",
    "owner": "Cơ quan thực hiện",
    "is_vertical": "Ngành dọc",
    "limit": "Thời hạn",
    "limit_note": "Ghi chú thời hạn",
    "channels": "Cách nộp",
    "online": "Trực tuyến",
    "received_where": "Nơi tiếp nhận",
    "result": "Kết quả",
    "legal_basis": "Căn cứ pháp lý",
    "forms": "Mẫu đơn, tờ khai",
    "components": "Thành phần hồ sơ",
    "fees": "Phí, lệ phí",
    "steps": "Các bước xử lý",
    "hops": "Liên thông",
    SINCE: "Từ ngày",
}
NEEDED = ("code", "name", "field", "levels")
# The parts of a line, as JSON names them; of those in the second set it makes numbers.
PARTS = {
    "components": ("name", "originals", "copies", "note"),
    "fees": ("name", "amount", "waiver", "document", "valid_from", "last_day"),
    "steps": ("name", "unit_kind", "share"),
    "hops": ("name", "agency", "limit", "code"),
}
NUMBERS = {"originals", "copies", "amount"}
LISTS = {"levels", "channels", "legal_basis", "forms", *PARTS}
LONGEST = {"name": 500, "everyday_name": 200, "field": 120, "owner": 200, "result": 500}
LONGEST |= {"limit_note": 500, "received_where": 300}
LONGEST_LINES = {"legal_basis": 500, "forms": 300}
YES, NO = "Có", "Không"


@dataclass(frozen=True, slots=True)
class Words:
    """What the stored codes are called: each a code with its words."""

    levels: Mapping[str, str]
    kinds: Mapping[str, str]
    channels: Mapping[str, str]
    online: Mapping[str, str]


def to_cells(draft: Draft, words: Words) -> dict[str, str]:
    """Write a draft under each heading but the day it holds from."""
    steps = (
        replace(step, unit_kind=words.kinds.get(step.unit_kind, step.unit_kind))
        for step in draft.steps
    )
    return {
        "code": draft.code,
        "name": draft.name,
        "everyday_name": draft.everyday_name,
        "field": draft.field,
        "levels": "\n".join(words.levels.get(x, x) for x in draft.levels),
        "owner": draft.owner,
        "is_vertical": YES if draft.is_vertical else NO,
        "limit": limit_words(draft.limit),
        "limit_note": draft.limit_note,
        "channels": "\n".join(words.channels.get(x, x) for x in draft.channels),
        "online": words.online.get(draft.online, draft.online),
        "received_where": draft.received_where,
        "result": draft.result,
        "legal_basis": write_lines((text,) for text in draft.legal_basis),
        "forms": write_lines((text,) for text in draft.forms),
        "components": write_components(draft.components),
        "fees": write_fees(draft.fees),
        "steps": write_steps(steps),
        "hops": write_hops(draft.hops),
    }


def from_cells(cells: Cells, words: Words, known: Draft | None = None) -> Draft:
    """Read a draft; for columns that are not there it says what ``known`` said."""
    for slug in NEEDED:
        if not cells.get(slug, "").strip() and (known is None or slug in cells):
            raise Refused(f"Chưa có {HEADINGS[slug].lower()}.")
    read = {}
    for slug, text in cells.items():
        if slug == SINCE:
            continue
        try:
            read[slug] = _READ[slug](slug, text, words)
        except Refused as refused:
            raise Refused(f"{HEADINGS[slug]}: {refused}") from None
    if known is not None:
        return replace(known, **read)
    return Draft(**read)


def headings(row: Iterable[str]) -> tuple[dict[int, str], list[str]]:
    """Find the columns of a sheet by their headings; also say which mean nothing.

    Headings are known with and without accents, and by their names in programs.
    """
    by_words = {fold(label): slug for slug, label in HEADINGS.items()}
    by_words |= {slug: slug for slug in HEADINGS}
    found: dict[int, str] = {}
    unknown = []
    for at, heading in enumerate(row):
        slug = by_words.get(fold(heading))
        if slug and slug not in found.values():
            found[at] = slug
        elif heading.strip():
            unknown.append(heading.strip())
    if missing := [HEADINGS[s] for s in NEEDED if s not in found.values()]:
        raise Refused(f"Dòng đầu thiếu cột {', '.join(f'«{m}»' for m in missing)}.")
    return found, unknown


def to_json(cells: Cells) -> dict[str, Any]:
    """Turn a row into values for programs: lists, and lines with named parts."""
    made: dict[str, Any] = {}
    for slug, text in cells.items():
        if slug in PARTS:
            names = PARTS[slug]
            lines = read_lines(text, len(names))
            made[slug] = [_named(names, line) for line in lines]
        elif slug in LISTS:
            made[slug] = [line for (line,) in read_lines(text, 1)]
        else:
            made[slug] = text == YES if slug == "is_vertical" else text
    return made


def from_json(entry: object) -> dict[str, str]:
    """Turn what a program wrote into a row of cells; unknown names are refused."""
    if not isinstance(entry, dict):
        raise Refused("Mỗi thủ tục phải là một đối tượng JSON.")
    if unknown := [name for name in entry if name not in HEADINGS]:
        raise Refused(f"Không có trường «{str(unknown[0])[:40]}».")
    return {slug: _cell(slug, value) for slug, value in entry.items()}


def changes(before: Draft, after: Draft, words: Words) -> list[tuple[str, str, str]]:
    """Name what differs: the heading, what stood there and what stands there now."""
    old, new = to_cells(before, words), to_cells(after, words)
    return [
        (HEADINGS[slug], old[slug], new[slug]) for slug in old if old[slug] != new[slug]
    ]


def _named(names: tuple[str, ...], line: list[str]) -> dict[str, Any]:
    return {
        name: int(part) if name in NUMBERS and part.isdecimal() else part
        for name, part in zip(names, line, strict=True)
        if part
    }


def _cell(slug: str, value: Any) -> str:
    if slug == "is_vertical" and isinstance(value, bool):
        return YES if value else NO
    if slug in LISTS and isinstance(value, list):
        return "\n".join(_line(slug, item) for item in value)
    if isinstance(value, str):
        return value
    raise Refused(f"Trường «{slug}» không đúng kiểu.")


def _line(slug: str, item: Any) -> str:
    if isinstance(item, str):
        return write_lines([[item]]) if slug not in PARTS else item
    names = PARTS.get(slug, ())
    if not isinstance(item, dict) or not set(item) <= set(names):
        raise Refused(f"Trường «{slug}» có dòng không đúng dạng.")
    return write_lines([[str(item.get(name, "")) for name in names]])


def _text(slug: str, text: str, words: Words) -> str:
    said = " ".join(text.split())
    most = LONGEST.get(slug, 100)
    if len(said) > most:
        raise Refused(f"dài {len(said)} chữ; nhiều nhất {most}.")
    return said


def _lines(slug: str, text: str, words: Words) -> tuple[str, ...]:
    lines = tuple(line for (line,) in read_lines(text, 1))
    most = LONGEST_LINES[slug]
    if too_long := next((line for line in lines if len(line) > most), None):
        raise Refused(f"dòng «{too_long[:40]}…» dài quá {most} chữ.")
    return lines


def _yes(slug: str, text: str, words: Words) -> bool:
    said = fold(text)
    if said not in ("", fold(YES), fold(NO)):
        raise Refused(f"chỉ ghi «{YES}» hoặc «{NO}», không phải «{text[:30]}».")
    return said == fold(YES)


def _codes(known: Mapping[str, str], text: str) -> tuple[str, ...]:
    """Read codes, or what they are called, a line each or with semicolons between."""
    by_words = {fold(said): code for code, said in known.items()}
    found = []
    for part in text.replace(";", "\n").splitlines():
        if not part.strip():
            continue
        code = part.strip() if part.strip() in known else by_words.get(fold(part))
        if code is None:
            all_known = ", ".join(known.values())
            raise Refused(f"không có «{part.strip()[:40]}»; có: {all_known}.")
        found.append(code)
    return tuple(dict.fromkeys(found))


def _one_code(known: Mapping[str, str], text: str) -> str:
    found = _codes(known, text)
    if len(found) > 1:
        raise Refused("chỉ chọn một.")
    return found[0] if found else ""


def _steps(slug: str, text: str, words: Words) -> tuple[Step, ...]:
    return tuple(
        replace(step, unit_kind=_one_code(words.kinds, step.unit_kind))
        for step in read_steps(text)
    )


_READ: dict[str, Callable[[str, str, Words], Any]] = {
    **dict.fromkeys(
        [
            *("name", "everyday_name", "field", "owner"),
            *("limit_note", "received_where", "result"),
        ],
        _text,
    ),
    "code": lambda slug, text, words: text.strip().upper(),
    "levels": lambda slug, text, words: _codes(words.levels, text),
    "is_vertical": _yes,
    "limit": lambda slug, text, words: read_limit(text),
    "channels": lambda slug, text, words: _codes(words.channels, text),
    "online": lambda slug, text, words: _one_code(words.online, text),
    "legal_basis": _lines,
    "forms": _lines,
    "components": lambda slug, text, words: read_components(text),
    "fees": lambda slug, text, words: read_fees(text),
    "steps": _steps,
    "hops": lambda slug, text, words: read_hops(text),
}
