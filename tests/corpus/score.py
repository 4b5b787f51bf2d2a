"""Score the checker: ``python -m tests.corpus.score --samples 200 --seed 1``.

Prints a readable account, or with ``--json`` one JSON object a line as ``make bench``
does. ``--show misses|false|citations|all`` lists the passages, ``--kind`` narrows to
one kind, ``--reports`` scores the five real documents against what was read by
eye, ``--hand`` the short texts written by hand.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import takewhile
from time import perf_counter

from lienmach.checker.examine import examine
from lienmach.checker.finding import Finding, Severity
from lienmach.checker.report import Citation
from tests.corpus import hand, real
from tests.corpus.generate import HELD_OUT, make
from tests.corpus.match import finds, judge
from tests.corpus.sample import Fault, Pair, Sample

TARGET = {"citations": 0.97, "precision": 0.95, "recall": 0.90}


@dataclass(slots=True)
class Score:
    """Counts over many reports."""

    reports: int = 0
    alarmed: int = 0
    cited: int = 0
    cited_right: int = 0
    invented: int = 0
    errors: int = 0
    false: int = 0
    certain: Counter[str] = field(default_factory=Counter)
    caught: Counter[str] = field(default_factory=Counter)
    planted: Counter[str] = field(default_factory=Counter)
    noticed: Counter[str] = field(default_factory=Counter)
    false_kinds: Counter[str] = field(default_factory=Counter)
    false_rules: Counter[str] = field(default_factory=Counter)
    softer: int = 0
    softer_false: int = 0
    tripped: Counter[str] = field(default_factory=Counter)
    traps: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)

    @property
    def citations(self) -> float:
        """Right ones among those printed or invented: both mistakes cost."""
        return share(self.cited_right, self.cited + self.invented)

    @property
    def precision(self) -> float:
        return share(self.errors - self.false, self.errors)

    @property
    def recall(self) -> float:
        return share(self.caught.total(), self.certain.total())


def share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def pairs_of(citations: Iterable[Citation]) -> set[Pair]:
    """Number and date once each; a repetition without a date adds nothing."""
    found = {(c.number, c.date) for c in citations}
    dated = {number for number, day in found if day}
    return {(number, day) for number, day in found if day or number not in dated}


def score_sample(score: Score, sample: Sample, show: str, only: str) -> None:
    score.reports += 1
    started = perf_counter()
    try:
        result = examine(sample.data, sample.file_name)
    except Exception as wrong:  # noqa: BLE001 -- a crash is a figure here, not an end
        score.broken.append(f"{sample.file_name}: {type(wrong).__name__}: {wrong}")
        return
    score.seconds += perf_counter() - started
    _citations(score, sample, pairs_of(result.report.citations), show)
    _findings(score, sample, list(result.findings), show, only)


def _citations(score: Score, sample: Sample, found: set[Pair], show: str) -> None:
    loose = {run(number) for number in sample.loose}
    wanted = {pair for pair in sample.citations if run(pair[0]) not in loose}
    given = {pair for pair in found if run(pair[0]) not in loose}
    score.cited += len(wanted)
    score.cited_right += len(wanted & given)
    # a wrong date is one mistake, not a miss and an invention
    missed, extra = wanted - given, given - wanted
    numbers = {number for number, _ in missed}
    score.invented += sum(number not in numbers for number, _ in extra)
    if show in ("citations", "all"):
        for sign, group in (("-", missed), ("+", extra)):
            for number, day in sorted(group, key=str):
                note = f"cite {sign} {sample.file_name}: {number} {day}"
                score.notes.append(f"{note} | {context(sample.text, number)}")


def _findings(
    score: Score, sample: Sample, findings: list[Finding], show: str, only: str
) -> None:
    lines = sample.has_lines
    errors = [f for f in findings if f.severity is Severity.ERROR]
    softer = [f for f in findings if f.severity is not Severity.ERROR]
    verdict = judge(errors, sample.faults, lines=lines)
    score.errors += len(errors)
    score.false += len(verdict.false)
    score.alarmed += bool(verdict.false)
    score.softer += len(softer)
    false_soft = judge(softer, sample.faults, lines=lines).false
    score.softer_false += len(false_soft)
    for finding in verdict.false:
        score.false_kinds[str(finding.kind)] += 1
        score.false_rules[finding.rule] += 1
    for fault in sample.faults:
        score.planted[fault.kind] += 1
        noticed = any(finds(f, fault, lines=lines) for f in findings)
        score.noticed[fault.kind] += noticed
        if fault.certain:
            score.certain[fault.kind] += 1
            score.caught[fault.kind] += fault in verdict.found
        missed = fault in verdict.missed if fault.certain else not noticed
        if missed and show in ("misses", "all") and only in ("", fault.kind):
            score.notes.append(_miss(sample, fault, noticed))
    for trap in sample.traps:
        score.traps[trap.name] += 1
        if lines and any(trap.line in f.lines for f in verdict.false + false_soft):
            score.tripped[trap.name] += 1
    shown = verdict.false + (false_soft if show in ("soft", "all") else [])
    if show in ("false", "soft", "all"):
        score.notes += [_false(sample, f) for f in shown if only in ("", str(f.kind))]


def _miss(sample: Sample, fault: Fault, noticed: bool) -> str:
    rows = sample.text.split("\n")
    said = " ⏎ ".join(rows[line - 1] for line in fault.lines[:6])
    how = "noticed, not as an error" if noticed else "missed"
    return (
        f"{how} {fault.kind}/{fault.variant} {sample.file_name} {fault.lines} "
        f"changed {fault.changed} of {fault.anchors}: {said}"
    )


def _false(sample: Sample, finding: Finding) -> str:
    rows = sample.text.split("\n")
    said = ""
    if sample.has_lines:
        said = " ⏎ ".join(rows[n - 1] for n in finding.lines[:4] if n <= len(rows))
    return (
        f"false {finding.severity} {finding.kind} {finding.rule} {sample.file_name} "
        f"{finding.lines} {finding.anchors}: {finding.text} "
        f"[{finding.evidence}] | {said}"
    )


def run(number: str) -> str:
    """The digits before the first sign of a symbol."""
    return "".join(takewhile(str.isdigit, number))


def context(text: str, number: str) -> str:
    flat = text.replace("\n", "⏎")
    at = flat.find(number[:6])
    return flat[max(0, at - 50) : at + 60] if at >= 0 else ""


def figures(score: Score, name: str) -> list[dict[str, object]]:
    """One figure an object, as ``make bench`` prints them."""
    values = {
        "citations": (score.citations, score.cited),
        "precision": (score.precision, score.errors),
        "recall": (score.recall, score.certain.total()),
    }
    rows: list[dict[str, object]] = [
        {
            "name": f"checker.{name}.{figure}",
            "value": round(value, 4),
            "unit": "share",
            "against": TARGET[figure],
            "ratio": round(value / TARGET[figure], 3),
            "n": n,
        }
        for figure, (value, n) in values.items()
    ]
    for kind, n in sorted(score.certain.items()):
        value = round(share(score.caught[kind], n), 4)
        goal = TARGET["recall"]
        rows.append(
            {
                "name": f"checker.{name}.recall.{kind}",
                "value": value,
                "unit": "share",
                "against": goal,
                "ratio": round(value / goal, 3),
                "n": n,
            }
        )
    return rows


def account(score: Score) -> str:
    """The figures for a reader."""
    out = [
        f"{score.reports} reports, {score.seconds:.1f} s, {len(score.broken)} broken",
        f"citations {score.citations:.4f}  right {score.cited_right}/{score.cited}, "
        f"invented {score.invented}",
        f"errors    precision {score.precision:.4f} "
        f"({score.errors - score.false}/{score.errors}), recall {score.recall:.4f} "
        f"({score.caught.total()}/{score.certain.total()})",
        f"reports with a false error {score.alarmed}/{score.reports}",
        f"softer    {score.softer} findings, "
        f"{score.softer_false} about nothing planted",
        f"traps     {score.tripped.total()}/{score.traps.total()} "
        f"{dict(score.tripped)}",
        "kind                       errors caught  any gravity  false errors",
    ]
    for kind in sorted(set(score.planted) | set(score.false_kinds)):
        errors = f"{score.caught[kind]}/{score.certain[kind]}"
        any_ = f"{score.noticed[kind]}/{score.planted[kind]}"
        out.append(f"{kind:28}{errors:>12}{any_:>13}{score.false_kinds[kind]:>14}")
    out.append(f"false by rule {dict(score.false_rules.most_common())}")
    return "\n".join([*out, *score.broken[:20], *score.notes])


def score_seeds(samples: int, seed: int, show: str = "", only: str = "") -> Score:
    score = Score()
    for number in range(seed, seed + samples):
        score_sample(score, make(number), show, only)
    return score


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", default="")
    parser.add_argument("--show", default="", choices=SHOWN)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--reports", action="store_true")
    parser.add_argument("--hand", action="store_true")
    asked = parser.parse_args()
    if asked.reports:
        sys.stdout.write(real.account() + "\n")
        return
    if asked.hand:
        sys.stdout.write(hand.account(show=bool(asked.show)) + "\n")
        return
    score = score_seeds(asked.samples, asked.seed, asked.show, asked.kind)
    name = "heldout" if asked.seed >= HELD_OUT else "corpus"
    if asked.json:
        lines = [json.dumps(row) for row in figures(score, name)]
        sys.stdout.write("\n".join(lines) + "\n")
    else:
        sys.stdout.write(account(score) + "\n")


SHOWN = ("", "misses", "false", "soft", "citations", "all")

if __name__ == "__main__":
    main()
