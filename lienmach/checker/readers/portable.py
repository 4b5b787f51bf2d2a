"""PDF: the words come from a process of its own, the layout is done here.

A line of the source is a line as it is seen, or a row of a table. Pages without text
(scanned ones) are told; a file of only such pages is refused.
"""

import json
import subprocess
import sys
from math import ceil
from pathlib import Path
from typing import Any

from lienmach.checker.readers.finishing import check_length, finish
from lienmach.checker.readers.grid import too_many_cells
from lienmach.checker.readers.limits import Limits, Unreadable, grouped
from lienmach.checker.readers.pdf_layout import Layout
from lienmach.checker.source import Source

_PROGRAM = Path(__file__).with_name("pdf_words.py")
_MEGABYTES = 2048


def read(data: bytes, name: str, limits: Limits) -> Source:
    pages = _pages(data, name, limits)
    layout = Layout()
    for number, page in enumerate(pages, 1):
        words = [tuple(word) for word in page["words"]]
        layout.add(words, page["rules"], number, page["width"])
        if layout.cells > limits.cells:
            raise too_many_cells(name, limits)
    blank = [number for number, page in enumerate(pages, 1) if not page["words"]]
    if len(blank) == len(pages):
        raise Unreadable(
            f"Tệp «{name}» chỉ có ảnh quét, không có chữ. "
            "Hãy nhận dạng chữ (OCR) hoặc dùng bản gốc .docx."
        )
    return finish(name, layout.items, layout.lines, limits, _blank_pages(blank))


def _blank_pages(blank: list[int]) -> str:
    if not blank:
        return ""
    shown = ", ".join(map(str, blank[:10])) + (", …" if len(blank) > 10 else "")
    return f"Trang {shown} không có chữ (có thể là ảnh quét) nên không được kiểm tra."


def _pages(data: bytes, name: str, limits: Limits) -> list[dict[str, Any]]:
    """Let the other process read the words; Unreadable for whatever goes wrong."""
    settings = (limits.pages, limits.characters, ceil(limits.seconds), _MEGABYTES)
    try:
        done = subprocess.run(
            [sys.executable, "-P", str(_PROGRAM), *map(str, settings)],
            input=data,
            capture_output=True,
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _refused(name, limits, "time") from error
    if done.returncode:
        raise _refused(name, limits, "time")
    try:
        said = json.loads(done.stdout)
    except ValueError as error:
        raise _refused(name, limits, "broken") from error
    if "error" in said:
        raise _refused(name, limits, said["error"])
    return list(said["pages"])


def _refused(name: str, limits: Limits, reason: str) -> Unreadable:
    match reason:
        case "password":
            return Unreadable(f"Tệp «{name}» có mật khẩu. Hãy bỏ mật khẩu rồi thử lại.")
        case "pages":
            return Unreadable(
                f"Tệp «{name}» có hơn {grouped(limits.pages)} trang "
                "(giới hạn của bộ kiểm tra)."
            )
        case "letters":
            check_length(limits.characters + 1, name, limits)
        case "time":
            return Unreadable(
                f"Tệp «{name}» quá phức tạp hoặc bị hỏng: không đọc xong trong "
                f"{limits.seconds:g} giây."
            )
    return Unreadable(
        f"Tệp «{name}» bị hỏng hoặc không phải PDF hợp lệ, không mở được."
    )
