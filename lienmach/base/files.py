"""Stored files, named by their content: the same bytes are kept once and never change.

Where they are kept is the storage ``files`` of the settings: a folder, unless an office
names a bucket. What the store cannot do just now is refused with a sentence.
"""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.http import FileResponse

from lienmach.calc.refusal import Refused

log = logging.getLogger(__name__)
SILENT = (
    "Kho tệp chưa trả lời nên chưa làm được việc này. Hãy thử lại sau ít phút; nếu vẫn "
    "vậy, hãy báo người quản trị máy chủ."
)


def store(content: bytes) -> str:
    """Keep some bytes; return the key that brings them back."""
    key = hashlib.sha256(content).hexdigest()
    with _answering():
        _keep(key, ContentFile(content))
    return key


def store_file(file: IO[bytes]) -> str:
    """Keep a file that may be too large for memory; return its key."""
    file.seek(0)
    key = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # any binary file will do
    with _answering():
        file.seek(0)
        _keep(key, File(file))
    return key


def opened(key: str) -> FileResponse:
    """Answer with a stored file, read as it is sent."""
    with _answering():
        return FileResponse(storages["files"].open(_path(key)))


def load(key: str) -> bytes:
    """Return what was stored; raise ``FileNotFoundError`` if it is gone."""
    with _answering(), storages["files"].open(_path(key)) as file:
        return bytes(file.read())


def is_kept(key: str) -> bool:
    """Say whether the bytes of a key are still there."""
    with _answering():
        return storages["files"].exists(_path(key))


@contextmanager
def _answering() -> Iterator[None]:
    """Tell people that the store is silent, or full; a file that is gone is neither."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        log.exception("the store of files")
        raise Refused(SILENT) from error


def _keep(key: str, content: "File[bytes]") -> None:
    kept = storages["files"]
    if not kept.exists(_path(key)):
        kept.save(_path(key), content)


def _path(key: str) -> str:
    return f"{key[:2]}/{key[2:4]}/{key}"
