"""The outline of a report, as an office writes it down: headings, hints, first words.

    # I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH      a heading; ## and ### are below it
    @ Phòng Nội vụ                        who commonly writes it
    > Nêu kế hoạch và kết quả.            a hint for whoever writes
    Đã giải quyết {{ pl4:3.1.1 }} hồ sơ.  text to begin with
    // …                                  a note of the office

A mistake is told with its line.
"""

import re
from dataclasses import dataclass, field

MOST_LETTERS, MOST_SECTIONS = 60_000, 80
LONGEST_TITLE = 200
HEADING = re.compile(r"(#{1,3})\s+((?:[IVX]+\.|\d{1,2}\.|[a-zđ]\))\s+)?(.+)")
DEPTHS = 3


class WrongOutline(ValueError):
    """A text cannot be read as an outline; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading with what belongs to it; ``code`` is «II.», «2.» or «a)»."""

    level: int
    code: str
    title: str
    unit: str
    hint: str
    text: str
    line: int

    @property
    def heading(self) -> str:
        return f"{self.code} {self.title}".strip()


@dataclass
class _Open:
    level: int
    code: str
    title: str
    line: int
    unit: str = ""
    hints: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    def closed(self) -> Entry:
        return Entry(
            self.level,
            self.code,
            self.title,
            self.unit,
            " ".join(self.hints),
            "\n".join(self.text).strip(),
            self.line,
        )


def read_outline(text: str) -> tuple[Entry, ...]:
    """Read an outline; raises ``WrongOutline`` with the line of the first mistake."""
    if len(text) > MOST_LETTERS:
        raise WrongOutline(
            f"Đề cương dài quá {MOST_LETTERS:,} ký tự.".replace(",", ".")
        )
    found: list[_Open] = []
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if line.startswith("//"):
            continue
        if line.startswith("#"):
            found.append(_heading(line, number, found))
        elif line and not found:
            raise WrongOutline(
                f"Dòng {number}: đề cương phải bắt đầu bằng một đề mục, như «# I. …»."
            )
        elif line.startswith("@"):
            found[-1].unit = line[1:].strip()[:100]
        elif line.startswith(">"):
            found[-1].hints.append(line[1:].strip())
        elif found:
            found[-1].text.append(line)
    if not found:
        raise WrongOutline("Đề cương chưa có đề mục nào.")
    if len(found) > MOST_SECTIONS:
        raise WrongOutline(f"Đề cương có hơn {MOST_SECTIONS} đề mục.")
    return tuple(one.closed() for one in found)


def _heading(line: str, number: int, found: list[_Open]) -> _Open:
    read = HEADING.fullmatch(line)
    if not read:
        raise WrongOutline(f"Dòng {number}: không hiểu đề mục «{line[:40]}».")
    level, title = len(read[1]), read[3].strip()
    above = found[-1].level if found else 0
    if level > above + 1:
        raise WrongOutline(
            f"Dòng {number}: «{title[:40]}» nhảy cấp, thiếu đề mục {'#' * (above + 1)}."
        )
    if len(title) > LONGEST_TITLE:
        raise WrongOutline(f"Dòng {number}: đề mục dài quá {LONGEST_TITLE} ký tự.")
    return _Open(level, (read[2] or "").strip(), title, number)
