"""Which counts of a text are of what is late: by the words of the number alone."""

import re

from lienmach.checker.meaning.likeness import family
from lienmach.checker.report import Bound, Fact, Report, Sense
from lienmach.checker.source import has_any

_LATE = re.compile(
    r"(?<!\w)(?:trễ|muộn|chậm|quá) (?:hạn|hẹn)|(?<!\w)(?:trễ|muộn|chậm)(?!\w)"
    r"|quá thời hạn"
)
_DENIED = re.compile(r"(?:không|chưa)(?: \w+){0,3} (?:trễ|muộn|chậm|quá)")
_SAID = ("trễ", "muộn", "chậm", "quá")
_FAR = 60
_AHEAD, _BEHIND = re.compile(r"[;.,(\d]"), re.compile(r"[;.,()\d]")


def around(report: Report, fact: Fact) -> str:
    """Return the words of a number alone: up to its neighbours, and to a stop."""
    before = _AHEAD.split(report.before(fact.place, _FAR))[-1]
    behind = _BEHIND.split(report.behind(fact.place, _FAR), maxsplit=1)[0]
    return f"{before} # {behind}"


def is_late(report: Report, fact: Fact) -> bool:
    """Say whether a number counts dossiers that are late."""
    if fact.sense is not Sense.COUNT or fact.bound is not Bound.EXACT:
        return False
    if fact.whole is not None or (fact.unit and family(fact) != "dossier"):
        return False
    text = report.paragraph(fact.place).lower
    if not has_any(text, _SAID):
        return False
    words = around(report, fact)
    return bool(_LATE.search(words)) and not _DENIED.search(words)
