"""Files that hold pages: what they are, how they look, photographs made into one.

What a file is its first bytes say, never its name. The work is done by another process
(``base.pdf_program``), for the files come from anybody.
"""

import json
import struct
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from lienmach.calc.refusal import Refused

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
LONGEST_NAME = 120
MOST_BYTES, MOST_PAGES = 20 * 1024 * 1024, 500
SECONDS = 25
PROGRAM = Path(__file__).with_name("pdf_program.py")
TAKEN = "Hãy chọn tệp PDF, ảnh JPEG, PNG hoặc HEIC."
ENDINGS = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png"}
# What people send by mistake, by how it begins.
OTHERS = (
    (4, b"ftypqt", "video"),
    (4, b"ftypmp4", "video"),
    (4, b"ftypisom", "video"),
    (0, b"\x1aE\xdf\xa3", "video"),
    (0, b"PK\x03\x04", "văn bản hoặc tệp nén"),
    (0, b"\xd0\xcf\x11\xe0", "văn bản Word, Excel"),
    (0, b"MZ", "chương trình"),
    (0, b"GIF8", "ảnh GIF"),
)
PHOTOS = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc", b"ftypavif")


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file as somebody sends it; nothing is known of it yet."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file was found to be; ``signatures`` are counted, not checked."""

    name: str
    kind: str
    pages: int = 1
    signatures: int = 0


def readable(file: NewFile) -> NewFile:
    """A photograph of a telephone in HEIC becomes a JPEG; all else stays as it is.

    No browser shows HEIC. What cannot be opened is left to ``look``, which says so.
    """
    if len(file.content) > MOST_BYTES or not _is_heic(file.content):
        return file
    made = run(["photo"], file.content)
    if made is None:
        return file
    stem = safe_name(file.name).rpartition(".")[0] or safe_name(file.name)
    return NewFile(f"{stem}{ENDINGS[JPEG]}", made)


def look(name: str, content: bytes) -> Looked:
    """Say what a file is; refuse in one sentence what is no file of pages."""
    name = safe_name(name)
    if not content:
        raise Refused(f"Tệp «{name}» rỗng (0 byte): hãy quét hoặc tải lại.")
    if len(content) > MOST_BYTES:
        most = MOST_BYTES // 1024 // 1024
        size = len(content) / 1024 / 1024
        raise Refused(
            f"Tệp «{name}» nặng {size:.0f} MB, quá {most} MB: hãy quét ở độ phân giải "
            "thấp hơn hoặc chia thành nhiều tệp."
        )
    kind = _kind(content)
    if kind == PDF:
        return _look_into(name, content)
    if kind == JPEG:
        _refuse_a_torn_photo(name, torn=b"\xff\xd9" not in content[-64:])
    elif kind == PNG:
        _refuse_a_torn_photo(name, torn=b"IEND" not in content[-64:])
    else:
        raise Refused(_not_taken(name, content))
    return Looked(_with_ending(name, kind), kind)


def draw(content: bytes, page: int, width: int) -> bytes:
    """Draw a page of a PDF, or a JPEG, as PNG; refuse what cannot be drawn."""
    drawn = run(["draw", str(page), str(width)], content)
    if drawn is None:
        raise Refused("Không mở được trang này của tệp.")
    return drawn


def join(photos: Sequence[bytes]) -> bytes:
    """Make one PDF of photographs, a page each."""
    framed = b"".join(struct.pack(">Q", len(photo)) + photo for photo in photos)
    made = run(["join"], framed)
    if made is None:
        raise Refused("Không gộp được các ảnh này: có ảnh hỏng hoặc quá lớn.")
    return made


def safe_name(name: str) -> str:
    """Return the last part of a name, without what no file is called."""
    last = PurePath(name.replace("\\", "/")).name
    kept = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*')
    return short_name(kept.strip(". "), LONGEST_NAME) or "tep"


def short_name(name: str, most: int) -> str:
    """Return a name that fits: of a longer one how it begins and how it ends."""
    if len(name) <= most:
        return name
    ending = min(most // 3, 40)
    return f"{name[: most - ending - 1].rstrip()}…{name[-ending:]}"


def _kind(content: bytes) -> str:
    if b"%PDF-" in content[:1024]:
        return PDF
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    return PNG if content.startswith(b"\x89PNG\r\n\x1a\n") else ""


def _look_into(name: str, content: bytes) -> Looked:
    told = run(["check"], content)
    found: dict[str, Any] = json.loads(told) if told else {"error": "broken"}
    if found.get("error") == "password":
        raise Refused(f"Tệp «{name}» đặt mật khẩu: hãy bỏ mật khẩu rồi tải lại.")
    if "error" in found:
        raise Refused(f"Tệp «{name}» hỏng, không mở được: hãy quét hoặc xuất lại.")
    if found["pages"] > MOST_PAGES:
        raise Refused(
            f"Tệp «{name}» có {found['pages']} trang, quá {MOST_PAGES} trang: "
            "hãy chia thành nhiều tệp."
        )
    ended = _with_ending(name, PDF)
    return Looked(ended, PDF, found["pages"], found["signatures"])


def _refuse_a_torn_photo(name: str, *, torn: bool) -> None:
    if torn:
        raise Refused(f"Ảnh «{name}» bị cắt cụt hoặc hỏng: hãy chụp, quét lại.")


def _not_taken(name: str, content: bytes) -> str:
    if _is_heic(content):
        return (
            f"Ảnh HEIC «{name}» hỏng hoặc quá lớn. Trên điện thoại, hãy chọn định "
            "dạng ảnh «Tương thích nhất» (JPEG) rồi chụp lại."
        )
    found: Iterable[str] = (
        said for at, mark, said in OTHERS if content[at:].startswith(mark)
    )
    what = next(iter(found), "")
    kind = f" ({what})" if what else ""
    return f"Chưa mở được tệp «{name}»{kind}. {TAKEN}"


def _is_heic(content: bytes) -> bool:
    return content[4:12] in PHOTOS


def _with_ending(name: str, kind: str) -> str:
    """A name that ends as its contents ask, for whoever opens it later."""
    ends = (".jpg", ".jpeg") if kind == JPEG else (ENDINGS[kind],)
    return name if name.lower().endswith(ends) else f"{name}{ENDINGS[kind]}"


def run(asked: list[str], content: bytes) -> bytes | None:
    """Let the other process work; None where it failed or took too long."""
    try:
        done = subprocess.run(
            [sys.executable, "-P", str(PROGRAM), *asked],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 and done.stdout else None
