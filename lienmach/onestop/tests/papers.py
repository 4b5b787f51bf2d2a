"""What a machine finds on a printed page: its text, size, colours and codes."""

from dataclasses import dataclass

import pypdfium2
import zxingcpp

DPI = 200


@dataclass(frozen=True)
class Printed:
    """``sizes`` are in points; ``codes`` what a scanner reads, by kind of code."""

    pages: int
    sizes: list[tuple[int, int]]
    text: str
    codes: dict[str, str]
    colours: set[tuple[int, int, int]]


def read(content: bytes) -> Printed:
    """Read a PDF as a person with a scanner would; greys of edges are no colours."""
    document = pypdfium2.PdfDocument(content)
    sizes, texts = [], []
    codes: dict[str, str] = {}
    colours: set[tuple[int, int, int]] = set()
    for page in document:
        width, height = page.get_size()
        sizes.append((round(width), round(height)))
        texts.append(page.get_textpage().get_text_bounded())
        bitmap = page.render(scale=DPI / 72, rev_byteorder=True)
        pixels = memoryview(bytes(bitmap.buffer))
        stride, depth = bitmap.stride, bitmap.n_channels
        rows = [
            pixels[y * stride : y * stride + bitmap.width * depth]
            for y in range(bitmap.height)
        ]
        flat = b"".join(rows)
        colours |= {
            tuple(flat[i : i + 3])  # type: ignore[misc]  # three bytes are three ints
            for i in range(0, len(flat), depth * 7)
        }
        grey = bytes(flat[1::depth])
        image = memoryview(grey).cast("B", (bitmap.height, bitmap.width))
        for found in zxingcpp.read_barcodes(image):
            codes[found.format.name] = found.text
    return Printed(len(document), sizes, "\n".join(texts), codes, colours)
