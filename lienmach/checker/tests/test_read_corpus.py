"""Whole made-up reports have the same faults in every kind of file."""

from functools import cache

import pytest

from lienmach.checker.examine import Result, examine
from lienmach.checker.readers import read
from lienmach.checker.source import Table
from lienmach.checker.tests.formats import WRITERS, Block
from lienmach.checker.tests.test_readers import meant, said
from tests.corpus.generate import make

SEEDS = 4


@cache
def reports() -> list[tuple[Block, ...]]:
    """Return the first reports of the corpus that are plain text, with even tables."""
    found: list[tuple[Block, ...]] = []
    seed = 0
    while len(found) < SEEDS:
        sample, seed = make(seed), seed + 1
        if sample.format == "txt":
            found.append(_blocks(sample.text))
    return found


def _blocks(text: str) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for block in read(text.encode(), "a.txt").blocks:
        if isinstance(block, Table):
            width = max(len(row.cells) for row in block.rows)
            rows = ((*r.cells, *[""] * (width - len(r.cells))) for r in block.rows)
            blocks.append(tuple(rows))
        else:
            blocks.append(block.text)
    return tuple(blocks)


def faults(result: Result) -> list[tuple[str, tuple[str, ...]]]:
    return sorted((finding.rule, finding.anchors) for finding in result.findings)


@pytest.mark.parametrize("kind", [kind for kind in WRITERS if kind != "txt"])
@pytest.mark.parametrize("at", range(SEEDS))
def test_a_report_has_the_same_faults_in_every_kind(kind: str, at: int) -> None:
    blocks = reports()[at]
    plain = examine(WRITERS["txt"](blocks), "a.txt")
    result = examine(WRITERS[kind](blocks), f"a.{kind}")

    if kind != "pdf":  # its narrow cells break words
        assert said(result.report.source) == meant(blocks)
    assert faults(result) == faults(plain)
