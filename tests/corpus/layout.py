"""Blocks into the text and the files that offices send."""

import html
import io
import re
from random import Random

from docx import Document

from tests.corpus.blocks import Block, Heading, Paragraph, Table, Title
from tests.corpus.marks import bare
from tests.corpus.style import NBSP, Style

FORMATS = ("txt", "md", "html", "docx")


def as_text(rng: Random, blocks: list[Block], style: Style) -> str:
    """Plain text with tabs between cells; marks are kept."""
    gap = rng.choice(("\n\n", "\n\n", "\n"))
    parts: list[str] = []
    for block in blocks:
        if isinstance(block, Table):
            parts.append("\n".join("\t".join(row) for row in block.rows))
        elif isinstance(block, Title):
            parts.append("\n".join(block.lines))
        elif isinstance(block, Heading):
            parts.append(heading_line(block))
        else:
            parts.append(block.text.replace("\n", "\n" if gap == "\n" else "\n\n"))
    return gap.join(parts) + "\n"


def as_markdown(blocks: list[Block]) -> str:
    parts: list[str] = []
    for block in blocks:
        if isinstance(block, Table):
            rows = [
                "| " + " | ".join(cell or " " for cell in r) + " |" for r in block.rows
            ]
            rows.insert(1, "|" + " --- |" * len(block.rows[0]))
            parts.append("\n".join(rows))
        elif isinstance(block, Title):
            parts.append("\n\n".join(f"**{line}**" for line in block.lines if line))
        elif isinstance(block, Heading):
            parts.append("#" * (block.level + 1) + " " + heading_line(block))
        else:
            parts.append(block.text)
    return "\n\n".join(parts) + "\n"


def as_html(rng: Random, blocks: list[Block]) -> bytes:
    parts = ["<!doctype html><html><head><meta charset='utf-8'><title>Báo cáo</title>"]
    parts.append("<style>p{margin:0}</style></head><body>")
    for block in blocks:
        if isinstance(block, Table):
            parts.append("<table>")
            for i, row in enumerate(block.rows):
                tag = "th" if i < block.head else "td"
                cells = "".join(f"<{tag}>{_inner(rng, cell)}</{tag}>" for cell in row)
                parts.append(f"<tr>{cells}</tr>")
            parts.append("</table>")
        elif isinstance(block, Title):
            parts.extend(map(_html_line, block.lines))
        elif isinstance(block, Heading):
            tag = f"h{block.level + 1}"
            parts.append(f"<{tag}>{html.escape(heading_line(block))}</{tag}>")
        else:
            parts.append(f"<p>{_inner(rng, block.text)}</p>")
    return bare("\n".join([*parts, "</body></html>"])).encode()


def _html_line(line: str) -> str:
    """A centred line; two columns, as at the head of a report, are a table."""
    if "\t" in line:
        cells = "".join(f"<td>{html.escape(cell)}</td>" for cell in line.split("\t"))
        return f"<table><tr>{cells}</tr></table>"
    return f"<p><b>{html.escape(line)}</b></p>"


def _inner(rng: Random, text: str) -> str:
    text = html.escape(text, quote=False).replace(NBSP, "&nbsp;")
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
    return f"<i>{text}</i>" if text and rng.random() < 0.04 else text


def as_docx(blocks: list[Block]) -> bytes:
    document = Document()
    for block in blocks:
        if isinstance(block, Table):
            columns = max(map(len, block.rows))
            table = document.add_table(rows=0, cols=columns)
            for row in block.rows:
                cells = table.add_row().cells
                for cell, text in zip(cells, row, strict=False):
                    cell.text = bare(text)
        elif isinstance(block, Title):
            for line in block.lines:
                cells = bare(line).split("\t")
                if len(cells) == 1:
                    document.add_paragraph(cells[0])
                    continue
                row = document.add_table(rows=1, cols=len(cells)).rows[0]
                for place, text in enumerate(cells):
                    row.cells[place].text = text
        elif isinstance(block, Heading):
            document.add_paragraph(bare(heading_line(block)))
        else:
            paragraph = document.add_paragraph()
            for i, piece in enumerate(bare(block.text).split("**")):
                paragraph.add_run(piece).bold = i % 2 == 1
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def heading_line(block: Heading) -> str:
    return f"{block.code} {block.title}".strip()


def paragraphs(text: str) -> list[Block]:
    return [Paragraph(piece.strip()) for piece in text.split(" // ")]
