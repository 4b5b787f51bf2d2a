"""The whole way of a text through the checker."""

from dataclasses import dataclass
from decimal import Decimal

from lienmach.checker import citations, quantities, readers, rules, structure, tables
from lienmach.checker.finding import Finding, Severity, Verified
from lienmach.checker.report import TOLERANCE, Report
from lienmach.checker.source import Source


@dataclass(frozen=True, slots=True)
class Result:
    """What a text says, what is wrong in it and what was found right."""

    report: Report
    findings: tuple[Finding, ...]
    verified: tuple[Verified, ...]


def report_of(source: Source, *, tolerance: Decimal = TOLERANCE) -> Report:
    """Read out of a source everything that the rules need."""
    identity = structure.identify(source)
    numbered = tuple(structure.numbered(source))
    sections = structure.sections(numbered)
    grids = tables.find(source)
    counted = quantities.read(source, sections, identity)
    return Report(
        source,
        identity=identity,
        numbered=numbered,
        sections=sections,
        citations=citations.find(source, identity),
        facts=counted.facts,
        relations=counted.relations,
        windows=counted.windows,
        sweeps=tuple(quantities.sweeps(source)),
        grids=grids,
        annexes=structure.annexes_of(grids),
        tolerance=tolerance,
    )


def examine(
    data: bytes,
    name: str,
    *,
    tolerance: Decimal = TOLERANCE,
    limits: readers.Limits = readers.DEFAULT,
) -> Result:
    """Read a file and check it; the gravest findings come first, then by line.

    Raises ``readers.Unreadable`` for what cannot be read.
    """
    report = report_of(readers.read(data, name, limits=limits), tolerance=tolerance)
    findings, verified = rules.check(report)
    return Result(
        report,
        tuple(sorted(findings, key=_gravest_first)),
        tuple(sorted(verified, key=lambda said: said.lines)),
    )


_GRAVITY = {severity: at for at, severity in enumerate(Severity)}


def _gravest_first(finding: Finding) -> tuple[int, tuple[int, ...], str]:
    return _GRAVITY[finding.severity], finding.lines, finding.rule
