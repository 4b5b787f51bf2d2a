"""What is called wrong in a small text."""

from lienmach.checker.examine import examine
from lienmach.checker.finding import Finding, Severity

HEAD = "UBND HUYỆN X\n\nBÁO CÁO\nKết quả công tác năm 2019\n\n"


def errors(text: str) -> list[Finding]:
    """The errors in a text that is all there is of a document."""
    found = examine(text.encode(), "bao-cao.txt").findings
    return [one for one in found if one.severity is Severity.ERROR]


def anchors_below_head(text: str) -> list[tuple[str, ...]]:
    """What the errors are about of a text below the head of a yearly report."""
    return [one.anchors for one in errors(f"{HEAD}{text}\n")]
