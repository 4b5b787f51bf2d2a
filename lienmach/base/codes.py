"""What a camera or a scanner reads, drawn as SVG: a QR code, a bar code.

Black on nothing, without a size: the style sheet of a paper gives it one.
"""

import segno
from barcode import Code128
from barcode.errors import IllegalCharacterError
from django.utils.html import format_html
from django.utils.safestring import SafeString

QUIET_MODULES = 4  # around a QR code
QUIET_BARS = 10  # on either side of a bar code
HEIGHT = 40


def qr(text: str, label: str) -> SafeString:
    """Draw a QR code of level M with its quiet zone."""
    code = segno.make(text, error="m", micro=False, boost_error=False)
    size = len(code.matrix) + 2 * QUIET_MODULES
    drawn = "".join(
        f"M{x + QUIET_MODULES} {y + QUIET_MODULES}h1v1h-1z"
        for y, row in enumerate(code.matrix)
        for x, is_dark in enumerate(row)
        if is_dark
    )
    return _svg("qr", size, size, drawn, label)


def barcode(text: str, label: str) -> SafeString:
    """Draw Code 128; a text that it cannot say is left to the QR code beside it."""
    try:
        bars = Code128(text).build()[0]
    except IllegalCharacterError:
        return SafeString("")
    drawn, at = "", QUIET_BARS
    for run in bars.replace("01", "0 1").replace("10", "1 0").split():
        if run[0] == "1":
            drawn += f"M{at} 0h{len(run)}v{HEIGHT}h-{len(run)}z"
        at += len(run)
    return _svg("bars", at + QUIET_BARS, HEIGHT, drawn, label)


def _svg(name: str, width: int, height: int, drawn: str, label: str) -> SafeString:
    """``crispEdges``: a printer must not blur the edge of a bar."""
    return format_html(
        '<svg class="{}" viewBox="0 0 {} {}" role="img" aria-label="{}"'
        ' preserveAspectRatio="none" shape-rendering="crispEdges"><path d="{}"/></svg>',
        name,
        width,
        height,
        label,
        drawn,
    )
