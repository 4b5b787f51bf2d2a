"""SARIF 2.1.0, for editors and review tools.

The log is written as the files come: only what could not be read is remembered until
the end, where SARIF wants it.
"""

import hashlib
import json
import os
from importlib.metadata import PackageNotFoundError, version
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from lienmach.checker.finding import Finding, Severity
from lienmach.checker.output import Checked, Output
from lienmach.checker.rule import Rule
from lienmach.checker.rules import RULES

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_LONGEST = 400


class Writer:
    def __init__(self, output: Output) -> None:
        self._output = output
        self._said: list[dict[str, Any]] = []
        self._is_whole = True
        self._comma = ""
        head = {"$schema": _SCHEMA, "version": "2.1.0"}
        self._output(_json(head)[:-1] + ', "runs": [{"tool": ')
        self._output(_json({"driver": _driver()}))
        self._output(', "columnKind": "unicodeCodePoints", "language": "vi", ')
        self._output('"results": [')

    def add(self, checked: Checked) -> None:
        self._said += [_notification(checked.path, r, "note") for r in checked.remarks]
        lines = checked.result.report.source.lines
        for finding in checked.result.findings:
            result = _result(checked.path, finding, lines)
            if finding in checked.kept:
                reason = checked.kept[finding]
                result["suppressions"] = [
                    {"kind": "external", "status": "accepted", "justification": reason}
                ]
            self._output(f"{self._comma}\n{_json(result)}")
            self._comma = ","

    def refuse(self, path: str, sentence: str) -> None:
        self._is_whole = False
        self._said.append(_notification(path, sentence, "error"))

    def finish(self) -> None:
        invocation = {
            "executionSuccessful": self._is_whole,
            "toolExecutionNotifications": self._said,
        }
        self._output(f'\n], "invocations": [{_json(invocation)}]}}]}}\n')


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _driver() -> dict[str, Any]:
    try:
        number = version("lienmach")
    except PackageNotFoundError:
        number = "0"
    rules = [_rule(rule) for rule in RULES]
    return {"name": "Liền Mạch", "semanticVersion": number, "rules": rules}


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": rule.kind.value,
        "shortDescription": {"text": rule.sentence},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"kind": rule.kind.value},
    }


_INDEX = {rule.code: at for at, rule in enumerate(RULES)}


def _result(path: str, finding: Finding, lines: tuple[str, ...]) -> dict[str, Any]:
    text = f"{finding.text} {finding.evidence}".strip()
    first, *others = [_location(path, line, lines) for line in finding.lines or (1,)]
    print_of = "\n".join((finding.rule, *finding.anchors))
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "kind": "fail",
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [first],
        "partialFingerprints": {
            "ruleAndAnchors/v1": hashlib.sha256(print_of.encode()).hexdigest()[:32]
        },
        "properties": {"kind": finding.kind.value, "anchors": list(finding.anchors)},
    }
    if finding.rule in _INDEX:
        result["ruleIndex"] = _INDEX[finding.rule]
    if others:
        result["relatedLocations"] = [
            {"id": at, **place} for at, place in enumerate(others, 1)
        ]
    return result


def _location(path: str, line: int, lines: tuple[str, ...]) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": max(1, line)}
    if 0 < line <= len(lines) and lines[line - 1]:
        region["snippet"] = {"text": lines[line - 1][:_LONGEST]}
    return {"physicalLocation": {"artifactLocation": _artifact(path), "region": region}}


def _artifact(path: str) -> dict[str, str]:
    pure = PurePath(path)
    if pure.is_absolute():
        return {"uri": pure.as_uri()}
    return {"uri": quote(os.fsencode(pure.as_posix()))}


def _notification(path: str, sentence: str, level: str) -> dict[str, Any]:
    return {
        "level": level,
        "message": {"text": sentence},
        "locations": [{"physicalLocation": {"artifactLocation": _artifact(path)}}],
    }
