"""A source as plain lists, to be kept as JSON and brought back unchanged."""

from typing import Any

from lienmach.checker.source import Block, Paragraph, Source, Table, TableRow


def dump(source: Source) -> dict[str, Any]:
    """Return what ``load`` needs to bring the source back."""
    return {
        "name": source.name,
        "blocks": [_dumped(block) for block in source.blocks],
        "lines": list(source.lines),
    }


def load(kept: dict[str, Any]) -> Source:
    """Bring back the source that ``dump`` was given."""
    blocks = tuple(_loaded(block) for block in kept["blocks"])
    return Source(kept["name"], blocks, tuple(kept["lines"]))


def _dumped(block: Block) -> dict[str, Any]:
    if isinstance(block, Table):
        rows = [[row.line, *row.cells] for row in block.rows]
        return {"rows": rows, "page": block.page}
    return {
        "text": block.text,
        "breaks": [list(pair) for pair in block.breaks],
        "level": block.level,
        "number": block.number,
        "page": block.page,
    }


def _loaded(kept: dict[str, Any]) -> Block:
    if "rows" in kept:
        rows = (TableRow(tuple(cells), line) for line, *cells in kept["rows"])
        return Table(tuple(rows), kept["page"])
    breaks = tuple((offset, line) for offset, line in kept["breaks"])
    return Paragraph(kept["text"], breaks, kept["level"], kept["number"], kept["page"])
