"""The whole way of a text through the checker."""

from dataclasses import dataclass
from decimal import Decimal

from lienmach.checker import (
    annexes,
    citations,
    quantities,
    readers,
    rules,
    structure,
    tables,
)
from lienmach.checker.finding import Finding, Verified
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
    sections = structure.sections(source)
    grids = tables.find(source)
    counted = quantities.read(source, sections, identity)
    return Report(
        source,
        identity=identity,
        sections=sections,
        citations=citations.find(source, identity),
        facts=counted.facts,
        relations=counted.relations,
        windows=quantities.windows(source, identity),
        grids=grids,
        annexes=annexes.of(grids),
        tolerance=tolerance,
    )


def examine(data: bytes, name: str, *, tolerance: Decimal = TOLERANCE) -> Result:
    """Read a file and check it."""
    report = report_of(readers.read(data, name), tolerance=tolerance)
    findings, verified = rules.check(report)
    return Result(report, tuple(findings), tuple(verified))
