"""Which counts of a text are of what is late: by the words of the number alone."""

import re

from lienmach.checker.likeness import family
from lienmach.checker.report import Bound, Fact, Report, Sense
from lienmach.checker.source import Paragraph

_LATE = re.compile(
    r"(?<!\w)(?:trễ|muộn|chậm|quá) (?:hạn|hẹn)|(?<!\w)(?:trễ|muộn|chậm)(?!\w)"
    r"|quá thời hạn"
)
_DENIED = re.compile(r"(?:không|chưa)(?: \w+){0,3} (?:trễ|muộn|chậm|quá)")
_FAR = 60


def text_of(report: Report, fact: Fact) -> str:
    """Return the paragraph a number stands in."""
    block = report.source.blocks[fact.place.block]
    return block.text if isinstance(block, Paragraph) else ""


def around(report: Report, fact: Fact) -> str:
    """Return the words of a number alone: up to its neighbours, and to a stop."""
    text = text_of(report, fact)
    start, end = fact.place.start, fact.place.end
    before = re.split(r"[;.,(\d]", text[max(0, start - _FAR) : start])[-1]
    behind = re.split(r"[;.,()\d]", text[end : end + _FAR])[0]
    return f"{before} # {behind}".lower()


def is_late(report: Report, fact: Fact) -> bool:
    """Say whether a number counts dossiers that are late."""
    if fact.sense is not Sense.COUNT or fact.bound is not Bound.EXACT:
        return False
    if fact.whole is not None or (fact.unit and family(fact) != "dossier"):
        return False
    words = around(report, fact)
    return bool(_LATE.search(words)) and not _DENIED.search(words)
