"""A rule: its name, how grave its findings are, and the function that looks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lienmach.checker.finding import Finding, Kind, Severity, Verified
from lienmach.checker.report import Report

Look = Callable[["Rule", Report], Iterator[Finding | Verified]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that must hold in a report, with texts that keep and that break it.

    ``passes`` and ``fails`` are small whole texts (as a ``.txt`` file would hold them);
    a test checks that the rule is silent on the former and speaks on the latter.
    ``severity`` is the gravest that it gives.
    """

    code: str
    kind: Kind
    severity: Severity
    sentence: str
    passes: tuple[str, ...]
    fails: tuple[str, ...]
    look: Look

    def check(self, report: Report) -> Iterator[Finding | Verified]:
        return self.look(self, report)

    def finding(
        self,
        anchors: tuple[str, ...],
        lines: tuple[int, ...],
        text: str,
        evidence: str = "",
        *,
        severity: Severity | None = None,
        suggestion: str = "",
    ) -> Finding:
        return Finding(
            self.code,
            self.kind,
            severity or self.severity,
            anchors,
            lines,
            text,
            evidence,
            suggestion,
        )

    def verified(self, lines: tuple[int, ...], text: str) -> Verified:
        return Verified(self.code, lines, text)


def rule(
    code: str,
    kind: Kind,
    severity: Severity,
    sentence: str,
    *,
    passes: tuple[str, ...],
    fails: tuple[str, ...],
) -> Callable[[Look], Rule]:
    """Make a function into a rule."""
    return lambda look: Rule(code, kind, severity, sentence, passes, fails, look)
