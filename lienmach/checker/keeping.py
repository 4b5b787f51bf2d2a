"""Findings that somebody looked at and keeps, each with a reason.

They stand in a small file beside the report: ``bao-cao.docx.giu-lai`` for
``bao-cao.docx``. A line names a rule, at least one anchor and the reason:

    SUM001 | 855; 875 | Phụ lục 4 tính cả hồ sơ kỳ trước chuyển sang.

What follows «#» at the beginning of a line is a remark.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from lienmach.checker.finding import Finding

SUFFIX = ".giu-lai"
MEGABYTES = 1


@dataclass(frozen=True, slots=True)
class Keep:
    """A line of the file: findings of this rule with all these anchors are kept."""

    rule: str
    anchors: frozenset[str]
    reason: str
    line: int

    def covers(self, finding: Finding) -> bool:
        anchors = {_plain(anchor) for anchor in finding.anchors}
        return self.rule == finding.rule.upper() and self.anchors <= anchors


@dataclass(frozen=True, slots=True)
class Kept:
    """The lines that are valid, and a sentence for each that is refused."""

    keeps: tuple[Keep, ...] = ()
    refused: tuple[str, ...] = ()

    def sort(self, findings: Iterable[Finding]) -> tuple[dict[Finding, str], list[str]]:
        """Return the reason for each finding that is kept, and a sentence for each
        line that covers none."""
        reasons: dict[Finding, str] = {}
        used: set[Keep] = set()
        for finding in findings:
            for keep in self.keeps:
                if keep.covers(finding):
                    reasons.setdefault(finding, keep.reason)
                    used.add(keep)
        idle = [
            f"Dòng {keep.line} của tệp giữ lại không khớp phát hiện nào "
            f"({keep.rule}: {'; '.join(sorted(keep.anchors))}); có thể xóa."
            for keep in self.keeps
            if keep not in used
        ]
        return reasons, idle


def read(data: bytes) -> Kept:
    """Read the file beside a report; a line that is not understood is refused."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Kept((), ("Tệp giữ lại không phải văn bản Unicode (UTF-8).",))
    keeps: list[Keep] = []
    refused: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        parts = [part.strip() for part in line.split("|", 2)]
        wrong = _wrong(parts)
        if wrong:
            refused.append(f"Dòng {number} của tệp giữ lại {wrong} nên không dùng.")
        else:
            anchors = frozenset(map(_plain, filter(str.strip, parts[1].split(";"))))
            keeps.append(Keep(parts[0].upper(), anchors, parts[2], number))
    return Kept(tuple(keeps), tuple(refused))


def _wrong(parts: Sequence[str]) -> str:
    if len(parts) < 3 or not parts[0]:
        return "không theo mẫu «MÃ QUY TẮC | số liệu; số liệu | lý do»"
    if not any(part.strip() for part in parts[1].split(";")):
        return "không nêu số liệu hay ký hiệu nào của phát hiện"
    return "" if parts[2] else "không có lý do"


def _plain(anchor: str) -> str:
    return " ".join(normalize("NFC", anchor).split())
