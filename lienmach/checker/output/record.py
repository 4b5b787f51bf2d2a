"""One line of JSON a file, in the shape that ``docs/contract.md`` promises."""

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from lienmach.checker.finding import Finding, Verified
from lienmach.checker.output import Checked, Output
from lienmach.checker.report import Annex, Citation, Fact, Identity, Report


class Writer:
    def __init__(self, output: Output) -> None:
        self._output = output

    def add(self, checked: Checked) -> None:
        line = json.dumps(record(checked), ensure_ascii=False, allow_nan=False)
        self._output(f"{line}\n")

    def refuse(self, path: str, sentence: str) -> None:
        """Say nothing: the sentence stands on stderr."""

    def finish(self) -> None:
        """Nothing is left to be written."""


def record(checked: Checked) -> dict[str, Any]:
    """Return what is known of a file, ready for JSON."""
    result = checked.result
    return {
        "file": PurePath(checked.path).stem,
        "documents": documents(result.report),
        "annexes": [_annex(annex) for annex in result.report.annexes],
        "facts": [_fact(fact) for fact in result.report.facts],
        "findings": [_finding(finding, checked.kept) for finding in result.findings],
        "verified": [_verified(verified) for verified in result.verified],
    }


def documents(report: Report) -> list[dict[str, Any]]:
    """List what is cited, once for each pair of number and printed date.

    A mention without a date says nothing new where the number has one elsewhere; what
    one mention leaves out (issuer, subject) another may print.
    """
    dated = {c.number for c in report.citations if c.date or c.date_raw}
    own = report.identity
    found: dict[tuple[str, str], dict[str, Any]] = {}
    if own.number and (own.date or own.date_raw or own.number not in dated):
        found[own.number, _date_key(own)] = _self(own)
    for citation in report.citations:
        key = citation.number, _date_key(citation)
        if not key[1] and (citation.number in dated or citation.number == own.number):
            continue
        said = _document(citation)
        known = found.setdefault(key, said)
        for name in ("type", "issuer", "subject"):
            known[name] = known[name] or said[name]
        if said["role"] == "self":
            known["role"] = "self"
    return sorted(found.values(), key=lambda document: document["line"])


def _date_key(of: Citation | Identity) -> str:
    return of.date.isoformat() if of.date else of.date_raw or ""


def _self(own: Identity) -> dict[str, Any]:
    return {
        "number": own.number,
        "type": own.type,
        "date": own.date.isoformat() if own.date else None,
        "issuer": own.issuer,
        "subject": own.title,
        "line": own.line or 1,
        "role": "self",
    }


def _document(citation: Citation) -> dict[str, Any]:
    return {
        "number": citation.number,
        "type": citation.type,
        "date": citation.date.isoformat() if citation.date else None,
        "issuer": citation.issuer,
        "subject": citation.subject,
        "line": citation.line,
        "role": "self" if citation.is_self else "cited",
    }


def _annex(annex: Annex) -> dict[str, Any]:
    rows = [
        {
            "code": row.code,
            "label": row.label,
            "unit": row.unit,
            "raw": row.raw,
            "value": number(row.value),
            "note": row.note,
            "line": row.line,
        }
        for row in annex.rows
    ]
    return {"annex": annex.number, "title": annex.title, "rows": rows}


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "line": fact.line,
        "subject": fact.subject,
        "quantity": number(fact.quantity),
        "unit": fact.unit,
    }


def _finding(finding: Finding, kept: Mapping[Finding, str]) -> dict[str, Any]:
    """Return a finding; one that is kept has its reason under ``suppressed``."""
    said: dict[str, Any] = {
        "rule": finding.rule,
        "kind": finding.kind.value,
        "severity": finding.severity.value,
        "anchors": finding.anchors,
        "lines": finding.lines,
        "text": finding.text,
        "evidence": finding.evidence,
    }
    if finding in kept:
        said["suppressed"] = kept[finding]
    return said


def _verified(verified: Verified) -> dict[str, Any]:
    return {"rule": verified.rule, "lines": verified.lines, "text": verified.text}


def number(value: Decimal | None) -> int | float | None:
    """Return a number as JSON writes it: whole ones without a decimal point."""
    if value is None or not value.is_finite():
        return None
    return int(value) if value == value.to_integral_value() else float(value)
