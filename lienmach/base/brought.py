"""A file that somebody brings as evidence: looked at, kept as sent, given back so."""

from typing import NamedTuple

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from lienmach.base import pages
from lienmach.base.files import load, store
from lienmach.base.virus import Scan, scan
from lienmach.calc.refusal import Refused


class Brought(NamedTuple):
    """What is kept of a file; all empty where none was brought."""

    name: str = ""
    key: str = ""
    size: int = 0


def keep(name: str, content: bytes) -> Brought:
    """Store a file of pages; refused with a sentence if it is none, or has a virus."""
    if not (name or content):
        return Brought()
    name = pages.look(name, content).name
    if scan(content) is Scan.INFECTED:
        raise Refused(f"Tệp «{name}» có vi-rút: không nhận.")
    return Brought(name, store(content), len(content))


def give(key: str, name: str) -> HttpResponse:
    """Answer with a file: to be kept, never to be opened inside our pages."""
    try:
        content = load(key) if key else None
    except FileNotFoundError:
        content = None
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="application/octet-stream")
    named = content_disposition_header(True, name) or "attachment"
    response["Content-Disposition"] = named
    response["X-Content-Type-Options"] = "nosniff"
    return response
