"""What is written of a stored file, wherever a row holds one."""

from typing import Any

from lienmach.base.files import store
from lienmach.base.pages import Looked
from lienmach.base.virus import Scan
from lienmach.onestop.models import Attachment, SentFile

SAID = (
    *("file_name", "file_key", "file_size", "file_type"),
    *("pages", "signatures", "scan"),
)


def new_file(looked: Looked, content: bytes, scanned: Scan) -> dict[str, Any]:
    """Store a file that was looked at and scanned; return what its row says of it."""
    return {
        "file_name": looked.name,
        "file_key": store(content),
        "file_size": len(content),
        "file_type": looked.kind,
        "pages": looked.pages,
        "signatures": looked.signatures,
        "scan": str(scanned),
    }


def same_file(other: Attachment | SentFile) -> dict[str, Any]:
    """What a row says of a file, for another row that holds the same."""
    return {name: getattr(other, name) for name in SAID}
