"""The five real documents against what a reader found in them by eye.

Golden facts lie in ``lienmach/checker/tests/golden_reports``; the citations of
004 in the folder of the reports itself.
Nothing of the documents is kept but numbers, dates and lines.
"""

import json
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from lienmach.checker.examine import Result, examine
from lienmach.checker.finding import Severity
from tests.corpus.match import finds, points_at
from tests.corpus.sample import Fault, Pair

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "lienmach/checker/tests/golden_reports"


def folder() -> Path:
    return Path(os.environ.get("LIENMACH_REPORTS", ROOT.parent / "shared/reports"))


@dataclass(frozen=True, slots=True)
class Golden:
    """What is true of one document: citations, contradictions, tempting lines."""

    name: str
    citations: set[Pair]
    faults: list[Fault]
    quiet: dict[int, str]


def read(name: str) -> Golden:
    told: dict[str, Any] = json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))
    citations = {
        (one["number"], date.fromisoformat(one["date"]) if one["date"] else None)
        for one in told["citations"]
    }
    if name == "004":
        path = folder() / "golden/004.documents.json"
        for one in json.loads(path.read_text("utf-8"))["documents"]:
            day = date.fromisoformat(one["date"]) if one["date"] else None
            citations.add((one["symbol"], day))
    dated = {number for number, day in citations if day}
    faults = [
        Fault(
            one["kind"],
            "real",
            tuple(one["severities"]),
            tuple(one["anchors"]),
            tuple(one["anchors"]),
            tuple(one["lines"]),
            one["says"],
        )
        for one in told["contradictions"]
    ]
    quiet = {int(one["line"]): one["why"] for one in told["tempting"]}
    kept = {(n, day) for n, day in citations if day or n not in dated}
    return Golden(name, kept, faults, quiet)


def check(name: str) -> tuple[Golden, Result]:
    path = next(folder().glob(f"{name}_*"))
    return read(name), examine(path.read_bytes(), path.name)


def account() -> str:
    out: list[str] = []
    for name in ("000", "001", "002", "003", "004"):
        golden, result = check(name)
        out += _one(golden, result)
    return "\n".join(out)


def _one(golden: Golden, result: Result) -> list[str]:
    found = {(c.number, c.date) for c in result.report.citations}
    dated = {number for number, day in found if day}
    found = {(n, day) for n, day in found if day or n not in dated}
    wanted = golden.citations
    out = [f"{golden.name}: citations {len(found & wanted)}/{len(wanted)}"]
    out += [f"  - {number} {day}" for number, day in sorted(wanted - found, key=str)]
    out += [f"  + {number} {day}" for number, day in sorted(found - wanted, key=str)]
    for fault in golden.faults:
        hits = [f for f in result.findings if finds(f, fault, lines=True)]
        gravity = ", ".join(sorted({str(f.severity) for f in hits})) or "MISSED"
        if hits and not any(str(f.severity) in fault.severities for f in hits):
            gravity += f" (wanted {'/'.join(fault.severities)})"
        out.append(f"  {fault.kind} {fault.lines} {gravity}: {fault.host}")
    for finding in result.findings:
        if any(points_at(finding, fault, lines=True) for fault in golden.faults):
            continue
        grave = "FALSE " if finding.severity is Severity.ERROR else ""
        why = next((golden.quiet[n] for n in finding.lines if n in golden.quiet), "")
        out.append(
            f"  {grave}{finding.severity} {finding.kind} {finding.rule} "
            f"{finding.lines} {finding.anchors}: {finding.text} {why}"
        )
    return out
