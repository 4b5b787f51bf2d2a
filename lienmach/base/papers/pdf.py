"""An official paper as PDF, set by typst: no browser and nothing of the system."""

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path

import typst

from lienmach.base.fonts import faces
from lienmach.base.papers.paper import MOTTO, NATION, Paper

LAYOUT = Path(__file__).with_name("paper.typ")


def printed(paper: Paper) -> bytes:
    """Return a paper as PDF: with its day as PDF/A, ready to be signed.

    A draft has no day, and without one there is no PDF/A. The same paper is always the
    same bytes.
    """
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
    return typst.compile(
        LAYOUT,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps(said, ensure_ascii=False)},
        pdf_standards="a-2b" if day else None,
    )


@cache
def _fonts() -> list[Path]:
    return sorted({file.parent for file in faces().values()})
