"""Faults put by hand into a report of the product, and what the checker says."""

from dataclasses import replace

from lienmach.base.papers.paper import Line, Paper, Paragraph
from lienmach.base.papers.word import written
from lienmach.calc.findings import bare
from lienmach.checker.examine import examine
from lienmach.checker.finding import Finding


def findings(paper: Paper) -> list[Finding]:
    return list(examine(written(paper), "bao-cao.docx").findings)


def faulty(paper: Paper, where: str, right: str, wrong: str) -> Paper:
    """Put one fault in, in exactly one place."""
    if where == "text":
        hits = [p for p in paper.paragraphs if right in p.text]
        assert len(hits) == 1, (right, len(hits))
        changed = tuple(
            Paragraph(p.part, p.text.replace(right, wrong, 1)) if p in hits else p
            for p in paper.paragraphs
        )
        return replace(paper, paragraphs=changed)
    *is_code, form, code = where.split()
    name = form.replace("phu-luc-", "Phụ lục ")
    tables = []
    for table in paper.tables:
        lines = [
            _changed(line, right, wrong, at=0 if is_code else 3)
            if table.name == name and line.cells[0] == bare(code)
            else line
            for line in table.lines
        ]
        tables.append(replace(table, lines=tuple(lines)))
    assert tables != list(paper.tables)
    return replace(paper, tables=tuple(tables))


def _changed(line: Line, right: str, wrong: str, *, at: int) -> Line:
    assert line.cells[at] == right, line.cells
    cells = (*line.cells[:at], wrong, *line.cells[at + 1 :])
    return replace(line, cells=cells)
