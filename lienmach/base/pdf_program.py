"""A program of its own: looks into a PDF, draws a page of it, makes one of photographs.

PDFium is native code, and a file may be made to crash it or to keep it busy. So this
runs as a process with little memory and little time (``base.pages`` starts it), and is
given up when it takes more. The same holds of the photographs of telephones.

``check``: a PDF comes in, JSON goes out: pages and signatures, or the error in a word.
``draw N WIDTH``: a PDF or a JPEG comes in, the page as PNG goes out.
``join``: JPEGs come in, each after its length in eight bytes; a PDF goes out.
``photo``: a photograph in HEIC comes in, a JPEG goes out, the way it was held, without
what the telephone wrote of its place and owner.
``heads``: PDFs come in likewise; JSON goes out: of each the first letters of its first
page, where they stand, and how many signatures it has; null where it cannot be opened.
"""

import ctypes
import io
import json
import struct
import sys
import zlib
from typing import Any

try:
    import resource
except ImportError:  # not on Windows: there the time limit of the caller remains
    resource = None  # type: ignore[assignment]  # the check below is all that follows

SECONDS, MEGABYTES = 20, 2048
PASSWORD = 4  # what PDFium says of a file that is locked
TALLEST = 6000  # pixels
MOST_PIXELS = 100_000_000  # of a photograph
MOST_LETTERS = 3000  # of a page in which its head is looked for
SLANTED = 1 << 6  # what a PDF says of a font
A4 = (595.0, 842.0)
TURNS = {3: 2, 6: 1, 8: 3}  # how a camera was held, in quarters to the right


def main(asked: list[str]) -> bytes:
    data = sys.stdin.buffer.read()
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
        resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if asked == ["photo"]:
        return photo(data)
    import pypdfium2.raw as pdfium  # noqa: PLC0415 – only within the limits

    match asked:
        case ["check"]:
            return json.dumps(check(pdfium, data)).encode()
        case ["draw", page, width]:
            return draw(pdfium, data, int(page), int(width))
        case ["join"]:
            return saved(pdfium, joined(pdfium, list(parts_of(data))))
        case ["heads"]:
            return json.dumps([head(pdfium, one) for one in parts_of(data)]).encode()
    raise SystemExit(2)


def photo(data: bytes) -> bytes:
    import pi_heif  # noqa: PLC0415 – only within the limits

    image = pi_heif.open_heif(data, convert_hdr_to_8bit=True)
    if not 0 < image.size[0] * image.size[1] <= MOST_PIXELS:
        raise SystemExit(3)
    drawn = image.to_pillow().convert("RGB")
    drawn.thumbnail((TALLEST, TALLEST))
    drawn.info.clear()
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=88)
    return out.getvalue()


def check(pdfium: Any, data: bytes) -> dict[str, Any]:
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        is_locked = pdfium.FPDF_GetLastError() == PASSWORD
        return {"error": "password" if is_locked else "broken"}
    pages = pdfium.FPDF_GetPageCount(document)
    first = pages and pdfium.FPDF_LoadPage(document, 0)
    if not first:
        return {"error": "broken"}
    signatures = max(pdfium.FPDF_GetSignatureCount(document), 0)
    return {"pages": pages, "signatures": signatures}


def head(pdfium: Any, data: bytes) -> dict[str, Any] | None:
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    page = document and pdfium.FPDF_LoadPage(document, 0)
    text = page and pdfium.FPDFText_LoadPage(page)
    if not text:
        return None
    most = min(pdfium.FPDFText_CountChars(text), MOST_LETTERS)
    return {
        "letters": [letter(pdfium, text, index) for index in range(most)],
        "signatures": max(pdfium.FPDF_GetSignatureCount(document), 0),
    }


def letter(pdfium: Any, text: Any, index: int) -> list[Any]:
    """A letter, its box, the line it stands on, its size, whether it is slanted."""
    left, right, bottom, top, across, base = (ctypes.c_double() for _ in range(6))
    pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top)
    pdfium.FPDFText_GetCharOrigin(text, index, across, base)
    scale = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, index, scale)
    name, flags = ctypes.create_string_buffer(100), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, index, name, len(name), flags)
    return [
        chr(pdfium.FPDFText_GetUnicode(text, index)),
        *(round(side.value, 2) for side in (left, bottom, right, top, base)),
        round(pdfium.FPDFText_GetFontSize(text, index) * (abs(scale.d) or 1), 2),
        bool(flags.value & SLANTED) or b"Italic" in name.value,
    ]


def draw(pdfium: Any, data: bytes, number: int, width: int) -> bytes:
    if data.startswith(b"\xff\xd8"):
        document = joined(pdfium, [data])
    else:
        document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    page = document and pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        raise SystemExit(3)
    shape = pdfium.FPDF_GetPageHeightF(page) / pdfium.FPDF_GetPageWidthF(page)
    height = min(max(round(width * shape), 1), TALLEST)
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_BGR, None, 0)
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
    flags = pdfium.FPDF_ANNOT | pdfium.FPDF_REVERSE_BYTE_ORDER
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
    stride = pdfium.FPDFBitmap_GetStride(bitmap)
    start = pdfium.FPDFBitmap_GetBuffer(bitmap)
    pixels = ctypes.string_at(start, stride * height)
    lines = (pixels[y * stride : y * stride + 3 * width] for y in range(height))
    return png(width, height, b"".join(b"\0" + line for line in lines))


def png(width: int, height: int, lines: bytes) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        checked = struct.pack(">I", zlib.crc32(name + body))
        return struct.pack(">I", len(body)) + name + body + checked

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", head),
            chunk(b"IDAT", zlib.compress(lines, 4)),
            chunk(b"IEND", b""),
        )
    )


def parts_of(data: bytes) -> Any:
    at = 0
    while at < len(data):
        (length,) = struct.unpack_from(">Q", data, at)
        yield data[at + 8 : at + 8 + length]
        at += 8 + length


def joined(pdfium: Any, photos: list[bytes]) -> Any:
    """Return a document with a page for each photograph, the way it was held."""
    document = pdfium.FPDF_CreateNewDocument()
    for number, photo in enumerate(photos):
        image = pdfium.FPDFPageObj_NewImageObj(document)
        access, kept = reader(pdfium, photo)
        if not pdfium.FPDFImageObj_LoadJpegFileInline(None, 0, image, access):
            raise SystemExit(3)
        del kept
        across, down = ctypes.c_uint(), ctypes.c_uint()
        pdfium.FPDFImageObj_GetImagePixelSize(image, across, down)
        if not across.value or not down.value:
            raise SystemExit(3)
        scale = min(max(A4) / max(across.value, down.value), 1)
        width, height = across.value * scale, down.value * scale
        pdfium.FPDFImageObj_SetMatrix(image, width, 0, 0, height, 0, 0)
        page = pdfium.FPDFPage_New(document, number, width, height)
        pdfium.FPDFPage_InsertObject(page, image)
        pdfium.FPDFPage_SetRotation(page, TURNS.get(held(photo), 0))
        pdfium.FPDFPage_GenerateContent(page)
        pdfium.FPDF_ClosePage(page)
    return document


def reader(pdfium: Any, data: bytes) -> tuple[Any, Any]:
    """How PDFium reads bytes of ours; the second value must outlive the reading."""

    def get(_: Any, position: int, into: Any, size: int) -> int:
        ctypes.memmove(into, data[position : position + size], size)
        return 1

    access = pdfium.FPDF_FILEACCESS()
    access.m_FileLen = len(data)
    # The type of the callback is that of the field of the structure.
    callback = type(access.m_GetBlock)(get)
    access.m_GetBlock = callback
    return access, callback


def saved(pdfium: Any, document: Any) -> bytes:
    kept: list[bytes] = []

    def write(_: Any, data: Any, size: int) -> int:
        kept.append(ctypes.string_at(data, size))
        return 1

    writer = pdfium.FPDF_FILEWRITE()
    writer.version = 1
    callback = type(writer.WriteBlock)(write)
    writer.WriteBlock = callback
    if not pdfium.FPDF_SaveAsCopy(document, writer, 0):
        raise SystemExit(3)
    return b"".join(kept)


def held(photo: bytes) -> int:
    """Return how the camera was held (EXIF orientation), 1 where it does not say."""
    at = 2
    while at + 4 <= len(photo) and photo[at] == 0xFF:
        marker, length = photo[at + 1], int.from_bytes(photo[at + 2 : at + 4], "big")
        if marker == 0xE1 and photo[at + 4 : at + 10] == b"Exif\0\0":
            return _orientation(photo[at + 10 : at + 2 + length])
        if marker == 0xDA or length < 2:
            return 1
        at += 2 + length
    return 1


def _orientation(exif: bytes) -> int:
    order = "<" if exif[:2] == b"II" else ">"
    try:
        (start,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, start)
        for number in range(count):
            tag, _, _, value = struct.unpack_from(
                f"{order}HHIH", exif, start + 2 + 12 * number
            )
            if tag == 0x0112:
                return int(value)
    except struct.error:
        pass
    return 1


if __name__ == "__main__":
    sys.stdout.buffer.write(main(sys.argv[1:]))
