"""What of PDF/A-2b can be seen in the structure of a file with the libraries we have.

Not looked at: that every glyph a page shows is in its font, the widths of glyphs,
colour spaces that no output intent covers, the bytes of streams and of the profile
beyond its head, and whatever else only a validator of its own would tell.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lxml import etree
from pyhanko.pdf_utils.reader import PdfFileReader

PDFAID = "{http://www.aiim.org/pdfa/ns/id/}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}Description"
FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
PRINT, UNSEEN = 4, 1 | 2 | 32  # flags of annotations: hidden, invisible, no view
DOES = ("/AA", "/OpenAction", "/JavaScript", "/XFA", "/NeedAppearances")


def faults(content: bytes) -> list[str]:
    """What is missing or too much in a file that says it is PDF/A-2b."""
    pdf = PdfFileReader(BytesIO(content))
    return [*_head(content, pdf), *_says_so(pdf), *_intent(pdf), *_pages(pdf)]


def _head(content: bytes, pdf: PdfFileReader) -> Iterator[str]:
    first, second = content.split(b"\n", 2)[:2]
    if first.strip() != b"%PDF-1.7":
        yield f"head {first!r}"
    if not (second.startswith(b"%") and sum(byte > 127 for byte in second) >= 4):
        yield "no line of bytes after the head"
    if "/ID" not in pdf.trailer:
        yield "no ID"
    if "/Encrypt" in pdf.trailer:
        yield "encrypted"
    if not content.rstrip().endswith(b"%%EOF"):
        yield "no end"
    yield from (f"catalogue has {name}" for name in DOES if name in pdf.root)
    names = _of(pdf.root, "/Names", {})
    yield from (f"names have {name}" for name in DOES if name in names)


def _says_so(pdf: PdfFileReader) -> Iterator[str]:
    if "/Metadata" not in pdf.root:
        yield "no XMP"
        return
    told = etree.fromstring(pdf.root["/Metadata"].data)
    said = {
        name: value
        for one in told.iter(RDF)
        for name, value in [
            *one.attrib.items(),
            *((child.tag, child.text) for child in one),
        ]
    }
    if (said.get(f"{PDFAID}part"), said.get(f"{PDFAID}conformance")) != ("2", "B"):
        yield "the XMP does not say PDF/A-2b"


def _intent(pdf: PdfFileReader) -> Iterator[str]:
    intents = _all(_of(pdf.root, "/OutputIntents", ()))
    ours = [one for one in intents if one["/S"] == "/GTS_PDFA1"]
    if len(ours) != 1:
        yield f"{len(ours)} output intents"
        return
    profile = ours[0]["/DestOutputProfile"]
    if profile.data[36:40] != b"acsp" or profile["/N"] not in (1, 3, 4):
        yield "the profile of the output intent is none"


def _pages(pdf: PdfFileReader) -> Iterator[str]:
    for page in _leaves(pdf.root["/Pages"]):
        yield from _fonts(_of(page, "/Resources", {}))
        if "/AA" in page:
            yield "a page does something"
        for one in _all(_of(page, "/Annots", ())):
            yield from _annotation(one)


def _leaves(node: Any) -> Iterator[Any]:
    if node["/Type"] == "/Page":
        yield node
        return
    for kid in _all(node["/Kids"]):
        yield from _leaves(kid)


def _of(found: Any, name: str, otherwise: Any) -> Any:
    """What a dictionary has, itself and not where it lies."""
    return found[name] if name in found else otherwise  # noqa: SIM401 – get() differs


def _all(found: Any) -> list[Any]:
    return [found[at] for at in range(len(found))]


def _annotation(one: Any) -> Iterator[str]:
    kind, flags = one["/Subtype"], int(_of(one, "/F", 0))
    left, low, right, high = (float(edge) for edge in _all(one["/Rect"]))
    has_size = kind != "/Link" and right > left and high > low
    if not flags & PRINT or flags & UNSEEN:
        yield f"{kind} is not printed: {flags}"
    if has_size and "/AP" not in one:
        yield f"{kind} does not say how it looks"
    if "/AA" in one or ("/A" in one and kind == "/Widget"):
        yield f"{kind} does something"
    look = _of(_of(one, "/AP", {}), "/N", {})
    yield from _fonts(_of(look, "/Resources", {}))


def _fonts(resources: Any) -> Iterator[str]:
    """Faults of the fonts that a page or a form uses, and of the forms in it."""
    fonts = _of(resources, "/Font", {})
    for font in (fonts[name] for name in fonts):
        for under in _all(_of(font, "/DescendantFonts", [font])):
            descriptor = _of(under, "/FontDescriptor", {})
            if not any(name in descriptor for name in FONT_FILES):
                yield f"{font['/BaseFont']} is not embedded"
    forms = _of(resources, "/XObject", {})
    for form in (forms[name] for name in forms):
        if form["/Subtype"] == "/Form":
            yield from _fonts(_of(form, "/Resources", {}))
