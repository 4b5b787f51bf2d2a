"""An official paper as PDF, set by typst: no browser and nothing of the system."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from functools import cache
from pathlib import Path

import typst

from lienmach.base.fonts import faces
from lienmach.base.papers.paper import MOTTO, NATION, Paper
from lienmach.base.signing import Place
from lienmach.calc.local import ZONE

LAYOUT, STAMP = (Path(__file__).with_name(f"{name}.typ") for name in ("paper", "stamp"))
PAGE_HEIGHT = 841.89  # points, A4
WIDTH, HEIGHT = 220, 68  # points, of what a signature shows


def printed(paper: Paper) -> bytes:
    """Return a paper as PDF: with its day as PDF/A, ready to be signed.

    A draft has no day, and without one there is no PDF/A. The same paper is always the
    same bytes.
    """
    return typst.compile(
        LAYOUT,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs=_inputs(paper),
        pdf_standards="a-2b" if paper.dated_on else None,
    )


def signing_place(paper: Paper) -> Place:
    """Return where on a printed paper its signature is shown: above the signer."""
    found = typst.query(
        LAYOUT,
        "<signature>",
        field="value",
        one=True,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs=_inputs(paper),
    )
    at = json.loads(found)
    top = PAGE_HEIGHT - at["y"] - 2
    left = at["x"] + (at["width"] - WIDTH) / 2
    box = (left, top - HEIGHT, left + WIDTH, top)
    return Place(at["page"] - 1, *map(round, box))


def stamp(lines: Sequence[tuple[str, str]]) -> bytes:
    """Return what a signature shows, as a page of its own: labels and what they say."""
    said = {"lines": lines, "width": WIDTH, "height": HEIGHT}
    return typst.compile(
        STAMP,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"stamp": json.dumps(said, ensure_ascii=False)},
    )


def signed_lines(name: str, issuer: str, at: datetime) -> list[tuple[str, str]]:
    """Say who signed a paper of whom, and when, with the zone of the office."""
    moment = at.astimezone(ZONE)
    lines = [("Người ký", name)]
    if issuer and issuer != name:
        lines.append(("Cơ quan", issuer))
    return [*lines, ("Thời gian ký", f"{moment:%d/%m/%Y %H:%M:%S} +07:00")]


def _inputs(paper: Paper) -> dict[str, str]:
    day = paper.dated_on
    said = {
        **asdict(paper),
        "dated_on": None,
        "day": [day.year, day.month, day.day] if day else None,
        "nation": NATION,
        "motto": MOTTO,
        "number": paper.number_text,
        "place_and_day": paper.place_and_day,
        "attached": paper.attached,
    }
    return {"paper": json.dumps(said, ensure_ascii=False)}


@cache
def fonts() -> list[Path]:
    """Where the faces of official papers lie."""
    return sorted({file.parent for file in faces().values()})
