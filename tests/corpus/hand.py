"""Short texts written by hand: right ones that tempt, and wrong ones with their fault.

Held out: they share no phrase with the corpus. ``right.txt`` and ``wrong.txt`` hold
texts parted by ``----``; a wrong one begins with «# kind severity anchor».
"""

from pathlib import Path

from lienmach.checker.examine import examine
from lienmach.checker.finding import Severity
from tests.corpus.match import finds, points_at
from tests.corpus.sample import Fault

HAND = Path(__file__).parent / "hand"


def texts(name: str) -> list[str]:
    return (HAND / name).read_text("utf-8").strip().split("\n----\n")


def wrong() -> list[tuple[str, Fault]]:
    """Each wrong text with its fault, whose anchor is the figure to blame."""
    found = []
    for text in texts("wrong.txt"):
        head, _, body = text.partition("\n")
        kind, severity, anchor = head.removeprefix("# ").split(" ", 2)
        lines = tuple(range(1, body.count("\n") + 2))
        fault = Fault(kind, "hand", (severity,), (anchor,), (anchor,), lines, "hand")
        found.append((body, fault))
    return found


def account(*, show: bool = False) -> str:
    """How many wrong texts are found, how many right ones called wrong."""
    notes: list[str] = []
    false = caught = 0
    right = texts("right.txt")
    for text in right:
        errors = [
            f
            for f in examine(text.encode(), "tay.txt").findings
            if f.severity is Severity.ERROR
        ]
        false += bool(errors)
        notes += [f"false {f.kind} {f.rule} {f.anchors}: {text}" for f in errors]
    faults = wrong()
    for text, fault in faults:
        errors = [
            f
            for f in examine(text.encode(), "tay.txt").findings
            if f.severity is Severity.ERROR
        ]
        hit = any(finds(f, fault, lines=True) for f in errors)
        caught += hit
        if not hit:
            notes.append(f"missed {fault.kind} {fault.anchors}: {text}")
        for finding in errors:
            if not points_at(finding, fault, lines=True):
                said = f"{finding.kind} {finding.rule} {finding.anchors}"
                notes.append(f"false beside {fault.kind}: {said}: {text}")
    head = f"by hand: {caught}/{len(faults)} faults found, "
    head += f"{false}/{len(right)} right texts called wrong"
    return "\n".join([head, *(notes if show else [])])
